package report

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"factdiff/align"
)

// The limits of what counts as a translation: how many sentences may stand for
// how many, and how much of each version's text its facts must cover.
const (
	alignedSentences = 3
	alignedShare     = 0.6
)

// TMX writes the sentences that say the same in two or more versions as a
// translation memory in TMX 1.4. Sentences go together where their facts do,
// one with one or few with few; those with more than a part of their own, and
// those that contradict each other, are left out.
func TMX(w io.Writer, r *align.Report, p Provenance) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing a translation memory: %w", err)
	}
	doc := tmxDocument{Version: "1.4", Header: tmxHeader{
		Tool: "factdiff", ToolVersion: cmp.Or(strings.TrimPrefix(p.Program, "factdiff "), "unknown"), SegType: "sentence",
		Memory: "factdiff", AdminLang: "en", SourceLang: "*all*", DataType: "plaintext",
	}}
	if len(r.Versions) == 2 {
		doc.Header.SourceLang = tmxLang(r.Versions[0].Lang)
	}
	if !p.Made.IsZero() {
		doc.Header.Created = p.Made.UTC().Format("20060102T150405Z")
	}
	for i, a := range alignments(r) {
		doc.Units = append(doc.Units, a.unit(r, i+1))
	}
	var b bytes.Buffer
	b.WriteString(xml.Header + "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n")
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	err := e.Encode(doc)
	if err == nil {
		b.WriteByte('\n')
		_, err = w.Write(b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("writing a translation memory: %w", err)
	}
	return nil
}

// The elements of TMX that are used here.
type (
	tmxDocument struct {
		XMLName xml.Name  `xml:"tmx"`
		Version string    `xml:"version,attr"`
		Header  tmxHeader `xml:"header"`
		Units   []tmxUnit `xml:"body>tu"`
	}
	tmxHeader struct {
		Tool        string `xml:"creationtool,attr"`
		ToolVersion string `xml:"creationtoolversion,attr"`
		SegType     string `xml:"segtype,attr"`
		Memory      string `xml:"o-tmf,attr"`
		AdminLang   string `xml:"adminlang,attr"`
		SourceLang  string `xml:"srclang,attr"`
		DataType    string `xml:"datatype,attr"`
		Created     string `xml:"creationdate,attr,omitempty"`
	}
	tmxUnit struct {
		ID       string       `xml:"tuid,attr"`
		Props    []tmxProp    `xml:"prop"`
		Variants []tmxVariant `xml:"tuv"`
	}
	tmxProp struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	tmxVariant struct {
		Lang    string    `xml:"xml:lang,attr"`
		Props   []tmxProp `xml:"prop"`
		Segment string    `xml:"seg"`
	}
)

func tmxLang(code string) string { return cmp.Or(code, "und") }

// alignment is sentences that stand for each other, by version.
type alignment struct {
	sides [][]align.Sentence
	score float64 // of the weakest match between them
}

func (a *alignment) unit(r *align.Report, n int) tmxUnit {
	u := tmxUnit{ID: strconv.Itoa(n), Props: []tmxProp{{"x-score", number(a.score)}}}
	for v, side := range a.sides {
		if len(side) == 0 {
			continue
		}
		version := r.Versions[v]
		text := version.Text[side[0].Start:side[len(side)-1].End]
		u.Variants = append(u.Variants, tmxVariant{
			Lang: tmxLang(version.Lang), Props: []tmxProp{{"x-version", version.ID}, {"x-source", clean(version.Source)}}, Segment: clean(text),
		})
	}
	return u
}

// alignments finds the sentences that matched facts join, in reading order.
func alignments(r *align.Report) []alignment {
	version := map[string]int{}
	for i, v := range r.Versions {
		version[v.ID] = i
	}
	facts := newMovements(r).facts
	sentences := map[string]*align.Sentence{}
	for i := range r.Sentences {
		s := &r.Sentences[i]
		sentences[sentenceKey(s.Version, s.Index)] = s
	}
	of := func(f *align.Fact) *align.Sentence { return sentences[sentenceKey(f.Version, f.Sentence)] }
	var out []alignment
	seen := map[*align.Sentence]bool{}
	for i := range r.Sentences {
		first := &r.Sentences[i]
		if seen[first] {
			continue
		}
		seen[first] = true
		a := alignment{sides: make([][]align.Sentence, len(r.Versions)), score: 1}
		sound := true
		open := []*align.Sentence{first}
		for len(open) > 0 {
			s := open[0]
			open = open[1:]
			v := version[s.Version]
			a.sides[v] = append(a.sides[v], *s)
			for _, id := range s.Facts {
				f := facts[id]
				if f == nil {
					continue
				}
				sound = sound && f.Status != align.Conflict
				for _, m := range f.Matches {
					g := facts[m.ID]
					if g == nil || of(g) == nil {
						continue
					}
					sound = sound && m.Relation == align.Same
					a.score = min(a.score, m.Score)
					if next := of(g); !seen[next] {
						seen[next] = true
						open = append(open, next)
					}
				}
			}
		}
		if sound && a.translates(facts) {
			out = append(out, a)
		}
	}
	return out
}

// translates tells whether the sides are few sentences each, which follow each
// other, and have little that no other side has.
func (a *alignment) translates(facts map[string]*align.Fact) bool {
	sides := 0
	for _, side := range a.sides {
		if len(side) == 0 {
			continue
		}
		sides++
		slices.SortFunc(side, func(x, y align.Sentence) int { return x.Index - y.Index })
		if len(side) > alignedSentences || side[len(side)-1].Index-side[0].Index != len(side)-1 {
			return false
		}
		all, shared := 0, 0
		for _, s := range side {
			for _, id := range s.Facts {
				if f := facts[id]; f != nil {
					all += f.End - f.Start
					if f.Status == align.Shared {
						shared += f.End - f.Start
					}
				}
			}
		}
		if float64(shared) < alignedShare*float64(all) {
			return false
		}
	}
	return sides > 1
}
