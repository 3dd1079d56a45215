package report

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"factdiff/align"
	"factdiff/align/internal/lazy"
	"factdiff/align/lang"
)

// Provenance tells the reader of a report what made it and when.
type Provenance struct {
	// Program is the program's name and version, "factdiff 0.1.0".
	Program string

	// Made is when the report was made; left out of the page where zero.
	Made time.Time
}

// Link leads from a page to what is beside it, where it is served.
type Link struct {
	Text, URL string
	Download  bool // it is a file to keep
}

// The limits of what a page shows at once; the rest is one press away.
const (
	shownFacts = 400 // of a version's text
	shownItems = 40  // of a list above the texts
)

// shaded is the novelty above which a word is shaded on request.
const shaded = 0.5

var (
	//go:embed page.html.tmpl
	pageSource string
	// Style is the style sheet of the page, for those beside it.
	//
	//go:embed page.css
	Style string

	//go:embed page.js
	pageJS string

	pageTemplate = sync.OnceValue(func() *template.Template {
		return template.Must(template.New("page").Parse(pageSource))
	})
)

// HTML writes the report as one self-contained page, which loads nothing and
// works from disk, in print and without JavaScript. The same report and
// provenance make the same bytes. The links stand above it; a page that is kept
// has none. It fails on a report whose facts do not lie in order in their
// version's text.
func HTML(w io.Writer, r *align.Report, p Provenance, links ...Link) error {
	if len(r.Versions) == 0 {
		return errors.New("writing a page: the report has no versions")
	}
	if err := check(r); err != nil {
		return fmt.Errorf("writing a page: %w", err)
	}
	b := bufio.NewWriter(w) // the template writes every scrap by itself
	page := newPage(r, p)
	page.Links = links
	err := pageTemplate().Execute(b, page)
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		return fmt.Errorf("writing a page: %w", err)
	}
	return nil
}

// page is what the template sees.
type page struct {
	CSP template.HTMLAttr
	CSS template.CSS
	JS  template.JS

	Links []Link

	Titled    *column // the version whose title is the page's; nil where none has one
	Versions  []*column
	Conflicts list[clash]
	Contested list[clash]  // agreements that may be conflicts
	Matrix    list[matter] // of three versions or more
	Only      int          // in all versions
	Remark    string       // on the versions as a whole; "" where there is none
	Uncertain bool
	Unsure    int  // facts of all versions
	Moved     bool // some fact has
	Map       overview
	Model     string

	Translator string // "" where nothing was translated
	Judge      string // "" where there was none
	Judged     bool   // some fact is
	Warnings   []string
	Provenance
}

// Differences counts the conflicts, however many facts are in each, and the
// facts in one version only. The script steps through as many.
func (p *page) Differences() int { return p.Conflicts.Len() + p.Only }

// OnlySign stands for what one version alone says: it points to the version
// where there are two.
func (p *page) OnlySign() string {
	if len(p.Versions) > 2 {
		return "*"
	}
	return "<>"
}

// column is a version.
type column struct {
	ID, Name, Title, Lang, Dir string

	Source string
	URL    string // the source, where it is an address that can be opened

	Summary     align.Summary
	Total       int
	Text        []paragraph // what is shown at once
	Rest        []paragraph // what is shown on request
	RestFacts   int
	Only        list[item]
	TitleInText bool // the text begins with the title

	text      string
	facts     []*align.Fact
	sentences []align.Sentence
	index     int // among the versions
}

// paragraph is a block of a version's text.
type paragraph struct {
	Title bool
	Runs  []run
}

// run is a fact, or what stands between two where Fact is nil.
type run struct {
	Between string
	Fact    *mark
}

// mark is a fact in the text.
type mark struct {
	ID      string
	Class   string
	Link    string   // the best counterpart, or the fact itself
	More    []target // the other counterparts
	Percent int      // the confidence

	// For the script, as lists of "b4=93": Matches and Rivals are a fact, the
	// relation ("=", "!", or "?" for a rival) and its score in percent; Places
	// is a fact and "+" or "-", where this one would stand after or before it.
	Matches, Rivals, Places string

	Evidence    string
	Translation *rendering // of its sentence
	Moved       string     // names the versions in whose order it stands elsewhere
	Judged      bool
	Pieces      []piece
}

// target is a fact to go to.
type target struct{ ID, Version string }

// piece is a stretch of a fact's text.
type piece struct {
	Text   string
	Marked bool // it says what the counterparts do not
}

// sign stands for a verdict in a list above the texts, where the style sheet
// draws none.
type sign struct{ Class, Text, Label string }

// newSign makes a sign from those for a verdict that is sure.
func newSign(class, text, label string, doubt bool) sign {
	if doubt {
		return sign{class, text + "?", "perhaps " + label}
	}
	return sign{class, text, label}
}

// clash is a conflict, or an agreement that may be one, with a side for each version that
// takes part in it.
type clash struct {
	Sign    sign
	Sides   []side
	Reasons []string
}

// side is what a version says in a conflict.
type side struct {
	Version *column
	Quotes  []quote
}

// item is what only one version has: the facts of a sentence that follow each
// other and are equally sure.
type item struct {
	Sign   sign
	Quotes []quote
}

// quote is a fact in a list above the texts.
type quote struct {
	Version *column
	ID      string
	Text    string
	Gap     string  // what parts it from the quote before
	Pieces  []piece // the text, in a conflict
	URL     string  // the place in the source, "" where it cannot be opened

	Translation *rendering // of its sentence, at the last of the sentence's quotes
}

// rendering is a sentence in the language of the reader.
type rendering struct{ Text, Issue, Lang, Dir string }

// list is a list of which a part is shown at once.
type list[T any] struct{ Shown, Rest []T }

func newList[T any](items []T) list[T] {
	n := min(len(items), shownItems)
	return list[T]{items[:n], items[n:]}
}

// Len is the number of all items.
func (l list[T]) Len() int { return len(l.Shown) + len(l.Rest) }

// builder holds what is looked up while the page is made.
type builder struct {
	columns map[string]*column
	facts   map[string]*align.Fact
	at      map[string]int // a fact's place among its version's
	rows    map[string]*row

	renderings map[string]*rendering // by version and sentence
}

// render keeps the translations of a report's sentences.
func (b *builder) render(r *align.Report) {
	b.renderings = map[string]*rendering{}
	for _, s := range r.Sentences {
		if s.Translation != "" {
			b.renderings[sentenceKey(s.Version, s.Index)] = &rendering{legible(s.Translation), legible(s.TranslationIssue), legible(r.Read), direction(r.Read)}
		}
	}
}

// doubt tells whether a fact's verdict could well be another one, or that on a
// fact in its row: these have the same sign.
func (b *builder) doubt(f *align.Fact) bool {
	if g := b.rows[f.ID]; g != nil {
		return g.doubt
	}
	return isDoubtful(f)
}

func newPage(r *align.Report, p Provenance) *page {
	b := &builder{columns: map[string]*column{}, facts: map[string]*align.Fact{}, at: map[string]int{}, rows: map[string]*row{}}
	versions := map[string]int{}
	out := &page{
		CSP:        policy(Style, pageJS),
		CSS:        template.CSS(Style),
		JS:         template.JS(pageJS),
		Model:      legible(r.Model),
		Translator: legible(r.Translator),
		Remark:     strangers(r),
		Judge:      legible(r.Judge),
		Judged:     judged(r) > 0,
		Provenance: p,
	}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, legible(w))
	}
	for i, v := range r.Versions {
		c := &column{
			ID: legible(v.ID), Name: legible(lang.Name(v.Lang)), Title: legible(v.Title), Lang: legible(v.Lang), Dir: direction(v.Lang),
			Source: legible(v.Source), Summary: r.Summary[v.ID], text: v.Text, index: i,
		}
		if openable(c.Source) {
			c.URL = c.Source
		}
		s := c.Summary
		c.Total = s.Shared + s.Only + s.Conflict + s.Boilerplate
		out.Unsure += uncertain(r, v.ID)
		out.Only += s.Only
		if out.Titled == nil && c.Title != "" {
			out.Titled = c
		}
		b.columns[v.ID] = c
		versions[v.ID] = i
		out.Versions = append(out.Versions, c)
	}
	distinguish(out.Versions)
	b.sort(r)
	all := rows(r)
	for _, g := range all {
		for _, cell := range g.cells {
			for _, f := range cell {
				b.rows[f.ID] = g
			}
		}
	}
	b.render(r)
	moves := newMovements(r)
	for _, c := range out.Versions {
		places := b.places(c, out.Versions)
		marks := make([]*mark, len(c.facts))
		for i, f := range c.facts {
			marks[i] = b.mark(f, places[i])
			if from := moves.from(f, r.Versions); len(from) > 0 {
				marks[i].Class += " m"
				marks[i].Moved = b.names(from)
				out.Moved = true
			}
			out.Uncertain = out.Uncertain || b.doubt(f)
		}
		c.shade(marks)
		c.lay(marks)
		c.Only = newList(b.only(c, out.onlySign(c)))
	}
	conflicts, contested, _ := contradictory(all)
	out.Conflicts = newList(b.clashes(conflicts, "c", "!", "in conflict"))
	out.Contested = newList(b.clashes(contested, "s", "=", "shared"))
	if len(out.Versions) > 2 {
		out.Matrix = newList(b.matrix(all, out.Versions))
	}
	out.Map = b.overview(out.Versions)
	return out
}

// sort gives every version its facts and sentences.
func (b *builder) sort(r *align.Report) {
	for i := range r.Facts {
		f := &r.Facts[i]
		c := b.columns[f.Version]
		b.facts[f.ID], b.at[f.ID] = f, len(c.facts)
		c.facts = append(c.facts, f)
	}
	for _, s := range r.Sentences {
		if c := b.columns[s.Version]; c != nil {
			c.sentences = append(c.sentences, s)
		}
	}
}

var classes = map[align.Status]string{align.Shared: "s", align.Only: "o", align.Conflict: "c", align.Boilerplate: "u"}

// mark makes a fact's mark, without its text.
func (b *builder) mark(f *align.Fact, places string) *mark {
	m := &mark{ID: f.ID, Class: cmp.Or(classes[f.Status], "u"), Link: f.ID, Percent: percent(f.Confidence), Places: places}
	if b.doubt(f) {
		m.Class += " q"
	}
	var matches, rivals, evidence []string
	for i, x := range f.Matches {
		sign := "="
		if x.Relation == align.Contrary {
			sign = "!"
		}
		matches = append(matches, x.ID+sign+strconv.Itoa(percent(x.Score)))
		if i == 0 {
			m.Link = x.ID
		} else {
			m.More = append(m.More, target{x.ID, b.facts[x.ID].Version})
		}
	}
	for _, w := range f.Explanation {
		for _, x := range w.Candidates {
			if b.facts[x.ID] == nil {
				continue
			}
			rivals = append(rivals, x.ID+"?"+strconv.Itoa(percent(x.Score)))
			for _, v := range x.Agree {
				evidence = append(evidence, x.ID+" agrees: "+v[0]+" = "+v[1])
			}
			for _, v := range x.Disagree {
				evidence = append(evidence, x.ID+" differs: "+v[0]+", but "+v[1])
			}
			for _, v := range x.Opposite {
				evidence = append(evidence, x.ID+" opposite: "+v[0]+", but "+v[1])
			}
			for _, v := range x.Names {
				evidence = append(evidence, x.ID+" other name: "+v[0]+", but "+v[1])
			}
		}
	}
	m.Matches, m.Rivals = strings.Join(matches, " "), strings.Join(rivals, " ")
	m.Evidence = legible(strings.Join(evidence, "; "))
	m.Translation = b.renderings[sentenceKey(f.Version, f.Sentence)]
	if m.Judged = f.Judged; f.Judged {
		m.Class += " j"
	}
	return m
}

// names lists versions for a reader.
func (b *builder) names(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, b.columns[id].Name)
	}
	return strings.Join(out, ", ")
}

// places tells of each fact that only this version has where it would stand in
// the others: beside the counterpart of the nearest fact of this version that
// has one there.
func (b *builder) places(c *column, all []*column) []string {
	out := make([]string, len(c.facts))
	for _, other := range all {
		if other == c {
			continue
		}
		// The last counterpart of the fact before and the first of the one
		// after are what encloses the place.
		first, last := make([]int, len(c.facts)), make([]int, len(c.facts))
		for i, f := range c.facts {
			first[i], last[i] = -1, -1
			for _, m := range f.Matches {
				if b.facts[m.ID].Version == other.ID {
					at := b.at[m.ID]
					if first[i] < 0 || at < first[i] {
						first[i] = at
					}
					last[i] = max(last[i], at)
				}
			}
		}
		nearest := make([]string, len(c.facts))
		distance := make([]int, len(c.facts))
		before := -1
		for i := range c.facts {
			if last[i] >= 0 {
				before = i
			} else if before >= 0 {
				nearest[i], distance[i] = other.facts[last[before]].ID+"+", i-before
			}
		}
		after := -1
		for i := len(c.facts) - 1; i >= 0; i-- {
			if first[i] >= 0 {
				after = i
			} else if after >= 0 && (nearest[i] == "" || after-i < distance[i]) {
				nearest[i] = other.facts[first[after]].ID + "-"
			}
		}
		for i, f := range c.facts {
			if f.Status == align.Only && nearest[i] != "" {
				out[i] = strings.TrimSpace(out[i] + " " + nearest[i])
			}
		}
	}
	return out
}

// shade gives the marks their text, with the novel words of what other versions
// say too as pieces of their own.
func (c *column) shade(marks []*mark) {
	var words []align.Word
	for _, s := range c.sentences {
		for _, w := range s.Words {
			if w.Novelty > shaded && 0 <= w.Start && w.Start < w.End && w.End <= len(c.text) {
				words = append(words, w)
			}
		}
	}
	for i, f := range c.facts {
		at := f.Start
		for len(words) > 0 && words[0].Start < f.End {
			w := words[0]
			words = words[1:]
			for len(words) > 0 && words[0].Start >= w.End && words[0].End <= f.End && strings.TrimSpace(c.text[w.End:words[0].Start]) == "" {
				w.End = words[0].End // one stroke of the brush
				words = words[1:]
			}
			if w.Start < at || w.End > f.End || f.Status != align.Shared && f.Status != align.Conflict {
				continue
			}
			marks[i].add(c.text[at:w.Start], false)
			marks[i].add(c.text[w.Start:w.End], true)
			at = w.End
		}
		marks[i].add(c.text[at:f.End], false)
	}
}

func (m *mark) add(text string, novel bool) {
	if text != "" {
		m.Pieces = append(m.Pieces, piece{legible(text), novel})
	}
}

// lay sets the marks as paragraphs. A line end between sentences ends one, but
// in a text that is broken into lines of its own, within sentences too, only an
// empty line does.
func (c *column) lay(marks []*mark) {
	wrapped := slices.ContainsFunc(c.sentences, func(s align.Sentence) bool {
		return s.Start >= 0 && s.Start <= s.End && s.End <= len(c.text) && lineEnds(strings.TrimSpace(c.text[s.Start:s.End])) > 0
	})
	into, at := &c.Text, 0
	next := func() { *into = append(*into, paragraph{}) }
	add := func(r run) {
		p := &(*into)[len(*into)-1]
		p.Runs = append(p.Runs, r)
	}
	next()
	for i, f := range c.facts {
		gap := c.text[at:f.Start]
		at = f.End
		opens := i > 0 && f.Sentence != c.facts[i-1].Sentence
		n := lineEnds(gap)
		ends := opens && (n > 1 || n == 1 && !wrapped)
		if strings.TrimSpace(gap) != "" {
			add(run{Between: legible(gap)})
			gap = ""
		}
		switch {
		case into == &c.Text && opens && i >= shownFacts && (ends || i >= shownFacts*5/4):
			into, c.RestFacts = &c.Rest, len(c.facts)-i
			next()
		case ends:
			next()
		case i > 0 && gap != "":
			add(run{Between: " "})
		}
		add(run{Fact: marks[i]})
	}
	if rest := c.text[at:]; strings.TrimSpace(rest) != "" {
		add(run{Between: legible(rest)})
	}
	if first := c.Text[0]; c.Title != "" && squeeze(first.text()) == squeeze(c.Title) {
		c.Text[0].Title, c.TitleInText = true, true
	}
}

func (p paragraph) text() string {
	var b strings.Builder
	for _, r := range p.Runs {
		b.WriteString(r.Between)
		if r.Fact != nil {
			for _, x := range r.Fact.Pieces {
				b.WriteString(x.Text)
			}
		}
	}
	return b.String()
}

var lineEnd = lazy.Regexp("\r\n?|[\n\u2028\u2029]")

// lineEnds counts the line ends of a text.
func lineEnds(s string) int { return len(lineEnd().FindAllStringIndex(s, -1)) }

// onlySign is what stands for what the version alone says.
func (p *page) onlySign(c *column) string {
	if s := p.OnlySign(); len(s) == 2 {
		return s[c.index : c.index+1]
	}
	return "*"
}

// only lists the facts that only the version has.
func (b *builder) only(c *column, sign string) []item {
	var out []item
	for i, f := range c.facts {
		if f.Status != align.Only {
			continue
		}
		q, doubt := b.quote(f), b.doubt(f)
		if i > 0 && c.facts[i-1].Status == align.Only && c.facts[i-1].Sentence == f.Sentence && b.doubt(c.facts[i-1]) == doubt {
			if c.text[c.facts[i-1].End:f.Start] != "" {
				q.Gap = " "
			}
			last := &out[len(out)-1]
			last.Quotes = append(last.Quotes, q)
		} else {
			out = append(out, item{newSign("o", sign, "only here", doubt), []quote{q}})
		}
	}
	for _, x := range out {
		first, last := &x.Quotes[0], &x.Quotes[len(x.Quotes)-1]
		last.trim()
		last.Translation = b.renderings[sentenceKey(b.facts[last.ID].Version, b.facts[last.ID].Sentence)]
		if first != last { // one place in the source for all
			for i := range x.Quotes {
				x.Quotes[i].URL = ""
			}
			last.URL = fragment(c.URL, c.text[b.facts[first.ID].Start:b.facts[last.ID].End])
		}
	}
	return out
}

// trim takes away the comma or the like that led on to the next fact.
func (q *quote) trim() { q.Text = strings.TrimRight(q.Text, " ,;:،؛、，；：") }

// clashes shows what contradicts each other, or may, with the signs of a verdict.
func (b *builder) clashes(all []*row, class, text, label string) []clash {
	var out []clash
	for _, g := range all {
		x := clash{Sign: newSign(class, text, label, g.doubt)}
		marked := wordings(g)
		for _, reason := range reasons(g) {
			x.Reasons = append(x.Reasons, legible(reason))
		}
		for _, cell := range g.contradicting().cells {
			var quotes []quote
			for _, f := range cell {
				q := b.quote(f)
				q.trim()
				q.Pieces = emphasize(q.Text, marked[f.ID])
				q.Translation = b.renderings[sentenceKey(f.Version, f.Sentence)]
				quotes = append(quotes, q)
			}
			if len(quotes) > 0 {
				x.Sides = append(x.Sides, side{Version: quotes[0].Version, Quotes: quotes})
			}
		}
		out = append(out, x)
	}
	return out
}

// emphasize cuts a text where wordings of values stand in it, and marks those.
func emphasize(text string, wordings []string) []piece {
	marked := make([]bool, len(text))
	for _, w := range wordings {
		w = squeeze(legible(w))
		at := locate(text, w)
		if at < 0 {
			continue
		}
		for i := range len(w) {
			marked[at+i] = true
		}
	}
	var out []piece
	for start := 0; start < len(text); {
		end := start + 1
		for end < len(text) && marked[end] == marked[start] {
			end++
		}
		out = append(out, piece{text[start:end], marked[start]})
		start = end
	}
	return out
}

// The ends of a text that a wording of a value would be a part of, and not a
// wording itself: "18" of "18.5" and of "2018", "May" of "Mayor".
var (
	openWord   = lazy.Regexp(`(\d[.,:]?|[\pL\pM])$`)
	openDigits = lazy.Regexp(`\d$`)
	restWord   = lazy.Regexp(`^([.,:]?\d|[\pL\pM])`)
	restDigits = lazy.Regexp(`^\d`)
)

// locate finds a wording in a text, as words of its own if it stands there so:
// not all scripts part words. It returns -1 where it does not find it.
func locate(text, wording string) int {
	if wording == "" {
		return -1
	}
	loose := -1
	for at := 0; at < len(text); at++ {
		i := strings.Index(text[at:], wording)
		if i < 0 {
			break
		}
		at += i
		before, after := text[:at], text[at+len(wording):]
		cut := func(open, rest *regexp.Regexp) bool {
			return open.MatchString(before) && rest.MatchString(wording) || rest.MatchString(after) && open.MatchString(wording)
		}
		if !cut(openWord(), restWord()) {
			return at
		}
		if loose < 0 && !cut(openDigits(), restDigits()) {
			loose = at
		}
	}
	return loose
}
func (b *builder) quote(f *align.Fact) quote {
	c := b.columns[f.Version]
	text := c.text[f.Start:f.End]
	return quote{Version: c, ID: f.ID, Text: squeeze(legible(text)), URL: fragment(c.URL, text)}
}

// overview is a drawing of where in the versions the matches stand.
type overview struct {
	Height      int
	Bars, Lines []stroke
	Spots       []landing
}

// landing is a place in the overview that leads to a fact.
type landing struct {
	ID          string
	X, Y, Width int
}

// stroke is a path of a class.
type stroke struct{ Class, D string }

// The sizes of the overview, in units of its own; its width is stretched to
// that of the page.
const (
	mapWidth  = 1000
	mapBar    = 16 // height of a version's bar
	mapStride = 56 // from a version's bar to the next one's
	mapSpot   = 6  // least width of what can be pressed
)

// overview draws a bar for every version, with its facts as long as they are in
// the text and a line for every match.
func (b *builder) overview(all []*column) overview {
	o := overview{Height: mapStride*(len(all)-1) + mapBar}
	x := func(c *column, offset int) int { return mapWidth * offset / max(1, len(c.text)) }
	for row, c := range all {
		bars := map[string]*strings.Builder{}
		for i := 0; i < len(c.facts); {
			f := c.facts[i]
			class := cmp.Or(classes[f.Status], "u")
			start, end := x(c, f.Start), x(c, f.End)
			// What would be drawn too narrow is drawn together.
			for i++; i < len(c.facts) && c.facts[i].Status == f.Status && x(c, c.facts[i].Start)-start < 3; i++ {
				end = x(c, c.facts[i].End)
			}
			if bars[class] == nil {
				bars[class] = &strings.Builder{}
			}
			width := max(1, end-start-1)
			top, height := barOf(class)
			fmt.Fprintf(bars[class], "M%d %dh%dv%dh-%dz", start, row*mapStride+top, width, height, width)
		}
		for _, class := range slices.Sorted(maps.Keys(bars)) {
			o.Bars = append(o.Bars, stroke{class, bars[class].String()})
		}
		for i := 0; i < len(c.facts); {
			to, start := c.facts[i], x(c, c.facts[i].Start)
			end := start
			for ; i < len(c.facts) && end-start < mapSpot; i++ {
				end = x(c, c.facts[i].End)
				if telling(c.facts[i].Status) > telling(to.Status) {
					to = c.facts[i]
				}
			}
			o.Spots = append(o.Spots, landing{to.ID, start, row * mapStride, max(1, end-start)})
		}
	}
	same, contrary := &strings.Builder{}, &strings.Builder{}
	drawn := map[string]bool{}
	for row, c := range all {
		for _, f := range c.facts {
			for _, m := range f.Matches {
				other := b.columns[b.facts[m.ID].Version]
				if other.index <= row || b.between(f, row, other.index) {
					continue
				}
				to := b.facts[m.ID]
				x1, x2 := x(c, (f.Start+f.End)/2), x(other, (to.Start+to.End)/2)
				y1, y2 := row*mapStride+mapBar, other.index*mapStride
				middle := (y1 + y2) / 2
				d := fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1, middle, x2, middle, x2, y2)
				lines := same
				if m.Relation == align.Contrary {
					lines = contrary
				}
				if key := string(m.Relation) + d; !drawn[key] {
					drawn[key] = true
					lines.WriteString(d)
				}
			}
		}
	}
	o.Lines = []stroke{{"s", same.String()}, {"c", contrary.String()}}
	return o
}

// telling ranks verdicts: where facts share a spot, it leads to the first of
// those that a reader looks for most.
func telling(s align.Status) int {
	return slices.Index([]align.Status{align.Boilerplate, align.Shared, align.Only, align.Conflict}, s)
}

// between tells whether a fact has a counterpart in a version between two: the
// line to that one then stands for the longer one, which would cross its bar.
func (b *builder) between(f *align.Fact, from, to int) bool {
	return slices.ContainsFunc(f.Matches, func(m align.Match) bool {
		i := b.columns[b.facts[m.ID].Version].index
		return from < i && i < to
	})
}

// barOf returns the top and height of a fact in the overview, which tell its
// status to those who do not see the colour.
func barOf(class string) (top, height int) {
	switch class {
	case "c":
		return 0, mapBar
	case "o":
		return 2, mapBar - 4
	case "s":
		return 5, mapBar - 10
	}
	return 7, 2
}

// policy is the page's content security policy: its own style sheet and script
// are all that may have an effect.
func policy(css, js string) template.HTMLAttr {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return template.HTMLAttr(`content="default-src 'none'; style-src ` + hash(css) + `; script-src ` + hash(js) + `; base-uri 'none'; form-action 'none'"`)
}

// rightToLeft are the languages written from right to left.
var rightToLeft = []string{"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}

func direction(code string) string {
	switch {
	case slices.Contains(rightToLeft, code):
		return "rtl"
	case code == "ku": // written in Latin or Arabic letters
		return "auto"
	}
	return "ltr"
}

// distinguish tells apart versions in the same language.
func distinguish(all []*column) {
	count := map[string]int{}
	for _, c := range all {
		count[c.Name]++
	}
	for _, c := range all {
		if count[c.Name] > 1 {
			c.Name += " (" + c.ID + ")"
		}
	}
}

// openable tells whether a source is an address that a reader may be sent to.
func openable(source string) bool {
	u, err := url.Parse(source)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// fragment addresses a text in a page by a text fragment; a long one by its
// first and last words.
func fragment(page, text string) string {
	words := strings.Fields(legible(text))
	if page == "" || len(words) == 0 {
		return ""
	}
	directive := encode(words)
	if len(words) > 12 {
		directive = encode(words[:5]) + "," + encode(words[len(words)-5:])
	}
	if !strings.Contains(page, "#") {
		page += "#"
	}
	return page + ":~:text=" + directive
}

// encode escapes words for a text fragment, in which a hyphen is syntax.
func encode(words []string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(strings.Join(words, " ")))
}

// legible replaces what cannot stand in a page.
func legible(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// squeeze makes every white space a single blank.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// percent rounds a probability, though none is certain.
func percent(p float64) int { return min(int(math.Round(100*max(p, 0))), 99) }
