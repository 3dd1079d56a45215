package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// entry is one meaning of a form.
type entry struct {
	reading string // what the form is called in English
	generic string // or the common thing it is a word for
	capital letterCase
	stem    bool   // any ending may follow
	marked  string // a short form with its marks, which must then be there
}

// letterCase is how a word is written.
type letterCase uint8

const (
	small   letterCase = iota // no capital, or a script without
	initial                   // a capital and small letters
	upper                     // capitals only, two or more
	mixed                     // capitals inside
)

// gazetteer holds the forms of one language.
type gazetteer struct {
	// entries are keyed by the folded words of the form, joined by spaces. In
	// languages with endings every stem of a single word is a key too.
	entries map[string][]entry
	// span is, by the first word of forms, how many words the longest has; by
	// the first character, in scripts that run words together, how many bytes.
	span map[string]int
	// stems are forms that any ending may follow, by their first two letters.
	stems map[string][]stemEntry
}

type stemEntry struct {
	stem string
	entry
}

// shortWord is the most bytes of a form whose marks must be there: it is soon
// another word without them.
const shortWord = 4

// longestEnding is the letters that may follow a form with a star.
const longestEnding = 4

// add adds the forms of a line.
func (g *gazetteer) add(l *language, forms string, e entry) {
	for form := range strings.SplitSeq(forms, ",") {
		form = strings.TrimSpace(form)
		form, e.stem = strings.CutSuffix(form, "*")
		e.capital = caseOf(form)
		key := fold(form)
		if e.marked = ""; len(key) <= shortWord {
			e.marked = plain(form)
		}
		if utf8.RuneCountInString(key) < 2 {
			continue
		}
		first, _ := utf8.DecodeRuneInString(key)
		switch s := scriptOf(first); {
		case s.spaceless() || s == katakana:
			g.put(key, e)
			g.span[string(first)] = max(g.span[string(first)], len(key))
		case e.stem:
			if g.stems == nil {
				g.stems = map[string][]stemEntry{}
			}
			g.stems[head(key)] = append(g.stems[head(key)], stemEntry{key, e})
		default:
			words := strings.FieldsFunc(key, func(r rune) bool { return r == ' ' || r == '-' })
			if len(words) == 0 {
				continue
			}
			for _, key := range l.keys(words) {
				g.put(key, e)
			}
			for _, first := range l.stems(words[0]) {
				g.span[first] = max(g.span[first], len(words))
			}
		}
	}
}

func (g *gazetteer) put(key string, e entry) {
	if !slices.Contains(g.entries[key], e) {
		g.entries[key] = append(g.entries[key], e)
	}
}

// head returns the first two letters of a word.
func head(word string) string {
	_, n := utf8.DecodeRuneInString(word)
	_, m := utf8.DecodeRuneInString(word[n:])
	return word[:n+m]
}

// keys returns under what words may be found, in the order of preference. Two
// inflections of a form have a key in common if each can be cut to the same.
func (l *language) keys(words []string) []string {
	if len(words) == 1 {
		return l.safeStems(words[0])
	}
	shortest := make([]string, len(words))
	for i, w := range words {
		shortest[i] = w
		for _, s := range l.stems(w) {
			if len(s) < len(shortest[i]) {
				shortest[i] = s
			}
		}
	}
	return []string{strings.Join(words, " "), strings.Join(shortest, " ")}
}

// leastKey is how many letters a stem needs to stand for a form.
const leastKey = 4

// safeStems returns the stems of a word that are long enough to be told from
// other words, the word itself first.
func (l *language) safeStems(word string) []string {
	all := l.stems(word)
	out := all[:1]
	for _, s := range all[1:] {
		n := utf8.RuneCountInString(s)
		first, _ := utf8.DecodeRuneInString(s)
		if n > leastKey || n == leastKey && len(word)-len(s) > 1 || first >= firstSyllable {
			out = append(out, s)
		}
	}
	return out
}

// spelling is how a word, or the first of several, stands in a text.
type spelling struct {
	letters letterCase
	marked  string // with its marks; "" of several words
}

// find returns the entries for folded words. An exact form comes before what
// only shares a stem.
func (g *gazetteer) find(l *language, words []string, s spelling) []entry {
	if !known(g, l, words) {
		return nil
	}
	for _, key := range l.keys(words) {
		if found := admit(g.entries[key], s); len(found) > 0 {
			return found
		}
	}
	if len(words) > 1 {
		return nil
	}
	if found := g.derived(words[0], s); found != nil || s.letters != small {
		return found
	}
	s.letters = initial
	// Adjectives lose the capital of what they are derived from.
	for _, key := range l.origins(l.inflections(words[0])) {
		if utf8.RuneCountInString(key) >= leastKey {
			if found := admit(g.entries[key], s); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// known is a quick test before the keys are made.
func known(g *gazetteer, l *language, words []string) bool {
	if len(words) == 1 {
		return true
	}
	for _, first := range l.stems(words[0]) {
		if g.span[first] >= len(words) {
			return true
		}
	}
	return false
}

// derived returns the entry of a form with a star that the word begins with.
func (g *gazetteer) derived(word string, written spelling) []entry {
	if len(word) < 2 {
		return nil
	}
	best := 0
	var found []entry
	for _, s := range g.stems[head(word)] {
		rest, ok := strings.CutPrefix(word, s.stem)
		if ok && len(s.stem) > best && utf8.RuneCountInString(rest) <= longestEnding && s.fits(written) {
			best, found = len(s.stem), []entry{s.entry}
		}
	}
	return found
}

// admit returns the entries that may be written in a way.
func admit(entries []entry, s spelling) []entry {
	for i, e := range entries {
		if !e.fits(s) {
			rest := slices.Clone(entries[:i])
			for _, e := range entries[i+1:] {
				if e.fits(s) {
					rest = append(rest, e)
				}
			}
			return rest
		}
	}
	return entries
}

// fits tells whether an entry may be written in a way.
func (e *entry) fits(s spelling) bool {
	if e.marked != "" && s.marked != "" && !strings.HasPrefix(s.marked, e.marked) {
		return false
	}
	switch e.capital {
	case small:
		return true
	case initial:
		return s.letters != small
	default:
		return s.letters == e.capital || s.letters == upper
	}
}

// caseOf tells how a word is written, its first letters counting for more than
// one.
func caseOf(word string) letterCase {
	uppers, lowers, first := 0, 0, true
	start := small
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			uppers++
			if first {
				start = initial
			}
		case unicode.IsLower(r):
			lowers++
		case !unicode.IsLetter(r):
			continue
		}
		first = false
	}
	switch {
	case uppers == 0:
		return small
	case lowers == 0 && uppers > 1:
		return upper
	case uppers == 1 && start == initial:
		return initial
	case strings.ContainsAny(word, " -") && start == initial:
		return initial
	}
	return mixed
}
