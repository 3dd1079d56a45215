package report

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"

	"factdiff/align"
)

// matrix prints which of three versions or more says what: a line for each row,
// with its facts' IDs below the versions' where there is room for them.
func (p *printer) matrix(all []*row) {
	versions := p.report.Versions
	if len(versions) < 3 {
		return
	}
	size := p.ids + 2
	ids := len(versions)*size <= p.width/2
	if !ids {
		size = 1
	}
	head := strings.Repeat(" ", 3)
	for _, v := range versions {
		head += pad(clip(clean(v.ID), size), size)
	}
	shown := false
	for _, g := range all {
		if !p.asked(g) {
			continue
		}
		if !shown {
			p.heading("Who says what")
			fmt.Fprintln(p, p.style(strings.TrimRight(clip(head, p.width), " "), faint))
			shown = true
		}
		sign, color := p.sign(g)
		var cells strings.Builder
		for v := range g.cells {
			cells.WriteString(pad(entry(g.said(v), ids), size))
		}
		first := g.first()
		line := clip(fmt.Sprintf("%-3s%s ", sign, cells.String()), p.width)
		fmt.Fprint(p, p.style(line, color))
		if room := p.width - uniseg.StringWidth(line); room > 3 {
			fmt.Fprint(p, clip(clean(told(versions[first].Text, g.cells[first])), room))
		}
		fmt.Fprintln(p)
	}
}

// entry stands for what a version says of a row: the ID of its first fact, with
// "+" where there are more and "!" where another version contradicts it; without
// room for that, "=" or "!".
func entry(cell []*align.Fact, ids bool) string {
	if len(cell) == 0 {
		return "·"
	}
	conflict := false
	for _, f := range cell {
		conflict = conflict || f.Status == align.Conflict
	}
	switch {
	case !ids && conflict:
		return "!"
	case !ids:
		return "="
	case conflict:
		return cell[0].ID + "!"
	case len(cell) > 1:
		return cell[0].ID + "+"
	}
	return cell[0].ID
}

// matter is a row of the page's matrix.
type matter struct {
	Sign    sign
	Version *column // whose text it is
	Text    string
	Cells   []stance
}

// stance is what a version says of a matter; ID is "" where it says nothing.
type stance struct {
	Version                *column
	ID, Class, Sign, Label string
}

// matrix lists which version says what.
func (b *builder) matrix(all []*row, versions []*column) []matter {
	var out []matter
	for _, g := range all {
		first := g.first()
		class, text, label := "s", "=", "shared"
		switch g.status {
		case align.Only:
			class, text, label = "o", "*", "only here"
		case align.Conflict:
			class, text, label = "c", "!", "in conflict"
		}
		said := squeeze(legible(told(versions[first].text, g.cells[first])))
		x := matter{Sign: newSign(class, text, label, g.doubt), Version: versions[first], Text: said}
		for v := range g.cells {
			s := stance{Version: versions[v]}
			for i, f := range g.said(v) {
				if i == 0 {
					s.ID, s.Class, s.Sign, s.Label = f.ID, "s", "=", "says it"
				}
				if f.Status == align.Conflict {
					s.Class, s.Sign, s.Label = "c", "!", "contradicted"
				}
			}
			x.Cells = append(x.Cells, s)
		}
		out = append(out, x)
	}
	return out
}
