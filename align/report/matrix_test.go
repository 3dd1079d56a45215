package report

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"factdiff/align"
)

func TestMatrix(t *testing.T) {
	for _, c := range []struct {
		report *align.Report
		width  int
		want   string
	}{
		{bridge(), 80, `
Who says what
   a   b   c
=  a1+ b1+ c1   The harbour bridge is open … The old bridge reopened on Friday.
=? a2  b2  ·    By Anna Keller
!  a4! b4! ·    It cost 18 million euros,
=  a5  b5  ·    twice as much as planned.
*  ·   b6  ·    Anwohner klagen über Lärm.
`},
		{bridge(), 45, "\n=  a1+ b1+ c1   The harbour bridge is open"},
		{bridge(), 40, "\n=  a1+ b1+ c1   The harbour bridge is o…\n"},
		{crowd(9), 40, "\nWho says what\n   abcdefghi\n=  ========= The bridge reopened, 橋は…\n*  ········= Only here.\n"},
		{crowd(26), 24, "\nWho says what\n   abcdefghijklmnopqrst…\n"},
	} {
		if text := textOfReport(t, c.report, TextOptions{Width: c.width}); !strings.Contains(text, c.want) {
			t.Errorf("in %d columns: no %s in\n%s", c.width, c.want, text)
		}
	}
	if text := textOfReport(t, moving(), TextOptions{}); strings.Contains(text, "Who says what") {
		t.Error("two versions need no matrix")
	}
	if text := textOfReport(t, bridge(), TextOptions{Only: []string{"conflict", "a"}}); strings.Count(text, "\n!  a4! b4! ·") != 1 || strings.Contains(text, "\n=  a") {
		t.Errorf("not only what was asked for:\n%s", text)
	}
}

func TestHTMLMatrix(t *testing.T) {
	_, root := render(t, bridge())
	tables := find(root, func(n *html.Node) bool { return n.Data == "div" && hasClass(n, "matrix") })
	if len(tables) != 1 {
		t.Fatalf("%d matrices", len(tables))
	}
	rows := find(tables[0], named("tr"))
	if got, want := len(rows), 1+len(Groups(bridge())); got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
	for _, tr := range rows[1:] {
		if n := len(find(tr, named("td"))); n != 3 {
			t.Errorf("%d cells: %s", n, textOf(tr))
		}
	}
	cell := find(tables[0], func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == "#b4" })
	if len(cell) != 1 || textOf(cell[0]) != "! b4" || attr(cell[0], "aria-label") != "b4, contradicted" {
		t.Errorf("the cell of what is contradicted: %v", cell)
	}
	if _, root = render(t, moving()); len(find(root, func(n *html.Node) bool { return hasClass(n, "matrix") })) > 0 {
		t.Error("two versions need no matrix")
	}
}
