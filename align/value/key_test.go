package value

import (
	"testing"
	"time"
)

func TestKey(t *testing.T) {
	for _, row := range []struct {
		a, langA, b, langB string
		same               bool
		reason             string
	}{
		{"4.2 million euros", "en", "4,2 Millionen Euro", "de", true, "an amount in two notations"},
		{"on 3 May", "en", "am 3. Mai 2026", "de", true, "a day without and with a year"},
		{"4,213 people", "en", "4.211 Menschen", "de", true, "sizes with three digits in common"},
		{"4.2 million euros", "en", "4,2 Millionen Dollar", "de", false, "another currency"},
		{"on 3 May", "en", "am 4. Mai", "de", false, "another day"},
		{"they won 3-1", "en", "sie siegten 3:1", "de", true, "a result"},
	} {
		a, b := Find(row.a, row.langA, time.Time{}), Find(row.b, row.langB, time.Time{})
		if len(a) == 0 || len(b) == 0 {
			t.Errorf("%s: no values", row.reason)
			continue
		}
		if x, y := a[0].Key(), b[0].Key(); x == "" || (x == y) != row.same {
			t.Errorf("%s: %q and %q", row.reason, x, y)
		}
	}
	for _, v := range Find("on Monday", "en", time.Time{}) {
		if v.Key() != "" {
			t.Errorf("a day of the week has the key %q", v.Key())
		}
	}
}
