package main

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// writePinyin writes for each syllable, without its tone, the characters whose
// commonest reading it is.
func writePinyin() error {
	syllables := map[string][]rune{}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		first, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
		s := pinyin.SinglePinyin(r, pinyin.NewArgs())
		if first == "" || len(s) == 0 {
			continue
		}
		syllables[s[0]] = append(syllables[s[0]], r)
	}
	var lines []string
	for s, rs := range syllables {
		lines = append(lines, s+" "+string(rs))
	}
	slices.Sort(lines)
	return save("pinyin.txt", "go-pinyin (MIT): how characters are read in Mandarin.", lines)
}
