package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"factdiff/align"
	"factdiff/align/read"
	"factdiff/align/report"
)

const (
	english = "The bakery on Mill Street reopened on Monday after eleven weeks of repairs. Every customer received a free roll."
	german  = "Die Bäckerei in der Mühlstraße hat am Montag nach elf Wochen Umbau wieder geöffnet. Auch der Bürgermeister kam."
)

func bakery() *Record {
	return &Record{ID: "1", Versions: []Version{{Lang: "en", Text: english}, {Lang: "de", Text: german}}}
}

func TestComparison(t *testing.T) {
	documents := []*read.Document{read.Text("a", english), read.Text("b", german)}
	documents[0].Lang, documents[1].Lang = "en", "de"
	r, err := align.Compare(t.Context(), documents, align.Options{Model: align.Fast})
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	if err := report.JSON(&whole, r); err != nil {
		t.Fatal(err)
	}
	members := func(text []byte) (out map[string]any) {
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	do := func(d Detail) map[string]any {
		var result Result
		if err := (&Comparison{Model: align.Fast, Detail: d}).Do(t.Context(), bakery(), &result); err != nil {
			t.Fatal(err)
		}
		line, err := report.Line(result.Report)
		if err != nil {
			t.Fatal(err)
		}
		return members(line)
	}
	want := members(whole.Bytes())
	if got := do(Full); !reflect.DeepEqual(got, want) {
		t.Errorf("full: got %v, want %v", got, want)
	}
	for _, gone := range []string{"schema", "sentences", "groups"} {
		delete(want, gone)
	}
	for _, v := range want["versions"].([]any) {
		delete(v.(map[string]any), "text")
	}
	if got := do(Facts); !reflect.DeepEqual(got, want) {
		t.Errorf("facts: got %v, want %v", got, want)
	}
	delete(want, "facts")
	if got := do(Summary); !reflect.DeepEqual(got, want) {
		t.Errorf("summary: got %v, want %v", got, want)
	}
}

func TestFetch(t *testing.T) {
	r := bakery()
	r.Versions[1] = Version{URL: "https://example.org/de"}
	c := &Comparison{Model: align.Fast, Fetch: func(_ context.Context, address string) (*read.Document, error) {
		if address != r.Versions[1].URL {
			return nil, errors.New("it is another address")
		}
		return read.Text(address, german), nil
	}}
	var result Result
	if err := c.Do(t.Context(), r, &result); err != nil {
		t.Error(err)
	}
}

func TestWorkErrors(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.txt")
	for _, c := range []struct {
		reason   string
		versions []Version
		w        Work
		want     string // of the message and the hint
	}{
		{"one version", []Version{{Text: english}}, &Comparison{}, "it has 1 of the two or more versions that are to be compared; give it"},
		{"nothing in a version", []Version{{Text: english}, {Lang: "de"}}, &Comparison{}, "version b has 0 of text, path and url; give it one of them"},
		{"two things in a version", []Version{{Text: english}, {Text: "x", Path: "x"}}, &Comparison{}, "version b has 2 of text, path and url; "},
		{"no language", []Version{{Text: english}, {Text: german, Lang: "tlh"}}, &Comparison{}, `version b: no model knows the language "tlh"; leave out`},
		{"no text", []Version{{Text: english}, {Text: " \n"}}, &Comparison{}, `reading "b": there is no text in it; `},
		{"no language to be seen", []Version{{Text: english}, {Text: "12345"}}, &Comparison{}, `comparing "b": its language cannot be told; say which`},
		{"a folder", []Version{{Text: english}, {Path: dir}}, &Comparison{}, "it is no regular file; name a file"},
		{"a pipe that nobody writes to", []Version{{Text: english}, {Path: pipe}}, &Comparison{}, "it is no regular file; name a file"},
		{"no file", []Version{{Path: filepath.Join(dir, "none.txt")}}, &Embedding{}, "no such file"},
		{"an address", []Version{{URL: "http://127.0.0.1/"}}, &Embedding{}, "cannot be read here; give its text"},
		{"two texts", []Version{{Text: english}, {Text: german}}, &Embedding{}, "it has 2 texts, and one is to be embedded; give each"},
		{"nothing to embed", nil, &Embedding{}, "it has 0 texts"},
		{"a picture", []Version{{Text: "GIF89a"}}, &Embedding{}, "the content is a GIF picture, not text"},
	} {
		if strings.Contains(c.reason, "pipe") && (runtime.GOOS == "windows" || exec.Command("mkfifo", pipe).Run() != nil) {
			continue
		}
		var result Result
		err := c.w.Do(t.Context(), &Record{ID: "1", Versions: c.versions}, &result)
		if err == nil {
			t.Errorf("%s: no error", c.reason)
			continue
		}
		if f := failure(err); !strings.Contains(f.Message+"; "+f.Hint, c.want) {
			t.Errorf("%s: %+v", c.reason, f)
		}
	}
}

// Versions with as many sentences as are allowed together, and one fewer and more.
func TestSentences(t *testing.T) {
	text := func(n int) *read.Document { return read.Text("a", strings.Repeat("The bus was late.\n\n", n)) }
	for n, want := range map[int]string{-1: "", 0: "", 1: "its versions have 5001 sentences, and at most 5000 can be compared in a batch"} {
		err := fits([]*read.Document{text(MaxSentences / 2), text(MaxSentences/2 + n)})
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%+d: %v", n, err)
		}
	}
}

// A page in a record is read as one, and a file by its ending.
func TestDocument(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(name, []byte("# Bakery\n\n"+english), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, v := range []Version{{Path: name, Lang: "en-GB"}, {Text: "<!DOCTYPE html><html><body><h1>Bakery</h1><p>" + english + "</body></html>", Lang: "en-GB"}} {
		d, err := v.document(t.Context(), "a", nil)
		if err != nil || d.Title != "Bakery" || d.Lang != "en-GB" || !strings.Contains(d.Text, english) {
			t.Errorf("%+v %v", d, err)
		}
	}
}
