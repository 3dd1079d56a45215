// Package translate turns sentences of one language into another through
// whatever translator its user has, and doubts what comes back.
//
// Most callers need two calls: engines.Open for a translator of the name a user
// gives, and [All] for many sentences, each with its translation, the reason to
// doubt it, or the error that left it without one. Who writes an engine
// implements [Translator], returns an [*Error] where one of its kinds fits, and
// leaves deadlines, retries and batches to [Harden].
//
// A translation is evidence, never a verdict: numbers, names and negations are
// to be read from the originals. There is deliberately no fallback from one
// translator to another: who asked for a local one did not ask for a network.
package translate

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Translator turns sentences of one language into another. Its methods are safe
// for concurrent use.
type Translator interface {
	// Name is the engine and its model, for reports and the cache's keys.
	Name() string
	// Translate returns as many answers as texts, in order. Languages are ISO
	// 639-1 codes.
	Translate(ctx context.Context, from, to string, texts []string) ([]string, error)
}

// Stepwise is a Translator that hands over its answers as they come, so that
// what is answered can be kept when the rest fails or the program is killed.
type Stepwise interface {
	Translator
	// Stream calls answer once for each text, from one goroutine at a time,
	// with its translation or the error that left it without one.
	Stream(ctx context.Context, from, to string, texts []string, answer func(i int, text string, err error))
}

// Translation is what became of a sentence.
type Translation struct {
	Text  string // "" if there is none
	Doubt string // why Text is not to be trusted, "" if nothing speaks against it
	Err   error  // why there is no Text
}

// All translates sentences and examines every answer with [Doubt]. It always
// returns as many translations as texts: a sentence that fails, or ctx ending,
// takes nothing from the others.
//
// The same sentence is asked for once; blank ones, and those already in the
// language, not at all.
func All(ctx context.Context, t Translator, from, to string, texts []string) []Translation {
	out := make([]Translation, len(texts))
	var ask []string
	places := map[string][]int{}
	for i, text := range texts {
		if from == to || strings.TrimSpace(text) == "" {
			out[i].Text = text
			continue
		}
		if places[text] == nil {
			ask = append(ask, text)
		}
		places[text] = append(places[text], i)
	}
	if len(ask) == 0 {
		return out
	}
	steps, ok := t.(Stepwise)
	if !ok {
		steps = Harden(t, Limits{})
	}
	answered := make([]bool, len(ask))
	steps.Stream(ctx, from, to, ask, func(i int, text string, err error) {
		answered[i] = true
		result := Translation{Text: text, Err: err}
		if err != nil {
			result.Text = ""
		} else {
			result.Doubt = Doubt(from, to, ask[i], text)
		}
		for _, place := range places[ask[i]] {
			out[place] = result
		}
	})
	for i, ok := range answered {
		if ok {
			continue
		}
		for _, place := range places[ask[i]] {
			out[place].Err = fmt.Errorf("translating with %s: %w", t.Name(), errors.New("the sentence was passed over; this is a mistake in the program, please report it"))
		}
	}
	return out
}

// Collect makes the Translate method of a [Stepwise] translator out of its
// Stream: all answers, or the first error.
func Collect(ctx context.Context, t Stepwise, from, to string, texts []string) ([]string, error) {
	out := make([]string, len(texts))
	var first error
	t.Stream(ctx, from, to, texts, func(i int, text string, err error) {
		out[i] = text
		if err != nil && first == nil {
			first = err
		}
	})
	if first != nil {
		return nil, first
	}
	return out, nil
}
