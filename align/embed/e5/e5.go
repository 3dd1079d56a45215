// Package e5 is multilingual-e5-small as it comes with the program: a
// transformer of 12 layers over word pieces, trained to find related texts in
// some hundred languages. It knows more languages than package use and makes
// other mistakes, at ten times the arithmetic.
// (L. Wang et al., "Multilingual E5 Text Embeddings: A Technical Report",
// 2024.)
//
// The weights, of 4 bits each, lie in the binary and are multiplied where they
// lie: nothing is loaded at start-up.
//
// The model was trained with a word before each text that tells its role:
// "query: " and "passage: " where a short text looks for a long one, "query: "
// on both sides where texts are compared as equals. The latter is what is done
// here, so every text is read with "query: " before it.
package e5

import (
	"context"
	_ "embed"
	"fmt"
	"iter"
	"strings"
	"sync"

	"factdiff/align/embed"
	"factdiff/align/internal/parallel"
	"factdiff/align/internal/transformer"
)

// model.bin is written by align/internal/mkasset; model.md tells where it comes from.
//
//go:embed model.bin
var model string

// Encoder is the embedded model. It implements [embed.Encoder].
type Encoder struct {
	*network
}

var shared = sync.OnceValues(func() (*Encoder, error) {
	n, err := open(model)
	if err != nil {
		return nil, err
	}
	return &Encoder{n}, nil
})

// New returns the encoder. All callers share one; its tables are set up by the
// first call, in some milliseconds. It fails only if the program was built
// with a damaged asset.
func New() (*Encoder, error) { return shared() }

// languages are those of the text that XLM-RoBERTa, whose vocabulary this is,
// was trained on, by ISO 639-1 code; no stands for both forms of Norwegian there.
const languages = " af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy" +
	" id is it ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl nn no om or pa pl ps pt ro ru sa sd si sk sl so" +
	" sq sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh "

// Name implements [embed.Encoder].
func (e *Encoder) Name() string { return "multilingual-e5-small" }

// Dim implements [embed.Encoder].
func (e *Encoder) Dim() int { return dim }

// Knows implements [embed.Encoder].
func (e *Encoder) Knows(lang string) bool {
	return len(lang) == 2 && strings.Contains(languages, " "+lang+" ")
}

// MaxPieces is the number of word pieces of a text that are read, two marks
// and the prefix among them; what comes after is left out of its vector. A
// newspaper sentence has some 35.
const MaxPieces = 512

// Encode implements [embed.Encoder]. A text's vector is the mean over all its
// word pieces, a part's over those that begin inside it, a word's over those
// that overlap it. Texts are worked on in batches, side by side on all
// processors that GOMAXPROCS allows; the result does not depend on how many
// there are, nor on the other texts.
func (e *Encoder) Encode(ctx context.Context, texts []embed.Text) ([]embed.Vectors, error) {
	out := make([]embed.Vectors, len(texts))
	sequences, lengths := make([]sequence, len(texts)), make([]int, len(texts))
	err := parallel.Do(ctx, len(texts), func(numbers iter.Seq[int]) {
		for i := range numbers {
			sequences[i] = e.cut(texts[i].Text)
			lengths[i] = sequences[i].rows()
		}
	})
	if err == nil {
		err = transformer.Batches(ctx, lengths, func(b *transformer.Batch, first, end int) {
			e.run(b, texts[first:end], sequences[first:end], out[first:end])
		})
	}
	if err != nil {
		return nil, fmt.Errorf("encoding %d texts: %w", len(texts), err)
	}
	return out, nil
}
