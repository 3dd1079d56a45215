package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// piece is a part of an English page that has a translation, or of a
// translation whose original is not here, with "" for the other.
type piece struct {
	english, foreign string
	lang             string // of the foreign text
}

// least is how many letters a piece has at least, in English.
const least = 280

// pieces cuts the pages that are in English and in one of the languages into
// pieces of some paragraphs, the same in both: translated pages have the
// sections and paragraphs of their originals, and one section more, which tells
// who translated. Of a piece in several languages one is taken, and none that
// says what another one says.
func pieces(packages string, langs []string) ([]piece, error) {
	english, err := manuals(packages, "")
	if err != nil {
		return nil, err
	}
	var out []piece
	seen := map[string]bool{}
	foreign := make([]map[string]manual, len(langs))
	for i, lang := range langs {
		if foreign[i], err = manuals(packages, lang); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(english)) {
		page := english[name]
		for s, section := range page {
			for first := 0; first < len(section); {
				end, letters := first, 0
				for end < len(section) && letters < least {
					letters += lettersIn(section[end])
					end++
				}
				text := strings.Join(section[first:end], "\n\n")
				key := strings.Map(onlyLetters, text)
				p := piece{english: text}
				for i := range langs { // begin with another language for each piece
					k := (i + int(hash(text))) % len(langs)
					if other := foreign[k][name]; len(other) >= len(page) && len(other[s]) == len(section) {
						p.foreign, p.lang = strings.Join(other[s][first:end], "\n\n"), langs[k]
						break
					}
				}
				if letters >= least && p.foreign != "" && lettersIn(p.foreign) > least/2 && strings.Map(onlyLetters, p.foreign) != key && !seen[key] {
					seen[key] = true
					out = append(out, p)
				}
				first = end
			}
		}
	}
	return out, nil
}

func lettersIn(s string) int { return len(strings.Map(onlyLetters, s)) }

func onlyLetters(r rune) rune {
	if unicode.IsLetter(r) {
		return unicode.ToLower(r)
	}
	return -1
}

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// write makes two folders of n articles each, half of which have a counterpart
// in the other, under names that tell nothing. It returns the counterparts.
func write(folder string, all []piece, n int) (map[string]string, error) {
	if need := n + n/2; need > len(all) {
		return nil, fmt.Errorf("there are %d pieces, and %d are needed for %d articles a side", len(all), need, n)
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b piece) int { return cmp.Compare(hash(a.english), hash(b.english)) })
	truth := map[string]string{}
	for _, side := range []string{"a", "b"} {
		if err := os.MkdirAll(filepath.Join(folder, side), 0o777); err != nil {
			return nil, err
		}
	}
	// The first half of a side is paired, then come those of a, then those of b.
	for i, p := range all[:n+n/2] {
		name := map[string]string{}
		if i < n {
			name["a"] = fmt.Sprintf("%08x.txt", hash("a"+p.english))
		}
		if i < n/2 || i >= n {
			name["b"] = fmt.Sprintf("%08x.txt", hash("b"+p.foreign))
		}
		for side, file := range name {
			text := p.english
			if side == "b" {
				text = p.foreign
			}
			if err := os.WriteFile(filepath.Join(folder, side, file), []byte(text+"\n"), 0o666); err != nil {
				return nil, err
			}
		}
		if i < n/2 {
			truth[name["a"]] = name["b"]
		}
	}
	return truth, nil
}
