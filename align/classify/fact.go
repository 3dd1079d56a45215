package classify

import "math"

// FactEvidence is what is known about a fact when its pairs with the facts of
// another version have been scored.
type FactEvidence struct {
	Candidates []CandidateEvidence // the most probable first

	Words  int     // how many it has
	Weight float64 // of its words together, see package match
	Values int     // how many it states
	Quote  bool    // it holds a quotation mark
	Closes bool    // it ends its sentence

	Position float64 // in its version, from 0 to 1
	Ratio    float64 // natural logarithm of its version's number of facts to the other's

	// How near the two versions are as a whole: the means, over the facts of
	// both, of the best cosine and margin that a fact's sentence has.
	LevelCosine, LevelMargin float64
	Size                     float64 // natural logarithm of the number of facts of both

	// The highest probabilities that the facts around it have: the one before
	// it, the one after it, the best and the mean of the others in its sentence.
	Before, After, BestBeside, MeanBeside float64
	Beside                                int // how many others its sentence has
}

// CandidateEvidence is a pair from the point of view of one of its facts. The
// names are those of match.Evidence: Cover is of this fact by the other, Back
// of the other by this one.
type CandidateEvidence struct {
	Probability                                    float64 // of [Weights.Pair]
	Rival                                          float64 // the highest that the other fact has with another
	Cosine, Margin, SentenceCosine, SentenceMargin float64
	PartMargin, Cover, Back, Within, Lead          float64
	Spelling, Same, Oppose                         float64
	Agree, Disagree, Length                        float64
	SentenceLead, SentenceLeadThere                float64 // of this fact's sentence, and of the other's

	// Names that both mention, only this fact, only the other one, and that the
	// other version mentions nowhere.
	Names, Missing, MissingThere, Unknown float64

	// What reading both sentences together showed, if they were: log odds, and
	// how probably the words of this fact, and of the other, are new.
	Read                           bool
	Link, LinkLead, Contrary, Part float64
	New, NewThere                  float64
	Unsaid, Stretch                float64 // as New, to all sentences that were read with this fact's
}

var factNames = []string{
	"best odds", "best", "second", "third", "all",
	"highest cosine", "highest margin", "highest sentence cosine", "highest sentence margin",
	"highest part", "highest cover", "highest within", "highest agree", "highest disagree",
	"cosine", "margin", "sentence margin", "part", "cover", "back", "within", "lead", "agree", "disagree", "length",
	"spelling", "same sign", "opposite", "opposite likely",
	"highest sentence lead there", "sentence lead", "sentence lead there",
	"highest names", "names", "names missing", "names missing there", "names missing in both", "unknown names",
	"agree likely", "disagree likely", "values", "number of values", "values unmet",
	"rival ahead", "rival",
	"words", "weight", "mean weight", "position", "ratio",
	"level cosine", "level margin", "size", "cosine above level", "margin above level",
	"before", "after", "best beside", "mean beside", "beside", "quote", "closes",
	"highest link", "link", "link lead", "contrary", "contrary likely", "partial", "least new", "new", "new there",
	"unsaid", "longest unsaid",
}

// FactFeatures describes a fact by its evidence.
func FactFeatures(e *FactEvidence) Features {
	var top CandidateEvidence
	var p [3]float64
	var all float64
	var reading reading
	highest := CandidateEvidence{Cosine: -1, Margin: -1, SentenceCosine: -1, SentenceMargin: -1, PartMargin: -1, Cover: -1, Within: -1, SentenceLeadThere: -1}
	for i, c := range e.Candidates {
		if i == 0 {
			top = c
		}
		if i < len(p) {
			p[i] = c.Probability
		}
		all += c.Probability
		highest.Cosine = max(highest.Cosine, c.Cosine)
		highest.Margin = max(highest.Margin, c.Margin)
		highest.SentenceCosine = max(highest.SentenceCosine, c.SentenceCosine)
		highest.SentenceMargin = max(highest.SentenceMargin, c.SentenceMargin)
		highest.PartMargin = max(highest.PartMargin, c.PartMargin)
		highest.Cover = max(highest.Cover, c.Cover)
		highest.Within = max(highest.Within, c.Within)
		highest.Agree = max(highest.Agree, c.Agree)
		highest.Names = max(highest.Names, c.Names)
		highest.SentenceLeadThere = max(highest.SentenceLeadThere, c.SentenceLeadThere)
		highest.Disagree = max(highest.Disagree, c.Disagree*c.Probability)
		reading.meet(c)
	}
	words := float64(e.Words)
	return Features{factNames, []float64{
		logit(p[0]), p[0], p[1], p[2], all,
		highest.Cosine, highest.Margin, highest.SentenceCosine, highest.SentenceMargin,
		highest.PartMargin, highest.Cover, highest.Within, highest.Agree, highest.Disagree,
		top.Cosine, top.Margin, top.SentenceMargin, top.PartMargin, top.Cover, top.Back, top.Within, top.Lead, top.Agree, top.Disagree, top.Length,
		top.Spelling, top.Same, top.Oppose, top.Oppose * p[0],
		highest.SentenceLeadThere, top.SentenceLead, top.SentenceLeadThere,
		highest.Names, top.Names, top.Missing, top.MissingThere, min(top.Missing, top.MissingThere), min(top.Unknown, 2),
		top.Agree * p[0], top.Disagree * p[0], flag(e.Values > 0), float64(min(e.Values, 4)), flag(e.Values > 0 && highest.Agree < 0.1),
		max(top.Rival-p[0], 0), top.Rival,
		math.Log1p(words), e.Weight, e.Weight / max(words, 1), e.Position, min(max(e.Ratio, -2), 2),
		e.LevelCosine, e.LevelMargin, e.Size, highest.SentenceCosine - e.LevelCosine, highest.SentenceMargin - e.LevelMargin,
		e.Before, e.After, e.BestBeside, e.MeanBeside, float64(e.Beside), flag(e.Quote), flag(e.Closes),
		reading.link, top.Link, top.LinkLead, top.Contrary, top.Contrary * p[0], top.Part, reading.new, top.New, top.NewThere,
		top.Unsaid, top.Stretch,
	}}
}

// reading is what of the candidates that were read together with a fact spoke
// most for it: the highest log odds, and the least share of new words.
type reading struct {
	any       bool
	link, new float64
}

func (r *reading) meet(c CandidateEvidence) {
	switch {
	case !c.Read:
	case !r.any:
		*r = reading{true, c.Link, c.New}
	default:
		r.link, r.new = max(r.link, c.Link), min(r.new, c.New)
	}
}

// Verdict is how probable each status is for a fact of the story; the three add
// up to 1.
type Verdict struct{ Shared, Only, Conflict float64 }

// Of returns the probability of a status.
func (v Verdict) Of(s Status) float64 {
	switch s {
	case Shared:
		return v.Shared
	case Conflict:
		return v.Conflict
	}
	return v.Only
}

// contrary is how probably a fact is contradicted, given that the other version
// speaks of its matter.
func (v Verdict) contrary() float64 { return v.Conflict / max(v.Shared+v.Conflict, 1e-9) }

// Fact judges a fact by its evidence against one other version.
func (w *Weights) Fact(e *FactEvidence) Verdict {
	p := w.FactNet.probabilities(FactFeatures(e))
	return Verdict{p[0], p[1], p[2]}
}
func logRatio(a, b int) float64 { return math.Log(float64(max(a, 1)) / float64(max(b, 1))) }
