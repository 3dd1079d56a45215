package report

import (
	"sort"
	"unicode/utf8"

	"factdiff/align"
	"factdiff/align/read"
)

// place is where in a source a stretch of text stands, from 1. Columns are in
// characters and the last is that behind the stretch; they are 0 where only the
// line is known.
type place struct{ line, column, endLine, endColumn int }

// places finds the places in a version's source.
type places struct {
	document *read.Document
	starts   []int // of the lines of a plain text; nil where the text is not the source's
}

// newPlaces takes the document a version was read from; where that is nil or
// another, no place is known.
func newPlaces(v align.Version, d *read.Document) *places {
	if d == nil || d.Text != v.Text {
		return &places{}
	}
	p := &places{document: d}
	if !d.Verbatim { // its text is without the marks
		return p
	}
	p.starts = []int{0}
	for i := 0; i < len(d.Text); i++ {
		if c := d.Text[i]; c == '\n' || c == '\r' && (i+1 == len(d.Text) || d.Text[i+1] != '\n') {
			p.starts = append(p.starts, i+1)
		}
	}
	return p
}

// of finds a stretch of the version's text.
func (p *places) of(start, end int) (place, bool) {
	if p.document == nil {
		return place{}, false
	}
	text := p.document.Text
	if p.starts != nil {
		column := func(line, offset int) int { return 1 + utf8.RuneCountInString(text[p.starts[line-1]:offset]) }
		first, last := lineOf(p.starts, start), lineOf(p.starts, end)
		return place{first, column(first, start), last, column(last, end)}, true
	}
	for _, b := range p.document.Blocks {
		if b.Line > 0 && b.Start <= start && start < b.End {
			return place{line: b.Line}, true
		}
	}
	return place{}, false
}

// lineOf is the line of an offset, from 1.
func lineOf(starts []int, offset int) int { return sort.SearchInts(starts, offset+1) }
