// Package transformer runs layers of multilingual-e5-small's form over the
// states of word pieces: attention, then two dense matrices, each added to its
// input and normalised. (A. Vaswani et al., "Attention Is All You Need", NIPS
// 2017, section 3.)
//
// The matrices are of 4 bits and stay in the asset that they lie in; activations
// are rounded to 8 bits before each product.
package transformer

import (
	"fmt"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
)

// Dim is the number of values in the state of a word piece.
const Dim = 384

const (
	inner   = 4 * Dim
	heads   = 12
	headDim = Dim / heads
	epsilon = 1e-12
)

// Layer is one layer's weights.
type Layer struct {
	qkv   dense // queries, keys and values, side by side; each head by head
	out   dense
	norm1 Norm
	up    dense
	down  dense
	norm2 Norm
}

type dense struct {
	weights *gemm.Int4
	bias    []float32
}

// Norm is the gain and bias of a layer normalisation.
type Norm struct{ gain, bias []float32 }

// Add adds y to x, normalises the sum to mean 0 and variance 1, then scales and
// shifts it. Both have Dim values.
func (l Norm) Add(x, y []float32) { normalize(x[:Dim], y[:Dim], l.gain, l.bias) }

// Reader reads the sections of an asset and keeps the first error.
type Reader struct {
	File asset.File
	Err  error
}

// Vector returns n numbers, zeros after an error.
func (r *Reader) Vector(name string, n int) []float32 {
	v := asset.Float32s(r.File.Section(name))
	if len(v) != n {
		r.fail(fmt.Errorf("opening the embedded model: %q has %d values, not %d", name, len(v), n))
		return make([]float32, n)
	}
	return v
}

// Norm returns a layer normalisation.
func (r *Reader) Norm(name string) Norm {
	return Norm{r.Vector(name+".gain", Dim), r.Vector(name+".bias", Dim)}
}

// Layers returns n layers, whose sections are named "0.qkv" and so on.
func (r *Reader) Layers(n int) []Layer {
	out := make([]Layer, n)
	for i := range out {
		name := func(s string) string { return fmt.Sprintf("%d.%s", i, s) }
		out[i] = Layer{
			qkv:   r.dense(name("qkv"), Dim, 3*Dim),
			out:   r.dense(name("out"), Dim, Dim),
			norm1: r.Norm(name("norm1")),
			up:    r.dense(name("up"), Dim, inner),
			down:  r.dense(name("down"), inner, Dim),
			norm2: r.Norm(name("norm2")),
		}
	}
	return out
}

func (r *Reader) dense(name string, k, n int) dense {
	w, err := gemm.OpenInt4(k, n, r.File.Section(name))
	if err != nil {
		r.fail(fmt.Errorf("opening the embedded model: %q: %w", name, err))
	}
	return dense{w, r.Vector(name+".bias", n)}
}

func (r *Reader) fail(err error) {
	if r.Err == nil {
		r.Err = err
	}
}
