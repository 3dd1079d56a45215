package read

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzz checks what holds of any bytes read under a name: a document that keeps
// its promises, or one of the package's refusals.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Bytes(b, name)
		if err != nil {
			if !errors.As(err, new(*EmptyError)) && !errors.As(err, new(*BinaryError)) {
				t.Fatalf("%T: %v", err, err)
			}
			return
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
			if doc, err := Manual(bytes.NewReader(b), name); err == nil {
				checkDocument(t, doc)
			}
		}
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
		fromBytes, err := Bytes([]byte(text), "memo.txt")
		if utf8.ValidString(text) && err == nil && fromBytes.Charset == "utf-8" && !beginsAsHTML(text) && fromBytes.Text != strings.TrimPrefix(text, "\uFEFF") {
			t.Errorf("%q became %q", text, fromBytes.Text)
		}
	})
}
