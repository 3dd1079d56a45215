// Package report prints what align.Compare found: [Text] for a terminal, [JSON]
// for programs, [HTML] for a browser.
package report
