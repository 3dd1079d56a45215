package value

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestICU reads values as ICU words them in each language: numbers in words, dates,
// units and currencies. _generate/wordings.py writes the list.
func TestICU(t *testing.T) {
	text, err := os.ReadFile("testdata/icu.tsv")
	if err != nil {
		t.Fatal(err)
	}
	ref := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	read := 0
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		lang, wording, kind, want := f[0], f[1], f[2], f[3]
		found := Find(wording, lang, ref)
		if len(found) != 1 {
			t.Errorf("%s %q: %d values, want %s %s", lang, wording, len(found), kind, want)
			continue
		}
		read++
		v := found[0]
		switch kind {
		case "date":
			if got := fmt.Sprintf("%d-%d-%d", v.Year, v.Month, v.Day); v.Kind != Date || got != want {
				t.Errorf("%s %q: %s %s, want %s", lang, wording, v.Kind, got, want)
			}
		case "day":
			if got := fmt.Sprintf("%d-%d", v.Month, v.Day); v.Kind != Date || "2025-"+got != want {
				t.Errorf("%s %q: %s %s, want %s", lang, wording, v.Kind, got, want)
			}
		default:
			n, err := strconv.ParseFloat(want, 64)
			if err != nil {
				t.Fatal(err)
			}
			near := func(x float64) bool { return math.Abs(x-n) <= 1e-6*n }
			if v.Kind.String() != kind || !near(v.Lo) || !near(v.Hi) {
				t.Errorf("%s %q: %s %g to %g, want %s %s", lang, wording, v.Kind, v.Lo, v.Hi, kind, want)
			}
		}
	}
	if read < 8000 {
		t.Errorf("%d wordings read, want thousands in 34 languages", read)
	}
}
