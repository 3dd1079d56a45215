package read

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"factdiff/align/read/internal/pdf"
)

// lines are those of a page, from the top down, of one size and 14 points apart.
func lines(rows ...pdf.Line) []pdf.Line {
	for i := range rows {
		l := &rows[i]
		if l.Size == 0 {
			l.Size = 12
		}
		if l.Left == 0 {
			l.Left = 60
		}
		if l.Right == 0 {
			l.Right = l.Left + 6*float64(len(l.Text))
		}
		if l.Bottom == 0 {
			l.Bottom = 700 - 14*float64(i)
		}
		l.Top = l.Bottom + l.Size
	}
	return rows
}

func TestLayout(t *testing.T) {
	const full = "The ferry sails to the island again since Monday morning" // as wide as the column
	for _, row := range []struct {
		reason string
		pages  [][]pdf.Line
		want   string
	}{
		{"a paragraph", [][]pdf.Line{lines(pdf.Line{Text: full}, pdf.Line{Text: "and is full."}, pdf.Line{Text: "It is new."})},
			"paragraph: " + full + " and is full.\nparagraph: It is new.\n"},
		{"a word in two lines", [][]pdf.Line{lines(pdf.Line{Text: full + " of this ma", Hyphen: true}, pdf.Line{Text: "gazine."})},
			"paragraph: " + full + " of this magazine.\n"},
		{"characters without spaces", [][]pdf.Line{lines(pdf.Line{Text: "渡轮自周一上午起再次驶往", Right: 300}, pdf.Line{Text: "该岛。", Right: 100})},
			"paragraph: 渡轮自周一上午起再次驶往该岛。\n"},
		{"a gap", [][]pdf.Line{lines(pdf.Line{Text: full}, pdf.Line{Text: full}, pdf.Line{Text: full, Bottom: 640})},
			"paragraph: " + full + " " + full + "\nparagraph: " + full + "\n"},
		{"a first line that is indented", [][]pdf.Line{lines(pdf.Line{Text: full}, pdf.Line{Text: full, Left: 80})},
			"paragraph: " + full + "\nparagraph: " + full + "\n"},
		{"headings by size and by weight", [][]pdf.Line{lines(pdf.Line{Text: "Ferry", Size: 18}, pdf.Line{Text: "Since Monday", Bold: true}, pdf.Line{Text: full + "."})},
			"heading: Ferry\nheading: Since Monday\nparagraph: " + full + ".\n"},
		{"a list", [][]pdf.Line{lines(pdf.Line{Text: "• It is new and sails to the island again since Monday and"}, pdf.Line{Text: "is full.", Left: 72}, pdf.Line{Text: "• red"})},
			"list item: It is new and sails to the island again since Monday and is full.\nlist item: red\n"},
		{"a table", [][]pdf.Line{lines(pdf.Line{Text: "Fare\t12"}, pdf.Line{Text: "Child\t0"})},
			"table row: Fare\t12\ntable row: Child\t0\n"},
		{"margins around a paragraph", [][]pdf.Line{
			lines(pdf.Line{Text: "The Courier, 1", Bottom: 760}, pdf.Line{Text: full}),
			lines(pdf.Line{Text: "The Courier, 2", Bottom: 760}, pdf.Line{Text: "and is full."}),
		}, "leftover: The Courier, 1\nparagraph: " + full + " and is full.\nleftover: The Courier, 2\n"},
		{"the number of a page", [][]pdf.Line{lines(pdf.Line{Text: full + "."}, pdf.Line{Text: "– 7 –", Bottom: 40})},
			"paragraph: " + full + ".\nleftover: – 7 –\n"},
		{"a note below the text", [][]pdf.Line{
			lines(pdf.Line{Text: full}, pdf.Line{Text: "It was built in 1902.", Size: 8, Bottom: 60}),
			lines(pdf.Line{Text: "and is full. " + full}),
		}, "paragraph: " + full + " and is full. " + full + "\nparagraph: It was built in 1902.\n"},
		{"nothing", nil, ""},
	} {
		l := newLayout(row.pages)
		l.lay(l.lines)
		doc := l.document("")
		checkDocument(t, doc)
		if got := strings.ReplaceAll(outline(doc), "@0", ""); got != row.want {
			t.Errorf("%s:\n%swant\n%s", row.reason, got, row.want)
		}
	}
}

func TestBadPDF(t *testing.T) {
	good, err := os.ReadFile(filepath.Join(samples, "de.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	locked, err := os.ReadFile("testdata/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		reason, source string
		as             any
		want           string
	}{
		{"its head alone", "%PDF-1.7\n%\xE2\xE3", new(*DamagedError), "PDF"},
		{"a part of it", string(good[:200]), new(*DamagedError), "PDF"},
		{"a password", string(locked), new(*BinaryError), "an encrypted PDF, not text; open it with its password"},
		{"a page without text", string(blankPages(1)), new(*BinaryError), "a PDF of pictures, not text; read its text out first"},
	} {
		if _, err := Bytes(t.Context(), []byte(row.source), "a.pdf"); err == nil || !errors.As(err, row.as) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %T %v", row.reason, err, err)
		}
	}
}

// blankPages is a PDF of some pages without text.
func blankPages(n int) []byte {
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF", strings.Repeat("3 0 R ", n), n)
}

func TestPDFLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("starts PDFium several times")
	}
	for pages, ok := range map[int]bool{2: true, 3: true, 4: false} {
		_, err := pdf.Read(t.Context(), blankPages(pages), pdf.Limits{Pages: 3, Memory: MaxPDFMemory})
		if large := new(pdf.PagesError); (err == nil) != ok || !ok && !errors.As(err, &large) {
			t.Errorf("%d pages, 3 being the limit: %v", pages, err)
		}
	}
	if _, err := pdf.Read(t.Context(), blankPages(1), pdf.Limits{Pages: 1, Memory: 1 << 20}); err == nil {
		t.Error("PDFium took more memory than it may")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := pdf.Read(ctx, blankPages(1), pdf.Limits{Pages: 1, Memory: MaxPDFMemory}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("out of time: %v", err)
	}
}
