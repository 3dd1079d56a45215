package main

import (
	"context"
	"math"
	"strings"

	"factdiff/align/embed"
	"factdiff/align/internal/prepare"
	"factdiff/align/read"
)

// Excerpts of the labelled pairs teach what short articles look like, and that
// a sentence may lack its counterpart though all around it have one. A fact
// whose counterparts are all left out is one that only its own version has.

// excerptsPerPair is how many are made of each labelled pair.
const excerptsPerPair = 3

// The shares of A's sentences that are kept, and how often B keeps one that
// speaks of them.
const (
	fewest, most = 0.12, 0.9
	keptTogether = 0.8
)

func excerpts(ctx context.Context, encoder embed.Encoder, e *example, edits *editor) ([]*example, error) {
	var out []*example
	for range excerptsPerPair {
		x, err := excerpt(ctx, encoder, e, edits)
		if err != nil {
			return nil, err
		}
		if x != nil {
			out = append(out, x)
		}
	}
	return out, nil
}

// excerpt leaves sentences out of an example. It returns nil where nothing is
// left of a side.
func excerpt(ctx context.Context, encoder embed.Encoder, e *example, edits *editor) (*example, error) {
	random := edits.random
	share := fewest * math.Pow(most/fewest, random.Float64())
	keep := [2][]bool{make([]bool, len(e.versions[0].Sentences)), make([]bool, len(e.versions[1].Sentences))}
	said := map[string]bool{} // labelled facts of B that speak of what A keeps
	for i, s := range e.versions[0].Sentences {
		keep[0][i] = random.Float64() < share
		for k := s.Facts[0]; keep[0][i] && k < s.Facts[1]; k++ {
			for _, id := range e.facts[0][k].gold {
				for _, g := range e.gold[0] {
					if g.ID == id {
						for _, m := range g.Match {
							said[m] = true
						}
					}
				}
			}
		}
	}
	for i, s := range e.versions[1].Sentences {
		p := share * (1 - keptTogether/2)
		for k := s.Facts[0]; k < s.Facts[1]; k++ {
			for _, id := range e.facts[1][k].gold {
				if said[id] {
					p = keptTogether
				}
			}
		}
		keep[1][i] = random.Float64() < p
	}
	var texts [2]string
	var gold []goldFact
	left := map[string]bool{}
	for side, v := range e.versions {
		whole(v, e.facts[side], keep[side])
		text := kept(v, keep[side])
		if strings.TrimSpace(text) == "" {
			return nil, nil
		}
		texts[side] = text
		ids := map[string]bool{}
		for i, s := range v.Sentences {
			for k := s.Facts[0]; k < s.Facts[1] && keep[side][i]; k++ {
				for _, id := range overlaps(e.facts[side][k], e.gold[side]) {
					ids[id], left[id] = true, true
				}
			}
		}
		for _, g := range e.gold[side] {
			if ids[g.ID] {
				gold = append(gold, g)
			}
		}
	}
	for i := range gold {
		g := &gold[i]
		var match []string
		for _, m := range g.Match {
			if left[m] {
				match = append(match, m)
			}
		}
		if len(g.Match) > 0 && len(match) == 0 {
			g.Status = "only"
		}
		g.Match = match
	}
	contradict(edits, [2]string{e.versions[0].Lang, e.versions[1].Lang}, &texts, gold)
	var documents [2]*read.Document
	for side, v := range e.versions {
		documents[side] = read.Text(e.name, texts[side])
		documents[side].Lang = v.Lang
	}
	x, err := newExample(ctx, encoder, e.together, documents, gold, excerpted)
	if err != nil {
		return nil, err
	}
	x.name, x.group = e.name, e.group
	return x, nil
}

// contradicted is how many of the facts that have a single counterpart are made
// to contradict it.
const contradicted = 0.05

// contradict edits some facts of the texts, and their labels with them.
func contradict(edits *editor, langs [2]string, texts *[2]string, gold []goldFact) {
	at := map[string]*goldFact{}
	for i := range gold {
		at[gold[i].ID] = &gold[i]
	}
	for i := range gold {
		f := &gold[i]
		if f.Status != "shared" || len(f.Match) != 1 || edits.random.Float64() >= contradicted {
			continue
		}
		g, side := at[f.Match[0]], 0
		if f.Side == "b" {
			side = 1
		}
		if g == nil || g.Status != "shared" || len(g.Match) != 1 || strings.Count(texts[side], f.Text) != 1 {
			continue
		}
		if text, ok := edits.contradict(f.Text, langs[side]); ok {
			texts[side] = strings.Replace(texts[side], f.Text, text, 1)
			f.Text, f.Status, g.Status = text, "conflict", "conflict"
		}
	}
}

// whole leaves out with a sentence every other that has a part of one of its
// labelled facts.
func whole(v *prepare.Version, facts []labelled, keep []bool) {
	sentenceOf := func(k int) int { return v.Facts[k].Sentence }
	for changed := true; changed; {
		changed = false
		for k := 1; k < len(facts); k++ {
			s, t := sentenceOf(k-1), sentenceOf(k)
			if s != t && keep[s] != keep[t] && facts[k].splits {
				keep[s], keep[t], changed = false, false, true
			}
		}
	}
}

func overlaps(f labelled, gold []goldFact) []string {
	var out []string
	for _, g := range gold {
		if min(f.end, g.end) > max(f.start, g.start) {
			out = append(out, g.ID)
		}
	}
	return out
}

// kept is a version's text without some of its sentences.
func kept(v *prepare.Version, keep []bool) string {
	var b strings.Builder
	end := 0
	for i, s := range v.Sentences {
		if keep[i] {
			b.WriteString(v.Document.Text[end:s.Start])
			b.WriteString(v.Text(s.Span))
		} else if gap := v.Document.Text[end:s.Start]; strings.Contains(gap, "\n") {
			b.WriteString(gap)
		}
		end = s.End
	}
	return strings.TrimSpace(b.String())
}
