package sentencepiece

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"factdiff/align/internal/trie"
)

// toyRules are normalisation rules as a model has them: white space becomes a
// space or nothing, compatibility characters become plain ones.
var toyRules = map[string]string{
	"\t": " ", "\n": " ", "\u00a0": " ", "\u3000": " ", "\u200b": " ",
	"\u00ad": "", "\u0007": "",
	"Ａ": "A", "ﬁ": "fi", "½": "1⁄2", "㌔": "キロ", "…": "...", "\u00a8": " \u0308",
	"e\u0301": "é", "e\u0301\u0323": "ẹ́",
}

// toyPieces are the pieces of a tiny model and their scores, by id; the first
// stands for what is unknown.
var toyPieces = []struct {
	text  string
	score float32
}{
	{"<unk>", 0},
	{"▁", -3}, {"a", -4}, {"b", -4}, {"c", -4}, {"ab", -5}, {"bc", -4.5}, {"▁a", -4}, {"▁ab", -6},
	{"abc", -13}, {"é", -6}, {"キ", -7}, {"ロ", -7}, {"キロ", -8}, {"f", -5}, {"i", -5}, {".", -2}, {"...", -5},
	{"A", -6}, {"aa", -8},
}

func toy(t testing.TB) *Model {
	t.Helper()
	var replacements []byte
	rules := map[string]uint32{}
	for from, to := range toyRules {
		rules[from] = uint32(len(replacements))
		replacements = append(append(replacements, to...), 0)
	}
	index, err := trie.Build(rules)
	if err != nil {
		t.Fatal(err)
	}
	charsmap := binary.LittleEndian.AppendUint32(nil, uint32(len(index)))
	charsmap = append(append(charsmap, index...), replacements...)
	ids := map[string]uint32{}
	var scores []byte
	for id, p := range toyPieces {
		ids[p.text] = uint32(id)
		scores = binary.LittleEndian.AppendUint32(scores, math.Float32bits(p.score))
	}
	pieces, err := trie.Build(ids)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(string(charsmap), string(pieces), string(scores), 0)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNormalize(t *testing.T) {
	m := toy(t)
	for _, c := range []struct{ reason, text, want string }{
		{"nothing", "", ""},
		{"space only", " \t\u3000\n", ""},
		{"the beginning is marked", "ab", "▁ab"},
		{"spaces are marked", "a b", "▁a▁b"},
		{"runs of white space of any kind fold", "a \t\u00a0\u3000b", "▁a▁b"},
		{"no space at the ends", "  a \n", "▁a"},
		{"line break", "a\nb", "▁a▁b"},
		{"full-width letter", "Ａ", "▁A"},
		{"one character to several", "ﬁ½㌔…", "▁fi1⁄2キロ..."},
		{"what vanishes", "a\u00adb\u0007", "▁ab"},
		{"what vanishes between spaces", "a \u00ad b", "▁a▁b"},
		{"the longest rule", "e\u0301\u0323e\u0301e", "▁ẹ́ée"},
		{"a rule that begins with a space", "a \u00a8", "▁a▁\u0308"},
		{"characters without a rule", "日Я", "▁日Я"},
		{"invalid bytes", "a\xffb", "▁a\ufffdb"},
		{"a mark in the text counts as a space's", "a▁", "▁a"},
	} {
		n := m.normalize(c.text)
		if got := string(n.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
		if len(n.text) > 0 && len(n.origin) != len(n.text)+1 {
			t.Errorf("%s: %d origins for %d bytes", c.reason, len(n.origin), len(n.text))
		}
	}
}

func TestTokenize(t *testing.T) {
	m := toy(t)
	for _, c := range []struct{ reason, text, want string }{
		{"nothing is unknown", "", "<unk>"},
		{"space only is unknown", "  ", "<unk>"},
		{"the best whole, not the longest first", "abc", "▁a bc"},    // -8.5, ▁ab c -10, ▁ abc -16
		{"the best whole, not the best first", "ab ab", "▁ab ▁ab"},   // -6 each, ▁a b -8
		{"a long piece of low score loses", "babc", "▁ b a bc"},      // -15.5, b ab c -16, b abc -20
		{"of equal ones the longest last piece", "baa", "▁ b aa"},    // b a a is -8, too
		{"a character without a piece", "axb", "▁a <unk> b"},         // x
		{"several are one piece each", "xyz", "▁ <unk> <unk> <unk>"}, // never joined here
		{"a part of a piece is not one", "fab", "▁ f ab"},
		{"pieces come after normalisation", "ﬁ㌔…", "▁ f i キロ ..."},
		{"characters of several bytes", "日é", "▁ <unk> é"},
		{"a zero byte is unknown", "a\x00b", "▁a <unk> b"},
		{"invalid bytes are unknown", "a\xff\xfe", "▁a <unk> <unk>"},
		{"unknown is dearer than any piece", "abcx", "▁a bc <unk>"},
		{"decomposed letters", "e\u0301", "▁ é"},
		{"the name of the unknown piece", "<unk>", "▁ <unk>"}, // as any piece
		{"a run of equal letters", "aaaa", "▁a a aa"},         // -16; ▁ aa aa is -19
		{"white space alone between words", "a\u3000\u00a0b", "▁a ▁ b"},
		{"a soft hyphen inside a piece", "b\u00adc", "▁ bc"},
		{"full stops alone", "..", "▁ . ."},
		{"an ellipsis of three", "a...", "▁a ..."},
	} {
		var got []string
		sum := 0.0
		for _, p := range m.Tokenize(c.text) {
			got = append(got, toyPieces[p.ID].text)
			sum += float64(p.Score)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %s (%.1f), want %s", c.reason, s, sum, c.want)
		}
	}
}

// TestTokenizeIsBest compares with all ways to cut short texts.
func TestTokenizeIsBest(t *testing.T) {
	m := toy(t)
	score := map[string]float64{}
	lowest := 0.0
	for _, p := range toyPieces {
		score[p.text] = float64(p.score)
		lowest = min(lowest, float64(p.score))
	}
	var best func(text string) float64
	best = func(text string) float64 {
		if text == "" {
			return 0
		}
		_, width := utf8.DecodeRuneInString(text)
		most := math.Inf(-1)
		if _, ok := score[text[:width]]; !ok {
			most = lowest - 10 + best(text[width:])
		}
		for end := 1; end <= len(text); end++ {
			if s, ok := score[text[:end]]; ok {
				most = max(most, s+best(text[end:]))
			}
		}
		return most
	}
	var walk func(text string)
	walk = func(text string) {
		sum := 0.0
		for _, p := range m.Tokenize(text) {
			sum += float64(p.Score)
		}
		if want := best(string(m.normalize(text).text)); text != "" && math.Abs(sum-want) > 1e-4 {
			t.Errorf("%q: score %v, best is %v", text, sum, want)
		}
		if len(text) < 6 {
			for _, next := range "abcx." {
				walk(text + string(next))
			}
		}
	}
	walk("")
}

func TestOffsets(t *testing.T) {
	m := toy(t)
	for _, c := range []struct{ reason, text, want string }{
		{"plain", "abc", "[a][bc]"},
		{"space belongs to no piece", "  ab \t ab  ", "[ab][ab]"},
		{"one character to several pieces", "aﬁb", "[a][][ﬁ][b]"},
		{"wider than its replacement", "Ａb", "[][Ａ][b]"},
		{"decomposed", "ae\u0301b", "[a][e\u0301][b]"},
		{"what vanishes goes with what follows or precedes", "b\u00adc", "[][b\u00adc]"},
		{"invalid bytes", "a\xff\xfeb", "[a][\xff][\xfe][b]"},
	} {
		var got strings.Builder
		for _, p := range m.Tokenize(c.text) {
			fmt.Fprintf(&got, "[%s]", c.text[p.Start:p.End])
		}
		if got.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got.String(), c.want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	pieces, err := trie.Build(map[string]uint32{"a": 0})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ reason, charsmap, pieces, scores string }{
		{"nothing", "", "", ""},
		{"no rules", "", string(pieces), "\x00\x00\x00\x00"},
		{"rules cut short", "\xff\x00\x00\x00abc", string(pieces), "\x00\x00\x00\x00"},
		{"rules of a huge size", "\xff\xff\xff\xff", string(pieces), "\x00\x00\x00\x00"},
		{"no pieces", "\x00\x00\x00\x00", "", "\x00\x00\x00\x00"},
		{"no scores", "\x00\x00\x00\x00", string(pieces), ""},
	} {
		if _, err := Open(c.charsmap, c.pieces, c.scores, 0); err == nil || !strings.Contains(err.Error(), "cut short") {
			t.Errorf("%s: got %v", c.reason, err)
		}
	}
	m, err := Open("\x00\x00\x00\x00", string(pieces), "\x00\x00\x00\x00", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Tokenize("a"); len(got) != 2 {
		t.Errorf("a model without rules: got %v", got)
	}
}

// checkPieces reports what is wrong with the pieces of a text: their spellings
// are to make up the normalised text, their offsets to be in order, disjoint
// and at characters' boundaries.
func checkPieces(t *testing.T, m *Model, text string) {
	t.Helper()
	n := m.normalize(text)
	if !utf8.Valid(n.text) {
		t.Fatalf("%q is normalised to invalid %q", text, n.text)
	}
	if !slices.IsSorted(n.origin) {
		t.Fatalf("%q: origins %v are out of order", text, n.origin)
	}
	rest := string(n.text)
	end := int32(0)
	pieces := m.Tokenize(text)
	for _, p := range pieces {
		if p.Start < end || p.End < p.Start || int(p.End) > len(text) {
			t.Fatalf("%q: piece %+v behind offset %d", text, p, end)
		}
		end = p.End
		if len(n.text) == 0 {
			continue
		}
		spelling := toyPieces[p.ID].text
		if p.ID == 0 && !strings.HasPrefix(rest, spelling) {
			_, width := utf8.DecodeRuneInString(rest)
			spelling = rest[:width]
		}
		var ok bool
		if rest, ok = strings.CutPrefix(rest, spelling); !ok {
			t.Fatalf("%q: piece %q where %q stands", text, spelling, rest)
		}
	}
	if len(n.text) > 0 && rest != "" {
		t.Fatalf("%q: %q is in no piece", text, rest)
	}
	if len(pieces) == 0 {
		t.Fatalf("%q has no piece", text)
	}
}

func FuzzTokenize(f *testing.F) {
	for _, s := range []string{
		"", " ", "abc ab", "ﬁ½㌔…", "e\u0301\u0323 \u00a8\u00a8", "a\xff\xfe b\xe2\x96", "▁▁a▁", "\u00ad\u3000\u00ad", "a\x00b", "<unk> x", strings.Repeat("ab c", 50),
	} {
		f.Add(s)
	}
	m := toy(f)
	f.Fuzz(func(t *testing.T, text string) { checkPieces(t, m, text) })
}

// FuzzOpen reads damaged tables: they give an error or pieces, never a panic.
func FuzzOpen(f *testing.F) {
	f.Add("\x00\x00\x00\x00", "\x00\x00\x00\x00", "\x00\x00\x00\x00", "a")
	f.Add("\x04\x00\x00\x00abcd", "abcdefgh", "ab", "ab c")
	f.Fuzz(func(t *testing.T, charsmap, pieces, scores, text string) {
		if m, err := Open(charsmap, pieces, scores, 0); err == nil {
			m.Tokenize(text)
		}
	})
}
