package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"factdiff/align"
	"factdiff/align/internal/lazy"
)

// Whole is a report with its [Groups]: what [JSON] writes.
type Whole struct {
	*align.Report
	Groups []Group `json:"groups"`
}

// JSON writes the report and its [Groups] in the form that align.Schema names
// and [Schema] describes: one object, with a line for each version, sentence,
// fact and group, so that reports can be compared line by line.
func JSON(w io.Writer, r *align.Report) error {
	line, err := Line(Whole{r, Groups(r)})
	if err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	if _, err := w.Write(spread(line)); err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	return nil
}

// Line returns a value as a line of JSON, with everything escaped that could drive
// a terminal.
func Line(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return harmless(b.Bytes()), nil
}

// harmless escapes what could drive a terminal.
func harmless(text []byte) []byte {
	return driving().ReplaceAllFunc(text, func(char []byte) []byte {
		r, _ := utf8.DecodeRune(char)
		return fmt.Appendf(nil, "\\u%04x", r)
	})
}

// driving finds the characters of an article that could drive a terminal which
// shows the JSON: the controls that encoding/json leaves as they are, and those
// that turn the direction of writing.
var driving = lazy.Regexp(`[\x{7f}-\x{9f}\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]`)

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
