package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what the text behind a cluster begins with.
type kind int

const (
	nothing kind = iota
	joins        // punctuation that belongs to what stands before it
	small
	capital
	uncased // a letter of a script without case
	number
	symbol
)

// following is what stands behind a cluster, past spaces, opening marks and
// dashes.
type following struct {
	at     int  // offset of the first letter, digit or other character
	gap    bool // spaces stand before it
	opened bool // opening marks stand before it
	turned bool // one of those is ¿ or ¡
	dash   bool // a dash stands before it
	elided bool // an ellipsis stands before it, without a space
	kind   kind
	raw    string // the first word up to an apostrophe or hyphen
	word   string // the same, folded
	mixed  bool   // the word begins small but has a capital: iPhone
	dotted bool   // a full stop follows the word or number
	note   bool   // it stands in a bracket that ends the text: (dpa)
}

// initial tells whether it is a letter with a full stop, as of a name.
func (f following) initial() bool { return f.dotted && letters(f.word) == 1 }

// look reads what stands behind offset i.
func (s *splitter) look(i int) following {
	f := following{at: skipSpace(s.text, i)}
	f.gap = f.at > i
	omitted := false
	for range farthest {
		if f.at == len(s.text) {
			return f
		}
		r, size := utf8.DecodeRuneInString(s.text[f.at:])
		switch {
		case !omitted && s.omission(f.at) > 0:
			size = s.omission(f.at)
			omitted = true
		case r == '¿' || r == '¡':
			f.turned, f.opened = true, true
		case marks[r].family == singles && f.gap && s.clipped(f.at+size):
			size++
		case s.openingMark(f, r):
			f.opened = true
			f.note = f.note || marks[r].family == '(' && s.endsText(f.at)
		case f.gap && strings.HasPrefix(s.text[f.at:], ",,"): // „ on a typewriter
			f.opened = true
			size = 2
		case unicode.Is(unicode.Pd, r):
			f.dash = true
		case (r == '.' || r == '…') && f.gap && s.leads(f.at+size):
			f.elided = true
		case r == '.' && f.elided, unicode.Is(unicode.Cf, r):
		default:
			s.classify(&f, r)
			return f
		}
		f.at = skipSpace(s.text, f.at+size)
	}
	if f.at < len(s.text) {
		f.kind = symbol
	}
	return f
}

// farthest bounds the marks that are passed before what follows.
const farthest = 16

// openingMark tells whether r, which stands behind f so far, opens a bracket or
// quotation, if only one that ends in another paragraph.
func (s *splitter) openingMark(f following, r rune) bool {
	m, ok := marks[r]
	switch {
	case unicode.In(r, unicode.Ps, unicode.Pi):
		return true
	case !ok || s.pairAt(f.at) != nil:
		return ok
	}
	return f.gap && !f.opened && !m.fixed && (!m.closes || m.family == singles)
}

// clipped tells whether a letter that stands for a word and, behind a space, a
// capital stand at offset i, as behind the apostrophe of Dutch 's Avonds.
func (s *splitter) clipped(i int) bool {
	if i+2 >= len(s.text) || s.text[i] < 'a' || s.text[i] > 'z' || s.text[i+1] != ' ' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[i+2:])
	return isCapital(r)
}

// leads tells whether dots up to offset i run straight into a word.
func (s *splitter) leads(i int) bool {
	rest := strings.TrimLeft(s.text[i:min(len(s.text), i+8)], ".")
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r)
}

// omission gives the length of a bracket at offset i that holds nothing but
// dots, or 0.
func (s *splitter) omission(i int) int {
	for _, mark := range []string{"[...]", "[…]", "(...)", "(…)"} {
		if strings.HasPrefix(s.text[i:], mark) {
			return len(mark)
		}
	}
	return 0
}

// endsText tells whether nothing but punctuation follows the pair that opens
// at offset i.
func (s *splitter) endsText(i int) bool {
	p := s.pairAt(i)
	return p != nil && len(s.text)-p.close < 16 && wordless(s.text[p.close:])
}

// classify completes f, which begins with r.
func (s *splitter) classify(f *following, r rune) {
	switch {
	case unicode.IsDigit(r), r == '№':
		f.kind = number
		rest := strings.TrimLeft(s.text[f.at:min(len(s.text), f.at+longest)], "0123456789")
		f.dotted = strings.HasPrefix(rest, ".")
	case (r == '+' || r == '−') && f.at+1 < len(s.text) && s.text[f.at+1] >= '0' && s.text[f.at+1] <= '9':
		f.kind = number
	case s.terminator(r), strings.ContainsRune(",;:%،؛、，；：・", r), unicode.In(r, unicode.Pe, unicode.Pf),
		unicode.Is(unicode.P, r) && !f.gap:
		f.kind = joins
	case !unicode.IsLetter(r):
		f.kind = symbol
	default:
		f.kind = caseOf(r)
		f.raw = wordAt(s.text, f.at)
		f.word = fold(f.raw)
		f.dotted = strings.HasPrefix(s.text[f.at+len(f.raw):], ".")
		f.mixed = f.kind == small && strings.IndexFunc(f.raw, isCapital) > 0
	}
}
