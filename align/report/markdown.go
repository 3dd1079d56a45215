package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"factdiff/align"
	"factdiff/align/internal/lazy"
	"factdiff/align/lang"
)

// The limits of a Markdown report: GitHub refuses comments of more than 65,536
// characters.
const (
	markdownRoom = 60000 // bytes, after which lists break off
	markdownItem = 600   // characters of a text
)

// Markdown writes the report for a comment on a pull request: a summary, the
// conflicts, what only one version has, and what they share folded away. Lists
// break off where the comment would be too long for GitHub.
func Markdown(w io.Writer, r *align.Report) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing Markdown: %w", err)
	}
	m := &markdown{report: r}
	m.summary()
	conflicts, contested, rest := contradictory(rows(r))
	var shared []*row
	only := make([][]*row, len(r.Versions))
	for _, g := range rest {
		if g.status == align.Only {
			only[g.first()] = append(only[g.first()], g)
		} else {
			shared = append(shared, g)
		}
	}
	m.section(inConflict, conflicts)
	m.section(perhapsInConflict, contested)
	for v, alone := range only {
		slices.SortFunc(alone, func(x, y *row) int { return x.cells[v][0].Start - y.cells[v][0].Start })
		m.section("Only in "+m.name(v), alone)
	}
	if len(shared) > 0 {
		fmt.Fprintf(m, "\n<details><summary>Shared: %d</summary>\n\n", len(shared))
		m.list(shared)
		m.WriteString("\n</details>\n")
	}
	if _, err := io.WriteString(w, m.String()); err != nil {
		return fmt.Errorf("writing the report as Markdown: %w", err)
	}
	return nil
}

// markdown is a report being written.
type markdown struct {
	strings.Builder
	report *align.Report
}

func (m *markdown) name(version int) string {
	v := m.report.Versions[version]
	return fmt.Sprintf("%s (%s, %s)", v.ID, escaped(lang.Name(v.Lang)), escaped(v.Source))
}

func (m *markdown) summary() {
	m.WriteString("### Facts of the versions\n\n| version | shared | only here | in conflict | page furniture | uncertain |\n|---|---:|---:|---:|---:|---:|\n")
	for i, v := range m.report.Versions {
		s := m.report.Summary[v.ID]
		fmt.Fprintf(m, "| %s | %d | %d | %d | %d | %d |\n", m.name(i), s.Shared, s.Only, s.Conflict, s.Boilerplate, uncertain(m.report, v.ID))
	}
	if remark := strangers(m.report); remark != "" {
		fmt.Fprintf(m, "\n%s\n", remark)
	}
}

// section writes rows below a heading, if there are any.
func (m *markdown) section(heading string, all []*row) {
	if len(all) > 0 {
		fmt.Fprintf(m, "\n#### %s\n\n", heading)
		m.list(all)
	}
}

// list writes rows as items, with a line for each version that speaks.
func (m *markdown) list(all []*row) {
	for i, g := range all {
		if m.Len() > markdownRoom {
			fmt.Fprintf(m, "- … and %d more\n", len(all)-i)
			return
		}
		g = g.contradicting()
		lead := "- "
		for v := range g.cells {
			cell := g.said(v)
			if len(cell) == 0 {
				continue
			}
			doubt := ""
			if g.doubt && lead == "- " {
				doubt = " *(uncertain)*"
			}
			if len(g.cells[v]) == 0 {
				doubt += " *(again)*"
			}
			fmt.Fprintf(m, "%s**%s** %s%s", lead, cell[0].ID, escaped(told(m.report.Versions[v].Text, cell)), doubt)
			lead = "<br>\n  "
		}
		for _, x := range reasons(g) {
			fmt.Fprintf(m, "<br>\n  *%s*", escaped(x))
		}
		m.WriteByte('\n')
	}
}

var (
	// escapes keep a text from being read as Markdown or HTML, and from making
	// links of addresses.
	escapes = strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", `\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`,
		"$", `\$`, ":", `\:`, "!", `\!`,
		// What GitHub makes of the finished page no escape prevents: it reads
		// "@name" and "#1" in it, but not with a space of no width inside.
		"@", "@\u200b", "#", "#\u200b",
	)
	hosts  = lazy.Regexp(`(?i)\b(www)\.`)
	issues = lazy.Regexp(`(?i)\b(gh)-(\d)`)
)

// escaped makes an article's text a part of a line of Markdown.
func escaped(text string) string {
	text = clean(strings.ToValidUTF8(text, "\ufffd"))
	if utf8.RuneCountInString(text) > markdownItem {
		text = string([]rune(text)[:markdownItem]) + "…"
	}
	text = escapes.Replace(text)
	text = hosts().ReplaceAllString(text, `$1\.`)
	return issues().ReplaceAllString(text, "$1-\u200b$2")
}
