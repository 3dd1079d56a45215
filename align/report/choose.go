package report

import (
	"cmp"
	"fmt"
	"slices"

	"factdiff/align"
)

// part is a stretch of rows that are shown, behind a gap of rows that are not.
type part struct {
	gap  int
	rows []*row
}

// choose leaves out the rows that the options do not ask for. A gap of rows is
// counted only where a context is asked for: what Only selects is a list, which
// need not name the conflicts again.
//
// What one version alone says is in its own order where nothing else is shown.
func (p *printer) choose(all []*row) []part {
	if v := p.aloneAsked(); v >= 0 {
		all = slices.DeleteFunc(slices.Clone(all), func(g *row) bool { return !p.asked(g) })
		slices.SortStableFunc(all, func(g, h *row) int { return cmp.Compare(g.cells[v][0].Start, h.cells[v][0].Start) })
	}
	shown := make([]bool, len(all))
	for i, g := range all {
		switch {
		case !p.asked(g):
		case len(p.Only) > 0:
			shown[i] = p.Context != nil || g.status != align.Conflict
		default:
			shown[i] = p.Context == nil || g.status != align.Shared || g.doubt
		}
	}
	if p.Context != nil {
		shown = widen(all, shown, *p.Context)
	}
	var out []part
	gap := 0
	for i, g := range all {
		switch {
		case !shown[i]:
			gap++
			continue
		case len(out) == 0 || gap > 0:
			if p.Context == nil {
				gap = 0
			}
			out = append(out, part{gap: gap})
			gap = 0
		}
		last := &out[len(out)-1]
		last.rows = append(last.rows, g)
	}
	if gap > 0 && p.Context != nil && len(out) > 0 {
		out = append(out, part{gap: gap})
	}
	return out
}

// aloneAsked returns the version of which nothing is shown but what it alone says,
// or -1.
func (p *printer) aloneAsked() int {
	if len(p.Only) != 1 || p.Context != nil {
		return -1
	}
	return slices.IndexFunc(p.report.Versions, func(v align.Version) bool { return v.ID == p.Only[0] })
}

// asked tells whether Only asks for a row.
func (p *printer) asked(g *row) bool {
	if len(p.Only) == 0 {
		return true
	}
	kind := string(g.status)
	if g.status == align.Only {
		kind = p.report.Versions[g.first()].ID
	}
	return slices.Contains(p.Only, kind) || g.doubt && slices.Contains(p.Only, Uncertain)
}

// conflictsOnly tells whether of the story nothing but the conflicts is asked for.
func (p *printer) conflictsOnly() bool {
	return slices.Contains(p.Only, string(align.Conflict)) && p.Context == nil &&
		!slices.ContainsFunc(p.Only, func(s string) bool { return s != string(align.Conflict) && s != Furniture })
}

// furnitureOnly tells whether nothing but the furniture is asked for.
func (p *printer) furnitureOnly() bool {
	return len(p.Only) > 0 && !slices.ContainsFunc(p.Only, func(s string) bool { return s != Furniture })
}

// widen shows whole sentences, and n more before and behind them.
func widen(all []*row, shown []bool, n int) []bool {
	sentence := make([]int, len(all))
	count := 0
	for i, g := range all {
		if g.opens || i == 0 {
			count++
		}
		sentence[i] = count - 1
	}
	keep := make([]bool, count)
	for i, s := range sentence {
		if shown[i] {
			for k := max(0, s-n); k <= min(count-1, s+n); k++ {
				keep[k] = true
			}
		}
	}
	out := make([]bool, len(all))
	for i, s := range sentence {
		out[i] = keep[s]
	}
	return out
}

// gap tells how many rows are not shown here.
func (p *printer) gap(n int) {
	if n == 0 {
		return
	}
	noun := "facts"
	if n == 1 {
		noun = "fact"
	}
	fmt.Fprintf(p, "\n%s\n", p.style(fmt.Sprintf("⋯ %d %s", n, noun), faint))
}

// nothing says that there is nothing to show.
func (p *printer) nothing() string {
	if len(p.Only) > 0 {
		return "No fact is of the kind asked for."
	}
	return "The versions say the same."
}
