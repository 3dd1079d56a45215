package bergamot

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"factdiff/align/translate"
	"factdiff/align/translate/models"
)

// fake marks what it translates, and fails on what it is told to.
type fake struct {
	to     string
	closed *atomic.Int32
}

func (f *fake) translate(text string) (string, error) {
	if strings.Contains(text, "poison") {
		return "", errors.New("out of bounds memory access")
	}
	return f.to + "(" + text + ")", nil
}
func (f *fake) worn() bool { return strings.HasPrefix(f.to, "worn") }
func (f *fake) close()     { f.closed.Add(1) }

// withFakes is an engine with fake models of some pairs.
func withFakes(t *testing.T, pairs ...string) (e *Engine, started, closed *atomic.Int32) {
	t.Helper()
	source := t.TempDir()
	for _, p := range pairs {
		dir := filepath.Join(source, p)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"model.%.intgemm8.bin", "lex.50.50.%.s2t.bin", "vocab.%.spm"} {
			if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "%", p)), []byte(p+name), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, err := models.Open(models.Options{Dir: t.TempDir(), Source: source})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		pair, err := models.ParsePair(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Pull(t.Context(), pair, nil); err != nil {
			t.Fatal(err)
		}
	}
	started, closed = new(atomic.Int32), new(atomic.Int32)
	e = New(s, Options{Workers: 2})
	e.start = func(m models.Model) (engine, error) {
		started.Add(1)
		return &fake{m.To, closed}, nil
	}
	return e, started, closed
}

// Without a direct model, two go through English. Instances are used again.
func TestPivot(t *testing.T) {
	e, started, closed := withFakes(t, "de-en", "en-fr")
	tr, ok := e.Auto("de", "fr")
	if !ok {
		t.Fatal("no translator")
	}
	if name := tr.Name(); !strings.Contains(name, "de-en") || !strings.Contains(name, "en-fr") {
		t.Error(name)
	}
	for range 3 {
		got, err := tr.Translate(t.Context(), "de", "fr", []string{"Es regnet. Es schneit."})
		if want := "fr(en(Es regnet.) en(Es schneit.))"; err != nil || got[0] != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	if started.Load() != 2 {
		t.Errorf("%d instances", started.Load())
	}
	if err := e.Close(); err != nil || closed.Load() != 2 {
		t.Errorf("%d closed, %v", closed.Load(), err)
	}
	if _, err := tr.Translate(t.Context(), "de", "fr", []string{"Es regnet."}); translate.KindOf(err) != translate.Permanent {
		t.Errorf("after Close: %v", err)
	}
}

// A text on which the engine fails takes nothing from the others, until too
// many fail.
func TestPoison(t *testing.T) {
	e, started, closed := withFakes(t, "de-en")
	defer e.Close()
	out := translate.All(t.Context(), e, "de", "en", []string{"eins", "poison", "zwei"})
	if out[0].Text != "en(eins)" || out[2].Text != "en(zwei)" {
		t.Errorf("%+v", out)
	}
	if err := out[1].Err; translate.KindOf(err) != translate.Refused || !strings.Contains(err.Error(), "out of bounds") {
		t.Errorf("%v", err)
	}
	if closed.Load() != 2 || started.Load() > 4 {
		t.Errorf("%d started, %d closed", started.Load(), closed.Load())
	}
	many := make([]string, 100)
	for i := range many {
		many[i] = "poison"
	}
	started.Store(0)
	e.Stream(t.Context(), "de", "en", many, func(_ int, _ string, err error) {
		if err == nil {
			t.Error("no error")
		}
	})
	if n := started.Load(); n > 12 {
		t.Errorf("%d instances before it gave up", n)
	}
}

// Every mistake in the languages has an error of its own.
func TestMissing(t *testing.T) {
	e, _, _ := withFakes(t, "de-en")
	defer e.Close()
	for _, c := range []struct{ from, to, want string }{
		{"fr", "en", "there is no model fr-en on this machine; factdiff models pull fr-en gets it"},
		{"en", "de", "there is no model en-de on this machine; "},
		{"../..", "en", `does not translate from "../.." to "en"; `},
		{"en", "en", `does not translate from "en" to "en"; `},
	} {
		_, err := e.Translate(t.Context(), c.from, c.to, []string{"x"})
		if err == nil || !strings.Contains(err.Error(), c.want) || translate.KindOf(err) != translate.Permanent {
			t.Errorf("%s-%s: %v", c.from, c.to, err)
		}
	}
	tr, _ := e.Auto("de", "en")
	if _, err := tr.Translate(t.Context(), "en", "de", []string{"x"}); translate.KindOf(err) != translate.Permanent {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tr.Translate(ctx, "de", "en", []string{"x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ text, from, to, want string }{
		{"下雨了。下雪了。", "zh", "en", "<下雨了。> <下雪了。>"},
		{"It rains. It snows.", "en", "zh", "<It rains.><It snows.>"},
		{" It rains.\n\nIt snows. ", "en", "de", " <It rains.>\n\n<It snows.> "},
		{"", "en", "de", ""},
	} {
		pieces, rest := cut(c.text, c.from)
		var translated []string
		for _, p := range pieces {
			translated = append(translated, "<"+p.text+">")
		}
		if got := join(pieces, translated, rest, c.to); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// Pieces and spaces are the whole text, and no piece is too long.
func FuzzCut(f *testing.F) {
	f.Add("It rains. It snows.\nIt hails.", "en")
	f.Add(strings.Repeat("下雨了", 200), "zh")
	f.Add(strings.Repeat("a, ", 700), "")
	f.Add("\xff\x00\u2028", "de")
	f.Fuzz(func(t *testing.T, text, lang string) {
		pieces, rest := cut(text, lang)
		var b strings.Builder
		for _, p := range pieces {
			b.WriteString(p.space + p.text)
			if n := utf8.RuneCountInString(p.text); n > longest+1 || n == 0 {
				t.Errorf("a piece of %d characters", n)
			}
		}
		if got := b.String() + rest; got != clean(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
