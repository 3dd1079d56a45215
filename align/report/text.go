package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"factdiff/align"
	"factdiff/align/lang"
)

// TextOptions are how a [Text] report is laid out.
type TextOptions struct {
	Width int  // columns; 80 where 0 or less
	Color bool // mark with colours too; the signs say the same without
}

// sideBySide is the width from which two versions are shown next to each other.
const sideBySide = 100

// Text writes the report for a terminal: a summary, the conflicts, and then all
// versions in reading order, two of them side by side where the width allows.
func Text(w io.Writer, r *align.Report, o TextOptions) error {
	p := newPrinter(w, r, o)
	p.summary()
	all := rows(r)
	p.conflicts(all)
	p.heading("The versions")
	if len(r.Versions) == 2 && p.width >= sideBySide {
		p.columns(all)
	} else {
		p.stack(all)
	}
	p.furniture()
	return p.flush()
}

// Summary writes only how many facts of each kind the versions have.
func Summary(w io.Writer, r *align.Report, o TextOptions) error {
	p := newPrinter(w, r, o)
	p.summary()
	return p.flush()
}

// printer keeps what all parts of a text report need.
type printer struct {
	*bufio.Writer
	report *align.Report
	width  int
	color  bool
	ids    int                     // columns of the longest fact's ID
	words  map[string][]align.Word // by version and sentence, the novel ones
}

func newPrinter(w io.Writer, r *align.Report, o TextOptions) *printer {
	p := &printer{Writer: bufio.NewWriter(w), report: r, width: o.Width, color: o.Color}
	if p.width <= 0 {
		p.width = 80
	}
	p.width = max(p.width, minWidth)
	for _, f := range r.Facts {
		p.ids = max(p.ids, len(f.ID))
	}
	return p
}

// minWidth is the width below which a report is cut off rather than squeezed.
const minWidth = 24

func (p *printer) flush() error {
	if err := p.Flush(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// The attributes of ECMA-48's SGR that the report uses.
const (
	plain     = ""
	bold      = "1"
	faint     = "2"
	underline = "4"
	red       = "31"
	magenta   = "35"
	cyan      = "36"
)

func (p *printer) style(text string, attributes ...string) string {
	list := strings.Join(attributes, ";")
	if !p.color || text == "" || list == plain {
		return text
	}
	return "\x1b[" + list + "m" + text + "\x1b[0m"
}

func (p *printer) heading(text string) { fmt.Fprintf(p, "\n%s\n", p.style(text, bold)) }

func (p *printer) summary() {
	r := p.report
	header := []string{"", "shared", "only here", "conflict", "furniture", "version"}
	table := [][]string{}
	for _, v := range r.Versions {
		s := r.Summary[v.ID]
		name := clean(v.Source)
		if v.Title != "" && len(r.Versions) <= 9 {
			name += "  " + clean(v.Title)
		}
		table = append(table, []string{
			v.ID, strconv.Itoa(s.Shared), strconv.Itoa(s.Only), strconv.Itoa(s.Conflict), strconv.Itoa(s.Boilerplate),
			lang.Name(v.Lang) + "  " + name,
		})
	}
	print := func(cells []string, attribute string) {
		var b strings.Builder
		fmt.Fprintf(&b, "%-3s", cells[0])
		for i := 1; i < len(cells)-1; i++ {
			fmt.Fprintf(&b, "%*s  ", len(header[i]), cells[i])
		}
		b.WriteString(" " + cells[len(cells)-1])
		fmt.Fprintln(p, p.style(clip(b.String(), p.width), attribute))
	}
	print(header, faint)
	for _, cells := range table {
		print(cells, plain)
	}
}

// sign is what stands for a row's verdict, three columns wide.
func (p *printer) sign(g *row) (sign, color string) {
	switch {
	case g.status == align.Shared:
		sign, color = "=", faint
	case g.status == align.Conflict:
		sign, color = "!", red
	case len(p.report.Versions) > 2:
		sign, color = "*", cyan
	case g.first() == 0:
		sign, color = "<", cyan
	default:
		sign, color = ">", magenta
	}
	if g.doubt {
		sign += "?"
	}
	return sign, color
}

// legend explains the signs that a report has.
func (p *printer) legend() string {
	parts := []string{"= in both", "< only in a", "> only in b", "! in conflict", "? uncertain"}
	if len(p.report.Versions) > 2 {
		parts = []string{"= shared by the versions named", "* only in the one named", "! in conflict", "? uncertain"}
	}
	text := parts[0]
	columns := len(text)
	for _, part := range parts[1:] {
		if columns += 3 + len(part); columns > p.width {
			text, columns = text+"\n"+part, len(part)
			continue
		}
		text += "   " + part
	}
	return p.wrapped(text)
}

// wrapped breaks a text into lines of the report's width.
func (p *printer) wrapped(text string) string {
	var lines []string
	for s := range strings.SplitSeq(text, "\n") {
		for _, l := range wrap(s, p.width) {
			lines = append(lines, s[l.start:l.end])
		}
	}
	return strings.Join(lines, "\n")
}

func (p *printer) conflicts(all []*row) {
	shown := false
	for _, g := range all {
		if g.status != align.Conflict {
			continue
		}
		if !shown {
			p.heading("In conflict")
			shown = true
		}
		p.block(g)
	}
}

// stack prints the rows one below the other.
func (p *printer) stack(all []*row) {
	fmt.Fprintln(p, p.style(p.legend(), faint))
	for _, g := range all {
		if g.opens {
			fmt.Fprintln(p)
		}
		p.block(g)
	}
}

// block prints a row's versions one below the other.
func (p *printer) block(g *row) {
	sign, color := p.sign(g)
	margin := 3
	if n := len(p.report.Versions); n > 2 {
		margin += n + 1
		var who strings.Builder
		for v, cell := range g.cells {
			if len(cell) > 0 {
				who.WriteString(p.report.Versions[v].ID)
			} else {
				who.WriteString("·")
			}
		}
		sign = fmt.Sprintf("%-2s %s", sign, who.String())
	}
	for _, cell := range g.cells {
		if len(cell) == 0 {
			continue
		}
		label := cell[0].ID
		for _, l := range p.cell(cell, g, p.width-margin-p.ids-1) {
			fmt.Fprintf(p, "%s %s %s\n", p.style(pad(sign, margin-1), color), p.style(pad(label, p.ids), faint), l.text)
			sign, label = "", ""
		}
	}
}

// columns prints two versions side by side.
func (p *printer) columns(all []*row) {
	half := (p.width - 4) / 2
	var names [2]string
	for i, v := range p.report.Versions {
		names[i] = clip(v.ID+"  "+clean(v.Source), half)
	}
	fmt.Fprintln(p, p.style(p.legend(), faint))
	fmt.Fprintf(p, "\n%s    %s\n", p.style(pad(names[0], half), faint), p.style(names[1], faint))
	for _, g := range all {
		if g.opens {
			fmt.Fprintln(p)
		}
		sign, color := p.sign(g)
		left, right := p.labelled(g.cells[0], g, half), p.labelled(g.cells[1], g, half)
		for i := range max(len(left), len(right)) {
			var l, r cellLine
			if i < len(left) {
				l = left[i]
			}
			if i < len(right) {
				r = right[i]
			}
			switch {
			case r.text != "":
				fmt.Fprintf(p, "%s%s%s%s\n", l.text, strings.Repeat(" ", half-l.columns), p.style(pad(" "+sign, 4), color), r.text)
			case sign != "":
				fmt.Fprintf(p, "%s%s%s\n", l.text, strings.Repeat(" ", half-l.columns), p.style(" "+sign, color))
			default:
				fmt.Fprintln(p, l.text)
			}
			sign = ""
		}
	}
}

// labelled lays out a cell with the ID of its first fact before it.
func (p *printer) labelled(facts []*align.Fact, g *row, width int) []cellLine {
	if len(facts) == 0 {
		return nil
	}
	label := facts[0].ID
	lines := p.cell(facts, g, width-p.ids-1)
	for i := range lines {
		lines[i].text = p.style(pad(label, p.ids), faint) + " " + lines[i].text
		lines[i].columns += p.ids + 1
		label = ""
	}
	return lines
}

// cellLine is a line of a cell with how many columns it takes.
type cellLine struct {
	text    string
	columns int
}

// novel is the novelty from which a word of a shared or contradicted fact is
// underlined.
const novel = 0.5

// cell lays out what one version says of a row.
func (p *printer) cell(facts []*align.Fact, g *row, width int) []cellLine {
	var c cleaner
	type span struct{ start, end int }
	var marked []span
	for i, f := range facts {
		text := p.text(f.Version)
		if i > 0 {
			switch between := text[facts[i-1].End:f.Start]; {
			case f.Sentence != facts[i-1].Sentence:
				c.add(" … ")
			case strings.TrimSpace(between) == "":
				c.add(between) // some scripts have no spaces
			default:
				c.add(" ")
			}
		}
		at := f.Start
		if p.color && f.Status != align.Only {
			for _, w := range p.novelWords(f) {
				c.add(text[at:w.Start])
				start := c.Len()
				c.add(text[w.Start:w.End])
				if c.Len() > start {
					if c.String()[start] == ' ' {
						start++
					}
					marked = append(marked, span{start, c.Len()})
				}
				at = w.End
			}
		}
		c.add(text[at:f.End])
	}
	attribute := plain
	if g.status == align.Only {
		attribute = bold
	}
	text := c.String()
	var out []cellLine
	for _, l := range wrap(text, width) {
		var b strings.Builder
		at := l.start
		for _, m := range marked {
			if m.end <= at || m.start >= l.end {
				continue
			}
			start, end := max(m.start, at), min(m.end, l.end)
			b.WriteString(p.style(text[at:start], attribute))
			b.WriteString(p.style(text[start:end], underline))
			at = end
		}
		b.WriteString(p.style(text[at:l.end], attribute))
		out = append(out, cellLine{b.String(), uniseg.StringWidth(text[l.start:l.end])})
	}
	return out
}

func (p *printer) text(version string) string {
	for _, v := range p.report.Versions {
		if v.ID == version {
			return v.Text
		}
	}
	return ""
}

// novelWords returns the words of a fact that its counterpart does not say.
func (p *printer) novelWords(f *align.Fact) []align.Word {
	if p.words == nil {
		p.words = map[string][]align.Word{}
		for _, s := range p.report.Sentences {
			for _, w := range s.Words {
				if w.Novelty >= novel {
					p.words[sentenceKey(s.Version, s.Index)] = append(p.words[sentenceKey(s.Version, s.Index)], w)
				}
			}
		}
	}
	var out []align.Word
	for _, w := range p.words[sentenceKey(f.Version, f.Sentence)] {
		if w.Start >= f.Start && w.End <= f.End {
			out = append(out, w)
		}
	}
	return out
}

func sentenceKey(version string, index int) string { return version + strconv.Itoa(index) }

// furniture tells how much was left out.
func (p *printer) furniture() {
	var parts []string
	for _, v := range p.report.Versions {
		if n := p.report.Summary[v.ID].Boilerplate; n > 0 {
			parts = append(parts, fmt.Sprintf("%d in %s", n, v.ID))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(p, "\n%s\n", p.style(p.wrapped("Page furniture left out: "+strings.Join(parts, ", ")), faint))
	}
}

// clip shortens a text to a number of columns.
func clip(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	return strings.TrimRight(text[:fitting(text, width-1)], " ") + "…"
}

// pad widens a text with spaces to a number of columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-uniseg.StringWidth(text), 0))
}
