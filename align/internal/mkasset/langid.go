package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/ulikunitz/xz"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/trie"
	"factdiff/align/lang"
)

// languageModel turns py3langid's naive Bayes model over byte n-grams into
// sections. It keeps what decides: the languages in [lang.Codes], and for each
// n-gram those of them that it speaks for most.
//
//	grams    a trie of the n-grams, last byte first, to their index
//	weights  per n-gram lang.Votes pairs of bytes: language, weight in steps of lang.WeightStep
//	priors   float32 per language
func languageModel(files map[string][]byte) ([]asset.Section, error) {
	r, err := xz.NewReader(bytes.NewReader(files["model.npz.xz"]))
	if err != nil {
		return nil, fmt.Errorf("unpacking model.npz.xz: %w", err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpacking model.npz.xz: %w", err)
	}
	arrays, err := readNPZ(raw)
	if err != nil {
		return nil, err
	}
	columns, err := languageColumns(arrays["classes"])
	if err != nil {
		return nil, err
	}
	ptc, prior := arrays["ptc"], arrays["pc"]
	width := ptc.shape[1]
	priors := make([]float32, len(lang.Codes))
	for i, c := range columns {
		priors[i] = prior.floats[c]
	}
	keys := map[string]uint32{}
	for gram, feature := range grams(arrays) {
		b := []byte(gram)
		slices.Reverse(b)
		keys[string(b)] = uint32(feature)
	}
	var weights []byte
	for f := range ptc.shape[0] {
		weights = append(weights, votes(ptc.floats[f*width:][:width], columns)...)
	}
	trie, err := trie.Build(keys)
	if err != nil {
		return nil, err
	}
	return []asset.Section{{Name: "grams", Data: trie}, {Name: "weights", Data: weights}, {Name: "priors", Data: float32Bytes(priors)}}, nil
}

// languageColumns finds the model's column of each of our languages.
func languageColumns(classes array) ([]int, error) {
	if len(classes.shape) != 1 {
		return nil, errors.New("the list of languages is missing")
	}
	size := len(classes.bytes) / classes.shape[0]
	columns := make([]int, len(lang.Codes))
	for i, code := range lang.Codes {
		columns[i] = -1
		for c := range classes.shape[0] {
			var name strings.Builder
			for p := c * size; p < (c+1)*size; p += 4 {
				if r := rune(binary.LittleEndian.Uint32(classes.bytes[p:])); r != 0 {
					name.WriteRune(r)
				}
			}
			if name.String() == code && columns[i] < 0 {
				columns[i] = c
			}
		}
		if columns[i] < 0 {
			return nil, fmt.Errorf("the model does not know %q", code)
		}
	}
	return columns, nil
}

// grams reads the n-grams off the model's automaton: the state that is reached
// by a shortest path is the n-gram that the path spells.
func grams(arrays map[string]array) map[string]int {
	next, row, feature := arrays["nextmove"].bytes, arrays["nextmove_row"].bytes, arrays["out_feat"].bytes
	spelt := map[uint32]string{0: ""}
	queue := []uint32{0}
	out := map[string]int{}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		if f := int32(binary.LittleEndian.Uint32(feature[4*state:])); f >= 0 {
			out[spelt[state]] = int(f)
		}
		r := int(binary.LittleEndian.Uint16(row[2*state:]))
		for b := range 256 {
			to := binary.LittleEndian.Uint32(next[4*(r*256+b):])
			if _, seen := spelt[to]; !seen {
				spelt[to] = spelt[state] + string([]byte{byte(b)})
				queue = append(queue, to)
			}
		}
	}
	return out
}

// votes picks the languages that an n-gram speaks for most, against the median.
func votes(weights []float32, columns []int) []byte {
	type vote struct {
		language int
		weight   float32
	}
	all := make([]vote, len(columns))
	for i, c := range columns {
		all[i] = vote{i, weights[c]}
	}
	slices.SortStableFunc(all, func(a, b vote) int { return cmp.Compare(b.weight, a.weight) })
	median := all[len(all)/2].weight
	out := make([]byte, 0, 2*lang.Votes)
	for _, v := range all[:lang.Votes] {
		steps := math.Round(float64(v.weight-median) / lang.WeightStep)
		out = append(out, byte(v.language), byte(min(max(steps, 0), 255)))
	}
	return out
}
