package name

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"factdiff/align/internal/wordlist"
)

// given is what persons' names begin with in any language, since reports tell of
// foreigners as well, folded.
type given struct {
	names set
	// trunks are the names without the vowel that an inflection takes away.
	trunks set
}

// givenNames are those of all tables, one set: what is a usual word in a language is a
// stop word there.
var givenNames = sync.OnceValue(func() given {
	g := given{set{}, set{}}
	for _, code := range languages() {
		_ = wordlist.ReadKeys(table(code), func(key, words string) bool {
			if key == "given" {
				for word := range strings.FieldsSeq(words) {
					word = fold(word)
					g.names[word], g.trunks[trunk(word)] = true, true
				}
			}
			return true
		})
	}
	return g
})

// trunk returns a folded name without the vowel at its end.
func trunk(name string) string {
	name = strings.TrimSuffix(name, "σ")
	if r, n := utf8.DecodeLastRuneInString(name); strings.ContainsRune("aeiouyаеиоуыйяαεηιουω", r) && utf8.RuneCountInString(name) > leastStem {
		return name[:len(name)-n]
	}
	return name
}

// isGiven tells whether unit i is a given name, and nothing else that is known.
func (f *finder) isGiven(i int) bool {
	u := &f.units[i]
	if len(u.known) > 0 || f.l.stop[u.plain] {
		return false
	}
	g := givenNames()
	return g.names[u.fold] || f.l.inflected && slices.ContainsFunc(f.l.inflections(u.fold)[1:], func(stem string) bool {
		return g.names[stem] || g.trunks[stem]
	})
}

// givenIn returns the unit at which a person's name begins among those from i to j: a
// given name with another word behind it or, where the family name comes first, that;
// -1 if nothing shows one.
func (f *finder) givenIn(i, j int) int {
	for k := i; k < j; k++ {
		if !f.isGiven(k) {
			continue
		}
		next := k + 1
		for next < j && f.units[next].gap == hyphen && f.isGiven(next) {
			next++ // Karl-Heinz
		}
		if f.units[next].gap == space && !f.namesake(k, j) {
			return k
		}
		return -1
	}
	if f.l.familyFirst && j > i && f.units[j].gap == space && f.isGiven(j) && !f.namesake(i, j) {
		return i
	}
	return -1
}

// namesake tells whether the units from i to j are part of the name of what is called
// after somebody, or of a work: a ship, a street, a prize, "Maria Stuarda".
func (f *finder) namesake(i, j int) bool {
	segment := f.units[i].segment
	for k := max(0, i-1); k <= min(j+1, len(f.units)-1); k++ {
		u := &f.units[k]
		switch {
		case u.segment != segment, k == j+1 && u.gap == apart:
		case k < i && f.units[i].gap == apart:
		case k >= i && f.l.stop[u.plain], k > i && k <= j && u.letters == small:
		case f.l.namesake[u.plain], u.isCommon() && !heads[u.known[0].generic]:
			return true
		case k >= i && k <= j && (len(u.known) > 0 || u.digits || u.letters == upper && utf8.RuneCountInString(u.fold) > 1):
			return true
		}
	}
	r, _ := utf8.DecodeRuneInString(f.text[f.units[j].end:])
	return f.units[i].quoted && strings.ContainsRune(closingMarks, r)
}

// heads are the common things that are not called after persons, but have some.
var heads = set{"ministry": true, "court": true, "party": true, "council": true, "committee": true, "agency": true, "city": true}

// withoutRole returns the unit at which a person's name begins in the run from i to j,
// if what stands before it is no part of it: a word with a capital because it opens a
// sentence or is a noun (Landwirt Georg Huber), or for whom somebody is a minister.
func (f *finder) withoutRole(i, j int) int {
	k := f.givenIn(i, j)
	if k <= i {
		return i
	}
	for n := i + 1; n < k; n++ {
		if f.units[n].gap != hyphen {
			return i
		}
	}
	if f.units[i].opens || f.l.capitalNouns() || i > 1 && f.units[i-1].letters == small && f.isTitleOf(i-2, i) {
		return k
	}
	return i
}

// mark makes a name of several parts a person, whose given name may be first, if it is one
// or a title or verb of saying stands behind.
func (f *finder) mark(n *Name, first string) {
	behind := []rune(f.text[n.End:min(n.End+longestTitle*utf8.UTFMax, len(f.text))])
	for k := range min(longestTitle, len(behind)) {
		if f.l.namesake[string(behind[:k+1])] {
			n.kind = thing // John F. Kennedy Airport
			return
		}
	}
	if givenNames().names[fold(first)] || f.afterAt(behind) {
		n.kind = person
	}
}

// knows tells how surely a text mentions a person whose name may be at the spots: by the
// family name, in a word with a capital where there are any, or by the given name alone. A
// given name with another family name behind it is another person.
func (x *index) knows(n *Name, spots []spot) float64 {
	known := 0.0
	given, family := n.parts()
	for _, s := range spots {
		if given == nil || x.runsTogether(s) {
			known = max(known, s.score)
		}
	}
	for _, d := range x.distinct {
		alone := slices.ContainsFunc(d.places, x.alone)
		if given != nil && alone && likeness(d.word, given) >= surelyMet {
			return 1
		}
		if !alone && givenNames().names[d.word.fold] || !slices.ContainsFunc(d.places, func(p int) bool { return !x.words[p].small }) {
			continue
		}
		for i := range family {
			known = max(known, mentions(d.word, &family[i]))
		}
	}
	if known >= leastHeard {
		return 1
	}
	return known
}

// leastHeard is how surely a text has to mention a person for it to know of that one.
const leastHeard = 0.75

// alone tells whether no other word with a capital stands beside place p.
func (x *index) alone(p int) bool {
	beside := func(q int) bool { return q >= 0 && q < len(x.words) && !x.words[q].small }
	at := &x.words[p]
	return !at.small && !(beside(p-1) && x.words[p-1].end+1 == at.start) && !(beside(p+1) && at.end+1 == x.words[p+1].start)
}

// runsTogether tells whether a spot is none of the words of the text.
func (x *index) runsTogether(s spot) bool {
	return !slices.ContainsFunc(x.words, func(p place) bool { return p.start == s.start })
}

// unrelated tells whether two persons have family names that are unlike: nearly the same is
// a misspelling. Between scripts of which one leaves vowels out, families are hard to
// compare, and the same given name makes it doubtful.
func unrelated(a, b *Name) bool {
	givenA, familyA := a.parts()
	givenB, familyB := b.parts()
	if givenA == nil || givenB == nil {
		return similarity(a, b) < leastAkin
	}
	if !(a.words[0].script.cased() && b.words[0].script.cased()) && likeness(givenA, givenB) >= leastFound {
		return false
	}
	for i := range familyA {
		for j := range familyB {
			x, y := &familyA[i], &familyB[j]
			if x.weight == initialWeight || y.weight == initialWeight || likeness(x, y) > leastAkin {
				return false
			}
		}
	}
	return true
}

// leastAkin is from where on two family names are hardly different ones.
const leastAkin = 0.3

// parts returns the given name of a person and the other words of the name; nil and all of
// it if it is one word.
func (n *Name) parts() (given *word, family []word) {
	last := len(n.words) - 1
	switch {
	case last == 0:
		return nil, n.words
	case n.familyFirst:
		return &n.words[last], n.words[:last]
	}
	return &n.words[0], n.words[1:]
}

// appendGiven adds the given name at unit i with those behind it and one more word.
func (f *finder) appendGiven(names []Name, i int) []Name {
	begins := func(i int) bool { return f.isGiven(i) && !f.plain(i) }
	if !begins(i) || i > 0 && f.units[i].gap == space && begins(i-1) {
		return names
	}
	j := i
	for j+1 < len(f.units) && f.units[j+1].gap == space && !f.plain(j+1) && len(f.units[j+1].known) == 0 {
		j++
		if !f.isGiven(j) {
			break
		}
	}
	if j == i || f.namesake(i, j) {
		return names
	}
	return f.span(names, i, j, surnamed)
}
