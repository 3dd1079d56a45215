package gemm

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomInt4 makes a matrix and what its weights are, column by column.
func randomInt4(t testing.TB, r *rand.Rand, k, n int) (*Int4, []float32) {
	t.Helper()
	var columns []byte
	for range k / blockSize * n {
		// Scales from 2⁻²⁴, which is subnormal, to about 4.
		columns = binary.LittleEndian.AppendUint16(columns, uint16(1+r.IntN(17*1024)))
		for range blockSize / 2 {
			columns = append(columns, byte(r.Uint32()))
		}
	}
	values := make([]float32, k*n)
	Unpack4(values, string(columns))
	panels, err := PackInt4(k, n, columns)
	if err != nil {
		t.Fatal(err)
	}
	w, err := OpenInt4(k, n, string(panels))
	if err != nil {
		t.Fatal(err)
	}
	return w, values
}

// eachWay runs fn with every way of multiplying integers that this machine
// has, plain Go first.
func eachWay(fn func(name string)) {
	defer func(i, d bool) { haveInt8, haveDot = i, d }(haveInt8, haveDot)
	had, dot := haveInt8, haveDot
	haveInt8, haveDot = false, false
	fn("plain Go")
	if had {
		haveInt8 = true
		fn("AVX2")
	}
	if dot {
		haveDot = true
		fn("VNNI")
	}
}

func TestInt4(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range []struct{ m, k, n int }{
		{1, 32, 16}, {8, 384, 48}, {13, 384, 1152}, {5, 1536, 384}, {24, 64, 32}, {0, 32, 16},
	} {
		w, values := randomInt4(t, r, s.k, s.n)
		a, bias := random(r, s.m*s.k), random(r, s.n)
		var plain []float32
		eachWay(func(name string) {
			var x Int8
			x.Set(s.m, s.k, a, s.k)
			got := make([]float32, s.m*s.n)
			w.MulTo(&x, bias, got, s.n)
			if plain == nil {
				plain = got
			}
			if !slices.Equal(got, plain) {
				t.Errorf("%+v: %s gives other numbers than plain Go", s, name)
			}
			for i := range s.m {
				for j := range s.n {
					want, size := float64(bias[j]), 0.0
					for l := range s.k {
						p := float64(a[i*s.k+l]) * float64(values[j*s.k+l])
						want, size = want+p, size+p*p
					}
					// Rounding to 8 bits is off by up to 1/254 of a block's largest.
					if diff := math.Abs(float64(got[i*s.n+j]) - want); diff > 0.05*math.Sqrt(size)+1e-4 {
						t.Fatalf("%+v, %s, row %d, column %d: got %v, want %v", s, name, i, j, got[i*s.n+j], want)
					}
				}
			}
		})
	}
}

func TestQuantize(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		reason string
		row    []float32
	}{
		{"ordinary", random(r, 96)},
		{"zero", make([]float32, 32)},
		{"halves", append([]float32{127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, -127}, make([]float32, 24)...)},
		{"tiny", append([]float32{1e-44, -1e-44}, make([]float32, 30)...)},
		{"huge", append([]float32{3e38, -3e38, 1}, make([]float32, 29)...)},
	} {
		var plain []block
		eachWay(func(name string) {
			var x Int8
			x.Set(1, len(c.row), c.row, len(c.row))
			got := x.blocks[:len(c.row)/blockSize]
			if plain == nil {
				plain = slices.Clone(got)
			}
			if !slices.Equal(got, plain) {
				t.Errorf("%s: %s gives %+v, plain Go %+v", c.reason, name, got, plain)
			}
			for i, v := range c.row {
				b := got[i/blockSize]
				if back := float32(b.q[i%blockSize]) * b.scale; math.Abs(float64(back-v)) > float64(b.scale)*0.5001 && b.scale > 1e-38 {
					t.Errorf("%s, %s: %v became %v", c.reason, name, v, back)
				}
			}
		})
	}
}

// TestInt4StaysInside guards the memory around C, which the race detector does
// not watch in assembly.
func TestInt4StaysInside(t *testing.T) {
	const canary = 12345
	r := rand.New(rand.NewPCG(5, 6))
	m, k, n, ldc := 11, 64, 32, 40
	w, _ := randomInt4(t, r, k, n)
	eachWay(func(name string) {
		c := make([]float32, 16+m*ldc)
		for i := range c {
			c[i] = canary
		}
		var x Int8
		x.Set(m, k, random(r, m*k), k)
		w.MulTo(&x, make([]float32, n), c[16:], ldc)
		for i := range c {
			row, col := (i-16)/ldc, (i-16)%ldc
			if inside := i >= 16 && row < m && col < n; inside == (c[i] == canary) {
				t.Fatalf("%s: at %d of C: %v", name, i, c[i])
			}
		}
	})
}

func TestInt4Refuses(t *testing.T) {
	for _, s := range []struct{ k, n, size int }{{32, 16, 287}, {31, 16, 288}, {32, 15, 288}, {0, 16, 0}} {
		if _, err := OpenInt4(s.k, s.n, string(make([]byte, s.size))); err == nil {
			t.Errorf("%+v: opened", s)
		}
		if _, err := PackInt4(s.k, s.n, make([]byte, s.size)); err == nil {
			t.Errorf("%+v: packed", s)
		}
	}
}

func TestHalf(t *testing.T) {
	for h, want := range map[uint16]float32{
		0: 0, 1: 1.0 / (1 << 24), 0x03ff: 1023.0 / (1 << 24), 0x0400: 1.0 / (1 << 14), 0x3c00: 1, 0xc000: -2, 0x7bff: 65504,
		0x7c00: float32(math.Inf(1)), 0x8000: 0,
	} {
		if got := half(h); got != want {
			t.Errorf("%#04x is %v, want %v", h, got, want)
		}
	}
}

func BenchmarkInt4(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	m, k, n := 256, 384, 1536
	a, bias, c := random(r, m*k), make([]float32, n), make([]float32, m*n)
	w, _ := randomInt4(b, r, k, n)
	eachWay(func(name string) {
		b.Run(name, func(b *testing.B) {
			var x Int8
			for b.Loop() {
				x.Set(m, k, a, k)
				w.MulTo(&x, bias, c, n)
			}
			b.ReportMetric(float64(2*m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	})
}
