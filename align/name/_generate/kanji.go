package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// spelling is a Japanese name in characters and in Latin letters.
type spelling struct {
	kanji  []rune
	romaji string
	weight float64
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
			used[n.kanji[i]][short(part)] += n.weight
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
	return save("kanji.txt", "japanese-personal-name-dataset (MIT) and GeoNames (CC BY 4.0): how characters are read in Japanese names, learned from whole names.", lines)
}

// cut returns the likeliest readings of a name's characters.
func cut(n spelling, chance map[rune]map[string]float64) []string {
	const longest = 8
	type step struct {
		score float64
		from  int
	}
	m, size := len(n.kanji), len(n.romaji)
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
			if math.IsInf(table[i][j].score, -1) {
				continue
			}
			for k := j + 1; k <= min(size, j+longest); k++ {
				part := n.romaji[j:k]
				score := table[i][j].score + math.Log(likelihood(r, part, k == size, chance, float64(size)/float64(m)))
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
		parts[i-1], k = n.romaji[j:k], j
	}
	return parts
}

// likelihood of a reading: what was learned, smoothed by the shape of
// syllables and by the length expected.
func likelihood(r rune, part string, last bool, chance map[rune]map[string]float64, expected float64) float64 {
	prior := 0.02
	if strings.IndexByte("aeioun", part[len(part)-1]) < 0 {
		prior = 1e-7
	}
	if part[0] == 'n' && len(part) > 1 && strings.IndexByte("aeiouy", part[1]) < 0 {
		prior = 1e-7
	}
	d := (float64(len(part)) - expected) / 2
	return chance[r][part] + prior*math.Exp(-d*d)
}

// short writes a reading without the length of its vowels.
func short(s string) string {
	return strings.NewReplacer("ou", "o", "oo", "o", "uu", "u").Replace(s)
}

func readSpellings() ([]spelling, error) {
	var names []spelling
	rows, err := readCSV("dataset/last_name_org.csv")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		people, _ := strconv.ParseFloat(row[1], 64)
		names = appendSpelling(names, row[0], row[3], 1+math.Log10(1+people))
	}
	for _, file := range []string{"dataset/first_name_man_opti.csv", "dataset/first_name_woman_opti.csv"} {
		rows, err := readCSV(file)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			for _, kanji := range row[2:] {
				names = appendSpelling(names, kanji, row[1], 0.3)
			}
		}
	}
	cities, err := readCities()
	if err != nil {
		return nil, err
	}
	for _, c := range cities {
		if c.Country != "JP" || !plain.MatchString(c.Name) {
			continue
		}
		for _, form := range hanForms(c) {
			romaji := strings.NewReplacer("ō", "o", "ū", "u", "-shi", "", "-chō", "", " ", "", "’", "", "'", "", "-", "").Replace(strings.ToLower(c.Name))
			names = appendSpelling(names, form, romaji, 1)
		}
	}
	return names, nil
}

func appendSpelling(names []spelling, kanji, romaji string, weight float64) []spelling {
	rs := []rune(kanji)
	for i, r := range rs {
		if r == '々' && i > 0 {
			rs[i] = rs[i-1]
		} else if r < 0x4E00 || r > 0x9FFF {
			return names
		}
	}
	if len(rs) == 0 || len(romaji) < len(rs) {
		return names
	}
	return append(names, spelling{rs, romaji, weight})
}

func readCSV(tail string) ([][]string, error) {
	data, err := readSource(tail)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	return r.ReadAll()
}
