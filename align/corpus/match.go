package corpus

import (
	"cmp"
	"slices"
)

// Match decides which of the candidates are counterparts: those with at least a
// score, the best first, and unless there may be many, none of whose articles has
// a better one. They come by A, then B.
func Match(candidates []Pair, least float64, many bool) []Pair {
	pairs := slices.DeleteFunc(slices.Clone(candidates), func(p Pair) bool { return p.Score < least })
	if !many {
		slices.SortStableFunc(pairs, func(p, q Pair) int { return cmp.Compare(q.Score, p.Score) })
		takenA, takenB := map[int]bool{}, map[int]bool{}
		pairs = slices.DeleteFunc(pairs, func(p Pair) bool {
			if takenA[p.A] || takenB[p.B] {
				return true
			}
			takenA[p.A], takenB[p.B] = true, true
			return false
		})
	}
	slices.SortFunc(pairs, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	return pairs
}
