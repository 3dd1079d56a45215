package read

import (
	"strings"
	"unicode"
)

// builder lays blocks out as a text, with an empty line between them.
type builder struct {
	text   strings.Builder
	blocks []Block
}

// add appends s as a block, less the white space around it, if any is left.
func (b *builder) add(kind Kind, line int, s string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return
	}
	if len(b.blocks) > 0 {
		b.text.WriteString("\n\n")
	}
	start := b.text.Len()
	b.text.WriteString(s)
	b.blocks = append(b.blocks, Block{Start: start, End: b.text.Len(), Kind: kindOf(kind, s), Line: line})
}

// document returns what was added, under the title or, where that is "", the
// first heading. The builder is not used afterwards.
func (b *builder) document(title string) *Document {
	doc := &Document{Title: title, Text: b.text.String(), Blocks: b.blocks}
	for _, b := range doc.Blocks {
		if doc.Title == "" && b.Kind == Heading {
			doc.Title = doc.Text[b.Start:b.End]
		}
	}
	return doc
}

// kindOf returns kind, or Leftover where s is a mere rule or ornament.
func kindOf(kind Kind, s string) Kind {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return kind
		}
	}
	return Leftover
}
