package read

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"factdiff/align/read/internal/pdf"
)

// What a PDF may take.
const (
	// MaxPages is how many pages a PDF may have.
	MaxPages = 1000
	// MaxPDFMemory is how many bytes the reading of a PDF may take.
	MaxPDFMemory = 512 << 20
	// MaxPDFTime is how long the reading of a PDF may take.
	MaxPDFTime = 3 * time.Minute
)

// pdfMagic begins a PDF, after some bytes of nothing in a few.
const pdfMagic = "%PDF-"

func isPDF(b []byte) bool { return bytes.HasPrefix(b[:min(len(b), 1024)], []byte(pdfMagic)) }

// readPDF reads a PDF: lines go together to paragraphs by where they stand, what
// is larger or bold is a heading, and what pages repeat at their heads and feet is
// left over.
func readPDF(ctx context.Context, b []byte, name string) (*Document, error) {
	limited, cancel := context.WithTimeout(ctx, MaxPDFTime)
	defer cancel()
	pages, err := pdf.Read(limited, b, pdf.Limits{Pages: MaxPages, Memory: MaxPDFMemory})
	switch pages := new(pdf.PagesError); {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("reading %q: %w", name, ctx.Err())
	case errors.Is(err, pdf.ErrEncrypted):
		return nil, &BinaryError{Name: name, Format: "an encrypted PDF", Hint: passwordHint}
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &BinaryError{Name: name, Format: "a PDF that takes too long to read", Hint: "cut out the pages that are to be compared"}
	case errors.As(err, &pages):
		return nil, &BinaryError{Name: name, Format: "a PDF of too many pages", Hint: pages.Error() + "; cut out those that are to be compared"}
	case err != nil:
		return nil, &DamagedError{Name: name, Format: "PDF", Err: err}
	}
	l := newLayout(pages)
	if len(l.lines) == 0 {
		return nil, &BinaryError{Name: name, Format: "a PDF of pictures", Hint: "read its text out first, for example with ocrmypdf"}
	}
	l.lay(l.lines)
	doc := l.document("")
	doc.Charset = "utf-8"
	return doc, nil
}

// pdfLine is a line and what its neighbours say about it.
type pdfLine struct {
	pdf.Line
	page   int
	margin bool    // repeated at the heads or feet of pages
	note   bool    // small, below the text of its page
	column float64 // where its column ends at the right
}

// layout puts the lines of pages together.
type layout struct {
	builder
	lines   []pdfLine
	size    float64             // of most of the text
	bold    bool                // most of the text is
	leading map[float64]float64 // the usual distance between lines, by size
}

func newLayout(pages [][]pdf.Line) *layout {
	l := &layout{leading: make(map[float64]float64)}
	letters := make(map[float64]int)
	bold, all := 0, 0
	for page, lines := range pages {
		for _, line := range lines {
			l.lines = append(l.lines, pdfLine{Line: line, page: page})
			n := utf8.RuneCountInString(line.Text)
			letters[line.Size] += n
			if all += n; line.Bold {
				bold += n
			}
		}
	}
	l.size = mostOf(letters)
	l.bold = bold*2 > all
	l.markMargins(len(pages))
	l.markNotes()
	distances := make(map[float64]map[float64]int)
	for i := range l.lines {
		line := &l.lines[i]
		for j := max(0, i-60); j < min(len(l.lines), i+60); j++ {
			if o := l.lines[j]; o.page == line.page && o.Size == line.Size && !o.margin && math.Abs(o.Left-line.Left) < 3*l.size {
				line.column = max(line.column, o.Right)
			}
		}
		if i+1 < len(l.lines) {
			if next := l.lines[i+1]; next.page == line.page && next.Size == line.Size && next.Bottom < line.Bottom {
				if distances[line.Size] == nil {
					distances[line.Size] = make(map[float64]int)
				}
				distances[line.Size][math.Round(line.Bottom-next.Bottom)]++
			}
		}
	}
	for size, d := range distances {
		l.leading[size] = mostOf(d)
	}
	return l
}

// mostOf returns the key of the largest value, of equal ones the smallest key.
func mostOf(counts map[float64]int) float64 {
	keys := slices.Sorted(maps.Keys(counts))
	if len(keys) == 0 {
		return 0
	}
	return slices.MaxFunc(keys, func(a, b float64) int { return cmp.Or(counts[a]-counts[b], cmp.Compare(b, a)) })
}

// marginLines is how many lines at the head and the foot of a page are looked at.
const marginLines = 3

// The number of a page, alone or at its foot with one word before it.
var (
	headNumber = regexp.MustCompile(`^[-–—|/. \d]+$`)
	footNumber = regexp.MustCompile(`^(\pL{1,12}\.? )?[-–—|/. \d]+$`)
)

// markMargins marks the lines that stand in the same place at the head or foot
// of several pages, numbers aside, and those that are only a number there, with
// none of the text outside of them.
func (l *layout) markMargins(pages int) {
	type place struct {
		text string
		at   int
	}
	edges := make([][]int, pages) // the outer lines of each page
	for i := range l.lines {
		edges[l.lines[i].page] = append(edges[l.lines[i].page], i)
	}
	seen := make(map[place]int)
	placeOf := func(i int) place {
		line := l.lines[i]
		return place{strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return '0'
			}
			return r
		}, line.Text), int(math.Round(line.Bottom / 4))}
	}
	for page, lines := range edges {
		slices.SortStableFunc(lines, func(i, j int) int { return cmp.Compare(l.lines[j].Top, l.lines[i].Top) })
		if n := len(lines); n > 2*marginLines {
			lines = slices.Concat(lines[:marginLines], lines[n-marginLines:])
		}
		edges[page] = lines
		for _, i := range lines {
			seen[placeOf(i)]++
		}
	}
	mark := func(lines iter.Seq2[int, int], number *regexp.Regexp) {
		first := true
		for _, i := range lines {
			line := &l.lines[i]
			isNumber := first && line.Size <= l.size && number.MatchString(line.Text)
			line.margin = line.margin || isNumber || seen[placeOf(i)] > 1 && seen[placeOf(i)]*3 >= pages
			if first = false; !line.margin {
				return
			}
		}
	}
	for _, lines := range edges {
		if len(lines) > 1 {
			mark(slices.All(lines), headNumber)
			mark(slices.Backward(lines), footNumber)
		}
	}
}

// markNotes marks the lines below the last one of a page that has the text's
// size and is not behind the mark of a note.
func (l *layout) markNotes() {
	end := len(l.lines)
	for i := len(l.lines) - 1; i >= 0; i-- {
		line := &l.lines[i]
		if i+1 < len(l.lines) && line.page != l.lines[i+1].page {
			end = i + 1
		}
		switch {
		case line.margin:
		case l.isMark(line.Line):
			for j := i; j < end; j++ {
				l.lines[j].note = true
			}
			end = i
		case line.Size < l.size*0.95 && (i+1 == end || l.lines[i+1].note || l.lines[i+1].margin):
			line.note = true
		}
	}
}

// isMark tells the mark of a note, where that stands alone.
func (l *layout) isMark(line pdf.Line) bool {
	return line.Size < l.size && strings.Trim(line.Text, "0123456789*†") == ""
}

// lay puts lines together to blocks. What stands at the margins and notes do not
// part a paragraph that goes on on the next page.
func (l *layout) lay(lines []pdfLine) {
	var block, notes []pdfLine
	var margins []string
	flush := func() {
		l.addBlock(block)
		for i := range notes {
			notes[i].note = false
		}
		if len(notes) > 0 {
			l.lay(notes)
		}
		for _, text := range margins {
			l.add(Leftover, 0, text)
		}
		block, notes, margins = nil, nil, nil
	}
	for _, line := range lines {
		switch {
		case line.margin:
			margins = append(margins, strings.ReplaceAll(line.Text, "\t", " "))
			if len(block) == 0 {
				flush()
			}
			continue
		case line.note:
			notes = append(notes, line)
			continue
		}
		if n := len(block); n > 0 && !l.joins(block[n-1], line) {
			flush()
		}
		block = append(block, line)
	}
	flush()
}

// joins tells whether a paragraph goes on in the next line.
func (l *layout) joins(line, next pdfLine) bool {
	if line.Hyphen {
		return true
	}
	if strings.Contains(line.Text+next.Text, "\t") || math.Abs(line.Size-next.Size) > line.Size/10 || line.Bold != next.Bold || bulletOf(next.Text) > 0 {
		return false
	}
	distance := line.Bottom - next.Bottom
	below := line.page == next.page && distance > 0
	if below && distance > max(l.leading[line.Size]*1.3, line.Size*0.9) && distance > line.Size*1.3 {
		return false
	}
	if l.isLarge(line) {
		return below
	}
	word, _, _ := strings.Cut(next.Text, " ")
	letter := (next.Right - next.Left) / float64(max(utf8.RuneCountInString(next.Text), 1))
	room := line.column - line.Right - letter*float64(utf8.RuneCountInString(word)+1)
	if !endsSentence(line.Text) {
		room -= (line.column - line.Left) * maxRagged
	}
	if room > 0 {
		return false // the word had found room
	}
	if !below {
		return !endsSentence(line.Text)
	}
	const indent = 3 // in sizes, is the most that a first line is indented by
	return next.Left < line.Left+line.Size*0.8 && next.Left > line.Left-line.Size*indent || bulletOf(line.Text) > 0
}

// maxRagged is what part of its column a line may leave empty within a sentence.
const maxRagged = 0.15

// isLarge tells a line that is clearly larger than the text.
func (l *layout) isLarge(line pdfLine) bool { return line.Size >= l.size*1.15 }

// bulletOf returns the bytes of a bullet and the space behind it that text
// begins with, or 0.
func bulletOf(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	rest := strings.TrimLeftFunc(text[n:], unicode.IsSpace)
	if !strings.ContainsRune(bullets, r) && r != '\uF0B7' || rest == text[n:] || rest == "" {
		return 0
	}
	return len(text) - len(rest)
}

// addBlock adds lines as one block.
func (l *layout) addBlock(lines []pdfLine) {
	if len(lines) == 0 {
		return
	}
	var text strings.Builder
	bold := true
	for i, line := range lines {
		bold = bold && line.Bold
		if i > 0 && needsSpace(lines[i-1], line) {
			text.WriteByte(' ')
		}
		text.WriteString(line.Text)
	}
	s := text.String()
	kind := Paragraph
	const maxBoldLines = 3
	switch n := bulletOf(s); {
	case n > 0:
		kind, s = ListItem, s[n:]
	case l.isLarge(lines[0]), bold && !l.bold && len(lines) <= maxBoldLines && !endsSentence(s):
		kind = Heading
	case strings.Contains(s, "\t"):
		kind = TableRow
	case l.isMark(lines[0].Line) && len(lines) == 1:
		kind = Leftover
	}
	if kind != TableRow {
		s = strings.ReplaceAll(s, "\t", " ")
	}
	l.add(kind, 0, s)
}

// needsSpace tells whether the end of a line stands for a space: not where it
// parts a word, nor between characters of scripts without spaces.
func needsSpace(line, next pdfLine) bool {
	last, _ := utf8.DecodeLastRuneInString(line.Text)
	first, _ := utf8.DecodeRuneInString(next.Text)
	return !line.Hyphen && last != '-' && (columnsOf(last) == 1 || columnsOf(first) == 1)
}
