package value

// hanDigits are the digits of Han numerals in order, but for the other zeros.
const hanDigits = "〇一二三四五六七八九"

var hanDigit = func() map[rune]rune {
	digits := map[rune]rune{'零': '0', '○': '0'}
	n := '0'
	for _, r := range hanDigits {
		digits[r] = n
		n++
	}
	return digits
}()

// positional turns Han digits that count by their place into plain ones: 二〇二五, 五〇,
// 一九九八年. They do where a 〇 stands behind the first, or four before a year's mark
// (other rows are idioms: 三三五五), and no multiplier next to them makes them a numeral.
func positional(g []glyph) {
	for i := 0; i < len(g); i++ {
		if g[i].r < '○' {
			continue
		}
		end, zeros := i, 0
		for end < len(g) && hanDigit[g[end].r] != 0 {
			if end > i && g[end].r == '〇' {
				zeros++
			}
			end++
		}
		year := end-i == 4 && end < len(g) && g[end].r == '年'
		if (year || zeros > 0) && hanDigit[g[i].r] != '0' && !tens(g, i-1) && !tens(g, end) {
			for k := i; k < end; k++ {
				g[k].r = hanDigit[g[k].r]
			}
		}
		i = max(i, end-1)
	}
}

// tens tells whether a multiplier below ten thousand stands at glyph i.
func tens(g []glyph, i int) bool {
	if i < 0 || i >= len(g) {
		return false
	}
	switch g[i].r {
	case '十', '百', '千', '拾', '佰', '仟':
		return true
	}
	return false
}
