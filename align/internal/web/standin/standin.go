// Package standin plays a service in tests, in memory, so that the pauses of
// package translate pass at once inside a synctest bubble.
package standin

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Address is where a stand-in is reached by its client, and by nothing else.
const Address = "http://127.0.0.1:5000"

// Server is a service that is played.
type Server struct {
	HTTP  *http.Client // whose connections all lead to it
	asked atomic.Int32
}

// Asked returns how many requests there were.
func (s *Server) Asked() int { return int(s.asked.Load()) }

type number struct{}

// Number returns the number of a request, the first being 1.
func Number(r *http.Request) int {
	n, _ := r.Context().Value(number{}).(int)
	return n
}

// Hang keeps a request waiting for an hour, or until its sender gives up.
func Hang(r *http.Request) {
	io.Copy(io.Discard, r.Body) // or the server would not notice
	select {
	case <-time.After(time.Hour):
	case <-r.Context().Done():
	}
}

// Serve starts a server.
func Serve(t testing.TB, handler http.Handler) *Server {
	s := &Server{}
	counted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(s.asked.Add(1))
		handler.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), number{}, n)))
	})
	l := &listener{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := httptest.NewUnstartedServer(counted)
	server.Listener.Close()
	server.Listener = l
	server.Start()
	transport := http.Transport{DialContext: l.dial}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.CloseClientConnections()
		server.Close()
	})
	s.HTTP = &http.Client{Transport: &transport}
	return s
}

type listener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.conns <- there:
		return here, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 5000} }
