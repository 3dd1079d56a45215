// Package google asks the free Google Translate that needs no key, through
// github.com/bregydoc/gtranslate. It may refuse or change at any time; package
// googlecloud is the paid service.
//
// That library must be guarded. It asks again for ever and without a pause on
// any status but 200 and 403, panics on a body that it does not expect, has no
// time limit, keeps one JavaScript machine and a host name in global variables
// and goes through [http.DefaultClient]. So it is called from one goroutine at a
// time, and told a host that does not exist. What is asked of that host never
// reaches the network: the default client's transport hands it to the guard,
// which makes the request itself, with the caller's context and its own client,
// and turns every answer but a readable one of status 200 into an error. Of all
// other requests the transport knows nothing.
//
// The library has an entry that writes to package log; the other one is called.
package google

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bregydoc/gtranslate"
	"golang.org/x/text/language"

	"factdiff/align/internal/web"
	"factdiff/align/translate"
)

// Options may be left empty.
type Options struct {
	Base    string        // the address of the service; https://translate.google.com
	Timeout time.Duration // of one request; 20 s
	HTTP    *http.Client  // nil for one of its own
}

type engine struct {
	base string
	http *http.Client
}

// New returns a translator that asks Google.
func New(o Options) (translate.Stepwise, error) {
	if o.Base == "" {
		o.Base = "https://translate.google.com"
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	base, err := web.Base(o.Base, "")
	if err != nil {
		return nil, fmt.Errorf("setting up Google Translate: %w", err)
	}
	// A sentence a request is what the library does, and faster ones than a
	// reader's get an address blocked.
	return translate.Harden(&engine{base, web.Client(o.HTTP)}, translate.Limits{
		Texts: 1, TextBytes: 5000, Deadline: o.Timeout,
		Interval: 200 * time.Millisecond, Retries: 3, Pause: 2 * time.Second,
	}), nil
}

func (e *engine) Name() string { return "google" }

func (e *engine) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	source, err := tag(from)
	if err != nil {
		return nil, err
	}
	target, err := tag(to)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(texts))
	for i, text := range texts {
		if out[i], err = e.translate(ctx, source, target, text); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tag reads a code as it is: Google goes by some codes that are out of date.
func tag(code string) (language.Tag, error) {
	t, err := language.Raw.Parse(code)
	if err != nil {
		return t, &translate.Error{Kind: translate.Permanent, Message: fmt.Sprintf("%q is no language", code)}
	}
	return t, nil
}

// turn holds a value while the library is in use.
var turn = make(chan struct{}, 1)

// translate calls the library. All that it waits for is the network, by way of
// the guard, and so ctx ends it.
func (e *engine) translate(ctx context.Context, from, to language.Tag, text string) (answer string, err error) {
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if http.DefaultClient.Transport != guard {
		return "", &translate.Error{Kind: translate.Permanent, Message: "another part of the program has replaced the transport of http.DefaultClient", Hint: "let it use a client of its own"}
	}
	c := &call{engine: e, ctx: ctx}
	host := guard.add(c)
	defer guard.remove(host)
	defer func() {
		if p := recover(); p != nil {
			answer, err = "", errChanged
		}
		if c.err != nil {
			err = c.err // without the address that net/http puts before it
		}
	}()
	answer, err = gtranslate.Translate(text, from, to, strings.TrimPrefix(host, "translate."))
	if err != nil || strings.TrimSpace(answer) == "" {
		return "", errChanged
	}
	return answer, nil
}

var errChanged = &translate.Error{
	Kind:    translate.Malformed,
	Message: "the reply does not have the form that the library knows",
	Hint:    "the free service may have changed, use another translator",
}

// call is one use of the library.
type call struct {
	*engine
	ctx   context.Context
	reply web.Reply
	err   error
}

// page is what the library wants first: it looks there for a number that the
// service has long stopped to hand out, and goes on without.
const page = "/"

// do makes the request that the library wants to make.
func (c *call) do(r *http.Request) (web.Reply, error) {
	if r.URL.Path == "" || r.URL.Path == page {
		return web.Reply{}, nil
	}
	request, err := http.NewRequestWithContext(c.ctx, r.Method, c.base+r.URL.Path+"?"+r.URL.RawQuery, nil)
	if err != nil {
		return web.Reply{}, &translate.Error{Kind: translate.Permanent, Message: "the address is none"}
	}
	reply, err := web.Do(c.http, request, "")
	if err != nil {
		return web.Reply{}, err
	}
	if reply.Status != http.StatusOK {
		return reply, failure(reply)
	}
	return reply, nil
}

// failure knows how the service keeps programs out.
func failure(r web.Reply) error {
	e := web.Failure(r, "")
	blocked := r.Status == http.StatusForbidden
	if u, err := url.Parse(r.Header.Get("Location")); err == nil && strings.HasPrefix(u.Path, "/sorry") {
		blocked = true
	}
	if blocked {
		e.Kind, e.Message = translate.Quota, fmt.Sprintf("status %d: it takes no requests from this address", r.Status)
		e.Hint = "wait some hours, or use another translator"
	}
	return e
}

// switchboard is the transport of [http.DefaultClient].
type switchboard struct {
	next http.RoundTripper // nil for http.DefaultTransport

	mu    sync.Mutex
	calls map[string]*call
	n     int
}

// guard is in place before main begins, for to replace a transport later would
// be a data race with whoever uses it.
var guard = &switchboard{calls: map[string]*call{}}

func init() {
	guard.next = http.DefaultClient.Transport
	http.DefaultClient.Transport = guard
}

// add returns a host, by RFC 2606 nobody's, that leads to a call.
func (s *switchboard) add(c *call) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	host := fmt.Sprintf("translate.call%d.factdiff.invalid", s.n)
	s.calls[host] = c
	return host
}

func (s *switchboard) remove(host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.calls, host)
}

func (s *switchboard) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	c := s.calls[r.URL.Host]
	s.mu.Unlock()
	if c == nil {
		if s.next != nil {
			return s.next.RoundTrip(r)
		}
		return http.DefaultTransport.RoundTrip(r)
	}
	if r.Body != nil {
		r.Body.Close()
	}
	c.reply, c.err = c.do(r)
	if c.err != nil {
		return nil, c.err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Request: r, ContentLength: int64(len(c.reply.Body)),
		Body: io.NopCloser(bytes.NewReader(c.reply.Body)),
	}, nil
}
