package segment

import (
	"unicode"
	"unicode/utf8"

	uax29 "github.com/clipperhouse/uax29/v2/words"
)

// Words returns the words of a text as Unicode's default rules find them
// (UAX #29, section 4), without white space and punctuation. In scripts that
// set no spaces between words they are smaller: syllables in Thai, Lao, Khmer
// and Burmese, characters in Chinese and Japanese.
func Words(text string) []Span {
	var out []Span
	add := func(start, end int) {
		if isWord(text[start:end]) {
			out = append(out, Span{start, end})
		}
	}
	run := -1 // where a run of syllables begins
	cut := func(end int) {
		for run >= 0 && run < end {
			n := syllable(text[run:end])
			add(run, run+n)
			run += n
		}
		run = -1
	}
	for i := uax29.FromString(text); i.Next(); {
		if first, _ := utf8.DecodeRuneInString(i.Value()); syllabic(first) {
			if run < 0 {
				run = i.Start()
			}
			continue
		}
		cut(i.Start())
		add(i.Start(), i.End())
	}
	cut(len(text))
	return out
}

func isWord(text string) bool {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
		i += size
	}
	return false
}
