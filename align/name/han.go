package name

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Chinese characters are read in Mandarin (pinyin.txt), which is also what
// foreign names are spelt by in Chinese; in Japanese each character has several
// readings in names (kanji.txt), and a Latin name is looked for among all ways
// to read a stretch of them.

// firstHan is the first character of the table of syllables.
const firstHan = 0x4E00

// syllables are the readings in Mandarin, by character from firstHan.
var syllables = sync.OnceValue(func() []string {
	all := make([]string, 0xA000-firstHan)
	for line := range strings.Lines(table("pinyin")) {
		syllable, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		if syllable == "#" {
			continue
		}
		s := sounds(syllable, "zh")
		for _, r := range chars {
			if i := int(r) - firstHan; i >= 0 && i < len(all) {
				all[i] = s
			}
		}
	}
	return all
})

// mandarin returns how a character sounds in Mandarin, or "".
func mandarin(r rune) string {
	all := syllables()
	if i := int(r) - firstHan; i >= 0 && i < len(all) {
		return all[i]
	}
	return ""
}

func pinyinOf(text string) string {
	var b strings.Builder
	for _, r := range text {
		if b.Len() >= maxSounds {
			break
		}
		b.WriteString(mandarin(r))
	}
	return squeeze([]byte(b.String()))
}

// kanjiSet holds the readings of characters in Japanese names, coarsely.
type kanjiSet struct{ readings map[rune][]string }

var kanji = sync.OnceValue(func() *kanjiSet {
	set := &kanjiSet{readings: map[rune][]string{}}
	for line := range strings.Lines(table("kanji")) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(fields[0])
		for _, reading := range fields[1:] {
			set.readings[r] = append(set.readings[r], coarse(asSpelt.Replace(sounds(reading, "ja"))))
		}
	}
	return set
})

// asSpelt undoes what the table of sounds makes of the kana of foreign words,
// and shortens vowels, as is usual in Latin letters.
var asSpelt = strings.NewReplacer("t@", "to", "d@", "do", "ou", "o")

// alikeInJapanese are the sounds that change inside a Japanese name (kawa,
// -gawa) or are spelt in two ways.
var alikeInJapanese = strings.NewReplacer(
	"g", "k", "z", "s", "S", "s", "J", "s", "C", "t", "c", "t", "d", "t", "b", "h", "p", "h", "f", "h", "@", "u", "y", "",
	"l", "r", "v", "h", "m", "n",
)

// coarse merges the sounds that Japanese names do not keep apart.
func coarse(s string) string { return squeeze([]byte(alikeInJapanese.Replace(s))) }

// reads tells how many characters from the beginning of text can be read as
// exactly the coarse sounds s, 0 if none can. Text may go on.
func (k *kanjiSet) reads(text []rune, s string) int {
	return k.walk(text, s, 0)
}

// longestRead is the most characters that are read as one word.
const longestRead = 4

func (k *kanjiSet) walk(text []rune, s string, depth int) int {
	if len(text) == 0 || depth == longestRead {
		return 0
	}
	r := text[0]
	for _, reading := range k.readings[r] {
		rest, ok := strings.CutPrefix(s, reading)
		if !ok {
			continue
		}
		if rest == "" {
			return depth + 1
		}
		if n := k.walk(text[1:], rest, depth+1); n > 0 {
			return n
		}
		// Where two characters meet, a doubled sound is one (kane + nei).
		if n := k.walk(text[1:], s[len(reading)-1:], depth+1); n > 0 {
			return n
		}
	}
	return 0
}

// readCertain is how sure a reading of characters is by their number.
var readCertain = [...]float64{0, 0.6, 0.92, 0.95, 0.95}

// readLikeness tells how surely a word in characters contains another one.
func readLikeness(a, b *word) float64 {
	if a.reader == nil {
		a, b = b, a
	}
	for i := range b.spoken {
		s := coarse(b.spoken[i].sounds)
		if len(s) < leastReading {
			continue
		}
		for from := range a.han {
			if n := a.reader.reads(a.han[from:], s); n > 0 {
				return b.spoken[i].sure * readCertain[min(n, len(readCertain)-1)]
			}
		}
	}
	return 0
}

// leastReading is the fewest sounds that are looked for among readings.
const leastReading = 3

// hanLikeness compares two names in Chinese characters by their readings in
// Mandarin, which makes simplified, traditional and Japanese forms one.
func hanLikeness(a, b []rune) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) == 0, hanIndex(b, a, 0) < 0:
		return 0
	case len(a) == len(b):
		return 1
	case len(a) == 1:
		return 0.2
	}
	return partShare + (1-partShare)*float64(len(a))/float64(len(b))
}

// hanIndex returns where in text, not before from, characters are read as those
// of part, or -1. It looks at no more than hanLimit characters of part.
func hanIndex(text, part []rune, from int) int {
	part = part[:min(len(part), hanLimit)]
	for ; from+len(part) <= len(text); from++ {
		if slices.EqualFunc(text[from:from+len(part)], part, sameHan) {
			return from
		}
	}
	return -1
}

const hanLimit = 16

func sameHan(a, b rune) bool {
	if a == b {
		return true
	}
	s := mandarin(a)
	return s != "" && s == mandarin(b)
}
