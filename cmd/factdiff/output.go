package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"factdiff/align"
	"factdiff/align/read"
	"factdiff/align/report"
)

// formats are the forms of a report.
var formats = []string{"text", "html", "json", "jsonl", "md", "csv", "csv-pairs", "parquet", "parquet-pairs", "tmx", "sarif", "github"}

// endings are the formats that a file's ending goes with: what it tells, and
// what else --format may ask for.
var endings = map[string][]string{
	".txt": {"text", "github"}, ".text": {"text", "github"}, ".html": {"html"}, ".htm": {"html"},
	".json": {"json", "sarif"}, ".jsonl": {"jsonl"}, ".ndjson": {"jsonl"}, ".md": {"md"}, ".markdown": {"md"},
	".csv": {"csv", "csv-pairs"}, ".parquet": {"parquet", "parquet-pairs"}, ".tmx": {"tmx"}, ".sarif": {"sarif"},
}

// formatOf is the format of a file by its name and by what --format asks for.
// It fails where the two disagree, and returns "" where neither tells.
func formatOf(name, asked string) (string, error) {
	name = strings.ToLower(filepath.Base(name))
	ending := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	fit := endings[ending]
	switch {
	case len(fit) == 0:
		return asked, nil
	case asked != "" && !slices.Contains(fit, asked):
		return "", fmt.Errorf("by its ending it is %s, and --format asks for %s", fit[0], asked)
	case asked != "":
		return asked, nil
	case strings.HasSuffix(stem, "pairs") && slices.Contains(fit, fit[0]+"-pairs"):
		return fit[0] + "-pairs", nil
	case strings.HasSuffix(stem, ".sarif") && slices.Contains(fit, "sarif"):
		return "sarif", nil
	}
	return fit[0], nil
}

// output is a file that the report is written to. What is written comes to bear
// by commit, and not at all without.
type output struct {
	name, format string
	file         *os.File
	target       string // what file replaces; "" where it is written to directly
}

// open prepares the files that the flags name. What is wrong with them is said
// before any work is done.
func (c *command) open(versions []string) (all []*output, err error) {
	defer func() {
		if err != nil {
			discard(all)
		}
	}()
	for _, name := range c.outputs {
		if name == "-" {
			return all, hinted(errors.New("-o names a file, and standard output is none"), "leave out -o to print the report")
		}
		format, err := formatOf(name, c.format)
		if err != nil {
			return all, hinted(fmt.Errorf("-o %q: %w", name, err), "leave out --format, or change the ending")
		}
		if format == "" {
			return all, hinted(fmt.Errorf("-o %q: the ending does not tell the format", name), "use .txt, .html, .json, .jsonl, .md, .csv, .parquet, .tmx or .sarif, or say it with --format")
		}
		if err := c.distinct(name, versions, all); err != nil {
			return all, err
		}
		o, err := create(name, format)
		if err != nil {
			return all, hinted(fmt.Errorf("writing %q: %w", name, bare(err)), "check that its folder exists and may be written to, or choose another")
		}
		all = append(all, o)
	}
	return all, nil
}

// explanations prints why the facts asked for got their verdicts.
func (c *command) explanations(w io.Writer, r *align.Report) error {
	for i, id := range c.explain {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := report.Explain(w, r, id, c.layout()); err != nil {
			return err
		}
	}
	return nil
}

// distinct refuses to write over one of the versions, or twice to one file.
func (c *command) distinct(name string, versions []string, others []*output) error {
	for _, o := range others {
		if place(name) == place(o.name) {
			return hinted(fmt.Errorf("-o %q is given twice", name), "give each report a name of its own")
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil // nothing there yet
	}
	if info.IsDir() {
		return hinted(fmt.Errorf("-o %q is a directory", name), "name a file in it")
	}
	for _, version := range versions {
		other, err := os.Stat(version)
		if f, ok := c.stdin.(*os.File); ok && version == "-" {
			other, err = f.Stat()
		}
		if err == nil && os.SameFile(info, other) && info.Mode().IsRegular() {
			return hinted(fmt.Errorf("-o %q would write over the version %q", name, version), "choose another name for the report")
		}
	}
	return nil
}

// place is the full path of a file.
func place(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return filepath.Clean(name)
}

// create begins a file beside the one that it is going to replace. A device or
// pipe cannot be replaced and is opened itself.
func create(name, format string) (*output, error) {
	target, mode := name, fs.FileMode(0o666)
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			f, err := os.OpenFile(name, os.O_WRONLY, 0)
			return &output{name: name, format: format, file: f}, err
		}
		mode = info.Mode().Perm()
		if target, err = filepath.EvalSymlinks(name); err != nil {
			return nil, err
		}
	}
	temporary := filepath.Join(filepath.Dir(target), fmt.Sprintf(".%s.%d", filepath.Base(target), os.Getpid()))
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	return &output{name, format, f, target}, err
}

// write renders the report into the file.
func (o *output) write(r *result, layout report.TextOptions) error {
	if err := r.write(o.file, o.format, layout, provenance()); err != nil {
		return fmt.Errorf("writing %q: %w", o.name, bare(err))
	}
	return nil
}

// commit lets the file take its place.
func (o *output) commit() error {
	err := o.file.Close()
	if err == nil && o.target != "" {
		err = os.Rename(o.file.Name(), o.target)
	}
	if err != nil {
		return fmt.Errorf("writing %q: %w", o.name, bare(err))
	}
	return nil
}

// discard removes the files that were not committed.
func discard(all []*output) {
	for _, o := range all {
		o.file.Close()
		if o.target != "" {
			os.Remove(o.file.Name())
		}
	}
}

// bare takes off an error the name of a file that its message has already.
func bare(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

func provenance() report.Provenance {
	return report.Provenance{Program: "factdiff " + version(), Made: time.Now()}
}

// result is a report with the documents that it is about.
type result struct {
	*align.Report
	documents []*read.Document
}

// write renders the report in a format.
func (r *result) write(w io.Writer, format string, o report.TextOptions, p report.Provenance) error {
	switch format {
	case "html":
		return report.HTML(w, r.Report, p)
	case "json":
		return report.JSON(w, r.Report)
	case "jsonl":
		return report.JSONL(w, r.Report)
	case "md":
		return report.Markdown(w, r.Report)
	case "csv":
		return report.CSV(w, r.Report)
	case "csv-pairs":
		return report.CSVPairs(w, r.Report)
	case "parquet":
		return report.Parquet(w, r.Report, p)
	case "parquet-pairs":
		return report.ParquetPairs(w, r.Report, p)
	case "tmx":
		return report.TMX(w, r.Report, p)
	case "sarif":
		return report.SARIF(w, r.Report, p, r.documents)
	case "github":
		return report.GitHub(w, r.Report, r.documents)
	}
	return report.Text(w, r.Report, o)
}

// print puts the report on standard output, or where it went to files only a
// summary.
func (c *command) print(r *result) error {
	if len(c.outputs) > 0 || c.summary || len(c.explain) > 0 || !c.printsText() {
		for _, w := range r.Warnings { // the text report has them itself
			fmt.Fprintf(c.stderr, "factdiff: warning: %s\n", w)
		}
	}
	w, end, err := c.page()
	if err != nil {
		return err
	}
	switch {
	case len(c.explain) > 0 && c.printsText():
		err = c.explanations(w, r.Report)
	case len(c.outputs) > 0 || c.summary:
		err = report.Summary(w, r.Report, c.layout())
	default:
		err = r.write(w, c.format, c.layout(), provenance())
	}
	for _, name := range c.outputs {
		fmt.Fprintf(w, "Written to: %s\n", name)
	}
	if err != nil && len(c.explain) == 0 {
		err = fmt.Errorf("writing to standard output: %w", bare(err))
	}
	return errors.Join(err, end())
}

func (c *command) printsText() bool { return c.format == "" || c.format == "text" }

// terminal is standard output where that is one.
func (c *command) terminal() *os.File {
	if f, ok := c.stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// page begins what is printed: on a terminal through a pager, chosen as git
// chooses its own. What it returns besides waits for the reader.
func (c *command) page() (io.Writer, func() error, error) {
	name, err := c.pager()
	if err != nil {
		return nil, nil, err
	}
	if c.noPager || c.terminal() == nil || name == "" || name == "cat" {
		return c.stdout, func() error { return nil }, nil
	}
	p := exec.Command("sh", "-c", name)
	if runtime.GOOS == "windows" {
		words := strings.Fields(name)
		p = exec.Command(words[0], words[1:]...)
	}
	p.Stdout, p.Stderr = c.stdout, c.stderr
	p.Env = append(os.Environ(), unset("LESS", "FRX")...)
	p.Env = append(p.Env, unset("LV", "-c")...)
	in, err := p.StdinPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		return nil, nil, hinted(fmt.Errorf("starting the pager %q: %w", name, err), pagerHint)
	}
	signal.Ignore(os.Interrupt) // the pager's business
	w := bufio.NewWriterSize(&paged{in}, 1<<16)
	return w, func() error {
		w.Flush()
		in.Close()
		err := p.Wait()
		signal.Reset(os.Interrupt)
		// As with git, only a pager that cannot be found is trouble.
		if exit := new(exec.ExitError); errors.As(err, &exit) && exit.ExitCode() == 127 {
			return hinted(fmt.Errorf("the pager %q cannot be run", name), pagerHint)
		}
		return nil
	}, nil
}

const pagerHint = "set FACTDIFF_PAGER to one that is installed, or use --no-pager"

// pager is the command that shows what is long; "" is none.
func (c *command) pager() (string, error) {
	if value, ok := os.LookupEnv("FACTDIFF_PAGER"); ok {
		return strings.TrimSpace(value), nil
	}
	u, err := c.user()
	if err != nil {
		return "", err
	}
	if value := strings.TrimSpace(u.Pager); value != "" {
		return value, nil
	}
	if value, ok := os.LookupEnv("PAGER"); ok {
		return strings.TrimSpace(value), nil
	}
	if _, err := exec.LookPath("less"); err != nil {
		return "", nil
	}
	return "less", nil
}

// unset is a variable for an environment that lacks it.
func unset(name, value string) []string {
	if _, ok := os.LookupEnv(name); ok {
		return nil
	}
	return []string{name + "=" + value}
}

// paged writes to a pager. What its reader no longer wants to see is no trouble.
type paged struct{ io.Writer }

func (p *paged) Write(b []byte) (int, error) {
	if _, err := p.Writer.Write(b); err != nil {
		p.Writer = io.Discard
	}
	return len(b), nil
}

// layout is how text goes to standard output.
func (c *command) layout() report.TextOptions {
	o := c.shape()
	o.Color = c.color == "always"
	f := c.terminal()
	if f == nil {
		return o
	}
	if c.color == "auto" {
		o.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && o.Width == 0 {
		o.Width = width
	}
	return o
}

// shape is how text goes anywhere.
func (c *command) shape() report.TextOptions {
	o := report.TextOptions{Width: c.width, Context: c.context}
	for _, s := range c.only {
		s = strings.ToLower(strings.TrimSpace(s))
		if s == string(align.Boilerplate) {
			s = report.Furniture
		}
		o.Only = append(o.Only, s)
	}
	return o
}

// checkShape tells what is wrong with the flags that say what to show of n
// versions.
func (c *command) checkShape(n int, outputs []*output) error {
	var known []string
	for i := range min(n, 26) {
		known = append(known, string(rune('a'+i)))
	}
	kinds := append(known, string(align.Shared), report.Furniture, report.Uncertain, string(align.Conflict))
	for _, s := range c.shape().Only {
		if !slices.Contains(kinds, s) {
			return hinted(fmt.Errorf("--only: there are no facts %q", s), "use "+strings.Join(kinds[:len(kinds)-1], ", ")+" or conflict, or several with commas between")
		}
	}
	text := len(outputs) == 0 && c.printsText() || slices.ContainsFunc(outputs, func(o *output) bool { return o.format == "text" })
	for _, f := range []struct {
		name string
		set  bool
	}{{"--only", len(c.only) > 0}, {"--context", c.context != nil}, {"--summary", c.summary && len(outputs) == 0}} {
		if f.set && !text {
			return hinted(fmt.Errorf("%s is for the text report, and none is asked for", f.name), "leave it out, or use --format text")
		}
	}
	if c.summary && len(outputs) == 0 && (len(c.only) > 0 || c.context != nil) {
		return hinted(errors.New("--summary counts the facts of all kinds and shows none"), "leave out --only and --context, or --summary")
	}
	if len(outputs) == 0 && strings.HasPrefix(c.format, "parquet") && c.terminal() != nil {
		return hinted(errors.New("a table of Parquet is not for a terminal"), "name a file, as in -o facts.parquet")
	}
	return nil
}

// checkFlags tells what is wrong with the flags that stand for themselves.
func (c *command) checkFlags() error {
	switch {
	case c.format != "" && !slices.Contains(formats, c.format):
		return hinted(fmt.Errorf("%s: there is no format %q", c.origin("format"), c.format), "use "+list(formats, "or"))
	case !slices.Contains([]string{"auto", "always", "never"}, c.color):
		return hinted(fmt.Errorf("%s: %q is none of its values", c.origin("color"), c.color), "use auto, always or never")
	case !slices.Contains([]string{"", string(align.Fast), string(align.Best)}, c.model):
		return hinted(fmt.Errorf("%s: there is no model %q", c.origin("model"), c.model), "use fast or best")
	case !slices.Contains([]string{"models", string(align.Strings)}, c.method):
		return hinted(fmt.Errorf("%s: there is no method %q", c.origin("method"), c.method), "use models or strings")
	case c.judgeLimit < 1:
		return hinted(fmt.Errorf("--judge-limit: a judge cannot be asked about %d facts", c.judgeLimit), "leave --judge out to ask none")
	case c.width < 0:
		return hinted(fmt.Errorf("%s: a text cannot have %d columns", c.origin("width"), c.width), "leave it out, or use 80 or more")
	case c.context != nil && *c.context < 0:
		return hinted(fmt.Errorf("--context: there cannot be %d sentences", *c.context), "leave --context out to see all, or use 0 or more")
	}
	return nil
}
