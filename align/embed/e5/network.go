package e5

import (
	"fmt"

	"factdiff/align/embed/sentencepiece"
	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
)

const (
	dim     = 384 // of a token's row, of a layer's input and of a vector
	inner   = 1536
	layers  = 12
	heads   = 12
	headDim = dim / heads
	epsilon = 1e-12

	rowBytes = dim / 32 * gemm.SourceBlock // of the token table

	pieceBegin   = 0
	pieceEnd     = 2
	pieceUnknown = 3

	prefix = "query: "
)

// network is the model. Its matrices stay in the asset.
type network struct {
	pieces    *sentencepiece.Model
	rows      string    // the token table, rowBytes per piece
	positions []float32 // MaxPieces × dim
	norm      norm
	layers    [layers]layer
}

// layer is one of a transformer: attention, then two dense matrices, each
// added to its input and normalised.
type layer struct {
	qkv   dense // queries, keys and values, side by side; each head by head
	out   dense
	norm1 norm
	up    dense
	down  dense
	norm2 norm
}

type dense struct {
	weights *gemm.Int4
	bias    []float32
}

// norm is the gain and bias of a layer normalisation.
type norm struct{ gain, bias []float32 }

func open(data string) (*network, error) {
	file, err := asset.Open(data)
	if err != nil {
		return nil, err
	}
	r := reader{file: file}
	n := &network{rows: file.Section("rows")}
	scores := file.Section("scores")
	n.pieces, err = sentencepiece.Open(file.Section("charsmap"), file.Section("pieces"), scores, pieceUnknown)
	if err != nil {
		return nil, err
	}
	if len(n.rows) != len(scores)/4*rowBytes {
		return nil, fmt.Errorf("opening the embedded model: its token table has %d bytes for %d pieces", len(n.rows), len(scores)/4)
	}
	n.positions = r.vector("positions", MaxPieces*dim)
	n.norm = r.norm("norm")
	for i := range n.layers {
		name := func(s string) string { return fmt.Sprintf("%d.%s", i, s) }
		n.layers[i] = layer{
			qkv:   r.dense(name("qkv"), dim, 3*dim),
			out:   r.dense(name("out"), dim, dim),
			norm1: r.norm(name("norm1")),
			up:    r.dense(name("up"), dim, inner),
			down:  r.dense(name("down"), inner, dim),
			norm2: r.norm(name("norm2")),
		}
	}
	return n, r.err
}

// reader reads sections and keeps the first error.
type reader struct {
	file asset.File
	err  error
}

func (r *reader) vector(name string, n int) []float32 {
	v := asset.Float32s(r.file.Section(name))
	if len(v) != n {
		if r.err == nil {
			r.err = fmt.Errorf("opening the embedded model: %q has %d values, not %d", name, len(v), n)
		}
		return make([]float32, n)
	}
	return v
}

func (r *reader) norm(name string) norm {
	return norm{r.vector(name+".gain", dim), r.vector(name+".bias", dim)}
}

func (r *reader) dense(name string, k, n int) dense {
	w, err := gemm.OpenInt4(k, n, r.file.Section(name))
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("opening the embedded model: %q: %w", name, err)
	}
	return dense{w, r.vector(name+".bias", n)}
}

// sequence is a text as the network reads it.
type sequence struct {
	prefix int // number of pieces that belong to the prefix
	pieces []sentencepiece.Piece
}

// rows is the number of pieces with the marks of beginning and end.
func (s sequence) rows() int { return len(s.pieces) + 2 }

// cut puts the prefix before a text and cuts both into pieces. Offsets are the
// text's; those of the prefix are negative.
func (n *network) cut(text string) sequence {
	s := sequence{pieces: n.pieces.Tokenize(prefix + text)}
	s.pieces = s.pieces[:min(len(s.pieces), MaxPieces-2)]
	for i := range s.pieces {
		p := &s.pieces[i]
		p.Start -= int32(len(prefix))
		p.End -= int32(len(prefix))
		if p.Start < 0 {
			s.prefix = i + 1
		}
	}
	return s
}

// embed writes what the first layer reads of a piece at a position: dim values.
func (n *network) embed(dst []float32, id int32, position int) {
	gemm.Unpack4(dst[:dim], n.rows[int(id)*rowBytes:][:rowBytes])
	n.norm.apply(dst, n.positions[position*dim:][:dim])
}

// apply adds y to x, normalises the sum to mean 0 and variance 1, then scales
// and shifts it.
func (l norm) apply(x, y []float32) { normalize(x[:dim], y[:dim], l.gain, l.bias) }
