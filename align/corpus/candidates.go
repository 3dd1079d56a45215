package corpus

import (
	"cmp"
	"context"
	"math"
	"slices"

	"factdiff/align/match"
)

// Pair is an article of A and one of B that could be counterparts.
type Pair struct {
	A, B int
	Evidence
	Score float64 // how probably they are, from 0 to 1
}

// Evidence is what is known about two articles.
type Evidence struct {
	Margin float64 // how far the cosine of their vectors stands out among the nearest of either

	// Names and values that both mention, weighted by how seldom articles do.
	Common     float64 // cosine of all that either mentions
	CommonLead float64 // the same before the best rival of either
	Rare       float64 // how much they tell, in nats

	Days float64 // between their dates, negative where one is not known
}

// neighbours is how many articles of the other side are looked at for each.
const neighbours = 12

// Candidates finds for each article the few of the other side that could be its
// counterpart, by A, then B.
func Candidates(ctx context.Context, a, b []Article) ([]Pair, error) {
	va, vb := centred(a, b)
	ofA, ofB, err := nearest(ctx, va, vb)
	if err != nil {
		return nil, err
	}
	pairs := map[[2]int]float32{}
	for i, list := range ofA {
		for _, n := range list {
			pairs[[2]int{i, n.Index}] = n.Cosine
		}
	}
	for j, list := range ofB {
		for _, n := range list {
			pairs[[2]int{n.Index, j}] = n.Cosine
		}
	}
	r := rarityOf(a, b)
	for i, list := range r.namesakes(a, b) {
		for _, j := range list {
			if _, ok := pairs[[2]int{i, j}]; !ok && va[i] != nil && vb[j] != nil {
				pairs[[2]int{i, j}] = dot(va[i], vb[j])
			}
		}
	}
	return r.weigh(a, b, pairs, match.Crowding(ofA), match.Crowding(ofB)), ctx.Err()
}

func dot(a, b []float32) (sum float32) {
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// few is how many articles of the other side may have a key for it to lead to
// them, and how many it leads to.
const few = 10

// namesakes finds for each article of a those of b that have the most of its
// rare keys.
func (r *rarity) namesakes(a, b []Article) [][]int {
	where := map[uint64][]int{}
	for j := range b {
		for _, k := range b[j].keys {
			if r.times[k.hash] <= 2*few {
				where[k.hash] = append(where[k.hash], j)
			}
		}
	}
	out := make([][]int, len(a))
	for i := range a {
		told := map[int]float64{}
		for _, k := range a[i].keys {
			for _, j := range where[k.hash] {
				told[j] += r.of(k)
			}
		}
		for j := range told {
			out[i] = append(out[i], j)
		}
		slices.SortFunc(out[i], func(j, k int) int {
			return cmp.Or(cmp.Compare(told[k], told[j]), cmp.Compare(j, k))
		})
		out[i] = out[i][:min(few, len(out[i]))]
	}
	return out
}

// weigh gathers the evidence.
func (r *rarity) weigh(a, b []Article, pairs map[[2]int]float32, crowdA, crowdB []float32) []Pair {
	lengths := func(articles []Article) []float64 {
		out := make([]float64, len(articles))
		for i := range articles {
			out[i] = r.length(articles[i].keys)
		}
		return out
	}
	lengthA, lengthB := lengths(a), lengths(b)
	out := make([]Pair, 0, len(pairs))
	for at, cosine := range pairs {
		i, j := at[0], at[1]
		p := Pair{A: i, B: j, Evidence: Evidence{Days: -1}}
		p.Margin = float64(match.Margin(cosine, crowdA[i], crowdB[j]))
		product := 0.0
		common(a[i].keys, b[j].keys, func(k, l key) {
			product += r.of(k) * r.of(l)
			p.Rare += min(r.of(k), r.of(l))
		})
		if product > 0 {
			p.Common = product / (lengthA[i] * lengthB[j])
		}
		if da, db := a[i].Date, b[j].Date; !da.IsZero() && !db.IsZero() {
			p.Days = math.Abs(da.Sub(db).Hours() / 24)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	lead(out, len(a), len(b))
	for i := range out {
		out[i].Score = out[i].score()
	}
	return out
}

// lead tells each pair how far it lies before its rivals, the other pairs of its
// articles.
func lead(pairs []Pair, na, nb int) {
	first, second := make([]float64, na+nb), make([]float64, na+nb)
	for _, p := range pairs {
		for _, k := range [2]int{p.A, na + p.B} {
			if p.Common > first[k] {
				first[k], second[k] = p.Common, first[k]
			} else {
				second[k] = max(second[k], p.Common)
			}
		}
	}
	for i := range pairs {
		p := &pairs[i]
		rival := 0.0
		for _, k := range [2]int{p.A, na + p.B} {
			if p.Common < first[k] {
				rival = max(rival, first[k])
			} else {
				rival = max(rival, second[k])
			}
		}
		p.CommonLead = p.Common - rival
	}
}

// The weights are those of a logistic regression over the candidates in Spanish,
// Polish and Russian manual pages with their originals, which the first encoder
// read, and in the reports of testdata/pairs, which the second one did.
const (
	bias             = -5.88
	marginWeight     = 18.87
	commonWeight     = -5.15
	commonLeadWeight = 7.29
	rareWeight       = 1.18
)

// Dates are a hint that was not learned: up to a few days apart they say nothing,
// and each doubling beyond halves what the odds are.
const (
	sameDays = 3
	apart    = -math.Ln2
)

// score is how probably the two are counterparts.
func (e *Evidence) score() float64 {
	sum := bias + marginWeight*e.Margin + commonWeight*e.Common + commonLeadWeight*e.CommonLead + rareWeight*math.Log1p(e.Rare)
	if e.Days > sameDays {
		sum += apart * math.Log2(e.Days/sameDays)
	}
	return 1 / (1 + math.Exp(-sum))
}
