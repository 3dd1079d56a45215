package name

import "unicode/utf8"

// Index is a text prepared for names to be looked up in it. It is safe for
// concurrent use.
type Index struct {
	words   []place
	stretch stretch
}

// place is a word of the text.
type place struct {
	*word
	start, end int
	small      bool // it has no capital although its script has them
	known      bool // the gazetteer knows it as a name
}

// NewIndex prepares a text in a language, given by its BCP 47 tag. The work and
// the memory are linear in the text; a clause or sentence is usual.
func NewIndex(text, lang string) *Index {
	l := lookup(lang)
	units := unitsOf(text, l)
	x := &Index{}
	made := map[string]*word{}
	for i := range units {
		u := &units[i]
		if u.script == han || u.script == thai {
			x.stretch.add(l, u)
		}
		if u.script == hiragana && !u.quoted || u.script > hiragana && len(u.known) == 0 || l.stop[u.plain] && !u.isNamed() && u.letters != upper {
			continue
		}
		w := made[u.text]
		if w == nil {
			n := newWord(l, u.text, u.script, u.known)
			w, made[u.text] = &n, &n
		}
		x.words = append(x.words, place{
			word: w, start: u.start, end: u.end,
			small: u.script.cased() && u.letters == small, known: u.isNamed(),
		})
	}
	x.stretch.sounds = string(x.stretch.heard)
	return x
}

// Spot tells how surely the text mentions a name, from 0 to 1, and where it
// does so most surely, as byte offsets of the text; both are 0 when it does
// not. A family name alone mentions its bearer, but less surely.
func (x *Index) Spot(n Name) (score float64, start, end int) {
	for _, p := range [...]*phrase{&n.phrase, n.also} {
		if p == nil || len(p.words) == 0 {
			continue
		}
		if s, from, to := x.spotWords(p.words, &n); s > score {
			score, start, end = s, from, to
		}
		if s, from, to := x.stretch.spot(p); s > score {
			score, start, end = s, from, to
		}
		if s, from, to := x.spotInitials(p.words, n.Acronym); s > score {
			score, start, end = s, from, to
		}
	}
	return score, start, end
}

// window is how many units the words of a name may spread over besides their
// own number.
const window = 3

// What a word is worth as a mention of a name of several words, by its place in
// the name.
const (
	familyAlone = 0.85
	givenAlone  = 0.65
)

// leastFound is from where on a word counts as found.
const leastFound = 0.4

// smallDoubt is what remains of a likeness when a text has no capital where its
// script would write one.
const smallDoubt = 0.55

// spotWords looks for the words of a name among those of the text.
func (x *Index) spotWords(words []word, n *Name) (score float64, start, end int) {
	for p := range x.words {
		for i := range words {
			if words[i].generic != "" && len(words) > 1 {
				continue
			}
			s := x.at(p, &words[i])
			if s < leastFound {
				continue
			}
			first, last := p, p
			if len(words) > 1 {
				s, first, last = x.around(p, i, s, words, n)
			}
			if s > score {
				score, start, end = s, x.words[first].start, x.words[last].end
			}
			if score == 1 {
				return score, start, end
			}
		}
	}
	return score, start, end
}

// spotInitials looks for the acronym of a name, or for the words that an acronym
// stands for.
func (x *Index) spotInitials(words []word, acronym bool) (score float64, start, end int) {
	if acronym && len(words) == 1 {
		letters := utf8.RuneCountInString(words[0].fold)
		for p := 0; p+letters <= len(x.words); p++ {
			if v := byInitials[min(letters, len(byInitials)-1)]; v > score && x.spells(words[0].fold, p) {
				score, start, end = v, x.words[p].start, x.words[p+letters-1].end
			}
		}
		return score, start, end
	}
	if len(words) < 2 {
		return 0, 0, 0
	}
	for p := range x.words {
		at := &x.words[p]
		if !at.exact || at.number {
			continue
		}
		if v := abbreviated(at.fold, words); v > score {
			score, start, end = v, at.start, at.end
		}
	}
	return score, start, end
}

// spells tells whether the capitalised words from place p on have an acronym's
// letters.
func (x *Index) spells(acronym string, p int) bool {
	for _, r := range acronym {
		first, _ := utf8.DecodeRuneInString(x.words[p].fold)
		if first != r || x.words[p].small {
			return false
		}
		p++
	}
	return true
}

// at tells how surely the word at a place is a given one.
func (x *Index) at(p int, w *word) float64 {
	at := &x.words[p]
	s := likeness(at.word, w)
	if s < 0.9 && at.script == hangul {
		s = max(s, beginsWith(at.word, w))
	}
	if at.small && !at.known && s > 0 {
		s *= smallDoubt
	}
	return s
}

// beginsWith tells how surely a longer word begins with a given one, as in
// Korean, where compounds and particles follow a name without a space.
func beginsWith(text, w *word) float64 {
	s := 0.0
	for i := range text.spoken {
		for k := range w.spoken {
			spelt := w.spoken[k].sounds
			if len(text.spoken[i].sounds) <= len(spelt) || farBegun(&text.spoken[i], &w.spoken[k]) {
				continue
			}
			v, _ := heard(spelt, text.spoken[i].sounds)
			if v < leastAlike {
				continue
			}
			few := fewHeard[min(len(w.spoken[k].kinds), len(fewHeard)-1)]
			s = max(s, w.spoken[k].sure*few*along(soundCurve, v))
		}
	}
	return s
}

// farBegun tells quickly that a text cannot begin with a word.
func farBegun(text, w *spoken) bool {
	if len(text.kinds) < len(w.kinds) || len(w.kinds) < 2 || text.kinds[0]&w.kinds[0] == 0 {
		return true
	}
	return text.kinds[1]&(w.kinds[1]|w.kinds[min(2, len(w.kinds)-1)]) == 0
}

// around tells how surely a name is mentioned around place p, whose word is the
// i-th of the name with certainty s, and from which to which place.
func (x *Index) around(p, i int, s float64, words []word, n *Name) (score float64, first, last int) {
	gain, found := s*words[i].weight, 1
	first, last = p, p
	for k := range words {
		if k == i {
			continue
		}
		best, at := 0.0, p
		for q := max(0, p-len(words)-window); q < min(len(x.words), p+len(words)+window); q++ {
			if q == p {
				continue
			}
			if v := x.at(q, &words[k]); v > best {
				best, at = v, q
			}
		}
		gain += best * words[k].weight
		if best >= leastFound {
			found++
			first, last = min(first, at), max(last, at)
		}
	}
	share := gain / total(words)
	if found == len(words) {
		return foundAll(share), first, last
	}
	alone := givenAlone
	if i == len(words)-1 || n.familyFirst && i == 0 {
		alone = familyAlone
	}
	if s*alone > share*share {
		return s * alone, p, p
	}
	return share * share, first, last
}
