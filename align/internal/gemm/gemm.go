// Package gemm multiplies activations by constant weights: the one operation
// in which a neural network spends its time.
//
// The weights are packed once into column panels. On amd64 machines with AVX2
// and FMA a panel is 16 columns wide and an assembly tile of 6×16 walks it, with
// AVX-512 one of 12×32 two at a time; everywhere else the whole matrix is one panel and gonum's BLAS does the work
// on the same layout. Both give the same numbers up to the order of summation.
//
// The tile is here because gonum's Sgemm reaches about a seventh of the
// machine's speed; the benchmark in this package prints both.
//
// Weights that have only 4 bits stay as they are: [Int4] multiplies them with
// activations rounded to 8, in integers, at two to three times that speed.
package gemm

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Weights is a K×N matrix, packed to be multiplied from the right.
type Weights struct {
	K, N   int
	width  int       // columns in a panel
	panels []float32 // ⌈N/width⌉ panels of K rows by width columns, row-major, zero-padded
}

// Pack takes a K×N matrix in row-major order. The matrix is copied.
func Pack(k, n int, rowMajor []float32) *Weights {
	return pack(k, n, rowMajor, panelWidth(n))
}

func pack(k, n int, rowMajor []float32, width int) *Weights {
	count := (n + width - 1) / width
	w := &Weights{K: k, N: n, width: width, panels: make([]float32, count*k*width)}
	for p := range count {
		cols := min(width, n-p*width)
		for i := range k {
			copy(w.panels[(p*k+i)*width:][:cols], rowMajor[i*n+p*width:])
		}
	}
	return w
}

// Set makes w the K×N matrix whose rows are ldb apart in b, as [Pack] does,
// but reuses w's memory. It is for products of two sets of activations.
func (w *Weights) Set(k, n int, b []float32, ldb int) {
	w.reset(k, n)
	for p := 0; p*w.width < n; p++ {
		cols := min(w.width, n-p*w.width)
		panel := w.panels[p*k*w.width:]
		for i := range k {
			row := panel[i*w.width:][:w.width]
			clear(row[copy(row[:cols], b[i*ldb+p*w.width:]):])
		}
	}
}

// SetTransposed makes w the K×N matrix whose first m columns are m rows of K
// values, ldb apart in b, and whose others are zero. It reuses w's memory.
func (w *Weights) SetTransposed(k, m, n int, b []float32, ldb int) {
	w.reset(k, n)
	clear(w.panels)
	for j := range m {
		to := w.panels[j/w.width*k*w.width+j%w.width:]
		for i, v := range b[j*ldb:][:k] {
			to[i*w.width] = v
		}
	}
}

func (w *Weights) reset(k, n int) {
	w.K, w.N, w.width = k, n, panelWidth(n)
	size := (n + w.width - 1) / w.width * k * w.width
	if cap(w.panels) < size {
		w.panels = make([]float32, size)
	}
	w.panels = w.panels[:size]
}

// MulAdd adds A·W to C, where A has m rows of K values, lda apart, and C has m
// rows of N values, ldc apart. Rows of A may overlap (lda < K): a convolution
// over a sequence of vectors is then a plain product. It runs on the calling
// goroutine.
func (w *Weights) MulAdd(m int, a []float32, lda int, c []float32, ldc int) {
	if m == 0 {
		return
	}
	// One check here instead of one per tile, where assembly would not notice.
	_, _ = a[(m-1)*lda+w.K-1], c[(m-1)*ldc+w.N-1]
	if w.width == tileCols && haveTile {
		w.mulAddTiles(m, a, lda, c, ldc)
		return
	}
	for p := 0; p*w.width < w.N; p++ {
		cols := min(w.width, w.N-p*w.width)
		// BLAS wants rows apart, so overlapping ones are taken in strips.
		for off := 0; off < w.K; off += lda {
			gonum.Implementation{}.Sgemm(blas.NoTrans, blas.NoTrans, m, cols, min(lda, w.K-off),
				1, a[off:], lda, w.panels[(p*w.K+off)*w.width:], w.width, 1, c[p*w.width:], ldc)
		}
	}
}
