package cache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"factdiff/align/translate"
)

func open(t testing.TB, limit int64) *Store {
	s, err := Open(filepath.Join(t.TempDir(), "translations"), limit)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func key(text string) Key { return Key{"test", "de", "en", text} }

func TestStore(t *testing.T) {
	s := open(t, 0)
	if _, ok := s.Get(key("a")); ok {
		t.Error("an empty store has a translation")
	}
	if err := s.Put(key("a"), "one\ntwo"); err != nil {
		t.Fatal(err)
	}
	if got, ok := s.Get(key("a")); !ok || got != "one\ntwo" {
		t.Errorf("%q, %t", got, ok)
	}
	for _, k := range []Key{{"test2", "de", "en", "a"}, {"test", "fr", "en", "a"}, {"test", "de", "fr", "a"}, {"test", "d", "een", "a"}} {
		if got, ok := s.Get(k); ok {
			t.Errorf("%v has %q of another key", k, got)
		}
	}
	if i := s.Info(); i.Entries != 1 || i.Bytes != block || i.Limit != DefaultLimit || i.Oldest.IsZero() {
		t.Errorf("%+v", i)
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if i := s.Info(); i.Entries != 0 || i.Bytes != 0 || !i.Oldest.IsZero() {
		t.Errorf("after clearing: %+v", i)
	}
	if _, err := os.Stat(s.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
}

func TestPrivate(t *testing.T) {
	s := open(t, 0)
	if err := s.Put(key("a"), "b"); err != nil {
		t.Fatal(err)
	}
	for name := s.place(key("a").sum()); len(name) >= len(s.dir); name = filepath.Dir(name) {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%q: %v, %v", name, info.Mode(), err)
		}
	}
}

// TestDamaged cuts an entry at every length, and flips every byte.
func TestDamaged(t *testing.T) {
	s := open(t, 0)
	k := key("a")
	if err := s.Put(k, "answer"); err != nil {
		t.Fatal(err)
	}
	name := s.place(k.sum())
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := s.Get(k); ok {
			t.Errorf("%s: %q", what, got)
		}
	}
	for n := range whole {
		try(fmt.Sprintf("cut after %d bytes", n), whole[:n])
		other := slices.Clone(whole)
		other[n] ^= 4
		try(fmt.Sprintf("byte %d changed", n), other)
	}
	try("zeros", make([]byte, len(whole)))
	try("longer", append(slices.Clone(whole), '!'))
	try("of another key", encode("answer", key("b").sum()))
	if err := s.Put(k, "new"); err != nil {
		t.Fatal(err)
	}
	if got, ok := s.Get(k); !ok || got != "new" {
		t.Errorf("a damaged entry stays: %q, %t", got, ok)
	}
	os.Remove(name)
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	if got, ok := s.Get(k); ok {
		t.Errorf("a folder is read as %q", got)
	}
}

// TestLimit fills a store with three times what it may hold.
func TestLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes 3,000 files")
	}
	const limit = shards * 4 * block
	s := open(t, limit)
	recent := func(i int) bool { return i < 50 } // read all the time
	for i := range 3 * limit / block {
		if err := s.Put(key(strconv.Itoa(i)), "x"); err != nil {
			t.Fatal(err)
		}
		// An hour passes.
		past := time.Now().Add(-time.Duration(3*limit/block-i) * time.Hour)
		os.Chtimes(s.place(key(strconv.Itoa(i)).sum()), past, past)
		if i%128 == 0 {
			for j := range min(i, 50) {
				s.Get(key(strconv.Itoa(j)))
			}
		}
	}
	info := s.Info()
	if info.Bytes > limit*3 || info.Entries < limit/block/3 {
		t.Errorf("%+v", info)
	}
	t.Logf("%.2f times the limit, %d entries", float64(info.Bytes)/limit, info.Entries)
	kept := 0
	for i := range 50 {
		if _, ok := s.Get(key(strconv.Itoa(i))); ok && recent(i) {
			kept++
		}
	}
	if kept < 45 {
		t.Errorf("of 50 translations in use %d are left", kept)
	}
}

func TestTrim(t *testing.T) {
	s := open(t, shards*2*block)
	dir := s.shard(7)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	put := func(name string, age time.Duration) {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		os.Chtimes(name, time.Now().Add(-age), time.Now().Add(-age))
	}
	entry := func(c string) string { return strings.Repeat(c, 62) }
	put(entry("a"), 3*time.Minute)
	put(entry("b"), 2*time.Minute)
	put(entry("c"), time.Minute)
	put("new-1", 2*abandoned)
	put("new-2", 0)
	put("letter to my aunt", 1000*time.Hour)
	s.trim(dir)
	var left []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name()[:1])
	}
	if got := strings.Join(left, ""); got != "cln" {
		t.Errorf("left are %q, want c, the letter and new-2", got)
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "letter to my aunt")); err != nil {
		t.Errorf("clearing took what is not ours: %v", err)
	}
}

// TestProcesses has four processes write and read the same few keys in a small
// store, and kills them.
func TestProcesses(t *testing.T) {
	if dir := os.Getenv("TEST_CACHE_DIR"); dir != "" {
		s, _ := Open(dir, shards*2*block)
		for i := 0; ; i++ {
			k := key(strconv.Itoa(i % 3000))
			if got, ok := s.Get(k); ok && got != "answer "+k.Text {
				fmt.Println("wrong", k.Text, got)
			}
			if err := s.Put(k, "answer "+k.Text); err != nil {
				fmt.Println(err)
			}
		}
	}
	s := open(t, shards*2*block)
	var all sync.WaitGroup
	for range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestProcesses$")
		cmd.Env = append(os.Environ(), "TEST_CACHE_DIR="+s.dir)
		var out strings.Builder
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			time.Sleep(400 * time.Millisecond)
			cmd.Process.Kill()
			cmd.Wait()
			if out.Len() > 0 {
				t.Errorf("%.500s", out.String())
			}
		})
	}
	all.Wait()
	found := 0
	for i := range 3000 {
		k := key(strconv.Itoa(i))
		if got, ok := s.Get(k); ok {
			found++
			if got != "answer "+k.Text {
				t.Errorf("%q has %q", k.Text, got)
			}
		}
	}
	if info := s.Info(); found == 0 || info.Bytes > 3*info.Limit {
		t.Errorf("%d found, %+v", found, info)
	}
}

func TestDir(t *testing.T) {
	t.Setenv("FACTDIFF_CACHE", "/tmp/elsewhere")
	if got, err := Dir(); err != nil || got != filepath.FromSlash("/tmp/elsewhere/translations") {
		t.Errorf("%q, %v", got, err)
	}
	t.Setenv("FACTDIFF_CACHE", "")
	t.Setenv("XDG_CACHE_HOME", "/tmp/user")
	t.Setenv("HOME", "/tmp/home")
	if got, err := Dir(); err != nil || !strings.HasSuffix(got, filepath.FromSlash("factdiff/translations")) {
		t.Errorf("%q, %v", got, err)
	}
}

// engine counts what it is asked for and fails after some.
type engine struct {
	asked  []string
	failAt int
}

func (e *engine) Name() string { return "test" }

func (e *engine) Translate(_ context.Context, _, _ string, texts []string) ([]string, error) {
	out := make([]string, len(texts))
	for i, t := range texts {
		e.asked = append(e.asked, t)
		out[i] = "en:" + t
	}
	if e.failAt > 0 && len(e.asked) >= e.failAt {
		return nil, &translate.Error{Kind: translate.Quota, Message: "no more"}
	}
	return out, nil
}

// TestGoesOn stops a run in the middle and starts it again.
func TestGoesOn(t *testing.T) {
	s := open(t, 0)
	texts := []string{"a1", "a2", "a3", "a4", "a5", "a6"}
	first := &engine{failAt: 5}
	got := translate.All(t.Context(), Wrap(translate.Harden(first, translate.Limits{Texts: 2}), s), "de", "en", texts)
	if got[3].Text != "en:a4" || got[4].Err == nil {
		t.Fatalf("%+v", got)
	}
	second := &engine{}
	w := Wrap(second, s)
	got = translate.All(t.Context(), w, "de", "en", texts)
	if strings.Join(second.asked, " ") != "a5 a6" || got[0].Text != "en:a1" || got[5].Text != "en:a6" {
		t.Errorf("asked again for %v: %+v", second.asked, got)
	}
	third := &engine{failAt: 1}
	if got, err := Wrap(third, s).Translate(t.Context(), "de", "en", texts); err != nil || len(third.asked) > 0 || got[5] != "en:a6" {
		t.Errorf("a run that is kept asked for %v: %q, %v", third.asked, got, err)
	}
	if w.Name() != "test" || w.Err() != nil {
		t.Error(w.Name(), w.Err())
	}
}

// TestKeptAtOnce looks into the store before the run is over.
func TestKeptAtOnce(t *testing.T) {
	s := open(t, 0)
	w := Wrap(translate.Harden(&engine{}, translate.Limits{Texts: 1}), s)
	n := 0
	w.Stream(t.Context(), "de", "en", []string{"a", "b", "c"}, func(i int, _ string, err error) {
		n++
		if got := s.Info().Entries; got != n || err != nil {
			t.Errorf("%d of %d answers are kept, %v", got, n, err)
		}
	})
}

func TestNotWritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ := Open(filepath.Join(file, "translations"), 0)
	w := Wrap(&engine{}, s)
	got, err := w.Translate(t.Context(), "de", "en", []string{"a", "b"})
	if err != nil || got[1] != "en:b" {
		t.Errorf("%q, %v", got, err)
	}
	if w.Err() == nil || !strings.Contains(w.Err().Error(), "FACTDIFF_CACHE") {
		t.Error(w.Err())
	}
}

func FuzzDecode(f *testing.F) {
	sum := key("a").sum()
	f.Add(encode("b", sum), "b")
	f.Add(encode("", sum)[:40], "")
	f.Add([]byte(magic+"\n"), "\n\x00")
	f.Fuzz(func(t *testing.T, entry []byte, text string) {
		if got, ok := decode(entry, sum); ok && string(encode(got, sum)) != string(entry) {
			t.Errorf("%q was read as %q", entry, got)
		}
		if got, ok := decode(encode(text, sum), sum); !ok || got != text {
			t.Errorf("%q came back as %q, %t", text, got, ok)
		}
	})
}

func BenchmarkGet(b *testing.B) {
	s := open(b, 0)
	for i := range 100 {
		s.Put(key(strconv.Itoa(i)), strings.Repeat("x", 120))
	}
	for i := 0; b.Loop(); i++ {
		if _, ok := s.Get(key(strconv.Itoa(i % 100))); !ok {
			b.Fatal("missing")
		}
	}
}

func BenchmarkPut(b *testing.B) {
	s := open(b, 0)
	for i := 0; b.Loop(); i++ {
		s.Put(key(strconv.Itoa(i)), strings.Repeat("x", 120))
	}
}
