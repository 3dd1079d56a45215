package value

import "time"

// parser reads values off a row of items, left to right. Each of its methods
// that reads something takes the index of an item and returns the index behind
// what it read.
type parser struct {
	lex    *lexicon
	ref    time.Time
	glyphs []glyph
	items  []item
	out    []Value

	last   measure // of the last value that had one
	lastAt int     // its index in out
}

// prefix is what precedes a value and limits it.
type prefix struct {
	hedge   Hedge
	between bool  // "between", so that "and" joins the ends of a range
	from    bool  // "from", so that "to" joins two values and no range
	clock   int   // how surely a time of day follows: see clockpre
	bound   Hedge // of a time of day
	last    bool  // the second of two times of day
}

func (p *parser) parse() []Value {
	for k := 0; k < len(p.items); {
		if p.starts(k) {
			k = max(p.value(k), k+1)
		} else {
			k++
		}
	}
	return p.out
}

// starts tells whether a value may start at item k.
func (p *parser) starts(k int) bool {
	switch p.items[k].what {
	case word:
		return p.roman(k) > 0 && (p.is(k+1, century) || p.mark(k+1, '.') && p.is(k+2, century))
	case mark:
		return p.items[k].r == '-'
	}
	return true
}

// value reads the values that start at item k, hedges first.
func (p *parser) value(k int) int {
	var pre prefix
	i := k
	for i < k+maxPrefix && p.limit(i, &pre) {
		i++
	}
	if i > k && (p.is(i, article) && p.is(i+1, frac) || p.is(i, one) && i+1 < len(p.items) && p.items[i+1].what == digits) {
		i++ // fast die Hälfte, casi un 40 %
	}
	start := k
	if pre.hedge == Exact && !pre.between {
		start = i // "at", "from" are no part of the wording
	}
	for ; i >= k; i-- {
		if next := p.core(min(start, i), i, pre); next > i {
			return next
		}
		pre = prefix{}
		start = k
	}
	return k
}

// maxPrefix bounds how many hedges are read before one value.
const maxPrefix = 4

// limit adds what item i says to the prefix, and tells whether it says
// anything.
func (p *parser) limit(i int, pre *prefix) bool {
	found := false
	if i >= len(p.items) || p.items[i].what != known {
		return false
	}
	for _, t := range p.items[i].terms {
		switch t.class {
		case hedge:
			if pre.hedge == Exact || pre.hedge == About {
				pre.hedge = Hedge(t.val)
			}
		case between:
			pre.between = true
		case from:
			pre.from = true
		case clockpre:
			pre.clock = max(pre.clock, 1+int(t.val))
		case clockbound:
			pre.bound = Hedge(t.val)
		default:
			continue
		}
		found = true
	}
	return found
}

// core reads the value at item i, whose wording starts at item k.
func (p *parser) core(k, i int, pre prefix) int {
	if i >= len(p.items) {
		return i
	}
	if p.items[i].what == code {
		return p.emit(k, i+1, p.codeValue(i, i+1))
	}
	if v, next, ok := p.stopwatch(i, pre); ok {
		v.widen(pre.hedge)
		return p.emit(k, next, v)
	}
	if v, next, ok := p.clock(i, pre); ok {
		return p.until(p.emit(k, next, v), pre)
	}
	if v, next, ok := p.date(i); ok {
		return p.emit(k, next, v)
	}
	if v, ok := p.partAlone(i); ok {
		return p.emit(i, i+1, v)
	}
	return p.amount(k, i, pre)
}

// emit appends the value worded by items k to next, and returns next.
func (p *parser) emit(k, next int, v Value) int {
	v.Start = p.glyphs[p.items[k].i].start
	v.End = p.glyphs[p.items[next-1].j-1].end
	p.out = append(p.out, v)
	return next
}

// term returns the meaning of item i of a class.
func (p *parser) term(i int, c class) (term, bool) {
	if i >= 0 && i < len(p.items) && p.items[i].what == known {
		for _, t := range p.items[i].terms {
			if t.class == c {
				return t, true
			}
		}
	}
	return term{}, false
}

func (p *parser) is(i int, c class) bool {
	_, ok := p.term(i, c)
	return ok
}

// mark tells whether item i is the character r.
func (p *parser) mark(i int, r rune) bool {
	return i >= 0 && i < len(p.items) && p.items[i].what == mark && p.items[i].r == r
}

// near tells whether item i stands right behind the one before it, without
// white space.
func (p *parser) near(i int) bool {
	return i > 0 && i < len(p.items) && !p.items[i].gap
}

// plain returns item i if it is digits and nothing else, with its value.
func (p *parser) plain(i int) (figures, bool) {
	if i < 0 || i >= len(p.items) || p.items[i].what != digits || p.items[i].num.plain == 0 {
		return figures{}, false
	}
	return p.items[i].num, true
}
