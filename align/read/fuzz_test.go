package read

import (
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
