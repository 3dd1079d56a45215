package classify

import (
	"math"
	"testing"

	"factdiff/align/match"
)

// TestLikeness states what translations can do: raise what is in doubt, and
// nothing else.
func TestLikeness(t *testing.T) {
	defaults := weights(t, usual)
	raised := 0
	for seed := range uint64(300) {
		r := random(seed)
		a, b := r.side(), r.side()
		o := Opinion{defaults, r.pairs(a, b)}
		without := judged(t, a, b, nil, o)
		for _, c := range []struct {
			like  float64
			known bool
		}{{0.1, true}, {1, false}, {0.9, true}} {
			with := judged(t, a, b, func(*match.Pair) (float64, bool) { return c.like, c.known }, o)
			checkJudgement(t, with, len(a.Facts), len(b.Facts), o.Pairs)
			for i, p := range with.Probability {
				was := without.Probability[i]
				if p < was-1e-12 || p != was && (!c.known || c.like < usualLikeness || was > inDoubt || was < 1-inDoubt || p > inDoubt) {
					t.Errorf("with likeness %v (%v) %v became %v", c.like, c.known, was, p)
				}
				if p > was {
					raised++
				}
			}
			for f, v := range with.VerdictOfA {
				was := without.VerdictOfA[f]
				if math.Abs(v.Shared+v.Only+v.Conflict-1) > 1e-9 || v.Only > max(was.Only, 1-weak)+1e-9 {
					t.Errorf("with likeness %v %+v became %+v", c.like, was, v)
				}
			}
		}
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
	if raised < 100 {
		t.Errorf("only %d pairs were raised", raised)
	}
}
