package classify

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"factdiff/align/match"
)

func near(x, y float64) bool { return math.Abs(x-y) < 1e-9 }

func TestLinear(t *testing.T) {
	l := Linear{Bias: 1, Weights: map[string]float64{"x": 2, "y": -3}}
	if got := l.score(Features{[]string{"x", "y", "no weight"}, []float64{0.5, 1, 100}}); got != -1 {
		t.Errorf("got %v", got)
	}
	if got := new(Linear).score(Features{[]string{"x"}, []float64{7}}); got != 0 {
		t.Errorf("without weights: %v", got)
	}
}

func TestNet(t *testing.T) {
	n := Net{
		Hidden: [][]float64{{1, -1, 0.5}, {0, 0, -0.25}},
		Out:    [][]float64{{2, 0, 0.1}, {-1, 4, 0}, {0, 0, 0}},
	}
	u, v := math.Tanh(2-1+0.5), math.Tanh(-0.25)
	x, y := math.Exp(2*u+0.1), math.Exp(-u+4*v)
	want := []float64{x / (x + y + 1), y / (x + y + 1), 1 / (x + y + 1)}
	got := n.probabilities(Features{Values: []float64{2, 1}})
	if !slices.EqualFunc(got, want, near) {
		t.Errorf("got %v, want %v", got, want)
	}
	sure := Net{Hidden: [][]float64{{1e300, 0}}, Out: [][]float64{{-1e300, 0}, {1e300, 0}}}
	if got := sure.probabilities(Features{Values: []float64{1e8}}); got[0] != 0 || got[1] != 1 {
		t.Errorf("out of range: %v", got)
	}
}

func TestDefault(t *testing.T) {
	files, err := weightFiles.ReadDir("weights")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		encoder := strings.TrimSuffix(f.Name(), ".json")
		t.Run(encoder, func(t *testing.T) { checkWeights(t, weights(t, encoder)) })
	}
	for _, encoder := range []string{usual, "multilingual-e5-small"} {
		// Furniture is told without reading anything together.
		alone, read := weights(t, encoder), weights(t, encoder+"+cross")
		if !reflect.DeepEqual(alone.Form, read.Form) || !slices.Equal(alone.FormVector, read.FormVector) || !reflect.DeepEqual(alone.Surroundings, read.Surroundings) {
			t.Errorf("%s: furniture is told otherwise where sentences are read together", encoder)
		}
	}
	if weights(t, "someone/"+usual+"-q4") != weights(t, usual) {
		t.Error("an encoder by another name does not have its weights")
	}
	other := *weights(t, usual)
	other.FormVector = nil
	if !reflect.DeepEqual(weights(t, "unheard of"), &other) {
		t.Error("an unknown encoder does not have the usual weights")
	}
}

func checkWeights(t *testing.T, w *Weights) {
	for _, net := range []struct {
		name    string
		net     Net
		names   []string
		classes int
	}{{"pair", w.PairNet, pairNames, 2}, {"fact", w.FactNet, factNames, 3}} {
		if !slices.Equal(net.net.Names, net.names) {
			t.Errorf("%s: features %v, want %v", net.name, net.net.Names, net.names)
		}
		for _, h := range net.net.Hidden {
			if len(h) != len(net.names)+1 {
				t.Errorf("%s: a unit has %d weights for %d features", net.name, len(h), len(net.names))
			}
		}
		if len(net.net.Out) != net.classes {
			t.Errorf("%s: %d classes, want %d", net.name, len(net.net.Out), net.classes)
		}
		for _, o := range net.net.Out {
			if len(o) != len(net.net.Hidden)+1 {
				t.Errorf("%s: a class has %d weights for %d units", net.name, len(o), len(net.net.Hidden))
			}
		}
	}
	for _, linear := range []struct {
		name  string
		l     Linear
		names []string
	}{{"form", w.Form, formNames}, {"surroundings", w.Surroundings, surroundingsNames}} {
		for name := range linear.l.Weights {
			if !slices.Contains(linear.names, name) {
				t.Errorf("%s: a weight for %q, which is no feature", linear.name, name)
			}
		}
		for _, name := range linear.names {
			if _, ok := linear.l.Weights[name]; !ok {
				t.Errorf("%s: no weight for %q", linear.name, name)
			}
		}
	}
	for _, threshold := range []float64{w.LinkThreshold, w.ConflictThreshold} {
		if threshold <= 0 || threshold >= 1 {
			t.Errorf("a threshold of %v", threshold)
		}
	}
}

// checkFeatures holds what is true of all features: as many names as values,
// no name twice, no value that is no number.
func checkFeatures(t *testing.T, reason string, f Features) {
	t.Helper()
	if len(f.Names) != len(f.Values) {
		t.Fatalf("%s: %d names for %d values", reason, len(f.Names), len(f.Values))
	}
	if len(f.Map()) != len(f.Names) {
		t.Errorf("%s: a name stands twice in %q", reason, f.Names)
	}
	for i, v := range f.Values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s: %s is %v", reason, f.Names[i], v)
		}
	}
}

// fill sets every number below v, and every flag.
func fill(v reflect.Value, x float64) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), x)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), x)
		}
	case reflect.Float32, reflect.Float64:
		v.SetFloat(x)
	case reflect.Int:
		v.SetInt(int64(max(x, 0)))
	case reflect.Bool:
		v.SetBool(x > 0)
	}
}

func TestPairFeatures(t *testing.T) {
	r := random(1)
	for range 200 {
		e := r.evidence()
		m := mirrored(e)
		x, y := PairFeatures(&e), PairFeatures(&m)
		checkFeatures(t, "random", x)
		if !slices.Equal(x.Values, y.Values) {
			t.Fatalf("%+v gives %v, the other way round %v", e, x.Map(), y.Map())
		}
	}
	checkFeatures(t, "nothing", PairFeatures(new(match.Evidence)))
	var e match.Evidence
	fill(reflect.ValueOf(&e).Elem(), 1e9)
	checkFeatures(t, "much", PairFeatures(&e))
	e.Names.Agree = 0
	w := weights(t, usual)
	if p := w.Pair(&e); !(p >= 0 && p <= 1) {
		t.Errorf("a probability of %v", p)
	}
}

func TestFactFeatures(t *testing.T) {
	w := weights(t, usual)
	for _, c := range []struct {
		reason     string
		candidates int
		fill       float64
	}{
		{"nothing", 0, 0},
		{"no candidate", 0, 1},
		{"one that says nothing", 1, 0},
		{"certainty", 2, 1},
		{"much of all", 5, 1e9},
		{"the lowest", 3, -1e9},
	} {
		e := FactEvidence{Candidates: make([]CandidateEvidence, c.candidates)}
		fill(reflect.ValueOf(&e).Elem(), c.fill)
		checkFeatures(t, c.reason, FactFeatures(&e))
		v := w.Fact(&e)
		if !near(v.Shared+v.Only+v.Conflict, 1) || min(v.Shared, v.Only, v.Conflict) < 0 {
			t.Errorf("%s: %+v", c.reason, v)
		}
	}
	// Names and values belong together.
	e := FactEvidence{
		Candidates: []CandidateEvidence{
			{Probability: 0.75, Rival: 0.9, Cosine: 0.5, Agree: 0.4, Disagree: 0.2, Oppose: 0.6},
			{Probability: 0.25, Cosine: 0.7, Agree: 0.1, Disagree: 0.4, Names: 2},
		},
		Words: 3, Weight: 1.5, Values: 7, Quote: true, LevelCosine: 0.3,
	}
	got := FactFeatures(&e).Map()
	for name, want := range map[string]float64{
		"best odds": math.Log(3), "best": 0.75, "second": 0.25, "third": 0, "all": 1,
		"cosine": 0.5, "highest cosine": 0.7, "agree": 0.4, "highest agree": 0.4, "agree likely": 0.3,
		"disagree": 0.2, "highest disagree": 0.15, "opposite": 0.6, "opposite likely": 0.45,
		"names": 0, "highest names": 2, "rival": 0.9, "rival ahead": 0.15,
		"values": 1, "number of values": 4, "values unmet": 0,
		"words": math.Log(4), "weight": 1.5, "mean weight": 0.5, "quote": 1, "closes": 0,
		"level cosine": 0.3,
	} {
		if v, ok := got[name]; !ok || !near(v, want) {
			t.Errorf("%s is %v, want %v", name, v, want)
		}
	}
}

func TestFormFeatures(t *testing.T) {
	body := SentenceEvidence{Block: 3, Blocks: 7}
	for _, c := range []struct {
		reason string
		s      SentenceEvidence
		want   map[string]float64
	}{
		{"nothing", SentenceEvidence{Blocks: 1}, map[string]float64{"length": 0, "share of digits": 0, "share of capitals": 0, "share of capitalised words": 0, "first block": 1, "last block": 1}},
		{"a sentence", body.with("The bridge, he said, is open."), map[string]float64{"ends like a sentence": 1, "comma": 1, "below 40": 1, "below 80": 1, "digits": 0, "share of capitalised words": 1. / 6, "share of capitals": 1. / 21}},
		{"a long one", body.with(strings.Repeat("word ", 20)), map[string]float64{"below 40": 0, "below 80": 0, "length": math.Log(101)}},
		{"full stop of another script", body.with("橋は開いた。"), map[string]float64{"ends like a sentence": 1, "share of capitals": 0}},
		{"a line with separators", body.with("Home | News › Sport"), map[string]float64{"share of separators": 20. / 19, "ends like a sentence": 0, "share of capitalised words": 3. / 5}},
		{"a copyright", body.with("© 2024 (AP)"), map[string]float64{"copyright": 1, "digits": 1, "share of digits": 4. / 11, "ends in a bracket": 1, "begins with a bracket": 0}},
		{"an address", body.with("(www.example.org)"), map[string]float64{"address": 1, "begins with a bracket": 1}},
		{"a question with a colon", body.with("Also: why？"), map[string]float64{"question": 1, "colon": 1}},
		{"a quotation", body.with("“We waited."), map[string]float64{"quotation mark": 1, "quoted": 0}},
		{"amid a quotation", SentenceEvidence{Text: "Nobody came.", Blocks: 7, Quoted: true}, map[string]float64{"quotation mark": 0, "quoted": 1}},
		{"digits of another script", body.with("٣ أيام"), map[string]float64{"digits": 1}},
		{"its place", SentenceEvidence{Text: "x", Block: 1, Blocks: 3, First: true, Last: true, Position: 0.4, Topic: 0.1, Cosine: 0.2, Margin: 0.3}, map[string]float64{
			"second block": 1, "first block": 0, "last block but one": 1, "blocks before": 0.2, "blocks after": 0.2, "first in block": 1, "last in block": 1, "alone in block": 1, "position": 0.4, "topic": 0.1, "cosine": 0.2, "margin": 0.3,
		}},
		{"not UTF-8", body.with("\xff\xfe"), nil},
	} {
		f := FormFeatures(c.s)
		checkFeatures(t, c.reason, f)
		got := f.Map()
		for name, want := range c.want {
			if v, ok := got[name]; !ok || !near(v, want) {
				t.Errorf("%s: %s is %v, want %v", c.reason, name, v, want)
			}
		}
	}
}

func (s SentenceEvidence) with(text string) SentenceEvidence {
	s.Text = text
	return s
}

func TestSurroundings(t *testing.T) {
	doc := []SentenceEvidence{{Block: 0, Blocks: 4}, {Block: 1, Blocks: 4}, {Block: 1, Blocks: 4}, {Block: 3, Blocks: 4}}
	out := Surroundings(doc, []float64{-100, 1, 3, 2})
	want := []map[string]float64{
		{"alone": -9, "rest of block": -9, "block before": edge, "block after": 2, "second block before": edge, "second block after": edge, "lowest before": edge, "lowest after": 1, "mean after": 2},
		{"alone": 1, "rest of block": 3, "highest in block": 3, "block before": -9, "block after": edge, "second block after": 2, "lowest before": -9, "lowest after": 2, "mean after": 2},
		{"alone": 3, "rest of block": 1, "highest in block": 3, "lowest before": -9},
		{"alone": 2, "rest of block": 2, "block before": edge, "second block before": 2, "lowest before": -9, "lowest after": edge, "mean after": edge},
	}
	for i, f := range out {
		checkFeatures(t, "a document", f)
		got := f.Map()
		for name, want := range want[i] {
			if v, ok := got[name]; !ok || !near(v, want) {
				t.Errorf("sentence %d: %s is %v, want %v", i, name, v, want)
			}
		}
	}
	if out := Surroundings(nil, nil); len(out) != 0 {
		t.Errorf("nothing has surroundings: %v", out)
	}
}

func TestFurniture(t *testing.T) {
	w := &Weights{
		Form:         Linear{Bias: -4, Weights: map[string]float64{"copyright": 8}},
		FormVector:   []float64{1, 2},
		Surroundings: Linear{Weights: map[string]float64{"alone": 1}},
	}
	doc := []SentenceEvidence{
		{Text: "It is open.", Blocks: 1},
		{Text: "© The Gazette", Blocks: 1, Vector: []float32{0.5, 0.25, 100}},
	}
	if got := w.FurnitureAlone(doc[1]); !near(got, 5) {
		t.Errorf("alone: %v, want 5", got)
	}
	if got, want := w.Furniture(doc), []float64{logistic(-4), logistic(5)}; !slices.EqualFunc(got, want, near) {
		t.Errorf("got %v, want %v", got, want)
	}
	w = weights(t, usual)
	for i, p := range w.Furniture([]SentenceEvidence{{Blocks: 2}, {Text: strings.Repeat("|", 1000), Block: 1, Blocks: 2}}) {
		if !(p >= 0 && p <= 1) {
			t.Errorf("sentence %d: %v", i, p)
		}
	}
	if got := w.Furniture(nil); len(got) != 0 {
		t.Errorf("of no sentence: %v", got)
	}
}

func TestNovelty(t *testing.T) {
	said := func(cosine float32) []match.Counterpart {
		return []match.Counterpart{{Cosine: cosine - 0.1}, {Cosine: cosine}}
	}
	side := &match.Side{
		Sentences: []match.Sentence{{Words: make([]match.Word, 3), Facts: [2]int{0, 2}}, {Words: make([]match.Word, 1), Facts: [2]int{2, 3}}, {Facts: [2]int{3, 3}}},
		Facts:     []match.Fact{{Words: [2]int{0, 2}}, {Words: [2]int{2, 3}}, {Sentence: 1, Words: [2]int{0, 1}}},
	}
	only := func(p ...float64) (out []Verdict) {
		for _, x := range p {
			out = append(out, Verdict{Shared: (1 - x) / 2, Only: x, Conflict: (1 - x) / 2})
		}
		return out
	}
	for _, c := range []struct {
		reason string
		o      Opposite
		want   [][]float64
	}{
		{"the same text", Opposite{
			Sentences: [][]match.Counterpart{said(1), said(1), nil},
			Facts:     [][]match.Counterpart{said(1), said(1), said(1)},
			Words:     [][]float32{{1, 1, 1}, {1}, nil},
			Verdicts:  only(0, 0, 0),
		}, [][]float64{{0, 0, 0}, {0}, {}}},
		{"nothing like it", Opposite{
			Sentences: make([][]match.Counterpart, 3), Facts: make([][]match.Counterpart, 3), Words: make([][]float32, 3),
			Verdicts: only(1, 1, 1),
		}, [][]float64{{1, 1, 1}, {1}, {}}},
		{"what says the contrary is as new as can be", Opposite{
			Sentences: [][]match.Counterpart{said(-1), said(-1), nil},
			Facts:     [][]match.Counterpart{said(-1), said(-1), said(-1)},
			Words:     [][]float32{{-1, -1, -1}, {-1}, nil},
			Verdicts:  only(1, 1, 1),
		}, [][]float64{{1, 1, 1}, {1}, {}}},
		{"words without vectors count as their fact and sentence", Opposite{
			Sentences: [][]match.Counterpart{said(0.8), said(0.6), nil},
			Facts:     [][]match.Counterpart{said(0.8), said(0.2), said(0.6)},
			Words:     make([][]float32, 3),
			Verdicts:  only(0, 1, 0.6),
		}, [][]float64{{0.4 / 3, 0.4 / 3, 2.3 / 3}, {1.4 / 3}, {}}},
		{"words are smoothed by their neighbours", Opposite{
			Sentences: make([][]match.Counterpart, 3),
			Facts:     make([][]match.Counterpart, 3),
			Words:     [][]float32{{1, 0, 0}, {1}, nil},
			Verdicts:  only(1, 1, 1),
		}, [][]float64{{1 - 1/(1+0.8825+0.6065)/3, 1 - 0.8825/(1+2*0.8825)/3, 1 - 0.6065/(1+0.8825+0.6065)/3}, {1 - 1./3}, {}}},
	} {
		got := Novelty(side, c.o)
		if !slices.EqualFunc(got, c.want, func(x, y []float64) bool {
			return slices.EqualFunc(x, y, func(x, y float64) bool { return math.Abs(x-y) < 1e-6 })
		}) {
			t.Errorf("%s: got %v, want %v", c.reason, got, c.want)
		}
	}
}
