// Package serve is a page on which versions of an article are compared: pasted,
// as files or by their addresses, and with the report in every format.
//
// [New] makes it and [Server.Serve] offers it. Nothing is written to disk: what
// was compared is in memory, for a while and not much of it. Everything lies
// under an address that cannot be guessed, which takes the place of a password
// and of cookies.
package serve

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"factdiff/align"
	"factdiff/align/read"
	"factdiff/align/report"
	"factdiff/align/translate"
)

// Options are what a page offers.
type Options struct {
	// Compare compares versions, as align.Compare.
	Compare func(ctx context.Context, documents []*read.Document, o align.Options) (*align.Report, error)
	// Write writes a report in a format of [Formats].
	Write func(w io.Writer, format string, r *align.Report, documents []*read.Document, p report.Provenance) error
	// Fetch reads an address that anybody may have written into the page.
	Fetch func(ctx context.Context, address string) (*read.Document, error)

	Program string // its name and version, for the reports

	// Translator translates where a comparison asks for it; nil for none.
	Translator translate.Translator
	// Local says that it does so on this machine.
	Local bool

	// Others lets other machines in. Without, only this one is answered.
	Others bool
	// Names are those that the machine may be addressed by; its numbers need not
	// be told.
	Names []string

	Limits Limits
	Log    *log.Logger // for what goes wrong unexpectedly; nil for the standard one
}

// Limits bound what a page takes and keeps. A zero field means its default.
type Limits struct {
	Upload   int64 // bytes of all versions together; 16 MB
	Versions int   // in a comparison; 8

	Running int           // comparisons at a time; 1
	Waiting int           // comparisons that wait; 8
	Each    int           // unfinished comparisons of one machine; 4
	Time    time.Duration // for a comparison, its addresses included; 10 min

	Kept      int           // finished comparisons; 20
	KeptBytes int64         // of these, as JSON; 256 MB
	Keep      time.Duration // how long one is kept; 1 h

	Connections int           // at a time; 64
	Head        time.Duration // to send the head of a request; 10 s
	Send        time.Duration // to send all of it, and to take the answer; 1 min
}

func (l Limits) withDefaults() Limits {
	set(&l.Upload, 16<<20)
	set(&l.Versions, 8)
	set(&l.Running, 1)
	set(&l.Waiting, 8)
	set(&l.Each, 4)
	set(&l.Time, 10*time.Minute)
	set(&l.Kept, 20)
	set(&l.KeptBytes, 256<<20)
	set(&l.Keep, time.Hour)
	set(&l.Connections, 64)
	set(&l.Head, 10*time.Second)
	set(&l.Send, time.Minute)
	return l
}

func set[T int | int64 | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

const (
	idle  = 2 * time.Minute // between the requests of a connection
	leave = 2 * time.Second // to finish what is under way at the end
)

// maxHead is how many bytes the head of a request may have.
const maxHead = 16 << 10

// renderings is how many reports are written at a time.
const renderings = 2

// Server is a page.
type Server struct {
	o        Options
	token    string // the part of the address that cannot be guessed
	handler  http.Handler
	slots    chan struct{} // of comparisons that run
	renders  chan struct{} // of reports that are written
	ctx      context.Context
	cancel   context.CancelFunc
	workers  sync.WaitGroup
	mu       sync.Mutex
	all      []*comparison // in the order in which they were asked for
	entrance string        // opens the page once; "" once it did
}

// New makes a page. [Server.Serve] ends it.
func New(o Options) *Server {
	o.Limits = o.Limits.withDefaults()
	s := &Server{
		o:       o,
		token:   rand.Text(),
		slots:   make(chan struct{}, o.Limits.Running),
		renders: make(chan struct{}, renderings),
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.refuse(w, http.StatusForbidden, "This came from another page", "Another web page tried to use factdiff in your browser. It was refused.")
	}))
	s.handler = s.guard(protection.Handler(s.routes()))
	return s
}

// Path is where the page is on its host.
func (s *Server) Path() string { return "/" + s.token + "/" }

// Entrance is another path that leads to the page, but only once: others on the
// machine can see what a browser was started with.
func (s *Server) Entrance() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entrance = rand.Text()
	return "/open/" + s.entrance
}

// Serve answers what comes to a listener until ctx is done. What is compared
// then is stopped.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: s.o.Limits.Head,
		ReadTimeout:       s.o.Limits.Send,
		WriteTimeout:      s.o.Limits.Send,
		IdleTimeout:       idle,
		MaxHeaderBytes:    maxHead,
		ErrorLog:          s.o.Log,
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		s.cancel()
		late, cancel := context.WithTimeout(context.Background(), leave)
		defer cancel()
		if h.Shutdown(late) != nil {
			h.Close()
		}
	})
	err := h.Serve(netutil.LimitListener(l, s.o.Limits.Connections))
	if stop() {
		h.Close()
	} else {
		<-ended
	}
	s.end()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// end stops all comparisons and forgets them.
func (s *Server) end() {
	s.cancel()
	s.workers.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.all {
		c.stopClock()
	}
	s.all = nil
}

// guard answers only who addresses the page by a name of this machine: another
// name may lead here through a hostile name server, in a browser that takes the
// answer for that name's own. It also sets what holds for every answer.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Referrer-Policy", "same-origin") // with "no-referrer" forms would not tell their origin
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		if !s.answers(r.Host) {
			s.refuse(w, http.StatusMisdirectedRequest, "This is not the address of the page", "Open the address that factdiff printed when it started.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// policy is what the pages may do. Style sheet and script come from here; the
// report brings its own policy, which is stricter.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// sandbox makes a report a stranger to the other pages.
const sandbox = "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// answers tells whether a header Host names this machine.
func (s *Server) answers(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if ip, err := netip.ParseAddr(host); err == nil {
		return s.o.Others || ip.IsLoopback()
	}
	return host == "localhost" || s.o.Others && slices.ContainsFunc(s.o.Names, func(n string) bool { return strings.EqualFold(n, host) })
}

// routes leads requests to what answers them.
func (s *Server) routes() http.Handler {
	inside := http.NewServeMux()
	inside.HandleFunc("GET /{$}", s.start)
	inside.HandleFunc("POST /{$}", s.submit)
	inside.HandleFunc("GET /c/{id}", s.with(s.show))
	inside.HandleFunc("GET /c/{id}/state", s.with(s.state))
	inside.HandleFunc("GET /c/{id}/as/{format}", s.with(s.download))
	inside.HandleFunc("POST /c/{id}/stop", s.with(s.stop))
	inside.HandleFunc("POST /c/{id}/forget", s.with(s.forget))
	inside.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		s.message(w, http.StatusNotFound, "There is nothing here", "The address is not one of the pages of factdiff.")
	})
	all := http.NewServeMux()
	all.Handle("GET /page.css", resource("text/css; charset=utf-8", report.Style+pageCSS))
	all.Handle("GET /page.js", resource("text/javascript; charset=utf-8", pageJS))
	all.HandleFunc("GET /open/{key}", s.open)
	all.HandleFunc("/{token}/", func(w http.ResponseWriter, r *http.Request) {
		if !equal(r.PathValue("token"), s.token) {
			s.outside(w, r)
			return
		}
		http.StripPrefix("/"+s.token, inside).ServeHTTP(w, r)
	})
	all.HandleFunc("/", s.outside)
	return all
}

// equal compares secrets in a time that does not tell how much of them agrees.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// outside answers who does not know where the page is.
func (s *Server) outside(w http.ResponseWriter, _ *http.Request) {
	s.refuse(w, http.StatusNotFound, "This is not the address of the page", "Open the address that factdiff printed when it started. It is another one each time.")
}

func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	known := s.entrance != "" && equal(r.PathValue("key"), s.entrance)
	if known {
		s.entrance = ""
	}
	s.mu.Unlock()
	if !known {
		s.outside(w, r)
		return
	}
	http.Redirect(w, r, s.Path(), http.StatusSeeOther)
}

func resource(kind, text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, text)
	})
}
