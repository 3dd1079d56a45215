// Package trie finds keys in an immutable set where it lies, without building
// anything in memory.
package trie

import "factdiff/align/internal/asset"

// Trie is a double array in the layout of darts-clone, which SentencePiece
// uses for its normalisation rules: 32-bit units, little-endian. A unit holds
// the label of the edge that leads to it, the distance to its children and
// whether one of them is a leaf; a leaf holds a value.
// (J. Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array
// Structure", 1989; the packing is darts-clone's.)
type Trie string

// Node is a place in a trie. Walk from [Trie.Root] with [Trie.Child].
type Node struct {
	base uint32 // where its children start
	unit uint32
}

const rootUnit = 0

func (t Trie) unit(i uint32) uint32 {
	if int(i)*4+4 > len(t) {
		return 0
	}
	return asset.Uint32(string(t), int(i)*4)
}

// offset is the distance, by exclusive or, from a unit to its children.
func offset(unit uint32) uint32 { return unit >> 10 << (unit & (1 << 9) >> 6) }

// Root returns the node of the empty key.
func (t Trie) Root() Node {
	unit := t.unit(rootUnit)
	return Node{rootUnit ^ offset(unit), unit}
}

// Child follows the edge labelled c.
func (t Trie) Child(n Node, c byte) (child Node, ok bool) {
	if c == 0 { // no key has one, and unused units look like it
		return Node{}, false
	}
	at := n.base ^ uint32(c)
	unit := t.unit(at)
	if unit&(1<<31|0xff) != uint32(c) {
		return Node{}, false
	}
	return Node{at ^ offset(unit), unit}, true
}

// Value returns the value of the key that ends at n, if one does.
func (t Trie) Value(n Node) (value uint32, ok bool) {
	if n.unit&(1<<8) == 0 {
		return 0, false
	}
	return t.unit(n.base) &^ (1 << 31), true
}
