package transformer

import "math"

// The three steps between products that cost enough to have an assembly twin
// on amd64. The twins differ by rounding.

// GELU replaces each x by x·Φ(x), Φ the normal distribution's.
// (D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units", 2016.) The length
// of xs is a multiple of 8.
func GELU(xs []float32) {
	if haveVector && len(xs) > 0 {
		geluVector(len(xs), &xs[0])
		return
	}
	geluGo(xs)
}

func geluGo(xs []float32) {
	for i, x := range xs {
		xs[i] = float32(0.5 * float64(x) * math.Erfc(float64(-x)/math.Sqrt2))
	}
}

// softmax turns the first n scores, over the root of headDim, into weights that
// sum to 1, and the others into 0. There are a multiple of 8.
func softmax(scores []float32, n int) {
	for i := n; i < len(scores); i++ {
		scores[i] = -math.MaxFloat32
	}
	if haveVector {
		softmaxVector(len(scores), &scores[0], scoreScale)
		return
	}
	softmaxGo(scores, scoreScale)
}

var scoreScale = float32(1 / math.Sqrt(headDim))

func softmaxGo(scores []float32, scale float32) {
	largest := scores[0]
	for _, s := range scores {
		largest = max(largest, s)
	}
	sum := 0.0
	for i, s := range scores {
		e := math.Exp(float64(s-largest) * float64(scale))
		scores[i] = float32(e)
		sum += e
	}
	for i := range scores {
		scores[i] *= float32(1 / sum)
	}
}

// normalize adds y to x, brings the sum to mean 0 and variance 1, multiplies by
// gain and adds bias. All have the same length, a multiple of 8.
func normalize(x, y, gain, bias []float32) {
	if haveVector {
		normalizeVector(len(x), &x[0], &y[0], &gain[0], &bias[0])
		return
	}
	normalizeGo(x, y, gain, bias)
}

func normalizeGo(x, y, gain, bias []float32) {
	sum := float32(0)
	for i := range x {
		x[i] += y[i]
		sum += x[i]
	}
	mean := sum / float32(len(x))
	squares := float32(0)
	for i := range x {
		x[i] -= mean
		squares += x[i] * x[i]
	}
	scale := float32(1 / math.Sqrt(float64(squares)/float64(len(x))+epsilon))
	for i := range x {
		x[i] = x[i]*scale*gain[i] + bias[i]
	}
}
