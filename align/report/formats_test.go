package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"factdiff/align"
	"factdiff/align/read"
)

// allFormats are the writers of this package for machines and pages.
func allFormats(r *align.Report, documents []*read.Document) map[string]func(io.Writer) error {
	p := someProvenance
	return map[string]func(io.Writer) error{
		"JSON":         func(w io.Writer) error { return JSON(w, r) },
		"JSONL":        func(w io.Writer) error { return JSONL(w, r) },
		"CSV":          func(w io.Writer) error { return CSV(w, r) },
		"CSVPairs":     func(w io.Writer) error { return CSVPairs(w, r) },
		"Parquet":      func(w io.Writer) error { return Parquet(w, r, p) },
		"ParquetPairs": func(w io.Writer) error { return ParquetPairs(w, r, p) },
		"Markdown":     func(w io.Writer) error { return Markdown(w, r) },
		"TMX":          func(w io.Writer) error { return TMX(w, r, p) },
		"SARIF":        func(w io.Writer) error { return SARIF(w, r, p, documents) },
		"GitHub":       func(w io.Writer) error { return GitHub(w, r, documents) },
	}
}

func output(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hostile is a report of articles that want to be more than text.
func hostile() *align.Report {
	r := compose([]written{
		{"en", "=cmd|' /C calc'!A0,\"x\".txt", "</title><script>alert(1)</script>\x1b[31m", []string{
			"=<img src=x onerror=alert(1)> [click](javascript:alert(1)) **bold** `code` ~~no~~",
			"o=1+1 and @owner closes #12, gh-7; https://evil.example www.evil.example",
			"!%0A::error::costs 18 {0} [x](y)\r\n::error::| a | b |\n\n# Heading\n- list\n</details>",
			"o&lt;b&gt; &#64;owner $x$ ![i](http://evil.example/i.png) mail@evil.example \u202egnp.exe\x00\xff", "o:smile: \\* \\",
		}},
		{"de", "b:1,%.txt", "+title", []string{"=<b>ja</b>", "!@SUM(A1)\t21", "o-2+3", "o＝1"}},
	}, "a1=b1", "a3!b2")
	r.Versions[0].Text = strings.ToValidUTF8(r.Versions[0].Text, "?")
	r.Facts[3].Text = strings.ToValidUTF8(r.Facts[3].Text, "?")
	r.Facts[2].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: "b2", Disagree: [][2]string{{"<i>18</i>", "21|x"}}}}}}
	return r
}

// No format lets an article drive a terminal, and each is valid UTF-8.
func TestFormatsAreHarmless(t *testing.T) {
	control := regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\x{202e}`)
	for name, write := range allFormats(hostile(), nil) {
		b := output(t, write)
		if strings.HasPrefix(name, "Parquet") {
			continue
		}
		if !utf8.Valid(b) {
			t.Errorf("%s is not UTF-8", name)
		}
		if x := control.Find(b); x != nil {
			t.Errorf("%s has %q", name, x)
		}
	}
}

// The same report makes the same bytes, and an empty one is no trouble.
func TestFormatsAreStable(t *testing.T) {
	for _, r := range []*align.Report{hostile(), bridge(), wide(), {}, compose([]written{{"en", "-", "", nil}, {"", "-", "", nil}})} {
		for name, write := range allFormats(r, nil) {
			if a, b := output(t, write), output(t, write); !bytes.Equal(a, b) {
				t.Errorf("%s differs", name)
			}
		}
	}
}

func TestFormatsErrors(t *testing.T) {
	for name, write := range allFormats(bridge(), nil) {
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestJSONL(t *testing.T) {
	lines := bytes.SplitAfter(output(t, allFormats(bridge(), nil)["JSONL"]), []byte("\n"))
	r := bridge()
	if len(lines) != len(r.Facts)+1 || len(lines[len(r.Facts)]) > 0 {
		t.Fatalf("%d lines for %d facts", len(lines), len(r.Facts))
	}
	for i, f := range r.Facts {
		var got struct {
			Schema, Model, Version, Source, Lang, Title, ID, Text, Status, Group string
			Start, End                                                           int
			Matches                                                              []align.Match
		}
		if err := json.Unmarshal(lines[i], &got); err != nil {
			t.Fatal(err)
		}
		if got.Schema != align.Schema || got.ID != f.ID || got.Text != f.Text || got.Status != string(f.Status) || got.Start != f.Start || len(got.Matches) != len(f.Matches) || got.Matches == nil {
			t.Errorf("%s: %s", f.ID, lines[i])
		}
		if (got.Group == "") != (f.Status == align.Boilerplate) || got.Source == "" || got.Lang == "" || got.Title == "" {
			t.Errorf("%s: %s", f.ID, lines[i])
		}
	}
}

func TestCSV(t *testing.T) {
	b := output(t, allFormats(hostile(), nil)["CSV"])
	if bytes.Count(b, []byte("\n")) != bytes.Count(b, []byte("\r\n")) || bytes.Count(b, []byte("\r\n")) != 1+len(hostile().Facts) {
		t.Errorf("the lines do not end as RFC 4180 has it, or are not one for each fact:\n%s", b)
	}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") || strings.HasPrefix(cell, "＝") {
				t.Errorf("a spreadsheet would reckon %q", cell)
			}
		}
	}
	if got := all[1][1]; got != `'=cmd|' /C calc'!A0,"x".txt` {
		t.Errorf("the source is %q", got)
	}
	pairs, err := csv.NewReader(bytes.NewReader(output(t, allFormats(bridge(), nil)["CSVPairs"]))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) != 13 || pairs[4][0]+pairs[4][2]+pairs[4][1] == "" {
		t.Errorf("%d pairs: %q", len(pairs)-1, pairs)
	}
	for _, p := range pairs[1:] {
		if p[4] >= p[5] {
			t.Errorf("%s is of the earlier version: %q", p[0], p)
		}
	}
}

func TestDefused(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "-": "-", "a=b": "a=b", "=1": "'=1", "  +1": "'+1", "\t@x": "'@x", "-5 °C": "'-5 °C", "--": "'--", "＋1": "'＋1", "–5": "–5",
	} {
		if got := defused(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestParquetElsewhere has pyarrow read the tables, from the folder PYARROW.
func TestParquetElsewhere(t *testing.T) {
	folder := os.Getenv("PYARROW")
	if folder == "" {
		t.Skip("PYARROW names no folder; make test does")
	}
	read := func(b []byte) []byte {
		name := filepath.Join(t.TempDir(), "table.parquet")
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.Command("python3", "-c", "import json, sys, pyarrow.parquet; json.dump(pyarrow.parquet.read_table(sys.argv[1]).to_pylist(), sys.stdout)", name)
		c.Env = append(os.Environ(), "PYTHONPATH="+folder)
		c.Stderr = os.Stderr
		out, err := c.Output()
		if err != nil {
			t.Fatalf("pyarrow: %v", err)
		}
		return out
	}
	var facts []factRow
	if err := json.Unmarshal(read(output(t, allFormats(hostile(), nil)["Parquet"])), &facts); err != nil {
		t.Fatal(err)
	}
	if want := factRows(hostile()); !reflect.DeepEqual(facts, want) {
		t.Errorf("got %v, want %v", facts, want)
	}
	var pairs []struct {
		A        string  `json:"a"`
		B        string  `json:"b"`
		Text     string  `json:"b_text"`
		Relation string  `json:"relation"`
		Score    float64 `json:"score"`
	}
	if err := json.Unmarshal(read(output(t, allFormats(bridge(), nil)["ParquetPairs"])), &pairs); err != nil {
		t.Fatal(err)
	}
	want := pairRows(bridge())
	if len(pairs) != len(want) {
		t.Fatalf("%d pairs, want %d", len(pairs), len(want))
	}
	for i, p := range pairs {
		if w := want[i]; p.A != w.A || p.B != w.B || p.Text != w.BText || p.Relation != w.Relation || p.Score != w.Score {
			t.Errorf("got %v, want %v", p, w)
		}
	}
}

// TestParquet reads the tables back.
func TestParquet(t *testing.T) {
	b := output(t, allFormats(hostile(), nil)["Parquet"])
	got, err := parquet.Read[factRow](bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	want := factRows(hostile())
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		x, _ := json.Marshal(got[i])
		y, _ := json.Marshal(want[i])
		if !bytes.Equal(x, y) {
			t.Errorf("got %s, want %s", x, y)
		}
	}
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if schema, ok := f.Lookup("schema"); !ok || schema != align.Schema {
		t.Errorf("the schema is %q", schema)
	}
	b = output(t, allFormats(bridge(), nil)["ParquetPairs"])
	pairs, err := parquet.Read[pairRow](bytes.NewReader(b), int64(len(b)))
	if err != nil || len(pairs) != 12 {
		t.Errorf("%d pairs, %v", len(pairs), err)
	}
}

// TestMarkdown renders the report as GitHub would: nothing of an article comes to
// be an element of its own.
func TestMarkdown(t *testing.T) {
	var page bytes.Buffer
	text := output(t, allFormats(hostile(), nil)["Markdown"])
	// The renderer leaves raw HTML in, which GitHub does, sanitized.
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(renderer.WithUnsafe())).Convert(text, &page); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Fields("html head body h3 h4 table thead tbody tr th td ul li p strong em br details summary")
	for _, n := range find(root, func(*html.Node) bool { return true }) {
		known := false
		for _, name := range allowed {
			known = known || n.Data == name
		}
		if !known {
			t.Errorf("it has <%s>: %s", n.Data, textOf(n))
		}
	}
	shown := textOf(root)
	for _, want := range []string{
		"<img src=x onerror=alert(1)> [click](javascript:alert(1)) **bold** `code` ~~no~~", "{0} [x](y) ::error::| a | b | # Heading - list </details>",
		"<i>18</i> ≠ 21|x", "&lt;b&gt; &#64;owner $x$", `:smile: \* \`, "mail@evil.example",
	} {
		if !strings.Contains(strings.ReplaceAll(shown, "\u200b", ""), want) {
			t.Errorf("a reader does not see %q in\n%s", want, shown)
		}
	}
	if mention := regexp.MustCompile(`(?i)@[a-z0-9]|#\d|gh-\d`).FindString(shown); mention != "" {
		t.Errorf("GitHub would make a link of %q", mention)
	}
	if n := len(find(root, named("h4"))); n != 3 {
		t.Errorf("%d lists", n)
	}
	if n := len(find(root, named("li"))); n != 7 {
		t.Errorf("%d items", n)
	}
}

// What only one version says is listed in its order, however the other tells what
// stands between.
func TestMarkdownOrder(t *testing.T) {
	r := compose([]written{
		{"en", "a.txt", "", []string{"=One.", "=Two."}},
		{"de", "b.txt", "", []string{"=Zwei.", "oNach zwei.", "=Eins.", "oNach eins."}},
	}, "a1=b3", "a2=b1")
	text := string(output(t, allFormats(r, nil)["Markdown"]))
	if x, y := strings.Index(text, "Nach zwei."), strings.Index(text, "Nach eins."); x < 0 || y < x {
		t.Errorf("got\n%s", text)
	}
}

// A comment longer than GitHub takes breaks off.
func TestMarkdownRoom(t *testing.T) {
	text := output(t, allFormats(long(3000), nil)["Markdown"])
	if n := utf8.RuneCount(text); n > 65536 {
		t.Errorf("%d characters", n)
	}
	if !bytes.Contains(text, []byte(" more\n")) {
		t.Error("it does not tell what is left out")
	}
}

func TestSARIF(t *testing.T) {
	b, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, string(b), false)
	document := read.Text("a.txt", bridge().Versions[0].Text)
	for name, c := range map[string]struct {
		report    *align.Report
		documents []*read.Document
	}{
		"bridge": {bridge(), nil}, "with places": {bridge(), []*read.Document{document}}, "hostile": {hostile(), nil}, "wide": {wide(), nil}, "nothing": {&align.Report{}, nil},
		"from standard input": {compose([]written{{"en", "-", "", []string{"ox"}}, {"en", "/a b/ü:%.txt", "", []string{"oy"}}}), nil},
	} {
		log := output(t, allFormats(c.report, c.documents)["SARIF"])
		if err := valid(schema, log); err != nil {
			t.Errorf("%s: %v\n%s", name, err, log)
		}
		n := 0
		for _, f := range c.report.Facts {
			if f.Status == align.Only || f.Status == align.Conflict {
				n++
			}
		}
		if got := bytes.Count(log, []byte(`"ruleId"`)); got != n {
			t.Errorf("%s: %d results, want %d", name, got, n)
		}
	}
	if valid(schema, []byte(`{"version": "2.1.0", "runs": [{"results": []}]}`)) == nil {
		t.Error("the schema takes a run without a tool")
	}
	log := string(output(t, allFormats(bridge(), []*read.Document{document})["SARIF"]))
	for _, want := range []string{`"startLine": 5`, `"level": "warning"`, `"uri": "hafen.txt"`, "In conflict: “It cost 18 million euros,”; hafen.txt: “Sie kostete 21 Millionen Euro,”"} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in\n%s", want, log)
		}
	}
	if log := string(output(t, allFormats(hostile(), nil)["SARIF"])); !strings.Contains(log, `{{0}} \\[x\\](y)`) {
		t.Errorf("placeholders and links are not escaped:\n%s", log)
	}
}

func TestGitHub(t *testing.T) {
	r := hostile()
	r.Facts[1].Confidence = 0.3
	lines := strings.Split(strings.TrimSuffix(string(output(t, allFormats(r, []*read.Document{nil, read.Text("b", r.Versions[1].Text)})["GitHub"])), "\n"), "\n")
	command := regexp.MustCompile(`^::(warning|notice) (file=[^:,]+,)?(line=\d+,endLine=\d+,(col=\d+,endColumn=\d+,)?)?title=[\w ]+::[^\r]+$`)
	for _, l := range lines {
		if !command.MatchString(l) {
			t.Errorf("not a command: %q", l)
		}
	}
	if len(lines) != 7 || !strings.Contains(lines[0], "::In conflict: “%250A::error::costs 18") || !strings.HasPrefix(lines[1], "::warning file=b%3A1%2C%25.txt,line=1,endLine=1,") || !strings.HasPrefix(lines[2], "::notice ") {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
	// An address and standard input are no files of a repository.
	r = compose([]written{{"en", "-", "", []string{"ox"}}, {"en", "https://example.org/", "", []string{"oy"}}})
	if got := string(output(t, allFormats(r, nil)["GitHub"])); got != "::warning title=Only in one version::Only here: “x”\n::warning title=Only in one version::Only here: “y”\n" {
		t.Errorf("got %s", got)
	}
}
