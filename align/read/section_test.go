package read

import (
	"strings"
	"testing"
)

func TestSections(t *testing.T) {
	doc := mustRead(t, "# Island\n\nIn the sea.\n\n## History\n\nSettled.\n\n### Ferry\n\nIt sails.\n\n## Economy\n\n- Fish\n", "a.md")
	want := []string{
		"Island|In the sea.|History|Settled.|Ferry|It sails.|Economy|Fish",
		"History|Settled.|Ferry|It sails.",
		"Ferry|It sails.",
		"Economy|Fish",
	}
	sections := doc.Sections()
	if len(sections) != len(want) {
		t.Fatalf("%d sections", len(sections))
	}
	for i, s := range sections {
		only := doc.Only(s)
		checkDocument(t, only)
		if got := strings.ReplaceAll(articleText(only), "\n", "|"); got != want[i] || only.Title != s.Title {
			t.Errorf("%q: %s", s.Title, got)
		}
	}
	flat := mustRead(t, "One\n===\n\nText.\n\nTwo\n---\n\nMore.\n", "a.txt")
	for i, want := range []string{"One", "Two"} {
		if s := flat.Sections()[i]; s.Title != want || len(flat.Only(s).Blocks) > 3 {
			t.Errorf("without levels: %q has %d blocks", s.Title, len(flat.Only(s).Blocks))
		}
	}
	if got := Text("a", "No heading, only one sentence.").Sections(); len(got) != 0 {
		t.Errorf("without headings: %v", got)
	}
}
