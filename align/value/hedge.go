package value

import "math"

// widen lets the interval of v take in what a hedge allows. News hedges to the
// next round number and not beyond: "more than 30" is less than 40, and "nearly
// 2,000" is not 1,500.
func (v *Value) widen(h Hedge) {
	if h == Exact {
		return
	}
	v.Hedge = h
	if v.Kind == Clock {
		v.widenBy(h, 15, 20)
		return
	}
	size := math.Max(math.Abs(v.Lo), math.Abs(v.Hi))
	beyond := clamp(v.Step, 0.1*size, 0.5*size)
	if h == LessThan || h == AtMost {
		beyond = 0.15 * size
	}
	v.widenBy(h, clamp(v.Step/2, 0.03*size, 0.12*size), beyond)
}

func (v *Value) widenBy(h Hedge, around, beyond float64) {
	switch h {
	case About:
		v.Lo -= around
		v.Hi += around
	case MoreThan, AtLeast:
		v.Hi += beyond
	case LessThan, AtMost:
		v.Lo -= beyond
	}
}

func clamp(v, lo, hi float64) float64 {
	return math.Max(lo, math.Min(v, hi))
}

// weigh returns how much it tells that two texts state the same number n in
// the measure m: more digits and a unit make chance less likely.
func weigh(n number, m measure) float64 {
	digits := n.significant()
	if v := math.Abs(n.hi); digits == 1 && v >= 20 {
		digits = 2 // "30" is no less telling than "31", nearly
	}
	w := [...]float64{0.15, 0.15, 0.35, 0.55, 0.7, 0.75}[min(digits, 5)]
	switch m.kind {
	case Number, Ordinal:
	case Multiple:
		w = 0.2
	case Money:
		w += 0.25
	case Age:
		w = 0.5
	default:
		w += 0.15
	}
	if n.unit {
		w = 0.1
	}
	return w
}
