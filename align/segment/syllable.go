package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// syllabic tells whether a word that begins with r belongs to a script that
// sets no spaces between words and in which Unicode's rules find only letters:
// Thai, Lao, Khmer, Burmese.
func syllabic(r rune) bool {
	return r >= 0x0e01 && unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.In(r, unicode.L, unicode.M)
}

// syllable gives the length of the syllable that text, which [syllabic] letters
// begin, begins with. It goes by what the scripts spell out, without a
// dictionary: syllables whose vowel is not written may come out too long or too
// short, but the same in both versions.
func syllable(text string) int {
	first, _ := utf8.DecodeRuneInString(text)
	s := speller{text: text}
	switch {
	case unicode.Is(unicode.Khmer, first):
		s.khmer()
	case unicode.Is(unicode.Myanmar, first):
		s.burmese()
	default:
		s.thai()
	}
	return s.end
}

// speller reads a syllable letter by letter.
type speller struct {
	text string
	end  int
}

// at gives the letter n behind the end, those of Lao as their Thai
// counterparts, which stand at the same place of their block; 0 where no such
// letter is. No text has more to look at than a few.
func (s *speller) at(n int) rune {
	rest := s.text[s.end:]
	for range n {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	switch r, _ := utf8.DecodeRuneInString(rest); {
	case rest == "":
		return 0
	case r == 'ຍ':
		return 'ย'
	case r == 'ໜ', r == 'ໝ': // ຫນ, ຫມ in one
		return 'น'
	case unicode.Is(unicode.Lao, r):
		return r - 0x80
	default:
		return r
	}
}

// take goes n letters on.
func (s *speller) take(n int) {
	for range n {
		_, size := utf8.DecodeRuneInString(s.text[s.end:])
		s.end += size
	}
}

// takeWhile goes on over letters of a kind and tells which.
func (s *speller) takeWhile(is func(rune) bool) string {
	var taken strings.Builder
	for r := s.at(0); r != 0 && is(r); r = s.at(0) {
		taken.WriteRune(r)
		s.take(1)
	}
	return taken.String()
}

// What Thai letters do. The signs at the end of signs are Lao ones without a
// counterpart in Thai: a vowel, a consonant below another, a vowel.
const (
	thaiLeads = "เแโใไ"
	thaiSigns = "ะัาำิีึืฺุูๅ็่้๊๋์ํ๎\u0e3b\u0e3c\u0e3d"
	thaiTones = "่้๊๋\u0e3c"
	killer    = '์' // makes the letter before it mute
)

func thaiConsonant(r rune) bool { return r >= 'ก' && r <= 'ฮ' }

// thai reads a syllable of Thai or Lao: a vowel that is written first, one or
// two consonants, signs of vowels and tones, a final consonant.
func (s *speller) thai() {
	lead := rune(0)
	if r := s.at(0); strings.ContainsRune(thaiLeads, r) {
		lead = r
		s.take(1)
	}
	if !thaiConsonant(s.at(0)) {
		if lead == 0 {
			s.take(1)
		}
		s.takeWhile(func(r rune) bool { return r != 0 && strings.ContainsRune(thaiSigns+"ๆฯ", r) || !syllabic(r) })
		return
	}
	if s.onset(lead != 0, true) {
		s.take(1)
	}
	s.take(1)
	signs := s.takeWhile(s.sign)
	s.rhyme(lead, signs)
	// Mute letters.
	for n := range 3 {
		if s.at(n) != 0 && s.sign(s.at(n)) && s.at(n) != killer {
			continue
		}
		if s.at(n) == killer {
			s.take(n + 1)
			break
		}
		if !thaiConsonant(s.at(n)) {
			break
		}
	}
	s.takeWhile(func(r rune) bool { return r == 'ๆ' || r == 'ฯ' || !syllabic(r) })
}

// rhyme reads what follows the signs behind the first consonants.
func (s *speller) rhyme(lead rune, signs string) {
	vowel := lead != 0 || strings.Trim(signs, thaiTones) != ""
	has := func(r rune) bool { return strings.ContainsRune(signs, r) }
	next := s.at(0)
	bare := thaiConsonant(next) && !s.sign(s.at(1))
	switch {
	case !bare, has('ะ'), has('ำ'), has(killer), lead == 'ใ', lead == 'เ' && has('า'), lead == 'ไ' && next != 'ย':
		return
	case has('ั'), has('\u0e3b'): // stands before a final only
		s.take(1)
		return
	case next == 'อ' && (has('ื') || !vowel || lead == 'เ' && signs == strings.Trim(signs, "า")),
		next == 'ย' && lead == 'เ' && has('ี'):
		s.take(1)
	case !vowel && next == 'ว' && thaiConsonant(s.at(1)) && !s.sign(s.at(2)):
		s.take(1)
	case !vowel && next == 'ร' && s.at(1) == 'ร':
		s.take(2)
	}
	if s.final(strings.ContainsAny(signs, thaiTones+"ื") || lead == 'เ' && has('ี')) {
		s.take(1)
	}
}

// final tells whether a consonant that ends the syllable stands at the end:
// none that signs or the vowel อ follow. In native words only some can.
func (s *speller) final(native bool) bool {
	r, next := s.at(0), s.at(1)
	lao, _ := utf8.DecodeRuneInString(s.text[s.end:])
	switch {
	case !thaiConsonant(r), s.sign(next), strings.ContainsRune("ฉฌผฝหอฮ", r),
		(native || unicode.Is(unicode.Lao, lao)) && !strings.ContainsRune("กงดนบมยว", r):
		return false
	case next == 'อ':
		return s.at(2) == 'อ' || s.sign(s.at(2))
	case next == 'ว': // กว่า is less common than ว่า behind ก
		return true
	}
	return !s.onset(false, false)
}

func (s *speller) sign(r rune) bool { return r != 0 && strings.ContainsRune(thaiSigns, r) }

// onset tells whether two consonants that begin a syllable stand at the end.
// Most could as well end one and begin the next, so that signs behind them, a
// vowel before them or, at the beginning of a syllable, a third consonant that
// ends it must speak for it.
func (s *speller) onset(lead, begins bool) bool {
	second, third := s.at(1), s.at(2)
	sure := lead || s.sign(third) || begins && strings.ContainsRune("งดนบมย", third) && !s.sign(s.at(3))
	switch first := s.at(0); {
	case second == 0:
		return false
	case first == 'ห':
		return strings.ContainsRune("งญนมยรลว", second)
	case strings.ContainsRune("กขคปผพ", first):
		return sure && strings.ContainsRune("รลว", second)
	case first == 'ต', begins && strings.ContainsRune("ทสศ", first):
		return sure && second == 'ร'
	case first == 'อ':
		return sure && second == 'ย'
	}
	return false
}

const coeng = '្' // puts the letter behind it below the one before it

func khmerLetter(r rune) bool { return r >= 'ក' && r <= 'ឳ' }

// khmer reads a consonant with those below it, signs, and a final consonant if
// there is one without signs of its own.
func (s *speller) khmer() {
	more := func() string {
		return s.takeWhile(func(r rune) bool {
			if r == coeng && khmerLetter(s.at(1)) {
				s.take(1)
				return true
			}
			return !khmerLetter(r) && (unicode.Is(unicode.Khmer, r) || !syllabic(r))
		})
	}
	s.take(1)
	if strings.ContainsAny(strings.ReplaceAll(more(), "ាំ", ""), "ៃៅំះៈ់") {
		return
	}
	after := s.at(1)
	if khmerLetter(s.at(0)) && (after == 0 || khmerLetter(after) || after == '់' || !unicode.Is(unicode.Khmer, after)) {
		s.take(1)
		more()
	}
}

const (
	asat   = '်' // makes a consonant final
	virama = '္' // puts the letter behind it below the one before it
)

// burmese reads up to the next letter that begins a syllable: none that asat
// makes final, or that stands above or below another.
func (s *speller) burmese() {
	for r := s.at(0); r != 0; r = s.at(0) {
		s.take(1)
		next, mark := s.at(0), s.at(1)
		if mark == '့' { // the tone of a syllable may stand before its asat
			mark = s.at(2)
		}
		if r != virama && (unicode.IsLetter(next) || next >= '၌' && next <= '၏') && mark != asat && mark != virama {
			return
		}
	}
}
