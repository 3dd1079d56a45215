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

// DamagedError reports a document that is not what its format wants.
type DamagedError struct {
	Name   string
	Format string // what it should be, such as "DOCX"
	Err    error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("reading %q: the %s file is damaged: %v; get it again, or open it in the program that made it and save it anew", e.Name, e.Format, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// FeedError reports a feed of which no entry, or one that it does not have, is
// named.
type FeedError struct {
	Name    string
	Entry   int      // the number that was named, 0 for none
	Entries []string // the titles of those there are, in order
}

func (e *FeedError) Error() string {
	what := fmt.Sprintf("it is a feed of %d entries", len(e.Entries))
	if e.Entry > 0 {
		what = fmt.Sprintf("there is no entry %d in the feed, which has %d", e.Entry, len(e.Entries))
	}
	feed, _ := splitEntry(e.Name)
	return fmt.Sprintf("reading %q: %s; name one by its number, as in %s#2", e.Name, what, feed)
}

// SizeError reports a source of more than Limit bytes.
type SizeError struct {
	Name  string
	Limit int64
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("reading %q: it is larger than %d MB; split it, or cut out the article", e.Name, e.Limit>>20)
}
