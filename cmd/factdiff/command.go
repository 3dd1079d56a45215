package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"factdiff/align"
	"factdiff/align/read"
)

// command is one run of factdiff: its streams, what its flags say, and the exit
// status it comes to.
type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	format  string
	outputs []string
	langs   []string
	color   string
	width   int
	explain []string
	model   string

	status int
}

const (
	synopsis = `Tell which facts two or more versions of an article share, and which only one of
them states. The versions may be in different languages, or in the same one.

A version is a file of plain text, Markdown or HTML; "-" is standard input. Its
language is detected. Everything happens on this machine: no network is used.

The exit status is 0 if the versions say the same, 1 if they differ and 2 if
there was trouble.`

	examples = `  factdiff en.txt de.txt                      compare two articles on the terminal
  factdiff -o report.html en.txt de.txt       write a page to read, keep or send
  factdiff --format json en.html fr.html      print what was found for a program
  pandoc -t plain a.docx | factdiff - b.txt   read a version from another program
  factdiff --lang en,de en.txt de.txt         say which languages they are in
  factdiff --explain b7 en.txt de.txt         say why fact b7 got its verdict`
)

func (c *command) cobra() *cobra.Command {
	root := &cobra.Command{
		Use:           "factdiff [flags] VERSION VERSION...",
		Short:         "Tell which facts versions of an article share",
		Long:          synopsis,
		Example:       examples,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetVersionTemplate("factdiff {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return hinted(err, "factdiff --help lists the flags")
	})
	f := root.Flags()
	f.SortFlags = false
	f.StringVarP(&c.format, "format", "f", "", "print the report as `FORMAT`: text, json or html (default text)")
	f.StringArrayVarP(&c.outputs, "output", "o", nil, "write the report to `FILE`, in the format of its ending (.txt, .json, .html);\nmay be repeated")
	f.StringSliceVarP(&c.langs, "lang", "l", nil, "the versions' `LANGUAGES` in order, as en,de; leave one empty to have it detected")
	f.StringSliceVar(&c.explain, "explain", nil, "say why the facts `IDS`, such as b7 or a1,b2, got their verdicts")
	f.StringVarP(&c.model, "model", "m", "", "ask `MODEL`: fast, or best, which asks two and is right more often\n(default $FACTDIFF_MODEL, else best, but fast for long versions)")
	f.StringVar(&c.color, "color", "auto", "`WHEN` to use colours: auto, always or never; NO_COLOR is heeded")
	f.IntVar(&c.width, "width", 0, "lay the text out for this many `COLUMNS` (default the terminal's, else 80)")
	return root
}

func (c *command) run(ctx context.Context, args []string) error {
	switch len(args) {
	case 0:
		return hinted(errors.New("two or more versions to compare are needed, and none is named"), usageHint)
	case 1:
		return hinted(fmt.Errorf("two or more versions to compare are needed, and only %q is named", args[0]), usageHint)
	}
	if err := c.checkFlags(); err != nil {
		return err
	}
	languages, err := c.languages(len(args))
	if err != nil {
		return err
	}
	outputs, err := c.open(args)
	if err != nil {
		return err
	}
	defer discard(outputs)
	r, err := c.compare(ctx, args, languages)
	if err != nil {
		return err
	}
	for _, o := range outputs {
		if err := o.write(r, c.width); err != nil {
			return err
		}
	}
	for _, o := range outputs {
		if err := o.commit(); err != nil {
			return err
		}
	}
	if differs(r) {
		c.status = differ
	}
	return c.print(r)
}

const usageHint = "name two files, as in: factdiff en.txt de.txt; factdiff --help tells more"

// differs tells whether a version states a fact that another one lacks or
// contradicts.
func differs(r *align.Report) bool {
	return slices.ContainsFunc(r.Facts, func(f align.Fact) bool {
		return f.Status == align.Only || f.Status == align.Conflict
	})
}

// explainedBytes is how long the versions may be together for their reports to
// say why unasked; of longer ones that would take much memory.
const explainedBytes = 512 << 10

func (c *command) explains(documents []*read.Document) bool {
	size := 0
	for _, d := range documents {
		size += len(d.Text)
	}
	return len(c.explain) > 0 || size <= explainedBytes
}

// compare reads the versions and compares them. It returns at once when ctx is
// done, even where reading waits for somebody to type.
func (c *command) compare(ctx context.Context, args, languages []string) (*align.Report, error) {
	bar := newProgress(c.stderr)
	defer bar.clear()
	var r *align.Report
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		var documents []*read.Document
		if documents, err = c.read(args, languages); err == nil {
			saveMemory(documents)
			r, err = align.Compare(ctx, documents, align.Options{Model: align.Model(c.model), Explain: c.explains(documents), Progress: bar.show})
		}
	}()
	select {
	case <-done:
		return r, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// saveMemory lets the garbage of long versions be collected more often. Most of
// what they take stays to the end, so that this costs next to no time.
func saveMemory(documents []*read.Document) {
	size := 0
	for _, d := range documents {
		size += len(d.Text)
	}
	if size > 200_000 && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25)
	}
}

// languages are what --lang says of n versions; "" is to be detected.
func (c *command) languages(n int) ([]string, error) {
	if len(c.langs) > n {
		return nil, hinted(fmt.Errorf("--lang names %d languages for %d versions", len(c.langs), n),
			"name one language for each version, in the same order")
	}
	out := make([]string, n)
	for i, code := range c.langs {
		if code = strings.TrimSpace(code); code == "" {
			continue
		}
		tag, err := language.Parse(code)
		if err != nil {
			return nil, hinted(fmt.Errorf("--lang: %q is not the code of a language", code), "use codes such as en, de or zh")
		}
		out[i] = tag.String()
	}
	return out, nil
}

// read reads the versions.
func (c *command) read(args, languages []string) ([]*read.Document, error) {
	if i := slices.Index(args, "-"); i >= 0 && slices.Contains(args[i+1:], "-") {
		return nil, hinted(errors.New("standard input can be only one of the versions"), "put the other one in a file")
	}
	var out []*read.Document
	for i, name := range args {
		var d *read.Document
		var err error
		if name == "-" {
			d, err = read.Reader(c.stdin, "-")
		} else {
			d, err = read.File(name)
		}
		if err != nil {
			return nil, err
		}
		d.Lang = cmp.Or(languages[i], d.Lang)
		out = append(out, d)
	}
	return out, nil
}
