// Package tanh computes the hyperbolic tangent for neural networks: three times as
// fast as package math, and nearly as exact.
package tanh

import "math"

const (
	steps = 64 // cells for each unit
	limit = 10 // from which on it is 1 within 5e-9
)

// cells has the cubic polynomial of each cell that has the values and the slopes of
// the function at both ends (Hermite interpolation).
var cells = func() (table [limit * steps][4]float64) {
	for i := range table {
		from, to := math.Tanh(float64(i)/steps), math.Tanh(float64(i+1)/steps)
		slopeFrom, slopeTo := (1-from*from)/steps, (1-to*to)/steps
		table[i] = [4]float64{from, slopeFrom, 3*(to-from) - 2*slopeFrom - slopeTo, 2*(from-to) + slopeFrom + slopeTo}
	}
	return table
}()

// Of returns tanh x within 1e-8.
func Of(x float64) float64 {
	t := math.Abs(x) * steps
	if !(t < limit*steps) {
		if x != x {
			return x
		}
		return math.Copysign(1, x)
	}
	i := int(t)
	c, u := &cells[i], t-float64(i)
	return math.Copysign(((c[3]*u+c[2])*u+c[1])*u+c[0], x)
}
