package gemm

import (
	"errors"
	"fmt"
	"math"
)

// A matrix of 4-bit weights is cut into blocks of blockSize values of K that
// share a scale: a weight is (value - zero) × scale, with a value of 0 to 15.
const (
	blockSize = 32
	zero      = 8
	int4Cols  = 16 // columns in a panel of Int4

	panelBlock = int4Cols * (2 + blockSize/2) // bytes

	// SourceBlock is the size in bytes of a block as the usual tools write
	// it (Q4_0): a half-precision scale, then 16 bytes, of which byte i has
	// value i in its low half and value i+16 in its high half.
	SourceBlock = 2 + blockSize/2
)

// Int4 is a K×N matrix of 4-bit weights, read where it lies, to be multiplied
// from the right with [Int8]. Nothing is unpacked before it is used.
//
// It lies in panels of 16 columns. A panel is its blocks, one after another
// along K; a block is its 16 columns' scales in half precision, then
// 4 × 16 × 4 bytes: of each column in turn those with values 0 to 3 (and 16 to
// 19 in their high halves), then of each column those with values 4 to 7, and
// so on.
type Int4 struct {
	K, N   int
	panels string
}

// OpenInt4 takes a K×N matrix as [PackInt4] laid it out. K is a multiple of 32
// and N of 16.
func OpenInt4(k, n int, panels string) (*Int4, error) {
	if k <= 0 || k%blockSize != 0 || n%int4Cols != 0 || len(panels) != k/blockSize*n*SourceBlock {
		return nil, fmt.Errorf("%d bytes are no matrix of %d by %d 4-bit weights", len(panels), k, n)
	}
	return &Int4{K: k, N: n, panels: panels}, nil
}

// PackInt4 lays out a matrix given as N columns of K/32 blocks, see
// [SourceBlock].
func PackInt4(k, n int, columns []byte) ([]byte, error) {
	if k <= 0 || k%blockSize != 0 || n%int4Cols != 0 || len(columns) != k/blockSize*n*SourceBlock {
		return nil, errors.New("the matrix does not consist of whole blocks and panels")
	}
	out := make([]byte, 0, len(columns))
	for first := 0; first < n; first += int4Cols {
		for b := range k / blockSize {
			source := func(j int) []byte { return columns[((first+j)*(k/blockSize)+b)*SourceBlock:] }
			for j := range int4Cols {
				out = append(out, source(j)[:2]...)
			}
			for i := 0; i < blockSize/2; i += 4 {
				for j := range int4Cols {
					out = append(out, source(j)[2+i:][:4]...)
				}
			}
		}
	}
	return out, nil
}

// Unpack4 writes the values of consecutive blocks, see [SourceBlock], to dst,
// 32 each.
func Unpack4(dst []float32, blocks string) {
	for ; len(dst) >= blockSize; dst, blocks = dst[blockSize:], blocks[SourceBlock:] {
		b, d := blocks[:SourceBlock], dst[:blockSize]
		scale := half(uint16(b[0]) | uint16(b[1])<<8)
		for i := range blockSize / 2 {
			d[i] = float32(int(b[2+i]&15)-zero) * scale
			d[i+blockSize/2] = float32(int(b[2+i]>>4)-zero) * scale
		}
	}
}

// half widens a half-precision number.
func half(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&1023)
	switch exponent {
	case 0:
		f := float32(fraction) / (1 << 24)
		return math.Float32frombits(sign | math.Float32bits(f))
	case 31:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}

// Int8 is M rows of K activations, rounded to 8 bits block by block: the
// largest of 32 becomes 127. The zero Int8 has no rows; [Int8.Set] reuses
// its memory.
type Int8 struct {
	M, K   int
	blocks []block // rows of K/32, and zero rows up to a multiple of int4Rows
}

// block is 32 activations. The assembly knows its form.
type block struct {
	q      [blockSize]int8
	scale  float32
	offset int32 // -zero times the sum of q
}

// int4Rows is how many rows the assembly multiplies at once at most.
const int4Rows = 8

// Set rounds m rows of k values, lda apart; k is a multiple of 32.
func (x *Int8) Set(m, k int, a []float32, lda int) {
	if k <= 0 || k%blockSize != 0 {
		panic("gemm: rows are not of whole blocks")
	}
	x.M, x.K = m, k
	perRow := k / blockSize
	size := (m + int4Rows - 1) / int4Rows * int4Rows * perRow
	if cap(x.blocks) < size {
		x.blocks = make([]block, size)
	}
	x.blocks = x.blocks[:size]
	clear(x.blocks[m*perRow:])
	for i := range m {
		row := a[i*lda:][:k]
		if haveInt8 {
			quantize(perRow, &row[0], &x.blocks[i*perRow])
		} else {
			quantizeGo(row, x.blocks[i*perRow:][:perRow])
		}
	}
}

func quantizeGo(row []float32, out []block) {
	for i := range out {
		b, values := &out[i], row[i*blockSize:][:blockSize]
		var largest float32
		for _, v := range values {
			largest = max(largest, float32(math.Abs(float64(v))))
		}
		b.scale = largest / 127
		var inverse float32
		if b.scale > 0 {
			inverse = 1 / b.scale
		}
		sum := int32(0)
		for j, v := range values {
			q := int8(math.RoundToEven(float64(v * inverse)))
			b.q[j] = q
			sum += int32(q)
		}
		b.offset = -zero * sum
	}
}

// MulTo sets C to A·W + bias, where C has a.M rows of N values, ldc apart, and
// bias has N. The products are summed exactly in integers within a block of K
// and in single precision over the blocks, in order, so every machine gives
// the same numbers. It runs on the calling goroutine.
func (w *Int4) MulTo(a *Int8, bias, c []float32, ldc int) {
	if a.M == 0 {
		return
	}
	if a.K != w.K {
		panic("gemm: factors do not fit")
	}
	// One check here instead of one per tile, where assembly would not notice.
	_, _ = c[(a.M-1)*ldc+w.N-1], bias[w.N-1]
	if haveInt8 {
		w.mulToTiles(a, bias, c, ldc)
	} else {
		w.mulToGo(a, bias, c, ldc)
	}
}

// mulToGo multiplies four columns at once: in a word of four times 16 bits an
// activation, made positive by adding bias8, times a value of 4 bits takes
// less than 12 bits, and the sum of 16 of them less than 16.
func (w *Int4) mulToGo(a *Int8, bias, c []float32, ldc int) {
	perRow := w.K / blockSize
	panel := make([]goBlock, perRow)
	for first := 0; first < w.N; first += int4Cols {
		for b := range panel {
			panel[b].unpack(w.panels[first*perRow*SourceBlock+b*panelBlock:][:panelBlock])
		}
		for i := range a.M {
			var sums [int4Cols / 4][4]float32
			for b := range panel {
				panel[b].addTo(&sums, &a.blocks[i*perRow+b])
			}
			out := c[i*ldc+first:][:int4Cols]
			for j := range out {
				out[j] = sums[j/4][j%4] + bias[first+j]
			}
		}
	}
}

const bias8 = 128

// goBlock is a panel's block, unpacked for mulToGo.
type goBlock struct {
	values [blockSize][int4Cols / 4]uint64 // for each of K the 16 columns'
	bias   [int4Cols / 4][4]int32          // what bias8 adds to a column's sum, negative
	scales [int4Cols / 4][4]float32
}

func (g *goBlock) unpack(p string) {
	*g = goBlock{}
	for j := range int4Cols {
		g.scales[j/4][j%4] = half(uint16(p[2*j]) | uint16(p[2*j+1])<<8)
		for i := range blockSize / 2 {
			v := p[2*int4Cols+(i/4*int4Cols+j)*4+i%4]
			g.values[i][j/4] |= uint64(v&15) << (j % 4 * 16)
			g.values[i+blockSize/2][j/4] |= uint64(v>>4) << (j % 4 * 16)
			g.bias[j/4][j%4] -= bias8 * int32(v&15+v>>4)
		}
	}
}

// addTo adds the products of a block of activations with the columns to sums.
func (g *goBlock) addTo(sums *[int4Cols / 4][4]float32, x *block) {
	var a, b [int4Cols / 4]uint64 // of the first and second half of K
	dot16((*[blockSize / 2]int8)(x.q[:]), (*[blockSize / 2][int4Cols / 4]uint64)(g.values[:]), &a)
	dot16((*[blockSize / 2]int8)(x.q[blockSize/2:]), (*[blockSize / 2][int4Cols / 4]uint64)(g.values[blockSize/2:]), &b)
	for i := range sums {
		const even = 0x0000ffff_0000ffff
		s02, s13 := a[i]&even+b[i]&even, a[i]>>16&even+b[i]>>16&even
		s, bias, scales := &sums[i], &g.bias[i], &g.scales[i]
		// The conversions of products forbid fusing them with the sums.
		s[0] += float32(float32(int32(uint32(s02))+bias[0]+x.offset) * float32(scales[0]*x.scale))
		s[1] += float32(float32(int32(uint32(s13))+bias[1]+x.offset) * float32(scales[1]*x.scale))
		s[2] += float32(float32(int32(s02>>32)+bias[2]+x.offset) * float32(scales[2]*x.scale))
		s[3] += float32(float32(int32(s13>>32)+bias[3]+x.offset) * float32(scales[3]*x.scale))
	}
}

func dot16(x *[blockSize / 2]int8, values *[blockSize / 2][int4Cols / 4]uint64, sums *[int4Cols / 4]uint64) {
	var s0, s1, s2, s3 uint64
	for i := range x {
		v, q := &values[i], uint64(int(x[i])+bias8)
		s0 += v[0] * q
		s1 += v[1] * q
		s2 += v[2] * q
		s3 += v[3] * q
	}
	*sums = [...]uint64{s0, s1, s2, s3}
}
