// Package name finds the proper names and acronyms in versions of an article
// and tells which of them correspond, across languages, scripts and
// inflections.
//
// [NewArticle] reads a version, [NewComparison] compares two of them once, and
// [Comparison.Relate] then tells of any two facts, given by offsets, which names
// both have and which one lacks. [Find] and [Similarity] are for single names.
//
// Names are compared by what they are called in English, where the tables know
// it (Großbritannien, британский, 英国), by what is left of them without
// endings, and by a coarse reading of their sounds (Путин, Poutine), whose edit distance costs less between neighbouring
// sounds (after Kondrak 2000, "A new algorithm for the alignment of phonetic
// sequences") and is worked out in a band (Ukkonen 1985). Chinese characters are
// read in Mandarin, or by what each may sound like in a Japanese name.
//
// What languages call things and how they inflect is in the folder data; the
// code knows scripts but no language. Persons are told by a title beside their name, a
// given name or a surname, who speaks by a verb of saying, countries and cities by the
// tables, and nothing else by its kind. There is no memory across articles: a name counts by how
// seldom the two versions mention it, not by how rare it is elsewhere.
//
// A newcomer may read the files in this order: name.go; find.go, weigh.go, person.go
// and caseless.go for what is a name (of the units that token.go and unit.go cut);
// word.go, likeness.go and similarity.go for what is the same name (by sound.go,
// distance.go, han.go, stem.go and acronym.go); spot.go, unspaced.go and
// comparison.go for what two versions have in common.
package name

import "sync"

// Name is a proper name or acronym as a text states it. Names come from [Find];
// one made by hand has no keys and is like no other.
type Name struct {
	Start, End int    // byte offsets in the text given to Find
	Text       string // as written
	// Weight is how surely this is a name, above 0 to 1. A lone capitalised
	// word that opens a sentence, or any German noun, has little.
	Weight  float64
	Acronym bool // capitals (or dotted letters) that stand for other words

	phrase
	also        *phrase // what the text defines it to stand for, or to be abbreviated to
	lang        string
	familyFirst bool
	kind        kind
}

// kind is what a name is of, where something shows it.
type kind uint8

const (
	unsure  kind = iota
	thing        // what stands in it or beside it: a ship, a street, a prize, whatever it is called after
	city         // the tables know it as one, and nothing beside it shows more
	speaker      // a verb of saying stands beside it: a person, or a firm
	person       // a title does, or it begins with a given name or a surname
	country      // the gazetteer knows it as one
)

// Find returns the names in a text, in order and not overlapping. lang is the
// BCP 47 tag of its language; of one without tables only what the script shows
// is found. The text may be a clause or a whole article: in a longer one a word
// seen inside a sentence vouches for itself at the start of another, and an
// acronym explained once stands for its expansion throughout.
func Find(text, lang string) []Name { return NewArticle(text, lang).Names }

// Article is a version of an article, read for its names.
type Article struct {
	Names []Name // as Find returns them

	index func() *index

	compared struct {
		sync.Mutex
		with map[*Article]*Comparison
	}
}

// NewArticle finds the names in a text, as Find does, and prepares it for a
// [Comparison].
func NewArticle(text, lang string) *Article { return newArticle(text, lookup(lang)) }

func newArticle(text string, l *language) *Article {
	f := newFinder(text, l)
	names := inOrder(append(f.runs(), f.caseless()...))
	vouch(names)
	f.define(names)
	return &Article{Names: names, index: sync.OnceValue(f.index)}
}
