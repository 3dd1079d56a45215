package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"unicode"

	"factdiff/align/classify"
	"factdiff/align/cross"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/internal/prepare"
	"factdiff/align/match"
	"factdiff/align/read"
)

// The classes of facts, in the order of classify.Verdict, and furniture.
const (
	shared = iota
	only
	conflict
	furniture
)

var classOf = map[string]int{"shared": shared, "only": only, "conflict": conflict, "boilerplate": furniture}

// example is a labelled pair of articles, prepared.
type example struct {
	name     string
	versions [2]*prepare.Version
	evidence [][]classify.SentenceEvidence
	gold     [2][]goldFact
	links    map[[2]string]bool  // between the ids of labelled facts, a's first
	facts    [2][]labelled       // the versions' facts
	pairs    *pairSet            // of the story as labelled
	together *cross.Model        // reads sentences together; nil where none does
	readers  [2]*prepare.Version // the versions as its encoder reads them
	kind     kind
	group    int // examples of one group are never apart when learning from some and measuring on others; kinds share groups, which does no harm
}

// kind is where an example comes from.
type kind int

const (
	articles  kind = iota // a labelled pair as it is
	excerpted             // some sentences of one
	hard                  // a labelled pair of which no excerpts are made
	pages                 // a labelled pair that only furniture is learned from
	composed              // put together from graded sentence pairs
	single                // composed of one sentence a side
)

var kindNames = [...]string{articles: "labelled pairs", excerpted: "excerpts", hard: "hard pairs", pages: "pages", composed: "articles put together", single: "pairs of sentences"}

// hardWeight is how much a fact of the hard pairs counts beside one of the others.
// More of them contradict each other, and are said in far words, than in articles as
// they are: in full they taught that as well, so that too much was matched. What
// furniture is they teach in full.
const hardWeight = 0.25

func (k kind) weight() float64 {
	if k == hard {
		return hardWeight
	}
	return 1
}

// coarse tells whether whole sentences are labelled, not facts.
func (k kind) coarse() bool { return k >= composed }

type goldFact struct {
	ID, Side, Text, Status string
	Match                  []string
	start, end             int // among the non-space characters of its side
}

// labelled is a fact that segmentation found, with its label.
type labelled struct {
	start, end int // among the non-space characters of its side
	class      int // that most of its characters have
	counts     [4]int
	gold       []string // labelled facts it overlaps, as the scorer counts it
	splits     bool     // its first character is not the first of a labelled fact
}

// eyes are what examples are seen with.
type eyes struct {
	encoder  embed.Encoder
	together *cross.Model // has not learned from the examples; nil where nothing is read together
}

// load prepares every labelled pair of some folders, by name, and makes excerpts of
// articles.
func load(ctx context.Context, eyes eyes, kind kind, folders ...string) ([]*example, error) {
	var names []string
	for _, folder := range folders {
		found, err := filepath.Glob(filepath.Join(folder, "*", "gold.json"))
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("no labelled pairs in %s (%v): name a folder of folders with a.txt, b.txt and gold.json", folder, err)
		}
		names = append(names, found...)
	}
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(pairName(x), pairName(y)) })
	var out []*example
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var gold struct {
			A, B  struct{ Lang string }
			Facts []goldFact
		}
		if err := json.Unmarshal(raw, &gold); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		if !eyes.encoder.Knows(gold.A.Lang) || !eyes.encoder.Knows(gold.B.Lang) {
			continue
		}
		var documents [2]*read.Document
		for i, side := range []string{"a", "b"} {
			if documents[i], err = read.File(ctx, filepath.Join(filepath.Dir(name), side+".txt")); err != nil {
				return nil, err
			}
		}
		documents[0].Lang, documents[1].Lang = gold.A.Lang, gold.B.Lang
		e, err := newExample(ctx, eyes.encoder, eyes.together, documents, gold.Facts, kind)
		if err != nil {
			return nil, err
		}
		e.name, e.group = pairName(name), len(out)
		out = append(out, e)
	}
	if kind != articles {
		return out, nil
	}
	random := rand.New(rand.NewPCG(2026, 22))
	edits := &editor{random: random, names: map[string][]string{}}
	for _, e := range out {
		for _, v := range e.versions {
			edits.note(v.Document.Text, v.Lang)
		}
	}
	for _, e := range out {
		more, err := excerpts(ctx, eyes.encoder, e, edits)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// pairName is the name of the pair that a gold.json belongs to.
func pairName(gold string) string { return filepath.Base(filepath.Dir(gold)) }

// newExample prepares two documents and lays the labels over them.
func newExample(ctx context.Context, encoder embed.Encoder, together *cross.Model, documents [2]*read.Document, gold []goldFact, kind kind) (*example, error) {
	e := &example{links: map[[2]string]bool{}, together: together, kind: kind}
	reader, err := e5.New()
	if err != nil {
		return nil, err
	}
	for i, d := range documents {
		e.versions[i] = prepare.New(d, d.Lang)
		if together != nil {
			e.readers[i] = e.versions[i].Clone()
			if err := prepare.Encode(ctx, reader, e.readers[i:i+1], true, func(int) {}); err != nil {
				return nil, err
			}
		}
		if err := prepare.Encode(ctx, encoder, e.versions[i:i+1], false, func(int) {}); err != nil {
			return nil, err
		}
		pos := 0
		for _, f := range gold {
			if f.Side == string("ab"[i]) {
				f.start, f.end = pos, pos+visible(f.Text)
				pos = f.end
				e.gold[i] = append(e.gold[i], f)
			}
		}
		e.facts[i] = label(e.versions[i], e.gold[i])
	}
	for _, f := range e.gold[0] {
		for _, id := range f.Match {
			e.links[[2]string{f.ID, id}] = true
		}
	}
	if e.evidence, err = prepare.Evidence(ctx, e.versions[:]); err != nil {
		return nil, err
	}
	gone := [2][]bool{e.furniture(0), e.furniture(1)}
	if kind == pages { // no story, so no pair and no fact to learn from
		for _, side := range gone {
			for i := range side {
				side[i] = true
			}
		}
	}
	e.pairs, err = newPairSet(ctx, e, gone)
	return e, err
}

func visible(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// label gives each fact of a version the label that most of it has.
func label(v *prepare.Version, gold []goldFact) []labelled {
	text := v.Document.Text
	at := make([]int, len(text)+1) // byte offset to number of visible characters before it
	n := 0
	for i, r := range text {
		at[i] = n
		if !unicode.IsSpace(r) {
			n++
		}
		for k := i + 1; k < len(text) && text[k]&0xc0 == 0x80; k++ {
			at[k] = n
		}
	}
	at[len(text)] = n
	out := make([]labelled, len(v.Facts))
	for i, f := range v.Facts {
		l := labelled{start: at[f.Start], end: at[f.End]}
		for _, g := range gold {
			common := min(l.end, g.end) - max(l.start, g.start)
			if common <= 0 {
				continue
			}
			l.counts[classOf[g.Status]] += common
			l.splits = l.splits || g.start < l.start
			if float64(common) >= 0.3*float64(min(l.end-l.start, g.end-g.start)) {
				l.gold = append(l.gold, g.ID)
			}
		}
		for c, n := range l.counts {
			if n > l.counts[l.class] {
				l.class = c
			}
		}
		out[i] = l
	}
	return out
}

// furniture tells which sentences of a version are labelled so, for the most
// part.
func (e *example) furniture(side int) []bool {
	v := e.versions[side]
	out := make([]bool, len(v.Sentences))
	for i, s := range v.Sentences {
		balance := 0
		for k := s.Facts[0]; k < s.Facts[1]; k++ {
			f := e.facts[side][k]
			balance += f.counts[furniture]*2 - (f.end - f.start)
		}
		out[i] = balance > 0
	}
	return out
}

// linked tells whether two facts overlap labelled facts that are counterparts.
func (e *example) linked(a, b int) bool {
	for _, x := range e.facts[0][a].gold {
		for _, y := range e.facts[1][b].gold {
			if e.links[[2]string{x, y}] {
				return true
			}
		}
	}
	return false
}

// pairSet is the matcher's view of an example's story.
type pairSet struct {
	stories [2]*prepare.Story
	result  *match.Result
}

func newPairSet(ctx context.Context, e *example, gone [2][]bool) (*pairSet, error) {
	p := new(pairSet)
	for i, v := range e.versions {
		p.stories[i] = v.Story(gone[i])
	}
	var err error
	p.result, err = match.Compare(ctx, p.stories[0].Side, p.stories[1].Side)
	if err != nil || e.together == nil {
		return p, err
	}
	return p, match.Read(ctx, e.together, e.readers[0].Story(gone[0]).Side, e.readers[1].Story(gone[1]).Side, p.result)
}

// parts is how many facts the two sentences of a pair have.
func (p *pairSet) parts(pair *match.Pair) int {
	n := 0
	for i, f := range []int{pair.A, pair.B} {
		side := p.stories[i].Side
		span := side.Sentences[side.Facts[f].Sentence].Facts
		n += span[1] - span[0]
	}
	return n
}
