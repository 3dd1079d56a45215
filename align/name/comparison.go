package name

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"

	"factdiff/align/internal/parallel"
)

// Comparison knows which names of two versions of an article correspond. It is
// safe for concurrent use.
//
// Two names correspond as far as [Similarity] says so, or as far as one is
// mentioned at the place of the other; where a version mentions a name that
// [Find] does not see there (in a script without capitals, inside a compound,
// as a small adjective), the place counts as a name of its own. A name that has
// a better counterpart corresponds to others less, so that two that happen to
// sound alike do not.
type Comparison struct {
	a, b version
	like []float32 // how surely a form of a is one of b, by a's form, then b's
}

// version is the names of one version.
type version struct {
	mentions []mention // in order
	forms    []form    // those of its names first, then the other's as spotted in it
	names    int       // how many are of names
}

// mention is where a form stands.
type mention struct{ start, end, form int }

// form is a name in one spelling, however often it stands in its version.
type form struct {
	name   *Name
	count  float64 // how often it stands there
	sure   float64 // how surely it is a name; 0 of one that is only spotted
	rarity float64 // what it counts: 1 over how often a version mentions it
	known  float64 // how surely the other version mentions it
	kind   kind
	// met is how surely the other version mentions what it is a name of: known, but for a
	// person, whom nothing that sounds like the given name makes known, and for a city,
	// which may sound like any word.
	met float64
}

// mostForms bounds the work for texts that are no articles: what names follow
// after so many different ones is left out.
const mostForms = 384

// leastSpotted is how surely something has to be a name to be looked for in the
// other version.
const leastSpotted = 0.3

// NewComparison compares the names of two versions. It takes some milliseconds
// for two articles, the first time: the first of them remembers it. A fact is
// then compared in a fraction of a microsecond. The only error is that of ctx.
func NewComparison(ctx context.Context, a, b *Article) (*Comparison, error) {
	a.compared.Lock()
	defer a.compared.Unlock()
	if c := a.compared.with[b]; c != nil {
		return c, nil
	}
	c, err := newComparison(ctx, a, b)
	if err != nil {
		return nil, fmt.Errorf("comparing names: %w", err)
	}
	if a.compared.with == nil {
		a.compared.with = map[*Article]*Comparison{}
	}
	a.compared.with[b] = c
	return c, nil
}

func newComparison(ctx context.Context, a, b *Article) (*Comparison, error) {
	c := &Comparison{a: newVersion(a), b: newVersion(b)}
	na, nb := c.a.names, c.b.names
	// What each name is like in either version takes nearly all the time, and is
	// worked out for many side by side.
	ofA, ofB := make([]likes, na), make([]likes, nb)
	err := parallel.Do(ctx, na+nb, func(numbers iter.Seq[int]) {
		for k := range numbers {
			if k < na {
				ofA[k] = c.a.likes(k, b.index())
				ofA[k].others = similarities(c.a.forms[k].name, c.b.forms[:nb])
			} else {
				ofB[k-na] = c.b.likes(k-na, a.index())
			}
		}
	})
	if err != nil {
		return nil, err
	}
	c.a.forms = append(c.a.forms, make([]form, nb)...)
	c.b.forms = append(c.b.forms, make([]form, na)...)
	c.like = make([]float32, (na+nb)*(na+nb))
	for i := range ofA {
		for j, s := range ofA[i].others {
			if s >= leastFound {
				*c.at(i, j) = float32(s)
			}
			if s >= wholeName {
				ofA[i].heard, ofB[j].heard = 1, 1
			}
		}
	}
	c.b.spot(ofA, c.at)
	c.a.spot(ofB, func(j, i int) *float32 { return c.at(i, j) })
	c.compete()

	timesA, timesB := c.a.times(ofA), c.b.times(ofB)
	fromA, fromB := make([]float64, na+nb), make([]float64, na+nb)
	for i := range c.a.forms {
		for j := range c.b.forms {
			v := float64(*c.at(i, j))
			if v == 0 {
				continue
			}
			f, g := &c.a.forms[i], &c.b.forms[j]
			f.known, g.known = max(f.known, v), max(g.known, v)
			fromB[i] += v * g.count
			fromA[j] += v * f.count
		}
	}
	for k := range na + nb {
		c.a.forms[k].rarity = 1 / max(1, timesA[k], fromB[k])
		c.b.forms[k].rarity = 1 / max(1, timesB[k], fromA[k])
	}
	c.a.meet(ofA)
	c.b.meet(ofB)
	return c, nil
}

// wholeName is how alike the names of two persons have to be for them to be one, by all
// their words: what is alike by the given name is less.
const wholeName = 0.85

// meet notes how surely the other version mentions what each name is of.
func (v *version) meet(names []likes) {
	for i := range names {
		f := &v.forms[i]
		switch {
		case f.kind == person:
			f.met = names[i].heard
		case f.kind != city:
			f.met = f.known
		case f.known >= surelyMet:
			f.met = 1
		}
	}
}

// likes is what is like a name.
type likes struct {
	own    []float64 // how like the names of its version before it are
	others []float64 // how like those of the other version are
	spots  []spot    // where the text of the other version may mention it
	heard  float64   // how surely that does, if it is a person
}

// likes tells what of its own version, and of the other's text, is like a name.
func (v *version) likes(i int, other *index) likes {
	f := &v.forms[i]
	l := likes{own: similarities(f.name, v.forms[:i])}
	if f.sure >= leastSpotted {
		l.spots = other.spots(f.name)
	}
	if f.kind == person {
		l.heard = other.knows(f.name, l.spots)
	}
	return l
}

func similarities(n *Name, forms []form) []float64 {
	out := make([]float64, len(forms))
	for i := range forms {
		out[i] = similarity(n, forms[i].name)
	}
	return out
}

func newVersion(a *Article) version {
	v := version{}
	forms := map[string]int{}
	for k := range a.Names {
		n := &a.Names[k]
		i, ok := forms[n.Text]
		if !ok {
			if i = len(v.forms); i == mostForms {
				continue
			}
			forms[n.Text] = i
			v.forms = append(v.forms, form{name: n})
		}
		v.forms[i].count++
		v.forms[i].sure = max(v.forms[i].sure, n.Weight)
		v.forms[i].kind = max(v.forms[i].kind, n.kind)
		v.mentions = append(v.mentions, mention{n.Start, n.End, i})
	}
	v.names = len(v.forms)
	v.people()
	return v
}

// people tells persons by their family names alone: one that speaks and is called by its last
// word alone is no firm, and a single word that is the family name of a person is that one.
func (v *version) people() {
	alone, families := set{}, set{}
	for i := range v.forms {
		if w := v.forms[i].name.words; len(w) == 1 {
			alone[w[0].fold] = true
		}
	}
	for i := range v.forms {
		f := &v.forms[i]
		if len(f.name.words) < 2 || f.kind != speaker && f.kind != person {
			continue
		}
		family := f.name.words[len(f.name.words)-1].fold
		if f.name.familyFirst {
			family = f.name.words[0].fold
		}
		if f.kind == person || alone[family] {
			f.kind, families[family] = person, true
		}
	}
	for i := range v.forms {
		if f := &v.forms[i]; f.kind <= city && len(f.name.words) == 1 && families[f.name.words[0].fold] {
			f.kind = person
		}
	}
}

// at returns where the likeness of two forms is kept.
func (c *Comparison) at(i, j int) *float32 { return &c.like[i*len(c.b.forms)+j] }

// spot takes in where the text mentions names of the other version: one at the
// place of a name is like it, elsewhere it is a form of this version.
func (v *version) spot(names []likes, like func(other, form int) *float32) {
	own := v.mentions
	for i := range names {
		for _, s := range names[i].spots {
			free := true
			for k := sort.Search(len(own), func(k int) bool { return own[k].end > s.start }); k < len(own) && own[k].start < s.end; k++ {
				p := like(i, own[k].form)
				*p, free = max(*p, float32(s.score)), false
			}
			if free {
				f := v.names + i
				v.forms[f].count++
				v.mentions = append(v.mentions, mention{s.start, s.end, f})
				p := like(i, f)
				*p = max(*p, float32(s.score))
			}
		}
	}
	slices.SortStableFunc(v.mentions, func(m, n mention) int { return cmp.Compare(m.start, n.start) })
}

// compete lowers a likeness by what the two are like better.
func (c *Comparison) compete() {
	n := len(c.a.forms)
	bestA, bestB := make([]float32, n), make([]float32, n)
	for i := range n {
		for j := range n {
			v := *c.at(i, j)
			bestA[i], bestB[j] = max(bestA[i], v), max(bestB[j], v)
		}
	}
	for i := range n {
		for j := range n {
			if v := c.at(i, j); *v > 0 {
				*v = *v * *v * *v / (bestA[i] * bestB[j])
			}
		}
	}
}

// times returns how often the version mentions each form, in this or another
// spelling.
func (v *version) times(names []likes) []float64 {
	out := make([]float64, len(v.forms))
	for i := range v.forms {
		out[i] += v.forms[i].count
		if i < len(names) {
			for j, s := range names[i].own {
				out[i] += s * v.forms[j].count
				out[j] += s * v.forms[i].count
			}
		}
	}
	return out
}

// surelyMet is how like a mention has to be for a version surely to mention a city.
const surelyMet = 0.9

// Relation is what the names of two facts, of different versions, say. Each
// name counts up to 1: less if it may be none, and less if a version mentions
// it often, as it does an article's protagonist.
type Relation struct {
	Agree              float64 // both facts mention it
	MissingA, MissingB float64 // only this fact does, though the other version does elsewhere
	UnknownA, UnknownB float64 // the other version never does
	// Other is how surely one fact names a person, one who speaks, a country or
	// territory, or a city, where the other names another, or what may be a person beside
	// one, from 0 to 1, neither of which the other version mentions.
	Other float64
}

// Relate compares a fact of a with one of b, given by the byte offsets in the
// texts of their versions between which they mention names. It takes time in
// the names of the two.
func (c *Comparison) Relate(aFrom, aTo, bFrom, bTo int) Relation {
	var bufA, bufB [16]int
	a, b := c.a.between(aFrom, aTo, bufA[:0]), c.b.between(bFrom, bTo, bufB[:0])
	var r Relation
	for _, i := range a {
		r.add(&c.a.forms[i], &r.MissingA, &r.UnknownA, b, c.b.forms, func(j int) float32 { return *c.at(i, j) })
	}
	for _, j := range b {
		r.add(&c.b.forms[j], &r.MissingB, &r.UnknownB, a, c.a.forms, func(i int) float32 { return *c.at(i, j) })
	}
	r.Other, _, _ = c.other(a, b)
	return r
}

// Other returns the two names that [Relation].Other is of, by the offsets that
// [Comparison.Relate] takes; "" if it is 0.
func (c *Comparison) Other(aFrom, aTo, bFrom, bTo int) (a, b string) {
	sure, i, j := c.other(c.a.between(aFrom, aTo, nil), c.b.between(bFrom, bTo, nil))
	if sure == 0 {
		return "", ""
	}
	return c.a.forms[i].name.Text, c.b.forms[j].name.Text
}

// other finds of the forms of two facts those that are surest to be of one kind and
// different, neither known to the other version.
func (c *Comparison) other(a, b []int) (sure float64, formA, formB int) {
	for _, i := range a {
		for _, j := range b {
			f, g := &c.a.forms[i], &c.b.forms[j]
			if !f.comparable(g) || f.kind == city && !c.namedApart(i, j, a, b) {
				continue
			}
			if s := (1 - f.met) * f.sure * (1 - g.met) * g.sure; s > sure {
				sure, formA, formB = s, i, j
			}
		}
	}
	return sure, formA, formB
}

// comparable tells whether two forms are of one kind, so that one may stand where the
// other version has the other. What may be a person's name is as good as one beside one.
func (f *form) comparable(g *form) bool {
	if f.kind == person && g.mayBePerson() || g.kind == person && f.mayBePerson() {
		return unrelated(f.name, g.name)
	}
	return f.kind == g.kind && f.kind > thing
}

// mayBePerson tells whether a form is a person, or is of no kind and has two words or more
// that nothing shows to be more than names, and none that is a common thing.
func (f *form) mayBePerson() bool {
	if f.kind == person {
		return true
	}
	if f.kind != unsure || f.name == nil {
		return false
	}
	names := 0
	for i := range f.name.words {
		w := &f.name.words[i]
		if w.generic != "" || w.number || w.exact {
			return false
		}
		if len(w.readings) == 0 {
			names++
		}
	}
	return names > 1
}

// namedApart tells whether forms i and j, cities of two facts with the forms a and b, are
// like no name of the other fact, but for a country: what sounds like one elsewhere is
// chance.
func (c *Comparison) namedApart(i, j int, a, b []int) bool {
	like := func(form *form, likeness float32) bool {
		return form.name != nil && form.kind != country && likeness >= leastFound
	}
	return !slices.ContainsFunc(b, func(o int) bool { return like(&c.b.forms[o], *c.at(i, o)) }) &&
		!slices.ContainsFunc(a, func(o int) bool { return like(&c.a.forms[o], *c.at(o, j)) })
}

// between returns the forms that are mentioned between two offsets.
func (v *version) between(from, to int, buf []int) []int {
	k := sort.Search(len(v.mentions), func(k int) bool { return v.mentions[k].start >= from })
	for ; k < len(v.mentions) && v.mentions[k].start < to; k++ {
		if f := v.mentions[k].form; !slices.Contains(buf, f) {
			buf = append(buf, f)
		}
	}
	return buf
}

// add counts a form of one fact, given those of the other.
func (r *Relation) add(f *form, missing, unknown *float64, others []int, forms []form, like func(int) float32) {
	met, sure := 0.0, 0.0
	for _, o := range others {
		if v := float64(like(o)); v > met {
			met, sure = v, forms[o].sure
		}
	}
	// What one text shows to be a name is one in the other. That something has
	// no counterpart makes it doubtful, on the other hand.
	r.Agree += met * f.rarity * max(f.sure, sure) / 2
	*missing += max(0, f.known-met) * f.rarity * f.sure * f.sure
	*unknown += (1 - f.known) * f.rarity * f.sure * f.sure
}
