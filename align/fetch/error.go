package fetch

import (
	"fmt"
	"time"
)

// Reason says why an address gave no document.
type Reason uint8

// The reasons.
const (
	Malformed   Reason = iota + 1 // the address is none that can be asked
	Private                       // the host, or one it leads to, is not on the open network
	Disallowed                    // the host's robots.txt asks programs to keep away
	Unreachable                   // there is no connection, or it broke
	Timeout                       // there is no answer in time
	Status                        // the host answered with an error
	Redirects                     // the redirections do not end, or lead where none may
	TooLarge                      // the answer is longer than may be
	NoArticle                     // the answer is a picture, a program, a form of packing not known
)

// Error tells why an address gave no document. What cannot be read of an answer
// that came is an error of package read instead.
type Error struct {
	Address    string // the address as it was named
	Reason     Reason
	Message    string        // what went wrong
	Hint       string        // what to do about it
	Status     int           // of the answer, 0 if there was none
	RetryAfter time.Duration // how long the host wants to be left alone, 0 if it did not say
	Err        error         // the cause, may be nil
}

// Error returns the message and the hint.
func (e *Error) Error() string {
	return fmt.Sprintf("reading %q: %s; %s", e.Address, e.Message, e.Hint)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Temporary tells whether the same address may give a document later.
func (e *Error) Temporary() bool {
	switch e.Reason {
	case Unreachable, Timeout:
		return true
	case Status:
		return e.Status == 408 || e.Status == 425 || e.Status == 429 || e.Status >= 500
	}
	return false
}
