package polarity

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pause stands for the punctuation that ends the reach of a negation.
const pause = '\x01'

// aliases names the table of languages that use another's.
var aliases = map[string]string{"nb": "no", "nn": "no", "ms": "id"}

// Find reads the signs of a clause in a language, given by its ISO 639-1 code.
// In a language without a table it finds none.
func Find(text, lang string) Signs {
	if other, ok := aliases[lang]; ok {
		lang = other
	}
	load := lexicons[lang]
	if load == nil {
		return Signs{}
	}
	l := load()
	var room [512]byte
	clause := l.layOut(room[:0], text)
	f := finder{lexicon: l, result: Signs{known: true}}
	at := 0 // in characters
	for i := 0; i < len(clause); {
		if n := f.taken(i); n > 0 {
			at += utf8.RuneCount(clause[i : i+n])
			i += n
			continue
		}
		switch c := clause[i]; {
		case c == pause:
			f.pause()
		case !utf8.RuneStart(c):
			i++
			continue
		default:
			if r, n, second := l.match(clause, i); n > 0 {
				if second.start > 0 && f.seconds < len(f.second) {
					f.second[f.seconds] = second
					f.seconds++
				}
				start := at + utf8.RuneCount(clause[i:max(i, second.start)])
				at += utf8.RuneCount(clause[i : i+n])
				f.meet(r, start, at)
				i += n
				continue
			}
		}
		i++
		at++
	}
	f.pause()
	return f.signs()
}

// place is a stretch of a clause, or nothing.
type place struct{ start, end int }

// match finds the longest entry that starts at offset i. The space at its end
// is left for the next. Of an entry in two parts it gives the place of the second,
// which is the one that a negation is put before: "the ban was not lifted",
// "schloss das nicht aus".
func (l *lexicon) match(clause []byte, i int) (found sense, length int, second place) {
	at := int32(0)
	for j := i; j < len(clause); j++ {
		if at = l.entries.child(at, clause[j]); at == 0 {
			break
		}
		v := l.entries.nodes[at].value
		if v < 0 {
			continue
		}
		for _, r := range l.readings[v] {
			end := j + 1
			if clause[j] == ' ' {
				end--
			}
			then := follows(clause[end:], r.then)
			if then >= 0 {
				found, length, second = r.sense, end-i, place{}
				if r.then != "" {
					second = place{end + then, end + then + len(strings.TrimRight(r.then, " "))}
				}
				break
			}
		}
	}
	return found, length, second
}

// follows returns how far away then comes before the next pause, or -1.
func follows(rest []byte, then string) int {
	if then == "" {
		return 0
	}
	for j := range rest {
		if rest[j] == pause {
			return -1
		}
		if rest[j] == then[0] && begins(rest[j:], then) {
			return j
		}
	}
	return -1
}

func begins(rest []byte, with string) bool {
	if len(rest) < len(with) {
		return false
	}
	for i := range len(with) {
		if with[i] != rest[i] && (with[i] != digit || !isDigit(rest[i])) {
			return false
		}
	}
	return true
}

// layOut appends text in small letters with a space around each word, without
// marks that not everyone writes, and with pauses for punctuation.
func (l *lexicon) layOut(to []byte, text string) []byte {
	to = append(to, ' ')
	last := rune(' ') // what was read
	for i, r := range text {
		c := r
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		case r < utf8.RuneSelf || r == '’':
			c = l.ascii(r, last, text[i:])
		default:
			c = fold(r)
		}
		last = r
		switch c {
		case none:
		case ' ', pause:
			if to[len(to)-1] != ' ' {
				to = append(to, ' ')
			}
			if c == pause {
				to = append(to, pause, ' ')
			}
		case '\'':
			to = append(to, '\'')
			if l.cut {
				to = append(to, ' ')
			}
		default:
			to = utf8.AppendRune(to, c)
		}
	}
	if to[len(to)-1] != ' ' {
		to = append(to, ' ')
	}
	return to
}

// none is a character that does not matter.
const none = 0

func (l *lexicon) ascii(r, last rune, rest string) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		if r == 'I' && l.lang == "tr" {
			return 'ı'
		}
		return r + 'a' - 'A'
	case r == digit:
		return r
	case r == '\'', r == '’':
		return '\''
	case strings.ContainsRune(",;:.!?()", r):
		next, _ := utf8.DecodeRuneInString(rest[1:])
		if unicode.IsDigit(last) && unicode.IsDigit(next) { // 1,200
			return none
		}
		return pause
	}
	return ' '
}

// fold gives a character its plain form.
func fold(r rune) rune {
	switch {
	case 0x4e00 <= r && r <= 0x9fff, 0xac00 <= r && r <= 0xd7a3, 0x0900 <= r && r <= 0x0dff, 0x0e00 <= r && r <= 0x0eff,
		0x3041 <= r && r <= 0x30fa, 0x1e00 <= r && r <= 0x1eff && r&1 == 1:
		if r == '।' {
			return pause
		}
		return r
	case 0x064b <= r && r <= 0x0655, r == 0x0670, 0x0591 <= r && r <= 0x05c7 && r != 0x05be, r == 0x0640, r == 0x00ad, 0x200b <= r && r <= 0x200f, r == utf8.RuneError:
		return none
	}
	switch r {
	case 'أ', 'إ', 'آ':
		return 'ا'
	case 'ى', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ş', 'Ş':
		return 'ș'
	case 'ţ', 'Ţ':
		return 'ț'
	case 'ё', 'Ё':
		return 'е'
	case 'ς':
		return 'σ'
	case '、', '。', '，', '；', '：', '！', '？', '،', '؛', '؟', '–', '—', '…', '（', '）', '·':
		return pause
	case 'ʼ':
		return '\''
	case 'ー':
		return r
	}
	switch {
	case unicode.IsLetter(r):
		return unicode.ToLower(r)
	case unicode.IsMark(r), unicode.IsDigit(r):
		return r
	}
	return ' '
}

// finder gathers what is found between pauses.
type finder struct {
	*lexicon
	hits, nots    [12]found
	hitted, noted int
	second        [8]place // of the entries in two parts that were met
	seconds       int
	denies        bool  // a verb before the pause that has found nothing to negate
	dates         bool  // a word makes the next negation tell when, not whether
	varying       poles // of the words that such a negation turns: true at one time only
	result        Signs
	loose         int // negations that turn no word
}

// found is a word of a concept, with the number of negations that turn it, or
// a negation.
type found struct {
	at    int
	end   int // of an entry in two parts, that of the first
	poles poles
	turns int
	deny  bool
	none  bool
	noun  bool // it says that there is none of what follows: no, nothing
	lack  bool
	dated bool // a negation tells when, not whether; a word is turned by such a one
	until int  // of a negation, where the word stands that makes it so, behind it, or 0
}

// taken returns the length of the second part of an entry at offset i, or 0.
func (f *finder) taken(i int) int {
	for _, s := range f.second[:f.seconds] {
		if s.start == i {
			return s.end - s.start
		}
	}
	return 0
}

func (f *finder) meet(s sense, at, end int) {
	if s.breaks {
		f.pause()
	}
	until := 0
	if s.dates {
		f.result.implying = true
		switch {
		case !s.negates && !s.none:
			f.dates = true
		case f.scope != before:
			if s.until {
				until = at
			}
			at = end - 1 // until stands behind what "not" turns
		}
	}
	if s.poles != (poles{}) && s.poles.without(surrounding) == (poles{}) {
		f.result.stated = f.result.stated.or(s.poles) // no negation is about it
	} else if s.poles != (poles{}) && f.hitted < len(f.hits) {
		f.hits[f.hitted] = found{at: at, end: end, poles: s.poles}
		f.hitted++
	}
	if (s.negates || s.none || s.denies || s.lacks) && f.noted < len(f.nots) {
		dated := s.dates
		if f.dates && (s.negates || s.none) {
			dated, f.dates = true, false
		}
		f.nots[f.noted] = found{at: at, deny: s.denies && !s.negates && !s.none, none: s.none && !s.negates, noun: s.none && s.negates, lack: s.lacks, dated: dated, until: until}
		f.noted++
	}
	if s.denies || s.implies {
		f.result.implying = true
	}
}

// pause ends the reach of the negations met so far.
func (f *finder) pause() {
	hits := f.hits[:f.hitted]
	if k := slices.IndexFunc(hits, func(h found) bool { return h.poles.without(attributes) != (poles{}) }); f.denies && k >= 0 {
		hits[k].turns++
		f.denies = false
	}
	nots := f.nots[:f.noted]
	plain := slices.ContainsFunc(nots, found.plain)
	f.date(plain)
	for i := 0; i < len(nots); i++ {
		n := nots[i]
		if n.none && (plain || i > 0 && nots[i-1].none) {
			continue
		}
		if i+1 < len(nots) && f.cancel(n, nots[i+1]) {
			f.turnAt(hits, n.at, nots[i+1].at)
			i++
			f.result.implying = true
			continue
		}
		h := f.target(i)
		if h == nil && n.noun {
			h = f.verb(n.at)
		}
		switch {
		case h != nil:
			h.turns++
			h.dated = h.dated || n.dated
		case n.deny:
			f.denies = true
		case n.lack:
			f.result.implying = true
		case n.dated:
		default:
			f.loose++
		}
	}
	for _, h := range hits {
		switch {
		case h.dated:
			f.result.stated = f.result.stated.or(h.poles.and(attributes))
			f.varying = f.varying.or(h.poles.without(attributes))
		case h.turns%2 == 0:
			f.result.stated = f.result.stated.or(h.poles)
			if h.poles.without(attributes).minus != 0 {
				f.result.implying = true
			}
		default:
			f.result.stated = f.result.stated.or(h.poles.and(attributes))
			f.result.turned = f.result.turned.or(h.poles.without(attributes).turned())
			f.result.implying = true
			if h.poles.plus != 0 {
				f.result.negated = true
			}
		}
		if h.turns > 0 {
			f.result.implying = true
		}
	}
	f.hitted, f.noted, f.dates = 0, 0, false
}

func (n found) plain() bool { return !n.none && !n.deny && !n.lack }

// date finds the negation that a word which makes one tell when belongs to: to the
// nearest before an until, to the last one if none followed, and to the plain one, which
// a none is part of.
func (f *finder) date(plain bool) {
	nots := f.nots[:f.noted]
	if f.dates && len(nots) > 0 {
		nots[len(nots)-1].dated = true
	}
	for i := range nots {
		for j := i + 1; nots[i].dated && j < len(nots) && nots[j].at < nots[i].until; j++ {
			if !nots[j].deny && !nots[j].lack {
				nots[j].dated, nots[j].until, nots[i].dated = true, nots[i].until, false
			}
		}
	}
	for i := range nots {
		n, to := &nots[i], -1
		if !n.none || !n.dated {
			continue
		}
		if !plain && i > 0 && nots[i-1].none {
			to = i - 1
		}
		for j, o := range nots {
			if o.plain() && (to < 0 || abs(o.at-n.at) < abs(nots[to].at-n.at)) {
				to = j
			}
		}
		switch {
		case to < 0:
		case slices.ContainsFunc(f.hits[:f.hitted], func(h found) bool { return n.at < h.at && h.at < nots[to].at }):
			n.none = false // it has a word of its own: nunca había ganado y no …
		default:
			nots[to].dated = true
		}
	}
}

func abs(n int) int { return max(n, -n) }

// cancel tells whether of two negations in a row one turns the other: never denied.
func (f *finder) cancel(first, second found) bool {
	if f.scope == before {
		first, second = second, first
	}
	d := second.at - first.at
	return second.deny && !first.deny && !first.lack && abs(d) <= f.reach/2
}

// turnAt turns the word that is itself one of two negations which cancel each
// other: did not rule out.
func (f *finder) turnAt(hits []found, places ...int) {
	for i := range hits {
		if slices.Contains(places, hits[i].at) {
			hits[i].turns++
		}
	}
}

// target is the word that the negation i turns, or nil. One that tells when turns
// none past another negation, nor past until unless that follows it at once.
func (f *finder) target(i int) *found {
	n, from, to := f.nots[i], -1, math.MaxInt
	if n.dated {
		if i > 0 {
			from = f.nots[i-1].at
		}
		if i+1 < f.noted {
			to = f.nots[i+1].at
		}
		if n.until > n.at+2 {
			to = min(to, n.until)
		}
	}
	var best *found
	least := f.reach + 1
	for i := range f.hits[:f.hitted] {
		h := &f.hits[i]
		if p := h.poles.without(attributes); p.plus|p.minus == 0 || p == some {
			continue // of a statement on some that is negative it is still some
		}
		d := h.at - n.at
		if h.at < from || h.at > to {
			continue
		} else if d < 0 {
			if d = -d; f.scope == after {
				continue
			}
		} else if d == 0 || f.scope == before {
			continue
		}
		if d < least {
			best, least = h, d
		}
	}
	return best
}

// verb is the word that ends where one with a "no" in it begins, or nil: "found no
// fault" is as "did not find a fault".
func (f *finder) verb(at int) *found {
	for i := range f.hits[:f.hitted] {
		if h := &f.hits[i]; h.end == at && h.poles.without(attributes) != (poles{}) {
			return h
		}
	}
	return nil
}

// signs leaves out the concepts of which a clause has both poles, in words or at
// different times.
func (f *finder) signs() Signs {
	s := f.result
	all := s.stated.or(s.turned)
	both := all.and(all.turned()).or(f.varying).or(f.varying.turned())
	for _, c := range others {
		if c = all.and(c); c.count() > 1 {
			both = both.or(c)
		}
	}
	s.stated, s.turned = s.stated.without(both), s.turned.without(both)
	if f.loose > 0 {
		s.negated = s.negated || f.loose%2 == 1
		s.implying = true
	}
	return s
}
