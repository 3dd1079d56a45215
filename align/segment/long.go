package segment

import (
	"unicode"
	"unicode/utf8"
)

// Limits of a sentence. Nobody writes longer ones; a text without punctuation
// or a table that lost its cells does, and the encoder would leave out what
// comes after its 2048th piece.
const (
	longestSentence = 400 // words
	longWord        = 8   // letters that count as a word where one has more
	noWord          = 40  // letters that no word has: beyond them
	noise           = 5   // letters count as a word
	wideLetters     = 2   // letters of a script without spaces that count as a word
)

// fit gives the end of the part of span that is short enough for a sentence:
// the span's own, or an offset before it, at white space if there is one in
// the second half of what fits.
func fit(text string, span Span) int {
	if span.End-span.Start < longestSentence {
		return span.End
	}
	var used, letters int // in wide letters; letters of the current word
	space, fair := -1, span.Start
	for i := span.Start; i < span.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		whole := r < 0x300 || !unicode.In(r, unicode.M, unicode.Cf)
		if whole {
			fair = i
		}
		switch {
		case unicode.IsSpace(r):
			letters = 0
			if used >= longestSentence*wideLetters/2 {
				space = i
			}
		case isWide(r):
			letters = 0
			used++
		case letters < noWord && letters%longWord == 0, letters >= noWord && letters%noise == 0:
			used += wideLetters
			fallthrough
		default:
			letters++
		}
		if used > longestSentence*wideLetters && fair > span.Start {
			if space >= 0 {
				return space
			}
			return fair
		}
		i += size
	}
	return span.End
}
