package corpus

import (
	"context"
	"math"

	"factdiff/align/match"
)

// settled is how many articles in a language tell half of what they share.
const settled = 30

// centred returns the articles' vectors without what all articles of a language
// have in common, which says more about the language and the collection than
// about the article; nil of those without.
func centred(a, b []Article) (ofA, ofB [][]float32) {
	sums, count := map[string][]float64{}, map[string]float64{}
	for _, articles := range [2][]Article{a, b} {
		for i := range articles {
			article := &articles[i]
			if article.Vector == nil {
				continue
			}
			sum := sums[article.Lang]
			if sum == nil {
				sum = make([]float64, len(article.Vector))
				sums[article.Lang] = sum
			}
			count[article.Lang]++
			for k, x := range article.Vector {
				sum[k] += float64(x)
			}
		}
	}
	centre := func(articles []Article) [][]float32 {
		out := make([][]float32, len(articles))
		for i := range articles {
			article := &articles[i]
			if article.Vector == nil {
				continue
			}
			sum, n := sums[article.Lang], count[article.Lang]
			out[i] = make([]float32, len(sum))
			square := 0.0
			for k, x := range article.Vector {
				y := float64(x) - sum[k]/(n+settled)
				out[i][k] = float32(y)
				square += y * y
			}
			for k := range out[i] {
				out[i][k] /= float32(math.Sqrt(square))
			}
		}
		return out
	}
	return centre(a), centre(b)
}

// nearest finds for each vector its nearest ones of the other side.
func nearest(ctx context.Context, a, b [][]float32) (ofA, ofB [][]match.Neighbor, err error) {
	return match.Nearest(ctx, a, b, neighbours)
}
