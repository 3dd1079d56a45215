package report

import (
	"slices"
	"strconv"

	"factdiff/align"
)

// Group is one matter: the facts of all versions that matches join. A fact with
// faint matches only makes a group of its own.
type Group struct {
	ID       string              `json:"id"`       // "g1", "g2", … in the order of the text report
	Status   align.Status        `json:"status"`   // [align.Conflict] where any of its facts is in one
	Versions []string            `json:"versions"` // those that speak of it; one without facts here does perhaps
	Facts    map[string][]string `json:"facts"`    // by version, in reading order

	// Conflicts are the versions that contradict each other, two by two.
	Conflicts [][2]string `json:"conflicts"`
}

// Groups joins the facts of all versions that say the same or contradict each
// other. Page furniture is in none; every other fact is in exactly one.
func Groups(r *align.Report) []Group {
	out := []Group{}
	for i, g := range rows(r) {
		x := Group{ID: "g" + strconv.Itoa(i+1), Status: g.status, Versions: []string{}, Facts: map[string][]string{}, Conflicts: [][2]string{}}
		for v, cell := range g.cells {
			if len(g.said(v)) == 0 {
				continue
			}
			id := r.Versions[v].ID
			x.Versions = append(x.Versions, id)
			for _, f := range cell {
				x.Facts[id] = append(x.Facts[id], f.ID)
			}
			for other := range v {
				if contradicts(cell, g.cells[other]) {
					x.Conflicts = append(x.Conflicts, [2]string{r.Versions[other].ID, id})
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// contradicts tells whether one of some facts contradicts one of others.
func contradicts(facts, others []*align.Fact) bool {
	for _, f := range facts {
		for _, m := range f.Matches {
			if m.Relation == align.Contrary && slices.ContainsFunc(others, func(g *align.Fact) bool { return g.ID == m.ID }) {
				return true
			}
		}
	}
	return false
}
