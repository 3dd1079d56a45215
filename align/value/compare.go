package value

import (
	"math"
	"strings"
	"time"
)

// Relation tells how two values relate.
type Relation uint8

// The relations.
const (
	Unrelated Relation = iota // of different kinds, in different currencies, or not to be compared
	Agree                     // both wordings can mean the same value
	Disagree                  // the same kind of thing, but not the same value
)

// Compare tells how two values relate, and how much that tells, from 0 to 1.
//
// Values agree when their intervals meet, with room for rounding: 5 miles and
// 8 km, "nearly 50" and 48, 1.2 million and 1,230,000. Amounts in different
// currencies never do, and disagree where no exchange explains them. The weight of an
// agreement grows with what is unlikely to be the same by chance: digits, a
// unit, a name. The weight of a disagreement is high for close values in the
// same unit and low where there may be a good reason: a bare number may count
// something else, a time that is off by whole hours may be that of another
// time zone.
//
// Swapping a and b changes nothing.
func Compare(a, b Value) (Relation, float64) {
	r, w := compare(a, b)
	if r == Agree || a.alt == nil && b.alt == nil {
		return r, w
	}
	// Of two readings the one that agrees is likely meant. That a year is another
	// number than some count tells nothing, nor that a duration is no time of day, nor
	// that 45 of 60 is another share, nor any disagreement of a length with what is none.
	for _, x := range a.readings() {
		for _, y := range b.readings() {
			if a.Kind == Date && b.Kind == Date && x.Kind != Date && y.Kind != Date {
				continue // 2028 and 2030 are years, not one number rounded
			}
			if (a.Kind == Date) != (b.Kind == Date) && x.Kind == Number && y.Kind == Number && x.Lo != y.Lo {
				continue // nor is 1974 some 2,000
			}
			r2, w2 := compare(x, y)
			if r2 == Disagree && (a.Kind == Length) != (b.Kind == Length) {
				continue // what a length may be besides, as 47" seconds and 5m millions, is too rare to contradict
			}
			w2 *= 0.7
			if r2 == Agree && (r != Agree || w2 > w) || r == Unrelated && r2 == Disagree && x.Kind != Number && x.Kind != Clock && x.Kind != Percent {
				r, w = r2, w2
			}
		}
	}
	return r, w
}

func (v Value) readings() []Value {
	if v.alt == nil {
		return []Value{v}
	}
	return []Value{v, *v.alt}
}

func compare(a, b Value) (Relation, float64) {
	switch {
	case a.Kind == Number && b.Kind == Age || a.Kind == Age && b.Kind == Number,
		a.Kind == Code && b.Kind == Number, a.Kind == Number && b.Kind == Code:
		return elliptic(a, b)
	case a.Kind == Number && b.Kind == Money && a.Lo >= leastMoney || a.Kind == Money && b.Kind == Number && b.Lo >= leastMoney:
		return elliptic(a, b)
	case a.Kind == Duration && b.Kind == Age || a.Kind == Age && b.Kind == Duration:
		return spanOfLife(a, b)
	case a.Kind != b.Kind:
		return Unrelated, 0
	case a.Kind == Number && a.Unit != b.Unit && (a.Step < 1 || b.Step < 1):
		return Unrelated, 0 // six people and a magnitude of 5.8
	}
	switch a.Kind {
	case Code:
		if a.Text == b.Text {
			return Agree, math.Min(a.weight, b.weight)
		}
		return Unrelated, 0
	case Date:
		return compareDates(a, b)
	case Clock:
		return compareClocks(a, b)
	case Score:
		if a.Lo == b.Lo && a.Hi == b.Hi {
			return Agree, 0.6
		}
		return Disagree, 0.5
	}
	switch {
	case sameUnit(a.Unit, b.Unit):
	case a.Kind == Money:
		return exchange(a, b)
	default:
		return Unrelated, 0
	}
	return compareSizes(a, b)
}

// complements tells whether two shares, one of them a fraction, make a whole together;
// "under a half" and "over a half" do not.
func complements(a, b Value) bool {
	fraction := strings.HasPrefix(a.stated, "/") || strings.HasPrefix(b.stated, "/")
	return fraction && a.Lo != b.Lo && a.Lo > 0 && b.Lo > 0 && math.Abs(middle(a)+middle(b)-100) <= wholeSlack
}

// wholeSlack is how far two shares may be from a whole, in percent, by rounding.
const wholeSlack = 0.5

// sameUnit compares units, of which currencies may be left open and counts
// unnamed.
func sameUnit(a, b string) bool {
	if a == b || a == "" || b == "" {
		return true
	}
	for x := range strings.SplitSeq(a, "/") {
		for y := range strings.SplitSeq(b, "/") {
			if x == y && len(x) == 3 {
				return true
			}
		}
	}
	return false
}

// leastMoney is the number from which on one without a unit may well be money.
const leastMoney = 1e5

// elliptic compares a number with the age, amount or name it may be: that it is
// the same tells more than that it is not.
func elliptic(a, b Value) (Relation, float64) {
	if a.Kind == Code || b.Kind == Code {
		if a.Kind == Code {
			a, b = b, a
		}
		if a.Lo == a.Hi && nameOf(number{lo: a.Lo}).Text == b.Text {
			return Agree, 0.5 * math.Min(a.weight, b.weight)
		}
		return Unrelated, 0
	}
	switch {
	case a.Unit == "person" || b.Unit == "person":
	case a.Lo == b.Lo && a.Hi == b.Hi:
		return Agree, 0.5 * math.Min(a.weight, b.weight)
	case a.Kind != Money && b.Kind != Money && contrary(a, b):
		return Disagree, 0.3 // under 65, and 65 years or more
	case a.mayBeMoney() && b.Kind == Money || b.mayBeMoney() && a.Kind == Money:
		small, large := math.Min(a.Hi, b.Hi), math.Max(a.Lo, b.Lo)
		if r, _ := compareSizes(a, b); r == Disagree && large < magnitude*small {
			return Disagree, 0.3 * closeness(middle(a), middle(b)) // €9m, and 19 millions, perhaps of something
		}
	}
	return Unrelated, 0
}

// magnitude is how many times as much an amount is that a number without a currency is
// none of.
const magnitude = 10

// mayBeMoney tells whether a number is large and counts nothing that is named.
func (v *Value) mayBeMoney() bool {
	return v.Kind == Number && v.Unit == "" && v.Lo >= leastMoney && v.alone
}

// spanOfLife compares an age with a duration in years, which is how many languages
// state one, or that of a small child with months. Years and months together are the
// age of nobody who is older.
func spanOfLife(a, b Value) (Relation, float64) {
	if a.Kind == Age {
		a, b = b, a
	}
	inMonths := a.stated == "mon" || a.stated == "yr" && a.Step < units["mon"].factor*2
	if a.stated != "yr" && a.stated != "mon" || inMonths && b.Lo >= childhood {
		return Unrelated, 0
	}
	a.Lo, a.Hi, a.Step, a.stated = a.Lo/year, a.Hi/year, a.Step/year, b.stated
	r, w := compareSizes(a, b)
	return r, 0.6 * w
}

// childhood is the age from which on nobody counts months.
const childhood = 4

// compareSizes compares two intervals of one unit.
func compareSizes(a, b Value) (Relation, float64) {
	gap := math.Max(0, math.Max(a.Lo-b.Hi, b.Lo-a.Hi))
	w := math.Min(a.weight, b.weight)
	switch {
	case gap == 0 && a.Lo == b.Lo && a.Hi == b.Hi:
		return Agree, w
	case contrary(a, b):
		return Disagree, 0.6 * severity(a, b)
	}
	slack := math.Max(a.rounding(0.025), b.rounding(0.025))
	if a.stated != b.stated && a.stated != "" && b.stated != "" {
		slack = a.rounding(0.05) + b.rounding(0.05)
	}
	if gap <= slack*(1+1e-9) {
		return Agree, 0.8 * w
	}
	return Disagree, severity(a, b)
}

// contrary tells whether one value is bounded from above and the other from below,
// with no more than the bound in common: fewer than 200, and over 200.
func contrary(a, b Value) bool {
	if a.Hi > b.Hi {
		a, b = b, a
	}
	return (a.Hedge == LessThan || a.Hedge == AtMost) && (b.Hedge == MoreThan || b.Hedge == AtLeast) && a.Hi <= b.Lo
}

// rounding returns how far a value may be from what was rounded to it: half of
// its last digit, but of trailing zeros, which may be exact, only up to a share
// of the value.
func (v Value) rounding(share float64) float64 {
	half := v.Step / 2
	size := math.Min(math.Abs(v.Lo), math.Abs(v.Hi))
	switch {
	case v.Hedge > About:
		return math.Min(half, 0.01*size)
	case v.Kind == Number && v.Step <= 1:
		return half
	}
	return math.Min(half, math.Max(share*size, half/10))
}

// severity is the weight of a disagreement of sizes.
func severity(a, b Value) float64 {
	w := 0.6
	switch a.Kind {
	case Number:
		if a.Unit != b.Unit || a.Unit == "" {
			w = 0.4
		}
	case Money, Length, Area, Volume, Mass, Speed, Temperature, Pressure, Power, Energy, Data:
		w = 0.8
	case Age:
		w = 0.7
	case Ordinal, Multiple:
		w = 0.3
	case Percent:
		if complements(a, b) {
			w = 0.4 // one train in three ran, and two thirds did not
		}
	}
	if a.weight < 0.12 || b.weight < 0.12 {
		w /= 2
	}
	return w * closeness(middle(a), middle(b))
}

func middle(v Value) float64 { return (v.Lo + v.Hi) / 2 }

// closeness is 1 for sizes within a factor of two and falls to 0.3: the
// further apart two values are, the likelier they are of different things.
func closeness(a, b float64) float64 {
	small, large := math.Min(math.Abs(a), math.Abs(b)), math.Max(math.Abs(a), math.Abs(b))
	switch {
	case large <= 2*small:
		return 1
	case large <= 5*small:
		return 0.6
	}
	return 0.3
}

// compareClocks compares times of day, on a dial of 12 hours when one of them
// does not say which half of the day it means.
func compareClocks(a, b Value) (Relation, float64) {
	if a.zoned && b.zoned {
		a.Lo, a.Hi = a.Lo-a.zone, a.Hi-a.zone
		b.Lo, b.Hi = b.Lo-b.zone, b.Hi-b.zone
	}
	dial := float64(dayMinutes)
	if a.open || b.open {
		dial /= 2
	}
	gap := math.Inf(1)
	x, y := math.Mod(a.Lo, dial), math.Mod(b.Lo, dial)
	for turn := -2 * dial; turn <= 2*dial; turn += dial {
		gap = math.Min(gap, math.Max(x+turn-(y+b.Hi-b.Lo), y-(x+turn+a.Hi-a.Lo)))
	}
	w := math.Min(a.weight, b.weight)
	if a.bound != Exact || b.bound != Exact {
		return a.compareBounds(b, gap <= 0, w)
	}
	known := a.zoned && b.zoned
	between := math.Abs(middle(a) - middle(b))
	partA, partB := a.Hi-a.Lo >= partMinutes, b.Hi-b.Lo >= partMinutes
	switch {
	case gap > 0 && (partA || partB), gap == 0 && partA && partB:
		return Disagree, otherPart
	case gap <= 0 && contrary(a, b):
		return Disagree, 0.4 // shortly before nine, and shortly after
	case gap <= 0 && (a.dial && !b.open && b.Lo >= afternoon || b.dial && !a.open && a.Lo >= afternoon):
		return Unrelated, 0
	case gap <= 0:
		return Agree, w
	case !known && math.Mod(between, 60) == 0:
		return Disagree, 0.2
	case !known && math.Mod(between, 30) == 0:
		return Disagree, 0.35
	}
	return Disagree, 0.5
}

// compareBounds compares two times of day at least one of which something was before or
// after; same tells whether they are the same. Before nine and after nine are contrary,
// and so are before nine and at ten; before nine and at eight are not. Of two times the
// later is that which follows the other within half a day.
func (v *Value) compareBounds(other Value, same bool, w float64) (Relation, float64) {
	later := math.Remainder(middle(other)-middle(*v), dayMinutes)
	early, late := v.bound, other.bound
	if later < 0 {
		early, late = late, early
	}
	switch {
	case same && v.bound != other.bound && v.bound != Exact && other.bound != Exact:
		return Disagree, otherBound
	case same:
		return Agree, w
	case v.open || other.open:
		return Unrelated, 0
	case early == LessThan && late != LessThan, late == MoreThan && early != MoreThan:
		return Disagree, otherBound
	case v.bound == other.bound:
		return Disagree, 0.35
	case math.Abs(later) <= soon:
		return Agree, w / 2 // after seven, and at a quarter past
	}
	return Unrelated, 0
}

// soon is how many minutes before or after an hour is what news says was before or
// after it.
const soon = 60

// afternoon is the first minute of the day that is written by an hour above 12.
const afternoon = 13 * 60

// partMinutes is how long a time of day is that is a part of the day.
const partMinutes = 4 * 60

// What parts of days and months tell: otherPart is the weight of the disagreement of
// parts of one day (where a morning ends, languages do not agree), otherStretch that
// of longer stretches of the calendar, otherUnit that of such as last month and last
// year, which have few days in common, otherBound that of before an hour and after it,
// and sameNight that of the agreement of two days by a night between them.
const (
	otherPart    = 0.3
	otherStretch = 0.35
	otherUnit    = 0.25
	otherBound   = 0.4
	sameNight    = 0.2
)

// compareDates compares what both dates state, or what the reference date made
// of it.
func compareDates(a, b Value) (Relation, float64) {
	w := math.Min(a.weight, b.weight)
	byWeekday := a.stated == "weekday" || b.stated == "weekday"
	switch {
	case a.heading()*b.heading() < 0 && a.recurs(b):
		return Disagree, otherStretch // last October, and in October next year
	case a.season > 0 && b.season > 0 && a.season != b.season:
		return Disagree, otherStretch
	case (a.season > 0) != (b.season > 0) && a.Month+b.Month > 0 && (a.Year*b.Year == 0 || a.Year == b.Year):
		if inSeason(max(a.season, b.season), max(a.Month, b.Month)) {
			return Agree, w / 2
		}
		return Unrelated, 0 // half of the world has the other season
	case (a.season > 0) != (b.season > 0) && a.Year*b.Year == 0:
		return Unrelated, 0
	case byWeekday:
		return compareWeekdays(a, b)
	case a.relative() && b.relative() && a.stated[0] == b.stated[0] && a.stated != b.stated && a.stated[0] != 'd':
		return Disagree, otherStretch // last year, and this year; of days each counts from its own
	case a.relative() && b.relative() && a.disjoint(b):
		return Disagree, otherUnit
	case a.Year > 0 && b.Year > 0:
		switch {
		case a.Lo > b.Hi || b.Lo > a.Hi:
			return Disagree, apart(a, b)
		case a.isDay() && b.isDay():
			return compareDays(a, b, b.midnight()-a.midnight(), apart(a, b))
		case a.days[0] > 0 && b.days[0] > 0 && a.Day > 0 && b.Day > 0 && (a.Lo != b.Lo || a.Hi != b.Hi):
			return Disagree, otherStretch // 3 to 19 July, and 3 to 9 July
		}
		return Agree, w
	case a.Month > 0 && b.Month > 0:
		switch {
		case a.isDay() && b.isDay():
			other := 0.5
			if a.Month != b.Month {
				other = 0.4
			}
			return compareDays(a, b, daysBetween(a, b), other)
		case a.Month != b.Month:
			return Disagree, 0.4
		case !a.sameDays(b):
			return Disagree, otherStretch
		}
		return Agree, w
	case a.Day > 0 && b.Day > 0:
		return compareDays(a, b, float64(b.Day-a.Day), 0.4)
	case strings.HasPrefix(a.stated, "part") && strings.HasPrefix(b.stated, "part") && a.Year+b.Year == 0 && a.stated != b.stated:
		return Disagree, otherStretch
	case a.season > 0 && a.season == b.season:
		return Agree, w
	case a.stated == b.stated && a.Year+a.Month+a.Day+b.Year+b.Month+b.Day == 0:
		return compareDays(a, b, 0, otherPart) // both "yesterday", whenever that is
	}
	return Unrelated, 0
}

// inSeason tells whether a month is of a season, or beside it, in the north.
func inSeason(season, month int) bool {
	first := 3*season - 1 // February, for the spring
	return (month-first+12)%12 <= 4
}

// isDay tells whether a date is one day, or a part of one.
func (v *Value) isDay() bool { return v.Day > 0 && v.days == [2]int{} }

// midnight is the day that a date of a known year states, without what a night has of
// the one before.
func (v *Value) midnight() float64 {
	if v.part.from < 0 {
		return v.Lo + 1
	}
	return v.Lo
}

// daysBetween returns how many days of some year b is after a, at most half a year.
func daysBetween(a, b Value) float64 {
	const leap = 2000
	days := dayNumber(time.Date(leap, time.Month(b.Month), b.Day, 0, 0, 0, 0, time.UTC)) - dayNumber(time.Date(leap, time.Month(a.Month), a.Day, 0, 0, 0, 0, time.UTC))
	return math.Remainder(days, 366)
}

// relative tells whether a date counts from a day that nobody knows.
func (v *Value) relative() bool { return v.Year == 0 && len(v.stated) == 2 }

// disjoint tells whether two dates that count from the day of their articles in
// different units do not meet, for most of such days: last month and last year,
// yesterday and last week. Days count from different ones: but for the day before
// yesterday they are not compared with each other.
func (v *Value) disjoint(other Value) bool {
	if v.Month+other.Month+v.season+other.season > 0 {
		return false
	}
	from, to, isDay := v.ago()
	from2, to2, isDay2 := other.ago()
	switch {
	case isDay && isDay2:
		return from != from2 && max(math.Abs(from), math.Abs(from2)) > 1
	case isDay:
		from2, to2 = from2-(to2-from2)/2, to2+(to2-from2)/2 // yesterday may be of last week
	case isDay2:
		from, to = from-(to-from)/2, to+(to-from)/2
	}
	return to < from2 || to2 < from
}

// ago returns the first and the last day that a relative date means, counted from that
// of its article in the middle of a week, month or year, and whether it is one day.
func (v *Value) ago() (from, to float64, isDay bool) {
	length := map[byte]float64{'d': 1, 'w': 7, 'm': 30, 'y': 365}[v.stated[0]]
	middle := length * float64(v.offset())
	return middle - (length-1)/2, middle + (length-1)/2, length == 1
}

// offset is how many days, weeks, months or years a relative date is ahead.
func (v *Value) offset() int { return int(v.stated[1]-'0') - 10 }

// heading tells whether a date has been, below 0, or is to come, above.
func (v *Value) heading() int {
	if v.way == 0 && v.relative() {
		return v.offset()
	}
	return v.way
}

// recurs tells whether two dates, one of them the last or next of its kind, are both
// months, seasons or weekdays.
func (v *Value) recurs(other Value) bool {
	return (v.way != 0 || other.way != 0) &&
		(v.Month > 0 && other.Month > 0 || v.season > 0 && other.season > 0 || v.Weekday > 0 && other.Weekday > 0)
}

// sameDays tells whether two dates of one month can mean the same: several days
// are those days, and early in the month is one of its first.
func (v *Value) sameDays(other Value) bool {
	within := func(v *Value) [2]int {
		switch {
		case v.days[0] > 0:
			return v.days
		case v.Day > 0:
			return [2]int{v.Day, v.Day}
		}
		return [2]int{1, 31}
	}
	x, y := within(v), within(&other)
	if v.days[0] > 0 && other.days[0] > 0 && v.Day > 0 && other.Day > 0 {
		return x == y
	}
	return x[0] <= y[1] && y[0] <= x[1]
}

// compareDays compares two days, of which b is some days after a, by the hours that
// are meant; other is the weight of the disagreement of other days.
func compareDays(a, b Value, days, other float64) (Relation, float64) {
	w := math.Min(a.weight, b.weight)
	switch meet := a.part.meet(b.part, days); {
	case meet && days == 0:
		return Agree, w
	case meet:
		return Agree, math.Min(w, sameNight)
	case days == 0:
		return Disagree, otherPart
	}
	return Disagree, other
}

// apart is the weight of the disagreement of dates that do not meet. A day's
// difference may be one of time zones.
func apart(a, b Value) float64 {
	gap := math.Max(a.Lo-b.Hi, b.Lo-a.Hi)
	switch {
	case a.stated != b.stated && a.season+b.season == 0:
		return 0.25
	case a.stated == "day" && gap == 1:
		return 0.3
	case a.stated == "day" && gap > 60:
		return 0.3
	}
	return 0.5
}

// compareWeekdays compares two dates of which at least one states no more than
// the day of the week.
func compareWeekdays(a, b Value) (Relation, float64) {
	if a.Weekday == 0 || b.Weekday == 0 {
		if a.Year > 0 && b.Year > 0 && a.Lo <= b.Hi && b.Lo <= a.Hi {
			return Agree, 0.1 // "on Monday" and "in May"
		}
		return Unrelated, 0
	}
	within := a.Year == 0 || b.Year == 0 || math.Abs(a.Lo-b.Lo) <= 8
	days := (b.Weekday - a.Weekday + 7) % 7
	if days > 3 {
		days -= 7
	}
	other := 0.35
	if days == 1 || days == -1 {
		other = 0.25
	}
	if within || days != 0 && a.stated == b.stated {
		return compareDays(a, b, float64(days), other)
	}
	return Unrelated, 0
}
