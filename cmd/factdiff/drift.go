package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"factdiff/align"
	"factdiff/align/drift"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/report"
	"factdiff/cmd/factdiff/internal/config"
	"factdiff/cmd/factdiff/internal/git"
)

// driftFormats are the forms of a report on translated documentation.
var driftFormats = []string{"text", "json", "jsonl", "md", "sarif", "github"}

// sure is the confidence from which a finding is listed and makes the command
// fail: people who check every change have little patience with false alarms.
const sure = 0.9

const driftSynopsis = `Tell where translations of documentation have fallen behind their source: what
the source says and a translation lacks, what is left untranslated, what only the
translation says, and what contradicts the source, such as another port.

SOURCE and TRANSLATION are folders in which pages have the same names, or two
pages. In a single FOLDER the languages are told by the names: folders such as en
and de, install.de.md beside install.md, Docusaurus's i18n, or what --pattern
says. Pages are Markdown, HTML, reStructuredText or plain text. Code, front matter,
directives and menus are left alone.

The exit status is 0 if all pages are in step, 1 if one is not and 2 if there was
trouble. --fail-on names what makes it 1:

  missing        a page has no translation
  conflict       the two contradict each other
  outdated       a sentence of the source has changed since, its translation not
  only-a         only the source says it
  untranslated   the translation has it in the source's language
  only-b         only the translation says it
  orphan         a translation has no page in the source

A project can keep all this in a file: see factdiff help config.

With --since only pages whose source has changed are compared: since a revision
(v1.2), since a branch was left (main...), or between two (v1.2..v1.3).`

const driftExamples = `  factdiff drift docs/en docs/de                  compare two folders
  factdiff drift docs/en docs/de docs/fr          and another translation
  factdiff drift docs                             find the languages by the names
  factdiff drift docs --pattern '{name}.{lang}.md'
  factdiff drift --since main... docs/en docs/de  only what a branch has changed
  factdiff drift --baseline drift.txt --write-baseline docs/en docs/de
                                                  accept what there is
  factdiff drift --baseline drift.txt -f github docs/en docs/de
                                                  and annotate what is new`

// driftFlags are what the flags of the command drift say.
type driftFlags struct {
	pattern, sourceLang, since string
	failOn, exclude            []string
	baseline                   string
	write                      bool
	confidence                 float64
}

// drift is the command that compares translated documentation.
func (c *command) drift() *cobra.Command {
	d := new(driftFlags)
	cmd := &cobra.Command{
		Use:     "drift [flags] SOURCE TRANSLATION... | FOLDER",
		Short:   "Tell where translations of documentation have fallen behind",
		Long:    driftSynopsis,
		Example: driftExamples,
		RunE: func(cmd *cobra.Command, args []string) error {
			args, err := d.settle(cmd, args)
			if err != nil {
				return err
			}
			return c.runDrift(cmd.Context(), d, args)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&d.pattern, "pattern", "", "find the pages of a folder by `PATTERN`, in which {lang} is the language and {name}\nthe rest, as {lang}/{name} or {name}.{lang}.md")
	f.StringVar(&d.sourceLang, "source-lang", "en", "the source is in this `LANGUAGE`, where names tell languages")
	f.StringSliceVar(&d.exclude, "exclude", nil, "leave out pages whose names fit `PATTERN`, as api/* or index.html; may be repeated")
	f.StringVar(&d.since, "since", "", "compare only pages whose source has changed in `RANGE` of git, as v1.2 or main...")
	f.StringSliceVar(&d.failOn, "fail-on", nil, "let the exit status be 1 for these `KINDS` only, as conflict,only-a (default all)")
	f.Float64Var(&d.confidence, "confidence", sure, "list only what has a confidence of `N` or more, 0 to 1")
	f.StringVar(&d.baseline, "baseline", "", "pass over what `FILE` accepts")
	f.BoolVar(&d.write, "write-baseline", false, "write what is found into the baseline, and accept it")
	f.StringVarP(&c.format, "format", "f", "", "print the report as `FORMAT`: "+list(driftFormats, "or")+" (default text)")
	f.StringArrayVarP(&c.outputs, "output", "o", nil, "write the report to `FILE`, in the format of its ending; may be repeated")
	f.StringVarP(&c.model, "model", "m", "", "ask `MODEL`: fast, or best (default $FACTDIFF_MODEL, else best, but fast for long\npages)")
	f.StringVar(&c.color, "color", "auto", "`WHEN` to use colours: auto, always or never; NO_COLOR is heeded")
	f.IntVar(&c.width, "width", 0, "lay the text out for this many `COLUMNS` (default the terminal's, else 80)")
	f.BoolVar(&c.noPager, "no-pager", false, "do not show what is printed on a terminal in $FACTDIFF_PAGER, $PAGER or less")
	var kinds []string
	for _, k := range drift.Kinds {
		kinds = append(kinds, string(k))
	}
	for name, values := range map[string][]string{"format": driftFormats, "fail-on": kinds} {
		cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

// settle takes over what the project has decided and neither flags nor arguments
// say, and returns the arguments.
func (d *driftFlags) settle(cmd *cobra.Command, args []string) ([]string, error) {
	project, err := config.ReadProject(".")
	if err != nil {
		return nil, hinted(err, "factdiff help config tells what can be set")
	}
	p, given := project.Drift, cmd.Flags().Changed
	here := func(name string) string {
		if name == "" || filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(project.Folder, name)
	}
	if len(args) == 0 && p.Source != "" {
		for _, name := range append([]string{p.Source}, p.Translations...) {
			args = append(args, here(name))
		}
		if !given("pattern") {
			d.pattern = p.Pattern
		}
	}
	if !given("source-lang") && p.SourceLang != "" {
		d.sourceLang = p.SourceLang
	}
	if !given("exclude") {
		d.exclude = p.Exclude
	}
	if !given("fail-on") {
		d.failOn = p.FailOn
	}
	if !given("confidence") && p.Confidence != nil {
		d.confidence = *p.Confidence
	}
	if !given("baseline") {
		if p.Baseline != "" && !filepath.IsLocal(p.Baseline) {
			return nil, hinted(fmt.Errorf("the project's baseline %q lies outside of its folder", p.Baseline), "name one inside, or say it with --baseline")
		}
		d.baseline = here(p.Baseline)
	}
	return args, nil
}

// list writes words as people do.
func list(words []string, last string) string {
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

func (c *command) runDrift(ctx context.Context, d *driftFlags, args []string) error {
	if err := c.checkFlags(); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	if c.format != "" && !slices.Contains(driftFormats, c.format) {
		return hinted(fmt.Errorf("--format: there is no report on documentation as %s", c.format), "use "+list(driftFormats, "or"))
	}
	baseline, err := d.accepted()
	if err != nil {
		return err
	}
	site, err := d.site(ctx, args)
	if err != nil {
		return err
	}
	var files []string
	for _, p := range site.pairs {
		files = append(files, p.Source, p.Translation)
	}
	outputs, err := c.open(files)
	if err != nil {
		return err
	}
	defer discard(outputs)
	for _, o := range outputs {
		if !slices.Contains(driftFormats, o.format) {
			return hinted(fmt.Errorf("-o %q: there is no report on documentation as %s", o.name, o.format), "use "+list(driftFormats, "or"))
		}
	}
	bar := newProgress(c.stderr)
	bar.doing = "comparing pages"
	defer bar.clear()
	r, err := drift.Compare(ctx, site.pairs, drift.Options{
		Model: align.Model(c.model), Confidence: d.confidence, Read: site.read, Before: site.before, Progress: bar.show,
	})
	if err != nil {
		return err
	}
	r.Since = d.since
	bar.clear()
	if d.write {
		return c.writeBaseline(d.baseline, r)
	}
	if idle := r.Accept(baseline); idle > 0 && d.since == "" {
		fmt.Fprintf(c.stderr, "factdiff: note: %d lines of %q accept what is no longer found; --write-baseline takes them out\n", idle, d.baseline)
	}
	for _, o := range outputs {
		if err := writeDrift(o.file, r, o.format, c.shape()); err != nil {
			return fmt.Errorf("writing %q: %w", o.name, bare(err))
		}
	}
	for _, o := range outputs {
		if err := o.commit(); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(r.Findings, func(f drift.Finding) bool { return len(d.failOn) == 0 || slices.Contains(d.failOn, string(f.Kind)) }) {
		c.status = differ
	}
	w, end, err := c.page()
	if err != nil {
		return err
	}
	if err := writeDrift(w, r, c.format, c.layout()); err != nil {
		return errors.Join(fmt.Errorf("writing to standard output: %w", bare(err)), end())
	}
	if err := end(); err != nil {
		return err
	}
	if err := r.Problems(); err != nil {
		return hinted(err, "the other pages were compared; --exclude leaves out pages that are not to be read")
	}
	return nil
}

// writeDrift writes a report in a format.
func writeDrift(w io.Writer, r *drift.Report, format string, o report.TextOptions) error {
	switch format {
	case "json":
		return report.DriftJSON(w, r)
	case "jsonl":
		return report.DriftJSONL(w, r)
	case "md":
		return report.DriftMarkdown(w, r)
	case "sarif":
		return report.DriftSARIF(w, r, provenance())
	case "github":
		return report.DriftGitHub(w, r)
	}
	return report.DriftText(w, r, o)
}

// check tells what is wrong with the flags.
func (d *driftFlags) check() error {
	var kinds []string
	for _, k := range drift.Kinds {
		kinds = append(kinds, string(k))
	}
	for _, k := range d.failOn {
		if !slices.Contains(kinds, k) {
			return hinted(fmt.Errorf("--fail-on: there is no kind %q", k), "use "+list(kinds, "or")+", or several with commas between")
		}
	}
	for _, e := range d.exclude {
		if _, err := path.Match(e, ""); err != nil {
			return hinted(fmt.Errorf("--exclude %q: %w", e, err), "use * and ? for parts of a name, as in api/*")
		}
	}
	switch {
	case !(d.confidence >= 0 && d.confidence <= 1):
		return hinted(fmt.Errorf("--confidence: %g is no probability", d.confidence), "use 0 to list all, or up to 1 to list only what is certain")
	case lang.Code(d.sourceLang) == "":
		return hinted(fmt.Errorf("--source-lang: %q is not the code of a language", d.sourceLang), "use a code such as en, de or zh")
	case d.write && d.baseline == "":
		return hinted(errors.New("--write-baseline: no file is named"), "name it, as in --baseline drift.txt --write-baseline")
	case d.write && d.since != "":
		return hinted(errors.New("--write-baseline: --since looks at some pages only"), "leave one of them out")
	}
	return nil
}

// accepted reads the baseline.
func (d *driftFlags) accepted() (drift.Baseline, error) {
	if d.baseline == "" || d.write {
		return nil, nil
	}
	f, err := os.Open(d.baseline)
	if err != nil {
		return nil, hinted(fmt.Errorf("reading the baseline %q: %w", d.baseline, bare(err)), "--write-baseline makes it")
	}
	defer f.Close()
	b, err := drift.ReadBaseline(f)
	if err != nil {
		return nil, hinted(fmt.Errorf("reading the baseline %q: %w", d.baseline, err), "mend the line or remove it, or have the file made again by --write-baseline")
	}
	return b, nil
}

// writeBaseline accepts what was found.
func (c *command) writeBaseline(name string, r *drift.Report) error {
	if err := r.Problems(); err != nil {
		return hinted(err, "a baseline is written when all pages can be compared; --exclude leaves some out")
	}
	o, err := create(name, "")
	if err != nil {
		return hinted(fmt.Errorf("writing %q: %w", name, bare(err)), "check that its folder exists and may be written to, or choose another")
	}
	defer discard([]*output{o})
	if err := drift.WriteBaseline(o.file, r); err != nil {
		return fmt.Errorf("writing %q: %w", name, bare(err))
	}
	if err := o.commit(); err != nil {
		return err
	}
	return c.tell("%q accepts %d findings in %d pages\n", name, len(r.Findings), len(r.Pages))
}

// site is what is to be compared, and how to read it.
type site struct {
	pairs  []drift.Pair
	read   func(name string) ([]byte, error)
	before func(name string) ([]byte, error) // nil without a range
}

// site finds the pages.
func (d *driftFlags) site(ctx context.Context, args []string) (*site, error) {
	s := &site{read: readPage}
	files := pagesIn
	var history *history
	if d.since != "" {
		var err error
		if history, err = openHistory(ctx, d.since); err != nil {
			return nil, hinted(fmt.Errorf("--since %q: %w", d.since, err), "name a commit, branch or tag of the repository that the folder is in, as in --since v1.2")
		}
		s.before = history.before
		if history.to != "" {
			files, s.read = history.files, history.read
		}
	}
	var err error
	if s.pairs, err = d.pairs(args, files); err != nil {
		return nil, err
	}
	s.pairs = slices.DeleteFunc(s.pairs, func(p drift.Pair) bool {
		if slices.ContainsFunc(d.exclude, func(e string) bool { return excluded(e, p.Name) }) {
			return true
		}
		return history != nil && !history.changed(p)
	})
	return s, nil
}

// excluded tells whether a pattern fits a name, its last part, or a folder that
// it is in.
func excluded(pattern, name string) bool {
	if ok, _ := path.Match(pattern, path.Base(name)); ok {
		return true
	}
	for ; name != "."; name = path.Dir(name) {
		if ok, _ := path.Match(pattern, name); ok {
			return true
		}
	}
	return false
}

// pairs finds out which pages belong together.
func (d *driftFlags) pairs(args []string, files func(folder string) ([]string, error)) ([]drift.Pair, error) {
	const layout = "name the source's folder and the translations', or say with --pattern how names tell languages"
	for i, a := range args {
		args[i] = filepath.ToSlash(filepath.Clean(a))
	}
	var all []string
	for _, a := range args {
		in, err := files(a)
		if err != nil {
			return nil, hinted(fmt.Errorf("looking for pages in %q: %w", a, bare(err)), "check the spelling of the name")
		}
		all = append(all, in...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	switch {
	case len(args) == 0:
		return nil, hinted(errors.New("no folder is named"), "name the source's and the translations', as in: factdiff drift docs/en docs/de")
	case len(args) == 1:
		folder := args[0]
		var names []string
		for _, f := range all {
			if name, err := filepath.Rel(filepath.FromSlash(folder), filepath.FromSlash(f)); err == nil {
				names = append(names, filepath.ToSlash(name))
			}
		}
		source := lang.Code(d.sourceLang)
		if d.pattern == "" {
			pairs, found := drift.Detect(folder, names, source)
			if found == "" {
				return nil, hinted(fmt.Errorf("the names in %q do not tell which pages are translations", folder), layout)
			}
			return pairs, nil
		}
		p, err := drift.ParsePattern(d.pattern)
		if err != nil {
			return nil, hinted(err, "write it as in --pattern '{name}.{lang}.md'")
		}
		pairs := p.Pairs(folder, names, source)
		if len(pairs) == 0 {
			return nil, hinted(fmt.Errorf("no page in %q fits the pattern %q", folder, d.pattern), layout)
		}
		return pairs, nil
	case d.pattern != "":
		return nil, hinted(errors.New("--pattern is for one folder, and several are named"), "leave one of them out")
	case slices.Equal(all, slices.Compact(slices.Sorted(slices.Values(args)))): // pages themselves
		var pairs []drift.Pair
		for _, t := range args[1:] {
			pairs = append(pairs, drift.Pair{Name: path.Base(args[0]), Source: args[0], Translation: t})
		}
		return pairs, nil
	}
	pairs := drift.Folders(all, args[0], args[1:])
	if !slices.ContainsFunc(pairs, func(p drift.Pair) bool { return p.Source != "" && p.Translation != "" }) {
		return nil, hinted(fmt.Errorf("%q and the other folders have no page of the same name", args[0]), layout)
	}
	return pairs, nil
}

// pagesIn are the pages in a folder, or the file itself where it is one.
func pagesIn(folder string) ([]string, error) {
	var out []string
	root := folder
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		root += "/" // which follows a link to a folder
	}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, _ := filepath.Rel(folder, name)
		inside = filepath.ToSlash(inside)
		if entry.IsDir() && inside != "." && !drift.Readable(inside+"/a.md") {
			return filepath.SkipDir
		}
		if name == root && !entry.IsDir() || drift.Readable(inside) && isFile(name, entry) {
			out = append(out, filepath.ToSlash(name))
		}
		return nil
	})
	return out, err
}

// readPage reads a file, no more than can be read as a page.
func readPage(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", name, bare(err))
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, read.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", name, bare(err))
	}
	return b, nil
}

// history is a range of commits in the repository of the current folder.
type history struct {
	repository *git.Repository
	from, to   string            // to is "" where the range ends with the files as they are
	was        map[string]string // changed files and what they were called before
}

// openHistory reads a range: FROM, FROM..TO, or FROM...TO for what has happened on
// the way to TO since the two parted.
func openHistory(ctx context.Context, text string) (*history, error) {
	r, err := git.Open(ctx, ".")
	if err != nil {
		return nil, err
	}
	h := &history{repository: r}
	from, to, fork := strings.Cut(text, "...")
	if !fork {
		from, to, _ = strings.Cut(text, "..")
	}
	if h.from, err = r.Commit(from); err != nil {
		return nil, err
	}
	if to != "" {
		if h.to, err = r.Commit(to); err != nil {
			return nil, err
		}
	}
	if fork {
		end := h.to
		if end == "" {
			if end, err = r.Commit("HEAD"); err != nil {
				return nil, err
			}
		}
		if h.from, err = r.Base(h.from, end); err != nil {
			return nil, fmt.Errorf("the two have no commit in common: %w", err)
		}
	}
	h.was, err = r.Changed(h.from, h.to)
	return h, err
}

// changed tells whether the source of a page has changed, or where there is none
// any more, whether the range took it away.
func (h *history) changed(p drift.Pair) bool {
	file := p.Source
	if file == "" {
		file = p.Translation
	}
	name, err := h.repository.Name(file)
	if err != nil {
		return false
	}
	if _, ok := h.was[name]; ok || p.Source != "" {
		return ok
	}
	for was := range h.was { // the source is gone
		if strings.HasSuffix(was, "/"+p.Name) || was == p.Name {
			return true
		}
	}
	return false
}

// before reads a file as it was when the range began.
func (h *history) before(file string) ([]byte, error) {
	name, err := h.repository.Name(file)
	if err != nil {
		return nil, err
	}
	if was, ok := h.was[name]; ok {
		if was == "" {
			return nil, fs.ErrNotExist
		}
		name = was
	}
	return h.repository.Read(h.from, name)
}

// read reads a file as it is at the end of the range.
func (h *history) read(file string) ([]byte, error) {
	name, err := h.repository.Name(file)
	if err != nil {
		return nil, err
	}
	return h.repository.Read(h.to, name)
}

// files are the pages in a folder at the end of the range.
func (h *history) files(folder string) ([]string, error) {
	root, err := h.repository.Name(folder)
	if err != nil {
		return nil, err
	}
	all, err := h.repository.Files(h.to)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range all {
		if f == root {
			return []string{folder}, nil
		}
		inside, ok := strings.CutPrefix(f, root+"/")
		if root == "." {
			inside, ok = f, true
		}
		if ok && drift.Readable(inside) {
			out = append(out, path.Join(folder, inside))
		}
	}
	if out == nil {
		return nil, fs.ErrNotExist
	}
	return out, nil
}
