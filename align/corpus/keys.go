package corpus

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"time"

	"factdiff/align/name"
	"factdiff/align/read"
	"factdiff/align/value"
)

// key is a name or value that an article mentions.
type key struct {
	hash   uint64 // of what it is filed under
	weight float32
}

// MaxKeys is how many different names and values of an article count: those
// that are most surely some.
const MaxKeys = 400

// Keys returns the names and values that a document mentions, under what they
// are called in every language, as far as the tables know, and how surely each
// is one, from 0 to 1.
func Keys(d *read.Document, lang string, date time.Time) map[string]float64 {
	var text strings.Builder
	for _, b := range d.Blocks {
		if b.Kind != read.Leftover {
			text.WriteString(d.Text[b.Start:b.End])
			text.WriteString("\n\n")
		}
	}
	out := name.NewArticle(text.String(), lang).Keys()
	for _, v := range value.Find(text.String(), lang, date) {
		if k := v.Key(); k != "" {
			out["#"+k] = 1
		}
	}
	return out
}

func keysOf(d *read.Document, lang string, date time.Time) []key {
	var out []key
	for k, weight := range Keys(d, lang, date) {
		h := fnv.New64a()
		h.Write([]byte(k))
		out = append(out, key{h.Sum64(), float32(weight)})
	}
	slices.SortFunc(out, func(a, b key) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.hash, b.hash))
	})
	out = slices.Clip(out[:min(len(out), MaxKeys)])
	slices.SortFunc(out, func(a, b key) int { return cmp.Compare(a.hash, b.hash) })
	return out
}

// rarity weighs keys by how seldom articles have them.
type rarity struct {
	times map[uint64]int32 // how many articles have a key
	all   float64
}

func rarityOf(collections ...[]Article) *rarity {
	r := &rarity{times: map[uint64]int32{}}
	for _, articles := range collections {
		r.all += float64(len(articles))
		for i := range articles {
			for _, k := range articles[i].keys {
				r.times[k.hash]++
			}
		}
	}
	return r
}

// of is how much a key tells, in nats: the negative logarithm of how probably an
// article has it.
func (r *rarity) of(k key) float64 {
	return float64(k.weight) * math.Log((r.all+1)/float64(r.times[k.hash]))
}

// length is the Euclidean length of an article's keys.
func (r *rarity) length(keys []key) float64 {
	sum := 0.0
	for _, k := range keys {
		w := r.of(k)
		sum += w * w
	}
	return math.Sqrt(sum)
}

// common calls f with each key that both lists have, in either's weight.
func common(a, b []key, f func(a, b key)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].hash < b[j].hash:
			i++
		case a[i].hash > b[j].hash:
			j++
		default:
			f(a[i], b[j])
			i++
			j++
		}
	}
}
