// Package drift tells where the translations of documentation have fallen behind
// their source: what the source says and a translation lacks, what was left
// untranslated, what only the translation says, and what the two contradict each
// other in.
//
// [Folders], [Pattern] and [Detect] find out which files belong together, [Compare] compares them. Package
// report prints the result; a [Baseline] keeps what is accepted.
package drift

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"factdiff/align"
	"factdiff/align/lang"
	"factdiff/align/read"
)

// Schema names the form of a [Report] in JSON.
const Schema = "factdiff/drift/v1"

// Kind tells in what a translation is out of step.
type Kind string

// The kinds of findings.
const (
	Missing      Kind = "missing"      // a page has no translation
	Orphan       Kind = "orphan"       // a translation has no page
	Conflict     Kind = "conflict"     // the two contradict each other
	Outdated     Kind = "outdated"     // a sentence of the source has changed, its translation has not
	OnlyA        Kind = "only-a"       // only the source says it
	Untranslated Kind = "untranslated" // the translation has it in the source's language
	OnlyB        Kind = "only-b"       // only the translation says it
)

// Kinds are all of them, the gravest first.
var Kinds = []Kind{Missing, Conflict, Outdated, OnlyA, Untranslated, OnlyB, Orphan}

// Report tells where translations are out of step.
type Report struct {
	Schema     string    `json:"schema"`
	Model      string    `json:"model"`      // of the comparisons, "" where there were none
	Confidence float64   `json:"confidence"` // what a finding has to have
	Since      string    `json:"since,omitempty"`
	Pages      []Page    `json:"pages"`
	Findings   []Finding `json:"findings"` // in the order of the pages, and in these of the texts
	Uncertain  int       `json:"uncertain"`
	Accepted   int       `json:"accepted"` // by the baseline
}

// Page is a page of the source with one translation.
type Page struct {
	Pair
	Sentences [2]int `json:"sentences"` // of the source and the translation
	// Problem tells why the two could not be compared.
	Problem string `json:"problem,omitempty"`
}

// Finding is one thing in which a translation is out of step.
type Finding struct {
	Kind Kind   `json:"kind"`
	Key  string `json:"key"` // tells it from others, wherever it stands
	Page int    `json:"page"`
	// Source and Translation are where it stands. Of what one of them lacks, its
	// place is the line behind which that would stand.
	Source      Place `json:"source"`
	Translation Place `json:"translation"`
	// Confidence is how probable it is, 0 to 1.
	Confidence float64     `json:"confidence"`
	Was        string      `json:"was,omitempty"`    // the source's text before it was changed
	Values     [][2]string `json:"values,omitempty"` // that contradict each other, the source's first
}

// Place is a line of a file and what it says; the text is "" where it lacks
// something, and the line 0 where none is known.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text,omitempty"`
}

// At returns the place of what a finding is about: in the translation, unless
// only the source has it.
func (f *Finding) At() Place {
	if f.Translation.Text == "" && f.Kind != Orphan {
		return f.Source
	}
	return f.Translation
}

// Options are what a comparison can be told. The zero value is the default.
type Options struct {
	Model align.Model
	// Confidence is what a finding has to have to be listed; others are counted.
	// 0 lists all.
	Confidence float64
	// Read gives the bytes of a file, os.ReadFile where it is nil.
	Read func(name string) ([]byte, error)
	// Before gives the bytes that a file had when the range began of which the
	// report is about; its error is fs.ErrNotExist where there was none. Where it
	// is nil there is no range.
	Before func(name string) ([]byte, error)
	// Progress is told how many of the pages are done, by one goroutine that is
	// not the caller's.
	Progress func(done, total int)
}

// inFlight is how many bytes of pages are worked on at once: their comparison
// takes some hundred times that.
const inFlight = 1 << 20

// Compare compares pages with their translations. Pages that cannot be read or
// compared are marked in the report and keep nothing from being said about the
// others. It returns the context's error when that is done.
func Compare(ctx context.Context, pairs []Pair, o Options) (*Report, error) {
	if o.Read == nil {
		o.Read = os.ReadFile
	}
	r := &Report{Schema: Schema, Confidence: o.Confidence, Pages: make([]Page, len(pairs)), Findings: []Finding{}}
	results := make([]*comparison, len(pairs))
	finished := make(chan struct{}, len(pairs))
	room := semaphore.NewWeighted(inFlight)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(1 + runtime.GOMAXPROCS(0))
	work.Go(func() error {
		for done := 1; done <= len(pairs); done++ {
			select {
			case <-finished:
			case <-ctx.Done():
				return ctx.Err()
			}
			if o.Progress != nil {
				o.Progress(done, len(pairs))
			}
		}
		return nil
	})
	for i, p := range pairs {
		work.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c := &comparison{pair: p, options: o}
			if c.read(ctx) == nil {
				size := int64(min(len(c.source.Text)+len(c.translation.Text), inFlight))
				if err := room.Acquire(ctx, size); err != nil {
					return err
				}
				defer room.Release(size)
			}
			c.compare(ctx)
			c.source, c.translation = nil, nil
			results[i] = c
			finished <- struct{}{}
			return ctx.Err()
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	for i, c := range results {
		r.Pages[i] = Page{c.pair, c.sentences, ""}
		if c.problem != nil {
			r.Pages[i].Problem = c.problem.Error()
		}
		r.Model = cmp.Or(r.Model, c.model)
		for _, f := range c.findings {
			if f.Confidence < o.Confidence {
				r.Uncertain++
				continue
			}
			f.Page = i
			f.Key = key(string(f.Kind), c.pair.Name, c.pair.Lang, plain(f.Source.Text), plain(f.Translation.Text))
			r.Findings = append(r.Findings, f)
		}
	}
	return r, nil
}

// key is a short hash of texts.
func key(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// plain is a text without what a new layout changes.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// comparison is the work on one page.
type comparison struct {
	pair    Pair
	options Options

	source, translation *page
	model               string
	sentences           [2]int
	findings            []Finding
	problem             error
}

// read reads both files. The error says that there is nothing to compare; what
// is to be said about it is noted.
func (c *comparison) read(ctx context.Context) error {
	switch {
	case c.pair.Translation == "":
		c.find(Missing, 1, Place{File: c.pair.Source}, Place{})
		return fs.ErrNotExist
	case c.pair.Source == "":
		c.find(Orphan, 1, Place{}, Place{File: c.pair.Translation})
		return fs.ErrNotExist
	}
	var errs [2]error
	c.source, errs[0] = open(ctx, c.pair.Source, "", c.options.Read)
	c.translation, errs[1] = open(ctx, c.pair.Translation, c.pair.Lang, c.options.Read)
	var empty *read.EmptyError
	switch a, b := errors.As(errs[0], &empty), errors.As(errs[1], &empty); {
	case a && (b || errs[1] == nil):
	case b && errs[0] == nil: // a page for a script, or one that is only begun
		c.find(Missing, 1, Place{File: c.pair.Source}, Place{File: c.pair.Translation})
	default:
		c.problem = errors.Join(errs[:]...)
	}
	return cmp.Or(errs[0], errs[1])
}

// open reads a page.
func open(ctx context.Context, name, language string, from func(string) ([]byte, error)) (*page, error) {
	b, err := from(name)
	if err != nil {
		return nil, err
	}
	d, err := read.Manual(ctx, bytes.NewReader(b), name)
	if err != nil {
		return nil, err
	}
	return newPage(d, b, language)
}

func (c *comparison) find(kind Kind, confidence float64, source, translation Place) *Finding {
	c.findings = append(c.findings, Finding{Kind: kind, Confidence: confidence, Source: source, Translation: translation})
	return &c.findings[len(c.findings)-1]
}

// foreign is how sure it has to be that a text is not in the language that its
// place says.
const foreign = 0.99

// compare compares the two that [comparison.read] has read.
func (c *comparison) compare(ctx context.Context) {
	if c.source == nil || c.translation == nil {
		return
	}
	a, b := c.source.Document, c.translation.Document
	from, to := lang.Of(a.Lang, a.Text), lang.Of(b.Lang, b.Text)
	if shows, confidence := lang.Detect(b.Text); from != to && shows == from && confidence > foreign {
		place := func(p *page) Place { return Place{p.Source, p.line(0), p.Text[:p.Blocks[0].End]} }
		c.find(Untranslated, confidence, place(c.source), place(c.translation))
		return
	}
	r, err := align.Compare(ctx, []*read.Document{a, b}, align.Options{Model: c.options.Model, Explain: true, Whole: true})
	if err != nil {
		c.problem = err
		return
	}
	c.model = r.Model
	c.judge(ctx, r, from, to)
	slices.SortStableFunc(c.findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(x.Source.Line, y.Source.Line), cmp.Compare(x.Translation.Line, y.Translation.Line))
	})
}

// Problems are what kept pages from being compared.
func (r *Report) Problems() error {
	var all []error
	for _, p := range r.Pages {
		if p.Problem != "" {
			all = append(all, fmt.Errorf("%s", p.Problem))
		}
	}
	return errors.Join(all...)
}
