package lazy

import "testing"

func TestRegexp(t *testing.T) {
	digits := Regexp(`^\d+$`)
	if !digits().MatchString("12") || digits().MatchString("1a") || digits() != digits() {
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
