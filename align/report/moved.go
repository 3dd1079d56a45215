package report

import (
	"cmp"
	"slices"

	"factdiff/align"
)

// movements finds the facts that two versions tell in another order, for any
// two versions of a report.
type movements struct {
	facts map[string]*align.Fact
	pairs map[[2]string]map[string]bool
}

func newMovements(r *align.Report) *movements {
	m := &movements{facts: make(map[string]*align.Fact, len(r.Facts)), pairs: map[[2]string]map[string]bool{}}
	for i := range r.Facts {
		m.facts[r.Facts[i].ID] = &r.Facts[i]
	}
	links := map[[2]string][]link{}
	for i := range r.Facts {
		f := &r.Facts[i]
		for _, x := range f.Matches {
			if g := m.facts[x.ID]; g != nil && f.Version < g.Version {
				pair := [2]string{f.Version, g.Version}
				links[pair] = append(links[pair], link{f, g})
			}
		}
	}
	for pair, all := range links {
		m.pairs[pair] = displaced(all)
	}
	return m
}

// between tells whether a fact stands elsewhere in its version than its
// counterparts do in the other one.
func (m *movements) between(f *align.Fact, other string) bool {
	return m.pairs[[2]string{min(f.Version, other), max(f.Version, other)}][f.ID]
}

// linked tells whether a fact has a counterpart in the other version.
func (m *movements) linked(f *align.Fact, other string) bool {
	return slices.ContainsFunc(f.Matches, func(x align.Match) bool {
		g := m.facts[x.ID]
		return g != nil && g.Version == other
	})
}

// from names the versions in whose order a fact stands elsewhere.
func (m *movements) from(f *align.Fact, versions []align.Version) []string {
	var out []string
	for _, v := range versions {
		if v.ID != f.Version && m.between(f, v.ID) {
			out = append(out, v.ID)
		}
	}
	return out
}

// link joins a fact of one version with its counterpart in another.
type link struct{ a, b *align.Fact }

// displaced returns the facts that have to be taken away for the rest to be in
// one order: what is outside of the longest run of links that rises in both
// versions. Order is that of sentences, since languages order what is inside
// them differently. A fact with one link in the run is in place.
func displaced(links []link) map[string]bool {
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.a.Sentence, y.a.Sentence), cmp.Compare(x.b.Sentence, y.b.Sentence), cmp.Compare(x.a.Start, y.a.Start), cmp.Compare(x.b.Start, y.b.Start))
	})
	// Patience sorting: tops holds, for each length, the run that ends lowest.
	var tops []int
	before := make([]int, len(links))
	for i, l := range links {
		n, _ := slices.BinarySearchFunc(tops, l.b.Sentence+1, func(top, sentence int) int {
			return cmp.Compare(links[top].b.Sentence, sentence)
		})
		before[i] = -1
		if n > 0 {
			before[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	out := map[string]bool{}
	for _, l := range links {
		out[l.a.ID], out[l.b.ID] = true, true
	}
	if len(tops) > 0 {
		for i := tops[len(tops)-1]; i >= 0; i = before[i] {
			delete(out, links[i].a.ID)
			delete(out, links[i].b.ID)
		}
	}
	return out
}
