package batch

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// rows is a source of Apache Parquet, with the columns of a [table], or with a
// column "versions" that is a list of structures.
type rows struct {
	file    *os.File
	columns map[int]column
	nested  map[int]bool          // columns in a list: a value for each version
	dates   map[int]time.Duration // columns of dates, or of moments: their unit since 1970

	groups []parquet.RowGroup // still to read
	open   parquet.Rows
	buffer []parquet.Row
	loaded []parquet.Row

	done, total int64
	failed      error
}

func openParquet(f *os.File, size int64) (s Source, err error) {
	defer caught(&err)
	p, err := parquet.OpenFile(f, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, fmt.Errorf("%w; check that it is a whole file of Parquet", err)
	}
	r := &rows{file: f, columns: map[int]column{}, nested: map[int]bool{}, dates: map[int]time.Duration{}, groups: p.RowGroups(), buffer: make([]parquet.Row, 16), total: p.NumRows()}
	known := false
	for i, path := range p.Schema().Columns() {
		nested := len(path) > 1 && path[0] == "versions"
		if c, ok := columnOf(path[len(path)-1]); ok && (nested && c.what != "id" || len(path) == 1) {
			r.columns[i], r.nested[i] = c, nested
			if leaf, ok := p.Schema().Lookup(path...); ok && c.what == "date" {
				r.dates[i] = unitOf(leaf.Node.Type().LogicalType())
			}
			known = known || c.what == "id"
		}
	}
	if !known {
		return nil, errNoID
	}
	return r, nil
}

// caught turns a panic into an error: package parquet panics on some damaged
// files.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v; write it again", p)
	}
}

func (r *rows) Next() (*Record, error) {
	if len(r.loaded) == 0 && r.failed == nil {
		r.failed = r.load()
	}
	if len(r.loaded) == 0 {
		return nil, r.failed
	}
	row := r.loaded[0]
	r.loaded = r.loaded[1:]
	r.done++
	return r.record(row), nil
}

// load reads some rows more.
func (r *rows) load() (err error) {
	defer caught(&err)
	for {
		if r.open == nil {
			if len(r.groups) == 0 {
				return io.EOF
			}
			r.open, r.groups = r.groups[0].Rows(), r.groups[1:]
		}
		n, err := r.open.ReadRows(r.buffer)
		r.loaded = r.buffer[:n]
		if errors.Is(err, io.EOF) {
			err = r.open.Close()
			r.open = nil
		}
		if err != nil {
			return fmt.Errorf("reading row %d: %w; check that the file is whole", r.done+1, err)
		}
		if n > 0 {
			return nil
		}
	}
}

func (r *rows) record(row parquet.Row) *Record {
	out := new(Record)
	size := 0
	count := map[int]int{} // values so far by column
	for _, v := range row {
		c, ok := r.columns[v.Column()]
		if !ok {
			continue
		}
		if r.nested[v.Column()] {
			c.version = count[v.Column()]
			count[v.Column()]++
		}
		if v.IsNull() {
			continue
		}
		text := v.String()
		if unit := r.dates[v.Column()]; unit > 0 {
			text = day(v, unit)
		}
		if size += len(text); size > MaxRecordBytes {
			return broken(out.ID, []byte(text[:min(len(text), MaxRecordBytes)]), errLong)
		}
		if text != "" {
			if out.set(c, text); len(out.Versions) > MaxVersions {
				break
			}
		}
	}
	out.Versions = slices.DeleteFunc(out.Versions, func(v Version) bool { return v == Version{} })
	out.check()
	return out
}

// unitOf is what a column of dates or moments counts in, 0 for others.
func unitOf(t *format.LogicalType) time.Duration {
	if t == nil {
		return 0
	}
	switch t := t.Value.(type) {
	case *format.DateType:
		return 24 * time.Hour
	case *format.TimestampType:
		return t.Unit.Value.Duration()
	}
	return 0
}

// day is a value of a column of dates or moments, in UTC.
func day(v parquet.Value, unit time.Duration) string {
	n := v.Int64()
	if v.Kind() == parquet.Int32 {
		n = int64(v.Int32())
	}
	return time.Unix(0, n*int64(unit)).UTC().Format(time.DateOnly)
}

func (r *rows) Position() (done, total int64) { return r.done, r.total }

func (r *rows) Close() error {
	if r.open != nil {
		r.open.Close()
	}
	return r.file.Close()
}
