package report

import (
	"iter"
	"slices"

	"factdiff/align"
	"factdiff/align/polarity"
)

// The headings of the lists that each report opens with.
const (
	inConflict        = "In conflict"
	perhapsInConflict = "Taken to agree, but perhaps in conflict"
)

// contraryReading is said of facts that are taken to agree, though the model that reads
// sees a contradiction.
const contraryReading = "the model that reads both suspects a contradiction"

// contradictory lists the rows in conflict, the doubtful ones last, the agreements that
// may be conflicts, and the rest.
func contradictory(all []*row) (conflicts, contested, rest []*row) {
	for _, g := range all {
		switch {
		case g.status == align.Conflict:
			conflicts = append(conflicts, g)
		case isContested(g):
			contested = append(contested, g)
		default:
			rest = append(rest, g)
		}
	}
	slices.SortStableFunc(conflicts, func(x, y *row) int { return sureFirst(x.doubt, y.doubt) })
	return conflicts, contested, rest
}

// sureFirst puts what is doubtful behind what is not.
func sureFirst(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
}

// isContested tells whether the facts of a row are taken to agree, but something is known
// that may be a contradiction.
func isContested(g *row) bool { return g.agreesInDoubt() && len(reasons(g)) > 0 }

// agreesInDoubt tells whether the facts of a row are taken to agree, but may well not.
func (r *row) agreesInDoubt() bool { return r.status == align.Shared && r.doubt }

// reasons are what the facts of a row contradict each other by, or what makes it doubtful
// that they agree, as far as the report is an explained one: wordings of values, names and
// opposite meanings, and what the model that reads says against an agreement.
func reasons(g *row) (out []string) {
	add := func(reason string) {
		if !slices.Contains(out, reason) {
			out = append(out, reason)
		}
	}
	contrary := false
	for w := range weighed(g) {
		for _, x := range slices.Concat(w.Disagree, w.Names, meanings(w.Opposite)) {
			add(clean(x[0]) + " ≠ " + clean(x[1]))
		}
		contrary = contrary || readContrary(w.Candidate)
	}
	if contrary && g.agreesInDoubt() {
		add(contraryReading)
	}
	return out
}

// wordings are those of the values and names that the facts of a row contradict each
// other by, or may, by fact.
func wordings(g *row) map[string][]string {
	out := map[string][]string{}
	for w := range weighed(g) {
		for _, x := range slices.Concat(w.Disagree, w.Names) {
			out[w.fact], out[w.ID] = append(out[w.fact], x[0]), append(out[w.ID], x[1])
		}
	}
	return out
}

// meanings are opposite ones but for a bare negation, which readers see.
func meanings(opposite [][2]string) (out [][2]string) {
	for _, x := range opposite {
		if !slices.Contains(x[:], polarity.Negated) {
			out = append(out, x)
		}
	}
	return out
}

// weighing is what was found of a fact and a candidate for its counterpart.
type weighing struct {
	fact string // its ID
	*align.Candidate
}

// weighed are the explained pairs of facts of different versions in a row, those of the
// earlier version first, of a conflict the ones that contradict each other.
func weighed(g *row) iter.Seq[weighing] {
	relation := align.Contrary
	if g.agreesInDoubt() {
		relation = align.Same
	}
	inside := map[string]int{}
	for v, cell := range g.cells {
		for _, f := range cell {
			inside[f.ID] = v
		}
	}
	return func(yield func(weighing) bool) {
		for v, cell := range g.cells {
			for _, f := range cell {
				for _, w := range f.Explanation {
					for i := range w.Candidates {
						c := &w.Candidates[i]
						other, ok := inside[c.ID]
						if !ok || other < v || !slices.ContainsFunc(f.Matches, func(m align.Match) bool { return m.ID == c.ID && m.Relation == relation }) {
							continue
						}
						if !yield(weighing{f.ID, c}) {
							return
						}
					}
				}
			}
		}
	}
}

// readContrary tells whether the model that reads sees a contradiction in a pair more
// probably than not.
func readContrary(c *align.Candidate) bool { return c.Reading != nil && c.Reading.Conflict > 0.5 }
