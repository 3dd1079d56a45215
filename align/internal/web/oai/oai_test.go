package oai

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"factdiff/align/internal/web"
	"factdiff/align/internal/web/standin"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		reason, reply, model, says string
		status                     int
	}{
		{reason: "one", status: 200, reply: `{"object":"list","data":[{"id":"m"}]}`, model: "m"},
		{reason: "two", status: 200, reply: `{"data":[{"id":"m"},{"id":"\u001b[2Jn"}]}`, says: "name the one to ask, of: m, [2Jn"},
		{reason: "none", status: 200, reply: `{"data":[]}`, says: "it has none"},
		{reason: "no server of the sort", status: 404, reply: "<html>", says: "status 404 Not Found; check the address"},
		{reason: "wrong key", status: 401, reply: `{"error":{"message":"bad key sk-1"}}`, says: "bad key …; check OPENAI_API_KEY"},
		{reason: "no JSON", status: 200, reply: "hello", says: "no list of models"},
	} {
		srv := standin.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/models" || r.Header.Get("Authorization") != "Bearer sk-1" {
				t.Errorf("%s: %s", tt.reason, r.URL.Path)
			}
			w.WriteHeader(tt.status)
			w.Write([]byte(tt.reply))
		}))
		s, err := Find(t.Context(), Options{Base: standin.Address + "/v1/", Key: "sk-1", HTTP: srv.HTTP})
		if tt.says == "" {
			if err != nil || s.Model() != tt.model || s.Host() != "127.0.0.1:5000" {
				t.Errorf("%s: %v", tt.reason, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "sk-1") {
			t.Errorf("%s: %v, want %q", tt.reason, err, tt.says)
		}
	}
	if _, err := Find(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "no address") {
		t.Errorf("without an address: %v", err)
	}
}

func FuzzModels(f *testing.F) {
	f.Add(200, `{"data":[{"id":"m"}]}`)
	f.Add(500, `{"error":"x"}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		names, err := parseModels(web.Reply{Status: status, Body: []byte(body)})
		if err == nil && status != 200 || slices.Contains(names, "") {
			t.Errorf("%q, %v", names, err)
		}
	})
}

func FuzzChat(f *testing.F) {
	f.Add(200, `{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}`)
	f.Add(200, `{"choices":[{"message":{"content":null,"refusal":"no"}}]}`)
	f.Add(200, `{"error":{"message":"x"}}`)
	f.Add(400, `{"error":"context length"}`)
	f.Add(422, `{"detail":[{"loc":["body","seed"]}]}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		_, err := parseChat(web.Reply{Status: status, Body: []byte(body)})
		if err != nil && err.Kind == 0 || err == nil && status != 200 {
			t.Errorf("%v", err)
		}
	})
}
