// Package segment cuts a text into sentences, sentences into facts, and finds
// words.
//
// [Sentences] is one generic algorithm over tables: what it knows of a
// language (abbreviations, ordinals, words that open a sentence) stands in
// lang/*.txt, one file a language, whose form [language] describes. A language
// without a file gets the rules that hold for its script. Sentences inside
// direct speech are sentences of their own, so that versions that quote the
// same words in other groupings can be compared; a colon or a semicolon never
// ends a sentence.
//
// [Facts] are the clauses, attributions and asides that a careful reader would
// tick off one by one. Punctuation finds most of them; facts.txt has the few
// words a language needs besides. There is no parser: a fact without a mark or
// such a word before it, as in "a man from Leeds was hurt at work", is part of
// its neighbour.
//
// [Words] are those of Unicode, for all languages alike, and syllables in scripts
// without spaces, where Unicode has no rule.
package segment

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Span is a half-open range of byte offsets into a text.
type Span struct{ Start, End int }

// Sentences splits text, one block such as a paragraph, heading or list item,
// into sentences. The language is an ISO 639-1 code, of which a region or
// script ("pt-BR", "zh_Hant") is ignored; for "" and unknown codes only what
// holds for every language applies.
//
// Spans are in order and disjoint, have no space ([unicode.IsSpace]) at either
// end and together cover every other character. A line break counts as a space
// unless a list item, an empty line or a line that is clearly too short to
// have been wrapped says otherwise. Invalid UTF-8 is kept as it is. Time and
// memory are linear in the length of text.
func Sentences(text, lang string) []Span {
	s := &splitter{text: text, lang: lookup(lang), pairs: pairUp(text)}
	breaks := s.lineBreaks()
	breaks = append(breaks, s.itemBreaks()...)
	slices.Sort(breaks)
	s.run(breaks)
	return s.spans
}

// splitter walks over a text once, from left to right.
type splitter struct {
	text  string
	lang  *language
	pairs []pair // by opening offset
	ahead int    // pairs[ahead:] open at or after the current offset
	open  []pair // those around the current offset, innermost last
	start int    // of the current sentence, before trimming
	chunk chunk  // around the last stop without a space behind it
	spans []Span
	bare  bool // spans holds one piece, without letter or digit
}

// run cuts the text at breaks, which are sorted offsets, and wherever a
// terminator, or in some languages a space, ends a sentence.
func (s *splitter) run(breaks []int) {
	for i := 0; i < len(s.text); {
		for len(breaks) > 0 && breaks[0] <= i {
			s.cut(i)
			breaks = breaks[1:]
		}
		r, size := utf8.DecodeRuneInString(s.text[i:])
		switch {
		case s.terminator(r):
			c := s.cluster(i)
			if s.ends(c, s.look(c.end)) {
				s.cut(c.end)
			}
			i = c.end
			continue
		case s.lang.clauses && unicode.IsSpace(r):
			end := skipSpace(s.text, i)
			if s.clauseEnds(i, end) {
				s.cut(i)
			}
			i = end
			continue
		}
		s.enter(i)
		s.leave(i)
		i += size
	}
	s.cut(len(s.text))
}

// enter notes the pair that opens at offset i, if one does.
func (s *splitter) enter(i int) {
	for s.ahead < len(s.pairs) && s.pairs[s.ahead].open <= i {
		if s.pairs[s.ahead].open == i {
			s.open = append(s.open, s.pairs[s.ahead])
		}
		s.ahead++
	}
}

// leave drops the innermost pair if it closes at offset i, and tells whether
// it did.
func (s *splitter) leave(i int) bool {
	n := len(s.open)
	for n > 0 && s.open[n-1].close < i { // passed over
		n--
	}
	left := n > 0 && s.open[n-1].close == i
	if left {
		n--
	}
	s.open = s.open[:n]
	return left
}

// cut ends the current sentence at offset end, or in several places if it is
// too long for one.
func (s *splitter) cut(end int) {
	span := trim(s.text, Span{s.start, end})
	s.start = end
	for span.Start < span.End {
		last := fit(s.text, span)
		s.add(trim(s.text, Span{span.Start, last}))
		span = trim(s.text, Span{last, span.End})
	}
}

// add notes a sentence. A piece without a letter or digit is none: it goes to
// the one before it or, at the beginning, to the one after it.
func (s *splitter) add(span Span) {
	bare := wordless(s.text[span.Start:span.End])
	if n := len(s.spans); n > 0 && (bare || s.bare) {
		s.spans[n-1].End = span.End
		s.bare = s.bare && bare
		return
	}
	s.spans = append(s.spans, span)
	s.bare = bare
}

func trim(text string, span Span) Span {
	for span.Start < span.End {
		r, size := utf8.DecodeRuneInString(text[span.Start:span.End])
		if !unicode.IsSpace(r) {
			break
		}
		span.Start += size
	}
	for span.Start < span.End {
		r, size := utf8.DecodeLastRuneInString(text[span.Start:span.End])
		if !unicode.IsSpace(r) {
			break
		}
		span.End -= size
	}
	return span
}

func wordless(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return false
		}
	}
	return true
}
