package judge

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"factdiff/align"
)

// Ruling is what became of a fact that was asked about, or that an answer about
// another fact changed.
type Ruling struct {
	Fact string
	Was  align.Status
	Is   align.Status
	Held string // why the answer changed nothing, "" if it counts
	Err  error  // where there was no answer
}

// trust is how probably a judge is taken to be right. It is assumed, not
// measured: models differ.
const trust = 0.8

// Apply returns a copy of a report in which answers have been followed, and a
// ruling for each answer and each other fact that they changed, in the report's
// order. Below is the confidence under which a fact is in doubt.
//
// Of the facts whose ruling is not held back, the judge decided the status; only
// they differ from what they were, but for matches with them.
func Apply(r *align.Report, answers []Answer, below float64) (*align.Report, []Ruling) {
	c := &court{book: newBook(r), below: below, held: map[int]string{}, failed: map[int]error{}, matches: map[int][]align.Match{}}
	asked := c.admit(answers)
	for _, fact := range slices.Sorted(maps.Keys(asked)) {
		if c.held[fact] == "" {
			c.held[fact] = c.follow(fact, asked[fact])
		}
	}
	return c.rule()
}

// court is a report on which judgement is passed.
type court struct {
	*book
	below   float64
	held    map[int]string // by fact that was asked about
	failed  map[int]error
	matches map[int][]align.Match // as they are now, by fact for which they have changed
}

// relation is that of a fact to another.
type relation struct {
	other int
	is    align.Relation
}

// admit returns by fact what the answers say that can be followed, and notes why
// others cannot.
func (c *court) admit(answers []Answer) map[int][]relation {
	asked := map[int][]relation{}
	said := map[[2]int]align.Relation{}
	for _, a := range answers {
		fact, ok := c.fact[a.Fact]
		if !ok {
			continue // of another report
		}
		if _, again := c.held[fact]; again {
			c.held[fact] = "there are two answers"
			delete(asked, fact)
			continue
		}
		c.held[fact] = ""
		if a.Err != nil {
			c.held[fact], c.failed[fact] = "there is no answer", a.Err
			continue
		}
		list, why := c.read(fact, a)
		if c.held[fact] = why; why == "" {
			asked[fact] = list
		}
	}
	// Who says of a and b what they do not say of b and a is guessing.
	for fact, list := range asked {
		for _, x := range list {
			said[[2]int{fact, x.other}] = x.is
		}
	}
	for fact, list := range asked {
		for _, x := range list {
			if back, ok := said[[2]int{x.other, fact}]; ok && back != x.is {
				c.held[fact] = "the judge contradicts itself about " + c.Facts[x.other].ID
				break
			}
		}
	}
	return asked
}

// read checks an answer, or tells why it is not to be followed.
func (c *court) read(fact int, a Answer) (list []relation, why string) {
	f := c.Facts[fact]
	if f.Status == align.Boilerplate || !(f.Confidence < c.below) {
		return nil, "it was not in doubt"
	}
	if len(a.Candidates) == 0 || len(a.Relations) != len(a.Candidates) {
		return nil, "the answer is not one about its candidates"
	}
	for k, id := range a.Candidates {
		other, ok := c.eligible(fact, id)
		if !ok || slices.ContainsFunc(list, func(x relation) bool { return x.other == other }) {
			return nil, "the answer is not one about its candidates"
		}
		switch a.Relations[k] {
		case align.Same:
			// Numbers are read from the originals, not by a model.
			if e, ok := c.compared(fact, other); ok && len(e.Disagree) > 0 && len(e.Agree) == 0 {
				return nil, "the values of " + id + " contradict it"
			}
		case align.Contrary, Different:
		default:
			return nil, "the answer has an unknown relation"
		}
		list = append(list, relation{other, a.Relations[k]})
	}
	return list, ""
}

// compared returns the evidence on two facts, as far as it was noted with
// either.
func (c *court) compared(a, b int) (align.Candidate, bool) {
	for _, pair := range [][2]int{{a, b}, {b, a}} {
		for _, w := range c.Facts[pair[0]].Explanation {
			for _, e := range w.Candidates {
				if e.ID == c.Facts[pair[1]].ID {
					return e, true
				}
			}
		}
	}
	return align.Candidate{}, false
}

// follow does what an answer says, unless that overturns the verdict on a fact
// that was not in doubt; then it tells so.
func (c *court) follow(fact int, list []relation) (why string) {
	changed := map[int][]align.Match{fact: c.current(fact)}
	for _, x := range list {
		score := c.score(fact, x.other)
		changed[fact] = set(changed[fact], align.Match{ID: c.Facts[x.other].ID, Relation: x.is, Score: score})
		changed[x.other] = set(c.current(x.other), align.Match{ID: c.Facts[fact].ID, Relation: x.is, Score: score})
		if f := c.Facts[x.other]; !(f.Confidence < c.below) && status(changed[x.other]) != f.Status {
			return "it would overturn the verdict on " + f.ID
		}
	}
	maps.Copy(c.matches, changed)
	return ""
}

// current returns a copy of a fact's matches as they are now.
func (c *court) current(fact int) []align.Match {
	if m, ok := c.matches[fact]; ok {
		return slices.Clone(m)
	}
	return slices.Clone(c.Facts[fact].Matches)
}

// score is the probability that two facts have one matter, once a judge has said
// so: by Bayes from what it was.
func (c *court) score(a, b int) float64 {
	was := 0.5
	if e, ok := c.compared(a, b); ok {
		was = e.Score
	}
	for _, m := range c.Facts[a].Matches {
		if m.ID == c.Facts[b].ID {
			was = m.Score
		}
	}
	return round(was * trust / (was*trust + (1-was)*(1-trust)))
}

// set puts a match in its place among others, best first, or takes it out.
func set(list []align.Match, m align.Match) []align.Match {
	list = slices.DeleteFunc(list, func(x align.Match) bool { return x.ID == m.ID })
	if m.Relation != Different {
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(x, y align.Match) int { return cmp.Compare(y.Score, x.Score) })
	return list
}

// status is what matches make of a fact.
func status(matches []align.Match) align.Status {
	out := align.Only
	for _, m := range matches {
		if m.Relation == align.Contrary {
			return align.Conflict
		}
		out = align.Shared
	}
	return out
}

// confidence is the probability of a status that a judge confirmed or chose: by
// Bayes from that of the old one, what that left being halved among the others.
func confidence(was float64, changed bool) float64 {
	const wrong = (1 - trust) / 2
	other := (1 - was) / 2
	if changed {
		return round(other * trust / (other*trust + was*wrong + other*wrong))
	}
	return round(was * trust / (was*trust + 2*other*wrong))
}

// round keeps as many digits as reports have.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// rule writes the report.
func (c *court) rule() (*align.Report, []Ruling) {
	out := *c.Report
	out.Facts = slices.Clone(c.Facts)
	out.Summary = map[string]align.Summary{}
	for id := range c.Summary { // a version without facts is counted too
		out.Summary[id] = align.Summary{}
	}
	var rulings []Ruling
	for i := range out.Facts {
		f := &out.Facts[i]
		was := f.Status
		f.Matches = slices.Clone(f.Matches)
		if m, ok := c.matches[i]; ok {
			f.Matches = m
			f.Status = status(m)
		}
		why, asked := c.held[i]
		if asked && why == "" || f.Status != was {
			f.Confidence, f.Judged = confidence(f.Confidence, f.Status != was), true
		}
		switch {
		case f.Status != was: // by another fact's answer too
			rulings = append(rulings, Ruling{Fact: f.ID, Was: was, Is: f.Status})
		case asked:
			rulings = append(rulings, Ruling{Fact: f.ID, Was: was, Is: f.Status, Held: why, Err: c.failed[i]})
		}
		s := out.Summary[f.Version]
		switch f.Status {
		case align.Shared:
			s.Shared++
		case align.Only:
			s.Only++
		case align.Conflict:
			s.Conflict++
		case align.Boilerplate:
			s.Boilerplate++
		}
		out.Summary[f.Version] = s
	}
	return &out, rulings
}
