// Package roman reads small Roman numerals, as those of lists and centuries.
package roman

import "strings"

// Value returns the value of a Roman numeral in capitals, up to 39, or 0 if it is
// none.
func Value(numeral string) int {
	tens := len(numeral) - len(strings.TrimLeft(numeral, "X"))
	for n, ones := range []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"} {
		if tens < 4 && numeral[tens:] == ones {
			return 10*tens + n
		}
	}
	return 0
}
