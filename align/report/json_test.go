package report

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"factdiff/align"
)

func jsonOf(t *testing.T, r *align.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestJSONLines has every version, sentence, fact and group on a line of its own.
func TestJSONLines(t *testing.T) {
	r := compose([]written{
		{"en", "a.txt", "A \"title\"", []string{"=One {x}.", "oTwo: [y], \\z."}},
		{"de", "b.txt", "", []string{"=Eins."}},
	}, "a1=b1")
	want := `{
  "schema": "factdiff/v1",
  "model": "a model",
  "versions": [
    {"id": "a", "source": "a.txt", "lang": "en", "title": "A \"title\"", "text": "One {x}. Two: [y], \\z."},
    {"id": "b", "source": "b.txt", "lang": "de", "title": "", "text": "Eins."}
  ],
  "sentences": [
    {"version": "a", "index": 0, "start": 0, "end": 8, "facts": ["a1"], "words": [{"start": 0, "end": 3, "novelty": 0}, {"start": 4, "end": 8, "novelty": 0}]},
    {"version": "a", "index": 1, "start": 9, "end": 22, "facts": ["a2"], "words": [{"start": 9, "end": 13, "novelty": 0}, {"start": 14, "end": 18, "novelty": 0}, {"start": 19, "end": 22, "novelty": 0}]},
    {"version": "b", "index": 0, "start": 0, "end": 5, "facts": ["b1"], "words": [{"start": 0, "end": 5, "novelty": 0}]}
  ],
  "facts": [
    {"id": "a1", "version": "a", "sentence": 0, "start": 0, "end": 8, "text": "One {x}.", "status": "shared", "confidence": 0.9, "matches": [{"id": "b1", "relation": "same", "score": 0.8}]},
    {"id": "a2", "version": "a", "sentence": 1, "start": 9, "end": 22, "text": "Two: [y], \\z.", "status": "only", "confidence": 0.9, "matches": []},
    {"id": "b1", "version": "b", "sentence": 0, "start": 0, "end": 5, "text": "Eins.", "status": "shared", "confidence": 0.9, "matches": [{"id": "a1", "relation": "same", "score": 0.8}]}
  ],
  "summary": {"a": {"shared": 1, "only": 1, "conflict": 0, "boilerplate": 0}, "b": {"shared": 1, "only": 0, "conflict": 0, "boilerplate": 0}},
  "groups": [
    {"id": "g1", "status": "shared", "versions": ["a", "b"], "facts": {"a": ["a1"], "b": ["b1"]}, "conflicts": []},
    {"id": "g2", "status": "only", "versions": ["a"], "facts": {"a": ["a2"]}, "conflicts": []}
  ]
}
`
	for i := range r.Facts {
		if r.Facts[i].Matches == nil {
			r.Facts[i].Matches = []align.Match{}
		}
	}
	if got := jsonOf(t, r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	explained := bridge()
	explained.Facts[3].Explanation = []align.Weighing{{Version: "b", Shared: 0.25, Candidates: []align.Candidate{{ID: "b4", Disagree: [][2]string{{"18 {", "21 ]"}}}}}}
	for name, r := range map[string]*align.Report{"nothing": {}, "three versions": bridge(), "explained": explained, "long": long(50)} {
		var got align.Report
		if err := json.Unmarshal([]byte(jsonOf(t, r)), &got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(&got, r) {
			t.Errorf("%s: got %+v, want %+v", name, &got, r)
		}
	}
}

func TestJSONErrors(t *testing.T) {
	r := bridge()
	r.Facts[0].Confidence = math.NaN()
	if err := JSON(new(bytes.Buffer), r); err == nil || !strings.HasPrefix(err.Error(), "writing the report as JSON: ") {
		t.Errorf("of what is no number: %v", err)
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"a": [1, 2]}`, `\"`)
	f.Add(`"`, `\`)
	f.Add("\\\\\",\"]}\n{[", "\u2028<&>\x00\x7f")
	f.Add("", "[]{}")
	f.Add("{", ",:")
	f.Fuzz(func(t *testing.T, x, y string) {
		x, y = strings.ToValidUTF8(x, "?"), strings.ToValidUTF8(y, "?")
		r := &align.Report{
			Schema: x, Model: y,
			Versions:  []align.Version{{ID: "a", Source: x, Title: y, Text: x + y}, {ID: y}},
			Sentences: []align.Sentence{{Version: x, Facts: []string{y, x}, Words: []align.Word{{End: 1}}}, {Facts: []string{}, Words: []align.Word{}}},
			Facts:     []align.Fact{{ID: y, Text: x, Matches: []align.Match{{ID: x}}, Explanation: []align.Weighing{{Candidates: []align.Candidate{{Agree: [][2]string{{x, y}}}}}}}},
			Summary:   map[string]align.Summary{x: {Shared: 1}},
		}
		text := jsonOf(t, r)
		var got align.Report
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		if !reflect.DeepEqual(&got, r) {
			t.Fatalf("got %+v, want %+v", &got, r)
		}
		if lines := strings.Count(text, "\n"); lines != 19 {
			t.Fatalf("%d lines:\n%s", lines, text)
		}
	})
}
