package value

import (
	"strings"
	"unicode"
)

// what is the sort of an item.
type what uint8

const (
	mark   what = iota // a single character that is neither letter nor digit
	word               // a word, or a character of a script without spaces, that no table knows
	known              // a form of the tables
	digits             // a number in digits
	code               // a name made with digits
)

// item is a piece of the text: the parser's alphabet.
type item struct {
	i, j  int  // its glyphs
	gap   bool // white space before it
	upper bool // it starts with a capital
	what  what
	terms []term  // what a known form means
	num   figures // of digits
	r     rune    // of a mark
}

type scanner struct {
	g     []glyph
	lex   *lexicon
	items []item
	hits  []hit
	gap   bool
}

// scan divides glyphs into items. White space is kept only as a property of
// the item after it, line breaks are marks.
func scan(g []glyph, lex *lexicon) []item {
	s := scanner{g: g, lex: lex, items: make([]item, 0, len(g)/4+8)}
	for i := 0; i < len(g); {
		r := g[i].r
		switch {
		case r == ' ' || r == hardSpace || r == '\t':
			s.gap = true
			i++
		case digitOf(r) >= 0:
			i = s.digits(i)
		default:
			i = s.form(i)
		}
	}
	return s.items
}

// emit appends an item and returns where it ends.
func (s *scanner) emit(it item) int {
	it.gap, s.gap = s.gap, false
	it.upper = s.g[it.i].upper
	s.items = append(s.items, it)
	return it.j
}

// digits reads a number in digits. Letters grown onto it that no table knows
// make it a code: 5G.
func (s *scanner) digits(i int) int {
	f, j, row := readFigures(s.g, i, s.lex)
	if row > j {
		for i < row {
			if digitOf(s.g[i].r) < 0 {
				i = s.emit(item{i: i, j: i + 1, what: mark, r: s.g[i].r})
				continue
			}
			for j = i; j < row && digitOf(s.g[j].r) >= 0; j++ {
			}
			f := evaluate(s.g, []digitGroup{{i: i, j: j}}, nil, s.lex)
			i = s.emit(item{i: i, j: j, what: digits, num: f})
		}
		return row
	}
	if j < len(s.g) && s.g[j].upper && scriptOf(s.g[j].r) == alphabetic {
		if _, _, ok := s.longest(j); !ok {
			return s.emit(item{i: i, j: s.codeEnd(j), what: code})
		}
	}
	return s.emit(item{i: i, j: j, what: digits, num: f})
}

// form reads whatever starts at glyph i and is no digit.
func (s *scanner) form(i int) int {
	end, terms, ok := s.longest(i)
	sc := scriptOf(s.g[i].r)
	e := i + 1
	if sc == alphabetic || sc == hangul {
		e = s.wordEnd(i)
	}
	if sc == alphabetic && (!ok || end <= e && !leads(terms)) && s.namesCode(i, e) {
		return s.emit(item{i: i, j: s.codeEnd(e), what: code})
	}
	if ok {
		return s.emit(item{i: i, j: end, what: known, terms: terms})
	}
	switch sc {
	case noScript:
		return s.emit(item{i: i, j: i + 1, what: mark, r: s.g[i].r})
	case spaceless:
		return s.emit(item{i: i, j: i + 1, what: word})
	}
	if e := s.address(i, e); e > 0 {
		return s.emit(item{i: i, j: e, what: word})
	}
	if s.lex.glued && s.compound(i, e) {
		return e
	}
	for _, p := range s.lex.prefixes {
		if s.prefixed(i, e, p) {
			return s.items[len(s.items)-1].j
		}
	}
	return s.emit(item{i: i, j: e, what: word})
}

// longest returns the longest form at glyph i that ends where a word may end,
// with its meanings there.
func (s *scanner) longest(i int) (end int, terms []term, ok bool) {
	s.hits = s.lex.match(s.g, i, s.hits[:0])
	for k := len(s.hits) - 1; k >= 0; k-- {
		h := s.hits[k]
		whole := s.boundary(h.end)
		e := h.end
		if !whole {
			e = s.wordEnd(h.end)
			if !s.ending(h.end, e) {
				continue
			}
		}
		all := true
		for _, t := range h.terms {
			all = all && s.allows(t, i, whole)
		}
		if all {
			return e, h.terms, true
		}
		for _, t := range h.terms {
			if s.allows(t, i, whole) {
				terms = append(terms, t)
			}
		}
		if len(terms) > 0 {
			return e, terms, true
		}
	}
	return 0, nil, false
}

func (s *scanner) allows(t term, i int, whole bool) bool {
	return (whole || t.stem) && (!t.capital || s.g[i].upper) && !(t.small && s.g[i].upper)
}

// boundary tells whether a word may end before glyph j.
func (s *scanner) boundary(j int) bool {
	if j >= len(s.g) {
		return true
	}
	a, b := scriptOf(s.g[j-1].r), scriptOf(s.g[j].r)
	if a == noScript || b == noScript {
		return digitOf(s.g[j-1].r) < 0 || digitOf(s.g[j].r) < 0
	}
	return a != b || a == spaceless
}

// wordEnd returns the end of the run of letters at glyph i.
func (s *scanner) wordEnd(i int) int {
	sc := scriptOf(s.g[i].r)
	if sc == noScript {
		return i + 1
	}
	for i++; i < len(s.g) && scriptOf(s.g[i].r) == sc; i++ {
	}
	return i
}

// maxEnding and maxCompound bound, in characters, what is looked at behind a
// stem and inside a word, so that a text without spaces takes no longer.
const (
	maxEnding   = 12
	maxCompound = 60
)

// minSuffix is the least length of a unit inside a word: abbreviations are not
// written onto numeral words.
const minSuffix = 2

func (s *scanner) ending(i, e int) bool {
	return e-i <= maxEnding && s.lex.endings[spell(s.g[i:e])]
}

// spell writes glyphs as a text.
func spell(glyphs []glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteRune(g.r)
	}
	return b.String()
}

// leads tells whether terms may stand right before digits: "CHF500", "No.5".
func leads(terms []term) bool {
	for _, t := range terms {
		switch t.class {
		case sign, label, clockpre, decadepre, month, era, hedge, ordpre, between, from, rangeTerm, link, minus, yearpre, agepre, percentpre, am, pm:
			return true
		}
	}
	return false
}

// namesCode tells whether the word of glyphs i to e continues in digits as
// names do: MI5, COVID-19, Су-35.
func (s *scanner) namesCode(i, e int) bool {
	if e >= len(s.g) || !s.g[i].upper && unicode.ToUpper(s.g[i].r) == s.g[i].r || i > 0 && digitOf(s.g[i-1].r) >= 0 {
		return false
	}
	if digitOf(s.g[e].r) >= 0 {
		return true
	}
	return s.g[i].upper && s.g[e].r == '-' && e+1 < len(s.g) && digitOf(s.g[e+1].r) >= 0
}

// codeEnd returns where a code ends that goes on at glyph j.
func (s *scanner) codeEnd(j int) int {
	for j < len(s.g) {
		r := s.g[j].r
		switch {
		case digitOf(r) >= 0, scriptOf(r) == alphabetic && scriptOf(s.g[j-1].r) != hangul:
		case r == '-' && j+1 < len(s.g) && digitOf(s.g[j+1].r) >= 0:
		default:
			return j
		}
		j++
	}
	return j
}

// address returns where a web address ends that starts at glyph i, or 0.
func (s *scanner) address(i, e int) int {
	if w := spell(s.g[i:min(e, i+8)]); w != "http" && w != "https" && w != "www" {
		return 0
	}
	for e < len(s.g) && s.g[e].r != ' ' && s.g[e].r != '\n' && s.g[e].r != hardSpace {
		e++
	}
	return e
}

// compound emits the parts of a word that is written together, such as
// zweiundzwanzig or pětatřicetiletý: numerals, then perhaps a unit. It tells
// whether the word is one.
func (s *scanner) compound(i, e int) bool {
	if e-i > maxCompound {
		return false
	}
	c := compound{scanner: s, end: e, dead: make([]bool, e-i+1), base: i}
	if !c.from(i, false) || !c.strong() {
		return false
	}
	for k := len(c.parts) - 1; k >= 0; k-- {
		s.emit(c.parts[k])
	}
	return true
}

// compound searches a division of a word, the longest parts first. Positions
// from which no division was found are dead, so each is tried once.
type compound struct {
	*scanner
	base, end int
	dead      []bool
	parts     []item // found, the last first
}

func (c *compound) from(i int, numeral bool) bool {
	if c.dead[i-c.base] {
		return false
	}
	hits := c.lex.match(c.g[:c.end], i, nil)
	for k := len(hits) - 1; k >= 0; k-- {
		h := hits[k]
		if h.end > c.end {
			continue
		}
		for _, t := range h.terms {
			if t.capital {
				continue
			}
			ok := false
			switch {
			case counts(t):
				last := h.end == c.end || t.stem && c.ending(h.end, c.end)
				ok = last && (numeral || t.class != one) && i > c.base || c.further(h.end)
			case t.class == link && numeral && h.end < c.end:
				ok = c.further(h.end) && counts(c.parts[len(c.parts)-1].terms[0])
			case numeral && suffixes(t) && (h.end-i >= minSuffix || scriptOf(c.g[i].r) == hangul):
				ok = h.end == c.end || t.stem && c.ending(h.end, c.end)
			}
			if ok {
				end := h.end
				if len(c.parts) == 0 {
					end = c.end
				}
				c.parts = append(c.parts, item{i: i, j: end, what: known, terms: h.terms})
				return true
			}
		}
	}
	c.dead[i-c.base] = true
	return false
}

// strong tells whether a numeral among the parts can stand for itself.
func (c *compound) strong() bool {
	for _, part := range c.parts {
		for _, t := range part.terms {
			if t.class == mul || t.class == num && t.val2 == 0 {
				return true
			}
		}
	}
	return false
}

// further goes on behind a numeral.
func (c *compound) further(i int) bool {
	return i < c.end && c.from(i, true)
}

// counts tells the terms of which numerals are made.
func counts(t term) bool {
	return t.class == num || t.class == mul || t.class == one
}

// suffixes tells the terms that may be written onto a numeral.
func suffixes(t term) bool {
	switch t.class {
	case unitTerm, money, ord, monthmark, daymark, oclock, frac, decade, half, mid, after, labelpost:
		return true
	}
	return false
}

// prefixed emits a word that starts with prefix p and goes on with a known
// form, and tells whether it did.
func (s *scanner) prefixed(i, e int, p []rune) bool {
	k := i + len(p)
	if k >= e {
		return false
	}
	for n, r := range p {
		if s.g[i+n].r != r {
			return false
		}
	}
	end, terms, ok := s.longest(k)
	if !ok {
		return false
	}
	before := item{i: i, j: k, what: word}
	for _, h := range s.lex.match(s.g[:k], i, nil) {
		if h.end == k {
			before.what, before.terms = known, h.terms
		}
	}
	s.emit(before)
	s.emit(item{i: k, j: end, what: known, terms: terms})
	return true
}
