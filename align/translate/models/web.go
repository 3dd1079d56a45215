package models

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// web is a source behind HTTP.
type web struct {
	url          *url.URL
	client       *http.Client
	stall, pause time.Duration
}

// careful is a client that does not unpack behind our back, and never goes on
// in the clear what began encrypted. Time limits are the reader's: a download
// may take an hour as long as it goes on.
func careful() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = true
	return &http.Client{Transport: t, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) >= 5 {
			return errors.New("it goes round in redirects")
		}
		if via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
			return errors.New("it redirects to an unencrypted address")
		}
		return nil
	}}
}

func (w *web) catalog(ctx context.Context) (*catalog, error) {
	c, err := w.read(ctx, w.url.String())
	if err != nil {
		return nil, err
	}
	list, err := parseCatalog(c)
	if err != nil {
		return nil, err
	}
	if list.remote {
		// The root of Remote Settings says where attachments are.
		root, _, ok := strings.Cut(w.url.String(), "/buckets/")
		if !ok {
			return nil, errors.New("it looks like Remote Settings, but its address lacks /buckets/")
		}
		b, err := w.read(ctx, root+"/")
		if err != nil {
			return nil, err
		}
		var info struct {
			Capabilities struct {
				Attachments struct {
					Base string `json:"base_url"`
				} `json:"attachments"`
			} `json:"capabilities"`
		}
		if err := json.Unmarshal(b, &info); err != nil {
			return nil, fmt.Errorf("reading where its attachments are: %w", err)
		}
		list.base = info.Capabilities.Attachments.Base
	}
	return list, nil
}

// address is where a file of the catalog is. What a server says can lead to
// other servers, but not to this machine's files.
func (w *web) address(c *catalog, f File) (string, error) {
	base := w.url.ResolveReference(&url.URL{Path: "./"})
	if c.base != "" {
		b, err := url.Parse(c.base)
		if err != nil {
			return "", fmt.Errorf("it names the base address %q: %w", c.base, err)
		}
		base = w.url.ResolveReference(b)
	}
	u := base.JoinPath(f.location)
	if u.Scheme != "http" && u.Scheme != "https" || w.url.Scheme == "https" && u.Scheme == "http" {
		return "", fmt.Errorf("it names the address %q, which is not asked", u)
	}
	return u.String(), nil
}

// read returns what is at an address, unpacked.
func (w *web) read(ctx context.Context, address string) ([]byte, error) {
	var out []byte
	err := w.persist(ctx, func() (bool, error) {
		r, err := w.get(ctx, address, 0, "")
		if err != nil {
			return false, err
		}
		defer r.body.Close()
		b, err := io.ReadAll(io.LimitReader(r.body, maxList+1))
		if err != nil {
			return false, temporary(err)
		}
		out, err = unpackAll(b, maxList)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return false, temporary(err)
		}
		return false, err
	})
	return out, err
}

// fetch downloads a file to partial, or what is missing of it, and opens it.
func (w *web) fetch(ctx context.Context, c *catalog, f File, partial string, progress func(done, total int64)) (io.ReadCloser, error) {
	address, err := w.address(c, f)
	if err != nil {
		return nil, err
	}
	// A server that begins anew each time makes no progress.
	var furthest int64
	err = w.persist(ctx, func() (bool, error) {
		done, err := w.goOn(ctx, address, f, partial, progress)
		progressed := done >= furthest+leap
		furthest = max(furthest, done)
		return progressed, err
	})
	if err != nil {
		return nil, err
	}
	return os.Open(partial)
}

// spoilt forgets what was downloaded, which turned out wrong.
func (w *web) spoilt(partial string) {
	os.Remove(partial)
	os.Remove(partial + ".tag")
}

// leap is how many bytes more make a failed attempt worth another one.
const leap = 16 << 10

// goOn makes one attempt at the rest of a file, and tells how far it came.
func (w *web) goOn(ctx context.Context, address string, f File, partial string, progress func(done, total int64)) (done int64, err error) {
	var have int64
	tag, _ := readLimited(partial+".tag", 1<<10)
	if info, err := os.Stat(partial); err == nil {
		have = info.Size()
	}
	// Pieces of two versions must not be put together. Either the server tells
	// versions apart, or the checksum does.
	if len(tag) == 0 && f.SHA256 == "" && f.packed == "" {
		have = 0
	}
	r, err := w.get(ctx, address, have, string(tag))
	if err != nil {
		return 0, err
	}
	defer r.body.Close()
	if r.complete {
		progress(have, have)
		return have, nil
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_APPEND
	if r.start == 0 {
		flags |= os.O_TRUNC
		if err := os.WriteFile(partial+".tag", []byte(r.tag), 0o600); err != nil {
			return 0, err
		}
	}
	out, err := os.OpenFile(partial, flags, 0o600)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	done = r.start
	buf := make([]byte, 1<<16)
	for {
		n, rerr := r.body.Read(buf)
		if n > 0 {
			if done += int64(n); done > maxFile {
				return done, fmt.Errorf("it has more than %d bytes", int64(maxFile))
			}
			if _, err := out.Write(buf[:n]); err != nil {
				return done, err
			}
			progress(done, r.total)
		}
		switch {
		case rerr == io.EOF && r.total >= 0 && done != r.total:
			rerr = io.ErrUnexpectedEOF
			fallthrough
		case rerr != nil && rerr != io.EOF:
			return done, temporary(rerr)
		case rerr == io.EOF:
			return done, out.Close()
		}
	}
}

// reply is what is to be read of an answer.
type reply struct {
	body         io.ReadCloser
	start, total int64 // total is -1 where unknown
	tag          string
	complete     bool // there is nothing beyond what was asked from
}

// get asks for what is at an address from an offset on, if it is still what had
// that tag. It may get all of it nevertheless.
func (w *web) get(ctx context.Context, address string, from int64, tag string) (*reply, error) {
	caller := ctx
	ctx, cancel := context.WithCancelCause(caller)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel(nil)
		return nil, err
	}
	req.Header.Set("User-Agent", "factdiff")
	req.Header.Set("Accept-Encoding", "gzip") // as stored; without, Google's storage unpacks and forgets about ranges
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		if tag != "" {
			req.Header.Set("If-Range", tag)
		}
	}
	watch := time.AfterFunc(w.stall, func() { cancel(errStalled{w.stall}) })
	resp, err := w.client.Do(req)
	if err != nil {
		watch.Stop()
		err = cmp.Or(stalled(ctx), err)
		cancel(nil)
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // the address is in the message already
		}
		return nil, temporary(err)
	}
	body := &watched{ctx, resp.Body, watch, w.stall, cancel}
	r := &reply{body: body, total: resp.ContentLength, tag: cmp.Or(strong(resp.Header.Get("ETag")), resp.Header.Get("Last-Modified"))}
	switch resp.StatusCode {
	case http.StatusOK:
		return r, nil
	case http.StatusPartialContent:
		start, total, err := contentRange(resp.Header.Get("Content-Range"))
		if err == nil && start != from {
			err = fmt.Errorf("it was asked for what follows byte %d and sends what follows byte %d", from, start)
		}
		if err != nil {
			body.Close()
			return nil, err
		}
		r.start, r.total = start, total
		return r, nil
	case http.StatusRequestedRangeNotSatisfiable:
		_, total, err := contentRange(resp.Header.Get("Content-Range"))
		if err == nil && total == from {
			r.complete = true
			return r, nil
		}
		body.Close()
		if from > 0 {
			return w.get(caller, address, 0, "") // what is there cannot be its beginning
		}
	}
	body.Close()
	e := &statusError{resp.StatusCode, 0}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
		e.after = time.Duration(min(s, 60)) * time.Second
	}
	return nil, e
}

// strong is a tag that tells every byte, and not only what the page means.
func strong(etag string) string {
	if strings.HasPrefix(etag, "W/") {
		return ""
	}
	return etag
}

// contentRange reads "bytes 5-9/10" and "bytes */10".
func contentRange(s string) (start, total int64, err error) {
	bad := fmt.Errorf("it answers with the range %q", s)
	s, ok := strings.CutPrefix(s, "bytes ")
	span, size, ok2 := strings.Cut(s, "/")
	if !ok || !ok2 {
		return 0, 0, bad
	}
	total = -1
	if size != "*" {
		if total, err = strconv.ParseInt(size, 10, 64); err != nil || total < 0 {
			return 0, 0, bad
		}
	}
	if span == "*" {
		return 0, total, nil
	}
	first, _, _ := strings.Cut(span, "-")
	if start, err = strconv.ParseInt(first, 10, 64); err != nil || start < 0 || total >= 0 && start > total {
		return 0, 0, bad
	}
	return start, total, nil
}

// watched is a body that may pause for so long and no longer.
type watched struct {
	ctx    context.Context
	body   io.ReadCloser
	watch  *time.Timer
	stall  time.Duration
	cancel context.CancelCauseFunc
}

func (w *watched) Read(p []byte) (int, error) {
	w.watch.Reset(w.stall)
	n, err := w.body.Read(p)
	if err != nil && err != io.EOF {
		err = cmp.Or(stalled(w.ctx), err)
	}
	return n, err
}

func (w *watched) Close() error {
	w.watch.Stop()
	err := w.body.Close()
	w.cancel(nil)
	return err
}

type errStalled struct{ d time.Duration }

func (e errStalled) Error() string { return fmt.Sprintf("nothing came for %v", e.d) }

func stalled(ctx context.Context) error {
	if e, ok := errors.AsType[errStalled](context.Cause(ctx)); ok {
		return e
	}
	return nil
}

// statusError is an answer that is no success.
type statusError struct {
	code  int
	after time.Duration
}

func (e *statusError) Error() string {
	return fmt.Sprintf("the server says %d %s", e.code, http.StatusText(e.code))
}

// passing is a failure that may not happen again.
type passing struct{ error }

func (e passing) Unwrap() error { return e.error }

func temporary(err error) error { return passing{err} }

// attempts is how often in a row something may fail without any progress.
const attempts = 4

// persist repeats what fails for a reason that may pass, each time after a
// longer pause.
func (w *web) persist(ctx context.Context, try func() (progressed bool, err error)) error {
	failures := 0
	for {
		progressed, err := try()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if progressed {
			failures = 0
		}
		failures++
		pause := w.pause << (failures - 1)
		if e, ok := errors.AsType[*statusError](err); ok {
			if e.code < 500 && e.code != http.StatusTooManyRequests && e.code != http.StatusRequestTimeout {
				return err
			}
			pause = max(pause, e.after)
		} else if _, ok := errors.AsType[passing](err); !ok {
			return err
		}
		if failures >= attempts {
			return err
		}
		pause += time.Duration(rand.Float64() * 0.2 * float64(pause))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
