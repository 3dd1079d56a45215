package report

import (
	"strings"
	"testing"

	"factdiff/align"
)

func TestStrangers(t *testing.T) {
	for _, c := range []struct {
		reason       string
		shared, only int
		want         bool
	}{
		{"nothing in common", 0, 4, true},
		{"one of many, perhaps by mistake", 1, 20, true},
		{"a report that shares its main fact", 1, 7, false},
		{"too short to tell", 0, 3, false},
		{"the same", 9, 0, false},
	} {
		s := align.Summary{Shared: c.shared, Only: c.only}
		r := &align.Report{Versions: []align.Version{{ID: "a", Lang: "en"}, {ID: "b", Lang: "de"}}, Summary: map[string]align.Summary{"a": s, "b": s}}
		remark := strangers(r)
		if (remark != "") != c.want {
			t.Errorf("%s: got %q", c.reason, remark)
		}
		var b strings.Builder
		if err := Summary(&b, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "same event?") != c.want {
			t.Errorf("%s: the summary is\n%s", c.reason, b.String())
		}
	}
}
