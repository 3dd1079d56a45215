package name

import "unicode/utf8"

// stretch is the parts of a text that run words together: what they sound like,
// and where.
type stretch struct {
	heard  []byte // while it is added to
	sounds string
	from   []int // of each sound, the byte where its character begins
	to     []int // and where it ends
	begins []bool

	consonants []int    // where they are among the sounds
	kinds      []uint16 // and of which kind
	reader     *kanjiSet
	chars      []rune // the Chinese characters
	at         []int  // and where they begin
}

// barrier parts what does not belong together; it is like no sound.
const barrier = '|'

func (s *stretch) add(l *language, u *unit) {
	if u.script == thai {
		if u.gap != nothing && u.gap != space {
			s.addSounds(string(rune(barrier)), u.start, u.start)
		}
		heard, at := aloud(u.text, l.code, len(u.text))
		for i := range heard {
			_, n := utf8.DecodeRuneInString(u.text[at[i]:])
			s.addSounds(string(rune(heard[i])), u.start+at[i], u.start+at[i]+n)
		}
		return
	}
	if l.kanji {
		s.reader = kanji()
	}
	if n := len(s.at); n > 0 && s.at[n-1]+utf8.RuneLen(s.chars[n-1]) < u.start {
		s.chars, s.at = append(s.chars, barrier), append(s.at, u.start-1)
		if u.gap != dot {
			s.addSounds(string(rune(barrier)), u.start, u.start)
		}
	}
	for i, r := range u.text {
		start := u.start + i
		s.chars, s.at = append(s.chars, r), append(s.at, start)
		if !l.kanji {
			s.addSounds(mandarin(r), start, start+utf8.RuneLen(r))
		}
	}
}

func (s *stretch) addSounds(sounds string, from, to int) {
	s.heard = append(s.heard, sounds...)
	for i := range len(sounds) {
		s.from, s.to = append(s.from, from), append(s.to, to)
		s.begins = append(s.begins, i == 0)
		if k := kindOf[sounds[i]&127]; k != 0 {
			s.consonants, s.kinds = append(s.consonants, len(s.begins)-1), append(s.kinds, k)
		}
	}
}

// spots adds where a name is in the stretch: by its characters, their readings,
// or the sounds that they spell.
func (s *stretch) spots(out []spot, p *phrase) []spot {
	if len(s.chars) == 0 && len(s.sounds) == 0 {
		return out
	}
	add := func(score float64, start, end int) {
		if score >= leastFound {
			out = append(out, spot{score, start, end})
		}
	}
	for i := range p.words {
		w := &p.words[i]
		if w.generic != "" {
			continue
		}
		share := 1.0
		if len(p.words) > 1 {
			share = givenAlone
			if i == len(p.words)-1 {
				share = familyAlone
			}
		}
		if w.script == han && len(w.han) > 1 {
			for at := hanIndex(s.chars, w.han, 0); at >= 0; at = hanIndex(s.chars, w.han, at+1) {
				add(share*sameCharacters, s.at[at], s.charEnd(at+min(len(w.han), hanLimit)-1))
			}
			continue
		}
		if s.reader != nil {
			s.read(w, share, add)
		}
		for k := range w.spoken {
			if sp := &w.spoken[k]; share*fewHeard[min(len(sp.kinds), len(fewHeard)-1)] > leastFound {
				s.hear(sp, share, add)
			}
		}
	}
	for i := range p.joined {
		s.hear(&p.joined[i], 1, add)
	}
	return out
}

// sameCharacters is how sure a name is that is written in the same characters.
const sameCharacters = 0.97

func (s *stretch) charEnd(i int) int { return s.at[i] + utf8.RuneLen(s.chars[i]) }

// read looks for characters that can be read as a word in Japanese.
func (s *stretch) read(w *word, share float64, add func(score float64, start, end int)) {
	if w.exact {
		return
	}
	for i := range w.spoken {
		reading := coarse(w.spoken[i].sounds)
		if len(reading) < leastReading {
			continue
		}
		for at := range s.chars {
			if n := s.reader.reads(s.chars[at:], reading); n > 0 {
				add(share*w.spoken[i].sure*readCertain[min(n, len(readCertain)-1)], s.at[at], s.charEnd(at+n-1))
			}
		}
	}
}

// hear looks for the sounds of a word, beginning where a character begins.
func (s *stretch) hear(w *spoken, share float64, add func(score float64, start, end int)) {
	spelt := w.sounds
	if len(w.kinds) < 2 || len(s.sounds) == 0 {
		return
	}
	lead := 0 // the vowels before the first consonant
	for lead < len(spelt) && kindOf[spelt[lead]&127] == 0 {
		lead++
	}
	few := fewHeard[min(len(w.kinds), len(fewHeard)-1)]
	for c, p := range s.consonants {
		if s.kinds[c]&w.kinds[0] == 0 || !s.fits(c, w.kinds) {
			continue
		}
		from := p
		for back := 0; back < lead && from > 0 && kindOf[s.sounds[from-1]&127] == 0 && s.sounds[from-1] != barrier; back++ {
			from--
		}
		if !s.begins[from] {
			continue
		}
		to := min(len(s.sounds), from+len(spelt)+len(spelt)/3+3)
		v, size := heard(spelt, s.sounds[from:to])
		if v < leastAlike {
			continue
		}
		if size > 0 {
			add(share*w.sure*few*soundCertain(v), s.from[from], s.to[from+size-1])
		}
	}
}

// fewHeard is what remains of a likeness in a text without spaces, where a word
// of few consonants is soon found by chance.
var fewHeard = [...]float64{0, 0, 0.45, 0.75, 0.95, 1}

// fits tells quickly whether the consonants from the c-th on may be those of a
// word: the second to fourth are there, each in its place or one beside it, but
// for one of four. An l or r may always be missing.
func (s *stretch) fits(c int, kinds []uint16) bool {
	misses := 0
	for j := 1; j < len(kinds) && j <= 3; j++ {
		if kinds[j] == kindOf['r'] {
			continue
		}
		var near uint16
		for q := c + j - 1; q <= c+j+1 && q < len(s.kinds); q++ {
			near |= s.kinds[q]
		}
		if kinds[j]&near == 0 {
			misses++
		}
	}
	return misses == 0 || misses == 1 && len(kinds) > 3
}
