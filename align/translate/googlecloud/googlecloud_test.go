package googlecloud

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"factdiff/align/internal/web"
	"factdiff/align/internal/web/standin"
	"factdiff/align/translate"
)

const key = "AIzaSyExample"

// server plays the v2 interface as Google's pages describe it.
type server struct {
	fault func(w http.ResponseWriter, n int) bool // answers instead
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.fault != nil && s.fault(w, standin.Number(r)) {
		return
	}
	var body struct {
		Q                      []string
		Source, Target, Format string
	}
	switch {
	case r.URL.Path != "/language/translate/v2" || r.Method != "POST" || r.URL.RawQuery != "":
		w.WriteHeader(404)
		return
	case r.Header.Get("X-Goog-Api-Key") != key:
		failWith(w, 400, "INVALID_ARGUMENT", "badRequest", "API key not valid. Please pass a valid API key.")
		return
	case json.NewDecoder(r.Body).Decode(&body) != nil || body.Format != "text":
		failWith(w, 400, "INVALID_ARGUMENT", "invalid", "Invalid JSON payload received.")
		return
	case len(body.Q) > 128:
		failWith(w, 400, "INVALID_ARGUMENT", "invalid", "Too many text segments")
		return
	case body.Target == "tlh":
		failWith(w, 400, "INVALID_ARGUMENT", "invalid", "Invalid Value")
		return
	}
	var out []map[string]string
	for _, q := range body.Q {
		out = append(out, map[string]string{"translatedText": "It&#39;s " + q})
	}
	json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"translations": out}})
}

func failWith(w http.ResponseWriter, code int, status, reason, message string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{
		"code": code, "message": message, "status": status,
		"errors": []map[string]string{{"message": message, "domain": "global", "reason": reason}},
	}})
}

func TestTranslate(t *testing.T) {
	fail := func(times, code int, status, reason, message string) func(http.ResponseWriter, int) bool {
		return func(w http.ResponseWriter, n int) bool {
			if n <= times {
				failWith(w, code, status, reason, message)
			}
			return n <= times
		}
	}
	const forEver = 1000
	tests := []struct {
		name  string
		fault func(http.ResponseWriter, int) bool
		key   string
		to    string
		kind  translate.Kind
		says  string
		asked int
		wait  time.Duration
	}{
		{name: "well", asked: 2},
		{name: "wrong key", key: "AIzaOther", kind: translate.Auth, says: "check GOOGLE_API_KEY", asked: 1},
		{name: "switched off", fault: fail(forEver, 403, "PERMISSION_DENIED", "accessNotConfigured", "Cloud Translation API has not been used in project 1 before"), kind: translate.Auth, says: "switched on", asked: 1},
		{name: "key in the message", fault: fail(forEver, 403, "PERMISSION_DENIED", "forbidden", "Requests with "+key+" are blocked"), kind: translate.Auth, says: "with … are", asked: 1},
		{name: "day's quota", fault: fail(forEver, 403, "", "dailyLimitExceeded", "Daily Limit Exceeded"), kind: translate.Quota, says: "midnight", asked: 1},
		{name: "minute's quota", fault: fail(1, 403, "", "userRateLimitExceeded", "User Rate Limit Exceeded"), asked: 3, wait: 10 * time.Second},
		{name: "429 by the minute", fault: fail(1, 429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", "Quota exceeded for quota metric 'Characters' and limit 'Characters per minute'"), asked: 3, wait: 10 * time.Second},
		{name: "429 by the day", fault: fail(forEver, 429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", "Quota exceeded for quota metric 'Characters' and limit 'Characters per day'"), kind: translate.Quota, says: "per day", asked: 1},
		{name: "too large", fault: fail(1, 400, "INVALID_ARGUMENT", "invalid", "Request payload size exceeds the limit: 204800 bytes."), asked: 4},
		{name: "language", to: "tlh", kind: translate.Permanent, says: "Invalid Value", asked: 1},
		{name: "500", fault: fail(2, 500, "INTERNAL", "backendError", "Backend Error"), asked: 4},
		{name: "503 for ever", fault: fail(forEver, 503, "UNAVAILABLE", "backendError", "The service is currently unavailable."), kind: translate.Retryable, says: "unavailable; try", asked: 5},
		{name: "another body", fault: func(w http.ResponseWriter, _ int) bool { w.Write([]byte(`[]`)); return true }, kind: translate.Malformed, says: "no list", asked: 8},
	}
	texts := make([]string, 130)
	for i := range texts {
		texts[i] = fmt.Sprintf("Satz %d", i)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{fault: tt.fault}
				if tt.key == "" {
					tt.key = key
				}
				if tt.to == "" {
					tt.to = "en"
				}
				srv := standin.Serve(t, s)
				tr, err := New(Options{Base: standin.Address, Key: tt.key, HTTP: srv.HTTP})
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				for i, x := range translate.All(t.Context(), tr, "de", tt.to, texts) {
					if tt.kind == 0 && x.Text != "It's "+texts[i] {
						t.Fatalf("%q became %+v", texts[i], x)
					}
					if tt.kind != 0 && (translate.KindOf(x.Err) != tt.kind || i == 0 && !strings.Contains(x.Err.Error(), tt.says)) {
						t.Fatalf("%v (kind %d), want kind %d with %q", x.Err, translate.KindOf(x.Err), tt.kind, tt.says)
					}
					if x.Err != nil && strings.Contains(fmt.Sprintf("%v %+v", x.Err, tr), tt.key) {
						t.Fatalf("%v has the key in it", x.Err)
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
}

func TestUnescape(t *testing.T) {
	for _, tt := range []struct{ text, answer, want string }{
		{"Es ist's", "It&#39;s &quot;it&quot; &amp; that", `It's "it" & that`},
		{"HTML: &amp;", "HTML: &amp;", "HTML: &amp;"},
		{"A & B", "A & B &copy", "A & B &copy"},
		{"x", "&amp;lt;", "&lt;"},
	} {
		if got := unescape(tt.text, tt.answer); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.answer, got, tt.want)
		}
	}
}

func TestNew(t *testing.T) {
	for _, o := range []Options{{}, {Key: key, Base: "http://example.org"}} {
		if _, err := New(o); err == nil || strings.Contains(err.Error(), key) {
			t.Errorf("%v", err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(200, `{"data":{"translations":[{"translatedText":"a"}]}}`)
	f.Add(200, `{"data":null}`)
	f.Add(403, `{"error":{"code":403,"message":"Daily Limit Exceeded","errors":[{"reason":"dailyLimitExceeded"}]}}`)
	f.Add(400, `{"error":"x"}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		texts, err := parse(web.Reply{Status: status, Body: []byte(body)})
		if (texts == nil) != (err != nil) || err != nil && translate.KindOf(err) == 0 || err == nil && status != 200 {
			t.Errorf("%q, %v", texts, err)
		}
	})
}
