package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"golang.org/x/text/encoding/japanese"
)

// spelling is a Japanese name in characters and in katakana.
type spelling struct {
	kanji, kana []rune
	weight      float64
}

// writeKanji learns how single characters are read in Japanese names from
// whole names, by expectation maximisation over the ways to cut a name's
// reading into its characters' (hard decisions, as in Viterbi training).
func writeKanji() error {
	names, err := readSpellings()
	if err != nil {
		return err
	}
	chance := map[rune]map[string]float64{}
	for range 8 {
		counts := map[rune]map[string]float64{}
		for _, n := range names {
			for i, part := range cut(n, chance) {
				r := n.kanji[i]
				if counts[r] == nil {
					counts[r] = map[string]float64{}
				}
				counts[r][part] += n.weight
			}
		}
		for _, of := range counts {
			sum := 0.0
			for _, c := range of {
				sum += c
			}
			for part := range of {
				of[part] /= sum
			}
		}
		chance = counts
	}
	used := map[rune]map[string]float64{}
	for _, n := range names {
		for i, part := range cut(n, chance) {
			if used[n.kanji[i]] == nil {
				used[n.kanji[i]] = map[string]float64{}
			}
			used[n.kanji[i]][part] += n.weight
		}
	}
	var lines []string
	for _, r := range slices.Sorted(maps.Keys(used)) {
		of := used[r]
		readings := slices.SortedFunc(maps.Keys(of), func(a, b string) int {
			return cmp.Or(cmp.Compare(of[b], of[a]), cmp.Compare(a, b))
		})
		sum := 0.0
		for _, c := range of {
			sum += c
		}
		kept := readings[:0:0]
		for _, reading := range readings {
			if of[reading] >= 0.03*sum && of[reading] > 1 && len(kept) < 5 {
				kept = append(kept, reading)
			}
		}
		if len(kept) > 0 {
			lines = append(lines, string(r)+" "+strings.Join(kept, " "))
		}
	}
	return save("kanji.txt", "IPADIC (NAIST-2003): how characters are read in Japanese names, learned from whole names.", lines)
}

// longest is the most kana of one character.
const longest = 4

// cut returns the likeliest readings of a name's characters, nil if there are
// none.
func cut(n spelling, chance map[rune]map[string]float64) []string {
	type step struct {
		score float64
		from  int
	}
	m, size := len(n.kanji), len(n.kana)
	table := make([][]step, m+1)
	for i := range table {
		table[i] = make([]step, size+1)
		for j := range table[i] {
			table[i][j].score = math.Inf(-1)
		}
	}
	table[0][0].score = 0
	for i, r := range n.kanji {
		for j := range size {
			if math.IsInf(table[i][j].score, -1) || strings.ContainsRune("ァィゥェォッャュョヮンー", n.kana[j]) {
				continue
			}
			for k := j + 1; k <= min(size, j+longest); k++ {
				// What was learned, smoothed by the length expected.
				d := float64(k-j) - float64(size)/float64(m)
				score := table[i][j].score + math.Log(chance[r][string(n.kana[j:k])]+0.02*math.Exp(-d*d))
				if score > table[i+1][k].score {
					table[i+1][k] = step{score, j}
				}
			}
		}
	}
	if math.IsInf(table[m][size].score, -1) {
		return nil
	}
	parts := make([]string, m)
	for i, k := m, size; i > 0; i-- {
		j := table[i][k].from
		parts[i-1], k = string(n.kana[j:k]), j
	}
	return parts
}

// What a name counts, by its kind in IPADIC: a surname more than a given name,
// of which each spelling is listed, or one of the many small places.
var counts = map[string]float64{"姓": 1, "名": 0.3, "地域": 0.1}

// readSpellings reads the proper names of IPADIC, which is in EUC-JP.
func readSpellings() ([]spelling, error) {
	var names []spelling
	for _, file := range []string{"ipadic/Noun.name.csv", "ipadic/Noun.place.csv"} {
		data, err := readSource(file)
		if err != nil {
			return nil, err
		}
		r := csv.NewReader(japanese.EUCJP.NewDecoder().Reader(bytes.NewReader(data)))
		rows, err := r.ReadAll()
		if err != nil {
			return nil, fmt.Errorf("reading %q: %w", file, err)
		}
		for _, row := range rows {
			const kind, subkind, reading = 6, 7, 11
			weight := max(counts[row[kind]], counts[row[subkind]])
			if kanji := []rune(row[0]); weight > 0 && isKanji(kanji) && len(kanji) <= longest {
				names = append(names, spelling{kanji, []rune(row[reading]), weight})
			}
		}
	}
	return names, nil
}

// isKanji tells whether all characters are Chinese; a mark of repetition
// becomes what it repeats.
func isKanji(rs []rune) bool {
	for i, r := range rs {
		if r == '々' && i > 0 {
			rs[i] = rs[i-1]
		} else if r < 0x4E00 || r > 0x9FFF {
			return false
		}
	}
	return len(rs) > 0
}
