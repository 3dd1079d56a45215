package drift

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// told is pairs as text: name, language, and the two files.
func told(pairs []Pair) string {
	var lines []string
	for _, p := range pairs {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", p.Name, p.Lang, p.Source, p.Translation))
	}
	return strings.Join(lines, "; ")
}

func TestFolders(t *testing.T) {
	for _, c := range []struct {
		reason, files, source, translations, want string
	}{
		{"same names, one missing and one too many", "docs/en/a.md docs/en/x/b.md docs/de/a.md docs/de/c.md", "docs/en", "docs/de/",
			"a.md de docs/en/a.md docs/de/a.md; c.md de  docs/de/c.md; x/b.md de docs/en/x/b.md "},
		{"a folder that is not called after a language", "a/1.md b/1.md", "a", "b", "1.md  a/1.md b/1.md"},
		{"translations inside the source's folder", "a.html x/b.html de/a.html fr/a.html", ".", "de",
			"a.html de a.html de/a.html; x/b.html de x/b.html "},
		{"two translations", "en/a.md de/a.md fr/a.md", "en", "de fr", "a.md de en/a.md de/a.md; a.md fr en/a.md fr/a.md"},
		{"folders whose names begin alike", "en/a.md en-old/a.md de/a.md", "en", "de", "a.md de en/a.md de/a.md"},
		{"above", "../en/a.md ../de/a.md", "../en", "../de", "a.md de ../en/a.md ../de/a.md"},
	} {
		if got := told(Folders(strings.Fields(c.files), c.source, strings.Fields(c.translations))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
}

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		reason, pattern, files, want string
	}{
		{"language before the ending, the source's without", "{name}.{lang}.md", "a.md a.de.md b/c.en.md b/c.de.md d.fr.md e.txt v1.2.md",
			"a de x/a.md x/a.de.md; b/c de x/b/c.en.md x/b/c.de.md; v1.2 de x/v1.2.md ; a fr x/a.md ; b/c fr x/b/c.en.md ; d fr  x/d.fr.md; v1.2 fr x/v1.2.md "},
		{"folders", "{lang}/{name}", "en/a.md pt-br/a.md zzz/a.md", "a.md pt x/en/a.md x/pt-br/a.md"},
		{"in the middle", "content/{lang}/docs/{name}.md", "content/en/docs/a.md content/de/docs/a.md", "a de x/content/en/docs/a.md x/content/de/docs/a.md"},
	} {
		p, err := ParsePattern(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := told(p.Pairs("x", strings.Fields(c.files), "en")); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
	for _, bad := range []string{"", "{name}.md", "{lang}", "{lang}{lang}{name}"} {
		if _, err := ParsePattern(bad); err == nil {
			t.Errorf("%q is a pattern", bad)
		}
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct{ reason, files, layout, want string }{
		{"folders by language", "en/a.md de/a.md", "{lang}/{name}", "a.md de d/en/a.md d/de/a.md"},
		{"suffixes", "a.md a.de.md about.md", "{name}.{lang}.md", "a de d/a.md d/a.de.md; about de d/about.md "},
		{"Docusaurus", "docs/a.md i18n/fr/docusaurus-plugin-content-docs/current/a.md", "docs and i18n/{lang}", "a.md fr d/docs/a.md d/i18n/fr/docusaurus-plugin-content-docs/current/a.md"},
		{"no languages at all", "a.md b/c.md", "", ""},
	} {
		pairs, layout := Detect("d", strings.Fields(c.files), "en")
		if got := told(pairs); got != c.want || layout != c.layout {
			t.Errorf("%s: got %q and %q, want %q and %q", c.reason, layout, got, c.layout, c.want)
		}
	}
}

func TestReadable(t *testing.T) {
	var got []string
	for _, name := range []string{"a.md", "x/a.HTML", "a.rst", "a.go", ".git/a.md", "_static/a.html", "x/_index.md", "node_modules/a/b.md", "../a.txt", "a"} {
		if Readable(name) {
			got = append(got, name)
		}
	}
	if want := []string{"a.md", "x/a.HTML", "a.rst", "x/_index.md", "../a.txt"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
