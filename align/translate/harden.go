package translate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"factdiff/align/internal/web"
)

// Limits says how much an engine is asked for, how fast and how persistently.
// A zero field means its default.
type Limits = web.Limits

// Hardened is a [Translator] around an engine that may be slow, overloaded,
// out of order, wrong about how many answers it owes, or stuck. See [Harden].
type Hardened struct {
	engine Translator
	guard  *web.Guard
}

// Harden returns a translator that asks an engine in batches, each attempt with
// a deadline, and again after growing pauses or what the engine asks for. A
// batch that is too long, or that it does not accept, is cut up. A reply with
// too few or too many answers is refused, as is an empty or wordless one.
//
// After a failure that asking again cannot mend, the engine is left alone for
// some time: every request fails at once. Then one request may try.
//
// An engine that ignores its context is left behind when that ends. It may
// panic.
func Harden(engine Translator, limits Limits) *Hardened {
	return &Hardened{engine: engine, guard: web.NewGuard(limits)}
}

// Name is the engine's.
func (h *Hardened) Name() string { return h.engine.Name() }

// Translate returns all answers or the first error.
func (h *Hardened) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	return Collect(ctx, h, from, to, texts)
}

// Stream hands over each batch when it is answered.
func (h *Hardened) Stream(ctx context.Context, from, to string, texts []string, answer func(i int, text string, err error)) {
	job := web.Job[string]{
		Guard: h.guard,
		Ask: func(ctx context.Context, texts []string) ([]string, error) {
			return h.engine.Translate(ctx, from, to, texts)
		},
		Accept: accept,
	}
	web.Stream(ctx, job, texts, func(i int, text string, err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			err = fmt.Errorf("translating with %s: %w", h.Name(), err)
		}
		answer(i, text, err)
	})
}

// accept cleans an answer of what must not reach a terminal, and refuses one
// without a word.
func accept(text, answer string) (string, error) {
	answer = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(answer, "\uFFFD"))
	answer = strings.TrimSpace(answer)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	if strings.ContainsFunc(text, word) && !strings.ContainsFunc(answer, word) {
		return "", &Error{Kind: Malformed, Message: fmt.Sprintf("the answer, %.40q, has no word", answer), Hint: web.Hint(Refused)}
	}
	return answer, nil
}
