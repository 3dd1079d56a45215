package classify

import "math"

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
	for u := 0; u < len(n.Hidden); u += together {
		for k, x := range sums(n.Hidden[u:min(u+together, len(n.Hidden))], f.Values) {
			x = math.Tanh(x)
			for c, w := range n.Out {
				scores[c] += w[u+k] * x
			}
		}
	}
	return softmax(scores)
}

// together is how many units are summed up side by side: one sum after the other
// waits for each addition.
const together = 4

// sums returns the linear scores of up to [together] units.
func sums(units [][]float64, values []float64) []float64 {
	n := len(values)
	var s [together]float64
	var w [together][]float64
	for k := range w {
		w[k] = units[min(k, len(units)-1)]
		s[k], w[k] = w[k][n], w[k][:n]
	}
	for i, x := range values {
		s[0] += w[0][i] * x
		s[1] += w[1][i] * x
		s[2] += w[2][i] * x
		s[3] += w[3][i] * x
	}
	return s[:len(units)]
}
