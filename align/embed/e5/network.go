package e5

import (
	"fmt"

	"factdiff/align/embed"
	"factdiff/align/embed/sentencepiece"
	"factdiff/align/internal/asset"
	"factdiff/align/internal/gemm"
	"factdiff/align/internal/transformer"
)

const (
	dim    = transformer.Dim // of a token's row, of a state and of a vector
	layers = 12

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
	norm      transformer.Norm
	layers    []transformer.Layer
}

func open(data string) (*network, error) {
	file, err := asset.Open(data)
	if err != nil {
		return nil, err
	}
	n := &network{rows: file.Section("rows")}
	scores := file.Section("scores")
	n.pieces, err = sentencepiece.Open(file.Section("charsmap"), file.Section("pieces"), scores, pieceUnknown)
	if err != nil {
		return nil, err
	}
	if len(n.rows) != len(scores)/4*rowBytes {
		return nil, fmt.Errorf("opening the embedded model: its token table has %d bytes for %d pieces", len(n.rows), len(scores)/4)
	}
	r := transformer.Reader{File: file}
	n.positions, n.norm, n.layers = r.Vector("positions", MaxPieces*dim), r.Norm("norm"), r.Layers(layers)
	return n, r.Err
}

// sequence is a text as the network reads it.
type sequence struct {
	prefix int // number of pieces that belong to the prefix
	pieces []sentencepiece.Piece
}

// rows is the number of pieces with the marks of beginning and end.
func (s sequence) rows() int { return len(s.pieces) + 2 }

// own is where the text's own pieces lie in it.
func (s sequence) own() embed.Pieces {
	out := make(embed.Pieces, 0, len(s.pieces)-s.prefix)
	for _, p := range s.pieces[s.prefix:] {
		out = append(out, embed.Span{Start: int(p.Start), End: int(p.End)})
	}
	return out
}

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
