package value

import "math"

// rangeTo reads the second end of a range whose first, n in measure m, covers
// items i to next and has its unit from item j on. It returns the index behind
// the range, or 0.
func (p *parser) rangeTo(k, i, j, next int, n number, m measure, l lead, pre prefix) int {
	s := next
	switch {
	case p.rises(s, pre), pre.between && p.is(s, link):
	case p.mark(s, '~'):
	case p.is(s, by) && n.inDigits:
		pre.from = true
	case p.mark(s, '-') && s+1 < len(p.items) && p.items[s].gap == p.items[s+1].gap:
	default:
		return 0
	}
	worded := p.items[s].what == known
	if worded && next > j && m.kind != Number && !pre.between && !pre.from {
		return 0 // "rose 5 percent to 20 million"
	}
	l2, b := p.lead(s + 1)
	if l2.class != l.class {
		if l2.class != 0 || l.class == 0 {
			return 0
		}
		l2 = l
	}
	n2, b, ok := p.numeral(b, l.class == sign)
	if !ok {
		return 0
	}
	m2, end, ok := p.measure(b, n2, l2)
	if !ok {
		return 0
	}
	if pre.from && worded && (p.is(end, month) || p.is(end, monthabbr)) {
		return 0 // с 3 на 4 мая
	}
	if next == j && m.kind == Number && (m2.kind != Number || m2.stated != "") {
		m = m2
	}
	if m.kind != m2.kind || m.base != m2.base || m.kind == Ordinal {
		return 0
	}
	if n.scale == 1 && n2.scale > 1 && n.hi < n2.hi && n.hi*n2.scale <= n2.hi {
		n.lo, n.hi, n.step = n.lo*n2.scale, n.hi*n2.scale, n.step*n2.scale
	}
	first, second := p.build(n, m), p.build(n2, m2)
	if pre.from {
		p.emit(k, next, first)
		return p.emit(s+1, end, second)
	}
	if first.Lo >= second.Hi {
		return 0
	}
	first.Hi = second.Hi
	first.Step = min(first.Step, second.Step)
	first.widen(pre.hedge)
	return p.emit(k, end, first)
}

// rises tells whether item i stands between the ends of a range, which some words do
// only behind "from": van 45 naar 51.
func (p *parser) rises(i int, pre prefix) bool {
	t, ok := p.term(i, rangeTerm)
	return ok && (t.val == 0 || pre.from)
}

// versus reads a result, 3-1, 3:1 or 3比1, whose first count n ends before item j.
func (p *parser) versus(i, j int, n number, l lead, pre prefix) (Value, int, bool) {
	if n.plain == 0 || n.plain > 3 || l.class != 0 || pre.hedge != Exact || pre.between || pre.from || n.lo < 0 {
		return Value{}, 0, false
	}
	to := p.is(j, versusTerm)
	colon := p.mark(j, ':') || to
	if !p.near(j) || !p.near(j+1) && !to || !colon && !p.mark(j, '-') {
		return Value{}, 0, false
	}
	f, ok := p.plain(j + 1)
	if !ok || f.plain > 3 || p.joined(i) || to && (p.is(j+2, comparative) || p.is(j+2, mid) || p.is(j+2, monthmark)) || !to && p.goesOn(j+2) || p.is(j+2, mul) {
		return Value{}, 0, false
	}
	n2 := number{lo: f.value, hi: f.value, step: f.step, plain: f.plain, parts: 1, inDigits: true, scale: 1, other: math.NaN()}
	if _, _, ok := p.unitAt(j+2, n2); ok || !colon && n.hi < f.value {
		return Value{}, 0, false
	}
	v := Value{Kind: Score, Lo: min(n.lo, f.value), Hi: max(n.lo, f.value), Step: 1, weight: 0.6}
	return v, j + 2, true
}

// goesOn tells whether item i is part of what stands before it: more digits, or
// letters, but for those of scripts that write their words without spaces.
func (p *parser) goesOn(i int) bool {
	if !p.near(i) {
		return false
	}
	if p.items[i].what == mark {
		return p.mark(i, '-') || p.mark(i, ':')
	}
	s := scriptOf(p.glyphs[p.items[i].i].r)
	return s != spaceless && s != hangul
}
