//go:build amd64 && !purego

package gemm

import "golang.org/x/sys/cpu"

const (
	tileRows = 6
	tileCols = 16
	wideRows = 12
	wideCols = 2 * tileCols
)

// haveTile and haveWide are variables so that tests can reach all ways. The wide
// tile wants AVX-512, of processors that have byte products too: earlier ones
// slow down where it is used.
var (
	haveTile = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	haveWide = haveTile && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

// tile adds the product of 6 rows of a (k values each, lda apart) and a panel
// of k×16 values to 6 rows of 16 values of c, ldc apart.
//
//go:noescape
func tile(k int, a *float32, lda int, panel *float32, c *float32, ldc int)

// wideTile does the same for 12 rows and two panels, one behind the other. Each
// sum is added up in the same order, so both give the same numbers.
//
//go:noescape
func wideTile(k int, a *float32, lda int, panels *float32, c *float32, ldc int)

func panelWidth(n int) int {
	if haveTile {
		return tileCols
	}
	return n
}

func (w *Weights) mulAddTiles(m int, a []float32, lda int, c []float32, ldc int) {
	full := m - m%tileRows
	whole := w.N - w.N%tileCols
	for p := 0; p < whole; {
		i, next := 0, p+tileCols
		if haveWide && p+wideCols <= whole {
			next = p + wideCols
			for ; i+wideRows <= full; i += wideRows {
				wideTile(w.K, &a[i*lda], lda, &w.panels[p*w.K], &c[i*ldc+p], ldc)
			}
		}
		for ; p < next; p += tileCols {
			for r := i; r < full; r += tileRows {
				tile(w.K, &a[r*lda], lda, &w.panels[p*w.K], &c[r*ldc+p], ldc)
			}
		}
	}
	if full == m && whole == w.N {
		return
	}
	// The ragged edges go through padded copies.
	edgeA := make([]float32, tileRows*w.K)
	var edgeC [tileRows * tileCols]float32
	edge := func(i, p int) {
		rows, cols := min(tileRows, m-i), min(tileCols, w.N-p)
		clear(edgeC[:])
		tile(w.K, &edgeA[0], w.K, &w.panels[p*w.K], &edgeC[0], tileCols)
		for r := range rows {
			dst := c[(i+r)*ldc+p:][:cols]
			for j := range dst {
				dst[j] += edgeC[r*tileCols+j]
			}
		}
	}
	load := func(i int) {
		for r := range min(tileRows, m-i) {
			copy(edgeA[r*w.K:][:w.K], a[(i+r)*lda:])
		}
	}
	if whole < w.N {
		for i := 0; i < full; i += tileRows {
			load(i)
			edge(i, whole)
		}
	}
	if full < m {
		clear(edgeA)
		load(full)
		for p := 0; p < w.N; p += tileCols {
			edge(full, p)
		}
	}
}
