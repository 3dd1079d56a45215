//go:build !amd64 || purego

package gemm

const tileCols = 16

// haveTile is false: gonum's BLAS does all products.
var haveTile, haveWide = false, false

func panelWidth(n int) int { return n }

func (w *Weights) mulAddTiles(int, []float32, int, []float32, int) {}
