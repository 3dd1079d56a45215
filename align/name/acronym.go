package name

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestAcronym is how many letters an acronym may have; longer words in
// capitals are shouted.
const longestAcronym = 6

// acronymic tells whether a folded word has the length of an acronym.
func acronymic(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 2 && letters <= longestAcronym
}

// byInitials is how surely an acronym stands for words with its initials, by
// their number.
var byInitials = [...]float64{0, 0, 0.5, 0.85, 0.92}

// initials tells whether an acronym, folded, is made of the first letters of
// words.
func initials(acronym string, words []word) bool {
	if utf8.RuneCountInString(acronym) != len(words) || len(words) < 2 {
		return false
	}
	i := 0
	for _, r := range acronym {
		if first, _ := utf8.DecodeRuneInString(words[i].fold); first != r {
			return false
		}
		i++
	}
	return true
}

// abbreviated tells how surely an acronym stands for words: for all of them, or
// for some in a row, by their initials.
func abbreviated(acronym string, words []word) float64 {
	n := utf8.RuneCountInString(acronym)
	for i := 0; i+n <= len(words); i++ {
		if initials(acronym, words[i:i+n]) {
			return byInitials[min(n, len(byInitials)-1)]
		}
	}
	if len(words) > 2 && abbreviates(acronym, words) {
		return byInitials[3]
	}
	return 0
}

// abbreviates tells whether an acronym may stand for words beside it: its
// letters are their initials and perhaps letters inside them, in order
// (Headquarters, HQ; Bundesnachrichtendienst, BND).
func abbreviates(acronym string, words []word) bool {
	n := utf8.RuneCountInString(acronym)
	if n < 2 || n > longestAcronym || len(words) == 0 {
		return false
	}
	if len(words) == 1 && (n < 3 || utf8.RuneCountInString(words[0].fold) < 4*n) {
		return false
	}
	next, rest := 0, ""
	for _, r := range acronym {
		if next < len(words) && strings.HasPrefix(words[next].fold, string(r)) {
			rest = words[next].fold[utf8.RuneLen(r):]
			next++
			continue
		}
		at := strings.IndexRune(rest, r)
		if at < 0 {
			return false
		}
		rest = rest[at+utf8.RuneLen(r):]
	}
	return next == len(words)
}

// nearby is how many bytes may part an acronym from what it stands for.
const nearby = 24

// define tells names that the text defines as the same by each other: an
// acronym beside its expansion.
func (f *finder) define(names []Name) {
	meaning := map[string]*phrase{}
	for i := 1; i < len(names); i++ {
		a, b := &names[i-1], &names[i]
		if b.Start-a.End > nearby || strings.ContainsAny(f.text[a.End:b.Start], ".!?\n") {
			continue
		}
		if b.Acronym {
			a, b = b, a
		}
		if a.Acronym && !b.Acronym && len(a.words) == 1 && abbreviates(a.words[0].fold, b.words) {
			short, long := a.phrase, b.phrase
			meaning[a.key()], meaning[b.key()] = &long, &short
		}
	}
	if len(meaning) == 0 {
		return
	}
	for i := range names {
		if n := &names[i]; meaning[n.key()] != nil {
			n.also = meaning[n.key()]
			n.Weight = max(n.Weight, vouched)
		}
	}
}
