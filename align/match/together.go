package match

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"factdiff/align/cross"
)

// Sentences that a model reads together with one: those with the best margins, those
// with the fact nearest to one of its own, and those that state a value of its own which
// hardly any other does.
const readOpenings = 2

// meeting is a sentence of each side.
type meeting struct{ s, t int }

// Read lets a model read the sentences that could say the same, two by two, and
// adds to the results of comparing a and b what it finds. The sentences of a and
// b have a Reading. The results may have been found with other encoders than
// the one that read.
func Read(ctx context.Context, model *cross.Model, a, b *Side, results ...*Result) error {
	var met []meeting
	for _, r := range results {
		met = append(met, r.meetings(a, b)...)
	}
	slices.SortFunc(met, func(x, y meeting) int { return cmp.Or(x.s-y.s, x.t-y.t) })
	met = slices.Compact(met)
	// The model is not wholly indifferent to which of two sentences it is given
	// first, but which version is named first must not matter.
	turned := order(a, b) > 0
	read := make([]cross.Meeting, len(met))
	for i, m := range met {
		read[i] = cross.Meeting{A: a.Sentences[m.s].Reading, B: b.Sentences[m.t].Reading}
		if turned {
			read[i].A, read[i].B = read[i].B, read[i].A
		}
	}
	found, err := model.Compare(ctx, read)
	if err != nil {
		return fmt.Errorf("matching: %w", err)
	}
	if turned {
		for i := range found {
			found[i] = turn(found[i])
		}
	}
	findings := make(map[meeting]*cross.Finding, len(found))
	for i, m := range met {
		findings[m] = &found[i]
	}
	newOfA, newOfB := make([][]float32, len(a.Sentences)), make([][]float32, len(b.Sentences))
	for i, m := range met {
		lower(&newOfA[m.s], found[i].NewA)
		lower(&newOfB[m.t], found[i].NewB)
	}
	unsaidA, unsaidB := unsaid(a, newOfA), unsaid(b, newOfB)
	for _, r := range results {
		for i := range r.Pairs {
			p := &r.Pairs[i]
			p.UnsaidA, p.UnsaidB = unsaidA[p.A], unsaidB[p.B]
		}
		r.note(a, b, findings)
	}
	return nil
}

// order puts two versions in the same order, whichever comes first.
func order(a, b *Side) int {
	return cmp.Or(
		cmp.Compare(a.Lang, b.Lang),
		slices.CompareFunc(a.Facts, b.Facts, func(x, y Fact) int { return cmp.Compare(x.Text, y.Text) }),
	)
}

// turn gives a finding on two sentences as that on the second and the first.
func turn(f cross.Finding) cross.Finding {
	out := cross.Finding{NewA: f.NewB, NewB: f.NewA}
	for _, row := range f.Facts {
		if out.Facts == nil {
			out.Facts = make([][]cross.Judgement, len(row))
		}
		for k, j := range row {
			out.Facts[k] = append(out.Facts[k], j)
		}
	}
	return out
}

// meetings lists the sentences that are worth reading together.
func (r *Result) meetings(a, b *Side) (out []meeting) {
	for s, list := range r.SentencesOfA {
		for _, t := range first(list, readOpenings) {
			out = append(out, meeting{s, t.Index})
		}
	}
	for t, list := range r.SentencesOfB {
		for _, s := range first(list, readOpenings) {
			out = append(out, meeting{s.Index, t})
		}
	}
	for f, list := range r.FactsOfA {
		for _, g := range first(list, 1) {
			out = append(out, meeting{a.Facts[f].Sentence, b.Facts[g.Index].Sentence})
		}
	}
	for g, list := range r.FactsOfB {
		for _, f := range first(list, 1) {
			out = append(out, meeting{a.Facts[f.Index].Sentence, b.Facts[g].Sentence})
		}
	}
	for _, x := range r.telling {
		out = append(out, meeting{a.Facts[x.a].Sentence, b.Facts[x.b].Sentence})
	}
	return out
}

// note adds to each pair what the meeting of its sentences showed.
func (r *Result) note(a, b *Side, findings map[meeting]*cross.Finding) {
	bestA, bestB := standings(len(a.Facts)), standings(len(b.Facts))
	for i := range r.Pairs {
		p := &r.Pairs[i]
		f, g := &a.Facts[p.A], &b.Facts[p.B]
		s, t := &a.Sentences[f.Sentence], &b.Sentences[g.Sentence]
		found := findings[meeting{f.Sentence, g.Sentence}]
		if found == nil {
			continue
		}
		p.Read = true
		p.Cross = found.Facts[p.A-s.Facts[0]][p.B-t.Facts[0]]
		p.NewA, p.NewB = newness(s, f.Words, found.NewA), newness(t, g.Words, found.NewB)
		bestA[p.A].meet(p.Cross.Link)
		bestB[p.B].meet(p.Cross.Link)
	}
	for i := range r.Pairs {
		if p := &r.Pairs[i]; p.Read {
			p.LinkLeadA, p.LinkLeadB = bestA[p.A].lead(p.Cross.Link), bestB[p.B].lead(p.Cross.Link)
		}
	}
}

// lower keeps the least of what meetings gave for the words of a sentence.
func lower(words *[]float32, x []float32) {
	if *words == nil {
		*words = slices.Clone(x)
		return
	}
	for i, v := range x {
		(*words)[i] = min((*words)[i], v)
	}
}

// stretch is how many words in a row are a detail.
const stretch = 3

// unsaid tells of each fact of a side what of it is new.
func unsaid(side *Side, words [][]float32) []Unsaid {
	out := make([]Unsaid, len(side.Facts))
	for i, f := range side.Facts {
		s, x := &side.Sentences[f.Sentence], words[f.Sentence]
		if x == nil {
			continue
		}
		out[i].Mean = newness(s, f.Words, x)
		for from := f.Words[0]; from == f.Words[0] || from+stretch <= f.Words[1]; from++ {
			part := [2]int{from, min(from+stretch, f.Words[1])}
			out[i].Stretch = max(out[i].Stretch, newness(s, part, x))
		}
	}
	return out
}

// newness is the mean of what some words of a sentence have, weighted by how much
// they say.
func newness(s *Sentence, words [2]int, of []float32) float32 {
	var sum, weight float32
	for k := words[0]; k < words[1]; k++ {
		w := s.Words[k].Weight + 0.1
		sum += w * of[k]
		weight += w
	}
	if weight == 0 {
		return 0.5
	}
	return sum / weight
}

// best is the two highest log odds that a fact has with others.
type best struct{ first, second float32 }

// farBehind is the log odds of a rival that is none.
const farBehind = -8

func standings(n int) []best {
	out := make([]best, n)
	for i := range out {
		out[i] = best{farBehind, farBehind}
	}
	return out
}

func (b *best) meet(x float32) {
	switch {
	case x > b.first:
		b.first, b.second = x, b.first
	case x > b.second:
		b.second = x
	}
}

// lead is how far one of those that were met lies before the others.
func (b *best) lead(x float32) float32 {
	if x == b.first {
		return x - b.second
	}
	return x - b.first
}
