package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"factdiff/align"
)

// JSON writes the report in the form that align.Schema names: one object, with
// a line for each version, sentence and fact, so that reports can be compared
// line by line.
func JSON(w io.Writer, r *align.Report) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	_, err := w.Write(spread(b.Bytes()))
	return err
}

// spread puts the members of an object, and the elements of arrays in it, on
// lines of their own.
func spread(object []byte) []byte {
	var out bytes.Buffer
	depth, quoted, escaped := 0, false, false
	var closers []byte
	line := func() {
		out.WriteByte('\n')
		for range depth {
			out.WriteString("  ")
		}
	}
	for i, c := range object {
		if quoted {
			out.WriteByte(c)
			quoted = escaped || c != '"'
			escaped = !escaped && c == '\\'
			continue
		}
		switch c {
		case '"':
			quoted = true
			out.WriteByte(c)
		case '{', '[':
			closers = append(closers, c)
			out.WriteByte(c)
			if spreads(closers) && object[i+1] != '}' && object[i+1] != ']' {
				depth++
				line()
			}
		case '}', ']':
			if spreads(closers) && object[i-1] != '{' && object[i-1] != '[' {
				depth--
				line()
			}
			closers = closers[:len(closers)-1]
			out.WriteByte(c)
		case ',':
			out.WriteByte(c)
			if spreads(closers) {
				line()
			} else {
				out.WriteByte(' ')
			}
		case ':':
			out.WriteString(": ")
		default:
			out.WriteByte(c)
		}
	}
	return out.Bytes()
}

// spreads tells whether the innermost open bracket is the object itself or an
// array right inside it.
func spreads(open []byte) bool { return len(open) == 1 || len(open) == 2 && open[1] == '[' }
