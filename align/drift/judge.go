package drift

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"factdiff/align"
	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/segment"
	"factdiff/align/value"
)

// judgement is a report on a page by sentences.
type judgement struct {
	*comparison
	from, to string
	sides    [2][]sentence
	whole    [2]string // their texts in one line
	facts    map[string]*align.Fact
	of       map[string]*sentence // by fact
}

// sentence is a sentence with its facts, and those of the other side that say the
// same or the contrary.
type sentence struct {
	side, index int
	start       int
	text        string
	block       int
	facts       []*align.Fact
	same        []*sentence
}

// judge finds what a report on the two pages says about the translation.
func (c *comparison) judge(ctx context.Context, r *align.Report, from, to string) {
	j := &judgement{comparison: c, from: from, to: to, facts: map[string]*align.Fact{}, of: map[string]*sentence{}}
	for i := range r.Facts {
		j.facts[r.Facts[i].ID] = &r.Facts[i]
	}
	pages := [2]*page{c.source, c.translation}
	for side, p := range pages {
		j.whole[side] = plain(p.Text)
	}
	for _, s := range r.Sentences {
		side := 0
		if s.Version != r.Versions[0].ID {
			side = 1
		}
		x := sentence{side: side, index: s.Index, start: s.Start, text: r.Versions[side].Text[s.Start:s.End], block: pages[side].block(s.Start)}
		for _, id := range s.Facts {
			x.facts = append(x.facts, j.facts[id])
		}
		j.sides[side] = append(j.sides[side], x)
	}
	for side := range j.sides {
		for i := range j.sides[side] {
			s := &j.sides[side][i]
			for _, f := range s.facts {
				j.of[f.ID] = s
			}
		}
		c.sentences[side] = len(j.sides[side])
	}
	for side := range j.sides {
		for i := range j.sides[side] {
			s := &j.sides[side][i]
			for _, f := range s.facts {
				for _, m := range f.Matches {
					if other := j.of[m.ID]; !slices.Contains(s.same, other) {
						s.same = append(s.same, other)
					}
				}
			}
		}
	}
	said := j.conflicts()
	said = append(said, j.outdated(ctx, said)...)
	left := j.untranslated()
	said = append(said, j.headings()...)
	for side, kind := range []Kind{OnlyA, OnlyB} {
		for i := range j.sides[side] {
			if s := &j.sides[side][i]; !slices.Contains(said, s) && !slices.Contains(left, s) {
				j.only(kind, s)
			}
		}
	}
}

// place is where a sentence stands.
func (j *judgement) place(s *sentence, text string) Place {
	p := j.source
	if s.side == 1 {
		p = j.translation
	}
	return Place{p.Source, p.line(s.start), text}
}

// behind is where on the other side what it lacks would stand: at the counterpart
// of the nearest sentence before that has one.
func (j *judgement) behind(s *sentence) Place {
	for i := s.index - 1; i >= 0; i-- {
		if before := j.sides[s.side][i]; len(before.same) > 0 {
			return j.place(before.same[0], "")
		}
	}
	return j.place(&j.sides[1-s.side][0], "")
}

// only notes what one side alone says of a sentence: all of it, or runs of facts.
func (j *judgement) only(kind Kind, s *sentence) {
	note := func(facts []*align.Fact) {
		if len(facts) == 0 {
			return
		}
		text := s.text[facts[0].Start-s.start : facts[len(facts)-1].End-s.start]
		if !speaks(text) || j.repeats(1-s.side, text) {
			return
		}
		confidence, length := 0.0, 0
		for _, f := range facts {
			confidence += f.Confidence * float64(len(f.Text))
			length += len(f.Text)
		}
		at, gap := j.place(s, text), j.behind(s)
		if s.side == 1 {
			at, gap = gap, at
		}
		j.find(kind, math.Round(1000*confidence/float64(length))/1000, at, gap)
	}
	var run []*align.Fact
	for _, f := range s.facts {
		if f.Status == align.Only {
			run = append(run, f)
			continue
		}
		note(run)
		run = nil
	}
	note(run)
}

// headings returns the headings without a counterpart on both sides that stand in
// the same place: so few words often tell too little by themselves.
func (j *judgement) headings() (paired []*sentence) {
	lone := func(s *sentence) bool {
		p := [2]*page{j.source, j.translation}[s.side]
		return p.Blocks[s.block].Kind == read.Heading && len(s.same) == 0
	}
	next := 0 // of the translation's sentences
	for i := range j.sides[0] {
		s := &j.sides[0][i]
		if len(s.same) > 0 {
			next = s.same[0].index + 1
			continue
		}
		for k := next; lone(s) && k < len(j.sides[1]) && len(j.sides[1][k].same) == 0; k++ {
			if t := &j.sides[1][k]; lone(t) {
				paired = append(paired, s, t)
				next = k + 1
				break
			}
		}
	}
	return paired
}

// speaks tells whether a text has a word of a language in it: of several small
// letters, or in a script that has no capitals.
func speaks(text string) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		small := 0
		for _, r := range w {
			if !unicode.IsUpper(r) {
				small++
			}
		}
		if small >= 2 || small == 1 && len(w) > 1 {
			return true
		}
	}
	return false
}

// repeats tells whether a side has the very text, as names and commands are.
func (j *judgement) repeats(side int, text string) bool {
	return strings.Contains(j.whole[side], plain(text))
}

// conflicts notes the sentences that contradict each other, and returns them.
func (j *judgement) conflicts() (said []*sentence) {
	type two struct{ a, b *sentence }
	done := map[two]bool{}
	for i := range j.sides[0] {
		s := &j.sides[0][i]
		for _, f := range s.facts {
			for _, m := range f.Matches {
				g := j.facts[m.ID]
				if m.Relation != align.Contrary || g == nil || done[two{s, j.of[m.ID]}] {
					continue
				}
				done[two{s, j.of[m.ID]}] = true
				x := j.find(Conflict, min(f.Confidence, g.Confidence), j.place(s, s.text), j.place(j.of[m.ID], j.of[m.ID].text))
				if x.Values = disagreements(f, g); inDigits(x.Values) && mutual(s, j.of[m.ID]) {
					x.Confidence = max(x.Confidence, literally)
				}
				said = append(said, s, j.of[m.ID])
			}
		}
		if len(s.same) == 1 && mutual(s, s.same[0]) && !done[two{s, s.same[0]}] {
			if values := j.terms(s.text, s.same[0].text); values != nil {
				j.find(Conflict, literally, j.place(s, s.text), j.place(s.same[0], s.same[0].text)).Values = values
				said = append(said, s, s.same[0])
			}
		}
	}
	return said
}

// mutual tells two sentences that have no other counterpart than each other.
func mutual(s, t *sentence) bool { return len(s.same) == 1 && len(t.same) == 1 && s.same[0] == t }

// inDigits tells values that are written in digits: words for numbers have other
// meanings too.
func inDigits(values [][2]string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v [2]string) bool {
		return !strings.ContainsAny(v[0], "0123456789") || !strings.ContainsAny(v[1], "0123456789")
	})
}

func disagreements(f, g *align.Fact) [][2]string {
	for _, w := range f.Explanation {
		for _, c := range w.Candidates {
			if c.ID == g.ID {
				return c.Disagree
			}
		}
	}
	return nil
}

// literally is the confidence of a conflict between two sentences that are each
// other's only counterpart and differ in a value.
const literally = 0.95

// term finds what translators leave as it is: versions, other numbers of several
// digits, and the options of commands.
var term = regexp.MustCompile(`(?:^|[\s("'“„«»:/v=])(\d+(?:\.\d+){2,}|\d[\d.,'\x{a0}\x{202f}]*\d|--[a-z][\w-]+)`)

// terms returns the two terms that sentences with the same meaning do not share;
// nil where it is not one each, of the same kind. Of numbers only those count that
// have no unit: times of day and measures differ in their form.
func (j *judgement) terms(a, b string) [][2]string {
	find := func(text, language string) map[string]string {
		out := map[string]string{}
		values := value.Find(text, language, time.Time{})
		for _, m := range term.FindAllStringSubmatchIndex(text, -1) {
			t := text[m[2]:m[3]]
			if !slices.ContainsFunc(values, func(v value.Value) bool {
				return v.Start < m[3] && m[2] < v.End && v.Kind != value.Number && v.Kind != value.Code && v.Kind != value.Ordinal
			}) {
				out[termKey(t)] = t
			}
		}
		return out
	}
	x, y := find(a, j.from), find(b, j.to)
	lone := func(of, in map[string]string, other string) (out []string) {
		for key, t := range of {
			if _, ok := in[key]; !ok && !strings.Contains(other, t) {
				out = append(out, t)
			}
		}
		return out
	}
	if p, q := lone(x, y, b), lone(y, x, a); len(p) == 1 && len(q) == 1 && (p[0][0] == '-') == (q[0][0] == '-') {
		return [][2]string{{p[0], q[0]}}
	}
	return nil
}

// termKey is what a term says however its thousands are parted.
func termKey(t string) string {
	if t[0] == '-' || strings.Count(t, ".") > 1 {
		return t
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, t)
}

// The least words that a sentence has to have to be taken for untranslated: where
// the source has the very same, and where only its language tells.
const (
	sameWords  = 5
	otherWords = 7
)

// untranslated notes the sentences of the translation that are in the source's
// language, block by block, and returns them.
func (j *judgement) untranslated() (left []*sentence) {
	if j.from == j.to {
		return nil
	}
	source := map[string]bool{}
	for _, s := range j.sides[0] {
		source[plain(s.text)] = true
	}
	var at *Finding
	last := -1
	for i := range j.sides[1] {
		s := &j.sides[1][i]
		confidence := j.foreign(s.text, source[plain(s.text)])
		if confidence == 0 {
			last = -1
			continue
		}
		left = append(left, s)
		if s.block == last {
			at.Translation.Text += " " + s.text
			at.Confidence = max(at.Confidence, confidence)
			continue
		}
		where := j.behind(s)
		if len(s.same) > 0 {
			where = j.place(s.same[0], "")
		}
		at = j.find(Untranslated, confidence, where, j.place(s, s.text))
		last = s.block
	}
	return left
}

// foreign is how probably a sentence of the translation is in the source's
// language, 0 where it is too short or probably is not. What the source has
// literally is taken for it, unless it is in the translation's language as much.
func (j *judgement) foreign(text string, same bool) float64 {
	words := 0
	for _, w := range segment.Words(text) {
		if speaks(text[w.Start:w.End]) {
			words++
		}
	}
	code, confidence := lang.Detect(text)
	switch {
	case words >= otherWords && code == j.from:
		return confidence
	case words >= sameWords && same && code != j.to:
		return 1
	}
	return 0
}

// outdated notes the sentences of the source that have changed in the range, and
// whose translation has not, and returns them.
func (j *judgement) outdated(ctx context.Context, said []*sentence) (old []*sentence) {
	if j.options.Before == nil {
		return nil
	}
	was, problem := j.before(ctx, j.source)
	wasTranslated, problemTranslated := j.before(ctx, j.translation)
	if err := errors.Join(problem, problemTranslated); err != nil {
		j.problem = err
		return nil
	}
	now := map[string]bool{}
	for _, s := range j.sides[0] {
		now[words(s.text)] = true
	}
	for i := range j.sides[0] {
		s := &j.sides[0][i]
		w := words(s.text)
		if _, ok := was[w]; ok || len(was) == 0 || w == "" || len(s.same) == 0 || slices.Contains(said, s) {
			continue
		}
		if slices.ContainsFunc(s.same, func(t *sentence) bool { _, ok := wasTranslated[words(t.text)]; return !ok }) {
			continue // somebody has worked on it
		}
		before, likeness := "", 0.0
		for text, original := range was {
			if now[text] {
				continue
			}
			if x := overlap(w, text); x > likeness || x == likeness && original < before {
				before, likeness = original, x
			}
		}
		if likeness < alike {
			continue // new, and said by a sentence that was there before
		}
		x := j.find(Outdated, 1, j.place(s, s.text), j.place(s.same[0], s.same[0].text))
		x.Was = plain(before)
		old = append(old, s)
	}
	return old
}

// before returns the sentences that a page had when the range began, by their
// words; none where it was not there.
func (j *judgement) before(ctx context.Context, p *page) (map[string]string, error) {
	before, err := open(ctx, p.Source, p.Lang, j.options.Before)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	language := lang.Of(before.Lang, before.Text)
	for _, b := range before.Blocks {
		text := before.Text[b.Start:b.End]
		for _, s := range segment.Sentences(text, language) {
			out[words(text[s.Start:s.End])] = text[s.Start:s.End]
		}
	}
	return out, nil
}

// words is a text without punctuation and capitals.
func words(text string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " "))
}

// alike is how much two sentences share that are one before and after a change.
const alike = 0.5

// overlap is the share of words that two texts have in common, 0 to 1.
func overlap(a, b string) float64 {
	x, y := strings.Fields(a), strings.Fields(b)
	count := map[string]int{}
	for _, w := range x {
		count[w]++
	}
	common := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			common++
		}
	}
	return 2 * float64(common) / float64(max(1, len(x)+len(y)))
}
