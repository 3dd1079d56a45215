package sentencepiece

import (
	"strings"
	"unicode/utf8"
)

// spaceMark stands for a space in normalised text: U+2581.
const spaceMark = "▁"

func isSpaceMark(b []byte) bool {
	return len(b) >= 3 && b[0] == spaceMark[0] && b[1] == spaceMark[1] && b[2] == spaceMark[2]
}

// normalized is a text after normalisation, valid UTF-8.
type normalized struct {
	text   []byte
	origin []int32 // offset in the original of each byte of text, and the original's end
}

// normalize applies the model's rules, drops space at both ends and folds runs
// of it, marks the beginning and every space with spaceMark.
func (m *Model) normalize(text string) normalized {
	pos := 0
	for pos < len(text) {
		p, size := m.prefix(text[pos:])
		if p != " " {
			break
		}
		pos += size
	}
	if pos == len(text) {
		return normalized{}
	}
	n := normalized{
		text:   make([]byte, 0, len(text)+len(text)/4+8),
		origin: make([]int32, 0, len(text)+len(text)/4+9),
	}
	n.add(spaceMark, pos)
	afterSpace := true
	for pos < len(text) {
		p, size := m.prefix(text[pos:])
		if afterSpace {
			p = strings.TrimLeft(p, " ")
		}
		if p != "" {
			for i := range len(p) {
				if p[i] == ' ' {
					n.add(spaceMark, pos)
				} else {
					n.add(p[i:i+1], pos)
				}
			}
			afterSpace = p[len(p)-1] == ' '
		}
		pos += size
	}
	end := len(text)
	for len(n.text) >= len(spaceMark) && isSpaceMark(n.text[len(n.text)-len(spaceMark):]) {
		n.text = n.text[:len(n.text)-len(spaceMark)]
		end = int(n.origin[len(n.text)])
		n.origin = n.origin[:len(n.text)]
	}
	n.origin = append(n.origin, int32(end))
	return n
}

func (n *normalized) add(s string, origin int) {
	n.text = append(n.text, s...)
	for range len(s) {
		n.origin = append(n.origin, int32(origin))
	}
}

// prefix normalises the longest prefix of text that a rule knows, or else its
// first character, and returns how many bytes that took.
func (m *Model) prefix(text string) (replacement string, size int) {
	node := m.rules.Root()
	best, found := uint32(0), 0
	for i := range len(text) {
		var ok bool
		if node, ok = m.rules.Child(node, text[i]); !ok {
			break
		}
		if v, ok := m.rules.Value(node); ok {
			best, found = v, i+1
		}
	}
	if found > 0 && int(best) < len(m.replacements) {
		r := m.replacements[best:]
		if end := strings.IndexByte(r, 0); end >= 0 {
			return r[:end], found
		}
	}
	r, size := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError && size == 1 {
		return string(utf8.RuneError), 1
	}
	return text[:size], size
}
