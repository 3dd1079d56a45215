package segment

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"factdiff/align/read"
)

// TestLabelledFacts measures Facts on labelled articles, of which the
// environment variable LABELLED_PAIRS names a folder: in it a folder per pair,
// with a.txt, b.txt and gold.json, which lists the facts of both as somebody
// cut them. What counts is boundaries inside the sentences of the story: both
// have to have one between the same two visible characters.
func TestLabelledFacts(t *testing.T) {
	root := os.Getenv("LABELLED_PAIRS")
	if root == "" {
		t.Skip("LABELLED_PAIRS names no folder of labelled pairs")
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "gold.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled pairs under %q: %v", root, err)
	}
	const least = 0.76
	var all tally
	languages := map[string]*tally{}
	for _, file := range files {
		for _, text := range labelledTexts(t, file) {
			sum := languages[text.lang]
			if sum == nil {
				sum = new(tally)
				languages[text.lang] = sum
			}
			for _, part := range sentencesOf(text) {
				checkParts(t, part.text, part.lang)
				shown, wrong := part.compare(sum, &all)
				if wrong && testing.Verbose() {
					t.Logf("%s %s", part.lang, shown)
				}
			}
		}
	}
	worst := func(a, b string) int { return cmp.Compare(languages[a].f1(), languages[b].f1()) }
	for _, lang := range slices.SortedFunc(maps.Keys(languages), worst) {
		t.Logf("%-3s %v", lang, languages[lang])
	}
	t.Logf("all %v", all)
	if all.f1() < least {
		t.Errorf("F1 is %.3f, want at least %v", all.f1(), least)
	}
}

// labelledText is a text with the number of visible characters that stand
// before the end of each labelled fact, and before those that are in the story.
type labelledText struct {
	text, lang string
	blocks     []read.Block
	ends       map[int]bool
	story      map[int]bool
}

// labelledTexts reads both texts of a pair.
func labelledTexts(t *testing.T, file string) (out []labelledText) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		A, B  struct{ Lang string }
		Facts []struct{ Side, Text, Status string }
	}
	if err := json.Unmarshal(raw, &gold); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for side, lang := range map[string]string{"a": gold.A.Lang, "b": gold.B.Lang} {
		doc, err := read.File(t.Context(), filepath.Join(filepath.Dir(file), side+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		l := labelledText{doc.Text, lang, doc.Blocks, map[int]bool{}, map[int]bool{}}
		at := 0
		for _, f := range gold.Facts {
			if f.Side != side {
				continue
			}
			l.story[at] = f.Status != "boilerplate"
			at += len([]rune(bare(f.Text)))
			l.ends[at] = true
		}
		out = append(out, l)
	}
	return out
}

// labelledSentence is a sentence of a story, with its labelled boundaries by
// the number of visible characters before them.
type labelledSentence struct {
	text, lang string
	want       map[int]bool
}

func sentencesOf(l labelledText) (out []labelledSentence) {
	at, story := 0, false
	for _, b := range l.blocks {
		block := l.text[b.Start:b.End]
		for _, s := range Sentences(block, l.lang) {
			text := block[s.Start:s.End]
			if is, known := l.story[at]; known {
				story = is
			}
			want := map[int]bool{}
			n := len([]rune(bare(text)))
			for i := 1; i < n; i++ {
				want[i] = l.ends[at+i]
			}
			at += n
			if story {
				out = append(out, labelledSentence{text, l.lang, want})
			}
		}
	}
	return out
}

// compare counts the boundaries of a sentence and shows them: ¦ is right, [+]
// too many, [-] missing.
func (l labelledSentence) compare(sums ...*tally) (shown string, wrong bool) {
	got := map[int]bool{}
	n := 0
	for _, f := range Facts(l.text, l.lang) {
		got[n] = n > 0
		n += len([]rune(bare(l.text[f.Start:f.End])))
	}
	var b strings.Builder
	n = 0
	for _, r := range l.text {
		if !unicode.IsSpace(r) {
			for _, sum := range sums {
				sum.add(got[n], l.want[n])
			}
			switch {
			case got[n] && l.want[n]:
				b.WriteString("¦")
			case got[n]:
				b.WriteString("[+]")
			case l.want[n]:
				b.WriteString("[-]")
			}
			wrong = wrong || got[n] != l.want[n]
			n++
		}
		b.WriteRune(r)
	}
	return b.String(), wrong
}

// tally counts boundaries.
type tally struct{ right, extra, missing int }

func (c *tally) add(got, want bool) {
	switch {
	case got && want:
		c.right++
	case got:
		c.extra++
	case want:
		c.missing++
	}
}

func (c tally) f1() float64 {
	return float64(2*c.right) / float64(max(1, 2*c.right+c.extra+c.missing))
}

func (c tally) String() string {
	return fmt.Sprintf("F1 %.3f, precision %.3f, recall %.3f of %d boundaries", c.f1(),
		float64(c.right)/float64(max(1, c.right+c.extra)), float64(c.right)/float64(max(1, c.right+c.missing)), c.right+c.missing)
}
