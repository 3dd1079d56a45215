package align

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factdiff/align/read"
)

// planted counts what became of planted statements: called a contradiction, doubted by
// a ?, or neither.
type planted struct{ contradicted, doubted, silent int }

func (y *planted) add(contradicted, doubted bool) {
	switch {
	case contradicted:
		y.contradicted++
	case doubted:
		y.doubted++
	default:
		y.silent++
	}
}

// TestPlanted measures how many of the contradictions that were planted in
// testdata/planted, and in testdata/implied, are found, and how many statements that agree
// are called contradictions. The former are mostly of values and of words with an opposite,
// of the latter a third of scope, order, cause, and of what is done or only planned. With
// -v it prints the kinds, and what was silent or false. Many are missed: the bounds are to
// go up.
func TestPlanted(t *testing.T) {
	if testing.Short() {
		t.Skip("compares two dozen pairs of articles with all models")
	}
	for _, c := range []struct {
		folder                string
		leastFound, mostFalse float64
	}{{"planted", 0.53, 0.02}, {"implied", 0.34, 0.02}} {
		t.Run(c.folder, func(t *testing.T) { measurePlanted(t, c.folder, c.leastFound, c.mostFalse) })
	}
}

func measurePlanted(t *testing.T, folder string, leastFound, mostFalse float64) {
	pairs, err := filepath.Glob("../testdata/" + folder + "/*/truth.tsv")
	if err != nil || len(pairs) == 0 {
		t.Fatalf("no planted pairs: %v", err)
	}
	kinds := map[string]*planted{}
	var all, same planted
	for _, file := range pairs {
		dir := filepath.Dir(file)
		var documents []*read.Document
		for k, name := range []string{"a.txt", "b.txt"} {
			d, err := read.File(t.Context(), filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			d.Lang = strings.Split(filepath.Base(dir), "-")[k]
			documents = append(documents, d)
		}
		report, err := Compare(t.Context(), documents, Options{})
		if err != nil {
			t.Fatal(err)
		}
		truth, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		apart := map[[2]string]bool{} // pairs of facts with a planted contradiction, whatever else they say
		for _, wanted := range []string{"conflict", "same"} {
			for line := range strings.Lines(string(truth)) {
				f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
				switch {
				case line[0] == '#':
					continue
				case len(f) != 4 || f[0] != "conflict" && f[0] != "same":
					t.Fatalf("%s: %q: want four columns, the first conflict or same", file, line)
				case f[0] != wanted:
					continue
				}
				a, b := statement(t, report, 0, f[1]), statement(t, report, 1, f[2])
				without := apart
				if wanted == "conflict" {
					without = nil
				}
				contradicted, doubted := meet(a, b, without)
				if f[0] == "same" {
					same.add(contradicted, doubted)
					if contradicted {
						t.Logf("false: %q and %q", f[1], f[2])
					}
					continue
				}
				for _, x := range a {
					for _, y := range b {
						apart[[2]string{x.ID, y.ID}] = true
					}
				}
				if kinds[f[3]] == nil {
					kinds[f[3]] = &planted{}
				}
				kinds[f[3]].add(contradicted, doubted)
				all.add(contradicted, doubted)
				if !contradicted && !doubted {
					t.Logf("silent, %s: %q and %q", f[3], f[1], f[2])
				}
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%-14s %+v", kind, *kinds[kind])
	}
	t.Logf("planted contradictions: %+v; statements that agree: %+v", all, same)
	total := all.contradicted + all.doubted + all.silent
	if found := float64(all.contradicted) / float64(total); found < leastFound {
		t.Errorf("of %d contradictions %.3f are found, want at least %v", total, found, leastFound)
	}
	if wrong := float64(same.contradicted) / float64(same.contradicted+same.doubted+same.silent); wrong > mostFalse {
		t.Errorf("of statements that agree %.3f are called contradictions, want at most %v", wrong, mostFalse)
	}
}

// sure is the confidence below which reports show a question mark.
const sure = 0.6

// statement returns the facts that an excerpt of a version stands in.
func statement(t *testing.T, r *Report, version int, excerpt string) (facts []*Fact) {
	t.Helper()
	v := &r.Versions[version]
	start := strings.Index(v.Text, excerpt)
	if start < 0 || strings.Contains(v.Text[start+len(excerpt):], excerpt) {
		t.Fatalf("%q is not in %s once", excerpt, v.Source)
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Version == v.ID && f.Start < start+len(excerpt) && start < f.End {
			facts = append(facts, f)
		}
	}
	return facts
}

// meet tells whether a fact of one statement is called a contradiction of one of the
// other, but for pairs that are left out, and, if not, whether one that is in both or only
// in one is in doubt.
func meet(a, b []*Fact, without map[[2]string]bool) (contradicted, doubted bool) {
	for _, f := range a {
		for _, g := range b {
			for _, m := range f.Matches {
				contradicted = contradicted || m.ID == g.ID && m.Relation == Contrary && !without[[2]string{f.ID, g.ID}]
			}
		}
	}
	for _, f := range slices.Concat(a, b) {
		doubted = doubted || f.Status != Boilerplate && f.Confidence < sure
	}
	return contradicted, doubted
}
