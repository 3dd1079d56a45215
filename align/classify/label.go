package classify

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"factdiff/align/internal/wordlist"
)

//go:embed labels.txt
var labelTable string

// labels are the phrases of labels.txt, by key, those of credits also by their
// first letter.
type labels struct {
	read, see               []string
	ending, bracket, agency []string
	prose                   []string
	credit, by              map[rune][]string
}

// knownLabels holds the table. What is wrong in it is left out; the tests read it
// too.
var knownLabels = sync.OnceValue(func() *labels {
	l, _ := readLabels(labelTable)
	return l
})

func readLabels(table string) (*labels, error) {
	l := &labels{credit: map[rune][]string{}, by: map[rune][]string{}}
	lists := map[string]*[]string{
		"read": &l.read, "see": &l.see, "ending": &l.ending, "bracket": &l.bracket, "agency": &l.agency, "prose": &l.prose,
	}
	firsts := map[string]map[rune][]string{"credit": l.credit, "by": l.by}
	err := wordlist.ReadKeys(table, func(key, phrases string) bool {
		list, first := lists[key], firsts[key]
		ok := list != nil || first != nil
		for phrase := range strings.SplitSeq(phrases, ",") {
			phrase = small(plain(phrase))
			r, _ := utf8.DecodeRuneInString(phrase)
			switch {
			case phrase == "":
				ok = false
			case list != nil:
				*list = append(*list, phrase)
			case first != nil:
				first[r] = append(first[r], phrase)
			}
		}
		return ok
	})
	return l, err
}

// variants are letters that are written in one way or another in one word.
var variants = strings.NewReplacer(
	"ё", "е", "Ё", "Е", "ς", "σ", "İ", "I", "ı", "i", "ș", "ş", "Ș", "Ş", "ț", "ţ", "Ț", "Ţ", "’", "'",
	"أ", "ا", "إ", "ا", "آ", "ا", "ً", "", "ي", "ی", "ى", "ی", "ك", "ک", "\u200c", "", "ⓒ", "©",
)

// plain writes a text in one way, in the case it has.
func plain(text string) string {
	return strings.TrimSpace(norm.NFKC.String(variants.Replace(norm.NFC.String(strings.ToValidUTF8(text, "�")))))
}

// small returns a text in small letters, each at the offset where it was.
func small(text string) string {
	return strings.Map(func(r rune) rune {
		if s := unicode.ToLower(r); utf8.RuneLen(s) == utf8.RuneLen(r) {
			return s
		}
		return r
	}, text)
}

// What the log odds of being furniture gain: outspoken is for what says itself that it
// is, which the weights alone take for story where it speaks of the same, as the
// headline of a pointer and a caption do; presumed is for a sentence that may belong to
// a caption or to the story before it.
const (
	outspoken = 10
	presumed  = 3
)

// labelled returns what the log odds of each sentence gain by labels: of pointers to
// other articles, credits of pictures, and the captions before these.
func labelled(doc []SentenceEvidence) []float64 {
	l := knownLabels()
	out := make([]float64, len(doc))
	lead := true
	for start := 0; start < len(doc); {
		end := start + 1
		for end < len(doc) && doc[end].Block == doc[start].Block {
			end++
		}
		if block := doc[start:end]; lead && !isHead(block) {
			if lead = false; len(block) > 1 && isDateline(block[0]) {
				out[start] = outspoken
			}
		}
		l.pointers(doc[start:end], out[start:end])
		l.credits(doc[start:end], out[start:end])
		if end-start == 1 && l.isBareLabel(doc[start].Text) {
			pointedTo(doc[end:], out[end:])
		}
		start = end
	}
	return out
}

// A list of headlines below a label has no more than listed, and each has between
// leastHeadline and captionLetters letters.
const (
	listed        = 6
	leastHeadline = 20
)

// pointedTo marks the headlines that stand below the label of a pointer, each a block of
// one sentence without a full stop: the first is one, those behind it may also be what the
// story goes on with.
func pointedTo(rest []SentenceEvidence, out []float64) {
	gain := float64(outspoken)
	for i := range rest[:min(listed, len(rest))] {
		if !isHeadline(&rest[i]) {
			return
		}
		out[i], gain = gain, presumed
	}
}

// isHeadline tells whether a block of one sentence looks like a headline. In scripts
// without a full stop nothing shows one.
func isHeadline(s *SentenceEvidence) bool {
	text := strings.TrimSpace(s.Text)
	last, _ := utf8.DecodeLastRuneInString(text)
	n := length(text)
	return s.First && s.Last && !s.Title && !s.Quoted && n >= leastHeadline && n <= captionLetters &&
		(isOpen(text) && !strings.ContainsRune(":：", last) || strings.ContainsRune("?？؟", last)) &&
		!unicode.In(last, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// datelineWords is how many words the place and the day have that stand before a story
// as a sentence of their own.
const datelineWords = 4

// isDateline tells whether the sentence that a story begins with is such: "HALE.",
// "ОМСК, 6 марта." The place has to be in capitals: "Chaos." is none, nor is "Hale, 12
// dead."
func isDateline(first SentenceEvidence) bool {
	text, stop := strings.CutSuffix(strings.TrimSpace(first.Text), ".")
	place, day, dated := strings.Cut(text, ",")
	words := len(strings.Fields(text))
	r, _ := utf8.DecodeRuneInString(place)
	if !stop || first.Quoted || words > datelineWords || !unicode.IsUpper(r) || length(place) < leastPlace || strings.ToUpper(place) != place {
		return false
	}
	return words == 1 || dated && strings.ContainsFunc(day, unicode.IsDigit)
}

// leastPlace is how many letters a place in capitals has at least.
const leastPlace = 3

// isHead tells whether a headline may be in a block with whatever else was above the
// story, as where lines of a page have run together. There only what says itself that
// it is furniture is taken for it, not what stands beside that.
func isHead(block []SentenceEvidence) bool { return block[0].Block == 0 || block[0].Title }

// pointerSentences is how many sentences a pointer may have: it is a headline.
const pointerSentences = 2

// pointers finds the pointer that a block is or ends with.
func (l *labels) pointers(block []SentenceEvidence, out []float64) {
	for i := max(0, len(block)-pointerSentences); i < len(block); i++ {
		if block[i].Quoted || !l.isPointer(block[i].Text) {
			continue
		}
		out[i] = outspoken
		for k := i + 1; k < len(block) && !isHead(block); k++ {
			out[k] = outspoken
		}
		return
	}
}

// isPointer tells whether a sentence begins as a pointer does.
func (l *labels) isPointer(sentence string) bool {
	text := undecorated(small(plain(sentence)))
	for _, label := range l.read {
		if rest, ok := strings.CutPrefix(text, label); ok && !continues(rest) {
			return true
		}
	}
	for _, label := range l.see {
		if rest, ok := strings.CutPrefix(text, label); ok && !continues(rest) && (marked(rest) || unspaced(label) && strings.HasPrefix(rest, " ")) {
			return true
		}
	}
	return false
}

// isBareLabel tells whether a sentence is the label of a pointer, and nothing else.
func (l *labels) isBareLabel(sentence string) bool {
	text := undecorated(small(plain(sentence)))
	is := func(label string) bool {
		rest, ok := strings.CutPrefix(text, label)
		return ok && !hasWords(rest)
	}
	return slices.ContainsFunc(l.read, is) || slices.ContainsFunc(l.see, is)
}

// undecorated cuts what stands before the first word for the eye, such as ▶ or an
// opening bracket. Quotation marks stay: somebody says what follows.
func undecorated(text string) string {
	return strings.TrimLeftFunc(strings.TrimPrefix(text, "» "), func(r rune) bool {
		return !wordly(r) && r != copyright && !strings.ContainsRune(quotes+"『‘'", r)
	})
}

// wordly tells whether a character is part of a word.
func wordly(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }

func hasWords(text string) bool { return strings.ContainsFunc(text, wordly) }

// continues tells whether a word goes on at the beginning of a text.
func continues(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return wordly(r)
}

// unspaced tells whether a text is in a script that has no spaces between words, so
// that one there is as good as a mark.
func unspaced(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// marked tells whether a text begins with a mark such as stands between a label and
// what it labels, or has no words. A hyphen joins words, unless there is a space.
func marked(text string) bool {
	if !hasWords(text) {
		return true
	}
	mark := strings.TrimLeft(text, " *")
	r, size := utf8.DecodeRuneInString(mark)
	if strings.ContainsRune("-‐–—", r) {
		return mark != text || strings.HasPrefix(mark[size:], " ")
	}
	return strings.ContainsRune(":|=>›»→▶►·・/]】)〕", r)
}

// A caption has no more than captionSentences and captionLetters before its credit:
// a longer paragraph is of the story, though a picture's credit follows.
const (
	captionSentences = 2
	captionLetters   = 250
)

// credits finds the credits in a block, and the caption if that is all that stands
// before the last.
func (l *labels) credits(block []SentenceEvidence, out []float64) {
	head := isHead(block)
	caption, letters, credited := 0, 0, false
	for i, s := range block {
		before, ok := l.cutCredit(s.Text, head)
		if ok && before == "" {
			out[i], credited = outspoken, !head
			continue
		}
		if credited = ok; !ok {
			before = s.Text
		}
		caption, letters = i+1, letters+length(before)
	}
	if credited && caption > 0 && caption <= captionSentences && letters <= captionLetters {
		out[0] = max(out[0], presumed)
		out[caption-1] = outspoken
	}
}

// length counts the letters of a text, twice those of scripts that write a syllable
// or a word in one.
func length(text string) (n int) {
	for _, r := range text {
		n++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			n++
		}
	}
	return n
}

// cutCredit returns what of a sentence stands before the credit that it ends with,
// nothing if all of it is one. A headline may speak of a photo: it has a credit
// only in brackets or behind a sentence, where a caption is taken for it.
func (l *labels) cutCredit(sentence string, head bool) (before string, ok bool) {
	text := plain(sentence)
	before, inside, ok := cutBracket(text)
	if ok = ok && l.inBrackets(before, inside); !ok {
		before, ok = l.cutLabel(text, head)
	}
	if !ok {
		before, ok = l.cutEnding(text, head)
	}
	switch {
	case !hasWords(before):
		return "", ok
	case strings.Contains(before, "\n"): // lines that were no paragraph
		return "", false
	}
	return before, ok
}

// cutBracket cuts what stands in brackets at the end of a text.
func cutBracket(text string) (before, inside string, ok bool) {
	inside = strings.TrimRight(text, ")]】〕")
	at := strings.LastIndexAny(inside, "([【〔")
	if len(inside) == len(text) || at < 0 {
		return "", "", false
	}
	_, size := utf8.DecodeRuneInString(inside[at:])
	return inside[:at], inside[at+size:], true
}

// inBrackets tells whether what stands in brackets behind a text is a credit.
func (l *labels) inBrackets(before, inside string) bool {
	if length(inside) > nameLetters {
		return false
	}
	if _, ok := l.cutLabel(inside, false); ok {
		return true
	}
	low := small(inside)
	return ends(low, l.bracket) || ends(low, l.ending) || isOpen(before) && strings.Contains(low, "=") && ends(low, l.agency)
}

// ends tells whether a text ends with one of some phrases. Where words have spaces,
// so has the phrase, but Korean ones join what is before them.
func ends(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(phrase string) bool {
		rest, ok := strings.CutSuffix(text, phrase)
		r, _ := utf8.DecodeLastRuneInString(rest)
		return ok && (!wordly(r) || unspaced(rest) || unicode.Is(unicode.Hangul, r))
	})
}

// cutLabel cuts a text before the label of the credit that it ends with.
func (l *labels) cutLabel(text string, head bool) (before string, ok bool) {
	low := small(text)
	inWord := false
	for i, r := range low {
		begins := !inWord && (wordly(r) || r == copyright)
		inWord = wordly(r)
		if begins && (!head || hasWords(text[:i]) && !isOpen(text[:i])) && l.isCredit(text[i:], low[i:], text[:i]) {
			return text[:i], true
		}
	}
	return "", false
}

const copyright = '©'

// nameLetters is how long a name behind a label may be, agencies included, and
// ownerLetters one before an ending.
const (
	nameLetters  = 80
	ownerLetters = 50
)

// longestCredit is how many bytes a credit may have that is looked at.
const longestCredit = 8 * nameLetters

// isCredit tells whether a text, which is also given in small letters, is a label and
// a name, and no part of the sentence that is before it.
func (l *labels) isCredit(text, low, before string) bool {
	if len(text) > longestCredit {
		return false
	}
	first, _ := utf8.DecodeRuneInString(low)
	for _, label := range l.credit[first] {
		rest, ok := strings.CutPrefix(low, label)
		rest = strings.TrimLeft(rest, " *")
		name, dotted := strings.CutPrefix(rest, "...")
		dotted = dotted && continues(name) // Credit...Max Roth
		if ok && (dotted || rest != "" && strings.ContainsRune(":=|/", rune(rest[0]))) && isName(strings.TrimLeft(text[len(text)-len(name):], ":=|/")) && isApart(before, text) {
			return true
		}
	}
	for _, label := range l.by[first] {
		rest, ok := strings.CutPrefix(low, label)
		name := strings.TrimSpace(text[len(text)-len(rest):])
		r, _ := utf8.DecodeRuneInString(name)
		if ok && !continues(rest) && !unicode.IsLower(r) && isOpen(name) && isName(name) && (isOff(before) || first == copyright && isApart(before, text)) {
			return true
		}
	}
	return false
}

// isName tells whether a text could be the names of a photographer and an agency, and
// is no clause: "Max Roth/pa for the Gazette", "private", "the museum".
func isName(text string) bool {
	text = strings.Trim(text, " .*()[]")
	first, _ := utf8.DecodeRuneInString(text)
	if length(text) > nameLetters || strings.ContainsAny(text, "?!。") || !unicode.IsLetter(first) && !strings.ContainsRune("@©"+quotes, first) {
		return false
	}
	words, lower := 0, 0
	for word := range strings.FieldsSeq(text) {
		words++
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) && utf8.RuneCountInString(word) > 3 {
			lower++
		}
	}
	return words <= 10 && (lower <= 1 || words <= 4)
}

// isApart tells whether a credit does not go on in the sentence before it: that is off,
// or the credit has a capital and no full stop, as only what is no sentence has.
func isApart(before, credit string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(before))
	first, _ := utf8.DecodeRuneInString(credit)
	return isOff(before) || wordly(last) && !unicode.IsLower(first) && isOpen(credit)
}

// isOff tells whether a text has ended, or what follows it is set off by a mark.
func isOff(text string) bool {
	trimmed := strings.TrimSpace(text)
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	return !isOpen(trimmed) || strings.ContainsRune("|•·*>])", last) || strings.ContainsRune("-–—", last) && trimmed != text
}

// isOpen tells whether a text has words and no end of a sentence.
func isOpen(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(text))
	return hasWords(text) && !strings.ContainsRune(".!?。।…؟۔։"+quotes, last)
}

// cutEnding cuts a text before the name that ends as a credit does. Where a caption
// has an =, it has its picture's place, day and maker behind that.
func (l *labels) cutEnding(text string, head bool) (before string, ok bool) {
	low := small(text)
	if slices.Contains(l.bracket, strings.Trim(undecorated(low), " .")) {
		return "", !head
	}
	at := max(0, strings.LastIndexAny(low, "=,、"))
	name := low[at:]
	switch {
	case length(name) > ownerLetters:
	case strings.Contains(low, "="):
		ok = ends(name, l.ending) || ends(name, l.bracket) || name[0] == '=' && ends(name, l.agency)
		ok = ok && isOpen(text[:at])
	case !head:
		inProse := func(phrase string) bool { return strings.Contains(name, phrase) }
		ok = ends(name, l.ending) && !slices.ContainsFunc(l.prose, inProse)
	}
	return text[:at], ok
}
