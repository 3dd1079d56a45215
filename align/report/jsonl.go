package report

import (
	"bytes"
	"fmt"
	"io"

	"factdiff/align"
)

// JSONL writes the facts as JSON Lines, each an object by itself: what [JSON]
// has of the fact, and of the version that it is in.
func JSONL(w io.Writer, r *align.Report) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	var b bytes.Buffer
	for _, f := range factRows(r) {
		line, err := Line(struct {
			Schema string `json:"schema"`
			Model  string `json:"model"`
			factRow
		}{r.Schema, r.Model, f})
		if err != nil {
			return fmt.Errorf("writing fact %q as JSON: %w", f.ID, err)
		}
		b.Write(line)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing the facts as JSON Lines: %w", err)
	}
	return nil
}
