package report

import (
	"io"
	"strings"
	"testing"

	"factdiff/align"
)

// TestBrokenReports gives all writers what no comparison makes: a report that
// somebody has changed. They refuse it, and do not panic.
func TestBrokenReports(t *testing.T) {
	for _, c := range []struct {
		reason string
		spoil  func(r *align.Report)
		want   string
	}{
		{"an unknown version", func(r *align.Report) { r.Facts[0].Version = "z" }, `there is no version "z"`},
		{"a long ID", func(r *align.Report) { r.Facts[0].ID = strings.Repeat("a1", 80) }, "its ID is not"},
		{"an ID twice", func(r *align.Report) { r.Facts[1].ID = r.Facts[0].ID }, "is not its own"},
		{"a span out of the text", func(r *align.Report) { r.Facts[len(r.Facts)-1].End = 1 << 20 }, "not in the text"},
		{"a span before the text", func(r *align.Report) { r.Facts[0].Start = -1 }, "not after the fact before"},
		{"a match that is gone", func(r *align.Report) { r.Facts[0].Matches = []align.Match{{ID: "b99"}} }, `there is no match "b99"`},
	} {
		r := bridge()
		c.spoil(r)
		writers := allFormats(r, nil)
		delete(writers, "JSON") // which shows what there is
		for name, write := range writers {
			var b strings.Builder
			if err := write(&b); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: %v", c.reason, name, err)
			}
		}
		var b strings.Builder
		if err := Explain(&b, r, "a1", TextOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, explained: %v", c.reason, err)
		}
	}
	// Words out of the text, and a candidate that is gone, are passed over.
	r := bridge()
	r.Sentences = append(r.Sentences, align.Sentence{Version: "a", Words: []align.Word{{Start: 2, End: 1 << 20, Novelty: 1}}})
	for name, write := range allFormats(r, nil) {
		if err := write(io.Discard); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range r.Facts {
		r.Facts[i].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: "b99"}}}}
	}
	var b strings.Builder
	if err := Explain(&b, r, r.Facts[0].ID, TextOptions{}); err != nil {
		t.Errorf("a candidate that is gone: %v", err)
	}
}
