package docvec

import (
	"errors"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"factdiff/align"
	"factdiff/align/read"
)

func vector(t *testing.T, d *read.Document, lang string) []float32 {
	t.Helper()
	e, err := Encoder(lang)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Of(t.Context(), e, d, lang)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func cosine(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// Each version of an article is nearer to its counterpart in English than to any
// other article in English.
func TestCounterparts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/articles/*/[a-z][a-z].txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d articles: %v", len(files), err)
	}
	vectors := map[string][]float32{}
	for _, name := range files {
		d, err := read.File(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		v := vector(t, d, strings.TrimSuffix(filepath.Base(name), ".txt"))
		if n := cosine(v, v); math.Abs(n-1) > 1e-5 {
			t.Errorf("%s: its length is %f", name, math.Sqrt(n))
		}
		vectors[name] = v
	}
	for name, v := range vectors {
		own := vectors[filepath.Join(filepath.Dir(name), "en.txt")]
		if own == nil {
			continue
		}
		for other, e := range vectors {
			if filepath.Base(other) == "en.txt" && cosine(v, e) > cosine(v, own)+1e-5 {
				t.Errorf("%s is nearer to %s", name, other)
			}
		}
	}
}

func TestLeftover(t *testing.T) {
	page, err := read.Bytes(t.Context(), []byte(`<html><body><nav><a href="/">Home</a> <a href="/weather">Weather</a></nav><article><h1>The bridge stays closed until the end of the month</h1><p>The bridge over the river stays closed until the end of the month, the city said on Monday. It was damaged by a barge in March and has been closed to lorries ever since.</p></article></body></html>`), "a.html")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(page.Blocks, func(b read.Block) bool { return b.Kind == read.Leftover }) {
		t.Fatal("the page has nothing outside its article")
	}
	bare := *page
	bare.Blocks = slices.DeleteFunc(slices.Clone(page.Blocks), func(b read.Block) bool { return b.Kind == read.Leftover })
	if !slices.Equal(vector(t, page, "en"), vector(t, &bare, "en")) {
		t.Error("what is outside the article has a part in its vector")
	}
	outside := *page
	outside.Blocks = slices.DeleteFunc(slices.Clone(page.Blocks), func(b read.Block) bool { return b.Kind != read.Leftover })
	vector(t, &outside, "en") // which has nothing else
}

func TestLimit(t *testing.T) {
	some := strings.Repeat("The bus was late.\n", MaxSentences)
	want := vector(t, read.Text("a", some), "en")
	if !slices.Equal(vector(t, read.Text("a", some+"The river rose.\n"), "en"), want) {
		t.Errorf("sentence %d has a part in the vector", MaxSentences+1)
	}
	if slices.Equal(vector(t, read.Text("a", strings.Replace(some, "The bus was late.\n", "The river rose.\n", 1)), "en"), want) {
		t.Error("the first sentence has no part in the vector")
	}
}

func TestErrors(t *testing.T) {
	e, err := Encoder("en")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Of(t.Context(), e, read.Text("a", " \n"), "en"); err == nil {
		t.Error("a text without a sentence has a vector")
	} else if _, ok := errors.AsType[*read.EmptyError](err); !ok {
		t.Error(err)
	}
	_, err = Encoder("en", "tlh")
	if l, ok := errors.AsType[*align.LanguageError](err); !ok || l.Lang != "tlh" || len(l.Known) < 50 {
		t.Error(err)
	}
}

func TestEncoder(t *testing.T) {
	for _, c := range []struct {
		langs []string
		dim   int
	}{
		{nil, 512},
		{[]string{"en", "zh"}, 512},
		{[]string{"en", "cs"}, 384},
	} {
		e, err := Encoder(c.langs...)
		if err != nil || e.Dim() != c.dim {
			t.Errorf("%q: %v %v", c.langs, e, err)
		}
	}
}

func TestProcessors(t *testing.T) {
	d := read.Text("a", strings.Repeat("The bus was late. It rained in the harbour, and nobody came. ", 60))
	want := vector(t, d, "en")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		if !slices.Equal(vector(t, d, "en"), want) {
			t.Errorf("another vector with %d processors", n)
		}
	}
}
