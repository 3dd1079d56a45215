package align

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"factdiff/align/classify"
	"factdiff/align/cross"
	"factdiff/align/internal/prepare"
	"factdiff/align/match"
	"factdiff/align/segment"
	"factdiff/align/value"
)

// comparison is all that is known when the report is written.
type comparison struct {
	views     []*view
	versions  []*prepare.Version // as the first view has them, as the next two
	evidence  [][]classify.SentenceEvidence
	furniture [][]float64 // per version and sentence: how probably it is none of the story
	stories   []*prepare.Story
	meetings  []meeting
	together  *cross.Model // reads sentences together, nil where nothing does
	explain   bool

	translations []map[int]translation // per version, by sentence; nil where nobody translates
	rendered     [][]string            // per version and sentence of its story, in the reader's language; nil as those
}

// meeting is what was found between two versions.
type meeting struct {
	a, b      int
	result    *match.Result
	judgement *classify.Judgement
}

func (c *comparison) report(model string) *Report {
	r := &Report{Schema: Schema, Model: model, Summary: map[string]Summary{}, Sentences: []Sentence{}, Facts: []Fact{}}
	first := make([]int, len(c.versions)) // index of each version's first fact
	for i, v := range c.versions {
		first[i] = len(r.Facts)
		r.Versions = append(r.Versions, Version{id(i), v.Document.Source, v.Lang, v.Document.Title, v.Document.Text})
		for k, s := range v.Sentences {
			sentence := Sentence{Version: id(i), Index: k, Start: s.Start, End: s.End, Words: []Word{}}
			if c.translations != nil {
				t := c.translations[i][k]
				sentence.Translation, sentence.TranslationIssue = t.text, t.issue
			}
			for f := s.Facts[0]; f < s.Facts[1]; f++ {
				name := id(i) + strconv.Itoa(f+1)
				sentence.Facts = append(sentence.Facts, name)
				span := v.Facts[f].Span
				r.Facts = append(r.Facts, Fact{
					ID: name, Version: id(i), Sentence: k, Start: span.Start, End: span.End, Text: v.Text(span),
					Status: Boilerplate, Confidence: round(c.furniture[i][k]), Matches: []Match{},
				})
				if s.Facts[1]-s.Facts[0] == 1 {
					r.Facts[len(r.Facts)-1].Translation = sentence.Translation
				}
			}
			r.Sentences = append(r.Sentences, sentence)
		}
	}
	c.settle(r, first)
	c.grade(r)
	if c.explain {
		c.explanations(r, first)
	}
	for _, f := range r.Facts {
		s := r.Summary[f.Version]
		switch f.Status {
		case Shared:
			s.Shared++
		case Only:
			s.Only++
		case Conflict:
			s.Conflict++
		case Boilerplate:
			s.Boilerplate++
		}
		r.Summary[f.Version] = s
	}
	return r
}

// settle gives the facts of the story their status, confidence and matches. Of
// several other versions one that contradicts a fact outweighs one that shares
// it, and that outweighs those that do not speak of it.
func (c *comparison) settle(r *Report, first []int) {
	rank := map[classify.Status]Status{classify.Only: Only, classify.Shared: Shared, classify.Conflict: Conflict}
	for i, s := range c.stories {
		for _, f := range s.Facts {
			fact := &r.Facts[first[i]+f]
			fact.Status, fact.Confidence = Only, 1
		}
	}
	for _, m := range c.meetings {
		note := func(version int, statuses []classify.Status, verdicts []classify.Verdict) {
			for k, status := range statuses {
				fact := &r.Facts[first[version]+c.stories[version].Facts[k]]
				confidence := verdicts[k].Of(status)
				switch was, is := fact.Status, rank[status]; {
				case was == is && is == Only: // unsaid by all of them
					fact.Confidence *= confidence
				case was == is:
					fact.Confidence = max(fact.Confidence, confidence)
				case is == Conflict || was == Only:
					fact.Status, fact.Confidence = is, confidence
				}
			}
		}
		note(m.a, m.judgement.StatusOfA, m.judgement.VerdictOfA)
		note(m.b, m.judgement.StatusOfB, m.judgement.VerdictOfB)
		for _, l := range m.judgement.Links {
			a := &r.Facts[first[m.a]+c.stories[m.a].Facts[l.A]]
			b := &r.Facts[first[m.b]+c.stories[m.b].Facts[l.B]]
			relation := Same
			if l.Conflict {
				relation = Contrary
			}
			a.Matches = append(a.Matches, Match{b.ID, relation, round(l.Probability)})
			b.Matches = append(b.Matches, Match{a.ID, relation, round(l.Probability)})
		}
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		f.Confidence = round(f.Confidence)
		slices.SortStableFunc(f.Matches, func(x, y Match) int { return cmp.Compare(y.Score, x.Score) })
	}
}

// statedNovelty is the most that the words of a value have which another version
// states as well: less than what a report marks.
const statedNovelty = 0.45

// grade gives every word its novelty: the least that any other version leaves, and
// little to the words of a value that another states as well.
func (c *comparison) grade(r *Report) {
	var at int // in r.Sentences
	for i, v := range c.versions {
		novelty := make([][]float64, len(v.Sentences))
		var stated []segment.Span
		for _, m := range c.meetings {
			var opposite classify.Opposite
			switch i {
			case m.a:
				opposite = classify.Opposite{Sentences: m.result.SentencesOfA, Facts: m.result.FactsOfA, Words: m.result.WordsOfA, Verdicts: m.judgement.VerdictOfA}
			case m.b:
				opposite = classify.Opposite{Sentences: m.result.SentencesOfB, Facts: m.result.FactsOfB, Words: m.result.WordsOfB, Verdicts: m.judgement.VerdictOfB}
			default:
				continue
			}
			stated = append(stated, c.stated(&m, i)...)
			story := c.stories[i]
			for k, n := range classify.Novelty(story.Side, opposite) {
				s := story.Sentences[k]
				if novelty[s] == nil {
					novelty[s] = n
					continue
				}
				for w, x := range n {
					novelty[s][w] = min(novelty[s][w], x)
				}
			}
		}
		slices.SortFunc(stated, func(x, y segment.Span) int { return cmp.Or(x.Start-y.Start, x.End-y.End) })
		for k, s := range v.Sentences {
			for w, span := range s.Words {
				word := 1 - c.evidence[i][k].Cosine // furniture is compared as a whole
				if novelty[k] != nil {
					word = novelty[k][w]
				}
				for len(stated) > 0 && stated[0].End <= span.Start {
					stated = stated[1:]
				}
				if len(stated) > 0 && stated[0].Start < span.End {
					word = min(word, statedNovelty)
				}
				r.Sentences[at].Words = append(r.Sentences[at].Words, Word{span.Start, span.End, round(min(max(word, 0), 1))})
			}
			at++
		}
	}
}

// stated returns where a version states values that the facts it shares in a meeting
// state there as well.
func (c *comparison) stated(m *meeting, version int) (spans []segment.Span) {
	for _, l := range m.judgement.Links {
		a, b := &c.stories[m.a].Side.Facts[l.A], &c.stories[m.b].Side.Facts[l.B]
		for _, p := range value.Match(a.Values, b.Values) {
			switch {
			case p.Relation != value.Agree:
			case version == m.a:
				v := a.Values[p.A]
				spans = append(spans, segment.Span{Start: a.Start + v.Start, End: a.Start + v.End})
			default:
				v := b.Values[p.B]
				spans = append(spans, segment.Span{Start: b.Start + v.Start, End: b.Start + v.End})
			}
		}
	}
	return spans
}

// round keeps three digits behind the point: more would be a claim.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
