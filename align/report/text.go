package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
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

	// Only are the facts to show, all where it is empty: "shared", "conflict",
	// or the ID of a version for what it alone says; [Furniture] and [Uncertain]
	// besides. Conflicts, and with them what may be some, then stand in their own
	// lists alone.
	Only []string
	// Context is how many sentences to show around what differs, or perhaps does, or
	// around what Only asks for; all where it is nil.
	Context *int
}

// sideBySide is the width from which two versions are shown next to each other.
const sideBySide = 100

// Text writes the report for a terminal: a summary, the conflicts, agreements that may be
// some, and then all versions in reading order, two of them side by side where the width
// allows.
func Text(w io.Writer, r *align.Report, o TextOptions) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	p := newPrinter(w, r, o)
	p.summary()
	all := rows(r)
	conflicts := p.conflicts(all)
	if p.conflictsOnly() {
		if slices.Contains(p.Only, Furniture) {
			p.furniture()
		}
		return p.flush()
	}
	p.matrix(all)
	parts := p.choose(all)
	answered := len(p.Only) > 0 && len(parts) == 0 && conflicts // the list of conflicts is all that is asked for
	if !p.furnitureOnly() && !answered {
		p.heading("The versions")
		switch {
		case len(parts) == 0 && len(all) > 0:
			fmt.Fprintln(p, p.style(p.wrapped(p.nothing()), faint))
		case len(r.Versions) == 2 && p.width >= sideBySide:
			p.columns(parts)
		default:
			p.stack(parts)
		}
	}
	p.furniture()
	p.sources()
	return p.flush()
}

// Summary writes only how many facts of each kind the versions have, and which
// models told them.
func Summary(w io.Writer, r *align.Report, o TextOptions) error {
	p := newPrinter(w, r, o)
	p.summary()
	p.sources()
	return p.flush()
}

// printer keeps what all parts of a text report need.
type printer struct {
	*bufio.Writer
	TextOptions
	report *align.Report
	width  int
	ids    int // columns of the longest fact's ID
	moves  *movements

	sentences map[string]*align.Sentence // by version and index
}

// newLayout is a printer that has no report of facts.
func newLayout(w io.Writer, o TextOptions) *printer {
	p := &printer{Writer: bufio.NewWriter(w), TextOptions: o, width: o.Width}
	if p.width <= 0 {
		p.width = 80
	}
	p.width = max(p.width, minWidth)
	return p
}

func newPrinter(w io.Writer, r *align.Report, o TextOptions) *printer {
	p := newLayout(w, o)
	p.report, p.moves = r, newMovements(r)
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
	if !p.Color || text == "" || list == plain {
		return text
	}
	return "\x1b[" + list + "m" + text + "\x1b[0m"
}

// summaryRow prints a line of the summary, as wide as its header is.
func (p *printer) summaryRow(header, cells []string, attribute string) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-3s", cells[0])
	for i := 1; i < len(cells)-1; i++ {
		fmt.Fprintf(&b, "%*s  ", len(header[i]), cells[i])
	}
	b.WriteString(" " + cells[len(cells)-1])
	fmt.Fprintln(p, p.style(clip(b.String(), p.width), attribute))
}

// How many columns the upright summary has for what is counted, and for a count.
const (
	uprightName  = 9
	uprightCount = 6
)

// upright prints the summary where its columns do not fit: a line for each of them,
// and the versions below.
func (p *printer) upright(header []string, table [][]string) {
	for i := 0; i < len(header)-1; i++ {
		line := fmt.Sprintf("%-*s", uprightName, header[i])
		for _, cells := range table {
			line += fmt.Sprintf("%*s", uprightCount, cells[i])
		}
		attribute := plain
		if i == 0 {
			attribute = faint
		}
		fmt.Fprintln(p, p.style(clip(strings.TrimRight(line, " "), p.width), attribute))
	}
	for _, cells := range table {
		fmt.Fprintln(p, clip(cells[0]+"  "+cells[len(cells)-1], p.width))
	}
}

func (p *printer) heading(text string) { fmt.Fprintf(p, "\n%s\n", p.style(text, bold)) }

// leastName is how many columns the name of a version needs beside its numbers.
const leastName = 16

// leastTitle is how many columns of a title, unless it is shorter, have to fit into
// the summary.
const leastTitle = 12

func (p *printer) summary() {
	r := p.report
	header := []string{"", "shared", "only here", "conflict", "furniture", "uncertain", "version"}
	room := p.width - len("a   ")
	for _, h := range header[1 : len(header)-1] {
		room -= len(h) + len("  ")
	}
	upright := room < leastName && uprightName+uprightCount*len(r.Versions) <= p.width
	if upright {
		room = p.width - len("a  ")
	}
	table := [][]string{}
	for _, v := range r.Versions {
		s := r.Summary[v.ID]
		name := lang.Name(v.Lang) + "  "
		name += clipLeft(clean(v.Source), room-uniseg.StringWidth(name))
		title := clean(v.Title)
		if left := room - uniseg.StringWidth(name+"  "); len(r.Versions) <= 9 && title != "" && left >= min(leastTitle, uniseg.StringWidth(title)) {
			name += "  " + title
		}
		table = append(table, []string{
			v.ID, strconv.Itoa(s.Shared), strconv.Itoa(s.Only), strconv.Itoa(s.Conflict), strconv.Itoa(s.Boilerplate),
			strconv.Itoa(uncertain(r, v.ID)),
			name,
		})
	}
	if upright {
		p.upright(header, table)
	} else {
		p.summaryRow(header, header, faint)
		for _, cells := range table {
			p.summaryRow(header, cells, plain)
		}
	}
	if remark := strangers(r); remark != "" {
		fmt.Fprintf(p, "\n%s\n", p.wrapped(remark))
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
		if columns += 3 + uniseg.StringWidth(part); columns > p.width {
			text, columns = text+"\n"+part, uniseg.StringWidth(part)
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

// conflicts prints those asked for, the doubtful ones last, then the agreements that
// may be some, and tells whether there are any of either.
func (p *printer) conflicts(all []*row) (shown bool) {
	conflicts, contested, _ := contradictory(all)
	list := func(heading string, rows []*row) {
		if len(rows) > 0 {
			p.heading(heading)
			shown = true
		}
		for _, g := range rows {
			p.block(g.contradicting())
			p.reasons(g)
		}
	}
	list(inConflict, slices.DeleteFunc(conflicts, func(g *row) bool { return !p.asked(g) }))
	if len(p.Only) == 0 || slices.Contains(p.Only, string(align.Conflict)) {
		list(perhapsInConflict, contested)
	}
	if !shown && p.conflictsOnly() {
		p.heading(inConflict)
		fmt.Fprintln(p, p.style(p.wrapped(p.nothing()), faint))
	}
	return shown
}

// reasons prints what contradicts each other in a row, or may.
func (p *printer) reasons(g *row) {
	margin := p.margin() + p.ids + 1
	for _, text := range reasons(g) {
		for _, l := range wrap(text, p.width-margin) {
			fmt.Fprintf(p, "%*s%s\n", margin, "", p.style(text[l.start:l.end], red))
		}
	}
}

// stack prints the rows one below the other.
func (p *printer) stack(parts []part) {
	fmt.Fprintln(p, p.style(p.legend(), faint))
	for _, x := range parts {
		p.gap(x.gap)
		for _, g := range x.rows {
			if g.opens {
				fmt.Fprintln(p)
			}
			p.block(g)
			p.doubts(g)
		}
	}
}

// doubts prints what makes it doubtful that the facts of a row agree.
func (p *printer) doubts(g *row) {
	if g.status == align.Shared {
		p.reasons(g)
	}
}

// margin is how many columns stand before the ID of a fact in a block.
func (p *printer) margin() int {
	if n := len(p.report.Versions); n > 2 {
		return 3 + n + 1
	}
	return 3
}

// block prints a row's versions one below the other.
func (p *printer) block(g *row) {
	sign, color := p.sign(g)
	margin := p.margin()
	if len(p.report.Versions) > 2 {
		var who strings.Builder
		for v := range g.cells {
			if len(g.said(v)) > 0 {
				who.WriteString(p.report.Versions[v].ID)
			} else {
				who.WriteString("·")
			}
		}
		sign = fmt.Sprintf("%-2s %s", sign, who.String())
	}
	for v := range g.cells {
		if len(g.said(v)) == 0 {
			continue
		}
		label := g.said(v)[0].ID
		for _, l := range p.cell(g, v, p.width-margin-p.ids-1) {
			fmt.Fprintf(p, "%s %s %s\n", p.style(pad(sign, margin-1), color), p.style(pad(label, p.ids), faint), l.text)
			sign, label = "", ""
		}
	}
}

// columns prints two versions side by side.
func (p *printer) columns(parts []part) {
	half := (p.width - 4) / 2
	var names [2]string
	for i, v := range p.report.Versions {
		names[i] = clip(v.ID+"  "+clean(v.Source), half)
	}
	fmt.Fprintln(p, p.style(p.legend(), faint))
	fmt.Fprintf(p, "\n%s    %s\n", p.style(pad(names[0], half), faint), p.style(names[1], faint))
	for _, x := range parts {
		p.gap(x.gap)
		for _, g := range x.rows {
			if g.opens {
				fmt.Fprintln(p)
			}
			p.beside(g, half)
			p.doubts(g)
		}
	}
}

// beside prints a row's two versions next to each other.
func (p *printer) beside(g *row, half int) {
	sign, color := p.sign(g)
	left, right := p.labelled(g, 0, half), p.labelled(g, 1, half)
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
			fmt.Fprintf(p, "%s%s%s%s\n", l.text, strings.Repeat(" ", max(0, half-l.columns)), p.style(pad(" "+sign, 4), color), r.text)
		case sign != "":
			fmt.Fprintf(p, "%s%s%s\n", l.text, strings.Repeat(" ", max(0, half-l.columns)), p.style(" "+sign, color))
		default:
			fmt.Fprintln(p, l.text)
		}
		sign = ""
	}
}

// sentence is the one that a fact is of, nil where the report has none.
func (p *printer) sentence(f *align.Fact) *align.Sentence {
	if p.sentences == nil {
		p.sentences = map[string]*align.Sentence{}
		for i := range p.report.Sentences {
			s := &p.report.Sentences[i]
			p.sentences[sentenceKey(s.Version, s.Index)] = s
		}
	}
	return p.sentences[sentenceKey(f.Version, f.Sentence)]
}

// novelWords returns the words of a fact that its counterpart does not say.
func (p *printer) novelWords(f *align.Fact) []align.Word {
	s := p.sentence(f)
	if s == nil {
		return nil
	}
	var out []align.Word
	for _, w := range s.Words {
		if w.Novelty >= novel && w.Start >= f.Start && w.End <= f.End {
			out = append(out, w)
		}
	}
	return out
}

func sentenceKey(version string, index int) string { return version + strconv.Itoa(index) }

// Furniture is what Only calls that part of the versions that is none of the
// story.
const Furniture = "furniture"

// Uncertain is what Only calls the facts of the story that have a question mark.
const Uncertain = "uncertain"

// furniture tells how much was left out, and what, if it is asked for.
func (p *printer) furniture() {
	var parts []string
	for _, v := range p.report.Versions {
		if n := p.report.Summary[v.ID].Boilerplate; n > 0 {
			parts = append(parts, fmt.Sprintf("%d in %s", n, v.ID))
		}
	}
	if len(parts) == 0 {
		return
	}
	if !slices.Contains(p.Only, Furniture) {
		fmt.Fprintf(p, "\n%s\n", p.style(p.wrapped("Page furniture left out: "+strings.Join(parts, ", ")), faint))
		return
	}
	p.heading("Page furniture")
	for i := range p.report.Facts {
		f := &p.report.Facts[i]
		if f.Status != align.Boilerplate {
			continue
		}
		sign := "."
		if isDoubtful(f) {
			sign += "?"
		}
		label, text := f.ID, clean(f.Text)
		for _, l := range wrap(text, p.width-4-p.ids) {
			fmt.Fprintf(p, "%-2s %s %s\n", sign, p.style(pad(label, p.ids), faint), text[l.start:l.end])
			sign, label = "", ""
		}
	}
}

// sources tells what the verdicts and translations come from, and what could
// not be translated.
func (p *printer) sources() {
	text := "Model: " + clean(p.report.Model)
	if p.report.Translator != "" {
		text += "\nTranslator: " + clean(p.report.Translator)
	}
	failed, why := 0, ""
	for _, s := range p.report.Sentences {
		if s.Translation == "" && s.TranslationIssue != "" {
			failed, why = failed+1, s.TranslationIssue
		}
	}
	if failed > 0 {
		text += fmt.Sprintf("\nNot translated: %d sentences; %s", failed, clean(why))
	}
	if p.report.Judge != "" {
		n := judged(p.report)
		text += fmt.Sprintf("\nJudge: %s; facts it decided or confirmed: %d", clean(p.report.Judge), n)
		if n > 0 {
			text += ", with ⚖"
		}
	}
	fmt.Fprintf(p, "\n%s\n", p.style(p.wrapped(text), faint))
	for _, w := range p.report.Warnings {
		fmt.Fprintln(p, p.style(p.wrapped("Warning: "+clean(w)), red))
	}
}

// judged counts the facts that a judge decided or confirmed.
func judged(r *align.Report) (n int) {
	for _, f := range r.Facts {
		if f.Judged {
			n++
		}
	}
	return n
}

// clip shortens a text to a number of columns.
func clip(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	return strings.TrimRight(text[:fitting(text, width-1)], " …") + "…"
}

// clipLeft is clip for what is told best by its end, as a path.
func clipLeft(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	for text != "" && uniseg.StringWidth(text) > width-1 {
		_, text, _, _ = uniseg.FirstGraphemeClusterInString(text, -1)
	}
	return "…" + text
}

// pad widens a text with spaces to a number of columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-uniseg.StringWidth(text), 0))
}
