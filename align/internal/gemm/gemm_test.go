package gemm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func random(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// TestMulAdd compares every way of multiplying with three nested loops in
// double precision.
func TestMulAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range []struct{ m, k, n, lda int }{
		{1, 1, 1, 1}, {6, 4, 16, 4}, {7, 5, 17, 5}, {12, 512, 768, 512}, {5, 320, 512, 320},
		{13, 768, 256, 256}, {3, 1280, 31, 1300}, {0, 8, 8, 8}, {31, 33, 80, 33}, {24, 1, 32, 1},
	} {
		a := random(r, max(s.m-1, 0)*s.lda+s.k)
		b, c0 := random(r, s.k*s.n), random(r, s.m*s.n)
		want := make([]float64, s.m*s.n)
		for i := range s.m {
			for j := range s.n {
				sum := float64(c0[i*s.n+j])
				for l := range s.k {
					sum += float64(a[i*s.lda+l]) * float64(b[l*s.n+j])
				}
				want[i*s.n+j] = sum
			}
		}
		for _, width := range []int{tileCols, s.n} {
			for _, fast := range []bool{true, false} {
				if fast && !haveTile {
					continue
				}
				t.Run(fmt.Sprintf("%+v/width=%d/tile=%v", s, width, fast), func(t *testing.T) {
					defer func(old bool) { haveTile = old }(haveTile)
					haveTile = fast
					got := append([]float32(nil), c0...)
					pack(s.k, s.n, b, width).MulAdd(s.m, a, s.lda, got, s.n)
					for i := range got {
						if math.Abs(float64(got[i])-want[i]) > 1e-3 {
							t.Fatalf("element %d: got %v, want %v", i, got[i], want[i])
						}
					}
				})
			}
		}
	}
}

// TestMulAddStaysInside guards the memory around C, which the race detector
// does not watch in assembly.
func TestMulAddStaysInside(t *testing.T) {
	const canary = 12345
	r := rand.New(rand.NewPCG(3, 4))
	m, k, n, ldc := 8, 20, 24, 40
	c := make([]float32, 16+m*ldc)
	for i := range c {
		c[i] = canary
	}
	Pack(k, n, random(r, k*n)).MulAdd(m, random(r, m*k), k, c[16:], ldc)
	for i := range c {
		row, col := (i-16)/ldc, (i-16)%ldc
		inside := i >= 16 && row < m && col < n
		if !inside && c[i] != canary {
			t.Fatalf("wrote outside at %d", i)
		}
		if inside && c[i] == canary {
			t.Fatalf("nothing written at %d", i)
		}
	}
}

// TestTilesAgree holds the wide tile against the narrow one, bit by bit.
func TestTilesAgree(t *testing.T) {
	if !haveWide {
		t.Skip("this processor has no AVX-512")
	}
	defer func() { haveWide = true }()
	r := rand.New(rand.NewPCG(9, 10))
	for _, s := range []struct{ m, k, n, lda, ldc int }{
		{12, 8, 32, 8, 32}, {12, 7, 32, 7, 40}, {30, 1, 48, 1, 48}, {41, 100, 81, 60, 90}, {11, 9, 64, 9, 64},
	} {
		w := Pack(s.k, s.n, random(r, s.k*s.n))
		a, c := random(r, s.m*s.lda+s.k), random(r, s.m*s.ldc)
		wide, narrow := slices.Clone(c), slices.Clone(c)
		haveWide = true
		w.MulAdd(s.m, a, s.lda, wide, s.ldc)
		haveWide = false
		w.MulAdd(s.m, a, s.lda, narrow, s.ldc)
		if !slices.Equal(wide, narrow) {
			t.Errorf("%+v: other numbers", s)
		}
	}
}

func BenchmarkMulAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	m, k, n := 384, 512, 768
	x, w := random(r, m*k), random(r, k*n)
	c := make([]float32, m*n)
	for _, way := range []struct {
		name       string
		tile, wide bool
		width      int
	}{{"wide", true, true, tileCols}, {"tile", true, false, tileCols}, {"gonum", false, false, n}} {
		b.Run(way.name, func(b *testing.B) {
			if way.tile && !haveTile || way.wide && !haveWide {
				b.Skip("this processor has no such instructions")
			}
			defer func(tile, wide bool) { haveTile, haveWide = tile, wide }(haveTile, haveWide)
			haveTile, haveWide = way.tile, way.wide
			p := pack(k, n, w, way.width)
			for b.Loop() {
				p.MulAdd(m, x, k, c, n)
			}
			b.ReportMetric(float64(2*m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}

// TestSet sets a matrix after a larger one, so that its memory is not clean.
func TestSet(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var w Weights
	for _, s := range []struct{ k, n, ldb int }{{40, 64, 70}, {32, 48, 48}, {7, 19, 20}, {1, 1, 1}} {
		b := random(r, s.k*s.ldb)
		tight, transposed := make([]float32, s.k*s.n), make([]float32, s.n*s.k)
		for i := range s.k {
			for j := range s.n {
				tight[i*s.n+j], transposed[j*s.k+i] = b[i*s.ldb+j], b[i*s.ldb+j]
			}
		}
		want := Pack(s.k, s.n, tight)
		w.Set(s.k, s.n, b, s.ldb)
		if !slices.Equal(w.panels, want.panels) {
			t.Errorf("%+v: Set differs from Pack", s)
		}
		w.SetTransposed(s.k, s.n, s.n, transposed, s.k)
		if !slices.Equal(w.panels, want.panels) {
			t.Errorf("%+v: SetTransposed differs from Pack", s)
		}
		w.SetTransposed(s.k, s.n-1, s.n, transposed, s.k)
		for i := range s.k {
			tight[(i+1)*s.n-1] = 0
		}
		if !slices.Equal(w.panels, Pack(s.k, s.n, tight).panels) {
			t.Errorf("%+v: a column beyond the last is not zero", s)
		}
	}
}
