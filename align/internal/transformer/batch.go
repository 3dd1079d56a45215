package transformer

import (
	"context"
	"iter"

	"factdiff/align/internal/gemm"
	"factdiff/align/internal/parallel"
)

// batchRows is how many word pieces go through the layers together, longer
// sequences apart: enough that reading the weights is shared, little enough
// that a batch stays in cache.
const batchRows = 128

// Batches calls work, side by side on all processors that GOMAXPROCS allows,
// for runs of consecutive sequences, given by their lengths in word pieces, until
// ctx is done; then it returns ctx's error.
func Batches(ctx context.Context, lengths []int, work func(b *Batch, first, end int)) error {
	var batches [][2]int
	rows := 0
	for i, n := range lengths {
		if len(batches) == 0 || rows+n > batchRows {
			batches = append(batches, [2]int{i, i})
			rows = 0
		}
		batches[len(batches)-1][1]++
		rows += n
	}
	return parallel.Do(ctx, len(batches), func(numbers iter.Seq[int]) {
		b := new(Batch)
		for k := range numbers {
			work(b, batches[k][0], batches[k][1])
		}
	})
}

// Batch is some sequences that go through layers together: their states are rows
// of one matrix. Only attention looks at a sequence alone. A batch keeps its
// memory from one use to the next.
type Batch struct {
	// States has a row of Dim values for each word piece of each sequence.
	States []float32

	lengths []int
	added   []float32 // rows × Dim: what is added to States
	wide    []float32 // rows × 3·Dim, rows × inner
	rounded gemm.Int8

	keys, values gemm.Weights
	scores       []float32 // of each piece of a sequence for each other
}

// Reset makes room for sequences of the given lengths. What the states are is
// undefined.
func (b *Batch) Reset(lengths []int) {
	rows := 0
	for _, n := range lengths {
		rows += n
	}
	b.lengths = lengths
	b.States, b.added, b.wide = sized(b.States, rows*Dim), sized(b.added, rows*Dim), sized(b.wide, rows*inner)
}

// Run takes the states through layers, in place.
func (b *Batch) Run(layers []Layer) {
	for i := range layers {
		l := &layers[i]
		b.dense(l.qkv, b.States, b.wide)
		first := 0
		for _, n := range b.lengths {
			b.attend(n, b.wide[first*3*Dim:], b.added[first*Dim:])
			first += n
		}
		b.dense(l.out, b.added, b.added)
		b.add(l.norm1)
		b.dense(l.up, b.States, b.wide)
		GELU(b.wide)
		b.dense(l.down, b.wide, b.added)
		b.add(l.norm2)
	}
}

// dense sets y to x·weights + bias. They may be the same.
func (b *Batch) dense(d dense, x, y []float32) {
	b.rounded.Set(len(b.States)/Dim, d.weights.K, x, d.weights.K)
	d.weights.MulTo(&b.rounded, d.bias, y, d.weights.N)
}

// add adds what a step gave to the states and normalises them.
func (b *Batch) add(l Norm) {
	for at := 0; at < len(b.States); at += Dim {
		l.Add(b.States[at:], b.added[at:])
	}
}

// attend writes the context of each of a sequence's pieces to dst (rows × Dim):
// for each head the mean of all pieces' values, weighted by how their keys fit
// the piece's query. qkv is rows × 3·Dim.
func (b *Batch) attend(rows int, qkv, dst []float32) {
	const stride = 3 * Dim
	const step = 16 // columns come in whole panels
	width := (rows + step - 1) / step * step
	clear(dst[:rows*Dim])
	for h := range heads {
		q, k, v := qkv[h*headDim:], qkv[Dim+h*headDim:], qkv[2*Dim+h*headDim:]
		b.keys.SetTransposed(headDim, rows, width, k, stride)
		b.values.Set(rows, headDim, v, stride)
		b.scores = sized(b.scores, rows*width)
		clear(b.scores)
		b.keys.MulAdd(rows, q, stride, b.scores, width)
		for r := range rows {
			softmax(b.scores[r*width:][:width], rows)
		}
		b.values.MulAdd(rows, b.scores, width, dst[h*headDim:], Dim)
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
