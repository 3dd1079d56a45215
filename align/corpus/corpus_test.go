package corpus

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"factdiff/align/docvec"
	"factdiff/align/read"
)

// stories are articles with a version in English and another one in a language
// of the first encoder.
func stories(t *testing.T) (english, other []Entry) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/articles/*/en.txt")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d articles in English: %v", len(files), err)
	}
	for _, en := range files {
		versions, err := filepath.Glob(filepath.Join(filepath.Dir(en), "[a-z][a-z].txt"))
		if err != nil {
			t.Fatal(err)
		}
		story := filepath.Base(filepath.Dir(en))
		for _, v := range versions {
			if v != en {
				english = append(english, Entry{ID: story, Path: en})
				other = append(other, Entry{ID: story, Path: v})
				break
			}
		}
	}
	return english, other
}

// Of two collections of which half has a counterpart, those are found, and no
// others.
func TestFind(t *testing.T) {
	a, b := stories(t)
	n := len(a)
	a, b = a[:n*3/4], b[n/4:]
	slices.Reverse(b)
	ofA, ofB, err := Read(t.Context(), a, b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	candidates, err := Candidates(t.Context(), ofA, ofB)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, p := range Match(candidates, 0.5, false) {
		if found[a[p.A].ID] = true; a[p.A].ID != b[p.B].ID {
			t.Errorf("%s is paired with %s, score %.3f", a[p.A].ID, b[p.B].ID, p.Score)
		}
	}
	for _, e := range a[n/4:] {
		if !found[e.ID] {
			t.Errorf("%s has no counterpart", e.ID)
		}
	}
}

func TestReadErrors(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.txt")
	if err := os.WriteFile(empty, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	a := []Entry{{ID: "missing", Path: "no/such.txt"}, {ID: "good", Text: "The bridge over the Elbe is closed until May."}}
	b := []Entry{{ID: "empty", Path: empty}, {ID: "numbers", Text: "17 23 42"}}
	done := 0
	ofA, ofB, err := Read(t.Context(), a, b, Options{Progress: func(n, total int) {
		if total != 4 {
			t.Errorf("%d articles of %d", n, total)
		}
		done = max(done, n)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if done != 4 {
		t.Errorf("progress ended at %d of 4", done)
	}
	if !errors.Is(ofA[0].Err, fs.ErrNotExist) {
		t.Errorf("a missing file gave %v", ofA[0].Err)
	}
	if _, ok := errors.AsType[*read.EmptyError](ofB[0].Err); !ok {
		t.Errorf("an empty file gave %v", ofB[0].Err)
	}
	if ofA[1].Err != nil || ofB[1].Err != nil || ofA[1].Lang != "en" {
		t.Errorf("good articles gave %v and %v, in %q", ofA[1].Err, ofB[1].Err, ofA[1].Lang)
	}
	pairs, err := Candidates(t.Context(), ofA, ofB)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		if p.A == 0 || p.B == 0 {
			t.Errorf("an article that cannot be read is a candidate: %+v", p)
		}
	}
}

// A language that only the second encoder knows has all articles read by it, if
// it is no stray.
func TestSecondEncoder(t *testing.T) {
	czech := Entry{ID: "cs", Text: "Most přes řeku zůstane zavřený až do května, oznámilo město v pondělí."}
	english := Entry{ID: "en", Text: "The bridge over the river stays closed until May, the city said on Monday."}
	ofA, ofB, err := Read(t.Context(), []Entry{czech}, []Entry{english}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(ofA[0].Vector); n != 384 || n != len(ofB[0].Vector) {
		t.Errorf("vectors of %d and %d values", n, len(ofB[0].Vector))
	}
	encoder, err := docvec.Encoder("en")
	if err != nil {
		t.Fatal(err)
	}
	r := reader{articles: make([]Article, 100), encoder: encoder}
	for i := range r.articles {
		r.articles[i].Lang = "en"
	}
	for i, want := range []string{"", "", "", "", "", "", "cs"} {
		if got := r.strange(r.articles); got != want {
			t.Errorf("%d strangers of 100: %q", i, got)
		}
		r.articles[i].Lang = "cs"
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	a, b := stories(t)
	if _, _, err := Read(ctx, a, b, Options{Progress: func(int, int) { cancel() }}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestScore(t *testing.T) {
	e := Evidence{Margin: 0.4, Common: 0.3, CommonLead: 0.2, Rare: 20, Days: -1}
	unknown := e.score()
	for _, row := range []struct {
		days   float64
		lower  bool
		reason string
	}{
		{0, false, "the same day"},
		{sameDays, false, "at the limit"},
		{sameDays + 1, true, "over it"},
		{400, true, "another year"},
	} {
		e.Days = row.days
		if got := e.score(); got < unknown != row.lower {
			t.Errorf("%s: %.4f, without dates %.4f", row.reason, got, unknown)
		}
	}
	if least := (&Evidence{Days: -1}).score(); least > 0.01 {
		t.Errorf("nothing in common scores %.3f", least)
	}
}

func TestKeys(t *testing.T) {
	date := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	keys := func(text, lang string) map[string]float64 { return Keys(read.Text("x", text), lang, date) }
	a := keys("On 3 May the European Union paid Siemens 4.2 million euros, Vladimir Putin said in Moscow.", "en")
	b := keys("Am 3. Mai zahlte die Europäische Union 4,2 Millionen Euro an Siemens, sagte Wladimir Putin in Moskau.", "de")
	n := 0
	for k := range a {
		if b[k] > 0 {
			n++
		}
	}
	if n < 5 { // Vladimir sounds different
		t.Errorf("%d in common of %v and %v", n, a, b)
	}
}
