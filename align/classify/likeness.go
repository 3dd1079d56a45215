package classify

import "factdiff/align/match"

// Likeness tells how alike the wordings of a pair's sentences are in one language,
// from 0 to 1, if that is known.
type Likeness func(p *match.Pair) (float64, bool)

// The likeness of wordings adds to the log odds of a pair, and of its facts'
// being said by the other version, by as much as it is above what sentences on one
// topic have. Who says the same need not use the same words, so that a low one
// speaks against nothing. Only what is in doubt moves: translations tell less than
// all the other evidence. They tell nothing of conflicts.
const (
	usualLikeness = 0.5
	pairLikeness  = 4.0
	factLikeness  = 2.0
	inDoubt       = 0.9 // up to this probability, and down to the rest
)

// sharpen lets the likeness of wordings move the probabilities that are in doubt,
// of pairs whose facts are like no others more: a headline has words of several
// sentences.
func (j *Judgement) sharpen(likeness Likeness) {
	bestA, bestB := map[int]float64{}, map[int]float64{} // by fact
	above := make([]float64, len(j.Pairs))
	for i := range j.Pairs {
		p := &j.Pairs[i]
		if like, ok := likeness(p); ok && like > usualLikeness {
			above[i] = like - usualLikeness
			bestA[p.A], bestB[p.B] = max(bestA[p.A], above[i]), max(bestB[p.B], above[i])
		}
	}
	mutualA, mutualB := map[int]float64{}, map[int]float64{}
	for i, like := range above {
		if p := &j.Pairs[i]; like > 0 && like == bestA[p.A] && like == bestB[p.B] {
			mutualA[p.A], mutualB[p.B] = like, like
			j.Probability[i] = moved(j.Probability[i], pairLikeness*like)
		}
	}
	for f, like := range mutualA {
		j.VerdictOfA[f].said(moved(1-j.VerdictOfA[f].Only, factLikeness*like))
	}
	for f, like := range mutualB {
		j.VerdictOfB[f].said(moved(1-j.VerdictOfB[f].Only, factLikeness*like))
	}
}

// moved adds log odds to a probability that is in doubt.
func moved(p, odds float64) float64 {
	if p > inDoubt || p < 1-inDoubt {
		return p
	}
	return min(max(logistic(logit(p)+odds), 1-inDoubt), inDoubt)
}

// said sets how probably the other version speaks of a fact.
func (v *Verdict) said(p float64) {
	if was := 1 - v.Only; was > 0 {
		v.Shared, v.Conflict = v.Shared*p/was, v.Conflict*p/was
		v.Only = 1 - p
	}
}
