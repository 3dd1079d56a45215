package lazy

import "testing"

func TestRegexp(t *testing.T) {
	digits := Regexp(`^\d+$`)
	first := digits()
	if !first.MatchString("12") || first.MatchString("1a") || digits() != first {
		t.Error("not the expression, or not always the same")
	}
	broken := Regexp(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a broken expression compiled")
		}
	}()
	broken()
}
