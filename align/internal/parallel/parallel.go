// Package parallel shares work out to processors.
package parallel

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

type limit struct{}

// Limit returns a context under which at most n goroutines of a [Do] work at a
// time; 0 is no limit.
func Limit(ctx context.Context, n int) context.Context {
	if n <= 0 {
		return ctx
	}
	return context.WithValue(ctx, limit{}, n)
}

// Processors tells how many goroutines may work at a time: as many as GOMAXPROCS
// allows, or fewer where ctx has a limit.
func Processors(ctx context.Context) int {
	n := runtime.GOMAXPROCS(0)
	if most, ok := ctx.Value(limit{}).(int); ok {
		return min(n, most)
	}
	return n
}

// Do shares the numbers from 0 to n-1 out to calls of work that run side by side,
// until ctx is done; then it returns ctx's error. What a call needs for all of its
// numbers it can set up before it ranges over them. Where there is one processor
// or one number, work is called once, by the goroutine of the caller. Where a call
// panics, so does Do: only the goroutine of the caller can recover for all.
func Do(ctx context.Context, n int, work func(numbers iter.Seq[int])) error {
	var next atomic.Int64
	numbers := func(yield func(int) bool) {
		for ctx.Err() == nil {
			k := int(next.Add(1)) - 1
			if k >= n || !yield(k) {
				return
			}
		}
	}
	var others sync.WaitGroup
	var panicked atomic.Pointer[any]
	for range min(Processors(ctx), n) - 1 {
		others.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					next.Store(int64(n)) // nobody needs the rest
					p = fmt.Sprintf("%v\n%s", p, debug.Stack())
					panicked.Store(&p)
				}
			}()
			work(numbers)
		})
	}
	func() {
		defer others.Wait() // also where work panics here
		if n > 0 {
			work(numbers)
		}
	}()
	if p := panicked.Load(); p != nil {
		panic(*p)
	}
	return ctx.Err()
}
