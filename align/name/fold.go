package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lower returns text in lower case, NFKC and with one kind of apostrophe.
func lower(text string) string {
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '’', 'ʼ', '‘', '´', '`', '׳':
			return '\''
		case '״', '“', '”':
			return '"'
		case 'İ':
			return 'i'
		}
		return unicode.ToLower(r)
	}, text)
}

// plainLetters are letters that no decomposition makes plain.
var plainLetters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i",
	'ς': "σ", 'ة': "ه", 'ى': "ي", 'ک': "ك", 'ی': "ي", 'ھ': "ه", 'ـ': "",
}

// fold returns text as spellings are compared: in lower case, without the marks
// that newsrooms leave out (accents, Arabic and Hebrew vowels), without full
// stops and apostrophes.
func fold(text string) string {
	text = lower(text)
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case r == '.' || r == '\'' || r == '"':
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case unicode.Is(unicode.Mn, r) && r < 0x0700:
		default:
			if s, ok := plainLetters[r]; ok {
				b.WriteString(s)
				continue
			}
			if s := scriptOf(r); s >= latin && s <= hebrew {
				r = base(r)
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain returns a word as the lists of a language are looked up: as fold, but in
// Latin script with its marks, which tell words apart (Vietnamese hai, Hải).
func plain(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	if scriptOf(r) != latin {
		return fold(word)
	}
	word = lower(word)
	if strings.ContainsAny(word, ".'") {
		word = strings.NewReplacer(".", "", "'", "").Replace(word)
	}
	return word
}

// base returns the letter below a letter's marks.
func base(r rune) rune {
	for {
		d := norm.NFD.PropertiesString(string(r)).Decomposition()
		if len(d) == 0 {
			return r
		}
		first, _ := utf8.DecodeRune(d)
		if first == r {
			return r
		}
		r = first
	}
}
