//go:build amd64 && !purego

package gemm

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// haveInt8 and haveDot are variables so that tests can reach all ways: with
// the byte products of AVX-512 (VNNI), with those of AVX2, in plain Go.
var (
	haveInt8 = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	haveDot  = haveInt8 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

// dotTile sets 8 rows of 16 values of c, ldc apart, to bias plus the product of
// 8 rows of n blocks and a panel of n blocks. It wants AVX-512.
//
//go:noescape
func dotTile(n int, a *block, panel *byte, bias, c *float32, ldc int)

// maddTile does 4 rows and the 8 columns of a panel that begin at column half.
// It wants AVX2.
//
//go:noescape
func maddTile(n int, a *block, panel *byte, half int, bias, c *float32, ldc int)

// quantize is quantizeGo for n blocks. It wants AVX2.
//
//go:noescape
func quantize(n int, x *float32, out *block)

func (w *Int4) mulToTiles(a *Int8, bias, c []float32, ldc int) {
	perRow := w.K / blockSize
	tile, rows := maddTiles, 4
	if haveDot {
		tile, rows = dotTile, int4Rows
	}
	full := a.M - a.M%rows
	panels := unsafe.StringData(w.panels)
	var edge [int4Rows * int4Cols]float32
	for first := 0; first < w.N; first += int4Cols {
		panel := (*byte)(unsafe.Add(unsafe.Pointer(panels), first*perRow*SourceBlock))
		for i := 0; i < full; i += rows {
			tile(perRow, &a.blocks[i*perRow], panel, &bias[first], &c[i*ldc+first], ldc)
		}
		if full < a.M {
			tile(perRow, &a.blocks[full*perRow], panel, &bias[first], &edge[0], int4Cols)
			for i := full; i < a.M; i++ {
				copy(c[i*ldc+first:][:int4Cols], edge[(i-full)*int4Cols:])
			}
		}
	}
}

func maddTiles(n int, a *block, panel *byte, bias, c *float32, ldc int) {
	for half := 0; half < int4Cols; half += 8 {
		at := uintptr(half) * unsafe.Sizeof(*c)
		maddTile(n, a, panel, half, (*float32)(unsafe.Add(unsafe.Pointer(bias), at)), (*float32)(unsafe.Add(unsafe.Pointer(c), at)), ldc)
	}
}
