package name

import (
	"strings"
	"unicode/utf8"
)

// How surely something is a name, by what shows it.
const (
	certain       = 0.95 // the gazetteer knows it
	smallKnown    = 0.7  // it does, in small letters
	acronymWeight = 0.9  // capitals only
	mixedWeight   = 0.85 // a capital inside, a digit
	titled        = 0.9  // a title in front
	several       = 0.85 // several capitalised words
	inside        = 0.8  // one, inside a sentence
	opening       = 0.35 // at the beginning of one
	inTitle       = 0.25 // where all words have capitals
	shouted       = 0.3  // in capitals among capitals
	shortUpper    = 0.6  // a single capital with a digit, or two letters
	germanSeveral = 0.7  // the same where every noun is capitalised
	germanBare    = 0.4  // behind a preposition, no article between
	germanNoun    = 0.3
	knownNoun     = 0.1 // it looks like an ordinary noun
	denied        = 0.3 // factor for a word seen in small letters too
)

// weigh tells how surely the units from i to j are a name.
func (f *finder) weigh(i, j int) float64 {
	w := 0.0
	for k := i; k <= j; k++ {
		if f.nameable(k) {
			w = max(w, f.weighOne(k))
		}
	}
	first := &f.units[i]
	switch {
	case i > 0 && f.l.title[f.units[i-1].plain] && first.segment == f.units[i-1].segment && first.gap != apart:
		w = max(w, titled)
	case j == i || f.segments[first.segment].title() || f.segments[first.segment].shouts():
	case f.l.capitalNouns():
		if !f.allNouns(i, j) && !(first.opens && j == i+1 && f.l.declined(first.plain)) {
			w = max(w, germanSeveral)
		}
	default:
		w = max(w, several)
	}
	return w
}

// weighOne tells how surely a single capitalised unit is a name.
func (f *finder) weighOne(i int) float64 {
	u := &f.units[i]
	s := f.segments[u.segment]
	if u.isNamed() {
		return certain
	}
	w := inside
	switch {
	case s.shouts(), u.letters == upper && s.uppers == s.words && !spelled(u.fold):
		w = shouted
	case u.letters == upper && utf8.RuneCountInString(u.fold) <= longestAcronym:
		return acronymWeight
	case u.digits && utf8.RuneCountInString(u.fold) <= 2:
		return shortUpper
	case u.digits || u.letters == mixed:
		return mixedWeight
	case f.l.capitalNouns():
		w = f.weighNoun(i)
	case s.title():
		w = inTitle
	case u.opens || u.quoted:
		w = opening
	}
	if f.common(i) && !f.l.capitalNouns() {
		return w * denied
	}
	if f.capital[u.fold] > 0 && w < inside {
		return 0.9 * inside
	}
	return w
}

// weighNoun tells how surely a capitalised word is a name where every noun has
// a capital: names seldom stand behind an article or an adjective, and often
// behind a bare preposition.
func (f *finder) weighNoun(i int) float64 {
	u := &f.units[i]
	if f.isNoun(u.plain) {
		return knownNoun
	}
	w := germanNoun
	if i > 0 && f.units[i-1].segment == u.segment && f.units[i-1].letters == small && u.gap == space {
		before := f.units[i-1].plain
		switch {
		case f.l.bare[before]:
			w = germanBare
		case f.l.declined(before):
			w = knownNoun
		}
	}
	if u.opens {
		w = min(w, 0.2)
	}
	return w
}

// declined tells whether a word looks like an article or attribute: it ends as
// those do.
func (l *language) declined(word string) bool {
	for _, ending := range l.attributes {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// isNoun tells whether a word is, or ends as, an ordinary noun.
func (f *finder) isNoun(word string) bool {
	if f.l.nouns[word] {
		return true
	}
	for _, ending := range f.l.nounEndings {
		if len(word) > len(ending)+2 && strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

func (f *finder) allNouns(i, j int) bool {
	for k := i; k <= j; k++ {
		if !f.l.particle[f.units[k].plain] && !f.isNoun(f.units[k].plain) {
			return false
		}
	}
	return true
}

// vouched is the weight of a family name alone where the full name is in the
// text too.
const vouched = 0.75

// vouch raises the weight of single words that are the last of a longer name.
func vouch(names []Name) {
	last := set{}
	for i := range names {
		if n := &names[i]; len(n.words) > 1 && n.Weight >= germanSeveral && strings.Contains(n.Text, " ") {
			last[n.words[len(n.words)-1].fold] = true
		}
	}
	for i := range names {
		if n := &names[i]; len(n.words) == 1 && n.Weight < vouched && last[n.words[0].fold] {
			n.Weight = vouched
		}
	}
}
