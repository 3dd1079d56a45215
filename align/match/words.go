package match

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"factdiff/align/internal/gemm"
	"factdiff/align/internal/parallel"
)

// wordMeeting is two sentences whose words are compared.
type wordMeeting struct {
	meeting
	pairs    []int // those between the two
	ofA, ofB bool  // one is among the other's best counterparts
}

// wordMeetings lists the sentences that pairs connect, and each with its best
// counterparts.
func (c *comparison) wordMeetings() []*wordMeeting {
	met := map[meeting]*wordMeeting{}
	at := func(s, t int) *wordMeeting {
		m := meeting{s, t}
		if met[m] == nil {
			met[m] = &wordMeeting{meeting: m}
		}
		return met[m]
	}
	for i, p := range c.pairs {
		m := at(c.a.Facts[p.A].Sentence, c.b.Facts[p.B].Sentence)
		m.pairs = append(m.pairs, i)
	}
	for s, list := range c.sentencesOfA {
		for _, t := range first(list, sentenceOpenings) {
			at(s, t.Index).ofA = true
		}
	}
	for t, list := range c.sentencesOfB {
		for _, s := range first(list, sentenceOpenings) {
			at(s.Index, t).ofB = true
		}
	}
	return slices.SortedFunc(maps.Values(met), func(x, y *wordMeeting) int { return cmp.Or(x.s-y.s, x.t-y.t) })
}

// words compares the words of the sentences that meet, side by side on all
// processors.
func (c *comparison) words(ctx context.Context) error {
	c.wordsOfA, c.wordsOfB = fresh(c.a), fresh(c.b)
	meetings := c.wordMeetings()
	var raising sync.Mutex
	err := parallel.Do(ctx, len(meetings), func(numbers iter.Seq[int]) {
		var g grid
		for k := range numbers {
			m := meetings[k]
			s, t := &c.a.Sentences[m.s], &c.b.Sentences[m.t]
			if len(s.Words) == 0 || len(t.Words) == 0 || s.Words[0].Vector == nil || t.Words[0].Vector == nil {
				continue
			}
			g.compare(s.Words, t.Words)
			rows, columns := g.bestOfRows(0, len(s.Words), 0, len(t.Words)), g.bestOfColumns(0, len(s.Words), 0, len(t.Words))
			for _, i := range m.pairs {
				c.cover(&c.pairs[i], &g, rows, columns)
			}
			raising.Lock()
			if m.ofA {
				raise(c.wordsOfA[m.s], rows)
			}
			if m.ofB {
				raise(c.wordsOfB[m.t], columns)
			}
			raising.Unlock()
		}
	})
	if err != nil {
		return fmt.Errorf("comparing words: %w", err)
	}
	return nil
}

// fresh makes room for a number per word, all at their lowest.
func fresh(s *Side) [][]float32 {
	out := make([][]float32, len(s.Sentences))
	for i, sentence := range s.Sentences {
		if len(sentence.Words) > 0 && sentence.Words[0].Vector != nil {
			out[i] = make([]float32, len(sentence.Words))
			for k := range out[i] {
				out[i][k] = -1
			}
		}
	}
	return out
}

func raise(dst, x []float32) {
	for i, v := range x {
		dst[i] = max(dst[i], v)
	}
}

// grid is the similarities of the words of two sentences. It keeps its memory
// from one use to the next.
type grid struct {
	rows, columns, width int // a row has width cells, of which columns are used
	cells                []float32

	of          *Word // the first of those in left
	left, right []float32
	transposed  gemm.Weights
}

// compare computes the similarities of words.
func (g *grid) compare(a, b []Word) {
	const panel = 16 // columns come in whole ones
	dim := len(a[0].Vector)
	g.rows, g.columns, g.width = len(a), len(b), (len(b)+panel-1)/panel*panel
	if g.of != &a[0] {
		g.of, g.left = &a[0], wordRows(g.left, a)
	}
	g.right = wordRows(g.right, b)
	g.cells = slices.Grow(g.cells[:0], g.rows*g.width)[:g.rows*g.width]
	clear(g.cells)
	g.transposed.SetTransposed(dim, g.columns, g.width, g.right, dim)
	g.transposed.MulAdd(g.rows, g.left, dim, g.cells, g.width)
}

// widened is what a byte of a word's vector stands for.
var widened = func() (table [256]float32) {
	for i := range table {
		table[i] = float32(int8(i)) / 127
	}
	return table
}()

// wordRows widens the vectors of words, scaled to length 1, row by row.
func wordRows(buf []float32, words []Word) []float32 {
	dim := len(words[0].Vector)
	buf = slices.Grow(buf[:0], len(words)*dim)[:len(words)*dim]
	for k, w := range words {
		row := buf[k*dim:][:len(w.Vector)]
		for i, x := range w.Vector {
			row[i] = widened[uint8(x)]
		}
	}
	return buf
}

// bestOfRows returns the best of each row from from to to, among the columns from
// lo to hi; those of the other rows are -1.
func (g *grid) bestOfRows(from, to, lo, hi int) []float32 {
	out := make([]float32, g.rows)
	for i := from; i < to; i++ {
		out[i] = -1
		for _, x := range g.cells[i*g.width+lo : i*g.width+hi] {
			out[i] = max(out[i], x)
		}
	}
	return out
}

// bestOfColumns returns the best of each column from from to to, among the rows
// from lo to hi; those of the other columns are -1.
func (g *grid) bestOfColumns(lo, hi, from, to int) []float32 {
	out := make([]float32, g.columns)
	for j := range out {
		out[j] = -1
	}
	for i := lo; i < hi; i++ {
		raise(out[from:to], g.cells[i*g.width:][from:to])
	}
	return out
}

// cover notes how much of each fact's words the other fact and its sentence say.
// Rows and columns are the best of the whole grid.
func (c *comparison) cover(p *Pair, g *grid, rows, columns []float32) {
	a, b := c.a.Facts[p.A], c.b.Facts[p.B]
	wordsA, wordsB := c.a.Sentences[a.Sentence].Words, c.b.Sentences[b.Sentence].Words
	p.CoverA = weighted(wordsA, g.bestOfRows(a.Words[0], a.Words[1], b.Words[0], b.Words[1]), a.Words)
	p.CoverB = weighted(wordsB, g.bestOfColumns(a.Words[0], a.Words[1], b.Words[0], b.Words[1]), b.Words)
	p.WithinA = weighted(wordsA, rows, a.Words)
	p.WithinB = weighted(wordsB, columns, b.Words)
}

// weighted is the mean of best over a range of words, by their weights.
func weighted(words []Word, best []float32, span [2]int) float32 {
	var sum, total float32
	for k := span[0]; k < span[1]; k++ {
		sum += words[k].Weight * best[k]
		total += words[k].Weight
	}
	if total == 0 {
		return 0
	}
	return sum / total
}
