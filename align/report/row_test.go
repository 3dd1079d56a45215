package report

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"factdiff/align"
)

// picture draws rows: each version's facts by number, parted by "|", after the
// verdict's sign, with "?" for doubt and "¶" before a row that begins a sentence.
func picture(all []*row) string {
	signs := map[align.Status]string{}
	for sign, status := range statuses {
		signs[status] = string(sign)
	}
	var out []string
	for _, g := range all {
		var cells []string
		for v, cell := range g.cells {
			var ids []string
			for _, f := range cell {
				ids = append(ids, f.ID)
			}
			for _, f := range g.said(v)[len(cell):] {
				ids = append(ids, "("+f.ID+")")
			}
			cells = append(cells, strings.Join(ids, "+"))
		}
		s := signs[g.status]
		if g.doubt {
			s += "?"
		}
		if g.opens {
			s = "¶" + s
		}
		out = append(out, s+" "+strings.Join(cells, "|"))
	}
	return strings.Join(out, ", ")
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		reason  string
		facts   [][]string // by version, as compose has them
		matches []string
		want    string
	}{
		{"nothing", [][]string{{}, {}}, nil, ""},
		{"one and one", [][]string{{"=x"}, {"=x"}}, []string{"a1=b1"}, "¶= a1|b1"},
		{"what only one has stands behind what precedes it there",
			[][]string{{"=x", "oy", "=z"}, {"=x", "ow", "=z"}}, []string{"a1=b1", "a3=b3"}, "¶= a1|b1, ¶o |b2, ¶o a2|, ¶= a3|b3"},
		{"what the second begins with stands first", [][]string{{"=x"}, {"oy", "=x"}}, []string{"a1=b2"}, "¶o |b1, ¶= a1|b2"},
		{"another order: that of the first", [][]string{{"=x", "=y"}, {"=y", "=x"}}, []string{"a1=b2", "a2=b1"}, "¶= a1|b2, ¶= a2|b1"},
		{"facts of one sentence", [][]string{{"=x", "+oy", "+oz"}, {"=x"}}, []string{"a1=b1"}, "¶= a1|b1, o a2|, o a3|"},
		{"two that stand for one, in reading order", [][]string{{"=x"}, {"=y", "oz", "=x"}}, []string{"a1=b3", "a1=b1"}, "¶= a1|b1+b3, ¶o |b2"},
		{"joined by way of another", [][]string{{"=x", "=y"}, {"=x", "=y"}}, []string{"a1=b1", "a2=b1", "a2=b2"}, "¶= a1+a2|b1+b2"},
		{"what follows a row's second fact does not stand before what precedes it",
			[][]string{{"=x", "oy", "=x", "oz", "ow"}, {"=x"}}, []string{"a1=b1", "a3=b1"}, "¶= a1+a3|b1, ¶o a2|, ¶o a4|, ¶o a5|"},
		{"a conflict", [][]string{{"!x"}, {"!y"}}, []string{"a1!b1"}, "¶! a1|b1"},
		{"furniture is left out", [][]string{{".By x", "=x", ".Share"}, {"=x", ".Next"}}, []string{"a2=b1"}, "¶= a2|b1"},
		{"three versions", [][]string{{"=x", "oy"}, {"=x", "=z"}, {"=z", "=x"}}, []string{"a1=b1", "a1=c2", "b2=c1"}, "¶= a1|b1|c2, ¶= |b2|c1, ¶o a2||"},
		{"one of three contradicts", [][]string{{"!x"}, {"=x"}, {"!x"}}, []string{"a1=b1", "a1!c1"}, "¶! a1|b1|c1"},
		{"nothing in common", [][]string{{"ox", "oy"}, {"oz"}}, nil, "¶o |b1, ¶o a1|, ¶o a2|"},
	} {
		var versions []written
		for _, facts := range c.facts {
			versions = append(versions, written{lang: "en", facts: facts})
		}
		if got := picture(rows(compose(versions, c.matches...))); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.reason, got, c.want)
		}
	}
	r := compose([]written{{facts: []string{"=x", "=y"}}, {facts: []string{"=x", "=y"}}}, "a1=b1", "a2=b2")
	r.Facts[2].Confidence = doubtful - 0.01
	r.Facts[3].Confidence = doubtful
	if got, want := picture(rows(r)), "¶=? a1|b1, ¶= a2|b2"; got != want {
		t.Errorf("in doubt: got %s, want %s", got, want)
	}
}

// TestFaintRows joins facts by how likely their matches are.
func TestFaintRows(t *testing.T) {
	for _, c := range []struct {
		reason string
		facts  [][]string // by version, as compose has them
		scores map[string]float64
		want   string
	}{
		{"a faint match beside a likelier", [][]string{{"=x", "=y", "=z"}, {"=x", "=z"}},
			map[string]float64{"a1=b1": 0.9, "a2=b1": 0.4, "a3=b2": 0.3}, "¶= a1|b1, ¶=? a2|(b1), ¶= a3|b2"},
		{"the likeliest match of a fact", [][]string{{"=x", "=y", "=z"}, {"=x", "=z"}},
			map[string]float64{"a1=b1": 0.9, "a2=b1": 0.6, "a3=b2": 0.3}, "¶= a1+a2|b1, ¶= a3|b2"},
		{"three that have only each other", [][]string{{"=x"}, {"=x"}, {"=x"}},
			map[string]float64{"a1=b1": 0.4, "a1=c1": 0.4, "b1=c1": 0.4}, "¶= a1|b1|c1"},
		{"a third that is not sure", [][]string{{"=x"}, {"=x"}, {"=x"}},
			map[string]float64{"a1=b1": 0.9, "a1=c1": 0.4, "b1=c1": 0.4}, "¶=? (a1)|(b1)|c1, ¶= a1|b1|"},
		{"a faint contradiction", [][]string{{"!x", "!y"}, {"!x"}},
			map[string]float64{"a1!b1": 0.9, "a2!b1": 0.4}, "¶! a1+a2|b1"},
	} {
		var versions []written
		for _, facts := range c.facts {
			versions = append(versions, written{lang: "en", facts: facts})
		}
		r := compose(versions, slices.Sorted(maps.Keys(c.scores))...)
		for i := range r.Facts {
			f := &r.Facts[i]
			for k := range f.Matches {
				m := &f.Matches[k]
				first, second := min(f.ID, m.ID), max(f.ID, m.ID)
				m.Score = c.scores[first+"="+second] + c.scores[first+"!"+second]
			}
		}
		if got := picture(rows(r)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.reason, got, c.want)
		}
	}
}
