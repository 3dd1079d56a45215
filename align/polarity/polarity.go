// Package polarity finds what turns a statement into its opposite: negations
// and words with a counterpart, such as rose and fell or convicted and
// acquitted. Sentence vectors hardly see either, and news that contradicts
// other news often does it with just such a word.
//
// # Method
//
// The tables in data, one a language, list the words of some thirty concepts,
// most of which have two poles: trend has rise and fall, verdict has convict and
// acquit. The concepts are the same in all languages, so that clauses in
// different languages compare. Further lines list negations (not, nobody,
// without), verbs that negate what they govern (deny) and phrases that only look
// like one of the words (not only).
//
// [Find] reads a clause once from left to right and takes the longest entry at
// each place; what an entry covers belongs to no other. A negation turns the
// nearest word of a concept between the same commas into the other pole: on the
// side where the language has it and within a certain reach. Two negations of
// one word cancel each other, but nikt nie and nadie no are one. A negation that
// has no word to turn makes the clause as a whole negative; without and no longer
// do not, as they seldom negate what the clause is about.
//
// [Relate] compares two clauses concept by concept. A pole reached by negation
// counts less than one that is stated, since "did not rise" is not quite "fell",
// and a clause that is negative against one that is not counts least, and not at
// all if the other has any word that may imply a negation: the same fact may be
// put as "is still closed" and "has not opened".
//
// The tables prefer precision: a word with a common sense outside its concept
// is left out. What is found is evidence and no judgement. Two clauses may be
// about the rise of one thing and the fall of another; whoever calls Relate has
// to know from elsewhere that they speak of the same.
package polarity

import "math/bits"

// Signs is what a clause says of the concepts. The zero value says nothing.
// Signs may be compared with ==.
type Signs struct {
	known    bool   // the language has a table
	stated   uint64 // poles that words name
	turned   uint64 // poles that negated words imply
	negated  bool   // as a whole, by a negation that turns no word into a positive pole
	implying bool   // some word that may stand for a negation
}

// How much is sure when two clauses meet in a concept.
const (
	flippedShare = 0.7  // of a concept's weight, if a negation is involved
	bareOppose   = 0.25 // one clause is negative
	bareAgree    = 0.25 // both are
	shared       = 0.5  // what remains of an opposition for each concept in agreement
)

// Relate tells how far two clauses have the same signs and how far opposite
// ones, both from 0 to 1. It does not matter which is first.
func Relate(a, b Signs) (agree, oppose float64) {
	ours, theirs := a.stated|a.turned, b.stated|b.turned
	same := ours & theirs
	against := swap(ours) & theirs & paired
	for _, c := range several {
		if ours&c != 0 && theirs&c != 0 && same&c == 0 {
			against |= theirs & c & -(theirs & c) // one bit for all
		}
	}
	stated := a.stated & b.stated
	agree = united(same, stated)
	oppose = united(against, (swap(a.stated)&paired|a.stated&^paired|allSeveral)&b.stated)
	switch {
	case a.negated && b.negated:
		agree = max(agree, bareAgree)
	case same|against != 0, !a.known, !b.known:
	case a.negated && !b.negated && !b.implying, b.negated && !a.negated && !a.implying:
		oppose = bareOppose
	}
	for range bits.OnesCount64(same) {
		oppose *= shared
	}
	return agree, oppose
}

// united joins the weights of the concepts in poles as if they were independent
// chances, less for those that are not sure.
func united(poles, sure uint64) float64 {
	none := 1.0
	for ; poles != 0; poles &= poles - 1 {
		i := bits.TrailingZeros64(poles)
		w := weights[i]
		if sure>>i&1 == 0 {
			w *= flippedShare
		}
		none *= 1 - w
	}
	return 1 - none
}
