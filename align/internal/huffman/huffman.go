// Package huffman codes rows of small values so that each can be read by
// itself, where it lies, without unpacking the others.
// (D. A. Huffman, "A Method for the Construction of Minimum-Redundancy Codes",
// 1952; codes are canonical, as in RFC 1951, section 3.2.2, and their bits
// come lowest first.)
package huffman

import (
	"math/bits"
	"sort"

	"factdiff/align/internal/asset"
)

// maxLength bounds a code, so that one look-up in a small table reads a value.
const maxLength = 12

// Slack is the number of bytes that must follow the last coded row.
const Slack = 8

// Lengths returns the length in bits of each value's code, given how often
// the values occur. All values get a code, at most 256 of them.
func Lengths(counts []int) []byte {
	weights := make([]int, len(counts))
	for i, c := range counts {
		weights[i] = c + 1
	}
	for {
		lengths := lengthsOf(weights)
		longest := byte(0)
		for _, l := range lengths {
			longest = max(longest, l)
		}
		if longest <= maxLength {
			return lengths
		}
		// Flatter counts give shorter codes; the loss is a fraction of a per cent.
		for i := range weights {
			weights[i] = (weights[i] + 1) / 2
		}
	}
}

func lengthsOf(weights []int) []byte {
	type node struct {
		weight, order int
		values        []int
	}
	nodes := make([]node, len(weights))
	for i, w := range weights {
		nodes[i] = node{w, i, []int{i}}
	}
	lengths := make([]byte, len(weights))
	for order := len(nodes); len(nodes) > 1; order++ {
		sort.Slice(nodes, func(i, j int) bool {
			if nodes[i].weight != nodes[j].weight {
				return nodes[i].weight < nodes[j].weight
			}
			return nodes[i].order < nodes[j].order
		})
		merged := node{nodes[0].weight + nodes[1].weight, order, append(nodes[0].values, nodes[1].values...)}
		for _, v := range merged.values {
			lengths[v]++
		}
		nodes = append(nodes[2:], merged)
	}
	return lengths
}

// codes returns the canonical code of each value, its bits in the order in
// which they are stored.
func codes(lengths []byte) []uint16 {
	var next [maxLength + 2]uint16
	for _, l := range lengths {
		next[l+1]++
	}
	next[1] = 0 // values without a code
	code := uint16(0)
	for l := 1; l <= maxLength; l++ {
		code = (code + next[l]) << 1
		next[l] = code
	}
	out := make([]uint16, len(lengths))
	for v, l := range lengths {
		if l > 0 {
			out[v] = bits.Reverse16(next[l]) >> (16 - l)
			next[l]++
		}
	}
	return out
}

// Append codes a row of values and appends it to dst, filled up to a whole
// byte.
func Append(dst []byte, lengths []byte, row []byte) []byte {
	code := codes(lengths)
	var buffer uint64
	var filled uint8
	for _, v := range row {
		buffer |= uint64(code[v]) << filled
		filled += lengths[v]
		for ; filled >= 8; filled -= 8 {
			dst = append(dst, byte(buffer))
			buffer >>= 8
		}
	}
	if filled > 0 {
		dst = append(dst, byte(buffer))
	}
	return dst
}

// Decoder reads rows that were coded with one set of lengths.
type Decoder struct {
	table [1 << maxLength]struct{ value, length uint8 }
}

// NewDecoder prepares the table for a set of code lengths from [Lengths].
func NewDecoder(lengths string) *Decoder {
	d := new(Decoder)
	for v, c := range codes([]byte(lengths)) {
		l := lengths[v]
		if l == 0 {
			continue
		}
		for i := uint32(c); i < 1<<maxLength; i += 1 << l {
			d.table[i].value, d.table[i].length = uint8(v), l
		}
	}
	return d
}

// Decode reads len(dst) values from the row that starts at an offset of data
// and sets dst to what they stand for. Data must go on for [Slack] bytes after
// the row.
func (d *Decoder) Decode(dst []float32, data string, offset int, values *[64]float32) {
	var buffer uint64
	filled := 0
	for i := range dst {
		if filled < maxLength {
			buffer |= asset.Uint64(data, offset) << filled
			taken := (63 - filled) >> 3
			offset += taken
			filled += taken << 3
		}
		e := d.table[buffer&(1<<maxLength-1)]
		dst[i] = values[e.value&63]
		buffer >>= e.length
		filled -= int(e.length)
	}
}
