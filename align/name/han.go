package name

import (
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

// pinyin are the syllables that the table knows.
var pinyin = sync.OnceValue(func() set {
	all := set{}
	for line := range strings.Lines(table("pinyin")) {
		if syllable, _, ok := strings.Cut(line, " "); ok && syllable != "#" {
			all[syllable] = true
		}
	}
	return all
})

// longestSyllable is in letters, as zhuang.
const longestSyllable = 6

// isPinyin tells whether a folded word is made of syllables of Mandarin.
func isPinyin(word string) bool {
	if len(word) > maxSounds {
		return false
	}
	known := pinyin()
	var reached [maxSounds + 1]bool
	reached[0] = true
	for i := range len(word) {
		for n := 1; reached[i] && n <= longestSyllable && i+n <= len(word); n++ {
			if known[word[i:i+n]] {
				reached[i+n] = true
			}
		}
	}
	return reached[len(word)]
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
			set.readings[r] = append(set.readings[r], coarse(sounds(reading, "ja")))
		}
	}
	return set
})

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
