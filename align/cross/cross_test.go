package cross

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"factdiff/align/embed"
	"factdiff/align/embed/e5"
)

// goldenPair is two sentences and what the reference implementation, on the
// same weights, makes of them: a log odds for each word piece, marks included,
// and three for some pairs of facts. train/golden.py writes it.
type goldenPair struct {
	A, B struct {
		Text   string
		Tokens []float32
	}
	Facts []struct {
		A, B   [2]int    // offsets
		Logits []float32 // link, conflict, part
	}
}

// meeting asks for all facts, and for all word pieces as words.
func (g *goldenPair) meeting(t testing.TB) Meeting {
	m := Meeting{sentence(t, g.A.Text, nil, true), sentence(t, g.B.Text, nil, true)}
	for _, f := range g.Facts {
		m.A.Facts = append(m.A.Facts, embed.Span{Start: f.A[0], End: f.A[1]})
		m.B.Facts = append(m.B.Facts, embed.Span{Start: f.B[0], End: f.B[1]})
	}
	return m
}

func readGolden(t testing.TB) []goldenPair {
	t.Helper()
	raw, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []goldenPair
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 150 {
		t.Fatalf("only %d golden pairs", len(all))
	}
	return all
}

func embedded(t testing.TB) *Model {
	t.Helper()
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// sentence has a text read, and asks for spans of it; for words if asked to.
func sentence(t testing.TB, text string, facts []embed.Span, words bool) *Sentence {
	t.Helper()
	e, err := e5.New()
	if err != nil {
		t.Fatal(err)
	}
	v, err := e.Encode(context.Background(), []embed.Text{{Text: text, Reading: true}})
	if err != nil {
		t.Fatal(err)
	}
	s := &Sentence{Reading: v[0].Reading, Facts: facts}
	if words {
		for _, p := range s.Pieces {
			s.Words = append(s.Words, p)
		}
	}
	return s
}

func compare(t testing.TB, meetings ...Meeting) []Finding {
	t.Helper()
	found, err := embedded(t).Compare(context.Background(), meetings)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestReference holds the model against what it was when it was learned. The
// reference does not round activations, as the program does to 8 bits; a word's
// log odds come of a single state, which shows. Of these weights 99 in 100 of the
// words differ by at most 0.030, of the facts by at most 0.031.
func TestReference(t *testing.T) {
	var meetings []Meeting
	gold := readGolden(t)
	for _, g := range gold {
		meetings = append(meetings, g.meeting(t))
	}
	var words, facts []float64 // how far the probabilities differ
	differ := func(list *[]float64, got, want float64) { *list = append(*list, math.Abs(got-want)) }
	for i, f := range compare(t, meetings...) {
		g := gold[i]
		for side, got := range [][]float32{f.NewA, f.NewB} {
			want := [][]float32{g.A.Tokens, g.B.Tokens}[side]
			if len(got) != len(want)-2 {
				t.Fatalf("pair %d: %d word pieces, the reference has %d with the marks", i, len(got), len(want))
			}
			of := []*Sentence{meetings[i].A, meetings[i].B}[side].Words
			for k, p := range got {
				if of[k].Start == of[k].End {
					continue // a piece that is a space and nothing else is no word
				}
				differ(&words, float64(p), logistic(want[k+1]))
			}
		}
		for k, fact := range g.Facts {
			j := f.Facts[k][k]
			differ(&facts, logistic(j.Link), logistic(fact.Logits[0]))
			differ(&facts, logistic(j.Conflict), logistic(fact.Logits[1]))
			differ(&facts, logistic(j.Part), logistic(fact.Logits[2]))
		}
	}
	for what, d := range map[string][]float64{"words": words, "facts": facts} {
		slices.Sort(d)
		sum := 0.0
		for _, x := range d {
			sum += x
		}
		mean, most := sum/float64(len(d)), d[len(d)*99/100]
		t.Logf("%s: %d probabilities differ by %.4f in the mean, 99 in 100 by at most %.3f, all by at most %.3f", what, len(d), mean, most, d[len(d)-1])
		if mean > 0.005 || most > 0.032 {
			t.Errorf("%s: which is too much", what)
		}
	}
}

// TestCompanyDoesNotMatter reads pairs alone, together and on other numbers of
// processors.
func TestCompanyDoesNotMatter(t *testing.T) {
	var meetings []Meeting
	for _, g := range readGolden(t)[:12] {
		meetings = append(meetings, g.meeting(t))
	}
	together := compare(t, meetings...)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for i, m := range meetings {
		if alone := compare(t, m); !reflect.DeepEqual(alone[0], together[i]) {
			t.Errorf("pair %d: another finding alone than in company", i)
		}
	}
}

func TestOddSpans(t *testing.T) {
	long := sentence(t, strings.Repeat("wort ", 2000), []embed.Span{{Start: 0, End: 4}, {Start: 9000, End: 9004}}, true)
	empty := sentence(t, "", []embed.Span{{Start: 0, End: 0}}, true)
	for _, m := range []Meeting{{long, empty}, {empty, long}, {empty, empty}, {long, long}} {
		f := compare(t, m)[0]
		if len(f.Facts) != len(m.A.Facts) || len(f.Facts[0]) != len(m.B.Facts) || len(f.NewA) != len(m.A.Words) || len(f.NewB) != len(m.B.Words) {
			t.Errorf("a finding of another form than what was asked: %d facts, %d and %d words", len(f.Facts), len(f.NewA), len(f.NewB))
		}
		check(t, f)
	}
}

func check(t testing.TB, f Finding) {
	t.Helper()
	for _, row := range f.Facts {
		for _, j := range row {
			if s := j.Link + j.Conflict + j.Part; s != s || math.IsInf(float64(s), 0) {
				t.Errorf("a judgement of %+v", j)
			}
			same, conflict, part, topic := j.Probabilities()
			if min(same, conflict, part, topic) < 0 || math.Abs(same+conflict+part+topic-1) > 1e-6 {
				t.Errorf("probabilities %v, %v, %v, %v", same, conflict, part, topic)
			}
		}
	}
	for _, words := range [][]float32{f.NewA, f.NewB} {
		for _, p := range words {
			if !(p >= 0 && p <= 1) {
				t.Errorf("a word is new with a probability of %v", p)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := sentence(t, "A.", nil, false)
	if _, err := embedded(t).Compare(ctx, []Meeting{{s, s}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDamagedAsset(t *testing.T) {
	for _, data := range []string{"", model[:100], model[:len(model)/2], model[:len(model)-2000]} {
		if _, err := Open(data); err == nil {
			t.Errorf("an asset of %d bytes opened", len(data))
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("The ferry sank in the night.", "Die Fähre sank.", 4, 9)
	f.Add("", "\xff", 0, 0)
	f.Fuzz(func(t *testing.T, a, b string, start, end int) {
		start = max(0, min(start, len(a)))
		span := []embed.Span{{Start: start, End: max(start, min(end, len(a)))}, {Start: 0, End: len(a)}}
		check(t, compare(t, Meeting{sentence(t, a, span, true), sentence(t, b, []embed.Span{{Start: 0, End: len(b)}}, true)})[0])
	})
}
