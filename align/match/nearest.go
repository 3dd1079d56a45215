package match

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"factdiff/align/internal/gemm"
	"factdiff/align/internal/parallel"
)

// Neighbor is a vector of the other side and its cosine to one of ours.
type Neighbor struct {
	Index  int
	Cosine float32
}

// before orders neighbours: the nearer first, of equal ones that which stands
// first in its text.
func (n Neighbor) before(o Neighbor) bool {
	return n.Cosine > o.Cosine || n.Cosine == o.Cosine && n.Index < o.Index
}

// Blocks are sized so that a block of either side and their products stay in a
// core's cache.
const (
	rowBlock    = 192
	columnBlock = 256
)

// Nearest finds for each vector of a its k nearest of b, and the reverse, best
// first; all vectors have length 1 and the same dimension. The full matrix of
// cosines is never held: memory is linear in len(a)+len(b).
func Nearest(ctx context.Context, a, b [][]float32, k int) (ofA, ofB [][]Neighbor, err error) {
	ofA, ofB = make([][]Neighbor, len(a)), make([][]Neighbor, len(b))
	if len(a) == 0 || len(b) == 0 {
		return ofA, ofB, nil
	}
	dim := len(a[0])
	var columns []*gemm.Weights
	for first := 0; first < len(b); first += columnBlock {
		columns = append(columns, transpose(b[first:min(first+columnBlock, len(b))], dim))
	}
	var mu sync.Mutex
	err = parallel.Do(ctx, (len(a)+rowBlock-1)/rowBlock, func(numbers iter.Seq[int]) {
		mine := make([][]Neighbor, len(b)) // each worker keeps its own, merged at the end
		rows := make([]float32, min(rowBlock, len(a))*dim)
		cosines := make([]float32, min(rowBlock, len(a))*min(columnBlock, len(b)))
		for n := range numbers {
			first := n * rowBlock
			m := min(rowBlock, len(a)-first)
			for i := range m {
				copy(rows[i*dim:], a[first+i])
			}
			for c, w := range columns {
				clear(cosines[:m*w.N])
				w.MulAdd(m, rows, dim, cosines, w.N)
				for i := range m {
					for j, cos := range cosines[i*w.N:][:w.N] {
						at := c*columnBlock + j
						ofA[first+i] = insert(ofA[first+i], Neighbor{at, cos}, k)
						mine[at] = insert(mine[at], Neighbor{first + i, cos}, k)
					}
				}
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for j, list := range mine {
			for _, n := range list {
				ofB[j] = insert(ofB[j], n, k)
			}
		}
	})
	if err != nil {
		return nil, nil, fmt.Errorf("comparing %d with %d vectors: %w", len(a), len(b), err)
	}
	return ofA, ofB, nil
}

// insert puts n into a list of the k best, in order.
func insert(list []Neighbor, n Neighbor, k int) []Neighbor {
	if len(list) == k {
		if !n.before(list[k-1]) {
			return list
		}
		list = list[:k-1]
	} else if list == nil {
		list = make([]Neighbor, 0, k)
	}
	list = append(list, n)
	for i := len(list) - 1; i > 0 && list[i].before(list[i-1]); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
	return list
}

// transpose packs vectors as the columns of a matrix.
func transpose(vectors [][]float32, dim int) *gemm.Weights {
	n := len(vectors)
	m := make([]float32, dim*n)
	for j, v := range vectors {
		for i, x := range v {
			m[i*n+j] = x
		}
	}
	return gemm.Pack(dim, n, m)
}

// hubSize is the number of neighbours whose mean cosine tells how crowded the
// place of a vector is.
const hubSize = 4

// stranger is the cosine taken for neighbours that a short text does not have:
// that of sentences on unrelated matters.
const stranger = 0.08

// Crowding returns, for each vector, the mean cosine of its four nearest of the
// other side. Articles on one event share their topic, and a vector in its
// midst is near to everything.
func Crowding(neighbors [][]Neighbor) []float32 {
	out := make([]float32, len(neighbors))
	for i, list := range neighbors {
		sum := float32(hubSize-min(hubSize, len(list))) * stranger
		for _, n := range list[:min(hubSize, len(list))] {
			sum += n.Cosine
		}
		out[i] = sum / hubSize
	}
	return out
}

// Margin tells how far a pair of vectors stands out from what surrounds them:
// positive for counterparts, around 0 and below for others. It is CSLS without
// its division by two. (A. Conneau et al., "Word Translation Without Parallel
// Data", ICLR 2018, section 2.3.)
func Margin(cosine, crowdingA, crowdingB float32) float32 {
	return 2*cosine - crowdingA - crowdingB
}
