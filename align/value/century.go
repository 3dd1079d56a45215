package value

import (
	"math"
	"strings"

	"factdiff/align/internal/roman"
)

// lastCentury is the most that a century is counted.
const lastCentury = 22

// century reads "the 12th century", "XVIIe siècle", "siglo XVII" and 17世纪 at item k.
func (p *parser) century(k int) (date, int, bool) {
	if t, ok := p.term(k, centurypre); ok {
		if n, next, ok := p.rank(k+1, t.val > 0); ok {
			return centuryOf(n), next, true
		}
		return date{}, k, false
	}
	n, next, ok := p.rank(k, false)
	if p.mark(next, '-') && p.near(next) && p.near(next+1) {
		next++ // 19th-century
	}
	if !ok || !p.is(next, century) {
		return date{}, k, false
	}
	return centuryOf(n), next + 1, true
}

// centuryOf counts as languages do that call it the 1600s: they have to agree.
func centuryOf(n int) date { return date{year: max(1, 100*n-100), lastYear: 100*n - 1} }

// rank reads the number of a century at item i. Digits without a mark of rank may
// count centuries, so they have to be expected, or written without a space.
func (p *parser) rank(i int, expected bool) (int, int, bool) {
	if t, ok := p.term(i, ordinal); ok && t.val >= 1 && t.val <= lastCentury {
		return int(t.val), i + 1, true
	}
	if n := p.roman(i); n > 0 {
		if p.mark(i+1, '.') && p.near(i+1) {
			i++ // XX. Jahrhundert
		}
		return n, i + 1, true
	}
	f, ok := p.plain(i)
	if !ok || f.value < 1 || f.value > lastCentury || f.value != math.Trunc(f.value) {
		return 0, i, false
	}
	switch {
	case p.is(i+1, ord) && p.near(i+1), p.mark(i+1, '.') && p.near(i+1):
		return int(f.value), i + 2, true
	case p.mark(i+1, '-') && p.near(i+1) && p.is(i+2, ord) && p.near(i+2):
		return int(f.value), i + 3, true
	case expected, p.near(i+1) && p.is(i+1, century):
		return int(f.value), i + 1, true
	}
	return 0, i, false
}

// roman returns the number that item i is in Roman numerals, as far as centuries are
// counted, or 0. XIXe and XIXème are ranks in French.
func (p *parser) roman(i int) int {
	if i < 0 || i >= len(p.items) || !p.items[i].upper || p.items[i].what != word && p.items[i].what != known {
		return 0
	}
	digits := p.glyphs[p.items[i].i:p.items[i].j]
	for n := len(digits); n > 1 && strings.ContainsRune("eèmr", digits[n-1].r) && !digits[n-1].upper; n-- {
		digits = digits[:n-1]
	}
	var numeral strings.Builder
	for _, g := range digits {
		if !g.upper {
			return 0
		}
		switch g.r {
		case 'i', 'і':
			numeral.WriteByte('I')
		case 'v':
			numeral.WriteByte('V')
		case 'x', 'х':
			numeral.WriteByte('X')
		default:
			return 0
		}
	}
	if n := roman.Value(numeral.String()); n <= lastCentury {
		return n
	}
	return 0
}
