package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"factdiff/align"
	"factdiff/align/batch"
	"factdiff/align/fetch"
	"factdiff/align/read"
)

const batchSynopsis = `Compare many sets of versions: records in, records out.

INPUT is a file of JSON Lines, CSV or Parquet, a folder, or "-" for JSON Lines from
standard input. A record has an ID and two or more versions, each with one of
"text", "path" and "url":

  {"id": "17", "versions": [{"lang": "en", "text": "..."}, {"path": "17.de.html"}]}

In CSV and Parquet the columns are id, lang_a, text_a, lang_b, text_b and so on, or
path_a, url_a. Of a folder, each folder in it is a record, and so are files that
are named as 17.en.txt and 17.de.txt.

For each record, a line is written:

  {"id": "17", "key": "...", "report": {...}}
  {"id": "18", "key": "...", "error": {"message": "...", "hint": "..."}}

No network is used but for records that name an address. What is wrong with a
record stops none of the others. If a run into a file was
interrupted in any way, the same command goes on where it was.

The exit status is 0 if there is a result for every record, be it an error, and 2
if there was trouble; with --fail-on-error it is 1 if a record gave an error.`

const embedSynopsis = `Make a vector of each of many articles, by which those on the same event can be
found whatever their languages: records in, records out.

INPUT is as that of factdiff batch, with a single text in each record:

  {"id": "17", "lang": "en", "text": "..."}

For each record, a line is written:

  {"id": "17", "key": "...", "lang": "en", "model": "...", "vector": [...]}
  {"id": "18", "key": "...", "error": {"message": "...", "hint": "..."}}

A vector has length 1, so that the sum of products of two is their cosine. Only
those of one model can be compared. The model fast is Google's
universal-sentence-encoder-multilingual 3, of 512 values, or for the languages that
it does not know what wide stands for: multilingual-e5-small, of 384 values, for
all languages.`

// transform is a command that makes records of records.
type transform struct {
	*command
	name string

	output      string
	from        string
	jobs        int
	unordered   bool
	failOnError bool
	quiet       bool

	fetcher *fetch.Fetcher
}

// fetch reads the version at an address.
func (t *transform) fetch(ctx context.Context, address string) (*read.Document, error) {
	return t.fetcher.Get(ctx, address)
}

// batch is the command that compares many sets of versions.
func (c *command) batch() *cobra.Command {
	t := &transform{command: c, name: "batch"}
	var model, detail string
	cmd := &cobra.Command{
		Use: "batch [flags] INPUT", Short: "Compare many sets of versions", Long: batchSynopsis,
		Example: `  factdiff batch pairs.jsonl -o reports.jsonl    compare what a file lists
  factdiff batch articles/ -o reports.jsonl      compare the versions in each folder
  zcat pairs.gz | factdiff batch - | gzip >r.gz  be a filter
  factdiff batch --detail summary pairs.csv      only count the facts`,
		Args: t.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("model", model, string(align.Fast), string(align.Best)); err != nil {
				return err
			}
			if err := oneOf("detail", detail, string(batch.Full), string(batch.Facts), string(batch.Summary)); err != nil {
				return err
			}
			return t.run(cmd.Context(), args[0], &batch.Comparison{Model: align.Model(model), Detail: batch.Detail(detail), Fetch: t.fetch})
		},
	}
	t.flags(cmd)
	f := cmd.Flags()
	f.StringVarP(&model, "model", "m", string(align.Fast), "ask `MODEL`: fast, or best, which is right more often and takes longer")
	f.StringVar(&detail, "detail", string(batch.Facts), "write this `MUCH` of each report: full, all that --format json prints, facts,\nwithout texts, sentences and groups, or summary, the counts")
	return cmd
}

// embed is the command that makes vectors of articles.
func (c *command) embed() *cobra.Command {
	t := &transform{command: c, name: "embed"}
	var model string
	var keys bool
	cmd := &cobra.Command{
		Use: "embed [flags] INPUT", Short: "Make vectors of articles", Long: embedSynopsis,
		Example: `  factdiff embed articles.jsonl -o vectors.jsonl  make a vector of each article
  factdiff embed --model wide - <in >out          by the model for all languages`,
		Args: t.args,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("model", model, "fast", "wide"); err != nil {
				return err
			}
			return t.run(cmd.Context(), args[0], &batch.Embedding{Wide: model == "wide", Keys: keys, Fetch: t.fetch})
		},
	}
	t.flags(cmd)
	cmd.Flags().StringVarP(&model, "model", "m", "fast", "ask `MODEL`: fast, or wide, the same for all languages")
	cmd.Flags().BoolVar(&keys, "keys", false, "add the names and numbers that the article mentions, under what they are called\nin all languages, and how surely each is one")
	return cmd
}

func (t *transform) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&t.output, "output", "o", "", "write the results to `FILE`, or go on with it; without, they are printed")
	f.StringVar(&t.from, "from", "", "read the input as `FORMAT`: jsonl, csv, parquet or folder (default by its\nending)")
	f.IntVarP(&t.jobs, "jobs", "j", 0, "use this `NUMBER` of processors (default all)")
	f.BoolVar(&t.unordered, "unordered", false, "write results as they come, not in the order of the records")
	f.BoolVar(&t.failOnError, "fail-on-error", false, "exit with status 1 if a record gave an error")
	f.BoolVar(&t.allowPrivate, "allow-private", false, "read addresses that are not on the open network, such as those of this machine")
	f.BoolVarP(&t.quiet, "quiet", "q", false, "do not tell on standard error how far it is")
}

func (t *transform) args(_ *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return hinted(fmt.Errorf("%s: one input is needed, and %d are named", t.name, len(args)), "name a file or folder of records, or - for standard input")
}

// missing is the error of an input that is not there.
func missing(command, name string) error {
	if _, err := os.Stat(name); err != nil {
		return hinted(fmt.Errorf("%s: reading %q: %w", command, name, bare(err)), "check the spelling of the name and the folder it is in")
	}
	return nil
}

// oneOf refuses a flag's value that is none of those it can have.
func oneOf(flag, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return hinted(fmt.Errorf("--%s: %q is none of its values", flag, value), "use "+strings.Join(values[:len(values)-1], ", ")+" or "+values[len(values)-1])
}

// run takes the records of an input through some work.
func (t *transform) run(ctx context.Context, input string, work batch.Work) error {
	open, err := t.input(input)
	if err != nil {
		return err
	}
	if t.jobs < 0 {
		return hinted(fmt.Errorf("--jobs: there cannot be %d", t.jobs), "leave it out, or use 1 or more")
	}
	if t.jobs > 0 {
		runtime.GOMAXPROCS(t.jobs) // a record's own work would use all of them
	}
	t.fetcher = fetch.New(fetch.Options{Private: t.allowPrivate})
	defer t.fetcher.Close()
	out := batch.To(t.stdout)
	if t.output != "" {
		if err := t.distinct(t.output, []string{input}, nil); err != nil {
			return err
		}
		if out, err = batch.Create(t.output); err != nil {
			return err
		}
		defer out.Close()
	}
	m := newMeter(t.stderr)
	if t.quiet {
		m.out = io.Discard
	}
	stats, err := batch.Run(ctx, open, out, work, batch.Options{Jobs: t.jobs, Unordered: t.unordered, Program: version(), Progress: m.show})
	m.clear()
	if err == nil {
		if m.finish(stats); t.failOnError && stats.Errors > 0 {
			t.status = differ
		}
		return nil
	}
	again := "the same command goes on where it stopped"
	if t.output == "" {
		again = "with -o FILE, the same command would go on where it stopped"
	}
	switch {
	case ctx.Err() != nil:
		return hinted(fmt.Errorf("interrupted after %s", count(stats.Records, "result")), again)
	case stats.Records > stats.Found && advice(err) == "":
		return hinted(err, again)
	}
	return err
}

// input tells how to open an input.
func (t *transform) input(name string) (func() (batch.Source, error), error) {
	format := batch.Format(t.from)
	if format != "" {
		if err := oneOf("from", t.from, string(batch.JSONL), string(batch.CSV), string(batch.Parquet), string(batch.Folder)); err != nil {
			return nil, err
		}
	}
	if name == "-" {
		if format == "" {
			format = batch.JSONL
		}
		opened := false
		return func() (batch.Source, error) {
			if opened {
				return nil, hinted(errors.New("standard input cannot be read twice, as going on needs where order is not kept"), "put the records into a file, or name another file with -o")
			}
			opened = true
			return batch.Read(t.stdin, format)
		}, nil
	}
	if format == "" {
		if format = batch.FormatOf(name); format == "" {
			if err := missing(t.name, name); err != nil {
				return nil, err
			}
			return nil, hinted(fmt.Errorf("%s: the ending of %q does not tell the format", t.name, name), "use .jsonl, .csv or .parquet, or say it with --from")
		}
	}
	return func() (batch.Source, error) { return batch.Open(name, format) }, nil
}

// meter tells how far a batch is: on a terminal in a line that is written over,
// elsewhere in a line now and then.
type meter struct {
	out      io.Writer
	terminal bool
	every    time.Duration

	begun, told time.Time
	first       batch.Stats
}

func newMeter(out io.Writer) *meter {
	m := &meter{out: out, every: time.Minute}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		m.terminal, m.every = true, 200*time.Millisecond
	}
	return m
}

// show is a batch.Options.Progress.
func (m *meter) show(s batch.Stats) {
	now := time.Now()
	if m.begun.IsZero() {
		m.begun, m.told, m.first = now, now, s
	}
	if now.Sub(m.told) < m.every {
		return
	}
	m.told = now
	took := now.Sub(m.begun)
	text := count(s.Records, "record") + ", " + m.rate(s, took)
	if done, left := s.Done-m.first.Done, s.Total-s.Done; done > 0 && left > 0 {
		text += ", " + duration(time.Duration(float64(took)/float64(done)*float64(left))) + " left"
	}
	if s.Errors > 0 {
		text += ", " + count(s.Errors, "error")
	}
	if m.terminal {
		fmt.Fprintf(m.out, "\r%s\x1b[K", text)
	} else {
		fmt.Fprintf(m.out, "factdiff: %s\n", text)
	}
}

// rate is how many records a second are done.
func (m *meter) rate(s batch.Stats, took time.Duration) string {
	return fmt.Sprintf("%.1f/s", float64(s.Records-s.Found)/max(took.Seconds(), 1e-3))
}

// count is a number of things.
func count(n int64, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// duration is a time as people say it.
func duration(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
}

// clear takes what was shown off the terminal.
func (m *meter) clear() {
	if m.terminal {
		fmt.Fprint(m.out, "\r\x1b[K")
	}
}

// finish tells what came of it.
func (m *meter) finish(s batch.Stats) {
	took := time.Since(m.begun)
	text := count(s.Records, "record") + ", " + count(s.Errors, "error")
	if fresh := s.Records - s.Found; fresh == 0 && s.Found > 0 {
		text += "; all were there before"
	} else {
		if s.Found > 0 {
			text += fmt.Sprintf("; %d were there before", s.Found)
		}
		text += fmt.Sprintf("; %s, %s", duration(took), m.rate(s, took))
	}
	fmt.Fprintf(m.out, "factdiff: %s\n", text)
}
