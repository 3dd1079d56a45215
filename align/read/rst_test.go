package read

import (
	"strings"
	"testing"
	"time"
)

func TestRST(t *testing.T) {
	for _, row := range []struct {
		reason, source, want string
	}{
		{
			"sections with a line below, and above too; a line alone is a transition",
			"====\nMill\n====\n\nThe mill\nis old.\n\nSale\n----\n\nSold.\n\n----\n\nEnd.\n",
			"heading@2: Mill\nparagraph@5: The mill is old.\nheading@8: Sale\nparagraph@11: Sold.\nparagraph@15: End.\n",
		},
		{
			"inline markup goes, its text stays",
			"An *old* **mill**, ``mill -p``, :ref:`the sale <sale>`, :command:`ls`, `the ad <https://example.org>`_ and Page_.\n",
			"paragraph@1: An old mill, mill -p, the sale, ls, the ad and Page.\n",
		},
		{
			"what looks like markup and is none stays",
			"2 * 3 * 4, snake_case_name, a\\*b, ``a\\b``, *open, C:\\\\temp, |open and 10:30.\n",
			"paragraph@1: 2 * 3 * 4, snake_case_name, a*b, a\\b, *open, C:\\temp, |open and 10:30.\n",
		},
		{
			"lists of all kinds, nested",
			"- one\n  more\n\n  * two\n- three\n\n1. four\n2. five\n\n#. six\n\nterm\n    What it means.\n",
			"list item@1: one more\nlist item@4: two\nlist item@5: three\nlist item@7: four\nlist item@8: five\nlist item@10: six\nlist item@12: term\nlist item@13: What it means.\n",
		},
		{
			"an initial is no list",
			"A. Miller owns\nthe mill.\n",
			"paragraph@1: A. Miller owns the mill.\n",
		},
		{
			"literal blocks are code",
			"Type::\n\n    mill -p 80\n\n    stop\n\nand\nquoted ::\n\n> a\n> b\n\nend\n",
			"paragraph@1: Type:\ncode@3: mill -p 80\n\n    stop\nparagraph@7: and quoted\ncode@10: > a\n> b\nparagraph@13: end\n",
		},
		{
			"comments, targets and directives without text go",
			".. a comment\n   of two lines\n\n.. _target:\n.. _mill: https://example.org\n\n__ https://example.org\n\n.. code-block:: go\n   :linenos:\n\n   x := 1\n\n.. toctree::\n\n   a\n   b\n\n.. automodule:: mill\n\nText.\n",
			"paragraph@21: Text.\n",
		},
		{
			"the text in directives stays",
			".. note:: Mind\n   the wheel.\n\n.. warning::\n   :class: big\n\n   It turns.\n\n.. option:: --port PORT\n\n   The port, 80 by default.\n\n.. figure:: mill.png\n   :alt: a mill\n\n   The mill.\n",
			"paragraph@1: Mind the wheel.\nparagraph@7: It turns.\nparagraph@11: The port, 80 by default.\nparagraph@16: The mill.\n",
		},
		{
			"fields at the beginning are about the document, later they are text",
			":Author: A. Miller\n:Date: 2025\n\nMill\n====\n\nText.\n\n:param x: The flow\n  of water.\n:returns: The speed.\n",
			"heading@4: Mill\nparagraph@7: Text.\nlist item@9: The flow of water.\nlist item@11: The speed.\n",
		},
		{
			"options of a command",
			"Text.\n\n-p, --port=PORT  the port, 80 by default\n-v      says more,\n        and more\n",
			"paragraph@1: Text.\nlist item@3: -p, --port=PORT the port, 80 by default\nlist item@4: -v says more, and more\n",
		},
		{
			"tables drawn in both ways",
			"+-----+-------+\n| One | Two   |\n+=====+=======+\n| a   | b     |\n|     | more  |\n+-----+-------+\n\n===== ======\nYear  Price\n===== ======\n2019  3 *m*\n2020  über\n      more\n===== ======\n\nEnd.\n",
			"table row@2: One\tTwo\ntable row@4: a\tb more\ntable row@9: Year\tPrice\ntable row@11: 2019\t3 m\ntable row@12: 2020\tüber more\nparagraph@16: End.\n",
		},
		{
			"line blocks, quotes and doctests",
			"| one\n| two\n  more\n\nText:\n\n   A quote.\n\n>>> 1+1\n2\n\nEnd.\n",
			"paragraph@1: one\nparagraph@2: two more\nparagraph@5: Text:\nquote@7: A quote.\ncode@9: >>> 1+1\n2\nparagraph@12: End.\n",
		},
		{
			"substitutions, footnotes and references to them",
			".. |v| replace:: 2.1\n\nVersion |v|\\ , see [1]_ and [#n]_.\n\n.. [1] A note.\n",
			"paragraph@3: Version 2.1, see  and .\nlist item@5: A note.\n",
		},
		{
			"tabs and CR LF",
			"-\tone\r\n\ttwo\r\n",
			"list item@1: one two\n",
		},
	} {
		t.Run(row.reason, func(t *testing.T) {
			if got := outline(mustRead(t, row.source, "mill.rst")); got != row.want {
				t.Errorf("got\n%swant\n%s", got, row.want)
			}
		})
	}
	if got := mustRead(t, "*One.*\n", "_sources/mill.rst.txt").Text; got != "One." {
		t.Errorf("a published source is read as %q", got)
	}
}

// Nobody writes what would keep the reader busy for long.
func TestHostileRST(t *testing.T) {
	for _, unit := range []string{"- ", "*a ", "`a ", ":a:`b ", "|a ", "``a ", ".. |a| replace:: |a||a|\n", "1. ", "a\n b\n", "=== ===\n", "=== ===\na\n\n", "+-+\n", ".. note::\n", ":a: b\n", "::\n\n a\n", "a_ ", "[a]_ ", "> "} {
		t.Run(unit, func(t *testing.T) {
			source := strings.Repeat(unit, 1<<18/len(unit)) + "\n\nend"
			start := time.Now()
			doc := mustRead(t, source, "mill.rst")
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if !strings.HasSuffix(doc.Text, "end") || len(doc.Text) > 3*len(source) {
				t.Errorf("%d bytes, ending in %q", len(doc.Text), doc.Text[max(0, len(doc.Text)-20):])
			}
		})
	}
	var deep strings.Builder
	for i := range 3000 {
		deep.WriteString(strings.Repeat(" ", i) + "- a\n")
	}
	mustRead(t, deep.String(), "mill.rst")
}
