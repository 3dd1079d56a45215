package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Source is where records come from, one after the other.
type Source interface {
	// Next returns the next record. At the end it returns io.EOF; after any
	// other error nothing more can be read.
	Next() (*Record, error)
	// Position tells how much of the source was read, in a unit of its own, and
	// how much there is; 0 where that is unknown.
	Position() (done, total int64)
	Close() error
}

// Format is a form of records.
type Format string

// The formats.
const (
	JSONL   Format = "jsonl"
	CSV     Format = "csv"
	Parquet Format = "parquet"
	Folder  Format = "folder"
)

var endings = map[string]Format{
	".jsonl": JSONL, ".ndjson": JSONL, ".json": JSONL, ".csv": CSV, ".tsv": CSV, ".parquet": Parquet,
}

// FormatOf tells the format by a name, or for a folder by what it is; "" where
// neither tells.
func FormatOf(name string) Format {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return Folder
	}
	return endings[strings.ToLower(filepath.Ext(name))]
}

// Open opens a file or folder of records.
func Open(name string, format Format) (Source, error) {
	if format == Folder {
		return openFolder(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the records: %w; check the spelling of the name", err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a folder, and no file of the format %s; leave the format out", name, format)
	}
	var s Source
	switch {
	case err != nil:
	case format == Parquet:
		s, err = openParquet(f, info.Size())
	default:
		s, err = byLine(f, f, info.Size(), format)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("reading the records of %q: %w", name, err)
	}
	return s, nil
}

// Read reads records as they come, in JSON Lines or CSV. Close does not close r.
func Read(r io.Reader, format Format) (Source, error) {
	return byLine(r, io.NopCloser(nil), 0, format)
}

func byLine(r io.Reader, closer io.Closer, size int64, format Format) (Source, error) {
	t := &text{newLines(r), closer, size}
	switch format {
	case JSONL:
		return &jsonLines{t}, nil
	case CSV:
		return openTable(t)
	}
	return nil, fmt.Errorf("records of the format %s cannot be read as they come; write them to a file first", format)
}

// text is a source that is read line by line.
type text struct {
	*lines
	closer io.Closer
	size   int64
}

func (t *text) Position() (done, total int64) { return t.read, t.size }
func (t *text) Close() error                  { return t.closer.Close() }

// jsonLines has a record on each line. Empty lines are passed over.
type jsonLines struct{ *text }

// errLong tells of a record that is too long.
var errLong = fmt.Errorf("it is longer than %d MB", MaxRecordBytes>>20)

func (j *jsonLines) Next() (*Record, error) {
	for {
		l, err := j.next(MaxRecordBytes)
		if err != nil {
			return nil, err
		}
		if len(l.text) > MaxRecordBytes {
			return broken("", l.text, errLong), nil
		}
		text := bytes.TrimSpace(bytes.TrimPrefix(l.text, []byte("\uFEFF")))
		if len(text) > 0 {
			return parse(text), nil
		}
	}
}

// errNoID tells of a table without IDs.
var errNoID = errors.New(`there is no column "id"; name the columns id, lang_a, text_a, lang_b, text_b and so on, or path_a and url_a in place of text_a`)

// column is what a column of a table holds.
type column struct {
	what    string // "id", "lang", "text", "path", "url" or "date"
	version int
}

// columnOf tells what a column holds by its name: text_a is the text of the first
// version, and text that of the only one. Others are passed over.
func columnOf(name string) (c column, ok bool) {
	what, letter, _ := strings.Cut(strings.ToLower(strings.TrimSpace(name)), "_")
	switch {
	case what == "id" && letter == "":
	case what != "lang" && what != "text" && what != "path" && what != "url" && what != "date":
		return c, false
	case len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z':
		c.version = int(letter[0] - 'a')
	case letter != "":
		return c, false
	}
	c.what = what
	return c, true
}

// set puts a value where its column belongs.
func (r *Record) set(c column, value string) {
	if c.what == "id" {
		r.ID = value
		return
	}
	for len(r.Versions) <= c.version {
		r.Versions = append(r.Versions, Version{})
	}
	v := &r.Versions[c.version]
	switch c.what {
	case "lang":
		v.Lang = value
	case "text":
		v.Text = value
	case "path":
		v.Path = value
	case "url":
		v.URL = value
	case "date":
		v.Date = value
	}
}
