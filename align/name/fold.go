package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// script sorts characters by how words are made of them and told apart.
type script uint8

const (
	noScript   script = iota // no letter
	latin                    // the first three have two cases
	cyrillic                 //
	greek                    //
	arabic                   // words stand between spaces from here
	hebrew                   //
	devanagari               //
	hangul                   //
	otherWords               //
	katakana                 // a run of it is one word
	hiragana                 // no names in it
	han                      // words run together
	thai                     //
)

func (s script) cased() bool     { return s >= latin && s <= greek }
func (s script) spaceless() bool { return s >= hiragana }

func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return latin
		}
		return noScript
	case r <= 0x024F, r >= 0x1E00 && r <= 0x1EFF, r >= 0xFF21 && r <= 0xFF5A:
		if unicode.IsLetter(r) {
			return latin
		}
		return noScript
	case r >= 0x0370 && r <= 0x03FF, r >= 0x1F00 && r <= 0x1FFF:
		return letterOr(r, greek)
	case r >= 0x0400 && r <= 0x052F:
		return letterOr(r, cyrillic)
	case r >= 0x0590 && r <= 0x05FF:
		return letterOr(r, hebrew)
	case r >= 0x0600 && r <= 0x06FF:
		return letterOr(r, arabic)
	case r >= 0x0900 && r <= 0x097F:
		return letterOr(r, devanagari)
	case r >= 0x0E00 && r <= 0x0E7F:
		return letterOr(r, thai)
	case r >= 0x3041 && r <= 0x309F:
		return hiragana
	case r >= 0x30A1 && r <= 0x30FA, r == 'ー', r >= 0xFF66 && r <= 0xFF9D:
		return katakana
	case r >= 0x3400 && r <= 0x9FFF, r == '々', r == '〇', r >= 0x20000 && r <= 0x3FFFF:
		return han
	case r >= 0xAC00 && r <= 0xD7A3:
		return hangul
	}
	return letterOr(r, otherWords)
}

func letterOr(r rune, s script) script {
	if unicode.IsLetter(r) || unicode.IsMark(r) {
		return s
	}
	return noScript
}

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
