package value

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// measure is what turns a number into a value: a unit, and how it was worded.
type measure struct {
	unit
	stated string
}

// plainNumber is the measure of a number without a unit.
var plainNumber = measure{unit: unit{Number, "", 1, 0}}

// ofRank is the measure of a rank.
var ofRank = measure{unit{Ordinal, "", 1, 0}, "th"}

// lead is what may precede a number and says what it measures.
type lead struct {
	class class
	arg   string
}

// amount reads a number with what it measures at item i, whose wording starts
// at item k: an amount of money, a length, a count, a range.
func (p *parser) amount(k, i int, pre prefix) int {
	if v, next, ok := p.serial(i); ok {
		return p.emit(k, next, v)
	}
	l, j := p.lead(i)
	n, j, ok := p.numeral(j, l.class == sign)
	if !ok {
		return p.worded(k, i, pre)
	}
	if l.class == label && n.inDigits && !p.raised(j) || p.is(j, labelpost) && n.parts == 1 && (n.plain > 0 || l.class == ordpre) {
		if p.is(j, labelpost) {
			j++
		}
		return p.emit(k, j, nameOf(n))
	}
	if _, ok := p.term(j, drop); ok {
		return j + 1
	}
	if v, next, ok := p.versus(i, j, n, l, pre); ok {
		return p.emit(k, next, v)
	}
	if v, next, ok := p.share(j, n, l, pre); ok {
		return p.emit(k, next, v)
	}
	m, next, ok := p.measure(j, n, l)
	if !ok {
		return j
	}
	if end := p.rangeTo(k, i, j, next, n, m, l, pre); end > 0 {
		return end
	}
	if m.kind == Number && m.stated == "" && p.doubtful(i, n) {
		return next
	}
	if m.kind == Temperature && p.dashed(i) {
		n.lo, n.hi = -n.hi, -n.lo
		k = min(k, i-1)
	}
	if n.unit && (m.kind == Number || m.kind == Age || m.kind == Ordinal) {
		return next // "one" counts little, and is the article in most languages
	}
	if n.unit && p.is(next-1, ordinal) && (m.kind == Duration || p.measured(next) && !p.is(next, of)) {
		return p.worded(k, i+1, prefix{}) // "a second sample", "a third suspect"
	}
	v := p.build(n, m)
	next = p.compoundUnits(&v, m, next)
	next = p.born(&v, n, next)
	unit := next
	h := pre.hedge
	if h == MoreThan && m.kind == Duration && p.is(k, across) && p.agreed(k) {
		h = About // repaid over 20 years: for as long
	}
	if h == Exact {
		h = n.hedge
	}
	if t, ok := p.term(next, after); ok || p.endsIn(next-1, p.lex.partitive) && p.is(next, fewer) {
		if !ok {
			t.val = float64(LessThan) // yirmiden az
		}
		next++
		if h == Exact {
			h = Hedge(t.val)
		}
	} else if p.mark(next, '+') && p.near(next) {
		next++
		h = AtLeast
	}
	v.widen(h)
	v.alone = next >= len(p.items) || p.items[next].what == mark
	p.otherReadings(&v, i, j, unit, n, m)
	p.partitive(&v, unit, n)
	p.genitive(&v, i, unit, n)
	if m.kind != Number || m.stated == "person" {
		p.last, p.lastAt = m, len(p.out)
	}
	return p.emit(k, next, v)
}

// born makes an age of the rank v, the number n, if a birthday stands behind it at item
// i; of what else has anniversaries, it is the rank. It returns the index behind it.
func (p *parser) born(v *Value, n number, i int) int {
	if v.Kind != Ordinal || !p.is(i, birthday) {
		return i
	}
	rank := *v
	*v = p.build(n, measure{units["age"], "age"})
	v.alt = &rank
	return i + 1
}

// agreed tells whether what is agreed on for a time stands before item i, with no more
// than an amount between: repaid over 20 years, lending 250 million euros over 20 years.
func (p *parser) agreed(i int) bool {
	for j := i - 1; j >= max(0, i-heraldedBy) && (p.items[j].what == known || p.items[j].what == digits); j-- {
		if p.is(j, agreement) {
			return true
		}
	}
	return false
}

// dashed tells whether a dash before item i, with a space behind it, can only be a
// minus: "à – 7 °C", behind a preposition, but neither "5 – 7 °C" nor "Paris – 35 °C".
func (p *parser) dashed(i int) bool {
	return p.mark(i-1, '-') && p.items[i-1].gap && !p.near(i) && i > 1 && p.items[i-2].j-p.items[i-2].i <= longestPreposition &&
		scriptOf(p.glyphs[p.items[i-2].i].r) == alphabetic && !p.items[i-2].upper
}

// longestPreposition is how many characters a word has that may stand before a number,
// and is no noun.
const longestPreposition = 3

// lead reads what precedes a number at item i.
func (p *parser) lead(i int) (lead, int) {
	if i >= len(p.items) || p.items[i].what != known {
		return lead{}, i
	}
	for _, t := range p.items[i].terms {
		switch t.class {
		case sign, label, ordpre, percentpre, speedpre, agepre:
			return lead{t.class, t.arg}, i + 1
		}
	}
	return lead{}, i
}

// measure reads the unit behind the number n, which ends before item j.
func (p *parser) measure(j int, n number, l lead) (measure, int, bool) {
	switch l.class {
	case sign:
		if p.is(j, sign) || p.is(p.skipOf(j), money) {
			j = p.skipOf(j) + 1 // "$5 million dollars"
		}
		return measure{unit{Money, l.arg, 1, 0}, l.arg}, j, true
	case percentpre:
		if t, ok := p.term(j, unitTerm); ok && t.arg == "%" {
			j++
		}
		return measure{units["%"], "%"}, j, true
	case ordpre:
		return ofRank, j, true
	case agepre:
		if p.is(j, decade) || p.is(j, ages) {
			return measure{units["age"], "ages"}, j + 1, true
		}
		if t, ok := p.term(j, unitTerm); ok {
			switch u := units[t.arg]; {
			case t.arg == "yr" || t.arg == "age":
				j++
			case u.kind == Duration && u.factor < year:
				return measure{unit{Age, "yr", u.factor / year, 0}, t.arg}, j + 1, true // âgé de six mois
			case u.kind == Age:
				return measure{u, t.arg}, j + 1, true
			}
		}
		return measure{units["age"], "age"}, j, true
	}
	m, next, ok := p.unitAt(j, n)
	if ok && l.class == speedpre && m.kind == Length {
		m.unit = unit{Speed, "m/s", m.factor / 3600, 0}
	}
	if ok {
		return m, next, true
	}
	return plainNumber, j, true
}

// unitAt reads the unit at item j.
func (p *parser) unitAt(j int, n number) (measure, int, bool) {
	u := j
	if p.is(u, ages) {
		return measure{units["age"], "ages"}, u + 1, true
	}
	if p.mark(u, '-') && p.near(u) && p.near(u+1) {
		u++
	}
	if t, ok := p.term(u, unitTerm); ok && p.meant(u, j, n) {
		if p.runs(u) {
			return measure{units["min"], "min"}, u + 1, true
		}
		return measure{units[t.arg], t.arg}, u + 1, true
	}
	if p.is(u, ord) && (p.near(u) || p.lex.counted) && n.step >= 1 {
		return ofRank, u + 1, true
	}
	if p.dotted(u) && n.plain > 0 && n.plain <= longestRank {
		return ofRank, u + 1, true
	}
	if t, ok := p.term(u, frac); ok && n.hi < 100 && t.val > n.hi && !p.is(u+1, running) {
		return measure{unit{Percent, "%", 100 / t.val, 0}, "/" + strconv.Itoa(int(t.val))}, u + 1, true
	}
	if p.is(u, fracof) {
		if share, next, ok := p.numeral(u+1, false); ok && n.hi > 0 && share.lo > 0 {
			return measure{unit{Percent, "%", 100 * share.lo / (n.hi * n.hi), 0}, "/"}, next, true
		}
	}
	u = p.skipOf(u)
	if t, ok := p.term(u, unitTerm); ok && u > j {
		return measure{units[t.arg], t.arg}, u + 1, true
	}
	for _, c := range [...]class{money, sign} {
		if t, ok := p.term(u, c); ok && !(c == sign && p.near(u+1) && p.items[u+1].what == digits) {
			return measure{unit{Money, t.arg, 1, 0}, t.arg}, u + 1, true
		}
	}
	return plainNumber, j, false
}

// raised tells whether an ordinal sign stands at item i: "no 14.º", which is no number 14.
func (p *parser) raised(i int) bool {
	if !p.is(i, ord) || !p.near(i) {
		return false
	}
	return strings.ContainsRune("ºª°", p.glyphs[p.items[i].j-1].r)
}

// longestRank is how many digits a rank has at most that a point makes one.
const longestRank = 3

// dotted tells whether item i is the point of a rank in digits and no end of a sentence:
// what follows is written small, or a birthday.
func (p *parser) dotted(i int) bool {
	if !p.mark(i, '.') || !p.near(i) || i+1 >= len(p.items) || !p.items[i+1].gap {
		return false
	}
	it := p.items[i+1]
	return p.is(i+1, birthday) || p.lex.dotted && (it.what == word || it.what == known) && !it.upper &&
		scriptOf(p.glyphs[it.i].r) == alphabetic
}

// meant tells whether the unit at item u is one behind the number n, which ends before
// item j: no quotation mark, initial, or class of a school, nor last month behind a day
// of it.
func (p *parser) meant(u, j int, n number) bool {
	switch {
	case !n.inDigits && p.quoted(u), p.isLetter(u) && !p.degrees(u, n), p.ranks(u):
		return false
	}
	return !p.is(u, relative) || !p.is(j-2, daypre)
}

// measures tells whether item i is a unit, and more than a letter that begins a name.
func (p *parser) measures(i int) bool {
	return p.is(i, unitTerm) && !p.isLetter(i)
}

// ranks tells whether the years at item i are those of a school: 三四年级.
func (p *parser) ranks(i int) bool {
	return p.near(i+1) && p.glyphs[p.items[i].i].r == '年' && strings.ContainsRune("级級生", p.glyphs[p.items[i+1].i].r)
}

// isLetter tells whether item i is one capital letter.
func (p *parser) isLetter(i int) bool {
	return p.items[i].upper && p.items[i].j-p.items[i].i == 1
}

// warmest is the most that a letter behind a space stands for degrees, of the weather.
const warmest = 60

// degrees tells whether the capital at item i, behind the number n, is one for degrees:
// 38C, 38 C, 38C-40C, and no name's: "40 C. difficile cases", 3C's, "100 C shares".
func (p *parser) degrees(i int, n number) bool {
	if t, _ := p.term(i, unitTerm); t.arg != "°C" {
		return true
	}
	glued, last := p.near(i), i+1 >= len(p.items)
	switch {
	case !n.inDigits || !glued && math.Abs(n.hi) > warmest:
		return false
	case last || !p.near(i+1):
		return true
	case p.mark(i+1, '-'):
		return i+2 < len(p.items) && p.items[i+2].what == digits
	case p.mark(i+1, '.'):
		return i+2 >= len(p.items) || glued && p.items[i+2].gap
	}
	return !p.mark(i+1, '\'')
}

// quoted tells whether item i is a quotation mark, which after digits may stand
// for inches.
func (p *parser) quoted(i int) bool {
	r := p.glyphs[p.items[i].i].r
	return r == '"' || r == '\''
}

// skipOf returns the index behind an "of" at item i, if there is one.
func (p *parser) skipOf(i int) int {
	if p.is(i, of) {
		return i + 1
	}
	return i
}

// doubtful tells numbers that hardly count anything. Hundreds do in an alphabet, where
// they are hardly part of a name as 万 is.
func (p *parser) doubtful(i int, n number) bool {
	if n.lo >= 100 && scriptOf(p.glyphs[p.items[i].i].r) == alphabetic {
		return false
	}
	return n.unit || n.parts < 3 && !n.inDigits && p.lex.counted
}

// fractionStep is how many percent news means by a difference of fractions: a
// third is said of anything from 31 to 35 percent.
const fractionStep = 4

// build returns the value of a number in a measure.
func (p *parser) build(n number, m measure) Value {
	v := Value{Kind: m.kind, Unit: m.base, stated: m.stated}
	v.Lo = finite(n.lo*m.factor + m.offset)
	v.Hi = finite(n.hi*m.factor + m.offset)
	if v.Lo > v.Hi {
		v.Lo, v.Hi = v.Hi, v.Lo
	}
	if m.stated == "ages" {
		v.Hi += 9
	}
	v.Step = finite(n.step * math.Abs(m.factor))
	if strings.HasPrefix(m.stated, "/") {
		v.Step = fractionStep
	}
	v.weight = weigh(n, m)
	return v
}

// compoundUnits adds what smaller units of the same kind state right behind:
// "6 hours 20 minutes", 1時間30分, 2年半, "an hour and a quarter", 1米75. It
// returns the index behind them.
func (p *parser) compoundUnits(v *Value, m measure, next int) int {
	if m.kind == Money && p.is(next, link) {
		if h := p.halves(next + 1); h > 0 {
			v.add(0.5*m.factor, 0.25*m.factor) // quatre euros et demi
			return h
		}
	}
	if m.kind != Duration && m.kind != Length && m.kind != Mass && m.kind != Age {
		return next
	}
	if t, ok := p.term(next, half); ok && (m.kind == Duration || p.near(next) && v.Lo < 10*m.factor && p.ended(next+1)) {
		v.add(t.val*m.factor, t.val/2*m.factor)
		return next + 1
	}
	if t, ok := p.term(next, clockmore); ok && m.stated == "hour" && t.val > 0 {
		v.add(t.val*units["min"].factor, units["min"].factor) // τρεις ώρες και μισή
		return next + 1
	}
	if end := p.hundredths(v, m, next); end > next {
		return end
	}
	for factor := m.factor; ; {
		j := next
		if s, end, ok := p.primed(j); ok && factor == units["hour"].factor {
			v.add(s, 1)
			return end
		}
		if m.kind == Duration && p.listed(j, factor) {
			j++
		}
		if p.is(j, link) {
			if h := p.halves(j + 1); h > 0 {
				v.add(0.5*factor, 0.25*factor)
				return h
			}
			if share, end := p.quarters(j + 1); end > 0 && m.kind == Duration {
				v.add(share*factor, 0.2*factor)
				return end
			}
			j++
		}
		n, j, ok := p.numeral(j, false)
		if !ok {
			return next
		}
		if factor == units["hour"].factor && n.plain == 2 && n.hi < 60 && !p.measured(j) && (p.short(next-1) || p.stops(j)) {
			v.add(n.hi*units["min"].factor, units["min"].factor) // 11 h 20
			if v.Lo < day {
				clock := timeOfDay(v.Lo/units["min"].factor, 1, false)
				v.alt = &clock
			}
			return j
		}
		if end := p.smaller(v, factor, next, j, n); end > 0 {
			return end
		}
		small, end, ok := p.unitAt(j, n)
		if ok && small.stated == "m" && m.kind == Duration && n.plain > 0 && factor == units["hour"].factor {
			small = measure{units["min"], "min"} // 4h21m
		}
		if !ok || small.kind != m.kind || small.factor >= factor || n.hi*small.factor >= factor {
			return next
		}
		v.add(n.hi*small.factor, n.step*small.factor)
		factor, next = small.factor, end
	}
}

// hundredths adds the digits behind a metre, 1米75, 一米七五, at item i, and
// returns the index behind them.
func (p *parser) hundredths(v *Value, m measure, i int) int {
	if m.stated != "m" || v.Lo >= 10 {
		return i
	}
	if f, ok := p.plain(i); ok {
		share := math.Pow10(-f.plain)
		if p.near(i) && (f.plain == 2 || f.plain == 1 && p.ended(i+1)) && !p.measured(i+1) {
			v.add(f.value*share, share)
			return i + 1
		}
		return i
	}
	j, amount, share := i, 0.0, 1.0
	for ; j < i+2 && p.near(j); j++ {
		digit, ok := p.word(j)
		if !ok || digit > 9 {
			break
		}
		share /= 10
		amount += digit * share
	}
	if j == i || !p.ended(j) {
		return i
	}
	v.add(amount, share)
	return j
}

// ended tells whether a mark, a space or a particle stands at item i, or nothing.
func (p *parser) ended(i int) bool {
	return i >= len(p.items) || p.items[i].what == mark || p.items[i].gap || p.is(i, of)
}

// phrase tells whether item i has a space in it, as "quarter of" has.
func (p *parser) phrase(i int) bool {
	for _, g := range p.glyphs[p.items[i].i:p.items[i].j] {
		if g.r == ' ' || g.r == hardSpace {
			return true
		}
	}
	return false
}

// quarters reads "a quarter" or "three quarters" at item i, but no "quarter of".
// It returns the index behind it, or 0.
func (p *parser) quarters(i int) (float64, int) {
	n, j, ok := p.numeral(i, false)
	if !ok {
		return 0, 0
	}
	if p.mark(j, '-') && p.near(j) && p.near(j+1) {
		j++
	}
	t, ok := p.term(j, frac)
	if !ok || t.val != 4 || n.hi >= 4 || p.phrase(j) || p.is(j+1, of) || p.mark(j+1, '-') {
		return 0, 0
	}
	return n.hi / 4, j + 1
}

func (v *Value) add(amount, step float64) {
	v.Lo = finite(v.Lo + amount)
	v.Hi = finite(v.Hi + amount)
	v.Step = step
}

// worded reads amounts that have no numeral: "dozens", "doubled", "half an
// hour", "a third", "the third".
func (p *parser) worded(k, i int, pre prefix) int {
	j := i
	if p.is(j, one) {
		j++
	}
	if t, ok := p.term(j, span); ok {
		n := exactly(t.val)
		n.hi, n.step, n.parts = t.val2, (t.val2-t.val)/2, 2
		j++
		if s, ok := p.term(p.skipOf(j), mul); ok && n.hi < s.val {
			n.lo, n.hi, n.step = n.lo*s.val, n.hi*s.val, n.step*s.val
			j = p.skipOf(j) + 1
		}
		m, next, _ := p.measure(j, n, lead{})
		v := p.build(n, m)
		v.weight = 0.15
		return p.emit(k, next, v)
	}
	if t, ok := p.term(i, unitTerm); ok && p.lex.bare && (t.arg == "yr" || t.arg == "hour" || t.arg == "min") && p.is(i+1, link) {
		// год и семь месяцев: one is not said.
		m := measure{units[t.arg], t.arg}
		v := p.build(exactly(1), m)
		next := p.compoundUnits(&v, m, i+1)
		if small, ok := p.term(next-1, unitTerm); ok && (small.arg == "mon" || small.arg == "min" || small.arg == "s") {
			return p.limited(k, next, v, pre)
		}
	}
	if m, ok := p.unsaid(i); ok {
		n := exactly(1)
		n.unit = true
		switch h := p.halves(i + 2); {
		case p.is(i+1, single):
			return p.limited(k, i+2, p.build(n, m), pre)
		case p.lex.bare && m.kind != Duration && p.is(i+1, link) && h > 0:
			v := p.build(exactly(1), m)
			v.add(0.5*m.factor, 0.25*m.factor) // دينار ونصف
			return p.limited(k, h, v, pre)
		case p.lex.bare && pre.hedge != Exact && sized(m.kind):
			return p.limited(k, i+1, p.build(n, m), pre) // менее тонны
		}
	}
	if v, next, ok := p.ofEach(i); ok {
		return p.limited(k, next, v, pre)
	}
	if t, ok := p.term(j, half); ok {
		n := exactly(t.val)
		n.step, n.inDigits = 0.25*t.val, true
		u := j + 1
		if p.is(u, one) {
			u++
		}
		u = p.skipOf(u)
		if s, ok := p.term(u, mul); ok {
			n.lo, n.hi, n.step = n.lo*s.val, n.hi*s.val, n.step*s.val
			m, next, _ := p.measure(u+1, n, lead{})
			return p.limited(k, next, p.build(n, m), pre)
		}
		if m, next, ok := p.unitAt(u, n); ok && m.kind != Ordinal && m.kind != Number && m.kind != Percent {
			return p.limited(k, next, p.build(n, m), pre)
		}
	}
	if t, ok := p.term(j, frac); ok && (j > i || t.val == 2 || t.val2 > 0 || p.parted(j, pre)) && !p.each(j) {
		m := measure{unit{Percent, "%", 100 / t.val, 0}, "/" + t.arg}
		n := exactly(1)
		n.step = t.val / 50
		return p.limited(k, j+1, p.build(n, m), pre)
	}
	if t, ok := p.term(i+1, ordinal); ok && p.is(i, each) && (t.val > 2 || t.val > 1 && p.hasNoun(i+2)) {
		if v, next, ok := p.shareOf(i+2, exactly(1), exactly(t.val)); ok {
			return p.limited(k, next, v, pre)
		}
	}
	if t, ok := p.term(i, multiple); ok {
		v := p.build(exactly(t.val), measure{units["x"], "x"})
		if c, ok := p.term(i, amount); ok {
			count := p.build(exactly(c.val), soMany(c)) // wzrosła dwukrotnie, dwukrotnie karany
			if t.val2 > 0 && p.closes(i+1) && !p.is(i+1, relative) {
				v, count = count, v // jailed twice, but not twice this year's total
			}
			v.alt = &count
		}
		return p.limited(k, i+1, v, pre)
	}
	if t, ok := p.term(i, amount); ok {
		return p.limited(k, i+1, p.build(exactly(t.val), soMany(t)), pre)
	}
	if t, ok := p.term(i, agespan); ok {
		return p.emit(k, i+1, p.build(exactly(t.val), measure{units["age"], "ages"}))
	}
	if t, ok := p.term(i, ordinal); ok && t.val > 1 {
		v := p.build(exactly(t.val), ofRank)
		return p.emit(k, p.born(&v, exactly(t.val), i+1), v)
	}
	return i
}

// soMany is the measure of a word for so many of a unit or currency.
func soMany(t term) measure {
	if u, ok := units[t.arg]; ok {
		return measure{u, t.arg}
	}
	return measure{unit{Money, t.arg, 1, 0}, t.arg}
}

// unsaid reads the unit or currency at item i of which there may be one without a numeral
// before it, but no letter.
func (p *parser) unsaid(i int) (measure, bool) {
	if p.items[i].j-p.items[i].i < 2 {
		return measure{}, false
	}
	if t, ok := p.term(i, money); ok {
		return measure{unit{Money, t.arg, 1, 0}, t.arg}, true
	}
	t, ok := p.term(i, unitTerm)
	m := measure{units[t.arg], t.arg}
	return m, ok && (sized(m.kind) || m.kind == Duration)
}

// sized tells the kinds of what bodies and places have so much of.
func sized(k Kind) bool {
	return k == Length || k == Area || k == Volume || k == Mass
}

// ofEach reads a share whose whole comes first, behind "each", at item i: 每五升中有四升,
// her beş arabadan ikisi.
func (p *parser) ofEach(i int) (Value, int, bool) {
	t, ok := p.term(i, outof)
	if !p.is(i, each) && (!ok || t.val > 0) {
		return Value{}, i, false
	}
	whole, j, ok := p.numeral(i+1, false)
	if !ok || j >= len(p.items) {
		return Value{}, i, false
	}
	kind, noun := p.portion(j)
	if kind == 0 {
		noun = p.skipCounted(j)
	}
	if noun == j && p.items[j].what == word {
		noun++
	}
	if p.is(noun, among) {
		noun++
	} else if p.lex.counted || p.lex.partitive != nil && !p.fromNoun(noun-1) {
		return Value{}, i, false // 每三人一组, her on maçta iki
	}
	part, next, ok := p.numeral(noun, false)
	if noun == j || !ok {
		return Value{}, i, false
	}
	if other, u := p.portion(next); other == kind {
		next = u
	}
	return p.shareOf(next, part, whole)
}

// fromNoun tells whether item i is a noun that ends as those do of which a share is.
func (p *parser) fromNoun(i int) bool {
	if i < 0 || i >= len(p.items) || p.items[i].upper || p.items[i].what != word && p.skipCounted(i) == i {
		return false
	}
	return p.endsIn(i, p.lex.partitive)
}

// endsIn tells whether item i, no digits, ends in one of some endings.
func (p *parser) endsIn(i int, endings []string) bool {
	if i < 0 || i >= len(p.items) || len(endings) == 0 || p.items[i].what == digits {
		return false
	}
	word := spell(p.glyphs[p.items[i].i:p.items[i].j])
	return slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(word, ending) })
}

// portion reads the unit or currency at item i if news says shares of so much of it: four
// in five litres, of two euros one. It returns its kind and the index behind it, or 0 and i.
func (p *parser) portion(i int) (Kind, int) {
	j := p.skipOf(i)
	if p.is(j, money) {
		return Money, j + 1
	}
	if t, ok := p.term(j, unitTerm); ok {
		if k := units[t.arg].kind; portioned(k) {
			return k, j + 1
		}
	}
	return 0, i
}

func portioned(k Kind) bool { return k == Mass || k == Volume || k == Energy || k == Money }

// share reads what the number n, which ends before item j, is of: "one in five", "une
// personne sur sept", 5人に1人.
func (p *parser) share(j int, n number, l lead, pre prefix) (Value, int, bool) {
	if l.class != 0 {
		return Value{}, j, false
	}
	i := p.skipCounted(j)
	kind, u := p.portion(j)
	if p.is(u, among) || p.is(u, outof) {
		i = u
	} else {
		kind = 0
	}
	if t, _ := p.term(i+1, outof); !p.is(i, outof) && !p.is(i, among) && i+1 < len(p.items) && p.items[i].what == word && t.val == 0 {
		i++ // a noun that no table knows, but no "group of ten"
	}
	whole := p.is(i, among)
	t, ok := p.term(i, outof)
	if !whole && (!ok || t.val > 1 || t.val > 0 && !n.unit) {
		return Value{}, j, false
	}
	every := t.val == 0
	n2, next, ok := p.numeral(i+1, false)
	if t, _ := p.term(i, among); t.val > 0 {
		n2, next, ok = exactly(t.val), i+1, true // 中有一
	}
	if whole {
		n, n2 = n2, n
	}
	if !ok || whole && n2.lo > 10 && math.Mod(n2.lo, 100) != 0 {
		return Value{}, j, false // 67 of 84 are no share
	}
	if other, u := p.portion(next); other == kind && whole || !whole && kind == 0 && every {
		next = u // but no ten litres in 100 kilometres
	}
	v, next, ok := p.shareOf(next, n, n2)
	v.widen(pre.hedge)
	return v, next, ok
}

// partitive adds to the number n, which ends before item i, that it may be a share of
// the one behind: "drei von vier", but also 410 of the 560 flights.
func (p *parser) partitive(v *Value, i int, n number) {
	noun := i - 1
	if i+1 < len(p.items) && p.items[i].what == word {
		noun = i
		i++ // three people in ten
	}
	if v.Kind == Number && v.alt == nil && p.fromNoun(noun) {
		if part, next, ok := p.numeral(noun+1, false); ok && part.unit {
			if share, _, ok := p.shareOf(next, part, n); ok {
				v.alt = &share // öt autóból egy, which is no value of its own
			}
		}
		return
	}
	t, ok := p.term(i, outof)
	if !ok || t.val == 0 || v.Kind != Number && !portioned(v.Kind) || v.alt != nil {
		return
	}
	if n2, next, ok := p.numeral(i+1, false); ok {
		if v.Kind == Number {
			_, next = p.portion(next)
		}
		if share, _, ok := p.shareOf(next, n, n2); ok {
			v.alt = &share
		}
	}
}

// genitive adds to the number n, at items i to next, that it may be a share of the one
// before it: beş arabadan ikisi, öt autóból kettő.
func (p *parser) genitive(v *Value, i, next int, n number) {
	if v.Kind != Number || v.alt != nil || len(p.out) == 0 || !p.fromNoun(i-1) {
		return
	}
	whole, noun := p.out[len(p.out)-1], p.items[i-1]
	if counted := whole.End >= p.glyphs[noun.i].start; whole.Kind != Number || !counted && whole.End+1 != p.glyphs[noun.i].start {
		return
	}
	if share, _, ok := p.shareOf(next, n, exactly(whole.Lo)); ok {
		v.alt = &share
	}
}

// mostWhole is the greatest number that news says shares of.
const mostWhole = 1000

// skipCounted returns the index behind the people or things at item i, if there are any.
func (p *parser) skipCounted(i int) int {
	if t, ok := p.term(i, unitTerm); ok && units[t.arg].kind == Number {
		return i + 1
	}
	return i
}

// hasNoun tells whether people, things or a word with a capital stand at item i: every
// second German, but not every second counts.
func (p *parser) hasNoun(i int) bool {
	return p.skipCounted(i) > i || i < len(p.items) && p.items[i].what == word && p.items[i].upper
}

// shareOf returns the value of a part of a whole, if that is how news says a share and
// no measure stands behind it at item i, where people or things may.
func (p *parser) shareOf(i int, part, whole number) (Value, int, bool) {
	next := p.skipCounted(i)
	switch {
	case !part.whole() || !whole.whole() || part.lo >= whole.lo || whole.lo > mostWhole:
		return Value{}, i, false
	case next == i && (p.measured(i) && p.items[i].what == known || p.is(i, weekday) || p.is(i, daypart)):
		return Value{}, i, false // two in 20 minutes, every third year or Friday
	}
	n := number{lo: part.lo, hi: part.lo, step: 0.02 * whole.lo}
	return p.build(n, measure{unit{Percent, "%", 100 / whole.lo, 0}, "/" + strconv.Itoa(int(whole.lo))}), next, true
}

// parted tells whether what stands before the name of a fraction at item i shows that it
// is no ordinal: "almost a fifth", "by a third", but not "by a third party".
func (p *parser) parted(i int, pre prefix) bool {
	if !p.is(i-1, article) || pre.hedge == Exact && !p.is(i-2, by) {
		return false
	}
	return i+1 >= len(p.items) || p.items[i+1].what != word
}

// each tells whether item i, of several words, comes with a unit of time: every fifth
// year is no share.
func (p *parser) each(i int) bool {
	t, ok := p.term(i+1, unitTerm)
	return ok && units[t.arg].kind == Duration && p.phrase(i)
}

// limited emits a value within the limits of its prefix.
func (p *parser) limited(k, next int, v Value, pre prefix) int {
	v.widen(pre.hedge)
	return p.emit(k, next, v)
}

// mostTimes is how often something happens at most that a word for degrees counts, too.
const mostTimes = 9

// otherReadings adds what else the number n at items i to j may mean: the year
// 2019 or the age "(34)".
func (p *parser) otherReadings(v *Value, i, j, next int, n number, m measure) {
	bare := m.kind == Number && m.stated == "" && p.items[i].what == digits
	switch {
	case bare && n.plain > 0 && p.bracketed(i, j) && n.lo >= 5 && n.lo <= 110:
		plain := *v
		*v = p.build(n, measure{units["age"], "age"})
		v.alt = &plain
	case bare && p.inherits(i, next, n):
		inherited := p.build(n, p.last)
		v.alt = &inherited
	case m.stated == "°C" && p.isLetter(next-1):
		code := p.codeValue(i, next) // a flat or a seat
		v.alt = &code
	case bare && n.plain > 0 && p.items[i].num.zero:
		*v = nameOf(n)
	case m.kind == Length && p.is(next-1, mul) && n.inDigits:
		// "5m" is metres, or millions.
		t, _ := p.term(next-1, mul)
		n.lo, n.hi, n.step = n.lo*t.val, n.hi*t.val, n.step*t.val
		million := p.build(n, plainNumber)
		v.alt = &million
	case m.kind == Length && p.means(next-1, "kg"):
		mass := p.build(n, measure{units["kg"], "kg"}) // 990キロ
		mass.widen(v.Hedge)
		v.alt = &mass
	case m.stated == "hour" && n.plain == 2 && p.is(next-1, oclock) && n.lo*60 >= afternoon && n.lo < 24:
		clock := timeOfDay(n.lo*60, 60, false) // 16 órára
		v.alt = &clock
	case m.stated == "in" && n.inDigits && n.hi < 60 && p.near(next-1) && p.quoted(next-1):
		seconds := p.build(n, measure{units["s"], "s"}) // 47"
		v.alt = &seconds
	case m.kind == Temperature && p.means(next-1, "thing") && n.whole() && n.lo <= mostTimes:
		times := p.build(n, plainNumber) // 2度, degrees or times
		v.alt = &times
	case m.stated == "deg":
		fahrenheit := p.build(n, measure{units["°F"], "°F"})
		fahrenheit.widen(v.Hedge)
		v.alt = &fahrenheit
	case (m.stated == "lb" || m.stated == "ft") && p.is(next-1, money):
		// "5 pounds", 500 Ft
		t, _ := p.term(next-1, money)
		measured := *v
		*v = p.build(n, measure{unit{Money, t.arg, 1, 0}, t.arg})
		v.alt = &measured
	case !math.IsNaN(n.other) && n.other > 0:
		n.lo, n.hi, n.step = n.other, n.other, zerosOf(n.other)
		other := p.build(n, m)
		v.alt = &other
	}
}

// means tells whether item i may be a unit, besides others.
func (p *parser) means(i int, id string) bool {
	if i < 0 || p.items[i].what != known {
		return false
	}
	for _, t := range p.items[i].terms {
		if t.class == unitTerm && t.arg == id {
			return true
		}
	}
	return false
}

// What may stand between a value and a number that leaves out its unit, in bytes, and
// how many times as much one of them may be.
const (
	ellipsisBytes = 40
	ellipsisRatio = 3
)

// inherits tells whether the number n at items i to next, behind which nothing is
// counted, is compared with the last value and of its measure: "51 euros, up from 45".
func (p *parser) inherits(i, next int, n number) bool {
	if !p.is(i-1, instead) || p.lastAt != len(p.out)-1 || p.last.factor == 0 || next < len(p.items) && p.items[next].what == word {
		return false
	}
	v, w := p.out[p.lastAt], p.build(n, p.last)
	between := p.glyphs[p.items[i].i].start - v.End
	small, large := math.Min(math.Abs(v.Lo), math.Abs(w.Lo)), math.Max(math.Abs(v.Hi), math.Abs(w.Hi))
	return between <= ellipsisBytes && small > 0 && large <= ellipsisRatio*small
}

// bracketed tells whether items i to j stand in brackets or between commas
// behind a word, where newsrooms put ages: "Anna Berg, 34, said".
func (p *parser) bracketed(i, j int) bool {
	if i < 2 || p.items[i-2].what != word && p.items[i-2].what != known || p.is(i-2, weekday) {
		return false
	}
	if p.mark(i-1, '(') && p.mark(j, ')') {
		return true
	}
	return p.mark(i-1, ',') && p.mark(j, ',') && p.items[i-2].upper
}
