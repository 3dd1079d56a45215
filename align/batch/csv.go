package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
)

// table is a source of CSV: a line that names the columns, and then a record in
// each row. Fields are parted by what parts the names: a comma, a semicolon or a
// tab.
type table struct {
	*text
	comma   byte
	columns map[int]column
	row     []byte
}

func openTable(t *text) (Source, error) {
	out := &table{text: t, comma: ',', columns: map[int]column{}}
	head, err := t.next(MaxRecordBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	names := bytes.TrimPrefix(head.text, []byte("\uFEFF"))
	for _, c := range []byte(";\t") {
		if bytes.Count(names, []byte{c}) > bytes.Count(names, []byte{out.comma}) {
			out.comma = c
		}
	}
	fields, err := out.fields(names)
	if err != nil && len(names) > 0 {
		return nil, fmt.Errorf("the names of the columns: %w", err)
	}
	known := false
	for i, name := range fields {
		if c, ok := columnOf(name); ok {
			out.columns[i] = c
			known = known || c.what == "id"
		}
	}
	if !known {
		return nil, errNoID
	}
	return out, nil
}

func (t *table) fields(row []byte) ([]string, error) {
	r := csv.NewReader(bytes.NewReader(row))
	r.Comma = rune(t.comma)
	fields, err := r.Read()
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		err = p.Err // without a line number, which would be that in the row
	}
	return fields, err
}

// Next reads the lines of a row: those that an open quotation joins. A row that is
// too long ends where the limit is, so that a quotation nobody closes does not
// take in all that follows.
func (t *table) Next() (*Record, error) {
	t.row = t.row[:0]
	var q quotation
	for {
		l, err := t.next(MaxRecordBytes)
		if errors.Is(err, io.EOF) && len(t.row) > 0 {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(t.row) == 0 && len(bytes.TrimSpace(l.text)) == 0 {
			continue
		}
		t.row = append(append(t.row, l.text...), '\n')
		if len(t.row) > MaxRecordBytes+1 {
			return broken("", t.row[:MaxRecordBytes], errLong), nil
		}
		if q.read(l.text, t.comma); !q.open {
			break
		}
	}
	fields, err := t.fields(t.row)
	if err != nil {
		return broken("", t.row, fmt.Errorf("this is no row of the table: %w", err)), nil
	}
	r := new(Record)
	for i, f := range fields {
		if c, ok := t.columns[i]; ok && f != "" {
			r.set(c, f)
		}
	}
	r.Versions = slices.DeleteFunc(r.Versions, func(v Version) bool { return v == Version{} })
	r.check()
	return r, nil
}

// quotation tells whether a field in quotation marks is open at the end of a line.
// Marks inside a field that does not begin with one mean nothing.
type quotation struct{ open, closed bool }

func (q *quotation) read(line []byte, comma byte) {
	begins := !q.open
	for _, c := range line {
		switch {
		case q.open && c == '"':
			q.open, q.closed = false, true
		case q.open:
		case c == '"' && (begins || q.closed):
			q.open, q.closed = true, false // or a doubled one: still open
		default:
			q.closed = false
		}
		begins = !q.open && c == comma
	}
	q.closed = false
}
