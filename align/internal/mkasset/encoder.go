package main

import (
	"encoding/binary"
	"fmt"
	"slices"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/huffman"
)

const (
	chunks = 17     // the token table comes in this many interleaved parts, each with its own scale
	tokens = 128000 // rows in use; the last few of the table belong to no piece
)

// sentenceEncoder turns universal-sentence-encoder-multilingual's tokenizer and
// weights into sections, without loss:
//
//	charsmap, pieces, scores   see package sentencepiece
//	rows, offsets   the token table, a Huffman-coded row of 6-bit values per token
//	codes           a code per chunk: the length of each value's code
//	lo, scale       what makes a value of 6 bits a weight, per chunk
//	NAME, NAME.pal  a matrix: a byte per weight, and the weights they stand for
//	NAME            a vector of float32
func sentenceEncoder(files map[string][]byte) ([]asset.Section, error) {
	sections, err := tokenizer(files["sp.model"])
	if err != nil {
		return nil, fmt.Errorf("reading sp.model: %w", err)
	}
	arrays, err := readNPZ(files["weights.npz"])
	if err != nil {
		return nil, fmt.Errorf("reading weights.npz: %w", err)
	}
	var codes [][]byte
	var all []byte
	for c := range chunks {
		a, ok := arrays[fmt.Sprintf("q%d", c+1)]
		if !ok || len(a.shape) != 2 {
			return nil, fmt.Errorf("the token table's part %d is missing", c+1)
		}
		var counts [64]int
		for _, v := range a.bytes {
			if v >= 64 {
				return nil, fmt.Errorf("the token table's part %d has a value of more than 6 bits", c+1)
			}
			counts[v]++
		}
		lengths := huffman.Lengths(counts[:])
		codes = append(codes, lengths)
		all = append(all, lengths...)
	}
	var rows, offsets []byte
	for id := range tokens {
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(rows)))
		a := arrays[fmt.Sprintf("q%d", id%chunks+1)]
		dim := a.shape[1]
		rows = huffman.Append(rows, codes[id%chunks], a.bytes[id/chunks*dim:][:dim])
	}
	sections = append(sections,
		asset.Section{Name: "codes", Data: all},
		asset.Section{Name: "offsets", Data: offsets},
		asset.Section{Name: "rows", Data: append(rows, make([]byte, huffman.Slack)...)},
	)
	var names []string
	for name := range arrays {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		a := arrays[name]
		switch {
		case a.floats == nil:
		case len(a.shape) == 2:
			index, palette, err := palettize(a.floats)
			if err != nil {
				return nil, fmt.Errorf("matrix %s: %w", name, err)
			}
			sections = append(sections, asset.Section{Name: name, Data: index}, asset.Section{Name: name + ".pal", Data: float32Bytes(palette)})
		default:
			sections = append(sections, asset.Section{Name: name, Data: float32Bytes(a.floats)})
		}
	}
	return sections, nil
}

// palettize finds the at most 256 values that weights quantised to 8 bits
// take, and replaces each by its index.
func palettize(weights []float32) (index []byte, palette []float32, err error) {
	palette = slices.Clone(weights)
	slices.Sort(palette)
	palette = slices.Compact(palette)
	if len(palette) > 256 {
		return nil, nil, fmt.Errorf("%d different weights, more than 256", len(palette))
	}
	index = make([]byte, len(weights))
	for i, w := range weights {
		k, _ := slices.BinarySearch(palette, w)
		index[i] = byte(k)
	}
	return index, palette, nil
}
