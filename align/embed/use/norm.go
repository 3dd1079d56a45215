package use

import "math"

// norm is the gain and bias of a layer normalisation.
type norm struct{ gain, bias []float32 }

// apply normalises x to mean 0 and variance 1, then scales and shifts it. Its
// length is a multiple of 8. The assembly adds up in the same order, so it gives
// the same numbers.
func (l norm) apply(x []float32) {
	gain, bias := l.gain[:len(x)], l.bias[:len(x)]
	if haveVector {
		var s lanes
		sumVector(len(x), &x[0], &s)
		mean := s.total() / float32(len(x))
		s = lanes{}
		centerVector(len(x), &x[0], mean, &s)
		scaleVector(len(x), &x[0], inverse(s.total()/float32(len(x))), &gain[0], &bias[0])
		return
	}
	mean := sum(x) / float32(len(x))
	for i := range x {
		x[i] -= mean
	}
	inv := inverse(dot(x, x) / float32(len(x)))
	for i := range x {
		x[i] = x[i]*inv*gain[i] + bias[i]
	}
}

// inverse is one over the deviation that a variance makes.
func inverse(variance float32) float32 {
	return float32(1 / math.Sqrt(float64(variance)+epsilon))
}

// lanes are several running sums, so that one addition need not wait for the last.
type lanes [8]float32

func (s *lanes) total() float32 {
	return (s[0] + s[1] + s[2] + s[3]) + (s[4] + s[5] + s[6] + s[7])
}

// add adds x to dst. Their length is a multiple of 8.
func add(dst, x []float32) {
	x = x[:len(dst)]
	if haveVector {
		addVector(len(dst), &dst[0], &x[0])
		return
	}
	for i := range dst {
		dst[i] += x[i]
	}
}

func sum(x []float32) float32 {
	var s lanes
	for ; len(x) >= 8; x = x[8:] {
		for i := range s {
			s[i] += x[i]
		}
	}
	for i := range x {
		s[i] += x[i]
	}
	return s.total()
}

func dot(x, y []float32) float32 {
	var s lanes
	y = y[:len(x)]
	for ; len(x) >= 8; x, y = x[8:], y[8:] {
		for i := range s {
			s[i] += x[i] * y[i]
		}
	}
	for i := range x {
		s[i] += x[i] * y[i]
	}
	return s.total()
}
