package name

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"factdiff/align/internal/wordlist"
)

// A word is compared across scripts by its sounds, one byte each:
//
//	p b f v m n t d s z k g h l r   as in IPA
//	S J C c                         ʃ, ʒ or dʒ, tʃ, ts
//	y w                             glides
//	a e i o u                       vowels
//	@                               a vowel that may be none
//
// Spelling is ambiguous across languages (the J of Johann, Jean and José), so
// a sound stands for a neighbourhood: how far two sounds are apart is told by
// the table in distance.go.

// maxSounds bounds what is kept of one word.
const maxSounds = 40

// letters maps a language's letters, as written in the table, to sounds.
type letters struct {
	sound map[string]string
	from  map[rune]reach // by their first
}

// reach is what a table has from a letter on.
type reach struct {
	most     int  // letters that are read as one
	anchored bool // some only at the beginning or end of a word
}

func newLetters() letters { return letters{map[string]string{}, map[rune]reach{}} }

func (l letters) add(spelt, sound string) {
	l.sound[spelt] = sound
	bare := strings.TrimSuffix(strings.TrimPrefix(spelt, "^"), "$")
	first, _ := utf8.DecodeRuneInString(bare)
	r := l.from[first]
	r.most = max(r.most, utf8.RuneCountInString(bare))
	r.anchored = r.anchored || bare != spelt
	l.from[first] = r
}

var sounding = sync.OnceValue(func() map[string]letters { return readSounds(table("sounds")) })

// readSounds reads a table of sounds.
func readSounds(text string) map[string]letters {
	all := map[string]letters{"any": newLetters()}
	_ = wordlist.ReadKeys(text, func(lang, entries string) bool {
		if _, ok := all[lang]; !ok {
			all[lang] = newLetters()
		}
		for entry := range strings.FieldsSeq(entries) {
			if spelt, sound, ok := strings.Cut(entry, "="); ok {
				all[lang].add(spelt, sound)
			}
		}
		return true
	})
	return all
}

// longest is the most letters that are read as one.
const longest = 4

// sounds reads a word of a language aloud. The word is in lower case and NFC.
// Digits stand for themselves; what has no sound is silent.
func sounds(word, lang string) string {
	b, _ := aloud(word, lang, maxSounds)
	return squeeze(b)
}

// aloud returns the first sounds of a text, about limit of them, and for each
// the byte of the text where its letter begins.
func aloud(text, lang string, limit int) (b []byte, at []int) {
	tables := sounding()
	own, any := tables[lang], tables["any"]
	rs := make([]rune, 0, min(len(text), 2*limit))
	var from []int
	for i, r := range text {
		for _, p := range phonetic(r, own, any) {
			rs = append(rs, p)
			from = append(from, i)
		}
		if len(rs) > 2*limit {
			break
		}
	}
	turnThaiVowels(rs)
	emit := func(sound string, i int) {
		for k := range len(sound) {
			b = append(b, sound[k])
			at = append(at, from[i])
		}
	}
	for i := 0; i < len(rs) && len(b) < limit; {
		if rs[i] >= 0xAC00 && rs[i] <= 0xD7A3 {
			emit(syllable(rs[i]), i)
			i++
			continue
		}
		if n := silenced(rs[i:]); n > 0 {
			i += n
			continue
		}
		sound, n := reading(rs, i, own, any)
		emit(sound, i)
		if isDevanagari(rs[i]) && !vowelFollows(rs, i+n) && isConsonant(sound) {
			emit("@", i)
		}
		i += n
	}
	return b, at
}

// turnThaiVowels puts the vowels that Thai writes in front of a consonant
// behind it, where they are spoken.
func turnThaiVowels(rs []rune) {
	const first, last = 'เ', 'ไ'
	for i := 0; i+1 < len(rs); i++ {
		if rs[i] >= first && rs[i] <= last && rs[i+1] >= 'ก' && rs[i+1] <= 'ฮ' {
			rs[i], rs[i+1] = rs[i+1], rs[i]
			i++
		}
	}
}

// phonetic returns the characters a letter is read by: itself if the tables
// know it, else its base letter.
func phonetic(r rune, own, any letters) []rune {
	switch {
	case r < utf8.RuneSelf:
		return []rune{r}
	case r == '’' || r == '׳':
		return []rune{'\''}
	case r >= 'ァ' && r <= 'ヴ':
		return []rune{r - 'ァ' + 'ぁ'}
	case r >= 0xAC00 && r <= 0xD7A3:
		return []rune{r}
	}
	s := string(r)
	if _, ok := own.sound[s]; ok {
		return []rune{r}
	}
	if _, ok := any.sound[s]; ok {
		return []rune{r}
	}
	out := []rune{}
	for _, d := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, d) || unicode.Is(unicode.Devanagari, d) || unicode.Is(unicode.Thai, d) {
			out = append(out, d)
		}
	}
	return out
}

// reading returns the sound of the longest known letters at rs[i] and their
// number.
func reading(rs []rune, i int, own, any letters) (string, int) {
	ofOwn, ofAny := own.from[rs[i]], any.from[rs[i]]
	for n := min(max(ofOwn.most, ofAny.most), longest, len(rs)-i); n > 0; n-- {
		s := string(rs[i : i+n])
		for _, table := range [...]struct {
			letters
			reach
		}{{own, ofOwn}, {any, ofAny}} {
			if n > table.most {
				continue
			}
			if table.anchored {
				if i == 0 && i+n == len(rs) {
					if sound, ok := table.sound["^"+s+"$"]; ok {
						return sound, n
					}
				}
				if i == 0 {
					if sound, ok := table.sound["^"+s]; ok {
						return sound, n
					}
				}
				if i+n == len(rs) {
					if sound, ok := table.sound[s+"$"]; ok {
						return sound, n
					}
				}
			}
			if sound, ok := table.sound[s]; ok {
				return sound, n
			}
		}
	}
	if rs[i] >= '0' && rs[i] <= '9' {
		return string(rs[i]), 1
	}
	return "", 1
}

// silenced returns how many characters a Thai thanthakhat makes silent.
func silenced(rs []rune) int {
	const mark, short, shorter = '์', 'ิ', 'ุ'
	switch {
	case len(rs) > 1 && rs[1] == mark:
		return 2
	case len(rs) > 2 && rs[2] == mark && (rs[1] == short || rs[1] == shorter):
		return 3
	}
	return 0
}

func isDevanagari(r rune) bool { return r >= 0x0900 && r <= 0x097F }

func isConsonant(sound string) bool {
	return sound != "" && !strings.ContainsRune("aeiou@", rune(sound[len(sound)-1]))
}

// vowelFollows tells whether the Devanagari consonant before rs[i] has no
// inherent vowel: another is written, or none is spoken.
func vowelFollows(rs []rune, i int) bool {
	const nukta, virama, firstSign, lastSign = 0x093C, 0x094D, 0x093E, 0x094C
	if i >= len(rs) {
		return true
	}
	return rs[i] == nukta || rs[i] == virama || rs[i] >= firstSign && rs[i] <= lastSign
}

// The sounds of a Hangul syllable's parts, in the order of Unicode.
var (
	onsets = strings.Split("k k n d t r m b p s s  J C C k t p h", " ")
	nuclei = strings.Split("a e ya ye o e yo ye o wa we we yo u wo we wi yu @ i i", " ")
	codas  = strings.Split(" k k ks n n n t l lk lm lb ls lt lp l m p p t t ng t t k t p t", " ")
)

// syllable reads a composed Hangul syllable by the arithmetic of the Unicode
// standard, section 3.12.
func syllable(r rune) string {
	n := int(r - 0xAC00)
	return onsets[n/588] + nuclei[n%588/28] + codas[n%28]
}

// squeeze makes doubled sounds one and bounds the length.
func squeeze(b []byte) string {
	out := b[:0]
	for i, s := range b {
		if i == 0 || s != b[i-1] || s >= '0' && s <= '9' {
			out = append(out, s)
		}
	}
	return string(out[:min(len(out), maxSounds)])
}
