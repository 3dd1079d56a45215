package classify

import "factdiff/align/internal/tanh"

// Net is a network with one hidden layer over named features: class scores are
// linear in tanh of linear scores.
type Net struct {
	Names  []string    `json:"names"`
	Hidden [][]float64 `json:"hidden"` // per unit: a weight per feature, then the bias
	Out    [][]float64 `json:"out"`    // per class: a weight per unit, then the bias
}

// probabilities returns that of each class for an example with the features of
// n.Names, in that order.
func (n *Net) probabilities(f Features) []float64 {
	scores := make([]float64, len(n.Out))
	for c, w := range n.Out {
		scores[c] = w[len(w)-1]
	}
	for u, w := range n.Hidden {
		s := w[len(w)-1]
		for i, x := range f.Values[:len(w)-1] {
			s += w[i] * x
		}
		s = tanh.Of(s)
		for c := range scores {
			scores[c] += n.Out[c][u] * s
		}
	}
	return softmax(scores)
}
