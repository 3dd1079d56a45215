// Package value finds the values a text states, such as amounts of money,
// dates, times, lengths and counts, in over thirty languages, and tells whether
// two of them agree.
//
// Most callers need two calls: [Find] for the values of a text, and [Relate]
// for how far the values of two texts support or contradict each other.
// [Compare] answers for a single pair.
//
// What a language calls things (numerals, months, units, hedges) is a table in
// the folder data; the code knows notations but no language. A value says what
// is stated, not what it is stated of: that 3 dead and 3 trucks are the same
// number is for the caller to weigh. Currencies are exchanged only
// roughly, since rates move, and durations such as "two years ago" are
// deliberately not resolved into dates.
package value

import (
	"time"
)

// Kind says what a value measures.
type Kind uint8

// The kinds of values, each with its base unit.
const (
	Number      Kind = iota + 1 // a count or plain number; Unit "person" when it counts people, else ""
	Percent                     // a share, percent and fractions alike; Unit "%"
	Multiple                    // a factor, as in "doubled"; Unit "x"
	Money                       // an amount; Unit is the ISO 4217 code, or codes joined by "/" where the wording leaves it open ("crowns")
	Date                        // a day, or a longer stretch of the calendar; see the date fields; Unit "d"
	Clock                       // a time of day; Unit "min", minutes after midnight
	Duration                    // a span of time; Unit "s"
	Age                         // how old somebody or something is; Unit "yr"
	Length                      // Unit "m"
	Area                        // Unit "m2"
	Volume                      // Unit "l"
	Mass                        // Unit "kg"
	Speed                       // Unit "m/s"
	Temperature                 // Unit "°C"
	Pressure                    // Unit "Pa"
	Power                       // Unit "W"
	Energy                      // Unit "J"
	Data                        // Unit "B"
	Ordinal                     // a rank, as in "the third"; Unit ""
	Score                       // a result of two counts, as in "3-1"; Lo and Hi are the two, the smaller first; Unit ""
	Code                        // a name made with digits, as in "MI5" or "No. 614"; Text holds it
)

var kindNames = [...]string{
	"none", "number", "percent", "multiple", "money", "date", "clock", "duration", "age",
	"length", "area", "volume", "mass", "speed", "temperature", "pressure", "power", "energy",
	"data", "ordinal", "score", "code",
}

// String returns the kind's name in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// Hedge says how the wording limits a value.
type Hedge uint8

// The hedges.
const (
	Exact    Hedge = iota // no hedge
	About                 // "some", "rund", "約"
	MoreThan              // "over", "plus de"
	AtLeast               // "at least", "or more"
	LessThan              // "under", "nearly", "knapp"
	AtMost                // "up to", "or less"
)

// Value is one value stated in a text.
type Value struct {
	// Start and End are the byte offsets of the wording, unit and hedge
	// included.
	Start, End int

	Kind Kind
	Unit string // the base unit, see [Kind]

	// Lo and Hi bound what the wording allows, in the base unit; they are equal
	// for an exact value, and finite: "more than 30" is read as news uses it, a
	// little more than 30. For a Date they are the first and the last day it
	// may mean, in days since 1 January 1970, both 0 while Year is unknown.
	Lo, Hi float64

	Step  float64 // the unit of the last digit that is not a trailing zero, in the base unit
	Hedge Hedge

	// What a Date states, or what a reference date adds to it; 0 is unknown.
	// Weekday counts from 1, Monday, to 7, Sunday (ISO 8601).
	Year, Month, Day, Weekday int

	Text string // the name of a Code, upper case and without hyphens

	weight float64 // what two statements of it share beyond chance, 0 to 1
	stated string  // the unit as worded, "" for none
	part   hours   // of the day of a Date
	season int     // of the year of a Date: 1 for spring to 4 for winter
	way    int     // of a Date: -1 if it is the last such month, season or weekday, 1 if the next
	bound  Hedge   // of a Clock: something was before it, LessThan, or after it, MoreThan
	days   [2]int  // of its month, the first and the last: 3-5 May, early May; 0 if it is one, or all
	zone   float64 // of a Clock, minutes ahead of UTC
	zoned  bool    // whether a Clock states its zone
	open   bool    // a Clock of 1 to 12 without a half of the day
	dial   bool    // an open one where 13 to 24 are written for the other half
	alone  bool    // nothing stands right behind it that it might count
	alt    *Value  // the second reading of an ambiguous wording
}

// Find returns the values of text in order of appearance; their spans do not
// overlap. The language is a BCP 47 tag, of which the first part counts; of an
// unknown language only digits, symbols and international units are read. The
// reference date, the day an article appeared, resolves "yesterday" or "on 3
// May" to a date; when it is the zero time such dates keep to what is stated.
//
// Any text is accepted, and the time taken grows linearly with its length.
func Find(text, lang string, ref time.Time) []Value {
	lex := lexiconOf(lang)
	var out []Value
	for from := 0; from < len(text); {
		to := from + window(text[from:])
		p := parser{lex: lex, ref: ref, glyphs: fold(text[from:to], from)}
		positional(p.glyphs)
		p.items = scan(p.glyphs, lex)
		out = append(out, p.parse()...)
		from = to
	}
	return out
}

// windowSize bounds how many bytes are worked on at once, and with them the
// memory a text of one endless line takes.
const windowSize = 1 << 15

// window returns the length of the next piece of text to work on. It ends
// after white space where there is any, so that few values are cut.
func window(text string) int {
	if len(text) <= windowSize {
		return len(text)
	}
	end := windowSize
	for end > windowSize/2 && text[end-1] != '\n' && text[end-1] != ' ' {
		end--
	}
	if end > windowSize/2 {
		return end
	}
	end = windowSize
	for end > windowSize-4 && text[end]&0xC0 == 0x80 {
		end--
	}
	return end
}
