// Package align tells what versions of an article in different languages have
// in common: which facts are in both, which only in one, which contradict each
// other, and what is page furniture.
//
// [Compare] is the whole engine; package read makes documents of files, pages
// and strings, and package report prints the result.
package align

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"factdiff/align/cross"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
	"factdiff/align/internal/parallel"
	"factdiff/align/internal/prepare"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/translate"
)

// Options are what a comparison can be told. The zero value is the default.
type Options struct {
	// Encoder makes the vectors; the embedded ones do where it is nil. Another
	// one needs none for words.
	Encoder embed.Encoder
	// Model tells which of the embedded encoders are asked; by default both,
	// but for long versions only the fast one.
	Model Model
	// Method is how the verdicts are reached; by default by all evidence.
	Method Method
	// Explain adds the evidence behind each verdict to the report.
	Explain bool
	// Whole tells that the documents are text throughout, as a manual is: nothing
	// in them is taken for page furniture.
	Whole bool
	// Translator, where there is one, translates what is not in the language
	// that the reader has, given by its ISO 639-1 code in Read; "" stands for
	// that of the first version.
	Translator translate.Translator
	Read       string
	// Processors is how many goroutines work at a time at most; 0 stands for as
	// many as GOMAXPROCS allows. Who compares many pairs side by side wants 1.
	Processors int
	// Progress is told how many sentences of all have been embedded, by each
	// encoder, and translated, which is nearly all of the work. It is called
	// from the goroutine of the caller.
	Progress func(done, total int)
}

// Model is a choice of embedded encoders. A language that the fast one does not
// know always goes to the other alone.
type Model string

// The models.
const (
	Fast Model = "fast" // that of package use alone
	Best Model = "best" // those of packages use and e5, and package cross, together
)

// Method is a way to reach verdicts.
type Method string

// Strings compares sentences two by two by their wording once they are in one
// language, as was done before there were models of meaning: something to measure
// against. Its facts are as long as their sentences, and never in conflict. The
// fast model still tells page furniture and grades words.
const Strings Method = "strings"

// MaxSentences is how many sentences a version may have, and MaxBytes how long
// its text may be: more than any article or book.
const (
	MaxSentences = 20000
	MaxBytes     = 12 << 20
)

// LengthError is returned for a version of more than [MaxSentences] or
// [MaxBytes].
type LengthError struct {
	Source    string
	Sentences int // 0 where they were not counted
	Bytes     int
}

func (e *LengthError) Error() string {
	if e.Sentences == 0 {
		return fmt.Sprintf("comparing %q: its text has %d MB, and at most %d can be compared; split it, or cut out what belongs to the article", e.Source, (e.Bytes+1<<20-1)>>20, MaxBytes>>20)
	}
	return fmt.Sprintf("comparing %q: it has %d sentences, and at most %d can be compared; split it, or cut out what belongs to the article", e.Source, e.Sentences, MaxSentences)
}

// LanguageError is returned for a version in a language that the encoder does
// not know.
type LanguageError struct {
	Source string
	Lang   string   // ISO 639-1, "" where none could be told
	Model  string   // the encoder's name
	Known  []string // what it does know, of the languages that can be recognised
}

func (e *LanguageError) Error() string {
	if e.Lang == "" {
		return fmt.Sprintf("comparing %q: its language cannot be told", e.Source)
	}
	return fmt.Sprintf("comparing %q: it is in %s (%s), which the model %s does not know", e.Source, lang.Name(e.Lang), e.Lang, e.Model)
}

// Compare tells which facts two or more versions of an article share. The
// language of a version is what its document declares in Lang, or else what its
// text shows. The report does not depend on the number of processors.
//
// It returns a [LanguageError] for a language that the encoder does not know,
// and the context's error when ctx is done.
func Compare(ctx context.Context, documents []*read.Document, o Options) (*Report, error) {
	if len(documents) < 2 {
		return nil, errors.New("comparing: two versions or more are needed")
	}
	if o.Model != "" && o.Model != Fast && o.Model != Best {
		return nil, fmt.Errorf("comparing: there is no model %q, but %q and %q", o.Model, Fast, Best)
	}
	if o.Method != "" && o.Method != Strings {
		return nil, fmt.Errorf("comparing: there is no method %q, but %q", o.Method, Strings)
	}
	if o.Method == Strings {
		o.Model = Fast
	}
	ctx = parallel.Limit(ctx, o.Processors)
	for i, d := range documents {
		switch {
		case d == nil:
			return nil, fmt.Errorf("comparing: version %s is nil", id(i))
		case len(d.Text) > MaxBytes:
			return nil, &LengthError{Source: d.Source, Bytes: len(d.Text)}
		case !utf8.ValidString(d.Text):
			return nil, fmt.Errorf("comparing %q: its text is not valid UTF-8; package read makes it so", d.Source)
		}
	}
	langs := make([]string, len(documents))
	err := parallel.Do(ctx, len(documents), func(numbers iter.Seq[int]) {
		for i := range numbers {
			langs[i] = lang.Of(documents[i].Lang, documents[i].Text)
		}
	})
	if err != nil {
		return nil, err
	}
	documents, warnings, err := o.intelligible(ctx, documents, langs)
	if err != nil {
		return nil, err
	}
	if o.Method == Strings && o.Translator == nil && slices.ContainsFunc(langs, func(code string) bool { return code != langs[0] }) {
		return nil, errors.New("comparing: strings of several languages can be compared only with a translator")
	}
	versions, total := make([]*prepare.Version, len(documents)), 0
	err = parallel.Do(ctx, len(documents), func(numbers iter.Seq[int]) {
		for i := range numbers {
			versions[i] = prepare.New(documents[i], langs[i])
		}
	})
	if err != nil {
		return nil, err
	}
	for i, d := range documents {
		n := len(versions[i].Sentences)
		if n > MaxSentences {
			return nil, &LengthError{Source: d.Source, Sentences: n, Bytes: len(d.Text)}
		}
		total += n
	}
	encoders, err := o.encoders(documents, langs, total)
	if err != nil {
		return nil, err
	}
	done, all := 0, total*len(encoders)
	progress := func(sentences int) {
		if done += sentences; o.Progress != nil {
			o.Progress(done, all)
		}
	}
	c := &comparison{explain: o.Explain}
	if parallel.Processors(ctx) > 1 {
		var beside sync.WaitGroup
		defer beside.Wait()
		beside.Go(func() { compareNames(ctx, versions) })
	}
	var names []string
	if o.reads(encoders, total) {
		if c.together, err = cross.New(); err != nil {
			return nil, err
		}
	}
	for _, e := range encoders {
		names = append(names, e.Name())
		if err := c.encode(ctx, e, versions, progress); err != nil {
			return nil, err
		}
	}
	if c.together != nil {
		names = append(names, c.together.Name())
	}
	if err := c.sort(ctx, o.Whole); err != nil {
		return nil, err
	}
	into := cmp.Or(o.Read, langs[0])
	if o.Translator != nil {
		sentences := c.foreign(into)
		for _, s := range sentences {
			all += len(s)
		}
		if err := c.translate(ctx, o.Translator, into, sentences, progress); err != nil {
			return nil, err
		}
	}
	if o.Translator != nil || o.Method == Strings {
		c.render(into)
	}
	if err := c.meet(ctx, o.Method); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := c.report(strings.Join(names, " + "))
	for i, s := range c.stories {
		if len(s.Facts) == 0 && len(versions[i].Facts) > 0 {
			warnings = append(warnings, fmt.Sprintf("all of version %s was taken for page furniture: nothing of it was compared", id(i)))
		}
	}
	r.Warnings = warnings
	if o.Method == Strings {
		r.Model += " (page furniture and words only; the verdicts by strings)"
	}
	if o.Translator != nil {
		r.Translator, r.Read = o.Translator.Name(), into
	}
	return r, nil
}

// togetherUpTo is how many sentences all versions may have for the models to be
// asked together: more would take many seconds.
const togetherUpTo = 1500

// readUpTo is how many sentences all versions may have for them to be read
// together two by two: of long ones it takes longer than all the rest.
const readUpTo = 500

// encoders returns those whose opinions are asked: the one that the options
// name, or those of the embedded ones that know all languages, the second only
// as the model asks for it.
func (o *Options) encoders(documents []*read.Document, langs []string, sentences int) ([]embed.Encoder, error) {
	knows := func(e embed.Encoder) bool {
		return !slices.ContainsFunc(langs, func(code string) bool { return !e.Knows(code) })
	}
	var out []embed.Encoder
	last := o.Encoder
	if last == nil {
		first, err := use.New()
		if err != nil {
			return nil, err
		}
		if knows(first) {
			out = append(out, first)
			if o.Model == Fast || o.Model == "" && sentences > togetherUpTo {
				return out, nil
			}
		}
		if last, err = e5.New(); err != nil {
			return nil, err
		}
	}
	if knows(last) {
		last, err := adapt(last)
		return append(out, last), err
	}
	i := slices.IndexFunc(langs, func(code string) bool { return !last.Knows(code) })
	known := slices.DeleteFunc(slices.Clone(lang.Codes), func(c string) bool { return !last.Knows(c) })
	return nil, &LanguageError{Source: documents[i].Source, Lang: langs[i], Model: last.Name(), Known: known}
}

// reads tells whether sentences are read together: where that is not too much
// work, the last encoder is the embedded one that can, and speed does not count.
func (o *Options) reads(encoders []embed.Encoder, sentences int) bool {
	_, can := encoders[len(encoders)-1].(*e5.Encoder)
	return can && o.Model != Fast && sentences <= readUpTo
}

// id names a version: "a", "b", … "z", "aa", "ab", …
func id(version int) string {
	s := ""
	for ; version >= 0; version = version/26 - 1 {
		s = string(rune('a'+version%26)) + s
	}
	return s
}
