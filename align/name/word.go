package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a part of a name, or a word of a text, as it is compared.
type word struct {
	fold     string
	script   script
	exact    bool     // an acronym or code: similar is another
	number   bool     // digits only
	generic  string   // the common thing it stands for
	readings []string // what it is called in English, folded, if it is known
	stems    []string // without endings, folded
	spoken   []spoken // how it sounds: as written, without endings, in English
	begins   beginnings
	reader   *kanjiSet // how its characters may be read, for Chinese characters
	han      []rune
	weight   float64 // what it counts in its name
}

// phrase is the words of a name.
type phrase struct {
	words []word
	// joined is how two or three words sound as one, as one language writes
	// Hongkong and another Hong Kong, in both orders of given and family name.
	joined []spoken
}

// longestCompared is how many words of a name are compared, longestJoined how
// many are joined.
const (
	longestCompared = 8
	longestJoined   = 3
)

func newPhrase(words []word) phrase {
	words = words[:min(len(words), longestCompared)]
	p := phrase{words: words}
	joinable := len(words) > 1 && len(words) <= longestJoined
	for i := range words {
		joinable = joinable && !words[i].number && words[i].generic == ""
	}
	if joinable {
		var w word
		w.speak(joinSounds(words, false), withoutEnding)
		w.speak(joinSounds(words, true), withoutEnding)
		p.joined = w.spoken
	}
	return p
}

// together returns the ways to read a phrase as one word.
func (p *phrase) together() []spoken {
	if len(p.words) == 1 {
		return p.words[0].spoken[:min(1, len(p.words[0].spoken))]
	}
	return p.joined
}

// key identifies a phrase.
func (p *phrase) key() string {
	if len(p.words) == 1 {
		return p.words[0].fold
	}
	folds := make([]string, len(p.words))
	for i := range p.words {
		folds[i] = p.words[i].fold
	}
	return strings.Join(folds, " ")
}

// joinSounds returns the sounds of words as one.
func joinSounds(words []word, backwards bool) string {
	var out []byte
	for i := range words {
		w := &words[i]
		if backwards {
			w = &words[len(words)-1-i]
		}
		if len(w.spoken) > 0 {
			out = append(out, w.spoken[0].sounds...)
		}
	}
	return squeeze(out)
}

// spoken is one way to read a word aloud.
type spoken struct {
	sounds string  // at most maxSounds, as squeeze leaves them
	losses []int32 // by sound, what it costs to leave it out
	weight int32   // what its sounds count together
	set    soundSet
	groups uint16 // kinds of consonants in it
	kinds  []uint16
	sure   float64 // 1 as written, less without an ending
}

func newSpoken(sounds string, sure float64) spoken {
	c := costTable()
	s := spoken{sounds: sounds, weight: c.weigh(sounds), set: setOf(sounds), losses: c.losses(sounds, make([]int32, 0, len(sounds))), sure: sure}
	for i := range len(sounds) {
		if k := kindOf[sounds[i]&127]; k != 0 {
			s.kinds = append(s.kinds, k)
			s.groups |= k
		}
	}
	return s
}

// What words count in a name.
const (
	fullWeight    = 1.0
	genericWeight = 0.35
	initialWeight = 0.3
	numberWeight  = 0.5
)

// withoutEnding is how sure a word without its ending is.
const withoutEnding = 0.97

// newWord makes the keys of a token, or of several that the language's
// gazetteer knows as one.
func newWord(l *language, text string, s script, known []entry) word {
	letters := caseOf(text)
	if stem, ok := strings.CutSuffix(text, "s"); ok && letters == mixed && caseOf(stem) == upper {
		text, letters = stem, upper // the plural of an acronym
	}
	w := word{fold: fold(text), script: s, weight: fullWeight}
	digits := strings.ContainsFunc(text, unicode.IsDigit)
	w.number = digits && letters == small && s == noScript
	w.exact = digits || letters == upper && spelled(w.fold)
	for _, e := range known {
		if e.generic != "" {
			w.generic = e.generic
		} else {
			w.readings = append(w.readings, fold(e.reading))
		}
	}
	switch {
	case w.generic != "":
		w.weight = genericWeight
	case w.number:
		w.weight = numberWeight
	case utf8.RuneCountInString(w.fold) == 1 && s.cased():
		w.weight = initialWeight
	}
	if w.number {
		return w
	}
	if s == han {
		w.han = []rune(w.fold)
		if l.kanji {
			w.reader = kanji()
		}
		w.speak(pinyinOf(w.fold), 1)
	} else {
		spelt := lower(strings.ReplaceAll(text, ".", ""))
		w.speak(sounds(spelt, l.code), 1)
		if !w.exact {
			w.stems = l.safeStems(w.fold)[1:]
			for _, stem := range l.stems(spelt)[1:] {
				w.speak(sounds(stem, l.code), withoutEnding)
			}
		}
	}
	for _, reading := range w.readings {
		w.speak(sounds(strings.ReplaceAll(reading, " ", ""), "en"), 1)
	}
	return w
}

// spelled tells whether capitals are read letter by letter rather than as a
// word, as those of a shouted name are.
func spelled(fold string) bool {
	n := utf8.RuneCountInString(fold)
	return n < 4 || n <= longestAcronym && !strings.ContainsAny(fold, "aeiouаеиоуαεηιουω")
}

// speak adds a way to read the word, unless it is there or says too little.
func (w *word) speak(s string, sure float64) {
	if s == "" {
		return
	}
	for _, other := range w.spoken {
		if other.sounds == s {
			return
		}
	}
	sp := newSpoken(s, sure)
	for i := range w.spoken {
		if sure < 1 && slices.Equal(w.spoken[i].kinds, sp.kinds) {
			return // an ending of vowels is soon dropped anyway
		}
	}
	w.spoken = append(w.spoken, sp)
	w.begins.add(&sp)
}

// kindOf sorts consonants into kinds that are seldom taken for another; the
// ambiguous ones are of several.
var kindOf = func() (kinds [128]uint16) {
	const groups = "pbfvwh tdCcJ szSCcJ kgChJc lr mn fh kgh"
	for i, group := range strings.Fields(groups) {
		for _, c := range group {
			kinds[c] |= 1 << i
		}
	}
	kinds['w'] = 0 // half a vowel
	return kinds
}()
