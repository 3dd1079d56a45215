package align

import (
	"math"
	"testing"

	"factdiff/align/embed/e5"
)

func TestLevel(t *testing.T) {
	e, err := e5.New()
	if err != nil {
		t.Fatal(err)
	}
	v, err := e.Encode(t.Context(), unrelated)
	if err != nil {
		t.Fatal(err)
	}
	if got := meanCosine(v); math.Abs(got-usualLevel) > 0.01 {
		t.Errorf("e5's level is %.3f, not %v", got, usualLevel)
	}
}
