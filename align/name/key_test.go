package name

import "testing"

func TestKeys(t *testing.T) {
	for _, row := range []struct {
		text, lang, other, otherLang string
		want                         int // keys in common
		reason                       string
	}{
		{"She met Angela Merkel.", "en", "Она встретила Ангелу Меркель.", "ru", 1, "another script and an inflection"},
		{"He lives in Munich.", "en", "Er wohnt in München.", "de", 1, "a place that the tables know"},
		{"The NATO said so.", "en", "Das sagte die NATO.", "de", 1, "an acronym"},
		{"He met Meier there.", "en", "Er traf Schulze dort.", "de", 0, "two persons"},
	} {
		a, b := NewArticle(row.text, row.lang).Keys(), NewArticle(row.other, row.otherLang).Keys()
		n := 0
		for k, sure := range a {
			if sure <= 0 || sure > 1 {
				t.Errorf("%s: %q is sure to %f", row.reason, k, sure)
			}
			if b[k] > 0 {
				n++
			}
		}
		if n < row.want || row.want == 0 && n > 0 {
			t.Errorf("%s: %d in common of %v and %v", row.reason, n, a, b)
		}
	}
}
