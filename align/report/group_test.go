package report

import (
	"fmt"
	"strings"
	"testing"

	"factdiff/align"
)

func TestGroups(t *testing.T) {
	for _, c := range []struct {
		reason  string
		facts   [][]string
		matches string
		want    string
	}{
		{"nothing", [][]string{{}, {}}, "", ""},
		{"shared, and only in one", [][]string{{"=x", "oy"}, {"=x", ".Share"}}, "a1=b1", "g1 shared [a b] map[a:[a1] b:[b1]] []; g2 only [a] map[a:[a2]] []"},
		{"three versions", [][]string{{"=x"}, {"=x"}, {"=x", "oy"}}, "a1=b1 b1=c1", "g1 shared [a b c] map[a:[a1] b:[b1] c:[c1]] []; g2 only [c] map[c:[c2]] []"},
		{"two agree against the third", [][]string{{"!x"}, {"!x"}, {"!y"}}, "a1!c1 b1!c1 a1=b1", "g1 conflict [a b c] map[a:[a1] b:[b1] c:[c1]] [[a c] [b c]]"},
		{"two facts for one", [][]string{{"=x"}, {"=x", "=x"}}, "a1=b2 a1=b1", "g1 shared [a b] map[a:[a1] b:[b1 b2]] []"},
	} {
		var versions []written
		for _, facts := range c.facts {
			versions = append(versions, written{lang: "en", facts: facts})
		}
		var got []string
		for _, g := range Groups(compose(versions, strings.Fields(c.matches)...)) {
			got = append(got, fmt.Sprint(g.ID, " ", g.Status, " ", g.Versions, " ", g.Facts, " ", g.Conflicts))
		}
		if got := strings.Join(got, "; "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.reason, got, c.want)
		}
	}
}

// Every fact but furniture is in one group.
func TestGroupsPartition(t *testing.T) {
	for name, r := range map[string]*align.Report{"bridge": bridge(), "wide": wide(), "nine": crowd(9), "long": long(50)} {
		count := map[string]int{}
		for _, g := range Groups(r) {
			for _, ids := range g.Facts {
				for _, id := range ids {
					count[id]++
				}
			}
		}
		for _, f := range r.Facts {
			want := 1
			if f.Status == align.Boilerplate {
				want = 0
			}
			if count[f.ID] != want {
				t.Errorf("%s: %s is in %d groups", name, f.ID, count[f.ID])
			}
		}
	}
}
