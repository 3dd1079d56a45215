package segment

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Facts splits a sentence into the parts that can be true or false by
// themselves: clauses, attributions, the members of a list that state numbers.
// The language is given as for [Sentences]. Spans are in order, disjoint, free
// of space at both ends, and cover every other character; a sentence of one
// fact gives itself. Time and memory are linear in the length of the sentence.
//
// A fact begins behind a clause's punctuation mark or before a word that opens
// one, if enough is left on both sides: names set off by commas, short
// brackets, quoted names and lists of mere words stay whole.
func Facts(sentence, lang string) []Span {
	b := boundaries{text: sentence, words: factWords(lang), pairs: pairUp(sentence), both: noBoth, body: noBoth, role: noBoth, subject: noBoth, lead: noLead}
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
// of it, in words; the less the stronger.
type strength struct{ before, after float64 }

// What makes a boundary. The figures are those that do best on labelled
// articles (TestLabelledFacts); a little more or less matters little.
var (
	atStop    = strength{2, 2}  // ; : ! ? and what ends a quotation behind another mark
	atBoth    = strength{2, 2}  // a mark and a word together
	atClause  = strength{4, 3}  // a comma or dash
	atWhen    = strength{4, 5}  // a word of when
	atJoint   = strength{4, 5}  // a word of and
	atVerb    = strength{3, 4}  // a word of and before a verb
	atEnding  = strength{4, 4}  // an ending of end
	atLink    = strength{5, 5}  // an ending of link
	atSpace   = strength{12, 8} // where a language sets spaces between clauses only
	atBracket = strength{6, 4}  // a bracket that holds as many words
	atSpeech  = strength{2, 6}  // a quotation, where the verb of saying follows it
	never     = strength{math.Inf(1), math.Inf(1)}
	held      = strength{math.Inf(1), math.MaxFloat64} // never, but a mark stands there
)

func (s strength) or(o strength) strength {
	return strength{min(s.before, o.before), min(s.after, o.after)}
}

// boundary is a place where a fact may begin.
type boundary struct {
	at       int
	strength strength
	mark     bool    // a punctuation mark makes it
	before   float64 // words from the beginning to it
}

type boundaries struct {
	text     string
	words    *openers
	pairs    []pair // brackets and quotations that are to come, by opening offset
	open     []enclosure
	found    []boundary
	count    float64 // words so far
	word     int     // where the last of them begins
	number   bool    // the last of them is one
	lead     float64 // the words before a phrase that a word of lead opens
	both     float64 // the words before a word of both that waits for its and
	body     float64 // the words before the last word of a phrase of body that waits for its and
	role     float64 // the words before a word of role that waits for its as
	subject  float64 // the words before the last phrase of subject
	inserted int     // where the comma stands that ends what is inserted behind it
	inside   int     // where the last phrase of when ends
}

// enclosure is a bracket or quotation that is open.
type enclosure struct {
	pair
	before   float64 // words from the beginning to it
	boundary int     // that it makes by itself, in found, or -1
	framed   bool    // nothing but who speaks stands before it
}

// Weights of what is counted as words.
const (
	numberWords = 2   // a number makes a fact of fewer words
	wideWord    = 0.5 // a character of a script without spaces
	speechWords = 6   // from which a quotation is speech, not a name or a phrase
)

// choose takes the boundaries that leave enough on both sides: of the last one
// taken, and of the marks around it.
func (b *boundaries) choose() []int {
	next := make([]float64, len(b.found)) // words up to the next mark
	until := b.count
	for i, x := range slices.Backward(b.found) {
		next[i] = until
		if x.mark {
			until = x.before
		}
	}
	var out []int
	taken, mark := 0.0, 0.0 // words up to the last boundary taken, and up to the last mark
	for i, x := range b.found {
		from := taken
		if x.mark && x.strength.before > atStop.before {
			from = max(taken, mark)
		}
		if x.before-from >= x.strength.before && next[i]-x.before >= x.strength.after {
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
			if n := b.words.match(b.words.keep, b.text[i:]); n > 0 {
				b.count += wideWord * float64(utf8.RuneCountInString(b.text[i:i+n]))
				size = n
			} else {
				b.opener(i)
				b.count += wideWord
			}
			b.number = false
			i += size
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			end := i + wordLength(b.text[i:])
			n := b.words.match(b.words.keep, b.text[i:])
			kept := n > 0 && b.words.match(b.words.but, b.text[i:]) < n
			if kept {
				end = max(end, i+n)
				b.count += float64(strings.Count(b.text[i:i+n], " "))
			} else {
				b.opener(i)
			}
			if b.number = unicode.IsNumber(r); b.number {
				b.count += numberWords
			} else {
				b.count++
			}
			if !kept {
				b.closer(i, end)
			}
			b.word = i
			i = end
		default:
			i = b.punctuation(i)
		}
	}
	b.found = slices.DeleteFunc(b.found, func(x boundary) bool { return x.strength == never || b.dateline(x.at) })
}

// longestDateline is how many bytes may stand before a cut at the dash of a dateline.
const longestDateline = 90

// dateline tells whether the dash before or behind offset at ends nothing but a place
// and an agency: "LONDON, Nov 3 (AP) —", "[서울=뉴시스] 김철수 기자 =". The place is a
// word, or begins with one in capitals.
func (b *boundaries) dateline(at int) bool {
	if at > longestDateline {
		return false
	}
	const dashes = "-‐–—=＝"
	left := strings.TrimRight(b.text[:at], " ")
	before := strings.TrimRight(left, dashes+" ")
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(b.text[at:], " "))
	if before == "" || before == left && !strings.ContainsRune(dashes, after) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	if after == '=' || !strings.ContainsRune(")]）］】", last) {
		return after == '='
	}
	words := strings.Fields(before[:max(0, strings.LastIndexAny(before, "([（［【"))])
	return len(words) < 2 || utf8.RuneCountInString(words[0]) > 2 && words[0] == strings.ToUpper(words[0]) && words[0] != strings.ToLower(words[0])
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
		if end > 0 && strings.ContainsRune("'’.,:-‑/_@&·\u00ad\u200c\u200d", r) && (unicode.IsLetter(next) && !isWide(next) || unicode.IsNumber(next)) {
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

// leadWords is how many words a phrase has at most that a word of lead opens.
const leadWords = 6

// noLead is where no such phrase stands.
const noLead = -2 * leadWords

// bothWords is how many words behind a word of both its and can stand: "between
// the towns of Lyon and Dijon" is one thing, "both drivers were unhurt, and the
// road was closed" is two.
const bothWords = 5

// bodyWords is how many words may stand from the last of a phrase of body to the
// and within the name of a ministry: "of foreign trade and industry", but not
// "the ministry threatened to cancel the licences and fines". It is one less where
// no verbs are known that tell a name from a clause: "the minister of trade resigned
// and parliament".
const bodyWords = 3

// roleWords is how many words behind a word of role its as can stand: "named by
// the jury as the best".
const roleWords = 6

// What stands between a subordinate clause's subject and its verb, in words: how
// many of the subject stand before it, and how many it has.
const (
	subjectWords = 6
	insertWords  = 8
)

// noBoth is where no word of both, body, role or subject is waiting.
const noBoth = -2 * bothWords

// opener notes a boundary before a word that opens a fact.
func (b *boundaries) opener(i int) {
	and := b.words.match(b.words.and, b.text[i:])
	if n := b.words.match(b.words.lead, b.text[i:]); n >= 0 && b.count == 0 && !strings.HasPrefix(b.text[i+n:], "-") {
		b.lead = 0
	}
	if and < 0 && b.words.match(b.words.both, b.text[i:]) >= 0 {
		b.both = b.count
	}
	if n := b.words.match(b.words.body, b.text[i:]); n >= 0 {
		b.body = b.count + float64(strings.Count(b.text[i:i+n], " "))
	} else if b.count-b.body <= bodyWords && b.verb(b.text[i:]) {
		b.body = noBoth
	}
	if b.words.match(b.words.role, b.text[i:]) >= 0 {
		b.role = b.count
	}
	if b.words.match(b.words.subject, b.text[i:]) >= 0 {
		b.subject = b.count
	}
	when := b.words.match(b.words.when, b.text[i:])
	if when >= 0 && b.count-b.role <= roleWords && b.words.match(b.words.as, b.text[i:]) >= 0 {
		b.role = noBoth
		return
	}
	switch {
	case b.count == 0 || i < b.inside:
	case when >= 0:
		b.inside = i + when
		b.add(i, atWhen, false)
	case b.words.match(b.words.that, b.text[i:]) >= 0:
		if n := len(b.found); n > 0 && b.found[n-1].before == b.count && strings.HasSuffix(strings.TrimRightFunc(b.text[:i], unicode.IsSpace), ",") {
			b.found = b.found[:n-1] // "räumte ein, dass"
		}
	case b.words.match(b.words.but, b.text[i:]) >= 0:
		b.both, b.body, b.role = noBoth, noBoth, noBoth
		b.add(i, atJoint, false)
	case and >= 0:
		joined := b.list(i, i+and) || b.count-b.both <= bothWords || b.ofBody(i+and) || suspended(strings.TrimRightFunc(b.text[:i], unicode.IsSpace)) || b.names(i, i+and)
		b.both, b.body = noBoth, noBoth
		// Nor between the ends of a range.
		after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(b.text[i+and:], unicode.IsSpace))
		if !joined && (!b.number || !unicode.IsNumber(after)) {
			b.add(i, b.joint(i+and), false)
		}
	}
}

// joint is the strength of an and that ends at offset i.
func (b *boundaries) joint(i int) strength {
	if b.verb(strings.TrimLeftFunc(b.text[i:], unicode.IsSpace)) {
		return atVerb
	}
	return atJoint
}

// verb tells whether text begins with a verb.
func (b *boundaries) verb(text string) bool {
	word := text[:min(len(text), wordLength(text))]
	return b.words.match(b.words.verb, text) >= 0 || len(word) > 4 && hasSuffix(word, b.words.verbEnds)
}

// ofBody tells whether an and that ends at offset i joins two parts of the name of a
// ministry, not two clauses, the second of which would begin with an article. Where
// names have small words, they are told by their capitals.
func (b *boundaries) ofBody(i int) bool {
	most := float64(bodyWords)
	if b.words.verb == nil && b.words.verbEnds == nil {
		most--
	}
	return b.count-b.body <= most && !b.words.syllables && b.words.match(b.words.article, strings.TrimLeftFunc(b.text[i:], unicode.IsSpace)) < 0
}

// names tells whether the word before offset i and the one behind offset next are
// of a name: they have capitals, and if words stand between, the same stand before
// the first ("de la Santé et de la Prévention"). Where names have small words, the
// first of the second part has a capital.
func (b *boundaries) names(i, next int) bool {
	if b.words.syllables {
		return caseAt(strings.TrimLeftFunc(b.text[next:], unicode.IsSpace)) == capital && b.syllables(i)
	}
	if before := strings.TrimRightFunc(b.text[b.word:i], unicode.IsSpace); before == "" || caseAt(before) != capital || len(before) > wordLength(before) {
		return false
	}
	after := strings.TrimLeftFunc(b.text[next:], unicode.IsSpace)
	rest := after
	for range nameWords {
		if caseAt(rest) == capital {
			return strings.HasSuffix(b.text[:b.word], after[:len(after)-len(rest)])
		}
		rest = rest[min(wordLength(rest), len(rest)):]
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	}
	return false
}

// syllables tells whether a name ends at offset i in a language that writes the
// syllables of one apart: no more small words than one has stand behind its last
// capital ("Bộ Nông nghiệp").
func (b *boundaries) syllables(i int) bool {
	words := strings.Fields(b.text[max(0, i-longestMember):i])
	for n := 1; n < min(nameWords, len(words)); n++ {
		if caseAt(words[len(words)-n]) == capital {
			return true
		}
	}
	return false
}

// nameWords is how many words behind a word of and may be of a name.
const nameWords = 3

// listWords is how many words the member of a list may have that stands between a
// comma and a word of and.
const listWords = 2

// list tells whether the words before offset i are a member of a list: few, and
// behind a comma. If it is a word or a name, and so is what stands before the
// comma, this ends no fact either. A member that states a number ends one, but not
// where the first has few words and the one behind offset next begins with a number:
// "a boat, 45 vehicles and 180 divers were sent".
func (b *boundaries) list(i, next int) bool {
	last := b.lastComma(i)
	if last == nil || last.before == b.count {
		return false
	}
	members := strings.Fields(b.text[last.at:i])
	before := b.text[:last.at-1]
	first := before[len(strings.TrimRightFunc(before, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.IsPunct(r) })):]
	same := caseAt(first) == caseAt(members[0]) && (len(members) == 1 || capitals(members)) ||
		b.words.syllables && len(members) < nameWords && caseAt(members[0]) == capital && b.syllables(last.at-1)
	if same {
		last.strength = held
	}
	after := strings.TrimLeftFunc(b.text[next:], unicode.IsSpace)
	counted := last.before <= listWords && len(members) <= listWords && caseAt(members[0]) == number && caseAt(after) == number
	return same || counted || b.count-last.before <= listWords
}

// comma tells whether nothing but a comma makes a boundary.
func (b *boundaries) comma(x *boundary) bool {
	return x.mark && x.strength == atClause && strings.HasSuffix(b.text[:x.at], ",")
}

// lastComma is the boundary found last if nothing but a comma makes it, not far before
// offset i, or nil.
func (b *boundaries) lastComma(i int) *boundary {
	if n := len(b.found) - 1; n >= 0 && i-b.found[n].at <= longestMember && b.comma(&b.found[n]) {
		return &b.found[n]
	}
	return nil
}

// longestMember is how many bytes behind a comma are looked at at most.
const longestMember = 200

// longName is how many words a long name has.
const longName = 3

// named takes back the comma before a long name that ends at offset i, where
// another one stands: "the mayor, Ana Maria Pell, said".
func (b *boundaries) named(i int) {
	if last := b.lastComma(i); last != nil {
		if words := strings.Fields(b.text[last.at:i]); len(words) == longName && capitals(words) {
			last.strength = held
		}
	}
}

// suspended tells whether text ends with a part of a word whose rest stands in
// a later one: "Gold-, Silber- und Bronzemedaillen".
func suspended(text string) bool {
	before, hyphen := strings.CutSuffix(text, "-")
	r, _ := utf8.DecodeLastRuneInString(before)
	return hyphen && unicode.IsLetter(r)
}

// ageDigits is how many digits an age has at most.
const ageDigits = 3

// aged takes back the comma before an age that ends at offset i, and tells whether it
// did: "the winner of the day, 23 years old, had never won". An age without a word of
// it is too short to be a fact anyway.
func (b *boundaries) aged(i int) bool {
	last := b.lastComma(i)
	if last == nil {
		return false
	}
	age := strings.TrimSpace(b.text[last.at:i])
	unit := strings.TrimLeftFunc(age, unicode.IsDigit)
	digits := utf8.RuneCountInString(age) - utf8.RuneCountInString(unit)
	unit = strings.TrimSpace(unit)
	if digits == 0 || digits > ageDigits || b.words.match(b.words.age, unit) != len(unit) {
		return false
	}
	last.strength = held
	return true
}

// commas are the marks that part what is inserted from the rest of a clause.
const commas = ",،，、"

// insert tells whether the comma that begins at offset i and ends at next begins or
// ends what is inserted between the subject of a subordinate clause and its verb: "that
// the driver, a man of 30, had". A clause of its own has a verb, perhaps an and, and
// another clause behind it: "that the driver died, a tram was late, and nobody came".
func (b *boundaries) insert(i, next int) bool {
	if i == b.inserted {
		return true
	}
	rest := b.text[next:min(len(b.text), next+longestMember)]
	end := strings.IndexAny(rest, commas)
	if end < 0 || b.count-b.subject > subjectWords || i-b.word > longestMember || b.verb(b.text[b.word:i]) || b.words.nouns && caseAt(b.text[b.word:]) != capital {
		return false
	}
	_, size := utf8.DecodeRuneInString(rest[end:])
	behind := strings.TrimLeftFunc(rest[end+size:], unicode.IsSpace)
	inner := strings.Fields(rest[:end])
	clause := func(word string) bool {
		return b.verb(word) || b.words.match(b.words.and, word) >= 0 || b.words.match(b.words.but, word) >= 0
	}
	if len(inner) == 0 || len(inner) > insertWords || b.words.match(b.words.one, inner[0]) < 0 || slices.ContainsFunc(inner, clause) ||
		b.words.match(b.words.and, behind) >= 0 || b.words.match(b.words.but, behind) >= 0 ||
		!b.words.last && b.words.match(b.words.article, behind) >= 0 {
		return false
	}
	b.inserted = next + end
	return true
}

// gapWords is how many words stand before the dash of a clause without its verb.
const gapWords = 3

// gap tells whether a dash behind all words so far stands for the verb of a clause
// that began at a comma: "the first train leaves at 8, the second – at 9".
func (b *boundaries) gap() bool {
	n := len(b.found) - 1
	first, _ := utf8.DecodeRuneInString(b.text)
	return b.words.gapped && n >= 0 && !unicode.Is(unicode.Pd, first) && b.comma(&b.found[n]) && b.count > b.found[n].before && b.count-b.found[n].before <= gapWords
}

// within tells whether the dash before offset i stands within the name of a body, in
// a language whose names have small words: "Hiệp hội Cà phê – Ca cao".
func (b *boundaries) within(i int) bool {
	return b.words.syllables && b.count-b.body <= bodyWords && caseAt(strings.TrimLeftFunc(b.text[i:], unicode.IsSpace)) == capital
}

// persons tells whether the comma that begins at offset i and ends at next stands
// between two names of two words or more: "Fekete Bence, Orosz Dániel".
func (b *boundaries) persons(i, next int) bool {
	before := strings.Fields(b.text[max(0, i-longestMember):i])
	after := strings.Fields(b.text[next:min(len(b.text), next+longestMember)])
	return len(before) > 2 && len(after) > 2 && capitals(before[len(before)-2:]) && capitals(after[:2]) &&
		len(after[0]) == wordLength(after[0])
}

// capitals tells whether all words begin with capitals.
func capitals(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return caseAt(w) != capital })
}

// caseAt is the kind of what a word begins with, small if it has no case.
func caseAt(word string) kind {
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.IsUpper(r):
		return capital
	case unicode.IsNumber(r):
		return number
	}
	return small
}

// closer notes a boundary behind a word with an ending that closes a clause.
func (b *boundaries) closer(start, end int) {
	word := b.text[start:end]
	ends := func(e string) bool { return len(word) > len(e)+2 && strings.HasSuffix(word, e) }
	next := strings.TrimLeftFunc(b.text[end:], unicode.IsSpace)
	switch {
	case slices.ContainsFunc(b.words.end, ends):
		if !hasPrefix(next, b.words.being) {
			b.add(end, atEnding, false)
		}
	case slices.ContainsFunc(b.words.link, ends) && !hasSuffix(word, b.words.keepEnds) && !hasPrefix(next, b.words.aux):
		b.add(end, atLink, false)
	}
}

// add notes a boundary and returns its index. No subject waits for its verb behind
// one.
func (b *boundaries) add(at int, s strength, mark bool) int {
	if s != held {
		b.subject = noBoth
	}
	if n := len(b.found); n > 0 && b.found[n-1].before == b.count {
		// Nothing but marks since the last one: a boundary that is stronger, where
		// the marks are.
		last := &b.found[n-1]
		if last.mark != mark && last.strength != never {
			s = s.or(atBoth)
		}
		if mark || !last.mark {
			last.at = at
		}
		last.strength = last.strength.or(s)
		last.mark = last.mark || mark
		return n - 1
	}
	b.found = append(b.found, boundary{at, s, mark, b.count})
	return len(b.found) - 1
}

// punctuation notes the boundary that a run of marks makes, and returns where
// the run ends.
func (b *boundaries) punctuation(i int) int {
	var (
		kind   = never
		at     = -1
		start  = i
		spaced = i == 0
		paused bool    // a comma or full stop stands in the run
		opened int     // brackets and quotations that open in it
		weak   = never // what opens makes, if no other mark stands in the run
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
		case isMark && b.enters(i):
			// What opens goes with what follows.
			if at < 0 {
				at = i
			}
			opened++
			if !m.quotes() {
				weak = atBracket
			} else if b.words.framed {
				weak = atSpeech
			}
		case isMark && m.fixed && !m.closes && m.quotes():
			// A quotation that goes on in the next sentence.
			if at < 0 {
				at = i
			}
			if b.words.framed {
				weak = atSpeech
			}
		case isMark:
			depth := len(b.open)
			s, closed := b.leaves(i, m, paused)
			opened -= min(opened, depth-len(b.open))
			if kind = kind.or(s); closed && kind != never {
				at = i + size
			}
		case strings.ContainsRune(";；؛፤:：!?！？؟。।॥۔።။។", r), (r == '·' || r == '\u0387') && !spaced && b.spaceAt(i+size):
			kind = kind.or(atStop)
			at = i + size
			paused = true
		case strings.ContainsRune("—–―⸺", r) || r == '-' && spaced:
			if (spaced || r == '—' || r == '⸺') && !b.ranges(i+size) && !b.gap() && !b.within(i+size) {
				kind = kind.or(atClause)
				if at < 0 {
					at = i
				}
			}
		case strings.HasPrefix(b.text[i:], ",,") && spaced:
			// Two commas for the quotation mark „.
			if at < 0 {
				at = i
			}
			size = 2
		case strings.ContainsRune(",،，፣၊、", r):
			at = i + size
			paused = true
			b.role = noBoth
			switch {
			case b.count-b.lead <= leadWords || hasSuffix(b.text[:i], b.words.hold) || suspended(b.text[:i]):
			case r == '、':
				kind = kind.or(b.words.enumeration)
			default:
				kind = kind.or(atClause)
				b.named(i)
				if kind == atClause && (b.insert(i, i+size) || b.aged(i) || b.persons(i, i+size)) {
					kind = held
				}
			}
		case r == '…':
			kind = kind.or(atClause)
			at = i + size
			paused = true
		case r == '.':
			paused = true
		}
		i += size
	}
	switch {
	case b.count == 0 || i == len(b.text):
	case kind != never:
		b.add(at, kind, true)
	case weak == atSpeech && b.count < speakerWords && hasSuffix(strings.TrimRightFunc(b.text[:start], unicode.IsSpace), b.words.hold):
		// Nothing but who speaks: the verb of saying is none either.
		for j := max(0, len(b.open)-opened); j < len(b.open); j++ {
			b.open[j].framed = true
		}
	case weak != never:
		if k := len(b.found); b.add(at, weak, weak == atBracket) == k {
			for j := max(0, len(b.open)-opened); j < len(b.open); j++ {
				b.open[j].boundary = k
			}
		}
	case spaced:
		b.space(start, i)
	}
	return max(i, start+1)
}

// speakerWords is from how many words what stands before a quotation is more
// than its speaker.
const speakerWords = 4

// space notes the boundary that a space from offset i to next makes where words
// have none between them: behind a phrase that ends in a word of end or, if
// spaces stand between phrases only and away from numbers, that is long.
func (b *boundaries) space(i, next int) {
	before, _ := utf8.DecodeLastRuneInString(b.text[:i])
	after, _ := utf8.DecodeRuneInString(b.text[next:])
	switch {
	case (b.words.spaced || isWide(before)) && hasSuffix(b.text[:i], b.words.end):
		b.add(next, atEnding, false)
	case b.words.spaced && !b.number && !unicode.IsNumber(after):
		b.add(next, atSpace, false)
	}
}

// spaceAt tells whether a space stands at offset i.
func (b *boundaries) spaceAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(b.text[i:])
	return unicode.IsSpace(r)
}

// ranges tells whether the dash before offset i stands between numbers.
func (b *boundaries) ranges(i int) bool {
	after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(b.text[i:], unicode.IsSpace))
	return b.number && unicode.IsNumber(after)
}

// enters tells whether a bracket or quotation opens at offset i, and opens it.
func (b *boundaries) enters(i int) bool {
	for len(b.pairs) > 0 && b.pairs[0].open < i {
		b.pairs = b.pairs[1:]
	}
	if len(b.pairs) == 0 || b.pairs[0].open != i {
		return false
	}
	b.open = append(b.open, enclosure{b.pairs[0], b.count, -1, false})
	b.pairs = b.pairs[1:]
	return true
}

// leaves closes what a mark at offset i closes, and returns the boundary that
// its end makes.
func (b *boundaries) leaves(i int, m mark, paused bool) (s strength, closed bool) {
	n := len(b.open)
	for n > 0 && b.open[n-1].close < i {
		n--
	}
	matched := n > 0 && b.open[n-1].close == i
	var e enclosure // an unmatched one opened before the sentence
	if matched {
		n--
		e = b.open[n]
	}
	b.open = b.open[:n]
	_, size := utf8.DecodeRuneInString(b.text[i:])
	after, _ := utf8.DecodeRuneInString(b.text[i+size:])
	switch {
	case !matched && (!m.closes || m.family == singles):
		return never, false
	case !m.quotes():
		if b.count-e.before >= atBracket.before {
			return atBracket, true
		}
		if matched {
			b.whole(e)
		}
	case matched && b.count-e.before < b.words.speech:
		b.whole(e)
	case unicode.IsLetter(after) && (e.framed || !isWide(after)):
		// A particle follows: “…”라고.
	case paused, b.count-e.before >= b.words.speech:
		return atStop, true
	}
	return never, true
}

// whole takes back the boundaries inside an enclosure, and the one it made.
func (b *boundaries) whole(e enclosure) {
	for k := len(b.found) - 1; k >= 0 && b.found[k].before > e.before; k-- {
		b.found[k].strength, b.found[k].mark = never, false
	}
	if e.boundary >= 0 {
		b.found[e.boundary].strength, b.found[e.boundary].mark = never, false
	}
}
