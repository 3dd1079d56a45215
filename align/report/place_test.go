package report

import (
	"strings"
	"testing"

	"factdiff/align"
	"factdiff/align/read"
)

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		reason, name, text, find string
		want                     place
		known                    bool
	}{
		{"the first", "a.txt", "One. Two.\nThree.", "One.", place{1, 1, 1, 5}, true},
		{"inside a line", "a.txt", "One. Two.\nThree.", "Two.", place{1, 6, 1, 10}, true},
		{"behind line ends of any kind", "a.txt", "One.\r\n\r\nTwo.\rThree.\nFour.", "Four.", place{5, 1, 5, 6}, true},
		{"characters, not bytes", "a.txt", "Brücke 橋 auf.\n", "auf.", place{1, 10, 1, 14}, true},
		{"over a line's end", "a.txt", "One and\ntwo. Three.\n", "and\ntwo.", place{1, 5, 2, 5}, true},
		{"a byte order mark is no column", "a.txt", "\ufeffOne.\n", "One.", place{1, 1, 1, 5}, true},
		{"Markdown has lines only", "a.md", "# Title\n\nOne **two** three.\n\nFour.\n", "two", place{line: 3}, true},
		{"as a page has", "a.html", "<!doctype html><title>T</title>\n<article><p>One two three four five.</p></article>", "two", place{line: 2}, true},
	} {
		d, err := read.Bytes(t.Context(), []byte(c.text), c.name)
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(d.Text, c.find)
		if at < 0 {
			t.Fatalf("%s: %q is not in %q", c.reason, c.find, d.Text)
		}
		got, known := newPlaces(align.Version{Text: d.Text}, d).of(at, at+len(c.find))
		if got != c.want || known != c.known {
			t.Errorf("%s: got %v %v, want %v %v", c.reason, got, known, c.want, c.known)
		}
	}
	if _, known := newPlaces(align.Version{Text: "x"}, nil).of(0, 1); known {
		t.Error("without a document no place is known")
	}
	if _, known := newPlaces(align.Version{Text: "x"}, read.Text("a.txt", "y")).of(0, 1); known {
		t.Error("in another document no place is known")
	}
}
