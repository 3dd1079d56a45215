package translate

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"factdiff/align/lang"
	"factdiff/align/value"
)

// Doubt returns why a translation is not to be trusted, "" if nothing speaks
// against it. It knows what engines are seen to do: answer with nothing, with
// the text itself, in another script or language, in circles, with the end
// missing or much added, and with other numbers. It cannot see a flipped
// negation or another name: those are to be read from the originals.
func Doubt(from, to, text, answer string) string {
	if strings.TrimSpace(answer) == "" {
		return "it is empty"
	}
	for _, doubt := range []string{
		loops(text, answer),
		echoes(from, to, text, answer),
		inOtherScript(to, text, answer),
		hasOtherLength(text, answer),
		hasOtherValues(from, to, text, answer),
	} {
		if doubt != "" {
			return doubt
		}
	}
	return ""
}

// weight is how much a letter says, in letters of an alphabet: translations
// are then about as long as what they translate.
func weight(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mc, r) || unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Devanagari, unicode.Bengali, unicode.Thai):
		return 1 // a vowel of its own
	case !unicode.IsLetter(r) && !unicode.IsNumber(r):
		return 0
	case unicode.Is(unicode.Han, r):
		return 3
	case unicode.In(r, unicode.Hangul):
		return 2.2
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return 1.5
	case unicode.In(r, unicode.Arabic, unicode.Hebrew):
		return 1.2 // without most vowels
	}
	return 1
}

func size(text string) (sum float64) {
	for _, r := range text {
		sum += weight(r)
	}
	return sum
}

// hasOtherLength looks for a dropped end and for additions. Short texts vary
// more, hence the letters that both sides are given.
func hasOtherLength(text, answer string) string {
	const given = 12
	switch ratio := (size(answer) + given) / (size(text) + given); {
	case ratio < 0.6:
		return "it is much shorter than the original"
	case ratio > 1.8:
		return "it is much longer than the original"
	}
	return ""
}

// fold keeps a text's words, in lower case.
func fold(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

// echoes tells whether the text came back as it was. Names are the same in many
// languages, so it takes some words.
func echoes(from, to, text, answer string) string {
	source, words := fold(text), fold(answer)
	same := strings.Join(source, "") == strings.Join(words, "")
	if same && size(text) >= 20 && (len(source) >= 4 || size(text) >= 2*float64(len([]rune(text)))) {
		return "it is the original, not translated"
	}
	// Most of a long text may come back too, with some words replaced.
	seen := map[string]int{}
	for _, w := range source {
		seen[w]++
	}
	common := 0
	for _, w := range words {
		if seen[w] > 0 {
			seen[w]--
			common++
		}
	}
	if len(words) < 6 || size(answer) < 40 {
		return ""
	}
	code, sure := lang.Detect(answer)
	switch {
	case code == from && sure > 0.99 && 3*common > len(words):
		return "it is still in " + lang.Name(from)
	case code == from && sure > 0.9 && 5*common > 4*len(words):
		return "most of it is not translated"
	}
	return ""
}

// scripts has the letters of a script by its ISO 15924 code. Languages whose
// script is not here are not checked.
var scripts = map[string][]*unicode.RangeTable{
	"Latn": {unicode.Latin},
	"Cyrl": {unicode.Cyrillic},
	"Grek": {unicode.Greek},
	"Arab": {unicode.Arabic},
	"Hebr": {unicode.Hebrew},
	"Thai": {unicode.Thai},
	"Deva": {unicode.Devanagari},
	"Beng": {unicode.Bengali},
	"Taml": {unicode.Tamil},
	"Telu": {unicode.Telugu},
	"Gujr": {unicode.Gujarati},
	"Knda": {unicode.Kannada},
	"Mlym": {unicode.Malayalam},
	"Guru": {unicode.Gurmukhi},
	"Sinh": {unicode.Sinhala},
	"Khmr": {unicode.Khmer},
	"Laoo": {unicode.Lao},
	"Mymr": {unicode.Myanmar},
	"Ethi": {unicode.Ethiopic},
	"Geor": {unicode.Georgian},
	"Armn": {unicode.Armenian},
	"Hans": {unicode.Han},
	"Hant": {unicode.Han},
	"Jpan": {unicode.Han, unicode.Hiragana, unicode.Katakana},
	"Kore": {unicode.Hangul, unicode.Han},
}

// either has languages that are written in two scripts.
var either = map[string]bool{"sr": true, "uz": true, "az": true, "kk": true, "ky": true, "tg": true, "tk": true, "mn": true, "pa": true, "ku": true, "sd": true, "bs": true, "ug": true, "ms": true, "ha": true}

// inOtherScript tells whether less than half of the letters are of the
// language's script. What was foreign in the original may stay so.
func inOtherScript(to, text, answer string) string {
	if either[to] {
		return ""
	}
	code, _ := language.Make(to).Script()
	tables := scripts[code.String()]
	if tables == nil {
		return ""
	}
	var of, other, given float64
	for _, r := range answer {
		switch {
		case !unicode.IsLetter(r) || unicode.Is(unicode.Common, r):
		case unicode.In(r, tables...):
			of += weight(r)
		case r < unicode.MaxLatin1 && strings.ContainsRune(text, r):
			given += weight(r)
		default:
			other += weight(r)
		}
	}
	// A Latin name in a text of another script is kept; a text that came back
	// as it was is not.
	if other > of && other >= 4 || code.String() != "Latn" && given > 3*of && given >= 20 {
		return "it is not in the script of " + lang.Name(to)
	}
	return ""
}

// loops tells whether the answer repeats itself where the text does not.
func loops(text, answer string) string {
	const doubt = "it repeats itself"
	words, source := tokens(answer), tokens(text)
	if n, of := longestRun(words), longestRun(source); n > of && n > 3 {
		return doubt
	}
	// Or it comes back to the same phrase with something in between.
	if len(words) >= 24 && distinct(words) < 0.6 && distinct(source) > 0.8 {
		return doubt
	}
	return ""
}

// tokens are words, or letters of scripts that do not space words.
func tokens(text string) []string {
	var out []string
	for _, w := range fold(text) {
		start := 0
		for i, r := range w {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
				if i > start {
					out = append(out, w[start:i])
				}
				start = i + len(string(r))
				out = append(out, w[i:start])
			}
		}
		if start < len(w) {
			out = append(out, w[start:])
		}
	}
	return out
}

// longestRun returns how often in succession a phrase of up to twelve tokens is
// said; phrases of four and more count once more, for they are rarely meant.
func longestRun(words []string) int {
	longest := 1
	for period := 1; period <= 12; period++ {
		equal := 0
		for i := period; i < len(words); i++ {
			if words[i] != words[i-period] {
				equal = 0
				continue
			}
			equal++
			n := equal/period + 1
			if period >= 4 && n > 1 {
				n++
			}
			longest = max(longest, n)
		}
	}
	return longest
}

// distinct is the share of different ones among all sequences of three tokens.
func distinct(words []string) float64 {
	if len(words) < 3 {
		return 1
	}
	seen := map[[3]string]bool{}
	for i := range len(words) - 2 {
		seen[[3]string(words[i:i+3])] = true
	}
	return float64(len(seen)) / float64(len(words)-2)
}

// hasOtherValues compares the values of both sides. Digits are the same in
// every language and must have a partner; of words ("one", "half") only a clear
// contradiction counts, for many are no numbers in the other language.
func hasOtherValues(from, to, text, answer string) string {
	a, b := value.Find(text, from, time.Time{}), value.Find(answer, to, time.Time{})
	inA, inB := make([]bool, len(a)), make([]bool, len(b))
	for _, p := range value.Match(a, b) {
		wordA, wordB := text[a[p.A].Start:a[p.A].End], answer[b[p.B].Start:b[p.B].End]
		if p.Relation == value.Disagree && (hasDigit(wordA) && hasDigit(wordB) || p.Weight > 0.5) {
			return fmt.Sprintf("%q became %q", wordA, wordB)
		}
		if p.Relation == value.Agree {
			inA[p.A], inB[p.B] = true, true
		}
	}
	if word := without(text, a, inA, answer, b); word != "" {
		return fmt.Sprintf("%q of the original is missing", word)
	}
	if word := without(answer, b, inB, text, a); word != "" {
		return fmt.Sprintf("%q is not in the original", word)
	}
	return ""
}

// without returns the first value in digits that has no partner, and whose
// digits the other side does not have either.
func without(text string, values []value.Value, paired []bool, other string, others []value.Value) string {
	written := map[string]bool{}
	for _, run := range digitRuns(other) {
		written[run] = true
	}
	for i, v := range values {
		word := text[v.Start:v.End]
		if paired[i] || !hasDigit(word) {
			continue
		}
		if v.Kind == value.Ordinal && v.Hi <= 21 || v.Kind == value.Number && v.Hi == 1 {
			continue // the XIX century, the First Army
		}
		if i >= 64 || len(others) > 64 {
			return "" // Match looks at no more
		}
		for _, run := range digitRuns(word) {
			if !written[run] && !written[otherClock(run)] {
				return word
			}
		}
	}
	return ""
}

// otherClock returns an hour on the clock of 12 for one on that of 24, and the
// other way round: "22" can be "10 p.m.". Of other numbers it returns "".
func otherClock(run string) string {
	switch n, err := strconv.Atoi(run); {
	case err != nil || n < 1 || n > 24:
		return ""
	case n > 12:
		return strconv.Itoa(n - 12)
	default:
		return strconv.Itoa(n + 12)
	}
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// digitRuns returns the numbers of a text without what groups their digits.
func digitRuns(s string) []string {
	var out []string
	run := []rune{}
	flush := func() {
		if len(run) > 0 {
			out = append(out, string(run))
			run = run[:0]
		}
	}
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case unicode.IsDigit(r):
			run = append(run, '0'+digit(r))
		case strings.ContainsRune(".,'’\u00A0\u202F \u066B\u066C", r) && len(run) > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i+1]):
			if r == ' ' && !(i+3 < len(runes) && unicode.IsDigit(runes[i+2]) && unicode.IsDigit(runes[i+3])) {
				flush()
			}
		default:
			flush()
		}
	}
	flush()
	return out
}

// digit is what a decimal digit of any script is worth: they come in tens.
func digit(r rune) rune {
	for zero := r; ; zero-- {
		if r-zero == 9 || !unicode.IsDigit(zero-1) {
			return r - zero
		}
	}
}
