package align

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"factdiff/align/read"
)

// floors are the shares of labelled lines, in percent, that have to come out
// right, by the folders of testdata. They only go up.
var floors = map[string]int{
	"articles":     90,
	"attribution":  88,
	"boilerplate":  93,
	"names":        74,
	"negation":     74,
	"samelanguage": 86,
	"split":        76,
	"topic":        76,
	"values":       79,
}

// truth is a line of a truth.txt; testdata/README.md tells its form.
type truth struct {
	line   string
	status Status
	quotes []quote
}

// quote is a stretch of a version, named by the version's index.
type quote struct {
	version int
	text    string
}

// story is a folder or archive of testdata: versions and what is true of them.
type story struct {
	kind, name string
	documents  []*read.Document
	truths     []truth
}

// TestTruth measures how many of the labelled lines of testdata the engine gets
// right. With -v it lists the others.
func TestTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("compares a hundred stories")
	}
	kinds, langs := tally{}, tally{}
	for _, s := range stories(t) {
		t.Run(s.kind+"/"+s.name, func(t *testing.T) {
			r, err := Compare(t.Context(), s.documents, Options{})
			if err != nil {
				t.Error(err)
			}
			for _, line := range s.truths {
				holds := r != nil && line.holds(t, r)
				kinds.count(s.kind, line.status, holds)
				if r == nil {
					continue
				}
				for _, code := range line.langs(r) {
					langs.count(code, line.status, holds)
				}
				if !holds {
					t.Log(line.line)
				}
			}
		})
	}
	t.Logf("\n%v\n%v", kinds, langs)
	for kind, statuses := range kinds {
		all := statuses[""]
		if share := 100 * all.right / all.lines; share < floors[kind] {
			t.Errorf("%s: %d %% of the lines are right, less than %d %%", kind, share, floors[kind])
		}
		if floors[kind] == 0 {
			t.Errorf("%s has no floor; %d %% of its lines are right", kind, 100*all.right/all.lines)
		}
	}
}

// holds tells whether a report says what a line says: most of each quote lies
// in facts of that status, and of a fact that versions share or contradict,
// matches lead from the first quote to the others.
func (l *truth) holds(t *testing.T, r *Report) bool {
	facts := make([][]*Fact, len(l.quotes))
	ok := true
	for i, q := range l.quotes {
		start, end := find(t, r.Versions[q.version].Text, q.text)
		right, whole := 0, 0
		for k := range r.Facts {
			f := &r.Facts[k]
			common := min(f.End, end) - max(f.Start, start)
			if f.Version != r.Versions[q.version].ID || common <= 0 {
				continue
			}
			facts[i] = append(facts[i], f)
			whole += common
			// Of three versions, one can contradict what two share.
			if f.Status == l.status || len(r.Versions) > 2 && l.status == Shared && f.Status == Conflict {
				right += common
			}
		}
		ok = ok && 2*right > whole
	}
	relation := map[Status]Relation{Shared: Same, Conflict: Contrary}[l.status]
	for i := 1; i < len(facts); i++ {
		ok = ok && slices.ContainsFunc(facts[0], func(a *Fact) bool {
			return slices.ContainsFunc(a.Matches, func(m Match) bool {
				return m.Relation == relation && slices.ContainsFunc(facts[i], func(b *Fact) bool { return b.ID == m.ID })
			})
		})
	}
	return ok
}

// langs are the languages of the versions that a line quotes.
func (l *truth) langs(r *Report) []string {
	var codes []string
	for _, q := range l.quotes {
		if code := r.Versions[q.version].Lang; !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// find returns where a quote stands in a text; white space need not agree.
func find(t *testing.T, text, quote string) (start, end int) {
	t.Helper()
	words := strings.Fields(quote)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	at := regexp.MustCompile(strings.Join(words, `[\s\p{Z}]+`)).FindStringIndex(text)
	if at == nil {
		t.Errorf("there is no %q", quote)
		return 0, 0
	}
	return at[0], at[1]
}

// stories reads testdata.
func stories(t *testing.T) []*story {
	t.Helper()
	var all []*story
	folders, err := filepath.Glob("../testdata/articles/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		a := new(txtar.Archive)
		for _, e := range entries {
			b, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			a.Files = append(a.Files, txtar.File{Name: e.Name(), Data: b})
		}
		all = append(all, newStory(t, "articles", filepath.Base(folder), a))
	}
	archives, err := filepath.Glob("../testdata/evidence/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, newStory(t, filepath.Base(filepath.Dir(name)), strings.TrimSuffix(filepath.Base(name), ".txtar"), a))
	}
	if len(folders) < 10 || len(archives) < 50 {
		t.Fatalf("only %d articles and %d small stories", len(folders), len(archives))
	}
	return all
}

func newStory(t *testing.T, kind, name string, a *txtar.Archive) *story {
	t.Helper()
	s := &story{kind: kind, name: name}
	var lines []string
	var names []string
	for _, f := range a.Files {
		if f.Name == "truth.txt" {
			lines = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
		} else {
			names = append(names, f.Name)
		}
	}
	if len(lines) > 0 && strings.HasPrefix(lines[0], "# files: ") {
		names = strings.Fields(lines[0])[2:]
	}
	for _, n := range names {
		i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == n })
		if i < 0 {
			t.Fatalf("%s/%s: there is no %s", kind, name, n)
		}
		d, err := read.Bytes(t.Context(), a.Files[i].Data, n)
		if err != nil {
			t.Fatal(err)
		}
		s.documents = append(s.documents, d)
	}
	for _, line := range lines {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		l, err := parseTruth(line, names)
		if err != nil {
			t.Errorf("%s/%s: %v", kind, name, err)
			continue
		}
		s.truths = append(s.truths, l)
	}
	if len(s.truths) == 0 || len(s.documents) < 2 {
		t.Errorf("%s/%s: %d versions and %d lines of truth", kind, name, len(s.documents), len(s.truths))
	}
	return s
}

func parseTruth(line string, names []string) (truth, error) {
	fields := strings.Split(line, " | ")
	label, of, _ := strings.Cut(fields[0], " ")
	l := truth{line: line, status: Status(label)}
	want := 1
	switch l.status {
	case Shared, Conflict:
		want = 2
	case Only, Boilerplate:
	default:
		return l, fmt.Errorf("unknown label in %q", line)
	}
	index := func(version string) int {
		return slices.IndexFunc(names, func(n string) bool { return strings.TrimSuffix(n, filepath.Ext(n)) == version })
	}
	for i, text := range fields[1:] {
		q := quote{i, text}
		if version, rest, ok := strings.Cut(text, ": "); ok && len(names) > 2 && index(version) >= 0 {
			q = quote{index(version), rest}
		} else if of != "" {
			q.version = index(of)
		}
		if q.version < 0 || q.version >= len(names) {
			return l, fmt.Errorf("no version for a quote of %q", line)
		}
		l.quotes = append(l.quotes, q)
	}
	if len(l.quotes) < want {
		return l, fmt.Errorf("%d quotes in %q", len(l.quotes), line)
	}
	return l, nil
}

// tally counts lines, and those that are right, by a name and status; "" is
// all of them.
type tally map[string]map[Status]struct{ right, lines int }

func (t tally) count(name string, status Status, right bool) {
	if t[name] == nil {
		t[name] = map[Status]struct{ right, lines int }{}
	}
	for _, s := range []Status{"", status} {
		n := t[name][s]
		n.lines++
		if right {
			n.right++
		}
		t[name][s] = n
	}
}

// String is a table.
func (t tally) String() string {
	var b strings.Builder
	statuses := []Status{"", Shared, Only, Conflict, Boilerplate}
	fmt.Fprintf(&b, "%-14s", "")
	for _, s := range statuses {
		if s == "" {
			s = "all"
		}
		fmt.Fprintf(&b, "%16s", s)
	}
	var names []string
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "\n%-14s", name)
		for _, s := range statuses {
			if n := t[name][s]; n.lines > 0 {
				fmt.Fprintf(&b, "%9d/%3d%3d%%", n.right, n.lines, 100*n.right/n.lines)
			} else {
				fmt.Fprintf(&b, "%16s", "")
			}
		}
	}
	b.WriteString("\n")
	return b.String()
}
