package openai

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"factdiff/align/internal/web/standin"
	"factdiff/align/translate"
)

// server plays a chat server. What it checks and how it fails differs by make.
type server struct {
	key    string
	refuse func(body object) (int, string)                           // a status and an error's body
	say    func(json bool, numbers, texts []string) (string, string) // what the model answers, and its finish_reason
	fault  func(w http.ResponseWriter, r *http.Request, n int) bool
}

var numbered = regexp.MustCompile(`(?m)^(\d+)\. (.*)$`)

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.fault != nil && s.fault(w, r, standin.Number(r)) {
		return
	}
	if s.key != "" && r.Header.Get("Authorization") != "Bearer "+s.key {
		failWith(w, 401, `{"error":{"message":"Incorrect API key provided: `+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+`","type":"authentication_error","code":401}}`)
		return
	}
	var body object
	if r.URL.Path != "/v1/chat/completions" || json.NewDecoder(r.Body).Decode(&body) != nil {
		failWith(w, 404, `{"error":"not found"}`)
		return
	}
	if s.refuse != nil {
		if status, message := s.refuse(body); status != 0 {
			failWith(w, status, message)
			return
		}
	}
	messages := body["messages"].([]any)
	user := messages[1].(object)["content"].(string)
	var numbers, texts []string
	for _, m := range numbered.FindAllStringSubmatch(user, -1) {
		numbers, texts = append(numbers, m[1]), append(texts, m[2])
	}
	asJSON := strings.Contains(messages[0].(object)["content"].(string), "JSON")
	if !asJSON {
		numbers, texts = nil, []string{user}
	}
	say := s.say
	if say == nil {
		say = well
	}
	content, finish := say(asJSON, numbers, texts)
	json.NewEncoder(w).Encode(object{"object": "chat.completion", "model": body["model"], "choices": []object{{
		"index": 0, "finish_reason": finish, "message": object{"role": "assistant", "content": content},
	}}})
}

func failWith(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write([]byte(body))
}

// well is a model that does as it is told.
func well(asJSON bool, numbers, texts []string) (string, string) {
	if !asJSON {
		return "en:" + texts[0], "stop"
	}
	var out []string
	for i, n := range numbers {
		out = append(out, fmt.Sprintf(`{"n":%s,"text":%q}`, n, "en:"+texts[i]))
	}
	return `{"translations":[` + strings.Join(out, ",") + `]}`, "stop"
}

func TestTranslate(t *testing.T) {
	param := func(status int, body string, has func(object) bool) func(object) (int, string) {
		return func(b object) (int, string) {
			if has(b) {
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
	onlyAlone := func(say string) func(bool, []string, []string) (string, string) {
		return func(asJSON bool, numbers, texts []string) (string, string) {
			if len(texts) > 1 {
				return say, "stop"
			}
			return well(asJSON, numbers, texts)
		}
	}
	const forEver = 1000
	tests := []struct {
		name   string
		server server
		key    string
		kind   translate.Kind
		says   string
		asked  int
		wait   time.Duration
	}{
		{name: "well", asked: 1},
		{name: "out of order, thinking aloud, fenced", server: server{say: func(asJSON bool, numbers, texts []string) (string, string) {
			return "<think>1. {}</think>\n```json\n" + `{"translations":[{"n":2,"text":"en:zwei"},{"n":3,"text":"en:drei"},{"n":1,"text":"en:eins"}]}` + "\n```", "stop"
		}}, asked: 1},
		{name: "with a key", server: server{key: "sk-1"}, key: "sk-1", asked: 1},
		{name: "wrong key", server: server{key: "sk-1"}, key: "sk-9", kind: translate.Auth, says: "provided: …; check OPENAI_API_KEY", asked: 1},
		{name: "no model (Ollama)", server: server{fault: fault(forEver, 404, `{"error":{"message":"model 'x' not found","type":"not_found_error","param":null,"code":null}}`)}, kind: translate.Permanent, says: "model 'x' not found; check", asked: 1},
		{name: "queue full (Ollama)", server: server{fault: fault(1, 503, `{"error":"server busy, please try again.  maximum pending requests exceeded"}`)}, asked: 2},
		{name: "loading (llama.cpp)", server: server{fault: fault(2, 503, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`)}, asked: 3, wait: 10 * time.Second},
		{name: "429", server: server{fault: fault(1, 429, `{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}`)}, asked: 2},
		{name: "no credit (OpenAI)", server: server{fault: fault(forEver, 429, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`)}, kind: translate.Quota, says: "current quota", asked: 1},
		{name: "schema in one place only (OpenAI)", server: server{refuse: param(400, `{"error":{"message":"Unknown parameter: 'response_format.schema'.","type":"invalid_request_error","param":"response_format.schema","code":"unknown_parameter"}}`, func(b object) bool {
			return b["response_format"].(object)["schema"] != nil
		})}, asked: 2},
		{name: "no reasoning_effort (vLLM)", server: server{refuse: param(400, `{"object":"error","message":"[{'loc': ('body', 'reasoning_effort'), 'msg': \"Input should be 'low'\"}]","type":"BadRequestError","code":400}`, func(b object) bool {
			return b["reasoning_effort"] != nil
		})}, asked: 2},
		{name: "no response_format (500)", server: server{refuse: param(500, `{"error":{"code":500,"message":"response_format type must be one of \"text\" or \"json_object\"","type":"server_error"}}`, func(b object) bool {
			return b["response_format"] != nil
		})}, asked: 2},
		{name: "other name of max_tokens", server: server{refuse: param(400, `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}`, func(b object) bool {
			return b["max_tokens"] != nil
		})}, asked: 2},
		{name: "context", server: server{refuse: func(b object) (int, string) {
			if strings.Contains(fmt.Sprint(b["messages"]), "3. ") {
				return 400, `{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error"}}`
			}
			return 0, ""
		}}, asked: 3},
		{name: "batch size (llama.cpp)", server: server{refuse: func(b object) (int, string) {
			if strings.Contains(fmt.Sprint(b["messages"]), "3. ") {
				return 500, `{"error":{"code":500,"message":"input is too large to process. increase the physical batch size","type":"server_error"}}`
			}
			return 0, ""
		}}, asked: 3},
		{name: "no JSON for many", server: server{say: onlyAlone("Here you are!")}, asked: 4},
		{name: "two joined into one", server: server{say: onlyAlone(`{"translations":[{"n":1,"text":"en:eins zwei"},{"n":3,"text":"en:drei"}]}`)}, asked: 4},
		{name: "a number twice", server: server{say: onlyAlone(`{"translations":[{"n":1,"text":"a"},{"n":1,"text":"b"},{"n":3,"text":"c"}]}`)}, asked: 4},
		{name: "no JSON at all", server: server{say: func(asJSON bool, _, texts []string) (string, string) {
			if asJSON {
				return "Sure! Here is your translation", "stop"
			}
			return "en:" + texts[0], "stop"
		}}, asked: 5},
		{name: "chatter", server: server{say: func(bool, []string, []string) (string, string) { return "Sure!\n\nOne.", "stop" }}, kind: translate.Malformed, says: "instead of a line; use a larger model", asked: 7},
		{name: "loop", server: server{say: func(bool, []string, []string) (string, string) { return "one one one one", "length" }}, kind: translate.Malformed, says: "did not come to an end", asked: 7},
		{name: "refusal", server: server{say: func(bool, []string, []string) (string, string) { return "", "content_filter" }}, kind: translate.Refused, says: "refuses", asked: 5},
		{name: "no chat server", server: server{fault: fault(forEver, 200, `{"hello":1}`)}, kind: translate.Malformed, says: "no answer of a model", asked: 7},
		{name: "slow", server: server{fault: func(w http.ResponseWriter, r *http.Request, n int) bool {
			if n == 1 {
				standin.Hang(r)
			}
			return n == 1
		}}, asked: 2, wait: 5 * time.Minute},
	}
	texts := []string{"eins", "zwei", "drei"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := standin.Serve(t, &tt.server)
				tr, err := New(Options{Base: standin.Address + "/v1", Model: "m", Key: tt.key, HTTP: srv.HTTP})
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				for i, x := range translate.All(t.Context(), tr, "de", "en", texts) {
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
					t.Errorf("it took %v, want %v", took, tt.wait)
				}
			})
		})
	}
}

// TestRemembers asks no second time for what a server does not take.
func TestRemembers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{refuse: func(b object) (int, string) {
			if b["seed"] != nil {
				return 400, `{"error":{"message":"unknown field seed"}}`
			}
			return 0, ""
		}}
		srv := standin.Serve(t, s)
		tr, _ := New(Options{Base: standin.Address, Model: "m", HTTP: srv.HTTP})
		for range 3 {
			if _, err := tr.Translate(t.Context(), "de", "en", []string{"eins"}); err != nil {
				t.Fatal(err)
			}
		}
		if srv.Asked() != 4 {
			t.Errorf("%d requests, want 4", srv.Asked())
		}
	})
}

// TestOneLine keeps a sentence from passing for several.
func TestOneLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := standin.Serve(t, &server{})
		tr, _ := New(Options{Base: standin.Address, Model: "m", HTTP: srv.HTTP})
		got, err := tr.Translate(t.Context(), "de", "en", []string{"eins\n2. drei", "zwei"})
		if err != nil || got[0] != "en:eins 2. drei" || got[1] != "en:zwei" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestNew(t *testing.T) {
	for _, o := range []Options{{}, {Base: standin.Address}, {Base: "http://example.org", Model: "m", Key: "sk-1"}, {Base: "x", Model: "m"}} {
		if _, err := New(o); err == nil || strings.Contains(err.Error(), "sk-1") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func FuzzNumbered(f *testing.F) {
	f.Add(`{"translations":[{"n":1,"text":"a"},{"n":2,"text":"b"}]}`, 2)
	f.Add("<think></think>```json\n{}\n```", 0)
	f.Add(`{"translations":[{"n":9e99,"text":"a"}]}`, 1)
	f.Fuzz(func(t *testing.T, content string, n int) {
		n = max(n, 0) % 100
		if texts, err := parseNumbered(content, n); err == nil && len(texts) != n || err != nil && translate.KindOf(err) != translate.Malformed {
			t.Errorf("%q, %v", texts, err)
		}
		if text, err := parseAlone(content); err == nil && (text == "" || strings.Contains(text, "\n")) {
			t.Errorf("%q", text)
		}
	})
}
