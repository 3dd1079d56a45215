package polarity

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestLabelledPairs measures on labelled articles, of which the environment
// variable LABELLED_PAIRS names a folder: a folder per pair, with gold.json,
// which lists the facts of both with their counterparts. Of the pairs of facts
// that are linked it compares those in conflict with those shared: how many
// have opposite and equal signs, and the chance that one in conflict has more
// opposition, less agreement, than one shared (the area under the ROC curve).
func TestLabelledPairs(t *testing.T) {
	root := os.Getenv("LABELLED_PAIRS")
	if root == "" {
		t.Skip("LABELLED_PAIRS names no folder of labelled pairs")
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "gold.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled pairs under %q: %v", root, err)
	}
	all, byGroup := &tally{}, map[string]*tally{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		type fact struct {
			ID, Side, Text, Status string
			Match                  []string
		}
		var gold struct {
			A, B  struct{ Lang string }
			Facts []fact
		}
		if err := json.Unmarshal(raw, &gold); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		key := group(gold.A.Lang, gold.B.Lang)
		if byGroup[key] == nil {
			byGroup[key] = &tally{}
		}
		signs, facts := map[string]Signs{}, map[string]fact{}
		for _, f := range gold.Facts {
			lang := gold.A.Lang
			if f.Side == "b" {
				lang = gold.B.Lang
			}
			signs[f.ID], facts[f.ID] = Find(f.Text, lang), f
		}
		done := map[[2]string]bool{}
		for _, f := range gold.Facts {
			for _, id := range f.Match {
				link := [2]string{min(f.ID, id), max(f.ID, id)}
				if g := facts[id]; done[link] || f.Status != g.Status {
					continue
				}
				done[link] = true
				agree, oppose := Relate(signs[f.ID], signs[id])
				for _, y := range []*tally{all, byGroup[key]} {
					y.add(f.Status == "conflict", agree, oppose)
				}
			}
		}
	}
	t.Logf("%-18s %-38s %-30s %s", "", "in conflict: opposite, equal", "shared: opposite, equal", "area: opposition, difference")
	for _, key := range slices.Sorted(maps.Keys(byGroup)) {
		byGroup[key].log(t, key)
	}
	all.log(t, "all")
	if rate := above(all.oppose[0]); rate > 0.04 {
		t.Errorf("of the shared pairs %.3f have opposite signs", rate)
	}
	if rate := above(all.oppose[1]); rate < 0.1 {
		t.Errorf("of the pairs in conflict only %.3f have opposite signs", rate)
	}
}

// group sorts pairs of languages by the lesser known.
func group(a, b string) string {
	for _, g := range []struct{ name, langs string }{
		{"ja, ko, th, zh", "ja ko th zh"},
		{"ar, hi, tr", "ar hi tr"},
		{"Slavic", "cs pl ru uk"},
		{"el, hu, vi", "el hu vi"},
		{"Romance", "es fr it pt"},
		{"Germanic", "de nl sv"},
	} {
		if strings.Contains(g.langs, a) || strings.Contains(g.langs, b) {
			return g.name
		}
	}
	return "English"
}

// tally holds what linked pairs have, the shared first.
type tally struct{ agree, oppose [2][]float64 }

func (y *tally) add(conflict bool, agree, oppose float64) {
	k := 0
	if conflict {
		k = 1
	}
	y.agree[k] = append(y.agree[k], agree)
	y.oppose[k] = append(y.oppose[k], oppose)
}

func (y *tally) log(t *testing.T, key string) {
	var difference [2][]float64
	for k := range difference {
		for i, v := range y.oppose[k] {
			difference[k] = append(difference[k], v-y.agree[k][i])
		}
	}
	t.Logf("%-18s %5d pairs  %.3f  %.3f       %5d pairs  %.3f  %.3f      %.3f  %.3f", key,
		len(y.oppose[1]), above(y.oppose[1]), above(y.agree[1]),
		len(y.oppose[0]), above(y.oppose[0]), above(y.agree[0]),
		area(y.oppose[1], y.oppose[0]), area(difference[1], difference[0]))
}

// above is the share of values that are not 0.
func above(values []float64) float64 {
	n := 0
	for _, v := range values {
		if v > 0 {
			n++
		}
	}
	return float64(n) / float64(max(1, len(values)))
}

// area is the chance that one of the first is more than one of the others, ties
// counting half.
func area(first, others []float64) float64 {
	others = slices.Sorted(slices.Values(others))
	sum := 0
	for _, v := range first {
		sum += sort.SearchFloat64s(others, v) + sort.Search(len(others), func(i int) bool { return others[i] > v })
	}
	return float64(sum) / 2 / float64(max(1, len(first))) / float64(max(1, len(others)))
}

// TestTraps runs the small stories about negation: most conflicts have to be
// seen, and nothing shared may seem opposite.
func TestTraps(t *testing.T) {
	files, err := filepath.Glob("../../testdata/evidence/negation/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	seen, conflicts, falsely, shared := 0, 0, 0, 0
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lang := func(i int) string { name, _, _ := strings.Cut(a.Files[i].Name, "."); return name }
		truth := string(a.Files[len(a.Files)-1].Data)
		for line := range strings.Lines(truth) {
			fields := strings.Split(strings.TrimSpace(line), " | ")
			if len(fields) != 3 {
				continue
			}
			agree, oppose := Relate(Find(fields[1], lang(0)), Find(fields[2], lang(1)))
			switch fields[0] {
			case "conflict":
				conflicts++
				if oppose > 0 {
					seen++
				} else {
					t.Logf("missed, agree %.2f: %s", agree, line)
				}
			case "shared":
				shared++
				if oppose > 0 {
					falsely++
					t.Logf("false, oppose %.2f, agree %.2f: %s", oppose, agree, line)
				}
			}
		}
	}
	t.Logf("%d of %d conflicts seen, %d of %d shared statements seem opposite", seen, conflicts, falsely, shared)
	if seen*10 < conflicts*8 || falsely > 1 {
		t.Error("too few or too many")
	}
}
