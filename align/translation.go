package align

import (
	"context"
	"strings"

	"factdiff/align/translate"
)

// translation is what became of a sentence in another language: its text, and
// what is wrong with it.
type translation struct{ text, issue string }

// translateTogether is how many sentences are translated between two reports of
// progress.
const translateTogether = 16

// foreign tells, per version, which sentences are to be translated: those of
// the story that are not in the reader's language.
func (c *comparison) foreign(into string) [][]int {
	out := make([][]int, len(c.versions))
	for i, v := range c.versions {
		if v.Lang != into {
			out[i] = c.stories[i].Sentences
		}
	}
	return out
}

// translate has sentences translated, and tells progress how many were. A
// sentence that fails takes nothing from the others.
func (c *comparison) translate(ctx context.Context, t translate.Translator, into string, sentences [][]int, progress func(sentences int)) error {
	c.translations = make([]map[int]translation, len(c.versions))
	for i, v := range c.versions {
		c.translations[i] = map[int]translation{}
		for rest := sentences[i]; len(rest) > 0; {
			some := rest[:min(translateTogether, len(rest))]
			rest = rest[len(some):]
			texts := make([]string, len(some))
			for n, k := range some {
				texts[n] = strings.Join(strings.Fields(v.Text(v.Sentences[k].Span)), " ")
			}
			for n, answer := range translate.All(ctx, t, v.Lang, into, texts) {
				out := translation{answer.Text, answer.Doubt}
				if answer.Err != nil {
					out.issue = answer.Err.Error()
				}
				c.translations[i][some[n]] = out
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			progress(len(some))
		}
	}
	return nil
}
