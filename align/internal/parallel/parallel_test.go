package parallel

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestDo(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for _, c := range []struct {
		reason              string
		numbers, limit, at1 int // at1: how many calls are there at a time at most
	}{
		{"nothing to do", 0, 0, 0},
		{"one number", 1, 0, 1},
		{"fewer numbers than processors", 3, 0, 3},
		{"more", 100, 0, 4},
		{"a limit", 100, 2, 2},
		{"a limit above the processors", 100, 9, 4},
		{"one at a time", 100, 1, 1},
		{"no such limit", 100, -1, 4},
	} {
		var calls atomic.Int64
		var mu sync.Mutex
		seen := make([]int, c.numbers)
		err := Do(Limit(context.Background(), c.limit), c.numbers, func(numbers iter.Seq[int]) {
			calls.Add(1)
			for k := range numbers {
				mu.Lock()
				seen[k]++
				mu.Unlock()
			}
		})
		if err != nil {
			t.Errorf("%s: %v", c.reason, err)
		}
		if int(calls.Load()) != c.at1 {
			t.Errorf("%s: %d calls, want %d", c.reason, calls.Load(), c.at1)
		}
		for k, n := range seen {
			if n != 1 {
				t.Errorf("%s: number %d was given out %d times", c.reason, k, n)
			}
		}
	}
}

// TestDoWorksSideBySide has every call wait for all others.
func TestDoWorksSideBySide(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		Do(t.Context(), 6, func(numbers iter.Seq[int]) {
			for range numbers {
				time.Sleep(time.Second)
			}
		})
		if took := time.Since(begun); took != 2*time.Second {
			t.Errorf("six seconds of work took three processors %v", took)
		}
	})
}

func TestDoStops(t *testing.T) {
	for _, processors := range []int{1, 4} {
		ctx, cancel := context.WithCancel(context.Background())
		var done atomic.Int64
		err := Do(Limit(ctx, processors), 1000, func(numbers iter.Seq[int]) {
			for range numbers {
				done.Add(1)
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) || done.Load() > int64(processors) {
			t.Errorf("%d processors: %d numbers after the context was done, error %v", processors, done.Load(), err)
		}
	}
}

// A panic anywhere can be recovered by the caller, once nobody works any more.
func TestDoPanics(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	for bad := range 3 {
		var working atomic.Int64
		func() {
			defer func() {
				if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), "no such text") {
					t.Errorf("call %d: recovered %v", bad, p)
				}
			}()
			var calls atomic.Int64
			var all sync.WaitGroup // so that each call is of a goroutine of its own
			all.Add(3)
			Do(context.Background(), 3, func(numbers iter.Seq[int]) {
				working.Add(1)
				defer working.Add(-1)
				all.Done()
				all.Wait()
				if int(calls.Add(1))-1 == bad {
					panic("no such text")
				}
				for range numbers {
				}
			})
		}()
		if n := working.Load(); n != 0 {
			t.Errorf("call %d: %d others still work", bad, n)
		}
	}
}
