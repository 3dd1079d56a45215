package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"factdiff/align/classify"
)

// members is how many networks are learned from different beginnings; the mean
// of their scores is steadier than any.
const members = 10

// net fits networks of some hidden units by the likelihood of the classes, the
// weights held small by a ridge, and joins them into one.
func (t *table) net(classes, units int, ridge float64) classify.Net {
	z, mean, scale := t.standardised()
	nets := make([]*mlp, members)
	var wg sync.WaitGroup
	for m := range nets {
		wg.Go(func() {
			nets[m] = newMLP(len(t.names)+1, units, classes, uint64(m))
			nets[m].fit(z, t.classes, t.weights, ridge)
		})
	}
	wg.Wait()
	out := classify.Net{Names: t.names, Out: make([][]float64, classes)}
	d := len(t.names)
	bias := make([]float64, classes)
	for _, n := range nets {
		for u := range units {
			w := make([]float64, d+1)
			for j, x := range n.hidden[u] {
				if j == d {
					w[d] += x
					continue
				}
				w[j] = x / scale[j]
				w[d] -= w[j] * mean[j]
			}
			out.Hidden = append(out.Hidden, roundedAll(w))
			for c := range classes {
				out.Out[c] = append(out.Out[c], n.out[c][u]/members)
			}
		}
		for c := range classes {
			bias[c] += n.out[c][units] / members
		}
	}
	for c := range classes {
		out.Out[c] = roundedAll(append(out.Out[c], bias[c]))
	}
	return out
}

func roundedAll(x []float64) []float64 {
	for i := range x {
		x[i] = rounded(x[i])
	}
	return x
}

// mlp is a network in training. Inputs and the hidden layer end in a 1.
type mlp struct {
	hidden, out [][]float64 // units × inputs, classes × units+1
	random      *rand.Rand
}

func newMLP(inputs, units, classes int, seed uint64) *mlp {
	n := &mlp{random: rand.New(rand.NewPCG(seed, 7))}
	layer := func(rows, columns int) [][]float64 {
		w := make([][]float64, rows)
		for i := range w {
			w[i] = make([]float64, columns)
			for j := range w[i] {
				w[i][j] = n.random.NormFloat64() / math.Sqrt(float64(columns))
			}
		}
		return w
	}
	n.hidden, n.out = layer(units, inputs), layer(classes, units+1)
	return n
}

const (
	epochs    = 30
	batchSize = 64
	topRate   = 4e-3
)

// fit runs Adam with a rate that falls to nothing. (D. P. Kingma and J. Ba,
// "Adam", ICLR 2015.)
func (n *mlp) fit(z [][]float64, classes []int, weights []float64, ridge float64) {
	hidden, out := newAdam(n.hidden), newAdam(n.out)
	units := len(n.hidden)
	act, back, delta := make([]float64, units+1), make([]float64, units), make([]float64, len(n.out))
	act[units] = 1
	steps := epochs * ((len(z) + batchSize - 1) / batchSize)
	step := 0
	for range epochs {
		order := n.random.Perm(len(z))
		for len(order) > 0 {
			b := order[:min(batchSize, len(order))]
			order = order[len(b):]
			for _, i := range b {
				for u, w := range n.hidden {
					act[u] = math.Tanh(dot(w, z[i]))
				}
				for c, w := range n.out {
					delta[c] = dot(w, act)
				}
				normalise(delta)
				delta[classes[i]]--
				for c := range delta {
					delta[c] *= weights[i]
				}
				clear(back)
				for c, w := range n.out {
					for u := range back {
						back[u] += delta[c] * w[u]
					}
					axpy(delta[c], act, out.gradient[c])
				}
				for u, x := range back {
					axpy(x*(1-act[u]*act[u]), z[i], hidden.gradient[u])
				}
			}
			rate := topRate * (1 - float64(step)/float64(steps))
			decay := ridge * float64(len(b)) / float64(len(z))
			step++
			hidden.step(n.hidden, rate, decay, step)
			out.step(n.out, rate, decay, step)
		}
	}
}

// normalise turns scores into probabilities.
func normalise(x []float64) {
	top := math.Inf(-1)
	for _, v := range x {
		top = max(top, v)
	}
	var sum float64
	for i, v := range x {
		x[i] = math.Exp(v - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

func axpy(a float64, x, y []float64) {
	for i, v := range x {
		y[i] += a * v
	}
}

// adam is the state of the optimiser for one layer.
type adam struct{ gradient, first, second [][]float64 }

func newAdam(layer [][]float64) *adam {
	like := func() [][]float64 {
		x := make([][]float64, len(layer))
		for i := range x {
			x[i] = make([]float64, len(layer[i]))
		}
		return x
	}
	return &adam{like(), like(), like()}
}

func (a *adam) step(layer [][]float64, rate, decay float64, t int) {
	const b1, b2 = 0.9, 0.999
	c1, c2 := 1-math.Pow(b1, float64(t)), 1-math.Pow(b2, float64(t))
	for i, w := range layer {
		for j := range w {
			g := a.gradient[i][j]
			if j < len(w)-1 { // the bias goes free
				g += decay * w[j]
			}
			a.gradient[i][j] = 0
			a.first[i][j] = b1*a.first[i][j] + (1-b1)*g
			a.second[i][j] = b2*a.second[i][j] + (1-b2)*g*g
			w[j] -= rate * a.first[i][j] / c1 / (math.Sqrt(a.second[i][j]/c2) + 1e-8)
		}
	}
}
