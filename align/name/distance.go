package name

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// What a sound counts when two words are compared, in hundredths of a consonant
// as all costs: consonants carry the word, vowels are written at whim or not at
// all.
const (
	consonantWeight = 100
	glideWeight     = 40
	vowelWeight     = 35
	weakWeight      = 10
)

// neighbours lists pairs of sounds and what it costs, in hundredths of a
// consonant, that one language writes the one where another writes the other.
// Pairs that are not listed are strangers.
const neighbours = `
pb 15 pf 30 pv 50 bv 20 bf 40 fv 15 vw 10 fw 50 bw 50 fh 35 hw 50
td 15 ts 60 tc 40 tC 45 tS 70 tz 70 dz 50 dJ 45 dc 60 dr 70 tJ 60
sz 10 sS 25 sc 25 sC 40 sJ 50 zS 35 zc 20 zJ 30 zC 50 SC 25 SJ 25 Sc 40 CJ 20 Cc 30 Jc 40
kg 20 kh 40 gh 35 gJ 35 kJ 40 kC 30 kc 40 ks 60 gC 60 hC 40 hJ 40 hS 45
lr 30 nm 40 nl 70 rJ 60
yJ 20 yi 5 ye 15 yg 70 yS 60 yl 60 ya 30 yo 30 yu 25
wu 5 wo 10 wa 20 wg 60 we 30 wi 30 ui 12 uo 8 oa 10 ae 10 ei 8 ai 15 au 15 eo 15 eu 15 oi 15
`

// dropped lists the sounds that are lost more easily than they weigh: the r of
// Margaret in 玛格丽特, an h that is not spoken, vowels of an abjad.
const dropped = "h 25 y 10 w 15 r 45 l 60 n 70 a 20 e 18 i 20 o 20 u 20 @ 3"

// costs are substitution, deletion and weight by sound.
type costs struct {
	sub    [128][128]uint8 // small, so that it stays in the nearest cache
	del    [128]int32
	weight [128]int32
	near   [128][]within // the cheapest first
}

// within is the sounds that one is put for at a cost.
type within struct {
	sounds soundSet
	cost   int32
}

// soundSet is a set of sounds, a bit each; it may take digits for others.
type soundSet uint64

func setOf(sounds string) (set soundSet) {
	for i := range len(sounds) {
		set |= 1 << (sounds[i] & 63)
	}
	return set
}

var costTable = sync.OnceValue(func() *costs {
	c := &costs{}
	for i := range c.sub {
		for j := range c.sub[i] {
			if i != j {
				c.sub[i][j] = strangers
			}
		}
		c.del[i], c.weight[i] = consonantWeight, consonantWeight
	}
	for _, v := range "aeiou" {
		c.weight[v] = vowelWeight
		c.sub[v]['@'], c.sub['@'][v] = weakVowel, weakVowel
	}
	c.weight['@'] = weakWeight
	c.weight['y'], c.weight['w'] = glideWeight, glideWeight
	pairs := strings.Fields(neighbours)
	for i := 0; i+1 < len(pairs); i += 2 {
		a, b, cost := pairs[i][0], pairs[i][1], number(pairs[i+1])
		c.sub[a][b], c.sub[b][a] = uint8(cost), uint8(cost)
	}
	losses := strings.Fields(dropped)
	for i := 0; i+1 < len(losses); i += 2 {
		c.del[losses[i][0]] = number(losses[i+1])
	}
	for s := range c.near {
		byCost := map[uint8]soundSet{}
		for other, cost := range c.sub[s] {
			if cost < strangers {
				byCost[cost] |= setOf(string(rune(other)))
			}
		}
		for _, cost := range slices.Sorted(maps.Keys(byCost)) {
			c.near[s] = append(c.near[s], within{byCost[cost], int32(cost)})
		}
	}
	return c
})

func number(s string) int32 {
	n := int32(0)
	for _, r := range s {
		n = 10*n + r - '0'
	}
	return n
}

// What else it costs to put one sound for another, or to leave one out.
const (
	strangers  = 120
	weakVowel  = 5
	afterNasal = 15 // a g that only spells the nasal before it (ng)
	beforeStop = 35 // a nasal that only tells how the stop behind it sounds (ντ, μπ)
)

// losses tells for each sound of s what it costs to leave it out, in buf.
func (c *costs) losses(s string, buf []int32) []int32 {
	for i := range len(s) {
		buf = append(buf, c.loss(s, i))
	}
	return buf
}

// weigh returns what a word's sounds count together.
func (c *costs) weigh(s string) int32 {
	var w int32
	for i := range len(s) {
		w += c.weight[s[i]&127]
	}
	return w
}

// loss is the cost of leaving out s[i].
func (c *costs) loss(s string, i int) int32 {
	if s[i] == 'g' && i > 0 && s[i-1] == 'n' {
		return afterNasal
	}
	if i+1 < len(s) && (s[i] == 'n' || s[i] == 'm') && stops[s[i+1]&127] {
		return beforeStop
	}
	return c.del[s[i]&127]
}

var stops = [128]bool{'p': true, 'b': true, 't': true, 'd': true, 'k': true, 'g': true}

// leastAlike is the likeness below which it is not worked out: words are then
// strangers.
const (
	leastAlike = 0.68
	unlike     = 100 - 68
)

// least is what it costs at least to make of a word's sounds those of another: each
// is left out, or put for the nearest that the other has, wherever it stands. It
// stops above limit.
func (c *costs) least(a *spoken, other soundSet, limit int32) (sum int32) {
	for i, cost := range a.losses {
		for _, near := range c.near[a.sounds[i]&127] {
			if near.cost >= cost {
				break
			}
			if near.sounds&other != 0 {
				cost = near.cost
				break
			}
		}
		if sum += cost; sum > limit {
			break
		}
	}
	return sum
}

// alike tells how alike two words sound, from leastAlike to 1, or 0: one minus
// their weighted edit distance over their mean weight.
func alike(a, b *spoken) float64 {
	if a.sounds == b.sounds {
		return 1
	}
	weight := a.weight + b.weight
	c, limit := costTable(), weight*unlike/200
	if c.least(a, b.set, limit) > limit || c.least(b, a.set, limit) > limit {
		return 0 // nearly all words
	}
	var row [maxSounds + 1]int32
	if !c.distances(row[:len(b.sounds)+1], a.sounds, b.sounds, a.losses, b.losses, limit) {
		return 0
	}
	if score := 1 - 2*float64(row[len(b.sounds)])/float64(weight); score >= leastAlike {
		return score
	}
	return 0
}

// heard tells how alike a word is to the beginning of a longer text, and to how
// many of its sounds.
func heard(word, text string) (score float64, size int) {
	word, text = word[:min(len(word), maxSounds)], text[:min(len(text), 2*maxSounds)]
	c := costTable()
	weight := c.weigh(word)
	var row [2*maxSounds + 1]int32
	var inWord [maxSounds]int32
	var inText [2 * maxSounds]int32
	// What is matched weighs little more than the word, or is unlike it.
	if !c.distances(row[:len(text)+1], word, text, c.losses(word, inWord[:0]), c.losses(text, inText[:0]), weight*unlike*6/500) {
		return 0, 0
	}
	var matched int32
	for j := range len(text) {
		matched += c.weight[text[j]&127]
		if j+1 < len(word)-band {
			continue
		}
		if v := 1 - 2*float64(row[j+1])/float64(weight+matched); v > score {
			score, size = v, j+1
		}
	}
	return score, size
}

// band is how many sounds one word may be ahead of the other.
const band = 6

// unreachable is a distance above all others.
const unreachable = 1 << 20

// distances fills row with the weighted edit distances of a to the beginnings
// of b, given what it costs to leave out each of their sounds, by dynamic
// programming within a band (Ukkonen 1985). It gives up, and returns false, when
// all exceed limit.
func (c *costs) distances(row []int32, a, b string, lossesA, lossesB []int32, limit int32) bool {
	row[0] = 0
	for j, loss := range lossesB {
		row[j+1] = unreachable
		if j < band {
			row[j+1] = row[j] + loss
		}
	}
	for i, lost := range lossesA {
		from, to := max(0, i-band), min(len(b), i+band+1)
		if from >= to {
			return false
		}
		diagonal := row[from]
		left := int32(unreachable)
		if from == 0 {
			left = diagonal + lost
		}
		row[from] = left
		least := left
		sub := &c.sub[a[i]&127]
		for j := from; j < to; j++ {
			up := row[j+1]
			left = min(diagonal+int32(sub[b[j]&127]), up+lost, left+lossesB[j])
			row[j+1] = left
			least = min(least, left)
			diagonal = up
		}
		if least > limit {
			return false
		}
	}
	return true
}
