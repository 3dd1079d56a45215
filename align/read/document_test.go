package read

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// checkDocument fails the test where doc breaks a promise of [Document].
func checkDocument(t *testing.T, doc *Document) {
	t.Helper()
	if !utf8.ValidString(doc.Text) {
		t.Errorf("text is not valid UTF-8: %q", doc.Text)
	}
	end, line := 0, 0
	for i, b := range doc.Blocks {
		if b.Start < end || b.End <= b.Start || b.End > len(doc.Text) {
			t.Fatalf("block %d is [%d,%d), the one before ends at %d, the text at %d", i, b.Start, b.End, end, len(doc.Text))
		}
		if gap := doc.Text[end:b.Start]; strings.TrimSpace(gap) != "" {
			t.Errorf("no block covers %q before block %d", gap, i)
		}
		if s := doc.Text[b.Start:b.End]; strings.TrimFunc(s, unicode.IsSpace) != s {
			t.Errorf("block %d has white space around it: %q", i, s)
		}
		if b.Line != 0 && b.Line < line {
			t.Errorf("block %d is in line %d, after one in line %d", i, b.Line, line)
		}
		end, line = b.End, max(line, b.Line)
	}
	if rest := doc.Text[end:]; strings.TrimSpace(rest) != "" {
		t.Errorf("no block covers %q at the end", rest)
	}
}

// outline returns a line "kind@line: text" for each block.
func outline(doc *Document) string {
	var sb strings.Builder
	for _, b := range doc.Blocks {
		fmt.Fprintf(&sb, "%s@%d: %s\n", b.Kind, b.Line, doc.Text[b.Start:b.End])
	}
	return sb.String()
}

// articleText returns the text of the blocks that are not left over, a line each.
func articleText(doc *Document) string {
	var lines []string
	for _, b := range doc.Blocks {
		if b.Kind != Leftover {
			lines = append(lines, doc.Text[b.Start:b.End])
		}
	}
	return strings.Join(lines, "\n")
}

func mustRead(t *testing.T, source, name string) *Document {
	t.Helper()
	doc, err := Bytes(t.Context(), []byte(source), name)
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, doc)
	return doc
}
