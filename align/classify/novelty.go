package classify

import "factdiff/align/match"

// Novelty grades the words of each sentence of a side, from 0, the other
// version says this, to 1, nothing there corresponds. It is the distance of the
// whole sentence from its best counterpart and how far the words around each
// word miss theirs, half and half: what is new is rarely a single word.
func Novelty(side *match.Side, counterparts [][]match.Counterpart, words [][]float32) [][]float64 {
	out := make([][]float64, len(side.Sentences))
	for i, s := range side.Sentences {
		out[i] = make([]float64, len(s.Words))
		cosine := 0.0
		for _, c := range counterparts[i] {
			cosine = max(cosine, float64(c.Cosine))
		}
		smooth := smoothed(words[i])
		for k := range out[i] {
			miss := 1.0
			if smooth != nil {
				miss = 1 - smooth[k]
			}
			out[i][k] = min(max((1-cosine+miss)/2, 0), 1)
		}
	}
	return out
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
