package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glued decides whether a sentence ends though no space follows: after the
// terminators of scripts that need none, and where the space is missing
// between two plain words.
func (s *splitter) glued(c cluster, f following) bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:c.start])
	after, _ := utf8.DecodeRuneInString(s.text[f.at:])
	switch {
	case unicode.IsDigit(before) && unicode.IsDigit(after):
		return false // full-width ３．２９
	case c.ellipsis():
		return false
	case c.wide:
		return true
	case wide(after):
		return (wide(before) || c.quoted) && !(c.quoted && unicode.Is(unicode.Hangul, after))
	case f.kind != capital || s.partOfName(c):
		return false
	}
	word := wordBefore(s.text, s.start, c.start)
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	if unicode.IsDigit(last) {
		return s.opener(f) && letters(f.word) > 1 && !s.leading(c.start-len(word))
	}
	return letters(word) >= 4 && unicode.IsLower(last) && s.classOf(c) == ordinary &&
		(s.opener(f) || f.dotted && s.class(f.word, f.at) == title ||
			!isCapital(first) && letters(f.word) >= 3 && !s.lang.suffix[f.word] && !f.dotted)
}

// chunk is a run of text without spaces.
type chunk struct {
	end  int
	name bool // it looks like an address or the name of a host or file
}

// partOfName tells whether the cluster stands inside an address or such a
// name, such as Jo.Day@post.example.
func (s *splitter) partOfName(c cluster) bool {
	if c.start < s.chunk.end {
		return s.chunk.name
	}
	start := s.chunk.end + max(0, strings.LastIndexFunc(s.text[s.chunk.end:c.start], unicode.IsSpace))
	length := strings.IndexFunc(s.text[c.start:], unicode.IsSpace)
	if length < 0 {
		length = len(s.text) - c.start
	}
	s.chunk.end = c.start + length
	run := strings.TrimSpace(s.text[start:s.chunk.end])
	s.chunk.name = strings.ContainsAny(run, "@/\\_=") || strings.HasPrefix(fold(run[:min(len(run), 4)]), "www.") ||
		strings.Count(run, ".") > 3
	return s.chunk.name
}
