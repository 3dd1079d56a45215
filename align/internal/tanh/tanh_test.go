package tanh

import (
	"math"
	"testing"
)

func TestOf(t *testing.T) {
	for x := -12.0; x <= 12; x += 0.00037 {
		if got, want := Of(x), math.Tanh(x); math.Abs(got-want) > 1e-8 {
			t.Fatalf("Of(%v) is %v, want %v", x, got, want)
		}
	}
	for _, x := range []float64{0, math.Copysign(0, -1), limit, -limit, math.Nextafter(limit, 0), math.Inf(1), math.Inf(-1), math.MaxFloat64, 5e-324} {
		if got, want := Of(x), math.Tanh(x); math.Abs(got-want) > 1e-8 || math.Signbit(got) != math.Signbit(want) {
			t.Errorf("Of(%v) is %v, want %v", x, got, want)
		}
	}
	if got := Of(math.NaN()); !math.IsNaN(got) {
		t.Errorf("Of(NaN) is %v", got)
	}
}

func benchmark(b *testing.B, f func(float64) float64) {
	var sum float64
	for i := range b.N {
		sum += f(float64(i%1000)*0.006 - 3)
	}
	if math.IsNaN(sum) {
		b.Fatal(sum)
	}
}

func BenchmarkOf(b *testing.B)   { benchmark(b, Of) }
func BenchmarkMath(b *testing.B) { benchmark(b, math.Tanh) }
