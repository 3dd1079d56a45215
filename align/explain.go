package align

import (
	"cmp"
	"math"
	"slices"

	"factdiff/align/internal/prepare"
	"factdiff/align/match"
	"factdiff/align/polarity"
	"factdiff/align/value"
)

// explanations adds to each fact why it got its verdict. First is the index of
// each version's first fact in the report.
func (c *comparison) explanations(r *Report, first []int) {
	for i, v := range c.versions {
		for f := range v.Facts {
			if fact := &r.Facts[first[i]+f]; fact.Status == Boilerplate {
				fact.Outside = c.outside(i, fact.Sentence)
			}
		}
	}
	for _, m := range c.meetings {
		probability := m.judgement.Probability
		byA := make([][]int, len(m.judgement.VerdictOfA)) // pairs of each fact
		byB := make([][]int, len(m.judgement.VerdictOfB))
		for k, p := range m.judgement.Pairs {
			byA[p.A] = append(byA[p.A], k)
			byB[p.B] = append(byB[p.B], k)
		}
		a, b := c.stories[m.a], c.stories[m.b]
		explain := func(own, other int, pairs []int, fact int, shared, only, conflict float64, candidate func(match.Pair) Candidate) {
			slices.SortStableFunc(pairs, func(x, y int) int { return cmp.Compare(probability[y], probability[x]) })
			w := Weighing{Version: id(other), Shared: round(shared), Only: round(only), Conflict: round(conflict), Candidates: []Candidate{}}
			for _, k := range pairs[:min(len(pairs), MaxCandidates)] {
				found := candidate(m.judgement.Pairs[k])
				found.Score = round(probability[k])
				w.Candidates = append(w.Candidates, found)
			}
			f := &r.Facts[first[own]+c.stories[own].Facts[fact]]
			f.Explanation = append(f.Explanation, w)
		}
		for f, pairs := range byA {
			v := m.judgement.VerdictOfA[f]
			explain(m.a, m.b, pairs, f, v.Shared, v.Only, v.Conflict, func(p match.Pair) Candidate {
				c := candidate(a, p.A, b, p.B, r.Facts[first[m.b]+b.Facts[p.B]].ID, p.Evidence)
				c.Names = m.others(p, a, b)
				return c
			})
		}
		for f, pairs := range byB {
			v := m.judgement.VerdictOfB[f]
			explain(m.b, m.a, pairs, f, v.Shared, v.Only, v.Conflict, func(p match.Pair) Candidate {
				c := candidate(b, p.B, a, p.A, r.Facts[first[m.a]+a.Facts[p.A]].ID, p.Evidence)
				for _, v := range m.others(p, a, b) {
					c.Names = append(c.Names, [2]string{v[1], v[0]})
				}
				return c
			})
		}
	}
}

// others returns the names of two persons, countries or cities of which each fact of a
// pair has one, that of a first, if they count.
func (m *meeting) others(p match.Pair, a, b *prepare.Story) [][2]string {
	if !p.Evidence.Renamed() {
		return nil
	}
	f, g := &a.Side.Facts[p.A], &b.Side.Facts[p.B]
	x, y := m.result.Names.Other(f.Start, f.End, g.Start, g.End)
	return [][2]string{{x, y}}
}

// outside tells why a sentence is furniture: the mean of what the views say.
func (c *comparison) outside(version, sentence int) *Outside {
	x := &Outside{Beside: c.evidence[version][sentence].Leftover}
	for _, v := range c.views {
		e := v.evidence[version][sentence]
		x.Alone += 1 / (1 + math.Exp(-v.weights[0].FurnitureAlone(e)))
		x.Topic += e.Topic
		x.Cosine += e.Cosine
	}
	n := float64(len(c.views))
	x.Alone, x.Topic, x.Cosine = round(x.Alone/n), round(x.Topic/n), round(x.Cosine/n)
	return x
}

// candidate describes how a fact of another story compares with one's own.
func candidate(own *prepare.Story, fact int, other *prepare.Story, counterpart int, id string, e match.Evidence) Candidate {
	c := Candidate{
		ID: id, Cosine: round(float64(e.Cosine)), Margin: round(float64(e.Margin)),
		SentenceCosine: round(float64(e.SentenceCosine)), SentenceMargin: round(float64(e.SentenceMargin)),
	}
	if e.Read {
		same, conflict, part, topic := e.Cross.Probabilities()
		c.Reading = &Reading{round(same), round(conflict), round(part), round(topic)}
	}
	c.Opposite = polarity.Opposites(own.Side.Facts[fact].Signs, other.Side.Facts[counterpart].Signs)
	x, y := own.Side.Facts[fact].Values, other.Side.Facts[counterpart].Values
	for _, p := range value.Match(x, y) {
		wording := [2]string{
			own.Side.Facts[fact].Text[x[p.A].Start:x[p.A].End],
			other.Side.Facts[counterpart].Text[y[p.B].Start:y[p.B].End],
		}
		if p.Relation == value.Agree {
			c.Agree = append(c.Agree, wording)
		} else {
			c.Disagree = append(c.Disagree, wording)
		}
	}
	return c
}
