package align

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"factdiff/align/embed/e5"
	"factdiff/align/internal/prepare"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/translate"
)

// intelligible puts in the place of each version whose language no encoder
// knows its translation into one that they know: the reader's, or that of another
// version. It returns also what it did, to be told. Langs are changed in place.
func (o *Options) intelligible(ctx context.Context, documents []*read.Document, langs []string) (out []*read.Document, warnings []string, err error) {
	if o.Translator == nil {
		return documents, nil, nil // who needs one is told by encoders
	}
	e := o.Encoder
	if e == nil {
		if e, err = e5.New(); err != nil {
			return nil, nil, err
		}
	}
	out = slices.Clone(documents)
	into := o.Read
	if !e.Knows(into) {
		into = "en"
		if i := slices.IndexFunc(langs, e.Knows); i >= 0 {
			into = langs[i]
		}
	}
	for i, d := range documents {
		if langs[i] == "" || e.Knows(langs[i]) {
			continue
		}
		t, failed, err := translated(ctx, d, langs[i], into, o.Translator)
		if err != nil {
			return nil, nil, fmt.Errorf("comparing %q: it is in %s (%s), which the model %s does not know, and translating it into %s failed: %w", d.Source, lang.Name(langs[i]), langs[i], e.Name(), lang.Name(into), err)
		}
		w := fmt.Sprintf("version %s is in %s, which no model knows: what is compared and shown is its translation into %s by %s", id(i), lang.Name(langs[i]), lang.Name(into), o.Translator.Name())
		if failed > 0 {
			w += fmt.Sprintf("; %d of its sentences could not be translated or are doubtful", failed)
		}
		warnings = append(warnings, w)
		out[i], langs[i] = t, into
	}
	return out, warnings, nil
}

// translated is a document in another language, block by block. A sentence
// without a translation stays as it is. It fails if none has one.
func translated(ctx context.Context, d *read.Document, from, into string, t translate.Translator) (out *read.Document, failed int, err error) {
	v := prepare.New(d, from)
	texts := make([]string, len(v.Sentences))
	for i, s := range v.Sentences {
		texts[i] = strings.Join(strings.Fields(v.Text(s.Span)), " ")
	}
	copied := *d
	copied.Lang, copied.Text, copied.Verbatim, copied.Blocks = into, "", false, nil
	var first error
	missing := 0
	block := -1
	for i, answer := range translate.All(ctx, t, from, into, texts) {
		text := cmp.Or(strings.Join(strings.Fields(answer.Text), " "), texts[i])
		if answer.Err != nil {
			first, missing = cmp.Or(first, answer.Err), missing+1
		}
		if answer.Err != nil || answer.Doubt != "" {
			failed++
		}
		if k := v.Sentences[i].Block; k != block {
			if block = k; copied.Text != "" {
				copied.Text += "\n\n"
			}
			b := d.Blocks[k]
			b.Start = len(copied.Text)
			copied.Blocks = append(copied.Blocks, b)
		} else {
			copied.Text += " "
		}
		if texts[i] == strings.Join(strings.Fields(d.Title), " ") {
			copied.Title = text
		}
		copied.Text += text
		copied.Blocks[len(copied.Blocks)-1].End = len(copied.Text)
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if missing == len(texts) && first != nil {
		return nil, 0, first
	}
	return &copied, failed, nil
}
