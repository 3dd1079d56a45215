package classify

import "factdiff/align/match"

// Novelty grades the words of each sentence of a side, from 0, the other
// version says this, to 1, nothing there corresponds. It is the mean of three
// figures: the distances of the word's fact from the nearest fact and of the words
// around it from theirs in the sentence's counterparts, and how probably the other
// version does not say the fact. What is new is rarely a single word. Where words have
// no vectors, the distance of their sentence and fact stands in for theirs.
func Novelty(side *match.Side, o Opposite) [][]float64 {
	out := make([][]float64, len(side.Sentences))
	for i, s := range side.Sentences {
		out[i] = make([]float64, len(s.Words))
		said := smoothed(o.Words[i])
		for f := s.Facts[0]; f < s.Facts[1]; f++ {
			fact := nearest(o.Facts[f])
			for k := side.Facts[f].Words[0]; k < side.Facts[f].Words[1]; k++ {
				var word float64
				if said != nil {
					word = said[k]
				} else {
					word = (nearest(o.Sentences[i]) + fact) / 2
				}
				out[i][k] = min(max((2-fact-word+o.Verdicts[f].Only)/3, 0), 1)
			}
		}
	}
	return out
}

// Opposite is what of the other version is nearest to a side: for each of its
// sentences and facts their counterparts, and for each word of each sentence
// how well it is said there, as in match.Result.
type Opposite struct {
	Sentences, Facts [][]match.Counterpart
	Words            [][]float32
	Verdicts         []Verdict // on its facts
}

func nearest(list []match.Counterpart) float64 {
	best := 0.0
	for _, c := range list {
		best = max(best, float64(c.Cosine))
	}
	return best
}

// smoothing is the weights of a word and its neighbours on either side, a bell
// of two words' width.
var smoothing = []float64{1, 0.8825, 0.6065, 0.3247, 0.1353, 0.0439}

func smoothed(x []float32) []float64 {
	if x == nil {
		return nil
	}
	out := make([]float64, len(x))
	for i := range x {
		var sum, total float64
		for d, w := range smoothing {
			for _, k := range []int{i - d, i + d} {
				if k >= 0 && k < len(x) && (d > 0 || k == i) {
					sum += w * float64(x[k])
					total += w
				}
				if d == 0 {
					break
				}
			}
		}
		out[i] = sum / total
	}
	return out
}
