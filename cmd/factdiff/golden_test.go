package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/diff"

	"factdiff/align"
	"factdiff/align/read"
	"factdiff/align/report"
)

// tolerance is by how much probabilities may differ from those of a golden
// file: processors round in different places.
const tolerance = 0.02

// TestGolden compares whole reports with those of testdata/golden, which
// go test ./cmd/factdiff -update rewrites.
func TestGolden(t *testing.T) {
	made := report.Provenance{Program: "factdiff 1.0", Made: time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)}
	for _, c := range []struct {
		name  string
		files []string
	}{
		{"archive", []string{"en.txt", "de.txt"}},
		{"ferry", []string{"en.txt", "fr.txt"}},
		{"quake", []string{"en.txt", "ja.txt"}},
		{"league", []string{"en.txt", "de.txt", "fr.txt"}},
	} {
		var documents []*read.Document
		for _, name := range c.files {
			b, err := os.ReadFile(filepath.Join("../../testdata/articles", c.name, name))
			if err != nil {
				t.Fatal(err)
			}
			d, err := read.Bytes(t.Context(), b, name)
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, d)
		}
		full, err := align.Compare(t.Context(), documents, align.Options{Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		explained := &result{full, documents}
		// Evidence would make the other files several times as long.
		short := *full
		short.Facts = slices.Clone(full.Facts)
		for i := range short.Facts {
			short.Facts[i].Explanation = nil
		}
		plain := &result{&short, documents}
		for _, form := range []struct {
			ending, format string
			width          int
			equal          func(got, want []byte) bool
		}{
			{"80.txt", "text", 80, bytes.Equal},
			{"120.txt", "text", 120, bytes.Equal},
			{"json", "json", 0, equalJSON},
			{"html", "html", 0, equalPages},
			{"jsonl", "jsonl", 0, equalScores},
			{"md", "md", 0, bytes.Equal},
			{"csv", "csv", 0, equalScores},
			{"pairs.csv", "csv-pairs", 0, equalScores},
			{"parquet.jsonl", "parquet", 0, equalScores},
			{"pairs.parquet.jsonl", "parquet-pairs", 0, equalScores},
			{"tmx", "tmx", 0, equalScores},
			{"sarif", "sarif", 0, equalScores},
			{"github", "github", 0, bytes.Equal},
		} {
			if len(c.files) > 2 && !slices.Contains([]string{"80.txt", "json", "html"}, form.ending) {
				continue // the rest differs in nothing but rows
			}
			file := filepath.Join("testdata/golden", c.name+"."+form.ending)
			t.Run(filepath.Base(file), func(t *testing.T) {
				var got bytes.Buffer
				r := plain
				if form.format == "text" {
					r = explained
				}
				if err := r.write(&got, form.format, report.TextOptions{Width: form.width}, made); err != nil {
					t.Fatal(err)
				}
				if strings.HasPrefix(form.format, "parquet") {
					got = *bytes.NewBufferString(readBack(t, got.Bytes()))
				}
				if *update {
					if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if os.IsNotExist(err) {
					t.Fatalf("%s is missing; go test ./cmd/factdiff -update writes it", file)
				}
				if err != nil {
					t.Fatal(err)
				}
				if !form.equal(got.Bytes(), want) {
					t.Errorf("go test ./cmd/factdiff -update rewrites the file, where this is as it should be:\n%s",
						diff.Diff(file, want, "now", got.Bytes()))
				}
			})
		}
	}
}

// readBack is the schema and the rows of a table of Parquet, a line each.
func readBack(t *testing.T, table []byte) string {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(table), int64(len(table)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, column := range f.Schema().Columns() {
		leaf, _ := f.Schema().Lookup(column...)
		fmt.Fprintf(&b, "%q\n", strings.Join(column, ".")+" "+leaf.Node.Type().String())
	}
	rows := parquet.NewGenericReader[map[string]any](f, f.Schema())
	defer rows.Close()
	for {
		row := []map[string]any{{}}
		n, err := rows.Read(row)
		if n > 0 {
			line, err := json.Marshal(row[0])
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s\n", line)
		}
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// equalScores compares two texts, the numbers from 0 to 1 in them with the
// tolerance.
func equalScores(got, want []byte) bool {
	bare := func(text []byte) (string, []float64) {
		var numbers []float64
		return score.ReplaceAllStringFunc(string(text), func(s string) string {
			x, _ := strconv.ParseFloat(s, 64)
			numbers = append(numbers, x)
			return "#"
		}), numbers
	}
	a, x := bare(got)
	b, y := bare(want)
	return a == b && slices.EqualFunc(x, y, func(x, y float64) bool { return math.Abs(x-y) <= tolerance })
}

var score = regexp.MustCompile(`\b(0\.\d+|[01])\b`)

// equalJSON compares two values, the numbers in them with the tolerance.
func equalJSON(got, want []byte) bool {
	var a, b any
	return json.Unmarshal(got, &a) == nil && json.Unmarshal(want, &b) == nil && near(a, b)
}

func near(a, b any) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) <= tolerance
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !near(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for k := range a {
			if !near(a[k], b[k]) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

var (
	scores  = regexp.MustCompile(`data-[cmr]="[^"]*"`)
	percent = regexp.MustCompile(`(["=!?])(\d+)`)
)

// equalPages compares two pages, the percentages in them with the tolerance.
func equalPages(got, want []byte) bool {
	bare := func(page []byte) (string, []float64) {
		var numbers []float64
		rest := scores.ReplaceAllStringFunc(string(page), func(attribute string) string {
			for _, m := range percent.FindAllStringSubmatch(attribute, -1) {
				n, _ := strconv.Atoi(m[2])
				numbers = append(numbers, float64(n)/100)
			}
			return percent.ReplaceAllString(attribute, "$1")
		})
		return rest, numbers
	}
	a, x := bare(got)
	b, y := bare(want)
	if a != b || len(x) != len(y) {
		return false
	}
	for i := range x {
		if math.Abs(x[i]-y[i]) > tolerance {
			return false
		}
	}
	return true
}

// The comparisons must see a difference, or nothing is compared.
func TestTolerance(t *testing.T) {
	for _, c := range []struct {
		equal     func(got, want []byte) bool
		got, want string
		same      bool
	}{
		{equalJSON, `{"a": [0.5, "x"]}`, `{"a": [0.515, "x"]}`, true},
		{equalJSON, `{"a": [0.5, "x"]}`, `{"a": [0.53, "x"]}`, false},
		{equalJSON, `{"a": [0.5, "x"]}`, `{"a": [0.5, "y"]}`, false},
		{equalJSON, `{"a": [0.5, "x"]}`, `{"a": [0.5]}`, false},
		{equalJSON, `{"a": 1}`, `{"b": 1}`, false},
		{equalJSON, ``, ``, false},
		{equalPages, `<a data-c="97" data-m="b12=80">`, `<a data-c="96" data-m="b12=81">`, true},
		{equalPages, `<a data-c="97" data-m="b12=80">`, `<a data-c="90" data-m="b12=80">`, false},
		{equalPages, `<a data-c="97" data-m="b12=80">`, `<a data-c="97" data-m="b13=80">`, false},
		{equalPages, `<a data-c="97" data-m="b12=80">`, `<a data-c="97" data-m="b12!80">`, false},
		{equalPages, `<p>50`, `<p>51`, false},
		{equalScores, `x,0.5,1`, `x,0.515,0.99`, true},
		{equalScores, `x,0.5`, `x,0.53`, false},
		{equalScores, `x,0.5`, `y,0.5`, false},
		{equalScores, `x,12`, `x,13`, false},
		{equalScores, `x,0.5`, `x,0.5,0.5`, false},
	} {
		if got := c.equal([]byte(c.got), []byte(c.want)); got != c.same {
			t.Errorf("%s and %s: %v", c.got, c.want, got)
		}
	}
}
