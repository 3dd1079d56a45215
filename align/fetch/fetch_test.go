package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"factdiff/align/read"
)

// page is an article as hosts have them; its text is told by what is in %s.
const page = `<!doctype html><html lang="en"><head><title>Ferry returns</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry returns to the island</h1>
<p>The ferry between Norrholm and the mainland sails again since Monday, the harbour office said.</p>
<p>It had been in the yard for eleven weeks because of a broken shaft. Some 240 passengers%s were on the first trip.</p>
<p>The fare stays at 12 euros, and children travel free until the end of the year.</p></article></body></html>`

// site serves handlers by path, and a robots.txt that allows all where none
// is given.
func site(t *testing.T, handlers map[string]http.HandlerFunc) *httptest.Server {
	mux := http.NewServeMux()
	for path, h := range handlers {
		mux.HandleFunc(path, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func html(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, body)
	}
}

func to(address string, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, status) }
}

var private = Options{Private: true}

// refused returns the Error that an address gives, and fails the test where it
// gives none.
func refused(t *testing.T, doc *read.Document, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("got document %v and error %v, want an *Error", doc != nil, err)
	}
	if e.Hint == "" || e.Message == "" || e.Address == "" {
		t.Errorf("%+v lacks something", e)
	}
	return e
}

func TestGet(t *testing.T) {
	var head http.Header
	s := site(t, map[string]http.HandlerFunc{
		"/ferry": func(w http.ResponseWriter, r *http.Request) {
			head = r.Header
			html(fmt.Sprintf(page, ""))(w, r)
		},
		"/old":      to("/ferry", http.StatusMovedPermanently),
		"/notes.md": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "# Ferry\n\nIt *sails* again.\n") },
		"/paper": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/markdown")
			io.WriteString(w, "# Ferry\n\nIt *sails* again.\n")
		},
		"/code": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=windows-1251")
			io.WriteString(w, "<html><body><p>\xcf\xe0\xf0\xee\xec \xf1\xed\xee\xe2\xe0 \xf5\xee\xe4\xe8\xf2.</p></body></html>")
		},
	})
	for _, row := range []struct{ reason, path, title, text string }{
		{"a page", "/ferry", "Ferry returns to the island", "for eleven weeks"},
		{"a redirection", "/old", "Ferry returns to the island", "for eleven weeks"},
		{"Markdown by the name", "/notes.md?raw=1", "Ferry", "It sails again."},
		{"Markdown by the header", "/paper", "Ferry", "It sails again."},
		{"an encoding by the header alone", "/code", "", "Паром снова ходит."},
	} {
		doc, err := Get(t.Context(), s.URL+row.path, private)
		if err != nil {
			t.Errorf("%s: %v", row.reason, err)
			continue
		}
		if doc.Source != s.URL+row.path || doc.Title != row.title || !strings.Contains(doc.Text, row.text) {
			t.Errorf("%s: %q, %q: %q", row.reason, doc.Source, doc.Title, doc.Text)
		}
	}
	for name, want := range map[string]string{"User-Agent": "factdiff", "Accept": "text/html", "Accept-Encoding": "gzip"} {
		if !strings.Contains(head.Get(name), want) {
			t.Errorf("%s: %q", name, head.Get(name))
		}
	}
	if head.Get("Referer")+head.Get("Cookie")+head.Get("Authorization") != "" {
		t.Errorf("it told more than needed: %v", head)
	}
}

func TestMalformed(t *testing.T) {
	for _, row := range []struct{ reason, address, want string }{
		{"another scheme", "ftp://example.org/a", `"ftp:"`},
		{"a file", "file:///etc/passwd", `"file:"`},
		{"no host", "http:///a", "no host"},
		{"a password", "https://me:secret@example.org/a", "password"},
		{"a control character", "http://example.org/\x00", "is none"},
		{"a bracket", "http://[::1", "is none"},
	} {
		doc, err := Get(t.Context(), row.address, private)
		e := refused(t, doc, err)
		if e.Reason != Malformed || !strings.Contains(e.Message, row.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", row.reason, err)
		}
	}
}

func TestLongAddress(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{"/": html(fmt.Sprintf(page, ""))})
	for _, row := range []struct {
		size    int
		refused bool
	}{{MaxAddress - 1, false}, {MaxAddress, false}, {MaxAddress + 1, true}} {
		address := s.URL + "/?"
		address += strings.Repeat("a", row.size-len(address))
		doc, err := Get(t.Context(), address, private)
		if !row.refused && err != nil {
			t.Errorf("%d bytes: %v", row.size, err)
		}
		if row.refused && refused(t, doc, err).Reason != Malformed {
			t.Errorf("%d bytes: %v", row.size, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{
		"/left/": func(w http.ResponseWriter, r *http.Request) {
			var n int
			fmt.Sscanf(r.URL.Path, "/left/%d", &n)
			if n == 0 {
				html(fmt.Sprintf(page, ""))(w, r)
				return
			}
			to(fmt.Sprintf("/left/%d", n-1), http.StatusFound)(w, r)
		},
		"/circle":  to("/circle", http.StatusFound),
		"/file":    to("file:///etc/passwd", http.StatusFound),
		"/nowhere": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) },
		"/mail":    to("mailto:me@example.org", http.StatusSeeOther),
	})
	for _, n := range []int{MaxRedirects - 1, MaxRedirects} {
		if _, err := Get(t.Context(), fmt.Sprintf("%s/left/%d", s.URL, n), private); err != nil {
			t.Errorf("%d redirections: %v", n, err)
		}
	}
	for path, want := range map[string]string{
		fmt.Sprintf("/left/%d", MaxRedirects+1): "more than 10 times",
		"/circle":                               "more than 10 times",
		"/file":                                 "does not say where",
		"/nowhere":                              "does not say where",
		"/mail":                                 "does not say where",
	} {
		doc, err := Get(t.Context(), s.URL+path, private)
		if e := refused(t, doc, err); e.Reason != Redirects || !strings.Contains(e.Message, want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestDowngrade follows no redirection from an encrypted address to one in the
// clear.
func TestDowngrade(t *testing.T) {
	plain := site(t, map[string]http.HandlerFunc{"/": html(fmt.Sprintf(page, ""))})
	s := httptest.NewTLSServer(to(plain.URL, http.StatusFound))
	defer s.Close()
	f := New(private)
	defer f.Close()
	f.direct.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig
	doc, err := f.Get(t.Context(), s.URL)
	if e := refused(t, doc, err); e.Reason != Redirects || !strings.Contains(e.Message, "without encryption") {
		t.Error(err)
	}
}

// publicly gives names to servers on this machine, as if they were elsewhere,
// and leaves all else to the fetcher.
func publicly(f *Fetcher, names map[string]*httptest.Server) {
	guarded := f.direct.DialContext
	f.direct.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, _ := net.SplitHostPort(address)
		if s := names[host]; s != nil {
			return net.Dial(network, s.Listener.Addr().String())
		}
		return guarded(ctx, network, address)
	}
}

func TestPrivate(t *testing.T) {
	var asked atomic.Int32
	s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		html(fmt.Sprintf(page, ""))(w, r)
	}})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	hosts := []string{
		"127.0.0.1", "localhost", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]",
		"169.254.169.254", "10.0.0.1", "[fe80::1]", "[fd00:ec2::254]", "100.100.100.200",
	}
	for _, host := range hosts {
		doc, err := Get(t.Context(), "http://"+host+":"+port+"/", Options{})
		// What is no address in Go's eyes is a name, and of those none is known.
		if e := refused(t, doc, err); e.Reason != Private && !(host == "127.1" && e.Reason == Unreachable) {
			t.Errorf("%s: %v", host, err)
		}
	}
	for _, host := range hosts {
		front := site(t, map[string]http.HandlerFunc{"/": to("http://"+host+":"+port+"/", http.StatusFound)})
		f := New(Options{})
		publicly(f, map[string]*httptest.Server{"news.example": front})
		doc, err := f.Get(t.Context(), "http://news.example/")
		if e := refused(t, doc, err); e.Reason != Private && !(host == "127.1" && e.Reason == Unreachable) {
			t.Errorf("sent on to %s: %v", host, err)
		}
		f.Close()
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the private host was asked %d times", n)
	}
	if _, err := Get(t.Context(), s.URL, private); err != nil || asked.Load() == 0 {
		t.Errorf("where it is allowed: %v", err)
	}
}

// TestRebinding has a name whose address changes with each look-up: what counts
// is the address that is connected to.
func TestRebinding(t *testing.T) {
	var looked atomic.Int32
	resolver := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go answer(server, func() net.IP {
			if looked.Add(1) == 1 {
				return net.IPv4(192, 0, 2, 1)
			}
			return net.IPv4(127, 0, 0, 1)
		})
		return client, nil
	}}
	d := net.Dialer{Resolver: resolver, Control: refusePrivate, Timeout: MaxDialTime}
	f := New(Options{})
	defer f.Close()
	f.direct.DialContext = d.DialContext
	for range 2 {
		doc, err := f.Get(t.Context(), "http://rebound.example:1/")
		if e := refused(t, doc, err); e.Reason != Private {
			t.Error(err)
		}
	}
	if looked.Load() < 2 {
		t.Errorf("the name was looked up %d times", looked.Load())
	}
}

func TestProxy(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		if r.URL.Path == "/in" {
			to("http://169.254.169.254/latest/meta-data", http.StatusFound)(w, r)
			return
		}
		html(fmt.Sprintf(page, ""))(w, r)
	}))
	defer proxy.Close()
	through, _ := url.Parse(proxy.URL)
	f := New(Options{})
	defer f.Close()
	f.proxy = func(*url.URL) (*url.URL, error) { return through, nil }
	f.lookup = func(context.Context, string, string) ([]netip.Addr, error) {
		return nil, errors.New("nobody here knows it")
	}
	if _, err := f.Get(t.Context(), "http://news.invalid/a"); err != nil {
		t.Errorf("a public name: %v", err)
	}
	if len(asked) != 2 || asked[1] != "http://news.invalid/a" {
		t.Errorf("the proxy was asked for %q", asked)
	}
	for _, address := range []string{
		"http://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://localhost/", "http://intranet/", "http://printer.local/",
		"http://metadata.google.internal/", "http://127.1/", "http://0x7f.0.0.0x1/", "http://0177.0.0.1./", "http://news.invalid/in",
	} {
		doc, err := f.Get(t.Context(), address)
		if e := refused(t, doc, err); e.Reason != Private {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestPacked(t *testing.T) {
	pack := func(w io.WriteCloser, b *bytes.Buffer) []byte {
		io.WriteString(w, fmt.Sprintf(page, ""))
		w.Close()
		return b.Bytes()
	}
	var g, z, d bytes.Buffer
	raw, _ := flate.NewWriter(&d, -1)
	for _, row := range []struct {
		encoding string
		body     []byte
		want     Reason
	}{
		{"gzip", pack(gzip.NewWriter(&g), &g), 0},
		{"X-GZIP", g.Bytes(), 0},
		{"deflate", pack(zlib.NewWriter(&z), &z), 0},
		{"deflate", pack(raw, &d), 0},
		{"identity", []byte(fmt.Sprintf(page, "")), 0},
		{"gzip", g.Bytes()[:g.Len()/2], Unreachable},
		{"gzip", []byte("no such thing"), Unreachable},
		{"br", []byte("\x0b\x02"), NoArticle},
		{"gzip, gzip", g.Bytes(), NoArticle},
	} {
		s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", row.encoding)
			w.Write(row.body)
		}})
		doc, err := Get(t.Context(), s.URL, private)
		if row.want == 0 && (err != nil || !strings.Contains(doc.Text, "eleven weeks")) {
			t.Errorf("%s: %v", row.encoding, err)
		}
		if row.want != 0 && refused(t, doc, err).Reason != row.want {
			t.Errorf("%s: %v", row.encoding, err)
		}
	}
}

// TestLarge sends as much as may be, and more, plain and packed.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("sends 64 MB several times")
	}
	for _, row := range []struct {
		reason string
		size   int
		gzip   bool
		large  bool
	}{
		{"one byte too many", MaxBytes + 1, false, true},
		{"as much as may be", MaxBytes, false, false},
		{"a bomb", 1 << 30, true, true},
		{"packed, one byte too many", MaxBytes + 1, true, true},
		{"packed, one byte less", MaxBytes - 1, true, false},
	} {
		var sent atomic.Int64
		s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
			var out io.Writer = w
			if row.gzip {
				w.Header().Set("Content-Encoding", "gzip")
				z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
				defer z.Close()
				out = z
			}
			chunk := append([]byte("Words."), bytes.Repeat([]byte(" "), 1<<16-6)...)
			for left := row.size; left > 0; left -= len(chunk) {
				if _, err := out.Write(chunk[:min(left, len(chunk))]); err != nil {
					return
				}
				sent.Add(int64(len(chunk)))
			}
		}})
		f := New(private)
		body, err := f.ask(t.Context(), s.URL, must(url.Parse(s.URL)))
		if err != nil {
			t.Fatal(err)
		}
		b, err := readBody(body)
		body.Body.Close()
		f.Close()
		if large := errors.As(err, new(*Error)); large != row.large || !large && (err != nil || len(b) != row.size) {
			t.Errorf("%s: %d bytes, %v", row.reason, len(b), err)
		}
		// Packed, much more than is taken fits into the buffers on the way.
		if !row.gzip && sent.Load() > MaxBytes+64<<20 {
			t.Errorf("%s: %d bytes were taken", row.reason, sent.Load())
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestHead(t *testing.T) {
	for size, large := range map[int]bool{MaxHeader / 2: false, MaxHeader + 4<<10: true} {
		s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("a", size))
			html(fmt.Sprintf(page, ""))(w, r)
		}})
		doc, err := Get(t.Context(), s.URL, private)
		if !large && err != nil || large && refused(t, doc, err).Reason != TooLarge {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestTime(t *testing.T) {
	stop := make(chan struct{})
	s := site(t, map[string]http.HandlerFunc{
		"/silent": func(_ http.ResponseWriter, r *http.Request) { <-stop },
		"/drips": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, "a ")
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		},
		"/quick": html(fmt.Sprintf(page, "")),
	})
	defer close(stop)
	f := New(private)
	defer f.Close()
	f.time = 150 * time.Millisecond
	for _, path := range []string{"/silent", "/drips"} {
		doc, err := f.Get(t.Context(), s.URL+path)
		if e := refused(t, doc, err); e.Reason != Timeout || !e.Temporary() || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", path, err)
		}
	}
	f.time = MaxTime
	if _, err := f.Get(t.Context(), s.URL+"/quick"); err != nil {
		t.Errorf("in time: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := f.Get(ctx, s.URL+"/drips"); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// TestWait gives a host less time to answer than it takes, and as much.
func TestWait(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) },
		"/": func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(100 * time.Millisecond)
			html(fmt.Sprintf(page, ""))(w, r)
		},
	})
	f := New(private)
	defer f.Close()
	if w := f.direct.ResponseHeaderTimeout; w != MaxWait || f.direct.TLSHandshakeTimeout != MaxDialTime {
		t.Errorf("it waits for %v", w)
	}
	for wait, ok := range map[time.Duration]bool{20 * time.Millisecond: false, 10 * time.Second: true} {
		f.direct.ResponseHeaderTimeout = wait
		doc, err := f.Get(t.Context(), s.URL)
		if ok && err != nil || !ok && refused(t, doc, err).Reason != Timeout {
			t.Errorf("%v: %v", wait, err)
		}
	}
}

func TestStatus(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		var status int
		fmt.Sscanf(r.URL.Path, "/%d", &status)
		if status == 429 {
			w.Header().Set("Retry-After", "30")
		}
		if status == 0 {
			status = 404 // robots.txt
		}
		w.WriteHeader(status)
		io.WriteString(w, fmt.Sprintf(page, ""))
	}})
	for _, row := range []struct {
		status    int
		temporary bool
		hint      string
	}{
		{404, false, "check the address"},
		{403, false, "save the page"},
		{429, true, "try again in 30s"},
		{503, true, "try again later"},
		{418, false, "save the page"},
		{206, false, "save the page"},
	} {
		doc, err := Get(t.Context(), fmt.Sprintf("%s/%d", s.URL, row.status), private)
		e := refused(t, doc, err)
		if e.Reason != Status || e.Status != row.status || e.Temporary() != row.temporary || !strings.Contains(e.Hint, row.hint) {
			t.Errorf("%d: %+v", row.status, e)
		}
		if row.status == 429 && e.RetryAfter != 30*time.Second {
			t.Errorf("to be left alone for %v", e.RetryAfter)
		}
	}
}

func TestContent(t *testing.T) {
	for contentType, refusal := range map[string]bool{
		"image/png": true, "video/mp4": true, "text/css; charset=utf-8": true, "APPLICATION/JavaScript": true,
		"application/octet-stream": false, "": false, "no type at all;": false,
	} {
		s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			io.WriteString(w, fmt.Sprintf(page, ""))
		}})
		doc, err := Get(t.Context(), s.URL, private)
		if !refusal && (err != nil || doc.Title == "") || refusal && refused(t, doc, err).Reason != NoArticle {
			t.Errorf("%q: %v", contentType, err)
		}
	}
	s := site(t, map[string]http.HandlerFunc{"/": html("<html><body><script>draw()</script></body></html>")})
	if _, err := Get(t.Context(), s.URL, private); !errors.As(err, new(*read.EmptyError)) {
		t.Errorf("a page built by scripts: %v", err)
	}
}

func TestCutOff(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "5000")
		io.WriteString(w, "Half of it")
	}})
	doc, err := Get(t.Context(), s.URL, private)
	if e := refused(t, doc, err); e.Reason != Unreachable || !e.Temporary() {
		t.Error(err)
	}
	s.Close()
	doc, err = Get(t.Context(), s.URL, private)
	if e := refused(t, doc, err); e.Reason != Unreachable || !e.Temporary() {
		t.Error(err)
	}
}

func TestMain(m *testing.M) {
	// What the environment names would be asked in place of the tests' hosts.
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		os.Unsetenv(name)
	}
	goleak.VerifyTestMain(m)
}
