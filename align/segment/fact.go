package segment

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Facts splits a sentence into the parts that can be true or false by
// themselves: clauses, attributions, the members of a list that state numbers.
// Spans are in order, disjoint, free of space at both ends, and cover every
// other character; a sentence of one fact gives itself.
//
// A fact begins behind a clause's punctuation mark or before a word that opens
// one, if enough is left on both sides: names set off by commas and lists of
// mere words stay whole.
func Facts(sentence, lang string) []Span {
	b := boundaries{text: sentence, words: factWords(lang)}
	b.scan()
	var out []Span
	start := 0
	add := func(end int) {
		if s := trim(sentence, Span{start, end}); s.Start < s.End {
			out = append(out, s)
		}
		start = end
	}
	for _, cut := range b.choose() {
		add(cut)
	}
	add(len(sentence))
	return out
}

// strength is how readily a boundary is taken: what must stand on both sides
// of it, in words.
type strength float64

const (
	strong strength = 2   // ; : – ( ), the end of a quotation
	clause strength = 3   // a comma, or a word of when
	joint  strength = 4   // a word of and
	never  strength = 1e9 // a mark inside a number or between words that belong together
)

// boundary is a place where a fact may begin.
type boundary struct {
	at       int
	strength strength
	mark     bool    // a punctuation mark stands before it
	before   float64 // words from the beginning to it
}

type boundaries struct {
	text   string
	words  *openers
	found  []boundary
	count  float64 // words so far
	number bool    // the last of them is one
	open   []int   // offsets of brackets and quotations that are open
}

// Weights of what is counted as words.
const (
	numberWords = 2   // a number makes a fact of fewer words
	wideWord    = 0.5 // a character of a script without spaces
)

// choose takes the boundaries that leave enough on both sides.
func (b *boundaries) choose() []int {
	var out []int
	taken, mark := 0.0, 0.0 // words up to the last boundary taken, and up to the last mark
	for i, x := range b.found {
		next := b.count
		for _, y := range b.found[i+1:] {
			if y.mark {
				next = y.before
				break
			}
		}
		least := float64(x.strength)
		if x.before-taken >= least && next-x.before >= least && (!x.mark || x.strength < clause || x.before-mark >= least) {
			out = append(out, x.at)
			taken = x.before
		}
		if x.mark {
			mark = x.before
		}
	}
	return out
}

// scan finds all boundaries and counts the words between them.
func (b *boundaries) scan() {
	for i := 0; i < len(b.text); {
		r, size := utf8.DecodeRuneInString(b.text[i:])
		switch {
		case isWide(r):
			b.opener(i)
			b.number = false
			b.count += wideWord
			i += size
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			end := i + wordLength(b.text[i:])
			b.opener(i)
			if b.number = unicode.IsNumber(r); b.number {
				b.count += numberWords
			} else {
				b.count++
			}
			b.closer(i, end)
			i = end
		default:
			i = b.punctuation(i)
		}
	}
}

// wordLength is the length of the word at the beginning of text: letters,
// marks and digits, and what joins them without a space.
func wordLength(text string) int {
	end := 0
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if unicode.IsLetter(r) && !isWide(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			end += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[end+size:])
		if end > 0 && strings.ContainsRune("'’.,:-‑/_@&·\u00ad\u200c\u200d", r) && (unicode.IsLetter(next) || unicode.IsNumber(next)) {
			end += size
			continue
		}
		break
	}
	return max(end, 1)
}

// isWide tells whether r belongs to a script that sets no spaces between words.
func isWide(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// opener notes a boundary before a word that opens a fact.
func (b *boundaries) opener(i int) {
	if b.count == 0 {
		return
	}
	if b.words.match(b.words.when, b.text[i:]) >= 0 {
		b.add(i, clause, false)
	} else if n := b.words.match(b.words.and, b.text[i:]); n >= 0 {
		// Not between the ends of a range.
		after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(b.text[i+n:], unicode.IsSpace))
		if !b.number || !unicode.IsNumber(after) {
			b.add(i, joint, false)
		}
	}
}

// closer notes a boundary behind a word with an ending that closes a clause.
func (b *boundaries) closer(start, end int) {
	word := b.text[start:end]
	for _, e := range b.words.end {
		if len(word) > len(e)+2 && strings.HasSuffix(word, e) {
			b.add(end, joint, false)
			return
		}
	}
}

func (b *boundaries) add(at int, s strength, mark bool) {
	if n := len(b.found); n > 0 && b.found[n-1].before == b.count {
		// Nothing but marks since the last one: the stronger of the two, where
		// it is.
		last := &b.found[n-1]
		if mark || !last.mark {
			last.at = at
		}
		last.strength = min(last.strength, s)
		last.mark = last.mark || mark
		return
	}
	b.found = append(b.found, boundary{at, s, mark, b.count})
}

// punctuation notes the boundary that a run of marks makes, and returns where
// the run ends.
func (b *boundaries) punctuation(i int) int {
	var (
		kind   = never
		at     = -1
		start  = i
		spaced = i == 0
	)
	for i < len(b.text) {
		r, size := utf8.DecodeRuneInString(b.text[i:])
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			break
		}
		m, isMark := marks[r]
		switch {
		case unicode.IsSpace(r):
			spaced = true
		case isMark && !m.closes && m.family != 0 && (spaced || m.fixed) && b.opens(i, r):
			// What opens goes with what follows.
			b.open = append(b.open, i)
			if at < 0 {
				at = i
			}
			if !m.quotes() {
				kind = min(kind, strong)
			}
			i += size
			continue
		case isMark && b.closes(i, m):
			if m.quotes() || b.count > 0 {
				kind = min(kind, strong)
			}
			at = i + size
		case strings.ContainsRune(";；؛", r), strings.ContainsRune(":：", r):
			kind = min(kind, strong)
			at = i + size
		case strings.ContainsRune("—–―⸺", r) || r == '-' && spaced:
			if spaced || r == '—' || r == '⸺' {
				kind = min(kind, strong)
				if at < 0 {
					at = i
				}
			}
		case strings.ContainsRune(",،，", r):
			kind = min(kind, clause)
			at = i + size
		case r == '、':
			kind = min(kind, b.words.enumeration)
			at = i + size
		case strings.ContainsRune(".!?…。！？", r):
			kind = min(kind, strong)
			at = i + size
		}
		i += size
	}
	if b.count == 0 || i == len(b.text) || kind == never {
		return max(i, start+1)
	}
	b.add(at, kind, true)
	return i
}

// opens tells whether the mark at offset i opens a bracket or quotation.
func (b *boundaries) opens(i int, r rune) bool {
	after, _ := utf8.DecodeRuneInString(b.text[i+utf8.RuneLen(r):])
	return !unicode.IsSpace(after)
}

// closes tells whether a mark closes the innermost open bracket or quotation.
func (b *boundaries) closes(i int, m mark) bool {
	if n := len(b.open); n > 0 {
		r, _ := utf8.DecodeRuneInString(b.text[b.open[n-1]:])
		if marks[r].family == m.family {
			b.open = b.open[:n-1]
			return true
		}
	}
	return m.closes
}

//go:embed facts.txt
var factTable string

// openers is what facts.txt tells of one language.
type openers struct {
	and, when   [][]string // phrases, by words
	end         []string
	wide        bool     // words are not set apart by spaces
	enumeration strength // of the ideographic comma
}

var factLanguages = sync.OnceValue(func() map[string]*openers {
	table := map[string]*openers{}
	for line := range strings.Lines(factTable) {
		line, _, _ = strings.Cut(line, "#")
		head, words, ok := strings.Cut(line, ":")
		fields := strings.Fields(head)
		if !ok || len(fields) != 2 {
			continue
		}
		o := table[fields[0]]
		if o == nil {
			o = &openers{enumeration: clause, wide: fields[0] == "th"}
			table[fields[0]] = o
		}
		for _, w := range strings.Fields(words) {
			phrase := strings.Split(w, "_")
			switch fields[1] {
			case "and":
				o.and = append(o.and, phrase)
			case "when":
				o.when = append(o.when, phrase)
			case "end":
				o.end = append(o.end, w)
			}
		}
	}
	// A Chinese 、 sets members of a list apart, a Japanese one clauses.
	table["zh"].enumeration = joint
	return table
})

func factWords(lang string) *openers {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(lang), "_", "-"), "-")
	if same, ok := sameAs[code]; ok {
		code = same
	}
	if o, ok := factLanguages()[code]; ok {
		return o
	}
	return &openers{enumeration: clause}
}

// match returns the length of the phrase that text begins with, or -1.
func (o *openers) match(phrases [][]string, text string) int {
	for _, phrase := range phrases {
		if n := o.begins(text, phrase); n >= 0 {
			return n
		}
	}
	return -1
}

func (o *openers) begins(text string, phrase []string) int {
	rest := text
	for i, word := range phrase {
		if i > 0 {
			rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		}
		if len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word) {
			return -1
		}
		rest = rest[len(word):]
		if r, _ := utf8.DecodeRuneInString(rest); !o.wide && rest != "" && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) {
			return -1
		}
	}
	return len(text) - len(rest)
}
