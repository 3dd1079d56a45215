package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// letterlike holds for what may stand in a word: letters, digits, combining
// marks and invisible formatting characters.
func letterlike(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Cf)
}

// wide holds for the letters of scripts that need no space between sentences.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー'
}

// caseOf gives small, capital or uncased for a letter. Unicode calls the
// letters of modern Georgian small, but its sentences begin with them.
func caseOf(r rune) kind {
	switch {
	case unicode.Is(unicode.Georgian, r):
		return uncased
	case isCapital(r):
		return capital
	case unicode.IsLower(r):
		return small
	}
	return uncased
}

func isCapital(r rune) bool {
	return (unicode.IsUpper(r) || unicode.IsTitle(r)) && !unicode.Is(unicode.Georgian, r)
}

// longest bounds the words that are looked up, in bytes.
const longest = 64

// wordAt gives the letters that begin at offset i, at most about longest bytes.
func wordAt(text string, i int) string {
	end := i
	for end < len(text) && end-i < longest {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.In(r, unicode.L, unicode.M, unicode.Cf) {
			break
		}
		end += size
	}
	return text[i:end]
}

// wordBefore gives the letters and digits that end at offset end, not before
// offset from, at most about longest bytes.
func wordBefore(text string, from, end int) string {
	start := end
	for start > from && end-start < longest {
		r, size := utf8.DecodeLastRuneInString(text[from:start])
		if !letterlike(r) && r != '°' {
			break
		}
		start -= size
	}
	return text[start:end]
}

// fold gives a word the form in which the tables have it: lower case, without
// invisible formatting characters.
func fold(word string) string {
	word = strings.ToLower(word)
	if strings.IndexFunc(word, isFormat) < 0 {
		return word
	}
	return strings.Map(func(r rune) rune {
		if isFormat(r) {
			return -1
		}
		return r
	}, word)
}

func isFormat(r rune) bool { return unicode.Is(unicode.Cf, r) }

func skipSpace(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += size
	}
	return i
}

// weighs tells whether text has n letters, those of scripts that write a
// syllable or word in one counting three. It reads no more than it must: a
// text that is long enough counts as heavy.
func weighs(text string, n int) bool {
	if len(text) > 16*n {
		return true
	}
	for _, r := range text {
		switch {
		case wide(r):
			n -= 3
		case unicode.IsLetter(r):
			n--
		}
		if n <= 0 {
			return true
		}
	}
	return false
}

// letters counts the letters of a word, without marks.
func letters(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
