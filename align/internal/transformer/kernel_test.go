package transformer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestKernels holds assembly against plain Go.
func TestKernels(t *testing.T) {
	if !haveVector {
		t.Skip("plain Go is all there is here")
	}
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n int, scale float64) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(r.NormFloat64() * scale)
		}
		return x
	}
	near := func(name string, got, want []float32, limit float64) {
		t.Helper()
		for i := range got {
			if !(math.Abs(float64(got[i]-want[i])) <= limit) {
				t.Errorf("%s: value %d is %v, want %v", name, i, got[i], want[i])
				return
			}
		}
	}
	both := func(name string, limit float64, run func() []float32) {
		t.Helper()
		defer func() { haveVector = true }()
		got := run()
		haveVector = false
		near(name, got, run(), limit)
	}
	x := append(random(4088, 3), 0, -1e-30, 1e-30, 13.5, -13.5, 1000, -1000, 1)
	both("gelu", 1e-6, func() []float32 { c := slices.Clone(x); GELU(c); return c })
	for _, n := range []int{1, 15, 16, 31, 500} {
		s := random((n+15)/16*16, 20)
		both("softmax", 1e-6, func() []float32 { c := slices.Clone(s); softmax(c, n); return c })
	}
	a, b, gain, bias := random(Dim, 5), random(Dim, 1), random(Dim, 1), random(Dim, 1)
	both("normalize", 1e-5, func() []float32 { c := slices.Clone(a); normalize(c, b, gain, bias); return c })
}
