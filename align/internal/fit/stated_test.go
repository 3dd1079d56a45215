package main

import (
	"fmt"
	"slices"
	"testing"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		reason, text, relation string
		want                   []string
	}{
		{"nothing differs", "The school closed on Monday.", "same", []string{"shared The school closed on Monday."}},
		{"one fact, of which a word differs", "The school ⟦closed⟧ on Monday.", "conflict", []string{"conflict The school closed on Monday."}},
		{"the second fact differs", "The school closed on Monday, and the pupils were ⟦sent home⟧ by bus.", "conflict",
			[]string{"shared The school closed on Monday,", "conflict  and the pupils were sent home by bus."}},
		{"a fact more", "The school closed on Monday⟦, and the pupils were sent home by bus⟧.", "part",
			[]string{"shared The school closed on Monday,", "only  and the pupils were sent home by bus."}},
		{"a detail more", "The school closed ⟦on Monday⟧.", "part", []string{"shared The school closed on Monday."}},
		{"another thing", "The school closed on Monday.", "topic", []string{"only The school closed on Monday."}},
	} {
		var got []string
		for _, f := range cut(c.text, "en", c.relation) {
			got = append(got, f.Status+" "+f.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
}

func TestJoin(t *testing.T) {
	facts := func(side string, statuses ...string) (out []goldFact) {
		for i, s := range statuses {
			out = append(out, goldFact{ID: fmt.Sprint(side, i), Status: s})
		}
		return out
	}
	a, b := facts("a", "shared", "conflict", "only"), facts("b", "shared", "shared", "conflict")
	join(a, b)
	for i, want := range [][]string{{"b0", "b1"}, {"b2"}, nil} {
		if !slices.Equal(a[i].Match, want) {
			t.Errorf("a%d is matched with %q, want %q", i, a[i].Match, want)
		}
	}
	a, b = facts("a", "conflict"), facts("b", "shared", "shared")
	join(a, b)
	if b[0].Status != "conflict" || b[1].Status != "conflict" || !slices.Equal(a[0].Match, []string{"b0", "b1"}) {
		t.Errorf("where only one side has brackets: got %v and %v", a, b)
	}
}
