package wordlist

import (
	"slices"
	"testing"
)

func TestReadKeys(t *testing.T) {
	var got []string
	err := ReadKeys("# a table\n\nnot: no never \n  but:however\r\nnor yet\nmaybe: perhaps\nnot:", func(key, words string) bool {
		got = append(got, key+"="+words)
		return key != "maybe"
	})
	if want := []string{"not=no never", "but=however", "maybe=perhaps", "not="}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err == nil || err.Error() != `line 5: "nor yet" is no known key with words` {
		t.Errorf("got error %v, want the first, of line 5", err)
	}
	if err := ReadKeys("# a label is #: as long as no line begins with it\nlabel: #", func(_, words string) bool { return words == "#" }); err != nil {
		t.Errorf("a mark amid a line: %v", err)
	}
}
