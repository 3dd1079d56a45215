// Package prepare takes a document through the stages before the matching: it is
// segmented into sentences, facts and words, embedded, and what could be page
// furniture is described.
package prepare

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"factdiff/align/classify"
	"factdiff/align/cross"
	"factdiff/align/embed"
	"factdiff/align/internal/parallel"
	"factdiff/align/match"
	"factdiff/align/name"
	"factdiff/align/polarity"
	"factdiff/align/read"
	"factdiff/align/segment"
	"factdiff/align/value"
)

// Version is a document on its way through the engine. All spans are offsets
// into its text.
type Version struct {
	Document  *read.Document
	Lang      string // ISO 639-1
	Sentences []Sentence
	Facts     []Fact // of all sentences, in order
	Names     *name.Article
	Date      time.Time // of publication, zero when unknown
}

// Sentence is a sentence with what is inside it.
type Sentence struct {
	segment.Span
	Block  int            // in the document
	Facts  [2]int         // its first fact and the one after its last
	Words  []segment.Span // in order
	Vector []float32

	words   []match.Word
	reading *embed.Reading
}

// Fact is a part of a sentence.
type Fact struct {
	segment.Span
	Sentence int
	Vector   []float32
}

// Text returns the wording of a span.
func (v *Version) Text(s segment.Span) string { return v.Document.Text[s.Start:s.End] }

// New segments a document. Its vectors are missing until [Encode].
func New(doc *read.Document, lang string) *Version {
	v := &Version{Document: doc, Lang: lang, Names: name.NewArticle(doc.Text, lang), Date: date(doc, lang)}
	for k, block := range doc.Blocks {
		for _, s := range segment.Sentences(doc.Text[block.Start:block.End], lang) {
			s = shift(s, block.Start)
			first := len(v.Facts)
			for _, f := range facts(v.Text(s), lang) {
				v.Facts = append(v.Facts, Fact{Span: shift(f, s.Start), Sentence: len(v.Sentences)})
			}
			words := segment.Words(v.Text(s))
			for i := range words {
				words[i] = shift(words[i], s.Start)
			}
			v.Sentences = append(v.Sentences, Sentence{Span: s, Block: k, Facts: [2]int{first, len(v.Facts)}, Words: words})
		}
	}
	return v
}

// facts cuts a sentence into facts, but not where a value goes on: "an hour and
// twenty minutes", یک میلیون و ۲۰۰ هزار.
func facts(sentence, lang string) []segment.Span {
	cut := segment.Facts(sentence, lang)
	out := cut[:0]
	for i, f := range cut {
		if i > 0 && splitsValue(sentence, lang, out[len(out)-1], f) {
			out[len(out)-1].End = f.End
		} else {
			out = append(out, f)
		}
	}
	return out
}

// around is how many bytes before and behind a cut are looked at.
const around = 48

// leastAdded is the least number that "and" does not add to one before it in most
// languages: "two million and three hundred workers" are two.
const leastAdded = 100

// adding are the languages where "and" adds hundreds and thousands, too: "dois mil e
// quinhentos".
var adding = []string{"ar", "fa", "pt"}

// splitsValue tells whether the cut between two facts is in the middle of a value, and
// no other begins behind it that goes on further. No mark stands inside of a value but
// a comma in a date: "с понедельника, 28 июля".
func splitsValue(sentence, lang string, before, behind segment.Span) bool {
	last, _ := utf8.DecodeLastRuneInString(sentence[before.Start:before.End])
	comma := last == ',' || last == '،'
	if !comma && !unicode.In(last, unicode.L, unicode.M, unicode.N) {
		return false
	}
	from, to := whole(sentence, max(before.Start, before.End-around), min(behind.End, behind.Start+around))
	for _, v := range value.Find(sentence[from:to], lang, time.Time{}) {
		minus := v.Kind == value.Temperature && v.Hi < 0 && from+v.Start == behind.Start // chuté à – 7 °C
		if from+v.Start >= before.End && !minus || from+v.End <= behind.Start || comma && (v.Kind != value.Date || v.Day == 0 || !weekday(sentence[from+v.Start:before.End], lang)) {
			continue
		}
		if rest := value.Find(sentence[behind.Start:to], lang, time.Time{}); len(rest) > 0 {
			own := rest[0]
			further := behind.Start+own.Start < from+v.End && behind.Start+own.End > from+v.End
			added := own.Kind == value.Number && own.Lo >= leastAdded && !slices.Contains(adding, lang)
			if further || added && (v.Hedge != value.Exact || sum(value.Find(sentence[from:before.End], lang, time.Time{}), own) == v.Lo) {
				return false
			}
		}
		return true
	}
	return false
}

// whole narrows a stretch of a text to whole characters.
func whole(text string, from, to int) (int, int) {
	for !utf8.RuneStart(text[from]) {
		from++
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return from, to
}

// weekday tells whether a text states a day of the week and no more.
func weekday(text, lang string) bool {
	found := value.Find(text, lang, time.Time{})
	return len(found) == 1 && found[0].Weekday > 0 && found[0].Day == 0
}

// sum adds a value to the last of others: that of "cento e cinco mil" is no 5,100.
func sum(others []value.Value, v value.Value) float64 {
	if len(others) == 0 {
		return v.Lo
	}
	return others[len(others)-1].Lo + v.Lo
}

// Clone returns a version with vectors of its own, none so far.
func (v *Version) Clone() *Version {
	c := *v
	c.Sentences, c.Facts = slices.Clone(v.Sentences), slices.Clone(v.Facts)
	return &c
}

// datelineBlocks is how far from the beginning a by-line or dateline is looked
// for.
const datelineBlocks = 12

// date is the day a document appeared: what its source declares, or the first
// full date that its beginning states.
func date(doc *read.Document, lang string) time.Time {
	if !doc.Date.IsZero() {
		return doc.Date
	}
	for _, b := range doc.Blocks[:min(datelineBlocks, len(doc.Blocks))] {
		text := doc.Text[b.Start:b.End]
		searched := 0
		for at := range years(text) {
			if at+nearYear < searched {
				continue
			}
			from, to := whole(text, max(0, at-nearYear), min(len(text), at+2*nearYear))
			searched = to
			for _, v := range value.Find(text[from:to], lang, time.Time{}) {
				if v.Kind == value.Date && v.Year > 0 && v.Month > 0 && v.Day > 0 {
					return time.Date(v.Year, time.Month(v.Month), v.Day, 0, 0, 0, 0, time.UTC)
				}
			}
		}
	}
	return time.Time{}
}

// nearYear is how many bytes before and behind its year a full date has.
const nearYear = 120

// years yields where in a text the year of a full date may stand, as it is quicker to
// find values there alone: four digits, the end of a date all in digits (3.11.25), or a
// character that stands behind years.
func years(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		digits, parts := 0, 0 // in a row; of a date, so far
		for i, r := range text {
			switch {
			case unicode.IsDigit(r):
				if digits++; (digits == 4 || digits == 1 && parts == 2) && !yield(i) {
					return
				}
				continue
			case unicode.Is(unicode.Cf, r):
				continue
			case r == '年' || r == '년':
				if !yield(i) {
					return
				}
			case strings.ContainsRune("./-．／－", r) && digits > 0:
				parts++
			case r != ' ' || digits > 0:
				parts = 0
			}
			digits = 0
		}
	}
}

func shift(s segment.Span, by int) segment.Span {
	return segment.Span{Start: s.Start + by, End: s.End + by}
}

// encodeTogether is how many sentences are given to the encoder at once: many, so
// that it can fill all processors, but not so many that nothing is heard of it.
const encodeTogether = 512

// Encode gives the sentences, facts and words of versions their vectors, and if
// they are going to be read together, keeps how the encoder read them. A sentence
// that is there more than once, cut alike, is encoded once. It calls progress with
// each number of sentences that are done.
func Encode(ctx context.Context, encoder embed.Encoder, versions []*Version, reading bool, progress func(sentences int)) error {
	for rest := different(versions); len(rest) > 0; {
		some := rest[:min(encodeTogether, len(rest))]
		rest = rest[len(some):]
		texts, done := make([]embed.Text, len(some)), 0
		for i, same := range some {
			texts[i] = same[0].version.input(*same[0].Sentence)
			texts[i].Reading = reading
			done += len(same)
		}
		source := some[0][0].version.Document.Source
		vectors, err := encoder.Encode(ctx, texts)
		if err != nil {
			return fmt.Errorf("embedding %q: %w", source, err)
		}
		if len(vectors) != len(texts) {
			return fmt.Errorf("embedding %q: the encoder %s gave %d vectors for %d sentences", source, encoder.Name(), len(vectors), len(texts))
		}
		for i, same := range some {
			if err := fits(vectors[i], texts[i], encoder.Dim()); err != nil {
				return fmt.Errorf("embedding %q: the encoder %s gave %w", same[0].version.Document.Source, encoder.Name(), err)
			}
			for _, o := range same {
				o.version.take(o.Sentence, vectors[i])
			}
		}
		progress(done)
	}
	return nil
}

// occurrence is a sentence where it stands.
type occurrence struct {
	version *Version
	*Sentence
}

// different lists the sentences of versions, in order, each with those that an
// encoder gives the same vectors.
func different(versions []*Version) [][]occurrence {
	var out [][]occurrence
	seen := map[string]int{} // where the sentence of a wording is
	for _, v := range versions {
		for i := range v.Sentences {
			o := occurrence{v, &v.Sentences[i]}
			wording := v.Text(o.Span)
			at, ok := seen[wording]
			if ok && sameCut(out[at][0], o) {
				out[at] = append(out[at], o)
				continue
			}
			seen[wording] = len(out)
			out = append(out, []occurrence{o})
		}
	}
	return out
}

// sameCut tells whether sentences of one wording have the same facts and words.
func sameCut(x, y occurrence) bool {
	a, b := x.version.input(*x.Sentence), y.version.input(*y.Sentence)
	return slices.Equal(a.Parts, b.Parts) && slices.Equal(a.Words, b.Words)
}

// fits checks what an encoder gave for a text.
func fits(v embed.Vectors, t embed.Text, dim int) error {
	if len(v.Parts) != len(t.Parts) || v.Words != nil && len(v.Words) != len(t.Words) || v.Information != nil && len(v.Information) != len(t.Words) {
		return errors.New("vectors for other parts or words than those asked for")
	}
	for _, w := range v.Words {
		if len(w) == 0 || len(w) != len(v.Words[0]) {
			return errors.New("vectors of different lengths for words")
		}
	}
	for _, x := range v.Information {
		if math.IsNaN(float64(x)) {
			return errors.New("a word's information that is no number")
		}
	}
	for _, x := range append(slices.Clone(v.Parts), v.Text) {
		if len(x) != dim {
			return fmt.Errorf("a vector of %d values, not %d", len(x), dim)
		}
		for _, y := range x {
			if y-y != 0 { // as is so of what is no number, and of infinity
				return errors.New("a vector that is not finite")
			}
		}
	}
	return nil
}

// input is a sentence as the encoder wants it.
func (v *Version) input(s Sentence) embed.Text {
	t := embed.Text{Text: v.Text(s.Span), Parts: make([]embed.Span, 0, s.Facts[1]-s.Facts[0]), Words: make([]embed.Span, 0, len(s.Words))}
	for _, f := range v.Facts[s.Facts[0]:s.Facts[1]] {
		t.Parts = append(t.Parts, embed.Span{Start: f.Start - s.Start, End: f.End - s.Start})
	}
	for _, w := range s.Words {
		t.Words = append(t.Words, embed.Span{Start: w.Start - s.Start, End: w.End - s.Start})
	}
	return t
}

// take notes a sentence's vectors.
func (v *Version) take(s *Sentence, vectors embed.Vectors) {
	s.Vector, s.reading = vectors.Text, vectors.Reading
	for k, part := range vectors.Parts {
		v.Facts[s.Facts[0]+k].Vector = part
	}
	s.words = make([]match.Word, len(s.Words))
	for k := range s.words {
		s.words[k].Weight = 1
		if vectors.Words != nil {
			s.words[k].Vector = vectors.Words[k]
		}
		if vectors.Information != nil {
			s.words[k].Weight = weight(vectors.Information[k])
		}
	}
}

// A word of commonInformation nats, such as an article, says nothing; one of
// rareInformation, such as a name, as much as a word can.
const (
	commonInformation = 4
	rareInformation   = 14
)

// weight turns a word's information into how much it says, from 0 to 1.
func weight(information float32) float32 {
	return min(max((information-commonInformation)/(rareInformation-commonInformation), 0), 1)
}

// Story is what of a version belongs to the story, as the matcher and the judge
// see it.
type Story struct {
	Side             *match.Side
	Sentences, Facts []int // their indices in the version
}

// Story leaves out the sentences that are furniture.
func (v *Version) Story(furniture []bool) *Story {
	s := &Story{Side: &match.Side{Names: v.Names, Lang: v.Lang}}
	side := s.Side
	for i, sentence := range v.Sentences {
		if furniture[i] {
			continue
		}
		first := len(side.Facts)
		for k := sentence.Facts[0]; k < sentence.Facts[1]; k++ {
			f := v.Facts[k]
			side.Facts = append(side.Facts, match.Fact{
				Start: f.Start, End: f.End, Text: v.Text(f.Span), Terms: v.terms(sentence.Words, f.Span),
				Vector:   f.Vector,
				Sentence: len(side.Sentences),
				Words:    within(sentence.Words, f.Span),
				Values:   value.Find(v.Text(f.Span), v.Lang, v.Date),
				Signs:    polarity.Find(v.Text(f.Span), v.Lang),
			})
			s.Facts = append(s.Facts, k)
		}
		side.Sentences = append(side.Sentences, match.Sentence{
			Vector: sentence.Vector, Words: sentence.words, Facts: [2]int{first, len(side.Facts)}, Reading: v.reading(sentence),
		})
		s.Sentences = append(s.Sentences, i)
	}
	return s
}

// reading is what the encoder read of a sentence, with its facts and words; nil
// where it kept nothing.
func (v *Version) reading(s Sentence) *cross.Sentence {
	if s.reading == nil {
		return nil
	}
	t := v.input(s)
	return &cross.Sentence{Reading: s.reading, Facts: t.Parts, Words: t.Words}
}

// In returns the same story with the vectors of a clone of its version.
func (s *Story) In(clone *Version) *Story {
	side := *s.Side
	side.Facts, side.Sentences = slices.Clone(side.Facts), slices.Clone(side.Sentences)
	for i, k := range s.Facts {
		side.Facts[i].Vector = clone.Facts[k].Vector
	}
	for i, k := range s.Sentences {
		sentence := clone.Sentences[k]
		to := &side.Sentences[i]
		to.Vector, to.Words, to.Reading = sentence.Vector, sentence.words, clone.reading(sentence)
	}
	return &Story{&side, s.Sentences, s.Facts}
}

// terms returns the words that begin inside a span, in small letters.
func (v *Version) terms(words []segment.Span, s segment.Span) []string {
	at := within(words, s)
	out := make([]string, 0, at[1]-at[0])
	for _, w := range words[at[0]:at[1]] {
		out = append(out, strings.ToLower(v.Text(w)))
	}
	return out
}

// within returns the range of words that begin inside a span.
func within(words []segment.Span, s segment.Span) [2]int {
	lo := 0
	for lo < len(words) && words[lo].Start < s.Start {
		lo++
	}
	hi := lo
	for hi < len(words) && words[hi].Start < s.End {
		hi++
	}
	return [2]int{lo, hi}
}

// Evidence gathers for each version what tells its furniture from its story.
func Evidence(ctx context.Context, versions []*Version) ([][]classify.SentenceEvidence, error) {
	out := make([][]classify.SentenceEvidence, len(versions))
	err := parallel.Do(ctx, len(versions), func(numbers iter.Seq[int]) {
		for i := range numbers {
			out[i] = versions[i].form()
		}
	})
	if err != nil {
		return nil, err
	}
	for i, a := range versions {
		for j, b := range versions[:i] {
			if err := nearest(ctx, a, b, out[i], out[j]); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// isTitle tells whether a block is the document's title, white space aside.
func (v *Version) isTitle(block int) bool {
	b := v.Document.Blocks[block]
	return slices.Equal(strings.Fields(v.Document.Text[b.Start:b.End]), strings.Fields(v.Document.Title))
}

func (v *Version) form() []classify.SentenceEvidence {
	out := make([]classify.SentenceEvidence, len(v.Sentences))
	var mean []float64
	title := false
	texts := make([]string, len(v.Sentences))
	for i, s := range v.Sentences {
		texts[i] = v.Text(s.Span)
	}
	quoted := segment.Quoted(texts)
	for i, s := range v.Sentences {
		first := i == 0 || v.Sentences[i-1].Block != s.Block
		if first {
			title = v.isTitle(s.Block)
		}
		out[i] = classify.SentenceEvidence{
			Text: texts[i], Vector: s.Vector,
			Block: s.Block, Blocks: len(v.Document.Blocks),
			First:    first,
			Title:    title,
			Quoted:   quoted[i],
			Leftover: v.Document.Blocks[s.Block].Kind == read.Leftover,
			Last:     i+1 == len(v.Sentences) || v.Sentences[i+1].Block != s.Block,
			Position: float64(i) / float64(len(v.Sentences)),
		}
		if mean == nil {
			mean = make([]float64, len(s.Vector))
		}
		for k, x := range s.Vector {
			mean[k] += float64(x) / float64(len(v.Sentences))
		}
	}
	for i, s := range v.Sentences {
		for k, x := range s.Vector {
			out[i].Topic += mean[k] * float64(x)
		}
	}
	return out
}

// nearest notes for each sentence of two versions how near the other has one.
func nearest(ctx context.Context, a, b *Version, ofA, ofB []classify.SentenceEvidence) error {
	vectors := func(v *Version) (out [][]float32) {
		for _, s := range v.Sentences {
			out = append(out, s.Vector)
		}
		return out
	}
	nearA, nearB, err := match.Counterparts(ctx, vectors(a), vectors(b), 4)
	if err != nil {
		return err
	}
	note := func(out []classify.SentenceEvidence, near [][]match.Counterpart) {
		for i, list := range near {
			if len(list) > 0 && (out[i].Cosine == 0 || float64(list[0].Margin) > out[i].Margin) {
				out[i].Cosine, out[i].Margin = float64(list[0].Cosine), float64(list[0].Margin)
			}
		}
	}
	note(ofA, nearA)
	note(ofB, nearB)
	return nil
}
