package name

import (
	"io/fs"
	"strings"
	"testing"

	"factdiff/align/internal/wordlist"
)

// codes are the languages with tables.
var codes = strings.Fields("ar bg ca cs da de el en es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sk sr sv th tr uk vi zh")

func TestTablesAreRead(t *testing.T) {
	for _, code := range codes {
		for _, file := range []string{code, "cldr/" + code} {
			if table(file) == "" {
				t.Errorf("data/%s.txt: missing or empty", file)
			}
		}
		l := emptyLanguage(code)
		for _, file := range []string{code, "cldr/" + code, "cities/" + code} {
			if err := l.read(table(file)); err != nil {
				t.Errorf("data/%s.txt: %v", file, err)
			}
		}
	}
	files, err := fs.Glob(files, "data/*/*.txt")
	if err != nil || len(files) < len(codes) {
		t.Errorf("generated tables: %d, error %v", len(files), err)
	}
}

func TestEveryLanguageKnows(t *testing.T) {
	everywhere := []string{"Germany", "France", "United States", "United Kingdom", "China", "Russia", "Europe"}
	inMost := []string{"European Union", "United Nations", "World Health Organization", "NATO", "Japan", "India"}
	for _, code := range codes {
		knows := map[string]bool{}
		g := lookup(code).forms
		for _, entries := range g.entries {
			for _, e := range entries {
				knows[e.reading] = true
			}
		}
		missing := 0
		for _, name := range append(everywhere, inMost...) {
			if !knows[name] {
				missing++
			}
		}
		for _, name := range everywhere {
			if !knows[name] {
				t.Errorf("%s: no word for %q", code, name)
			}
		}
		if missing > 2 {
			t.Errorf("%s: no words for %d of %d usual names", code, missing, len(everywhere)+len(inMost))
		}
	}
}

func TestBadTable(t *testing.T) {
	l := emptyLanguage("xx")
	for _, line := range []string{"no colon", "unknown: a b", ": a"} {
		if err := l.read(line); err == nil || !strings.Contains(err.Error(), "no known key") {
			t.Errorf("read(%q) = %v, want an error", line, err)
		}
	}
}

// What is listed as ambiguous is a city otherwise.
func TestAmbiguousCities(t *testing.T) {
	all := listedCities()
	err := wordlist.ReadKeys(table("ambiguous"), func(_, names string) bool {
		for name := range strings.SplitSeq(names, ", ") {
			if !all[name] {
				t.Errorf("%q is in no table of cities", name)
			}
		}
		return true
	})
	if err != nil {
		t.Error(err)
	}
	for name, want := range map[string]bool{"lyon": true, "new york": true, "monaco": false, "europe": false, "sofia": false, "brooklyn": false} {
		if cities()[name] != want {
			t.Errorf("%q is a city: %v, want %v", name, !want, want)
		}
	}
}

// What is listed as a given name is no city that counts as one.
func TestGivenNames(t *testing.T) {
	for _, code := range codes {
		n := 0
		_ = wordlist.ReadKeys(table(code), func(key, words string) bool {
			for w := range strings.FieldsSeq(words) {
				if key == "given" {
					n++
					if l := lookup(code); cities()[fold(w)] || l.stop[plain(w)] {
						t.Errorf("%s: %q is a city or a stop word", code, w)
					}
				}
			}
			return true
		})
		if code != "vi" && n < 50 {
			t.Errorf("%s: %d given names", code, n)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, row := range []struct{ tag, want, reason string }{
		{"de", "de", "a plain code"},
		{"de-AT", "de", "a region"},
		{"zh_Hant", "zh", "a script"},
		{"NB", "no", "a language with another's tables"},
		{"tlh", "", "no tables"},
		{"", "", "no tag"},
		{"../en", "", "no path"},
		{"sounds", "", "a table of no language"},
	} {
		if got := lookup(row.tag).code; got != row.want {
			t.Errorf("%s: lookup(%q) = %q, want %q", row.reason, row.tag, got, row.want)
		}
	}
}

func TestStems(t *testing.T) {
	for _, row := range []struct{ lang, a, b string }{
		{"ru", "германии", "германия"},
		{"ru", "путина", "путин"},
		{"pl", "warszawskiego", "warszawa"},
		{"fi", "helsingissa", "helsingin"},
		{"hu", "budapesten", "budapest"},
		{"tr", "ankaranin", "ankara"},
		{"ko", "서울에서는", "서울은"},
		{"ar", "والقاهره", "قاهره"},
		{"cs", "praze", "praha"}, // consonants that change are not undone
	} {
		l := lookup(row.lang)
		got := common(l.stems(row.a), l.stems(row.b))
		if want := row.lang != "cs"; got != want {
			t.Errorf("%s: stems of %q %v and %q %v in common: %v", row.lang, row.a, l.stems(row.a), row.b, l.stems(row.b), got)
		}
	}
}
