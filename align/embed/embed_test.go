package embed

import "testing"

func TestPieces(t *testing.T) {
	p := Pieces{{0, 3}, {3, 5}, {6, 9}, {9, 9}, {9, 14}} // "The" "re" " " "fore" and an empty one
	for _, c := range []struct {
		reason      string
		span        Span
		of, overlap [2]int
	}{
		{"all", Span{0, 14}, [2]int{0, 5}, [2]int{0, 5}},
		{"those that begin inside", Span{2, 8}, [2]int{1, 3}, [2]int{0, 3}},
		{"one that spans it", Span{10, 12}, [2]int{4, 5}, [2]int{4, 5}},
		{"a gap", Span{5, 6}, [2]int{2, 2}, [2]int{2, 2}},
		{"behind the end", Span{14, 20}, [2]int{5, 5}, [2]int{5, 5}},
		{"empty", Span{4, 4}, [2]int{1, 2}, [2]int{1, 2}},
	} {
		lo, hi := p.Of(c.span)
		if got := [2]int{lo, hi}; got != c.of {
			t.Errorf("%s: pieces %v of %v, want %v", c.reason, got, c.span, c.of)
		}
		lo, hi = p.Overlapping(c.span)
		if got := [2]int{lo, hi}; got != c.overlap {
			t.Errorf("%s: pieces %v overlap %v, want %v", c.reason, got, c.span, c.overlap)
		}
	}
	if lo, hi := (Pieces)(nil).Of(Span{0, 1}); lo != 0 || hi != 0 {
		t.Errorf("%d to %d of no pieces", lo, hi)
	}
}
