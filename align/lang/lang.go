// Package lang tells in which language a text is written.
package lang

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"factdiff/align/internal/asset"
	"factdiff/align/internal/trie"
)

// model.bin is written by align/internal/mkasset; model.md tells where it comes
// from.
//
//go:embed model.bin
var model string

// Votes is the number of languages that an n-gram of the model speaks for.
const Votes = 16

// WeightStep is the unit of the model's weights, natural logarithms of odds.
const WeightStep = 1.0 / 16

// sampleBytes bounds how much of a text is looked at.
const sampleBytes = 1 << 16

type identifier struct {
	grams   trie.Trie
	weights string
	priors  []float32
}

var load = sync.OnceValue(func() *identifier {
	// A damaged asset leaves an identifier that knows nothing; the tests would
	// not let it out.
	f, _ := asset.Open(model)
	return &identifier{trie.Trie(f.Section("grams")), f.Section("weights"), asset.Float32s(f.Section("priors"))}
})

// Code returns the one of [Codes] that a BCP 47 tag names, whatever region or
// script it adds; "" where there is none.
func Code(tag string) string {
	t, err := language.All.Parse(tag)
	if err != nil || tag == "" {
		return ""
	}
	base, confidence := t.Base()
	code := base.String()
	if code == "fil" {
		code = "tl" // as the older standard calls it
	}
	if confidence < language.High || !slices.Contains(Codes, code) {
		return ""
	}
	return code
}

// Of returns the language of a text: the one that a BCP 47 tag declares, or where
// it names none of [Codes], the one that shows.
func Of(declared, text string) string {
	if code := Code(declared); code != "" {
		return code
	}
	code, _ := Detect(text)
	return code
}

// Detect returns the ISO 639-1 code of the language that a text is most
// probably in, one of [Codes], and how probable that is against all others,
// from 0 to 1. A text without words gives "".
//
// The method is that of langid.py: naive Bayes over byte n-grams of one to six
// bytes. (M. Lui and T. Baldwin, "langid.py", ACL 2012 demo.) Between languages
// that are close to each other, the words of close.txt have a say too.
func Detect(text string) (code string, confidence float64) {
	m := load()
	if len(text) > sampleBytes {
		text = strings.ToValidUTF8(text[:sampleBytes], "")
	}
	text = readable(text)
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return "", 0
	}
	if text == strings.ToUpper(text) {
		text = strings.ToLower(text)
	}
	text = norm.NFC.String(text)
	counts := make(map[uint32]int, len(text)/4)
	var order []uint32 // sums of floats depend on it
	for end := 1; end <= len(text); end++ {
		if gram, ok := m.longest(text[:end]); ok {
			if counts[gram]++; counts[gram] == 1 {
				order = append(order, gram)
			}
		}
	}
	if len(order) == 0 {
		return "", 0
	}
	scores := make([]float64, len(Codes))
	for i, p := range m.priors {
		scores[i] = float64(p)
	}
	for _, gram := range order {
		w := m.weights[int(gram)*2*Votes:][:2*Votes]
		evidence := math.Log1p(float64(counts[gram])) * WeightStep
		for v := 0; v < len(w); v += 2 {
			scores[w[v]] += evidence * float64(w[v+1])
		}
	}
	// n-grams overlap and are no independent witnesses; dividing by the root of
	// the length keeps the probability honest.
	best := 0
	for i := range scores {
		scores[i] /= math.Sqrt(float64(len(text)))
		if scores[i] > scores[best] {
			best = i
		}
	}
	best = apart(text, scores, best)
	var total float64
	for _, s := range scores {
		total += math.Exp(s - scores[best])
	}
	return Codes[best], 1 / total
}

// longestWord is more letters than a word has where spaces part words.
const longestWord = 60

// readable blots out what looks like a word and is none: runs of letters and
// digits that are too long for one, or of one letter only.
func readable(text string) string {
	var out strings.Builder
	var kept int // text[:kept] is in out
	for i := 0; i < len(text); {
		first, size := utf8.DecodeRuneInString(text[i:])
		start, n, alike, spaced := i, 0, true, true
		for r := first; i < len(text) && inWord(r); n++ {
			alike = alike && r == first
			spaced = spaced && (r < utf8.RuneSelf || !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
			i += size
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if n == 0 {
			i += size
		} else if n > 3 && alike || n > longestWord && spaced {
			out.WriteString(text[kept:start])
			kept = i
		}
	}
	out.WriteString(text[kept:])
	return out.String()
}

// inWord tells whether a word may have a character.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd)
}

// longest finds the longest n-gram at the end of a text.
func (m *identifier) longest(text string) (gram uint32, ok bool) {
	n := m.grams.Root()
	for i := len(text) - 1; i >= 0; i-- {
		var found bool
		if n, found = m.grams.Child(n, text[i]); !found {
			break
		}
		if v, leaf := m.grams.Value(n); leaf {
			gram, ok = v, true
		}
	}
	return gram, ok
}
