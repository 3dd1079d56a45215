package drift

import (
	"strings"
	"testing"
)

// A finding stands in the line in which its sentence begins.
func TestLine(t *testing.T) {
	for _, c := range []struct {
		reason, name, source, find string
		want                       int
	}{
		{"the first of a paragraph", "a.md", "# One\n\nTwo three\nfour. Five six.\n", "Two", 3},
		{"in a later line", "a.md", "# One\n\nTwo *three*\n[four](x). Five six.\n", "Five", 4},
		{"behind code, which is left out", "a.md", "One.\n\n```\nx\ny\n```\n\nTwo.\nThree four.\n", "Three", 9},
		{"in an item", "a.md", "1. One two\n   three. Four.\n2. Five.\n", "Four", 2},
		{"in a page, with marks", "a.html", "<main>\n<p>One <a href=x\n class=y>two</a>\n three. Four\nfive.</p></main>", "Four", 4},
		{"in plain text", "a.txt", "One two.\nThree four five.\n\nSix.\n", "Six", 4},
		{"in reStructuredText", "a.rst", "One\n===\n\n.. note::\n   Two ``three``\n   four. Five.\n", "Five", 6},
	} {
		p, err := open(t.Context(), c.name, "en", pages(map[string]string{c.name: c.source}))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.line(strings.Index(p.Text, c.find)); got != c.want {
			t.Errorf("%s: line %d, want %d in %q", c.reason, got, c.want, p.Text)
		}
	}
}

// Numbers of sections, code and what is around a page are not compared.
func TestNewPage(t *testing.T) {
	p, err := open(t.Context(), "a.html", "de", pages(map[string]string{"a.html": "<nav>Menu</nav><main><h1>2.1. One</h1><pre>code</pre><p>2. Two</p><p>42</p></main>"}))
	if err != nil || p.Text != "One\n\n2. Two" || p.Lang != "de" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := open(t.Context(), "a.md", "", pages(map[string]string{"a.md": "```\ncode\n```\n"})); err == nil {
		t.Error("a page of code alone has text")
	}
}
