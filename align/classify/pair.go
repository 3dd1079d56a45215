package classify

import (
	"math"

	"factdiff/align/match"
)

var pairNames = []string{
	"cosine", "margin", "sentence cosine", "sentence margin", "margins together",
	"better part", "worse part", "better lead", "worse lead", "nearest of both", "nearest of one",
	"better cover", "worse cover", "better within", "worse within",
	"agree", "agree at all", "disagree", "disagree at all", "order", "length",
	"spelling", "same sign", "opposite", "better sentence lead", "worse sentence lead", "names agree", "names missing in both", "names missing in one", "names unknown",
	"read", "link", "better link lead", "worse link lead", "contrary", "partial", "better new", "worse new",
}

// PairFeatures describes what speaks for and against two facts having one
// matter. It is the same whichever of the two versions comes first.
func PairFeatures(e *match.Evidence) Features {
	better := func(x, y float32) float64 { return float64(max(x, y)) }
	worse := func(x, y float32) float64 { return float64(min(x, y)) }
	return Features{pairNames, []float64{
		float64(e.Cosine), float64(e.Margin), float64(e.SentenceCosine), float64(e.SentenceMargin),
		float64(e.Margin) * float64(e.SentenceMargin),
		better(e.PartA, e.PartB), worse(e.PartA, e.PartB),
		better(e.LeadA, e.LeadB), worse(e.LeadA, e.LeadB),
		flag(e.RankA == 0 && e.RankB == 0), flag(e.RankA == 0 || e.RankB == 0),
		better(e.CoverA, e.CoverB), worse(e.CoverA, e.CoverB),
		better(e.WithinA, e.WithinB), worse(e.WithinA, e.WithinB),
		e.Agree, flag(e.Agree > 0.3), e.Disagree, flag(e.Disagree > 0.3),
		float64(e.Order), better(e.Length, -e.Length),
		e.Spelling, e.Same, e.Oppose,
		better(e.SentenceLeadA, e.SentenceLeadB), worse(e.SentenceLeadA, e.SentenceLeadB),
		math.Log1p(e.Names.Agree), min(e.Names.MissingA, e.Names.MissingB), max(e.Names.MissingA, e.Names.MissingB),
		min(e.Names.UnknownA+e.Names.UnknownB, 2),
		flag(e.Read), bounded(e.Cross.Link), better(e.LinkLeadA, e.LinkLeadB), worse(e.LinkLeadA, e.LinkLeadB),
		bounded(e.Cross.Conflict), bounded(e.Cross.Part), better(e.NewA, e.NewB), worse(e.NewA, e.NewB),
	}}
}

// bounded keeps a model's log odds from deciding everything.
func bounded[T float32 | float64](odds T) float64 { return float64(min(max(odds, -9), 9)) }

// Pair returns how probably two facts speak of the same matter.
func (w *Weights) Pair(e *match.Evidence) float64 {
	return w.PairNet.probabilities(PairFeatures(e))[1]
}
