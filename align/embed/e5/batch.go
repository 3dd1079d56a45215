package e5

import (
	"math"
	"slices"

	"factdiff/align/embed"
	"factdiff/align/internal/gemm"
	"factdiff/align/internal/transformer"
)

// embed writes what the first layer reads of sequences.
func (n *network) embed(b *transformer.Batch, sequences []sequence) {
	row := b.States
	for _, s := range sequences {
		position := 0
		piece := func(id int32) {
			gemm.Unpack4(row[:dim], n.rows[int(id)*rowBytes:][:rowBytes])
			n.norm.Add(row[:dim], n.positions[position*dim:][:dim])
			row = row[dim:]
			position++
		}
		piece(pieceBegin)
		for _, p := range s.pieces {
			piece(p.ID)
		}
		piece(pieceEnd)
	}
}

// half is how many layers are behind a [embed.Reading].
const half = layers / 2

// run encodes texts, cut into sequences, into out.
func (n *network) run(b *transformer.Batch, texts []embed.Text, sequences []sequence, out []embed.Vectors) {
	lengths := make([]int, len(sequences))
	for i, s := range sequences {
		lengths[i] = s.rows()
	}
	b.Reset(lengths)
	n.embed(b, sequences)
	b.Run(n.layers[:half])
	each := func(do func(i int, states []float32)) {
		rest := b.States
		for i, rows := range lengths {
			do(i, rest[:rows*dim])
			rest = rest[rows*dim:]
		}
	}
	each(func(i int, states []float32) {
		if texts[i].Reading {
			out[i].Reading = reading(sequences[i], states)
		}
	})
	b.Run(n.layers[half:])
	each(func(i int, states []float32) { pool(texts[i], sequences[i], states, &out[i]) })
}

// reading keeps the states of a text's own pieces and marks.
func reading(s sequence, states []float32) *embed.Reading {
	return &embed.Reading{Pieces: s.own(), States: slices.Concat(states[:dim], states[(1+s.prefix)*dim:])}
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
	pieces := s.own()
	for _, part := range t.Parts {
		lo, hi := pieces.Of(part)
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
		lo, hi := pieces.Overlapping(w)
		for p := lo; p < hi; p++ {
			add(v[:], own[p*dim:])
			out.Information[k] -= s.pieces[s.prefix+p].Score
		}
		out.Words[k] = values[k*dim:][:dim:dim]
		if length := float32(math.Sqrt(float64(dot(v[:], v[:])))); length > 0 {
			for i, x := range v {
				out.Words[k][i] = int8(math.RoundToEven(float64(x / length * 127)))
			}
		}
	}
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
