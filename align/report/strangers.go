package report

import "factdiff/align"

// How little two versions of some length have in common when they are probably
// not about the same event: facts of either that the other speaks of.
const (
	strangersShare = 0.06
	strangersFacts = 8 // of all versions together
)

// strangers is a remark for versions that have next to nothing in common, else
// "". Such a report is more often the wrong file than news.
func strangers(r *align.Report) string {
	told, all := 0, 0
	for _, s := range r.Summary {
		told += s.Shared + s.Conflict
		all += s.Shared + s.Conflict + s.Only
	}
	if all < strangersFacts || float64(told) > strangersShare*float64(all) {
		return ""
	}
	return "The versions have next to nothing in common: are they about the same event?"
}
