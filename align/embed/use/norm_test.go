package use

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNorm holds assembly against plain Go, bit by bit.
func TestNorm(t *testing.T) {
	if !haveVector {
		t.Skip("plain Go is all there is here")
	}
	defer func() { haveVector = true }()
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{8, 24, len(orders) * branch, feature} {
		var in [3][]float32
		for i := range in {
			for range n {
				in[i] = append(in[i], float32(r.NormFloat64()*3+1))
			}
		}
		l := norm{in[1], in[2]}
		fast, plain := slices.Clone(in[0]), slices.Clone(in[0])
		haveVector = true
		l.apply(fast)
		haveVector = false
		l.apply(plain)
		if !slices.Equal(fast, plain) {
			t.Errorf("%d values: other numbers", n)
		}
		add(plain, in[1])
		haveVector = true
		add(fast, in[1])
		if !slices.Equal(fast, plain) {
			t.Errorf("%d values: other sums", n)
		}
	}
}
