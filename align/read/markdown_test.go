package read

import (
	"strings"
	"testing"
	"time"
)

func TestMarkdown(t *testing.T) {
	for _, row := range []struct {
		reason, source, want, title string
	}{
		{
			reason: "markup goes, text stays, wrapped lines are one paragraph",
			source: "# The *old* mill\n\nThe mill at\n**Amber Falls** is [for sale](https://example.org \"ad\"),\r\nsays `mill.txt` &amp; the ~~mayor~~ owner \\*.\n",
			want:   "heading@1: The old mill\nparagraph@3: The mill at Amber Falls is for sale, says mill.txt & the mayor owner *.\n",
			title:  "The old mill",
		},
		{
			reason: "lists, nested, numbered and of tasks",
			source: "Facts\n=====\n\n- one\n- two\n  1. three\n\n     more of it\n- [x] four\n",
			want:   "heading@1: Facts\nlist item@4: one\nlist item@5: two\nlist item@6: three\nlist item@8: more of it\nlist item@9: four\n",
			title:  "Facts",
		},
		{
			reason: "quotes, code and rules",
			source: "> A mill\n> is forever.\n\n    indented := 1\n\n---\n\n```go\nif a < b {\n\n\treturn &c\n}\n```\nend\n",
			want:   "quote@1: A mill is forever.\ncode@4: indented := 1\ncode@9: if a < b {\n\n\treturn &c\n}\nparagraph@14: end\n",
		},
		{
			reason: "rows of a table, with a tab between cells",
			source: "| Year | Price |\n|------|------:|\n| 2019 | 3 *m* |\n| 2020 | |\n",
			want:   "table row@1: Year\tPrice\ntable row@3: 2019\t3 m\nparagraph@4: 2020\n",
		},
		{
			reason: "the alternative text of a picture is its caption",
			source: "![The mill in *spring*](mill.jpg)\n\nBefore ![](x.png) after ![wheel](w.png) it.\n",
			want:   "caption@1: The mill in spring\nparagraph@3: Before after it.\ncaption@3: wheel\n",
		},
		{
			reason: "HTML in Markdown",
			source: "<!-- draft -->\n<div align=\"center\"><b>Mill</b> news</div>\n\nLine<br>break and H<sub>2</sub>O.\n\n<script>\nalert(1)\n</script>\n",
			want:   "paragraph@0: Mill news\nparagraph@4: Line\nparagraph@4: break and H2O.\n",
		},
		{
			reason: "links by reference and bare",
			source: "See [the ad][1] at <https://example.org>.\n\n[1]: https://example.org/ad\n",
			want:   "paragraph@1: See the ad at https://example.org.\n",
		},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc := mustRead(t, row.source, "mill.md")
			if got := outline(doc); got != row.want || doc.Title != row.title {
				t.Errorf("title %q, blocks\n%swant %q\n%s", doc.Title, got, row.title, row.want)
			}
		})
	}
}

func TestFrontMatter(t *testing.T) {
	day := time.Date(2025, 5, 2, 0, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		reason, source    string
		title, lang, text string
		date              time.Time
		line              int // of the first block
	}{
		{
			reason: "YAML",
			source: "---\ntitle: \"The mill: sold\"\nlang: de-at\ntags:\n  - mill\n  - sale\n# a comment\ndate: 2025-05-02\n---\n\nSold.\n",
			title:  "The mill: sold", lang: "de-AT", date: day, text: "Sold.", line: 11,
		},
		{
			reason: "TOML",
			source: "+++\ntitle = 'Sold'\nlanguage = \"fr\"\ndate = 2025-05-02T10:00:00Z\n[params]\nx = 1\n+++\n# Vendu\n",
			title:  "Sold", lang: "fr", date: day.Add(10 * time.Hour), text: "Vendu", line: 8,
		},
		{
			reason: "prose between rules is text",
			source: "---\nSold.\n---\n\nAt last.\n",
			title:  "Sold.", text: "Sold.\n\nAt last.", line: 2,
		},
		{
			reason: "front matter without an end is text",
			source: "---\n\ntitle: Sold\n",
			text:   "title: Sold", line: 3,
		},
		{
			reason: "what is no language and no date is not taken over",
			source: "---\nlang: klingonese dialect\ndate: soon\n---\nSold.\n",
			text:   "Sold.", line: 5,
		},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc := mustRead(t, row.source, "mill.markdown")
			if doc.Title != row.title || doc.Lang != row.lang || !doc.Date.Equal(row.date) || doc.Text != row.text || doc.Blocks[0].Line != row.line {
				t.Errorf("got %q, %q, %v, %q, line %d", doc.Title, doc.Lang, doc.Date, doc.Text, doc.Blocks[0].Line)
			}
		})
	}
}

func TestHostileMarkdown(t *testing.T) {
	for _, marks := range []string{"*a_ ", "a**b_c_", "[a](b", "![a](<", "> ", "- > ", "1. ", "[a]: b\n", "*", "[["} {
		t.Run(marks, func(t *testing.T) {
			source := strings.Repeat(marks, 1<<20/len(marks)) + "end"
			start := time.Now()
			doc := mustRead(t, source, "mill.md")
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if !strings.HasSuffix(doc.Text, "end") {
				t.Errorf("text ends in %q", doc.Text[max(0, len(doc.Text)-20):])
			}
		})
	}
}

func TestMarkdownLimits(t *testing.T) {
	for n, hostile := range map[int]bool{maxMarks - 1: false, maxMarks: false, maxMarks + 1: true} {
		if isHostile(strings.Repeat("a[", n)) != hostile {
			t.Errorf("%d marks: hostile is %v", n, !hostile)
		}
	}
	for n, hostile := range map[int]bool{maxOpen - 1: false, maxOpen: false, maxOpen + 1: true} {
		if isHostile(strings.Repeat("- ", n)+"a") != hostile {
			t.Errorf("%d containers in a line: hostile is %v", n, !hostile)
		}
	}
}
