package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// all reads a source to its end.
func all(t testing.TB, s Source, err error) (out []*Record) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for {
		r, err := s.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
}

// show writes records for comparison: as JSON, or what is wrong with them.
func show(records []*Record) string {
	var b strings.Builder
	for _, r := range records {
		if r.Err != nil {
			fmt.Fprintf(&b, "%s: %v\n", r.ID, r.Err)
			continue
		}
		v, _ := json.Marshal(r.Versions)
		fmt.Fprintf(&b, "%s %s\n", r.ID, v)
	}
	return b.String()
}

const two = `[{"lang":"en","text":"One."},{"lang":"de","path":"b.txt"}]`

func TestRead(t *testing.T) {
	for _, c := range []struct {
		reason string
		format Format
		in     string
		want   string
	}{
		{"a record", JSONL, `{"id":"1","versions":` + two + `}`, "1 " + two + "\n"},
		{"other members are passed over", JSONL, `{"id":"1","score":0.5,"versions":` + two + `}` + "\n", "1 " + two + "\n"},
		{"line ends of Windows, a mark before the first line and empty lines", JSONL, "\uFEFF{\"id\":\"1\",\"versions\":" + two + "}\r\n\r\n \n{\"id\":\"2\",\"text\":\"x\"}\r\n", "1 " + two + "\n2 [{\"text\":\"x\"}]\n"},
		{"a number for an ID", JSONL, `{"id":12345678901234567890,"text":"x"}`, "12345678901234567890 [{\"text\":\"x\"}]\n"},
		{"nor are those of a single version one more", JSONL, `{"id":"1","lang":"en","url":"https://example.org/","versions":` + two + `}`, "1 " + two + "\n"},
		{"null for what is not there", JSONL, `{"id":"1","versions":null,"text":"x","lang":null}`, "1 [{\"text\":\"x\"}]\n"},
		{"no ID", JSONL, `{"text":"x"}`, ": it has no ID\n"},
		{"an ID of another kind", JSONL, `{"id":["1"],"text":"x"}`, ": it has no ID\n"},
		{"no JSON, and then a record", JSONL, "hello\n{\"id\":\"1\",\"text\":\"x\"}", ": this is no record: invalid character 'h' looking for beginning of value\n1 [{\"text\":\"x\"}]\n"},
		{"a line cut off", JSONL, `{"id":"1","text":"x`, ": this is no record: unexpected end of JSON input\n"},
		{"no object", JSONL, `["1"]`, ": this is no record: it is a JSON array and no object\n"},
		{"versions of another kind keep the ID", JSONL, `{"id":"1","versions":"x"}`, "1: this is no record: its member \"versions\" is a string\n"},
		{"nothing", JSONL, "", ""},

		{"a table", CSV, "id,lang_a,text_a,lang_b,path_b\n1,en,One.,de,b.txt\n", "1 " + two + "\n"},
		{"columns in another order, with others between", CSV, "score,Path_B,lang_b, id ,text_a,lang_a\n0.5,b.txt,de,1,One.,en", "1 " + two + "\n"},
		{"semicolons", CSV, "id;lang_a;text_a;lang_b;path_b\n1;en;One.;de;b.txt\n", "1 " + two + "\n"},
		{"tabs and a mark", CSV, "\uFEFFid\tlang_a\ttext_a\tlang_b\tpath_b\r\n1\ten\tOne.\tde\tb.txt\r\n", "1 " + two + "\n"},
		{"one text", CSV, "id,text\n1,x\n", "1 [{\"text\":\"x\"}]\n"},
		{"a quotation over lines", CSV, "id,text\n1,\"a \"\"b\"\"\n\n c\"\n2,x\n", "1 [{\"text\":\"a \\\"b\\\"\\n\\n c\"}]\n2 [{\"text\":\"x\"}]\n"},
		{"a mark inside a field spoils its row only", CSV, "id,text\n1,5\" pipe\n2,x\n", ": this is no row of the table: bare \" in non-quoted-field\n2 [{\"text\":\"x\"}]\n"},
		{"fewer fields, and more", CSV, "id,text_a,text_b\n1,x\n2,x,y,z\n", "1 [{\"text\":\"x\"}]\n2 [{\"text\":\"x\"},{\"text\":\"y\"}]\n"},
		{"no third version", CSV, "id,text_a,text_b,text_c\n1,x,y,\n", "1 [{\"text\":\"x\"},{\"text\":\"y\"}]\n"},
		{"a quotation that nobody closes", CSV, "id,text\n1,\"x\n2,y\n", ": this is no row of the table: extraneous or missing \" in quoted-field\n"},
		{"names alone", CSV, "id,text\n", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			s, err := Read(strings.NewReader(c.in), c.format)
			if got := show(all(t, s, err)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct {
		format Format
		in     string
		want   string
	}{
		{CSV, "", `there is no column "id"`},
		{CSV, "name,text\n", `there is no column "id"`},
		{CSV, "id,\"text\n", "the names of the columns"},
		{Parquet, "PAR1", "cannot be read as they come"},
	} {
		if _, err := Read(strings.NewReader(c.in), c.format); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: %v", c.format, c.in, err)
		}
	}
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none.jsonl"), JSONL); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Open(dir, CSV); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Error(err)
	}
	if _, err := Open(dir, Folder); err == nil || !strings.Contains(err.Error(), "there are none") {
		t.Error(err)
	}
}

// Records at, under and over each limit.
func TestLimits(t *testing.T) {
	line := func(bytes int) string {
		const frame = `{"id":"1","text":""}`
		return `{"id":"1","text":"` + strings.Repeat("x", bytes-len(frame)) + `"}` + "\n"
	}
	row := func(bytes int) string { return "id,text\n1," + strings.Repeat("x", bytes-2) + "\n" }
	versions := func(n int) string {
		return `{"id":"1","versions":[` + strings.Repeat(`{"text":"x"},`, n-1) + `{"text":"x"}]}` + "\n"
	}
	id := func(bytes int) string { return `{"id":"` + strings.Repeat("x", bytes) + `","text":"x"}` + "\n" }
	for _, c := range []struct {
		what   string
		format Format
		limit  int
		in     func(int) string
		want   string
	}{
		{"a line of JSON", JSONL, MaxRecordBytes, line, "longer than 8 MB"},
		{"a row of CSV", CSV, MaxRecordBytes, row, "longer than 8 MB"},
		{"versions", JSONL, MaxVersions, versions, "17 versions, and at most 16"},
		{"an ID", JSONL, MaxID, id, "longer than 1024 bytes"},
	} {
		for _, n := range []int{c.limit - 1, c.limit, c.limit + 1} {
			after := `{"id":"2","text":"y"}`
			if c.format == CSV {
				after = "2,y"
			}
			s, err := Read(strings.NewReader(c.in(n)+after+"\n"), c.format)
			got := all(t, s, err)
			if len(got) != 2 || got[1].ID != "2" || got[1].Err != nil {
				t.Fatalf("%s of %d: the record behind it is not there", c.what, n)
			}
			if n <= c.limit && got[0].Err != nil || n > c.limit && (got[0].Err == nil || !strings.Contains(got[0].Err.Error(), c.want)) {
				t.Errorf("%s of %d: %v", c.what, n, got[0].Err)
			}
		}
	}
}

// A quotation that nobody closes costs no more than a record may have, and what
// follows is read.
func TestOpenQuotation(t *testing.T) {
	s, err := Read(io.MultiReader(strings.NewReader("id,text\n1,\"x\n"), strings.NewReader(strings.Repeat(strings.Repeat("y", 999)+"\n", MaxRecordBytes/1000+2)), strings.NewReader("2,x\n3,x\n")), CSV)
	got := all(t, s, err)
	if got[0].Err == nil || len(got) < 2 || got[len(got)-1].ID != "3" {
		t.Errorf("%d records, %v", len(got), got[0].Err)
	}
}

type flatRow struct {
	ID    int64   `parquet:"id"`
	LangA string  `parquet:"lang_a"`
	TextA string  `parquet:"text_a"`
	LangB *string `parquet:"lang_b,optional"`
	PathB *string `parquet:"path_b,optional"`
	Score float64 `parquet:"score"`
}

type nestedRow struct {
	ID       string `parquet:"id"`
	Versions []struct {
		Lang string  `parquet:"lang"`
		Text *string `parquet:"text,optional"`
		Path *string `parquet:"path,optional"`
	} `parquet:"versions,list"`
}

func writeParquet[row any](t testing.TB, rows ...row) string {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.MaxRowsPerRowGroup(2))
	_, err := w.Write(rows)
	if err == nil {
		err = w.Close()
	}
	name := filepath.Join(t.TempDir(), "in.parquet")
	if err == nil {
		err = os.WriteFile(name, b.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func nested(id string, versions string) (r nestedRow) {
	r.ID = id
	if err := json.Unmarshal([]byte(versions), &r.Versions); err != nil {
		panic(err)
	}
	return r
}

func TestParquet(t *testing.T) {
	de, path := "de", "b.txt"
	for _, c := range []struct{ name, want string }{
		{writeParquet(t, flatRow{1, "en", "One.", &de, &path, 0.5}, flatRow{2, "en", "Two.", nil, nil, 0}, flatRow{3, "en", "One.", &de, &path, 0.5}),
			"1 " + two + "\n2 [{\"lang\":\"en\",\"text\":\"Two.\"}]\n3 " + two + "\n"},
		{writeParquet(t, nested("1", two), nested("2", "[]"), nested("", two)), "1 " + two + "\n2 null\n: it has no ID\n"},
	} {
		s, err := Open(c.name, FormatOf(c.name))
		if got := show(all(t, s, err)); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		if done, total := s.Position(); done != 3 || total != 3 {
			t.Errorf("at %d of %d", done, total)
		}
	}
	type dated struct {
		ID   string    `parquet:"id"`
		Text string    `parquet:"text"`
		Date int32     `parquet:"date,date"`
		B    time.Time `parquet:"date_b,timestamp(microsecond)"`
	}
	s, err := Open(writeParquet(t, dated{"1", "One.", 20521, time.Date(1969, 12, 31, 23, 59, 0, 0, time.UTC)}), Parquet)
	if got := all(t, s, err); got[0].Versions[0].Date != "2026-03-09" || got[0].Versions[1].Date != "1969-12-31" {
		t.Errorf("dates are %+v", got[0].Versions)
	}
	if testing.Short() {
		return
	}
	long := strings.Repeat("x", MaxRecordBytes-3)
	for n, want := range map[int]bool{-1: true, 0: true, 1: false} {
		name := writeParquet(t, flatRow{ID: 1, LangA: "en", TextA: (long + "yy")[:len(long)+n]}, flatRow{ID: 2, TextA: "x"})
		s, err := Open(name, Parquet)
		if got := all(t, s, err); (got[0].Err == nil) != want || got[1].ID != "2" {
			t.Errorf("%+d bytes: %v", n, got[0].Err)
		}
	}
	if _, err := Open(writeParquet(t, struct{ Text string }{"x"}), Parquet); !errors.Is(err, errNoID) {
		t.Error(err)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"bridge/de.txt", "bridge/en.txt", "bridge/notes.txt",
		"dam/first.md", "dam/second.html", "dam/picture.png", "dam/.hidden.txt",
		"empty/picture.png",
		"ferry.pt-BR.txt", "ferry.en.html", "alone.en.txt", "README.md", "en.txt", ".git/en.txt",
	} {
		os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755)
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(dir, FormatOf(dir))
	got := strings.ReplaceAll(show(all(t, s, err)), dir+string(filepath.Separator), "")
	want := `alone [{"lang":"en","path":"alone.en.txt"}]
bridge [{"lang":"de","path":"bridge/de.txt"},{"lang":"en","path":"bridge/en.txt"}]
dam [{"path":"dam/first.md"},{"path":"dam/second.html"}]
empty null
ferry [{"lang":"en","path":"ferry.en.html"},{"lang":"pt-BR","path":"ferry.pt-BR.txt"}]
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// The key of a record depends on all that its result does, and not on the form
// that it was read from.
func TestDigest(t *testing.T) {
	one := func(format Format, in string) [8]byte {
		s, err := Read(strings.NewReader(in), format)
		return all(t, s, err)[0].digest()
	}
	seen := map[[8]byte]string{}
	for _, in := range []string{
		`{"id":"1","text":"x"}`, `{"id":"2","text":"x"}`, `{"id":"1","text":"y"}`, `{"id":"1","path":"x"}`, `{"id":"1","url":"x"}`,
		`{"id":"1","text":"x","lang":"en"}`, `{"id":"1","versions":[{"text":"x"},{"text":"x"}]}`, `{"id":"1x","text":""}`, `{"text":"x"}`, `x`, `xx`,
	} {
		d := one(JSONL, in)
		if other, ok := seen[d]; ok {
			t.Errorf("%s and %s have the same key", in, other)
		}
		seen[d] = in
	}
	if one(JSONL, `{"text":"x","id":"1","versions":[]}`) != one(CSV, "id,text_a\n1,x") {
		t.Error("the key depends on the form")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`{"id":"1","versions":` + two + "}\n", "{\"id\":\"1\",\"text\":\"x\"}\nhello\n\n", `{"id":1e5,"text":"\ud800"}`, "[[[[", "\uFEFF{}",
		"id,lang_a,text_a\n1,en,\"a \"\"b\"\"\nc\"\n2,x\n", "id;text\n\"", "id\ttext_z\n1\tx", "\x00", "",
	} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, in []byte, table bool) {
		format := JSONL
		if table {
			format = CSV
		}
		read := func(r io.Reader) []*Record {
			s, err := Read(r, format)
			if err != nil {
				return nil
			}
			return all(t, s, nil)
		}
		whole := read(bytes.NewReader(in))
		if len(whole) > bytes.Count(in, []byte("\n"))+1 {
			t.Errorf("%d records of %d lines", len(whole), bytes.Count(in, []byte("\n"))+1)
		}
		for _, r := range whole {
			if (r.Err == nil) != (r.ID != "" && r.raw == nil && len(r.Versions) <= MaxVersions) || len(r.ID) > MaxID {
				t.Errorf("%q: %v", r.ID, r.Err)
			}
		}
		if again := read(oneByte{bytes.NewReader(in)}); !reflect.DeepEqual(whole, again) {
			t.Error("other records where the bytes come one by one")
		}
	})
}

// oneByte reads a byte at a time.
type oneByte struct{ io.Reader }

func (r oneByte) Read(b []byte) (int, error) { return r.Reader.Read(b[:min(1, len(b))]) }

func FuzzParquet(f *testing.F) {
	de, path := "de", "b.txt"
	for _, name := range []string{
		writeParquet(f, flatRow{1, "en", "One.", &de, &path, 0.5}, flatRow{2, "en", "Two.", nil, nil, 0}, flatRow{3, "en", "One.", &de, &path, 0.5}),
		writeParquet(f, nested("1", two), nested("2", "[]"), nested("", two)),
	} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)/2])
		f.Add(append(bytes.Clone(b[:len(b)/2]), b[len(b)/2+1:]...))
	}
	name := filepath.Join(f.TempDir(), "in.parquet")
	f.Fuzz(func(t *testing.T, in []byte) {
		if err := os.WriteFile(name, in, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Open(name, Parquet)
		if err != nil {
			return
		}
		defer s.Close()
		for range 1000 {
			if _, err := s.Next(); err != nil {
				return
			}
		}
	})
}
