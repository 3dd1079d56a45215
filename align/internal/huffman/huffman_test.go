package huffman

import (
	"math/rand/v2"
	"testing"
)

// TestRoundTrip codes rows of very uneven values, whose rarest would get codes
// longer than the limit, and reads them back in any order.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var rows [][]byte
	counts := make([]int, 64)
	for range 200 {
		row := make([]byte, 512)
		for i := range row {
			v := int(r.ExpFloat64() * 2)
			row[i] = byte(min(v, 63))
			counts[row[i]]++
		}
		rows = append(rows, row)
	}
	lengths := Lengths(counts)
	var data []byte
	var offsets []int
	for _, row := range rows {
		offsets = append(offsets, len(data))
		data = Append(data, lengths, row)
	}
	if got, most := len(data), 200*512*3/8; got > most {
		t.Errorf("coded to %d bytes, want at most %d", got, most)
	}
	data = append(data, make([]byte, Slack)...)
	var values [64]float32
	for i := range values {
		values[i] = float32(i) * 1.5
	}
	d := NewDecoder(string(lengths))
	got := make([]float32, 512)
	for k := len(rows) - 1; k >= 0; k-- {
		d.Decode(got, string(data), offsets[k], &values)
		for i, v := range rows[k] {
			if got[i] != values[v] {
				t.Fatalf("row %d value %d: got %v, want %v", k, i, got[i], values[v])
			}
		}
	}
}

func TestLengths(t *testing.T) {
	// Fibonacci counts make the longest codes there are.
	counts := make([]int, 40)
	a, b := 1, 1
	for i := range counts {
		counts[i] = a
		a, b = b, a+b
	}
	var kraft float64
	for v, l := range Lengths(counts) {
		if l == 0 || l > maxLength {
			t.Errorf("value %d: code of %d bits", v, l)
		}
		kraft += 1 / float64(uint(1)<<l)
	}
	if kraft > 1 {
		t.Errorf("the codes overlap: Kraft sum %v", kraft)
	}
}
