package report

import "factdiff/align"

// How little two versions of some length have in common when they are probably
// not about the same event: the most that either has of facts of which the other speaks,
// and of those of which that is not doubtful. TestLabelledStrangers measures it.
const (
	strangersShare     = 0.25
	strangersSureShare = 0.13
	strangersFacts     = 8 // of all versions together
)

// strangers is a remark for versions that have next to nothing in common, else
// "". Such a report is more often the wrong file than news.
func strangers(r *align.Report) string {
	sure := map[string]int{}
	for i := range r.Facts {
		if f := &r.Facts[i]; (f.Status == align.Shared || f.Status == align.Conflict) && !isDoubtful(f) {
			sure[f.Version]++
		}
	}
	facts, share, sureShare := 0, 0.0, 0.0
	for id, s := range r.Summary {
		own := s.Shared + s.Conflict + s.Only
		facts += own
		share = max(share, float64(s.Shared+s.Conflict)/float64(max(1, own)))
		sureShare = max(sureShare, (float64(sure[id])+0.5)/float64(max(1, own))) // half a fact: of few, one may be all there is
	}
	if facts < strangersFacts || share > strangersShare || sureShare > strangersSureShare {
		return ""
	}
	return "The versions have next to nothing in common: are they about the same event?"
}
