package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"factdiff/align/batch"
	"factdiff/align/corpus"
)

const matchSynopsis = `Find for each article of one collection its counterpart in another, the report of
the same in whatever language, or that there is none.

A collection is a folder of texts, or a file of JSON Lines, CSV or Parquet with an
article in each record:

  {"id": "17", "lang": "en", "text": "...", "date": "2026-03-09"}

"path" may stand for "text", and only "id" and one of them is needed. Articles of a
folder are known by their paths in it; what begins with a dot is passed over.

What is written is input of factdiff batch:

  {"id": "17 = a/x.txt", "score": 0.98, "versions": [{...}, {...}]}

A score is how probably two articles belong together. An article has at most one
counterpart, unless --many lets it have any number. With --unmatched, each article
without one is written to a file, with the nearest that there is:

  {"side": "a", "id": "18", "nearest": {"id": "b/y.txt", "score": 0.07}}
  {"side": "b", "id": "19", "error": {"message": "..."}}

The exit status is 0 when all articles were read, 1 if some could not be, and 2 if
there was trouble.`

// maxArticles is how many articles a collection may have. Each takes some
// kilobytes of memory, and its text where that stands in a record.
const maxArticles = 4_000_000

// pairing is a run of factdiff match.
type pairing struct {
	*command
	output, unmatched string
	langs             []string
	least             float64
	many, quiet       bool
}

// match is the command that finds counterparts.
func (c *command) match() *cobra.Command {
	p := &pairing{command: c}
	cmd := &cobra.Command{
		Use: "match [flags] A B", Short: "Find which articles of two collections belong together", Long: matchSynopsis,
		Example: `  factdiff match en/ de/ -o pairs.jsonl             pair the texts of two folders
  factdiff match en/ de/ | factdiff batch - >r.jsonl  and compare each pair
  factdiff match --unmatched none.jsonl a.csv b/    list what has no counterpart
  factdiff match --many --least 0.9 a.jsonl b.jsonl all that are surely of the same`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return hinted(fmt.Errorf("match: two collections are needed, and %d are named", len(args)), "name two folders or files, as in: factdiff match en/ de/")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.run(cmd.Context(), args) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&p.output, "output", "o", "", "write the pairs to `FILE`; without, they are printed")
	f.StringVar(&p.unmatched, "unmatched", "", "write what has no counterpart, or cannot be read, to `FILE`")
	f.StringSliceVarP(&p.langs, "lang", "l", nil, "the `LANGUAGES` of the two collections, as en,de; leave one empty to have it\ndetected for each article")
	f.Float64Var(&p.least, "least", 0.5, "pair only articles with this `SCORE` or more, from 0 to 1")
	f.BoolVar(&p.many, "many", false, "let an article have several counterparts")
	f.BoolVarP(&p.quiet, "quiet", "q", false, "do not tell on standard error how far it is")
	return cmd
}

func (p *pairing) run(ctx context.Context, args []string) error {
	if !(p.least >= 0 && p.least <= 1) {
		return hinted(fmt.Errorf("--least: %g is no score", p.least), "use a number from 0 to 1, as in --least 0.9")
	}
	p.command.langs = p.langs
	langs, err := p.languages(2)
	if err != nil {
		return err
	}
	files, err := p.create(args)
	if err != nil {
		return err
	}
	defer discard(files)
	var sides [2]collection
	for i, name := range args {
		if sides[i], err = readCollection(name, langs[i]); err != nil {
			return err
		}
	}
	pairs, err := p.pair(ctx, &sides)
	if err != nil {
		return err
	}
	if err := p.write(files, &sides, pairs); err != nil {
		return err
	}
	if sides[0].failed()+sides[1].failed() > 0 {
		p.status = differ
	}
	return nil
}

// create begins the files that are asked for.
func (p *pairing) create(inputs []string) (all []*output, err error) {
	for _, name := range []string{p.output, p.unmatched} {
		if name == "" {
			continue
		}
		if err := p.distinct(name, inputs, all); err != nil {
			discard(all)
			return nil, err
		}
		o, err := create(name, "jsonl")
		if err != nil {
			discard(all)
			return nil, hinted(fmt.Errorf("writing %q: %w", name, bare(err)), "check that its folder exists and may be written to, or choose another")
		}
		all = append(all, o)
	}
	return all, nil
}

// collection is one side.
type collection struct {
	versions []batch.Version
	entries  []corpus.Entry
	articles []corpus.Article
	broken   []error // of records that are none, by entry, nil for others
}

// failed is how many articles could not be read.
func (c *collection) failed() (n int) {
	for i := range c.entries {
		if c.err(i) != nil {
			n++
		}
	}
	return n
}

// err is why an article could not be read.
func (c *collection) err(i int) error {
	if c.broken[i] != nil {
		return c.broken[i]
	}
	return c.articles[i].Err
}

func (c *collection) add(e corpus.Entry, v batch.Version, err error) error {
	if len(c.entries) == maxArticles {
		return hinted(fmt.Errorf("a collection may have %d articles, and it has more", maxArticles), "split it, for instance by year")
	}
	if err != nil {
		e = corpus.Entry{ID: e.ID} // what is broken has no counterpart, whatever else it says
	}
	c.entries = append(c.entries, e)
	c.versions = append(c.versions, v)
	c.broken = append(c.broken, err)
	return nil
}

// readCollection lists the articles of a folder or a file of records.
func readCollection(name, lang string) (c collection, err error) {
	format := batch.FormatOf(name)
	switch format {
	case "":
		if err := missing("match", name); err != nil {
			return c, err
		}
		return c, hinted(fmt.Errorf("match: the ending of %q does not tell the format of a collection", name), "name a folder, or a file that ends in .jsonl, .csv or .parquet")
	case batch.Folder:
		err = c.walk(name, lang)
	default:
		err = c.records(name, format, lang)
	}
	if err == nil && len(c.entries) == 0 {
		err = hinted(errors.New("there are no articles in it"), "check that it is the right one")
	}
	if err != nil {
		return c, fmt.Errorf("reading the collection %q: %w", name, err)
	}
	return c, nil
}

func (c *collection) walk(folder, lang string) error {
	root := folder + string(filepath.Separator) // which follows a link to a folder
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return bare(err)
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !isFile(path, d):
			return nil
		}
		id, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return c.add(corpus.Entry{ID: filepath.ToSlash(id), Path: path, Lang: lang}, batch.Version{Path: path}, nil)
	})
}

func (c *collection) records(name string, format batch.Format, lang string) error {
	source, err := batch.Open(name, format)
	if err != nil {
		return err
	}
	defer source.Close()
	seen := map[string]bool{}
	for {
		r, err := source.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e, v, err := entry(r, lang)
		if err == nil && seen[r.ID] {
			err = fmt.Errorf("another article has the ID %q", r.ID)
		}
		seen[r.ID] = true
		if err := c.add(e, v, err); err != nil {
			return err
		}
	}
}

// entry is the article that a record has.
func entry(r *batch.Record, lang string) (e corpus.Entry, v batch.Version, err error) {
	e = corpus.Entry{ID: r.ID, Lang: lang}
	if r.Err != nil {
		return e, v, r.Err
	}
	if len(r.Versions) != 1 {
		return e, v, fmt.Errorf("it has %d texts, and an article has one", len(r.Versions))
	}
	v = r.Versions[0]
	if (v.Text == "") == (v.Path == "") || v.URL != "" {
		return e, v, errors.New("it needs a text or a path")
	}
	e.Text, e.Path = v.Text, v.Path
	if v.Lang != "" {
		e.Lang = v.Lang
	}
	if v.Date != "" {
		if e.Date, err = time.Parse(time.DateOnly, v.Date[:min(len(v.Date), len(time.DateOnly))]); err != nil {
			return e, v, fmt.Errorf("%q is no date such as 2026-03-09", v.Date)
		}
	}
	return e, v, nil
}

// pair reads the articles and finds their counterparts. All candidates are kept
// in order to tell what is nearest to an article without one.
func (p *pairing) pair(ctx context.Context, sides *[2]collection) ([]corpus.Pair, error) {
	m := newMeter(p.stderr)
	if p.quiet {
		m.out = io.Discard
	}
	a, b, err := corpus.Read(ctx, sides[0].entries, sides[1].entries, corpus.Options{Progress: func(done, total int) {
		m.show(batch.Stats{Records: int64(done), Done: int64(done), Total: int64(total)})
	}})
	if err != nil {
		return nil, err
	}
	sides[0].articles, sides[1].articles = a, b
	m.clear()
	return corpus.Candidates(ctx, a, b)
}

// matched is a record of two articles that belong together.
type matched struct {
	ID       string           `json:"id"`
	Score    float64          `json:"score"`
	Versions [2]batch.Version `json:"versions"`
}

// single is an article without a counterpart.
type single struct {
	Side    string         `json:"side"`
	ID      string         `json:"id"`
	Nearest *nearest       `json:"nearest,omitempty"`
	Error   *batch.Failure `json:"error,omitempty"`
}

type nearest struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

func (p *pairing) write(files []*output, sides *[2]collection, candidates []corpus.Pair) error {
	pairs := corpus.Match(candidates, p.least, p.many)
	to, rest := p.stdout, io.Discard
	name := "standard output"
	if p.output != "" {
		to, name = files[0].file, p.output
	}
	if p.unmatched != "" {
		rest = files[len(files)-1].file
	}
	if err := p.writePairs(to, sides, pairs); err != nil {
		return fmt.Errorf("writing to %s: %w", name, bare(err))
	}
	alone, err := writeSingles(rest, sides, pairs, candidates)
	if err != nil {
		return fmt.Errorf("writing to %s: %w", p.unmatched, bare(err))
	}
	for _, o := range files {
		if err := o.commit(); err != nil {
			return err
		}
	}
	if !p.quiet {
		fmt.Fprintf(p.stderr, "factdiff: %s; %d of %d articles and %d of %d have none", count(int64(len(pairs)), "pair"), alone[0], len(sides[0].entries), alone[1], len(sides[1].entries))
		if n := sides[0].failed() + sides[1].failed(); n > 0 {
			fmt.Fprintf(p.stderr, ", of which %d cannot be read", n)
		}
		fmt.Fprintln(p.stderr)
	}
	return nil
}

func (p *pairing) writePairs(to io.Writer, sides *[2]collection, pairs []corpus.Pair) error {
	w := bufio.NewWriter(to)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for _, q := range pairs {
		m := matched{ID: sides[0].entries[q.A].ID + " = " + sides[1].entries[q.B].ID, Score: rounded(q.Score)}
		for side, i := range [2]int{q.A, q.B} {
			v := sides[side].versions[i]
			v.Lang = sides[side].articles[i].Lang
			m.Versions[side] = v
		}
		if err := lines.Encode(m); err != nil {
			return err
		}
	}
	return w.Flush()
}

func rounded(score float64) float64 { return float64(int(score*1000+0.5)) / 1000 }

// writeSingles writes what is in no pair, and counts it for each side.
func writeSingles(to io.Writer, sides *[2]collection, pairs, candidates []corpus.Pair) (alone [2]int, err error) {
	var paired [2]map[int]bool
	var best [2]map[int]corpus.Pair
	for side := range sides {
		paired[side], best[side] = map[int]bool{}, map[int]corpus.Pair{}
		for _, q := range pairs {
			paired[side][[2]int{q.A, q.B}[side]] = true
		}
		for _, q := range candidates {
			i := [2]int{q.A, q.B}[side]
			if b, ok := best[side][i]; !ok || q.Score > b.Score {
				best[side][i] = q
			}
		}
	}
	w := bufio.NewWriter(to)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for side := range sides {
		for i := range sides[side].entries {
			if paired[side][i] {
				continue
			}
			alone[side]++
			s := single{Side: string(rune('a' + side)), ID: sides[side].entries[i].ID}
			if err := sides[side].err(i); err != nil {
				s.Error = &batch.Failure{Message: err.Error()}
			} else if q, ok := best[side][i]; ok {
				other := 1 - side
				s.Nearest = &nearest{sides[other].entries[[2]int{q.A, q.B}[other]].ID, rounded(q.Score)}
			}
			if err := lines.Encode(s); err != nil {
				return alone, err
			}
		}
	}
	return alone, w.Flush()
}
