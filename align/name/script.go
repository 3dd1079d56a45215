package name

import (
	"unicode"
	"unicode/utf8"
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
