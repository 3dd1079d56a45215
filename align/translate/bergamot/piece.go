package bergamot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"factdiff/align/segment"
)

// piece is a part of a text: a sentence, or a part of a very long one. A model
// was trained on sentences, and may drop what follows the first one.
type piece struct {
	space string // between it and what is before it
	text  string
}

// Longer pieces are cut, since a model loses its way in them. A token has about
// four letters, or one or two characters of Chinese.
const (
	longest      = 500
	longestDense = 120
)

// cut splits a text into pieces, and returns the space behind the last one.
// The pieces and spaces put together are the text, but for what [clean] takes
// away.
func cut(text, lang string) (pieces []piece, rest string) {
	text = clean(text)
	done := 0
	add := func(start, end int) {
		pieces = append(pieces, piece{text[done:start], text[start:end]})
		done = end
	}
	for _, s := range segment.Sentences(text, lang) {
		for start := s.Start; start < s.End; {
			n := fit(text[start:s.End], longest)
			add(start, start+n)
			for start += n; start < s.End; start++ {
				if c := text[start]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
					break
				}
			}
		}
	}
	return pieces, text[done:]
}

// fit is how much of a sentence goes into a piece of so many characters: all of
// it, or up to the last good place to pause in the second half.
func fit(sentence string, characters int) int {
	const unit = longest / longestDense
	room := characters
	best, rank := 0, 0
	for i, r := range sentence {
		cost := 1
		if dense(r) {
			cost = unit
		}
		if room -= cost; room < 0 && i > 0 {
			if best > 0 {
				return best
			}
			return i
		}
		if here := pause(r); here > 0 && here >= rank && room < characters/2 {
			best, rank = i+utf8.RuneLen(r), here
			if here == 1 {
				best = i
			}
		}
	}
	return len(sentence)
}

// pause ranks the characters behind which a sentence can be cut, or before
// which if they are spaces.
func pause(r rune) int {
	switch {
	case strings.ContainsRune(";；:：—–", r):
		return 3
	case strings.ContainsRune(",，、،", r):
		return 2
	case unicode.IsSpace(r):
		return 1
	}
	return 0
}

// dense tells whether a character is a word, or nearly.
func dense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// clean takes out what is no text: the engine answers nothing at all to a
// broken character.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return r
		case unicode.IsControl(r), r == utf8.RuneError, r == '\ufeff':
			return -1
		}
		return r
	}, text)
}

// speaks tells whether there is anything to translate: numbers and marks are
// the same in every language, and models make something up for pictures.
func speaks(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// join puts translated pieces together. Languages without spaces have none
// between sentences; into others, one comes in.
func join(pieces []piece, translated []string, rest, to string) string {
	var b strings.Builder
	for i, p := range pieces {
		space := p.space
		if i > 0 && (space == "" || space == " ") {
			space = " "
			if to == "zh" || to == "ja" || to == "zh_hant" {
				space = ""
			}
		}
		b.WriteString(space)
		b.WriteString(translated[i])
	}
	b.WriteString(rest)
	return b.String()
}
