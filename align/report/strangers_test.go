package report

import (
	"path/filepath"
	"strings"
	"testing"

	"factdiff/align"
	"factdiff/align/read"
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
		for range c.shared {
			r.Facts = append(r.Facts, align.Fact{Version: "a", Status: align.Shared, Confidence: 0.9}, align.Fact{Version: "b", Status: align.Shared, Confidence: 0.9})
		}
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

// TestLabelledStrangers holds that labelled reports on one event are never taken for
// strangers, and that nearly all are that were written on two.
func TestLabelledStrangers(t *testing.T) {
	if testing.Short() {
		t.Skip("compares some thirty pairs of articles")
	}
	folders, err := filepath.Glob("../../testdata/pairs/en-*")
	if err != nil || len(folders) < 10 {
		t.Fatalf("%d labelled pairs, %v", len(folders), err)
	}
	folders = folders[:min(16, len(folders))]
	open := func(folder, side string) *read.Document {
		d, err := read.File(t.Context(), filepath.Join(folder, side+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	remarked := func(a, b *read.Document) bool {
		r, err := align.Compare(t.Context(), []*read.Document{a, b}, align.Options{Model: align.Fast})
		if err != nil {
			t.Fatal(err)
		}
		return strangers(r) != ""
	}
	missed := 0
	for i, folder := range folders {
		a := open(folder, "a")
		if remarked(a, open(folder, "b")) {
			t.Errorf("%s: its versions are taken for strangers", folder)
		}
		if other := folders[(i+5)%len(folders)]; !remarked(a, open(other, "b")) {
			t.Logf("%s and %s: not taken for strangers", folder, other)
			missed++
		}
	}
	if t.Logf("%d of %d strangers missed", missed, len(folders)); missed > 1 {
		t.Error("too many")
	}
}
