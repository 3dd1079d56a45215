package align

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"factdiff/align/read"
)

// tested are the languages of testdata/parallel, each with the least F1 of
// finding the sentences that only one side has, and of the statuses shared and
// only in its labelled pair with English. They go up, save where a model learned
// anew does better in the mean of all and worse in one.
var tested = map[string]struct{ dropped, shared, only float64 }{
	"bg": {0.96, 0.94, 0.95},
	"cs": {0.96, 0.88, 0.83},
	"da": {0.98, 0.88, 0.79},
	"el": {0.98, 0.94, 0.89},
	"fi": {0.98, 0.91, 0.78},
	"hi": {0.96, 0.87, 0.76},
	"hr": {0.98, 0.84, 0.88},
	"hu": {0.96, 0.90, 0.70},
	"id": {0.98, 0.91, 0.89},
	"no": {0.98, 0.95, 0.90},
	"ro": {0.98, 0.91, 0.69},
	"sv": {0.98, 0.94, 0.84},
	"uk": {0.96, 0.95, 0.90},
	"vi": {0.96, 0.92, 0.84},
}

// counts are the right, the wrong and the missed of a class.
type counts struct{ right, wrong, missed int }

func (c *counts) add(is, said bool, n int) {
	switch {
	case is && said:
		c.right += n
	case said:
		c.wrong += n
	case is:
		c.missed += n
	}
}

func (c counts) f1() float64 {
	return 2 * float64(c.right) / max(1, float64(2*c.right+c.wrong+c.missed))
}

// TestLanguages measures, for each language beyond the first model's, two
// things: whether sentences that were taken out of one of two parallel reports
// are found, and how the labelled pair with English is judged. With -v it prints
// the table.
func TestLanguages(t *testing.T) {
	if testing.Short() {
		t.Skip("compares a hundred reports")
	}
	english := reports(t, "en")
	var table strings.Builder
	for _, lang := range slices.Sorted(maps.Keys(tested)) {
		floor := tested[lang]
		dropped := dropping(t, english, reports(t, lang), lang)
		statuses, detected := judged(t, lang)
		fmt.Fprintf(&table, "%s\t%.3f\t%.3f\t%.3f\t%s\n", lang, dropped.f1(), statuses[Shared].f1(), statuses[Only].f1(), detected)
		for _, c := range []struct {
			what       string
			got, least float64
		}{
			{"sentences that one side lacks", dropped.f1(), floor.dropped},
			{"shared facts", statuses[Shared].f1(), floor.shared},
			{"facts of one side", statuses[Only].f1(), floor.only},
		} {
			if c.got < c.least {
				t.Errorf("%s: F1 of %s is %.3f, less than %.3f", lang, c.what, c.got, c.least)
			}
		}
		if detected != lang {
			t.Errorf("%s: taken for %s", lang, detected)
		}
	}
	t.Logf("language, dropped sentences, shared and only facts, detected\n%s", &table)
}

// reports are the four of testdata/parallel, sentence by sentence.
func reports(t *testing.T, lang string) [][]string {
	raw, err := os.ReadFile(filepath.Join("..", "testdata", "parallel", lang+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(slices.Chunk(strings.Split(strings.TrimSpace(string(raw)), "\n"), 15))
}

// dropping takes three in ten sentences out of either side, shakes the order of
// the second, and counts how those that were left alone are judged.
func dropping(t *testing.T, english, other [][]string, lang string) (c counts) {
	const rounds = 4
	random := rand.New(rand.NewPCG(2026, 11))
	for range rounds {
		for k := range english {
			var texts [2][]string
			var alone [2][]bool
			for i := range english[k] {
				gone := -1
				if random.Float64() < 0.3 {
					gone = random.IntN(2)
				}
				for side, lines := range [][]string{english[k], other[k]} {
					if side != gone {
						texts[side], alone[side] = append(texts[side], lines[i]), append(alone[side], gone >= 0)
					}
				}
			}
			for range len(texts[1]) / 3 {
				if i := 1 + random.IntN(len(texts[1])-1); i > 0 {
					texts[1][i], texts[1][i-1] = texts[1][i-1], texts[1][i]
					alone[1][i], alone[1][i-1] = alone[1][i-1], alone[1][i]
				}
			}
			r := compareTexts(t, [2]string{"en", lang}, strings.Join(texts[0], "\n"), strings.Join(texts[1], "\n"))
			for side, lines := range texts {
				start := 0
				for i, line := range lines {
					only := statusBytes(r, side, start, start+len(line), Only)*2 > len(line)
					c.add(alone[side][i], only, 1)
					start += len(line) + 1
				}
			}
		}
	}
	return c
}

// judged counts, in bytes, how the labelled pair of a language is judged, and
// tells which language it was taken for.
func judged(t *testing.T, lang string) (map[Status]counts, string) {
	folder := filepath.Join("..", "testdata", "languages", lang+"-en")
	raw, err := os.ReadFile(filepath.Join(folder, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Facts []struct {
			Side, Text string
			Status     Status
		}
	}
	if err := json.Unmarshal(raw, &gold); err != nil {
		t.Fatal(err)
	}
	var documents []*read.Document
	for _, side := range []string{"a", "b"} {
		d, err := read.File(t.Context(), filepath.Join(folder, side+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, d)
	}
	r, err := Compare(t.Context(), documents, Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[Status]counts{}
	at := [2]int{}
	for _, f := range gold.Facts {
		side := strings.Index("ab", f.Side)
		text := documents[side].Text
		start := at[side] + strings.IndexFunc(text[at[side]:], func(r rune) bool { return !unicode.IsSpace(r) })
		end := start + len(f.Text)
		if end > len(text) || text[start:end] != f.Text {
			t.Fatalf("%s: %q is not what follows", lang, f.Text)
		}
		at[side] = end
		for _, s := range []Status{Shared, Only, Conflict, Boilerplate} {
			c, n := out[s], statusBytes(r, side, start, end, s)
			c.add(f.Status == s, true, n)
			c.add(f.Status == s, false, end-start-n)
			out[s] = c
		}
	}
	return out, r.Versions[0].Lang
}

func compareTexts(t *testing.T, langs [2]string, texts ...string) *Report {
	var documents []*read.Document
	for i, text := range texts {
		d := read.Text("", text)
		d.Lang = langs[i]
		documents = append(documents, d)
	}
	r, err := Compare(t.Context(), documents, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// statusBytes is how many bytes of a stretch lie in facts of a status.
func statusBytes(r *Report, version, start, end int, s Status) (n int) {
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Version == r.Versions[version].ID && f.Status == s {
			n += max(0, min(f.End, end)-max(f.Start, start))
		}
	}
	return n
}
