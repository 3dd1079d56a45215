package value

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// glyph is one character as the tables spell it, with its place in the text.
type glyph struct {
	r          rune
	start, end int
	upper      bool
}

// hardSpace stands for every white space but the plain one and the line break:
// between digits it groups them in any language.
const hardSpace = '\u00A0'

// spelling maps characters that newsrooms use for the same thing to one of
// them. Compatibility forms (full width, ligatures, units such as ㎞) are
// already gone when it is applied.
var spelling = map[rune]rune{
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '−': '-', '﹣': '-', '־': '-',
	'’': '\'', '‘': '\'', 'ʼ': '\'', '`': '\'', '´': '\'', '′': '\'', '״': '"', '”': '"', '“': '"',
	'〜': '~', '∼': '~', 'ー': 'ー',
	'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ى': 'ي', 'ة': 'ه', 'ک': 'ك', 'ی': 'ي', 'ھ': 'ه', 'ۀ': 'ه', '،': ',',
	'ş': 'ș', 'ţ': 'ț',
}

// fold returns the characters of text in compatibility composition (NFKC),
// lower case and one spelling, without invisible characters and Arabic or
// Hebrew vowel points. Offsets count from base.
//
// Superscripts, ordinal signs and vulgar fractions stay as they are: "10²" is
// not 102.
func fold(text string, base int) []glyph {
	out := make([]glyph, 0, len(text))
	if norm.NFKC.IsNormalString(text) {
		for i, r := range text {
			_, n := utf8.DecodeRuneInString(text[i:])
			out = appendGlyph(out, r, base+i, base+i+n)
		}
		return out
	}
	var it norm.Iter
	it.InitString(norm.NFKC, text)
	for !it.Done() {
		start := it.Pos()
		composed := it.Next()
		end := it.Pos()
		source, n := utf8.DecodeRuneInString(text[start:])
		switch {
		case unicode.Is(unicode.No, source), source == 'º', source == 'ª':
			out = appendGlyph(out, source, base+start, base+start+n)
			continue
		case unicode.IsSpace(source) && source != ' ' && source != '\n':
			out = appendGlyph(out, hardSpace, base+start, base+end)
			continue
		}
		for len(composed) > 0 {
			r, n := utf8.DecodeRune(composed)
			composed = composed[n:]
			out = appendGlyph(out, r, base+start, base+end)
		}
	}
	return out
}

func appendGlyph(out []glyph, r rune, start, end int) []glyph {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			return append(out, glyph{r + 'a' - 'A', start, end, true})
		}
		return append(out, glyph{r, start, end, false})
	case unicode.Is(unicode.Cf, r), invisible(r):
		return out
	case unicode.IsSpace(r):
		return append(out, glyph{hardSpace, start, end, false})
	}
	upper := unicode.IsUpper(r)
	r = unicode.ToLower(r)
	if s, ok := spelling[r]; ok {
		r = s
	}
	return append(out, glyph{r, start, end, upper})
}

// invisible tells the vowel points that careful spelling adds to Arabic and
// Hebrew, and the Arabic letter stretcher.
func invisible(r rune) bool {
	return r >= 0x064B && r <= 0x0655 || r == 0x0640 || r == 0x0670 ||
		r >= 0x0591 && r <= 0x05C7 && r != 0x05BE
}

// script sorts characters by how they make words.
type script uint8

const (
	noScript   script = iota // not a letter
	alphabetic               // words stand between spaces
	hangul                   // as alphabetic, but a boundary next to other scripts
	spaceless                // words run together
)

func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' {
			return alphabetic
		}
		return noScript
	case r >= 0xAC00 && r <= 0xD7A3:
		return hangul
	case r >= 0x3041 && r <= 0x30FF && r != '・', r >= 0x3400 && r <= 0x9FFF, r >= 0x20000 && r <= 0x3FFFF,
		r == '々', r == '〇', r >= 0x0E01 && r <= 0x0EFF && !unicode.IsDigit(r), r >= 0x1000 && r <= 0x104F && !unicode.IsDigit(r),
		r >= 0x1780 && r <= 0x17DD:
		return spaceless
	case unicode.IsLetter(r), unicode.IsMark(r):
		return alphabetic
	}
	return noScript
}

// digitOf returns the value of a decimal digit of any script, or -1. Unicode
// encodes each script's digits as ten in a row.
func digitOf(r rune) int {
	if r < utf8.RuneSelf {
		if '0' <= r && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if !unicode.IsDigit(r) {
		return -1
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	return -1
}
