package align

import (
	"strings"

	"github.com/adrg/strutil/metrics"

	"factdiff/align/classify"
	"factdiff/align/match"
)

// render gathers by version what the sentences of its story say in the reader's
// language: the originals where they are in it, else their translations; "" where
// there is none to be trusted.
func (c *comparison) render(into string) {
	c.rendered = make([][]string, len(c.versions))
	for i, v := range c.versions {
		for _, s := range c.stories[i].Sentences {
			text := ""
			if v.Lang == into {
				text = v.Text(v.Sentences[s].Span)
			} else if t := c.translations[i][s]; t.issue == "" { // there is a translator
				text = t.text
			}
			c.rendered[i] = append(c.rendered[i], strings.ToLower(strings.Join(strings.Fields(text), " ")))
		}
	}
}

// wording is how alike two texts in one language are, by the share of their
// trigrams that both have. Of what was tried on labelled pairs with translations
// (edit distance, overlap, the cosine of the translations' vectors) it told the
// most about pairs that the rest of the evidence leaves open.
var wording = metrics.SorensenDice{NgramSize: 3}

// alike tells how alike the sentences of a pair's facts are in the reader's
// language; false where that is not known, or both are in one language anyway.
func (c *comparison) alike(m *meeting) classify.Likeness {
	if c.rendered == nil || c.versions[m.a].Lang == c.versions[m.b].Lang {
		return nil
	}
	type sentences struct{ a, b int }
	known := map[sentences]float64{}
	return func(p *match.Pair) (float64, bool) {
		s := sentences{c.stories[m.a].Side.Facts[p.A].Sentence, c.stories[m.b].Side.Facts[p.B].Sentence}
		x, y := c.rendered[m.a][s.a], c.rendered[m.b][s.b]
		if x == "" || y == "" {
			return 0, false
		}
		if _, ok := known[s]; !ok {
			known[s] = wording.Compare(x, y)
		}
		return known[s], true
	}
}
