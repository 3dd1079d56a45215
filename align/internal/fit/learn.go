package main

import (
	"iter"
	"math"

	"factdiff/align/classify"
)

// Ridges, chosen by cross-validation.
const (
	formRidge         = 100
	surroundingsRidge = 3
	pairRidge         = 1
	factRidge         = 3
)

// Hidden units of each of the networks whose mean is taken.
const (
	pairUnits = 8
	factUnits = 12
)

// ranks numbers the groups of examples in their order here: their own numbers have
// gaps where others were left out before.
func ranks(examples []*example) map[int]int {
	out := map[int]int{}
	for _, e := range examples {
		if _, seen := out[e.group]; !seen {
			out[e.group] = len(out)
		}
	}
	return out
}

// split tells which examples are left out in a fold. Groups go to the folds by turns.
func split(examples []*example, fold, folds int) (rest, held []*example) {
	rank := ranks(examples)
	for _, e := range examples {
		if rank[e.group]%folds == fold {
			held = append(held, e)
		} else {
			rest = append(rest, e)
		}
	}
	return rest, held
}

// learn fits all weights. Each stage learns from what the stage before says
// about examples it has not seen, as it will be when the weights are used.
func learn(examples []*example, folds int, t thresholds) *classify.Weights {
	w := &classify.Weights{LinkThreshold: t.link, ConflictThreshold: t.conflict}
	alone := map[*example][2][]float64{}
	pairs := map[*example][]float64{}
	for fold := range folds {
		rest, held := split(examples, fold, folds)
		part := new(classify.Weights)
		part.Form, part.FormVector = learnForm(rest)
		part.PairNet = learnPairs(rest)
		for _, e := range held {
			alone[e] = scoreAlone(part, e)
			pairs[e] = scorePairs(part, e)
		}
	}
	w.Form, w.FormVector = learnForm(examples)
	w.PairNet = learnPairs(examples)
	w.Surroundings = learnSurroundings(examples, alone)
	w.FactNet = learnFacts(examples, pairs)
	return w
}

// innerFolds is how many folds give the later stages unseen examples.
const innerFolds = 4

// thresholds are how probable a link and a conflict have to be. Of several opinions
// the mean counts.
type thresholds struct{ link, conflict float64 }

// Where sentences were read together pairs of the same topic are more probable,
// too, and so are conflicts. Chosen by cross-validation on testdata/pairs.
var (
	plainThresholds = thresholds{0.4, 0.3}
	readThresholds  = thresholds{0.54, 0.45}
)

// crossValidate returns for each example weights learned without it, from a share
// of the other articles.
func crossValidate(examples []*example, folds int, share float64, t thresholds) []*classify.Weights {
	of := map[*example]*classify.Weights{}
	for fold := range folds {
		rest, held := split(examples, fold, folds)
		w := learn(thinned(rest, share), innerFolds, t)
		for _, e := range held {
			of[e] = w
		}
	}
	out := make([]*classify.Weights, len(examples))
	for i, e := range examples {
		out[i] = of[e]
	}
	return out
}

// thinned keeps a share of the articles, evenly spread, with their excerpts, and
// all else. Articles come first.
func thinned(examples []*example, share float64) (out []*example) {
	rank := ranks(examples)
	for _, e := range examples {
		n := float64(rank[e.group])
		if e.kind >= hard || math.Floor((n+1)*share) > math.Floor(n*share) {
			out = append(out, e)
		}
	}
	return out
}

// learnForm fits the furniture score of a sentence by itself. The vector's
// weights and the form's are learned together.
func learnForm(examples []*example) (classify.Linear, []float64) {
	var t table
	dim := 0
	for _, e := range examples {
		for side := range 2 {
			gone := e.furniture(side)
			for i, s := range e.evidence[side] {
				f := classify.FormFeatures(s)
				dim = len(s.Vector)
				joined := classify.Features{Names: append([]string(nil), f.Names...), Values: append([]float64(nil), f.Values...)}
				for k, x := range s.Vector {
					joined.Names = append(joined.Names, vectorName(k))
					joined.Values = append(joined.Values, float64(x))
				}
				t.add(joined, class(gone[i]), 1)
			}
		}
	}
	l := t.train(2, formRidge)[1]
	vector := make([]float64, dim)
	for k := range vector {
		vector[k] = rounded(l.Weights[vectorName(k)])
		delete(l.Weights, vectorName(k))
	}
	return l, vector
}

func vectorName(k int) string { return string(rune(0xE000 + k)) }

// rounded keeps four significant digits, which is all that the weights carry.
func rounded(x float64) float64 {
	if x == 0 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-3)
	return math.Round(x/unit) * unit
}

func class(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func scoreAlone(w *classify.Weights, e *example) (out [2][]float64) {
	for side := range 2 {
		for _, s := range e.evidence[side] {
			out[side] = append(out[side], w.FurnitureAlone(s))
		}
	}
	return out
}

func learnSurroundings(examples []*example, alone map[*example][2][]float64) classify.Linear {
	var t table
	for _, e := range examples {
		for side := range 2 {
			gone := e.furniture(side)
			for i, f := range classify.Surroundings(e.evidence[side], alone[e][side]) {
				t.add(f, class(gone[i]), 1)
			}
		}
	}
	return t.train(2, surroundingsRidge)[1]
}

func learnPairs(examples []*example) classify.Net {
	var t table
	for _, e := range examples {
		for i := range e.pairs.result.Pairs {
			p := &e.pairs.result.Pairs[i]
			linked := e.linked(e.pairs.stories[0].Facts[p.A], e.pairs.stories[1].Facts[p.B])
			if linked && e.kind.coarse() && e.pairs.parts(p) > 2 {
				continue // which parts of the two sentences belong together is not labelled
			}
			t.add(classify.PairFeatures(&p.Evidence), class(linked), e.kind.weight())
		}
	}
	return t.net(2, pairUnits, pairRidge)
}

func scorePairs(w *classify.Weights, e *example) []float64 {
	out := make([]float64, len(e.pairs.result.Pairs))
	for i := range out {
		out[i] = w.Pair(&e.pairs.result.Pairs[i].Evidence)
	}
	return out
}

func learnFacts(examples []*example, pairs map[*example][]float64) classify.Net {
	var t table
	for _, e := range examples {
		ofA, ofB := classify.Evidence(e.pairs.stories[0].Side, e.pairs.stories[1].Side, e.pairs.result.Pairs, pairs[e])
		for side, evidence := range []iter.Seq2[int, *classify.FactEvidence]{ofA, ofB} {
			for i, fact := range evidence {
				if c := e.facts[side][e.pairs.stories[side].Facts[i]].class; c != furniture {
					t.add(classify.FactFeatures(fact), c, e.kind.weight())
				}
			}
		}
	}
	return t.net(3, factUnits, factRidge)
}
