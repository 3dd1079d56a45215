package value

import (
	"slices"
	"strings"
)

// hours are a part of a day, counted from its midnight: of a night also hours of
// the day before or after, as Monday's are in "Nacht zu Montag" and "Sunday night".
// The zero value is the whole day. A night that a wording puts on either side of the
// day is from before its beginning to after its end, and has no hour of its middle.
type hours struct{ from, to float64 }

// Where the night before a day ends, and the one behind it begins.
const (
	nightEnds   = 8
	nightBegins = 20
)

// intervals are the hours that a part has.
func (h hours) intervals() []hours {
	switch {
	case h == hours{}:
		return []hours{{0, 24}}
	case h.from < 0 && h.to > 24:
		return []hours{{h.from, nightEnds}, {nightBegins, h.to}}
	}
	return []hours{h}
}

// meet tells whether two parts have an hour in common, if b's day is some days
// after a's.
func (h hours) meet(b hours, days float64) bool {
	for _, x := range h.intervals() {
		for _, y := range b.intervals() {
			if x.from < y.to+24*days && y.from+24*days < x.to {
				return true
			}
		}
	}
	return false
}

// partAhead reads what part of the day or month that item k+1 begins to name item k
// is: "Nacht zu Montag", "matinée de lundi", "early May".
func (p *parser) partAhead(k int) (date, int, bool) {
	for _, c := range [...]class{monthof, partof} {
		t, ok := p.term(k, c)
		if !ok {
			continue
		}
		if d, next, ok := p.calendar(k + 1); ok && d.narrow(t) {
			return d, next, true
		}
	}
	return date{}, k, false
}

// partBehind adds the part of the day that the word for d itself ends in
// (Freitagabend), or that item next is ("Friday night"); likewise of a month, 8月下旬.
// It returns the index behind. A part that a time of day goes on from (周日晚上8点) is
// left to that.
func (p *parser) partBehind(d *date, next int) int {
	if t, ok := p.partInside(next - 1); ok && d.narrow(t) {
		return next
	}
	for _, c := range [...]class{monthpart, daypart} {
		t, ok := p.term(next, c)
		if !ok || p.begins(next) || !d.narrow(t) {
			continue
		}
		if _, _, clock := p.clock(next, prefix{}); clock {
			d.part = hours{max(0, d.part.from), min(24, d.part.to)}
			return next
		}
		return next + 1
	}
	return next
}

// narrow makes a part that a term names of the date d: of a month of that, of a day
// of that. It tells whether d has such a part.
func (d *date) narrow(t term) bool {
	switch t.class {
	case monthpart, monthof:
		if d.month == 0 || d.day > 0 || d.unit == 'm' || d.days != [2]int{} {
			return false
		}
		d.days = [2]int{int(t.val), int(t.val2)}
	default:
		if d.day == 0 && d.weekday == 0 && d.unit != 'd' || d.lastDay > 0 || d.part != (hours{}) {
			return false
		}
		d.part = hours{t.val, t.val2}
	}
	return true
}

// behindPart are characters that may follow a part of one character in a script that
// does not set words apart: particles, and words that a place or time goes on with.
const behindPart = "にのはもがでをと在前将就起至到的从後后"

// begins tells whether item i, of a single character, is probably the beginning of a
// longer word that no table knows: 12月中国, 3日早餐.
func (p *parser) begins(i int) bool {
	it := p.items[i]
	if it.j-it.i > 1 || scriptOf(p.glyphs[it.i].r) != spaceless || !p.near(i+1) {
		return false
	}
	next := p.glyphs[p.items[i+1].i].r
	return scriptOf(next) == spaceless && !strings.ContainsRune(behindPart, next)
}

// partAlone reads a part of no particular day as a time of day: "in the evening". A
// single word is seldom sure to be one.
func (p *parser) partAlone(i int) (Value, bool) {
	t, ok := p.term(i, daypart)
	if !ok || !p.phrase(i) {
		return Value{}, false
	}
	v := timeOfDay(60*t.val, 60, false)
	v.Hi, v.weight = 60*t.val2, 0.1
	if t.val < 0 && t.val2 > 24 {
		v.Lo, v.Hi = 60*nightBegins, 60*(24+nightEnds)
	}
	return v, true
}

// partInside finds the part of the day that is written onto the name of its
// weekday, item i, perhaps with a letter between.
func (p *parser) partInside(i int) (term, bool) {
	if !p.is(i, weekday) {
		return term{}, false
	}
	word := p.glyphs[:p.items[i].j]
	for _, name := range p.lex.match(word, p.items[i].i, nil) {
		for at := name.end; at <= name.end+1 && at < len(word); at++ {
			for _, h := range p.lex.match(word, at, nil) {
				k := slices.IndexFunc(h.terms, func(t term) bool { return t.class == daypart })
				if h.end == len(word) && k >= 0 {
					return h.terms[k], true
				}
			}
		}
	}
	return term{}, false
}
