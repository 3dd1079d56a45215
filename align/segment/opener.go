package segment

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"factdiff/align/internal/wordlist"
)

//go:embed facts.txt
var factTable string

// openers is what facts.txt tells of one language.
type openers struct {
	and, but    phrases
	when        phrases
	keep        phrases  // in which none of those counts
	keepEnds    []string // endings of words that have one of link by chance
	subject     phrases  // that open a subordinate clause with its subject
	one         phrases  // that open an apposition to it
	article     phrases  // that open what has a verb of its own behind such an apposition or an and
	age         phrases  // that make an age of a number
	that        phrases  // before which a comma ends nothing
	both        phrases  // behind which the next of and joins the two they speak of
	body        phrases  // ministries and the like, behind which the next of and joins two parts of their name
	verb        phrases  // that stand behind an and that joins clauses
	verbEnds    []string // endings of such words
	role, as    phrases  // verbs, and the words that belong to them
	end         []string
	being       []string // beginnings of words that go with a word of end before them
	link, aux   []string // endings as of end, and beginnings of words that go with a word of link before them
	lead        phrases  // that begin a phrase behind which a comma ends nothing
	hold        []string // endings behind which a comma ends nothing
	speech      float64  // words from which a quotation is speech
	framed      bool     // a speaker stands before the quotation, the verb behind it
	spaced      bool     // spaces stand between phrases, not between words
	last        bool     // the verb of a subordinate clause stands at its end
	nouns       bool     // nouns have capitals
	gapped      bool     // a dash stands for a verb that was there before
	syllables   bool     // a name has small words, too
	enumeration strength // of the ideographic comma
}

// factLanguages holds the table by language. What is wrong in it is left out;
// the tests read it too.
var factLanguages = sync.OnceValue(func() map[string]*openers {
	table, _ := readFactTable(factTable)
	return table
})

func readFactTable(text string) (map[string]*openers, error) {
	table := map[string]*openers{}
	err := wordlist.ReadKeys(text, func(head, words string) bool {
		code, key, _ := strings.Cut(head, " ")
		if table[code] == nil {
			table[code] = &openers{enumeration: atClause, speech: speechWords}
		}
		return table[code].set(key, strings.Fields(words))
	})
	return table, err
}

// phraseKeys, endingKeys and flagKeys tell what the keys of the table fill.
var (
	phraseKeys = map[string]func(o *openers) *phrases{
		"and": func(o *openers) *phrases { return &o.and }, "but": func(o *openers) *phrases { return &o.but },
		"when": func(o *openers) *phrases { return &o.when }, "keep": func(o *openers) *phrases { return &o.keep },
		"that": func(o *openers) *phrases { return &o.that }, "both": func(o *openers) *phrases { return &o.both },
		"body": func(o *openers) *phrases { return &o.body }, "verb": func(o *openers) *phrases { return &o.verb },
		"role": func(o *openers) *phrases { return &o.role }, "as": func(o *openers) *phrases { return &o.as },
		"subject": func(o *openers) *phrases { return &o.subject }, "one": func(o *openers) *phrases { return &o.one },
		"article": func(o *openers) *phrases { return &o.article }, "age": func(o *openers) *phrases { return &o.age },
		"lead": func(o *openers) *phrases { return &o.lead },
	}
	endingKeys = map[string]func(o *openers) *[]string{
		"keep -": func(o *openers) *[]string { return &o.keepEnds }, "verb -": func(o *openers) *[]string { return &o.verbEnds },
		"end": func(o *openers) *[]string { return &o.end }, "being": func(o *openers) *[]string { return &o.being },
		"link": func(o *openers) *[]string { return &o.link }, "aux": func(o *openers) *[]string { return &o.aux },
		"hold": func(o *openers) *[]string { return &o.hold },
	}
	flagKeys = map[string]func(o *openers) *bool{
		"framed": func(o *openers) *bool { return &o.framed }, "spaced": func(o *openers) *bool { return &o.spaced },
		"last": func(o *openers) *bool { return &o.last }, "nouns": func(o *openers) *bool { return &o.nouns },
		"gapped": func(o *openers) *bool { return &o.gapped }, "syllables": func(o *openers) *bool { return &o.syllables },
	}
)

// set adds words under a key, or returns false if there is no such key. Of some keys a
// word that begins with "-" is an ending.
func (o *openers) set(key string, words []string) bool {
	switch {
	case phraseKeys[key] != nil:
		list := phraseKeys[key](o)
		for _, w := range words {
			if ending, ok := strings.CutPrefix(w, "-"); ok && endingKeys[key+" -"] != nil {
				ends := endingKeys[key+" -"](o)
				*ends = append(*ends, ending)
			} else {
				list.add(w)
			}
		}
	case endingKeys[key] != nil:
		list := endingKeys[key](o)
		*list = append(*list, words...)
	case flagKeys[key] != nil:
		*flagKeys[key](o) = true
	case key == "speech":
		n, err := strconv.ParseFloat(strings.Join(words, " "), 64)
		o.speech = n
		return err == nil
	case key == "listed":
		o.enumeration = atJoint
	default:
		return false
	}
	return true
}

// factWords gives what is known of a language, nothing if that is nothing.
func factWords(lang string) *openers {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(lang), "_", "-"), "-")
	if same, ok := sameAs[code]; ok {
		code = same
	}
	if o, ok := factLanguages()[code]; ok {
		return o
	}
	return &openers{enumeration: atClause, speech: speechWords}
}

// phrases are lists of words, by the first letter of the first.
type phrases map[rune][][]string

// add takes a phrase with "_" for spaces.
func (p *phrases) add(phrase string) {
	if *p == nil {
		*p = phrases{}
	}
	first, _ := utf8.DecodeRuneInString(phrase)
	(*p)[first] = append((*p)[first], strings.Split(phrase, "_"))
}

// match returns the length of the phrase that text begins with, or -1.
func (o *openers) match(p phrases, text string) int {
	first, _ := utf8.DecodeRuneInString(text)
	for _, phrase := range p[unicode.ToLower(first)] {
		if n := o.begins(text, phrase); n >= 0 {
			return n
		}
	}
	return -1
}

// begins returns the length of phrase if text begins with it, or -1.
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
		if r, _ := utf8.DecodeRuneInString(rest); unicode.IsMark(r) || !o.spaced && !isWide(r) && (unicode.IsLetter(r) || unicode.IsNumber(r)) {
			return -1
		}
	}
	return len(text) - len(rest)
}
