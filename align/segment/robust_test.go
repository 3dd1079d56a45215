package segment

import (
	"strings"
	"testing"
	"time"
	"unicode"
)

// check reports what is wrong with the sentences of text, as covers does.
func check(t *testing.T, text, lang string) []Span {
	t.Helper()
	found := Sentences(text, lang)
	covers(t, text, lang, found)
	return found
}

// covers reports what is wrong with spans of text: they are to be in order,
// disjoint, without space at their ends, and to cover every other character.
func covers(t *testing.T, text, lang string, found []Span) {
	t.Helper()
	end := 0
	for _, s := range found {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("%q in %q: span %v behind offset %d", text, lang, s, end)
		}
		if strings.TrimSpace(text[end:s.Start]) != "" {
			t.Fatalf("%q in %q: %q is in no span", text, lang, text[end:s.Start])
		}
		if part := text[s.Start:s.End]; strings.TrimFunc(part, unicode.IsSpace) != part {
			t.Fatalf("%q in %q: %q begins or ends with a space", text, lang, part)
		}
		end = s.End
	}
	if strings.TrimSpace(text[end:]) != "" {
		t.Fatalf("%q in %q: %q is in no span", text, lang, text[end:])
	}
}

// FuzzSentences checks the spans of any text, and of each of its sentences.
func FuzzSentences(f *testing.F) {
	if len(cases) == 0 {
		f.Fatal("no seeds")
	}
	for _, c := range cases {
		f.Add(c.text, c.lang)
	}
	f.Add("( [ \"'„“ ” 「。」 ) . ? \u202a.\u202c \xff.\xe3\x80 \r\n\r\n1. a) ② …", "de")
	f.Fuzz(func(t *testing.T, text, lang string) {
		var sentences []string
		for _, s := range check(t, text, lang) {
			check(t, text[s.Start:s.End], lang)
			sentences = append(sentences, text[s.Start:s.End])
		}
		if n := len(Quoted(sentences)); n != len(sentences) {
			t.Fatalf("%d of %d sentences are or are not quoted", n, len(sentences))
		}
	})
}

// TestLinear runs long texts without a line break, most of them made to betray
// a step that looks at everything before or behind it. A quarter of a megabyte
// of those takes 0.2 s, and took minutes where such a step was. The limits leave
// room for the race detector and a busy machine.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	run := func(piece, lang string, size int, most time.Duration) {
		text := strings.Repeat(piece, size/len(piece))
		began := time.Now()
		Sentences(text, lang)
		if took := time.Since(began); took > most {
			t.Errorf("%d bytes of %q in %q took %v", size, piece, lang, took)
		}
	}
	run("The harbour of Mr. Hale was closed at 5 p.m. on May 3. Nobody said why. ", "en", 10<<20, 20*time.Second)
	for _, piece := range []string{
		"word ", "a", ".", ". ", "a.", "a. ", "A. ", "1. ", "1.", "(", "()", "(a. b) ", "((\"", "“a. ", "“.", "\"", "\" ", "\"a. b\" ", "».«", "'",
		"\n", "\n\n", "\r", "a\n", "- a\n", "•\n", "• ", "Foo: a) ", "1) a ", "1) ", "a) ", "(1) ", "I. ", "... ", ". . ", " …", "…a ", "[1]", "[...] ", "].", ",,", "— ", "—\n", "(\n", "„ ", "¿", "¿\n", "@",
		"a.Bcd", "Abcd.Efgh", "5 г. ", ". )", "\xff", "\u00a0", "\u202a.", ".\u200b", ".²", "。", "「。", "「」。と", "我。", "我.", "\"。他说", "ก ", "ว่า ", "1 ",
	} {
		for _, lang := range []string{"en", "zh", "th"} {
			run(piece, lang, 1<<18, 8*time.Second)
		}
	}
	run(". "+strings.Repeat("(", 1<<10)+strings.Repeat(")", 1<<10), "en", 1<<18, 8*time.Second)
}

func BenchmarkSentences(b *testing.B) {
	for _, lang := range []string{"en", "de", "ja", "th"} {
		text := ""
		for _, c := range cases {
			if c.lang == lang {
				text += c.text + " "
			}
		}
		text = strings.Repeat(text, 1+1<<20/len(text))
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Sentences(text, lang)
			}
		})
	}
}
