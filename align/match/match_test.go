package match

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"factdiff/align/name"
	"factdiff/align/polarity"
	"factdiff/align/value"
)

func compare(t *testing.T, a, b *Side) *Result {
	t.Helper()
	r, err := Compare(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// of returns the evidence of a pair.
func (r *Result) of(t *testing.T, a, b int) Evidence {
	t.Helper()
	i := slices.IndexFunc(r.Pairs, func(p Pair) bool { return p.A == a && p.B == b })
	if i < 0 {
		t.Fatalf("facts %d and %d are no pair", a, b)
	}
	return r.Pairs[i].Evidence
}

// alike tells whether two structs have the same whole numbers, and the same
// others but for rounding.
func alike(x, y any) bool {
	v, w := reflect.ValueOf(x), reflect.ValueOf(y)
	for i := range v.NumField() {
		switch f, g := v.Field(i), w.Field(i); f.Kind() {
		case reflect.Struct:
			if !alike(f.Interface(), g.Interface()) {
				return false
			}
		case reflect.Int:
			if f.Int() != g.Int() {
				return false
			}
		case reflect.Bool:
			if f.Bool() != g.Bool() {
				return false
			}
		default:
			if !(math.Abs(f.Float()-g.Float()) < 1e-5) {
				return false
			}
		}
	}
	return true
}

// TestCompare is an example small enough to be worked out by hand: A has the
// sentence (a0 a1), B the sentences (b0) and (b1 b2).
func TestCompare(t *testing.T) {
	word := func(weight float32, x, y int8) Word { return Word{Vector: []int8{127 * x, 127 * y}, Weight: weight} }
	none := name.NewArticle("", "en")
	a := &Side{
		Sentences: []Sentence{{Vector: []float32{0.6, 0.8, 0}, Words: []Word{word(1, 1, 0), word(0.5, 0, 1), word(0, 0, -1)}, Facts: [2]int{0, 2}}},
		Facts:     []Fact{{Vector: []float32{1, 0, 0}, Words: [2]int{0, 2}}, {Vector: []float32{0, 1, 0}, Words: [2]int{2, 3}}},
		Names:     none, Lang: "en",
	}
	b := &Side{
		Sentences: []Sentence{
			{Vector: []float32{0.8, 0.6, 0}, Words: []Word{word(1, 1, 0), word(1, 0, -1)}, Facts: [2]int{0, 1}},
			{Vector: []float32{0, 0.6, 0.8}, Words: []Word{{Weight: 1}}, Facts: [2]int{1, 3}},
		},
		Facts: []Fact{
			{Vector: []float32{0.8, 0.6, 0}, Words: [2]int{0, 2}},
			{Vector: []float32{0.6, 0.8, 0}, Sentence: 1, Words: [2]int{0, 1}},
			{Vector: []float32{0, 0, 1}, Sentence: 1, Words: [2]int{1, 1}},
		},
		Names: none, Lang: "de",
	}
	r := compare(t, a, b)

	// Of the four nearest, those that are missing count as strangers.
	const (
		crowdA0, crowdA1   = (0.8 + 0.6 + 0 + stranger) / 4, (0.6 + 0.8 + 0 + stranger) / 4
		crowdB0, crowdB2   = (0.8 + 0.6 + 2*stranger) / 4, (0 + 0 + 2*stranger) / 4
		close, wide, apart = 2*0.8 - crowdA0 - crowdB0, 2*0.6 - crowdA0 - crowdB0, -crowdA0 - crowdB2
	)
	wantFacts := [][]Counterpart{{{0, 0.8, close}, {1, 0.6, wide}, {2, 0, apart}}, {{1, 0.8, close}, {0, 0.6, wide}, {2, 0, apart}}}
	if !slices.EqualFunc(r.FactsOfA, wantFacts, sameCounterparts) {
		t.Errorf("facts of A: got %v, want %v", r.FactsOfA, wantFacts)
	}
	const (
		crowdS           = (0.96 + 0.48 + 2*stranger) / 4
		crowdT0, crowdT1 = (0.96 + 3*stranger) / 4, (0.48 + 3*stranger) / 4
		first, second    = 2*0.96 - crowdS - crowdT0, 2*0.48 - crowdS - crowdT1
	)
	wantSentences := [][]Counterpart{{{0, 0.96, first}, {1, 0.48, second}}}
	if !slices.EqualFunc(r.SentencesOfA, wantSentences, sameCounterparts) {
		t.Errorf("sentences of A: got %v, want %v", r.SentencesOfA, wantSentences)
	}
	if len(r.Pairs) != 6 {
		t.Errorf("%d pairs, want all 6", len(r.Pairs))
	}

	// How crowded facts are among the sentences, and sentences among the facts.
	const (
		partA0, hostT0 = (0.8 + 0 + 2*stranger) / 4, (0.8 + 0.6 + 2*stranger) / 4
		partB0, hostS  = (0.96 + 3*stranger) / 4, (0.96 + 1 + 0 + stranger) / 4
		partA1, hostT1 = (0.6 + 0.6 + 2*stranger) / 4, (0 + 0.6 + 2*stranger) / 4
		partB2         = 3 * stranger / 4
	)
	for _, c := range []struct {
		a, b int
		want Evidence
	}{
		{0, 0, Evidence{
			Cosine: 0.8, Margin: close, SentenceCosine: 0.96, SentenceMargin: first,
			PartA: 2*0.8 - partA0 - hostT0, PartB: 2*0.96 - partB0 - hostS,
			LeadA: close - wide, LeadB: close - wide,
			SentenceLeadA: first - second, SentenceLeadB: first + 1,
			CoverA: 1 / 1.5, WithinA: 1 / 1.5, CoverB: 0.5, WithinB: 1,
		}},
		{1, 2, Evidence{
			Margin: apart, SentenceCosine: 0.48, SentenceMargin: second,
			PartA: 2*0.6 - partA1 - hostT1, PartB: -partB2 - hostS,
			RankA: 2, RankB: 0, LeadA: apart - close, LeadB: 0,
			SentenceLeadA: second - first, SentenceLeadB: second + 1,
			Order: 2./3 - 1./2, Length: float32(math.Log(2)),
		}},
	} {
		if got := r.of(t, c.a, c.b); !alike(got, c.want) {
			t.Errorf("facts %d and %d:\n got %+v\nwant %+v", c.a, c.b, got, c.want)
		}
	}
	if want := [][]float32{{1, 0, 1}}; !reflect.DeepEqual(r.WordsOfA, want) {
		t.Errorf("words of A: got %v, want %v", r.WordsOfA, want)
	}
	if want := [][]float32{{1, 1}, nil}; !reflect.DeepEqual(r.WordsOfB, want) {
		t.Errorf("words of B: got %v, want %v", r.WordsOfB, want)
	}
}

func sameCounterparts(x, y []Counterpart) bool {
	return slices.EqualFunc(x, y, func(x, y Counterpart) bool { return alike(x, y) })
}

// said is a version of one sentence a fact, all of them with one vector.
func said(lang string, facts ...string) *Side {
	s := &Side{Lang: lang, Names: name.NewArticle(strings.Join(facts, " "), lang)}
	at := 0
	for i, f := range facts {
		s.Sentences = append(s.Sentences, Sentence{Vector: []float32{1}, Facts: [2]int{i, i + 1}})
		s.Facts = append(s.Facts, Fact{
			Start: at, End: at + len(f), Text: f, Vector: []float32{1}, Sentence: i,
			Values: value.Find(f, lang, time.Time{}), Signs: polarity.Find(f, lang),
		})
		at += len(f) + 1
	}
	return s
}

// TestWording tells what the words of two facts say, beside their vectors.
func TestWording(t *testing.T) {
	const (
		agree, disagree     = "agree", "disagree"
		same, oppose        = "same", "oppose"
		named, away, nobody = "named", "named elsewhere", "named nowhere"
		spelled             = "spelled alike"
	)
	for _, c := range []struct {
		reason string
		a, b   *Side
		want   []string
	}{
		{"nothing in common", said("en", "it was raining"), said("de", "wir warten"), nil},
		{"a value", said("en", "it cost 45 euros"), said("de", "es kostete 45 Euro"), []string{agree}},
		{"another value", said("en", "it cost 45 euros"), said("de", "es kostete 54 Euro"), []string{disagree}},
		{"one of each", said("en", "12 cars for 45 euros"), said("de", "12 Autos für 54 Euro"), []string{agree, disagree}},
		{"the same sign", said("en", "prices rose"), said("de", "die Preise sind gestiegen"), []string{same}},
		{"the opposite", said("en", "prices rose"), said("de", "die Preise sanken"), []string{oppose}},
		{"a name", said("en", "they met Carla Voss"), said("de", "dort war Carla Voss"), []string{named}},
		{"a name that stands elsewhere", said("en", "they met Carla Voss"), said("de", "wir warten", "dort war Carla Voss"), []string{away}},
		{"a name that only one has", said("en", "they met Carla Voss"), said("de", "wir warten"), []string{nobody}},
		{"one language", said("en", "we waited"), said("en", "we had waited"), []string{spelled}},
		{"the same letters in two languages", said("en", "we waited"), said("de", "we waited"), nil},
	} {
		e := compare(t, c.a, c.b).of(t, 0, 0)
		var got []string
		for _, s := range []struct {
			name string
			v    float64
		}{
			{agree, e.Agree}, {disagree, e.Disagree}, {same, e.Same}, {oppose, e.Oppose},
			{named, e.Names.Agree}, {away, e.Names.MissingA + e.Names.MissingB}, {nobody, e.Names.UnknownA + e.Names.UnknownB},
			{spelled, e.Spelling},
		} {
			if s.v > 0.3 {
				got = append(got, s.name)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q (%+v)", c.reason, got, c.want, e)
		}
	}
	for _, c := range []struct {
		x, y string
		want float64
	}{{"waiting", "WAITING", 1}, {"abcd", "bcde", 0.5}, {"abc", "xyz", 0}, {"是", "否", 0}, {"", "long enough", 0}} {
		if got := compare(t, said("en", c.x), said("en", c.y)).of(t, 0, 0).Spelling; got != c.want {
			t.Errorf("%q and %q are spelled alike by %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

// TestOpenings has a fact that is far from its counterpart, in a sentence that
// is near: others stand between them, but the pair is tried.
func TestOpenings(t *testing.T) {
	const decoys = 7
	axis := func(i int) []float32 {
		v := make([]float32, 8)
		v[i] = 1
		return v
	}
	build := func(own, decoy []float32) *Side {
		s := &Side{Names: name.NewArticle("", "en")}
		s.Sentences = []Sentence{{Vector: axis(0), Facts: [2]int{0, 2}}}
		s.Facts = []Fact{{Vector: axis(0)}, {Vector: own}}
		for i := range decoys {
			s.Sentences = append(s.Sentences, Sentence{Vector: axis(3), Facts: [2]int{2 + i, 3 + i}})
			s.Facts = append(s.Facts, Fact{Vector: decoy, Sentence: 1 + i})
		}
		return s
	}
	a, b := build(axis(1), axis(2)), build(axis(2), axis(1))
	r := compare(t, a, b)
	for _, list := range [][]Counterpart{r.FactsOfA[1], r.FactsOfB[1]} {
		if slices.ContainsFunc(first(list, factCandidates), func(c Counterpart) bool { return c.Index == 1 }) {
			t.Errorf("the pair is among the best: %v", list)
		}
	}
	if e := r.of(t, 1, 1); e.RankA < decoys || e.RankB < decoys || e.SentenceCosine != 1 || e.LeadA > -1 {
		t.Errorf("got %+v", e)
	}
	if n := len(r.Pairs); n == len(a.Facts)*len(b.Facts) {
		t.Errorf("all %d pairs were tried", n)
	}
}

// TestTelling holds that facts which state a value that hardly any other does are a pair
// whose sentences are read together, however far apart their vectors.
func TestTelling(t *testing.T) {
	axes := map[string]int{}
	build := func(texts ...string) *Side {
		s := &Side{Names: name.NewArticle("", "en")}
		for i, text := range texts {
			if _, ok := axes[text]; !ok {
				axes[text] = len(axes)
			}
			v := make([]float32, 16)
			v[axes[text]] = 1
			s.Sentences = append(s.Sentences, Sentence{Vector: v, Facts: [2]int{i, i + 1}})
			s.Facts = append(s.Facts, Fact{Vector: v, Sentence: i, Values: value.Find(text, "en", time.Time{})})
		}
		return s
	}
	plain := []string{"It rained.", "It blew.", "It froze.", "It snowed.", "It hailed.", "It thawed.", "It cleared.", "It dried."}
	a := build(append(slices.Clone(plain), "1.6 million tonnes", "12 men", "12 boats", "12 days' work for 12")...)
	b := build(append([]string{"1,600,000 tonnes", "12 dogs"}, plain...)...)
	met := func(r *Result, s, t int) bool { return slices.Contains(r.meetings(a, b), meeting{s, t}) }
	r := compare(t, a, b)
	if r.of(t, 8, 0); !met(r, 8, 0) {
		t.Error("the amounts are not read together")
	}
	if slices.Contains(r.telling, facts{9, 1}) {
		t.Error("a number that many facts state tells where its counterpart is")
	}
}

// scattered is a version with vectors in many directions, some of them shared
// with all versions of the same seed.
func scattered(seed, facts uint64) *Side {
	r, common := rand.New(rand.NewPCG(seed, facts)), rand.New(rand.NewPCG(seed, 0))
	vectors := unit(r, int(facts), 6)
	copy(vectors, unit(common, int(facts)/2, 6))
	s := new(Side)
	words := []string{"Carla Voss", "45 euros", "prices", "rose", "fell", "on Friday", "not", "in Warsaw"}
	var text strings.Builder
	for len(s.Facts) < int(facts) {
		i := len(s.Sentences)
		sentence := Sentence{Vector: unit(r, 1, 6)[0], Facts: [2]int{len(s.Facts), min(len(s.Facts)+1+r.IntN(3), int(facts))}}
		for f := sentence.Facts[0]; f < sentence.Facts[1]; f++ {
			said := words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]
			first := len(sentence.Words)
			for range 1 + r.IntN(4) {
				sentence.Words = append(sentence.Words, Word{[]int8{int8(r.IntN(255) - 127), int8(r.IntN(255) - 127)}, r.Float32()})
			}
			s.Facts = append(s.Facts, Fact{
				Start: text.Len(), End: text.Len() + len(said), Text: said, Vector: vectors[f], Sentence: i, Words: [2]int{first, len(sentence.Words)},
				Values: value.Find(said, "en", time.Time{}), Signs: polarity.Find(said, "en"),
			})
			text.WriteString(said + ". ")
		}
		s.Sentences = append(s.Sentences, sentence)
	}
	s.Names, s.Lang = name.NewArticle(text.String(), "en"), "en"
	return s
}

// mirrored is evidence as the other side sees it.
func mirrored(e Evidence) Evidence {
	var swap func(v reflect.Value)
	swap = func(v reflect.Value) {
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Struct {
				swap(v.Field(i))
			}
			if own, ok := strings.CutSuffix(v.Type().Field(i).Name, "A"); ok {
				x, y := v.Field(i), v.FieldByName(own+"B")
				was := reflect.ValueOf(x.Interface())
				x.Set(y)
				y.Set(was)
			}
		}
	}
	swap(reflect.ValueOf(&e).Elem())
	e.Length = -e.Length
	return e
}

// TestInvariants states what holds whatever the versions are: every fact is
// paired, if the other version has any; all evidence is a number within its
// bounds; and the other way round it is the same, with A and B swapped.
func TestInvariants(t *testing.T) {
	for _, size := range []struct{ a, b uint64 }{{0, 0}, {0, 3}, {1, 1}, {1, 40}, {12, 11}, {40, 30}, {3, 700}} {
		a, b := scattered(7, size.a), scattered(7, size.b)
		r, back := compare(t, a, b), compare(t, b, a)
		if len(r.Pairs) != len(back.Pairs) {
			t.Errorf("%+v: %d pairs, the other way round %d", size, len(r.Pairs), len(back.Pairs))
		}
		pairedA, pairedB := make([]bool, size.a), make([]bool, size.b)
		for i, p := range r.Pairs {
			if i > 0 && (p.A < r.Pairs[i-1].A || p.A == r.Pairs[i-1].A && p.B <= r.Pairs[i-1].B) {
				t.Errorf("%+v: pair %d, %d stands behind %d, %d", size, p.A, p.B, r.Pairs[i-1].A, r.Pairs[i-1].B)
			}
			pairedA[p.A], pairedB[p.B] = true, true
			for name, v := range map[string]float32{
				"cosine": p.Cosine, "sentence cosine": p.SentenceCosine,
				"cover of A": p.CoverA, "cover of B": p.CoverB, "within A": p.WithinA, "within B": p.WithinB,
			} {
				if !(v >= -2.01 && v <= 2.01) || strings.Contains(name, "cosine") && !(v >= -1.01 && v <= 1.01) {
					t.Errorf("%+v: the %s of %d and %d is %v", size, name, p.A, p.B, v)
				}
			}
			for _, v := range []float64{p.Agree, p.Disagree, p.Spelling, p.Same, p.Oppose, float64(p.Order)} {
				if !(v >= 0 && v <= 1) {
					t.Errorf("%+v: out of bounds: %+v", size, p)
				}
			}
			if p.CoverA > p.WithinA+1e-6 || p.CoverB > p.WithinB+1e-6 {
				t.Errorf("%+v: fact %d and %d cover more than their sentences: %+v", size, p.A, p.B, p.Evidence)
			}
			if got := mirrored(back.of(t, p.B, p.A)); !alike(got, p.Evidence) {
				t.Errorf("%+v: facts %d and %d:\n got %+v\n and, the other way round, %+v", size, p.A, p.B, p.Evidence, got)
			}
		}
		if size.a > 0 && size.b > 0 && (slices.Contains(pairedA, false) || slices.Contains(pairedB, false)) {
			t.Errorf("%+v: facts without a pair", size)
		}
		if len(r.WordsOfA) != len(a.Sentences) || len(r.FactsOfB) != len(b.Facts) || len(r.SentencesOfA) != len(a.Sentences) {
			t.Errorf("%+v: %d, %d and %d lists", size, len(r.WordsOfA), len(r.FactsOfB), len(r.SentencesOfA))
		}
		for i, words := range r.WordsOfA {
			if len(words) != len(a.Sentences[i].Words) {
				t.Errorf("%+v: %d of %d words in sentence %d", size, len(words), len(a.Sentences[i].Words), i)
			}
		}
		if !slices.EqualFunc(r.FactsOfA, back.FactsOfB, sameCounterparts) || !slices.EqualFunc(r.SentencesOfB, back.SentencesOfA, sameCounterparts) {
			t.Errorf("%+v: other counterparts the other way round", size)
		}
	}
}

func TestCompareIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	a, b := scattered(8, 300), scattered(8, 250)
	want := compare(t, a, b)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(procs)
		if got := compare(t, a, b); !reflect.DeepEqual(got, want) {
			t.Errorf("another result on %d processors", procs)
		}
	}
}

func TestCompareCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := Compare(ctx, scattered(9, 5), scattered(9, 4)); r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", r, err)
	}
}

// TestCopies tells what counts as the same word for word.
func TestCopies(t *testing.T) {
	side := func(lang string, wordings ...string) *Side {
		s := scattered(3, uint64(len(wordings)))
		s.Lang = lang
		for i, w := range wordings {
			s.Facts[i].Text, s.Facts[i].Terms = w, strings.Fields(strings.ToLower(w))
		}
		return s
	}
	copies := func(a, b *Side) (out [][2]int) {
		for _, p := range compare(t, a, b).Pairs {
			if p.Copy {
				out = append(out, [2]int{p.A, p.B})
			}
		}
		return out
	}
	a := side("en", "Rates rose from 12 to 15", "he said", "he said", "It rained", "")
	b := side("en", "It rained", "rates rose from 15 to 12", "He said", "", "Rates fell")
	if got := copies(a, b); !slices.Equal(got, [][2]int{{3, 0}}) {
		t.Errorf("copies %v", got)
	}
	headline := "The footbridge is open again"
	twice, once := side("en", headline, "he said", headline), side("en", "Rates rose", headline)
	if got := copies(twice, once); !slices.Equal(got, [][2]int{{0, 1}, {2, 1}}) {
		t.Errorf("of a repeated headline: copies %v", got)
	}
	b.Lang = "de"
	if got := copies(a, b); got != nil {
		t.Errorf("copies %v in two languages", got)
	}
}

// TestDeadline compares words for longer than there is time.
func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	side := func() *Side {
		s := scattered(9, 6)
		for i := range s.Sentences {
			w := s.Sentences[i].Words[0]
			s.Sentences[i].Words = slices.Repeat([]Word{w}, 8000)
		}
		return s
	}
	begun := time.Now()
	if _, err := Compare(ctx, side(), side()); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
}

func BenchmarkCompare(b *testing.B) {
	for _, facts := range []uint64{50, 500} {
		b.Run(fmt.Sprint(facts), func(b *testing.B) {
			x, y := scattered(10, facts), scattered(10, facts-1)
			for b.Loop() {
				if _, err := Compare(b.Context(), x, y); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
