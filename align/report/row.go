package report

import (
	"slices"

	"factdiff/align"
)

// row is what all versions say about one matter: the facts that matches join,
// by version. A fact without a match has a row of its own, and so has one with
// faint matches only: chains of these would join what is told of many matters.
// Every fact of the story is in one row.
type row struct {
	cells [][]*align.Fact // by version, in reading order; empty where it says nothing of it
	// perhaps are the likeliest counterparts of a row's only fact whose matches are
	// faint, by version; they have rows of their own.
	perhaps [][]*align.Fact
	status  align.Status
	doubt   bool // the verdict could well be another one
	opens   bool // its first version begins a sentence here
}

// said is what a version says of the row, or perhaps does.
func (r *row) said(version int) []*align.Fact {
	if len(r.cells[version]) == 0 && r.perhaps != nil {
		return r.perhaps[version]
	}
	return r.cells[version]
}

// contradicting is the row without what a version says beside its contradiction, which
// the other shares.
func (r *row) contradicting() *row {
	only := *r
	only.cells = make([][]*align.Fact, len(r.cells))
	for v, cell := range r.cells {
		for _, f := range cell {
			if f.Status == align.Conflict {
				only.cells[v] = append(only.cells[v], f)
			}
		}
		if only.cells[v] == nil {
			only.cells[v] = cell
		}
	}
	return &only
}

// doubtful is the confidence below which a verdict is shown as possible only.
const doubtful = 0.6

// sureFurniture is the probability from which furniture is listed without a
// doubt: what is left out of a report should be.
const sureFurniture = 0.9

// isDoubtful tells whether a fact's own verdict could well be another one.
func isDoubtful(f *align.Fact) bool {
	if f.Status == align.Boilerplate {
		return f.Confidence < sureFurniture
	}
	return f.Confidence < doubtful
}

// uncertain counts the facts of a version whose verdicts are doubtful.
func uncertain(r *align.Report, version string) int {
	n := 0
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Version == version && isDoubtful(f) {
			n++
		}
	}
	return n
}

// A match joins the rows of two facts if it is the likeliest of one of them and
// not a faint one, or if it is a likely one. Faint matches join those that
// contradict each other, and those that have no others and are each other's
// likeliest.
const (
	faintMatch  = 0.5
	likelyMatch = 0.75
)

// first is the index of the first version that speaks in the row.
func (r *row) first() int {
	return slices.IndexFunc(r.cells, func(cell []*align.Fact) bool { return len(cell) > 0 })
}

// rows brings the facts of all versions into one reading order: that of the
// first version, with what it lacks put behind what precedes it in its own.
// Furniture is left out.
func rows(r *align.Report) []*row {
	version := map[string]int{}
	for i, v := range r.Versions {
		version[v.ID] = i
	}
	of := groups(r, version)
	next := map[*row]*row{} // a linked list
	head := new(row)
	placed := map[*row]bool{}
	for v := range r.Versions {
		behind := head
		for i := range r.Facts {
			f := &r.Facts[i]
			g := of[f.ID]
			if version[f.Version] != v || g == nil || f != g.cells[v][0] {
				continue // a row stands where its first fact does
			}
			if !placed[g] {
				placed[g] = true
				next[g], next[behind] = next[behind], g
			}
			behind = g
		}
	}
	var out []*row
	sentence := make([]int, len(r.Versions)) // the latest, from 1
	for g := next[head]; g != nil; g = next[g] {
		v := g.first()
		g.opens = sentence[v] != g.cells[v][0].Sentence+1
		for v, cell := range g.cells {
			if len(cell) > 0 {
				sentence[v] = cell[len(cell)-1].Sentence + 1
			}
		}
		out = append(out, g)
	}
	return out
}

// groups finds the row of each fact by its ID. Facts that agree are kept apart
// from those that are contradicted, unless these are all that they agree with.
func groups(r *align.Report, version map[string]int) map[string]*row {
	facts := make(map[string]*align.Fact, len(r.Facts))
	for i := range r.Facts {
		facts[r.Facts[i].ID] = &r.Facts[i]
	}
	best := make(map[*align.Fact][]align.Match, len(r.Facts)) // the likeliest of each other version
	beside := map[*align.Fact][]*align.Fact{}
	join := func(f, g *align.Fact) { beside[f], beside[g] = append(beside[f], g), append(beside[g], f) }
	for i := range r.Facts {
		f := &r.Facts[i]
		all := alike(f, facts)
		best[f] = likeliest(all, facts)
		for _, m := range all {
			if m.Score >= likelyMatch || (m.Score >= faintMatch || m.Relation == align.Contrary) && slices.Contains(best[f], m) {
				join(f, facts[m.ID])
			}
		}
	}
	lone := map[*align.Fact]bool{}
	for f := range best {
		lone[f] = len(beside[f]) == 0
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		for _, m := range best[f] {
			g := facts[m.ID]
			if lone[f] && lone[g] && slices.ContainsFunc(best[g], func(m align.Match) bool { return m.ID == f.ID }) {
				join(f, g)
			}
		}
	}
	of := map[string]*row{}
	var open []*align.Fact
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Status == align.Boilerplate || of[f.ID] != nil {
			continue
		}
		g := &row{cells: make([][]*align.Fact, len(r.Versions)), status: f.Status}
		of[f.ID], open = g, append(open, f)
		if len(beside[f]) == 0 && len(best[f]) > 0 {
			g.perhaps, g.doubt = make([][]*align.Fact, len(r.Versions)), true
			for _, m := range best[f] {
				v := version[facts[m.ID].Version]
				g.perhaps[v] = append(g.perhaps[v], facts[m.ID])
			}
		}
		for len(open) > 0 {
			f, open = open[len(open)-1], open[:len(open)-1]
			v := version[f.Version]
			g.cells[v] = append(g.cells[v], f)
			g.doubt = g.doubt || isDoubtful(f)
			if f.Status == align.Conflict {
				g.status = f.Status
			}
			for _, other := range beside[f] {
				if of[other.ID] == nil {
					of[other.ID], open = g, append(open, other)
				}
			}
		}
		for _, cell := range g.cells {
			slices.SortFunc(cell, func(x, y *align.Fact) int { return x.Start - y.Start })
		}
	}
	return of
}

// alike are a fact's matches with facts of its own verdict, or all of them where
// there are none.
func alike(f *align.Fact, facts map[string]*align.Fact) []align.Match {
	var like, all []align.Match
	for _, m := range f.Matches {
		g := facts[m.ID]
		if g == nil {
			continue
		}
		all = append(all, m)
		if g.Status == f.Status && (m.Relation == align.Contrary) == (f.Status == align.Conflict) {
			like = append(like, m)
		}
	}
	if len(like) == 0 {
		return all
	}
	return like
}

// likeliest are the first of the most probable matches with each version.
func likeliest(all []align.Match, facts map[string]*align.Fact) (out []align.Match) {
	for _, m := range all {
		version := facts[m.ID].Version
		k := slices.IndexFunc(out, func(o align.Match) bool { return facts[o.ID].Version == version })
		switch {
		case k < 0:
			out = append(out, m)
		case m.Score > out[k].Score:
			out[k] = m
		}
	}
	return out
}
