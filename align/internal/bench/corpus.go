//go:build unix

package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"factdiff/align/read"
	"factdiff/align/segment"
)

// corpus is sentences of articles by language.
type corpus map[string][]string

// load takes the articles of a folder apart; en.txt is in English.
func load(folder string) (corpus, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "[a-z][a-z].txt"))
	if err != nil {
		return nil, err
	}
	c := corpus{}
	for _, name := range files {
		d, err := read.File(context.Background(), name)
		if err != nil {
			return nil, err
		}
		lang := strings.TrimSuffix(filepath.Base(name), ".txt")
		for _, b := range d.Blocks {
			text := d.Text[b.Start:b.End]
			for _, s := range segment.Sentences(text, lang) {
				c[lang] = append(c[lang], text[s.Start:s.End])
			}
		}
	}
	if len(c["en"]) < 50 || len(c["de"]) < 30 {
		return nil, fmt.Errorf("%s has only %d English and %d German sentences", folder, len(c["en"]), len(c["de"]))
	}
	return c, nil
}

// mixed returns n sentences of all languages, no two alike; with another round
// come others.
func (c corpus) mixed(n, round int) []string {
	var all []string
	for _, lang := range []string{"en", "de", "fr", "ja", "zh", "ru", "ar", "it", "ko"} {
		all = append(all, c[lang]...)
	}
	out := make([]string, n)
	for i := range out {
		out[i] = vary(all[i%len(all)], 1000*round+i/len(all))
	}
	return out
}

// article writes a text of n sentences in a language, five in a paragraph.
func (c corpus) article(name, lang string, n int) error {
	var b strings.Builder
	for i, s := range c.some(lang, n, 0) {
		b.WriteString(s)
		if i%5 == 4 {
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}

// some returns n sentences in a language, from another place for each article.
func (c corpus) some(lang string, n, article int) []string {
	all := c[lang]
	out := make([]string, n)
	for i := range out {
		k := article*n + i
		out[i] = vary(all[k%len(all)], k/len(all))
	}
	return out
}

// vary changes the numbers of a sentence, and every third of its words with a
// capital to a name that nobody has. Variation 0 is the sentence itself.
func vary(sentence string, variation int) string {
	if variation == 0 {
		return sentence
	}
	words := strings.Split(sentence, " ")
	for i, w := range words {
		h := fnv.New32()
		fmt.Fprint(h, w, variation)
		seed := h.Sum32()
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case strings.ContainsAny(w, "0123456789"):
			words[i] = strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return r
				}
				seed = seed*1664525 + 1013904223
				return '1' + rune(seed>>24%9)
			}, w)
		case i > 0 && unicode.IsUpper(first) && seed%3 == 0:
			words[i] = name(seed) + strings.TrimLeftFunc(w, unicode.IsLetter)
		}
	}
	return strings.Join(words, " ")
}

// name makes a name of syllables.
func name(seed uint32) string {
	syllables := []string{"ma", "ro", "lin", "ke", "sta", "vor", "bel", "du", "nik", "tha", "or", "wen"}
	var b strings.Builder
	for range 3 {
		seed = seed*1664525 + 1013904223
		b.WriteString(syllables[seed>>16%uint32(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}
