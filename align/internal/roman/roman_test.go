package roman

import "testing"

func TestValue(t *testing.T) {
	for numeral, want := range map[string]int{
		"I": 1, "IV": 4, "IX": 9, "XVIII": 18, "XIX": 19, "XXI": 21, "XXXIX": 39,
		"": 0, "XXXX": 0, "IIX": 0, "VX": 0, "iv": 0, "XL": 0, "MIX": 0,
	} {
		if got := Value(numeral); got != want {
			t.Errorf("Value(%q) = %d, want %d", numeral, got, want)
		}
	}
}
