package read

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"factdiff/align/read/internal/pdf"
)

// fuzz checks what holds of any bytes read under a name: a document that keeps
// its promises, or one of the package's refusals.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Bytes(t.Context(), b, name)
		if err != nil {
			for _, kind := range []any{new(*EmptyError), new(*BinaryError), new(*DamagedError), new(*SizeError), new(*FeedError)} {
				if errors.As(err, kind) {
					return
				}
			}
			t.Fatalf("%T: %v", err, err)
		}
		checkDocument(t, doc)
		if len(doc.Blocks) == 0 || doc.Source != name {
			t.Errorf("%d blocks of %q", len(doc.Blocks), doc.Source)
		}
		if !utf8.ValidString(doc.Title) || !utf8.ValidString(doc.Lang) {
			t.Errorf("title %q, language %q", doc.Title, doc.Lang)
		}
	})
}

func FuzzPlain(f *testing.F) {
	fuzz(f, "a.txt", articles["thai"], "Title\n=====\r\n- one\r2. two\n", "a\xFFb\xC3", "\xFF\xFEa\x00\xD8\x00", "\x1B$B%U\x1B(B", "\x93\xFA\x96\x7B")
}

func FuzzMarkdown(f *testing.F) {
	fuzz(f, "a.md", "---\ntitle: x\n---\n# *A* `b`\n\n> - [c](d)\n\n|e|f|\n|-|-|\n|g|h|\n", "```\ncode\n", "![a](b)<br>\n<div hidden>\n", "+++\na = 1\n+++\n")
}

func FuzzPage(f *testing.F) {
	fuzz(f, "a.html", newsPage, "<table><tr><td>a<td>b", "<pre> a\n</pre><svg><p>x", "<meta charset=big5>\xA4\xA4", "&#0;&#xD800;<p hidden>", "<ruby>a<rt>b")
}

func FuzzRST(f *testing.F) {
	fuzz(f, "a.rst", "Mill\n====\n\n- a\n\n  * b\n\n.. note:: c\n   :x: y\n\n   d::\n\n     e\n", "+-+-+\n|a|b|\n+-+-+\n", "== ==\na  b\n== ==\n",
		".. |a| replace:: b\n\n|a| :c:`d <e>` ``f`` *g* h_ [1]_\n\n.. [1] i\n", ":j: k\n\nl\n  m\n\n-n, --o  p\n\t1. q\n| r\n>>> s\n")
}

// FuzzManual reads the same bytes as each format of documentation.
func FuzzManual(f *testing.F) {
	f.Add([]byte(newsPage))
	f.Add([]byte("import a from 'b'\n:::c d\n{{< e >}}\n!!! f \"g\"\n    h\n"))
	f.Add([]byte("<table><tr><main><p>a<table>\n<p>b</main><a href=#>c"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"a.md", "a.html"} {
			if doc, err := Manual(t.Context(), bytes.NewReader(b), name); err == nil {
				checkDocument(t, doc)
			}
		}
	})
}

func FuzzMail(f *testing.F) {
	fuzz(f, "a.mhtml", savedPage, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Transfer-Encoding: base64\n\n=")
}

func FuzzFeed(f *testing.F) {
	fuzz(f, "a.xml#1", rss, atomFeed, rdf, jsonOf, "<rss><item><title><b>x</title>", "<feed><entry/>")
}

func FuzzArchive(f *testing.F) {
	fuzz(f, "-", zipped(docxOf(wordParagraph("Zitat", "A"))), zipped(odtOf("<text:p>A</text:p>")), zipped(epubOf("<p>A</p>")), "PK\x03\x04")
}

// FuzzDOCX, FuzzODT and FuzzEPUB reach what compression hides from FuzzArchive.
func FuzzDOCX(f *testing.F) {
	fuzzPart(f, docxOf, wordParagraph("Eigene", "A"), `<w:tbl><w:tr><w:tc><w:p><w:r><w:txbxContent><w:p>`, `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:tab/><w:br/>`)
}

func FuzzODT(f *testing.F) {
	fuzzPart(f, odtOf, `<text:h text:outline-level="-3">A<text:s/></text:h>`, `<text:p><draw:text-box><text:p>a</text:p></draw:text-box>b</text:p>`, `</office:text></office:body><text:p>`)
}

func FuzzEPUB(f *testing.F) {
	fuzzPart(f, func(body string) map[string]string { return epubOf(body) }, "<h1>A</h1><p role=doc-noteref>", "</body></html><body>")
}

func fuzzPart(f *testing.F, files func(body string) map[string]string, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := Bytes(t.Context(), []byte(zipped(files(body))), "-")
		if err == nil {
			checkDocument(t, doc)
		} else if !errors.As(err, new(*EmptyError)) && !errors.As(err, new(*DamagedError)) {
			t.Fatalf("%T: %v", err, err)
		}
	})
}

// FuzzPDF runs PDFium, which takes some tenths of a second each time.
func FuzzPDF(f *testing.F) {
	fuzz(f, "a.pdf", string(blankPages(1)), "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 30>>stream\nBT /F 9 Tf (It sails.) Tj ET  \nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")
}

// FuzzLayout puts lines anywhere.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("\x01\x20\x30\x0C\x00It sails\n\x01\x20\x10\x0C\x01again\n\x02\x20\x30\x0C\x02"))
	f.Fuzz(func(t *testing.T, b []byte) {
		pages := make([][]pdf.Line, 4)
		for row := range bytes.SplitSeq(b, []byte("\n")) {
			if len(row) < 5 {
				continue
			}
			line := pdf.Line{Left: float64(row[1]), Bottom: float64(row[2]) * 4, Size: float64(row[3]), Bold: row[4]&1 > 0, Hyphen: row[4]&2 > 0, Text: strings.ToValidUTF8(string(row[5:]), "")}
			line.Top, line.Right = line.Bottom+line.Size, line.Left+float64(len(line.Text))*6
			pages[row[0]%4] = append(pages[row[0]%4], line)
		}
		l := newLayout(pages)
		l.lay(l.lines)
		checkDocument(t, l.document(""))
	})
}

// FuzzText states that plain text in memory stays as it is.
func FuzzText(f *testing.F) {
	f.Add("One line.\r\n\r\n• two\n")
	f.Add("\uFEFFa\u0085b\u2028c\x00")
	f.Fuzz(func(t *testing.T, text string) {
		doc := Text("memo", text)
		checkDocument(t, doc)
		if doc.Text != strings.ToValidUTF8(text, "\uFFFD") {
			t.Errorf("%q became %q", text, doc.Text)
		}
		fromBytes, err := Bytes(t.Context(), []byte(text), "memo.txt")
		if utf8.ValidString(text) && err == nil && fromBytes.Charset == "utf-8" && !beginsAsHTML(text) && fromBytes.Text != strings.TrimPrefix(text, "\uFEFF") {
			t.Errorf("%q became %q", text, fromBytes.Text)
		}
	})
}
