package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"factdiff/align/embed"
	"factdiff/align/internal/web"
	"factdiff/align/internal/web/standin"
	"factdiff/align/translate/cache"
)

const dim = 8

// played is a server whose vectors are hashes of the words in a text, of no
// particular length.
type played struct {
	key    string
	vector func(text string) []float32
	refuse func(texts []string) (int, string) // a status and an error's body
	change func(data []object) []object       // what it says instead
	raw    func(n int) string                 // the same, in bytes
	fault  func(w http.ResponseWriter, r *http.Request, n int) bool

	inputs []string // all it was asked for
}

type object = map[string]any

func (p *played) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.fault != nil && p.fault(w, r, standin.Number(r)) {
		return
	}
	if p.key != "" && r.Header.Get("Authorization") != "Bearer "+p.key {
		failWith(w, 401, `{"error":{"code":401,"message":"Invalid API Key `+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+`","type":"authentication_error"}}`)
		return
	}
	if r.Method == http.MethodGet && r.URL.Path == "/v1/models" {
		w.Write([]byte(`{"object":"list","data":[{"id":"words","object":"model"}]}`))
		return
	}
	var body struct {
		Model    string   `json:"model"`
		Input    []string `json:"input"`
		Encoding string   `json:"encoding_format"`
	}
	if r.URL.Path != "/v1/embeddings" || json.NewDecoder(r.Body).Decode(&body) != nil || body.Encoding != "float" || len(body.Input) == 0 {
		failWith(w, 404, `{"error":"not found"}`)
		return
	}
	if body.Model != "words" {
		failWith(w, 404, fmt.Sprintf(`{"error":{"message":"model '%s' not found, try pulling it first","type":"api_error","param":null,"code":null}}`, body.Model))
		return
	}
	if p.refuse != nil {
		if status, message := p.refuse(body.Input); status != 0 {
			failWith(w, status, message)
			return
		}
	}
	p.inputs = append(p.inputs, body.Input...)
	vector := p.vector
	if vector == nil {
		vector = words
	}
	var data []object
	for i, text := range body.Input {
		data = append(data, object{"object": "embedding", "index": i, "embedding": vector(text)})
	}
	if p.change != nil {
		data = p.change(data)
	}
	if p.raw != nil {
		w.Write([]byte(p.raw(len(data))))
		return
	}
	json.NewEncoder(w).Encode(object{"object": "list", "model": "words", "data": data, "usage": object{"prompt_tokens": 1, "total_tokens": 1}})
}

func failWith(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write([]byte(body))
}

func words(text string) []float32 {
	v := make([]float32, dim)
	for _, word := range strings.Fields(text) {
		h := fnv.New32a()
		h.Write([]byte(word))
		v[h.Sum32()%dim] += 3
	}
	return v
}

// texts are sentences whose parts are their words.
func texts(sentences ...string) []embed.Text {
	var out []embed.Text
	for _, s := range sentences {
		t := embed.Text{Text: s}
		at := 0
		for _, w := range strings.Fields(s) {
			start := at + strings.Index(s[at:], w)
			at = start + len(w)
			t.Parts = append(t.Parts, embed.Span{Start: start, End: at})
			t.Words = append(t.Words, embed.Span{Start: start, End: at})
		}
		out = append(out, t)
	}
	return out
}

func open(t *testing.T, p *played, o Options) (*Encoder, *standin.Server) {
	t.Helper()
	srv := standin.Serve(t, p)
	o.URL, o.HTTP = standin.Address, srv.HTTP
	if o.Model == "" {
		o.Model = "words"
	}
	e, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e, srv
}

// check holds vectors against those the stand-in means.
func check(t *testing.T, in []embed.Text, out []embed.Vectors, prefix string) {
	t.Helper()
	same := func(text string, got []float32) {
		want := words(prefix + text)
		unit(want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q has %v, want %v", text, got, want)
		}
	}
	if len(out) != len(in) {
		t.Fatalf("%d vectors of %d texts", len(out), len(in))
	}
	for i, x := range in {
		same(x.Text, out[i].Text)
		if len(out[i].Parts) != len(x.Parts) || out[i].Words != nil || out[i].Information != nil || out[i].Reading != nil {
			t.Fatalf("%q has %+v", x.Text, out[i])
		}
		for k, p := range x.Parts {
			same(x.Text[p.Start:p.End], out[i].Parts[k])
		}
	}
}

func TestEncode(t *testing.T) {
	in := texts("eins zwei drei", "eins", "zwei\n vier", "eins zwei drei")
	refuse := func(status int, body string, when func(texts []string) bool) func([]string) (int, string) {
		return func(texts []string) (int, string) {
			if when(texts) {
				return status, body
			}
			return 0, ""
		}
	}
	fault := func(times, status int, body string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n <= times {
				failWith(w, status, body)
			}
			return n <= times
		}
	}
	batch := func(texts []string) bool { return len(texts) > 1 }
	onlyBatches := func(change func([]object) []object) func([]object) []object {
		return func(data []object) []object {
			if len(data) > 1 {
				return change(data)
			}
			return data
		}
	}
	const forEver = 1000
	tests := []struct {
		reason     string
		server     played
		key, model string
		kind       web.Kind // of the error, 0 for none
		says       string
		asked      int
		wait       time.Duration
	}{
		{reason: "well", asked: 1},
		{reason: "with a key", server: played{key: "sk-1"}, key: "sk-1", asked: 1},
		{reason: "in another order", server: played{change: func(data []object) []object {
			for i, k := 0, len(data)-1; i < k; i, k = i+1, k-1 {
				data[i], data[k] = data[k], data[i]
			}
			return data
		}}, asked: 1},
		{reason: "wrong key", server: played{key: "sk-1"}, key: "sk-9", kind: web.Auth, says: "Invalid API Key …; check OPENAI_API_KEY", asked: 1},
		{reason: "no model", model: "other", kind: web.Permanent, says: `model 'other' not found, try pulling it first; check the address, and that the server has the model`, asked: 1},
		{reason: "no embedding server", server: played{fault: fault(forEver, 404, "<html>")}, kind: web.Permanent, says: "status 404 Not Found; check the address", asked: 1},
		{reason: "429", server: played{fault: fault(2, 429, `{"error":"slow down"}`)}, asked: 3, wait: 2 * time.Second},
		{reason: "500 once", server: played{fault: fault(1, 500, `{"error":"oops"}`)}, asked: 2},
		{reason: "500 for ever", server: played{fault: fault(forEver, 500, `{"error":"oops"}`)}, kind: web.Retryable, says: "status 500 Internal Server Error: oops; try again later", asked: 5 + 3},
		{reason: "loading (llama.cpp)", server: played{fault: fault(2, 503, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`)}, asked: 3, wait: 10 * time.Second},
		{reason: "queue full for ever (Ollama)", server: played{fault: fault(forEver, 503, `{"error":"server busy, please try again.  maximum pending requests exceeded"}`)}, kind: web.Retryable, says: "server busy", asked: 5},
		{reason: "no batches (Ollama)", server: played{refuse: refuse(400, `{"error":{"message":"invalid input","type":"invalid_request_error"}}`, batch)}, asked: 1 + 6},
		{reason: "nothing accepted", server: played{refuse: refuse(400, `{"error":"this model does not support embeddings"}`, func([]string) bool { return true })}, kind: web.Refused, says: "does not support embeddings; check that the model is one for embeddings", asked: 2},
		{reason: "batch too large (llama.cpp)", server: played{refuse: refuse(500, `{"error":{"code":500,"message":"input is too large to process. increase the physical batch size","type":"server_error"}}`, batch)}, asked: 11},
		{reason: "text too large", server: played{refuse: refuse(500, `{"error":{"code":500,"message":"input is too large to process. increase the physical batch size","type":"server_error"}}`, func([]string) bool { return true })}, kind: web.TooLong, says: "increase the physical batch size; use a model or a setting for longer texts", asked: 4},
		{reason: "one too few", server: played{change: func(data []object) []object { return data[1:] }}, kind: web.Malformed, says: "1 texts were answered with 0 vectors; check", asked: 2},
		{reason: "one too many in batches", server: played{change: onlyBatches(func(data []object) []object { return append(data, data[0]) })}, asked: 1 + 6},
		{reason: "the same index", server: played{change: onlyBatches(func(data []object) []object { data[1]["index"] = 0; return data })}, asked: 1 + 6},
		{reason: "an index too high", server: played{change: func(data []object) []object { data[0]["index"] = len(data); return data }}, kind: web.Malformed, says: "not numbered as the texts are", asked: 2},
		{reason: "no index", server: played{change: func(data []object) []object { delete(data[0], "index"); return data }}, kind: web.Malformed, says: "not numbered as the texts are", asked: 2},
		{reason: "other lengths in one reply", server: played{change: onlyBatches(func(data []object) []object { data[1]["embedding"] = []float32{1, 2}; return data })}, asked: 1 + 6},
		{reason: "null", server: played{change: func(data []object) []object { data[0]["embedding"] = []any{1, nil}; return data }}, kind: web.Malformed, says: "not all numbers", asked: 2},
		{reason: "zeros", server: played{vector: func(string) []float32 { return make([]float32, dim) }}, kind: web.Malformed, says: "without a direction", asked: 2},
		{reason: "no pooling (llama.cpp)", server: played{change: func(data []object) []object { data[0]["embedding"] = [][]float32{{1}}; return data }}, kind: web.Malformed, says: "no list of vectors; check that the address is that of an embedding server", asked: 2},
		{reason: "base64", server: played{change: func(data []object) []object { data[0]["embedding"] = "AACAPw=="; return data }}, kind: web.Malformed, says: "no list of vectors", asked: 2},
		{reason: "NaN", server: played{raw: func(int) string { return `{"data":[{"index":0,"embedding":[NaN,1]}]}` }}, kind: web.Malformed, says: "no list of vectors", asked: 2},
		{reason: "huge numbers", server: played{raw: func(int) string { return `{"data":[{"index":0,"embedding":[1e300,1]}]}` }}, kind: web.Malformed, says: "no list of vectors", asked: 2},
		{reason: "a page", server: played{raw: func(int) string { return "<!DOCTYPE html>" }}, kind: web.Malformed, says: "no list of vectors", asked: 2},
		{reason: "an error with status 200", server: played{raw: func(int) string { return `{"error":"out of memory"}` }}, kind: web.Refused, says: "out of memory", asked: 2},
		{reason: "cut off once", server: played{fault: func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n == 1 {
				w.Header().Set("Content-Length", "1000")
				w.Write([]byte(`{"data":[`))
			}
			return n == 1
		}}, asked: 2},
		{reason: "slow once", server: played{fault: func(_ http.ResponseWriter, r *http.Request, n int) bool {
			if n == 1 {
				standin.Hang(r)
			}
			return n == 1
		}}, asked: 2, wait: 5 * time.Minute},
		{reason: "slow for ever", server: played{fault: func(_ http.ResponseWriter, r *http.Request, _ int) bool {
			standin.Hang(r)
			return true
		}}, kind: web.Timeout, says: "no answer within 5m0s; give it more time", asked: 4, wait: 10 * time.Minute},
		{reason: "moved", server: played{fault: func(w http.ResponseWriter, r *http.Request, _ int) bool {
			http.Redirect(w, r, "http://elsewhere.test/", http.StatusMovedPermanently)
			return true
		}}, kind: web.Permanent, says: "it has moved to elsewhere.test; find out", asked: 1},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, srv := open(t, &tt.server, Options{Key: tt.key, Model: tt.model})
				start := time.Now()
				out, err := e.Encode(t.Context(), in)
				if tt.kind == 0 {
					if err != nil {
						t.Fatal(err)
					}
					check(t, in, out, "")
					if e.Dim() != dim {
						t.Errorf("dimension %d", e.Dim())
					}
				} else if err == nil || web.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%v (kind %d), want kind %d with %q", err, web.KindOf(err), tt.kind, tt.says)
				}
				if err != nil && (out != nil || tt.key != "" && strings.Contains(fmt.Sprintf("%v %+v", err, e), tt.key)) {
					t.Errorf("%v, %v", out, err)
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

// TestOnce sends every text once, in batches within bounds.
func TestOnce(t *testing.T) {
	p := &played{}
	e, srv := open(t, p, Options{Prefix: "query: "})
	var sentences []string
	for i := range 200 {
		sentences = append(sentences, fmt.Sprintf("sentence number%d %s", i%100, strings.Repeat("x", i%100*10)))
	}
	in := texts(sentences...)
	out, err := e.Encode(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	check(t, in, out, "query: ")
	seen := map[string]bool{}
	for _, x := range p.inputs {
		if seen[x] || !strings.HasPrefix(x, "query: ") {
			t.Errorf("%q was sent again, or without its prefix", x)
		}
		seen[x] = true
	}
	if n := srv.Asked(); n < len(seen)/32 || n > len(seen)/10 {
		t.Errorf("%d requests for %d texts", n, len(seen))
	}
	if out, err := e.Encode(t.Context(), nil); err != nil || len(out) != 0 {
		t.Errorf("of nothing: %v, %v", out, err)
	}
	if _, err := e.Encode(t.Context(), []embed.Text{{Text: " \n", Parts: []embed.Span{{Start: 0, End: 1}}}, {Text: "a\xff"}}); err != nil {
		t.Error(err)
	}
}

// TestHalves embeds a text that is too long by its parts.
func TestHalves(t *testing.T) {
	p := &played{refuse: func(texts []string) (int, string) {
		for _, x := range texts {
			if len(x) > 300 {
				return 500, `{"error":{"code":500,"message":"input is too large to process. increase the physical batch size","type":"server_error"}}`
			}
		}
		return 0, ""
	}}
	e, _ := open(t, p, Options{Prefix: "query: "})
	long := strings.TrimSpace(strings.Repeat("word ", 200))
	for _, text := range []string{long, strings.Repeat("長", 500)} {
		out, err := e.Encode(t.Context(), []embed.Text{{Text: "short"}, {Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		if n := dot(out[1].Text, out[1].Text); math.Abs(n-1) > 1e-5 {
			t.Errorf("length %v", n)
		}
	}
	sent := 0
	for _, x := range p.inputs {
		if !strings.HasPrefix(x, "query: ") || strings.Contains(x, "\uFFFD") {
			t.Errorf("%q", x)
		}
		sent += strings.Count(x, "word")
	}
	if sent != 200 {
		t.Errorf("%d of 200 words were sent", sent)
	}
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// TestDimension refuses vectors of another length than the first.
func TestDimension(t *testing.T) {
	e, _ := open(t, &played{vector: func(text string) []float32 {
		if text == "zwei" {
			return []float32{1, 2}
		}
		return words(text)
	}}, Options{})
	if _, err := e.Encode(t.Context(), texts("eins")); err != nil {
		t.Fatal(err)
	}
	_, err := e.Encode(t.Context(), texts("zwei"))
	if err == nil || !strings.Contains(err.Error(), "a vector of 2 values after one of 8; check") {
		t.Error(err)
	}
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := open(t, &played{fault: func(_ http.ResponseWriter, r *http.Request, _ int) bool {
			standin.Hang(r)
			return true
		}}, Options{})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		if _, err := e.Encode(ctx, texts("eins")); !errors.Is(err, context.Canceled) || time.Since(start) > 2*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestCache(t *testing.T) {
	dir := t.TempDir()
	store := func() *cache.Store {
		s, err := cache.Open(dir, 0)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	in := texts("eins zwei", "drei")
	// The server dies after its first request: what it answered is kept.
	first := &played{}
	e, _ := open(t, first, Options{Cache: store()})
	want, err := e.Encode(t.Context(), in[:1])
	if err != nil {
		t.Fatal(err)
	}
	check(t, in[:1], want, "")
	second := &played{}
	e, _ = open(t, second, Options{Cache: store()})
	got, err := e.Encode(t.Context(), in)
	if err != nil || !reflect.DeepEqual(got[0], want[0]) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	check(t, in, got, "")
	if fmt.Sprint(second.inputs) != "[drei]" {
		t.Errorf("%q was asked for again", second.inputs)
	}
	// All is kept: nobody is asked.
	e, srv := open(t, &played{fault: func(w http.ResponseWriter, _ *http.Request, _ int) bool { w.WriteHeader(500); return true }}, Options{Cache: store()})
	if got, err := e.Encode(t.Context(), in); err != nil || srv.Asked() != 0 {
		t.Errorf("%d requests, %v", srv.Asked(), err)
	} else {
		check(t, in, got, "")
	}
	// With another prefix or model it is another text.
	other := &played{}
	e, _ = open(t, other, Options{Cache: store(), Prefix: "passage: "})
	if _, err := e.Encode(t.Context(), in); err != nil || len(other.inputs) != 4 {
		t.Errorf("%q, %v", other.inputs, err)
	}
	// The model has changed: what is new does not fit what is kept.
	e, _ = open(t, &played{vector: func(string) []float32 { return []float32{1} }}, Options{Cache: store()})
	if _, err := e.Encode(t.Context(), texts("eins neu")); err == nil || !strings.Contains(err.Error(), "factdiff cache clear") {
		t.Error(err)
	}
}

// TestCacheBroken goes on without a cache.
func TestCacheBroken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := cache.Open(file, 0)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := open(t, &played{}, Options{Cache: s})
	in := texts("eins")
	out, err := e.Encode(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	check(t, in, out, "")
	if e.Err() == nil {
		t.Error("nobody says that nothing is kept")
	}
}

func TestNew(t *testing.T) {
	srv := standin.Serve(t, &played{})
	e, err := New(t.Context(), Options{URL: standin.Address + "/v1", HTTP: srv.HTTP})
	if err != nil || e.Name() != "words" || !e.Knows("xx") || e.Dim() != 0 {
		t.Errorf("%+v, %v", e, err)
	}
	for _, o := range []Options{{}, {URL: "x", Model: "m"}, {URL: "http://example.org", Model: "m", Key: "sk-1"}} {
		if _, err := New(t.Context(), o); err == nil || strings.Contains(err.Error(), "sk-1") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(200, `{"data":[{"index":1,"embedding":[1,2]},{"index":0,"embedding":[3e-9,4]}]}`, 2)
	f.Add(200, `{"data":[{"index":0,"embedding":[null]}]}`, 1)
	f.Add(200, `{"data":[{"index":0,"embedding":[1e38,1e38]}]}`, 1)
	f.Add(200, `{"data":[{"index":0,"embedding":[1e-45]}]}`, 1)
	f.Add(500, `{"error":{"message":"input is too large to process"}}`, 1)
	f.Fuzz(func(t *testing.T, status int, body string, n int) {
		n = max(n, 0) % 100
		out, err := parse(web.Reply{Status: status, Body: []byte(body)}, n)
		if err != nil {
			if err.Kind == 0 || out != nil {
				t.Errorf("%v, %v", out, err)
			}
			return
		}
		if len(out) != n || status != 200 {
			t.Fatalf("%d vectors of %d, status %d", len(out), n, status)
		}
		for _, v := range out {
			if l := dot(v, v); len(v) != len(out[0]) || !(math.Abs(l-1) < 1e-3) {
				t.Errorf("%v has length %v", v, l)
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(encode([]float32{0.6, 0.8}))
	f.Add("\x00\x00\xc0\x7f")
	f.Fuzz(func(t *testing.T, entry string) {
		if v := decode(entry); v != nil && encode(v) != entry {
			t.Errorf("%q became %v", entry, v)
		}
	})
}
