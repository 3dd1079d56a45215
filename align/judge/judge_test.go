package judge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"factdiff/align"
	"factdiff/align/internal/web"
	"factdiff/align/internal/web/oai"
	"factdiff/align/internal/web/standin"
	"factdiff/align/translate/cache"
)

// played is a chat server whose model says what a test wants.
type played struct {
	t     *testing.T
	say   func(q asked) (content, finish string)
	fault func(w http.ResponseWriter, r *http.Request, n int) bool
	user  []string
}

// asked is a question as the model sees it.
type asked struct {
	Fact struct {
		Language, Text, Sentence string
	}
	Candidates []struct {
		N                        int
		Language, Text, Sentence string
	}
}

func (p *played) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.fault != nil && p.fault(w, r, standin.Number(r)) {
		return
	}
	var body struct {
		Messages []oai.Message
		Tokens   int `json:"max_tokens"`
		Format   struct {
			Type   string
			Schema any
			Nested struct {
				Strict bool
				Schema any
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.URL.Path != "/v1/chat/completions" {
		w.WriteHeader(404)
		return
	}
	if f := body.Format; f.Type != "json_schema" || !f.Nested.Strict || f.Schema == nil || !reflect.DeepEqual(f.Schema, f.Nested.Schema) {
		p.t.Errorf("the form is asked for by %+v", f)
	}
	var q asked
	d := json.NewDecoder(strings.NewReader(body.Messages[1].Content))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil || len(body.Messages) != 2 || body.Messages[0].Content != task {
		p.t.Errorf("%v in %q", err, body.Messages)
	}
	p.user = append(p.user, body.Messages[1].Content)
	content, finish := p.say(q)
	json.NewEncoder(w).Encode(oai.Object{"choices": []oai.Object{{"finish_reason": finish, "message": oai.Object{"content": content}}}})
}

// answer is a well-formed one.
func answer(relations ...string) string {
	var list []string
	for i, r := range relations {
		list = append(list, fmt.Sprintf(`{"n":%d,"relation":%q}`, i+1, r))
	}
	return `{"answers":[` + strings.Join(list, ",") + `]}`
}

// always answers each candidate with the same.
func always(relation string) func(asked) (string, string) {
	return func(q asked) (string, string) {
		return answer(slices.Repeat([]string{relation}, len(q.Candidates))...), "stop"
	}
}

func open(t *testing.T, p *played, o Options) (*Judge, *standin.Server) {
	t.Helper()
	p.t = t
	srv := standin.Serve(t, p)
	o.URL, o.Model, o.HTTP = standin.Address, "m", srv.HTTP
	j, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return j, srv
}

// facts is a report whose facts are given in short: ID, status, confidence,
// matches. What a fact is compared with is in its explanation.
type fact struct {
	id         string
	status     align.Status
	confidence float64
	matches    []align.Match
	compared   []align.Candidate
}

func reportOf(facts ...fact) *align.Report {
	r := &align.Report{Schema: align.Schema, Summary: map[string]align.Summary{}}
	langs := map[string]string{"a": "en", "b": "de", "c": "fr"}
	for _, id := range []string{"a", "b", "c"} {
		v := align.Version{ID: id, Lang: langs[id]}
		for _, f := range facts {
			if f.id[:1] != id {
				continue
			}
			text := "What " + f.id + " says."
			s := align.Sentence{Version: id, Index: len(r.Sentences), Start: len(v.Text)}
			v.Text += text + " And so on.\n"
			s.End = len(v.Text) - 1
			s.Facts = []string{f.id}
			x := align.Fact{ID: f.id, Version: id, Sentence: s.Index, Start: s.Start, End: s.Start + len(text), Text: text, Status: f.status, Confidence: f.confidence, Matches: f.matches}
			if x.Matches == nil {
				x.Matches = []align.Match{}
			}
			if f.compared != nil {
				x.Explanation = []align.Weighing{{Candidates: f.compared}}
			}
			r.Sentences, r.Facts = append(r.Sentences, s), append(r.Facts, x)
		}
		r.Versions = append(r.Versions, v)
		r.Summary[id] = align.Summary{}
	}
	r, _ = Apply(r, nil, 0) // counts
	return r
}

func with(id string, score float64) []align.Candidate {
	return []align.Candidate{{ID: id, Score: score}}
}

func match(id string, is align.Relation, score float64) []align.Match {
	return []align.Match{{ID: id, Relation: is, Score: score}}
}

// doubts has a pair in doubt that might be the same, a link in doubt, a fact
// without candidates and sure ones.
func doubts() *align.Report {
	return reportOf(
		fact{"a1", align.Only, 0.5, nil, with("b1", 0.4)},
		fact{"a2", align.Shared, 0.55, match("b2", align.Same, 0.6), with("b2", 0.6)},
		fact{"a3", align.Only, 0.3, nil, nil},
		fact{"a4", align.Only, 0.9, nil, with("b1", 0.1)},
		fact{"a5", align.Boilerplate, 0.5, nil, nil},
		fact{"b1", align.Only, 0.55, nil, with("a1", 0.4)},
		fact{"b2", align.Shared, 0.5, match("a2", align.Same, 0.6), with("a2", 0.6)},
	)
}

func statuses(r *align.Report) string {
	var out []string
	for _, f := range r.Facts {
		out = append(out, f.ID+" "+string(f.Status))
	}
	return strings.Join(out, ", ")
}

func TestRevise(t *testing.T) {
	const unchanged = "a1 only, a2 shared, a3 only, a4 only, a5 boilerplate, b1 only, b2 shared"
	fault := func(times, status int, body string) func(http.ResponseWriter, *http.Request, int) bool {
		return func(w http.ResponseWriter, _ *http.Request, n int) bool {
			if n <= times {
				w.WriteHeader(status)
				w.Write([]byte(body))
			}
			return n <= times
		}
	}
	says := func(content string) func(asked) (string, string) {
		return func(asked) (string, string) { return content, "stop" }
	}
	const forEver = 1000
	tests := []struct {
		reason string
		server played
		want   string // statuses
		err    string // in all rulings
		held   string // likewise
		asked  int
	}{
		{reason: "all the same", server: played{say: always("same")}, want: "a1 shared, a2 shared, a3 only, a4 only, a5 boilerplate, b1 shared, b2 shared", asked: 4},
		{reason: "all contrary", server: played{say: always("conflict")}, want: "a1 conflict, a2 conflict, a3 only, a4 only, a5 boilerplate, b1 conflict, b2 conflict", asked: 4},
		{reason: "all different", server: played{say: always("different")}, want: "a1 only, a2 only, a3 only, a4 only, a5 boilerplate, b1 only, b2 only", asked: 4},
		{reason: "thinking, fenced", server: played{say: says("<think>{}</think>```json\n" + answer("same") + "\n```")}, want: "a1 shared, a2 shared, a3 only, a4 only, a5 boilerplate, b1 shared, b2 shared", asked: 4},
		{reason: "contradicting itself", server: played{say: func(q asked) (string, string) {
			if strings.Contains(q.Fact.Text, "a") {
				return answer([]string{"same", "different"}[strings.Count(q.Fact.Text, " a")%2]), "stop"
			}
			return answer("same"), "stop"
		}}, want: unchanged, held: "contradicts itself", asked: 4},
		{reason: "no JSON", server: played{say: says("They are the same.")}, want: unchanged, err: `answered "They are the same" instead of the JSON asked for; the verdict stays as it is; use a larger model`, asked: 4},
		{reason: "chatter behind it", server: played{say: says(answer("same") + " Anything else?")}, want: unchanged, err: "more than the JSON", asked: 4},
		{reason: "two answers", server: played{say: says(answer("same", "same"))}, want: unchanged, err: "2 answers about 1 candidates", asked: 4},
		{reason: "no answers", server: played{say: says(`{"answers":[]}`)}, want: unchanged, err: "0 answers", asked: 4},
		{reason: "another number", server: played{say: says(`{"answers":[{"n":2,"relation":"same"}]}`)}, want: unchanged, err: "not numbered", asked: 4},
		{reason: "a relation of its own", server: played{say: says(answer("shared"))}, want: unchanged, err: `answered "shared", which is no relation`, asked: 4},
		{reason: "no relation", server: played{say: says(`{"answers":[{"n":1}]}`)}, want: unchanged, err: "left a relation out", asked: 4},
		{reason: "another field", server: played{say: says(`{"answers":[{"n":1,"relation":"same","why":"so"}]}`)}, want: unchanged, err: "instead of the JSON", asked: 4},
		{reason: "hostile", server: played{say: says("\x1b[2J\x00{\"answers\":\"sk-1\"}")}, want: unchanged, err: "instead of the JSON", asked: 4},
		{reason: "loop", server: played{say: func(asked) (string, string) { return `{"answers":[{"n":1,`, "length" }}, want: unchanged, err: "did not come to an end", asked: 4},
		{reason: "refusal", server: played{say: func(asked) (string, string) { return "", "content_filter" }}, want: unchanged, err: "refuses to answer; the verdict stays", asked: 4},
		{reason: "wrong key", server: played{fault: fault(forEver, 401, `{"error":{"message":"bad key sk-1"}}`)}, want: unchanged, err: "bad key …; check OPENAI_API_KEY", asked: 1},
		{reason: "no model", server: played{fault: fault(forEver, 404, `{"error":{"message":"model not found"}}`)}, want: unchanged, err: "check the address, and that the server has the model", asked: 1},
		{reason: "loading", server: played{fault: fault(2, 503, `{"error":{"message":"Loading model"}}`), say: always("same")}, want: "a1 shared, a2 shared, a3 only, a4 only, a5 boilerplate, b1 shared, b2 shared", asked: 6},
		{reason: "dead", server: played{fault: fault(forEver, 500, `oops`)}, want: unchanged, err: "status 500", asked: 8},
		{reason: "slow", server: played{fault: func(_ http.ResponseWriter, r *http.Request, _ int) bool { standin.Hang(r); return true }}, want: unchanged, err: "no answer within 5m0s", asked: 4},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j, srv := open(t, &tt.server, Options{Key: "sk-1"})
				before, after := doubts(), doubts()
				told := 0
				got, rulings := j.Revise(t.Context(), after, func(done, total int) {
					if told++; done != told || total != 4 {
						t.Errorf("progress tells %d of %d", done, total)
					}
				})
				if !reflect.DeepEqual(before, after) {
					t.Error("the report was changed, not its copy")
				}
				if s := statuses(got); s != tt.want {
					t.Errorf("%s\nwant %s", s, tt.want)
				}
				check(t, got)
				if len(rulings) != 4 || told != 4 {
					t.Errorf("%d rulings, %d told", len(rulings), told)
				}
				got.Judge, got.Warnings = "", nil
				if tt.want == unchanged && !reflect.DeepEqual(got, before) {
					t.Error("something was changed")
				}
				for _, x := range rulings {
					if (tt.err == "") != (x.Err == nil) || x.Err != nil && !(strings.Contains(x.Err.Error(), tt.err) || errors.Is(x.Err, web.ErrLeftAlone)) {
						t.Errorf("%v, want %q", x.Err, tt.err)
					}
					if !strings.Contains(x.Held, tt.held) || (x.Held != "") != (tt.held != "" || tt.err != "") {
						t.Errorf("held for %q, want %q", x.Held, tt.held)
					}
					if s := fmt.Sprintf("%+v %+v", x, j); strings.Contains(s, "sk-1") && !strings.Contains(s, `"sk-1\"`) || strings.ContainsAny(s, "\x1b\x00") {
						t.Errorf("%q", s)
					}
				}
				if srv.Asked() != tt.asked {
					t.Errorf("%d requests, want %d", srv.Asked(), tt.asked)
				}
			})
		})
	}
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j, _ := open(t, &played{say: always("same"), fault: func(_ http.ResponseWriter, r *http.Request, n int) bool {
			if n > 2 {
				standin.Hang(r)
			}
			return n > 2
		}}, Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		got, rulings := j.Revise(ctx, doubts(), nil)
		if len(rulings) != 4 || time.Since(start) > 2*time.Minute {
			t.Errorf("%v after %v", rulings, time.Since(start))
		}
		check(t, got)
		if s := statuses(got); !strings.HasPrefix(s, "a1 shared") {
			t.Errorf("what was answered is lost: %s", s)
		}
	})
}

func TestCache(t *testing.T) {
	s, err := cache.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	j, srv := open(t, &played{say: always("same")}, Options{Cache: s})
	want, _ := j.Revise(t.Context(), doubts(), nil)
	if srv.Asked() != 4 {
		t.Errorf("%d requests", srv.Asked())
	}
	j, srv = open(t, &played{say: always("different")}, Options{Cache: s})
	if got, _ := j.Revise(t.Context(), doubts(), nil); srv.Asked() != 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d requests", srv.Asked())
	}
	// What has not the form is not kept.
	s, _ = cache.Open(t.TempDir(), 0)
	j, _ = open(t, &played{say: always("maybe")}, Options{Cache: s})
	j.Revise(t.Context(), doubts(), nil)
	if n := s.Info().Entries; n != 0 {
		t.Errorf("%d malformed answers were kept", n)
	}
	// Nor does it matter that nothing can be kept.
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ = cache.Open(file, 0)
	j, _ = open(t, &played{say: always("same")}, Options{Cache: s})
	if got, _ := j.Revise(t.Context(), doubts(), nil); !reflect.DeepEqual(got, want) {
		t.Error("a broken cache loses answers")
	}
}

func TestBounded(t *testing.T) {
	var facts []fact
	for i := range 40 {
		facts = append(facts, fact{fmt.Sprintf("a%d", i+1), align.Only, 0.5 - float64(i)/100, nil, with("b1", 0.4)})
	}
	facts = append(facts, fact{"b1", align.Only, 0.9, nil, nil})
	j, srv := open(t, &played{say: always("different")}, Options{Most: 7})
	_, rulings := j.Revise(t.Context(), reportOf(facts...), nil)
	if srv.Asked() != 7 || len(rulings) != 7 || rulings[0].Fact != "a34" {
		t.Errorf("%d requests, %+v", srv.Asked(), rulings)
	}
}

func TestNew(t *testing.T) {
	for _, o := range []Options{{}, {URL: "x", Model: "m"}, {URL: "http://example.org", Model: "m", Key: "sk-1"}, {URL: standin.Address, Model: "m", Below: 2}, {URL: standin.Address, Model: "m", Most: -1}} {
		if _, err := New(t.Context(), o); err == nil || strings.Contains(err.Error(), "sk-1") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if j, err := New(t.Context(), Options{URL: standin.Address + "/v1", Model: "m"}); err != nil || j.Name() != "m at 127.0.0.1:5000" {
		t.Errorf("%v", err)
	}
}
