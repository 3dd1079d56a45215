package value

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"factdiff/align/internal/wordlist"
)

// The tables, one a language and one for all. A line is either a setting
//
//	decimal , ·            the decimal separators
//	group . space '        what groups digits by thousands
//	order mdy              the order of a numeric date: dmy unless said, mdy or ymd
//	buddhist               years may be of the Buddhist era
//	endings e en s         what may follow a stem
//	prefixes و ال          what may be written in front of a word
//	glued                  numerals and units are written in one word
//	inverse                units may be spoken before tens
//	counted                a lone numeral is one only before a unit
//	bare                   a unit may stand for one of it: год и семь месяцев, менее тонны
//	dotted                 a point behind digits makes a rank of them: 11. miejsce
//	partitive dan den      what the noun of a whole ends in that a share follows: beş arabadan ikisi
//	linked                 a number in digits may go on behind "and": 12 ألفا و350
//	dial                   an hour of 24 is written, so that 8 is hardly 20 o'clock
//	cases ra re            endings of a numeral that may be an hour: délután négyre
//	curt                   the unit of the last numeral of a duration may be left out: trois heures vingt
//	rankhour               minutes before a rank are of the hour that ends with it: двадцать минут десятого
//
// or names what words mean, as "class argument = form, form". A form that ends
// in * is a stem, which any of the endings may follow; one that starts with ^
// counts only when it is capitalised in the text, one with _ when it is not.
// With an argument such as 1+1 the forms are those of 1, 2, 3 and so on,
// alternatives divided by a slash; a hyphen leaves a number out. Lines that
// start with # are comments. The tables below cldr are written by _generate.
//
//go:embed data
var tables embed.FS

// class says what a term does in a value.
type class uint8

const (
	num         class = iota + 1 // a numeral, with its value
	mul                          // a numeral that multiplies: hundred, million
	one                          // the numeral one, where it is also the article
	single                       // likewise, behind what it counts: دولار واحد
	dual                         // a numeral that is one before what it counts, and else another: مليونا دولار
	link                         // "and" between numerals, or in "between 5 and 10"
	half                         // a half more, or half of the unit that follows
	part                         // a vulgar fraction: ½
	frac                         // the name of a fraction, with its denominator; 1 behind it if it needs no numeral
	fracof                       // between denominator and numerator: 分の
	outof                        // between the numbers of a share: one in five; 1 if they are counts but for one of some, 2 if even that is: one of the three
	among                        // likewise, where the whole comes first: 5人に1人
	each                         // before the ordinal of a share: jeder fünfte
	mid                          // a hedge between number and unit: 多
	unitTerm                     // a unit; arg is its id
	money                        // the name of a currency; arg is its code
	sign                         // a currency's symbol, before or after the number
	month                        // a month by name
	monthabbr                    // a month by a short name, which needs a day beside it
	monthmark                    // follows the number of a month: 月
	monthpre                     // precedes it: tháng
	weekday                      //
	daymark                      // follows the day of the month: 日
	daypre                       // precedes it: ngày
	yearpre                      // precedes the year: năm
	yearpost                     // follows it: 年
	era                          // precedes the year of an era; val is the year before its first
	quarter                      // a part of a year, with its months, 3 unless said
	running                      // next to a quarter that is counted: 연속, "in a row"
	monthcue                     // next to a word that may then be a month: "ayı"
	across                       // a hedge that before a duration tells how long an agreement is: "over"
	agreement                    // a word of one: repaid, loan
	secondmark                   // behind minutes and a number: 1 мин 12 с
	decade                       // follows a year: the 1990s; with a year a word for that decade
	decadepre                    // precedes it: les années 1990
	century                      // behind its number: "century"
	centurypre                   // before it: siglo; 1 if it may be in digits
	relative                     // "yesterday"; arg is unit and offset, as d-1
	lately                       // precedes a month, weekday or season: -1 the last one, 1 the next
	latelypost                   // likewise, behind it: dernier
	season                       // 1 for spring to 4 for winter; a second 1 if the word needs "last", "next" or a year beside it
	halfyear                     // 1 or 2: 上半年
	yearhalf                     // likewise, behind a year and as its mark: 年前半
	daypart                      // follows a day: "morning", with its first and last hour
	partof                       // precedes one: "nacht zu", with hours of the day before below 0
	monthpart                    // follows a month: 下旬, with the first and last day it may be
	monthof                      // precedes one: "early"
	amount                       // a word for so many of a unit or currency, its id or code before their number: 사흘, عامين
	through                      // joins the first and last day of dates: с 3 по 7 июня
	agespan                      // a word for ten years of age: "in her fifties", with the first
	am                           //
	pm                           //
	night                        // before midnight or after
	oclock                       // follows the hour: 0 perhaps, 1 for sure
	clockpre                     // precedes the time: 0 perhaps, 1 likely, 2 for sure
	clockbound                   // a hedge of the time of day that follows: "before"
	boundpost                    // likewise, behind it: 以降
	betweenpost                  // behind two times of day that "and" joins: között
	hourpre                      // precedes a bare hour where an onset does: o 16; 1 if a day is enough of one
	onset                        // what has an hour: "begins", "opens"
	clockto                      // behind minutes that are added to the hour that follows, 1, taken from it, -1, or of the hour that ends with it, 2: "minutes to"
	clockadd                     // "half past": minutes to add to the hour that follows
	clockmore                    // minutes behind the hour: "y cuarto"
	clockat                      // noon: minutes after midnight; a second 1 if it may be of either half of the day
	zone                         // a time zone, with the minutes it is ahead of UTC
	hedge                        // precedes a value
	after                        // a hedge that follows a value
	fewer                        // likewise, where the value has the ending of a partitive: yirmiden az
	rangeTerm                    // "to", between the ends of a range; 1 if only behind "from"
	by                           // between two dimensions
	between                      // precedes a range whose ends are joined by a link
	from                         // precedes the first of two values that "to" joins
	minus                        //
	label                        // "No.", precedes the number of a name
	labelpost                    // follows it: 号
	ord                          // makes the number before it an ordinal
	ordpre                       // makes the number after it one: 第
	ordinal                      // a word that is one
	birthday                     // makes an age of the rank before it
	agepre                       // precedes an age
	ages                         // makes the number before it ten years of age: 60代
	percentpre                   // precedes a percentage
	speedpre                     // makes the length that follows a speed per hour: 時速
	multiple                     // "doubled", with the factor; a second 1 if it is rather an amount where nothing follows that has one: "twice"
	span                         // "dozens": val to val2
	of                           // between a number and its unit: "de"
	versusTerm                   // between the two counts of a result: 比
	comparative                  // behind two numbers that 比 compares: 高
	instead                      // before what another value replaced: up from, statt
	ranked                       // what a rank before it is of, or a number with an ending goes with, and no hour: тайма, ikiye bölündü
	article                      // may stand between a hedge and a fraction: fast die Hälfte
	drop                         // a unit that makes no value of news: "min read"
	stop                         // a word that only looks like a term
)

var classes = map[string]class{
	"num": num, "mul": mul, "one": one, "single": single, "dual": dual, "link": link, "half": half, "part": part, "frac": frac,
	"fracof": fracof, "mid": mid, "unit": unitTerm, "money": money, "sign": sign, "month": month, "monthabbr": monthabbr,
	"monthmark": monthmark, "monthpre": monthpre, "weekday": weekday, "daymark": daymark,
	"daypre": daypre, "yearpre": yearpre, "yearpost": yearpost, "era": era, "quarter": quarter, "decade": decade,
	"decadepre": decadepre, "century": century, "centurypre": centurypre, "relative": relative, "daypart": daypart, "partof": partof, "through": through, "agespan": agespan, "monthpart": monthpart, "monthof": monthof, "lately": lately, "latelypost": latelypost, "season": season, "halfyear": halfyear, "yearhalf": yearhalf, "clockbound": clockbound, "boundpost": boundpost, "betweenpost": betweenpost, "hourpre": hourpre, "onset": onset, "running": running, "monthcue": monthcue, "across": across, "agreement": agreement, "fewer": fewer, "secondmark": secondmark, "clockto": clockto, "outof": outof, "among": among, "each": each, "amount": amount, "am": am, "pm": pm, "night": night,
	"oclock": oclock, "clockpre": clockpre, "clockadd": clockadd, "clockmore": clockmore, "clockat": clockat, "zone": zone, "by": by, "ages": ages,
	"hedge": hedge, "after": after, "range": rangeTerm, "between": between, "from": from,
	"minus": minus, "label": label, "labelpost": labelpost, "ord": ord, "ordpre": ordpre,
	"ordinal": ordinal, "birthday": birthday, "agepre": agepre, "percentpre": percentpre, "speedpre": speedpre,
	"multiple": multiple, "span": span, "of": of, "versus": versusTerm, "comparative": comparative, "instead": instead, "ranked": ranked, "article": article, "drop": drop, "stop": stop,
}

var hedges = map[string]Hedge{
	"about": About, "more": MoreThan, "atleast": AtLeast, "less": LessThan, "atmost": AtMost,
}

// term is one meaning of a form.
type term struct {
	class   class
	val     float64
	val2    float64
	arg     string
	stem    bool
	capital bool
	small   bool
}

// edge is a step of the trie of forms.
type edge struct {
	node int32
	r    rune
}

// lexicon is a language's table, its forms in a trie over folded characters.
type lexicon struct {
	edges map[edge]int32
	terms [][]term // by node, what the form means that ends there

	decimal   string
	group     string
	order     string
	endings   map[string]bool
	cases     []string
	prefixes  [][]rune
	glued     bool
	inverse   bool
	counted   bool
	bare      bool
	dotted    bool
	partitive []string
	linked    bool
	buddhist  bool
	dial      bool
	curt      bool
	rankhour  bool

	lesser bool // of what is read, only forms that are not known yet count
}

// shared is the table of symbols that all languages use, and the one of those
// that have none of their own.
const shared = "any"

// aliases names the table of languages that use another's.
var aliases = map[string]string{"nb": "no", "nn": "no", "iw": "he", "in": "id", "ms": "id", "bs": "hr", "sh": "hr"}

var (
	lexiconsMu sync.Mutex
	lexicons   = map[string]*lexicon{}
)

// lexiconOf returns the table of a BCP 47 tag's language, read at its first
// use.
func lexiconOf(lang string) *lexicon {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	lang, _, _ = strings.Cut(lang, "_")
	if a, ok := aliases[lang]; ok {
		lang = a
	}
	lexiconsMu.Lock()
	defer lexiconsMu.Unlock()
	if l, ok := lexicons[lang]; ok {
		return l
	}
	own, err := tables.ReadFile("data/" + lang + ".txt")
	if err != nil && lang != shared {
		lang = shared
		if l, ok := lexicons[lang]; ok {
			return l
		}
	}
	// Mistakes in the tables are found by the tests; here a line that cannot be
	// read is left out.
	common, _ := tables.ReadFile("data/" + shared + ".txt")
	l, _ := newLexicon(string(common), string(own))
	names, _ := tables.ReadFile("data/cldr/" + lang + ".txt")
	l.lesser = true // CLDR knows more forms, the tables written by hand know better
	_ = wordlist.Read(string(names), l.read)
	lexicons[lang] = l
	return l
}

// newLexicon reads tables, the later with the last word on settings. The error
// tells of the first line that could not be read.
func newLexicon(tables ...string) (*lexicon, error) {
	l := &lexicon{
		edges:   make(map[edge]int32, 8192),
		terms:   make([][]term, 1, 8192), // with the root's
		endings: map[string]bool{},
		order:   "dmy",
	}
	var first error
	for _, table := range tables {
		first = cmp.Or(first, wordlist.Read(table, l.read))
	}
	return l, first
}

func (l *lexicon) read(line string) error {
	head, forms, ok := strings.Cut(line, " = ")
	key, arg, _ := strings.Cut(strings.TrimSpace(head), " ")
	if !ok {
		return l.set(key, strings.Fields(arg))
	}
	c, ok := classes[key]
	if !ok {
		return fmt.Errorf("unknown class %q, see the list of classes", key)
	}
	start, step, sequence := strings.Cut(arg, "+")
	if !sequence {
		t, err := newTerm(c, arg)
		if err != nil {
			return err
		}
		for form := range strings.SplitSeq(forms, ",") {
			l.add(strings.TrimSpace(form), t)
		}
		return nil
	}
	v, err := strconv.ParseFloat(start, 64)
	if err != nil {
		return fmt.Errorf("bad start of a sequence %q, write it as 1+1", arg)
	}
	by, err := strconv.ParseFloat(step, 64)
	if err != nil {
		return fmt.Errorf("bad step of a sequence %q, write it as 1+1", arg)
	}
	for alternatives := range strings.SplitSeq(forms, ",") {
		for form := range strings.SplitSeq(alternatives, "/") {
			if form = strings.TrimSpace(form); form != "-" {
				l.add(form, term{class: c, val: v})
			}
		}
		v += by
	}
	return nil
}

func (l *lexicon) set(key string, args []string) error {
	flags := map[string]*bool{
		"curt": &l.curt, "rankhour": &l.rankhour, "glued": &l.glued, "inverse": &l.inverse, "buddhist": &l.buddhist,
		"counted": &l.counted, "bare": &l.bare, "dotted": &l.dotted, "linked": &l.linked, "dial": &l.dial,
	}
	endings := map[string]*[]string{"cases": &l.cases, "partitive": &l.partitive}
	switch {
	case flags[key] != nil:
		*flags[key] = true
	case endings[key] != nil:
		for _, a := range args {
			*endings[key] = append(*endings[key], string(runesOf(a)))
		}
	case key == "decimal":
		l.decimal = strings.Join(args, "")
	case key == "group":
		l.group = strings.ReplaceAll(strings.Join(args, ""), "space", " ")
	case key == "order":
		l.order = strings.Join(args, "")
	case key == "endings":
		for _, a := range args {
			l.endings[string(runesOf(a))] = true
		}
	case key == "prefixes":
		for _, a := range args {
			l.prefixes = append(l.prefixes, runesOf(a))
		}
	default:
		return fmt.Errorf("unknown setting %q, or a line without %q", key, " = ")
	}
	return nil
}

// newTerm reads a line's argument as its class wants it.
func newTerm(c class, arg string) (term, error) {
	t := term{class: c, arg: arg}
	switch c {
	case amount:
		id, number, _ := strings.Cut(arg, " ")
		n, err := strconv.ParseFloat(number, 64)
		if _, ok := units[id]; !ok && !isCurrency(id) || err != nil {
			return t, fmt.Errorf("bad amount %q, write a unit or currency and a number, as day 3", arg)
		}
		t.arg, t.val = id, n
	case unitTerm:
		if _, ok := units[arg]; !ok {
			return t, fmt.Errorf("unknown unit %q, add it to the units", arg)
		}
	case hedge, after, clockbound, boundpost:
		h, ok := hedges[arg]
		if !ok {
			return t, fmt.Errorf("unknown hedge %q, use one of about, more, atleast, less, atmost", arg)
		}
		t.val = float64(h)
	case relative:
		if len(arg) < 2 || !strings.Contains("dwmy", arg[:1]) {
			return t, fmt.Errorf("bad relative date %q, write it as d-1", arg)
		}
		v, err := strconv.Atoi(arg[1:])
		if err != nil {
			return t, fmt.Errorf("bad relative date %q, write it as d-1", arg)
		}
		t.val = float64(v)
	case money, sign:
		if arg == "" {
			return t, fmt.Errorf("no currency, give its ISO 4217 code")
		}
	default:
		if arg == "" {
			return t, nil
		}
		lo, hi, _ := strings.Cut(arg, " ")
		var err error
		if t.val, err = strconv.ParseFloat(lo, 64); err != nil {
			return t, fmt.Errorf("bad number %q, write it with a decimal point", lo)
		}
		if hi != "" {
			if t.val2, err = strconv.ParseFloat(hi, 64); err != nil {
				return t, fmt.Errorf("bad number %q, write it with a decimal point", hi)
			}
		}
	}
	return t, nil
}

// add enters one form. The same form may have several meanings.
func (l *lexicon) add(form string, t term) {
	form, t.capital = strings.CutPrefix(form, "^")
	form, t.small = strings.CutPrefix(form, "_")
	form, t.stem = strings.CutSuffix(form, "*")
	glyphs := fold(form, 0)
	if l.lesser && l.knows(glyphs) {
		return
	}
	node := int32(0)
	for _, g := range glyphs {
		e := edge{node, g.r}
		next, ok := l.edges[e]
		if !ok {
			next = int32(len(l.terms))
			l.edges[e] = next
			l.terms = append(l.terms, nil)
		}
		node = next
	}
	l.terms[node] = append(l.terms[node], t)
}

// knows tells whether a form is in the table, itself or as a stem and its ending.
func (l *lexicon) knows(form []glyph) bool {
	for _, h := range l.match(form, 0, nil) {
		if h.end == len(form) {
			return true
		}
		var ending []rune
		for _, g := range form[h.end:] {
			ending = append(ending, g.r)
		}
		if l.endings[string(ending)] && slices.ContainsFunc(h.terms, func(t term) bool { return t.stem }) {
			return true
		}
	}
	return false
}

func runesOf(s string) []rune {
	var out []rune
	for _, g := range fold(s, 0) {
		out = append(out, g.r)
	}
	return out
}

// hit is a form found: where it ends, and its meanings.
type hit struct {
	end   int
	terms []term
}

// match appends the forms that start at glyph i to hits, the longest last.
func (l *lexicon) match(g []glyph, i int, hits []hit) []hit {
	node := int32(0)
	for j := i; j < len(g); j++ {
		r := g[j].r
		if r == hardSpace || r == '\n' {
			r = ' '
		}
		next, ok := l.edges[edge{node, r}]
		if !ok {
			break
		}
		node = next
		if ts := l.terms[node]; ts != nil {
			hits = append(hits, hit{j + 1, ts})
		}
	}
	return hits
}
