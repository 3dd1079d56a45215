// Package match finds which facts of two versions could say the same, and
// gathers what speaks for and against each pair. It does not judge: that is
// package classify's work.
package match

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/adrg/strutil/metrics"

	"factdiff/align/cross"
	"factdiff/align/internal/parallel"
	"factdiff/align/name"
	"factdiff/align/polarity"
	"factdiff/align/value"
)

// Side is one version as the matcher sees it.
type Side struct {
	Sentences []Sentence
	Facts     []Fact
	Names     *name.Article // of the whole version
	Lang      string
}

// Sentence is a sentence of a version.
type Sentence struct {
	Vector []float32 // of length 1
	Words  []Word
	Facts  [2]int // its first fact and the one after its last

	Reading *cross.Sentence // its facts and words are these; nil where it was not read
}

// Word is a word in its sentence.
type Word struct {
	Vector []int8  // in its context, of length about 127; nil where the encoder has none
	Weight float32 // how much the word says, from 0 to 1
}

// Fact is a part of a sentence that can be true or false by itself.
type Fact struct {
	Start, End int // offsets in the text that Names is of
	Text       string
	Terms      []string  // its words, in small letters
	Vector     []float32 // of length 1
	Sentence   int
	Words      [2]int // its first word in the sentence and the one after its last
	Values     []value.Value
	Signs      polarity.Signs
}

// Evidence is what is known about a pair of facts. Cosines and coverages lie
// between -1 and 1; A and B in a name tell whose fact is asked about.
type Evidence struct {
	Cosine, Margin                 float32 // of the two facts
	SentenceCosine, SentenceMargin float32 // of their sentences
	PartA, PartB                   float32 // margin of the fact with the other's whole sentence

	RankA, RankB int     // how many facts of the other version stand out more
	LeadA, LeadB float32 // margin before the best other fact, negative if that is better

	// The same of their sentences among the sentences.
	SentenceLeadA, SentenceLeadB float32

	// Cover tells how much of a fact's words the other fact says, weighted by
	// how much each says; Within, the other's whole sentence.
	CoverA, CoverB   float32
	WithinA, WithinB float32

	Agree, Disagree float64 // values that both state, weighted

	Names name.Relation // names that one or both mention

	// OwnA and OwnB are what the words of a fact say that are not among the other's,
	// added up, where both versions are in one language.
	OwnA, OwnB float64

	Spelling float64 // likeness of the wordings where both versions are in one language, else 0
	Copy     bool    // both have the same words in the same order, and no other facts have, or they are long

	Same, Oppose float64 // concepts and negations of the same and of opposite sign, see package polarity
	Reversed     bool    // one fact says before, the other after

	Order  float32 // distance of the relative positions in their versions, 0 to 1
	Length float32 // natural logarithm of the ratio of their numbers of words, A to B

	// What a model says that has read their sentences together, if it has: of
	// the two facts, how far its log odds lie before those with other facts,
	// and how probably the words of each fact are new to the other's sentence.
	Read                 bool
	Cross                cross.Judgement
	LinkLeadA, LinkLeadB float32
	NewA, NewB           float32

	// How probably the words of each fact are new to all sentences that were
	// read together with its own: in the mean, and where they most are.
	UnsaidA, UnsaidB Unsaid
}

// surelyOther is how surely two facts have to name different persons, countries or
// cities.
const surelyOther = 0.18

// Renamed tells whether one fact names a person, country or city where the other names
// another.
func (e *Evidence) Renamed() bool { return e.Names.Other >= surelyOther }

// Unsaid is how probably words are new to the other version, from 0 to 1.
type Unsaid struct {
	Mean    float32
	Stretch float32 // the highest mean of three words in a row
}

// Pair is a fact of A and a fact of B that may say the same.
type Pair struct {
	A, B int
	Evidence
}

// Result is what the matcher found between two versions.
type Result struct {
	Pairs []Pair // by A, then B

	// Sentences and facts of the other version, best margin first.
	SentencesOfA, SentencesOfB [][]Counterpart
	FactsOfA, FactsOfB         [][]Counterpart

	Names *name.Comparison // which names of the two versions correspond

	telling []facts // those that state a value which hardly any other does

	// WordsOfA and WordsOfB tell for each word of each sentence how well the
	// best word of the sentence's counterpart stands for it, from -1 to 1; nil
	// for sentences without word vectors.
	WordsOfA, WordsOfB [][]float32
}

// Counterpart is a sentence or fact of the other version.
type Counterpart struct {
	Index          int
	Cosine, Margin float32
}

const (
	factNeighbors     = 12
	sentenceNeighbors = 8
	factCandidates    = 5  // pairs tried for a fact by margin alone
	sentenceOpenings  = 2  // counterpart sentences whose facts are all tried,
	openedFacts       = 16 // unless they have more than these
)

// Compare gathers the evidence between two versions.
func Compare(ctx context.Context, a, b *Side) (*Result, error) {
	c, err := newComparison(ctx, a, b)
	if err != nil {
		return nil, err
	}
	if err := c.pair(ctx); err != nil {
		return nil, err
	}
	if err := c.words(ctx); err != nil {
		return nil, err
	}
	return &Result{
		Pairs:        c.pairs,
		SentencesOfA: c.sentencesOfA, SentencesOfB: c.sentencesOfB,
		FactsOfA: c.factsOfA, FactsOfB: c.factsOfB,
		WordsOfA: c.wordsOfA, WordsOfB: c.wordsOfB,
		Names:   c.names,
		telling: c.telling,
	}, nil
}

// comparison holds what the steps of Compare share.
type comparison struct {
	a, b  *Side
	names *name.Comparison

	factsOfA, factsOfB         [][]Counterpart
	crowdA, crowdB             []float32 // of facts among facts
	sentencesOfA, sentencesOfB [][]Counterpart
	sentenceCrowdA             []float32
	sentenceCrowdB             []float32
	partCrowdA, partCrowdB     []float32 // of facts among sentences
	hostCrowdA, hostCrowdB     []float32 // of sentences among facts

	telling            []facts
	pairs              []Pair
	wordsOfA, wordsOfB [][]float32
}

// facts is a fact of each side.
type facts struct{ a, b int32 }

func newComparison(ctx context.Context, a, b *Side) (*comparison, error) {
	names, err := name.NewComparison(ctx, a.Names, b.Names)
	if err != nil {
		return nil, err
	}
	c := &comparison{a: a, b: b, names: names}
	factsA, factsB := vectorsOf(a.Facts), vectorsOf(b.Facts)
	sentencesA, sentencesB := make([][]float32, len(a.Sentences)), make([][]float32, len(b.Sentences))
	for i, s := range a.Sentences {
		sentencesA[i] = s.Vector
	}
	for i, s := range b.Sentences {
		sentencesB[i] = s.Vector
	}
	ofA, ofB, err := Nearest(ctx, factsA, factsB, factNeighbors)
	if err != nil {
		return nil, err
	}
	c.crowdA, c.crowdB = Crowding(ofA), Crowding(ofB)
	c.factsOfA = counterparts(ofA, c.crowdA, c.crowdB)
	c.factsOfB = counterparts(ofB, c.crowdB, c.crowdA)

	ofA, ofB, err = Nearest(ctx, sentencesA, sentencesB, sentenceNeighbors)
	if err != nil {
		return nil, err
	}
	c.sentenceCrowdA, c.sentenceCrowdB = Crowding(ofA), Crowding(ofB)
	c.sentencesOfA = counterparts(ofA, c.sentenceCrowdA, c.sentenceCrowdB)
	c.sentencesOfB = counterparts(ofB, c.sentenceCrowdB, c.sentenceCrowdA)

	partA, hostB, err := Nearest(ctx, factsA, sentencesB, hubSize)
	if err != nil {
		return nil, err
	}
	partB, hostA, err := Nearest(ctx, factsB, sentencesA, hubSize)
	if err != nil {
		return nil, err
	}
	c.partCrowdA, c.hostCrowdB = Crowding(partA), Crowding(hostB)
	c.partCrowdB, c.hostCrowdA = Crowding(partB), Crowding(hostA)
	return c, nil
}

func vectorsOf(facts []Fact) [][]float32 {
	out := make([][]float32, len(facts))
	for i, f := range facts {
		out[i] = f.Vector
	}
	return out
}

// Counterparts finds for each vector of a up to k of b, and the reverse, best
// margin first.
func Counterparts(ctx context.Context, a, b [][]float32, k int) (ofA, ofB [][]Counterpart, err error) {
	nearA, nearB, err := Nearest(ctx, a, b, max(k, hubSize))
	if err != nil {
		return nil, nil, err
	}
	crowdA, crowdB := Crowding(nearA), Crowding(nearB)
	return counterparts(nearA, crowdA, crowdB), counterparts(nearB, crowdB, crowdA), nil
}

func counterparts(neighbors [][]Neighbor, crowd, otherCrowd []float32) [][]Counterpart {
	out := make([][]Counterpart, len(neighbors))
	for i, list := range neighbors {
		for _, n := range list {
			out[i] = append(out[i], Counterpart{n.Index, n.Cosine, Margin(n.Cosine, crowd[i], otherCrowd[n.Index])})
		}
		slices.SortStableFunc(out[i], func(x, y Counterpart) int { return cmp.Compare(y.Margin, x.Margin) })
	}
	return out
}

// pair picks the pairs worth a look and notes what the vectors and values say.
func (c *comparison) pair(ctx context.Context) error {
	c.telling = telling(c.a.Facts, c.b.Facts)
	found := slices.Clone(c.telling)
	try := func(a, b int) { found = append(found, facts{int32(a), int32(b)}) }
	for f := range c.a.Facts {
		for _, n := range first(c.factsOfA[f], factCandidates) {
			try(f, n.Index)
		}
		for _, s := range first(c.sentencesOfA[c.a.Facts[f].Sentence], sentenceOpenings) {
			if span := c.b.Sentences[s.Index].Facts; span[1]-span[0] <= openedFacts {
				for g := span[0]; g < span[1]; g++ {
					try(f, g)
				}
			}
		}
	}
	for g := range c.b.Facts {
		for _, n := range first(c.factsOfB[g], factCandidates) {
			try(n.Index, g)
		}
		for _, s := range first(c.sentencesOfB[c.b.Facts[g].Sentence], sentenceOpenings) {
			if span := c.a.Sentences[s.Index].Facts; span[1]-span[0] <= openedFacts {
				for f := span[0]; f < span[1]; f++ {
					try(f, g)
				}
			}
		}
	}
	slices.SortFunc(found, func(x, y facts) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	found = slices.Compact(found)
	c.pairs = make([]Pair, len(found))
	err := parallel.Do(ctx, len(found), func(numbers iter.Seq[int]) {
		for i := range numbers {
			p := &c.pairs[i]
			p.A, p.B = int(found[i].a), int(found[i].b)
			c.gather(p)
		}
	})
	if err != nil {
		return err
	}
	if c.a.Lang == c.b.Lang {
		c.copies()
	}
	return nil
}

// rare is how many facts of a version state a value at most that tells where its
// counterpart is.
const rare = 2

// telling lists the facts of both versions that state the same value, where hardly any
// other facts do.
func telling(a, b []Fact) (out []facts) {
	stated := func(all []Fact) map[string][]int32 {
		by := map[string][]int32{}
		for i := range all {
			for _, v := range all[i].Values {
				if k := v.Key(); k != "" && (len(by[k]) == 0 || by[k][len(by[k])-1] != int32(i)) {
					by[k] = append(by[k], int32(i))
				}
			}
		}
		return by
	}
	ofB := stated(b)
	for k, inA := range stated(a) {
		if inB := ofB[k]; len(inA) <= rare && len(inB) <= rare {
			for _, f := range inA {
				for _, g := range inB {
					out = append(out, facts{f, g})
				}
			}
		}
	}
	return out
}

// copies notes the facts that are the same word for word. Of short ones that a
// version repeats, such as "he said", nobody knows which belong together.
func (c *comparison) copies() {
	wordings := func(s *Side) (out []string, times map[string]int) {
		times = map[string]int{}
		for _, f := range s.Facts {
			w := strings.Join(f.Terms, " ")
			out = append(out, w)
			times[w]++
		}
		return out, times
	}
	a, timesA := wordings(c.a)
	b, timesB := wordings(c.b)
	for i := range c.pairs {
		p := &c.pairs[i]
		w := a[p.A]
		once := timesA[w] == 1 && timesB[w] == 1
		p.Copy = w != "" && w == b[p.B] && (once || len(c.a.Facts[p.A].Terms) >= tellingCopy)
	}
}

// tellingCopy is of how many words a repeated fact says the same wherever it stands,
// as a headline does.
const tellingCopy = 5

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

func (c *comparison) gather(p *Pair) {
	f, g := &c.a.Facts[p.A], &c.b.Facts[p.B]
	s, t := c.a.Sentences[f.Sentence].Vector, c.b.Sentences[g.Sentence].Vector
	e := &p.Evidence
	e.Cosine = dot(f.Vector, g.Vector)
	e.Margin = Margin(e.Cosine, c.crowdA[p.A], c.crowdB[p.B])
	e.SentenceCosine = dot(s, t)
	e.SentenceMargin = Margin(e.SentenceCosine, c.sentenceCrowdA[f.Sentence], c.sentenceCrowdB[g.Sentence])
	e.PartA = Margin(dot(f.Vector, t), c.partCrowdA[p.A], c.hostCrowdB[g.Sentence])
	e.PartB = Margin(dot(g.Vector, s), c.partCrowdB[p.B], c.hostCrowdA[f.Sentence])
	e.RankA, e.LeadA = standing(e.Margin, p.B, c.factsOfA[p.A])
	e.RankB, e.LeadB = standing(e.Margin, p.A, c.factsOfB[p.B])
	_, e.SentenceLeadA = standing(e.SentenceMargin, g.Sentence, c.sentencesOfA[f.Sentence])
	_, e.SentenceLeadB = standing(e.SentenceMargin, f.Sentence, c.sentencesOfB[g.Sentence])
	e.Agree, e.Disagree = value.Relate(f.Values, g.Values)
	if c.a.Lang == c.b.Lang {
		e.Spelling = spelling.Compare(f.Text, g.Text)
		e.OwnA, e.OwnB = c.a.own(f, g), c.b.own(g, f)
	}
	e.Same, e.Oppose = polarity.Relate(f.Signs, g.Signs)
	e.Reversed = polarity.Reversed(f.Signs, g.Signs)
	e.Names = c.names.Relate(f.Start, f.End, g.Start, g.End)
	e.Order = abs(position(p.A, c.a) - position(p.B, c.b))
	e.Length = float32(math.Log(float64(1+f.Words[1]-f.Words[0]) / float64(1+g.Words[1]-g.Words[0])))
}

// spelling is the share of trigrams that two wordings have in common, from 0 to 1.
var spelling = metrics.SorensenDice{NgramSize: 3}

// tie is the difference of margins that comes of rounding alone.
const tie = 1e-5

// own adds up the weights of a fact's words that another fact lacks.
func (s *Side) own(f, other *Fact) float64 {
	words := s.Sentences[f.Sentence].Words[f.Words[0]:f.Words[1]]
	sum := 0.0
	for i, t := range f.Terms {
		if i < len(words) && !slices.Contains(other.Terms, t) {
			sum += float64(words[i].Weight)
		}
	}
	return sum
}

// standing tells how a counterpart stands among the best of its fact.
func standing(margin float32, index int, best []Counterpart) (rank int, lead float32) {
	lead = margin + 1 // without a rival
	rival := false
	for _, o := range best {
		if o.Index == index {
			continue
		}
		if !rival {
			lead, rival = margin-o.Margin, true
		}
		if o.Margin > margin+tie {
			rank++
		}
	}
	return rank, lead
}

func position(fact int, s *Side) float32 { return float32(fact) / float32(len(s.Facts)) }

func abs(x float32) float32 { return max(x, -x) }

func dot(x, y []float32) float32 {
	var s [8]float32
	y = y[:len(x)]
	for ; len(x) >= 8; x, y = x[8:], y[8:] {
		for i := range s {
			s[i] += x[i] * y[i]
		}
	}
	for i := range x {
		s[i] += x[i] * y[i]
	}
	return (s[0] + s[1] + s[2] + s[3]) + (s[4] + s[5] + s[6] + s[7])
}
