package value

import "math"

// clock reads a time of day at item i.
func (p *parser) clock(i int, pre prefix) (Value, int, bool) {
	if f, ok := p.plain(i); ok && f.value == 12 && p.is(i+1, clockat) {
		i++ // 12 noon
	}
	if t, ok := p.term(i, clockat); ok {
		v := timeOfDay(t.val, 1, t.val2 > 0)
		v.widen(pre.hedge)
		next := p.bounded(&v, p.zoned(&v, i+1), pre)
		return v, next, true
	}
	ahead := i
	if p.is(i, zone) {
		i++
	}
	dayHalf := p.dayHalf(i)
	if dayHalf != 0 {
		i++
	}
	if pre.clock == 0 {
		if t, ok := p.term(i, clockpre); ok {
			pre.clock = 1 + int(t.val)
			i++
		}
	}
	shift := 0.0
	added := false
	toHour := false
	if minutes, next, ok := p.minutesTo(i, pre); ok && !pre.from {
		shift, added, toHour = minutes, true, true
		pre.clock = 2
		i = next
	} else if t, ok := p.term(i, clockadd); ok {
		shift, added = t.val, true
		pre.clock = max(pre.clock, 2) // then a rank is an hour: половина одиннадцатого
		i++
	}
	m, next, ok := p.moment(i, pre)
	if !ok || added && (m.hour < 1 || m.hour > 12 || m.minutes >= 0) {
		return Value{}, i, false
	}
	if added && (p.is(next-1, ordinal) && !p.passed(next) || p.counts(next) || toHour && p.goesOnWith(next)) {
		return Value{}, i, false
	}
	if added {
		m.minutes, m.sure = 0, true
	}
	hours := false
	if !m.sure && m.minutes < 0 && !pre.last {
		var last Value
		if last, _, hours, m.sure = p.second(next, pre, dayHalf != 0); hours { // von 9 bis 21 Uhr
			m.sure = byDay(m.hour, last)
		}
	}
	m.sure = m.sure || m.minutes < 0 && p.heralded(i, next)
	marked := p.is(next-1, oclock) || p.cased(next-1)
	behind := p.dayHalf(next)
	if _, _, another := p.numeral(next+1, false); dayHalf != 0 || another && p.cased(next-1) {
		behind = 0 // délután négyről délelőtt tízre
	}
	if behind != 0 {
		next++
		dayHalf = behind
	}
	switch {
	case behind != 0 && m.minutes < 0 && p.is(next-1, unitTerm):
		return Value{}, i, false // 3 م: metres, or after noon
	case p.cased(next-1) && p.is(next, ranked):
		return Value{}, i, false // öğleden sonra ikiye bölündü
	case m.sure:
	case dayHalf == 0, m.minutes < 0 && behind == 0 && pre.clock == 0 && !marked:
		return Value{}, i, false
	}
	step := 1.0
	if m.minutes < 0 {
		m.minutes, step = 0, 60
	}
	open := dayHalf == 0 && m.hour >= 1 && m.hour <= 12 && !p.items[i].num.zero
	minutes := float64(onDial(m.hour, dayHalf)*60+m.minutes) + shift
	if minutes < 0 {
		minutes += dayMinutes
	}
	v := timeOfDay(minutes, step, open)
	v.dial = open && p.lex.dial && !added && p.items[i].what == digits
	if hours {
		p.orHours(&v)
	}
	v.widen(pre.hedge)
	if t, ok := p.term(next, after); ok {
		next++
		v.widen(Hedge(t.val))
	}
	p.zoned(&v, ahead)
	next = p.bounded(&v, p.zoned(&v, next), pre)
	return v, next, true
}

// bounded notes that something was before or after the time v, which ends before item
// i, by what stands before it or at that item. It returns the index behind.
func (p *parser) bounded(v *Value, i int, pre prefix) int {
	if v.Hedge != Exact {
		return i // shortly before
	}
	v.bound = pre.bound
	if t, ok := p.term(i, boundpost); ok && pre.bound == Exact {
		v.bound = Hedge(t.val)
		i++
	}
	return i
}

// minutesTo reads minutes at item i that are added to the hour behind them, or taken
// from it: "twenty minutes to".
func (p *parser) minutesTo(i int, pre prefix) (float64, int, bool) {
	n, next, ok := p.numeral(i, false)
	if !ok || !n.whole() || n.lo >= 60 || !p.minutes(next) {
		return 0, i, false
	}
	if p.lex.rankhour && p.is(next+1, ordinal) && (pre.clock > 0 || pre.hedge != Exact) {
		return n.lo - 60, next + 1, true
	}
	t, ok := p.term(next+1, clockto)
	if t.val > 1 {
		return n.lo - 60, next + 2, p.is(next+2, ordinal)
	}
	return t.val * n.lo, next + 2, ok
}

// passed tells whether what stands at item i lets a rank before it be an hour: в
// половине одиннадцатого, but no половине второго тайма.
func (p *parser) passed(i int) bool {
	t, measured := p.term(i, unitTerm)
	return !p.is(i, ranked) && !p.is(i, quarter) && !(measured && t.arg != "hour")
}

// zoned adds the time zone at item i to v, and returns the index behind it.
func (p *parser) zoned(v *Value, i int) int {
	t, ok := p.term(i, zone)
	if !ok {
		return i
	}
	v.zone, v.zoned = t.val, true
	return i + 1
}

const dayMinutes = 24 * 60

// spans tells whether item i joins two times of day.
func (p *parser) spans(i int, pre prefix) bool {
	return p.rises(i, pre) || pre.between && p.is(i, link) || p.mark(i, '-') && p.near(i) && p.near(i+1)
}

// linked tells whether item i joins two times of day, of which a word behind them says
// that they are the ends of a span: délután négy és öt között.
func (p *parser) linked(i int) bool {
	if !p.is(i, link) && !p.is(i, rangeTerm) {
		return false
	}
	_, next, ok := p.numeral(i+1, false)
	return ok && (p.is(next, betweenpost) || p.is(next, oclock) && p.is(next+1, betweenpost))
}

// second reads the time of day that item i joins to the one that ends before it, or
// that follows it by its case alone; sure tells whether that is one. Hours is true
// where the second may be a number of hours as well.
func (p *parser) second(i int, pre prefix, sure bool) (v Value, next int, hours, ok bool) {
	to := prefix{last: true, clock: min(pre.clock, 1)}
	at, cased := i+1, false
	switch {
	case p.linked(i):
		to.clock = 1
		if sure {
			to.clock = 2
		}
	case p.spans(i, pre), pre.from && p.is(i, clockpre):
		if t, ok := p.term(i, clockpre); ok {
			to.clock = max(to.clock, 1+int(t.val))
		}
		if pre.from || pre.between || pre.clock > 1 || pre.clock > 0 && p.mark(i, '-') {
			to.clock = max(to.clock, 1)
			if sure {
				to.clock = 2
			}
		}
	case sure && p.cased(i-1) && i < len(p.items):
		at, to.clock, cased = i, 2, true
	default:
		return Value{}, i, false, false
	}
	if at >= len(p.items) || p.items[at].what == digits && p.items[at].num.plain == 0 && !p.joinsMinutes(at) {
		return Value{}, i, false, false
	}
	v, next, ok = p.clock(at, to)
	if !ok || cased && !p.cased(next-1) && !p.is(next-1, oclock) {
		return Value{}, i, false, false
	}
	t, marked := p.term(next-1, oclock)
	return v, next, marked && t.val == 0 && p.is(next-1, unitTerm) && pre.clock < 2, true
}

// joinsMinutes tells whether the number at item i may be hours and minutes: 15.30.
func (p *parser) joinsMinutes(i int) bool {
	f := p.items[i].num
	return f.left >= 0 && f.right >= 0
}

// until reads the second of two times of day, of which the first ends before item i, and
// returns the index behind it, or i if there is none.
func (p *parser) until(i int, pre prefix) int {
	v, next, hours, ok := p.second(i, pre, true)
	if !ok || hours && !byDay(int(p.out[len(p.out)-1].Lo)/60, v) {
		return i
	}
	at := i
	if p.spans(i, pre) || p.linked(i) || pre.from && p.is(i, clockpre) {
		at++
	}
	if hours {
		p.orHours(&v)
	}
	return p.emit(at, next, v)
}

// orHours adds to a time of day that it may be so many hours.
func (p *parser) orHours(v *Value) {
	span := p.build(exactly(v.Lo/60), measure{units["hour"], "hour"})
	v.alt = &span
}

// byDay tells whether two hours of which something was or is, the second v, are rather
// times of day than so many hours: from 8 to 18, or from 16 to 10.
func byDay(first int, v Value) bool {
	second := int(v.Lo) / 60
	latest := max(first, second)
	return first != second && latest*60 >= afternoon && latest < 24
}

// cased tells whether item i ends in a case that makes an hour of a numeral.
func (p *parser) cased(i int) bool {
	return p.endsIn(i, p.lex.cases)
}

// heraldedBy is how many words before an hour may say that it is one.
const heraldedBy = 5

// heralded tells whether the number in digits at item i, which ends before item next, is
// an hour by what stands before it: начнётся в 16, but not "в 16 регионах".
func (p *parser) heralded(i, next int) bool {
	t, ok := p.term(i-1, hourpre)
	if _, plain := p.plain(i); !ok || !plain || p.is(next, month) || p.counts(next) || p.goesOnWith(next) {
		return false
	}
	if next < len(p.items) && (p.items[next].what == digits || p.items[next].what == word && p.items[next].upper) {
		return false
	}
	for k := i - 2; k >= 0 && k >= i-1-heraldedBy && p.items[k].what != mark; k-- {
		if r, day := p.term(k, relative); p.is(k, onset) || t.val > 0 && (p.is(k, weekday) || day && r.arg[0] == 'd') {
			return true
		}
	}
	return false
}

// dayHalf returns whether item i names a half of the day: am, pm or night, or 0.
func (p *parser) dayHalf(i int) class {
	for _, c := range [...]class{am, pm, night} {
		if p.is(i, c) {
			return c
		}
	}
	return 0
}

// onDial returns the hour, 0 to 24, of the hour h in a half of the day.
func onDial(h int, half class) int {
	switch {
	case half == night && (h < 6 || h == 12), half == am:
		if h == 12 {
			return 0
		}
	case half != 0 && h < 12:
		return h + 12
	}
	return h
}

// moment is what a wording says of the clock. Minutes are -1 if there are none;
// it is sure when the wording can only be a time of day.
type moment struct {
	hour, minutes int
	sure          bool
}

// moment reads the hour, and perhaps minutes, at item i.
func (p *parser) moment(i int, pre prefix) (moment, int, bool) {
	if m, next, ok := p.grouped(i, pre); ok {
		return m, next, true
	}
	n, next, ok := p.numeral(i, false)
	if t, isRank := p.term(i, ordinal); isRank && !ok && (pre.clock > 1 || p.is(i+1, zone) || (pre.clock > 0 || pre.from) && (p.dayHalf(i+1) != 0 || p.is(i+1, oclock))) {
		n, next, ok = number{lo: t.val, parts: 1, plain: 2}, i+1, true
	}
	if !ok || n.lo < 0 || n.lo > 24 || n.inDigits && n.plain == 0 || n.plain > 2 {
		return moment{}, i, false
	}
	hour := math.Trunc(n.lo)
	if n.lo != hour {
		m := moment{int(n.lo), int(60 * (n.lo - hour)), true} // las siete y media
		return m, next, pre.clock > 1 && !n.inDigits
	}
	m := moment{int(hour), -1, false}
	if p.mark(next, ':') && p.near(next) && p.near(next+1) {
		if !p.cased(next + 1) {
			return p.behindColon(m, i, next, pre)
		}
		next += 2 // kello 16:sta
	} else if p.mark(next, '\'') && p.near(next) && p.near(next+1) && p.cased(next+1) {
		next += 2 // saat 16'dan
	}
	if pre.clock > 1 {
		if end := p.behindHour(&m, next); end > next {
			return m, end, true
		}
	}
	if p.is(next, oclock) {
		return p.behindMark(m, next, pre)
	}
	free := !p.measured(next)
	if pre.last {
		free = (p.closes(next) || free && !p.items[next].upper) && !p.alsoCounts(next) // but no 20 Straßen
	}
	m.sure = pre.clock > 2 || pre.clock > 1 && (free || p.cased(next-1))
	return m, next, true
}

// grouped reads hours and minutes in one number: 15.30, if something says that
// it is no decimal, and 0325 GMT.
func (p *parser) grouped(i int, pre prefix) (moment, int, bool) {
	if i >= len(p.items) || p.items[i].what != digits {
		return moment{}, i, false
	}
	f, next := p.items[i].num, i+1
	if f.plain == 4 && p.is(next, zone) {
		m := moment{int(f.value) / 100, int(f.value) % 100, true}
		return m, next, m.hour < 24 && m.minutes < 60
	}
	if f.left < 0 || f.left > 24 || f.right < 0 || f.right > 59 {
		return moment{}, i, false
	}
	if p.is(next, oclock) {
		return moment{f.left, f.right, true}, next + 1, true
	}
	said := pre.clock > 0 || f.dotted && !p.joined(i)
	dated := next < len(p.items) && p.items[next].what == word && p.is(next+1, weekday) // 10.20 on Monday
	return moment{f.left, f.right, pre.clock > 1 || said && (dated || !p.measured(next))}, next, true
}

// behindColon adds the minutes behind the colon at item next, and skips
// seconds.
func (p *parser) behindColon(m moment, i, next int, pre prefix) (moment, int, bool) {
	f, ok := p.plain(next + 1)
	if !ok || f.plain != 2 || f.value >= 60 || p.joined(i) {
		return moment{}, i, false
	}
	m.minutes = int(f.value)
	next += 2
	if s, ok := p.plain(next + 1); ok && s.plain == 2 && p.mark(next, ':') && p.near(next) && p.near(next+1) {
		next += 2
	}
	if p.is(next, oclock) {
		next++
	}
	t, _ := p.term(next, unitTerm)
	m.sure = (!p.is(next, unitTerm) || p.dayHalf(next) != 0 || pre.clock > 0 && t.arg == "hour") && (m.hour < 24 || m.minutes == 0)
	return m, next, true
}

// behindHour adds minutes in words at item i, "y cuarto" or "and forty
// minutes". It returns the index behind them.
func (p *parser) behindHour(m *moment, i int) int {
	if t, ok := p.term(i, clockmore); ok {
		m.minutes, m.sure = int(t.val), true
		if m.minutes < 0 {
			m.hour, m.minutes = (m.hour+23)%24, m.minutes+60
		}
		return i + 1
	}
	if p.oneHalf(i) {
		m.minutes, m.sure = 30, true // saat altı buçukta
		return i + 1
	}
	if p.is(i, link) {
		if j := p.skipOne(i + 1); p.oneHalf(j) {
			m.minutes, m.sure = 30, true // huit heures et demie
			return j + 1
		}
		if n, unit, ok := p.numeral(i+1, false); ok && n.lo >= 0 && n.lo < 60 {
			switch {
			case p.minutes(unit):
				m.minutes, m.sure = int(n.lo), true
				return unit + 1
			case n.lo >= 5 && math.Mod(n.lo, 5) == 0 && !n.inDigits && !p.measured(unit):
				m.minutes, m.sure = int(n.lo), true // a las once y diez
				return unit
			}
		}
	}
	return i
}

// behindMark reads the mark of an hour at item i, as in 15 Uhr, and what
// minutes follow it.
func (p *parser) behindMark(m moment, i int, pre prefix) (moment, int, bool) {
	t, _ := p.term(i, oclock)
	m.sure = t.val > 0 || pre.clock > 0 && !p.is(i+1, of)
	i++
	if p.is(i, half) {
		m.minutes = 30
		return m, i + 1, true
	}
	if t.val > 0 || pre.clock > 0 {
		if end := p.behindHour(&m, i); end > i {
			return m, end, true
		}
	}
	f, ok := p.plain(i)
	if n, end, worded := p.numeral(i, false); t.val > 0 && !ok && worded && n.lo >= 0 && n.lo < 60 && p.minutes(end) {
		return moment{m.hour, int(n.lo), true}, end + 1, true
	}
	if n, end, worded := p.numeral(i, false); m.sure && !ok && worded && n.whole() && n.lo >= 5 && n.lo < 60 && (p.stops(end) || p.dayHalf(end) != 0) {
		return moment{m.hour, int(n.lo), true}, end, true // à quatre heures vingt
	}
	switch {
	case !ok || f.value >= 60 || f.plain > 2:
	case p.minutes(i + 1):
		if pre.clock == 0 && p.is(i-1, unitTerm) && p.seconds(i+2) {
			return moment{m.hour, -1, false}, i, true // 2h19min43s
		}
		return moment{m.hour, int(f.value), true}, i + 2, true
	case p.is(i+1, oclock): // 16 órától 18 óráig
	case f.plain == 2 && (p.dayHalf(i+1) != 0 || !p.counts(i+1) && (p.near(i) || m.sure)):
		return moment{m.hour, int(f.value), true}, i + 1, true
	}
	return m, i, true
}

// goesOnWith tells whether what is behind an hour is probably what it counts: 20 minutes
// to four of them, 15 minutes to eight places.
func (p *parser) goesOnWith(i int) bool {
	return p.is(i, of) || p.measured(i) && p.items[i].what == word && p.items[i].j-p.items[i].i > longestPreposition
}

// counts tells whether item i makes an amount of the number before it.
func (p *parser) counts(i int) bool {
	return p.is(i, unitTerm) || p.is(i, money) || p.is(i, sign) || p.is(i, mul) || p.mark(i, '%')
}

// minutes tells whether item i is the unit of minutes.
func (p *parser) minutes(i int) bool {
	t, ok := p.term(i, unitTerm)
	return ok && t.arg == "min"
}

// seconds tells whether a number of seconds stands at item i.
func (p *parser) seconds(i int) bool {
	_, next, ok := p.numeral(i, false)
	t, measured := p.term(next, unitTerm)
	return ok && measured && t.arg == "s"
}

// measured tells whether something follows at item i that a number would count
// or measure, so that it is no time of day.
func (p *parser) measured(i int) bool {
	if i >= len(p.items) {
		return false
	}
	it := p.items[i]
	switch {
	case it.what == known:
		return p.counts(i) || p.is(i, month)
	case it.what == word:
		return scriptOf(p.glyphs[it.i].r) != spaceless && !it.upper
	}
	return it.what == digits || it.r == '%'
}

func timeOfDay(minutes, step float64, open bool) Value {
	v := Value{Kind: Clock, Unit: "min", Lo: minutes, Hi: minutes, Step: step, open: open, weight: 0.6}
	if step > 1 {
		v.weight = 0.35
	}
	return v
}
