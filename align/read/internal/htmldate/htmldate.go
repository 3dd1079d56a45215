// Package htmldate stands in for the module of the same path, with which the
// article extraction guesses dates from prose. The original, and the parser of
// dates behind it, compile some thousand regular expressions before main starts:
// 130 ms and 80 MB in every run of the program, also where no page is read.
// Publication dates are read from a page's metadata only, so nothing here is ever
// called; the types are those the extraction names. The main module's go.mod puts
// it in place.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// Options are those that the extraction sets.
type Options struct {
	UseOriginalDate     bool
	SkipExtensiveSearch bool
	URL                 string
}

// Result is a date that was found.
type Result struct {
	DateTime time.Time
	HasTime  bool
}

// IsZero tells whether none was.
func (r Result) IsZero() bool { return r.DateTime.IsZero() }

// FromDocument finds no date: it always returns an error.
func FromDocument(*html.Node, Options) (Result, error) {
	return Result{}, errors.New("dates in prose are not read; state the date in the page's metadata")
}
