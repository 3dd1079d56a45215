package use

import (
	"fmt"

	"factdiff/align/embed/sentencepiece"
	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
	"factdiff/align/internal/huffman"
)

const (
	dim     = 512 // of a token's row and of a vector
	branch  = 256 // of each convolution
	hidden  = 320 // of the dense part
	chunks  = 17  // the token table's parts: token id belongs to part id % 17
	feature = dim + len(orders)*branch
	epsilon = 1e-12

	pieceUnknown = 0
	pieceBegin   = 1
	pieceEnd     = 2
)

// orders are the three convolutions: how many tokens each sees, and how many
// of these stand before the middle.
var orders = [3]struct{ n, left int }{{2, 0}, {3, 1}, {5, 2}}

// halo is the number of zero rows around a sequence that the widest
// convolution looks into.
const halo = 2

// network is the model with its matrices unpacked for multiplication.
type network struct {
	pieces *sentencepiece.Model

	rows, offsets string
	decoders      [chunks]*huffman.Decoder
	values        [chunks][64]float32

	project     *gemm.Weights // tokens to the three branches
	projectBias []float32
	branchNorm  norm
	conv        [len(orders)][2]convolution
	featureNorm norm
	pool        *gemm.Weights // summed features to a sentence
	poolBias    []float32     // per token

	d0, d1, d2, d3, p1, p3 *gemm.Weights
}

type convolution struct {
	weights *gemm.Weights
	bias    []float32
}

func open(data string) (*network, error) {
	file, err := asset.Open(data)
	if err != nil {
		return nil, err
	}
	n := &network{rows: file.Section("rows"), offsets: file.Section("offsets")}
	n.pieces, err = sentencepiece.Open(file.Section("charsmap"), file.Section("pieces"), file.Section("scores"), pieceUnknown)
	if err != nil {
		return nil, err
	}
	codes, lo, scale := file.Section("codes"), asset.Float32s(file.Section("lo")), asset.Float32s(file.Section("scale"))
	if len(codes) != chunks*64 || len(lo) != chunks || len(scale) != chunks || len(n.offsets) == 0 {
		return nil, fmt.Errorf("opening the embedded model: its token table is incomplete")
	}
	for c := range chunks {
		n.decoders[c] = huffman.NewDecoder(codes[c*64:][:64])
		for v := range n.values[c] {
			n.values[c][v] = float32(v)*scale[c] + lo[c]
		}
	}
	r := reader{file: file}
	vectors := func(format string) (joined []float32) {
		for _, o := range orders {
			joined = append(joined, r.vector(fmt.Sprintf(format, o.n), branch)...)
		}
		return joined
	}
	n.project = r.project()
	n.projectBias = vectors("proj_b%d")
	n.branchNorm = norm{vectors("ln_g%d"), vectors("ln_b%d")}
	for i, o := range orders {
		for layer := range n.conv[i] {
			n.conv[i][layer] = convolution{
				r.matrix(fmt.Sprintf("w%d_%d", layer+1, o.n), o.n*branch, branch),
				r.vector(fmt.Sprintf("b%d_%d", layer+1, o.n), branch),
			}
		}
	}
	n.featureNorm = norm{r.vector("ln_g", feature), r.vector("ln_b", feature)}
	n.pool, n.poolBias = r.matrix("cnn_W", feature, dim), r.vector("cnn_b", dim)
	n.d0, n.d1, n.d2 = r.matrix("d0", dim, hidden), r.matrix("d1", hidden, hidden), r.matrix("d2", hidden, dim)
	n.d3, n.p1, n.p3 = r.matrix("d3", dim, dim), r.matrix("p1", dim, hidden), r.matrix("p3", hidden, dim)
	return n, r.err
}

// reader unpacks matrices and keeps the first error.
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

// rowMajor unpacks a matrix: a byte per weight, an index into its palette.
func (r *reader) rowMajor(name string, k, n int) []float32 {
	index, palette := r.file.Section(name), asset.Float32s(r.file.Section(name+".pal"))
	out := make([]float32, k*n)
	if len(index) != k*n || len(palette) == 0 {
		if r.err == nil {
			r.err = fmt.Errorf("opening the embedded model: %q has %d weights, not %d by %d", name, len(index), k, n)
		}
		return out
	}
	var value [256]float32
	copy(value[:], palette)
	for i := range out {
		out[i] = value[index[i]]
	}
	return out
}

func (r *reader) matrix(name string, k, n int) *gemm.Weights {
	return gemm.Pack(k, n, r.rowMajor(name, k, n))
}

// project joins the three branches' projections, side by side.
func (r *reader) project() *gemm.Weights {
	joined := make([]float32, dim*len(orders)*branch)
	for i, o := range orders {
		m := r.rowMajor(fmt.Sprintf("proj%d", o.n), dim, branch)
		for row := range dim {
			copy(joined[(row*len(orders)+i)*branch:][:branch], m[row*branch:])
		}
	}
	return gemm.Pack(dim, len(orders)*branch, joined)
}

// row decodes a token's row of the table.
func (n *network) row(dst []float32, id int32) {
	c := id % chunks
	n.decoders[c].Decode(dst, n.rows, int(asset.Uint32(n.offsets, int(id)*4)), &n.values[c])
}
