package value

import "math"

// number is a number as stated, before its unit.
type number struct {
	lo, hi   float64
	step     float64 // the unit of the last digit that is not a trailing zero
	other    float64 // the second reading of its digits; NaN if there is none
	scale    float64 // what its figures are multiplied by, 1e6 in "2 million"
	hedge    Hedge
	inDigits bool
	plain    int  // the number of digits when there is nothing else, else 0
	parts    int  // numerals it is made of
	unit     bool // the numeral one, which may be the article
}

// exactly returns the number that a word stands for.
func exactly(x float64) number {
	return number{lo: x, hi: x, step: 1, scale: 1, parts: 1, other: math.NaN()}
}

// whole tells whether a number is one that things are counted by.
func (n number) whole() bool { return n.lo >= 1 && n.lo == n.hi && n.lo == math.Trunc(n.lo) }

// significant returns the count of digits that are not trailing zeros.
func (n number) significant() int {
	v := math.Abs(n.hi)
	if n.step <= 0 || v < n.step {
		return 1
	}
	return int(math.Log10(v/n.step)+1e-9) + 1
}

// numeral reads a number in digits, words or both from item i. That it is
// priced, preceded by a currency, tells what "m" is.
//
// One rule composes numerals of all languages: a numeral is added where the
// total has zeros for its digits, and a multiplier m multiplies what the total
// has below m. So "two hundred three thousand", 二百三千 and "12億3000万" need
// no grammar of their own.
func (p *parser) numeral(i int, priced bool) (number, int, bool) {
	c := composition{number: number{step: 1, other: math.NaN(), scale: 1}}
	start := i
	negative := p.is(i, minus) || p.mark(i, '-') && !p.joined(i) && p.near(i+1)
	if negative {
		i++
	}
	for {
		next := p.compose(&c, i, priced)
		if next == i {
			break
		}
		i = next
	}
	n := c.number
	if n.parts == 0 {
		return n, start, false
	}
	n.lo, n.hi = finite(c.total), finite(c.total+c.spread)
	if negative {
		n.lo, n.hi = -n.hi, -n.lo
	}
	n.step, n.scale = finite(n.step), finite(n.scale)
	return n, i, true
}

// composition is a number on the way.
type composition struct {
	number
	total  float64
	by     float64 // the last multiplier
	linked bool    // "and" came last
	scaled bool    // a multiplier came last
	closed bool    // "and a half" came last
	spread float64 // how much more it may be: 20 to 30, 二三十
}

// compose adds the numeral at item i to c and returns the index behind it, or
// i if there is none that fits.
func (p *parser) compose(c *composition, i int, priced bool) int {
	if i >= len(p.items) {
		return i
	}
	if c.closed {
		if t, ok := p.term(i, mul); ok && multiplies(c.total, t.val) && c.total < t.val && !p.ambiguous(i, c.number, priced) {
			c.multiply(t.val) // two and a half million
			return i + 1
		}
		return i
	}
	switch p.items[i].what {
	case digits:
		return p.composeDigits(c, i)
	case mark:
		if p.items[i].r == '-' && p.near(i) && p.near(i+1) && c.parts > 0 && !c.inDigits && p.adds(i+1, c.total, c.scaled) {
			return i + 1 // twenty-five
		}
		return i
	case known:
		if c.parts > 0 {
			if next := p.composeBehind(c, i, priced); next > i {
				return next
			}
		}
		return p.composeWord(c, i)
	}
	return i
}

// composeDigits adds a number in digits: the first, or one behind a multiplier.
func (p *parser) composeDigits(c *composition, i int) int {
	it := &p.items[i]
	if c.parts > 0 && (!c.scaled || !room(c.total, it.num.value) || it.gap && it.num.plain == 4) {
		return i // "5 million 2024" is two numbers
	}
	if c.parts == 0 {
		c.plain, c.other = it.num.plain, it.num.other
	}
	c.total += it.num.value
	c.step, c.inDigits = it.num.step, true
	c.scaled, c.linked = false, false
	c.parts++
	return i + 1
}

// composeWord adds a numeral word or a vulgar fraction.
func (p *parser) composeWord(c *composition, i int) int {
	if t, ok := p.term(i, dual); ok && c.parts == 0 && (p.is(i+1, unitTerm) || p.is(i+1, money)) {
		c.total, c.step, c.parts = t.val, zerosOf(t.val), 1
		return i + 1
	}
	if v, ok := p.word(i); ok {
		if c.inDigits && c.scaled && !c.linked && p.is(i, one) && p.is(i+1, unitTerm) {
			return i // "$11m a day"
		}
		fits := c.parts == 0 || room(c.total, v) && (!c.inDigits || c.scaled)
		turned := p.lex.inverse && c.linked && inverts(c.total, v)
		if !fits && !turned {
			if p.spreads(c, i, v) {
				c.spread = 1
				c.plain = 0
				return i + 1
			}
			return i
		}
		c.unit = c.parts == 0 && p.is(i, one)
		c.total += v
		c.step = zerosOf(v)
		if turned {
			c.step = 1
		}
		c.scaled, c.linked = v >= 100 && p.is(i, mul), false
		if c.scaled {
			c.by = v
		}
		c.parts++
		return i + 1
	}
	if t, ok := p.term(i, part); ok && (c.parts == 0 || p.near(i)) {
		c.total += t.val
		c.step, c.plain, c.inDigits = t.val/2, 0, true
		c.parts++
		return i + 1
	}
	return i
}

// composeBehind adds what only follows other numerals: a multiplier, a hedge, a
// half, "and".
func (p *parser) composeBehind(c *composition, i int, priced bool) int {
	if t, ok := p.term(i, mul); ok && multiplies(c.total, t.val) && !p.ambiguous(i, c.number, priced) {
		c.multiply(t.val)
		return i + 1
	}
	measured := p.is(i+1, unitTerm) || p.is(i+1, mul) || p.is(i+1, money)
	if p.is(i, mid) && p.near(i) && measured {
		c.hedge = MoreThan
		return i + 1
	}
	if t, ok := p.term(i, half); ok && !c.unit && measured {
		c.total += t.val // iki buçuk yıl
		c.step, c.plain = t.val/2, 0
		c.parts++
		return i + 1
	}
	if !p.is(i, link) {
		return i
	}
	if j := p.halves(i + 1); j > 0 {
		whole := c.scale
		if c.scaled && c.by >= 1e6 {
			whole = max(whole, c.by) // un million et demi
		}
		c.total += 0.5 * whole
		c.step, c.plain = 0.25*whole, 0
		c.closed = true
		return j
	}
	if p.lex.linked && c.scaled && i+1 < len(p.items) && p.items[i+1].what == digits && room(c.total, p.items[i+1].num.value) {
		c.linked = true
		return i + 1
	}
	if p.adds(i+1, c.total, c.scaled) || p.lex.inverse && !c.inDigits && p.inverted(i+1, c.total) {
		c.linked = true
		return i + 1
	}
	return i
}

// multiply multiplies what the total has below m by m, or adds m where it has
// nothing there.
func (c *composition) multiply(m float64) {
	low := math.Mod(c.total, m)
	if c.inDigits && c.total == low && c.parts == 1 {
		c.scale *= m
	}
	if low == 0 {
		c.step = m
		c.total += m
	} else {
		c.step *= m
		c.total += low*m - low
	}
	c.spread *= m
	c.by = m
	c.plain, c.other = 0, c.other*m
	c.unit = false
	c.scaled, c.linked = true, false
	c.parts++
}

// spreads tells whether a digit that is one more than the last makes a range of it
// before a multiplier or what is counted: 二三十, 两三天, but neither 一二三 nor 三四年级.
func (p *parser) spreads(c *composition, i int, v float64) bool {
	if !p.lex.counted || !p.near(i) || c.inDigits || c.scaled || c.spread != 0 ||
		v > 9 || v < 2 || math.Mod(c.total, 10) != v-1 || p.near(i-1) && hanDigit[p.glyphs[p.items[i-2].j-1].r] != 0 {
		return false
	}
	return p.is(i+1, mul) || p.is(i+1, unitTerm) && !p.ranks(i+1)
}

// word returns the value of a numeral word.
func (p *parser) word(i int) (float64, bool) {
	if t, ok := p.term(i, num); ok {
		return t.val, true
	}
	if p.is(i, one) {
		return 1, true
	}
	return 0, false
}

// joined tells whether item i is written onto a letter or digit before it, so
// that a hyphen there is no minus.
func (p *parser) joined(i int) bool {
	if !p.near(i) {
		return false
	}
	r := p.glyphs[p.items[i-1].j-1].r
	return digitOf(r) >= 0 || scriptOf(r) == alphabetic
}

// adds tells whether item i is a numeral word that may follow the total.
func (p *parser) adds(i int, total float64, scaled bool) bool {
	v, ok := p.word(i)
	if ok && room(total, v) {
		return true
	}
	t, ok := p.term(i, mul)
	return ok && scaled && multiplies(total, t.val)
}

// inverted tells whether item i is the tens of units said before them.
func (p *parser) inverted(i int, total float64) bool {
	v, ok := p.word(i)
	return ok && inverts(total, v)
}

// halves returns the index behind "a half" at item i, or 0.
func (p *parser) halves(i int) int {
	j := p.skipOne(i)
	t, ok := p.term(j, frac) // "a half the" is read as a fraction of what follows
	if (p.oneHalf(j) || j > i && ok && t.val == 2) && !p.is(j+1, num) {
		return j + 1
	}
	return 0
}

// oneHalf tells whether item i is a half and no "quarter of an".
func (p *parser) oneHalf(i int) bool {
	t, ok := p.term(i, half)
	return ok && t.val == 0.5
}

// skipOne returns the index behind a "one" or "a" at item i, if there is one.
func (p *parser) skipOne(i int) int {
	if p.is(i, one) {
		return i + 1
	}
	return i
}

// ambiguous tells whether the multiplier at item i may as well be a unit: 5m,
// but neither £5m nor 5m roubles.
func (p *parser) ambiguous(i int, n number, priced bool) bool {
	if !p.is(i, unitTerm) {
		return false
	}
	return !n.inDigits || !priced && !p.is(p.skipOf(i+1), money) && !p.millions(p.skipOf(i+1), n)
}

// millions tells whether the unit at item i makes a million of the letter between it
// and the number n: 2m tonnes, 3.2m people, but not the 100m women.
func (p *parser) millions(i int, n number) bool {
	t, ok := p.term(i, unitTerm)
	if !ok || p.isLetter(i) {
		return false
	}
	switch units[t.arg].kind {
	case Mass, Volume, Energy, Power, Area:
		return true
	}
	return t.arg == "person" && n.step < 1
}

// room tells whether total has zeros where v has digits.
func room(total, v float64) bool {
	if v < 1 || total < 1 || total > maxTotal {
		return total == 0
	}
	return math.Mod(total, math.Pow(10, math.Floor(math.Log10(v)+1e-9)+1)) == 0
}

// inverts tells units said before their tens: drei und zwanzig.
func inverts(total, v float64) bool {
	units := math.Mod(total, 100)
	return units >= 1 && units <= 9 && v >= 20 && v < 100 && math.Mod(v, 10) == 0
}

// multiplies tells whether m may multiply what total has below m; where it has
// nothing, one is meant, as in "deux mille cent".
func multiplies(total, m float64) bool {
	return total < maxTotal && (math.Mod(total, m) != 0 || total > 0 && math.Mod(total, 10*m) == 0)
}

// maxTotal is the largest total that is composed further: above it not every
// integer is a float64.
const maxTotal = 1 << 53

// zerosOf returns the unit of the last digit of an integer that is no trailing
// zero.
func zerosOf(v float64) float64 {
	if v < 1 || v != math.Trunc(v) {
		return math.Min(1, math.Max(v/2, 0.1))
	}
	step := 1.0
	for step < huge && math.Mod(v, step*10) == 0 {
		step *= 10
	}
	return step
}
