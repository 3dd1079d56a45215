// Package cross is a model that reads two sentences at once and tells which of
// their facts speak of the same matter, which contradict each other, and which
// words of one the other does not say. Vectors, each made without sight of the
// other, see the topic first.
//
// It goes on where package e5 is halfway: each sentence is read alone by that
// encoder's first six layers, whose states come for free when it is embedded,
// and then both together by six layers of this model. (S. MacAvaney et al.,
// "Efficient Document Re-Ranking for Transformers by Precomputing Term
// Representations", SIGIR 2020.) What they were taught with, and how well they
// learned it, tells train/README.md.
package cross

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"sync"

	"factdiff/align/embed"
	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
	"factdiff/align/internal/transformer"
)

// model.bin is written by align/internal/mkasset of what train learned.
//
//go:embed model.bin
var model string

const (
	dim    = transformer.Dim
	layers = 6
	hidden = 128

	// maxPieces is how many word pieces of a sentence are read; the sentences
	// that the model learned from had no more.
	maxPieces = 251
)

// Model is the embedded model. Its methods are safe for concurrent use.
type Model struct {
	layers  []transformer.Layer
	segment []float32 // what tells the pieces of one sentence from the other's

	token     []float32
	tokenBias float32

	head     *gemm.Weights // 4·dim × hidden
	headBias []float32
	out      []float32 // hidden × outputs
	outBias  []float32
}

// The outputs for two facts.
const (
	link = iota
	conflict
	part
	outputs
)

var shared = sync.OnceValues(func() (*Model, error) { return Open(model) })

// New returns the embedded model. All callers share one; its tables are set up
// by the first call. It fails only if the program was built with a damaged asset.
func New() (*Model, error) { return shared() }

// Open reads a model as align/internal/mkasset writes it.
func Open(data string) (*Model, error) {
	file, err := asset.Open(data)
	if err != nil {
		return nil, err
	}
	r := transformer.Reader{File: file}
	m := &Model{
		layers: r.Layers(layers), segment: r.Vector("segment", 2*dim),
		token: r.Vector("token", dim), tokenBias: r.Vector("token.bias", 1)[0],
		head: gemm.Pack(4*dim, hidden, r.Vector("head", 4*dim*hidden)), headBias: r.Vector("head.bias", hidden),
		out: r.Vector("out", hidden*outputs), outBias: r.Vector("out.bias", outputs),
	}
	return m, r.Err
}

// Name identifies the model in reports.
func (m *Model) Name() string { return "factdiff-cross-2" }

// Sentence is one that package e5 has read, with the facts and words that are
// asked about. The spans are offsets into its text.
type Sentence struct {
	*embed.Reading
	Facts, Words []embed.Span
}

// Meeting is two sentences to be read together.
type Meeting struct{ A, B *Sentence }

// Finding is what reading a meeting gave.
type Finding struct {
	// Facts has a judgement for each fact of A and each of B.
	Facts [][]Judgement
	// NewA and NewB tell for each word how probably the other sentence does
	// not say it, from 0 to 1.
	NewA, NewB []float32
}

// Judgement is on two facts, as log odds.
type Judgement struct {
	Link     float32 // they speak of the same matter
	Conflict float32 // given that, one contradicts the other
	Part     float32 // given that, one says more than the other
}

// Probabilities tells how probably two facts say the same, contradict each other,
// say the same but for what only one of them says, or have only their topic in
// common. They add up to 1.
func (j Judgement) Probabilities() (same, conflict, part, topic float64) {
	linked, contrary, partial := logistic(j.Link), logistic(j.Conflict), logistic(j.Part)
	return linked * (1 - contrary) * (1 - partial), linked * contrary, linked * (1 - contrary) * partial, 1 - linked
}

func logistic(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

// Compare reads meetings, side by side on all processors that GOMAXPROCS
// allows. It fails only when ctx is done.
func (m *Model) Compare(ctx context.Context, meetings []Meeting) ([]Finding, error) {
	out := make([]Finding, len(meetings))
	lengths := make([]int, len(meetings))
	for i, t := range meetings {
		lengths[i] = t.A.rows() + t.B.rows()
	}
	err := transformer.Batches(ctx, lengths, func(b *transformer.Batch, first, end int) {
		b.Reset(lengths[first:end])
		row := b.States
		for _, t := range meetings[first:end] {
			row = m.lay(row, t.A, m.segment[:dim])
			row = m.lay(row, t.B, m.segment[dim:])
		}
		b.Run(m.layers)
		row = b.States
		for i := first; i < end; i++ {
			t := meetings[i]
			rowsA, rowsB := t.A.rows(), t.B.rows()
			out[i] = m.judge(t, row[:rowsA*dim], row[rowsA*dim:][:rowsB*dim])
			row = row[(rowsA+rowsB)*dim:]
		}
	})
	if err != nil {
		return nil, fmt.Errorf("reading %d pairs of sentences: %w", len(meetings), err)
	}
	return out, nil
}

// rows is how many states of a sentence are read.
func (s *Sentence) rows() int { return 2 + min(len(s.Pieces), maxPieces) }

// lay writes a sentence's states and returns what follows them.
func (m *Model) lay(row []float32, s *Sentence, segment []float32) []float32 {
	rows := s.rows()
	read := copy(row, s.States[:(rows-1)*dim])
	copy(row[read:], s.States[len(s.States)-dim:]) // the mark at the end
	for r := range rows {
		x := row[r*dim:][:dim]
		for i, y := range segment {
			x[i] += y
		}
	}
	return row[rows*dim:]
}

// judge makes a finding of the states of two sentences.
func (m *Model) judge(t Meeting, a, b []float32) Finding {
	f := Finding{NewA: m.words(t.A, a), NewB: m.words(t.B, b)}
	means := func(s *Sentence, states []float32) (out [][]float32) {
		for _, span := range s.Facts {
			out = append(out, mean(s, states, span))
		}
		return out
	}
	left, right := means(t.A, a), means(t.B, b)
	features := make([]float32, len(right)*4*dim)
	activations := make([]float32, len(right)*hidden)
	for _, u := range left {
		for k, v := range right {
			x := features[k*4*dim:][:4*dim]
			copy(x, u)
			copy(x[dim:], v)
			for i := range u {
				x[2*dim+i] = max(u[i]-v[i], v[i]-u[i])
				x[3*dim+i] = u[i] * v[i]
			}
			copy(activations[k*hidden:], m.headBias)
		}
		m.head.MulAdd(len(right), features, 4*dim, activations, hidden)
		row := make([]Judgement, len(right))
		for k := range row {
			row[k] = m.outcome(activations[k*hidden:][:hidden])
		}
		f.Facts = append(f.Facts, row)
	}
	return f
}

// outcome is the last step for two facts. It spoils its argument.
func (m *Model) outcome(x []float32) Judgement {
	transformer.GELU(x)
	sums := [outputs]float32(m.outBias)
	for i, v := range x {
		for o := range sums {
			sums[o] += v * m.out[i*outputs+o]
		}
	}
	return Judgement{Link: sums[link], Conflict: sums[conflict], Part: sums[part]}
}

// mean is that of the states of a span's pieces, or where none was read, of the
// whole sentence's.
func mean(s *Sentence, states []float32, span embed.Span) []float32 {
	lo, hi := s.Pieces.Of(span)
	lo, hi = min(lo, maxPieces), min(hi, maxPieces)
	rows := states[(1+lo)*dim : (1+hi)*dim]
	if lo == hi {
		rows = states
	}
	out := make([]float32, dim)
	n := float32(len(rows) / dim)
	for ; len(rows) > 0; rows = rows[dim:] {
		for i := range out {
			out[i] += rows[i]
		}
	}
	for i := range out {
		out[i] /= n
	}
	return out
}

// words tells how probably each word of a sentence is new: by the mean of its
// pieces' log odds. A word that was not read is half so.
func (m *Model) words(s *Sentence, states []float32) []float32 {
	out := make([]float32, len(s.Words))
	for i, w := range s.Words {
		lo, hi := s.Pieces.Overlapping(w)
		lo, hi = min(lo, maxPieces), min(hi, maxPieces)
		odds := float32(0)
		for p := lo; p < hi; p++ {
			odds += (dot(states[(1+p)*dim:][:dim], m.token) + m.tokenBias) / float32(hi-lo)
		}
		out[i] = float32(logistic(odds))
	}
	return out
}

func dot(x, y []float32) (sum float32) {
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}
