// Package read turns foreign bytes into a document: plain text, Markdown,
// reStructuredText and HTML in any common encoding become valid UTF-8 with its
// blocks marked.
//
// [File] and [Reader] are what most callers need. Nothing a reader could see is
// dropped: what the article extraction leaves out of a page stays in the text
// as [Leftover] blocks. [Manual] reads documentation. Fetching addresses is deliberately absent.
package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"os"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// MaxBytes is the size in bytes above which a source is refused with a
// [SizeError].
const MaxBytes = 64 << 20

// Document is one version of an article.
type Document struct {
	// Source is the name the caller gave: a file name, "-" or an address.
	Source string

	// Title is the headline, "" where none was found: from the metadata of a
	// page or a front matter, else the first heading.
	Title string

	// Lang is the language the source declares, as a BCP 47 tag in canonical
	// form ("pt-BR"), or what the caller set; "" where unknown.
	Lang string

	// Charset is the encoding the bytes were read as, by its name in the
	// WHATWG Encoding Standard ("utf-8", "windows-1251").
	Charset string

	// Date is the time of publication, where the source's metadata states it;
	// the zero time where unknown. A day without a time of day is midnight UTC.
	Date time.Time

	// Text is what is analysed, always valid UTF-8. Of plain text it is the
	// file's text unchanged, line ends included, less a byte order mark;
	// bytes that are no text in their encoding become U+FFFD. Of Markdown,
	// reStructuredText and HTML it is the readable text, with an empty line
	// between blocks.
	Text string

	// Verbatim tells that Text is the source's own: an offset into it is a
	// place there.
	Verbatim bool

	// Blocks are in order, do not overlap and cover every character of Text
	// but white space (in the sense of unicode.IsSpace).
	Blocks []Block
}

// Block is a run of a document's text.
type Block struct {
	// Start and End are byte offsets into Text; the block is not empty and
	// neither begins nor ends with white space.
	Start, End int

	Kind Kind

	// Level is that of a heading, from 1 for the highest; 0 where unknown.
	Level int

	// Line is the line of the source the block starts in, from 1; 0 where
	// unknown.
	Line int
}

// Kind tells what a block of a document is.
type Kind uint8

// The kinds of blocks. A [TableRow] has a tab between its cells. A [Leftover]
// is outside the article: left out by the extraction of a page, or in any
// format a rule or ornament without a letter or digit.
const (
	Paragraph Kind = iota
	Heading
	ListItem
	Quote
	Code
	TableRow
	Caption
	Leftover
)

var kindNames = [...]string{"paragraph", "heading", "list item", "quote", "code", "table row", "caption", "leftover"}

// String returns the kind in words, "paragraph" for [Paragraph].
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// File reads the named file; its format is told by extension and content, as
// by [Bytes]. A missing file's error matches fs.ErrNotExist. "-" has no special
// meaning: standard input is for the caller to claim, and goes to [Reader].
func File(ctx context.Context, name string) (*Document, error) {
	f, err := os.Open(name)
	if feed, entry := splitEntry(name); entry > 0 && errors.Is(err, fs.ErrNotExist) {
		if f, err = os.Open(feed); err != nil {
			err = errors.Unwrap(err) // it has the name without the number
		}
	}
	if err != nil {
		return nil, pathError(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, pathError(name, err)
	}
	if info.IsDir() {
		return nil, fmt.Errorf("reading %q: it is a directory; name a file in it", name)
	}
	return Reader(ctx, f, name)
}

// RegularFile is [File] for names that come from a list: it refuses what is no
// regular file, such as a pipe, which may never end.
func RegularFile(ctx context.Context, name string) (*Document, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("reading %q: it is no regular file; name a file of text", name)
	}
	return File(ctx, name)
}

// Reader reads r to its end, at most [MaxBytes] of it, as [Bytes] does. The
// name tells the format by its extension and appears in errors.
func Reader(ctx context.Context, r io.Reader, name string) (*Document, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, pathError(name, err)
	}
	return Bytes(ctx, b, name)
}

// Bytes reads b as Markdown (.md, .markdown, .mdx), reStructuredText (.rst, .rest),
// HTML (.html, .htm, .xhtml, or a beginning that is HTML under any name but
// those) or plain text. It fails with an [EmptyError], a [BinaryError] or a
// [SizeError].
func Bytes(ctx context.Context, b []byte, name string) (*Document, error) {
	return Typed(ctx, b, name, "")
}

// Typed reads b as [Bytes] does, but takes the format and the encoding from a
// header Content-Type where that states them and b does not show otherwise. The
// end of the context ends the reading of a PDF, which may take minutes.
func Typed(ctx context.Context, b []byte, name, contentType string) (*Document, error) {
	return readAs(ctx, b, name, contentType, markdown, page)
}

// readAs is Typed with readers of one's own for Markdown and HTML.
func readAs(ctx context.Context, b []byte, name, contentType string, markdown, page func(source string) *Document) (*Document, error) {
	media, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, parameters = "", nil // as if it were not there
	}
	if len(b) > MaxBytes {
		return nil, &SizeError{Name: name, Limit: MaxBytes}
	}
	doc, err := sorted(ctx, b, name, media, parameters["charset"], markdown, page)
	if err != nil {
		return nil, err
	}
	if len(doc.Blocks) == 0 {
		return nil, &EmptyError{Name: name}
	}
	doc.Source = name
	return doc, nil
}

// sorted is readAs, but for what all formats have in common.
func sorted(ctx context.Context, b []byte, name, media, encoding string, markdown, page func(source string) *Document) (*Document, error) {
	if bytes.HasPrefix(b, []byte(zipMagic)) {
		return readArchive(b, name)
	}
	if isPDF(b) {
		return readPDF(ctx, b, name)
	}
	if format, hint := binaryFormat(b); format != "" {
		return nil, &BinaryError{Name: name, Format: format, Hint: hint}
	}
	text, charset := decode(b, encoding)
	if isBinary(text) {
		return nil, &BinaryError{Name: name, Hint: "name a file of text"}
	}
	var doc *Document
	switch formatOf(name, media, text) {
	case mailFormat:
		return readMail(b, name)
	case feedFormat:
		return readFeed(b, name)
	case markdownFormat:
		doc = markdown(text)
	case htmlFormat:
		doc = page(text)
	case rstFormat:
		doc = restructured(text)
	default:
		doc = plain(text)
	}
	if len(doc.Blocks) == 0 {
		return nil, &EmptyError{Name: name, Markup: strings.TrimSpace(text) != ""}
	}
	doc.Charset = charset
	return doc, nil
}

// Text makes a document of plain text already in memory, which may be empty.
// Bytes that are not UTF-8 become U+FFFD.
func Text(name, text string) *Document {
	doc := plain(strings.ToValidUTF8(text, "\uFFFD"))
	doc.Source, doc.Charset = name, "utf-8"
	return doc
}

// pathError names the source once, where the cause names it too, and adds what
// to do about the cause.
func pathError(name string, err error) error {
	hint := "try again, or save the text to a new file"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		hint = "check the spelling of the name and the folder it is in"
	case errors.Is(err, fs.ErrPermission):
		hint = "allow reading it, or copy it to where it can be read"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) && pe.Path == name {
		err = pe.Err
	}
	return fmt.Errorf("reading %q: %w; %s", name, err, hint)
}

// Article makes a document of a tree of HTML that is an article and nothing
// else. The tree must not be used afterwards.
func Article(root *html.Node, name string) *Document {
	doc := walkTree(root, form{}).document("")
	doc.Source, doc.Charset = name, "utf-8"
	return doc
}
