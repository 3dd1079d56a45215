package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"factdiff/align/internal/parallel"
	"factdiff/align/report"
)

// Options are what a run can be told. The zero value is the default.
type Options struct {
	// Jobs is how many records are worked on side by side, by default as many
	// as there are processors.
	Jobs int
	// Unordered lets results be written as they come, not in the order of the
	// records.
	Unordered bool
	// Program names the version of the program: what another one has written is
	// not gone on with.
	Program string
	// Progress is told how far the run is, before the first record and after
	// each. It is called from the goroutine of the caller.
	Progress func(Stats)
}

// Stats tell how far a run is.
type Stats struct {
	Records int64 // results that were written, those that were there before included
	Errors  int64 // of them tell of an error
	Found   int64 // of them were there before

	Done, Total int64 // of the source, see [Source].Position
}

func (s *Stats) count(failed bool) {
	if s.Records++; failed {
		s.Errors++
	}
}

// ahead is how many records for each job may be read and not written yet: where
// order is kept, the others wait for one that takes long.
const ahead = 16

// Run takes records from a source through some work to an output. Where the output
// has results from an earlier run, it goes on behind them; open is then called
// twice if order does not matter.
//
// What is wrong with one record is told in its result. Run fails where records
// can no longer be read or results written, with a [MismatchError] or
// [DamagedError] where it cannot go on with the output, and with the context's
// error when ctx is done. What was written by then is whole.
func Run(ctx context.Context, open func() (Source, error), out *Output, work Work, o Options) (Stats, error) {
	var s Stats
	options := optionsOf(work.Options() + " " + o.Program)
	source, err := out.resume(open, options, o.Unordered, &s)
	if err != nil {
		return s, err
	}
	if o.Progress != nil {
		s.Done, s.Total = source.Position()
		o.Progress(s)
	}
	// Records side by side fill the processors without sharing out what is small.
	ctx, cancel := context.WithCancel(parallel.Limit(ctx, 1))
	var workers sync.WaitGroup
	defer func() {
		cancel()
		workers.Wait()
	}()
	jobs := cmp.Or(o.Jobs, runtime.GOMAXPROCS(0))
	r := &run{options: options, do: work, unordered: o.Unordered, todo: make(chan *task), queue: make(chan *task, ahead*jobs)}
	go r.read(ctx, source)
	for range jobs {
		workers.Go(func() { r.work(ctx) })
	}
	if o.Unordered {
		go func() {
			workers.Wait()
			close(r.queue)
		}()
	}
	for {
		t, err := r.next(ctx)
		if err != nil {
			return s, err
		}
		if t == nil {
			break
		}
		if err := out.write(t.line); err != nil {
			return s, err
		}
		s.count(t.failed)
		if s.Done, s.Total = t.done, t.total; o.Progress != nil {
			o.Progress(s)
		}
	}
	return s, errors.Join(out.sync(), r.failed)
}

// run is records on their way from the source to the output: by todo from the
// reader to the workers, by queue to the writer. Where order is kept, the reader
// puts them into the queue too, and the writer waits for each; else the workers do
// when they are done.
type run struct {
	options     [4]byte
	do          Work
	unordered   bool
	todo, queue chan *task
	failed      error // of the source; may be read when the queue is closed
}

// task is a record being worked on.
type task struct {
	record      *Record
	done, total int64 // the source's position behind it

	ready  chan struct{} // closed when the rest is there
	line   []byte
	failed bool
}

// read puts the records of a source in.
func (r *run) read(ctx context.Context, source Source) {
	defer close(r.todo)
	if !r.unordered {
		defer close(r.queue)
	}
	defer source.Close()
	for {
		record, err := source.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.failed = fmt.Errorf("reading the records: %w", err)
			return
		}
		t := &task{record: record, ready: make(chan struct{})}
		t.done, t.total = source.Position()
		if !r.unordered && !send(ctx, r.queue, t) || !send(ctx, r.todo, t) {
			return
		}
	}
}

// work works on records until there are no more.
func (r *run) work(ctx context.Context) {
	for {
		select {
		case t, ok := <-r.todo:
			if !ok || !r.finish(ctx, t) || r.unordered && !send(ctx, r.queue, t) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// finish makes the result of a record. It returns false where the run ends before.
func (r *run) finish(ctx context.Context, t *task) bool {
	result := Result{Key: key{r.options, t.record.digest()}.String()}
	if t.record.ID != "" {
		result.ID = &t.record.ID
	}
	bare := result
	err := t.record.Err
	if err == nil {
		err = try(ctx, r.do, t.record, &result)
	}
	if ctx.Err() != nil {
		return false
	}
	if err == nil {
		t.line, err = report.Line(result)
	}
	if err != nil {
		t.failed = true
		bare.Error = failure(err)
		t.line, _ = report.Line(bare) // which has nothing but strings
	}
	t.record = nil
	close(t.ready)
	return true
}

// try does the work on a record. One among millions on which the engine fails must
// not take the others with it.
func try(ctx context.Context, w Work, r *Record, result *Result) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &hintedError{fmt.Sprintf("the program failed on this record: %v", p), "please report it with the record"}
		}
	}()
	return w.Do(ctx, r, result)
}

// next returns the next task that is done, or nil after the last.
func (r *run) next(ctx context.Context) (*task, error) {
	select {
	case t, ok := <-r.queue:
		if !ok {
			return nil, ctx.Err()
		}
		select {
		case <-t.ready:
			return t, nil
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
	return nil, ctx.Err()
}

// send puts a task into a channel, unless the run ends before.
func send(ctx context.Context, to chan<- *task, t *task) bool {
	select {
	case to <- t:
		return true
	case <-ctx.Done():
		return false
	}
}
