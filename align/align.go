// Package align tells what versions of an article in different languages have
// in common: which facts are in both, which only in one, which contradict each
// other, and what is page furniture.
//
// [Compare] is the whole engine; package read makes documents of files, pages
// and strings, and package report prints the result.
package align

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/text/language"

	"factdiff/align/classify"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
	"factdiff/align/internal/prepare"
	"factdiff/align/lang"
	"factdiff/align/match"
	"factdiff/align/read"
)

// Options are what a comparison can be told. The zero value is the default.
type Options struct {
	// Encoder makes the vectors. Where nil, it is that of package use if it knows
	// the languages of all versions, else the slower one of package e5.
	Encoder embed.Encoder
	// Explain adds the evidence behind each verdict to the report.
	Explain bool
	// Progress is told how many of all sentences have been embedded, which is
	// nearly all of the work. It is called from the goroutine of the caller.
	Progress func(done, total int)
}

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
	langs := make([]string, len(documents))
	for i, d := range documents {
		if len(d.Text) > MaxBytes {
			return nil, &LengthError{Source: d.Source, Bytes: len(d.Text)}
		}
		langs[i] = languageOf(d)
	}
	encoder, err := encoderFor(o.Encoder, documents, langs)
	if err != nil {
		return nil, err
	}
	weights, err := classify.Default(encoder.Name())
	if err != nil {
		return nil, err
	}
	versions, total := make([]*prepare.Version, len(documents)), 0
	for i, d := range documents {
		versions[i] = prepare.New(d, langs[i])
		if n := len(versions[i].Sentences); n > MaxSentences {
			return nil, &LengthError{Source: d.Source, Sentences: n, Bytes: len(d.Text)}
		}
		total += len(versions[i].Sentences)
	}
	done := 0
	for _, v := range versions {
		if err := v.Encode(ctx, encoder, func(sentences int) {
			if done += sentences; o.Progress != nil {
				o.Progress(done, total)
			}
		}); err != nil {
			return nil, err
		}
	}
	evidence, err := prepare.Evidence(ctx, versions)
	if err != nil {
		return nil, err
	}
	c := &comparison{versions: versions, evidence: evidence, explain: o.Explain}
	for i, v := range versions {
		probability := weights.Furniture(evidence[i])
		gone := make([]bool, len(probability))
		for k, p := range probability {
			gone[k] = p > 0.5
		}
		c.furniture = append(c.furniture, probability)
		c.stories = append(c.stories, v.Story(gone))
	}
	for i := range versions {
		for k := i + 1; k < len(versions); k++ {
			a, b := c.stories[i], c.stories[k]
			result, err := match.Compare(ctx, a.Side, b.Side)
			if err != nil {
				return nil, err
			}
			c.meetings = append(c.meetings, meeting{i, k, result, weights.Judge(a.Side, b.Side, result.Pairs)})
		}
	}
	return c.report(encoder.Name()), nil
}

// languageOf returns the ISO 639-1 code of a document's language, "" where it
// cannot be told. A declared tag that names no language is none.
func languageOf(d *read.Document) string {
	if tag, err := language.All.Parse(d.Lang); err == nil && d.Lang != "" {
		if base, certain := tag.Base(); certain != language.No && slices.Contains(lang.Codes, base.String()) {
			return base.String()
		}
	}
	code, _ := lang.Detect(d.Text)
	return code
}

// encoderFor returns the encoder asked for, or where none is, the first of the
// embedded ones that knows all languages.
func encoderFor(asked embed.Encoder, documents []*read.Document, langs []string) (embed.Encoder, error) {
	encoder := asked
	for _, open := range []func() (embed.Encoder, error){
		func() (embed.Encoder, error) { return use.New() },
		func() (embed.Encoder, error) { return e5.New() },
	} {
		if asked == nil {
			var err error
			if encoder, err = open(); err != nil {
				return nil, err
			}
		}
		if !slices.ContainsFunc(langs, func(code string) bool { return !encoder.Knows(code) }) {
			return encoder, nil
		}
	}
	i := slices.IndexFunc(langs, func(code string) bool { return !encoder.Knows(code) })
	known := slices.DeleteFunc(slices.Clone(lang.Codes), func(c string) bool { return !encoder.Knows(c) })
	return nil, &LanguageError{Source: documents[i].Source, Lang: langs[i], Model: encoder.Name(), Known: known}
}

// id names a version: "a", "b", … "z", "aa", "ab", …
func id(version int) string {
	s := ""
	for ; version >= 0; version = version/26 - 1 {
		s = string(rune('a'+version%26)) + s
	}
	return s
}
