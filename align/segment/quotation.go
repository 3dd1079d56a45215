package segment

import "unicode/utf8"

// longestQuotation is how many sentences a quotation goes on for at most: behind
// that a mark was forgotten, or was none.
const longestQuotation = 6

// Quoted tells which of a text's sentences, in order, are in a quotation that
// begins before them or ends behind them, if only at a mark whose partner is not
// there. Single quotation marks are too often apostrophes to count.
func Quoted(sentences []string) []bool {
	out := make([]bool, len(sentences))
	open, since := false, 0
	for i, s := range sentences {
		if since++; since > longestQuotation {
			open = false
		}
		out[i] = open
		opened := false // in this sentence
		before := ' '
		for at, r := range s {
			if m := marks[r]; m.quotes() && m.family != singles {
				switch closes, skip := m.role(r, before, firstRune(s[at+utf8.RuneLen(r):]), open); {
				case skip:
				case closes:
					out[i] = out[i] || !opened
					open = false
				default:
					open, since, opened = true, 0, true
				}
			}
			before = r
		}
		out[i] = out[i] || open
	}
	return out
}
