package report

import (
	"fmt"
	"io"
	"strings"

	"factdiff/align/drift"
	"factdiff/align/lang"
)

// DriftText writes a report on translated documentation for a terminal: page by
// page what is out of step, each with its file and line, and a summary.
func DriftText(w io.Writer, r *drift.Report, o TextOptions) error {
	p := newLayout(w, o)
	page := -1
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Page != page {
			if page >= 0 {
				fmt.Fprintln(p)
			}
			page = f.Page
			p.driftPage(&r.Pages[page], driftCount(r, page))
		}
		attribute := cyan
		if f.Kind == drift.Conflict || f.Kind == drift.Missing {
			attribute = red
		}
		fmt.Fprintf(p, "  %s: %s\n", placeOf(f.At()), p.style(driftHead(r, f), attribute))
		if f.At().Text != "" {
			p.indented("", f.At().Text)
		}
		switch f.Kind {
		case drift.Conflict:
			p.indented("source: ", f.Source.Text)
		case drift.Outdated:
			p.indented("source now: ", f.Source.Text)
			p.indented("before: ", f.Was)
		}
	}
	if len(r.Findings) > 0 {
		fmt.Fprintln(p)
	}
	for i, line := range driftSummary(r) {
		fmt.Fprintln(p, p.style(p.wrapped(line), [2]string{bold, faint}[min(i, 1)]))
	}
	return p.flush()
}

func (p *printer) driftPage(page *drift.Page, count string) {
	name := page.Translation
	if name == "" {
		name = page.Source
	}
	language := ""
	if page.Lang != "" {
		language = lang.Name(page.Lang) + "; "
	}
	fmt.Fprintf(p, "%s  %s\n", p.style(clean(name), bold), p.style(language+count, faint))
}

// indented prints a text below what it belongs to.
func (p *printer) indented(label, text string) {
	text = label + clean(text)
	for _, l := range wrap(text, p.width-6) {
		fmt.Fprintf(p, "      %s\n", text[l.start:l.end])
	}
}

// DriftMarkdown writes a report on translated documentation for a comment on a
// pull request. It breaks off where the comment would be too long for GitHub.
func DriftMarkdown(w io.Writer, r *drift.Report) error {
	var m strings.Builder
	m.WriteString("### Translations and their source\n\n")
	for _, line := range driftSummary(r) {
		fmt.Fprintf(&m, "%s.\n", escaped(strings.ToUpper(line[:1])+line[1:]))
	}
	page := -1
	for i := range r.Findings {
		if m.Len() > markdownRoom {
			fmt.Fprintf(&m, "- … and %d more\n", len(r.Findings)-i)
			break
		}
		f := &r.Findings[i]
		if f.Page != page {
			page = f.Page
			name := r.Pages[page].Name
			if code := r.Pages[page].Lang; code != "" {
				name += " (" + code + ")"
			}
			fmt.Fprintf(&m, "\n#### %s\n\n", escaped(name))
		}
		fmt.Fprintf(&m, "- **%s**: %s", escaped(placeOf(f.At())), escaped(driftHead(r, f)))
		for _, t := range []struct{ label, text string }{{"", f.At().Text}, {"source: ", f.Source.Text}, {"before: ", f.Was}} {
			if t.text != "" && (t.label == "" || f.Kind == drift.Conflict || f.Kind == drift.Outdated) {
				fmt.Fprintf(&m, "<br>\n  %s%s", t.label, escaped(t.text))
			}
		}
		m.WriteByte('\n')
	}
	if _, err := io.WriteString(w, m.String()); err != nil {
		return fmt.Errorf("writing the report as Markdown: %w", err)
	}
	return nil
}
