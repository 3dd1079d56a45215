package main

import (
	"math"

	"gonum.org/v1/gonum/optimize"

	"factdiff/align/classify"
)

// table is the examples of one classifier: rows of features with a class each, and
// how much each counts.
type table struct {
	names   []string
	rows    [][]float64
	classes []int
	weights []float64
}

func (t *table) add(f classify.Features, class int, weight float64) {
	t.names = f.Names
	for i, name := range f.Names {
		if without[name] {
			f.Values[i] = 0
		}
	}
	t.rows = append(t.rows, f.Values)
	t.classes = append(t.classes, class)
	t.weights = append(t.weights, weight)
}

// train fits a multinomial logistic regression with classes scores, whose
// weights are held small by a ridge of the given strength on standardised
// features, and returns a linear score per class on the features as they are.
// With two classes the first score is 0 and the second the log odds.
func (t *table) train(classes int, ridge float64) []classify.Linear {
	d := len(t.names)
	z, mean, scale := t.standardised()
	first := 0
	if classes == 2 {
		first = 1
	}
	width := d + 1
	scores, probability := make([]float64, classes), make([]float64, classes)
	loss := func(gradient, w []float64) float64 {
		var total float64
		for i := range gradient {
			gradient[i] = 0
		}
		for i, row := range z {
			top := math.Inf(-1)
			for c := range classes {
				scores[c] = 0
				if c >= first {
					scores[c] = dot(w[(c-first)*width:][:width], row)
				}
				top = max(top, scores[c])
			}
			var sum float64
			for c := range classes {
				probability[c] = math.Exp(scores[c] - top)
				sum += probability[c]
			}
			total -= t.weights[i] * (scores[t.classes[i]] - top - math.Log(sum))
			for c := first; c < classes; c++ {
				delta := probability[c] / sum
				if c == t.classes[i] {
					delta--
				}
				delta *= t.weights[i]
				g := gradient[(c-first)*width:][:width]
				for j, x := range row {
					g[j] += delta * x
				}
			}
		}
		for c := first; c < classes; c++ {
			for j := range d { // the bias goes free
				k := (c-first)*width + j
				total += ridge / 2 * w[k] * w[k]
				gradient[k] += ridge * w[k]
			}
		}
		return total
	}
	scratch := make([]float64, (classes-first)*width)
	result, err := optimize.Minimize(optimize.Problem{
		Func: func(w []float64) float64 { return loss(scratch, w) },
		Grad: func(g, w []float64) { loss(g, w) },
	}, make([]float64, len(scratch)), &optimize.Settings{GradientThreshold: 1e-3, MajorIterations: 300}, &optimize.LBFGS{})
	if err != nil && result == nil {
		panic(err) // only a wrong problem gives no result at all
	}
	out := make([]classify.Linear, classes)
	for c := first; c < classes; c++ {
		w := result.X[(c-first)*width:][:width]
		l := classify.Linear{Bias: w[d], Weights: map[string]float64{}}
		for j, name := range t.names {
			if x := w[j] / scale[j]; x != 0 {
				l.Weights[name] = x
				l.Bias -= x * mean[j]
			}
		}
		out[c] = l
	}
	return out
}

// standardised returns the rows with every feature at mean 0 and variance 1, and
// a 1 at the end; and the means and scales that were taken out.
func (t *table) standardised() (z [][]float64, mean, scale []float64) {
	n, d := len(t.rows), len(t.names)
	mean, scale = make([]float64, d), make([]float64, d)
	for _, row := range t.rows {
		for j, x := range row {
			mean[j] += x / float64(n)
		}
	}
	for _, row := range t.rows {
		for j, x := range row {
			scale[j] += (x - mean[j]) * (x - mean[j]) / float64(n)
		}
	}
	for j := range scale {
		scale[j] = math.Sqrt(scale[j])
		if scale[j] < 1e-9 {
			scale[j] = math.Inf(1) // a feature that never varies gets no weight
		}
	}
	z = make([][]float64, n)
	for i, row := range t.rows {
		z[i] = make([]float64, d+1)
		for j, x := range row {
			z[i][j] = (x - mean[j]) / scale[j]
		}
		z[i][d] = 1
	}
	return z, mean, scale
}

func dot(x, y []float64) float64 {
	var s float64
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}
