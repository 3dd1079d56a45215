package google

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/language"

	"factdiff/align/internal/web"
	"factdiff/align/internal/web/standin"
	"factdiff/align/translate"
)

// server plays translate_a/single.
type server struct {
	fault func(w http.ResponseWriter, r *http.Request, n int) bool // answers instead
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.fault != nil && s.fault(w, r, standin.Number(r)) {
		return
	}
	q := r.URL.Query()
	if r.URL.Path != "/translate_a/single" || q.Get("client") != "gtx" || q.Get("sl") != "de" || q.Get("tl") != "en" {
		http.Error(w, "not found", 404)
		return
	}
	// A long answer comes in pieces, followed by transcriptions.
	half := len(q.Get("q")) / 2
	json.NewEncoder(w).Encode([]any{
		[]any{[]any{"en:" + q.Get("q")[:half], "", nil, nil, 10}, []any{q.Get("q")[half:], ""}, []any{nil, nil, nil, "transcription"}},
		nil, "de",
	})
}

func TestTranslate(t *testing.T) {
	status := func(times, code int, header ...string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n <= times {
				for i := 0; i < len(header); i += 2 {
					w.Header().Set(header[i], header[i+1])
				}
				w.WriteHeader(code)
				io.WriteString(w, "<html>unusual traffic</html>")
			}
			return n <= times
		}
	}
	body := func(body string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			io.WriteString(w, body)
			return true
		}
	}
	const (
		forEver     = 1000
		tooLongOnce = 255 // the first sentence fails, the second does not
	)
	tests := []struct {
		name  string
		fault func(http.ResponseWriter, *http.Request, int) bool
		from  string
		kind  translate.Kind
		says  string
		asked int
		wait  time.Duration
	}{
		{name: "well", asked: 2},
		{name: "403", fault: status(forEver, 403), kind: translate.Quota, says: "takes no requests from this address", asked: 1},
		{name: "sent to prove that it is no robot", fault: status(forEver, 302, "Location", "https://www.google.com/sorry/index?q=x"), kind: translate.Quota, says: "wait some hours", asked: 1},
		{name: "moved", fault: status(forEver, 301, "Location", "https://elsewhere.test/"), kind: translate.Permanent, says: "moved to elsewhere.test", asked: 1},
		{name: "429 once", fault: status(1, 429), asked: 3, wait: 1500 * time.Millisecond},
		{name: "429 with Retry-After", fault: status(1, 429, "Retry-After", "42"), asked: 3, wait: 42 * time.Second},
		{name: "429 with a long Retry-After", fault: status(forEver, 429, "Retry-After", "3600"), kind: translate.Retryable, says: "429 Too Many Requests; try again in 1h0m0s", asked: 1},
		{name: "429 for ever", fault: status(forEver, 429), kind: translate.Retryable, says: "429 Too Many Requests; try again later", asked: 4},
		{name: "500 once", fault: status(1, 500), asked: 3},
		{name: "500 for ever", fault: status(forEver, 500), kind: translate.Retryable, says: "500", asked: 5},
		{name: "404", fault: status(forEver, 404), kind: translate.Permanent, says: "404", asked: 1},
		{name: "414", fault: status(1, 414), kind: tooLongOnce, asked: 2},
		{name: "unknown language", from: "x!", kind: translate.Permanent, says: "no language"},
		{name: "nothing", fault: body(``), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "null", fault: body(`null`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "empty list", fault: body(`[]`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "object", fault: body(`{"sentences":[{"trans":"x"}]}`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "list of an object", fault: body(`[{"trans":"x"}]`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "flat list", fault: body(`[["x","y"]]`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "numbers", fault: body(`[[[1,2]]]`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "page", fault: body(`<html>consent</html>`), kind: translate.Malformed, says: "may have changed", asked: 2},
		{name: "cut off once", fault: func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n == 1 {
				w.Header().Set("Content-Length", "500")
				io.WriteString(w, `[[["en:`)
			}
			return n == 1
		}, asked: 3},
		{name: "slow", fault: func(w http.ResponseWriter, r *http.Request, n int) bool {
			if n == 1 {
				standin.Hang(r)
			}
			return n == 1
		}, asked: 3, wait: 20 * time.Second},
		{name: "never", fault: func(w http.ResponseWriter, r *http.Request, _ int) bool {
			standin.Hang(r)
			return true
		}, kind: translate.Timeout, says: "no answer within 20s", asked: 3},
	}
	var logged bytes.Buffer
	defer log.SetOutput(log.Writer())
	log.SetOutput(&logged)
	texts := []string{"Der erste Satz?", "Und & der <zweite>."}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{fault: tt.fault}
				srv := standin.Serve(t, s)
				tr, err := New(Options{Base: standin.Address, HTTP: srv.HTTP})
				if err != nil {
					t.Fatal(err)
				}
				if tt.from == "" {
					tt.from = "de"
				}
				start := time.Now()
				for i, x := range translate.All(t.Context(), tr, tt.from, "en", texts) {
					switch {
					case tt.kind == tooLongOnce && (i == 0) != (translate.KindOf(x.Err) == translate.TooLong):
						t.Errorf("%q became %+v", texts[i], x)
					case tt.kind == 0 && x.Text != "en:"+texts[i]:
						t.Errorf("%q became %+v", texts[i], x)
					case tt.kind != 0 && tt.kind != tooLongOnce && (translate.KindOf(x.Err) != tt.kind || !strings.Contains(x.Err.Error(), tt.says)):
						t.Errorf("%v (kind %d), want kind %d with %q", x.Err, translate.KindOf(x.Err), tt.kind, tt.says)
					}
					if x.Err != nil && (strings.Contains(x.Err.Error(), "Satz") || strings.Contains(x.Err.Error(), "://")) {
						t.Errorf("%v has the request in it", x.Err)
					}
				}
				if srv.Asked() != tt.asked {
					t.Errorf("%d requests, want %d", srv.Asked(), tt.asked)
				}
				if took := time.Since(start); took < tt.wait {
					t.Errorf("it took %v, want %v", took, tt.wait)
				}
			})
		})
	}
	if logged.Len() > 0 {
		t.Errorf("the library wrote to the log: %s", &logged)
	}
}

// TestOneAtATime has several goroutines translate, with a real connection.
func TestOneAtATime(t *testing.T) {
	s := &server{}
	srv := httptest.NewServer(s)
	defer srv.Close()
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			tr, err := New(Options{Base: srv.URL})
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := tr.Translate(t.Context(), "de", "en", []string{"eins"}); err != nil || got[0] != "en:eins" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	// Others go on using the default client meanwhile.
	wait.Go(func() {
		r, err := http.Get(srv.URL + "/else")
		if err != nil || r.StatusCode != 404 {
			t.Errorf("%v, %v: the guard touched a request that is not its own", r, err)
			return
		}
		r.Body.Close()
	})
	wait.Wait()
}

// TestCancelled frees the library for the next.
func TestCancelled(t *testing.T) {
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer srv.Close()
	defer close(release)
	tr, _ := New(Options{Base: srv.URL})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := tr.Translate(ctx, "de", "en", []string{"eins"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	good := httptest.NewServer(&server{})
	defer good.Close()
	tr, _ = New(Options{Base: good.URL})
	if got, err := tr.Translate(t.Context(), "de", "en", []string{"eins"}); err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if len(guard.calls) != 0 {
		t.Errorf("%d calls are left", len(guard.calls))
	}
}

func TestNotReached(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	e := &engine{srv.URL, web.Client(nil)}
	_, err := e.Translate(t.Context(), "de", "en", []string{"Satz"})
	if translate.KindOf(err) != translate.Retryable || !strings.Contains(err.Error(), "cannot be reached") || strings.Contains(err.Error(), "Satz") {
		t.Error(err)
	}
}

// FuzzBody lets the library read anything.
func FuzzBody(f *testing.F) {
	for _, s := range []string{`[[["a","b"]],null,"de"]`, `[]`, `null`, `[[[]]]`, `[[null]]`, `{"a":1}`, `[[["a"],[]]]`, "\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e := &engine{"http://127.0.0.1", &http.Client{Transport: fixed(body)}}
		got, err := e.translate(t.Context(), language.German, language.English, "Satz")
		if (strings.TrimSpace(got) == "") != (err != nil) || err != nil && translate.KindOf(err) != translate.Malformed {
			t.Errorf("%q, %v", got, err)
		}
	})
}

// fixed answers every request with the same body.
type fixed []byte

func (b fixed) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Request: r, Body: io.NopCloser(bytes.NewReader(b))}, nil
}
