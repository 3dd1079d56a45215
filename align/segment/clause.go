package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths in letters for scripts that set spaces between clauses but no
// terminators. A sentence is never cut below the shortest and always, where a
// space allows it, beyond the longest.
const (
	shortestClause = 20 // before a word that opens a sentence
	usualClause    = 60 // before any clause
	longestClause  = 200
	clauseLength   = 12 // of what follows, so that no name is taken apart
)

// clauseEnds decides whether the space from offset i to next ends a sentence
// in a script without terminators. A word of the table that opens a sentence
// does it, else the length of what stands on both sides; not at numbers, which
// such scripts set between spaces, nor in brackets and quotations.
func (s *splitter) clauseEnds(i, next int) bool {
	before, after := s.text[s.start:i], s.text[next:]
	length := spread(before, longestClause)
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	switch {
	case length < shortestClause, len(s.open) > 0, after == "",
		unicode.IsDigit(last), unicode.IsDigit(first), !unicode.IsLetter(first) && marks[first].family == 0,
		unicode.IsPunct(last) && marks[last].family == 0, hasSuffix(before, s.lang.hold):
		return false
	case hasPrefix(after, s.lang.clause):
		return spread(after[:wordEnd(after)], clauseLength) >= clauseLength/2
	case length >= longestClause:
		return true
	case hasPrefix(after, s.lang.join):
		return false
	}
	return length >= usualClause && spread(after[:wordEnd(after)], clauseLength) >= clauseLength
}

// wordEnd gives the length of text up to the first space.
func wordEnd(text string) int {
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return i
	}
	return len(text)
}

// spread counts the letters of text, up to most; a text long enough to have
// them counts for that.
func spread(text string, most int) int {
	if len(text) > 16*most {
		return most
	}
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			if n++; n == most {
				break
			}
		}
	}
	return n
}

func hasSuffix(text string, suffixes []string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(text, suffix) {
			return true
		}
	}
	return false
}
