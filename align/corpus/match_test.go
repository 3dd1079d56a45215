package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"factdiff/align/match"
)

func TestMatch(t *testing.T) {
	candidates := []Pair{
		{A: 0, B: 0, Score: 0.9}, {A: 0, B: 1, Score: 0.95}, {A: 1, B: 1, Score: 0.8}, {A: 1, B: 0, Score: 0.7}, {A: 2, B: 2, Score: 0.4},
	}
	for _, row := range []struct {
		least  float64
		many   bool
		want   [][2]int
		reason string
	}{
		{0.5, false, [][2]int{{0, 1}, {1, 0}}, "the best first, then what is left"},
		{0.75, false, [][2]int{{0, 1}}, "what is left is not enough"},
		{0.5, true, [][2]int{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, "all that are enough"},
		{0.4, false, [][2]int{{0, 1}, {1, 0}, {2, 2}}, "at the limit"},
		{1, true, nil, "none is"},
	} {
		var got [][2]int
		for _, p := range Match(candidates, row.least, row.many) {
			got = append(got, [2]int{p.A, p.B})
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, not %v", row.reason, got, row.want)
		}
	}
	if candidates[0].Score != 0.9 || candidates[4].Score != 0.4 {
		t.Error("the candidates were changed")
	}
}

// The job for Spark has the same weights.
func TestSparkWeights(t *testing.T) {
	job, err := os.ReadFile("../../spark/factdiff_job.py")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		fmt.Sprintf("\nSETTLED, SETTLED_LANGUAGE = %v, %v\n", settled, settledLanguage),
		fmt.Sprintf("\nBIAS, MARGIN, COMMON, COMMON_LEAD, RARE = %v, %v, %v, %v, %v\n", bias, marginWeight, commonWeight, commonLeadWeight, rareWeight),
		fmt.Sprintf("\nMOST_ARTICLES = %d ", 2*few),
	} {
		if !strings.Contains(string(job), line) {
			t.Errorf("it lacks %q", line)
		}
	}
}

// topical returns vectors about some topics, and for each another one near it.
func topical(n, dim int) (a, b [][]float32) {
	r := rand.New(rand.NewPCG(1, 2))
	near := func(v []float32, noise float64) []float32 {
		out, square := make([]float32, dim), 0.0
		for k := range out {
			out[k] = float32(noise * r.NormFloat64())
			if v != nil {
				out[k] += v[k]
			}
			square += float64(out[k]) * float64(out[k])
		}
		for k := range out {
			out[k] /= float32(math.Sqrt(square))
		}
		return out
	}
	var topics [][]float32
	for range n / 50 {
		topics = append(topics, near(nil, 1))
	}
	for i := range n {
		a = append(a, near(topics[i%len(topics)], 0.7/math.Sqrt(float64(dim))))
		b = append(b, near(a[i], 0.35/math.Sqrt(float64(dim))))
	}
	return a, b
}

// The index finds nearly all that the whole search finds, and lists it alike.
func TestIndex(t *testing.T) {
	a, b := topical(2000, 48)
	wantA, wantB, err := exactly(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	gotA, gotB, err := byIndex(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	for side, lists := range [2][2][][]match.Neighbor{{wantA, gotA}, {wantB, gotB}} {
		found, first, all := 0, 0, 0
		for i, want := range lists[0] {
			got := lists[1][i]
			if !slices.IsSortedFunc(got, func(m, n match.Neighbor) int { return int(math.Copysign(1, float64(n.Cosine-m.Cosine))) }) || len(got) > neighbours {
				t.Fatalf("neighbours are not in order: %v", got)
			}
			if len(got) > 0 && got[0].Index == want[0].Index {
				first++
			}
			for _, n := range want {
				all++
				if slices.ContainsFunc(got, func(m match.Neighbor) bool { return m.Index == n.Index }) {
					found++
				}
			}
		}
		if first < len(lists[0])*98/100 || found < all*9/10 {
			t.Errorf("side %d: %d of %d nearest, %d of %d neighbours", side, first, len(lists[0]), found, all)
		}
	}
}

// Both searches leave out articles without a vector.
func TestMissing(t *testing.T) {
	a, b := topical(100, 48)
	a[3], b[0] = nil, nil
	ofA, ofB, err := nearest(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	if len(ofA) != 100 || len(ofB) != 100 || len(ofA[3]) > 0 || len(ofB[0]) > 0 {
		t.Errorf("%d and %d lists, of the missing %v and %v", len(ofA), len(ofB), ofA[3], ofB[0])
	}
	if ofA[50][0].Index != 50 || ofB[99][0].Index != 99 {
		t.Errorf("indices are shifted: %v", ofA[50])
	}
}
