package name

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// evidence is how surely something is a name, and of what.
type evidence struct {
	weight float64
	kind   kind
}

// What shows names in scripts without capitals. A title beside what may be any word shows
// no person, without a surname.
var (
	dottedParts   = evidence{0.9, unsure}  // 玛丽·居里, マリー・キュリー
	surnamed      = evidence{0.8, person}  // a surname in front of a title or a verb of saying; a given name with a word behind
	titledSurname = evidence{0.7, person}  // a title in front of a surname, and an end behind the name
	besideTitle   = evidence{0.55, unsure} // a title beside it
	quotedName    = evidence{0.5, unsure}  // quotation marks around it
	foreignRun    = evidence{0.5, unsure}  // characters that spell foreign names; katakana
	twoCharacters = evidence{0.7, unsure}  // the gazetteer knows two characters, which may be others'
)

const (
	longestQuote = 3 // the most words of a quoted name
	leastForeign = 3 // the fewest characters of a foreign name
)

// caseless returns the names, or what may be one, in scripts without capitals:
// what the gazetteer knows, what titles, quotation marks and the dots of
// foreign names set off, and katakana.
func (f *finder) caseless() []Name {
	var names []Name
	for i := range f.units {
		u := &f.units[i]
		if u.script.cased() || u.script == noScript {
			continue
		}
		switch {
		case u.isNamed() && u.script == han && utf8.RuneCountInString(u.text) == 2:
			names = append(names, f.name(i, i, twoCharacters.weight))
		case u.isNamed():
			names = append(names, f.name(i, i, certain))
		}
		names = f.appendQuoted(names, i)
		switch u.script {
		case katakana:
			names = f.appendKatakana(names, i)
		case han:
			names = f.appendHan(names, i)
		case thai:
			names = f.appendThai(names, i)
		default:
			names = f.appendGiven(f.appendTitled(names, i), i)
		}
	}
	return names
}

// span makes a name of the units from i to j, each a word.
func (f *finder) span(names []Name, i, j int, shown evidence) []Name {
	if j < i || j-i >= longestRun {
		return names
	}
	n := f.name(i, j, shown.weight)
	n.kind = max(n.kind, shown.kind)
	return append(names, n)
}

// openingMarks are the quotation marks that begin a quoted name.
const openingMarks = "\"“‘„«'「『《〈"

// closingMarks are the quotation marks that end a quoted name.
const closingMarks = "\"”“»«’'」』》〉"

// appendQuoted adds the short quotation that begins at unit i.
func (f *finder) appendQuoted(names []Name, i int) []Name {
	u := &f.units[i]
	if !u.quoted {
		return names
	}
	if before, _ := utf8.DecodeLastRuneInString(f.text[:u.start]); !strings.ContainsRune(openingMarks, before) {
		return names
	}
	for j := i; j < len(f.units) && j < i+longestQuote; j++ {
		if j > i && f.units[j].gap == apart || f.units[j].script == hiragana {
			return names
		}
		if r, _ := utf8.DecodeRuneInString(f.text[f.units[j].end:]); strings.ContainsRune(closingMarks, r) {
			return f.span(names, i, j, quotedName)
		}
	}
	return names
}

// appendTitled adds the words at unit i that a title stands before, or behind.
func (f *finder) appendTitled(names []Name, i int) []Name {
	u := &f.units[i]
	if f.plain(i) {
		return names
	}
	if i > 0 && f.units[i-1].segment == u.segment && u.gap == space && f.stemIn(f.l.title, i-1) {
		j := i
		for j < i+2 && j+1 < len(f.units) && f.units[j+1].gap == space && !f.plain(j+1) {
			j++
		}
		shown := besideTitle
		if i == j && slices.ContainsFunc(f.l.inflections(u.fold), f.hasSurname) {
			shown = titledSurname
		}
		return f.span(names, i, j, shown)
	}
	if i+1 < len(f.units) && f.units[i+1].gap == space && f.stemIn(f.l.after, i+1) {
		shown := besideTitle
		if f.hasSurname(u.text) {
			shown = surnamed
		}
		return f.span(names, i, i, shown)
	}
	return names
}

// plain tells whether a word is no part of a name.
func (f *finder) plain(i int) bool {
	u := &f.units[i]
	return f.l.stop[u.plain] || f.stemIn(f.l.title, i) || u.digits || u.script == noScript
}

// stemIn tells whether a word, or a stem of it, is in a set.
func (f *finder) stemIn(words set, i int) bool {
	return slices.ContainsFunc(f.l.stems(f.units[i].fold), func(stem string) bool { return words[stem] })
}

// hasSurname tells whether a word is a family name and one or two syllables.
func (f *finder) hasSurname(text string) bool {
	n := f.surname(text)
	given := utf8.RuneCountInString(text[n:])
	return n > 0 && given >= 1 && given <= 2
}

// surname returns the bytes of the family name that text begins with, or 0.
func (f *finder) surname(text string) int {
	_, one := utf8.DecodeRuneInString(text)
	_, two := utf8.DecodeRuneInString(text[one:])
	for _, n := range [...]int{one + two, one} {
		if f.l.surnames[text[:n]] {
			return n
		}
	}
	return 0
}

// appendKatakana adds the katakana word at unit i with those it is joined to by
// dots.
func (f *finder) appendKatakana(names []Name, i int) []Name {
	u := &f.units[i]
	if i > 0 && u.gap == dot && f.units[i-1].script == katakana {
		return names
	}
	j := i
	for j+1 < len(f.units) && f.units[j+1].gap == dot && f.units[j+1].script == katakana {
		j++
	}
	switch {
	case j > i:
		n := len(names)
		if names = f.span(names, i, j, dottedParts); len(names) > n {
			f.mark(&names[n], u.text)
		}
		return names
	case utf8.RuneCountInString(u.text) >= leastForeign && !f.l.stop[u.plain]:
		return f.span(names, i, i, foreignRun)
	}
	return names
}

// appendHan adds the names in a run of Chinese characters: foreign ones by the
// characters that spell them and the dots inside, persons by surname and title.
func (f *finder) appendHan(names []Name, i int) []Name {
	u := &f.units[i]
	if len(f.l.transcription) > 0 {
		names = f.appendForeign(names, i)
	}
	runes := []rune(u.text)
	if len(runes) > longestWord {
		return names
	}
	at := u.start
	for k, r := range runes {
		if n, shown := f.personAt(runes, k); n > 0 {
			names = append(names, f.part(i, at, at+len(string(runes[k:k+n])), shown))
		}
		at += utf8.RuneLen(r)
	}
	if len(f.l.surnames) == 0 {
		names = f.appendBeforeTitle(names, i, runes)
	}
	return names
}

// personAt returns how many characters of a surname and a given name there are
// at text[k:], between a title and what stands behind names, or beside one of
// them, and how surely; else 0.
func (f *finder) personAt(text []rune, k int) (int, evidence) {
	for _, family := range [...]int{2, 1} {
		if len(text)-k <= family || !f.l.surnames[string(text[k:k+family])] {
			continue
		}
		if family == 1 && strings.ContainsRune("周週", text[k]) && strings.ContainsRune("一二三四五六日天末", text[k+1]) {
			continue // Thursday
		}
		for given := min(2, len(text)-k-family); given >= 1; given-- {
			if strings.ContainsRune(behindPerson, text[k+family+given-1]) {
				continue
			}
			if f.afterAt(text[k+family+given:]) {
				return family + given, surnamed
			}
		}
		if f.titleBefore(text[:k]) {
			for given := 1; given <= 2; given++ {
				if end := k + family + given; end >= len(text) || strings.ContainsRune(behindPerson, text[end]) {
					return min(end, len(text)) - k, titledSurname
				}
			}
			return min(family+2, len(text)-k), besideTitle
		}
	}
	return 0, evidence{}
}

// behindPerson are characters that stand behind a name rather than at its end: at, to,
// and, says, yesterday.
const behindPerson = "在向对對于於和与與跟同就将將说說称稱表昨今周週"

// titleBefore tells whether text ends in a title.
func (f *finder) titleBefore(text []rune) bool {
	for n := 1; n <= longestTitle && n <= len(text); n++ {
		if f.l.title[string(text[len(text)-n:])] {
			return true
		}
	}
	return false
}

// longestTitle is the most characters of a title behind a name.
const longestTitle = 4

// afterAt tells whether text begins with what stands behind a name.
func (f *finder) afterAt(text []rune) bool {
	for n := 1; n <= longestTitle && n <= len(text); n++ {
		if f.l.after[string(text[:n])] {
			return true
		}
	}
	return false
}

// longestPerson is the most characters of a Japanese person's name.
const longestPerson = 5

// appendBeforeTitle adds the characters from the beginning of a run up to a
// title that ends it.
func (f *finder) appendBeforeTitle(names []Name, i int, runes []rune) []Name {
	u := &f.units[i]
	for n := min(longestPerson, len(runes)-1); n >= 2; n-- {
		if f.l.after[string(runes[n:])] {
			return append(names, f.part(i, u.start, u.start+len(string(runes[:n])), besideTitle))
		}
	}
	return names
}

// appendForeign adds the stretches of unit i and of those joined to it by dots
// that are spelt as foreign names are.
func (f *finder) appendForeign(names []Name, i int) []Name {
	u := &f.units[i]
	if i > 0 && u.gap == dot && f.units[i-1].script == han {
		return names
	}
	j := i
	for j+1 < len(f.units) && j < i+longestRun-1 && f.units[j+1].gap == dot && f.units[j+1].script == han {
		j++
	}
	if j > i {
		start := u.end - len(f.foreignTail(u.text))
		last := &f.units[j]
		end := last.start + len(f.foreignHead(last.text))
		if start < u.end && end > last.start {
			n := f.name(i, j, dottedParts.weight)
			n.Start, n.End = start, end
			n.Text = f.text[start:end]
			n.words[0] = newWord(f.l, f.text[start:u.end], han, nil)
			n.words[len(n.words)-1] = newWord(f.l, f.text[last.start:end], han, nil)
			n.phrase = newPhrase(n.words)
			f.mark(&n, f.text[start:u.end])
			return append(names, n)
		}
		return names
	}
	if u.isNamed() {
		return names
	}
	for from := u.start; from < u.end; {
		stretch := f.foreignHead(f.text[from:u.end])
		if utf8.RuneCountInString(stretch) > leastForeign {
			names = append(names, f.part(i, from, from+len(stretch), foreignRun))
		}
		_, n := utf8.DecodeRuneInString(f.text[from+len(stretch):])
		from += len(stretch) + n
	}
	return names
}

// foreignHead returns the characters at the beginning of text that spell
// foreign names.
func (f *finder) foreignHead(text string) string {
	for i, r := range text {
		if !f.l.transcription[string(r)] {
			return text[:i]
		}
	}
	return text
}

// foreignTail returns those at its end.
func (f *finder) foreignTail(text string) string {
	for i := len(text); i > 0; {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		if !f.l.transcription[string(r)] {
			return text[i:]
		}
		i -= n
	}
	return text
}

// part makes a name of some characters of unit i.
func (f *finder) part(i, start, end int, shown evidence) Name {
	u := &f.units[i]
	text := f.text[start:end]
	return Name{
		Start: start, End: end, Text: text, Weight: shown.weight,
		phrase: newPhrase([]word{newWord(f.l, text, u.script, nil)}),
		lang:   f.l.code, familyFirst: f.l.familyFirst, kind: shown.kind,
	}
}

// appendThai adds what stands behind a title that begins the unit, up to the
// space that ends the phrase, and the next phrase: the family name.
func (f *finder) appendThai(names []Name, i int) []Name {
	u := &f.units[i]
	for n := min(len(u.text), 3*longestThaiTitle); n > 3; n-- {
		if rest := u.text[n:]; rest != "" && utf8.RuneStart(rest[0]) && f.l.title[u.text[:n]] {
			name := f.part(i, u.start+n, u.end, besideTitle)
			f.mark(&name, name.Text)
			if i+1 < len(f.units) && f.units[i+1].gap == space && f.units[i+1].script == thai {
				last := &f.units[i+1]
				name.End = last.end
				name.Text = f.text[name.Start:name.End]
				name.phrase = newPhrase(append(name.words, newWord(f.l, last.text, thai, nil)))
			}
			return append(names, name)
		}
	}
	return names
}

// longestThaiTitle is in characters.
const longestThaiTitle = 20
