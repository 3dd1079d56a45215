package trie

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func find(t Trie, key string) (uint32, bool) {
	n := t.Root()
	for i := range len(key) {
		var ok bool
		if n, ok = t.Child(n, key[i]); !ok {
			return 0, false
		}
	}
	return t.Value(n)
}

func TestBuild(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	values := map[string]uint32{"a": 0, "ab": 1, "abc": 1<<31 - 1, "\xff\xfe": 7, "日本": 8, "日": 9}
	for i := range 4_000 {
		key := make([]byte, 1+r.IntN(6))
		for k := range key {
			key[k] = byte(1 + r.IntN(255))
		}
		values[string(key)] = uint32(i)
	}
	b, err := Build(values)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range values {
		if got, ok := find(Trie(b), key); !ok || got != want {
			t.Fatalf("%q: got %d, %v, want %d", key, got, ok, want)
		}
	}
	for range 20_000 {
		key := fmt.Sprintf("%c%d", 'b'+r.IntN(20), r.IntN(1000))
		if _, ok := find(Trie(b), key); ok {
			if _, in := values[key]; !in {
				t.Fatalf("%q is not a key", key)
			}
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for _, key := range []string{"", "a\x00b"} {
		if _, err := Build(map[string]uint32{key: 1}); err == nil {
			t.Errorf("key %q was taken", key)
		}
	}
}
