// Package name finds the proper names and acronyms in a text and tells how
// surely two names mean the same across languages, scripts and inflections.
//
// [Find] lists the names of a text with how surely each is one, [Similarity]
// compares two of them, and an [Index] tells whether a text mentions a name at
// all, which also works where names cannot be seen: in scripts without
// capitals, for the small adjectives of places, for German nouns.
//
// Names are compared by what they are called in English, where the tables know
// it (Großbritannien, британский, 英国), by their spelling within a script, and
// by a coarse reading of their sounds across scripts (Путин, Poutine). What
// languages call things and how they inflect is in the folder data; the code
// knows scripts but no language. There is deliberately no telling of persons
// from places, and no memory across texts: that a name is rare, and so says
// much, is for the caller to weigh.
package name

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
}

// Find returns the names in a text, in order and not overlapping. lang is the
// BCP 47 tag of its language; of one without tables only what the script shows
// is found. The text may be a clause or a whole article: in a longer one a word
// seen inside a sentence vouches for itself at the start of another, and an
// acronym explained once stands for its expansion throughout.
func Find(text, lang string) []Name {
	f := newFinder(text, lookup(lang))
	names := inOrder(append(f.runs(), f.caseless()...))
	vouch(names)
	f.define(names)
	return names
}
