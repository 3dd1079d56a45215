package web

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what an error means for the next request.
type Kind uint8

// The kinds of errors.
const (
	Retryable Kind = iota + 1 // the service is busy, out of order or not to be reached: ask again later
	Timeout                   // no answer in time; ask again with less
	TooLong                   // the request is too large: ask with less
	Malformed                 // the reply cannot be used: ask for one text at a time
	Refused                   // something in this request is not accepted: others may be
	Permanent                 // no request of this sort will be accepted: an unknown language or model, a wrong address
	Quota                     // what the user may ask for is used up
	Auth                      // the key is missing or wrong
)

// Error is a failure that can be told more about than its text.
type Error struct {
	Kind    Kind
	Message string // what went wrong, without a key and without control characters
	Hint    string // what to do about it; where empty, what helps against most errors of the kind
	Status  int    // of the HTTP reply, or 0
	// RetryAfter is how long the service wants to be left alone, 0 if it did
	// not say.
	RetryAfter time.Duration
	Err        error // what caused it, may be nil
}

// Error returns the message and the hint.
func (e *Error) Error() string {
	hint := e.Hint
	if hint == "" {
		hint = hints[e.Kind]
		if e.Kind == Retryable && e.RetryAfter >= time.Second {
			hint = fmt.Sprintf("try again in %v", e.RetryAfter.Round(time.Second))
		}
	}
	if hint == "" {
		return e.Message
	}
	return e.Message + "; " + hint
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

var hints = map[Kind]string{
	Retryable: "try again later",
	Timeout:   "give it more time, or fewer sentences",
	TooLong:   "the sentence must be shortened",
	Malformed: "check that the address is that of such a service",
	Refused:   "the sentence is left out",
	Permanent: "check the address, the model and the languages it offers",
	Quota:     "wait until it renews, or use another service",
	Auth:      "check the key",
}

// Hint returns what helps against most errors of a kind.
func Hint(k Kind) string { return hints[k] }

// Advise returns an error with the hint that its caller has for its kind, where it
// brings none of its own.
func Advise(err error, hints map[Kind]string) error {
	e, _ := errors.AsType[*Error](err)
	if e == nil || e.Hint != "" || hints[e.Kind] == "" || errors.Is(err, ErrLeftAlone) {
		return err
	}
	own := *e
	own.Hint = hints[e.Kind]
	return &own
}

// KindOf returns the kind of an error, 0 if nothing in it is an [*Error].
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return 0
}
