package value

import "sort"

// maxRelated bounds how many values of a text are related; a fact states a
// handful.
const maxRelated = 64

// Relate tells how far the values of two texts support and how far they
// contradict each other, both from 0 to 1. Every value is related to at most
// one of the other text: first those that agree, the most telling first, then
// of the rest those that disagree. So "3 of 5" and "5, of whom 3" do not
// contradict each other. The weights of the pairs, see [Compare], add up as
// independent evidence does.
//
// Of long lists only the first 64 values count.
func Relate(a, b []Value) (agree, disagree float64) {
	a, b = a[:min(len(a), maxRelated)], b[:min(len(b), maxRelated)]
	type pair struct {
		i, j     int
		relation Relation
		weight   float64
	}
	var pairs []pair
	for i, x := range a {
		for j, y := range b {
			if r, w := Compare(x, y); r != Unrelated {
				pairs = append(pairs, pair{i, j, r, w})
			}
		}
	}
	sort.SliceStable(pairs, func(x, y int) bool {
		if pairs[x].relation != pairs[y].relation {
			return pairs[x].relation == Agree
		}
		return pairs[x].weight > pairs[y].weight
	})
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	doubt := [...]float64{Agree: 1, Disagree: 1}
	for _, p := range pairs {
		if usedA[p.i] || usedB[p.j] {
			continue
		}
		usedA[p.i], usedB[p.j] = true, true
		doubt[p.relation] *= 1 - p.weight
	}
	return 1 - doubt[Agree], 1 - doubt[Disagree]
}
