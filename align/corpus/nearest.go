package corpus

import (
	"cmp"
	"context"
	"math"
	"slices"

	"factdiff/align/match"
)

// How many articles tell half of what all articles of a collection share, and
// those of a language what they share besides.
const (
	settled         = 20
	settledLanguage = 12
)

// centred returns the articles' vectors without what all articles have in common
// and what those of a language have, which says more about the collection and the
// language than about the article; nil of those without.
func centred(a, b []Article) (ofA, ofB [][]float32) {
	all, byLanguage := new(mean), map[string]*mean{}
	for _, articles := range [2][]Article{a, b} {
		for i := range articles {
			if v := articles[i].Vector; v != nil {
				language := byLanguage[articles[i].Lang]
				if language == nil {
					language = new(mean)
					byLanguage[articles[i].Lang] = language
				}
				all.add(v)
				language.add(v)
			}
		}
	}
	centres := map[string][]float64{}
	for code, language := range byLanguage {
		centre := make([]float64, len(all.sum))
		own := language.count / (language.count + settledLanguage)
		for k := range centre {
			common := all.sum[k] / (all.count + settled)
			centre[k] = common + own*(language.sum[k]/language.count-common)
		}
		centres[code] = centre
	}
	from := func(articles []Article) [][]float32 {
		out := make([][]float32, len(articles))
		for i := range articles {
			if articles[i].Vector != nil {
				out[i] = minus(articles[i].Vector, centres[articles[i].Lang])
			}
		}
		return out
	}
	return from(a), from(b)
}

// mean is a sum of vectors.
type mean struct {
	sum   []float64
	count float64
}

func (m *mean) add(v []float32) {
	if m.sum == nil {
		m.sum = make([]float64, len(v))
	}
	for k, x := range v {
		m.sum[k] += float64(x)
	}
	m.count++
}

// minus returns the direction from a centre to a vector, of length 1.
func minus(v []float32, centre []float64) []float32 {
	out := make([]float32, len(v))
	square := 0.0
	for k, x := range v {
		y := float64(x) - centre[k]
		out[k] = float32(y)
		square += y * y
	}
	if square > 0 {
		for k := range out {
			out[k] /= float32(math.Sqrt(square))
		}
	}
	return out
}

// nearest finds for each vector its nearest ones of the other side.
func nearest(ctx context.Context, a, b [][]float32) (ofA, ofB [][]match.Neighbor, err error) {
	withA, withB := present(a), present(b)
	search := exactly
	if len(withA)*len(withB) >= indexFrom*indexFrom {
		search = byIndex
	}
	nearA, nearB, err := search(ctx, pick(a, withA), pick(b, withB))
	if err != nil {
		return nil, nil, err
	}
	ofA, ofB = make([][]match.Neighbor, len(a)), make([][]match.Neighbor, len(b))
	merge(ofA, nearA, withA, withB)
	merge(ofB, nearB, withB, withA)
	return ofA, ofB, nil
}

func exactly(ctx context.Context, a, b [][]float32) (ofA, ofB [][]match.Neighbor, err error) {
	return match.Nearest(ctx, a, b, neighbours)
}

// present lists where there is a vector.
func present(vectors [][]float32) (at []int) {
	for i, v := range vectors {
		if v != nil {
			at = append(at, i)
		}
	}
	return at
}

// The index is an inverted file: the vectors of both sides are sorted into cells
// around some of them, and looked for in the cells that are nearest only. (H.
// Jégou, M. Douze and C. Schmid, "Product Quantization for Nearest Neighbor
// Search", 2011, section IV.) Its work is matrix products, as that of the whole
// search is, and it has no chance in it.
const (
	indexFrom = 20_000 // articles a side have on average for the index to be used
	probes    = 8      // cells that a vector of a is looked for in
	places    = 2      // cells that a vector of b is kept in
)

// byIndex is nearest for many vectors. It misses some.
func byIndex(ctx context.Context, a, b [][]float32) (ofA, ofB [][]match.Neighbor, err error) {
	centres := spread(b, int(math.Sqrt(probes*places*float64(max(len(a), len(b))))))
	cellsOfA, _, err := match.Nearest(ctx, a, centres, probes)
	if err != nil {
		return nil, nil, err
	}
	cellsOfB, _, err := match.Nearest(ctx, b, centres, places)
	if err != nil {
		return nil, nil, err
	}
	inA, inB := members(cellsOfA, len(centres)), members(cellsOfB, len(centres))
	ofA, ofB = make([][]match.Neighbor, len(a)), make([][]match.Neighbor, len(b))
	for cell := range centres {
		nearA, nearB, err := match.Nearest(ctx, pick(a, inA[cell]), pick(b, inB[cell]), neighbours)
		if err != nil {
			return nil, nil, err
		}
		merge(ofA, nearA, inA[cell], inB[cell])
		merge(ofB, nearB, inB[cell], inA[cell])
	}
	return ofA, ofB, nil
}

// spread returns n of the vectors, at equal distances in their order.
func spread(vectors [][]float32, n int) [][]float32 {
	n = min(n, len(vectors))
	out := make([][]float32, n)
	for i := range out {
		out[i] = vectors[i*len(vectors)/n]
	}
	return out
}

// members lists what is in each cell.
func members(cells [][]match.Neighbor, n int) [][]int {
	out := make([][]int, n)
	for i, list := range cells {
		for _, cell := range list {
			out[cell.Index] = append(out[cell.Index], i)
		}
	}
	return out
}

func pick(vectors [][]float32, at []int) [][]float32 {
	out := make([][]float32, len(at))
	for k, i := range at {
		out[k] = vectors[i]
	}
	return out
}

// merge adds to the neighbours of the vectors at some places those found in a
// cell, by their places in it.
func merge(all, found [][]match.Neighbor, at, others []int) {
	for k, list := range found {
		into := all[at[k]]
		for _, n := range list {
			n.Index = others[n.Index]
			into = append(into, n)
		}
		slices.SortFunc(into, func(m, n match.Neighbor) int { return cmp.Compare(m.Index, n.Index) })
		into = slices.CompactFunc(into, func(m, n match.Neighbor) bool { return m.Index == n.Index })
		slices.SortFunc(into, func(m, n match.Neighbor) int {
			return cmp.Or(cmp.Compare(n.Cosine, m.Cosine), cmp.Compare(m.Index, n.Index))
		})
		all[at[k]] = into[:min(len(into), neighbours)]
	}
}
