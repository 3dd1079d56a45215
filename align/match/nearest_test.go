package match

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"sort"
	"testing"
)

func unit(r *rand.Rand, n, dim int) [][]float32 {
	out := make([][]float32, n)
	for i := range out {
		out[i] = make([]float32, dim)
		var sum float64
		for j := range out[i] {
			out[i][j] = float32(r.NormFloat64())
			sum += float64(out[i][j]) * float64(out[i][j])
		}
		for j := range out[i] {
			out[i][j] /= float32(math.Sqrt(sum))
		}
	}
	return out
}

func TestNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []struct{ a, b, k int }{{1, 1, 3}, {5, 0, 3}, {0, 5, 3}, {7, 400, 4}, {500, 300, 5}} {
		a, b := unit(r, size.a, 24), unit(r, size.b, 24)
		ofA, ofB, err := Nearest(context.Background(), a, b, size.k)
		if err != nil {
			t.Fatal(err)
		}
		check := func(of [][]Neighbor, x, y [][]float32) {
			for i := range x {
				all := make([]Neighbor, len(y))
				for j := range y {
					var cos float64
					for d := range x[i] {
						cos += float64(x[i][d]) * float64(y[j][d])
					}
					all[j] = Neighbor{j, float32(cos)}
				}
				sort.Slice(all, func(p, q int) bool { return all[p].before(all[q]) })
				if len(of[i]) != min(size.k, len(y)) {
					t.Fatalf("%+v: vector %d has %d neighbours", size, i, len(of[i]))
				}
				for p, n := range of[i] {
					if n.Index != all[p].Index || math.Abs(float64(n.Cosine-all[p].Cosine)) > 1e-5 {
						t.Errorf("%+v: vector %d, neighbour %d: got %+v, want %+v", size, i, p, n, all[p])
					}
				}
			}
		}
		check(ofA, a, b)
		check(ofB, b, a)
	}
}

func TestNearestIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	a, b := unit(r, 700, 16), unit(r, 600, 16)
	wantA, wantB, _ := Nearest(context.Background(), a, b, 3)
	for _, procs := range []int{1, 2, 8} {
		old := runtime.GOMAXPROCS(procs)
		gotA, gotB, err := Nearest(context.Background(), a, b, 3)
		runtime.GOMAXPROCS(old)
		if err != nil || !reflect.DeepEqual(gotA, wantA) || !reflect.DeepEqual(gotB, wantB) {
			t.Errorf("another result on %d processors (%v)", procs, err)
		}
	}
}

func TestNearestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := rand.New(rand.NewPCG(5, 6))
	if _, _, err := Nearest(ctx, unit(r, 3, 4), unit(r, 3, 4), 2); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestMargin(t *testing.T) {
	crowd := Crowding([][]Neighbor{{{0, 0.8}}, {{0, 0.5}, {1, 0.5}, {2, 0.5}, {3, 0.5}, {4, 0.1}}, nil})
	for i, want := range []float64{(0.8 + 3*stranger) / 4, 0.5, stranger} {
		if math.Abs(float64(crowd[i])-want) > 1e-6 {
			t.Errorf("crowding %d: got %v, want %v", i, crowd[i], want)
		}
	}
	if lone, crowded := Margin(0.6, 0.2, 0.2), Margin(0.6, 0.55, 0.55); lone <= crowded {
		t.Errorf("margins: alone %v, in a crowd %v", lone, crowded)
	}
}
