package name

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// leastStem is how many letters must be left of a word without its ending.
const leastStem = 3

// firstSyllable is the first character of scripts that write syllables.
const firstSyllable = 0x1100

// most is how many stems are tried.
const most = 10

// stems returns a folded word and what may be left of it without what the
// language writes in front and behind, the word itself first and last what it
// may be an adjective or inhabitant of.
func (l *language) stems(word string) []string {
	out := l.inflections(word)
	out = append(out, l.origins(out)...)
	return out[:min(len(out), most)]
}

// inflections returns a word and what is left of it without prefix and ending.
func (l *language) inflections(word string) []string {
	out := append(make([]string, 0, 4), word)
	for _, p := range l.prefixes {
		if rest, ok := strings.CutPrefix(word, p); ok && enough(rest) {
			out = append(out, rest)
		}
	}
	for _, w := range out[:len(out):len(out)] {
		out = cut(out, w, l.endings)
	}
	return out
}

// origins returns what words may be derived from.
func (l *language) origins(words []string) []string {
	var out []string
	for _, w := range words {
		out = cut(out, w, l.derive)
	}
	return out
}

func cut(out []string, word string, endings []string) []string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(word, e); ok && enough(rest) && !slices.Contains(out, rest) {
			out = append(out, rest)
		}
	}
	return out
}

// enough tells whether a stem still says something: three letters, or two
// syllables in scripts that write those.
func enough(stem string) bool {
	n := utf8.RuneCountInString(stem)
	first, _ := utf8.DecodeRuneInString(stem)
	return n >= leastStem || n == leastStem-1 && first >= firstSyllable
}
