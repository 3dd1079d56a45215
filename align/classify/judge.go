package classify

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"strings"

	"factdiff/align/internal/parallel"
	"factdiff/align/match"
	"factdiff/align/value"
)

// Status is what became of a fact of the story.
type Status uint8

// The statuses.
const (
	Only     Status = iota // the other version does not say it
	Shared                 // it does
	Conflict               // it says something else about the same thing
)

// Judgement is the verdict on two versions.
type Judgement struct {
	StatusOfA, StatusOfB   []Status
	VerdictOfA, VerdictOfB []Verdict
	Links                  []Link // by A, then B
	Pairs                  []match.Pair
	Probability            []float64 // that its two facts have one matter, by pair
}

// Link is a pair of facts that speak of the same matter.
type Link struct {
	A, B        int
	Probability float64
	Conflict    bool // they say the contrary
}

// Opinion is the evidence that one encoder's vectors gave between two versions,
// with the weights that were learned for it.
type Opinion struct {
	Weights *Weights
	Pairs   []match.Pair // by A, then B
}

// Judge weighs the evidence between two versions: the mean of what each opinion
// says, with less certainty where no pair bears it out. A fact is in conflict if and
// only if it has a conflicting link, and shared if all links it has agree. It
// fails only if ctx is done.
func Judge(ctx context.Context, a, b *match.Side, opinions ...Opinion) (*Judgement, error) {
	return JudgeTranslated(ctx, a, b, nil, opinions...)
}

// JudgeTranslated is [Judge] that also heeds how alike the wordings are once
// they are in one language.
func JudgeTranslated(ctx context.Context, a, b *match.Side, likeness Likeness, opinions ...Opinion) (*Judgement, error) {
	j, link, conflict, err := weigh(ctx, a, b, opinions)
	if err != nil {
		return nil, err
	}
	if likeness != nil {
		j.sharpen(likeness)
	}
	j.revise()
	j.link(link)
	best := j.best()
	j.confront(best)
	j.settle(a, b, best, conflict)
	j.contest(best)
	return j, nil
}

// weigh takes the means of what the opinions say, and of their thresholds.
func weigh(ctx context.Context, a, b *match.Side, opinions []Opinion) (j *Judgement, link, conflict float64, err error) {
	j = &Judgement{VerdictOfA: make([]Verdict, len(a.Facts)), VerdictOfB: make([]Verdict, len(b.Facts))}
	share := 1 / float64(len(opinions))
	for _, o := range opinions {
		probability := make([]float64, len(o.Pairs))
		err = parallel.Do(ctx, len(o.Pairs), func(numbers iter.Seq[int]) {
			for i := range numbers {
				probability[i] = o.Weights.Pair(&o.Pairs[i].Evidence)
			}
		})
		if err != nil {
			return nil, 0, 0, err
		}
		ofA, ofB := Evidence(a, b, o.Pairs, probability)
		sides := [...]struct {
			facts    iter.Seq2[int, *FactEvidence]
			verdicts []Verdict
		}{{ofA, j.VerdictOfA}, {ofB, j.VerdictOfB}}
		err = parallel.Do(ctx, len(sides), func(numbers iter.Seq[int]) {
			for k := range numbers {
				for i, e := range sides[k].facts {
					sides[k].verdicts[i].add(share, o.Weights.Fact(e))
				}
			}
		})
		if err != nil {
			return nil, 0, 0, err
		}
		j.merge(o.Pairs, probability, share)
		link += share * o.Weights.LinkThreshold
		conflict += share * o.Weights.ConflictThreshold
	}
	return j, link, conflict, nil
}

func (v *Verdict) add(share float64, o Verdict) {
	v.Shared += share * o.Shared
	v.Only += share * o.Only
	v.Conflict += share * o.Conflict
}

// merge adds an opinion's share of the pairs' probabilities. A pair that it did
// not look at has none.
func (j *Judgement) merge(pairs []match.Pair, probability []float64, share float64) {
	if j.Pairs == nil {
		j.Pairs, j.Probability = pairs, probability
		for i := range probability {
			probability[i] *= share
		}
		return
	}
	var merged []match.Pair
	var sums []float64
	i, k := 0, 0
	for i < len(j.Pairs) || k < len(pairs) {
		order := -1
		switch {
		case i == len(j.Pairs):
			order = 1
		case k < len(pairs):
			order = cmp.Or(cmp.Compare(j.Pairs[i].A, pairs[k].A), cmp.Compare(j.Pairs[i].B, pairs[k].B))
		}
		switch {
		case order < 0:
			merged, sums = append(merged, j.Pairs[i]), append(sums, j.Probability[i])
			i++
		case order > 0:
			merged, sums = append(merged, pairs[k]), append(sums, share*probability[k])
			k++
		default:
			merged, sums = append(merged, j.Pairs[i]), append(sums, j.Probability[i]+share*probability[k])
			i++
			k++
		}
	}
	j.Pairs, j.Probability = merged, sums
}

// A fact is the revision of another, in one language, if most of its letters
// are, but words of some weight were replaced: the articles that the weights were
// learned from have no such facts. What they say is not the same; whether it is
// a contradiction, words do not tell.
const (
	revisedSpelling = 0.7
	revisedWords    = 0.35
	revisedConflict = 0.5
)

// copied is how probably two facts that are the same, word for word, say the same.
const copied = 0.98

// revise settles the verdicts on facts that are copies of each other, and gives
// those on revised ones their due of doubt.
func (j *Judgement) revise() {
	keptA, keptB := map[int]bool{}, map[int]bool{} // facts with a counterpart word for word
	for i, p := range j.Pairs {
		if p.Copy {
			j.Probability[i] = max(j.Probability[i], copied)
			j.VerdictOfA[p.A], j.VerdictOfB[p.B] = j.VerdictOfA[p.A].affirmed(), j.VerdictOfB[p.B].affirmed()
		}
		if p.Spelling >= revisedSpelling && p.OwnA < revisedWords && p.OwnB < revisedWords {
			keptA[p.A], keptB[p.B] = true, true
		}
	}
	for _, p := range j.Pairs {
		if p.Spelling >= revisedSpelling && p.OwnA >= revisedWords && p.OwnB >= revisedWords && !keptA[p.A] && !keptB[p.B] {
			j.VerdictOfA[p.A].dispute()
			j.VerdictOfB[p.B].dispute()
		}
	}
}

// affirmed is the verdict with shared as good as certain.
func (v Verdict) affirmed() Verdict {
	if v.Shared >= copied {
		return v
	}
	rest := (1 - copied) / (1 - v.Shared)
	return Verdict{copied, v.Only * rest, v.Conflict * rest}
}

// dispute makes a conflict as probable as not.
func (v *Verdict) dispute() {
	if v.Conflict < revisedConflict {
		rest := (1 - revisedConflict) / (1 - v.Conflict)
		*v = Verdict{v.Shared * rest, v.Only * rest, revisedConflict}
	}
}

// few is how many facts a version has at most for margins to mean nothing: there
// is too little for a pair to stand out from.
const few = 4

// trust is the factor by which the log odds of a fact's best pair count beside the
// fact's own, where a fact is said by the other side, but has no probable pair; they
// do not where the other side has few facts. It did best on articles that the
// weights had not learned from.
const trust = 0.5

// weak is how probably at most a fact is said by the other side that has no pair
// more probable than not, however sure its evidence is: on articles that the
// weights had not learned from six in ten of them were shared. That makes them
// uncertain to a reader, who should look: it may be a detail that is said nowhere,
// beside others that are.
const weak = 0.6

// link picks the pairs that count. Both facts must be said by the other side. A
// fact that is, but has no probable pair, settles with its best candidate which
// of them to believe.
func (j *Judgement) link(threshold float64) {
	pairs, probability := j.Pairs, j.Probability
	saidA, saidB := said(j.VerdictOfA), said(j.VerdictOfB)
	linkedA, linkedB := make([]bool, len(saidA)), make([]bool, len(saidB))
	join := func(i int) {
		p := pairs[i]
		j.Links = append(j.Links, Link{A: p.A, B: p.B, Probability: probability[i]})
		linkedA[p.A], linkedB[p.B] = true, true
	}
	for i, p := range pairs {
		if probability[i] >= threshold && saidA[p.A] > 0 && saidB[p.B] > 0 {
			join(i)
		}
	}
	byA, byB := byFact(pairs, probability, len(saidA), len(saidB))
	var asked []int // pairs; both facts of one may ask for it
	ask := func(lists [][]int, linked []bool, said []float64, others int) {
		for f, list := range lists {
			if len(list) == 0 || linked[f] {
				continue
			}
			best, odds := list[0], said[f]
			if others > few {
				odds += trust * logit(probability[best])
			}
			if odds > 0 && saidA[pairs[best].A]+saidB[pairs[best].B] > 0 {
				asked = append(asked, best)
			}
		}
	}
	ask(byA, linkedA, saidA, len(saidB))
	ask(byB, linkedB, saidB, len(saidA))
	slices.Sort(asked)
	for _, i := range slices.Compact(asked) {
		join(i)
	}
	slices.SortFunc(j.Links, func(x, y Link) int { return cmp.Or(x.A-y.A, x.B-y.B) })
	temper := func(lists [][]int, linked []bool, verdicts []Verdict, others int) {
		for f, list := range lists {
			if linked[f] && others > few && probability[list[0]] <= 0.5 {
				verdicts[f].limit(weak)
			}
		}
	}
	temper(byA, linkedA, j.VerdictOfA, len(saidB))
	temper(byB, linkedB, j.VerdictOfB, len(saidA))
}

// limit makes it no more probable that the other version speaks of the fact; how
// probably it then contradicts it stays.
func (v *Verdict) limit(most float64) {
	if 1-v.Only > most {
		v.said(most)
	}
}

// said is, for each fact, the log odds that the other version speaks of it.
func said(verdicts []Verdict) []float64 {
	out := make([]float64, len(verdicts))
	for i, v := range verdicts {
		out[i] = logit(1 - v.Only)
	}
	return out
}

// How probable a contradiction has to be, by the model that read two facts together, to
// bear out what else speaks against their agreement: plainly, or as words do that are
// opposite no less than slightly.
const (
	borneOut       = 0.8
	borneOutSlight = 0.9
	slightly       = 0.2
)

// confront makes a conflict as probable as not where two kinds of evidence bear each
// other out that alone only make an agreement doubtful, for the facts whose best link it
// is: whether the link is a conflict is for settle to say.
func (j *Judgement) confront(best bestLinks) {
	for k, l := range j.Links {
		p := j.pair(l)
		if p == nil || p.Copy || !p.Read {
			continue
		}
		_, conflict, _, _ := p.Cross.Probabilities()
		if !(belied(&p.Evidence) && conflict >= borneOut || p.Evidence.Oppose >= slightly && conflict >= borneOutSlight) {
			continue
		}
		if best.ofA[l.A] == k {
			j.VerdictOfA[l.A].dispute()
		}
		if best.ofB[l.B] == k {
			j.VerdictOfB[l.B].dispute()
		}
	}
}

// pair returns the evidence for a link; nil if there is none.
func (j *Judgement) pair(l Link) *match.Pair {
	i, found := slices.BinarySearchFunc(j.Pairs, l, func(p match.Pair, l Link) int { return cmp.Or(p.A-l.A, p.B-l.B) })
	if !found {
		return nil
	}
	return &j.Pairs[i]
}

// settle decides which links are conflicts, and each fact's status. A fact that
// is contradicted may have agreeing links as well: its other version says two
// things, or the link is a doubtful one. A fact that is itself not taken for contradicted
// is not drawn into a contradiction of its counterpart's over what it agrees in.
func (j *Judgement) settle(a, b *match.Side, best bestLinks, threshold float64) {
	j.StatusOfA, j.StatusOfB = make([]Status, len(j.VerdictOfA)), make([]Status, len(j.VerdictOfB))
	for i := range j.Links {
		l := &j.Links[i]
		ofA, ofB := j.VerdictOfA[l.A].contrary(), j.VerdictOfB[l.B].contrary()
		l.Conflict = (ofA+ofB)/2 >= threshold && (best.ofA[l.A] == i || best.ofB[l.B] == i) &&
			!(min(ofA, ofB) < unconcerned && j.valuesAgree(*l)) &&
			!(ofA < 0.5 && j.answered(a, b, i, best.ofA[l.A], false)) && !(ofB < 0.5 && j.answered(a, b, i, best.ofB[l.B], true))
		status := Shared
		if l.Conflict {
			status = Conflict
		}
		j.StatusOfA[l.A], j.StatusOfB[l.B] = max(j.StatusOfA[l.A], status), max(j.StatusOfB[l.B], status)
	}
}

// unconcerned is how probable a contradiction of a fact has to be for it to be drawn
// into that of its counterpart where the two agree: what contradicts the counterpart may
// stand elsewhere.
const unconcerned = 0.1

// valuesAgree tells whether the values of two linked facts agree, and nothing else speaks
// against it.
func (j *Judgement) valuesAgree(l Link) bool {
	p := j.pair(l)
	return p != nil && p.Evidence.Agree > 0 && p.Evidence.Disagree == 0 && p.Evidence.Oppose == 0 && !belied(&p.Evidence)
}

// answered tells whether a link of a fact of A, or of B, speaks of a contradiction for no
// other reason than values in which the fact agrees with its best counterpart: what is of
// another age than one that both versions tell is somebody else.
func (j *Judgement) answered(a, b *match.Side, link, best int, ofB bool) bool {
	p := j.pair(j.Links[link])
	if link == best || p == nil || p.Evidence.Disagree == 0 || p.Evidence.Oppose > 0 || p.Evidence.Reversed || p.Evidence.Renamed() {
		return false
	}
	values := func(link int, relation value.Relation) (out []int) {
		l := j.Links[link]
		for _, x := range value.Match(a.Facts[l.A].Values, b.Facts[l.B].Values) {
			switch {
			case x.Relation != relation:
			case ofB:
				out = append(out, x.B)
			default:
				out = append(out, x.A)
			}
		}
		return out
	}
	confirmed := values(best, value.Agree)
	return !slices.ContainsFunc(values(link, value.Disagree), func(v int) bool { return !slices.Contains(confirmed, v) })
}

// bestLinks are the most probable links of the facts of both sides.
type bestLinks struct{ ofA, ofB map[int]int }

// best returns each linked fact's most probable link.
func (j *Judgement) best() bestLinks {
	best := bestLinks{map[int]int{}, map[int]int{}}
	for i, l := range j.Links {
		if k, ok := best.ofA[l.A]; !ok || l.Probability > j.Links[k].Probability {
			best.ofA[l.A] = i
		}
		if k, ok := best.ofB[l.B]; !ok || l.Probability > j.Links[k].Probability {
			best.ofB[l.B] = i
		}
	}
	return best
}

// Where facts are taken to agree although something speaks plainly against it, the
// agreement is no surer than agreed, for a reader to look: the model that read their
// sentences together sees a contradiction at least as probable as contested (it is
// wrong about that too often to say that they conflict, even of plain translations),
// their values differ by no less than differing, opposite words, not only a negation,
// stand in them with no less than opposed, one says before and the other after, or they
// name another person, country or city.
const (
	contested = 0.97
	differing = 0.19
	opposed   = 0.45
	agreed    = 0.55
)

// belied tells whether values, words or names speak plainly against an agreement.
func belied(e *match.Evidence) bool {
	return e.Disagree >= differing || e.Oppose >= opposed || e.Reversed || e.Renamed()
}

// contest lowers the confidence in shared facts whose best link is contested.
func (j *Judgement) contest(best bestLinks) {
	for k, l := range j.Links {
		p := j.pair(l)
		if l.Conflict || p == nil || p.Copy {
			continue
		}
		doubt := belied(&p.Evidence)
		if p.Read && !doubt {
			_, conflict, _, _ := p.Cross.Probabilities()
			doubt = conflict >= contested
		}
		if doubt && best.ofA[l.A] == k {
			j.VerdictOfA[l.A].question()
		}
		if doubt && best.ofB[l.B] == k {
			j.VerdictOfB[l.B].question()
		}
	}
}

// question makes it no surer than agreed that a fact is shared.
func (v *Verdict) question() {
	if v.Shared > agreed {
		v.Conflict += v.Shared - agreed
		v.Shared = agreed
	}
}

// Evidence gathers what is known about each fact of both versions, in order,
// given how probable the pairs between them are. What one yields is good until
// its next: long versions have too much evidence to hold at once. The two can be
// ranged over side by side.
func Evidence(a, b *match.Side, pairs []match.Pair, probability []float64) (ofA, ofB iter.Seq2[int, *FactEvidence]) {
	byA, byB := byFact(pairs, probability, len(a.Facts), len(b.Facts))
	level := levelOf(pairs, byA, byB)
	ofA = evidenceOf(a, b, byA, probability, level, func(k int) CandidateEvidence {
		c := candidate(&pairs[k].Evidence, false)
		c.Probability, c.Rival = probability[k], rival(byB[pairs[k].B], k, probability)
		return c
	})
	ofB = evidenceOf(b, a, byB, probability, level, func(k int) CandidateEvidence {
		c := candidate(&pairs[k].Evidence, true)
		c.Probability, c.Rival = probability[k], rival(byA[pairs[k].A], k, probability)
		return c
	})
	return ofA, ofB
}

// level is how near two versions are as a whole.
type level struct{ cosine, margin, size float64 }

func levelOf(pairs []match.Pair, byA, byB [][]int) level {
	var cosine, margin, n float64
	for _, list := range slices.Concat(byA, byB) {
		if len(list) == 0 {
			continue
		}
		c, m := -1.0, -1.0
		for _, k := range list {
			c, m = max(c, float64(pairs[k].SentenceCosine)), max(m, float64(pairs[k].SentenceMargin))
		}
		cosine, margin, n = cosine+c, margin+m, n+1
	}
	return level{cosine / max(n, 1), margin / max(n, 1), math.Log(float64(len(byA) + len(byB)))}
}

// byFact lists each fact's pairs by index, the most probable first.
func byFact(pairs []match.Pair, probability []float64, factsA, factsB int) (ofA, ofB [][]int) {
	ofA, ofB = make([][]int, factsA), make([][]int, factsB)
	for i, p := range pairs {
		ofA[p.A] = append(ofA[p.A], i)
		ofB[p.B] = append(ofB[p.B], i)
	}
	for _, l := range slices.Concat(ofA, ofB) {
		slices.SortStableFunc(l, func(i, k int) int {
			return cmp.Compare(probability[k], probability[i])
		})
	}
	return ofA, ofB
}

// rival is the highest probability in a list of pairs but for one of them.
func rival(list []int, except int, probability []float64) float64 {
	for _, k := range list {
		if k != except {
			return probability[k]
		}
	}
	return 0
}

func evidenceOf(own, other *match.Side, lists [][]int, probability []float64, level level, candidate func(pair int) CandidateEvidence) iter.Seq2[int, *FactEvidence] {
	best := make([]float64, len(lists))
	for i, l := range lists {
		if len(l) > 0 {
			best[i] = probability[l[0]]
		}
	}
	return func(yield func(int, *FactEvidence) bool) {
		var e FactEvidence
		for i, l := range lists {
			e = FactEvidence{Candidates: e.Candidates[:0], LevelCosine: level.cosine, LevelMargin: level.margin, Size: level.size}
			for _, k := range l {
				e.Candidates = append(e.Candidates, candidate(k))
			}
			e.describe(own, other, i)
			e.surround(own, best, i)
			if !yield(i, &e) {
				return
			}
		}
	}
}

// quotes are the double quotation marks.
const quotes = `"“”„«»「」`

// describe notes what a fact is by itself.
func (e *FactEvidence) describe(own, other *match.Side, i int) {
	fact := own.Facts[i]
	sentence := own.Sentences[fact.Sentence]
	e.Words = fact.Words[1] - fact.Words[0]
	for _, w := range sentence.Words[fact.Words[0]:fact.Words[1]] {
		e.Weight += float64(w.Weight)
	}
	e.Values = len(fact.Values)
	e.Quote = strings.ContainsAny(fact.Text, quotes)
	e.Closes = i+1 == sentence.Facts[1]
	e.Position = float64(i) / float64(len(own.Facts))
	e.Ratio = logRatio(len(own.Facts), len(other.Facts))
}

// surround notes the best probabilities of the facts around one.
func (e *FactEvidence) surround(own *match.Side, best []float64, i int) {
	if i > 0 {
		e.Before = best[i-1]
	}
	if i+1 < len(best) {
		e.After = best[i+1]
	}
	e.BestBeside, e.MeanBeside = best[i], best[i]
	beside := own.Sentences[own.Facts[i].Sentence].Facts
	if e.Beside = beside[1] - beside[0] - 1; e.Beside == 0 {
		return
	}
	e.BestBeside, e.MeanBeside = 0, 0
	for k := beside[0]; k < beside[1]; k++ {
		if k != i {
			e.BestBeside = max(e.BestBeside, best[k])
			e.MeanBeside += best[k] / float64(e.Beside)
		}
	}
}

// candidate turns a pair's evidence to the point of view of one of its facts.
func candidate(e *match.Evidence, swapped bool) CandidateEvidence {
	c := CandidateEvidence{
		Cosine: float64(e.Cosine), Margin: float64(e.Margin),
		SentenceCosine: float64(e.SentenceCosine), SentenceMargin: float64(e.SentenceMargin),
		PartMargin: float64(e.PartA), Cover: float64(e.CoverA), Back: float64(e.CoverB), Within: float64(e.WithinA), Lead: float64(e.LeadA),
		Agree: e.Agree, Disagree: e.Disagree, Length: float64(e.Length),
		Spelling: e.Spelling, Same: e.Same, Oppose: e.Oppose,
		SentenceLead: float64(e.SentenceLeadA), SentenceLeadThere: float64(e.SentenceLeadB),
		Names: math.Log1p(e.Names.Agree), Missing: e.Names.MissingA, MissingThere: e.Names.MissingB, Unknown: e.Names.UnknownA,
		Read: e.Read, Link: bounded(e.Cross.Link), LinkLead: float64(e.LinkLeadA), Contrary: bounded(e.Cross.Conflict), Part: bounded(e.Cross.Part),
		New: float64(e.NewA), NewThere: float64(e.NewB), Unsaid: float64(e.UnsaidA.Mean), Stretch: float64(e.UnsaidA.Stretch),
	}
	if swapped {
		c.PartMargin, c.Cover, c.Back, c.Within, c.Lead = float64(e.PartB), float64(e.CoverB), float64(e.CoverA), float64(e.WithinB), float64(e.LeadB)
		c.Length = -c.Length
		c.SentenceLead, c.SentenceLeadThere = c.SentenceLeadThere, c.SentenceLead
		c.Missing, c.MissingThere, c.Unknown = c.MissingThere, c.Missing, e.Names.UnknownB
		c.LinkLead, c.New, c.NewThere = float64(e.LinkLeadB), c.NewThere, c.New
		c.Unsaid, c.Stretch = float64(e.UnsaidB.Mean), float64(e.UnsaidB.Stretch)
	}
	return c
}
