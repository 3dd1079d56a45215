package translate

import "factdiff/align/internal/web"

// Kind says what an error means for the next request.
type Kind = web.Kind

// The kinds of errors.
const (
	Retryable = web.Retryable // the service is busy, out of order or not to be reached: ask again later
	Timeout   = web.Timeout   // no answer in time; ask again with less
	TooLong   = web.TooLong   // the request is too large: ask with less
	Malformed = web.Malformed // the reply cannot be used: ask for one text at a time
	Refused   = web.Refused   // something in this request is not accepted: others may be
	Permanent = web.Permanent // no request of this sort will be accepted: an unknown language or model, a wrong address
	Quota     = web.Quota     // what the user may ask for is used up
	Auth      = web.Auth      // the key is missing or wrong
)

// Error is a failure that an engine can tell more about than its text: its
// Kind, a Message without keys and control characters, a Hint on what to do,
// the Status of the HTTP reply, how long the service wants to be left alone, and
// the cause.
type Error = web.Error

// KindOf returns the kind of an error, 0 if nothing in it is an [*Error].
func KindOf(err error) Kind { return web.KindOf(err) }
