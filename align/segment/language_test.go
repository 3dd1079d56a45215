package segment

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestTables reads every table: keys are known, no abbreviation is of two
// classes, none has its full stop, and values are among those that are.
func TestTables(t *testing.T) {
	names, err := fs.Glob(files, "lang/*.txt")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d tables: %v", len(names), err)
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# ") || !utf8.Valid(text) {
			t.Errorf("%s: want UTF-8 that begins with a comment which names the language", name)
		}
		l := load("common")
		if err := l.read(string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		switch l.ordinal {
		case "none", "small", "any":
		default:
			t.Errorf("%s: ordinal is %q", name, l.ordinal)
		}
		seen := map[string]string{}
		for line := range strings.Lines(string(text)) {
			key, value, ok := strings.Cut(line, ":")
			for _, w := range strings.Fields(value) {
				first, _ := utf8.DecodeRuneInString(w)
				id := fold(w)
				if isCapital(first) {
					id = "Capital " + id
				}
				_, abbreviates := classes[key]
				switch {
				case !ok || strings.HasPrefix(line, "#"):
				case abbreviates && seen[id] != "":
					t.Errorf("%s: %q is under %s and %s", name, w, seen[id], key)
				case abbreviates && strings.HasSuffix(w, "."):
					t.Errorf("%s: %q has its full stop", name, w)
				case abbreviates:
					seen[id] = key
				case key == "start" && fold(w) != w:
					t.Errorf("%s: %q under start has a capital", name, w)
				}
			}
		}
	}
	for code, same := range sameAs {
		if _, err := files.Open("lang/" + same + ".txt"); err != nil {
			t.Errorf("%s is like %s: %v", code, same, err)
		}
	}
}

func TestTableErrors(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"unknown key", "# A language\n\ntitel: Dr\n", `line 3: "titel: Dr"`},
		{"no key", "Dr Prof\n", `line 1: "Dr Prof"`},
	} {
		if err := load("common").read(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %s", c.reason, err, c.want)
		}
	}
}
