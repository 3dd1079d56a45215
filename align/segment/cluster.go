package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// terminator tells whether r can end a sentence: what Unicode counts as a
// sentence terminal, ellipses, and what the language adds or takes away.
func (s *splitter) terminator(r rune) bool {
	switch r {
	case '.', '!', '?', ';', ':':
		return (r == '.' || r == '!' || r == '?' || strings.ContainsRune(s.lang.stops, r)) &&
			!strings.ContainsRune(s.lang.noStops, r)
	case '…', '‥', '\u037e', '།', '༎', '។', '៕': // not in Unicode's property
		return true
	case '၊': // in it, but Burmese for a comma
		return false
	}
	return r > unicode.MaxASCII && unicode.Is(unicode.STerm, r)
}

// cluster is a run of terminators together with the closing marks behind them.
type cluster struct {
	start, end int
	first      rune
	stops      int  // terminators in it
	dots       int  // full stops in it, an ellipsis counting three
	bang       bool // an exclamation or question mark is in it
	wide       bool // a terminator that needs no space behind it is in it
	quoted     bool // a quotation mark closes in it
}

func (c cluster) ellipsis() bool { return c.dots >= 3 && !c.bang }

func (c *cluster) add(r rune) {
	c.stops++
	switch r {
	case '.':
		c.dots++
	case '…', '‥':
		c.dots += 3
	case '!', '?', ';', ':', '\u037e', '‼', '‽', '⁇', '⁈', '⁉':
		c.bang = true
	default:
		c.wide = true
	}
}

// cluster reads the cluster whose first terminator is at offset i, and follows
// the pairs that close in it.
func (s *splitter) cluster(i int) cluster {
	c := cluster{start: i, end: i}
	c.first, _ = utf8.DecodeRuneInString(s.text[i:])
	before, width := utf8.DecodeLastRuneInString(s.text[:i])
	bracket := unicode.Is(unicode.Ps, before) && !marks[before].quotes()
	for c.end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[c.end:])
		after, _ := utf8.DecodeRuneInString(s.text[c.end+size:])
		apart := c.end+size == len(s.text) || unicode.IsSpace(after) || marks[after].closes
		switch {
		case s.terminator(r):
			c.add(r)
		case s.leaveMute(c.end, i-width, bracket):
			c.stops, c.dots, c.bang, c.wide = 0, 0, false, false
		case s.leave(c.end):
			c.quoted = c.quoted || marks[r].quotes()
		case unicode.Is(unicode.Cf, r):
		case apart && marks[r].family != 0 && (marks[r].closes || !marks[r].fixed): // its partner is in another paragraph
			c.quoted = c.quoted || marks[r].quotes()
		case apart && c.dots == 1 && c.stops == 1 && unicode.Is(unicode.Pd, r): // «… (EFE).- El …»
		case unicode.Is(unicode.No, r): // a superscript note
		case r == '[' && noteMark(s.text[c.end:]) > 0:
			size = noteMark(s.text[c.end:])
		case unicode.IsSpace(r) && s.resumes(c, c.end+size):
		default:
			return c
		}
		c.end += size
	}
	return c
}

// leaveMute leaves the innermost pair if it closes at offset i and its
// terminators end no sentence: it is the title of a work or a bracket, opened
// at offset from, that holds nothing else, as in [...] or (!).
func (s *splitter) leaveMute(i, from int, bracket bool) bool {
	if len(s.open) == 0 {
		return false
	}
	p := s.open[len(s.open)-1]
	return (p.mark.family == titles || bracket && p.open == from) && s.leave(i)
}

// resumes tells whether the cluster goes on at offset i, behind a space: with
// the closing mark of a French quotation, or with the dots of a spaced
// ellipsis.
func (s *splitter) resumes(c cluster, i int) bool {
	if n := len(s.open); n > 0 && s.open[n-1].close == i {
		return true
	}
	rest := s.text[i:]
	if c.dots != c.stops || !strings.HasPrefix(rest, ".") {
		return false
	}
	rest = strings.TrimLeft(rest[:min(len(rest), 8)], ".")
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(r) || marks[r].closes
}

// noteMark gives the length of the reference mark ("[3]", "[12, 14]") at the
// beginning of text, or 0.
func noteMark(text string) int {
	for i := 1; i < len(text) && i < 12; i++ {
		switch c := text[i]; {
		case c == ']' && i > 1:
			return i + 1
		case c < '0' && c != ',' && c != ' ' && c != '-' || c > '9':
			return 0
		}
	}
	return 0
}
