package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"factdiff/align"
	"factdiff/align/read"
	"factdiff/align/report"
)

// comparison is one that was asked for. Its progress is guarded by the server's
// mutex.
type comparison struct {
	id     string
	client string // who asked for it
	asked  request
	cancel context.CancelFunc

	progress
}

// progress is how far a comparison is.
type progress struct {
	stage       stage
	done, total int // sentences
	err         error

	outcome
	made  report.Provenance
	clock *time.Timer // ends the time that it is kept for
}

// outcome is what comes of a comparison.
type outcome struct {
	documents []*read.Document
	report    *align.Report
	size      int64 // of the report as JSON, or of what was asked where there is none
}

// stage is what is done of a comparison.
type stage uint8

const (
	waiting stage = iota
	reading
	comparing
	finished
	failed
)

func (p *progress) over() bool { return p.stage >= finished }

func (p *progress) stopClock() {
	if p.clock != nil {
		p.clock.Stop()
	}
}

// The reasons why a comparison is not begun.
var (
	errFull = errors.New("as many comparisons wait as can; send this one again in a minute")
	errMany = errors.New("you have as many comparisons under way as you may; send this one again when one of them is done")
)

// errTime is why a comparison that takes too long ends.
var errTime = errors.New("it took longer than a comparison may")

// begin lets a comparison wait for its turn.
func (s *Server) begin(asked request, client string) (*comparison, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	open, own := 0, 0
	for _, c := range s.all {
		if !c.over() {
			open++
			if c.client == client {
				own++
			}
		}
	}
	switch {
	case own >= s.o.Limits.Each:
		return nil, errMany
	case open >= s.o.Limits.Running+s.o.Limits.Waiting || s.ctx.Err() != nil:
		return nil, errFull
	}
	ctx, cancel := context.WithCancel(s.ctx)
	c := &comparison{id: rand.Text(), client: client, asked: asked, cancel: cancel}
	s.all = append(s.all, c)
	s.workers.Go(func() {
		defer cancel()
		s.work(ctx, c)
	})
	return c, nil
}

// work brings a comparison to its end.
func (s *Server) work(ctx context.Context, c *comparison) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		s.finish(c, outcome{}, ctx.Err())
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.o.Limits.Time, errTime)
	defer cancel()
	out, err := s.compare(ctx, c)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	s.finish(c, out, err)
}

// compare does the work. A text that nobody has thought of must not end the
// program for all others.
func (s *Server) compare(ctx context.Context, c *comparison) (out outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.logf("comparing: %v\n%s", p, debug.Stack())
			err = errors.New("factdiff failed on these versions; this is a mistake in the program")
		}
	}()
	s.update(c, func(p *progress) { p.stage = reading })
	for _, v := range c.asked.versions {
		d, err := s.read(ctx, v)
		if err != nil {
			return out, &versionError{v.N, err}
		}
		if v.Lang != "" {
			d.Lang = v.Lang
		}
		out.documents = append(out.documents, d)
	}
	s.update(c, func(p *progress) { p.stage = comparing })
	o := align.Options{Model: c.asked.model, Progress: func(done, total int) {
		s.update(c, func(p *progress) { p.done, p.total = done, total })
	}}
	if c.asked.translate {
		o.Translator, o.Read = s.o.Translator, c.asked.into
	}
	if out.report, err = s.o.Compare(ctx, out.documents, o); err != nil {
		if language, ok := errors.AsType[*align.LanguageError](err); ok {
			if i := slices.IndexFunc(out.documents, func(d *read.Document) bool { return d.Source == language.Source }); i >= 0 {
				err = &versionError{c.asked.versions[i].N, err}
			}
		}
		return out, err
	}
	var size counter
	if err := report.JSON(&size, out.report); err != nil {
		return out, err
	}
	out.size = int64(size)
	if out.size > s.o.Limits.KeptBytes {
		return out, fmt.Errorf("the report has %d MB, and at most %d can be kept; compare shorter versions, or use the command", out.size>>20, s.o.Limits.KeptBytes>>20)
	}
	return out, nil
}

// versionError is what is wrong with a version, by its number on the page.
type versionError struct {
	n int
	error
}

func (e *versionError) Unwrap() error { return e.error }

// read reads a version.
func (s *Server) read(ctx context.Context, v version) (*read.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch address := v.address(); {
	case v.Data != nil:
		return read.Bytes(ctx, v.Data, v.File)
	case address != "":
		return s.o.Fetch(ctx, address)
	}
	return read.Bytes(ctx, []byte(v.Text), fmt.Sprintf("pasted text %d", v.N))
}

// finish keeps what came of a comparison, and gives up what was kept longest
// where that is too much.
func (s *Server) finish(c *comparison, out outcome, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.all, c) {
		return // it was forgotten meanwhile
	}
	if err != nil {
		c.asked.forgetFiles()
		c.stage, c.err, c.outcome = failed, err, outcome{size: c.asked.size()}
	} else {
		c.asked.versions = nil // the documents have the texts
		c.stage, c.outcome = finished, out
		c.made = report.Provenance{Program: s.o.Program, Made: time.Now()}
	}
	c.clock = time.AfterFunc(s.o.Limits.Keep, func() { s.drop(c) })
	kept, bytes := 0, int64(0)
	for _, c := range slices.Backward(s.all) {
		if !c.over() {
			continue
		}
		kept++
		bytes += c.size
		if kept > s.o.Limits.Kept || bytes > s.o.Limits.KeptBytes {
			s.remove(c)
		}
	}
}

// counter counts what is written to it.
type counter int64

func (n *counter) Write(b []byte) (int, error) {
	*n += counter(len(b))
	return len(b), nil
}

// update changes how far a comparison is.
func (s *Server) update(c *comparison, change func(*progress)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&c.progress)
}

// find returns a comparison, how far it is, and how many are before it.
func (s *Server) find(id string) (c *comparison, p progress, before int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.all {
		if equal(x.id, id) {
			return x, x.progress, before
		}
		if !x.over() {
			before++
		}
	}
	return nil, progress{}, 0
}

// drop stops a comparison and forgets it.
func (s *Server) drop(c *comparison) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(c)
}

func (s *Server) remove(c *comparison) {
	c.cancel()
	c.stopClock()
	if i := slices.Index(s.all, c); i >= 0 {
		s.all = slices.Delete(s.all, i, i+1)
	}
}

// kept lists what is finished, the newest first.
func (s *Server) kept() []kept {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []kept
	for _, c := range slices.Backward(s.all) {
		if c.stage == finished {
			out = append(out, newKept(c))
		}
	}
	return out
}
