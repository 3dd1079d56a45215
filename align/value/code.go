package value

import (
	"strconv"
	"strings"
)

// serial reads three or more numbers that a dot, hyphen or slash joins and that
// are no date: a version, a telephone number, an address.
func (p *parser) serial(i int) (Value, int, bool) {
	start, groups := i, 1
	for p.hasDigits(i) && p.near(i+1) && p.near(i+2) && p.hasDigits(i+2) && (p.mark(i+1, '.') || p.mark(i+1, '-') || p.mark(i+1, '/')) {
		i += 2
		groups++
	}
	if groups < 3 {
		return Value{}, start, false
	}
	v := p.codeValue(start, i+1)
	v.weight = 0.5
	return v, i + 1, true
}

func (p *parser) hasDigits(i int) bool {
	return i < len(p.items) && p.items[i].what == digits
}

// nameOf returns the code a number is when it names rather than counts.
func nameOf(n number) Value {
	return Value{Kind: Code, Text: strconv.FormatFloat(n.lo, 'f', -1, 64), weight: 0.5, stated: "no"}
}

// latin maps the Cyrillic and Greek capitals that look like Latin ones, since
// names such as А-50 are typed either way.
var latin = strings.NewReplacer(
	"А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "У", "Y", "Х", "X",
	"Α", "A", "Β", "B", "Ε", "E", "Ζ", "Z", "Η", "H", "Ι", "I", "Κ", "K", "Μ", "M", "Ν", "N", "Ο", "O", "Ρ", "P", "Τ", "T", "Υ", "Y", "Χ", "X",
)

// codeValue returns the code of items i to j.
func (p *parser) codeValue(i, j int) Value {
	var b strings.Builder
	for _, g := range p.glyphs[p.items[i].i:p.items[j-1].j] {
		if d := digitOf(g.r); d >= 0 {
			b.WriteByte(byte('0' + d))
		} else if g.r != '-' {
			b.WriteRune(g.r)
		}
	}
	name := strings.ToUpper(b.String())
	if typed := latin.Replace(name); strings.IndexFunc(typed, func(r rune) bool { return r > 'Z' }) < 0 {
		name = typed
	}
	return Value{Kind: Code, Text: name, weight: 0.8}
}
