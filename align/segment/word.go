package segment

import (
	"unicode"
	"unicode/utf8"

	uax29 "github.com/clipperhouse/uax29/v2/words"
)

// Words returns the words of a text as Unicode's default rules find them
// (UAX #29, section 4), without white space and punctuation. In scripts that
// set no spaces between words, such as Chinese and Thai, they are single
// characters.
func Words(text string) []Span {
	var out []Span
	for i := uax29.FromString(text); i.Next(); {
		if isWord(i.Value()) {
			out = append(out, Span{i.Start(), i.End()})
		}
	}
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
