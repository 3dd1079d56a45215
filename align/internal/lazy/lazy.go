// Package lazy puts off what would otherwise be done before main starts, in every
// run of the program, also of those that never need it.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a function that compiles an expression when it is first called.
// Like [regexp.MustCompile] it panics if that fails.
func Regexp(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
