// Package embed says what the engine wants of a sentence encoder: vectors whose
// cosine tells how near in meaning two texts are, whatever their languages.
//
// Packages use and e5 are the encoders that come with the program.
package embed

import "context"

// Span is a half-open range of byte offsets into a text.
type Span struct{ Start, End int }

// Text is a sentence to be encoded, with the spans inside it whose vectors are
// wanted too. Spans are in order and do not overlap.
type Text struct {
	Text  string
	Parts []Span // facts
	Words []Span
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
