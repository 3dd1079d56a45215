package value

import "strings"

// stopwatch reads a duration in the notation of times, at item i: 2:05 Stunden,
// 2:19:43, 1:12,34 or 1'12". Without a unit it is one only where no time of day is
// written so, and nothing before it or behind says that it is one. Three numbers behind a
// word that may name what they are of, version 1:20:30, are a code.
func (p *parser) stopwatch(i int, pre prefix) (Value, int, bool) {
	first, ok := p.plain(i)
	if !ok || first.plain > 3 || p.joined(i) || i+1 >= len(p.items) {
		return Value{}, i, false
	}
	if s, next, ok := p.primed(i); ok {
		n := exactly(s)
		n.inDigits = true
		if s != float64(int(s)) {
			n.step = 0.01
		}
		if p.footed(i) {
			inches, _ := p.plain(i + 2)
			n.lo = 12*first.value + inches.value
			n.hi = n.lo
			return p.build(n, measure{units["in"], "ft"}), next, true
		}
		return p.build(n, measure{units["s"], "min"}), next, true
	}
	sep := p.items[i+1].r
	if !p.mark(i+1, ':') && !p.mark(i+1, '.') {
		return Value{}, i, false
	}
	total, groups, step, j := first.value, 1, 1.0, i+1
	for groups < 3 && step == 1 && p.mark(j, sep) && p.near(j) && p.near(j+1) && p.items[j+1].what == digits {
		f := p.items[j+1].num
		if f.plain != 2 && f.left < 0 || f.value >= 60 {
			return Value{}, i, false
		}
		total, step = 60*total+f.value, f.step
		if f.plain > 0 {
			step = 1
		}
		groups++
		j += 2
	}
	u := j
	if p.mark(u, '-') && p.near(u) && p.near(u+1) {
		u++
	}
	t, measured := p.term(u, unitTerm)
	measured = measured && (t.arg == "hour" || t.arg == "min")
	if measured && t.arg == "hour" && groups == 2 {
		total, step = 60*total, 60*step
	}
	switch {
	case groups == 1, p.dayHalf(i-1) != 0, p.dayHalf(j) != 0, p.mark(j, ':') && p.near(j):
		return Value{}, i, false
	case groups == 2 && (pre.clock > 1 || pre.clock > 0 && first.plain == 2) && t.arg == "hour":
		return Value{}, i, false // at 14:30 hours
	case measured && (groups == 3 || sep == ':' && !p.is(u, oclock)):
		j = u + 1
	case sep == ':' && step <= 0.01:
	case sep == ':' && groups == 3 && first.plain == 1 && pre.clock == 0 && !p.is(j, zone) && !p.is(j, oclock):
		if p.named(i) {
			return p.codeValue(i, j), j, true
		}
	default:
		return Value{}, i, false
	}
	n := exactly(total)
	n.step, n.inDigits = step, true
	stated := "min"
	if groups == 3 || measured && t.arg == "hour" {
		stated = "hour"
	}
	return p.build(n, measure{units["s"], stated}), j, true
}

// primed reads minutes and seconds that are marked by primes at item i, in seconds:
// 2'05", 1'12”34.
func (p *parser) primed(i int) (float64, int, bool) {
	minutes, ok := p.plain(i)
	if !ok || !p.mark(i+1, '\'') || !p.near(i+1) || !p.near(i+2) {
		return 0, i, false
	}
	seconds, ok := p.plain(i + 2)
	if !ok || seconds.plain != 2 || seconds.value >= 60 || i+3 >= len(p.items) || !p.near(i+3) || !p.quoted(i+3) {
		return 0, i, false
	}
	s, next := 60*minutes.value+seconds.value, i+4
	if f, ok := p.plain(next); ok && p.near(next) && f.plain <= 2 {
		share := 0.1
		if f.plain == 2 {
			share = 0.01
		}
		return s + share*f.value, next + 1, true
	}
	return s, next, true
}

// tallest is how many feet somebody may have.
const tallest = 8

// footed tells whether the primes behind item i are rather feet and inches, as they are
// where dates have the month first: 5'11".
func (p *parser) footed(i int) bool {
	feet, _ := p.plain(i)
	inches, _ := p.plain(i + 2)
	return p.lex.order == "mdy" && feet.value > 3 && feet.value <= tallest && inches.value < 12 && !inches.zero
}

// runs tells whether the letter at item u, between numbers, is one for minutes: 1m12s.
func (p *parser) runs(u int) bool {
	m, _ := p.term(u, unitTerm)
	f, ok := p.plain(u + 1)
	s, _ := p.term(u+2, unitTerm)
	return m.arg == "m" && ok && f.plain <= 2 && f.value < 60 && s.arg == "s" && p.near(u) && p.near(u+1) && p.near(u+2)
}

// smaller adds the number n, items next to j with what joins it, to a duration whose
// last unit, of so many seconds, it goes on: 1 min 12, quatre heures vingt, 9 s 81. It
// returns the index behind it, or 0.
func (p *parser) smaller(v *Value, factor float64, next, j int, n number) int {
	if v.Kind != Duration || p.is(next, link) {
		return 0
	}
	start := j - 1
	switch {
	case n.hi >= 60 && factor > 1:
		return 0
	case factor == units["min"].factor && n.plain > 0 && p.is(j, secondmark) && (p.stops(j+1) || p.is(j+1, link)):
		v.add(n.hi, 1)
		return j + 1
	case !p.stops(j) && !p.items[start].num.zero || !n.whole() && n.plain == 0:
		return 0
	case factor == 1 && p.short(next-1) && n.plain == 2 && v.Step >= 1:
		v.add(n.hi/100, 0.01)
		return j
	case n.plain == 2 && factor == units["min"].factor && p.items[start].what == digits:
	case p.lex.curt && !n.inDigits && n.lo >= 5:
	default:
		return 0
	}
	if factor != units["min"].factor && factor != units["hour"].factor {
		return 0
	}
	v.add(n.hi*factor/60, factor/60)
	if factor == units["hour"].factor && v.Lo < day {
		clock := timeOfDay(v.Lo/60, 1, false)
		v.alt = &clock
	}
	return j
}

// listed tells whether a comma at item i stands before a number of a smaller unit of time
// than one of so many seconds, with which a duration ends or goes on: 2 hours, 19 minutes.
func (p *parser) listed(i int, factor float64) bool {
	if !p.mark(i, ',') {
		return false
	}
	_, u, ok := p.numeral(i+1, false)
	t, measured := p.term(u, unitTerm)
	small := units[t.arg]
	return ok && measured && small.kind == Duration && small.factor < factor && (p.closes(u+1) || p.is(u+1, link))
}

// numbered tells whether a numeral or half stands at item i.
func (p *parser) numbered(i int) bool {
	_, _, ok := p.numeral(i, false)
	return ok || p.is(i, half)
}

// named tells whether the word before item i may be the name of what has numbers, and is
// no preposition: version, Genesis.
func (p *parser) named(i int) bool {
	return i > 0 && p.items[i-1].what == word && !p.short(i-1) && scriptOf(p.glyphs[p.items[i-1].i].r) == alphabetic
}

// short tells whether item i is as short as a preposition or an abbreviation.
func (p *parser) short(i int) bool { return p.items[i].j-p.items[i].i <= longestPreposition }

// alsoCounts tells whether "and" at item i adds a number that counts something, as the
// one before it then does: to 11 and 12 people.
func (p *parser) alsoCounts(i int) bool {
	_, next, ok := p.numeral(i+1, false)
	return ok && p.is(i, link) && !p.closes(next)
}

// stops tells whether a clause ends at item i, so that nothing is counted there, as in
// 15 to 20 people, 12 of them, 22:11 or 12, 13 or 14.
func (p *parser) stops(i int) bool {
	if i >= len(p.items) {
		return true
	}
	it := p.items[i]
	return it.what == mark && strings.ContainsRune(".,;:!?)]\"»\n。、，", it.r) && !p.numbered(i+1)
}

// closes tells whether what stands at item i can be nothing that the number before it
// counts: a mark, a short word or none at all.
func (p *parser) closes(i int) bool {
	if i >= len(p.items) || p.items[i].what == mark {
		return true
	}
	it := p.items[i]
	return it.what == word && !it.upper && p.short(i) && scriptOf(p.glyphs[it.i].r) == alphabetic ||
		it.what == known && !p.measured(i) && !p.numbered(i)
}
