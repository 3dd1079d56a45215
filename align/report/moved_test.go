package report

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestMoved(t *testing.T) {
	for _, c := range []struct {
		reason  string
		facts   [][]string
		matches string
		want    string
	}{
		{"nothing", [][]string{{}, {}}, "", ""},
		{"in order", [][]string{{"=x", "oy", "=z"}, {"=x", "=z"}}, "a1=b1 a3=b2", ""},
		{"one from the front to the end", [][]string{{"=w", "=x", "=y", "=z"}, {"=x", "=y", "=z", "=w"}}, "a1=b4 a2=b1 a3=b2 a4=b3", "a1 b4"},
		{"one from the end to the front", [][]string{{"=x", "=y", "=z"}, {"=z", "=x", "=y"}}, "a1=b2 a2=b3 a3=b1", "a3 b1"},
		{"a contradicted one", [][]string{{"!w", "=x", "=y"}, {"=x", "=y", "!w"}}, "a1!b3 a2=b1 a3=b2", "a1 b3"},
		{"inside a sentence order is the language's", [][]string{{"=x", "+=y"}, {"=y", "+=x"}}, "a1=b2 a2=b1", ""},
		{"clauses of two sentences that the other joins", [][]string{{"=x", "=y"}, {"=y", "+=x"}}, "a1=b2 a2=b1", ""},
		{"one of two counterparts in place is enough", [][]string{{"=x", "=y", "=z"}, {"=x", "=y", "=z", "=x"}}, "a1=b1 a1=b4 a2=b2 a3=b3", "b4"},
		{"each two of three versions", [][]string{{"=x", "=y", "=z"}, {"=x", "=y", "=z"}, {"=y", "=z", "=x"}}, "a1=b1 a2=b2 a3=b3 a1=c3 a2=c1 a3=c2", "a1 c3"},
	} {
		var versions []written
		for _, facts := range c.facts {
			versions = append(versions, written{lang: "en", facts: facts})
		}
		m := newMovements(compose(versions, strings.Fields(c.matches)...))
		all := map[string]bool{}
		for _, ids := range m.pairs {
			maps.Copy(all, ids)
		}
		if got := strings.Join(slices.Sorted(maps.Keys(all)), " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
}

func TestMovedFrom(t *testing.T) {
	r := compose([]written{{facts: []string{"=x", "=y", "=z"}}, {facts: []string{"=x", "=y", "=z"}}, {facts: []string{"=y", "=z", "=x"}}},
		"a1=b1", "a2=b2", "a3=b3", "a1=c3", "a2=c1", "a3=c2", "b1=c3", "b2=c1", "b3=c2")
	m := newMovements(r)
	if got := m.from(m.facts["c3"], r.Versions); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("c3: %q", got)
	}
	if got := m.from(m.facts["a1"], r.Versions); !slices.Equal(got, []string{"c"}) {
		t.Errorf("a1: %q", got)
	}
	if m.between(m.facts["a2"], "c") {
		t.Error("a2 did not move")
	}
}
