package libretranslate

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

// server plays app.py of LibreTranslate 1.9.6, with its own messages.
type server struct {
	key        string
	charLimit  int
	batchLimit int
	fault      func(w http.ResponseWriter, r *http.Request, n int) bool // answers instead
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.fault != nil && s.fault(w, r, standin.Number(r)) {
		return
	}
	var body struct {
		Q                      json.RawMessage
		Source, Target, Format string
		Key                    string `json:"api_key"`
	}
	if r.Method != "POST" || r.URL.Path != "/translate" || r.Header.Get("Content-Type") != "application/json" {
		failWith(w, 400, "Invalid request: missing q parameter")
		return
	}
	var q []string
	if json.NewDecoder(r.Body).Decode(&body) != nil || json.Unmarshal(body.Q, &q) != nil {
		failWith(w, 400, "Invalid JSON format")
		return
	}
	switch {
	case body.Key != "" && body.Key != s.key:
		failWith(w, 403, "Invalid API key")
		return
	case s.key != "" && body.Key == "":
		failWith(w, 400, "Please contact the server operator to get an API key")
		return
	case s.batchLimit > 0 && len(q) > s.batchLimit:
		failWith(w, 400, fmt.Sprintf("Invalid request: request (%d) exceeds text limit (%d)", len(q), s.batchLimit))
		return
	case body.Source != "de" || body.Target != "en":
		failWith(w, 400, body.Source+" is not supported")
		return
	}
	out := make([]string, len(q))
	for i, text := range q {
		if s.charLimit > 0 && len([]rune(text)) > s.charLimit {
			failWith(w, 400, fmt.Sprintf("Invalid request: request (%d) exceeds text limit (%d)", len(text), s.charLimit))
			return
		}
		out[i] = "en:" + text
	}
	json.NewEncoder(w).Encode(map[string]any{"translatedText": out})
}

func failWith(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"error": message})
}

func TestTranslate(t *testing.T) {
	once := func(status int, message string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n == 1 {
				failWith(w, status, message)
			}
			return n == 1
		}
	}
	always := func(status int, message string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			failWith(w, status, message)
			return true
		}
	}
	raw := func(body string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			w.Write([]byte(body))
			return true
		}
	}
	tests := []struct {
		name   string
		server server
		key    string
		from   string
		kind   translate.Kind // 0: every sentence is translated
		says   string
		asked  int
		wait   time.Duration // at least
	}{
		{name: "well", asked: 1},
		{name: "with a key", server: server{key: "k-123"}, key: "k-123", asked: 1},
		{name: "without the key", server: server{key: "k-123"}, kind: translate.Auth, says: "get an API key; set LIBRETRANSLATE_API_KEY", asked: 1},
		{name: "wrong key", server: server{key: "k-123"}, key: "k-999", kind: translate.Auth, says: "Invalid API key; check", asked: 1},
		{name: "unknown language", from: "tlh", kind: translate.Permanent, says: "tlh is not supported; install", asked: 1},
		{name: "two texts a request", server: server{batchLimit: 2}, asked: 3},
		{name: "slow down", server: server{fault: once(429, "Slowdown: 20 per 1 minute")}, asked: 2, wait: time.Minute},
		{name: "slow down for the day", server: server{fault: always(429, "Slowdown: 200 per 1 day")}, kind: translate.Quota, says: "200 per 1 day", asked: 1},
		{name: "banned", server: server{fault: always(403, "Too many request limits violations")}, kind: translate.Quota, says: "banned", asked: 1},
		{name: "500 once", server: server{fault: once(500, "Internal Server Error")}, asked: 2},
		{name: "an emoji for all", server: server{fault: raw(`{"translatedText":"🥸","alternatives":[]}`)}, kind: translate.Malformed, says: "no list", asked: 5},
		{name: "an emoji each", server: server{fault: raw(`{"translatedText":["🥸","🥸","🥸","🥸"]}`)}, kind: translate.Malformed, says: "no word", asked: 1},
		{name: "another service", server: server{fault: raw(`<html>hello</html>`)}, kind: translate.Malformed, says: "not what it should be", asked: 5},
		{name: "cut off once", server: server{fault: func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n == 1 {
				w.Header().Set("Content-Length", "1000")
				w.Write([]byte(`{"translatedText":["e`))
			}
			return n == 1
		}}, asked: 2},
		{name: "slow", server: server{fault: func(w http.ResponseWriter, r *http.Request, n int) bool {
			if n == 1 {
				standin.Hang(r)
			}
			return n == 1
		}}, asked: 2, wait: time.Minute},
	}
	texts := []string{"eins", "zwei", "drei", "vier"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if tt.from == "" {
					tt.from = "de"
				}
				srv := standin.Serve(t, &tt.server)
				tr, err := New(Options{Base: standin.Address, Key: tt.key, HTTP: srv.HTTP})
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				for i, x := range translate.All(t.Context(), tr, tt.from, "en", texts) {
					if tt.kind == 0 && x.Text != "en:"+texts[i] {
						t.Errorf("%q became %+v", texts[i], x)
					}
					if tt.kind != 0 && (translate.KindOf(x.Err) != tt.kind || !strings.Contains(x.Err.Error(), tt.says)) {
						t.Errorf("%v (kind %d), want kind %d with %q", x.Err, translate.KindOf(x.Err), tt.kind, tt.says)
					}
					if x.Err != nil && tt.key != "" && strings.Contains(fmt.Sprintf("%v %+v", x.Err, tr), tt.key) {
						t.Errorf("%v has the key in it", x.Err)
					}
				}
				if srv.Asked() != tt.asked {
					t.Errorf("%d requests, want %d", srv.Asked(), tt.asked)
				}
				if took := time.Since(start); took < tt.wait {
					t.Errorf("asked again after %v, want %v", took, tt.wait)
				}
			})
		})
	}
}

// TestCharLimit takes no other sentence along.
func TestCharLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := standin.Serve(t, &server{charLimit: 10})
		tr, _ := New(Options{Base: standin.Address, HTTP: srv.HTTP})
		got := translate.All(t.Context(), tr, "de", "en", []string{"kurz", "viel zu lang ist dies", "auch"})
		if got[0].Text != "en:kurz" || got[2].Text != "en:auch" || translate.KindOf(got[1].Err) != translate.TooLong {
			t.Errorf("%+v", got)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(200, `{"translatedText":["a","b"]}`)
	f.Add(200, `{"translatedText":"a"}`)
	f.Add(200, `{"translatedText":null}`)
	f.Add(429, `{"error":"Slowdown: 1 per 2 hour"}`)
	f.Add(400, `{"error":{}}`)
	f.Add(500, `<html>`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		texts, err := parse(web.Reply{Status: status, Body: []byte(body)})
		if (texts == nil) != (err != nil) || err != nil && translate.KindOf(err) == 0 || err == nil && status != 200 {
			t.Errorf("%q, %v", texts, err)
		}
	})
}
