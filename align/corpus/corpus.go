// Package corpus finds which articles of two collections tell of the same, in
// whatever languages they are.
//
// [Read] gives each article of a collection its vector, its names and its
// numbers; [Candidates] finds which of the other collection could be its
// counterpart and weighs what speaks for it; [Match] decides. Nothing is said
// about facts: that is for package align, with two articles that belong together.
package corpus

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"factdiff/align/docvec"
	"factdiff/align/embed"
	"factdiff/align/internal/parallel"
	"factdiff/align/lang"
	"factdiff/align/read"
)

// Entry is where an article of a collection is.
type Entry struct {
	ID   string
	Path string    // of its file, "" where Text is the article
	Text string    // plain, or a page that begins as HTML
	Lang string    // BCP 47 tag, "" for the one that shows
	Date time.Time // of publication, the zero time for the one its source states
}

// Document reads the article.
func (e *Entry) Document(ctx context.Context) (*read.Document, error) {
	if e.Path == "" {
		return read.Bytes(ctx, []byte(e.Text), e.ID)
	}
	return read.RegularFile(ctx, e.Path)
}

// Article is what is known of an entry.
type Article struct {
	Lang   string // ISO 639-1
	Date   time.Time
	Vector []float32 // nil where Err is not
	Err    error     // why it could not be read

	keys []key
}

// Options are what [Read] can be told. The zero value is the default.
type Options struct {
	// Progress is told how many articles have been read, of all, by one goroutine
	// at a time.
	Progress func(done, total int)
}

// strangers is the part of a side's articles in languages that the first
// encoder does not know from which the second one is asked, which takes ten
// times as long. Of fewer, most are texts whose language was mistaken.
const strangers = 0.05

// Read reads two collections. An article that cannot be read has an error and
// stops nothing. The order of the articles is that of the entries.
func Read(ctx context.Context, a, b []Entry, o Options) (ofA, ofB []Article, err error) {
	r := reader{progress: o.Progress, articles: make([]Article, len(a)+len(b))}
	for i := range a {
		r.entries = append(r.entries, &a[i])
	}
	for i := range b {
		r.entries = append(r.entries, &b[i])
	}
	ofA, ofB = r.articles[:len(a):len(a)], r.articles[len(a):]
	if r.encoder, err = docvec.Encoder(); err != nil {
		return nil, nil, err
	}
	if err := r.run(ctx); err != nil {
		return nil, nil, err
	}
	// Which languages there are is only known when all is read. Most collections
	// are in those of the first encoder, and then once is enough.
	other := max(r.strange(ofA), r.strange(ofB))
	if other == "" {
		return ofA, ofB, nil
	}
	if r.encoder, err = docvec.Encoder(other); err != nil {
		return nil, nil, err
	}
	return ofA, ofB, r.run(ctx)
}

// reader reads articles.
type reader struct {
	entries  []*Entry
	articles []Article
	encoder  embed.Encoder
	progress func(done, total int)
}

// strange returns a language of articles that the encoder does not know, if they
// are many.
func (r *reader) strange(articles []Article) string {
	count, other := 0, ""
	for i := range articles {
		if code := articles[i].Lang; code != "" && !r.encoder.Knows(code) {
			count++
			other = max(other, code)
		}
	}
	if float64(count) <= strangers*float64(len(articles)) {
		return ""
	}
	return other
}

// run reads all articles that can be read, side by side.
func (r *reader) run(ctx context.Context) error {
	var mu sync.Mutex
	done := 0
	alone := parallel.Limit(ctx, 1) // an article is too short to be shared out
	err := parallel.Do(ctx, len(r.entries), func(numbers iter.Seq[int]) {
		for i := range numbers {
			if a := &r.articles[i]; a.Err == nil {
				a.Err = r.read(alone, a, r.entries[i])
			}
			mu.Lock()
			if done++; r.progress != nil {
				r.progress(done, len(r.entries))
			}
			mu.Unlock()
		}
	})
	if err != nil {
		return fmt.Errorf("reading %d articles: %w", len(r.entries), err)
	}
	return nil
}

func (r *reader) read(ctx context.Context, a *Article, e *Entry) error {
	d, err := e.Document(ctx)
	if err != nil {
		return err
	}
	if e.Lang != "" {
		d.Lang = e.Lang
	}
	if a.keys == nil {
		a.Lang, a.Date = lang.Of(d.Lang, d.Text), d.Date
		if !e.Date.IsZero() {
			a.Date = e.Date
		}
		a.keys = keysOf(d, a.Lang, a.Date)
	}
	a.Vector, err = docvec.Of(ctx, r.encoder, d, a.Lang)
	return err
}
