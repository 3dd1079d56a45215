// Package polarity finds what turns a statement into its opposite: negations
// and words with a counterpart, such as rose and fell or convicted and
// acquitted. Sentence vectors hardly see either, and news that contradicts
// other news often does it with just such a word.
//
// # Method
//
// The tables in data, one a language, list the words of some sixty concepts,
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
// do not, as they seldom negate what the clause is about. Nor does a negation that
// tells when and not whether: what does not open until Monday, or had never opened
// before, does open. That holds for the one negation that until or before belongs to.
//
// [Relate] compares two clauses concept by concept. A pole reached by negation
// counts less than one that is stated, since "did not rise" is not quite "fell",
// and a clause that is negative against one that is not counts least, and not at
// all if the other has any word that may imply a negation: the same fact may be
// put as "is still closed" and "has not opened". What both say of the same is
// evidence against an opposition elsewhere, but for attributes: that both speak of
// women tells nothing of what happened.
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
	known    bool  // the language has a table
	stated   poles // that words name
	turned   poles // that negated words imply
	negated  bool  // as a whole, by a negation that turns no word into a positive pole
	implying bool  // some word that may stand for a negation
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
	same, against := meet(a, b)
	against = against.without(surrounding)
	telling := same.without(attributes) // that both speak of women says nothing of what happened
	agree = united(same, a.stated.and(b.stated))
	oppose = united(against, a.stated.turned().and(b.stated))
	switch {
	case a.negated && b.negated:
		agree = max(agree, bareAgree)
	case telling.or(against) != poles{}, !a.known, !b.known:
	case a.negated && !b.negated && !b.implying, b.negated && !a.negated && !a.implying:
		oppose = bareOppose
	}
	for range telling.count() {
		oppose *= shared
	}
	return agree, oppose
}

// meet gives the poles that two clauses share, and those of b that are opposite
// to one of a.
func meet(a, b Signs) (same, against poles) {
	ours, theirs := a.stated.or(a.turned), b.stated.or(b.turned)
	same = ours.and(theirs)
	against = ours.turned().and(theirs)
	same = same.without(surrounding).without(amount)
	for two := against.plus | against.minus; two != 0; two &= two - 1 {
		same = same.without(coarser[bits.TrailingZeros64(two)])
	}
	for _, c := range others {
		if l, r := ours.and(c).other, theirs.and(c).other; l != 0 && r != 0 && l&r == 0 {
			against.other |= r & -r // one bit for all
		}
	}
	return same, against
}

// Reversed tells whether one clause says before and the other after. Often that is a
// contradiction, but half as often the two name the same two events the other way
// round, so that Relate leaves it out.
func Reversed(a, b Signs) bool {
	return a.stated.turned().and(b.stated).and(surrounding) != poles{}
}

// Negated is what [Opposites] calls a clause that is negative, by a word that turns no
// other.
const Negated = "negated"

const notNegated = "not negated"

// Opposites names, in English, the poles in which two clauses are opposite, that
// of a first: "rise", "fall". One that is [Negated] is opposite to one
// that is not.
func Opposites(a, b Signs) (names [][2]string) {
	same, against := meet(a, b)
	for i, c := range concepts {
		switch {
		case against.minus>>i&1 != 0:
			names = append(names, [2]string{c.plus, c.minus})
		case against.plus>>i&1 != 0:
			names = append(names, [2]string{c.minus, c.plus})
		}
	}
	ours := a.stated.or(a.turned)
	for _, c := range others {
		if l, r := ours.and(c).other, against.and(c).other; l != 0 && r != 0 {
			names = append(names, [2]string{called[bits.TrailingZeros8(l)], called[bits.TrailingZeros8(r)]})
		}
	}
	if _, oppose := Relate(a, b); oppose > 0 && same.without(attributes).or(against) == (poles{}) {
		if a.negated {
			return append(names, [2]string{Negated, notNegated})
		}
		return append(names, [2]string{notNegated, Negated})
	}
	return names
}

// united gives the largest weight of the concepts in a set, less for those with
// two poles that are not sure. They are no independent chances: one word may stand
// for several, as to lift a ban allows something and ends a measure.
func united(set, sure poles) float64 {
	most := 0.0
	for two := set.plus | set.minus; two != 0; two &= two - 1 {
		i := bits.TrailingZeros64(two)
		w := weights[i]
		if (sure.plus|sure.minus)>>i&1 == 0 {
			w *= flippedShare
		}
		most = max(most, w)
	}
	for other := set.other; other != 0; other &= other - 1 {
		most = max(most, heavy[bits.TrailingZeros8(other)])
	}
	return most
}
