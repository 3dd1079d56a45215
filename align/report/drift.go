package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"factdiff/align/drift"
	"factdiff/align/lang"
)

// driftTitles say what each kind of drift is in a few words.
var driftTitles = map[drift.Kind]string{
	drift.Missing:      "No translation",
	drift.Orphan:       "Not a page of the source",
	drift.Conflict:     "Contradicts the source",
	drift.Outdated:     "Changed in the source",
	drift.OnlyA:        "Not in the translation",
	drift.Untranslated: "Not translated",
	drift.OnlyB:        "Not in the source",
}

// DriftJSON writes a report on translated documentation as one object, with a
// line for each page and finding.
func DriftJSON(w io.Writer, r *drift.Report) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(r)
	if err == nil {
		_, err = w.Write(harmless(spread(b.Bytes())))
	}
	if err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	return nil
}

// DriftJSONL writes the findings as JSON Lines, each with the page that it is
// about.
func DriftJSONL(w io.Writer, r *drift.Report) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, f := range r.Findings {
		if err := e.Encode(struct {
			Schema string `json:"schema"`
			Name   string `json:"name"`
			Lang   string `json:"lang"`
			drift.Finding
		}{r.Schema, r.Pages[f.Page].Name, r.Pages[f.Page].Lang, f}); err != nil {
			return fmt.Errorf("writing finding %q as JSON: %w", f.Key, err)
		}
	}
	if _, err := w.Write(harmless(b.Bytes())); err != nil {
		return fmt.Errorf("writing the findings as JSON Lines: %w", err)
	}
	return nil
}

// DriftSARIF writes the findings as results of a static analysis in SARIF 2.1.0.
func DriftSARIF(w io.Writer, r *drift.Report, p Provenance) error {
	var rules []sarifRule
	for _, k := range drift.Kinds {
		rules = append(rules, sarifRule{string(k), sarifText{driftTitles[k]}, sarifText{driftTitles[k] + "."}, sarifConfig{"warning"}})
	}
	found, sources := driftFindings(r)
	run := sarifRun{Properties: map[string]string{"schema": r.Schema, "model": r.Model}}
	for _, s := range sources {
		run.Artifacts = append(run.Artifacts, sarifArtifact{Location: sarifFile{URI: sourceURI(s)}})
	}
	return sarif(w, p, run, rules, found)
}

// DriftGitHub writes the findings as the commands by which a workflow of GitHub
// Actions annotates files.
func DriftGitHub(w io.Writer, r *drift.Report) error {
	found, _ := driftFindings(r)
	return github(w, found)
}

// driftFindings are the findings as tools for code show them, and the files that
// they are in.
func driftFindings(r *drift.Report) (found []finding, sources []string) {
	at := func(p drift.Place) spot {
		i := slices.Index(sources, p.File)
		if i < 0 {
			i = len(sources)
			sources = append(sources, p.File)
		}
		return spot{source: p.File, artifact: i, place: place{line: p.Line}, placed: p.Line > 0}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		x := finding{
			rule: string(f.Kind), title: driftTitles[f.Kind], message: driftMessage(r, f),
			spot: at(f.At()), print: f.Key,
			facts: map[string]any{"confidence": f.Confidence, "lang": r.Pages[f.Page].Lang},
		}
		for _, p := range []drift.Place{f.Source, f.Translation} {
			if p == f.At() || p.File == "" {
				continue
			}
			y := at(p)
			if y.message = "the counterpart: “" + clean(p.Text) + "”"; p.Text == "" {
				y.message = "where its counterpart would be"
			}
			x.related = append(x.related, y)
		}
		found = append(found, x)
	}
	return found, sources
}

// driftMessage tells of a finding in a line.
func driftMessage(r *drift.Report, f *drift.Finding) string {
	head := driftHead(r, f)
	head = strings.ToUpper(head[:1]) + head[1:]
	if text := f.At().Text; text != "" {
		head += ": “" + clean(text) + "”"
	}
	switch f.Kind {
	case drift.Conflict:
		head += "; there: “" + clean(f.Source.Text) + "”"
	case drift.Outdated:
		head += "; there now: “" + clean(f.Source.Text) + "”, before: “" + clean(f.Was) + "”"
	}
	return head
}

// driftHead tells what a finding is, and where its counterpart stands.
func driftHead(r *drift.Report, f *drift.Finding) string {
	switch f.Kind {
	case drift.Missing:
		if f.Translation.File != "" {
			return "the translation " + clean(f.Translation.File) + " has no text"
		}
		if code := r.Pages[f.Page].Lang; code != "" {
			return "there is no translation into " + lang.Name(code)
		}
		return "there is no translation"
	case drift.Orphan:
		return "the source has no such page"
	case drift.Conflict:
		head := "contradicts " + placeOf(f.Source)
		for i, v := range f.Values {
			head += [2]string{": ", ", "}[min(i, 1)] + clean(v[1]) + " ≠ " + clean(v[0])
		}
		return head
	case drift.Outdated:
		return "its source " + placeOf(f.Source) + " has changed"
	case drift.OnlyA:
		return "not in the translation; missing behind " + placeOf(f.Translation)
	case drift.Untranslated:
		return "not translated"
	}
	return "not in the source; nothing such behind " + placeOf(f.Source)
}

// placeOf is a file and its line, as far as that is known.
func placeOf(p drift.Place) string {
	if p.Line == 0 {
		return clean(p.File)
	}
	return fmt.Sprintf("%s:%d", clean(p.File), p.Line)
}

// driftCount tells how many findings of each kind there are, the gravest first.
func driftCount(r *drift.Report, page int) string {
	count := map[drift.Kind]int{}
	for _, f := range r.Findings {
		if page < 0 || f.Page == page {
			count[f.Kind]++
		}
	}
	var all []string
	for _, k := range drift.Kinds {
		if count[k] > 0 {
			all = append(all, fmt.Sprintf("%d %s", count[k], k))
		}
	}
	return strings.Join(all, ", ")
}

// driftSummary tells how many pages are out of step, and what is not listed.
func driftSummary(r *drift.Report) (lines []string) {
	out := map[int]bool{}
	for _, f := range r.Findings {
		out[f.Page] = true
	}
	plural := func(n int, noun string) string {
		if n == 1 {
			return "1 " + noun
		}
		return fmt.Sprintf("%d %ss", n, noun)
	}
	first := fmt.Sprintf("%s in step", plural(len(r.Pages), "page"))
	if len(out) > 0 {
		first = fmt.Sprintf("%d of %s out of step: %s", len(out), plural(len(r.Pages), "page"), driftCount(r, -1))
	}
	if r.Since != "" {
		first += " (pages changed since " + clean(r.Since) + ")"
	}
	lines = append(lines, first)
	var hidden []string
	if r.Uncertain > 0 {
		hidden = append(hidden, fmt.Sprintf("%d of a confidence below %g", r.Uncertain, r.Confidence))
	}
	if r.Accepted > 0 {
		hidden = append(hidden, fmt.Sprintf("%d accepted by the baseline", r.Accepted))
	}
	if len(hidden) > 0 {
		lines = append(lines, "not shown: "+strings.Join(hidden, ", "))
	}
	return lines
}
