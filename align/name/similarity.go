package name

import (
	"cmp"
	"slices"
)

// Similarity tells how surely two names mean the same, from 0 to 1. It is
// symmetric. A family name is like the full name (about 0.85), an acronym like
// what it abbreviates; names that share only a first name, or a common word
// such as Bank, are hardly alike.
func Similarity(a, b Name) float64 {
	return similarity(&a, &b)
}

func similarity(a, b *Name) float64 {
	// The better of two equal partners is chosen by order, so order the names.
	order := cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.lang, b.lang))
	if order == 0 {
		order = cmp.Compare(a.key(), b.key())
	}
	if order > 0 {
		a, b = b, a
	}
	s := compare(&a.phrase, &b.phrase, a, b)
	if s < 1 && (a.also != nil || b.also != nil) {
		for _, x := range [...]*phrase{&a.phrase, a.also} {
			for _, y := range [...]*phrase{&b.phrase, b.also} {
				if x != nil && y != nil {
					s = max(s, byDefinition*compare(x, y, a, b))
				}
			}
		}
	}
	if a.Acronym != b.Acronym {
		if b.Acronym {
			a, b = b, a
		}
		if len(a.words) == 1 {
			s = max(s, abbreviated(a.words[0].fold, b.words))
		}
	}
	return s
}

// byDefinition is how sure a likeness is that a text's own definition of an
// acronym makes.
const byDefinition = 0.98

// compare tells how surely two phrases are one name.
func compare(pa, pb *phrase, na, nb *Name) float64 {
	a, b := pa.words, pb.words
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if len(a) == 1 && len(b) == 1 {
		if a[0].script == han && b[0].script == han {
			return hanLikeness(a[0].han, b[0].han)
		}
		return likeness(&a[0], &b[0])
	}
	if pa.reads(pb) || pb.reads(pa) {
		return sameThing
	}
	s := inCommon(a, b, na, nb)
	switch {
	case len(a) == 1 && a[0].reader != nil:
		s = max(s, readTogether(&a[0], b))
	case len(b) == 1 && b[0].reader != nil:
		s = max(s, readTogether(&b[0], a))
	}
	for _, x := range pa.together() {
		for _, y := range pb.together() {
			s = max(s, soundLikeness(&x, &y, false))
		}
	}
	return s
}

// reads tells whether the phrase is one word that is known by the other's name in
// English.
func (p *phrase) reads(other *phrase) bool {
	return len(p.words) == 1 && len(p.words[0].readings) > 0 && slices.Contains(p.words[0].readings, other.key())
}

// What a name that is only part of the other is worth, by what part it is. The
// place in the name of an institution is not the institution.
const (
	partShare   = 0.7 // to which the share of the other name is added
	givenName   = 0.8
	partOfThing = 0.6
)

// inCommon pairs the words of two names, the likest first, and weighs what is
// paired.
func inCommon(a, b []word, na, nb *Name) float64 {
	var likely [longestCompared][longestCompared]float64
	for i := range a {
		for j := range b {
			likely[i][j] = likeness(&a[i], &b[j])
		}
	}
	var usedA, usedB [longestCompared]bool
	var gainA, gainB, weakest float64
	paired := 0
	for {
		best, bi, bj := 0.0, -1, -1
		for i := range a {
			for j := range b {
				if !usedA[i] && !usedB[j] && likely[i][j] > best {
					best, bi, bj = likely[i][j], i, j
				}
			}
		}
		if bi < 0 {
			break
		}
		usedA[bi], usedB[bj] = true, true
		paired, weakest = paired+1, best
		gainA += best * a[bi].weight
		gainB += best * b[bj].weight
	}
	if gainA == 0 {
		return 0
	}
	shareA, shareB := gainA/total(a), gainB/total(b)
	whole, part, used, familyFirst, ofWhole, ofPart := a, b, usedA[:], na.familyFirst, shareA, shareB
	if shareA > shareB {
		whole, part, used, familyFirst, ofWhole, ofPart = b, a, usedB[:], nb.familyFirst, shareB, shareA
	}
	s := ofPart * ofPart * (partShare + (1-partShare)*ofWhole)
	if paired == len(a) && paired == len(b) && paired > 1 && weakest >= leastFound {
		s = min(1, (ofPart+ofWhole)/2) // rounding
	}
	if len(part) == 1 && len(whole) > 1 {
		s *= roleOf(whole, used, familyFirst, &part[0])
	}
	return s
}

// roleOf tells what a single word is worth for a name in which it was found.
func roleOf(whole []word, used []bool, familyFirst bool, part *word) float64 {
	rest := 0
	for i := range whole {
		if !used[i] && whole[i].weight == fullWeight {
			rest++
		}
	}
	switch {
	case rest == 0:
		return 1
	case len(part.readings) > 0:
		return partOfThing
	case used[len(whole)-1], familyFirst && used[0]:
		return 1
	}
	return givenName
}

// readTogether tells how surely all words are among the readings of one in
// Japanese characters, as the family and given names of a person are.
func readTogether(kanji *word, words []word) float64 {
	s := 0.0
	for i := range words {
		s += likeness(kanji, &words[i]) * words[i].weight
	}
	return s / total(words)
}

func total(words []word) float64 {
	w := 0.0
	for i := range words {
		w += words[i].weight
	}
	return w
}
