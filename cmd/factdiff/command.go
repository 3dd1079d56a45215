package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
	"golang.org/x/text/language"

	"factdiff/align"
	"factdiff/align/cross"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
	"factdiff/align/judge"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/report"
	"factdiff/align/translate"
	"factdiff/cmd/factdiff/internal/config"
)

// command is one run of factdiff: its streams, what its flags say, and the exit
// status it comes to.
type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	format  string
	outputs []string
	langs   []string
	only    []string
	context *int // nil where the flag is not there
	summary bool
	noPager bool
	color   string
	width   int
	explain []string
	model   string
	method  string

	sections     []string
	allowPrivate bool // addresses that are not on the open network

	translate string
	reader    string // the language to translate into

	embedder   string
	judge      string
	judgeLimit int

	config   string            // the user's file of settings, "" for that of the user's directory
	settings *config.User      // nil until it is read
	origins  map[string]string // of flags' values that were not given as flags

	status int
}

const (
	synopsis = `Tell which facts two or more versions of an article share, and which only one of
them states. The versions may be in different languages, or in the same one.

A version is a file of plain text, Markdown, HTML, DOCX, ODT, EPUB or PDF, a saved
page (MHTML), an entry of a feed (feed.xml#2), the address of one of these, or an
article of Wikipedia (wiki:en:Berlin), behind which the code of a language means
the same article in that; "-" is standard input. Languages are detected.
Everything happens on this machine: no network is used unless a version is an
address or an article of Wikipedia, or --translate, --embedder or --judge names a
service that is elsewhere. FACTDIFF_WIKI names another MediaWiki's api.php.

The exit status is 0 if the versions say the same, 1 if they differ, or nothing
in them could be compared, and 2 if there was trouble.`

	examples = `  factdiff en.txt de.txt                      compare two articles on the terminal
  factdiff -o report.html en.txt de.txt       write a page to read, keep or send
  factdiff --format json en.html fr.html      print what was found for a program
  pandoc -t plain a.docx | factdiff - b.txt   read a version from another program
  factdiff --only a,conflict en.txt de.txt    show what the second lacks or contradicts
  factdiff --context 1 en.txt de.txt          show what differs, and a sentence around it
  factdiff https://a.example/news b.docx      compare a page with a document
  factdiff wiki:en:Berlin de fr               compare an article of three Wikipedias
  factdiff --section History a.docx b.pdf     compare a section of two documents
  factdiff --translate bergamot en.txt de.txt show what is not in your language in it
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
		Args:          cobra.ArbitraryArgs, // a version is no misspelt command
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	around := 0
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("context") {
			c.context = &around
		}
		return c.run(cmd.Context(), args)
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return c.settle(cmd) }
	root.SetVersionTemplate("factdiff {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		var number *strconv.NumError
		if errors.As(err, &number) {
			text, _, _ := strings.Cut(err.Error(), ": ")
			err = fmt.Errorf("%s: it is no whole number", text)
		}
		if unknown := new(pflag.NotExistError); errors.As(err, &unknown) {
			var known []string
			cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
			if meant := config.Meant(unknown.GetSpecifiedName(), known); meant != "" {
				return hinted(err, fmt.Sprintf("did you mean --%s? %s --help lists the flags", meant, cmd.CommandPath()))
			}
		}
		return hinted(err, cmd.CommandPath()+" --help lists the flags")
	})
	f := root.Flags()
	f.SortFlags = false
	f.StringVarP(&c.format, "format", "f", "", "print the report as `FORMAT`: text, html, json, jsonl, md, csv, csv-pairs,\nparquet, parquet-pairs, tmx, sarif or github (default text)")
	f.StringArrayVarP(&c.outputs, "output", "o", nil, "write the report to `FILE`, in the format of its ending (.txt, .html, .json,\n.jsonl, .md, .csv, .parquet, .tmx, .sarif; pairs.csv and pairs.parquet are\ntables of pairs); may be repeated")
	f.StringSliceVar(&c.only, "only", nil, "show only these `FACTS`: shared, conflict, uncertain (with a ?), furniture (in JSON\nboilerplate), or a, b, ... for what that version alone says; several with commas\nbetween")
	f.IntVar(&around, "context", 0, "show only what differs or is doubtful, or what --only asks for, and `N` sentences\naround it")
	f.BoolVar(&c.summary, "summary", false, "print only how many facts of each kind there are")
	f.StringSliceVarP(&c.langs, "lang", "l", nil, "the versions' `LANGUAGES` in order, as en,de; leave one empty to have it detected")
	f.StringSliceVar(&c.explain, "explain", nil, "say why the facts `IDS`, such as b7 or a1,b2, got their verdicts")
	f.StringVarP(&c.model, "model", "m", "", "ask `MODEL`: fast, or best, which asks all and is right more often\n(default $FACTDIFF_MODEL, else best, but fast for long versions)")
	f.StringVar(&c.method, "method", "models", "reach the verdicts by `METHOD`: models, or strings, which compares the wording of\ntranslated sentences and is there to measure against")
	f.StringVarP(&c.translate, "translate", "t", "", "have sentences translated by `TRANSLATOR`, such as bergamot or deepl; factdiff help\ntranslate lists them (default $FACTDIFF_TRANSLATE, else none)")
	f.StringVar(&c.reader, "read", "", "translate into this `LANGUAGE` (default that of the locale, if a version is in it,\nelse the first version's)")
	f.StringArrayVar(&c.sections, "section", nil, "compare only the section with this `HEADING`, and in other versions the one of that\nname or nearest in meaning; may be repeated, for one version after the other")
	f.StringVar(&c.embedder, "embedder", "", "take vectors from the embedding `SERVER`, as http://127.0.0.1:11434,model=NAME,\ninstead of the program's own models (default $FACTDIFF_EMBEDDER, else none)")
	f.StringVar(&c.judge, "judge", "", "let a language model on the chat `SERVER`, written in the same way, decide what is\nuncertain (default $FACTDIFF_JUDGE, else none)")
	f.IntVar(&c.judgeLimit, "judge-limit", judge.Most, "ask the judge about `N` facts at most, the least certain first")
	f.BoolVar(&c.allowPrivate, "allow-private", false, "read addresses that are not on the open network, such as those of this machine")
	f.StringVar(&c.color, "color", "auto", "`WHEN` to use colours: auto, always or never; NO_COLOR is heeded")
	f.IntVar(&c.width, "width", 0, "lay the text out for this many `COLUMNS` (default the terminal's, else 80)")
	f.BoolVar(&c.noPager, "no-pager", false, "do not show what is printed on a terminal in $FACTDIFF_PAGER, $PAGER or less")
	root.PersistentFlags().StringVar(&c.config, "config", "", "read the settings in `FILE` (default $FACTDIFF_CONFIG, else the user's own; see\nfactdiff help config)")
	for name, values := range map[string][]string{
		"format": formats, "color": {"auto", "always", "never"}, "model": {string(align.Fast), string(align.Best)}, "method": {"models", string(align.Strings)},
		"only": {"a", "b", string(align.Shared), string(align.Conflict), report.Furniture},
	} {
		root.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	root.AddCommand(c.batch(), c.embed(), c.drift(), serversHelp(), c.match(), c.models(), c.cached(), c.serve(), c.schema(), c.man(root), c.version(), translateHelp(), configHelp())
	return root
}

// alone refuses arguments.
func alone(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return hinted(fmt.Errorf("factdiff %s takes no arguments, and %q is one", cmd.Name(), args[0]), "to compare a file of that name, write ./"+cmd.Name())
	}
	return nil
}

// schema is the command that prints the form of the JSON report.
func (c *command) schema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of the JSON report", Args: alone,
		RunE: func(*cobra.Command, []string) error { return c.say(report.Schema) },
	}
}

// man is the command that prints the manual page.
func (c *command) man(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Args: alone,
		Long:    "Print the manual page, in the form that man reads.",
		Example: "  factdiff man | man -l -\n  factdiff man >/usr/local/share/man/man1/factdiff.1",
		RunE: func(*cobra.Command, []string) error {
			var page bytes.Buffer
			root.DisableAutoGenTag = true // a date of its own would change with every run
			header := &doc.GenManHeader{Title: "FACTDIFF", Section: "1", Source: "factdiff " + version(), Manual: "User Commands"}
			if t := built(); !t.IsZero() {
				header.Date = &t
			}
			if err := doc.GenMan(root, header, &page); err != nil {
				return fmt.Errorf("making the manual page: %w", err)
			}
			return c.say(page.String())
		},
	}
}

// version is the command that says what exactly is running.
func (c *command) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version, the build and the models", Args: alone,
		RunE: func(*cobra.Command, []string) error {
			var b strings.Builder
			fmt.Fprintf(&b, "factdiff %s\n", version())
			fmt.Fprintf(&b, "build   %s, %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					switch s.Key {
					case "vcs.revision", "vcs.time", "vcs.modified":
						fmt.Fprintf(&b, "        %s %s\n", strings.TrimPrefix(s.Key, "vcs."), s.Value)
					}
				}
			}
			fmt.Fprintf(&b, "fast    %s\n", new(use.Encoder).Name())
			fmt.Fprintf(&b, "best    %s + %s + %s\n", new(use.Encoder).Name(), new(e5.Encoder).Name(), new(cross.Model).Name())
			return c.say(b.String())
		},
	}
}

// built is when the program's source was written, as far as the build knows.
func built() time.Time {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

// say prints a text.
func (c *command) say(text string) error {
	if _, err := io.WriteString(c.stdout, text); err != nil {
		return fmt.Errorf("writing to standard output: %w", bare(err))
	}
	return nil
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
	if err := c.checkShape(len(args), outputs); err != nil {
		return err
	}
	translator, release, err := c.translator()
	if err != nil {
		return err
	}
	defer release()
	servers, err := c.servers(ctx)
	if err != nil {
		return err
	}
	r, err := c.compare(ctx, args, languages, translator, servers)
	if err != nil {
		return err
	}
	c.explain = strings.Fields(strings.ToLower(strings.Join(c.explain, " ")))
	for _, id := range c.explain {
		// What is wrong with one is said before anything is written.
		if err := report.Explain(io.Discard, r.Report, id, c.shape()); err != nil {
			return err
		}
	}
	for _, o := range outputs {
		if err := o.write(r, c.shape()); err != nil {
			return err
		}
	}
	for _, o := range outputs {
		if err := o.commit(); err != nil {
			return err
		}
	}
	if differs(r.Report) {
		c.status = differ
	}
	return c.print(r)
}

const usageHint = "name two files, as in: factdiff en.txt de.txt; factdiff --help tells more"

// differs tells whether a version states a fact that another one lacks or
// contradicts, or none has a fact: then nobody can tell that they say the same.
func differs(r *align.Report) bool {
	agree := false
	for _, f := range r.Facts {
		switch f.Status {
		case align.Only, align.Conflict:
			return true
		case align.Shared:
			agree = true
		}
	}
	return !agree
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
func (c *command) compare(ctx context.Context, args, languages []string, translator translate.Translator, servers *servers) (*result, error) {
	bar, judging := newProgress(c.stderr), newProgress(c.stderr)
	judging.doing = "judging facts"
	defer bar.clear()
	defer judging.clear()
	r := new(result)
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		if r.documents, err = c.read(ctx, args, languages); err != nil {
			return
		}
		if len(c.sections) > 0 {
			if err = c.cut(ctx, r.documents); err != nil {
				return
			}
		}
		saveMemory(r.documents)
		o := align.Options{Model: align.Model(c.model), Explain: servers.judge != nil || c.explains(r.documents), Translator: translator, Progress: bar.show}
		if c.method == string(align.Strings) {
			o.Method = align.Strings
		}
		if translator != nil {
			if o.Read, err = c.readerLanguage(r.documents); err != nil {
				return
			}
		}
		if r.Report, err = servers.compare(ctx, r.documents, o); err == nil && servers.judge != nil {
			bar.clear()
			r.Report, _ = servers.judge.Revise(ctx, r.Report, judging.show)
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
		if lang.Code(code) == "" {
			return nil, hinted(fmt.Errorf("--lang: no model knows the language %q", code), "leave it out if the text is in another language")
		}
		out[i] = tag.String()
	}
	return out, nil
}

// read reads the versions.
func (c *command) read(ctx context.Context, args, languages []string) ([]*read.Document, error) {
	sources := c.sources()
	defer sources.close()
	if i := slices.Index(args, "-"); i >= 0 && slices.Contains(args[i+1:], "-") {
		return nil, hinted(errors.New("standard input can be only one of the versions"), "put the other one in a file")
	}
	var out []*read.Document
	for i, name := range args {
		d, err := sources.read(ctx, name)
		if err != nil {
			return nil, err
		}
		if languages[i] != "" {
			c.checkLanguage(name, languages[i], d.Text)
			d.Lang = languages[i]
		}
		out = append(out, d)
	}
	return out, nil
}
