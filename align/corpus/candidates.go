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
	Cosine float64 // of their vectors, without what all articles of a language share
	Margin float64 // how far the cosine stands out among the nearest of either
	Lead   float64 // the cosine before the best other one of either

	Keys       float64 // cosine of their names and values, weighted by rarity
	KeysMargin float64
	KeysLead   float64
	Rare       float64 // how much the common ones tell, in nats

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
	pairs := map[[2]int]float64{}
	for i, list := range ofA {
		for _, n := range list {
			pairs[[2]int{i, n.Index}] = float64(n.Cosine)
		}
	}
	for j, list := range ofB {
		for _, n := range list {
			pairs[[2]int{n.Index, j}] = float64(n.Cosine)
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

func dot(a, b []float32) float64 {
	sum := float32(0)
	for i, x := range a {
		sum += x * b[i]
	}
	return float64(sum)
}

// few is how many articles of the other side may have a key for it to lead to
// them, and how many it leads to.
const few = 10

// namesakes finds for each article of a those of b that have the most of its
// rare keys.
func (r *rarity) namesakes(a, b []Article) [][]int {
	where := map[uint64][]int{}
	for j := range b {
		for _, k := range b[j].Keys {
			if r.times[k.Hash] <= 2*few {
				where[k.Hash] = append(where[k.Hash], j)
			}
		}
	}
	out := make([][]int, len(a))
	for i := range a {
		told := map[int]float64{}
		for _, k := range a[i].Keys {
			for _, j := range where[k.Hash] {
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
func (r *rarity) weigh(a, b []Article, pairs map[[2]int]float64, crowdA, crowdB []float32) []Pair {
	lengths := func(articles []Article) []float64 {
		out := make([]float64, len(articles))
		for i := range articles {
			out[i] = r.length(articles[i].Keys)
		}
		return out
	}
	lengthA, lengthB := lengths(a), lengths(b)
	out := make([]Pair, 0, len(pairs))
	for at, cosine := range pairs {
		i, j := at[0], at[1]
		p := Pair{A: i, B: j, Evidence: Evidence{Cosine: cosine, Days: -1}}
		p.Margin = 2*cosine - float64(crowdA[i]) - float64(crowdB[j])
		product := 0.0
		common(a[i].Keys, b[j].Keys, func(k, l Key) {
			product += r.of(k) * r.of(l)
			p.Rare += min(r.of(k), r.of(l))
		})
		if product > 0 {
			p.Keys = product / (lengthA[i] * lengthB[j])
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
	first, second := make([]Evidence, na+nb), make([]Evidence, na+nb)
	for _, p := range pairs {
		for _, k := range [2]int{p.A, na + p.B} {
			note(&first[k].Cosine, &second[k].Cosine, p.Cosine)
			note(&first[k].Keys, &second[k].Keys, p.Keys)
		}
	}
	rival := func(first, second, own float64) float64 {
		if own >= first {
			return second
		}
		return first
	}
	for i := range pairs {
		p := &pairs[i]
		x, y := p.A, na+p.B
		ka, kb := rival(first[x].Keys, second[x].Keys, p.Keys), rival(first[y].Keys, second[y].Keys, p.Keys)
		p.Lead = p.Cosine - max(rival(first[x].Cosine, second[x].Cosine, p.Cosine), rival(first[y].Cosine, second[y].Cosine, p.Cosine))
		p.KeysLead = p.Keys - max(ka, kb)
		p.KeysMargin = 2*p.Keys - ka - kb
	}
}

// note keeps the two largest values.
func note(first, second *float64, x float64) {
	if x > *first {
		*first, *second = x, *first
	} else {
		*second = max(*second, x)
	}
}

func (e *Evidence) score() float64 { return e.Margin }
