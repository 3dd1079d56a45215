package web

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Limits says how much a service is asked for, how fast and how persistently.
// A zero field means its default.
type Limits struct {
	Texts     int // most texts in a request; 32
	Bytes     int // most bytes in a request of several texts; 16,000
	TextBytes int // most bytes in one text; 16,000. Longer ones fail unasked.

	Deadline time.Duration // of one attempt; 30 s
	Interval time.Duration // least time between the starts of two attempts; none

	Retries  int           // attempts after the first; 4, none where negative
	Pause    time.Duration // before the first of them; 1 s. Each is 1.6 times as long as the last, ±23 %.
	MaxPause time.Duration // the longest of them; 30 s
	Patience time.Duration // the longest pause that the service may ask for; 2 min

	Cooldown time.Duration // how long a service that failed is left alone; 1 min
}

func (l Limits) withDefaults() Limits {
	set(&l.Texts, 32)
	set(&l.Bytes, 16_000)
	set(&l.TextBytes, 16_000)
	set(&l.Deadline, 30*time.Second)
	set(&l.Retries, 4)
	set(&l.Pause, time.Second)
	set(&l.MaxPause, 30*time.Second)
	set(&l.Patience, 2*time.Minute)
	set(&l.Cooldown, time.Minute)
	return l
}

func set[T int | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// A sentence that the service does not accept is looked for by cutting its
// request in halves, which takes at most seven failures in a row for up to 64
// sentences. After more, it is not the sentences. Time is dearer: a request
// that ran into its deadline counts three times.
const (
	maxRefusals    = 8
	timeoutRefuses = 3
)

// Guard keeps the limits of one service that may be slow, overloaded, out of
// order, wrong about how many answers it owes, or stuck. See [Stream].
type Guard struct {
	limits Limits

	mu       sync.Mutex
	next     time.Time // the earliest start of the next attempt
	failed   error     // why the service is left alone, nil if it is not
	failedTo time.Time // until when
}

// NewGuard returns the guard of a service that has not been asked yet.
func NewGuard(limits Limits) *Guard { return &Guard{limits: limits.withDefaults()} }

// Job is what a service is asked for.
type Job[A any] struct {
	Guard *Guard
	// Ask returns as many answers as texts, in order.
	Ask func(ctx context.Context, texts []string) ([]A, error)
	// Accept cleans an answer or refuses it; nil takes all.
	Accept func(text string, answer A) (A, error)
}

// Stream asks a service in batches, each attempt with a deadline, and again
// after growing pauses or what the service asks for. A batch that is too long,
// or that it does not accept, is cut up. A reply with too few or too many
// answers is refused. It calls answer once for each text, when its batch is
// answered, with an error where there is no answer.
//
// After a failure that asking again cannot mend, the service is left alone for
// some time: every request fails at once. Then one request may try.
//
// An Ask that ignores its context is left behind when that ends. It may panic.
func Stream[A any](ctx context.Context, job Job[A], texts []string, answer func(i int, a A, err error)) {
	r := run[A]{Job: job, Guard: job.Guard, ctx: ctx, texts: texts, answer: answer}
	var none A
	var batch []int
	bytes := 0
	for i, text := range texts {
		if len(text) > r.limits.TextBytes {
			answer(i, none, &Error{Kind: TooLong, Message: fmt.Sprintf("the sentence has %d bytes, %d are the limit", len(text), r.limits.TextBytes)})
			continue
		}
		if len(batch) > 0 && (len(batch) >= r.limits.Texts || bytes+len(text) > r.limits.Bytes) {
			r.batch(batch, r.retries())
			batch, bytes = nil, 0
		}
		batch = append(batch, i)
		bytes += len(text)
	}
	if len(batch) > 0 {
		r.batch(batch, r.retries())
	}
}

// run is one call of Stream.
type run[A any] struct {
	Job[A]
	*Guard
	ctx    context.Context
	texts  []string
	answer func(i int, a A, err error)

	refused int   // failures in a row that may be due to a sentence
	tired   bool  // the last request failed after all its retries
	stop    error // why nothing more is asked
}

// retries is none after a request that had all of them in vain: a service out
// of order is not to be waited for once for each sentence.
func (r *run[A]) retries() int {
	if r.tired {
		return -1
	}
	return r.limits.Retries
}

// batch answers the texts of some indices.
func (r *run[A]) batch(indices []int, retries int) {
	if r.stop != nil {
		r.fail(indices, r.stop)
		return
	}
	texts := make([]string, len(indices))
	for i, index := range indices {
		texts[i] = r.texts[index]
	}
	answers, err := r.ask(texts, retries)
	if err == nil {
		r.refused, r.tired = 0, false
		for i, index := range indices {
			a, err := answers[i], error(nil)
			if r.Accept != nil {
				a, err = r.Accept(texts[i], a)
			}
			r.answer(index, a, err)
		}
		return
	}
	e, _ := errors.AsType[*Error](err)
	if e == nil || r.ctx.Err() != nil || errors.Is(err, ErrLeftAlone) {
		r.stop = err
		r.fail(indices, err)
		return
	}
	size := (len(indices) + 1) / 2
	switch e.Kind {
	case TooLong:
		// Cutting up always ends this, so it counts for nothing.
	case Malformed:
		size = 1
		r.refused++
	case Refused:
		r.refused++
	case Timeout:
		r.refused += timeoutRefuses
		r.tired, retries = true, -1
	case Retryable:
		// A service that answers 500 may mean one sentence. One that is not to
		// be reached, or wants to be left alone, does not.
		if e.Status < 500 || e.Status == 503 {
			r.refused = maxRefusals
		}
		r.refused++
		r.tired, retries = true, -1
	default:
		r.stop = err
	}
	switch {
	case e.Kind == Quota || e.Kind == Auth || r.refused >= maxRefusals:
		r.stop = err
		r.leaveAlone(err)
	case r.stop == nil && len(indices) > 1:
		for len(indices) > 0 {
			n := min(size, len(indices))
			r.batch(indices[:n], retries)
			indices = indices[n:]
		}
		return
	}
	r.fail(indices, err)
}

func (r *run[A]) fail(indices []int, err error) {
	var none A
	for _, index := range indices {
		r.answer(index, none, err)
	}
}

// ask makes the attempts of one request.
func (r *run[A]) ask(texts []string, retries int) ([]A, error) {
	ctx := r.ctx
	for attempt := 0; ; attempt++ {
		if err := r.admit(ctx); err != nil {
			return nil, err
		}
		answers, err := r.attempt(texts)
		if err == nil {
			r.recovered()
			return answers, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		e, _ := errors.AsType[*Error](err)
		if e == nil {
			return nil, &Error{Kind: Refused, Message: err.Error(), Err: err}
		}
		if e.Kind != Retryable && e.Kind != Timeout || attempt >= retries || e.Kind == Timeout && attempt > 0 {
			return nil, err
		}
		pause := max(r.pause(attempt), e.RetryAfter)
		if e.RetryAfter > r.limits.Patience {
			return nil, err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < pause {
			return nil, err // there will be no time left
		}
		if e.RetryAfter > 0 {
			r.hold(pause)
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// attempt asks the service once.
func (r *run[A]) attempt(texts []string) ([]A, error) {
	ctx, cancel := context.WithTimeout(r.ctx, r.limits.Deadline)
	defer cancel()
	type reply struct {
		answers []A
		err     error
	}
	replied := make(chan reply, 1)
	go func() {
		var out reply
		defer func() {
			if p := recover(); p != nil {
				out = reply{err: &Error{Kind: Refused, Message: fmt.Sprintf("the engine panicked: %.200v", p)}}
			}
			replied <- out
		}()
		out.answers, out.err = r.Ask(ctx, append([]string(nil), texts...))
	}()
	var out reply
	select {
	case out = <-replied:
	case <-ctx.Done():
		out.err = ctx.Err()
	}
	if out.err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, &Error{Kind: Timeout, Message: fmt.Sprintf("no answer within %v", r.limits.Deadline), Err: out.err}
		}
		return nil, out.err
	}
	if len(out.answers) != len(texts) {
		return nil, &Error{Kind: Malformed, Message: fmt.Sprintf("%d sentences were answered with %d", len(texts), len(out.answers))}
	}
	return out.answers, nil
}

// pause returns how long to wait after an attempt, the first being 0.
func (g *Guard) pause(attempt int) time.Duration {
	d := float64(g.limits.Pause)
	for range attempt {
		d = min(d*1.6, float64(g.limits.MaxPause))
	}
	return time.Duration(d * (0.77 + 0.46*rand.Float64()))
}

// ErrLeftAlone marks the errors of requests that were not made.
var ErrLeftAlone = errors.New("not asked, it failed shortly before")

// admit waits until an attempt may start.
func (g *Guard) admit(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	g.mu.Lock()
	now := time.Now()
	if g.failed != nil {
		if now.Before(g.failedTo) {
			defer g.mu.Unlock()
			return fmt.Errorf("%w: %w", ErrLeftAlone, g.failed)
		}
		g.failedTo = now.Add(g.limits.Deadline) // others wait for how this one fares
	}
	start := now
	if g.next.After(start) {
		start = g.next
	}
	if g.limits.Interval > 0 {
		g.next = start.Add(g.limits.Interval)
	}
	g.mu.Unlock()
	return sleep(ctx, start.Sub(now))
}

// hold lets no attempt start for some time.
func (g *Guard) hold(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.next) {
		g.next = until
	}
}

func (g *Guard) leaveAlone(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed, g.failedTo = err, time.Now().Add(g.limits.Cooldown)
}

func (g *Guard) recovered() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed = nil
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
