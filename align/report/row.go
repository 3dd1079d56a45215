package report

import (
	"slices"

	"factdiff/align"
)

// row is what all versions say about one matter: the facts that matches join,
// by version. A fact without a match has a row of its own.
type row struct {
	cells  [][]*align.Fact // by version, in reading order; empty where it says nothing of it
	status align.Status
	doubt  bool // the verdict could well be another one
	opens  bool // its first version begins a sentence here
}

// doubtful is the confidence below which a verdict is shown as possible only.
const doubtful = 0.6

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
	beside := map[*align.Fact][]*align.Fact{}
	for i := range r.Facts {
		f := &r.Facts[i]
		var like, all []*align.Fact
		for _, m := range f.Matches {
			g := facts[m.ID]
			if g == nil {
				continue
			}
			all = append(all, g)
			if g.Status == f.Status && (m.Relation == align.Contrary) == (f.Status == align.Conflict) {
				like = append(like, g)
			}
		}
		if len(like) == 0 {
			like = all
		}
		for _, g := range like {
			beside[f], beside[g] = append(beside[f], g), append(beside[g], f)
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
		for len(open) > 0 {
			f, open = open[len(open)-1], open[:len(open)-1]
			v := version[f.Version]
			g.cells[v] = append(g.cells[v], f)
			g.doubt = g.doubt || f.Confidence < doubtful
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
