package serve

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
)

// Format is a form in which a report can be had.
type Format struct {
	Name   string // as --format takes it
	about  string
	ending string
	kind   string // media type
}

// Formats are those that a page offers.
var Formats = []Format{
	{"html", "Page, to keep or send (HTML)", "html", "text/html; charset=utf-8"},
	{"text", "Plain text", "txt", "text/plain; charset=utf-8"},
	{"md", "Markdown", "md", "text/markdown; charset=utf-8"},
	{"csv", "Table of facts (CSV)", "csv", "text/csv; charset=utf-8"},
	{"csv-pairs", "Table of pairs (CSV)", "pairs.csv", "text/csv; charset=utf-8"},
	{"parquet", "Table of facts (Parquet)", "parquet", "application/vnd.apache.parquet"},
	{"parquet-pairs", "Table of pairs (Parquet)", "pairs.parquet", "application/vnd.apache.parquet"},
	{"json", "All there is (JSON)", "json", "application/json"},
	{"jsonl", "A line for each fact (JSON Lines)", "jsonl", "application/jsonl"},
	{"tmx", "Translation memory (TMX)", "tmx", "application/xml"},
	{"sarif", "Code scanning (SARIF)", "sarif", "application/json"},
	{"github", "GitHub annotations", "github.txt", "text/plain; charset=utf-8"},
}

// download sends a report in a format.
func (s *Server) download(w http.ResponseWriter, r *http.Request, c *comparison, p progress, _ int) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == r.PathValue("format") })
	if p.stage != finished || i < 0 {
		s.message(w, http.StatusNotFound, "There is no such file", "The comparison has none of this name, or none yet.")
		return
	}
	f := Formats[i]
	s.render(w, r, func(b *bytes.Buffer) error { return s.o.Write(b, f.Name, p.report, p.documents, p.made) }, func(h http.Header) {
		var langs []string
		for _, v := range p.report.Versions {
			langs = append(langs, v.Lang)
		}
		h.Set("Content-Disposition", `attachment; filename="factdiff-`+strings.Join(langs, "-")+"."+f.ending+`"`)
		h.Set("Content-Type", f.kind)
		h.Set("Content-Security-Policy", sandbox)
	})
}

// render sends what write makes, whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, write func(*bytes.Buffer) error, head func(http.Header)) {
	var b bytes.Buffer
	err := s.inTurn(r.Context(), func() error { return write(&b) })
	if err != nil {
		s.logf("writing a report: %v", err)
		s.message(w, http.StatusInternalServerError, "The report could not be written", err.Error())
		return
	}
	head(w.Header())
	w.Write(b.Bytes())
}

// inTurn does something that takes much memory, when few do so. Who takes the
// answer slowly holds up nobody.
func (s *Server) inTurn(ctx context.Context, do func() error) error {
	select {
	case s.renders <- struct{}{}:
		defer func() { <-s.renders }()
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}
