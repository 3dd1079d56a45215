package deepl

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

const key = "0123-4567:fx"

// server plays DeepL's /v2/translate by its OpenAPI file 3.11.0.
type server struct {
	fault func(w http.ResponseWriter, n int) bool // answers instead
	last  request
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Trace-ID", "trace-77")
	if s.fault != nil && s.fault(w, standin.Number(r)) {
		return
	}
	if r.Header.Get("Authorization") != "DeepL-Auth-Key "+key || r.URL.RawQuery != "" {
		w.WriteHeader(403)
		return
	}
	s.last = request{}
	if r.Method != "POST" || r.URL.Path != "/v2/translate" || r.ContentLength > 128<<10 {
		w.WriteHeader(413)
		return
	}
	if json.NewDecoder(r.Body).Decode(&s.last) != nil || len(s.last.Text) > 50 {
		reply(w, 400, "Bad request")
		return
	}
	if s.last.Target == "EN" || s.last.Target == "TLH" {
		reply(w, 400, "Value for 'target_lang' not supported.")
		return
	}
	var out []map[string]string
	for _, text := range s.last.Text {
		out = append(out, map[string]string{"detected_source_language": s.last.Source, "text": s.last.Target + ":" + text})
	}
	json.NewEncoder(w).Encode(map[string]any{"translations": out})
}

func reply(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"message": message})
}

func TestTranslate(t *testing.T) {
	status := func(code int, header, body string, times int) func(http.ResponseWriter, int) bool {
		return func(w http.ResponseWriter, n int) bool {
			if n > times {
				return false
			}
			if header != "" {
				w.Header().Set("Retry-After", header)
			}
			w.WriteHeader(code)
			w.Write([]byte(body))
			return true
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
		{name: "wrong key", key: "9876-5432", kind: translate.Auth, says: "ends in :fx", asked: 1},
		{name: "key in the message", fault: status(403, "", `{"message":"bad key `+key+`"}`, forEver), kind: translate.Auth, says: "bad key …", asked: 1},
		{name: "quota", fault: status(456, "", `{"message":"Quota Exceeded"}`, forEver), kind: translate.Quota, says: "456 Quota Exceeded", asked: 1},
		{name: "language", to: "tlh", kind: translate.Permanent, says: "target_lang", asked: 1},
		{name: "429 of nginx", fault: status(429, "", "<html>429</html>", 2), asked: 4, wait: 2 * time.Second},
		{name: "429 with Retry-After", fault: status(429, "17", "", 1), asked: 3, wait: 17 * time.Second},
		{name: "429 for ever", fault: status(429, "", "", forEver), kind: translate.Retryable, says: "429 Too Many Requests (trace trace-77); try again", asked: 6},
		{name: "529", fault: status(529, "", "", 1), asked: 3},
		{name: "503", fault: status(503, "", "", 1), asked: 3},
		{name: "413", fault: status(413, "", "", 1), asked: 4},
		{name: "414", fault: status(414, "", "", 1), asked: 4},
		{name: "404", fault: status(404, "", "", forEver), kind: translate.Permanent, says: "404", asked: 1},
		{name: "another body", fault: status(200, "", `{"translations":[{"text":null}]}`, forEver), kind: translate.Malformed, says: "without a text", asked: 8},
	}
	texts := make([]string, 60)
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
					if tt.kind == 0 && x.Text != "EN-GB:"+texts[i] {
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

func TestRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		srv := standin.Serve(t, s)
		tr, _ := New(Options{Base: standin.Address, Key: key, Model: "quality_optimized", HTTP: srv.HTTP})
		for _, tt := range []struct{ from, to, source, target string }{
			{"en", "de", "EN", "DE"}, {"de", "en", "DE", "EN-GB"}, {"pt", "zh", "PT", "ZH-HANS"}, {"no", "pt", "NB", "PT-PT"},
		} {
			if _, err := tr.Translate(t.Context(), tt.from, tt.to, []string{"x"}); err != nil {
				t.Error(err)
			}
			if s.last.Source != tt.source || s.last.Target != tt.target || s.last.Split != "0" || s.last.Model != "quality_optimized" {
				t.Errorf("%s to %s: sent %+v", tt.from, tt.to, s.last)
			}
		}
	})
}

func TestNew(t *testing.T) {
	if host("x:fx") != "https://api-free.deepl.com" || host("x") != "https://api.deepl.com" {
		t.Error("the key goes to the other account's host")
	}
	if _, err := New(Options{}); err == nil {
		t.Error("no key is no error")
	}
	if _, err := New(Options{Key: key, Base: "http://example.org"}); err == nil || strings.Contains(err.Error(), key) {
		t.Errorf("the key goes out unencrypted: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(200, `{"translations":[{"detected_source_language":"DE","text":"a"}]}`)
	f.Add(200, `{"translations":[{}]}`)
	f.Add(456, `{"message":"Quota Exceeded"}`)
	f.Add(400, `{"message":7}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		texts, err := parse(web.Reply{Status: status, Body: []byte(body)})
		if (texts == nil) != (err != nil) || err != nil && translate.KindOf(err) == 0 || err == nil && status != 200 {
			t.Errorf("%q, %v", texts, err)
		}
	})
}
