package read

import "fmt"

// EmptyError reports a source in which there is nothing to read.
type EmptyError struct {
	Name   string
	Markup bool // it has markup, but no visible text
}

func (e *EmptyError) Error() string {
	if e.Markup {
		return fmt.Sprintf("reading %q: the markup holds no visible text; where scripts build the page, save it from a browser once it is shown", e.Name)
	}
	return fmt.Sprintf("reading %q: there is no text in it; check that the right file was saved", e.Name)
}

// BinaryError reports bytes that are not text.
type BinaryError struct {
	Name   string
	Format string // what the bytes are, such as "PDF"; "" where unknown
	Hint   string // what to do about it
}

func (e *BinaryError) Error() string {
	format := e.Format
	if format == "" {
		format = "binary"
	}
	return fmt.Sprintf("reading %q: the content is %s, not text; %s", e.Name, format, e.Hint)
}

// SizeError reports a source of more than Limit bytes.
type SizeError struct {
	Name  string
	Limit int64
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("reading %q: it is larger than %d MB; split it, or cut out the article", e.Name, e.Limit>>20)
}
