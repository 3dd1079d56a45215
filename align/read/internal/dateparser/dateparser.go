// Package dateparser stands in for the module of the same path, which the
// article extraction pulls in to guess dates from prose. The original compiles
// some thousand regular expressions before main starts: 130 ms and 80 MB in
// every run of the program, also where no page is read. Publication dates are
// read from a page's metadata only, so nothing here is ever called; the types
// are those the extraction names. The main module's go.mod puts it in place.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way of reading a date.
type ParserType uint8

// The ways the extraction asks for.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource tells which of several dates an incomplete one means.
type PreferredDateSource uint8

// Past means the latest date gone by.
const Past PreferredDateSource = 1

// Configuration holds the options the extraction sets.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser lists the ways to try.
type Parser struct {
	ParserTypes []ParserType
}

// Date is a date that was read.
type Date struct {
	Time time.Time
}

// Parse reads no date: it always returns an error.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dates in prose are not read; state the date in the page's metadata")
}
