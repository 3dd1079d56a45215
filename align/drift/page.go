package drift

import (
	"cmp"
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
	source []string // the lines it was read from
}

// sectionNumber is what generators put before headings, and a translation may
// have differently.
var sectionNumber = regexp.MustCompile(`^(?:\d+\.)+\d*\s+|^\d+\s+`)

// newPage takes a document, the bytes that it was read from, and the language that
// its place tells: templates are often copied with that of the source in them.
func newPage(d *read.Document, source []byte, language string) (*page, error) {
	out := &read.Document{Source: d.Source, Title: d.Title, Lang: cmp.Or(language, d.Lang), Charset: d.Charset, Date: d.Date}
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
	return &page{out, strings.Split(string(source), "\n")}, nil
}

// block is the index of the block that an offset is in.
func (p *page) block(offset int) int {
	return max(0, sort.Search(len(p.Blocks), func(i int) bool { return p.Blocks[i].Start > offset })-1)
}

// line is the line of the source that an offset is in, 0 where it is not known: in
// the lines of its block, the one that has as many words before it.
func (p *page) line(offset int) int {
	i := p.block(offset)
	b := p.Blocks[i]
	if b.Line == 0 {
		return 0
	}
	end := len(p.source)
	if i+1 < len(p.Blocks) && p.Blocks[i+1].Line > 0 {
		end = min(end, p.Blocks[i+1].Line-1)
	}
	tag := false // we are inside one
	before := len(strings.Fields(p.Text[b.Start:max(b.Start, offset)]))
	for line := b.Line; line < end; line++ {
		text := p.source[line-1]
		if b.Kind == read.ListItem && line == b.Line {
			text = strings.TrimLeft(text, " \t-*+.0123456789")
		}
		text, tag = withoutTags(text, tag)
		words := len(strings.Fields(text))
		if before < words {
			return line
		}
		before -= words
	}
	return max(b.Line, end)
}

// tagStart is where a tag of HTML begins.
var tagStart = regexp.MustCompile(`<[A-Za-z/!]`)

// withoutTags is a line without its tags. It may begin inside one, and tells
// whether it ends so.
func withoutTags(line string, inside bool) (string, bool) {
	var out strings.Builder
	for {
		if inside {
			end := strings.IndexByte(line, '>')
			if end < 0 {
				return out.String(), true
			}
			line, inside = line[end+1:], false
		}
		start := tagStart.FindStringIndex(line)
		if start == nil {
			out.WriteString(line)
			return out.String(), false
		}
		out.WriteString(line[:start[0]])
		line, inside = line[start[0]:], true
	}
}
