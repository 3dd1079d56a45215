package report

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"
)

func lines(text string, width int) []string {
	var out []string
	for _, l := range wrap(text, width) {
		out = append(out, text[l.start:l.end])
	}
	return out
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		reason, text string
		width        int
		want         []string
	}{
		{"nothing", "", 10, nil},
		{"what fits", "a bridge", 8, []string{"a bridge"}},
		{"at a space, which goes", "a bridge", 7, []string{"a", "bridge"}},
		{"the space itself needs no room", "the bridge", 3, []string{"the", "bri", "dge"}},
		{"behind a hyphen", "the re-opening", 8, []string{"the re-", "opening"}},
		{"no line begins with a mark", "it is – well, open", 7, []string{"it is –", "well,", "open"}},
		{"a long word is cut", "a Donaudampfschiff", 6, []string{"a", "Donaud", "ampfsc", "hiff"}},
		{"and what follows it fills its last line", "Donaudampfer an Land", 10, []string{"Donaudampf", "er an Land"}},
		{"ideographs take two columns", "橋は月曜日に再開", 9, []string{"橋は月曜", "日に再開"}},
		{"no line begins with a full stop", "橋が開いた。", 10, []string{"橋が開い", "た。"}},
		{"wide and narrow", "橋 is a bridge", 6, []string{"橋 is", "a", "bridge"}},
		{"combining marks take none", "e\u0301te\u0301 ici", 3, []string{"e\u0301te\u0301", "ici"}},
		{"nor are they cut off", strings.Repeat("e\u0301", 5), 2, []string{"e\u0301e\u0301", "e\u0301e\u0301", "e\u0301"}},
		{"a family stays together", "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 4, []string{"👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧"}},
		{"and a flag", "🇨🇦🇪🇺🇯🇵", 3, []string{"🇨🇦", "🇪🇺", "🇯🇵"}},
		{"a space of no width may break", "ab\u200bcd", 3, []string{"ab\u200b", "cd"}},
		{"a joiner of no width may not", "ab\u2060cd ef", 4, []string{"ab\u2060cd", "ef"}},
		{"Thai, which has no spaces, is cut between characters", "สะพานเปิด", 4, []string{"สะพา", "นเปิด"}},
		{"wider than the width", "橋は", 1, []string{"橋", "は"}},
		{"no width at all", "ab", 0, []string{"a", "b"}},
		{"less than none", "ab c", -20, []string{"a", "b", "c"}},
		{"marks without end", "a" + strings.Repeat("\u093e", 9), 4, []string{"a\u093e\u093e\u093e", "\u093e\u093e\u093e\u093e", "\u093e\u093e"}},
	} {
		if got := lines(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
}

// checkLines states what holds of every wrapped text: nothing but white space
// is lost, and no line is too wide.
func checkLines(t *testing.T, text string, width int) {
	t.Helper()
	at := 0
	for _, l := range wrap(text, width) {
		if l.start < at || l.end < l.start || l.end > len(text) {
			t.Fatalf("%q in %d columns: a line from %d to %d behind %d", text, width, l.start, l.end, at)
		}
		if lost := text[at:l.start]; strings.TrimFunc(lost, unicode.IsSpace) != "" {
			t.Fatalf("%q in %d columns: lost %q", text, width, lost)
		}
		if n := uniseg.StringWidth(text[l.start:l.end]); n > width {
			t.Fatalf("%q in %d columns: %q has %d", text, width, text[l.start:l.end], n)
		}
		at = l.end
	}
	if lost := text[at:]; strings.TrimFunc(lost, unicode.IsSpace) != "" {
		t.Fatalf("%q in %d columns: lost %q", text, width, lost)
	}
}

// The widest character, a long dash, has four columns.
const widest = 4

func FuzzWrap(f *testing.F) {
	for _, text := range []string{
		"Seit Freitag ist die Donaudampfschifffahrtsgesellschaft (1829) wieder da – „endlich“, sagt sie.",
		"橋は、月曜日から「通行止め」となった。A面 100％、ﾊﾝｶｸ",
		"e\u0301\u0308 \u0308a 👨‍👩‍👧 🇨🇦🇪🇺 ✌🏽\ufe0f0000 ✌🏽 1\ufe0f\u20e3 ☎\ufe0f",
		"สะพานน้ำเปิดแล้ว पुल फिर खुला है جسر الميناء مفتوح 한국어는 띄어",
		"a\u200bb\u00adc\u2060d\u00a0e\u3000f\u2003g\u200dh\ufeff",
		" \t\r\n\u2028 x\u0085\x00\x1b[31m",
		"क" + strings.Repeat("\u093e", 30) + " \u0600\u0600\u0600橋\u2e3b\u2e3a",
		"\xff\xfe\xed\xa0\x80 \xf0\x9f",
	} {
		f.Add(text, 4)
		f.Add(text, 17)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = widest + (width&0xffff)%100
		checkLines(t, text, width)
		checkLines(t, clean(text), width)
	})
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"nothing", "", ""},
		{"nothing to see", " \t\r\n\u2028\u00a0\u3000", ""},
		{"white space", "\n a \t\r\n b\u00a0c\u2028\u2029d\u3000 ", "a b c d"},
		{"escape sequences", "a\x1b[31mred\x1b]0;title\x07b", "a[31mred]0;titleb"},
		{"control characters of the upper half", "a\u009b31mb\u0080c\x7f\x00", "a31mbc"},
		{"direction", "a\u202eb\u2066c\u2069\u200fd\u061ce\u200e", "abcde"},
		{"soft hyphens and byte order marks", "Do\u00adnau\ufeff", "Donau"},
		{"joiners are part of words", "می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"},
		{"marks", "e\u0301 \u0308", "e\u0301 \u0308"},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
		{"spaces around what goes", "a \x00 b", "a b"},
	} {
		if got := clean(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
	// Stretches follow each other as they would in one text.
	var c cleaner
	for _, s := range []string{" a", "b ", " ", "\x1b", "c", "", "\n"} {
		c.add(s)
	}
	if got := c.String(); got != "ab c" {
		t.Errorf("in stretches: %q", got)
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"bridge", 6, "bridge"},
		{"bridges", 6, "bridg…"},
		{"the bridge", 5, "the…"},
		{"橋は開いた", 10, "橋は開いた"},
		{"橋は開いた", 9, "橋は開い…"},
		{"橋は開いた", 8, "橋は開…"},
		{"", 3, ""},
	} {
		if got := clip(c.text, c.width); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
	if got := pad("橋", 4); got != "橋  " {
		t.Errorf("pad: %q", got)
	}
	if got := pad("bridge", 4); got != "bridge" {
		t.Errorf("pad: %q", got)
	}
}
