//go:build unix

package corpus

import (
	"context"
	"fmt"
	"syscall"
	"testing"

	"factdiff/align/match"
)

// BenchmarkNearest tells from which size on the index is faster, in seconds of a
// processor, and what it misses:
//
//	go test ./align/corpus -run '^$' -bench Nearest -benchtime 1x
func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{2000, 4000, 8000, 16000} {
		va, vb := topical(n, 512)
		want := map[int]int{}
		for _, search := range []struct {
			name string
			do   func(context.Context, [][]float32, [][]float32) (ofA, ofB [][]match.Neighbor, err error)
		}{{"exactly", exactly}, {"index", byIndex}} {
			b.Run(fmt.Sprintf("%s/%d", search.name, n), func(b *testing.B) {
				for b.Loop() {
					before := processor()
					ofA, _, err := search.do(b.Context(), va, vb)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(processor()-before, "cpu-s")
					same := 0
					for i := range ofA {
						if search.name == "exactly" {
							want[i] = ofA[i][0].Index
						}
						if len(ofA[i]) > 0 && ofA[i][0].Index == want[i] {
							same++
						}
					}
					b.ReportMetric(100*float64(same)/float64(n), "%nearest")
				}
			})
		}
	}
}

// processor is how many seconds of a processor this process has had.
func processor() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
