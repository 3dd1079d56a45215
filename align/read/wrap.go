package read

import (
	"slices"
	"unicode"

	"golang.org/x/text/width"
)

// The columns at which texts are wrapped by hand or by mail programs.
const (
	minColumn = 40
	maxColumn = 100
	tooWide   = maxColumn + 1
)

// wrapColumn returns the column at which the text is hard-wrapped, 0 if it is
// not. Wrappers are greedy: they break a line where the next word would not
// have fitted. So most lines with a line directly below must be so full, and
// most breaks lie within sentences. A few lines (addresses, headlines) may be
// wider, but not most of the text.
func wrapColumn(text string, lines []textLine) int {
	var upper []int // widths of the lines with one directly below
	for i := 0; i+1 < len(lines); i++ {
		if lines[i].number+1 == lines[i+1].number {
			upper = append(upper, lines[i].width)
		}
	}
	if len(upper) < 2 {
		return 0
	}
	slices.Sort(upper)
	column := upper[len(upper)-1-len(upper)/20]
	if column < minColumn || column > maxColumn {
		return 0
	}

	full, within := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if lines[i].wrapsInto(lines[i+1], column) {
			full++
			if !endsSentence(text[lines[i].start:lines[i].end]) {
				within++
			}
		}
	}
	wide, all := 0, 0
	for _, l := range lines {
		all += l.end - l.start
		if l.width > column {
			wide += l.end - l.start
		}
	}
	if full*5 < len(upper)*3 || within*2 < full || wide*2 > all {
		return 0
	}
	return column
}

// wrapsInto tells whether a wrapper at column would have broken l where it
// ends, with next below it.
func (l textLine) wrapsInto(next textLine, column int) bool {
	return l.number+1 == next.number && l.width <= column && l.width+1+next.word > column
}

// columns returns the columns of a line, at most tooWide, and those of the
// first word of s, which is the line less its indentation. East Asian wide
// characters take two columns and can each begin a line, but for closing
// marks, which pull one along: such a word counts four.
func columns(line, s string) (total, word int) {
	for _, r := range line {
		if total += columnsOf(r); total > maxColumn {
			total = tooWide
			break
		}
	}
	for _, r := range s {
		n := columnsOf(r)
		if unicode.IsSpace(r) || n == 2 && word > 0 || word > maxColumn {
			break
		}
		if word += n; n == 2 {
			word = 4
			break
		}
	}
	return total, word
}

func columnsOf(r rune) int {
	if r < 0x1100 { // below, nothing is wide
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
