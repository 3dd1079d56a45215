package name

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"
)

// labelledFact is a fact as its labeller cut it.
type labelledFact struct {
	ID, Side, Text, Status string
	Match                  []string
	from, to               int // in the text of its version
}

// TestLabelledPairs measures comparisons on labelled articles, of which the
// environment variable LABELLED_PAIRS names a folder: a folder per pair, with
// a.txt, b.txt and gold.json, which lists the facts of both with their
// counterparts. What is measured over all pairs of facts is how often a linked
// pair agrees more than one that is not (the area under the ROC curve): of all,
// and of those in which both facts surely have a name, and how often a linked
// pair has a name that only one of its facts has.
func TestLabelledPairs(t *testing.T) {
	root := os.Getenv("LABELLED_PAIRS")
	if root == "" {
		t.Skip("LABELLED_PAIRS names no folder of labelled pairs")
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "gold.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled pairs under %q: %v", root, err)
	}
	byScripts := map[string]*labelledTally{}
	all := &labelledTally{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var gold struct {
			A, B  struct{ Lang string }
			Facts []labelledFact
		}
		if err := json.Unmarshal(raw, &gold); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var articles [2]*Article
		var facts [2][]labelledFact
		linked := map[[2]string]bool{}
		for k, lang := range []string{gold.A.Lang, gold.B.Lang} {
			side := "ab"[k : k+1]
			text, err := os.ReadFile(filepath.Join(filepath.Dir(file), side+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			articles[k] = NewArticle(string(text), lang)
			pos := 0
			for _, f := range gold.Facts {
				if f.Side != side {
					continue
				}
				f.from = pos
				pos += prefixLike(string(text[pos:]), f.Text)
				f.to = pos
				for _, id := range f.Match {
					linked[[2]string{f.ID, id}], linked[[2]string{id, f.ID}] = true, true
				}
				if f.Status != "boilerplate" {
					facts[k] = append(facts[k], f)
				}
			}
		}
		groups := []string{group(gold.A.Lang), group(gold.B.Lang)}
		slices.Sort(groups)
		key := strings.Join(groups, ", ")
		if byScripts[key] == nil {
			byScripts[key] = &labelledTally{}
		}
		c := compared(t, articles[0], articles[1])
		for _, f := range facts[0] {
			for _, g := range facts[1] {
				r := c.Relate(f.from, f.to, g.from, g.to)
				named := c.a.named(f.from, f.to) && c.b.named(g.from, g.to)
				for _, tally := range []*labelledTally{all, byScripts[key]} {
					tally.add(r, linked[[2]string{f.ID, g.ID}], named)
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(byScripts)) {
		byScripts[key].log(t, key)
	}
	if named := all.log(t, "all"); named < 0.85 {
		t.Errorf("where both facts have a name: %.3f, was 0.86", named)
	}
}

// prefixLike returns how many bytes of text have the visible characters of fact.
func prefixLike(text, fact string) int {
	n := 0
	for _, r := range fact {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	for i, r := range text {
		if !unicode.IsSpace(r) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return len(text)
}

// group sorts languages by how names are seen in them.
func group(lang string) string {
	switch lang {
	case "de":
		return "German"
	case "ru", "uk", "el":
		return "other capitals"
	case "ar", "hi", "ja", "ko", "th", "zh":
		return "no capitals"
	}
	return "Latin"
}

// named tells whether a fact has a likely name.
func (v *version) named(from, to int) bool {
	return slices.ContainsFunc(v.between(from, to, nil), func(f int) bool { return v.forms[f].sure >= 0.5 })
}

// labelledTally holds how much pairs of facts agree.
type labelledTally struct {
	linked, others           []float64
	linkedNamed, othersNamed []float64
	missing, unknown         int
}

func (y *labelledTally) add(r Relation, linked, named bool) {
	const much = 0.25
	switch {
	case linked:
		y.linked = append(y.linked, r.Agree)
		if max(r.MissingA, r.MissingB) > much {
			y.missing++
		}
		if max(r.UnknownA, r.UnknownB) > much {
			y.unknown++
		}
		if named {
			y.linkedNamed = append(y.linkedNamed, r.Agree)
		}
	default:
		y.others = append(y.others, r.Agree)
		if named {
			y.othersNamed = append(y.othersNamed, r.Agree)
		}
	}
}

// log returns the area for facts with names.
func (y *labelledTally) log(t *testing.T, key string) float64 {
	named := area(y.linkedNamed, y.othersNamed)
	n := float64(len(y.linked))
	t.Logf("%-32s %5.0f linked, agree %.3f, with names %.3f; missing in %.3f, unknown in %.3f",
		key, n, area(y.linked, y.others), named, float64(y.missing)/n, float64(y.unknown)/n)
	return named
}

// area is the chance that one of the first is more than one of the others, ties
// counting half.
func area(first, others []float64) float64 {
	slices.Sort(others)
	sum := 0
	for _, v := range first {
		sum += sort.SearchFloat64s(others, v) + sort.Search(len(others), func(i int) bool { return others[i] > v })
	}
	return float64(sum) / 2 / float64(len(first)) / float64(len(others))
}
