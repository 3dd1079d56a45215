package drift

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"factdiff/align"
)

// manual is the pairs of testdata/drift in German.
func manual(t *testing.T) []Pair {
	t.Helper()
	var files []string
	root := filepath.Join("..", "..", "testdata", "drift")
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && Readable(filepath.Base(name)) {
			files = append(files, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	root = filepath.ToSlash(root)
	return Folders(files, root+"/en", []string{root + "/de"})
}

func TestCompare(t *testing.T) {
	pairs := manual(t)
	r, err := Compare(t.Context(), pairs, Options{Confidence: 0.8})
	if err != nil || r.Problems() != nil {
		t.Fatal(err, r.Problems())
	}
	var got []string
	for _, f := range r.Findings {
		at := f.At()
		got = append(got, fmt.Sprintf("%s %s/%s:%d %s %v", f.Kind, filepath.Base(filepath.Dir(at.File)), filepath.Base(at.File), at.Line, at.Text, f.Values))
	}
	want := []string{
		"conflict de/configure.md:8 Der Server lauscht auf Port 8081. [[8080 8081]]",
		"untranslated de/configure.md:19 Transfers that were interrupted go on where they stopped. After three failed attempts the service waits for an hour. []",
		"only-a en/configure.md:22 Keep a copy of the key in a safe place. []",
		"only-a en/faq.html:13 The list of exceptions can be extended by patterns in the configuration. []",
		"missing en/history.md:0  []",
		"orphan de/thanks.md:0  []",
		"conflict de/upgrade.rst:10 Version 2.3.0 oder neuer kann die Dateien aller früheren lesen. [[2.4.1 2.3.0]]",
		"conflict de/upgrade.rst:22 Wie oft eine Übertragung erneut versucht wird, standardmäßig 5-mal. [[3 5]]",
		"only-b de/upgrade.rst:29 Im Zweifel hilft die deutschsprachige Mailingliste weiter. []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// The order of the work does not show.
	again, err := Compare(t.Context(), pairs, Options{Confidence: 0.8, Read: func(name string) ([]byte, error) { return os.ReadFile(name) }})
	if err != nil || !reflect.DeepEqual(r, again) {
		t.Errorf("another report comes of the same pages (%v)", err)
	}
}

// pages is a reader of pages in memory.
func pages(text map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		s, ok := text[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(s), nil
	}
}

func TestPages(t *testing.T) {
	const (
		en = "# Ferry\n\nThe ferry leaves every hour from the northern quay. Bicycles travel free of charge.\n\nTickets are sold on board by the crew.\n"
		de = "# Fähre\n\nDie Fähre legt jede Stunde vom nördlichen Kai ab. Fahrräder fahren kostenlos mit.\n\nFahrkarten verkauft die Besatzung an Bord.\n"
	)
	for _, c := range []struct {
		reason       string
		source, text string
		want         string // kinds
		problem      string
	}{
		{"in step", en, de, "", ""},
		{"the same bytes, not translated at all", en, en, "untranslated", ""},
		{"a translation without text", en, "```\nx\n```\n", "missing", ""},
		{"a page without text has nothing to translate", "---\ntitle: x\n---\n", de, "", ""},
		{"no text at all", en, "\x00\x01\x02\x03binary\x00\x00\x00\x00", "", "the content is binary"},
		{"code is left alone", en + "\n```\nThe crew sells beer and wine on board as well.\n```\n", de, "", ""},
		{"a thousand in another notation is the same", "# Ferry\n\nThe ferry carries 1,250 people on every trip.\n", "# Fähre\n\nDie Fähre befördert auf jeder Fahrt 1.250 Menschen.\n", "", ""},
		{"an option under another name", "# Ferry\n\nStart the program with `--quiet` to see fewer messages.\n", "# Fähre\n\nStarten Sie das Programm mit `--silent`, um weniger Meldungen zu sehen.\n", "conflict", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r, err := Compare(t.Context(), []Pair{{"a.md", "de", "en.md", "de.md"}}, Options{Model: align.Fast, Confidence: 0.9, Read: pages(map[string]string{"en.md": c.source, "de.md": c.text})})
			if err != nil {
				t.Fatal(err)
			}
			var kinds []string
			for _, f := range r.Findings {
				kinds = append(kinds, string(f.Kind))
			}
			if got := strings.Join(kinds, " "); got != c.want {
				t.Errorf("got %q, want %q: %+v", got, c.want, r.Findings)
			}
			if problem := r.Pages[0].Problem; !strings.Contains(problem, c.problem) || problem != "" && c.problem == "" {
				t.Errorf("problem %q", problem)
			}
		})
	}
}

// What changed in the source and not in the translation is outdated; a new layout
// is no change, and one that both made is none to report.
func TestOutdated(t *testing.T) {
	const (
		was    = "# Ferry\n\nThe ferry leaves every hour from the northern quay.\n\nTickets are sold on board.\n\nDogs are welcome on the upper deck.\n"
		wasDE  = "# Fähre\n\nDie Fähre legt jede Stunde vom nördlichen Kai ab.\n\nFahrkarten gibt es an Bord.\n\nHunde sind auf dem Oberdeck willkommen.\n"
		source = "# Ferry\n\nThe ferry leaves every hour from the northern quay of the old harbour.\n\nTickets are\n*sold* on board!\n\nDogs are welcome on the lower deck.\n"
		now    = "# Fähre\n\nDie Fähre legt jede Stunde vom nördlichen Kai ab.\n\nFahrkarten gibt es an Bord.\n\nHunde sind auf dem Unterdeck willkommen.\n"
	)
	files := map[string]string{"en.md": source, "de.md": now}
	r, err := Compare(t.Context(), []Pair{{"a.md", "de", "en.md", "de.md"}}, Options{Read: pages(files), Before: pages(map[string]string{"en.md": was, "de.md": wasDE})})
	if err != nil {
		t.Fatal(err)
	}
	var outdated []Finding
	for _, f := range r.Findings {
		if f.Kind == Outdated {
			outdated = append(outdated, f)
		}
	}
	if len(outdated) != 1 || outdated[0].Source.Line != 3 || outdated[0].Was != "The ferry leaves every hour from the northern quay." || outdated[0].Translation.Text != "Die Fähre legt jede Stunde vom nördlichen Kai ab." {
		t.Errorf("outdated: %+v", outdated)
	}
	// A page that is new has no past.
	r, err = Compare(t.Context(), []Pair{{"a.md", "de", "en.md", "de.md"}}, Options{Read: pages(files), Before: pages(nil)})
	if err != nil || slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == Outdated }) {
		t.Errorf("a new page: %v, %+v", err, r.Findings)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Compare(ctx, manual(t), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestBaseline(t *testing.T) {
	finding := func(kind Kind, line int, text string) Finding {
		f := Finding{Kind: kind, Source: Place{"en/a.md", line, text}, Translation: Place{"de/a.md", line, ""}}
		f.Key = key(string(kind), "a.md", "de", plain(f.Source.Text), "")
		return f
	}
	r := &Report{Pages: []Page{{Pair: Pair{Name: "a.md", Lang: "de"}}}, Findings: []Finding{finding(OnlyA, 3, "Two\x1b \u202ewords."), finding(OnlyA, 1, "One."), finding(Missing, 0, "")}}
	var file strings.Builder
	if err := WriteBaseline(&file, r); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(file.String(), "\x1b\u202e") {
		t.Errorf("it can drive a terminal: %q", file.String())
	}
	b, err := ReadBaseline(strings.NewReader(file.String()))
	if err != nil || len(b) != 3 {
		t.Fatalf("%d keys, %v of\n%s", len(b), err, file.String())
	}
	// The sentences have moved, one of them is new, and one is gone.
	r.Findings = []Finding{finding(OnlyA, 8, "Two\x1b\n\u202ewords."), finding(OnlyA, 9, "Three."), finding(OnlyA, 10, "One.")}
	if idle := r.Accept(b); idle != 1 || r.Accepted != 2 || len(r.Findings) != 1 || r.Findings[0].Source.Text != "Three." {
		t.Errorf("%d idle, %+v", idle, r)
	}
	for text, want := range map[string]string{
		"# only a comment\n\n":                 "",
		"12345\n":                              `line 1: "12345" is not the key`,
		"\n0123456789abcdeF":                   `line 2: "0123456789abcdeF" is not the key`,
		strings.Repeat("#\n", maxBaseline/2+1): "it has more than 16 MB",
		strings.Repeat("#", 1<<20):             "token too long",
	} {
		_, err := ReadBaseline(strings.NewReader(text))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: got %v, want %q", text, err, want)
		}
	}
}

func FuzzBaseline(f *testing.F) {
	f.Add("# a\n0123456789abcdef only-a de \"a.md\" b\n")
	f.Add("0123456789abcdef\r\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ReadBaseline(strings.NewReader(text))
		if err == nil && len(b) > strings.Count(text, "\n")+1 {
			t.Errorf("%d keys of %q", len(b), text)
		}
	})
}
