package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or, in scripts that run words together, a run of
// one script.
type token struct {
	start, end int
	text       string
	fold       string
	plain      string // as the language's lists have it
	script     script
	letters    letterCase
	digits     bool // it is a number, or has one inside
	gap        gap  // what stands between the token before and this one
	opens      bool // it begins a sentence, a line or a heading's part
	quoted     bool // a quotation mark stands in front
}

// gap is what joins or parts two tokens.
type gap uint8

const (
	apart      gap = iota // punctuation, several spaces, the beginning
	space                 // one space
	hyphen                //
	apostrophe            //
	nothing               // the script changes
	point                 // "J. K.", "St. Louis"
	dot                   // ·, between the parts of a transcribed name
)

// longestWord bounds a token in bytes; a longer one is no word.
const longestWord = 160

const quotes = "\"“”„«»‹›‘’'「『《〈（("

// tokenize splits text. Its work is linear.
func tokenize(text string, l *language) []token {
	var out []token
	last := 0 // where the last token ended
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		s := scriptOf(r)
		digit := unicode.IsDigit(r)
		if s == noScript && !digit {
			i += n
			continue
		}
		end := wordEnd(text, i, s, l)
		t := token{start: i, end: end, text: text[i:end], script: s, digits: digit}
		i = end
		if len(t.text) > longestWord && !s.spaceless() && s != katakana {
			continue
		}
		if strings.ContainsFunc(t.text, unicode.IsDigit) {
			t.digits = true
		}
		t.letters = caseOf(t.text)
		t.fold, t.plain = fold(t.text), plain(t.text)
		between := text[last:t.start]
		t.gap = gapOf(between, len(out) > 0)
		t.quoted = endsInQuote(between)
		t.opens = len(out) == 0 || opens(between, out[len(out)-1])
		out = append(out, t)
		last = end
	}
	return out
}

// wordEnd returns where the word at text[i:] ends, s being the script of its
// first character.
func wordEnd(text string, i int, s script, l *language) int {
	if end := dotted(text, i); end > 0 {
		return end
	}
	end := i
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		t := scriptOf(r)
		switch {
		case t == s && t != noScript:
		case s.spaceless() || s == katakana:
			return end
		case unicode.IsDigit(r), unicode.IsMark(r):
		case s == noScript && t != noScript && !t.spaceless() && t != katakana:
			s = t // 3M, 5G
		case isApostrophe(r) && end > i && end-i < longestWord && (joins(text[end+n:], s, r) || l.goesOn(text[i:end], text[end+n:])):
		default:
			return end
		}
		end += n
	}
	return end
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '׳' || r == '״' || r == '"'
}

// joins tells whether an apostrophe is a letter of the word: in Ukrainian, in
// Hebrew abbreviations.
func joins(rest string, s script, mark rune) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	switch s {
	case cyrillic:
		return mark != '"' && mark != '״' && scriptOf(r) == cyrillic && unicode.IsLower(r)
	case hebrew:
		return scriptOf(r) == hebrew
	}
	return false
}

// goesOn tells whether what stands behind an apostrophe belongs to a capitalised
// word (Ya'an) and is neither an inflection (Britain's) nor another word
// (l'ONU).
func (l *language) goesOn(word, rest string) bool {
	first, n := utf8.DecodeRuneInString(word)
	if l.apostropheEnds || n == len(word) || !unicode.IsUpper(first) || !scriptOf(first).cased() {
		return false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLower(r) })
	if end < 0 {
		end = len(rest)
	}
	if end == 0 || end > longestTail {
		return false
	}
	tail := fold(rest[:end])
	return !slices.Contains(l.endings, tail) && !l.particle[plain(word)] && !l.stop[plain(word)]
}

// longestTail is the most bytes of a name behind an apostrophe.
const longestTail = 16

// dotted returns the end of an abbreviation such as U.S. or S.p.A. at text[i:],
// its last full stop included, or 0.
func dotted(text string, i int) int {
	end, parts := i, 0
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !scriptOf(r).cased() || end+n >= len(text) || text[end+n] != '.' || parts == 0 && !unicode.IsUpper(r) {
			break
		}
		end += n + 1
		if parts++; parts > longestAcronym {
			return 0
		}
	}
	if parts < 2 {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(text[end:]); unicode.IsLetter(r) && end < len(text) {
		return 0
	}
	return end
}

func gapOf(between string, follows bool) gap {
	switch between {
	case " ", "\u00a0", "\u202f":
		return space
	case "-", "‐", "‑":
		return hyphen
	case "–":
		return hyphen
	case "'", "’", "ʼ", "‘":
		return apostrophe
	case ". ", ".", ".\u00a0":
		return point
	case "·", "・", "•", "‧":
		return dot
	case "":
		if follows {
			return nothing
		}
	}
	return apart
}

// maxGap is how far back from a word quotation marks and full stops are looked
// for.
const maxGap = 24

func endsInQuote(between string) bool {
	r, _ := utf8.DecodeLastRuneInString(between)
	return between != "" && strings.ContainsRune(quotes, r)
}

// opens tells whether the word behind a gap begins a sentence.
func opens(between string, before token) bool {
	if len(between) > maxGap || strings.ContainsAny(between, "\n\r!?…:;|•·>›。！？：；│/\t") {
		return between != "·" && between != "/" && between != ":"
	}
	switch strings.TrimRight(between, " \u00a0"+quotes) {
	case ".":
		return !(utf8.RuneCountInString(before.text) == 1 && before.letters != small) && strings.ContainsAny(between, " \u00a0")
	case "":
		// An abbreviation keeps its full stop.
		return false
	}
	return strings.Contains(between, ". ") || endsInQuote(between) && strings.Contains(between, ".")
}
