package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// classOf looks the word before a full stop up among the abbreviations, with
// as many dotted parts before it as belong to it. Dotted letters that are not
// listed, such as D.O.M.E., may end a sentence.
func (s *splitter) classOf(c cluster) class {
	word := wordBefore(s.text, s.start, c.start)
	start := c.start - len(word)
	if s.compound(start) {
		return ordinary
	}
	key := fold(word)
	found := s.class(key, start)
	dotted, listed := letters(word) == 1, false
	for range 4 {
		dot, part := s.partBefore(start)
		if part == "" {
			break
		}
		dotted = dotted && dot+1 == start && letters(part) == 1
		if dotted && !listed {
			found = maybe
		}
		start = dot - len(part)
		key = fold(part) + "." + key
		if cl := s.class(key, start); cl != ordinary {
			found, listed = cl, true
		}
	}
	return found
}

// class looks up one key, which stands at offset start in the text.
func (s *splitter) class(key string, start int) class {
	if first, _ := utf8.DecodeRuneInString(s.text[start:]); isCapital(first) {
		if c, ok := s.lang.capitals[key]; ok {
			return c
		}
	}
	if c, ok := s.lang.classes[key]; ok {
		return c
	}
	for _, e := range s.lang.endings {
		if strings.HasSuffix(key, e.word) {
			return e.class
		}
	}
	return ordinary
}

// partBefore gives the short word that a full stop, and perhaps one space,
// part from offset i, and the offset of that stop.
func (s *splitter) partBefore(i int) (dot int, part string) {
	rest := s.text[s.start:i]
	if r, size := utf8.DecodeLastRuneInString(rest); unicode.IsSpace(r) && r != '\n' {
		rest = rest[:len(rest)-size]
	}
	rest, ok := strings.CutSuffix(rest, ".")
	if !ok {
		return 0, ""
	}
	dot = s.start + len(rest)
	part = wordBefore(s.text, s.start, dot)
	if letters(part) > 4 || strings.ContainsAny(part, "0123456789") {
		return 0, ""
	}
	return dot, part
}

// compound tells whether the word or number at offset i is the last part of a
// compound, ratio or fraction: Se-min, km/h, 3:1, 2,5.
func (s *splitter) compound(i int) bool {
	rest := s.text[s.start:i]
	if rest == "" || !strings.Contains("-/:,", rest[len(rest)-1:]) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(rest[:len(rest)-1])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// leading tells whether no letter or digit stands between the beginning of the
// sentence and offset i.
func (s *splitter) leading(i int) bool {
	return i-s.start < longest && wordless(s.text[s.start:i])
}

// short tells whether the sentence up to offset i is too short to be one.
func (s *splitter) short(i int) bool {
	return !weighs(s.text[s.start:i], 6)
}

// afterNumber tells whether a number stands before offset i, in digits of
// whichever kind.
func (s *splitter) afterNumber(i int) bool {
	before := strings.TrimRightFunc(s.text[max(s.start, i-8):i], unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsDigit(r) || isRoman(wordBefore(before, 0, len(before)))
}

// afterDate tells whether a number with a full stop stands before offset i, as
// in the date 2025. 3. 14.
func (s *splitter) afterDate(i int) bool {
	before := strings.TrimRightFunc(s.text[max(s.start, i-8):i], unicode.IsSpace)
	before, ok := strings.CutSuffix(before, ".")
	r, _ := utf8.DecodeLastRuneInString(before)
	return ok && unicode.IsDigit(r)
}

// wordLeft gives the folded word that spaces part from offset i.
func (s *splitter) wordLeft(i int) string {
	end := i
	for end > s.start {
		r, size := utf8.DecodeLastRuneInString(s.text[s.start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= size
	}
	return fold(wordBefore(s.text, s.start, end))
}

// isRoman tells whether word is made of capital Roman digits.
func isRoman(word string) bool {
	return word != "" && strings.Trim(word, "IVXLCDM") == ""
}

// truncated tells whether word looks cut short: up to four letters of the Latin
// script, not all capital, without a vowel, or an r or l that could be one.
func truncated(word string) bool {
	return len(word) <= 4 && strings.ToUpper(word) != word &&
		strings.IndexFunc(word, func(r rune) bool { return r > unicode.MaxASCII || strings.ContainsRune("aeiouyAEIOUY", r) }) < 0 &&
		!strings.ContainsAny(word[min(1, len(word)):max(1, len(word)-1)], "rl")
}
