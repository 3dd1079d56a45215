package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"factdiff/align/internal/web/standin"
)

func TestBase(t *testing.T) {
	tests := []struct{ address, key, want string }{
		{"http://127.0.0.1:5000/", "", "http://127.0.0.1:5000"},
		{"https://example.org/mt/", "k", "https://example.org/mt"},
		{"http://192.168.0.7:5000", "k", "http://192.168.0.7:5000"},
		{"http://gpu.lan:5000", "k", "http://gpu.lan:5000"},
		{"http://example.org", "", "http://example.org"},
		{"http://example.org", "k", ""},
		{"http://me:hunter2@127.0.0.1", "", ""},
		{"http://127.0.0.1?key=hunter2", "", ""},
		{"127.0.0.1:5000", "", ""},
		{"ftp://127.0.0.1", "", ""},
		{"http://", "", ""},
	}
	for _, tt := range tests {
		got, err := Base(tt.address, Secret(tt.key))
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q: %q, %v, want %q", tt.address, got, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error has the password in it", err)
		}
	}
}

func TestSecretDoesNotPrint(t *testing.T) {
	e := struct{ Key Secret }{"hunter2"}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if s := fmt.Sprintf(format, e); strings.Contains(s, "hunter2") || strings.Contains(s, "68756e") {
			t.Errorf("%s prints %s", format, s)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tests := map[string]time.Duration{
			"":            0,
			"7":           7 * time.Second,
			"-7":          0,
			"abc":         0,
			"99999999999": 7 * 24 * time.Hour,
			time.Now().Add(time.Minute).UTC().Format(http.TimeFormat):  time.Minute,
			time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat): 0,
		}
		for value, want := range tests {
			if got := RetryAfter(http.Header{"Retry-After": {value}}); got != want {
				t.Errorf("%q: %v, want %v", value, got, want)
			}
		}
	})
}

func TestPost(t *testing.T) {
	const key = "hunter2"
	synctest.Test(t, func(t *testing.T) {
		client := Client(standin.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/echo":
				http.Error(w, "your key hunter2\x1b[31m is bad", http.StatusTeapot)
			case "/move":
				http.Redirect(w, r, "http://elsewhere.test/?key=hunter2", http.StatusTemporaryRedirect)
			case "/cut":
				w.Header().Set("Content-Length", "100")
				w.Write([]byte("half"))
			case "/large":
				w.Write(make([]byte, maxReply+1))
			case "/slow":
				standin.Hang(r)
			}
		})).HTTP)
		post := func(path string) (Reply, error) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			return Post(ctx, client, standin.Address+path, nil, key, "<&>")
		}
		if r, err := post("/echo"); err != nil || strings.Contains(string(r.Body), key) {
			t.Errorf("%s, %v: the key came back", r.Body, err)
		}
		r, err := post("/move")
		if e := Failure(r, ""); err != nil || e.Kind != Permanent || !strings.Contains(e.Error(), "elsewhere.test") || strings.Contains(e.Error(), key) {
			t.Errorf("%v, %v", e, err)
		}
		for path, kind := range map[string]Kind{"/cut": Retryable, "/large": Malformed, "/slow": 0} {
			if _, err := post(path); err == nil || KindOf(err) != kind {
				t.Errorf("%s: %v", path, err)
			}
		}
		_, err = Post(t.Context(), client, standin.Address, http.Header{"Authorization": {key + "\n"}}, key, nil)
		if err == nil || strings.Contains(err.Error(), key) || strings.Contains(err.Error(), standin.Address) {
			t.Errorf("%v", err)
		}
	})
}

func TestFailure(t *testing.T) {
	for status, kind := range map[int]Kind{
		200: Malformed, 302: Permanent, 400: Refused, 401: Auth,
		402: Quota, 404: Permanent, 408: Retryable, 413: TooLong,
		429: Retryable, 500: Retryable, 501: Permanent, 503: Retryable, 529: Retryable,
	} {
		if e := Failure(Reply{Status: status}, "<html>"); e.Kind != kind || strings.Contains(e.Message, "<html>") {
			t.Errorf("%d: kind %d, %q", status, e.Kind, e.Message)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[2Jb\n\xff" + strings.Repeat("ü", 300))
	f.Fuzz(func(t *testing.T, s string) {
		if got := Clean(s); strings.ContainsAny(got, "\x1b\n\r\x00") || len([]rune(got)) > 201 {
			t.Errorf("%q", got)
		}
	})
}

func TestReplySize(t *testing.T) {
	for size, ok := range map[int]bool{maxReply - 1: true, maxReply: true, maxReply + 1: false} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Write(bytes.Repeat([]byte(" "), size))
		}))
		_, err := Post(t.Context(), Client(nil), s.URL, nil, "", nil)
		if (err == nil) != ok || !ok && KindOf(err) != Malformed {
			t.Errorf("%d bytes: %v", size, err)
		}
		s.Close()
	}
}
