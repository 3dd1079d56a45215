// Package sentencepiece cuts text into the pieces of a unigram model, as the
// SentencePiece library does: normalisation by precompiled rules, then the
// segmentation of the highest probability.
// (T. Kudo, "Subword Regularization", ACL 2018, section 3; T. Kudo and
// J. Richardson, "SentencePiece", EMNLP 2018.)
//
// The model's data is read where it lies; opening a model allocates nothing to
// speak of.
package sentencepiece

import (
	"errors"
	"math"
	"unicode/utf8"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/trie"
)

// Piece is one piece of a text.
type Piece struct {
	ID int32
	// Score is the natural logarithm of the piece's probability.
	Score float32
	// Start and End are byte offsets into the text as it was given. The white
	// space before a word belongs to no piece.
	Start, End int32
}

// Model is a unigram model. It is safe for concurrent use.
type Model struct {
	rules        trie.Trie // normalisation: from byte sequences to offsets in replacements
	replacements string    // zero-terminated strings
	pieces       trie.Trie // from pieces, "▁" for a space, to ids
	scores       string    // float32 log probability per id
	unknown      int32
	unknownScore float64
}

// Open takes a normalisation table as SentencePiece precompiles it (a uint32
// length, a trie of that many bytes, replacements), the trie of the pieces
// from [trie.Build], their scores as little-endian float32 in the order of the
// ids, and the id that stands for a character without a piece.
func Open(charsmap, pieces, scores string, unknown int32) (*Model, error) {
	if len(charsmap) < 4 || int(asset.Uint32(charsmap, 0)) > len(charsmap)-4 || len(pieces) < 4 || len(scores) < 4 {
		return nil, errors.New("opening tokenizer: its tables are cut short; build the model's asset again with align/internal/mkasset")
	}
	size := int(asset.Uint32(charsmap, 0))
	m := &Model{
		rules:        trie.Trie(charsmap[4 : 4+size]),
		replacements: charsmap[4+size:],
		pieces:       trie.Trie(pieces),
		scores:       scores,
		unknown:      unknown,
	}
	lowest := math.Inf(1)
	for i := 0; i+4 <= len(scores); i += 4 {
		lowest = min(lowest, float64(asset.Float32(scores, i)))
	}
	// The library's penalty for a character without a piece.
	m.unknownScore = lowest - 10
	return m, nil
}

// Tokenize cuts a text into pieces. A text without visible characters gives a
// single unknown piece. Time and memory are linear in the text's length.
func (m *Model) Tokenize(text string) []Piece {
	n := m.normalize(text)
	if len(n.text) == 0 {
		return []Piece{{ID: m.unknown}}
	}
	return m.segment(n)
}

// segment finds the sequence of pieces with the highest sum of scores
// (Viterbi's algorithm); of equal ones that with the longest last piece, as
// the library does.
func (m *Model) segment(n normalized) []Piece {
	type cell struct {
		score float64
		start int32
		id    int32
	}
	best := make([]cell, len(n.text)+1)
	for i := range best {
		best[i].score = math.Inf(-1)
	}
	best[0].score = 0
	root := m.pieces.Root()
	for i := 0; i < len(n.text); {
		from := best[i].score
		width := runeWidth(n.text[i:])
		single := false
		node := root
		for j := i; j < len(n.text); j++ {
			var ok bool
			if node, ok = m.pieces.Child(node, n.text[j]); !ok {
				break
			}
			id, ok := m.pieces.Value(node)
			if !ok {
				continue
			}
			if s := from + m.score(id); s > best[j+1].score {
				best[j+1] = cell{s, int32(i), int32(id)}
			}
			single = single || j+1 == i+width
		}
		if s := from + m.unknownScore; !single && s > best[i+width].score {
			best[i+width] = cell{s, int32(i), m.unknown}
		}
		i += width
	}
	count := 0
	for p := len(n.text); p > 0; p = int(best[p].start) {
		count++
	}
	out := make([]Piece, count)
	for p := len(n.text); p > 0; p = int(best[p].start) {
		count--
		start := int(best[p].start)
		// The mark of a space covers no visible byte.
		visible := start
		for visible < p && isSpaceMark(n.text[visible:]) {
			visible += len(spaceMark)
		}
		out[count] = Piece{best[p].id, float32(best[p].score - best[start].score), n.origin[visible], n.origin[p]}
		if out[count].End < out[count].Start {
			out[count].End = out[count].Start
		}
	}
	return out
}

func (m *Model) score(id uint32) float64 {
	if int(id)*4+4 > len(m.scores) {
		return math.Inf(-1)
	}
	return float64(asset.Float32(m.scores, int(id)*4))
}

func runeWidth(b []byte) int {
	_, n := utf8.DecodeRune(b)
	return n
}
