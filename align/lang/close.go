package lang

import (
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed close.txt
var closeTable string

// telling is the weight of a word or letter that one of two close languages has
// and the other has not: the logarithm of odds of ten to one.
const telling = 2.3

// group is languages that the n-grams alone take for each other.
type group struct {
	all   set
	like  map[int]int    // languages whose model score in this script is that of another
	words map[string]set // whole words, and beginnings with a "*" behind them
	runes map[rune]set
}

// set is some languages, by their place in Codes, in order.
type set []int

var groups = sync.OnceValue(func() []*group {
	// The tests would not let a damaged table out.
	g, _ := readGroups(closeTable)
	return g
})

func readGroups(table string) (out []*group, err error) {
	g := &group{}
	end := func() {
		if len(g.all) > 0 {
			slices.Sort(g.all)
			g.all = slices.Compact(g.all)
			out = append(out, g)
		}
		g = &group{like: map[int]int{}, words: map[string]set{}, runes: map[rune]set{}}
	}
	end()
	for n, line := range strings.Split(table, "\n") {
		if strings.TrimSpace(line) == "" {
			end()
			continue
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		head, words, ok := strings.Cut(line, ":")
		if !ok || !g.add(strings.Fields(head), strings.Fields(words)) {
			err = fmt.Errorf("reading close.txt, line %d: %q is no known languages with words", n+1, line)
		}
	}
	end()
	return out, err
}

// add takes in a line, or returns false.
func (g *group) add(head, words []string) bool {
	key := ""
	if last := len(head) - 1; last > 0 && len(head[last]) > 3 {
		head, key = head[:last], head[last]
	}
	var langs set
	for _, code := range head {
		i, ok := slices.BinarySearch(Codes, code)
		if !ok {
			return false
		}
		langs = append(langs, i)
	}
	g.all = append(g.all, langs...)
	switch key {
	case "":
		for _, w := range words {
			g.words[w] = append(g.words[w], langs...)
		}
	case "letters":
		for _, w := range words {
			r, _ := utf8.DecodeRuneInString(w)
			g.runes[r] = append(g.runes[r], langs...)
		}
	case "like":
		i, ok := slices.BinarySearch(Codes, strings.Join(words, ""))
		g.like[langs[0]] = i
		return ok
	default:
		return false
	}
	return len(langs) > 0 && len(words) > 0
}

// tell adds what the text's words and letters say about the languages of the
// group to their scores, which are logarithms of probabilities, and returns the
// best of them.
func (g *group) tell(words map[string]int, runes map[rune]int, scores []float64) int {
	for to, from := range g.like {
		scores[to] = max(scores[to], scores[from])
	}
	add := func(langs set, count int) {
		for _, i := range langs {
			scores[i] += telling * math.Log2(1+float64(count))
		}
	}
	// In order, since sums of floats depend on it.
	for _, r := range slices.Sorted(maps.Keys(g.runes)) {
		add(g.runes[r], runes[r])
	}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		n := words[word]
		add(g.words[word], n)
		for i := range word {
			if langs, ok := g.words[word[:i]+"*"]; ok {
				add(langs, n)
			}
		}
	}
	best := g.all[0]
	for _, i := range g.all {
		if scores[i] > scores[best] {
			best = i
		}
	}
	return best
}

// apart tells the language that the model finds best from those that are close
// to it.
func apart(text string, scores []float64, best int) int {
	var words map[string]int
	var runes map[rune]int
	for _, g := range groups() {
		if !slices.Contains(g.all, best) {
			continue
		}
		if words == nil {
			words, runes = map[string]int{}, map[rune]int{}
			text = strings.ToLower(text)
			for _, r := range text {
				runes[r]++
			}
			for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
				words[w]++
			}
		}
		best = g.tell(words, runes, scores)
	}
	return best
}
