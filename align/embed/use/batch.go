package use

import (
	"math"
	"sort"

	"factdiff/align/embed"
	"factdiff/align/embed/sentencepiece"
	"factdiff/align/internal/tanh"
)

// batch takes some texts through the network together. Their tokens are rows
// of one matrix, each sequence between halos of zero rows, so that a
// convolution is a product over overlapping rows.
type batch struct {
	sequences []sequence
	ids       []int32 // per row; -1 in a halo

	x       []float32 // rows × 3·branch: the branches side by side, after the projection
	in, mid []float32 // rows × branch: a convolution's input and its first layer
	feats   []float32 // rows × feature
}

// sequence is a text's rows in its batch.
type sequence struct {
	first  int                   // row of the beginning mark
	pieces []sentencepiece.Piece // at rows first+1 …; the end mark follows
}

// run encodes texts into out.
func (b *batch) run(n *network, texts []embed.Text, out []embed.Vectors) {
	b.tokenize(n, texts)
	b.forward(n)
	b.pool(n, texts, out)
}

func (b *batch) tokenize(n *network, texts []embed.Text) {
	b.sequences, b.ids = b.sequences[:0], appendHalo(b.ids[:0])
	for _, t := range texts {
		pieces := n.pieces.Tokenize(t.Text)
		pieces = pieces[:min(len(pieces), MaxPieces)]
		b.sequences = append(b.sequences, sequence{len(b.ids), pieces})
		b.ids = append(b.ids, pieceBegin)
		for _, p := range pieces {
			b.ids = append(b.ids, p.ID)
		}
		b.ids = appendHalo(append(b.ids, pieceEnd))
	}
}

func appendHalo(ids []int32) []int32 {
	for range halo {
		ids = append(ids, -1)
	}
	return ids
}

// forward computes the features of all rows.
func (b *batch) forward(n *network) {
	rows := len(b.ids)
	b.x = sized(b.x, rows*len(orders)*branch)
	b.feats = sized(b.feats, rows*feature)
	for r, id := range b.ids {
		token, x := b.feats[r*feature:][:dim], b.x[r*len(orders)*branch:][:len(orders)*branch]
		if id < 0 {
			clear(token)
			clear(x)
			continue
		}
		n.row(token, id)
		copy(x, n.projectBias)
	}
	n.project.MulAdd(rows, b.feats, feature, b.x, len(orders)*branch)
	for r, id := range b.ids {
		if id >= 0 {
			n.branchNorm.apply(b.x[r*len(orders)*branch:][:len(orders)*branch])
		}
	}
	for i, o := range orders {
		b.in = sized(b.in, rows*branch)
		for r := range rows {
			copy(b.in[r*branch:][:branch], b.x[(r*len(orders)+i)*branch:])
		}
		b.mid = sized(b.mid, rows*branch)
		clear(b.mid[:halo*branch])
		clear(b.mid[(rows-halo)*branch:])
		b.convolve(n.conv[i][0], o.left, b.in, b.mid, branch)
		b.convolve(n.conv[i][1], o.left, b.mid, b.feats[dim+i*branch:], feature)
	}
	for r, id := range b.ids {
		if id >= 0 {
			n.featureNorm.apply(b.feats[r*feature:][:feature])
		}
	}
}

// convolve adds relu(window(in)·weights + bias) to in and stores it in out,
// whose rows are stride apart: zero in halos, but as it was in the first and the
// last of them.
func (b *batch) convolve(c convolution, left int, in, out []float32, stride int) {
	rows := len(b.ids)
	inner := rows - 2*halo
	for r := halo; r < rows-halo; r++ {
		copy(out[r*stride:], c.bias)
	}
	c.weights.MulAdd(inner, in[(halo-left)*branch:], branch, out[halo*stride:], stride)
	for r := halo; r < rows-halo; r++ {
		o, x := out[r*stride:][:branch], in[r*branch:][:branch]
		if b.ids[r] < 0 {
			clear(o)
			continue
		}
		for i, v := range o {
			o[i] = max(v, 0) + x[i]
		}
	}
}

// pool makes the vectors of the texts, their parts and their words out of the
// features of their tokens.
func (b *batch) pool(n *network, texts []embed.Text, out []embed.Vectors) {
	spans := len(texts)
	for _, t := range texts {
		spans += len(t.Parts)
	}
	sums, counts := make([]float32, 0, spans*feature), make([]int, 0, spans)
	rows := make([]int, 0, spans) // in sums, of each text and its parts
	for i, t := range texts {
		s := b.sequences[i]
		begin, end := b.row(s.first), b.row(s.first+1+len(s.pieces))
		take := func(lo, hi int) {
			// Every span reads between a beginning and an end, as if it were a
			// sentence of its own.
			rows = append(rows, len(counts))
			sums = sums[:len(sums)+feature]
			sum := sums[len(sums)-feature:]
			add(sum, begin)
			add(sum, end)
			for p := lo; p < hi; p++ {
				add(sum, b.row(s.first+1+p))
			}
			counts = append(counts, 2+hi-lo)
		}
		take(0, len(s.pieces))
		whole := rows[len(rows)-1]
		for _, part := range t.Parts {
			if lo, hi := overlap(s.pieces, part); lo > 0 || hi < len(s.pieces) {
				take(lo, hi)
			} else {
				rows = append(rows, whole)
			}
		}
	}
	pooled := n.dense(sums, counts)
	next := func() []float32 {
		v := pooled[rows[0]*dim:][:dim:dim]
		rows = rows[1:]
		return v
	}
	for i, t := range texts {
		out[i].Text = next()
		out[i].Parts = make([][]float32, len(t.Parts))
		for k := range t.Parts {
			out[i].Parts[k] = next()
		}
		out[i].Words, out[i].Information = b.words(b.sequences[i], t.Words)
	}
}

func (b *batch) row(r int) []float32 { return b.feats[r*feature:][:feature] }

// The features of the middle convolution tell words apart best; those of the
// others add nothing.
const (
	wordFirst = dim + branch
	wordDim   = branch
)

// words pools a vector for each word and sums the information of its pieces.
func (b *batch) words(s sequence, words []embed.Span) (out [][]int8, information []float32) {
	if len(words) == 0 {
		return nil, nil
	}
	out, information = make([][]int8, len(words)), make([]float32, len(words))
	all := make([]int8, len(words)*wordDim)
	var pooled [wordDim]float32
	for k, w := range words {
		clear(pooled[:])
		lo, hi := overlap(s.pieces, w)
		for p := lo; p < hi; p++ {
			add(pooled[:], b.row(s.first + 1 + p)[wordFirst:][:wordDim])
			information[k] -= s.pieces[p].Score
		}
		out[k] = all[k*wordDim:][:wordDim:wordDim]
		if length := float32(math.Sqrt(float64(dot(pooled[:], pooled[:])))); length > 0 {
			for i, x := range pooled {
				out[k][i] = int8(math.RoundToEven(float64(x / length * 127)))
			}
		}
	}
	return out, information
}

// overlap returns the range of pieces that share a byte with a span.
func overlap(pieces []sentencepiece.Piece, s embed.Span) (lo, hi int) {
	lo = sort.Search(len(pieces), func(i int) bool { return int(pieces[i].End) > s.Start })
	hi = lo + sort.Search(len(pieces)-lo, func(i int) bool { return int(pieces[lo+i].Start) >= s.End })
	return lo, hi
}

// dense takes sums of features, and of how many rows, through the dense part
// of the network to vectors of length 1.
func (n *network) dense(sums []float32, counts []int) []float32 {
	m := len(counts)
	mean := make([]float32, m*dim)
	for i, c := range counts {
		for j, bias := range n.poolBias {
			mean[i*dim+j] = float32(c) * bias
		}
	}
	n.pool.MulAdd(m, sums, feature, mean, dim)
	for i, c := range counts {
		scale := float32(1 / math.Sqrt(float64(c)))
		for j := range dim {
			mean[i*dim+j] *= scale
		}
	}
	y0 := make([]float32, m*hidden)
	n.d0.MulAdd(m, mean, dim, y0, hidden)
	relu(y0)
	y1 := make([]float32, m*hidden)
	n.p1.MulAdd(m, mean, dim, y1, hidden)
	n.d1.MulAdd(m, y0, hidden, y1, hidden)
	relu(y1)
	y2 := mean
	clear(y2)
	n.d2.MulAdd(m, y1, hidden, y2, dim)
	relu(y2)
	z := make([]float32, m*dim)
	n.p3.MulAdd(m, y1, hidden, z, dim)
	n.d3.MulAdd(m, y2, dim, z, dim)
	for i := range m {
		v := z[i*dim:][:dim]
		for j, x := range v {
			v[j] = float32(tanh.Of(float64(x)))
		}
		inv := float32(1 / math.Sqrt(max(float64(dot(v, v)), epsilon)))
		for j := range v {
			v[j] *= inv
		}
	}
	return z
}

func relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// sized returns a slice of n values, reusing buf's memory; what they are is
// undefined.
func sized(buf []float32, n int) []float32 {
	if cap(buf) < n {
		return make([]float32, n)
	}
	return buf[:n]
}
