package report

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// line is a run of a text that fits a width; Start and End are byte offsets.
type line struct{ start, end int }

// wrap breaks a text where Unicode allows it (UAX #14) into lines of at most
// width columns; a word that is wider is cut. Wide characters take two columns,
// combining ones none.
func wrap(text string, width int) []line {
	width = max(width, 1)
	var out []line
	state := -1
	current := line{}
	tooWide := func(end int) bool {
		return uniseg.StringWidth(strings.TrimRightFunc(text[current.start:end], unicode.IsSpace)) > width
	}
	for at := 0; at < len(text); {
		var segment string
		segment, _, _, state = uniseg.FirstLineSegmentInString(text[at:], state)
		end := at + len(segment)
		if current.end > current.start && tooWide(end) {
			out = append(out, current)
			current = line{at, at}
		}
		for tooWide(end) { // a word wider than the column
			n := fitting(text[current.start:end], width)
			out = append(out, line{current.start, current.start + n})
			current.start += n
		}
		at, current.end = end, end
	}
	if current.end > current.start {
		out = append(out, current)
	}
	for i := range out {
		l := &out[i]
		l.end = l.start + len(strings.TrimRightFunc(text[l.start:l.end], unicode.IsSpace))
	}
	return out
}

// fitting is the length of the longest beginning of a text that fits a width,
// at least one character. Only where marks without end make a character wider
// than the width is it cut.
func fitting(text string, width int) int {
	n, state := 0, -1
	for rest := text; rest != ""; {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if w > width && n == 0 {
			for i, r := range cluster {
				if width -= uniseg.StringWidth(string(r)); width < 0 && i > 0 {
					return i
				}
			}
		}
		if width -= w; width < 0 && n > 0 {
			break
		}
		n += len(cluster)
	}
	return n
}

// cleaner makes stretches of an article fit to be printed on a terminal: white
// space becomes single spaces, and control characters, which could drive the
// terminal or reorder what it shows, go.
type cleaner struct {
	strings.Builder
	space bool // one is due before the next character
}

func (c *cleaner) add(text string) {
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			c.space = c.Len() > 0
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u00ad', r == '\ufeff':
		default:
			if c.space {
				c.WriteByte(' ')
				c.space = false
			}
			c.WriteRune(r)
		}
	}
}

// clean returns a text as a [cleaner] makes it.
func clean(text string) string {
	var c cleaner
	c.add(text)
	return c.String()
}
