package batch

import (
	"context"
	"errors"
	"fmt"

	"factdiff/align"
	"factdiff/align/corpus"
	"factdiff/align/docvec"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/report"
	"factdiff/align/segment"
)

// Result is what is written of a record: an object on a line by itself.
type Result struct {
	ID  *string `json:"id"`  // nil where the record has none that can be read
	Key string  `json:"key"` // a checksum of the options and the record

	// Of a [Comparison]: an [align.Report], less what its Detail leaves out.
	Report any `json:"report,omitempty"`

	// Of an [Embedding].
	Lang   string    `json:"lang,omitempty"` // ISO 639-1
	Model  string    `json:"model,omitempty"`
	Vector []float32 `json:"vector,omitempty"`
	// Names and values that are mentioned, and how surely each is one; see
	// [corpus.Keys].
	Keys map[string]float64 `json:"keys,omitempty"`

	// Where there is nothing else.
	Error *Failure `json:"error,omitempty"`
}

// Failure tells what is wrong with a record and what to do about it.
type Failure struct {
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Work is what is done to records. Its methods are safe for concurrent use.
type Work interface {
	// Options names all that a result depends on besides its record.
	Options() string
	// Do adds to the result of a record.
	Do(ctx context.Context, r *Record, result *Result) error
}

// Fetch reads a version from an address.
type Fetch func(ctx context.Context, address string) (*read.Document, error)

// Detail is how much of a report a result has.
type Detail string

// The details. Facts leaves out the texts, sentences, words and groups; Summary
// leaves out the facts too.
const (
	Full    Detail = "full" // what report.JSON writes
	Facts   Detail = "facts"
	Summary Detail = "summary"
)

// Comparison compares the versions of a record.
type Comparison struct {
	Model  align.Model
	Detail Detail
	Fetch  Fetch // nil where addresses cannot be read
}

// Options implements [Work].
func (c *Comparison) Options() string {
	return fmt.Sprintf("compare %s %s %s", align.Schema, c.Model, c.Detail)
}

// Do implements [Work].
func (c *Comparison) Do(ctx context.Context, r *Record, result *Result) error {
	if len(r.Versions) < 2 {
		return &hintedError{fmt.Sprintf("it has %d of the two or more versions that are to be compared", len(r.Versions)), `give it "versions", a list with two or more`}
	}
	var documents []*read.Document
	for i := range r.Versions {
		d, err := r.Versions[i].document(ctx, string(rune('a'+i)), c.Fetch)
		if err != nil {
			return err
		}
		documents = append(documents, d)
	}
	if err := fits(documents); err != nil {
		return err
	}
	full, err := align.Compare(ctx, documents, align.Options{Model: c.Model})
	if err != nil {
		return err
	}
	if c.Detail == Full {
		result.Report = report.Whole{Report: full, Groups: report.Groups(full)}
		return nil
	}
	light := &lightReport{Model: full.Model, Summary: full.Summary}
	for _, v := range full.Versions {
		light.Versions = append(light.Versions, lightVersion{v.ID, v.Source, v.Lang, v.Title})
	}
	if c.Detail != Summary {
		light.Facts = &full.Facts
	}
	result.Report = light
	return nil
}

// lightReport is what an [align.Report] has for each version and fact.
type lightReport struct {
	Model    string                   `json:"model"`
	Versions []lightVersion           `json:"versions"`
	Facts    *[]align.Fact            `json:"facts,omitempty"`
	Summary  map[string]align.Summary `json:"summary"`
}

type lightVersion struct {
	ID     string `json:"id"`
	Source string `json:"source"`
	Lang   string `json:"lang"`
	Title  string `json:"title"`
}

// fits fails where versions have more than [MaxSentences] together.
func fits(documents []*read.Document) error {
	bytes, sentences := 0, 0
	for _, d := range documents {
		bytes += len(d.Text)
	}
	if bytes < 2*MaxSentences || bytes > len(documents)*align.MaxBytes {
		return nil // cannot have so many, or has too many for any comparison
	}
	for _, d := range documents {
		code := lang.Of(d.Lang, d.Text)
		for _, b := range d.Blocks {
			sentences += len(segment.Sentences(d.Text[b.Start:b.End], code))
		}
	}
	if sentences > MaxSentences {
		return &hintedError{fmt.Sprintf("its versions have %d sentences, and at most %d can be compared in a batch", sentences, MaxSentences), "split it, or compare it by itself"}
	}
	return nil
}

// Embedding makes a vector of the only version of a record, with package docvec.
type Embedding struct {
	Wide  bool // by the second encoder whatever the language, so that all vectors can be compared
	Keys  bool // add the names and values that are mentioned
	Fetch Fetch
}

// Options implements [Work].
func (e *Embedding) Options() string { return fmt.Sprintf("embed %v %v", e.Wide, e.Keys) }

// Do implements [Work].
func (e *Embedding) Do(ctx context.Context, r *Record, result *Result) error {
	if len(r.Versions) != 1 {
		return &hintedError{fmt.Sprintf("it has %d texts, and one is to be embedded", len(r.Versions)), `give each text a record of its own, as {"id": "1", "text": "…"}`}
	}
	d, err := r.Versions[0].document(ctx, r.ID, e.Fetch)
	if err != nil {
		return err
	}
	code := lang.Of(d.Lang, d.Text)
	var encoder embed.Encoder
	if e.Wide {
		encoder, err = e5.New()
	} else {
		encoder, err = docvec.Encoder(code)
	}
	if l, ok := errors.AsType[*align.LanguageError](err); ok {
		l.Source = d.Source
	}
	if err != nil {
		return err
	}
	if result.Vector, err = docvec.Of(ctx, encoder, d, code); err != nil {
		return err
	}
	result.Lang, result.Model = code, encoder.Name()
	if e.Keys {
		result.Keys = corpus.Keys(d, code, d.Date)
	}
	return nil
}

// document reads a version. The name stands for that of a text which has none.
func (v *Version) document(ctx context.Context, name string, fetch Fetch) (d *read.Document, err error) {
	given := 0
	for _, s := range []string{v.Text, v.Path, v.URL} {
		if s != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return nil, &hintedError{fmt.Sprintf("version %s has %d of text, path and url", name, given), "give it one of them"}
	case v.Lang != "" && lang.Code(v.Lang) == "":
		return nil, &hintedError{fmt.Sprintf("version %s: no model knows the language %q", name, v.Lang), "leave out its lang to have it detected"}
	case v.URL != "" && fetch == nil:
		return nil, &hintedError{fmt.Sprintf("version %s: the address %q cannot be read here", name, v.URL), "give its text, or the path of a file"}
	case v.URL != "":
		d, err = fetch(ctx, v.URL)
	case v.Path != "":
		d, err = read.RegularFile(ctx, v.Path)
	default:
		d, err = read.Bytes(ctx, []byte(v.Text), name)
	}
	if err != nil {
		return nil, err
	}
	if v.Lang != "" {
		d.Lang = v.Lang
	}
	return d, nil
}

// failure is how a result tells of an error.
func failure(err error) *Failure {
	f := &Failure{Message: err.Error()}
	if h, ok := errors.AsType[*hintedError](err); ok {
		f.Hint = h.hint
	} else if l, ok := errors.AsType[*align.LanguageError](err); ok && l.Lang == "" {
		f.Hint = "say which language it is in by its lang"
	} else if ok {
		f.Hint = "if the language was mistaken, say it by its lang; else translate it first into one the model knows"
	}
	return f
}
