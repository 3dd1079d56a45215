//go:build !amd64 || purego

package gemm

// haveInt8 and haveDot are false: plain Go does products of integers.
var haveInt8, haveDot = false, false

func quantize(int, *float32, *block) {}

func (w *Int4) mulToTiles(*Int8, []float32, []float32, int) {}
