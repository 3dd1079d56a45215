package name

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// index is a text in which names can be looked up, also where they cannot be
// seen: in scripts without capitals, inside compounds, as small adjectives of
// places, among German nouns.
type index struct {
	words    []place
	distinct []distinct
	stretch  stretch
}

// distinct is a word of the text and all places where it stands.
type distinct struct {
	*word
	places []int
}

// place is a word of the text.
type place struct {
	*word
	start, end int
	small      bool // it has no capital although its script has them
}

// spot is a place that may mention a name.
type spot struct {
	score      float64 // how surely it does, from leastFound to 1
	start, end int
}

// index prepares the text for names to be looked up in it.
func (f *finder) index() *index {
	x := &index{}
	seen := map[*word]int{}
	for i := range f.units {
		u := &f.units[i]
		if u.script == han || u.script == thai {
			x.stretch.add(f.l, u)
		}
		if u.script == hiragana && !u.quoted || u.script > hiragana && len(u.known) == 0 || f.l.stop[u.plain] && !u.isNamed() && u.letters != upper {
			continue
		}
		w := f.word(u)
		at, ok := seen[w]
		if !ok {
			at = len(x.distinct)
			seen[w], x.distinct = at, append(x.distinct, distinct{word: w})
		}
		x.distinct[at].places = append(x.distinct[at].places, len(x.words))
		x.words = append(x.words, place{
			word: w, start: u.start, end: u.end,
			small: u.script.cased() && u.letters == small,
		})
	}
	x.stretch.sounds = string(x.stretch.heard)
	return x
}

// spots returns where the text may mention a name, the likeliest of those that
// overlap, in order. A family name alone mentions its bearer, but less surely.
func (x *index) spots(n *Name) []spot {
	var all []spot
	for _, p := range [...]*phrase{&n.phrase, n.also} {
		if p == nil || len(p.words) == 0 {
			continue
		}
		all = x.spotWords(all, p.words, n)
		all = x.stretch.spots(all, p)
		all = x.spotInitials(all, p.words, n.Acronym)
	}
	slices.SortFunc(all, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.score, a.score), cmp.Compare(a.end, b.end))
	})
	out := all[:0]
	for _, s := range all {
		if n := len(out); n == 0 || s.start >= out[n-1].end {
			out = append(out, s)
		} else if s.score > out[n-1].score {
			out[n-1] = s
		}
	}
	return out
}

// window is how many units the words of a name may spread over besides their
// own number.
const window = 1

// What a word is worth as a mention of a name of several words, by its place in
// the name.
const (
	familyAlone = 0.85
	givenAlone  = 0.65
)

// leastFound is from where on a word counts as found.
const leastFound = 0.4

// spotWords adds where words of a name are among those of the text.
func (x *index) spotWords(out []spot, words []word, n *Name) []spot {
	for i := range words {
		if words[i].generic != "" && len(words) > 1 {
			continue
		}
		for _, d := range x.distinct {
			like := mentions(d.word, &words[i])
			if like < leastFound {
				continue
			}
			for _, p := range d.places {
				s, first, last := like, p, p
				if len(words) > 1 {
					s, first, last = x.around(p, i, s, words, n)
				}
				if s >= leastFound {
					out = append(out, spot{s, x.words[first].start, x.words[last].end})
				}
			}
		}
	}
	return out
}

// spotInitials adds where the acronym of a name is, or the words that an
// acronym stands for.
func (x *index) spotInitials(out []spot, words []word, acronym bool) []spot {
	if acronym && len(words) == 1 {
		letters := utf8.RuneCountInString(words[0].fold)
		for p := 0; p+letters <= len(x.words); p++ {
			if v := byInitials[min(letters, len(byInitials)-1)]; v >= leastFound && x.spells(words[0].fold, p) {
				out = append(out, spot{v, x.words[p].start, x.words[p+letters-1].end})
			}
		}
		return out
	}
	if len(words) < 2 {
		return out
	}
	for p := range x.words {
		at := &x.words[p]
		if !at.exact || at.number {
			continue
		}
		if v := abbreviated(at.fold, words); v >= leastFound {
			out = append(out, spot{v, at.start, at.end})
		}
	}
	return out
}

// spells tells whether the capitalised words from place p on have an acronym's
// letters.
func (x *index) spells(acronym string, p int) bool {
	for _, r := range acronym {
		first, _ := utf8.DecodeRuneInString(x.words[p].fold)
		if first != r || x.words[p].small {
			return false
		}
		p++
	}
	return true
}

// mentions tells how surely a word of the text is a given one.
func mentions(text, w *word) float64 {
	s := likeness(text, w)
	if s < 0.9 && text.script == hangul {
		s = max(s, beginsWith(text, w))
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
			if len(text.spoken[i].sounds) <= len(spelt) {
				continue
			}
			v, _ := heard(spelt, text.spoken[i].sounds)
			if v < leastAlike {
				continue
			}
			few := fewHeard[min(len(w.spoken[k].kinds), len(fewHeard)-1)]
			s = max(s, w.spoken[k].sure*few*soundCertain(v))
		}
	}
	return s
}

// around tells how surely a name is mentioned around place p, whose word is the
// i-th of the name with certainty s, and from which to which place.
func (x *index) around(p, i int, s float64, words []word, n *Name) (score float64, first, last int) {
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
			if v := mentions(x.words[q].word, &words[k]); v > best {
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
		return min(1, share), first, last // rounding
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
