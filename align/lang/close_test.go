package lang

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// least is how many of the ten lines or so of an article, by file of
// testdata/detect, are told right by themselves. Other files have to have all
// but one. The figures only go up.
var least = map[string]int{
	"bs":      5, // most sentences could be Croatian
	"hr":      8,
	"sr-latn": 5,
}

// TestDetectArticles asks for the language of whole articles, which is to be
// right, and of their lines: a headline and sentences. With -v it prints which
// languages lines were taken for.
func TestDetectArticles(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "detect", "*.txt"))
	if err != nil || len(files) < 75 {
		t.Fatalf("%d articles: %v", len(files), err)
	}
	var table strings.Builder
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		want, _, _ := strings.Cut(name, "-")
		if got, sure := Detect(string(raw)); got != want {
			t.Errorf("%s: the article is taken for %s (%.2f)", name, got, sure)
		}
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		wrong := map[string]int{}
		right := 0
		for _, line := range lines {
			if got, _ := Detect(line); got == want {
				right++
			} else {
				wrong[got]++
			}
		}
		if right < cmp.Or(least[name], len(lines)-1) {
			t.Errorf("%s: only %d of %d lines are told right: %v", name, right, len(lines), wrong)
		}
		if right < len(lines) {
			fmt.Fprintf(&table, "%s\t%d of %d\t%v\n", name, right, len(lines), wrong)
		}
	}
	t.Logf("lines of %d articles that are taken for other languages\n%s", len(files), &table)
}

// TestDetectParallel asks for the language of the reports of testdata/parallel.
func TestDetectParallel(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "parallel", "??.txt"))
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimSuffix(filepath.Base(file), ".txt")
		for report := range slices.Chunk(strings.Split(strings.TrimSpace(string(raw)), "\n"), 15) {
			if got, _ := Detect(strings.Join(report, "\n")); got != want {
				t.Errorf("%s: %.60q is taken for %s", want, report[0], got)
			}
		}
	}
}

// TestCloseTable reads close.txt: languages are known, words are in small
// letters, and none tells for a language twice nor for all of its group.
func TestCloseTable(t *testing.T) {
	groups, err := readGroups(closeTable)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		for word, langs := range g.words {
			codes := slices.Sorted(slices.Values(langs))
			if len(slices.Compact(codes)) < len(langs) || len(langs) == len(g.all) {
				t.Errorf("%q tells nothing, or too much: %v of %v", word, langs, g.all)
			}
			if strings.ToLower(word) != word {
				t.Errorf("%q has a capital", word)
			}
		}
	}
	if len(groups) == 0 || !slices.Contains(slices.Collect(maps.Keys(groups[0].words)), "gdje") {
		t.Errorf("%d groups", len(groups))
	}
	for _, c := range []struct{ reason, text string }{
		{"unknown language", "xx: word"},
		{"unknown key", "sr lettres: x"},
		{"no words", "sr:"},
		{"no colon", "sr word"},
		{"like an unknown language", "sr like: xx"},
	} {
		if _, err := readGroups(c.text); err == nil {
			t.Errorf("%s: no error", c.reason)
		}
	}
}
