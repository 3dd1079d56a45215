package polarity

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"factdiff/align/internal/wordlist"
)

// The tables, one a language. A line is "class: entry entry …", where the class
// is a pole, such as +trend, -trend or direction.north, or one of
//
//	not     negates
//	none    negates unless the clause does already: nikt, nadie; an entry that is
//	        under not as well does so always, and where no word follows for it to
//	        negate, the one before it: found no
//	without negates a word but no clause
//	deny    negates what it governs, even past a comma
//	imply   may stand for a negation
//	but     ends the reach of a negation, as a comma does
//	when    makes one negation between the same commas tell when and not whether: no
//	        trains until Monday, had never won before; what that turns, and the clause,
//	        are neither negative nor positive. Such an entry that negates, too, is also
//	        under not or none, and negates as its first part does; one that does not
//	        is about the negation that follows
//	skip    means nothing, but looks like an entry that does
//
// or a setting:
//
//	scope after     negations stand before what they negate; else near (either side) or before
//	reach 40        how many characters away
//	spaces no       words are not set apart; an entry is found anywhere
//	apostrophe cut  an apostrophe ends a word: l'
//	prefixes و ال   what may be written in front of a word
//
// An entry is a word as it is written, ris* any word that starts so, *los one
// that ends so, *ung* one that has it inside; of_a_kind is a phrase, and
// lehn*…ab a word or phrase with another somewhere behind it between the same
// commas, wies|weist…zurück|ab any of some with any of others. A # in an entry is
// any digit: seit_#* is seit with a number. Lines that start with # are comments.
//
//go:embed data/*.txt
var tables embed.FS

// sense is what an entry means.
type sense struct {
	poles                                                poles
	negates, none, lacks, denies, implies, breaks, dates bool
	until                                                bool // dates, in two parts of which the first negates
}

func (s sense) with(o sense) sense {
	return sense{s.poles.or(o.poles), s.negates || o.negates, s.none || o.none, s.lacks || o.lacks, s.denies || o.denies, s.implies || o.implies, s.breaks || o.breaks, s.dates || o.dates, s.until || o.until}
}

// reading is a sense that holds if something follows.
type reading struct {
	then string // empty if nothing need
	sense
}

type scope uint8

const (
	near scope = iota
	after
	before
)

// lexicon is the table of a language.
type lexicon struct {
	lang     string
	scope    scope
	reach    int
	unspaced bool
	cut      bool // at apostrophes
	prefixes []string
	entries  *trie
	readings [][]reading // by the value in entries; those with a condition first
}

const (
	wild  = '*'    // marks in a key that a word may go on there
	digit = '\x02' // stands in a key for any digit
)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

var lexicons = map[string]func() *lexicon{}

func init() {
	files, err := tables.ReadDir("data")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		lang := strings.TrimSuffix(f.Name(), ".txt")
		lexicons[lang] = sync.OnceValue(func() *lexicon {
			raw, err := tables.ReadFile("data/" + f.Name())
			if err != nil {
				panic(err)
			}
			l, err := parse(lang, string(raw))
			if err != nil {
				panic(fmt.Sprintf("polarity: %s: %v", f.Name(), err))
			}
			return l
		})
	}
}

// classOf gives the sense of a class of entries.
func classOf(name string) (sense, bool) {
	switch name {
	case "not":
		return sense{negates: true}, true
	case "none":
		return sense{none: true}, true
	case "without":
		return sense{lacks: true}, true
	case "deny":
		return sense{denies: true}, true
	case "imply":
		return sense{implies: true}, true
	case "but":
		return sense{breaks: true}, true
	case "when":
		return sense{dates: true}, true
	case "skip":
		return sense{}, true
	}
	p, ok := poleOf[name]
	return sense{poles: p}, ok
}

func parse(lang, table string) (*lexicon, error) {
	l := &lexicon{lang: lang, reach: 40}
	keys := map[string][]reading{}
	err := wordlist.Read(table, func(line string) error {
		class, list, ok := strings.Cut(line, ":")
		if !ok {
			return l.set(strings.Fields(line))
		}
		s, ok := classOf(class)
		if !ok {
			return fmt.Errorf("unknown class %q", class)
		}
		for _, entry := range strings.Fields(list) {
			if err := l.enter(keys, entry, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	values := make(map[string]int32, len(keys))
	for k, readings := range keys {
		if last := readings[len(readings)-1]; last.then == "" && (last.negates || last.none) {
			for i := range readings[:len(readings)-1] {
				readings[i].until = readings[i].dates
			}
		}
		values[k] = int32(len(l.readings))
		l.readings = append(l.readings, readings)
	}
	l.entries = newTrie(values)
	return l, nil
}

// enter adds an entry, in each of its forms, to the readings of keys.
func (l *lexicon) enter(keys map[string][]reading, entry string, s sense) error {
	firsts, thens, inTwo := strings.Cut(entry, "…")
	readings := []reading{{sense: s}}
	if inTwo {
		readings = readings[:0]
		for then := range strings.SplitSeq(thens, "|") {
			if err := check(then); err != nil {
				return err
			}
			readings = append(readings, reading{l.key(then), s})
		}
	}
	for first := range strings.SplitSeq(firsts, "|") {
		if err := check(first); err != nil {
			return err
		}
		for _, k := range l.spellings(first) {
			for _, r := range readings {
				keys[k] = add(keys[k], r)
			}
		}
	}
	return nil
}

// check tells what is wrong with a part of an entry.
func check(part string) error {
	switch bare := strings.Trim(part, string(wild)); {
	case bare == "":
		return errors.New("a part of an entry is empty")
	case strings.Contains(bare, "…"):
		return fmt.Errorf("%s: an entry has two parts at most", part)
	case strings.ContainsRune(bare, wild):
		return fmt.Errorf("%s: a star may stand at an end only", part)
	}
	return nil
}

func (l *lexicon) set(fields []string) error {
	switch name, args := fields[0], fields[1:]; {
	case name == "scope" && len(args) == 1:
		i := slices.Index([]string{"near", "after", "before"}, args[0])
		if i < 0 {
			return fmt.Errorf("unknown scope %q", args[0])
		}
		l.scope = scope(i)
	case name == "reach" && len(args) == 1:
		if _, err := fmt.Sscan(args[0], &l.reach); err != nil {
			return err
		}
	case name == "spaces" && slices.Equal(args, []string{"no"}):
		l.unspaced = true
	case name == "apostrophe" && slices.Equal(args, []string{"cut"}):
		l.cut = true
	case name == "prefixes":
		l.prefixes = args
	default:
		return fmt.Errorf("unknown setting %q", strings.Join(fields, " "))
	}
	return nil
}

// add keeps readings in the order of the length of their conditions, the longest first.
func add(list []reading, r reading) []reading {
	for i := range list {
		if list[i].then == r.then {
			list[i].sense = list[i].with(r.sense)
			return list
		}
	}
	i := slices.IndexFunc(list, func(o reading) bool { return len(o.then) <= len(r.then) })
	if i < 0 {
		i = len(list)
	}
	return slices.Insert(list, i, r)
}

// key spells an entry as it occurs in a clause laid out by [lexicon.layOut].
func (l *lexicon) key(entry string) string {
	if entry == "" {
		return ""
	}
	open, end := strings.HasPrefix(entry, string(wild)), strings.HasSuffix(entry, string(wild))
	entry = strings.Trim(entry, string(wild))
	k := strings.TrimSpace(string(l.layOut(nil, strings.NewReplacer("_", " ", "#", string(digit)).Replace(entry))))
	if l.unspaced {
		return k
	}
	if !open {
		k = " " + k
	}
	if !end {
		k += " "
	}
	return k
}

// spellings gives the keys of an entry with each of the prefixes and without.
func (l *lexicon) spellings(entry string) []string {
	k := l.key(entry)
	all := []string{k}
	if strings.HasPrefix(k, " ") {
		for _, p := range l.prefixes {
			all = append(all, " "+p+k[1:])
		}
	}
	return all
}
