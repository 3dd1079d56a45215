package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"testing"
	"time"

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
	} {
		var documents []*read.Document
		for _, name := range c.files {
			b, err := os.ReadFile(filepath.Join("../../testdata/articles", c.name, name))
			if err != nil {
				t.Fatal(err)
			}
			d, err := read.Bytes(b, name)
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, d)
		}
		r, err := align.Compare(t.Context(), documents, align.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []struct {
			ending, format string
			width          int
			equal          func(got, want []byte) bool
		}{
			{"80.txt", "text", 80, bytes.Equal},
			{"120.txt", "text", 120, bytes.Equal},
			{"json", "json", 0, equalJSON},
			{"html", "html", 0, equalPages},
		} {
			file := filepath.Join("testdata/golden", c.name+"."+form.ending)
			t.Run(filepath.Base(file), func(t *testing.T) {
				var got bytes.Buffer
				if err := write(&got, r, form.format, report.TextOptions{Width: form.width}, made); err != nil {
					t.Fatal(err)
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
	} {
		if got := c.equal([]byte(c.got), []byte(c.want)); got != c.same {
			t.Errorf("%s and %s: %v", c.got, c.want, got)
		}
	}
}
