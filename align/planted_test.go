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
// testdata/planted are found, and how many statements that agree are called
// contradictions. With -v it prints the kinds, and what was silent or false. Most are
// missed: the bounds are to go up.
func TestPlanted(t *testing.T) {
	if testing.Short() {
		t.Skip("compares a dozen pairs of articles with all models")
	}
	const leastFound, mostFalse = 0.5, 0.02
	pairs, err := filepath.Glob("../testdata/planted/*/truth.tsv")
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
		for line := range strings.Lines(string(truth)) {
			if line[0] == '#' {
				continue
			}
			f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(f) != 4 {
				t.Fatalf("%s: %q has %d columns, want 4", file, line, len(f))
			}
			a, b := statement(t, report, 0, f[1]), statement(t, report, 1, f[2])
			contradicted, doubted := meet(a, b)
			switch f[0] {
			case "conflict":
				if kinds[f[3]] == nil {
					kinds[f[3]] = &planted{}
				}
				kinds[f[3]].add(contradicted, doubted)
				all.add(contradicted, doubted)
				if !contradicted && !doubted {
					t.Logf("silent, %s: %q and %q", f[3], f[1], f[2])
				}
			case "same":
				same.add(contradicted, doubted)
				if contradicted {
					t.Logf("false: %q and %q", f[1], f[2])
				}
			default:
				t.Fatalf("%s: %q is neither conflict nor same", file, f[0])
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
// other and, if not, whether one that is in both or only in one is in doubt.
func meet(a, b []*Fact) (contradicted, doubted bool) {
	for _, f := range a {
		for _, g := range b {
			for _, m := range f.Matches {
				contradicted = contradicted || m.ID == g.ID && m.Relation == Contrary
			}
		}
	}
	for _, f := range slices.Concat(a, b) {
		doubted = doubted || f.Status != Boilerplate && f.Confidence < sure
	}
	return contradicted, doubted
}
