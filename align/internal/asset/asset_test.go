package asset

import (
	"bytes"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	want := []Section{{"a", []byte{1, 2, 3}}, {"empty", nil}, {"floats", []byte{0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0}}}
	var b bytes.Buffer
	if err := Write(&b, want); err != nil {
		t.Fatal(err)
	}
	f, err := Open(b.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range want {
		if got := f.Section(s.Name); got != string(s.Data) {
			t.Errorf("section %q: got %q, want %q", s.Name, got, s.Data)
		}
	}
	if got := Float32s(f.Section("floats")); len(got) != 2 || got[0] != 1 || got[1] != -2 {
		t.Errorf("floats: got %v", got)
	}
	if got := f.Section("absent"); got != "" {
		t.Errorf("absent section: got %q", got)
	}
}

func FuzzOpen(f *testing.F) {
	var b bytes.Buffer
	if err := Write(&b, []Section{{"x", []byte("payload")}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Add("")
	f.Add(magic)
	f.Fuzz(func(t *testing.T, data string) {
		file, err := Open(data)
		if err != nil {
			return
		}
		total := 0
		for _, s := range file.sections {
			total = max(total, len(s))
		}
		if total > len(data) {
			t.Fatalf("a section is longer than the file")
		}
	})
}
