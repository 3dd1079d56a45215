package bergamot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"factdiff/align/translate"
	"factdiff/align/translate/models"
)

// realModel is the folder of the English-Russian model that the engine's module
// carries.
var realModel = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/KSpaceer/gobergamot").Output()
	return filepath.Join(strings.TrimSpace(string(out)), "testdata"), err
})

// machineCode is kept for all the tests, which would compile it again and again.
var machineCode = filepath.Join(os.TempDir(), fmt.Sprintf("factdiff-wasm-%d", os.Getuid()))

// openStore is a store with the real model in it.
func openStore(t testing.TB) *models.Store {
	t.Helper()
	source, err := realModel()
	if err != nil {
		t.Fatal(err)
	}
	s, err := models.Open(models.Options{Dir: t.TempDir(), Source: source})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pull(t.Context(), models.Pair{From: "en", To: "ru"}, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t testing.TB, s *models.Store, workers int) *Engine {
	t.Helper()
	e := New(s, Options{Workers: workers, Compiled: machineCode})
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// The real model gives real translations.
func TestReal(t *testing.T) {
	s := openStore(t)
	e := open(t, s, 1)
	if _, ok := e.Auto("de", "ru"); ok {
		t.Error("a translator from German without a model for it")
	}
	tr, ok := e.Auto("en", "ru")
	if !ok {
		t.Fatal("no translator, and the model is installed")
	}
	if got := tr.Name(); !strings.HasPrefix(got, "bergamot en-ru ") || len(got) != len("bergamot en-ru ")+8 {
		t.Errorf("its name is %q", got)
	}
	if got := e.Name(); len(got) != len("bergamot ")+8 {
		t.Errorf("the engine's name is %q", got)
	}
	for _, c := range []struct {
		text string
		want []string // in the translation, in lower case
	}{
		{"The mayor opened the new bridge on Monday.", []string{"мэр", "мост", "понедельник"}},
		{"Police arrested 17 people in Hamburg.", []string{"полици", "17", "гамбург"}},
		{"Dr. Smith said the hospital had treated 342 patients.", []string{"смит", "больниц", "342", "пациент"}},
		{"The river rose. The school was closed.", []string{"рек", ". ", "школ"}},
		{"Fire in the harbour\n\nThree ships sank.", []string{"гаван", "\n\n", "корабл"}},
		{"  spaces around  ", []string{"  п"}},
		{"The minister\nresigned yesterday evening because of the scandal.", []string{"министр", "скандал"}},
		{"bad \xff byte and\x00 nul in the city", []string{"город"}},
	} {
		got, err := tr.Translate(t.Context(), "en", "ru", []string{c.text})
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(strings.ToLower(got[0]), want) {
				t.Errorf("%q became %q, which lacks %q", c.text, got[0], want)
			}
		}
	}
	for _, same := range []string{"", " ", "\n", "12 345", "!!!", "🙂", "2026-11-23, 14:05"} {
		got, err := tr.Translate(t.Context(), "en", "ru", []string{same})
		if err != nil || got[0] != same {
			t.Errorf("%q became %q, %v", same, got, err)
		}
	}
	if got, err := tr.Translate(t.Context(), "en", "ru", nil); err != nil || len(got) != 0 {
		t.Errorf("nothing became %q, %v", got, err)
	}
}

// Texts without an end, or without a space, end in a translation in good time.
func TestLong(t *testing.T) {
	tr, _ := open(t, openStore(t), 1).Auto("en", "ru")
	long := "The council voted for the plan, " + strings.Repeat("which the mayor had presented to the citizens of the town in the spring, ", 12) + "and the work begins on May 3."
	got, err := tr.Translate(t.Context(), "en", "ru", []string{long, strings.Repeat("x", 900), strings.Repeat("a b ", 100), strings.Repeat("ж", 200)})
	if err != nil {
		t.Fatal(err)
	}
	if low := strings.ToLower(got[0]); !strings.Contains(low, "совет") || !strings.Contains(low, "работ") {
		t.Errorf("beginning or end are missing: %q", got[0])
	}
}

// What a text becomes does not depend on its company, nor on the workers.
func TestSameAlways(t *testing.T) {
	s := openStore(t)
	texts := sentences(20)
	one, err := open(t, s, 1).Translate(t.Context(), "en", "ru", texts)
	if err != nil {
		t.Fatal(err)
	}
	two := open(t, s, 2)
	for range 2 {
		got, err := two.Translate(t.Context(), "en", "ru", texts)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, one) {
			t.Fatal("two workers translate otherwise than one")
		}
	}
	alone, err := two.Translate(t.Context(), "en", "ru", texts[7:8])
	if err != nil || alone[0] != one[7] {
		t.Errorf("alone it is %q, %v, in company %q", alone, err, one[7])
	}
}

// A translation under way ends at once when it is cancelled, and the engine
// goes on working.
func TestCancel(t *testing.T) {
	e := open(t, openStore(t), 2)
	if _, err := e.Translate(t.Context(), "en", "ru", []string{"It rains."}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var done int
	var cancelled time.Time
	answers := 0
	e.Stream(ctx, "en", "ru", sentences(60), func(_ int, text string, err error) {
		answers++
		switch {
		case err == nil:
			if done++; done == 2 {
				cancelled = time.Now()
				cancel()
			}
		case !errors.Is(err, context.Canceled):
			t.Errorf("%v", err)
		}
	})
	if late := time.Since(cancelled); late > 100*time.Millisecond {
		t.Errorf("it went on for %v", late)
	}
	if answers != 60 || done == 60 {
		t.Errorf("%d answers, %d of them translations", answers, done)
	}
	if _, err := e.Translate(t.Context(), "en", "ru", []string{"It rains."}); err != nil {
		t.Error(err)
	}
}

// A model that is no model ends in an error that names it and says what to do,
// whichever file is damaged and wherever the engine notices.
func TestDamaged(t *testing.T) {
	real, err := realModel()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file  string
		bytes func([]byte) []byte
	}{
		{"model.enru.intgemm.alphas.bin", func(b []byte) []byte { return b[:300_000] }},
		{"model.enru.intgemm.alphas.bin", noise},
		{"lex.50.50.enru.s2t.bin", func(b []byte) []byte { return b[:300_000] }},
		{"lex.50.50.enru.s2t.bin", nil},
		{"vocab.enru.spm", func(b []byte) []byte { return b[:300_000] }},
		{"vocab.enru.spm", noise},
	} {
		source := t.TempDir()
		for _, name := range []string{"model.enru.intgemm.alphas.bin", "lex.50.50.enru.s2t.bin", "vocab.enru.spm"} {
			b, err := os.ReadFile(filepath.Join(real, name))
			if err != nil {
				t.Fatal(err)
			}
			if name == c.file {
				if c.bytes == nil {
					continue
				}
				b = c.bytes(b)
			}
			if err := os.WriteFile(filepath.Join(source, name), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		s, err := models.Open(models.Options{Dir: t.TempDir(), Source: source})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Pull(t.Context(), models.Pair{From: "en", To: "ru"}, nil); err != nil {
			t.Fatal(err)
		}
		errs := 0
		open(t, s, 1).Stream(t.Context(), "en", "ru", sentences(5), func(i int, text string, err error) {
			if err == nil {
				t.Errorf("%s: %q", c.file, text)
				return
			}
			if errs++; errs == 5 {
				if t.Log(err); translate.KindOf(err) != translate.Permanent || !strings.Contains(err.Error(), "en-ru") || !strings.Contains(err.Error(), "; ") || strings.Contains(err.Error(), "\n") {
					t.Errorf("%s: kind %v", c.file, translate.KindOf(err))
				}
			}
		})
	}
}

func noise(b []byte) []byte {
	out := make([]byte, 300_000)
	x := uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}

// Machine code on the disk that is damaged, or that others could have written,
// is not used.
func TestCompiled(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the engine")
	}
	s := openStore(t)
	dir := t.TempDir()
	try := func() {
		t.Helper()
		e := New(s, Options{Workers: 1, Compiled: dir})
		defer e.Close()
		got, err := e.Translate(t.Context(), "en", "ru", []string{"The bridge is closed."})
		if err != nil || !strings.Contains(strings.ToLower(got[0]), "мост") {
			t.Errorf("%q, %v", got, err)
		}
	}
	try()
	var files []string
	filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, name)
		}
		return nil
	})
	if len(files) == 0 {
		t.Fatal("nothing was kept")
	}
	for _, name := range files {
		if err := os.Truncate(name, 1000); err != nil {
			t.Fatal(err)
		}
	}
	try()
}

func sentences(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("On Monday morning %d people were evacuated from the hotel after a fire broke out in kitchen number %d, police said.", i*7+3, i))
	}
	return out
}
