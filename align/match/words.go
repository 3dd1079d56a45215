package match

import (
	"cmp"
	"slices"
)

// words compares the words of the sentences that pairs connect, and of each
// sentence with its best counterparts.
func (c *comparison) words() {
	c.wordsOfA, c.wordsOfB = fresh(c.a), fresh(c.b)
	type meeting struct{ s, t int }
	met := map[meeting][]int{} // the pairs between two sentences
	for i, p := range c.pairs {
		m := meeting{c.a.Facts[p.A].Sentence, c.b.Facts[p.B].Sentence}
		met[m] = append(met[m], i)
	}
	aligned := map[meeting][2]bool{}
	for s, list := range c.sentencesOfA {
		for _, t := range first(list, sentenceOpenings) {
			m := meeting{s, t.Index}
			aligned[m] = [2]bool{true, aligned[m][1]}
			met[m] = met[m][:len(met[m]):len(met[m])]
		}
	}
	for t, list := range c.sentencesOfB {
		for _, s := range first(list, sentenceOpenings) {
			m := meeting{s.Index, t}
			aligned[m] = [2]bool{aligned[m][0], true}
			met[m] = met[m][:len(met[m]):len(met[m])]
		}
	}
	order := make([]meeting, 0, len(met))
	for m := range met {
		order = append(order, m)
	}
	slices.SortFunc(order, func(x, y meeting) int { return cmp.Or(x.s-y.s, x.t-y.t) })
	var left, right, cells []float32
	last := -1
	for _, m := range order {
		s, t := &c.a.Sentences[m.s], &c.b.Sentences[m.t]
		if len(s.Words) == 0 || len(t.Words) == 0 || s.Words[0].Vector == nil || t.Words[0].Vector == nil {
			continue
		}
		if m.s != last {
			left = wordRows(left, s.Words)
			last = m.s
		}
		right = wordRows(right, t.Words)
		grid := similarities(cells, left, right, len(s.Words), len(t.Words))
		cells = grid.cells
		rows, columns := grid.bestOfRows(0, len(s.Words), 0, len(t.Words)), grid.bestOfColumns(0, len(s.Words), 0, len(t.Words))
		for _, i := range met[m] {
			c.cover(&c.pairs[i], grid, rows, columns)
		}
		if aligned[m][0] {
			raise(c.wordsOfA[m.s], rows)
		}
		if aligned[m][1] {
			raise(c.wordsOfB[m.t], columns)
		}
	}
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

// wordRows widens the vectors of words, scaled to length 1, row by row.
func wordRows(buf []float32, words []Word) []float32 {
	buf = buf[:0]
	for _, w := range words {
		for _, x := range w.Vector {
			buf = append(buf, float32(x)/127)
		}
	}
	return buf
}

// grid is the similarities of the words of two sentences.
type grid struct {
	rows, columns int
	cells         []float32
}

// similarities computes a grid in the room that cells has.
func similarities(cells, left, right []float32, rows, columns int) grid {
	g := grid{rows, columns, slices.Grow(cells[:0], rows*columns)[:rows*columns]}
	dim := len(left) / rows
	for i := range rows {
		x := left[i*dim:][:dim]
		for j := range columns {
			g.cells[i*columns+j] = dot(x, right[j*dim:][:dim])
		}
	}
	return g
}

// bestOfRows returns the best of each row from from to to, among the columns from
// lo to hi; those of the other rows are -1.
func (g grid) bestOfRows(from, to, lo, hi int) []float32 {
	out := make([]float32, g.rows)
	for i := from; i < to; i++ {
		out[i] = -1
		for _, x := range g.cells[i*g.columns+lo : i*g.columns+hi] {
			out[i] = max(out[i], x)
		}
	}
	return out
}

// bestOfColumns returns the best of each column from from to to, among the rows
// from lo to hi; those of the other columns are -1.
func (g grid) bestOfColumns(lo, hi, from, to int) []float32 {
	out := make([]float32, g.columns)
	for j := range out {
		out[j] = -1
	}
	for i := lo; i < hi; i++ {
		raise(out[from:to], g.cells[i*g.columns:][from:to])
	}
	return out
}

// cover notes how much of each fact's words the other fact and its sentence say.
// Rows and columns are the best of the whole grid.
func (c *comparison) cover(p *Pair, g grid, rows, columns []float32) {
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
