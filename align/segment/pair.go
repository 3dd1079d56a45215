package segment

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pair is a matched pair of quotation marks or brackets.
type pair struct {
	open, close int // offsets of the two marks
	mark        mark
}

// mark is what a quotation mark or bracket is by itself, before its
// surroundings are looked at. Marks pair up within their family: „a“, “a” and
// "a" are one, since newsrooms mix them.
type mark struct {
	family rune
	closes bool // when its surroundings do not tell
	fixed  bool // it never does the other thing
}

const (
	doubles = '"'
	singles = '\''
	angles  = '«'
	titles  = '《' // hold the name of a work, never a sentence of the text
)

var marks = map[rune]mark{
	'"': {family: doubles}, '＂': {family: doubles},
	'„': {doubles, false, true}, '‟': {doubles, false, true},
	'“': {family: doubles}, '”': {doubles, true, false},
	'\'': {family: singles}, '’': {singles, true, false},
	'‘': {family: singles}, '‚': {singles, false, true}, '`': {singles, false, true},
	'«': {family: angles}, '»': {angles, true, false},
	'‹': {family: '‹'}, '›': {'‹', true, false},
	'「': {'「', false, true}, '」': {'「', true, true},
	'『': {'『', false, true}, '』': {'『', true, true},
	'《': {titles, false, true}, '》': {titles, true, true},
	'〈': {'〈', false, true}, '〉': {'〈', true, true},
	'(': {'(', false, true}, ')': {'(', true, true},
	'（': {'(', false, true}, '）': {'(', true, true},
	'[': {'[', false, true}, ']': {'[', true, true},
	'{': {'{', false, true}, '}': {'{', true, true},
	'【': {'【', false, true}, '】': {'【', true, true},
	'〔': {'〔', false, true}, '〕': {'〔', true, true},
}

// quotes tells whether the mark is a quotation mark that may hold sentences,
// not a bracket or the mark of a title.
func (m mark) quotes() bool {
	switch m.family {
	case doubles, singles, angles, '‹', '「', '『':
		return true
	}
	return false
}

// nesting bounds how deep pairs are followed, and with it the work per mark.
const nesting = 8

// pairUp finds the matched quotation marks and brackets of text, by opening
// offset. A mark without a partner, such as that of a quotation that goes on
// in the next paragraph, an apostrophe or a sign for inches, is left out.
func pairUp(text string) []pair {
	var pairs []pair
	var stack []int // into pairs; close is -1 until it is known
	before := ' '
	for i, r := range text {
		m, ok := marks[r]
		if !ok {
			before = r
			continue
		}
		after := firstRune(text[i+utf8.RuneLen(r):])
		top := len(stack) - 1
		for top >= 0 && pairs[stack[top]].mark.family != m.family {
			top--
		}
		switch closes, skip := m.role(r, before, after, top >= 0); {
		case skip:
		case closes && top >= 0:
			pairs[stack[top]].close = i
			stack = stack[:top]
		case !closes:
			if len(stack) == nesting {
				stack = append(stack[:0], stack[1:]...)
			}
			stack = append(stack, len(pairs))
			pairs = append(pairs, pair{open: i, close: -1, mark: m})
		}
		before = r
	}
	matched := pairs[:0]
	for _, p := range pairs {
		if p.close >= 0 {
			matched = append(matched, p)
		}
	}
	return matched
}

// firstRune gives the first character of text, a space where there is none.
func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError {
		return ' '
	}
	return r
}

// role tells whether mark r, between two other characters, closes a pair or
// opens one, or is no mark of a pair at all. A quotation mark that stands
// after a space opens and one that stands before a space closes, in whatever
// convention; otherwise its usual side counts, or whether one is open.
func (m mark) role(r, before, after rune, opened bool) (closes, skip bool) {
	if m.fixed {
		return m.closes, false
	}
	if letterlike(before) && letterlike(after) && !wide(before) && !wide(after) &&
		(m.family == singles || r == '"') {
		return false, true // can't, צה"ל
	}
	free := unicode.IsSpace(before) || unicode.In(before, unicode.Ps, unicode.Pi, unicode.Pd) || strings.ContainsRune(`"'„‚¿¡`, before)
	end := unicode.IsSpace(after) || unicode.In(after, unicode.Pe, unicode.Pf, unicode.Po) && !strings.ContainsRune("¿¡", after)
	switch {
	case free && !end:
		return false, false
	case end && !free:
		return true, m.family == singles && !opened // the students' hall
	case r == '"' || r == '＂' || r == '\'' || r == '“' || r == '‘':
		return opened, false
	}
	return m.closes, false
}

// pairAt gives the matched pair that opens at offset i, or nil.
func (s *splitter) pairAt(i int) *pair {
	n, ok := slices.BinarySearchFunc(s.pairs, i, func(p pair, i int) int { return cmp.Compare(p.open, i) })
	if !ok {
		return nil
	}
	return &s.pairs[n]
}
