package trie

import (
	"encoding/binary"
	"errors"
	"sort"
)

// Build lays out keys with their values (below 2³¹). Keys are non-empty and
// hold no zero byte. The same keys give the same bytes.
func Build(values map[string]uint32) ([]byte, error) {
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if k == "" {
			return nil, errors.New("building trie: an empty key")
		}
		for i := range len(k) {
			if k[i] == 0 {
				return nil, errors.New("building trie: a key holds a zero byte")
			}
		}
	}
	b := builder{used: make([]bool, 256), units: make([]uint32, 256)}
	b.used[rootUnit] = true
	if err := b.node(rootUnit, keys, 0, values); err != nil {
		return nil, err
	}
	out := make([]byte, 0, 4*len(b.units))
	for _, u := range b.units {
		out = binary.LittleEndian.AppendUint32(out, u)
	}
	return out, nil
}

type builder struct {
	units []uint32
	used  []bool
	taken map[uint32]bool // bases given away: two nodes must not share one
	free  uint32          // no free unit below
}

// node places the children of the node at unit `at`, which all keys reach
// after depth bytes, then theirs.
func (b *builder) node(at uint32, keys []string, depth int, values map[string]uint32) error {
	var labels []byte
	var starts []int
	for i, k := range keys {
		var label byte // 0 marks the leaf
		if len(k) > depth {
			label = k[depth]
		}
		if len(labels) == 0 || label != labels[len(labels)-1] {
			labels, starts = append(labels, label), append(starts, i)
		}
	}
	base := b.place(labels)
	off := at ^ base
	switch {
	case off < 1<<21:
		b.units[at] |= off << 10
	case off < 1<<29 && off&0xff == 0:
		b.units[at] |= off<<2 | 1<<9
	default:
		return errors.New("building trie: too many keys for its layout")
	}
	starts = append(starts, len(keys))
	for i, label := range labels {
		if label == 0 {
			b.units[at] |= 1 << 8
			b.units[base] = values[keys[starts[i]]] | 1<<31
			continue
		}
		b.units[base^uint32(label)] = uint32(label)
	}
	for i, label := range labels {
		if label != 0 {
			if err := b.node(base^uint32(label), keys[starts[i]:starts[i+1]], depth+1, values); err != nil {
				return err
			}
		}
	}
	return nil
}

// place finds a base that is no other node's and at which all labels are
// free, and takes it.
func (b *builder) place(labels []byte) uint32 {
	if b.taken == nil {
		b.taken = map[uint32]bool{}
	}
	for int(b.free) < len(b.used) && b.used[b.free] {
		b.free++
	}
	for at := b.free; ; at++ {
		if int(at) >= len(b.used) {
			b.used = append(b.used, make([]bool, 256)...)
			b.units = append(b.units, make([]uint32, 256)...)
		}
		if b.used[at] {
			continue
		}
		base := at ^ uint32(labels[0])
		if b.taken[base] || !b.fits(base, labels) {
			continue
		}
		b.taken[base] = true
		for _, l := range labels {
			b.used[base^uint32(l)] = true
		}
		return base
	}
}

func (b *builder) fits(base uint32, labels []byte) bool {
	for _, l := range labels {
		if i := int(base ^ uint32(l)); i >= len(b.used) || b.used[i] {
			return false
		}
	}
	return true
}
