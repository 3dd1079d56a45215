// Package pdf reads the lines of a PDF with PDFium, which runs in a sandbox: as
// WebAssembly, without files, in memory of its own that is bounded, and until
// its context ends.
//
// It is interpreted. Translated to machine code it would be twenty times as
// fast, but that takes some seconds and 300 MB at each start of the program;
// interpreted, a page takes 0.1 to 0.2 s.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits bound what reading a file takes.
type Limits struct {
	Pages  int
	Memory int // bytes that PDFium may take, the file included
}

const pageOfMemory = 64 << 10

// Line is a line of text on a page. Lengths are in points, from the lower left.
type Line struct {
	Text                     string // with a tab for a wide gap
	Left, Right, Top, Bottom float64
	Size                     float64 // of most of its letters
	Bold                     bool    // most of its letters are
	Hyphen                   bool    // a word goes on in the next line
}

// ErrEncrypted is the error of a file that wants a password.
var ErrEncrypted = errors.New("it is encrypted")

// PagesError is the error of a file with more pages than may be.
type PagesError struct{ Pages, Limit int }

func (e *PagesError) Error() string {
	return fmt.Sprintf("it has %d pages, %d are the limit", e.Pages, e.Limit)
}

// Read returns the lines of each page in the order of the file.
func Read(ctx context.Context, b []byte, limits Limits) (pages [][]Line, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("PDFium failed: %v", p)
		}
		if ctx.Err() != nil {
			err = ctx.Err()
		}
	}()
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MinIdle: 1, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfigInterpreter().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(uint32(limits.Memory / pageOfMemory)).
			WithCloseOnContextDone(true),
	})
	if err != nil {
		return nil, fmt.Errorf("starting PDFium: %w", err)
	}
	defer pool.Close()
	instance, err := pool.GetInstance(time.Minute)
	if err != nil {
		return nil, fmt.Errorf("starting PDFium: %w", err)
	}
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &b})
	if err != nil {
		if errors.Is(err, pdfiumerrors.ErrPassword) || errors.Is(err, pdfiumerrors.ErrSecurity) {
			return nil, ErrEncrypted
		}
		return nil, errors.New("PDFium cannot open it")
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, err
	}
	if count.PageCount > limits.Pages {
		return nil, &PagesError{count.PageCount, limits.Pages}
	}
	for i := range count.PageCount {
		lines, err := readPage(instance, requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil { // a page that is broken is left out
			pages = append(pages, lines)
		}
	}
	return pages, nil
}

func readPage(instance pdfium.Pdfium, page requests.Page) ([]Line, error) {
	text, err := instance.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: page, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
	})
	if err != nil {
		return nil, err
	}
	var lines []Line
	l := newLine()
	end := func() {
		if line := l.line(); line.Text != "" {
			lines = append(lines, line)
		}
		l = newLine()
	}
	for _, c := range text.Chars {
		switch {
		case c.Text == "\r" || c.Text == "\n":
			end()
		case c.Text == "\x02" || c.Text == "\u00AD": // how PDFium writes hyphens at ends of lines
			l.Hyphen = true
			end()
		case c.Text != "" && c.Text != "\x00" && c.Text != "\uFFFE" && c.Text != "\uFFFF":
			l.add(c)
		}
	}
	end()
	return lines, nil
}

// lineMaker makes a line of characters.
type lineMaker struct {
	Line
	text          strings.Builder
	letters, bold int
	sizes         map[float64]int
	space         bool
	last          *responses.GetPageTextStructuredChar
}

func newLine() *lineMaker {
	l := &lineMaker{sizes: make(map[float64]int)}
	l.Left, l.Bottom = math.Inf(1), math.Inf(1)
	l.Right, l.Top = math.Inf(-1), math.Inf(-1)
	return l
}

// boldWeight is the least weight of bold type. Not all files state weights, but
// names mostly tell.
const boldWeight = 600

func (l *lineMaker) add(c *responses.GetPageTextStructuredChar) {
	if strings.TrimSpace(c.Text) == "" {
		l.space = true
		return
	}
	at, size, bold := c.PointPosition, 0.0, false
	if f := c.FontInformation; f != nil {
		size = math.Round(f.Size*2) / 2
		name := strings.ToLower(f.Name)
		bold = f.Weight >= boldWeight || strings.Contains(name, "bold") || strings.Contains(name, "black") || strings.Contains(name, "heavy")
	}
	if l.isNoteMark(c) {
		return
	}
	l.last = c
	const wide = 2 // in sizes, of a gap between columns
	switch {
	case l.letters == 0:
	case size > 0 && at.Left-l.Right > wide*size:
		l.text.WriteByte('\t')
	case l.space:
		l.text.WriteByte(' ')
	}
	l.space = false
	l.text.WriteString(c.Text)
	l.Left, l.Right = min(l.Left, at.Left), max(l.Right, at.Right)
	l.Bottom, l.Top = min(l.Bottom, at.Bottom), max(l.Top, at.Top)
	l.letters++
	l.sizes[size]++
	if bold {
		l.bold++
	}
}

// isNoteMark tells a small raised number, as notes have them. Behind a word it
// would be read as part of it.
func (l *lineMaker) isNoteMark(c *responses.GetPageTextStructuredChar) bool {
	if l.last == nil || c.FontInformation == nil || l.last.FontInformation == nil || strings.Trim(c.Text, "0123456789") != "" {
		return false
	}
	size := l.last.FontInformation.Size
	return c.FontInformation.Size < 0.9*size && c.PointPosition.Bottom > l.last.PointPosition.Bottom+0.15*size
}

func (l *lineMaker) line() Line {
	l.Text = l.text.String()
	l.Bold = l.bold*5 >= l.letters*4
	most := 0
	for size, n := range l.sizes {
		if n > most || n == most && size > l.Size {
			most, l.Size = n, size
		}
	}
	return l.Line
}
