package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// restructured reads reStructuredText, as documentation uses it: sections,
// paragraphs, lists of all kinds, quotes, tables and the text inside directives.
// Comments, targets, options of directives, document information and directives
// without text go; literal blocks are code. What nests deeper than anybody writes
// is read as one paragraph.
func restructured(source string) *Document {
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source)
	r := rst{substitutions: make(map[string]string), tableless: make(map[[2]int]bool)}
	for line := range strings.SplitSeq(source, "\n") {
		r.lines = append(r.lines, newRSTLine(line))
	}
	for i := range r.lines {
		if m := rstReplace.FindStringSubmatch(r.lines[i].text); m != nil && len(m[2]) <= maxSubstitution {
			r.substitutions[m[1]] = m[2]
		}
	}
	r.read(0, len(r.lines), rstPlace{kind: Paragraph})
	return r.document("")
}

// maxSubstitution bounds in bytes what a substitution stands for, so that a short
// text cannot become an endless one.
const maxSubstitution = 200

// rst is a text being read.
type rst struct {
	builder
	lines         []rstLine
	substitutions map[string]string
	tableless     map[[2]int]bool // runs of lines, by end and indentation, in which no table of columns ends any more
	body          bool            // a paragraph has been read: field lists are no document information
}

// rstLine is a line without tabs and trailing white space.
type rstLine struct {
	text   string
	indent int // of what is not blank
}

func (l rstLine) blank() bool { return len(l.text) == l.indent }

func newRSTLine(text string) rstLine {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	if strings.Contains(text, "\t") {
		var b strings.Builder
		column := 0
		for _, c := range text {
			if c == '\t' {
				n := 8 - column%8
				b.WriteString("        "[:n])
				column += n
				continue
			}
			b.WriteRune(c)
			column++
		}
		text = b.String()
	}
	return rstLine{text, len(text) - len(strings.TrimLeft(text, " "))}
}

// rstPlace is what is around a run of lines.
type rstPlace struct {
	kind   Kind
	indent int
	depth  int
}

func (p rstPlace) inside(kind Kind, indent int) rstPlace {
	if kind == Paragraph {
		kind = p.kind
	}
	return rstPlace{kind, indent, p.depth + 1}
}

// maxRSTDepth is how deep bodies nest in bodies.
const maxRSTDepth = 40

var (
	rstReplace    = regexp.MustCompile(`^ *\.\. \|([^|]+)\| +replace:: *(.*)$`)
	rstDirective  = regexp.MustCompile(`^\.\. (?:\|[^|]+\| +)?([A-Za-z0-9][A-Za-z0-9_.+:-]*?) ?::(?: +(.*))?$`)
	rstFootnote   = regexp.MustCompile(`^\.\. \[[^\]\s]+\](?: +|$)`)
	rstField      = regexp.MustCompile("^:[^:\\s`](?:[^:`]|:[^\\s])*:(?: +|$)")
	rstBullet     = regexp.MustCompile(`^[-*+•‣⁃](?: +|$)`)
	rstEnumerator = regexp.MustCompile(`^(?:\((?:\d{1,9}|[A-Za-z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|#)\)|(?:\d{1,9}|[A-Za-z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|#)[.)])(?: +|$)`)
	rstOption     = regexp.MustCompile(`^(?:(?:-[A-Za-z0-9]|--[A-Za-z0-9][\w-]*|/[A-Z])(?:[ =]?<?[\w-]+>?)?(?:, )?)+(?:  +|$)`)
	rstGrid       = regexp.MustCompile(`^\+(?:[-=]+\+)+$`)
	rstColumns    = regexp.MustCompile(`^=+(?: +=+)+$`)
)

// rstTextless are the directives in which there is nothing to read: code,
// pictures, lists of pages, and what speaks to the program that builds.
var rstTextless = wordSet(`bibliography class code code-block command-output contents csv-table currentmodule
	date default-domain default-role digraph doctest download graph graphviz highlight highlightlang image include
	index inheritance-diagram ipython jupyter-execute literalinclude math mermaid meta module parsed-literal plot
	productionlist program prompt py:currentmodule py:module raw replace role sectnum section-numbering sourcecode
	tabularcolumns target-notes testcleanup testcode testoutput testsetup toctree uml unicode`)

// rstTitled are those whose argument is text for the reader.
var rstTitled = wordSet(`admonition attention caution centered danger deprecated error hint important list-table
	note rubric seealso sidebar table tip topic versionadded versionchanged warning`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// read reads the lines from lo up to hi, none of which begins before the place's
// indentation.
func (r *rst) read(lo, hi int, at rstPlace) {
	if at.depth > maxRSTDepth {
		r.paragraph(lo, hi, at)
		return
	}
	for i := lo; i < hi; {
		l := r.lines[i]
		if l.blank() {
			i++
			continue
		}
		if l.indent > at.indent {
			end := r.indented(i, hi, at.indent)
			r.read(i, end, at.inside(Quote, r.least(i, end)))
			i = end
			continue
		}
		i = r.element(i, hi, at)
	}
}

// indented returns where the lines from i that are blank or begin behind a column
// end, trailing blank ones not counted.
func (r *rst) indented(i, hi, column int) int {
	end := i
	for ; i < hi && (r.lines[i].blank() || r.lines[i].indent > column); i++ {
		if !r.lines[i].blank() {
			end = i + 1
		}
	}
	return end
}

// least is the smallest indentation of lines.
func (r *rst) least(lo, hi int) int {
	n := -1
	for _, l := range r.lines[lo:hi] {
		if !l.blank() && (n < 0 || l.indent < n) {
			n = l.indent
		}
	}
	return max(n, 0)
}

// element reads what begins in line i and returns the line behind it.
func (r *rst) element(i, hi int, at rstPlace) int {
	text := r.lines[i].text[at.indent:]
	body := func() int { return r.indented(i+1, hi, at.indent) }
	switch {
	case text == ".." || strings.HasPrefix(text, ".. "):
		end := body()
		r.explicit(i, end, text, at)
		return end
	case text == "__" || strings.HasPrefix(text, "__ "): // a target without a name
		return body()
	case strings.HasPrefix(text, ">>> "):
		return r.code(i, r.contiguous(i, hi), at)
	case strings.HasPrefix(text, "| ") || text == "|":
		return r.lineBlock(i, hi, at)
	case rstGrid.MatchString(text):
		return r.grid(i, hi, at)
	case rstColumns.MatchString(text):
		if end := r.columns(i, hi, at); end > i {
			return end
		}
	}
	if end := r.section(i, hi, at); end > i {
		return end
	}
	for _, list := range []*regexp.Regexp{rstBullet, rstEnumerator, rstField, rstOption} {
		marker := list.FindString(text)
		if marker == "" || list == rstEnumerator && !r.isItem(i, hi, at) || list == rstOption && marker == text && body() == i+1 {
			continue
		}
		end := body()
		if list == rstField && !r.body { // document information
			return end
		}
		if list == rstOption { // its name is part of what is said of it
			r.emit(ListItem, i, strings.TrimSpace(marker)+" "+r.join(i, end, at.indent, len(marker)))
			return end
		}
		r.item(i, end, len(marker), at)
		return end
	}
	if i+1 < hi && !r.lines[i+1].blank() && r.lines[i+1].indent > at.indent && !strings.HasSuffix(text, "::") {
		end := body()
		r.emit(ListItem, i, text) // a term
		r.read(i+1, end, at.inside(ListItem, r.least(i+1, end)))
		return end
	}
	end := i
	for end < hi && !r.lines[end].blank() && r.lines[end].indent >= at.indent && (end == i || r.lines[end].indent == at.indent || !strings.HasSuffix(r.lines[end-1].text, "::")) {
		end++
	}
	r.paragraph(i, end, at)
	if strings.HasSuffix(r.lines[end-1].text, "::") {
		return r.literal(end, hi, at)
	}
	return end
}

// item reads a list item whose marker has n bytes.
func (r *rst) item(i, end, n int, at rstPlace) {
	l := &r.lines[i]
	if rest := l.text[at.indent+n:]; rest != "" {
		*l = rstLine{strings.Repeat(" ", at.indent+n) + rest, at.indent + n}
		if n > 0 && i+1 < end { // what follows may stand further left than the first line
			if least := r.least(i+1, end); least < l.indent && least > at.indent {
				*l = rstLine{strings.Repeat(" ", least) + rest, least}
			}
		}
	} else {
		*l = rstLine{}
	}
	r.read(i, end, at.inside(ListItem, r.least(i, end)))
}

// isItem tells a numbered item from a line that begins with an initial or a
// number: below it is nothing, or what belongs to it, or another item.
func (r *rst) isItem(i, hi int, at rstPlace) bool {
	if i+1 >= hi || r.lines[i+1].blank() || r.lines[i+1].indent > at.indent {
		return true
	}
	return rstEnumerator.MatchString(r.lines[i+1].text[min(at.indent, len(r.lines[i+1].text)):])
}

// explicit reads a directive or a footnote, and passes over comments and targets.
func (r *rst) explicit(i, end int, text string, at rstPlace) {
	if m := rstFootnote.FindString(text); m != "" {
		r.item(i, end, len(m), at)
		return
	}
	m := rstDirective.FindStringSubmatch(text)
	if m == nil || rstTextless[m[1]] || strings.HasPrefix(m[1], "auto") {
		return
	}
	first := i + 1 // of the content
	argument := first
	for argument < end && !r.lines[argument].blank() && !rstField.MatchString(strings.TrimLeft(r.lines[argument].text, " ")) {
		argument++
	}
	if rstTitled[m[1]] {
		line := i
		if m[2] == "" {
			line = first
		}
		r.emit(at.kind, line, strings.TrimSpace(m[2]+" "+r.join(first, argument, 0, 0)))
		first = argument
	} else if m[2] != "" {
		first = argument // a signature or a file over several lines
	}
	for first < end && rstField.MatchString(strings.TrimLeft(r.lines[first].text, " ")) {
		for first++; first < end && !r.lines[first].blank() && !rstField.MatchString(strings.TrimLeft(r.lines[first].text, " ")); first++ {
		}
	}
	r.read(first, end, at.inside(Paragraph, r.least(first, end)))
}

// code passes lines on as code.
func (r *rst) code(lo, hi int, at rstPlace) int {
	var lines []string
	for _, l := range r.lines[lo:hi] {
		lines = append(lines, l.text[min(at.indent, len(l.text)):])
	}
	r.add(Code, lo+1, strings.Join(lines, "\n"))
	return hi
}

// literal reads the literal block behind a paragraph that ends in "::": what is
// indented, or what begins with the same mark in each line.
func (r *rst) literal(i, hi int, at rstPlace) int {
	for i < hi && r.lines[i].blank() {
		i++
	}
	if i == hi || r.lines[i].indent < at.indent {
		return i
	}
	if r.lines[i].indent > at.indent {
		return r.code(i, r.indented(i, hi, at.indent), at)
	}
	end := i
	mark := r.lines[i].text[at.indent]
	for end < hi && len(r.lines[end].text) > at.indent && r.lines[end].text[at.indent] == mark && isASCIIPunctuation(mark) {
		end++
	}
	if end == i {
		return i
	}
	return r.code(i, end, at)
}

// contiguous returns the first blank line from i.
func (r *rst) contiguous(i, hi int) int {
	for i < hi && !r.lines[i].blank() {
		i++
	}
	return i
}

// section reads a title with a line below it, or one above too, or a line alone;
// it returns i where there is none.
func (r *rst) section(i, hi int, at rstPlace) int {
	text := func(k int) string {
		if k >= hi || len(r.lines[k].text) < at.indent {
			return ""
		}
		return r.lines[k].text[at.indent:]
	}
	first, second := text(i), text(i+1)
	if isAdornment(first) {
		if title := strings.TrimSpace(second); title != "" && !isAdornment(second) && text(i+2) == first {
			r.emit(Heading, i+1, title)
			return i + 3
		}
		if strings.TrimSpace(second) == "" && len(first) >= 4 {
			return i + 1
		}
		return i
	}
	if isAdornment(second) && (utf8.RuneCountInString(first) <= len(second) || len(second) >= 4) {
		r.emit(Heading, i, first)
		return i + 2
	}
	return i
}

// isAdornment tells a line of at least two equal marks.
func isAdornment(s string) bool {
	return len(s) >= 2 && isASCIIPunctuation(s[0]) && strings.Trim(s, s[:1]) == ""
}

func isASCIIPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// lineBlock reads lines that begin with a bar.
func (r *rst) lineBlock(i, hi int, at rstPlace) int {
	for i < hi && len(r.lines[i].text) > at.indent && r.lines[i].indent == at.indent && r.lines[i].text[at.indent] == '|' {
		end := i + 1
		for end < hi && !r.lines[end].blank() && r.lines[end].indent > at.indent {
			end++
		}
		r.emit(at.kind, i, r.join(i, end, at.indent, 1))
		i = end
	}
	return i
}

// grid reads a table drawn with lines.
func (r *rst) grid(i, hi int, at rstPlace) int {
	end := i
	for end < hi && !r.lines[end].blank() && r.lines[end].indent == at.indent && strings.ContainsAny(r.lines[end].text[at.indent:at.indent+1], "+|") {
		end++
	}
	var cells []string
	begun := 0
	flush := func() {
		r.row(begun, cells)
		cells = nil
	}
	for k := i; k < end; k++ {
		text := r.lines[k].text[at.indent:]
		if text[0] == '+' {
			flush()
			continue
		}
		if cells == nil {
			begun = k
		}
		for n, cell := range strings.Split(strings.Trim(text, "|"), "|") {
			if n == len(cells) {
				cells = append(cells, "")
			}
			cells[n] = strings.TrimSpace(cells[n] + " " + strings.TrimSpace(cell))
		}
	}
	flush()
	return end
}

// columns reads a table whose columns lines of "=" draw; it returns i where there
// is none.
func (r *rst) columns(i, hi int, at rstPlace) int {
	run := [2]int{hi, at.indent}
	if r.tableless[run] {
		return i
	}
	border := r.lines[i].text[at.indent:]
	var starts []int
	for k := range len(border) {
		if border[k] == '=' && (k == 0 || border[k-1] == ' ') {
			starts = append(starts, k)
		}
	}
	end := 0
	for k := i + 1; k < hi && (r.lines[k].blank() || r.lines[k].indent >= at.indent); k++ {
		if rstColumns.MatchString(r.lines[k].text[min(at.indent, len(r.lines[k].text)):]) && (k+1 == hi || r.lines[k+1].blank()) {
			end = k
			break
		}
	}
	if end == 0 {
		r.tableless[run] = true
		return i
	}
	var cells []string
	begun := 0
	for k := i + 1; k < end; k++ {
		text := r.lines[k].text[min(at.indent, len(r.lines[k].text)):]
		if text == "" || strings.Trim(text, "=- ") == "" {
			r.row(begun, cells)
			cells = nil
			continue
		}
		if text[0] != ' ' || cells == nil {
			r.row(begun, cells)
			cells, begun = make([]string, len(starts)), k
		}
		// Columns are of characters.
		chars := []rune(text)
		for n, start := range starts {
			stop := len(chars)
			if n+1 < len(starts) {
				stop = min(stop, starts[n+1])
			}
			if start < stop {
				cells[n] = strings.TrimSpace(cells[n] + " " + strings.TrimSpace(string(chars[start:stop])))
			}
		}
	}
	r.row(begun, cells)
	return end + 1
}

func (r *rst) row(line int, cells []string) {
	if len(cells) > 0 {
		r.emit(TableRow, line, strings.Join(cells, "\t"))
	}
}

// paragraph reads lines as one paragraph.
func (r *rst) paragraph(lo, hi int, at rstPlace) {
	text := r.join(lo, hi, at.indent, 0)
	switch {
	case text == "::":
		text = ""
	case strings.HasSuffix(text, " ::"):
		text = strings.TrimSuffix(text, " ::")
	case strings.HasSuffix(text, "::"):
		text = strings.TrimSuffix(text, ":")
	}
	r.emit(at.kind, lo, text)
	r.body = true
}

// join puts lines together; the first without n bytes behind the indentation.
func (r *rst) join(lo, hi, indent, n int) string {
	var words []string
	for k := lo; k < hi; k++ {
		text := r.lines[k].text
		if k == lo {
			text = text[min(indent+n, len(text)):]
		}
		if text = strings.TrimSpace(text); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}

// emit adds a block that begins in a line, counted from 0.
func (r *rst) emit(kind Kind, line int, text string) {
	var cells []string
	for cell := range strings.SplitSeq(text, "\t") {
		cells = append(cells, r.inline(cell))
	}
	r.add(kind, line+1, strings.Join(cells, "\t"))
}

// inline returns a text without its markup. Each kind of mark is looked for to
// the end of the text in vain only once.
func (r *rst) inline(text string) string {
	if !strings.ContainsAny(text, "\\`*_|:") {
		return text
	}
	var out strings.Builder
	vain := make(map[string]bool)
	closer := func(from int, mark string) int {
		if vain[mark] {
			return -1
		}
		for at := from; ; {
			n := strings.Index(text[at:], mark)
			if n < 0 {
				vain[mark] = true
				return -1
			}
			at += n
			if at > from && text[at-1] != ' ' && (mark == "``" || text[at-1] != '\\') {
				return at
			}
			at++
		}
	}
	opens := func(i int) bool {
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		return i == 0 || unicode.IsSpace(before) || unicode.IsPunct(before) || unicode.IsSymbol(before)
	}
	for i := 0; i < len(text); {
		rest := text[i:]
		switch c := text[i]; {
		case c == '\\':
			if len(rest) > 1 && rest[1] != ' ' {
				_, n := utf8.DecodeRuneInString(rest[1:])
				out.WriteString(rest[1 : 1+n])
				i += n
			} else if len(rest) > 1 {
				i++
			}
			i++
			continue
		case strings.HasPrefix(rest, "``"):
			if end := closer(i+2, "``"); end > 0 {
				out.WriteString(text[i+2 : end])
				i = end + 2
				continue
			}
		case c == ':' && opens(i):
			if n := rstRole(rest); n > 0 {
				if end := closer(i+n+1, "`"); end > 0 {
					out.WriteString(referenced(text[i+n+1 : end]))
					i = end + 1
					continue
				}
			}
		case c == '`':
			if end := closer(i+1, "`"); end > 0 {
				out.WriteString(referenced(text[i+1 : end]))
				i = end + 1
				if n := rstRole(text[i:min(len(text), i+maxRole)] + "`"); n > 0 {
					i += n
				}
				for i < len(text) && text[i] == '_' {
					i++
				}
				continue
			}
		case c == '*' && opens(i):
			mark := "*"
			if strings.HasPrefix(rest, "**") {
				mark = "**"
			}
			if len(rest) > len(mark) && rest[len(mark)] != ' ' {
				if end := closer(i+len(mark), mark); end > 0 {
					out.WriteString(text[i+len(mark) : end])
					i = end + len(mark)
					continue
				}
			}
		case c == '|' && opens(i):
			if end := closer(i+1, "|"); end > 0 && text[i+1] != ' ' {
				name := text[i+1 : end]
				if value, ok := r.substitutions[name]; ok {
					name = value
				}
				out.WriteString(name)
				i = end + 1
				continue
			}
		case c == '[' && opens(i):
			if end := strings.IndexByte(rest[:min(len(rest), 100)], ']'); end > 1 && strings.HasPrefix(rest[end+1:], "_") && !strings.ContainsRune(rest[:end], ' ') {
				i += end + 2
				continue
			}
		case c == '_' && i > 0 && isWordByte(text[i-1]):
			end := i + len(rest) - len(strings.TrimLeft(rest, "_"))
			if end == len(text) || !isWordByte(text[end]) && text[end] < utf8.RuneSelf {
				i = end // a reference
				continue
			}
		}
		_, n := utf8.DecodeRuneInString(rest)
		out.WriteString(rest[:n])
		i += n
	}
	return out.String()
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// maxRole is the length of a role that is long.
const maxRole = 60

// rstRole is the length of a role that a text begins with, before a backquote; 0
// where there is none.
func rstRole(text string) int {
	if text == "" || text[0] != ':' {
		return 0
	}
	for i := 1; i < min(len(text), maxRole+1); i++ {
		switch c := text[i]; {
		case c == ':' && i > 1 && i+1 < len(text) && text[i+1] == '`':
			return i + 1
		case isWordByte(c) || strings.IndexByte(":-_.+", c) >= 0:
		default:
			return 0
		}
	}
	return 0
}

// referenced is what a reader sees of a reference: its text, without the target.
func referenced(text string) string {
	text = strings.TrimLeft(text, "!~")
	if i := strings.LastIndex(text, "<"); i > 0 && strings.HasSuffix(text, ">") {
		return strings.TrimSpace(text[:i])
	}
	return text
}
