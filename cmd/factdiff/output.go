package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"factdiff/align"
	"factdiff/align/report"
)

// formats are the forms of a report, by the ending of a file's name.
var formats = map[string]string{".txt": "text", ".text": "text", ".json": "json", ".html": "html", ".htm": "html"}

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
		told := formats[strings.ToLower(filepath.Ext(name))]
		switch {
		case told == "" && c.format == "":
			return all, hinted(fmt.Errorf("-o %q: the ending does not tell the format", name), "use .txt, .json or .html, or say it with --format")
		case told != "" && c.format != "" && told != c.format:
			return all, hinted(fmt.Errorf("-o %q: by its ending it is %s, and --format asks for %s", name, told, c.format), "leave out --format, or change the ending")
		}
		if err := c.distinct(name, versions, all); err != nil {
			return all, err
		}
		o, err := create(name, cmp.Or(told, c.format))
		if err != nil {
			return all, hinted(fmt.Errorf("writing %q: %w", name, bare(err)), "check that its folder exists and may be written to, or choose another")
		}
		all = append(all, o)
	}
	return all, nil
}

// explanations prints why the facts asked for got their verdicts.
func (c *command) explanations(r *align.Report) error {
	for i, id := range c.explain {
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		if err := report.Explain(c.stdout, r, strings.ToLower(strings.TrimSpace(id)), c.layout()); err != nil {
			return err
		}
	}
	return nil
}

// distinct refuses to write over one of the versions, or twice to one file.
func (c *command) distinct(name string, versions []string, others []*output) error {
	for _, o := range others {
		if filepath.Clean(name) == filepath.Clean(o.name) {
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
func (o *output) write(r *align.Report, width int) error {
	if err := write(o.file, r, o.format, report.TextOptions{Width: width}, provenance()); err != nil {
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

// write renders the report in a format.
func write(w io.Writer, r *align.Report, format string, o report.TextOptions, p report.Provenance) error {
	switch format {
	case "json":
		return report.JSON(w, r)
	case "html":
		return report.HTML(w, r, p)
	}
	return report.Text(w, r, o)
}

// print puts the report on standard output, or where it went to files only a
// summary.
func (c *command) print(r *align.Report) error {
	var err error
	switch {
	case len(c.explain) > 0 && (c.format == "" || c.format == "text"):
		return c.explanations(r)
	case len(c.outputs) > 0:
		err = report.Summary(c.stdout, r, c.layout())
	default:
		err = write(c.stdout, r, c.format, c.layout(), provenance())
	}
	if err != nil {
		return fmt.Errorf("writing to standard output: %w", bare(err))
	}
	return nil
}

// layout is how text goes to standard output.
func (c *command) layout() report.TextOptions {
	o := report.TextOptions{Width: c.width, Color: c.color == "always"}
	f, ok := c.stdout.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
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

// checkFlags tells what is wrong with the flags that stand for themselves.
func (c *command) checkFlags() error {
	c.model = cmp.Or(c.model, os.Getenv("FACTDIFF_MODEL"))
	switch {
	case !slices.Contains([]string{"", "text", "json", "html"}, c.format):
		return hinted(fmt.Errorf("--format: there is no format %q", c.format), "use text, json or html")
	case !slices.Contains([]string{"auto", "always", "never"}, c.color):
		return hinted(fmt.Errorf("--color: %q is none of its values", c.color), "use auto, always or never")
	case !slices.Contains([]string{"", string(align.Fast), string(align.Best)}, c.model):
		return hinted(fmt.Errorf("--model: there is no model %q", c.model), "use fast or best")
	case c.width < 0:
		return hinted(fmt.Errorf("--width: a text cannot have %d columns", c.width), "leave --width out, or use 80 or more")
	}
	return nil
}
