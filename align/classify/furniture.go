package classify

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SentenceEvidence is what tells page furniture from a sentence of the story.
type SentenceEvidence struct {
	Text   string
	Vector []float32

	Block, Blocks int     // its block in the document, from 0, and how many there are
	First, Last   bool    // in its block
	Title         bool    // the block is the document's title
	Quoted        bool    // it is in a quotation that goes on before or behind it
	Leftover      bool    // it stands on a page beside what was extracted as the article
	Position      float64 // in the document, from 0 to 1

	Topic          float64 // cosine to the mean of the document's sentences
	Cosine, Margin float64 // to the best sentence of another version, see package match
}

var formNames = []string{
	"length", "below 40", "below 80", "ends like a sentence", "ends in a colon", "ends in a bracket",
	"begins with a bracket", "digits", "share of digits", "share of separators", "address", "colon",
	"question", "copyright", "comma", "quotation mark", "quoted", "share of capitals", "share of capitalised words",
	"position", "blocks before", "blocks after", "first block", "second block", "third block",
	"last block", "last block but one", "first in block", "last in block", "alone in block", "title",
	"topic", "cosine", "margin",
}

// FormFeatures describes a sentence's form and position, its vector aside.
func FormFeatures(s SentenceEvidence) Features {
	var runes, letters, capitals, digits, separators float64
	for _, r := range s.Text {
		runes++
		switch {
		case unicode.IsLetter(r):
			letters++
			capitals += flag(unicode.IsUpper(r))
		case unicode.IsDigit(r):
			digits++
		case strings.ContainsRune("|·›>»/–—:•▸→", r):
			separators++
		}
	}
	words := strings.Fields(s.Text)
	var capitalised float64
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		capitalised += flag(unicode.IsUpper(first))
	}
	firstRune, _ := utf8.DecodeRuneInString(s.Text)
	lastRune, _ := utf8.DecodeLastRuneInString(s.Text)
	ends := func(set string) float64 { return flag(strings.ContainsRune(set, lastRune)) }
	contains := func(set string) float64 { return flag(strings.ContainsAny(s.Text, set)) }
	after := s.Blocks - 1 - s.Block
	return Features{formNames, []float64{
		math.Log1p(runes), flag(runes < 40), flag(runes < 80),
		ends(".!?。！？…”\"»“」।"), ends(":："), ends(")）"),
		flag(firstRune == '(' || firstRune == '（'), flag(digits > 0), digits / max(runes, 1), 10 * separators / max(runes, 1),
		flag(strings.Contains(s.Text, "@") || strings.Contains(s.Text, "http") || strings.Contains(s.Text, "www")),
		contains(":："), contains("?？"), contains("©"), contains(",、，،"), contains(quotes + "『』＂"), flag(s.Quoted),
		capitals / max(letters, 1), capitalised / max(float64(len(words)), 1),
		s.Position, float64(min(s.Block, 5)) / 5, float64(min(after, 5)) / 5,
		flag(s.Block == 0), flag(s.Block == 1), flag(s.Block == 2), flag(after == 0), flag(after == 1),
		flag(s.First), flag(s.Last), flag(s.First && s.Last), flag(s.Title),
		s.Topic, s.Cosine, s.Margin,
	}}
}

// FurnitureAlone scores a sentence by itself, as log odds.
func (w *Weights) FurnitureAlone(s SentenceEvidence) float64 {
	score := w.Form.score(FormFeatures(s))
	for i, x := range s.Vector[:min(len(s.Vector), len(w.FormVector))] {
		score += w.FormVector[i] * float64(x)
	}
	return score
}

var surroundingsNames = []string{
	"alone", "rest of block", "highest in block", "block before", "block after",
	"second block before", "second block after", "lowest before", "lowest after", "mean after",
	"length", "ends like a sentence", "position", "first block", "second block", "third block",
}

// edge is the score taken for what lies outside the document.
const edge = 6

// Surroundings describes each sentence of a document by the scores of
// [Weights.FurnitureAlone] around it: furniture comes in blocks, and blocks of
// it at both ends.
func Surroundings(doc []SentenceEvidence, alone []float64) []Features {
	type block struct{ sum, count, top, low float64 }
	var blocks []block
	if len(doc) > 0 {
		blocks = make([]block, doc[0].Blocks)
	}
	for i := range blocks {
		blocks[i] = block{top: math.Inf(-1), low: math.Inf(1)}
	}
	for i, s := range doc {
		b := &blocks[s.Block]
		score := bounded(alone[i])
		b.sum, b.count, b.top, b.low = b.sum+score, b.count+1, max(b.top, score), min(b.low, score)
	}
	mean := func(i int) float64 {
		if i < 0 || i >= len(blocks) || blocks[i].count == 0 {
			return edge
		}
		return blocks[i].sum / blocks[i].count
	}
	lowBefore, lowAfter, meanAfter := make([]float64, len(blocks)), make([]float64, len(blocks)), make([]float64, len(blocks))
	low := float64(edge)
	for i, b := range blocks {
		lowBefore[i] = low
		low = min(low, b.low)
	}
	low, sum, count := float64(edge), 0.0, 0.0
	for i := len(blocks) - 1; i >= 0; i-- {
		lowAfter[i], meanAfter[i] = low, edge
		if count > 0 {
			meanAfter[i] = sum / count
		}
		low, sum, count = min(low, blocks[i].low), sum+blocks[i].sum, count+blocks[i].count
	}
	out := make([]Features, len(doc))
	for i, s := range doc {
		b, own := blocks[s.Block], bounded(alone[i])
		rest := own
		if b.count > 1 {
			rest = (b.sum - own) / (b.count - 1)
		}
		form := FormFeatures(s).Map()
		out[i] = Features{surroundingsNames, []float64{
			own, rest, b.top, mean(s.Block - 1), mean(s.Block + 1), mean(s.Block - 2), mean(s.Block + 2),
			lowBefore[s.Block], lowAfter[s.Block], meanAfter[s.Block],
			form["length"], form["ends like a sentence"], form["position"],
			form["first block"], form["second block"], form["third block"],
		}}
	}
	return out
}

// leftover is what the log odds of being furniture gain for what stands beside
// the article on a page: the articles that the weights were learned from are
// plain text.
const leftover = 6

// Furniture returns, for each sentence of a document, how probably it is not
// part of the story: a caption, a by-line, a button, an advertisement. It goes
// by the sentence's form and position, by what such lines speak of in any
// language, by the labels they have, and by what stands around it.
func (w *Weights) Furniture(doc []SentenceEvidence) []float64 {
	alone := make([]float64, len(doc))
	for i, s := range doc {
		alone[i] = w.FurnitureAlone(s)
	}
	out, gains := make([]float64, len(doc)), labelled(doc)
	for i, f := range Surroundings(doc, alone) {
		score := w.Surroundings.score(f) + gains[i]
		if doc[i].Leftover {
			score += leftover
		}
		out[i] = logistic(score)
	}
	return out
}
