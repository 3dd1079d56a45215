package value

import "sort"

// maxRelated bounds how many values of a text are related; a fact states a
// handful.
const maxRelated = 64

// Pair is a value of one text that agrees or disagrees with one of another.
type Pair struct {
	A, B     int // their indices
	Relation Relation
	Weight   float64 // how much that tells, from 0 to 1, see [Compare]
}

// Match pairs the values of two texts. Every value is in at most one pair: first
// those that agree, the most telling first, then of the rest those that
// disagree. So "3 of 5" and "5, of whom 3" do not contradict each other.
//
// Of long lists only the first 64 values count.
func Match(a, b []Value) []Pair {
	a, b = a[:min(len(a), maxRelated)], b[:min(len(b), maxRelated)]
	var pairs []Pair
	for i, x := range a {
		for j, y := range b {
			if r, w := Compare(x, y); r != Unrelated {
				pairs = append(pairs, Pair{i, j, r, w})
			}
		}
	}
	sort.SliceStable(pairs, func(x, y int) bool {
		if pairs[x].Relation != pairs[y].Relation {
			return pairs[x].Relation == Agree
		}
		return pairs[x].Weight > pairs[y].Weight
	})
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	kept := pairs[:0]
	for _, p := range pairs {
		if !usedA[p.A] && !usedB[p.B] {
			usedA[p.A], usedB[p.B] = true, true
			kept = append(kept, p)
		}
	}
	return kept
}

// Relate tells how far the values of two texts support and how far they
// contradict each other, both from 0 to 1. The weights of the pairs that [Match]
// finds add up as independent evidence does.
func Relate(a, b []Value) (agree, disagree float64) {
	doubt := [...]float64{Agree: 1, Disagree: 1}
	for _, p := range Match(a, b) {
		doubt[p.Relation] *= 1 - p.Weight
	}
	return 1 - doubt[Agree], 1 - doubt[Disagree]
}
