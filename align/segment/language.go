package segment

import (
	"embed"
	"strings"
	"sync"
	"unicode/utf8"

	"factdiff/align/internal/wordlist"
)

// files hold what is known of each language, <code>.txt, and in common.txt
// what holds for all. A line is "key: words", or a comment if it begins with "#"; a key
// may be repeated. Abbreviations are written without their final full stop; in small letters they stand for every case, with a capital they need that; with
// a hyphen in front they stand for every word that ends so (Lindenstr.). The
// parts of an abbreviation are joined by full stops, so that "z.b" is both
// "z.B." and "z. B.".
//
//	title    abbreviations that what they belong to follows: no end (Dr, z.b)
//	number   the same before a number, else ordinary words (No, art)
//	unit     after a number they may end a sentence, else they are as maybe (г)
//	maybe    end a sentence only before a word of start (U.S., Inc)
//	final    end a sentence as ordinary words do, whatever they look like (p.m)
//	start    words that often begin a sentence and are no names
//	tail     words that, though capitalised, go on after an abbreviation or
//	         ordinal (p.m. Eastern; 3. Mai)
//	lead     words in front of an ordinal; without any, every word may be
//	ordinal  what "3." is: "none"; "small", an ordinal before a small letter;
//	         "any", an ordinal before nouns and names too
//	nouns    "capital" if every noun is capitalised, so that a capital does
//	         not yet show a beginning
//	say      verbs that end an attribution (… “Why?” Smith asked.)
//	follow   what goes on with a sentence behind a quotation, in scripts
//	         without case
//	anew     what begins a sentence there although it looks like that
//	shout    names that end in an exclamation mark
//	suffix   what follows a full stop inside names of hosts and files
//	stops    further terminators
//	nostops  terminators that are none in this language
//	clause   for scripts without terminators, which set spaces between
//	         clauses: words that open a sentence …
//	join     … that go on with one
//	hold     … and behind which it must go on
//
//go:embed lang/*.txt
var files embed.FS

// class is what an abbreviation says about the full stop behind it.
type class int

const (
	ordinary class = iota
	title
	numbered
	unit
	maybe
	final
)

var classes = map[string]class{"title": title, "number": numbered, "unit": unit, "maybe": maybe, "final": final}

// ending is the class of the words that end in word.
type ending struct {
	word  string
	class class
}

// words is a set of folded words.
type words map[string]bool

// language is what files tell of one language, common.txt included.
type language struct {
	classes           map[string]class // of abbreviations in any case
	capitals          map[string]class // of those with a capital, which come first
	endings           []ending
	start, tail, lead words
	shout, suffix     words
	ordinal           string
	nouns             bool
	say, follow, anew []string
	stops, noStops    string
	clauses           bool // clause is not empty
	clause            []string
	join, hold        []string
}

// sameAs maps codes to the file of a language with the same rules.
var sameAs = map[string]string{
	"nb": "no", "nn": "no", "bs": "hr", "sh": "hr", "cnr": "sr",
	"iw": "he", "in": "id", "ms": "id", "mo": "ro", "yue": "zh", "cmn": "zh",
}

var loaded sync.Map // code to func() *language

// lookup gives the tables of a language. They are read at first use.
func lookup(code string) *language {
	code, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(code), "_", "-"), "-")
	if same, ok := sameAs[code]; ok {
		code = same
	}
	if f, ok := loaded.Load(code); ok {
		return f.(func() *language)()
	}
	if _, err := files.Open("lang/" + code + ".txt"); err != nil {
		code = "common"
	}
	f, _ := loaded.LoadOrStore(code, sync.OnceValue(func() *language { return load(code) }))
	return f.(func() *language)()
}

// load reads common.txt and then the file of a language, whose entries win.
// A file that cannot be read adds nothing; the tests read every one.
func load(code string) *language {
	l := &language{
		classes: map[string]class{}, capitals: map[string]class{},
		start: words{}, tail: words{}, lead: words{},
		shout: words{}, suffix: words{},
	}
	for _, name := range []string{"common", code} {
		if text, err := files.ReadFile("lang/" + name + ".txt"); err == nil {
			_ = l.read(string(text))
		}
	}
	return l
}

// read adds the entries of one file.
func (l *language) read(text string) error { return wordlist.ReadKeys(text, l.set) }

// set adds entries under a key, or returns false if there is no such key.
func (l *language) set(key, text string) bool {
	entries := strings.Fields(text)
	if c, ok := classes[key]; ok {
		for _, e := range entries {
			first, _ := utf8.DecodeRuneInString(e)
			switch {
			case first == '-':
				l.endings = append(l.endings, ending{fold(e[1:]), c})
			case isCapital(first):
				l.capitals[fold(e)] = c
			default:
				l.classes[fold(e)] = c
			}
		}
		return true
	}
	sets := map[string]words{"start": l.start, "tail": l.tail, "lead": l.lead, "shout": l.shout, "suffix": l.suffix}
	if set, ok := sets[key]; ok {
		for _, e := range entries {
			set[fold(e)] = true
		}
		return true
	}
	lists := map[string]*[]string{"say": &l.say, "follow": &l.follow, "anew": &l.anew, "clause": &l.clause, "join": &l.join, "hold": &l.hold}
	if list, ok := lists[key]; ok {
		*list = append(*list, entries...)
		l.clauses = l.clauses || key == "clause"
		return true
	}
	value := strings.Join(entries, "")
	switch key {
	case "ordinal":
		l.ordinal = value
	case "nouns":
		l.nouns = value == "capital"
	case "stops":
		l.stops = value
	case "nostops":
		l.noStops = value
	default:
		return false
	}
	return true
}
