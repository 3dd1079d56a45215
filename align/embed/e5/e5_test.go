package e5

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"factdiff/align/embed"
)

// golden is what the reference implementation makes of a text; testdata/golden.py
// writes it.
type golden struct {
	Text   string
	IDs    []int32
	Vector string
}

func readGolden(t testing.TB) []golden {
	t.Helper()
	f, err := os.Open("testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []golden
	for s := bufio.NewScanner(f); s.Scan(); {
		var g golden
		if err := json.Unmarshal(s.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	if len(all) < 90 {
		t.Fatalf("only %d golden texts", len(all))
	}
	return all
}

// vector returns the reference's, of length 1 again after rounding.
func (g golden) vector(t *testing.T) []float32 {
	raw, err := base64.StdEncoding.DecodeString(g.Vector)
	if err != nil || len(raw) != dim {
		t.Fatalf("vector of %q: %d bytes, %v", g.Text, len(raw), err)
	}
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(int8(raw[i]))
	}
	length := float32(math.Sqrt(float64(dot(v, v))))
	for i := range v {
		v[i] /= length
	}
	return v
}

func encoder(t testing.TB) *Encoder {
	t.Helper()
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func texts(gold []golden) (out []embed.Text) {
	for _, g := range gold {
		out = append(out, embed.Text{Text: g.Text})
	}
	return out
}

func encode(t testing.TB, texts ...embed.Text) []embed.Vectors {
	t.Helper()
	got, err := encoder(t).Encode(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestPiecesAreTheReferences(t *testing.T) {
	e := encoder(t)
	for _, g := range readGolden(t) {
		ids := []int32{pieceBegin}
		for _, p := range e.cut(g.Text).pieces {
			ids = append(ids, p.ID)
		}
		ids = append(ids, pieceEnd)
		if !slices.Equal(ids, g.IDs) {
			t.Errorf("%q:\n got %v\nwant %v", g.Text, ids, g.IDs)
		}
	}
}

func TestVectorsAreTheReferences(t *testing.T) {
	gold := readGolden(t)
	got := encode(t, texts(gold)...)
	sum, least := 0.0, 1.0
	for i, g := range gold {
		cos := float64(dot(got[i].Text, g.vector(t)))
		sum, least = sum+cos, min(least, cos)
		if !(cos > 0.999) {
			t.Errorf("%q: cosine %v to the reference", g.Text, cos)
		}
	}
	t.Logf("cosine to the reference: %.5f in the mean, %.5f at least", sum/float64(len(gold)), least)
}

// TestVectorsDoNotDependOnCompany encodes texts alone, together and on other
// numbers of processors.
func TestVectorsDoNotDependOnCompany(t *testing.T) {
	all := texts(readGolden(t))
	together := encode(t, all...)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for i, text := range all {
		if i%3 != 0 {
			continue // it takes long where there is no assembly
		}
		if alone := encode(t, text); !slices.Equal(alone[0].Text, together[i].Text) {
			t.Errorf("%q: another vector alone than in a batch", text.Text)
		}
	}
}

func TestParts(t *testing.T) {
	const a, b = "The ferry sank in the night.", "Der Minister ist zurückgetreten."
	sentence := a + " " + b
	got := encode(t,
		embed.Text{Text: a}, embed.Text{Text: b},
		embed.Text{Text: sentence, Parts: []embed.Span{{Start: 0, End: len(a)}, {Start: len(a) + 1, End: len(sentence)}}},
		embed.Text{Text: a, Parts: []embed.Span{{Start: 0, End: len(a)}, {Start: 5, End: 6}, {Start: 28, End: 28}}},
	)
	for i, part := range got[2].Parts {
		own, other := dot(part, got[i].Text), dot(part, got[1-i].Text)
		if own < 0.88 || other > own-0.05 {
			t.Errorf("part %d: cosine %.3f to itself alone, %.3f to the other", i, own, other)
		}
	}
	if cos := dot(got[3].Parts[0], got[3].Text); cos < 0.98 {
		t.Errorf("the whole sentence as its own part: cosine %v", cos)
	}
	for i, part := range got[3].Parts[1:] {
		if length := dot(part, part); math.Abs(float64(length)-1) > 1e-4 {
			t.Errorf("tiny part %d: squared length %v", i, length)
		}
	}
}

func words(s string) (spans []embed.Span) {
	at := 0
	for _, w := range strings.Fields(s) {
		at += strings.Index(s[at:], w)
		spans = append(spans, embed.Span{Start: at, End: at + len(w)})
		at += len(w)
	}
	return spans
}

func TestWords(t *testing.T) {
	en, de := "the bridge was closed on Tuesday", "am Dienstag wurde die Brücke geschlossen"
	got := encode(t, embed.Text{Text: en, Words: words(en)}, embed.Text{Text: de, Words: words(de)})
	for _, want := range []struct{ en, de int }{{1, 4}, {3, 5}, {5, 1}} {
		best, at := -1.0, 0
		for j := range got[1].Words {
			var s float64
			for i, x := range got[0].Words[want.en] {
				s += float64(x) * float64(got[1].Words[j][i])
			}
			if s > best {
				best, at = s, j
			}
		}
		if at != want.de {
			t.Errorf("nearest to %q is %q", strings.Fields(en)[want.en], strings.Fields(de)[at])
		}
	}
	if i := got[0].Information; !(i[0] < i[1] && i[0] < i[5]) {
		t.Errorf("information of %q: %v", en, i)
	}
}

func TestPrefixIsNoPart(t *testing.T) {
	e := encoder(t)
	for _, text := range []string{"", "Query: a query", ") odd", " x", "\u0301", "▁"} {
		s := e.cut(text)
		if s.prefix != 3 { // ▁que ry :
			t.Errorf("%q: %d pieces of prefix in %+v", text, s.prefix, s.pieces)
		}
		for _, p := range s.pieces[s.prefix:] {
			if p.Start < 0 || int(p.End) > len(text) {
				t.Errorf("%q: piece %+v", text, p)
			}
		}
	}
}

func TestLongText(t *testing.T) {
	long := strings.Repeat("wort ", 50_000)
	got := encode(t, embed.Text{Text: long, Parts: []embed.Span{{Start: 100_000, End: 100_010}}, Words: []embed.Span{{Start: 100_000, End: 100_004}}})
	for _, v := range [][]float32{got[0].Text, got[0].Parts[0]} {
		if n := dot(v, v); math.Abs(float64(n)-1) > 1e-4 {
			t.Errorf("squared length %v", n)
		}
	}
	if rows := encoder(t).cut(long).rows(); rows != MaxPieces {
		t.Errorf("%d rows", rows)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := encoder(t).Encode(ctx, texts(readGolden(t))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestKnows(t *testing.T) {
	e := encoder(t)
	for _, lang := range strings.Fields("af cs de zh sw xh uk") {
		if !e.Knows(lang) {
			t.Errorf("does not know %q", lang)
		}
	}
	for _, lang := range []string{"", "xx", "mi", "e", " a", "s c", "eng"} {
		if e.Knows(lang) {
			t.Errorf("knows %q", lang)
		}
	}
}

func TestDamagedAsset(t *testing.T) {
	for _, data := range []string{"", model[:100], model[:len(model)/2], model[:len(model)-2000]} {
		if _, err := open(data); err == nil {
			t.Errorf("an asset of %d bytes opened", len(data))
		}
	}
}

func FuzzEncode(f *testing.F) {
	for i, g := range readGolden(f) {
		if i%6 == 0 {
			f.Add(g.Text, i, 3*i+1)
		}
	}
	f.Add("\xff\xfe broken \xc3", 0, 4)
	e := encoder(f)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		start = max(0, min(start, len(text)))
		end = max(start, min(end, len(text)))
		span := []embed.Span{{Start: start, End: end}}
		got, err := e.Encode(context.Background(), []embed.Text{{Text: text, Parts: span, Words: span}})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range [][]float32{got[0].Text, got[0].Parts[0]} {
			if n := dot(v, v); !(math.Abs(float64(n)-1) < 1e-4) {
				t.Fatalf("%q: squared length %v", text, n)
			}
		}
		last := int32(math.MinInt32)
		for _, p := range e.cut(text).pieces {
			if p.Start < last || p.End < p.Start || int(p.End) > len(text) {
				t.Fatalf("%q: piece %+v after %d", text, p, last)
			}
			last = p.Start
		}
	})
}

// BenchmarkEncode reads 60 sentences of a newspaper's length.
func BenchmarkEncode(b *testing.B) {
	e := encoder(b)
	var all []embed.Text
	pieces := 0
	for _, g := range readGolden(b) {
		if n := len(g.IDs); n >= 20 && n < 60 && len(all) < 60 {
			all = append(all, embed.Text{Text: g.Text, Words: words(g.Text)})
			pieces += n
		}
	}
	for b.Loop() {
		if _, err := e.Encode(context.Background(), all); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(all)*b.N)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(pieces)/float64(len(all)), "pieces/sentence")
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := open(model); err != nil {
			b.Fatal(err)
		}
	}
}
