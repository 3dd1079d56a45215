package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ends decides whether cluster c ends a sentence when f follows it.
func (s *splitter) ends(c cluster, f following) bool {
	switch {
	case f.kind == nothing:
		return true
	case c.stops == 0:
		return false
	case f.kind == joins && !f.elided:
		return false
	case !f.gap && !s.glued(c, f):
		return false
	case s.enclosed(c):
		return false
	case c.quoted && (s.goesOn(f) || s.attributed(f)):
		return false
	case f.note && c.stops == 1 && c.first == '.':
		return s.classOf(c) == ordinary
	case c.wide:
		return !(c.first != '。' && s.goesOn(f)) && !(c.quoted && f.kind == small)
	case c.bang:
		return s.bangEnds(c, f)
	case c.ellipsis():
		return s.ellipsisEnds(c, f)
	case c.first == '.' && c.stops == 1:
		return s.stopEnds(c, f)
	}
	return begins(f)
}

// begins tells whether f looks like the beginning of a sentence after a stop
// that does not speak against it.
func begins(f following) bool {
	if f.kind == small {
		return f.mixed || f.turned || f.elided && !f.dash
	}
	return true
}

// opener tells whether f is a word that often begins a sentence.
func (s *splitter) opener(f following) bool {
	return (f.kind == capital || f.kind == uncased) && s.lang.start[f.word] &&
		!f.initial() && !f.dash
}

// bangEnds decides for an exclamation or question mark.
func (s *splitter) bangEnds(c cluster, f following) bool {
	if s.lang.shout[fold(wordBefore(s.text, s.start, c.start))] {
		return s.opener(f)
	}
	return begins(f) && !(f.kind == uncased && s.goesOn(f))
}

// ellipsisEnds decides for an ellipsis, which as often stands for a pause as
// for an end.
func (s *splitter) ellipsisEnds(c cluster, f following) bool {
	switch {
	case f.kind != capital:
		return f.turned || f.opened && f.kind == uncased
	case s.lang.nouns:
		return f.opened || c.quoted || s.opener(f)
	}
	return true
}

// stopEnds decides for a single full stop, by the word before it.
func (s *splitter) stopEnds(c cluster, f following) bool {
	word := wordBefore(s.text, s.start, c.start)
	first, _ := utf8.DecodeRuneInString(word)
	start := c.start - len(word)
	switch {
	case word == "":
		return begins(f)
	case strings.Trim(word, "0123456789") == "" && !s.compound(start):
		return s.numberEnds(word, start, f)
	case strings.ContainsAny(word, "0123456789"):
		return begins(f)
	}
	switch s.classOf(c) {
	case title:
		return false
	case numbered:
		if f.kind == number || f.kind == symbol || isRoman(f.raw) {
			return false
		}
	case unit:
		if !s.short(start) && s.afterNumber(start) {
			return begins(f) && !s.tailed(f)
		}
		return s.opener(f) && !s.short(start)
	case maybe:
		return s.opener(f) && !s.short(start)
	case final:
		return (f.kind == capital && !f.initial() || f.kind == uncased) && !s.tailed(f) && !s.short(start)
	}
	if s.ordinals() && len(word) > 1 && isRoman(word) {
		return s.opener(f) && !s.leading(start) // XIV. Lajos
	}
	if letters(word) == 1 && unicode.IsLetter(first) && caseOf(first) != uncased && !s.compound(start) {
		return s.opener(f) && !s.leading(start) // an initial
	}
	if truncated(word) && !s.lang.suffix[fold(word)] && !s.afterNumber(start) {
		return s.opener(f)
	}
	return begins(f)
}

// tailed tells whether f, though capital, goes on after an abbreviation: it or
// the word behind it is one of the language's tail.
func (s *splitter) tailed(f following) bool {
	if f.kind != capital || s.opener(f) {
		return false
	}
	next := skipSpace(s.text, f.at+len(f.raw))
	return s.lang.tail[f.word] || s.lang.tail[fold(wordAt(s.text, next))]
}

// ordinals tells whether the language writes ordinals with a full stop.
func (s *splitter) ordinals() bool {
	return s.lang.ordinal == "small" || s.lang.ordinal == "any"
}

// numberEnds decides for a full stop behind a number, which may be an ordinal,
// the number of a list item or a part of a date.
func (s *splitter) numberEnds(word string, start int, f following) bool {
	switch {
	case len(word) <= 3 && s.leading(start):
		return false // 2. Mix the flour.
	case f.kind == small:
		return begins(f)
	case !s.ordinals():
		return !s.lang.lead[s.wordLeft(start)] || s.opener(f)
	case f.kind == number:
		return len(word) > 2 && !(len(word) == 4 && f.dotted)
	case f.kind == uncased:
		return !s.afterDate(start)
	case len(word) > 3, s.opener(f):
		return true
	case s.lang.tail[f.word], s.lang.lead[s.wordLeft(start)]:
		return false
	}
	return s.lang.ordinal != "any" || len(s.lang.lead) > 0
}
