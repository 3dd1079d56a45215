package classify

import (
	"cmp"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"factdiff/align/cross"
	"factdiff/align/match"
	"factdiff/align/value"
)

// maker makes versions and evidence up.
type maker struct{ *rand.Rand }

func random(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 0))} }

func (r maker) evidence() match.Evidence {
	var e match.Evidence
	var scatter func(v reflect.Value)
	scatter = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				scatter(v.Field(i))
			}
		case reflect.Int:
			v.SetInt(int64(r.IntN(4)))
		case reflect.Bool:
			v.SetBool(r.IntN(2) == 0)
		default:
			v.SetFloat(2*r.Float64() - 1)
		}
	}
	scatter(reflect.ValueOf(&e).Elem())
	for _, positive := range []*float64{&e.Agree, &e.Disagree, &e.Spelling, &e.Same, &e.Oppose, &e.Names.Agree, &e.Names.MissingA, &e.Names.MissingB, &e.Names.UnknownA, &e.Names.UnknownB} {
		*positive = math.Abs(*positive)
	}
	return e
}

func (r maker) side() *match.Side {
	s := new(match.Side)
	for range r.IntN(6) {
		sentence := match.Sentence{Words: make([]match.Word, r.IntN(9)), Facts: [2]int{len(s.Facts), len(s.Facts)}}
		for i := range sentence.Words {
			sentence.Words[i].Weight = r.Float32()
		}
		for at, last := 0, false; !last; {
			end := at + r.IntN(len(sentence.Words)-at+1)
			if last = r.IntN(2) == 0; last {
				end = len(sentence.Words)
			}
			s.Facts = append(s.Facts, match.Fact{Text: []string{"a", `"b"`}[r.IntN(2)], Sentence: len(s.Sentences), Words: [2]int{at, end}, Values: make([]value.Value, r.IntN(3))})
			sentence.Facts[1]++
			at = end
		}
		s.Sentences = append(s.Sentences, sentence)
	}
	return s
}

// pairs is some of all pairs of facts, by A, then B.
func (r maker) pairs(a, b *match.Side) []match.Pair {
	var out []match.Pair
	density := r.Float64()
	for f := range a.Facts {
		for g := range b.Facts {
			if r.Float64() < density {
				out = append(out, match.Pair{A: f, B: g, Evidence: r.evidence()})
			}
		}
	}
	return out
}

func (r maker) net(names []string, classes int) Net {
	weights := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = r.NormFloat64()
		}
		return out
	}
	n := Net{Names: names}
	for range 4 {
		n.Hidden = append(n.Hidden, weights(len(names)+1))
	}
	for range classes {
		n.Out = append(n.Out, weights(len(n.Hidden)+1))
	}
	return n
}

// mirrored is evidence as the other side sees it.
func mirrored(e match.Evidence) match.Evidence {
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

func mirroredPairs(pairs []match.Pair) []match.Pair {
	out := make([]match.Pair, len(pairs))
	for i, p := range pairs {
		out[i] = match.Pair{A: p.B, B: p.A, Evidence: mirrored(p.Evidence)}
	}
	slices.SortFunc(out, func(x, y match.Pair) int { return cmp.Or(x.A-y.A, x.B-y.B) })
	return out
}

func judged(t *testing.T, a, b *match.Side, likeness Likeness, opinions ...Opinion) *Judgement {
	t.Helper()
	j, err := JudgeTranslated(t.Context(), a, b, likeness, opinions...)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestJudge states what holds of every judgement, for made up evidence under
// the weights of the program and under made up ones.
func TestJudge(t *testing.T) {
	defaults := weights(t, usual)
	var statuses [3]int
	for seed := range uint64(3000) {
		r := random(seed)
		w := defaults
		if seed%3 > 0 {
			w = &Weights{
				PairNet: r.net(pairNames, 2), FactNet: r.net(factNames, 3),
				LinkThreshold: r.Float64(), ConflictThreshold: r.Float64(),
			}
		}
		a, b := r.side(), r.side()
		pairs := r.pairs(a, b)
		j := judged(t, a, b, nil, Opinion{w, pairs})
		checkJudgement(t, j, len(a.Facts), len(b.Facts), pairs)
		checkMirrored(t, j, judged(t, b, a, nil, Opinion{w, mirroredPairs(pairs)}))
		for _, s := range slices.Concat(j.StatusOfA, j.StatusOfB) {
			statuses[s]++
		}
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
	if slices.Min(statuses[:]) < 1000 {
		t.Errorf("only %v facts that are only here, shared and in conflict", statuses)
	}
}

func checkJudgement(t *testing.T, j *Judgement, factsA, factsB int, pairs []match.Pair) {
	t.Helper()
	if len(j.StatusOfA) != factsA || len(j.VerdictOfA) != factsA || len(j.StatusOfB) != factsB || len(j.VerdictOfB) != factsB || len(j.Probability) != len(pairs) {
		t.Fatalf("%d and %d statuses for %d and %d facts, %d probabilities for %d pairs", len(j.StatusOfA), len(j.StatusOfB), factsA, factsB, len(j.Probability), len(pairs))
	}
	for _, v := range slices.Concat(j.VerdictOfA, j.VerdictOfB) {
		if !near(v.Shared+v.Only+v.Conflict, 1) || min(v.Shared, v.Only, v.Conflict) < 0 {
			t.Errorf("verdict %+v", v)
		}
	}
	statusOfA, statusOfB := make([]Status, factsA), make([]Status, factsB) // as the links have it
	for i, l := range j.Links {
		if i > 0 && cmp.Or(j.Links[i-1].A-l.A, j.Links[i-1].B-l.B) >= 0 {
			t.Errorf("link %+v stands behind %+v", l, j.Links[i-1])
		}
		k := slices.IndexFunc(pairs, func(p match.Pair) bool { return p.A == l.A && p.B == l.B })
		if k < 0 || j.Probability[k] != l.Probability {
			t.Errorf("link %+v is of no pair", l)
		}
		kind := Shared
		if l.Conflict {
			kind = Conflict
		}
		statusOfA[l.A], statusOfB[l.B] = max(statusOfA[l.A], kind), max(statusOfB[l.B], kind)
	}
	if !slices.Equal(statusOfA, j.StatusOfA) || !slices.Equal(statusOfB, j.StatusOfB) {
		t.Errorf("statuses %v and %v, but links %+v", j.StatusOfA, j.StatusOfB, j.Links)
	}
}

func like(x, y Verdict) bool {
	return near(x.Shared, y.Shared) && near(x.Only, y.Only) && near(x.Conflict, y.Conflict)
}

// checkMirrored tells whether a judgement is that of the same versions in the
// other order, but for the last digits.
func checkMirrored(t *testing.T, j, m *Judgement) {
	t.Helper()
	if !slices.EqualFunc(j.VerdictOfA, m.VerdictOfB, like) || !slices.EqualFunc(j.VerdictOfB, m.VerdictOfA, like) {
		t.Errorf("verdicts %+v and %+v, the other way round %+v and %+v", j.VerdictOfA, j.VerdictOfB, m.VerdictOfB, m.VerdictOfA)
	}
	if !slices.Equal(j.StatusOfA, m.StatusOfB) || !slices.Equal(j.StatusOfB, m.StatusOfA) {
		t.Errorf("statuses %v and %v, the other way round %v and %v", j.StatusOfA, j.StatusOfB, m.StatusOfB, m.StatusOfA)
	}
	links := make([]Link, len(m.Links))
	for i, l := range m.Links {
		l.A, l.B = l.B, l.A
		links[i] = l
	}
	slices.SortFunc(links, func(x, y Link) int { return cmp.Or(x.A-y.A, x.B-y.B) })
	if !slices.Equal(j.Links, links) {
		t.Errorf("links %+v, the other way round %+v", j.Links, links)
	}
}

// TestOpinions holds two opinions against what each says alone: the verdicts
// are their means, and so are the pairs' probabilities, of which an opinion that
// did not look at a pair gives none.
func TestOpinions(t *testing.T) {
	w, v := weights(t, usual), weights(t, "multilingual-e5-small")
	for seed := range uint64(200) {
		r := random(seed)
		a, b := r.side(), r.side()
		if len(a.Facts) == 0 || len(b.Facts) == 0 {
			continue
		}
		some, others := r.pairs(a, b), r.pairs(a, b)
		for _, list := range [][]match.Pair{some, others} {
			for i := range list {
				list[i].Copy, list[i].Spelling = false, 0 // which all opinions share
			}
		}
		means := func(opinions ...Opinion) *Judgement {
			j, _, _, err := weigh(t.Context(), a, b, opinions)
			if err != nil {
				t.Fatal(err)
			}
			return j
		}
		one, other := means(Opinion{w, some}), means(Opinion{v, others})
		both := means(Opinion{w, some}, Opinion{v, others})
		for i, got := range both.VerdictOfA {
			x, y := one.VerdictOfA[i], other.VerdictOfA[i]
			want := Verdict{(x.Shared + y.Shared) / 2, (x.Only + y.Only) / 2, (x.Conflict + y.Conflict) / 2}
			if !like(got, want) {
				t.Errorf("fact %d: %+v of %+v and %+v", i, got, x, y)
			}
		}
		alone := func(j *Judgement, p match.Pair) float64 {
			for i, q := range j.Pairs {
				if q.A == p.A && q.B == p.B {
					return j.Probability[i]
				}
			}
			return 0
		}
		seen := map[[2]int]bool{}
		for i, p := range both.Pairs {
			seen[[2]int{p.A, p.B}] = true
			if want := (alone(one, p) + alone(other, p)) / 2; !near(both.Probability[i], want) {
				t.Errorf("pair %d, %d: %v, want %v", p.A, p.B, both.Probability[i], want)
			}
		}
		for _, p := range slices.Concat(some, others) {
			if !seen[[2]int{p.A, p.B}] {
				t.Errorf("pair %d, %d is lost", p.A, p.B)
			}
		}
	}
}

func TestRevise(t *testing.T) {
	unsure := Verdict{Shared: 0.5, Only: 0.4, Conflict: 0.1}
	revised := match.Evidence{Spelling: 0.8, OwnA: 0.5, OwnB: 0.5}
	for _, c := range []struct {
		reason      string
		pairs       []match.Pair
		shared, con float64 // of fact 0 of A
	}{
		{"word for word the same", []match.Pair{{A: 0, B: 0, Evidence: match.Evidence{Copy: true, Spelling: 1}}}, copied, 0.02 * 0.1 / 0.5},
		{"the same letters in another order", []match.Pair{{A: 0, B: 0, Evidence: match.Evidence{Spelling: 1, OwnA: 0.1, OwnB: 0.1}}}, 0.5, 0.1},
		{"words of weight replaced", []match.Pair{{A: 0, B: 0, Evidence: revised}}, 0.5 * 0.5 / 0.9, 0.5},
		{"but another fact keeps them", []match.Pair{{A: 0, B: 0, Evidence: revised}, {A: 0, B: 1, Evidence: match.Evidence{Spelling: 0.9}}}, 0.5, 0.1},
		{"little in common", []match.Pair{{A: 0, B: 0, Evidence: match.Evidence{Spelling: 0.3, OwnA: 2, OwnB: 2}}}, 0.5, 0.1},
	} {
		j := &Judgement{VerdictOfA: []Verdict{unsure}, VerdictOfB: []Verdict{unsure, unsure}, Pairs: c.pairs, Probability: make([]float64, len(c.pairs))}
		j.revise()
		if got := j.VerdictOfA[0]; !near(got.Shared, c.shared) || !near(got.Conflict, c.con) || !near(got.Shared+got.Only+got.Conflict, 1) {
			t.Errorf("%s: %+v", c.reason, got)
		}
	}
}

func weights(t *testing.T, encoder string) *Weights {
	t.Helper()
	w, err := Default(encoder, false)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// settled is a judgement of facts with these verdicts and links.
func settled(threshold float64, a, b []Verdict, links ...Link) *Judgement {
	j := &Judgement{VerdictOfA: a, VerdictOfB: b, Links: links}
	none := &match.Side{}
	j.settle(none, none, j.best(), threshold)
	return j
}

func TestConflicts(t *testing.T) {
	said, denied, unsure := Verdict{Shared: 0.9, Only: 0.1}, Verdict{Only: 0.1, Conflict: 0.9}, Verdict{Shared: 0.45, Only: 0.1, Conflict: 0.45}
	for _, c := range []struct {
		reason string
		a, b   []Verdict
		links  []Link
		want   []Link // those left, in the order of links
	}{
		{"agreement", []Verdict{said}, []Verdict{said}, []Link{{0, 0, 0.9, false}}, []Link{{0, 0, 0.9, false}}},
		{"contradiction", []Verdict{denied}, []Verdict{denied}, []Link{{0, 0, 0.9, false}}, []Link{{0, 0, 0.9, true}}},
		{"the mean of both decides", []Verdict{denied}, []Verdict{unsure}, []Link{{0, 0, 0.9, false}}, []Link{{0, 0, 0.9, true}}},
		{"one alone does not", []Verdict{denied}, []Verdict{said}, []Link{{0, 0, 0.9, false}}, []Link{{0, 0, 0.9, false}}},
		{"a fact may have both", []Verdict{denied, said}, []Verdict{denied, said},
			[]Link{{0, 0, 0.9, false}, {0, 1, 0.5, false}, {1, 1, 0.9, false}}, []Link{{0, 0, 0.9, true}, {0, 1, 0.5, false}, {1, 1, 0.9, false}}},
		{"what neither fact has as its best is no conflict", []Verdict{denied, denied}, []Verdict{denied, denied},
			[]Link{{0, 0, 0.9, false}, {0, 1, 0.5, false}, {1, 1, 0.9, false}}, []Link{{0, 0, 0.9, true}, {0, 1, 0.5, false}, {1, 1, 0.9, true}}},
	} {
		j := settled(0.7, c.a, c.b, slices.Clone(c.links)...)
		if !slices.Equal(j.Links, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.reason, j.Links, c.want)
		}
	}
}

// TestAnswered holds that a fact is not drawn into a contradiction over a value in which
// it agrees with its best counterpart, and is over any other.
func TestAnswered(t *testing.T) {
	read := func(texts ...string) *match.Side {
		s := &match.Side{}
		for _, text := range texts {
			s.Facts = append(s.Facts, match.Fact{Text: text, Values: value.Find(text, "en", time.Time{})})
		}
		return s
	}
	for _, c := range []struct {
		reason   string
		a        string
		opposite float64 // of it and the second fact of b
		b        []string
		own      float64 // how probably the fact of a is contradicted
		want     bool    // the second link is a conflict
	}{
		{"an age that both tell, and somebody else's", "He is 23 years old.", 0, []string{"He is 23 years old.", "She is 31 years old."}, 0.3, false},
		{"a value that nothing confirms", "He is 23 years old.", 0, []string{"He is young.", "She is 31 years old."}, 0.3, true},
		{"another value of the fact", "He is 23 years old and ran 40 km.", 0, []string{"He is 23 years old.", "He ran 35 km."}, 0.3, true},
		{"opposite words as well", "He is 23 years old.", 0.6, []string{"He is 23 years old.", "She is 31 years old."}, 0.3, true},
		{"taken for contradicted itself", "He is 23 years old.", 0, []string{"He is 23 years old.", "She is 31 years old."}, 0.6, true},
	} {
		a, b := read(c.a), read(c.b...)
		j := &Judgement{
			VerdictOfA: []Verdict{{Shared: 0.9 - c.own, Only: 0.1, Conflict: c.own}},
			VerdictOfB: []Verdict{{Shared: 0.9, Only: 0.1}, {Only: 0.1, Conflict: 0.9}},
			Links:      []Link{{0, 0, 0.9, false}, {0, 1, 0.6, false}},
		}
		for i := range b.Facts {
			p := match.Pair{A: 0, B: i}
			p.Agree, p.Disagree = value.Relate(a.Facts[0].Values, b.Facts[i].Values)
			p.Oppose = c.opposite * float64(i)
			j.Pairs = append(j.Pairs, p)
		}
		j.settle(a, b, j.best(), 0.4)
		if got := j.Links[1].Conflict; got != c.want {
			t.Errorf("%s: a conflict %v, want %v", c.reason, got, c.want)
		}
	}
}

// TestLinks gives the pairs' probabilities outright.
func TestLinks(t *testing.T) {
	verdict := func(said float64) Verdict { return Verdict{Shared: said, Only: 1 - said} }
	for _, c := range []struct {
		reason      string
		a, b        []float64 // how probably each fact is said
		pairs       []match.Pair
		probability []float64
		want        []Link
	}{
		{"probable and said on both sides", []float64{0.9}, []float64{0.9}, []match.Pair{{}}, []float64{0.8}, []Link{{0, 0, 0.8, false}}},
		{"said on one side only", []float64{0.9}, []float64{0.4}, []match.Pair{{}}, []float64{0.8}, []Link{{0, 0, 0.8, false}}},
		{"not said on either", []float64{0.4}, []float64{0.4}, []match.Pair{{}}, []float64{0.99}, nil},
		{"more surely not said on the other", []float64{0.6}, []float64{0.01}, []match.Pair{{}}, []float64{0.8}, nil},
		{"improbable, but surely said", []float64{0.99}, []float64{0.9}, []match.Pair{{}}, []float64{0.2}, []Link{{0, 0, 0.2, false}}},
		{"too improbable", []float64{0.6, 0, 0, 0, 0}, []float64{0.6, 0, 0, 0, 0}, []match.Pair{{}}, []float64{0.1}, nil},
		{"improbable where it could stand out from few", []float64{0.6}, []float64{0.6}, []match.Pair{{}}, []float64{0.1}, []Link{{0, 0, 0.1, false}}},
		{"of improbable ones the best", []float64{0.99, 0, 0, 0, 0}, []float64{0.6, 0.6, 0, 0, 0}, []match.Pair{{}, {B: 1}}, []float64{0.1, 0.3}, []Link{{0, 1, 0.3, false}}},
		{"every fact asks for its own best", []float64{0.99, 0.2}, []float64{0.99}, []match.Pair{{A: 0}, {A: 1}}, []float64{0.2, 0.3}, []Link{{0, 0, 0.2, false}, {1, 0, 0.3, false}}},
		{"without pairs", []float64{0.99}, []float64{0.99}, nil, nil, nil},
	} {
		j := &Judgement{Pairs: c.pairs, Probability: c.probability}
		for _, p := range c.a {
			j.VerdictOfA = append(j.VerdictOfA, verdict(p))
		}
		for _, p := range c.b {
			j.VerdictOfB = append(j.VerdictOfB, verdict(p))
		}
		j.link(0.5)
		if !slices.Equal(j.Links, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.reason, j.Links, c.want)
		}
	}
}

// TestWeak limits the confidence in what is said by no probable pair, on either
// side, and says no more of a contradiction than before.
func TestWeak(t *testing.T) {
	for _, c := range []struct {
		reason       string
		facts        int // of either side
		said, answer float64
		probability  float64
		want         float64 // how probably the fact is said then
	}{
		{"improbable", 5, 0.9, 0.55, 0.4, weak},
		{"improbable, and not so sure", 5, 0.58, 0.55, 0.45, 0.58},
		{"improbable among few", 4, 0.9, 0.55, 0.4, 0.9},
		{"probable, but not said by the other", 5, 0.9, 0.4, 0.6, 0.9},
		{"not taken", 5, 0.6, 0.4, 0.1, 0.6},
	} {
		for side := range 2 {
			j := &Judgement{
				Pairs: []match.Pair{{}}, Probability: []float64{c.probability},
				VerdictOfA: make([]Verdict, c.facts), VerdictOfB: make([]Verdict, c.facts),
			}
			verdicts := [][]Verdict{j.VerdictOfA, j.VerdictOfB}
			for i := range c.facts {
				j.VerdictOfA[i], j.VerdictOfB[i] = Verdict{Only: 1}, Verdict{Only: 1}
			}
			verdicts[side][0] = Verdict{Shared: 0.75 * c.said, Only: 1 - c.said, Conflict: 0.25 * c.said}
			verdicts[1-side][0] = Verdict{Shared: c.answer, Only: 1 - c.answer}
			j.link(0.5)
			if got := verdicts[side][0]; !near(got.Shared+got.Conflict, c.want) || !near(got.Only, 1-c.want) || !near(got.contrary(), 0.25) {
				t.Errorf("%s: got %+v", c.reason, got)
			}
			if linked := len(j.Links) > 0; linked != (c.reason != "not taken") {
				t.Errorf("%s: links %+v", c.reason, j.Links)
			}
		}
	}
}

// What speaks against agreeing facts makes their verdict doubtful, and leaves it.
func TestContest(t *testing.T) {
	read := func(link, conflict float32) match.Pair {
		return match.Pair{Evidence: match.Evidence{Read: true, Cross: cross.Judgement{Link: link, Conflict: conflict}}}
	}
	for _, c := range []struct {
		reason string
		pair   match.Pair
		link   Link
		want   float64 // how probably it is shared
	}{
		{"read as the same", read(5, -5), Link{}, 0.9},
		{"read as a contradiction", read(5, 5), Link{}, agreed},
		{"read as something else", read(-5, 5), Link{}, 0.9},
		{"not read", match.Pair{}, Link{}, 0.9},
		{"other values", match.Pair{Evidence: match.Evidence{Disagree: 0.25}}, Link{}, agreed},
		{"opposite words", match.Pair{Evidence: match.Evidence{Oppose: 0.5}}, Link{}, agreed},
		{"a negation", match.Pair{Evidence: match.Evidence{Oppose: 0.25}}, Link{}, 0.9},
		{"in conflict anyhow", read(5, 5), Link{Conflict: true}, 0.9},
		{"of other facts", read(5, 5), Link{B: 1}, 0.9},
	} {
		verdicts := func() []Verdict {
			return []Verdict{{Shared: 0.9, Only: 0.06, Conflict: 0.04}, {Shared: 0.9, Only: 0.1}}
		}
		j := &Judgement{VerdictOfA: verdicts(), VerdictOfB: verdicts(), Links: []Link{c.link}, Pairs: []match.Pair{c.pair}}
		j.contest(j.best())
		for _, v := range []Verdict{j.VerdictOfA[0], j.VerdictOfB[0]} {
			if !near(v.Shared, c.want) || !near(v.Shared+v.Only+v.Conflict, 1) {
				t.Errorf("%s: got %+v, want %v shared", c.reason, v, c.want)
			}
		}
	}
}

// TestEvidence holds what the judge is told of a fact against a small example.
func TestEvidence(t *testing.T) {
	word := match.Word{Weight: 0.5}
	a := &match.Side{
		Sentences: []match.Sentence{{Words: []match.Word{word, word, word}, Facts: [2]int{0, 2}}, {Words: []match.Word{word}, Facts: [2]int{2, 3}}},
		Facts:     []match.Fact{{Text: "two words", Words: [2]int{0, 2}}, {Text: "“said”", Words: [2]int{2, 3}}, {Text: "alone", Sentence: 1, Words: [2]int{0, 1}, Values: make([]value.Value, 2)}},
	}
	b := &match.Side{
		Sentences: []match.Sentence{{Words: []match.Word{word}, Facts: [2]int{0, 1}}},
		Facts:     []match.Fact{{Text: "all", Words: [2]int{0, 1}}},
	}
	pairs := []match.Pair{
		{A: 0, B: 0, Evidence: match.Evidence{SentenceCosine: 0.25, SentenceMargin: 0.5, PartA: 0.125, PartB: 0.75, Length: 1}},
		{A: 2, B: 0, Evidence: match.Evidence{SentenceCosine: 0.5, SentenceMargin: -0.5}},
	}
	everyA, everyB := Evidence(a, b, pairs, []float64{0.4, 0.8})
	ofA, ofB := collect(everyA), collect(everyB)
	level := FactEvidence{LevelCosine: (0.25 + 0.5 + 0.5) / 3, LevelMargin: 0.5 / 3, Size: math.Log(4)}
	ratio := math.Log(3)
	want := []FactEvidence{
		{Candidates: ofA[0].Candidates, Words: 2, Weight: 1, Ratio: ratio, BestBeside: 0, MeanBeside: 0, Beside: 1},
		{Candidates: []CandidateEvidence{}, Words: 1, Weight: 0.5, Quote: true, Closes: true, Position: 1. / 3, Ratio: ratio, Before: 0.4, After: 0.8, BestBeside: 0.4, MeanBeside: 0.4, Beside: 1},
		{Candidates: ofA[2].Candidates, Words: 1, Weight: 0.5, Values: 2, Closes: true, Position: 2. / 3, Ratio: ratio, BestBeside: 0.8, MeanBeside: 0.8},
		{Candidates: ofB[0].Candidates, Words: 1, Weight: 0.5, Closes: true, Ratio: -ratio, BestBeside: 0.8, MeanBeside: 0.8},
	}
	for i, got := range slices.Concat(ofA, ofB) {
		want[i].LevelCosine, want[i].LevelMargin, want[i].Size = level.LevelCosine, level.LevelMargin, level.Size
		if !near(got.Ratio, want[i].Ratio) {
			t.Errorf("fact %d: ratio %v, want %v", i, got.Ratio, want[i].Ratio)
		}
		got.Ratio = want[i].Ratio
		if !reflect.DeepEqual(got, want[i]) {
			t.Errorf("fact %d: got %#v, want %#v", i, got, want[i])
		}
	}
	first := CandidateEvidence{Probability: 0.4, SentenceCosine: 0.25, SentenceMargin: 0.5, PartMargin: 0.125, Length: 1}
	second := CandidateEvidence{Probability: 0.8, SentenceCosine: 0.5, SentenceMargin: -0.5}
	seen := func(c CandidateEvidence, rival float64) CandidateEvidence {
		c.Rival = rival
		return c
	}
	back := first
	back.PartMargin, back.Length = 0.75, -1
	for _, c := range []struct {
		reason    string
		got, want []CandidateEvidence
	}{
		{"a fact whose counterpart has better", ofA[0].Candidates, []CandidateEvidence{seen(first, 0.8)}},
		{"the better one", ofA[2].Candidates, []CandidateEvidence{seen(second, 0.4)}},
		{"the counterpart, the most probable first", ofB[0].Candidates, []CandidateEvidence{second, back}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.reason, c.got, c.want)
		}
	}
}

func collect(evidence iter.Seq2[int, *FactEvidence]) (out []FactEvidence) {
	for _, e := range evidence {
		c := *e
		c.Candidates = slices.Clone(e.Candidates)
		out = append(out, c)
	}
	return out
}

func TestVerdictOf(t *testing.T) {
	v := Verdict{Shared: 0.5, Only: 0.3, Conflict: 0.2}
	if v.Of(Shared) != 0.5 || v.Of(Only) != 0.3 || v.Of(Conflict) != 0.2 {
		t.Errorf("%v, %v, %v", v.Of(Shared), v.Of(Only), v.Of(Conflict))
	}
	if got := (Verdict{Only: 1}).contrary(); got != 0 {
		t.Errorf("what nobody speaks of is contradicted with %v", got)
	}
}
