package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"factdiff/align/internal/roman"
)

// bullets are marks of list items that are nothing else.
const bullets = "•⁃‣▪▫●○◦■□◆◇►▶➤"

// lineBreaks gives the offsets of line breaks that end a sentence: before an
// empty line, before a list item, and after a line so short that the next word
// would have stood on it had the text been wrapped.
func (s *splitter) lineBreaks() []int {
	if strings.IndexFunc(s.text, isBreak) < 0 {
		return nil
	}
	width := 0
	for line := range strings.FieldsFuncSeq(s.text, isBreak) {
		width = max(width, utf8.RuneCountInString(strings.TrimSpace(line)))
	}
	var breaks []int
	last := ""
	for from := 0; from < len(s.text); {
		end := from + strings.IndexFunc(s.text[from:], isBreak)
		if end < from {
			end = len(s.text)
		}
		line := strings.TrimSpace(s.text[from:end])
		if line == "" || last != "" && s.newItem(last, line, s.look(from), width) {
			breaks = append(breaks, from)
		}
		last = line
		_, size := utf8.DecodeRuneInString(s.text[end:])
		from = end + size
		if strings.HasPrefix(s.text[end:], "\r\n") {
			from = end + 2
		}
	}
	return breaks
}

func isBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// newItem tells whether line, which begins with f, begins anew behind the line
// last, in a text whose longest line has width characters.
func (s *splitter) newItem(last, line string, f following, width int) bool {
	r, size := utf8.DecodeRuneInString(line)
	first, _ := utf8.DecodeRuneInString(last)
	end, _ := utf8.DecodeLastRuneInString(last)
	switch {
	case strings.ContainsRune(bullets, r):
		return true
	case (r == '*' || r == '·' || unicode.Is(unicode.Pd, r)) && strings.HasPrefix(line[size:], " "):
		return r == first || end == ':' || s.terminator(end)
	case f.kind == small, f.kind == joins, f.kind == capital && s.lang.nouns && !s.opener(f):
		return false
	}
	if strings.ContainsRune(",;、，،", end) || unicode.In(end, unicode.Pd, unicode.Ps, unicode.Pi) {
		return false
	}
	word := 1
	if !wide(r) {
		word = strings.IndexFunc(line, unicode.IsSpace)
		if word < 0 {
			word = len(line)
		}
		word = utf8.RuneCountInString(line[:word])
	}
	return 4*(utf8.RuneCountInString(last)+1+word) <= 3*width
}

// marker is what a list item begins with: "1.", "b)", "(iii)", "②".
type marker struct {
	style string // its form, the value left out
	value int    // from 1
	end   int    // offset behind it
}

// series is a list in the making: markers of one style that count up.
type series struct {
	at     []int
	last   int
	inner  bool // it begins in a sentence, behind a colon
	lowers bool // an item begins with a small letter
}

// itemBreaks gives the offsets of list items inside the text. A list is two or
// more markers of one form that count up, the first of them at the beginning
// of a sentence, or equal bullets if the text begins with one.
func (s *splitter) itemBreaks() []int {
	var breaks []int
	running := map[string]*series{}
	bullet, _ := utf8.DecodeRuneInString(strings.TrimSpace(s.text))
	if !strings.ContainsRune(bullets, bullet) {
		bullet = -1
	}
	finish := func(l *series) {
		if l != nil && len(l.at) > 1 && !(l.inner && l.lowers) {
			breaks = append(breaks, l.at...)
		}
	}
	before := ' '
	for i, r := range s.text {
		atWord := unicode.IsSpace(before)
		before = r
		if !atWord {
			continue
		}
		if r == bullet {
			breaks = append(breaks, i)
			continue
		}
		for _, m := range s.markers(i, r) {
			l := running[m.style]
			hard, colon := s.atStart(i)
			next := s.look(m.end)
			ordinal := m.style == "1." && (s.lang.ordinal == "any" || s.lang.ordinal == "small" && next.kind != capital)
			switch {
			case l != nil && m.value == l.last+1 && (hard || !ordinal):
			case (hard || colon) && (m.value == 1 || hard && strings.HasSuffix(m.style, ")")):
				finish(l)
				l = &series{inner: !hard}
				running[m.style] = l
			default:
				continue
			}
			l.at = append(l.at, i)
			l.last = m.value
			l.lowers = l.lowers || next.kind == small
		}
	}
	for _, l := range running {
		finish(l)
	}
	return breaks
}

// markers reads the list marker at offset i, where rune r stands. A letter may
// be a Roman number too: then there are two.
func (s *splitter) markers(i int, r rune) []marker {
	if r >= '①' && r <= '⑳' {
		return []marker{{"①", int(r-'①') + 1, i + utf8.RuneLen(r)}}
	}
	if !unicode.In(r, unicode.Nd, unicode.L) && r != '(' && r != '（' {
		return nil
	}
	rest := s.text[i:min(len(s.text), i+16)]
	inner := strings.TrimLeft(rest, "(（")
	label := inner[:len(inner)-len(strings.TrimLeft(inner, alphanumeric))]
	tail := strings.TrimLeft(inner[len(label):], ".)）")
	if len(label) > 4 || len(label)+len(tail) == len(inner) {
		return nil
	}
	form := ascii.Replace(rest[:len(rest)-len(inner)] + "1" + inner[len(label):len(inner)-len(tail)])
	after, _ := utf8.DecodeRuneInString(tail)
	switch form {
	case "1.":
		if !unicode.IsSpace(after) {
			return nil
		}
	case "1)", "(1)", "1.)":
		if !unicode.IsSpace(after) && !wide(after) || form == "1)" && s.inBracket(i) {
			return nil
		}
	default:
		return nil
	}
	end := i + len(rest) - len(tail)
	var found []marker
	add := func(kind string, value int) {
		if value > 0 {
			found = append(found, marker{kind + form, value, end})
		}
	}
	switch {
	case label == "":
	case strings.Trim(label, "0123456789") == "" && len(label) <= 3:
		n := 0
		for _, d := range label {
			n = 10*n + int(d-'0')
		}
		add("", n)
	case label == strings.ToLower(label):
		if len(label) == 1 {
			add("a", int(label[0]-'a')+1)
		}
		add("i", roman.Value(strings.ToUpper(label)))
	case label == strings.ToUpper(label) && form != "1.":
		if len(label) == 1 {
			add("A", int(label[0]-'A')+1)
		}
		add("I", roman.Value(label))
	}
	return found
}

const alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

var ascii = strings.NewReplacer("（", "(", "）", ")")

// inBracket tells whether a bracket opens shortly before offset i: (see 1).
func (s *splitter) inBracket(i int) bool {
	near := s.text[max(0, i-longest):i]
	return strings.LastIndexAny(near, "(（") > strings.LastIndexAny(near, ")）")
}

// atStart tells whether a sentence may begin at offset i: at the beginning of
// the text or of a line, or behind a terminator that is no abbreviation's.
// Behind a colon it may, too.
func (s *splitter) atStart(i int) (hard, colon bool) {
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s.text[:i])
		switch {
		case isBreak(r):
			return true, false
		case r == ':' || r == '：':
			return s.terminator(r), true
		case s.terminator(r):
			return r != '.' || s.classOf(cluster{start: i - size}) == ordinary, false
		case !unicode.IsSpace(r) && !marks[r].closes && r != '"' && r != '“':
			return false, false
		}
		i -= size
	}
	return true, false
}
