package judge

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"factdiff/align"
	"factdiff/align/read"
)

// check states what holds of every report: matches stand on both sides, best
// first, and statuses and counts follow from them.
func check(t testing.TB, r *align.Report) {
	t.Helper()
	facts, counts := map[string]align.Fact{}, map[string]align.Summary{}
	for _, f := range r.Facts {
		facts[f.ID] = f
	}
	for id := range r.Summary {
		counts[id] = align.Summary{}
	}
	for _, f := range r.Facts {
		want := align.Only
		for i, m := range f.Matches {
			other, ok := facts[m.ID]
			if !ok || other.Version == f.Version || !slices.Contains(other.Matches, align.Match{ID: f.ID, Relation: m.Relation, Score: m.Score}) {
				t.Errorf("match %+v of %s is not on both sides", m, f.ID)
			}
			if i > 0 && m.Score > f.Matches[i-1].Score {
				t.Errorf("the matches of %s are not best first", f.ID)
			}
			switch {
			case m.Relation == align.Contrary:
				want = align.Conflict
			case m.Relation != align.Same:
				t.Errorf("%s has a match %+v", f.ID, m)
			case want == align.Only:
				want = align.Shared
			}
		}
		if len(f.Matches) == 0 && f.Status == align.Boilerplate {
			want = align.Boilerplate
		}
		if f.Status != want || f.Matches == nil || !(f.Confidence >= 0 && f.Confidence <= 1) {
			t.Errorf("%s is %s with %v", f.ID, f.Status, f.Matches)
		}
		s := counts[f.Version]
		*map[align.Status]*int{align.Shared: &s.Shared, align.Only: &s.Only, align.Conflict: &s.Conflict, align.Boilerplate: &s.Boilerplate}[f.Status]++
		counts[f.Version] = s
	}
	if !reflect.DeepEqual(r.Summary, counts) {
		t.Errorf("the summary says %v, want %v", r.Summary, counts)
	}
}

func says(fact string, pairs ...string) Answer {
	a := Answer{Fact: fact}
	for i := 0; i < len(pairs); i += 2 {
		a.Candidates = append(a.Candidates, pairs[i])
		a.Relations = append(a.Relations, align.Relation(pairs[i+1]))
	}
	return a
}

func TestApply(t *testing.T) {
	three := func() *align.Report {
		both := []align.Match{{ID: "b1", Relation: align.Same, Score: 0.7}, {ID: "c1", Relation: align.Same, Score: 0.6}}
		return reportOf(
			fact{"a1", align.Shared, 0.5, both, nil},
			fact{"a2", align.Only, 0.4, nil, with("b2", 0.3)},
			fact{"b1", align.Shared, 0.9, match("a1", align.Same, 0.7), nil},
			fact{"b2", align.Only, 0.95, nil, nil},
			fact{"b3", align.Boilerplate, 0.9, nil, nil},
			fact{"c1", align.Shared, 0.5, match("a1", align.Same, 0.6), nil},
		)
	}
	tests := []struct {
		reason  string
		answers []Answer
		want    string // what differs from the report: facts with status and confidence
		held    string // of the first ruling
	}{
		{"nothing", nil, "", ""},
		{"confirmed", []Answer{says("a1", "b1", "same", "c1", "same")}, "a1 shared 0.889", ""},
		{"one of two goes", []Answer{says("a1", "b1", "same", "c1", "")}, "a1 shared 0.889, c1 only 0.727", ""},
		{"one of two is contrary", []Answer{says("a1", "b1", "same", "c1", "conflict")}, "a1 conflict 0.727, c1 conflict 0.727", ""},
		{"a sure one would go", []Answer{says("a1", "b1", "", "c1", "same")}, "", "overturn the verdict on b1"},
		{"a sure one would come", []Answer{says("a2", "b2", "same")}, "", "overturn the verdict on b2"},
		{"a sure one gets another counterpart", []Answer{says("a2", "b1", "same")}, "a2 shared 0.774", ""},
		{"another is confirmed to be alone", []Answer{says("a2", "b2", "")}, "a2 only 0.842", ""},
		{"not in doubt", []Answer{says("b1", "a1", "conflict")}, "", "not in doubt"},
		{"furniture", []Answer{says("b3", "a1", "same")}, "", "not in doubt"},
		{"with furniture", []Answer{says("a2", "b3", "same")}, "", "not one about its candidates"},
		{"with itself", []Answer{says("a2", "a2", "same")}, "", "not one about its candidates"},
		{"of its version", []Answer{says("a2", "a1", "same")}, "", "not one about its candidates"},
		{"with nobody", []Answer{says("a2", "b9", "same")}, "", "not one about its candidates"},
		{"twice the same candidate", []Answer{says("a2", "b1", "same", "b1", "")}, "", "not one about its candidates"},
		{"no candidates", []Answer{says("a2")}, "", "not one about its candidates"},
		{"fewer relations", []Answer{{Fact: "a2", Candidates: []string{"b1"}}}, "", "not one about its candidates"},
		{"an unknown relation", []Answer{says("a2", "b1", "shared")}, "", "unknown relation"},
		{"of another report", []Answer{says("x7", "b1", "same")}, "", ""},
		{"an error", []Answer{{Fact: "a2", Candidates: []string{"b1"}, Err: errors.New("no")}}, "", "no answer"},
		{"two answers", []Answer{says("a2", "b1", "same"), says("a2", "b1", "same")}, "", "two answers"},
		{"agreeing from both sides", []Answer{says("a1", "c1", "conflict"), says("c1", "a1", "conflict")}, "a1 conflict 0.727, c1 conflict 0.727", ""},
		{"contradicting itself", []Answer{says("a1", "c1", "conflict"), says("c1", "a1", "same")}, "", "contradicts itself about c1"},
	}
	for _, tt := range tests {
		r := three()
		got, rulings := Apply(r, tt.answers, Doubtful)
		if !reflect.DeepEqual(r, three()) {
			t.Errorf("%s: the report was changed, not its copy", tt.reason)
		}
		check(t, got)
		var differs, ruled []string
		for i, f := range got.Facts {
			if f.Status != r.Facts[i].Status || f.Confidence != r.Facts[i].Confidence {
				differs = append(differs, fmt.Sprintf("%s %s %v", f.ID, f.Status, f.Confidence))
			}
		}
		for _, x := range rulings {
			if x.Held == "" {
				ruled = append(ruled, x.Fact)
			}
		}
		if s := strings.Join(differs, ", "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.reason, s, tt.want)
		}
		for i, id := range ruled {
			if !strings.HasPrefix(differs[i], id+" ") || len(ruled) != len(differs) {
				t.Errorf("%s: the judge decided %v, and %v differ", tt.reason, ruled, differs)
			}
		}
		if tt.held != "" && (len(rulings) == 0 || !strings.Contains(rulings[0].Held, tt.held)) {
			t.Errorf("%s: %+v, want %q", tt.reason, rulings, tt.held)
		}
	}
}

// TestValues believes the numbers in the texts, not the judge.
func TestValues(t *testing.T) {
	r := reportOf(
		fact{"a1", align.Only, 0.5, nil, []align.Candidate{{ID: "b1", Score: 0.5, Disagree: [][2]string{{"18", "21"}}}}},
		fact{"b1", align.Only, 0.5, nil, nil},
	)
	for _, a := range []Answer{says("a1", "b1", "same"), says("b1", "a1", "same")} {
		got, rulings := Apply(r, []Answer{a}, Doubtful)
		if !reflect.DeepEqual(got, r) || !strings.Contains(rulings[0].Held, "values of "+a.Candidates[0]) {
			t.Errorf("%+v", rulings)
		}
	}
	if got, _ := Apply(r, []Answer{says("a1", "b1", "conflict")}, Doubtful); got.Facts[0].Status != align.Conflict {
		t.Error("a conflict of values is held back")
	}
}

func compared(t testing.TB) *align.Report {
	t.Helper()
	var versions []*read.Document
	for lang, text := range map[string]string{
		"en": "The old bridge over the harbour reopened on Friday. The repairs cost 18 million euros, twice as much as planned. A school band played, and the mayor spoke.",
		"de": "Die alte Brücke über den Hafen ist seit Freitag wieder offen. Die Reparatur kostete 21 Millionen Euro. Anwohner klagen über den Lärm der Lastwagen.",
		"fr": "Le vieux pont du port a rouvert vendredi. Les réparations ont coûté 18 millions d'euros, et la maire a parlé.",
	} {
		d := read.Text(lang, text)
		d.Lang = lang
		versions = append(versions, d)
	}
	slices.SortFunc(versions, func(x, y *read.Document) int { return strings.Compare(x.Lang, y.Lang) })
	r, err := align.Compare(t.Context(), versions, align.Options{Explain: true, Model: align.Fast})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAnyAnswers applies answers at random to a real report: whatever is said, it
// stays consistent, and sure facts keep their verdict.
func TestAnyAnswers(t *testing.T) {
	r := compared(t)
	check(t, r)
	whole, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	changed := 0
	for round := range 2000 {
		below := []float64{0.5, 0.9, 1.1}[round%3]
		var answers []Answer
		for _, q := range Questions(r, below, 100) {
			if random.IntN(3) == 0 {
				continue
			}
			a := Answer{Fact: q.Fact.ID}
			for _, c := range q.Candidates {
				a.Candidates = append(a.Candidates, c.ID)
				a.Relations = append(a.Relations, []align.Relation{align.Same, align.Contrary, Different}[random.IntN(3)])
			}
			answers = append(answers, a)
		}
		got, rulings := Apply(r, answers, below)
		check(t, got)
		ruled := map[string]bool{}
		for _, x := range rulings {
			ruled[x.Fact] = x.Held == ""
		}
		for i, f := range got.Facts {
			was := r.Facts[i]
			if f.Status != was.Status {
				changed++
			}
			if (f.Status != was.Status || f.Confidence != was.Confidence) && (!ruled[f.ID] || was.Confidence >= below) {
				t.Errorf("%s became %s (%v) from %s (%v)", f.ID, f.Status, f.Confidence, was.Status, was.Confidence)
			}
		}
	}
	if now, _ := json.Marshal(r); string(now) != string(whole) {
		t.Error("the report was changed, not its copies")
	}
	if changed < 1000 {
		t.Errorf("only %d verdicts changed", changed)
	}
}
