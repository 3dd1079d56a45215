// Package embed says what the engine wants of a sentence encoder: vectors whose
// cosine tells how near in meaning two texts are, whatever their languages.
//
// Packages use and e5 are the encoders that come with the program.
package embed

import (
	"context"
	"sort"
)

// Span is a half-open range of byte offsets into a text.
type Span struct{ Start, End int }

// Text is a sentence to be encoded, with the spans inside it whose vectors are
// wanted too. Spans are in order and do not overlap.
type Text struct {
	Text  string
	Parts []Span // facts
	Words []Span

	Reading bool // wanted too
}

// Pieces are where the word pieces that an encoder cuts a text into lie in it,
// in order.
type Pieces []Span

// Of returns the range of the pieces that begin inside a span, or where none
// does, of those that share a byte with it.
func (p Pieces) Of(s Span) (lo, hi int) {
	first := func(at int) int {
		return sort.Search(len(p), func(i int) bool { return p[i].Start >= at })
	}
	if lo, hi = first(s.Start), first(s.End); lo < hi {
		return lo, hi
	}
	return p.Overlapping(s)
}

// Overlapping returns the range of the pieces that share a byte with a span.
func (p Pieces) Overlapping(s Span) (lo, hi int) {
	lo = sort.Search(len(p), func(i int) bool { return p[i].End > s.Start })
	hi = lo + sort.Search(len(p)-lo, func(i int) bool { return p[lo+i].Start >= s.End })
	return lo, hi
}

// Reading is a text as an encoder has read half of it, for a model that goes on
// from there with two texts at once, see package cross.
type Reading struct {
	Pieces Pieces
	States []float32 // rows of equal length: of a mark, of each piece, of a mark
}

// Vectors is what an [Encoder] makes of one [Text].
type Vectors struct {
	// Text is the sentence's vector: Dim values, of length 1.
	Text []float32
	// Parts has a vector for each part, of the same form, read in the context
	// of its sentence where the encoder can.
	Parts [][]float32
	// Words has a vector for each word in its context, of length about 127,
	// comparable with other words' only; nil where the encoder has none.
	Words [][]int8
	// Information tells, for each word, how much it says: the negative
	// logarithm of its probability in running text, in nats. Articles have
	// some 4, rare names 20 and more. Nil where the encoder has none.
	Information []float32
	// Reading is there if it was wanted and the encoder has one.
	Reading *Reading
}

// Encoder turns texts into vectors. Its methods are safe for concurrent use.
type Encoder interface {
	// Name identifies the model and its version in reports.
	Name() string
	// Dim is the number of values in a vector.
	Dim() int
	// Knows tells whether the model was trained on a language, given as an
	// ISO 639-1 code.
	Knows(lang string) bool
	// Encode returns the vectors of each text, in order. It fails when ctx is
	// done, and where the encoder is a server, when that fails.
	Encode(ctx context.Context, texts []Text) ([]Vectors, error)
}
