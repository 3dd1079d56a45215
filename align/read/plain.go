package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain reads plain text, which it leaves as it is. A line is a paragraph,
// unless the text is hard-wrapped (see wrapColumn): then lines go together for
// as long as the wrapper had no room left. A bullet or a number in sequence
// begins a list item; a line over a rule of "=" or "-", and a headline at the
// top of the text, are headings.
func plain(text string) *Document {
	doc := &Document{Text: text, Verbatim: true}
	lines := linesOf(text)
	items := listItems(text, lines)
	column := wrapColumn(text, lines)
	for i := 0; i < len(lines); i++ {
		b := Block{Start: lines[i].start, End: lines[i].end, Line: lines[i].number}
		switch {
		case items[i]:
			b.Kind = ListItem
		case i+1 < len(lines) && isUnderlined(text, lines[i], lines[i+1]):
			b.Kind = Heading
		}
		b.Kind = kindOf(b.Kind, text[b.Start:b.End])
		if b.Kind == Paragraph || b.Kind == ListItem {
			for i+1 < len(lines) && !items[i+1] && lines[i].wrapsInto(lines[i+1], column) {
				i++
			}
			b.End = lines[i].end
		}
		doc.Blocks = append(doc.Blocks, b)
	}
	if i := headline(doc); i >= 0 {
		b := &doc.Blocks[i]
		b.Kind = Heading
		doc.Title = strings.Join(strings.Fields(text[b.Start:b.End]), " ")
	}
	return doc
}

// textLine is a line with something on it.
type textLine struct {
	start, end int // offsets, less the white space on both sides
	number     int // from 1
	width      int // columns to its end, indentation included; tooWide above maxColumn
	word       int // columns a wrapper needs for its first word
}

// linesOf returns the lines that are not blank. Lines end in LF, CR LF or CR.
func linesOf(text string) []textLine {
	var lines []textLine
	for start, number := 0, 1; start < len(text); number++ {
		end := start
		if n := strings.IndexAny(text[start:], "\r\n"); n >= 0 {
			end += n
		} else {
			end = len(text)
		}
		raw := strings.TrimRightFunc(text[start:end], unicode.IsSpace)
		if s := strings.TrimLeftFunc(raw, unicode.IsSpace); s != "" {
			width, word := columns(raw, s)
			lines = append(lines, textLine{
				start: start + len(raw) - len(s), end: start + len(raw),
				number: number, width: width, word: word,
			})
		}
		if strings.HasPrefix(text[end:], "\r\n") {
			end++
		}
		start = end + 1
	}
	return lines
}

// headline returns the index of the block that looks like the headline of a
// plain text, or -1: the first heading, or line that is no sentence and has the
// length of a headline, up to the first sentence; else a shorter line. Rows of
// links to sections have separators or are shorter; datelines have numbers.
func headline(doc *Document) int {
	short := -1
	for i, b := range doc.Blocks[:min(len(doc.Blocks), 12)] {
		s := doc.Text[b.Start:b.End]
		width, _ := columns(s, s)
		wide := max(0, width-utf8.RuneCountInString(s))
		size := width + wide/2
		switch {
		case b.Kind == Heading:
			return i
		case width == tooWide && endsSentence(s):
			return short
		case b.Kind != Paragraph || endsSentence(s) || isDated(s) || strings.ContainsAny(s, "|>›»•·→") || strings.Contains(s, " / "):
		case short >= 0 && captioned(s):
		case size >= minHeadline && len(s) <= maxHeadline:
			return i
		case size >= minHeadline/2 && size < minHeadline && short < 0:
			short = i
		}
	}
	return short
}

// captioned tells whether a line looks like a caption with its credit: it ends in some
// words in brackets, or in a word and a colon with a name, behind a sentence.
func captioned(s string) bool {
	if before, ok := strings.CutSuffix(s, ")"); ok {
		return len(strings.Fields(before[strings.LastIndex(before, "(")+1:])) > 1
	}
	end := strings.LastIndex(s, ". ")
	if end < 0 {
		return false
	}
	credit, _, ok := strings.Cut(s[end:], ":")
	return ok && len(strings.Fields(credit)) < 4 && len(strings.Fields(s[:end])) > 3
}

// What makes a dateline of a line: a date in digits, or two of what dates and times of day
// are made of. Thousands and decimals are none: "1.050 Euro", "$1.5bn".
var (
	dateInDigits  = regexp.MustCompile(`\b\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\b|\b\d{4}[-./年]\d{1,2}[-./月]\d{1,2}`)
	joinedNumbers = regexp.MustCompile(`\d[-/:：年月]\d|\b\d{1,2}\.\d\d\b`)
)

func isDated(s string) bool {
	return dateInDigits.MatchString(s) || len(joinedNumbers.FindAllString(s, 2)) == 2
}

// The length of a headline: at least in Latin letters, two and a half of which
// say as much as a Chinese, Japanese or Korean character, and at most in bytes.
const (
	minHeadline = 40
	maxHeadline = 400
)

// endsSentence tells whether s ends in a mark that ends sentences, closing
// quotation marks and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»«)]）」』】")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？．।॥؟۔։", r)
}

// isUnderlined tells whether a line is a heading with a rule directly below.
func isUnderlined(text string, l, below textLine) bool {
	rule := text[below.start:below.end]
	return l.number+1 == below.number && len(rule) >= 3 && (strings.Trim(rule, "=") == "" || strings.Trim(rule, "-") == "") &&
		l.width <= maxColumn && !endsSentence(text[l.start:l.end])
}

// bullets begin list items. Dashes are not among them: they begin speech.
const bullets = "-*+•·‣⁃▪●○■□◦►▸・"

// listItems tells of each line whether it begins a list item: by a bullet, or
// by a number whose predecessor or successor begins another line, which sets a
// list apart from a line that begins with a date.
func listItems(text string, lines []textLine) []bool {
	items := make([]bool, len(lines))
	lastNumber, lastLine := -1, -1
	for i, l := range lines {
		s := text[l.start:l.end]
		r, n := utf8.DecodeRuneInString(s)
		if strings.ContainsRune(bullets, r) && beginsWithSpace(s[n:]) {
			items[i] = true
			continue
		}
		number := itemNumber(s)
		if number < 0 {
			continue
		}
		if number == lastNumber+1 && lastNumber >= 0 {
			items[i], items[lastLine] = true, true
		}
		lastNumber, lastLine = number, i
	}
	return items
}

// itemNumber returns the number of up to three digits that s begins with,
// before "." or ")" and a space, or -1.
func itemNumber(s string) int {
	number, digits := 0, 0
	for digits < len(s) && digits < 3 && s[digits] >= '0' && s[digits] <= '9' {
		number = number*10 + int(s[digits]-'0')
		digits++
	}
	rest := s[digits:]
	if digits == 0 || rest == "" || rest[0] != '.' && rest[0] != ')' || !beginsWithSpace(rest[1:]) {
		return -1
	}
	return number
}

func beginsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}
