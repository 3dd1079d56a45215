package main

import (
	"math"
	"testing"

	"factdiff/align/classify"
)

// TestThinned keeps the share that is asked for of what a fold leaves, with all of
// a pair's excerpts, and everything that is no article.
func TestThinned(t *testing.T) {
	var examples []*example
	for group := range 40 {
		examples = append(examples, &example{group: group})
	}
	for group := range 40 {
		examples = append(examples, &example{group: group, kind: excerpted}, &example{group: group, kind: hard}, &example{group: group, kind: composed})
	}
	for _, folds := range []int{2, 4, 5} {
		for fold := range folds {
			rest, _ := split(examples, fold, folds)
			counts := map[kind]int{}
			groups := map[int]int{}
			for _, e := range thinned(rest, 0.5) {
				counts[e.kind]++
				if !e.kind.coarse() && e.kind != hard {
					groups[e.group]++
				}
			}
			pairs := 40 - 40/folds
			if counts[articles] != pairs/2 || counts[excerpted] != pairs/2 || counts[composed] != pairs || counts[hard] != pairs {
				t.Errorf("fold %d of %d: %v", fold, folds, counts)
			}
			for g, n := range groups {
				if n != 2 {
					t.Errorf("fold %d of %d: %d examples of group %d", fold, folds, n, g)
				}
			}
		}
	}
}

// TestSplit leaves every example out once, and articles of what a fold leaves in
// every fold of that.
func TestSplit(t *testing.T) {
	var examples []*example
	for group := range 53 {
		examples = append(examples, &example{group: group}, &example{group: group, kind: excerpted})
	}
	times := map[*example]int{}
	for fold := range 2 {
		rest, held := split(examples, fold, 2)
		for _, e := range held {
			times[e]++
		}
		for inner := range innerFolds {
			if left, held := split(rest, inner, innerFolds); len(held) < 10 || len(left)+len(held) != len(rest) {
				t.Errorf("fold %d of fold %d leaves out %d of %d", inner, fold, len(held), len(rest))
			}
		}
	}
	for _, e := range examples {
		if times[e] != 1 {
			t.Errorf("group %d is left out %d times", e.group, times[e])
		}
	}
}

// TestWeights learns from as many rows of either class, those of one counting a
// quarter: that class has a fifth of the probability.
func TestWeights(t *testing.T) {
	var rows table
	for range 200 {
		for _, x := range []float64{-1, 1} {
			f := classify.Features{Names: []string{"x"}, Values: []float64{x}}
			rows.add(f, 0, 1)
			rows.add(f, 1, hard.weight())
		}
	}
	odds := rows.train(2, 1e-3)[1].Bias
	if p := 1 / (1 + math.Exp(-odds)); math.Abs(p-0.2) > 0.005 {
		t.Errorf("a linear score gives %.3f, not 0.2", p)
	}
	n := rows.net(2, 2, 1e-3)
	scores := make([]float64, 2)
	for c, out := range n.Out {
		scores[c] = out[len(out)-1]
		for u, w := range n.Hidden {
			scores[c] += out[u] * math.Tanh(w[0]+w[1])
		}
	}
	normalise(scores)
	if p := scores[1]; math.Abs(p-0.2) > 0.02 {
		t.Errorf("networks give %.3f, not 0.2", p)
	}
}
