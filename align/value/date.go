package value

import "math"

// date is what a wording states of the calendar; 0 is unknown.
type date struct {
	year, month, day, weekday int
	lastDay                   int     // the end of "3-5 May"
	lastYear                  int     // the end of 2019-2021, of a decade or a century
	quarter, months           int     // the part of a year, counted from 1, and its length
	offset                    float64 // of a relative date, in units of
	unit                      byte    // d, w, m, y; 0 if it is not relative
	part                      hours   // of the day
	days                      [2]int  // of a month: early May
	season                    int     // 1 to 4
	way                       int     // the last one, -1, or the next
}

// date reads a date at item k.
func (p *parser) date(k int) (Value, int, bool) {
	d, next, ok := p.partAhead(k)
	if !ok {
		if d, next, ok = p.directed(k); !ok {
			return Value{}, k, false
		}
		next = p.partBehind(&d, next)
	}
	v := p.resolve(d)
	if f, ok := p.plain(k); ok && next == k+1 {
		count := p.build(number{lo: f.value, hi: f.value, step: f.step}, plainNumber)
		v.alt = &count
	}
	return v, next, true
}

// directed reads a date that may be the last of its kind or the next: "last October",
// "vendredi prochain".
func (p *parser) directed(k int) (date, int, bool) {
	if t, ok := p.term(k, lately); ok {
		d, next, ok := p.calendar(k + 1)
		if !ok || !d.recurs() {
			return date{}, k, false
		}
		d.way = int(t.val)
		return d, next, true
	}
	d, next, ok := p.calendar(k)
	if t, last := p.term(next, latelypost); ok && last && d.recurs() {
		d.way = int(t.val)
		next++
	}
	return d, next, ok
}

// recurs tells whether a date comes every week or year.
func (d *date) recurs() bool {
	return d.year == 0 && d.unit == 0 && (d.month > 0 || d.weekday > 0 || d.season > 0)
}

// calendar reads a date in any of its notations. What stands first decides
// which are tried.
func (p *parser) calendar(k int) (date, int, bool) {
	if t, ok := p.term(k, weekday); ok {
		i := k + 1
		for i < len(p.items) && i < k+3 && (p.mark(i, ',') || p.mark(i, '.') || p.mark(i, '(') || p.is(i, daypre) || p.is(i, stop)) {
			i++
		}
		if d, next, ok := p.dated(i, true); ok && d.day > 0 {
			d.weekday = int(t.val)
			return d, next, true
		}
		if f, ok := p.plain(k + 2); ok && p.mark(k+1, '(') && p.mark(k+3, ')') && f.value >= 1 && f.value <= 31 {
			return date{weekday: int(t.val), day: int(f.value)}, k + 4, true // nesta quarta-feira (10)
		}
		return date{weekday: int(t.val)}, k + 1, true
	}
	if p.is(k, daypre) {
		if d, next, ok := p.dated(k+1, true); ok && d.day > 0 {
			return d, next, true
		}
	}
	if d, next, ok := p.dated(k, p.dayHalf(k-1) != 0 || p.mark(k-1, '(')); ok {
		if d.day > 0 && d.lastDay == 0 {
			next = p.weekdayBehind(&d, next)
		}
		return d, next, true
	}
	return p.stretch(k)
}

// weekdayBehind adds the day of the week at item i to d: 5月23日金曜日, "23 Mayıs
// 2025 Cuma". It returns the index behind it.
func (p *parser) weekdayBehind(d *date, i int) int {
	j := i
	for j < i+2 && (p.mark(j, '.') || p.mark(j, ',')) {
		j++
	}
	t, ok := p.term(j, weekday)
	if !ok || p.mark(j-1, ',') && p.is(j+1, daypre) {
		return i
	}
	d.weekday = int(t.val)
	return j + 1
}

// dated reads a date with a day of the month, or a month. That a day is
// expected allows for bare forms such as 3/5.
func (p *parser) dated(k int, expected bool) (date, int, bool) {
	if d, next, ok := p.numeric(k, expected); ok {
		return d, next, true
	}
	if d, next, ok := p.marked(k); ok {
		return d, next, true
	}
	if d, next, ok := p.dayFirst(k); ok {
		return d, next, true
	}
	return p.monthFirst(k)
}

// numeric reads 03.05.2025, 5/3/2025, 2025-05-03 and, if a day is expected,
// 3/5 and 3.5.
func (p *parser) numeric(k int, expected bool) (date, int, bool) {
	a, ok := p.plain(k)
	if !ok {
		if expected && k < len(p.items) && p.items[k].what == digits {
			f := p.items[k].num
			if p.lex.order == "dmy" && valid(f.left, f.right) && p.mark(k+1, '.') && p.near(k+1) {
				return date{day: f.left, month: f.right}, k + 1, true
			}
		}
		return date{}, k, false
	}
	sep, b, ok := p.separated(k + 1)
	if !ok {
		return date{}, k, false
	}
	spaced := !p.near(k + 2)
	first, second := int(a.value), int(b.value)
	if sep2, c, ok := p.separated(k + 3); ok && sep2 == sep {
		third := int(c.value)
		switch {
		case a.plain == 4 && valid(third, second) && b.plain <= 2 && c.plain <= 2:
			return date{year: first, month: second, day: third}, k + 5, true
		case a.plain > 2 || b.plain > 2 || c.plain != 4 && (c.plain != 2 || sep == '-'):
			return date{}, k, false
		case spaced && c.plain != 4:
			return date{}, k, false
		}
		if c.plain == 2 {
			third += 2000
		} else {
			third = p.common(third)
		}
		switch {
		case p.lex.order == "mdy" && valid(second, first) || !valid(first, second) && valid(second, first):
			return date{year: third, month: first, day: second}, k + 5, true
		case valid(first, second):
			return date{year: third, month: second, day: first}, k + 5, true
		}
		return date{}, k, false
	}
	if expected && sep == '/' && a.plain <= 2 && b.plain <= 2 {
		if p.lex.order == "dmy" && valid(first, second) {
			return date{day: first, month: second}, k + 3, true
		}
		if p.lex.order != "dmy" && valid(second, first) {
			return date{day: second, month: first}, k + 3, true
		}
	}
	if sep == '/' && a.plain <= 2 && valid(1, first) && b.plain == 4 && p.isYear(second) {
		return date{month: first, year: p.common(second)}, k + 3, true
	}
	return date{}, k, false
}

// separated reads a date's separator at item i and the number behind it.
func (p *parser) separated(i int) (rune, figures, bool) {
	if i < 0 || i >= len(p.items) || !p.near(i) || !p.mark(i, '.') && !p.mark(i, '/') && !p.mark(i, '-') {
		return 0, figures{}, false
	}
	sep := p.items[i].r
	f, ok := p.plain(i + 1)
	if !ok || !p.near(i+1) && sep != '.' {
		return 0, figures{}, false
	}
	return sep, f, true
}

func valid(day, month int) bool {
	return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

// marked reads numbers that say themselves what they are: 2025年5月3日, 5월 3일,
// ngày 3 tháng 5 năm 2025.
func (p *parser) marked(k int) (date, int, bool) {
	var d date
	i := k
	if t, ok := p.term(i, relative); ok && t.arg[0] != 'd' && t.arg[0] != 'w' {
		d.unit, d.offset = t.arg[0], t.val
		i++
	} else if y, next, ok := p.year(i); ok && p.is(next, yearpost) && p.near(next) && scriptOf(p.glyphs[p.items[next].i].r) != alphabetic {
		d.year = y
		i = next + 1
	}
	if m, next, ok := p.markedBy(i, monthmark, 12); ok && d.unit != 'm' {
		d.month = m
		i = next
	} else if p.is(i, monthpre) && d.unit == 0 {
		n, next, ok := p.numeral(i+1, false)
		if ok && n.lo >= 1 && n.lo <= 12 && n.lo == math.Trunc(n.lo) {
			d.month = int(n.lo)
			return d, p.yearBehind(&d, next), true
		}
	}
	if d.month > 0 || d.unit == 'm' || d.unit == 0 && d.year == 0 {
		i = p.markedDays(&d, i)
	}
	if d.month == 0 && d.day == 0 {
		return date{}, k, false
	}
	return d, i, true
}

// markedDays adds one marked day at item i, or the first and last of several, to d:
// 3日, 3日至9日, 3～9日. It returns the index behind.
func (p *parser) markedDays(d *date, i int) int {
	first, next, ok := p.markedBy(i, daymark, 31)
	if !ok {
		f, plain := p.plain(i)
		if !plain || d.month == 0 || f.value < 1 || f.value > 31 {
			return i
		}
		first, next = int(f.value), i+1
	}
	if p.mark(next, '-') || p.mark(next, '~') || p.is(next, rangeTerm) {
		if last, end, several := p.markedBy(next+1, daymark, 31); several && last > first {
			d.day, d.lastDay = first, last
			return end
		}
	}
	if !ok {
		return i
	}
	d.day = first
	return next
}

// markedBy reads a number up to most that a mark of class c follows.
func (p *parser) markedBy(i int, c class, most float64) (int, int, bool) {
	n, next, ok := p.numeral(i, false)
	if !ok || !p.is(next, c) || n.lo < 1 || n.lo > most || n.lo != math.Trunc(n.lo) || n.hedge != Exact {
		return 0, i, false
	}
	return int(n.lo), next + 1, true
}

// dayFirst reads "3 May 2025", "3. Mai", "1er mai", "3-5 мая".
func (p *parser) dayFirst(k int) (date, int, bool) {
	first, i, ok := p.monthDay(k)
	if !ok {
		return date{}, k, false
	}
	last := 0
	if p.mark(i, '-') || p.mark(i, '~') || p.rises(i, prefix{}) || p.is(i, link) || p.is(i, through) {
		if l, next, ok := p.monthDay(i + 1); ok && l > first {
			last, i = l, next
		}
	}
	i = p.skipOf(i)
	if p.is(i, monthpre) { // ngày 3 tháng 5
		if d, next, ok := p.marked(i); ok && d.day == 0 {
			d.day, d.lastDay = first, last
			return d, next, true
		}
	}
	t, ok := p.term(i, month)
	if !ok {
		if t, ok = p.term(i, monthabbr); !ok {
			return date{}, k, false
		}
	}
	d := date{month: int(t.val), day: first, lastDay: last}
	return d, p.yearBehind(&d, i+1), true
}

// monthDay reads a day of the month at item i, with what marks it as ordinal.
func (p *parser) monthDay(i int) (int, int, bool) {
	if t, ok := p.term(i, ordinal); ok && t.val <= 31 {
		return int(t.val), i + 1, true
	}
	f, ok := p.plain(i)
	if !ok || f.plain > 2 || f.value < 1 || f.value > 31 {
		return 0, i, false
	}
	i++
	switch {
	case p.is(i, ord) && p.near(i):
		i++
	case p.mark(i, '-') && p.near(i) && p.is(i+1, ord) && p.near(i+1):
		i += 2
	case p.mark(i, '.') && p.near(i):
		i++
	}
	return int(f.value), i, true
}

// monthFirst reads "May 3, 2025", "2025. május 15-én", "March 2019" and
// "March".
func (p *parser) monthFirst(k int) (date, int, bool) {
	i := k
	year := 0
	if y, next, ok := p.year(i); ok && p.lex.order == "ymd" {
		year, i = y, next
		if p.mark(i, '.') {
			i++
		}
	}
	t, ok := p.term(i, month)
	if !ok {
		if t, ok = p.term(i, monthabbr); !ok {
			return date{}, k, false
		}
	}
	short := t.class == monthabbr
	d := date{year: year, month: int(t.val)}
	i++
	if p.mark(i, '.') && p.near(i) && i+1 < len(p.items) && p.items[i+1].what == digits {
		i++
	}
	if p.lex.order != "dmy" {
		if day, next, ok := p.monthDay(i); ok && !p.measures(next) && !(p.mark(next, ':') && p.near(next)) {
			d.day, i = day, next
			if p.mark(i, '-') {
				if l, next, ok := p.monthDay(i + 1); ok && l > day {
					d.lastDay, i = l, next
				}
			}
			if p.is(i, ord) && p.near(i) {
				i++
			}
		}
	}
	if short && year == 0 && d.day == 0 && !p.cued(k, i) {
		if i = p.yearBehind(&d, i); d.year == 0 && d.unit == 0 {
			return date{}, k, false
		}
		return d, i, true
	}
	if year == 0 && p.lex.order != "ymd" {
		i = p.yearBehind(&d, i)
	}
	return d, i, true
}

// cued tells whether what stands before item k or at item i makes a month of a word
// between them that may be something else: geçen ekim, Ocak ayında, Mart'ta.
func (p *parser) cued(k, i int) bool {
	for _, c := range [...]class{monthcue, relative, lately, monthof} {
		if p.is(k-1, c) {
			return true
		}
	}
	if _, _, dated := p.year(k - 1); dated {
		return true // 2025 Ocak
	}
	switch {
	case p.is(i, monthcue), p.is(i, monthpart), p.near(i) && p.glyphs[p.items[i].i].r == '\'':
		return true
	case p.mark(i, '-') || p.is(i, link):
		return p.is(i+1, month) || p.is(i+1, monthabbr) // Ocak-Mart
	case p.mark(k-1, '-') || p.is(k-1, link):
		return p.is(k-2, month) || p.is(k-2, monthabbr)
	}
	return false
}

// yearBehind adds the year at item i, behind a month, to d: "2025", "last
// year". It returns the index behind it.
func (p *parser) yearBehind(d *date, i int) int {
	if t, ok := p.term(i, relative); ok && t.arg[0] == 'y' {
		d.unit, d.offset = 'y', t.val
		return i + 1
	}
	d.year, i = p.trailingYear(i)
	return i
}

// trailingYear reads a year behind a month, if there is one.
func (p *parser) trailingYear(i int) (int, int) {
	j := i
	for j < i+3 && (p.mark(j, ',') || p.mark(j, '/') || p.is(j, of) || p.is(j, yearpre)) {
		j++
	}
	y, next, ok := p.year(j)
	if !ok || p.measures(next) && !p.is(next, yearpost) || p.is(next, mul) {
		return 0, i
	}
	if p.is(next, yearpost) {
		next++
	}
	return y, next
}

// year reads a year of four digits or of an era.
func (p *parser) year(i int) (int, int, bool) {
	if t, ok := p.term(i, era); ok {
		if n, j, ok := p.numeral(i+1, false); ok && n.lo >= 1 && n.lo < 1000 && n.lo == math.Trunc(n.lo) {
			return int(t.val + n.lo), j, true
		}
	}
	f, ok := p.plain(i)
	if !ok || f.plain != 4 || !p.isYear(int(f.value)) {
		return 0, i, false
	}
	return p.common(int(f.value)), i + 1, true
}

// buddhistEra is how far the Thai calendar is ahead.
const buddhistEra = 543

// isYear tells whether a number of four digits is likely a year.
func (p *parser) isYear(y int) bool {
	return y >= 1500 && y < 2150 || p.lex.buddhist && y >= 2400 && y < 2650
}

func (p *parser) common(y int) int {
	if y >= 2400 {
		return y - buddhistEra
	}
	return y
}

// stretch reads what is longer than a month, and relative dates.
func (p *parser) stretch(k int) (date, int, bool) {
	if t, ok := p.term(k, relative); ok {
		d := date{unit: t.arg[0], offset: t.val}
		if m, next, ok := p.monthFirst(k + 1); ok && d.unit == 'y' && m.year == 0 && m.unit == 0 {
			m.unit, m.offset = d.unit, d.offset // tavaly októberben
			return m, next, true
		}
		return d, p.partOfYear(&d, k+1), true
	}
	if t, ok := p.term(k, decade); ok && t.val > 0 {
		return decadeOf(int(t.val)), k + 1, true
	}
	var part date
	if next := p.partOfYear(&part, k); next > k {
		end := p.yearBehind(&part, p.skipOf(next))
		if end == p.skipOf(next) {
			end = next
		}
		if t, _ := p.term(k, season); t.val2 > 0 && end == next && !p.is(k-1, lately) {
			return date{}, k, false // Spring Street
		}
		return part, end, true
	}
	if d, next, ok := p.quarterOf(k); ok {
		return d, next, true
	}
	if d, next, ok := p.century(k); ok {
		return d, next, true
	}
	if p.is(k, decadepre) {
		if y, ok := p.tens(k + 1); ok {
			return decadeOf(y), k + 2, true
		}
	}
	i := k
	pre := p.is(i, yearpre)
	if pre {
		i++
	}
	if y, ok := p.tens(i); ok && p.is(i+1, decade) && !(p.is(i+1, unitTerm) && p.items[i+1].gap) { // 30 s
		return decadeOf(y), i + 2, true
	}
	y, next, ok := p.year(i)
	if !ok || p.joined(i) {
		return date{}, k, false
	}
	d := date{year: y}
	if (p.mark(next, '-') || p.mark(next, '/') || p.mark(next, '~') || p.is(next, rangeTerm) && !p.items[next].gap) && p.near(next) && p.near(next+1) {
		if f, ok := p.plain(next + 1); ok && f.value >= 1 {
			last := int(f.value)
			if f.plain == 2 {
				last += y / 100 * 100
			} else {
				last = p.common(last)
			}
			if last > y && last < y+100 && f.plain%2 == 0 {
				d.lastYear = last
				next += 2
			}
		}
	}
	if t, ok := p.term(next, yearhalf); ok && d.lastYear == 0 {
		d.quarter, d.months = int(t.val), 6
		return d, next + 1, true
	}
	if p.is(next, yearpost) {
		return d, p.partOfYear(&d, next+1), true
	}
	if !pre && p.counted(next) {
		return date{}, k, false
	}
	return d, p.partOfYear(&d, next), true
}

// partOfYear adds the season or half of the year at item i to d, and returns the index
// behind it.
func (p *parser) partOfYear(d *date, i int) int {
	if d.lastYear > 0 || d.unit != 0 && d.unit != 'y' {
		return i
	}
	if t, ok := p.term(i, season); ok {
		d.season = int(t.val)
		return i + 1
	}
	if t, ok := p.term(i, halfyear); ok {
		d.quarter, d.months = int(t.val), 6
		return i + 1
	}
	return i
}

// tens returns item i if it can be the year that a decade is named by: 1990, or 90.
func (p *parser) tens(i int) (int, bool) {
	f, ok := p.plain(i)
	if !ok && p.is(i-1, decadepre) {
		if n, next, worded := p.numeral(i, false); worded && !n.inDigits && next == i+1 && !p.measured(next) {
			f, ok = figures{value: n.lo, plain: 2}, n.lo < 100 // anni Settanta
		}
	}
	y := int(f.value)
	return y, ok && y%10 == 0 && (f.plain == 4 && p.isYear(y) || f.plain == 2 && y >= 20)
}

// counted tells whether what follows at item i makes a year-like number an
// amount.
func (p *parser) counted(i int) bool {
	if p.counts(i) || p.is(i, mid) || p.is(i, after) || p.mark(i, '-') && p.near(i) && p.near(i+1) {
		return true
	}
	return p.is(i, of) && (p.is(i+1, unitTerm) || p.is(i+1, money))
}

func decadeOf(y int) date {
	if y < 100 {
		y += 1900
	}
	if y%100 == 0 && y < 2000 {
		return date{year: y, lastYear: y + 99}
	}
	return date{year: y, lastYear: y + 9}
}

// quarterOf reads "the first quarter of 2026", 第一季度, "das zweite Halbjahr
// 2026".
func (p *parser) quarterOf(k int) (date, int, bool) {
	var q float64
	i := k
	if t, ok := p.term(i, ordinal); ok {
		q = t.val
		i++
	} else {
		if p.is(i, ordpre) {
			i++
		}
		n, next, ok := p.numeral(i, false)
		if !ok || next >= len(p.items) || !n.inDigits && scriptOf(p.glyphs[p.items[next].i].r) == alphabetic {
			return date{}, k, false // "one quarter" is a fraction
		}
		q, i = n.lo, next
		if p.is(i, ord) || p.mark(i, '.') {
			i++
		}
	}
	if !p.is(i, quarter) || p.is(i+1, running) || p.is(i-1, running) || p.is(k-1, running) || q < 1 || q > 4 || q != math.Trunc(q) {
		return date{}, k, false
	}
	t, _ := p.term(i, quarter)
	y, next := p.trailingYear(i + 1)
	months := 3
	if t.val > 0 {
		months = int(t.val)
		if y == 0 || int(q) > 12/months {
			return date{}, k, false // "the second half" of a match
		}
	}
	return date{year: y, quarter: int(q), months: months}, next, true
}
