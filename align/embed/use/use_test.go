package use

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/binary"
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
	if len(all) < 40 {
		t.Fatalf("only %d golden texts", len(all))
	}
	return all
}

func (g golden) vector(t *testing.T) []float32 {
	raw, err := base64.StdEncoding.DecodeString(g.Vector)
	if err != nil || len(raw) != 4*dim {
		t.Fatalf("vector of %q: %d bytes, %v", g.Text, len(raw), err)
	}
	v := make([]float32, dim)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
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

func TestPiecesAreTheReferences(t *testing.T) {
	e := encoder(t)
	for _, g := range readGolden(t) {
		ids := []int32{pieceBegin}
		for _, p := range e.pieces.Tokenize(g.Text) {
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
	got, err := encoder(t).Encode(context.Background(), texts(gold))
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range gold {
		// The weights are kept without loss, so all that may differ is rounding.
		if cos := dot(got[i].Text, g.vector(t)); !(cos > 0.9999) {
			t.Errorf("%q: cosine %v to the reference", g.Text, cos)
		}
	}
}

// TestVectorsDoNotDependOnCompany encodes texts alone, together and on other
// numbers of processors.
func TestVectorsDoNotDependOnCompany(t *testing.T) {
	e := encoder(t)
	all := texts(readGolden(t))
	together, err := e.Encode(context.Background(), all)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for i, text := range all {
		alone, err := e.Encode(context.Background(), []embed.Text{text})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(alone[0].Text, together[i].Text) {
			t.Errorf("%q: another vector alone than in a batch", text.Text)
		}
	}
}

func TestCut(t *testing.T) {
	sized := func(sizes ...int) (out []embed.Text) {
		for _, n := range sizes {
			out = append(out, embed.Text{Text: strings.Repeat("x", n)})
		}
		return out
	}
	for _, c := range []struct {
		reason     string
		texts      []embed.Text
		processors int
		want       [][2]int
	}{
		{"nothing", nil, 2, nil},
		{"one text", sized(10), 2, [][2]int{{0, 1}}},
		{"a little for each processor", sized(50, 50, 50, 50), 2, [][2]int{{0, 2}, {2, 4}}},
		{"all for one", sized(50, 50, 50, 50), 1, [][2]int{{0, 4}}},
		{"more than fits in a batch", sized(900, 900, 900, 900), 1, [][2]int{{0, 2}, {2, 4}}},
		{"a long one apart", sized(10, 9000, 10, 10), 1, [][2]int{{0, 1}, {1, 2}, {2, 4}}},
		{"empty texts", sized(0, 0, 0), 2, [][2]int{{0, 3}}},
	} {
		if got := cut(c.texts, c.processors); !slices.Equal(got, c.want) {
			t.Errorf("%s: batches %v, want %v", c.reason, got, c.want)
		}
	}
}

func TestParts(t *testing.T) {
	const a, b = "The ferry sank in the night.", "Der Minister ist zurückgetreten."
	sentence := a + " " + b
	got, err := encoder(t).Encode(context.Background(), []embed.Text{
		{Text: a}, {Text: b},
		{Text: sentence, Parts: []embed.Span{{Start: 0, End: len(a)}, {Start: len(a) + 1, End: len(sentence)}}},
		{Text: a, Parts: []embed.Span{{Start: 0, End: len(a)}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range got[2].Parts {
		own, other := dot(part, got[i].Text), dot(part, got[1-i].Text)
		if own < 0.8 || other > 0.5 {
			t.Errorf("part %d: cosine %.2f to itself alone, %.2f to the other", i, own, other)
		}
	}
	if cos := dot(got[3].Parts[0], got[3].Text); cos < 0.9999 {
		t.Errorf("the whole sentence as its own part: cosine %v", cos)
	}
}

func TestWords(t *testing.T) {
	words := func(s string) (spans []embed.Span) {
		at := 0
		for _, w := range strings.Fields(s) {
			at += strings.Index(s[at:], w)
			spans = append(spans, embed.Span{Start: at, End: at + len(w)})
			at += len(w)
		}
		return spans
	}
	en, de := "the bridge was closed on Tuesday", "am Dienstag wurde die Brücke geschlossen"
	got, err := encoder(t).Encode(context.Background(), []embed.Text{{Text: en, Words: words(en)}, {Text: de, Words: words(de)}})
	if err != nil {
		t.Fatal(err)
	}
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
}

func TestLongText(t *testing.T) {
	got, err := encoder(t).Encode(context.Background(), []embed.Text{{Text: strings.Repeat("wort ", 50_000)}})
	if err != nil {
		t.Fatal(err)
	}
	if n := dot(got[0].Text, got[0].Text); math.Abs(float64(n)-1) > 1e-4 {
		t.Errorf("squared length %v", n)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := encoder(t).Encode(ctx, texts(readGolden(t))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDamagedAsset(t *testing.T) {
	for _, data := range []string{"", model[:100], model[:len(model)/2]} {
		if _, err := open(data); err == nil {
			t.Errorf("an asset of %d bytes opened", len(data))
		}
	}
}

func FuzzTokenize(f *testing.F) {
	for _, g := range readGolden(f) {
		f.Add(g.Text)
	}
	f.Add("\xff\xfe broken \xc3")
	e := encoder(f)
	f.Fuzz(func(t *testing.T, text string) {
		last := int32(0)
		for _, p := range e.pieces.Tokenize(text) {
			if p.Start < last || p.End < p.Start || int(p.End) > len(text) {
				t.Fatalf("%q: piece %+v after %d", text, p, last)
			}
			if p.ID < 0 || int(p.ID)*4+4 > len(e.offsets) {
				t.Fatalf("%q: id %d", text, p.ID)
			}
			last = p.Start
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	e := encoder(b)
	var all []embed.Text
	for range 4 {
		all = append(all, texts(readGolden(b)[:34])...)
	}
	for b.Loop() {
		if _, err := e.Encode(context.Background(), all); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(all)*b.N)/b.Elapsed().Seconds(), "sentences/s")
}
