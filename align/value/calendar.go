package value

import (
	"fmt"
	"math"
	"time"
)

// resolve turns a date into a value, with the help of the reference date.
func (p *parser) resolve(d date) Value {
	v := Value{Kind: Date, Unit: "d", Step: 1, part: d.part, season: d.season, way: d.way}
	v.stated, v.weight = d.granularity()
	v.days = d.days
	if d.lastDay > 0 {
		v.days = [2]int{d.day, d.lastDay}
	}
	if d.quarter > 0 && d.year == 0 {
		v.stated = fmt.Sprintf("part %d of %d months", d.quarter, d.months)
	}
	known := !p.ref.IsZero()
	ref := p.ref
	if d.unit != 0 && known {
		d = d.relativeTo(ref)
	}
	if d.unit != 0 {
		v.Month, v.Day = d.month, d.day
		v.stated = string(d.unit) + string(rune('0'+int(clamp(d.offset, -9, 9))+10))
		return v
	}
	if known && d.year == 0 {
		d = d.nearest(ref)
	}
	v.Year, v.Month, v.Day, v.Weekday = d.year, d.month, d.day, d.weekday
	if d.year == 0 {
		return v
	}
	first, last := d.bounds()
	v.Lo, v.Hi = dayNumber(first), dayNumber(last)
	if d.day > 0 && d.lastDay == 0 {
		v.Weekday = isoWeekday(first)
	}
	if v.part.from < 0 {
		v.Lo--
	}
	if v.part.to > 24 {
		v.Hi++
	}
	return v
}

// granularity names the finest thing a date states, and how much it tells that
// two texts state it.
func (d date) granularity() (string, float64) {
	switch {
	case d.day > 0 && (d.month > 0 || d.unit != 0):
		return "day", 0.7
	case d.day > 0:
		return "day", 0.4
	case d.weekday > 0:
		return "weekday", 0.35
	case d.unit == 'd':
		return "day", 0.35
	case d.unit == 'w' && d.month == 0:
		return "week", 0.25
	case d.month > 0 || d.unit == 'm':
		return "month", 0.4
	case d.season > 0:
		return "season", 0.2
	case d.quarter > 0:
		return "quarter", 0.5
	case d.lastYear > 0:
		return "years", 0.4
	}
	return "year", 0.4
}

// relativeTo replaces what is relative by what it is on the day ref.
func (d date) relativeTo(ref time.Time) date {
	n := int(d.offset)
	switch d.unit {
	case 'd':
		t := ref.AddDate(0, 0, n)
		d.year, d.month, d.day = t.Year(), int(t.Month()), t.Day()
	case 'w':
		t := ref.AddDate(0, 0, 7*n+1-isoWeekday(ref))
		d.year, d.month, d.day, d.lastDay = t.Year(), int(t.Month()), t.Day(), t.Day()+6
	case 'm':
		t := time.Date(ref.Year(), ref.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		d.year, d.month = t.Year(), int(t.Month())
	case 'y':
		d.year = ref.Year() + n
	}
	d.unit = 0
	return d
}

// nearest adds the year, and for a bare day or weekday the month, that brings
// the date closest to the day ref, of those that have been or are to come if the
// wording says which. News tells of weekdays that have been rather than of those to
// come.
func (d date) nearest(ref time.Time) date {
	switch {
	case d.month > 0:
		day := max(d.day, 1)
		if d.day == 0 {
			day = 15
		}
		d.year = ref.Year()
		best := math.Inf(1)
		for y := ref.Year() - 1; y <= ref.Year()+1; y++ {
			t := time.Date(y, time.Month(d.month), day, 0, 0, 0, 0, time.UTC)
			gap := dayNumber(t) - dayNumber(ref)
			if gap*float64(d.way) < 0 {
				continue
			}
			if gap = math.Abs(gap); gap < best {
				best, d.year = gap, y
			}
		}
	case d.quarter > 0:
		d.year = ref.Year()
	case d.day > 0:
		best := math.Inf(1)
		for n := -2; n <= 2; n++ {
			t := time.Date(ref.Year(), ref.Month()+time.Month(n), d.day, 0, 0, 0, 0, time.UTC)
			gap := math.Abs(dayNumber(t) - dayNumber(ref))
			if d.weekday > 0 && d.weekday != isoWeekday(t) {
				gap += 100
			}
			if t.Day() == d.day && gap < best {
				best, d.year, d.month = gap, t.Year(), int(t.Month())
			}
		}
	case d.weekday > 0:
		back := (isoWeekday(ref) - d.weekday + 7) % 7
		if d.way > 0 {
			back -= 7
		}
		t := ref.AddDate(0, 0, -back)
		d.year, d.month, d.day = t.Year(), int(t.Month()), t.Day()
	}
	return d
}

// bounds returns the first and the last day a date with a year may mean.
func (d date) bounds() (first, last time.Time) {
	on := func(y, m, day int) time.Time { return time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC) }
	switch {
	case d.day > 0:
		return on(d.year, d.month, d.day), on(d.year, d.month, max(d.day, d.lastDay))
	case d.days[0] > 0:
		last := on(d.year, d.month+1, 0)
		return on(d.year, d.month, d.days[0]), on(d.year, d.month, min(d.days[1], last.Day()))
	case d.month > 0:
		return on(d.year, d.month, 1), on(d.year, d.month+1, 0)
	case d.quarter > 0:
		return on(d.year, d.months*(d.quarter-1)+1, 1), on(d.year, d.months*d.quarter+1, 0)
	}
	return on(d.year, 1, 1), on(max(d.year, d.lastYear), 12, 31)
}

// dayNumber counts the days since 1 January 1970.
func dayNumber(t time.Time) float64 {
	y, m, d := t.Date()
	return float64(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 3600))
}

// isoWeekday counts from 1, Monday, to 7, Sunday.
func isoWeekday(t time.Time) int {
	return (int(t.Weekday())+6)%7 + 1
}
