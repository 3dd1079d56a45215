package drift

import (
	"regexp"
	"sort"
	"strings"
	"unicode"

	"factdiff/align/read"
)

// page is what of a document is compared: its text without code, what is around
// it, and the numbers of its sections.
type page struct {
	*read.Document
}

// sectionNumber is what generators put before headings, and a translation may
// have differently.
var sectionNumber = regexp.MustCompile(`^(?:\d+\.)+\d*\s+|^\d+\s+`)

func newPage(d *read.Document, language string) (*page, error) {
	out := &read.Document{Source: d.Source, Title: d.Title, Lang: d.Lang, Charset: d.Charset, Date: d.Date}
	if out.Lang == "" {
		out.Lang = language
	}
	var text strings.Builder
	for _, b := range d.Blocks {
		s := d.Text[b.Start:b.End]
		switch b.Kind {
		case read.Code, read.Leftover:
			continue
		case read.Heading:
			s = s[len(sectionNumber.FindString(s)):]
		}
		if strings.IndexFunc(s, unicode.IsLetter) < 0 {
			continue
		}
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		b.Start = text.Len()
		text.WriteString(s)
		b.End = text.Len()
		out.Blocks = append(out.Blocks, b)
	}
	if out.Text = text.String(); out.Text == "" {
		return nil, &read.EmptyError{Name: d.Source, Markup: true}
	}
	return &page{out}, nil
}

// block is the index of the block that an offset is in.
func (p *page) block(offset int) int {
	return max(0, sort.Search(len(p.Blocks), func(i int) bool { return p.Blocks[i].Start > offset })-1)
}

// line is the line of the source that an offset is in, as far as it is known: that
// in which its block begins, and in plain text the very line.
func (p *page) line(offset int) int {
	b := p.Blocks[p.block(offset)]
	if b.Line == 0 {
		return 0
	}
	return b.Line + strings.Count(p.Text[b.Start:max(offset, b.Start)], "\n")
}
