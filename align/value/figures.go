package value

import (
	"math"
	"strings"
)

// figures is a number written in digits.
type figures struct {
	value  float64
	step   float64 // the unit of the last digit that is not a trailing zero
	other  float64 // the second reading of 1.234 or 1,234; NaN if there is none
	plain  int     // the number of digits when there is nothing else, else 0
	left   int     // of two groups, such as 15.30, the first and the second; -1
	right  int     // unless the second has one or two digits
	dotted bool    // the two groups are joined by a dot that is no decimal point
	zero   bool    // it starts with a zero that counts nothing, as in 007
}

// group is a run of digits and the separator before it.
type digitGroup struct {
	i, j int
	sep  rune
}

// maxGroups bounds how many groups of digits one number may have.
const maxGroups = 12

// readFigures reads the number that starts at glyph i and returns where it
// ends, and where the row of groups ends that it is of. Of the groups of digits
// it takes as many as make one number: "2 500 30" is 2500. A row such as
// "3.5.2025" is no number, and only its first group is taken.
func readFigures(g []glyph, i int, lex *lexicon) (f figures, j, row int) {
	var groups [maxGroups]digitGroup
	n := 0
	for j := i; n < maxGroups; {
		e := j
		for e < len(g) && digitOf(g[e].r) >= 0 {
			e++
		}
		groups[n] = digitGroup{i: j, j: e}
		if n > 0 {
			groups[n].sep = g[j-1].r
		}
		n++
		if e+1 >= len(g) || !separates(g[e].r, lex) || digitOf(g[e+1].r) < 0 {
			break
		}
		j = e + 1
	}
	gs := groups[:n]
	if k := grouped(g, gs, lex); k > 1 {
		if k < n && decimalAfter(gs[k], gs[k-1].sep, lex) && (k+1 == n || gs[k+1].sep == ' ') {
			return evaluate(g, gs[:k], &gs[k], lex), gs[k].j, gs[k].j
		}
		return evaluate(g, gs[:k], nil, lex), gs[k-1].j, gs[k-1].j
	}
	row = gs[0].j
	if n > 1 && gs[1].sep != ' ' && gs[1].sep != hardSpace && gs[1].sep != '\'' {
		if n == 2 || gs[2].sep != gs[1].sep {
			return evaluate(g, gs[:1], &gs[1], lex), gs[1].j, gs[1].j
		}
		for k := 1; k < n && gs[k].sep == gs[1].sep; k++ {
			row = gs[k].j
		}
	}
	return evaluate(g, gs[:1], nil, lex), gs[0].j, row
}

// separates tells whether a character between digits may belong to the number.
func separates(r rune, lex *lexicon) bool {
	switch r {
	case '.', ',', '\'', hardSpace, '٫', '٬':
		return true
	case ' ':
		return strings.ContainsRune(lex.group, ' ')
	case '・', '·':
		return strings.ContainsRune(lex.decimal, r)
	}
	return false
}

// grouped returns how many of the groups are thousands of one integer: at
// least two, or 1 if there is no grouping.
func grouped(g []glyph, gs []digitGroup, lex *lexicon) int {
	if len(gs) < 2 || gs[0].j-gs[0].i > 3 || digitOf(g[gs[0].i].r) == 0 {
		return 1
	}
	sep := gs[1].sep
	k := 1
	for k < len(gs) && gs[k].sep == sep && gs[k].j-gs[k].i == 3 {
		k++
	}
	switch {
	case sep == '٫' || sep == '・' || sep == '·':
		return 1
	case sep == ',' && k == 1:
		return lakhs(gs)
	case sep != '.' && sep != ',' || k == 1:
		return k
	case k < len(gs) && gs[k].sep == sep:
		return 1 // 192.168.20 is no integer
	case k == 2 && strings.ContainsRune(lex.decimal, sep):
		if k < len(gs) && gs[k].sep != ' ' {
			return k // 1.234,5: the other one is the decimal separator
		}
		return 1
	}
	return k
}

// lakhs recognises the Indian way of grouping, 12,34,567.
func lakhs(gs []digitGroup) int {
	k := 1
	for k < len(gs) && gs[k].sep == ',' && gs[k].j-gs[k].i == 2 {
		k++
	}
	if k > 1 && k < len(gs) && gs[k].sep == ',' && gs[k].j-gs[k].i == 3 && gs[0].j-gs[0].i <= 2 {
		return k + 1
	}
	return 1
}

// decimalAfter tells whether group d holds the decimals of thousands grouped
// by sep.
func decimalAfter(d digitGroup, sep rune, lex *lexicon) bool {
	return d.sep != sep && (d.sep == '.' || d.sep == ',' || d.sep == '٫' || strings.ContainsRune(lex.decimal, d.sep))
}

// evaluate returns the number of an integer's groups and perhaps one of decimals.
func evaluate(g []glyph, integer []digitGroup, decimals *digitGroup, lex *lexicon) figures {
	f := figures{step: 1, other: math.NaN(), left: -1, right: -1}
	count := 0
	zeros := 1.0
	add := func(gr digitGroup) {
		for _, gl := range g[gr.i:gr.j] {
			d := digitOf(gl.r)
			f.value = finite(f.value*10 + float64(d))
			if d == 0 {
				zeros *= 10
			} else {
				zeros = 1
			}
			count++
		}
	}
	for _, gr := range integer {
		add(gr)
	}
	first := integer[0]
	f.zero = digitOf(g[first.i].r) == 0 && first.j-first.i > 1
	if decimals == nil {
		if f.value > 0 {
			f.step = zeros
		}
		if len(integer) == 1 {
			f.plain = count
		}
		if s := integer[len(integer)-1].sep; len(integer) == 2 && (s == '.' || s == ',') && !strings.ContainsRune(lex.group, s) {
			f.other = f.value / 1000
		}
	} else {
		n := min(decimals.j-decimals.i, maxDecimals)
		whole := f.value
		add(digitGroup{i: decimals.i, j: decimals.i + n})
		scale := math.Pow(10, float64(n))
		fraction := f.value - whole*scale
		f.value /= scale
		f.step = 1 / scale
		if n == 3 && !f.zero && len(integer) == 1 {
			f.other = f.value * 1000
		}
		if len(integer) == 1 && n <= 2 && count-n <= 2 {
			f.left, f.right = int(whole), int(fraction)
			f.dotted = decimals.sep == '.' && !strings.ContainsRune(lex.decimal, '.')
			if n == 1 {
				f.right = -1
			}
		}
	}
	f.step = finite(f.step)
	return f
}

// A text may hold a million digits: decimals beyond maxDecimals are not read,
// and numbers beyond huge are not told from each other.
const (
	maxDecimals = 15
	huge        = 1e30
)

func finite(v float64) float64 {
	return math.Max(-huge, math.Min(v, huge))
}
