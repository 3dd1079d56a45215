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
	"time"

	"factdiff/align"
	"factdiff/align/lang"
)

// Provenance tells the reader of a report what made it and when.
type Provenance struct {
	// Program is the program's name and version, "factdiff 0.1.0".
	Program string

	// Made is when the report was made; left out of the page where zero.
	Made time.Time
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
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string

	pageTemplate = template.Must(template.New("page").Parse(pageSource))
)

// HTML writes the report as one self-contained page, which loads nothing and
// works from disk, in print and without JavaScript. The same report and
// provenance make the same bytes. It fails on a report whose facts do not lie
// in order in their version's text.
func HTML(w io.Writer, r *align.Report, p Provenance) error {
	page, err := newPage(r, p)
	if err != nil {
		return fmt.Errorf("writing a page: %w", err)
	}
	b := bufio.NewWriter(w) // the template writes every scrap by itself
	if err = pageTemplate.Execute(b, page); err == nil {
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

	Title     string
	Versions  []*column
	Conflicts list[[]quote]
	Only      int // in all versions
	Uncertain bool
	Map       overview
	Model     string
	Provenance
}

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
	Only        list[[]quote] // those of a sentence together
	TitleInText bool          // the text begins with the title

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

	Evidence string
	Pieces   []piece
}

// target is a fact to go to.
type target struct{ ID, Version string }

// piece is a stretch of a fact's text.
type piece struct {
	Text  string
	Novel bool
}

// quote is a fact in a list above the texts.
type quote struct {
	Version *column
	ID      string
	Text    string
	URL     string // the place in the source, "" where it cannot be opened
}

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
}

func newPage(r *align.Report, p Provenance) (*page, error) {
	if len(r.Versions) == 0 {
		return nil, errors.New("the report has no versions")
	}
	b := &builder{map[string]*column{}, map[string]*align.Fact{}, map[string]int{}}
	out := &page{
		CSP:        policy(pageCSS, pageJS),
		CSS:        template.CSS(pageCSS),
		JS:         template.JS(pageJS),
		Model:      legible(r.Model),
		Provenance: p,
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
		out.Only += s.Only
		if out.Title == "" {
			out.Title = c.Title
		}
		b.columns[v.ID] = c
		out.Versions = append(out.Versions, c)
	}
	distinguish(out.Versions)
	if err := b.sort(r); err != nil {
		return nil, err
	}
	for _, c := range out.Versions {
		places := b.places(c, out.Versions)
		marks := make([]*mark, len(c.facts))
		for i, f := range c.facts {
			marks[i] = b.mark(f, places[i])
			out.Uncertain = out.Uncertain || f.Confidence < doubtful
		}
		c.shade(marks)
		c.lay(marks)
		c.Only = newList(b.only(c))
	}
	out.Conflicts = newList(b.conflicts(r))
	out.Map = b.overview(out.Versions)
	return out, nil
}

// identifier is the form of a fact's ID; the page's own ids have a hyphen, and
// the lists for the script rely on there being no sign in it.
var identifier = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// sort gives every version its facts and sentences, and checks that all that
// follows can rely on them.
func (b *builder) sort(r *align.Report) error {
	for i := range r.Facts {
		f := &r.Facts[i]
		c := b.columns[f.Version]
		if c == nil {
			return fmt.Errorf("fact %q: there is no version %q", f.ID, f.Version)
		}
		if !identifier.MatchString(f.ID) || b.facts[f.ID] != nil {
			return fmt.Errorf("fact %q: its ID is not of letters and digits or is not its own", f.ID)
		}
		end := 0
		if n := len(c.facts); n > 0 {
			end = c.facts[n-1].End
		}
		if f.Start < end || f.End < f.Start || f.End > len(c.text) {
			return fmt.Errorf("fact %q: its span, %d to %d, is not after the fact before or not in the text", f.ID, f.Start, f.End)
		}
		b.facts[f.ID], b.at[f.ID] = f, len(c.facts)
		c.facts = append(c.facts, f)
	}
	for _, f := range b.facts {
		for _, m := range f.Matches {
			if b.facts[m.ID] == nil {
				return fmt.Errorf("fact %q: there is no match %q", f.ID, m.ID)
			}
		}
	}
	for _, s := range r.Sentences {
		if c := b.columns[s.Version]; c != nil {
			c.sentences = append(c.sentences, s)
		}
	}
	return nil
}

var classes = map[align.Status]string{align.Shared: "s", align.Only: "o", align.Conflict: "c", align.Boilerplate: "u"}

// mark makes a fact's mark, without its text.
func (b *builder) mark(f *align.Fact, places string) *mark {
	m := &mark{ID: f.ID, Class: cmp.Or(classes[f.Status], "u"), Link: f.ID, Percent: percent(f.Confidence), Places: places}
	if f.Confidence < doubtful {
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
		}
	}
	m.Matches, m.Rivals = strings.Join(matches, " "), strings.Join(rivals, " ")
	m.Evidence = legible(strings.Join(evidence, "; "))
	return m
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

var lineEnd = regexp.MustCompile("\r\n?|[\n\u2028\u2029]")

// lineEnds counts the line ends of a text.
func lineEnds(s string) int { return len(lineEnd.FindAllStringIndex(s, -1)) }

// only lists the facts that only the version has, those of a sentence that
// follow each other as one item.
func (b *builder) only(c *column) [][]quote {
	var out [][]quote
	for i, f := range c.facts {
		if f.Status != align.Only {
			continue
		}
		q := b.quote(f)
		if i > 0 && c.facts[i-1].Status == align.Only && c.facts[i-1].Sentence == f.Sentence {
			out[len(out)-1] = append(out[len(out)-1], q)
		} else {
			out = append(out, []quote{q})
		}
	}
	for _, item := range out {
		first, last := &item[0], &item[len(item)-1]
		last.trim()
		if first != last { // one place in the source for all
			for i := range item {
				item[i].URL = ""
			}
			last.URL = fragment(c.URL, c.text[b.facts[first.ID].Start:b.facts[last.ID].End])
		}
	}
	return out
}

// trim takes away the comma or the like that led on to the next fact.
func (q *quote) trim() { q.Text = strings.TrimRight(q.Text, " ,;:،؛、，；：") }

// conflicts lists what contradicts each other, the wordings of a conflict in
// the order of the versions.
func (b *builder) conflicts(r *align.Report) [][]quote {
	var out [][]quote
	seen := map[string]bool{}
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Status != align.Conflict || seen[f.ID] {
			continue
		}
		group := []*align.Fact{&r.Facts[i]}
		seen[r.Facts[i].ID] = true
		for k := 0; k < len(group); k++ {
			for _, m := range group[k].Matches {
				if m.Relation == align.Contrary && !seen[m.ID] {
					seen[m.ID] = true
					group = append(group, b.facts[m.ID])
				}
			}
		}
		slices.SortFunc(group, func(x, y *align.Fact) int {
			return cmp.Or(cmp.Compare(b.columns[x.Version].index, b.columns[y.Version].index), cmp.Compare(x.Start, y.Start))
		})
		var quotes []quote
		for _, f := range group {
			quotes = append(quotes, b.quote(f))
			quotes[len(quotes)-1].trim()
		}
		out = append(out, quotes)
	}
	return out
}

func (b *builder) quote(f *align.Fact) quote {
	c := b.columns[f.Version]
	text := c.text[f.Start:f.End]
	return quote{c, f.ID, squeeze(legible(text)), fragment(c.URL, text)}
}

// overview is a drawing of where in the versions the matches stand.
type overview struct {
	Height      int
	Bars, Lines []stroke
}

// stroke is a path of a class.
type stroke struct{ Class, D string }

// The sizes of the overview, in units of its own; its width is stretched to
// that of the page.
const (
	mapWidth  = 1000
	mapBar    = 16 // height of a version's bar
	mapStride = 56 // from a version's bar to the next one's
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

func percent(p float64) int { return int(math.Round(100 * min(max(p, 0), 1))) }
