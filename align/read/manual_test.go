package read

import (
	"strings"
	"testing"
)

func TestManual(t *testing.T) {
	for _, row := range []struct {
		reason, name, source, want string
	}{
		{
			"the main part of a page is text, what is around it is not", "a.html",
			"<header><p>Site</p></header>\n<nav><a href=b>B</a></nav>\n<div><div role=main>\n<nav>Here</nav><h1>Mill<a class=headerlink href='#mill'>¶</a></h1>\n<p>It turns\n at <br>9 km/h, see <a href='#sale'>below</a>.</p>\n<ul><li><a href='sale.html'>Sale</a></li><li><a href='https://example.org'>Abroad</a><li>Not <a href=x>it</a></ul>\n</div></div>\n<footer>End</footer>",
			"leftover@1: Site\nleftover@2: B\nleftover@4: Here\nheading@4: Mill\nparagraph@5: It turns at\nparagraph@6: 9 km/h, see below.\nleftover@7: Sale\nlist item@7: Abroad\nlist item@7: Not it\nleftover@9: End\n",
		},
		{
			"the only article is the main part", "a.html",
			"<p>Before</p><article><p>Text.</p></article>",
			"leftover@1: Before\nparagraph@1: Text.\n",
		},
		{
			"a page without a main part is looked through for an article", "a.html",
			"<p>One.</p>\n<p>Two.</p>",
			"paragraph@1: One.\nparagraph@2: Two.\n",
		},
		{
			"what generators add to Markdown", "a.md",
			"import Tabs from '@theme/Tabs';\n\n# Mill\n\n:::note Mind\nThe wheel.\n:::\n\n{{< hint >}}\nIt turns {{< x >}}fast.\n{{< /hint >}}\n\n!!! warning \"Stop\"\n    It is wet.\n\n    Very.\n\nEnd.\n\n```\n:::code\n```\n- [Sale](sale.md)\n- Other\n",
			"heading@3: Mill\nparagraph@5: Mind The wheel.\nparagraph@10: It turns fast.\nparagraph@13: Stop It is wet.\nparagraph@16: Very.\nparagraph@18: End.\ncode@21: :::code\nleftover@23: Sale\nlist item@24: Other\n",
		},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc, err := Manual(t.Context(), strings.NewReader(row.source), row.name)
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, doc)
			if got := outline(doc); got != row.want {
				t.Errorf("got\n%swant\n%s", got, row.want)
			}
		})
	}
}
