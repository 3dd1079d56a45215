package report

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"factdiff/align"
)

// cellLine is a line of a cell with how many columns it takes.
type cellLine struct {
	text    string
	columns int
}

// labelled lays out what a version says of a row with the ID of its first fact
// before it.
func (p *printer) labelled(g *row, version, width int) []cellLine {
	if len(g.said(version)) == 0 {
		return nil
	}
	label := g.said(version)[0].ID
	lines := p.cell(g, version, width-p.ids-1)
	for i := range lines {
		lines[i].text = p.style(pad(label, p.ids), faint) + " " + lines[i].text
		lines[i].columns += p.ids + 1
		label = ""
	}
	return lines
}

// novel is the novelty from which a word of a shared or contradicted fact is
// underlined.
const novel = 0.5

// What stands behind what a version says: that it says so elsewhere, that this
// has a row of its own as well, and that a judge decided.
const (
	movedMark  = "↕ moved"
	againMark  = "↺ again"
	judgedMark = "⚖ judged"
)

// cell lays out what one version says of a row.
func (p *printer) cell(g *row, version, width int) []cellLine {
	var c cleaner
	type span struct {
		start, end int
		attribute  string
	}
	var marked []span
	facts := g.said(version)
	text := p.report.Versions[version].Text
	for i, f := range facts {
		if i > 0 {
			c.add(joint(text, facts[i-1], f))
		}
		at := f.Start
		if p.Color && f.Status != align.Only {
			for _, w := range p.novelWords(f) {
				c.add(text[at:w.Start])
				start := c.Len()
				c.add(text[w.Start:w.End])
				if c.Len() > start {
					if c.String()[start] == ' ' {
						start++
					}
					marked = append(marked, span{start, c.Len(), underline})
				}
				at = w.End
			}
		}
		c.add(text[at:f.End])
	}
	note := func(mark string) {
		start := c.Len() + len(" ")
		c.add(" " + mark)
		marked = append(marked, span{start, c.Len(), faint})
	}
	switch {
	case len(g.cells[version]) == 0:
		note(againMark)
	case p.moved(g, version):
		note(movedMark)
	}
	if slices.ContainsFunc(facts, func(f *align.Fact) bool { return f.Judged }) {
		note(judgedMark)
	}
	attribute := plain
	if g.status == align.Only {
		attribute = bold
	}
	line := c.String()
	var out []cellLine
	for _, l := range wrap(line, width) {
		var b strings.Builder
		at := l.start
		for _, m := range marked {
			if m.end <= at || m.start >= l.end {
				continue
			}
			start, end := max(m.start, at), min(m.end, l.end)
			b.WriteString(p.style(line[at:start], attribute))
			b.WriteString(p.style(line[start:end], m.attribute))
			at = end
		}
		b.WriteString(p.style(line[at:l.end], attribute))
		out = append(out, cellLine{b.String(), uniseg.StringWidth(line[l.start:l.end])})
	}
	if g.status != align.Shared {
		out = append(out, p.rendered(facts, width)...)
	}
	return out
}

// rendered lays out the translations of the sentences that facts are of.
func (p *printer) rendered(facts []*align.Fact, width int) (out []cellLine) {
	if p.report.Translator == "" {
		return nil
	}
	for i, f := range facts {
		s := p.sentence(f)
		if s == nil || s.Translation == "" || i+1 < len(facts) && facts[i+1].Sentence == f.Sentence {
			continue
		}
		text := "→ " + clean(s.Translation)
		if s.TranslationIssue != "" {
			text += " (doubtful: " + clean(s.TranslationIssue) + ")"
		}
		for _, l := range wrap(text, width) {
			out = append(out, cellLine{p.style(text[l.start:l.end], faint), uniseg.StringWidth(text[l.start:l.end])})
		}
	}
	return out
}

// joint is what stands between two facts of a version that are told as one:
// white space as it is in the text, since some scripts have none, or an ellipsis
// where other facts are in between.
func joint(text string, before, after *align.Fact) string {
	between := text[before.End:after.Start]
	if before.Sentence != after.Sentence || strings.TrimSpace(between) != "" {
		return " … "
	}
	return between
}

// told is what a version's facts say together.
func told(text string, facts []*align.Fact) string {
	var b strings.Builder
	for i, f := range facts {
		if i > 0 {
			b.WriteString(joint(text, facts[i-1], f))
		}
		b.WriteString(text[f.Start:f.End])
	}
	return b.String()
}

// moved tells whether what a version says of a row stands elsewhere in its order
// than in that of the row's first version.
func (p *printer) moved(g *row, version int) bool {
	first := p.report.Versions[g.first()].ID
	moved := false
	for _, f := range g.cells[version] {
		if f.Version == first {
			return false
		}
		if p.moves.between(f, first) {
			moved = true
		} else if p.moves.linked(f, first) {
			return false
		}
	}
	return moved
}
