package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// enclosed tells whether the cluster stands inside a bracket or a quotation
// that is part of a longer sentence.
func (s *splitter) enclosed(c cluster) bool {
	for _, p := range s.open {
		if p.open < s.start && !p.mark.quotes() {
			continue // a sentence has already ended in it
		}
		inner := s.text[max(p.open, s.start):c.start]
		rest := s.text[c.end:p.close]
		inside := p.open > s.start && !s.leading(p.open)
		small := !weighs(inner, phrase) || !weighs(rest, phrase)
		switch {
		case p.mark.quotes() && (small || inside && !s.introduced(p) && !weighs(s.text[p.open:p.close], speech)):
			return true
		case p.mark.quotes() || p.close-p.open > aside:
		case inside || small || p.mark.family == titles:
			return true
		}
	}
	return false
}

const (
	phrase = 12  // letters a sentence inside a pair has at least
	speech = 60  // letters from which a quotation in a sentence is speech
	aside  = 400 // bytes up to which a bracket is part of a sentence
)

// introduced tells whether a colon, a comma or nothing stands before the pair.
func (s *splitter) introduced(p pair) bool {
	before := strings.TrimRightFunc(s.text[max(s.start, p.open-8):max(s.start, p.open)], unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(":,：，、—–", r)
}

// goesOn tells whether f goes on with the sentence in a script without case:
// 「…。」と述べた.
func (s *splitter) goesOn(f following) bool {
	if f.kind != uncased || f.opened || f.dash {
		return false
	}
	return hasPrefix(s.text[f.at:], s.lang.follow) && !hasPrefix(s.text[f.at:], s.lang.anew)
}

// attributed tells whether f is no more than who said the words before it:
// a few words, the last of them a verb of saying, up to a full stop or to a
// comma and the next quotation.
func (s *splitter) attributed(f following) bool {
	if f.opened || len(s.lang.say) == 0 {
		return false
	}
	rest := s.text[f.at:min(len(s.text), f.at+longest)]
	end := strings.IndexAny(rest, ",.:;!?，。：；！？")
	if end < 0 {
		return false
	}
	switch r, size := utf8.DecodeRuneInString(rest[end:]); {
	case r == '.' || r == '。':
	case (r == ',' || r == '，') && s.look(f.at+end+size).opened:
	default:
		return false
	}
	for _, verb := range s.lang.say {
		if who, ok := strings.CutSuffix(rest[:end], verb); ok && (wide([]rune(verb)[0]) || strings.HasSuffix(who, " ")) {
			return true
		}
	}
	return false
}

func hasPrefix(text string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}
