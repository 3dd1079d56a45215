package align

import "factdiff/align/classify"

// alikeFrom is the likeness of wordings from which [Strings] takes two sentences
// for the same: of several the best on labelled pairs.
const alikeFrom = 0.25

// byStrings is the classic way: two sentences say the same if, once they are in
// one language, their wordings are alike, and so do all their facts.
func (c *comparison) byStrings(m *meeting) *classify.Judgement {
	a, b := c.stories[m.a].Side, c.stories[m.b].Side
	j := &classify.Judgement{
		StatusOfA: make([]classify.Status, len(a.Facts)), StatusOfB: make([]classify.Status, len(b.Facts)),
		VerdictOfA: make([]classify.Verdict, len(a.Facts)), VerdictOfB: make([]classify.Verdict, len(b.Facts)),
	}
	likeness := make([][]float64, len(a.Sentences))
	bestOfA, bestOfB := make([]float64, len(a.Sentences)), make([]float64, len(b.Sentences))
	for s := range a.Sentences {
		likeness[s] = make([]float64, len(b.Sentences))
		for t := range b.Sentences {
			x, y := c.rendered[m.a][s], c.rendered[m.b][t]
			if x != "" && y != "" {
				likeness[s][t] = wording.Compare(x, y)
			}
			bestOfA[s], bestOfB[t] = max(bestOfA[s], likeness[s][t]), max(bestOfB[t], likeness[s][t])
		}
	}
	for f, x := range a.Facts {
		j.StatusOfA[f], j.VerdictOfA[f] = worded(bestOfA[x.Sentence])
		for g, y := range b.Facts {
			// Two sentences that both have a better one do not belong together.
			l := likeness[x.Sentence][y.Sentence]
			if l >= alikeFrom && (l == bestOfA[x.Sentence] || l == bestOfB[y.Sentence]) {
				j.Links = append(j.Links, classify.Link{A: f, B: g, Probability: said(l)})
			}
		}
	}
	for g, y := range b.Facts {
		j.StatusOfB[g], j.VerdictOfB[g] = worded(bestOfB[y.Sentence])
	}
	return j
}

// said makes something like a probability of a likeness.
func said(likeness float64) float64 { return min(likeness/(2*alikeFrom), 1) }

// worded is the verdict on a fact whose sentence has its like of some likeness.
func worded(likeness float64) (classify.Status, classify.Verdict) {
	v := classify.Verdict{Shared: said(likeness), Only: 1 - said(likeness)}
	if likeness >= alikeFrom {
		return classify.Shared, v
	}
	return classify.Only, v
}
