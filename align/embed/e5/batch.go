package e5

import (
	"math"
	"sort"

	"factdiff/align/embed"
	"factdiff/align/embed/sentencepiece"
	"factdiff/align/internal/gemm"
)

// batch takes some texts through the network together: their pieces are rows
// of one matrix. Only attention looks at a text alone.
type batch struct {
	x       []float32 // rows × dim: a layer's input, at last the states of all pieces
	y       []float32 // rows × dim: what is added to it
	wide    []float32 // rows × 3·dim, rows × inner
	rounded gemm.Int8

	keys, values gemm.Weights
	scores       []float32 // of each piece of a text for each other
}

// run encodes texts, cut into sequences, into out.
func (b *batch) run(n *network, texts []embed.Text, sequences []sequence, out []embed.Vectors) {
	b.forward(n, sequences)
	first := 0
	for i, t := range texts {
		s := sequences[i]
		pool(t, s, b.x[first*dim:][:s.rows()*dim], &out[i])
		first += s.rows()
	}
}

// forward computes the states of all pieces.
func (b *batch) forward(n *network, sequences []sequence) {
	rows := 0
	for _, s := range sequences {
		rows += s.rows()
	}
	b.x, b.y, b.wide = sized(b.x, rows*dim), sized(b.y, rows*dim), sized(b.wide, rows*inner)
	row := b.x
	for _, s := range sequences {
		position := 0
		piece := func(id int32) {
			n.embed(row[:dim], id, position)
			row = row[dim:]
			position++
		}
		piece(pieceBegin)
		for _, p := range s.pieces {
			piece(p.ID)
		}
		piece(pieceEnd)
	}
	for i := range n.layers {
		l := &n.layers[i]
		b.dense(l.qkv, rows, b.x, b.wide)
		first := 0
		for _, s := range sequences {
			b.attend(s.rows(), b.wide[first*3*dim:], b.y[first*dim:])
			first += s.rows()
		}
		b.dense(l.out, rows, b.y, b.y)
		b.add(l.norm1, rows)
		b.dense(l.up, rows, b.x, b.wide)
		gelu(b.wide)
		b.dense(l.down, rows, b.wide, b.y)
		b.add(l.norm2, rows)
	}
}

// dense sets y to x·weights + bias. They may be the same.
func (b *batch) dense(d dense, rows int, x, y []float32) {
	b.rounded.Set(rows, d.weights.K, x, d.weights.K)
	d.weights.MulTo(&b.rounded, d.bias, y, d.weights.N)
}

// add adds y to x and normalises.
func (b *batch) add(l norm, rows int) {
	for r := range rows {
		l.apply(b.x[r*dim:], b.y[r*dim:])
	}
}

// attend writes the context of each of a text's pieces to dst (rows × dim):
// for each head the mean of all pieces' values, weighted by how their keys fit
// the piece's query. qkv is rows × 3·dim.
func (b *batch) attend(rows int, qkv, dst []float32) {
	const stride = 3 * dim
	const step = 16 // columns come in whole panels
	width := (rows + step - 1) / step * step
	clear(dst[:rows*dim])
	for h := range heads {
		q, k, v := qkv[h*headDim:], qkv[dim+h*headDim:], qkv[2*dim+h*headDim:]
		b.keys.SetTransposed(headDim, rows, width, k, stride)
		b.values.Set(rows, headDim, v, stride)
		b.scores = sized(b.scores, rows*width)
		clear(b.scores)
		b.keys.MulAdd(rows, q, stride, b.scores, width)
		for r := range rows {
			softmax(b.scores[r*width:][:width], rows)
		}
		b.values.MulAdd(rows, b.scores, width, dst[h*headDim:], dim)
	}
}

// pool makes the vectors of a text, its parts and its words out of the states
// of its pieces, marks included.
func pool(t embed.Text, s sequence, states []float32, out *embed.Vectors) {
	all := make([]float32, (1+len(t.Parts))*dim)
	next := func(rows []float32) []float32 {
		v := all[:dim:dim]
		all = all[dim:]
		for ; len(rows) > 0; rows = rows[dim:] {
			add(v, rows)
		}
		if length := math.Sqrt(float64(dot(v, v))); length > 0 {
			for i := range v {
				v[i] = float32(float64(v[i]) / length)
			}
		}
		return v
	}
	out.Text = next(states)
	own := states[(1+s.prefix)*dim : (1+len(s.pieces))*dim] // neither marks nor prefix
	pieces := s.pieces[s.prefix:]
	for _, part := range t.Parts {
		lo, hi := beginning(pieces, part)
		if lo == hi {
			lo, hi = overlapping(pieces, part)
		}
		rows := own[lo*dim : hi*dim]
		if lo == hi {
			rows = states // nothing of it was read
		}
		out.Parts = append(out.Parts, next(rows))
	}
	if len(t.Words) == 0 {
		return
	}
	out.Words, out.Information = make([][]int8, len(t.Words)), make([]float32, len(t.Words))
	values := make([]int8, len(t.Words)*dim)
	for k, w := range t.Words {
		var v [dim]float32
		lo, hi := overlapping(pieces, w)
		for p := lo; p < hi; p++ {
			add(v[:], own[p*dim:])
			out.Information[k] -= pieces[p].Score
		}
		out.Words[k] = values[k*dim:][:dim:dim]
		if length := float32(math.Sqrt(float64(dot(v[:], v[:])))); length > 0 {
			for i, x := range v {
				out.Words[k][i] = int8(math.RoundToEven(float64(x / length * 127)))
			}
		}
	}
}

// beginning returns the range of pieces that begin inside a span.
func beginning(pieces []sentencepiece.Piece, s embed.Span) (lo, hi int) {
	first := func(at int) int {
		return sort.Search(len(pieces), func(i int) bool { return int(pieces[i].Start) >= at })
	}
	lo = first(s.Start)
	return lo, max(lo, first(s.End))
}

// overlapping returns the range of pieces that share a byte with a span.
func overlapping(pieces []sentencepiece.Piece, s embed.Span) (lo, hi int) {
	lo = sort.Search(len(pieces), func(i int) bool { return int(pieces[i].End) > s.Start })
	hi = lo + sort.Search(len(pieces)-lo, func(i int) bool { return int(pieces[lo+i].Start) >= s.End })
	return lo, hi
}

func add(dst, x []float32) {
	x = x[:len(dst)]
	for i := range dst {
		dst[i] += x[i]
	}
}

func dot(x, y []float32) (sum float32) {
	y = y[:len(x)]
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}

// sized returns a slice of n values, reusing buf's memory; what they are is
// undefined.
func sized(buf []float32, n int) []float32 {
	if cap(buf) < n {
		return make([]float32, n)
	}
	return buf[:n]
}
