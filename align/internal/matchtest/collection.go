//go:build unix

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

	"factdiff/align/corpus"
)

// piece is a part of an English page and of its translation.
type piece struct{ english, foreign string }

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
					k := (i + int(hash(text)%uint64(len(langs)))) % len(langs)
					if other := foreign[k][name]; len(other) >= len(page) && len(other[s]) == len(section) {
						p.foreign = strings.Join(other[s][first:end], "\n\n")
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

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// sides chooses n articles for each side, of which the first half are
// counterparts in the same order. The order is one of chance that is always the
// same.
func sides(all []piece, n int) (a, b []piece) {
	all = slices.Clone(all)
	slices.SortFunc(all, func(p, q piece) int { return cmp.Compare(hash(p.english), hash(q.english)) })
	return all[:n], slices.Concat(all[:n/2], all[n:n+n/2])
}

// nameA and nameB are names of files that tell nothing.
func (p piece) nameA() string { return fmt.Sprintf("%016x.txt", hash("a"+p.english)) }
func (p piece) nameB() string { return fmt.Sprintf("%016x.txt", hash("b"+p.foreign)) }

// write makes two folders of n articles each, half of which have a counterpart
// in the other. It returns the counterparts.
func write(folder string, all []piece, n int) (map[string]string, error) {
	if need := n + n/2; need > len(all) {
		return nil, fmt.Errorf("there are %d pieces, and %d are needed for %d articles a side", len(all), need, n)
	}
	for _, side := range []string{"a", "b"} {
		if err := os.MkdirAll(filepath.Join(folder, side), 0o777); err != nil {
			return nil, err
		}
	}
	a, b := sides(all, n)
	truth := map[string]string{}
	for i := range n {
		if err := os.WriteFile(filepath.Join(folder, "a", a[i].nameA()), []byte(a[i].english+"\n"), 0o666); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, "b", b[i].nameB()), []byte(b[i].foreign+"\n"), 0o666); err != nil {
			return nil, err
		}
		if i < n/2 {
			truth[a[i].nameA()] = b[i].nameB()
		}
	}
	return truth, nil
}

// entries are the articles that write has made, in the order of sides.
func entries(folder string, all []piece, n int) (ofA, ofB []corpus.Entry) {
	a, b := sides(all, n)
	for i := range n {
		ofA = append(ofA, corpus.Entry{ID: a[i].nameA(), Path: filepath.Join(folder, "a", a[i].nameA())})
		ofB = append(ofB, corpus.Entry{ID: b[i].nameB(), Path: filepath.Join(folder, "b", b[i].nameB())})
	}
	return ofA, ofB
}
