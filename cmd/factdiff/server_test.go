package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"factdiff/align"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
)

// served runs a server on this machine and returns its address and the number
// of requests so far.
func served(t *testing.T, h http.HandlerFunc) (address string, asked *atomic.Int32) {
	asked = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func answer(w http.ResponseWriter, body any) { json.NewEncoder(w).Encode(body) }

type object = map[string]any

// embeds plays an embedding server with the vectors of package e5.
func embeds(t *testing.T) http.HandlerFunc {
	e, err := e5.New()
	if err != nil {
		t.Fatal(err)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/models" {
			answer(w, object{"data": []object{{"id": "played/multilingual-e5-small"}}})
			return
		}
		var body struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		var in []embed.Text
		for _, text := range body.Input {
			in = append(in, embed.Text{Text: text})
		}
		vectors, err := e.Encode(r.Context(), in)
		if err != nil {
			return // who asked has gone
		}
		var data []object
		for i, v := range vectors {
			data = append(data, object{"index": i, "embedding": v.Text})
		}
		answer(w, object{"data": data})
	}
}

const (
	harbourEnglish = "The old bridge over the harbour reopened on Friday.\n\nThe repairs cost 18 million euros. A school band played at the ceremony.\n"
	harbourGerman  = "Die alte Brücke über den Hafen ist seit Freitag wieder offen.\n\nDie Reparatur kostete 21 Millionen Euro. Anwohner klagen über den Lärm der Lastwagen.\n"
)

// reportOn compares the two articles and reads the report. Trouble is none.
func reportOn(t *testing.T, args ...string) *align.Report {
	t.Helper()
	return reportWith(t.Context(), t, args...)
}

func TestEmbedder(t *testing.T) {
	t.Setenv("FACTDIFF_CACHE", t.TempDir())
	address, asked := served(t, embeds(t))
	r := reportOn(t, "--embedder", address)
	if r.Model != "played/multilingual-e5-small" || r.Warnings != nil {
		t.Errorf("model %q, warnings %q", r.Model, r.Warnings)
	}
	for i, want := range map[int]align.Status{0: align.Shared, 2: align.Only, 3: align.Shared, 5: align.Only} {
		if f := r.Facts[i]; f.Status != want {
			t.Errorf("%q is %s, want %s", f.Text, f.Status, want)
		}
	}
	// The second time everything is kept; only the model's name is asked for.
	before := asked.Load()
	reportOn(t, "--embedder", address)
	if n := asked.Load() - before; n != 1 {
		t.Errorf("%d requests the second time", n)
	}
}

// Whatever the server does, there is the report that there would be without it,
// and it tells why.
func TestEmbedderFails(t *testing.T) {
	without := reportOn(t)
	good := embeds(t)
	calls := 0
	for _, c := range []struct {
		reason string
		serve  http.HandlerFunc // nil for nobody
		want   string
	}{
		{"nobody there", nil, "it cannot be reached"},
		{"another service", http.NotFound, "status 404"},
		{"it goes out of order", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/models" {
				http.Error(w, `{"error":"this model does not support embeddings"}`, 400)
				return
			}
			good(w, r)
		}, "does not support embeddings; check that the model is one for embeddings"},
		{"a page", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/models" {
				fmt.Fprint(w, "<!DOCTYPE html>")
				return
			}
			good(w, r)
		}, "no list of vectors"},
		{"its model changes on the way", func(w http.ResponseWriter, r *http.Request) {
			if calls++; calls < 3 {
				good(w, r)
				return
			}
			var body struct{ Input []string }
			json.NewDecoder(r.Body).Decode(&body)
			var data []object
			for i := range body.Input {
				data = append(data, object{"index": i, "embedding": []int{1, 2}})
			}
			answer(w, object{"data": data})
		}, "it gave a vector of 2 values after one of 384"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			t.Setenv("FACTDIFF_CACHE", t.TempDir())
			address := "http://127.0.0.1:9"
			if c.serve != nil {
				address, _ = served(t, c.serve)
			}
			r := reportOn(t, "--embedder", address)
			if len(r.Warnings) != 1 || !strings.HasPrefix(r.Warnings[0], "without --embedder: ") || !strings.Contains(r.Warnings[0], c.want) || !strings.Contains(r.Warnings[0], "; ") {
				t.Errorf("warnings %q, want %q", r.Warnings, c.want)
			}
			if facts(t, r) != facts(t, without) {
				t.Error("the report is not that without a server")
			}
		})
	}
	for format, want := range map[string]string{"text": "Warning: without --embedder: ", "html": "<b>Warning:</b> without --embedder: "} {
		_, out, _ := runHere(t.Context(), nil, "-f", format, "--embedder", "http://127.0.0.1:9", writeFile(t, "en.txt", harbourEnglish), writeFile(t, "de.txt", harbourGerman))
		if !strings.Contains(out, want) {
			t.Errorf("there is no warning in %s:\n%s", format, out)
		}
	}
}

// facts writes a report's facts down, without what explains them.
func facts(t *testing.T, r *align.Report) string {
	t.Helper()
	list := slices.Clone(r.Facts)
	for i := range list {
		list[i].Explanation = nil
	}
	out, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// chats plays a chat server whose model gives one relation to all candidates.
func chats(t *testing.T, relation string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Messages []struct{ Content string } }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || len(body.Messages) < 2 {
			t.Errorf("%v: %+v", err, body)
			return
		}
		var question struct{ Candidates []struct{ N int } }
		if err := json.Unmarshal([]byte(body.Messages[1].Content), &question); err != nil {
			t.Error(err)
		}
		var list []object
		for _, c := range question.Candidates {
			list = append(list, object{"n": c.N, "relation": relation})
		}
		content, _ := json.Marshal(object{"answers": list})
		answer(w, object{"choices": []object{{"finish_reason": "stop", "message": object{"content": string(content)}}}})
	}
}

// unsure are articles of which some facts are in doubt.
var unsure = []string{
	"The council met on Monday evening. It backed the plan for the tram after a long debate. The mayor called the vote a turning point, and shop owners were less pleased. Work could begin in spring if the region pays its share.\n",
	"Am Montagabend tagte der Rat. Nach langer Aussprache fand die Straßenbahn eine Mehrheit. Händler kritisierten das Ergebnis, der Bürgermeister sprach von einem großen Tag. Ob das Land zahlt, ist offen; gebaut würde frühestens im Herbst.\n",
}

// decided tells how many facts a judge decided. All others have to be as they
// are without.
func decided(t *testing.T, r, without *align.Report) (judged int) {
	t.Helper()
	for i, f := range r.Facts {
		was := without.Facts[i]
		switch {
		case f.Judged:
			judged++
			if was.Confidence >= 0.6 {
				t.Errorf("%s was sure and is judged", f.ID)
			}
			if f.Confidence == was.Confidence {
				t.Errorf("%s is judged and as confident as before", f.ID)
			}
		case f.Status != was.Status || f.Confidence != was.Confidence:
			t.Errorf("%s is another and is not marked", f.ID)
		}
	}
	return judged
}

func TestJudge(t *testing.T) {
	files := []string{writeFile(t, "en.txt", unsure[0]), writeFile(t, "de.txt", unsure[1])}
	compared := func(t *testing.T, args ...string) *align.Report {
		t.Helper()
		return reportOf(t.Context(), t, append(args, files...)...)
	}
	without := compared(t)
	doubtful := 0
	for _, f := range without.Facts {
		if f.Status != align.Boilerplate && f.Confidence < 0.6 {
			doubtful++
		}
	}
	if doubtful < 2 {
		t.Fatalf("only %d facts are in doubt", doubtful)
	}

	t.Setenv("FACTDIFF_CACHE", t.TempDir())
	address, asked := served(t, chats(t, "different"))
	named := address + ",model=m"
	r := compared(t, "--judge", named)
	judged := decided(t, r, without)
	if judged == 0 || !strings.HasPrefix(r.Judge, "m at 127.0.0.1:") || int(asked.Load()) > doubtful {
		t.Errorf("%d facts judged by %q with %d requests; %d are in doubt", judged, r.Judge, asked.Load(), doubtful)
	}
	before := asked.Load()
	compared(t, "--judge", named)
	if asked.Load() != before {
		t.Errorf("%d requests the second time", asked.Load()-before)
	}
	_, text, _ := runHere(t.Context(), nil, append([]string{"--judge", named, "--width", "120"}, files...)...)
	if !strings.Contains(text, "⚖ judged") || !strings.Contains(strings.Join(strings.Fields(text), " "), "Judge: m at 127.0.0.1") {
		t.Errorf("the text does not tell what was judged:\n%s", text)
	}
	_, page, _ := runHere(t.Context(), nil, append([]string{"--judge", named, "-f", "html"}, files...)...)
	if !strings.Contains(page, " data-j") || !strings.Contains(page, "<dt>Judge</dt>") || !strings.Contains(page, "a language model decided it") {
		t.Error("the page does not tell what was judged")
	}

	t.Run("limit", func(t *testing.T) {
		t.Setenv("FACTDIFF_CACHE", t.TempDir())
		address, asked := served(t, chats(t, "same"))
		compared(t, "--judge", address+",model=m", "--judge-limit", "1")
		if asked.Load() != 1 {
			t.Errorf("%d requests", asked.Load())
		}
	})
	say := func(content string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			answer(w, object{"choices": []object{{"finish_reason": "stop", "message": object{"content": content}}}})
		}
	}
	for _, c := range []struct {
		reason string
		serve  http.HandlerFunc // nil for nobody
		want   string
	}{
		{"nobody there", nil, "it cannot be reached"},
		{"another service", http.NotFound, "status 404"},
		{"chatter", say("They all say the same, I think."), `the model answered "They all say the same`},
		{"another form", say(`{"answers":[{"n":1,"relation":"equal"}]}`), "the model"},
		{"too many", say(`{"answers":[{"n":1,"relation":"same"},{"n":1,"relation":"same"},{"n":2,"relation":"same"},{"n":3,"relation":"same"},{"n":4,"relation":"same"},{"n":5,"relation":"same"},{"n":6,"relation":"same"}]}`), "answers about"},
		{"nothing", say(""), "the model answered"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			t.Setenv("FACTDIFF_CACHE", t.TempDir())
			address := "http://127.0.0.1:9"
			if c.serve != nil {
				address, _ = served(t, c.serve)
			}
			r := compared(t, "--judge", address+",model=m", "--judge-limit", "2")
			if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "uncertain facts were not judged") || !strings.Contains(r.Warnings[0], c.want) {
				t.Errorf("warnings %q, want %q", r.Warnings, c.want)
			}
			if facts(t, r) != facts(t, without) {
				t.Error("the report is not that without a judge")
			}
		})
	}
}

func TestServersRefused(t *testing.T) {
	en, de := writeFile(t, "en.txt", harbourEnglish), writeFile(t, "de.txt", harbourGerman)
	two, _ := served(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, object{"data": []object{{"id": "one"}, {"id": "two"}}})
	})
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--embedder", "bge-m3"}, `--embedder: opening a server: "bge-m3" is no setting and no address; write it as http://`},
		{[]string{"--judge", "http://127.0.0.1:9,key=sk-1"}, "a key does not belong here"},
		{[]string{"--judge", "http://"}, "--judge: "},
		{[]string{"--embedder", two}, "it has 2 models; name the one to ask, of: one, two"},
		{[]string{"--judge", two, "--judge-limit", "0"}, "--judge-limit: a judge cannot be asked about 0 facts"},
	} {
		status, _, stderr := runHere(t.Context(), nil, append(c.args, en, de)...)
		if status != trouble || !strings.Contains(stderr, c.want) || !strings.Contains(stderr, "factdiff: hint: ") {
			t.Errorf("%v: status %d, %s", c.args, status, stderr)
		}
	}
}
