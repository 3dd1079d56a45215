package name

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"factdiff/align/internal/wordlist"
)

// files hold what is known of each language: data/<code>.txt, written by hand,
// and in the folders below it what was generated; data/README.md names sources
// and licences. A line is "key: words", or a comment if it begins with "#"; a key
// may be repeated:
//
//	stop           words that are no names although they may be capitalised
//	noun           the same for a language that capitalises every noun; with a
//	               hyphen in front for every word that ends so
//	bare           words after which, in such a language, a name needs no article
//	attribute      how its articles and attributes end, which names seldom have
//	title          words in front of a name that are no part of it
//	after          words behind a name that are no part of it
//	says           verbs of saying, which stand beside the name of who says it
//	particle       small words inside a name (van der)
//	link           small words inside the name of an institution, behind what
//	               it is (University of the Arts)
//	ending         inflections, and what is written together with a word
//	derive         what makes an adjective or inhabitant of a place, to which
//	               an ending may be added
//	prefix         what is written together with a following word
//	surname        family names, in scripts that do not set names off
//	given          what names of persons begin with: given names or, in another
//	               script than the language's, family names that stand first;
//	               none that is a usual word or a place
//	namesake       words beside a name that show a thing to be called so
//	               (the Maria Lenk Centre), and articles, where persons have none
//	names          "inflected" if given names take endings
//	transcription  characters that spell foreign names
//	order          "family" if the family name comes first
//	apostrophe     "ends" if what stands behind one is never part of a name
//	titles         "glued" if what somebody is may be written in one word
//	kanji          "names" if characters are read as in Japanese names
//	generic X      words for the common thing X in the names of institutions
//	               and places; they are compared, but count less
//
// Every other key is a name in English, its values, between commas, what the
// language calls the same: "Germany: Deutschland, deutsch*". A form in small
// letters counts in any case, one with a capital needs that, one in capitals
// needs those; a star stands for any ending.
//
//go:embed data/*.txt data/cldr data/cities
var files embed.FS

// language is what the files tell of one language.
type language struct {
	code                      string
	stop, title, after, says  set
	particle, link            set
	nouns, bare               set
	nounEndings, attributes   []string
	endings, derive, prefixes []string
	surnames, transcription   set
	namesake                  set
	familyFirst, kanji, glued bool
	inflected                 bool // given names are
	apostropheEnds            bool
	forms                     gazetteer
}

type set map[string]bool

// table returns a file of data, "" if there is none.
func table(name string) string {
	text, _ := files.ReadFile("data/" + name + ".txt")
	return string(text)
}

// sameAs maps codes to the file of a language with the same rules.
var sameAs = map[string]string{
	"nb": "no", "nn": "no", "bs": "hr", "sh": "hr", "cnr": "sr", "iw": "he", "in": "id", "ms": "id",
	"mo": "ro", "yue": "zh", "cmn": "zh", "be": "ru", "kk": "ru", "mk": "bg", "ur": "fa", "mr": "hi", "ne": "hi",
}

var loaded sync.Map // code to func() *language

// lookup gives the tables of a language, read at first use; of a language
// without tables, an empty one.
func lookup(code string) *language {
	code, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(code), "_", "-"), "-")
	if same, ok := sameAs[code]; ok {
		code = same
	}
	if f, ok := loaded.Load(code); ok {
		return f.(func() *language)()
	}
	if !slices.Contains(languages(), code) {
		code = ""
	}
	f, _ := loaded.LoadOrStore(code, sync.OnceValue(func() *language { return load(code) }))
	return f.(func() *language)()
}

// languages lists the languages with tables.
var languages = sync.OnceValue(func() []string {
	entries, _ := files.ReadDir("data/cldr")
	var codes []string
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(e.Name(), ".txt"))
	}
	return codes
})

// load reads a language's files. One that cannot be read adds nothing; the
// tests read every one.
func load(code string) *language {
	l := emptyLanguage(code)
	if code != "" {
		for _, folder := range [...]string{"", "cldr/", "cities/"} {
			_ = l.read(table(folder + code))
		}
	}
	return l
}

func emptyLanguage(code string) *language {
	return &language{
		code: code,
		stop: set{}, title: set{}, after: set{}, says: set{}, particle: set{}, link: set{}, namesake: set{}, nouns: set{}, bare: set{}, surnames: set{}, transcription: set{},
		forms: gazetteer{entries: map[string][]entry{}, span: map[string]int{}},
	}
}

// read adds the lines of one file.
func (l *language) read(text string) error { return wordlist.ReadKeys(text, l.add) }

// add adds what stands behind a key, or returns false if there is no such key.
func (l *language) add(key, value string) bool {
	if key == "given" {
		return true // givenNames reads those of all languages
	}
	sets := map[string]set{
		"stop": l.stop, "title": l.title, "after": l.after, "says": l.says, "particle": l.particle,
		"surname": l.surnames, "transcription": l.transcription, "bare": l.bare, "link": l.link, "namesake": l.namesake,
	}
	lists := map[string]*[]string{"ending": &l.endings, "derive": &l.derive, "prefix": &l.prefixes, "attribute": &l.attributes}
	words := strings.Fields(value)
	switch {
	case sets[key] != nil:
		for _, w := range words {
			sets[key][plain(w)] = true
		}
	case lists[key] != nil:
		for _, w := range words {
			*lists[key] = append(*lists[key], fold(w))
		}
	case key == "noun":
		for _, w := range words {
			if ending, ok := strings.CutPrefix(w, "-"); ok {
				l.nounEndings = append(l.nounEndings, plain(ending))
			} else {
				l.nouns[plain(w)] = true
			}
		}
	case key == "order":
		l.familyFirst = value == "family"
	case key == "apostrophe":
		l.apostropheEnds = value == "ends"
	case key == "titles":
		l.glued = value == "glued"
	case key == "names":
		l.inflected = value == "inflected"
	case key == "kanji":
		l.kanji = value == "names"
	case strings.HasPrefix(key, "generic "):
		l.forms.add(l, value, entry{generic: strings.TrimPrefix(key, "generic ")})
	case isCapital(key):
		l.forms.add(l, value, entry{reading: key})
	default:
		return false
	}
	return true
}

// countries are the names of all countries in English.
var countries = sync.OnceValue(func() set {
	out := set{}
	_ = wordlist.ReadKeys(table("cldr/en"), func(name, _ string) bool {
		if !regions[name] {
			out[name] = true
		}
		return true
	})
	return out
})

// regions are the names in the same table of what is larger than a country.
var regions = set{
	"Africa": true, "Americas": true, "Asia": true, "Central America": true, "Europe": true, "European Union": true,
	"Latin America": true, "North America": true, "Oceania": true, "South America": true, "United Nations": true,
}

// cities are the names in English, folded, of the cities in the generated tables, but for
// those of data/ambiguous.txt.
var cities = sync.OnceValue(func() set {
	out := listedCities()
	_ = wordlist.ReadKeys(table("ambiguous"), func(_, names string) bool {
		for name := range strings.SplitSeq(names, ", ") {
			delete(out, name)
		}
		return true
	})
	return out
})

// listedCities reads the cities of the generated tables that list most: Russian and
// Chinese call no city as English does, so that none is left out there.
func listedCities() set {
	out := set{}
	for _, file := range [...]string{"cldr/ru", "cities/zh"} {
		_ = wordlist.ReadKeys(table(file), func(name, _ string) bool {
			if !countries()[name] && !regions[name] {
				out[fold(name)] = true
			}
			return true
		})
	}
	return out
}

func isCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
