package report

import (
	"fmt"
	"io"
	"strings"

	"factdiff/align"
	"factdiff/align/lang"
)

// Explain writes why a fact of the report got its verdict. It fails where there
// is no such fact.
func Explain(w io.Writer, r *align.Report, id string, o TextOptions) error {
	if err := check(r); err != nil {
		return fmt.Errorf("explaining %q: %w", id, err)
	}
	facts := map[string]*align.Fact{}
	for i := range r.Facts {
		facts[r.Facts[i].ID] = &r.Facts[i]
	}
	f := facts[id]
	if f == nil {
		return fmt.Errorf("explaining %q: the report has no such fact; its facts are %s", id, ids(r))
	}
	p := newPrinter(w, r, o)
	fmt.Fprintf(p, "%s is %s", p.style(f.ID, bold), verdicts[f.Status])
	if f.Status == align.Boilerplate {
		fmt.Fprintf(p, ", with a confidence of %.2f:\n", f.Confidence)
		p.quote(f, 2)
		if x := f.Outside; x != nil {
			around := "what stands around it bears that out"
			switch {
			case x.Beside:
				around = "and it stands on the page beside the article"
			case x.Alone < 0.5:
				around = "but what stands around it is furniture too"
			}
			text := fmt.Sprintf("By its own form, place and wording it is furniture with a probability of %.2f; %s. ", x.Alone, around)
			text += fmt.Sprintf("Its vector's cosine with its version as a whole is %.2f, with the nearest sentence of another %.2f.", x.Topic, x.Cosine)
			fmt.Fprintf(p, "\n%s\n", p.wrapped(text))
		}
		return p.flush()
	}
	fmt.Fprintf(p, ", with a confidence of %.2f:\n", f.Confidence)
	p.quote(f, 2)
	linked := map[string]align.Relation{}
	for _, m := range f.Matches {
		linked[m.ID] = m.Relation
	}
	compared := false
	for _, e := range f.Explanation {
		compared = compared || len(e.Candidates) > 0
		text := fmt.Sprintf("Version %s says the same with a probability of %.2f, does not speak of it with %.2f, contradicts it with %.2f.",
			e.Version, e.Shared, e.Only, e.Conflict)
		fmt.Fprintf(p, "\n%s\n", p.wrapped(strings.TrimSpace(text+" "+overruled(f, facts, &e))))
		if len(e.Candidates) == 0 {
			fmt.Fprintf(p, "No fact of it comes near.\n")
		}
		for _, c := range e.Candidates {
			if facts[c.ID] == nil {
				continue // somebody took it out
			}
			said := "not taken for its counterpart"
			switch linked[c.ID] {
			case align.Same:
				said = "its counterpart"
			case align.Contrary:
				said = "its counterpart, which contradicts it"
			}
			fmt.Fprintf(p, "\n  %s is %s: the same matter with a probability of %.2f\n", p.style(c.ID, bold), said, c.Score)
			p.quote(facts[c.ID], 4)
			fmt.Fprintf(p, "    %s\n", p.style(fmt.Sprintf("vectors: cosine %.2f, stands out by %+.2f; sentences: %.2f, %+.2f",
				c.Cosine, c.Margin, c.SentenceCosine, c.SentenceMargin), faint))
			if g := c.Reading; g != nil {
				fmt.Fprintf(p, "    %s\n", p.style(fmt.Sprintf("read together: the same %.2f, contradicts %.2f, one says more %.2f, only the topic %.2f",
					g.Same, g.Conflict, g.Part, g.Topic), faint))
				if linked[c.ID] == align.Same && readContrary(&c) {
					note := "The model that read them together sees a contradiction, which the rest of the evidence does not bear out"
					if isDoubtful(f) {
						note += ": look at both"
					}
					p.note(note+".", 4)
				}
			}
			for _, v := range c.Agree {
				fmt.Fprintf(p, "    agrees: %s = %s\n", clean(v[0]), clean(v[1]))
			}
			for _, v := range c.Disagree {
				fmt.Fprintf(p, "    differs: %s, but %s\n", clean(v[0]), clean(v[1]))
			}
			for _, v := range c.Opposite {
				fmt.Fprintf(p, "    opposite: %s, but %s\n", clean(v[0]), clean(v[1]))
			}
			for _, v := range c.Names {
				fmt.Fprintf(p, "    other name: %s, but %s\n", clean(v[0]), clean(v[1]))
			}
		}
	}
	if compared {
		fmt.Fprintf(p, "\n%s\n", p.style(p.wrapped(legend), faint))
	}
	return p.flush()
}

// legend says what the figures of an explanation are.
const legend = "The cosine tells how near the vectors of two facts are, up to 1; by how much a pair stands out, how much nearer it is than what else is near to either: above 0 is unusual. The second two figures are those of the sentences they stand in."

var verdicts = map[align.Status]string{
	align.Shared:      "shared",
	align.Only:        "only here",
	align.Conflict:    "in conflict",
	align.Boilerplate: "page furniture",
}

// overruled tells why the verdict against a version is not the most probable one,
// where it is not.
func overruled(f *align.Fact, facts map[string]*align.Fact, e *align.Weighing) string {
	status, probability := align.Only, e.Only
	for _, m := range f.Matches {
		if g := facts[m.ID]; g == nil || g.Version != e.Version || status == align.Conflict {
			continue
		}
		if status, probability = align.Shared, e.Shared; m.Relation == align.Contrary {
			status, probability = align.Conflict, e.Conflict
		}
	}
	if probability >= max(e.Shared, e.Only, e.Conflict) {
		return ""
	}
	switch status {
	case align.Conflict:
		return "It is told as a conflict before that is the most probable, for a reader to look at."
	case align.Shared:
		return "But a fact of it has this one for its counterpart."
	}
	return "But no single fact of it is a probable counterpart."
}

// quote prints a fact, wrapped and set in by some columns.
func (p *printer) quote(f *align.Fact, indent int) { p.note(clean(f.Text), indent) }

// note prints a text, wrapped and set in by some columns.
func (p *printer) note(text string, indent int) {
	for _, l := range wrap(text, p.width-indent) {
		fmt.Fprintf(p, "%*s%s\n", indent, "", text[l.start:l.end])
	}
}

// ids tells which facts a report has.
func ids(r *align.Report) string {
	out := ""
	for _, v := range r.Versions {
		n := 0
		for _, f := range r.Facts {
			if f.Version == v.ID {
				n++
			}
		}
		if n == 0 {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += fmt.Sprintf("%s1 to %s%d (%s, %s)", v.ID, v.ID, n, clean(v.Source), lang.Name(v.Lang))
	}
	return out
}
