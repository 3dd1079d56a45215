// Package use is Google's universal-sentence-encoder-multilingual, version 3,
// as it comes with the program: a network of word pieces and n-gram
// convolutions, trained to find translations in sixteen languages.
// (Y. Yang et al., "Multilingual Universal Sentence Encoder for Semantic
// Retrieval", ACL 2020 demo.)
//
// The weights lie in the binary and are read in place: nothing is loaded at
// start-up, and a word piece's row is decoded when a text uses it.
package use

import (
	"context"
	_ "embed"
	"fmt"
	"iter"
	"sync"

	"factdiff/align/embed"
	"factdiff/align/internal/parallel"
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

// languages are those the model was trained on, by ISO 639-1 code.
var languages = map[string]bool{
	"ar": true, "de": true, "en": true, "es": true, "fr": true, "it": true,
	"ja": true, "ko": true, "nl": true, "pl": true, "pt": true, "ru": true,
	"th": true, "tr": true, "zh": true,
}

// Name implements [embed.Encoder].
func (e *Encoder) Name() string { return "universal-sentence-encoder-multilingual-3" }

// Dim implements [embed.Encoder].
func (e *Encoder) Dim() int { return dim }

// Knows implements [embed.Encoder].
func (e *Encoder) Knows(lang string) bool { return languages[lang] }

// MaxPieces is the number of word pieces of a text that are read; what comes
// after is left out of its vector. A newspaper sentence has some 35.
const MaxPieces = 2048

// batchBytes is how much text goes through the network together: enough that
// reading the weights is shared, little enough that a batch stays in cache.
const batchBytes = 2048

// Encode implements [embed.Encoder]. Texts are worked on in batches, side by
// side on all processors that GOMAXPROCS allows; the result does not depend on
// how many there are.
func (e *Encoder) Encode(ctx context.Context, texts []embed.Text) ([]embed.Vectors, error) {
	out := make([]embed.Vectors, len(texts))
	batches := cut(texts, parallel.Processors(ctx))
	err := parallel.Do(ctx, len(batches), func(numbers iter.Seq[int]) {
		b := spare.Get().(*batch)
		defer spare.Put(b)
		for k := range numbers {
			first, end := batches[k][0], batches[k][1]
			b.run(e.network, texts[first:end], out[first:end])
		}
	})
	if err != nil {
		return nil, fmt.Errorf("encoding %d texts: %w", len(texts), err)
	}
	return out, nil
}

// spare keeps batches for the memory they have.
var spare = sync.Pool{New: func() any { return new(batch) }}

// cut returns batches of texts, each by its first and the one after its last:
// as many for each processor, and of about the same size.
func cut(texts []embed.Text, processors int) (batches [][2]int) {
	size := 0 // of what is left
	for _, t := range texts {
		size += len(t.Text)
	}
	for first, left := 0, 0; first < len(texts); left-- {
		if left%processors == 0 {
			left = processors * max(1, (size+processors*batchBytes-1)/(processors*batchBytes))
		}
		end, filled := first, 0
		for end < len(texts) && (end == first || filled+len(texts[end].Text)/2 <= (size+left-1)/left) {
			filled += len(texts[end].Text)
			end++
		}
		batches = append(batches, [2]int{first, end})
		first, size = end, size-filled
	}
	return batches
}
