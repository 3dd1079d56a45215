// Package docvec gives an article one vector, by which articles about the same
// event are found whatever their languages: the mean of its sentences' vectors.
//
// Only vectors of one encoder can be compared with each other. [Encoder] chooses
// one for all languages of a collection.
package docvec

import (
	"context"
	"fmt"
	"math"
	"slices"

	"factdiff/align"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/segment"
)

// MaxSentences is how many sentences of an article, from its beginning, make its
// vector.
const MaxSentences = 1000

// together is how many sentences are embedded at a time.
const together = 256

// Of returns the vector of a document in a language, given by its ISO 639-1 code:
// encoder.Dim() values, of length 1. What lies outside the article is passed
// over, unless there is nothing else. The vector does not depend on the number of
// processors. A document without a sentence gives a [read.EmptyError].
func Of(ctx context.Context, encoder embed.Encoder, d *read.Document, lang string) ([]float32, error) {
	texts := sentences(d, lang, false)
	if len(texts) == 0 {
		texts = sentences(d, lang, true)
	}
	if len(texts) == 0 {
		return nil, &read.EmptyError{Name: d.Source}
	}
	sum := make([]float64, encoder.Dim())
	for some := range slices.Chunk(texts, together) {
		vectors, err := encoder.Encode(ctx, some)
		if err != nil {
			return nil, fmt.Errorf("embedding %q: %w", d.Source, err)
		}
		for _, v := range vectors {
			for i, x := range v.Text {
				sum[i] += float64(x)
			}
		}
	}
	var square float64
	for _, x := range sum {
		square += x * x
	}
	out := make([]float32, len(sum))
	if square > 0 {
		for i, x := range sum {
			out[i] = float32(x / math.Sqrt(square))
		}
	}
	return out, nil
}

// sentences returns the first sentences of a document, with or without what lies
// outside the article.
func sentences(d *read.Document, lang string, outside bool) (out []embed.Text) {
	for _, b := range d.Blocks {
		if b.Kind == read.Leftover && !outside {
			continue
		}
		text := d.Text[b.Start:b.End]
		for _, s := range segment.Sentences(text, lang) {
			if out = append(out, embed.Text{Text: text[s.Start:s.End]}); len(out) == MaxSentences {
				return out
			}
		}
	}
	return out
}

// Encoder returns the first of the embedded encoders, packages use and e5, that
// knows all of some languages, given by their ISO 639-1 codes. Where none does,
// it fails with an [align.LanguageError].
func Encoder(langs ...string) (embed.Encoder, error) {
	first, err := use.New()
	if err != nil {
		return nil, err
	}
	unknown := func(e embed.Encoder) int {
		return slices.IndexFunc(langs, func(code string) bool { return !e.Knows(code) })
	}
	if unknown(first) < 0 {
		return first, nil
	}
	second, err := e5.New()
	if err != nil {
		return nil, err
	}
	if i := unknown(second); i >= 0 {
		known := slices.DeleteFunc(slices.Clone(lang.Codes), func(c string) bool { return !second.Knows(c) })
		return nil, &align.LanguageError{Lang: langs[i], Model: second.Name(), Known: known}
	}
	return second, nil
}
