package polarity

import "slices"

// trie finds keys from the front. The children of a node lie side by side, with
// the bytes that lead to them in labels, in order.
type trie struct {
	labels []byte
	nodes  []node
	roots  [256]int32 // the children of the root, node 0, by their label
}

type node struct {
	children, count int32
	value           int32 // of the key that ends here, or -1
}

func newTrie(values map[string]int32) *trie {
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	size, last := 1, ""
	for _, k := range keys {
		size += len(k) - common(last, k)
		last = k
	}
	t := &trie{labels: make([]byte, 1, size), nodes: make([]node, 1, size)}
	t.nodes[0].value = -1
	type open struct {
		keys  []string // that start as the node does
		depth int
	}
	queue := append(make([]open, 0, size), open{keys, 0})
	for at := 0; at < len(queue); at++ {
		o := queue[at]
		queue[at].keys = nil
		if len(o.keys) > 0 && len(o.keys[0]) == o.depth {
			t.nodes[at].value = values[o.keys[0]]
			o.keys = o.keys[1:]
		}
		t.nodes[at].children = int32(len(t.nodes))
		for len(o.keys) > 0 {
			label := o.keys[0][o.depth]
			n := 1
			for n < len(o.keys) && o.keys[n][o.depth] == label {
				n++
			}
			if at == 0 {
				t.roots[label] = int32(len(t.nodes))
			}
			t.labels = append(t.labels, label)
			t.nodes = append(t.nodes, node{value: -1})
			t.nodes[at].count++
			queue = append(queue, open{o.keys[:n], o.depth + 1})
			o.keys = o.keys[n:]
		}
	}
	return t
}

// common returns the length of the longest common beginning.
func common(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// child returns the node behind c, or 0 if there is none. A digit for which there is
// none of its own leads to that behind the one that stands for any.
func (t *trie) child(at int32, c byte) int32 {
	next := t.behind(at, c)
	if next == 0 && isDigit(c) {
		next = t.behind(at, digit)
	}
	return next
}

func (t *trie) behind(at int32, c byte) int32 {
	if at == 0 {
		return t.roots[c]
	}
	n := t.nodes[at]
	for i := n.children; i < n.children+n.count; i++ {
		if t.labels[i] == c {
			return i
		}
	}
	return 0
}
