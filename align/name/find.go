package name

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// finder holds what is known of a text while its names are collected.
type finder struct {
	text     string
	l        *language
	units    []unit
	segments []segment

	small   map[string]int // words seen in small letters
	capital map[string]int // words seen with a capital where only names have one

	words map[string]*word // made so far, by their text
}

// segment is what a sentence, or a part of a heading, looks like.
type segment struct {
	words, capitals, uppers int
	small                   int  // words of some length in small letters
	stopped                 bool // it ends in a full stop or goes on
	nouns                   bool // the language capitalises nouns anyway
}

// smallest is how many letters a word needs to have a capital in a title.
const smallest = 4

// title tells whether all longer words have capitals, as in English headlines,
// so that a capital says nothing.
func (s segment) title() bool {
	return !s.nouns && !s.stopped && s.small == 0 && s.words >= 4 && s.capitals*10 >= s.words*8
}

// shouts tells whether the words are in capitals throughout.
func (s segment) shouts() bool { return s.words >= 3 && s.uppers*10 >= s.words*7 }

func newFinder(text string, l *language) *finder {
	f := &finder{
		text: text, l: l, units: unitsOf(text, l),
		small: map[string]int{}, capital: map[string]int{}, words: map[string]*word{},
	}
	if len(f.units) > 0 {
		f.segments = make([]segment, f.units[len(f.units)-1].segment+1)
	}
	for i := range f.units {
		u := &f.units[i]
		f.segments[u.segment].stopped = strings.HasPrefix(text[u.end:], ".") || strings.HasPrefix(text[u.end:], ",")
		if !u.script.cased() || f.l.stop[u.plain] || f.l.particle[u.plain] {
			continue
		}
		s := &f.segments[u.segment]
		s.words++
		s.nouns = l.capitalNouns()
		if u.letters != small {
			s.capitals++
		} else if utf8.RuneCountInString(u.fold) >= smallest {
			s.small++
		}
		if u.letters == upper {
			s.uppers++
		}
	}
	for i := range f.units {
		f.observe(i)
	}
	return f
}

// observe counts a word as evidence for its other occurrences.
func (f *finder) observe(i int) {
	u := &f.units[i]
	s := f.segments[u.segment]
	switch {
	case !u.script.cased() || s.shouts():
	case u.letters == small:
		f.small[u.fold]++
	case !u.opens && !u.quoted && !s.title() && !f.l.capitalNouns():
		f.capital[u.fold]++
	}
}

// capitalNouns tells whether the language capitalises every noun.
func (l *language) capitalNouns() bool { return len(l.nouns) > 0 }

// nameable tells whether a unit may be a word of a name by its look.
func (f *finder) nameable(i int) bool {
	u := &f.units[i]
	if u.isNamed() {
		return u.letters != small
	}
	return u.script.cased() && u.letters != small && !f.l.stop[u.plain] && !f.l.title[u.plain] && !f.tail(i)
}

// tail tells whether a unit is what an apostrophe parts from the word before:
// the s of Britain's.
func (f *finder) tail(i int) bool {
	return i > 0 && f.units[i].gap == apostrophe && f.units[i].letters == small
}

// longestRun is the most units of one name.
const longestRun = 8

// runs returns the names that capitals show, and the adjectives and other small
// words that the gazetteer knows.
func (f *finder) runs() []Name {
	var names []Name
	for i := 0; i < len(f.units); {
		u := &f.units[i]
		switch {
		case u.script.cased() && u.isNamed() && u.letters == small:
			names = append(names, f.name(i, i, smallKnown))
			i++
		case f.nameable(i):
			j := f.runEnd(i)
			if n, ok := f.run(i, j); ok {
				names = append(names, n)
			}
			i = j + 1
		default:
			i++
		}
	}
	return names
}

// runEnd returns the last unit of the name that begins at unit i.
func (f *finder) runEnd(i int) int {
	end := i
	apartInTitle := f.segments[f.units[i].segment].title()
	for n := 1; n < longestRun; n++ {
		next := f.next(i, end)
		if next < 0 {
			break
		}
		u := &f.units[next]
		if apartInTitle && u.gap == space {
			break
		}
		end = next
	}
	return end
}

// next returns the unit that goes on, behind unit i and small words, with the
// name that begins at start, or -1.
func (f *finder) next(start, i int) int {
	for j, small := i+1, 0; j < len(f.units) && small < 3; j++ {
		u := &f.units[j]
		switch {
		case u.segment != f.units[i].segment:
			return -1
		case u.gap == point && !f.isInitial(j-1):
			return -1
		case u.gap == apart || u.gap == nothing || u.gap == dot:
			return -1
		case f.nameable(j):
			if small > 0 && f.l.capitalNouns() && (f.isNoun(f.units[i].plain) || f.isNoun(u.plain)) {
				return -1 // "Kunden von Banken" is no name
			}
			return j
		case f.l.link[u.plain] && (i == start || f.units[i].isCommon()):
			small++
		case f.l.particle[u.plain] && u.letters != upper, small > 0 && f.l.stop[u.plain] && len(u.plain) <= longestParticle, f.between(j):
			small++
		case j == i+1 && u.gap == hyphen && (u.digits || f.syllable(j)):
			return j
		case j == i+1 && u.gap == space && f.model(j):
			return j
		default:
			return -1
		}
	}
	return -1
}

// longestParticle is the most letters of a small word behind a particle (van
// der).
const longestParticle = 3

// between tells whether a small word stands between two hyphens
// (Aix-en-Provence).
func (f *finder) between(i int) bool {
	u := &f.units[i]
	return u.letters == small && u.gap == hyphen && i+1 < len(f.units) && f.units[i+1].gap == hyphen
}

// isInitial tells whether a unit is a single capital, as in J. K. Rowling.
func (f *finder) isInitial(i int) bool {
	u := &f.units[i]
	return utf8.RuneCountInString(u.fold) == 1 && u.letters != small
}

// syllable tells whether a small word behind a hyphen may be the second half of
// a given name (Han Ji-woo).
func (f *finder) syllable(i int) bool {
	u := &f.units[i]
	return u.letters == small && !f.l.stop[u.plain] && i > 1 && len(u.fold) <= 5 && len(f.units[i-1].fold) <= 5 &&
		f.units[i-1].gap == space && f.units[i-2].letters != small
}

// model tells whether a number belongs to the name before it (Boeing 737): it
// is short, and no word follows that it could count.
func (f *finder) model(i int) bool {
	u := &f.units[i]
	if !u.digits || u.script != noScript || len(u.text) > 4 || f.units[i-1].opens && i > 1 {
		return false
	}
	return i+1 == len(f.units) || f.units[i+1].segment != u.segment || f.units[i+1].gap == apart
}

// run makes a name of the units from i to j, or of fewer of them.
func (f *finder) run(i, j int) (Name, bool) {
	for i < j && f.units[i].opens && f.common(i) && !f.units[i].isNamed() {
		i++
		for i < j && !f.nameable(i) {
			i++
		}
	}
	for i < j && !f.nameable(i) {
		i++
	}
	for j-i >= 2 && f.isTitleOf(i, i) {
		i++ // Finanzchef Søren Bach
	}
	i = f.withoutRole(i, j)
	if i == j && f.isInitial(i) && !f.units[i].digits {
		return Name{}, false
	}
	if strings.HasPrefix(f.text[f.units[j].end:], "$") {
		return Name{}, false // US$, HK$
	}
	if u := &f.units[i]; i == j && u.isCommon() && u.letters != upper {
		return Name{}, false // a common thing: the Court, the University
	}
	w := f.weigh(i, j)
	return f.name(i, j, w), w > 0
}

// common tells whether the text shows a word in small letters more often than
// with a capital that means something.
func (f *finder) common(i int) bool {
	word := f.units[i].fold
	return f.small[word] > f.capital[word]
}

// word returns the keys of a unit.
func (f *finder) word(u *unit) *word {
	w := f.words[u.text]
	if w == nil {
		made := newWord(f.l, u.text, u.script, u.known)
		w, f.words[u.text] = &made, &made
	}
	return w
}

// sortOf tells what the units from i to j are the name of, in scripts with capitals.
func (f *finder) sortOf(i, j int) kind {
	if i == j && slices.ContainsFunc(f.units[i].known, func(e entry) bool { return countries()[e.reading] }) {
		return country
	}
	if f.isCity(i, j) {
		return city
	}
	found := unsure
	switch {
	case !f.units[i].script.cased():
		return unsure
	case f.titled(i, j), f.givenIn(i, j) == i:
		found = person
	case j > i && (f.says(i-1, i) || f.says(j+1, j)):
		found = speaker
	case j > i && f.namesake(i, j):
		return thing
	}
	for k := i; k <= j; k++ {
		if u := &f.units[k]; u.isNamed() || u.isCommon() || u.digits || u.letters == upper {
			return unsure // the president of Unicef, Mayor of Turin
		}
	}
	return found
}

// isCity tells whether the units from i to j are the name of a city and nothing that a
// city gives its name to: an inhabitant, an institution, a government that speaks, the
// place that a report is dated from.
func (f *finder) isCity(i, j int) bool {
	u := &f.units[i]
	written := u.fold
	if i < j {
		written = fold(f.text[u.start:f.units[j].end])
	}
	switch {
	case u.script.cased() && (u.letters != initial || u.opens):
		return false
	case f.titled(i, j), f.says(i-1, i), f.says(j+1, j), f.institution(i-1, i), f.institution(j+1, j):
		return false
	case u.script == latin && cities()[written]:
		return true
	case i < j || f.l.derived(u.fold):
		return false
	case len(u.known) > 0:
		return slices.ContainsFunc(u.known, func(e entry) bool { return !e.stem && cities()[fold(e.reading)] })
	}
	return u.script == latin && slices.ContainsFunc(f.l.safeStems(u.fold), func(s string) bool { return cities()[s] })
}

// institution tells whether unit i, beside unit k, is the common word in the name of an
// institution.
func (f *finder) institution(i, k int) bool {
	return i >= 0 && i < len(f.units) && f.units[i].segment == f.units[k].segment && f.units[i].isCommon() &&
		f.units[max(i, k)].gap != apart && f.units[i].known[0].generic != "city"
}

// derived tells whether a word ends as what is made of the name of a city, and is not known
// as it stands; where such words are nouns, with a capital, the tables may have them too.
func (l *language) derived(word string) bool {
	if !l.capitalNouns() && l.forms.entries[word] != nil || cities()[word] {
		return false
	}
	return slices.ContainsFunc(l.derive, func(ending string) bool { return strings.HasSuffix(word, ending) })
}

// titled tells whether a title stands before the units from i to j, or behind them and
// a comma: "Anna Berg, the mayor".
func (f *finder) titled(i, j int) bool {
	if f.isTitleOf(i-1, i) || f.l.familyFirst && f.isTitleOf(j+1, j) {
		return true
	}
	next := j + 1
	if next >= len(f.units) || f.units[next].gap != apart {
		return false
	}
	return f.isTitleOf(next, j) || f.l.stop[f.units[next].plain] && f.isTitleOf(next+1, j)
}

// isTitleOf tells whether unit i is a title or, where the language writes words in one,
// ends in one (Finanzchef), in the sentence of unit k.
func (f *finder) isTitleOf(i, k int) bool {
	if i < 0 || i >= len(f.units) || f.units[i].segment != f.units[k].segment {
		return false
	}
	word := f.units[i].plain
	if f.l.title[word] || !f.l.glued {
		return f.l.title[word]
	}
	for at := range word {
		if at >= leastGlued && len(word)-at >= leastGlued && f.l.title[word[at:]] {
			return true
		}
	}
	return false
}

// leastGlued is how many bytes a title has that ends a longer word, and what stands
// before it there.
const leastGlued = 4

// says tells whether unit i, beside unit k, is a verb of saying.
func (f *finder) says(i, k int) bool {
	return i >= 0 && i < len(f.units) && f.units[i].segment == f.units[k].segment && f.units[max(i, k)].gap == space && f.l.says[f.units[i].plain]
}

// name makes a name of the units from i to j.
func (f *finder) name(i, j int, weight float64) Name {
	n := Name{
		Start: f.units[i].start, End: f.units[j].end, Weight: weight,
		lang: f.l.code, familyFirst: f.l.familyFirst, kind: f.sortOf(i, j),
	}
	n.Text = f.text[n.Start:n.End]
	u := &f.units[i]
	n.Acronym = i == j && u.letters == upper && !f.segments[u.segment].shouts() && acronymic(u.fold)
	var words []word
	for k := i; k <= j; k++ {
		u := &f.units[k]
		if i == j || !f.l.particle[u.plain] && !f.l.link[u.plain] || u.letters != small && u.letters != initial {
			w := *f.word(u)
			if i < j && f.small[u.fold] > 0 {
				w.weight = min(w.weight, genericWeight)
			}
			words = append(words, w)
		}
	}
	n.phrase = newPhrase(words)
	return n
}
