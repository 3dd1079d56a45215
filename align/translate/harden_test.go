package translate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"factdiff/align/internal/web"
)

// engine answers in upper case, or as a test says.
type engine struct {
	reply func(ctx context.Context, n int, texts []string) ([]string, error)

	mu    sync.Mutex
	asked [][]string
	at    []time.Duration
	start time.Time
}

func (e *engine) Name() string { return "test" }

func (e *engine) Translate(ctx context.Context, _, _ string, texts []string) ([]string, error) {
	e.mu.Lock()
	if e.start.IsZero() {
		e.start = time.Now()
	}
	e.asked = append(e.asked, texts)
	e.at = append(e.at, time.Since(e.start))
	n := len(e.asked)
	e.mu.Unlock()
	if e.reply != nil {
		return e.reply(ctx, n, texts)
	}
	return upper(texts), nil
}

func (e *engine) count() int { return len(e.sizes()) }

func (e *engine) sizes() (out []int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, a := range e.asked {
		out = append(out, len(a))
	}
	return out
}

func upper(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = strings.ToUpper(t)
	}
	return out
}

func letters(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = string(rune('a' + i))
	}
	return out
}

// outcome is a letter for each text: its answer, or - without one.
func outcome(ctx context.Context, h Stepwise, texts []string) (string, error) {
	out := make([]string, len(texts))
	var first error
	h.Stream(ctx, "xx", "yy", texts, func(i int, text string, err error) {
		if out[i] != "" {
			panic("answered twice")
		}
		out[i] = text
		if err != nil {
			out[i] = "-"
			first = err
		}
	})
	return strings.Join(out, ""), first
}

func TestBatches(t *testing.T) {
	tests := []struct {
		name   string
		limits Limits
		texts  []string
		want   []int
		out    string
	}{
		{"by count", Limits{Texts: 3}, letters(8), []int{3, 3, 2}, "ABCDEFGH"},
		{"by bytes", Limits{Bytes: 4}, []string{"aa", "b", "c", "ddddd", "e"}, []int{3, 1, 1}, "AABCDDDDDE"},
		{"one too long", Limits{TextBytes: 4}, []string{"a", "bbbbb", "c"}, []int{2}, "A-C"},
		{"none", Limits{}, nil, nil, ""},
	}
	for _, tt := range tests {
		e := &engine{}
		out, _ := outcome(t.Context(), Harden(e, tt.limits), tt.texts)
		if out != tt.out || !slices.Equal(e.sizes(), tt.want) {
			t.Errorf("%s: %q in batches of %v, want %q in %v", tt.name, out, e.sizes(), tt.out, tt.want)
		}
	}
}

// TestFaults plays an engine that fails in some way for ever, or for a text.
func TestFaults(t *testing.T) {
	fail := func(kind Kind, status int) func(context.Context, int, []string) ([]string, error) {
		return func(context.Context, int, []string) ([]string, error) {
			return nil, &Error{Kind: kind, Message: "no", Status: status}
		}
	}
	onC := func(err error) func(context.Context, int, []string) ([]string, error) {
		return func(_ context.Context, _ int, texts []string) ([]string, error) {
			if slices.Contains(texts, "c") {
				return nil, err
			}
			return upper(texts), nil
		}
	}
	tests := []struct {
		name  string
		reply func(context.Context, int, []string) ([]string, error)
		out   string
		most  int // requests
		kind  Kind
	}{
		{"always busy", fail(Retryable, 429), "--------", 5, Retryable},
		{"not to be reached", fail(Retryable, 0), "--------", 5, Retryable},
		{"always 500", fail(Retryable, 500), "--------", 12, Retryable},
		{"wrong key", fail(Auth, 403), "--------", 1, Auth},
		{"quota", fail(Quota, 456), "--------", 1, Quota},
		{"unknown language", fail(Permanent, 400), "--------", 1, Permanent},
		{"everything refused", fail(Refused, 400), "--------", 8, Refused},
		{"500 for a sentence", onC(&Error{Kind: Retryable, Status: 500, Message: "no"}), "AB-DEFGH", 11, Retryable},
		{"a sentence is refused", onC(&Error{Kind: Refused, Status: 400, Message: "no"}), "AB-DEFGH", 7, Refused},
		{"an error of no kind", onC(errors.New("no")), "AB-DEFGH", 7, Refused},
		{"a sentence is too long", onC(&Error{Kind: TooLong, Status: 413, Message: "no"}), "AB-DEFGH", 7, TooLong},
		{"at most two", func(_ context.Context, _ int, texts []string) ([]string, error) {
			if len(texts) > 2 {
				return nil, &Error{Kind: TooLong, Message: "no"}
			}
			return upper(texts), nil
		}, "ABCDEFGH", 7, 0},
		{"one answer too few", func(_ context.Context, _ int, texts []string) ([]string, error) {
			if len(texts) > 1 {
				return upper(texts[1:]), nil
			}
			return upper(texts), nil
		}, "ABCDEFGH", 9, 0},
		{"one answer too many", func(_ context.Context, _ int, texts []string) ([]string, error) {
			return append(upper(texts), "x"), nil
		}, "--------", 8, Malformed},
		{"panic", onC(nil), "", 0, 0},
		{"emoji", func(_ context.Context, _ int, texts []string) ([]string, error) {
			out := upper(texts)
			out[2] = "🤡"
			return out, nil
		}, "AB-DEFGH", 1, Malformed},
		{"hangs for ever", func(ctx context.Context, _ int, _ []string) ([]string, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, "--------", 5, Timeout},
		{"hangs and does not listen", func(context.Context, int, []string) ([]string, error) {
			time.Sleep(time.Hour)
			return nil, nil
		}, "--------", 5, Timeout},
		{"slow with many", func(_ context.Context, _ int, texts []string) ([]string, error) {
			time.Sleep(time.Duration(len(texts)) * 9 * time.Second)
			return upper(texts), nil
		}, "ABCDEFGH", 8, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if tt.name == "panic" {
					tt.reply, tt.out, tt.most, tt.kind = func(_ context.Context, _ int, texts []string) ([]string, error) {
						return []string{texts[99]}, nil
					}, "--------", 8, Refused
				}
				e := &engine{reply: tt.reply}
				start := time.Now()
				out, err := outcome(t.Context(), Harden(e, Limits{}), letters(8))
				if out != tt.out || KindOf(err) != tt.kind || e.count() > tt.most {
					t.Errorf("%q (kind %d, %v) after %v, want %q, kind %d and at most %d requests", out, KindOf(err), err, e.sizes(), tt.out, tt.kind, tt.most)
				}
				if took := time.Since(start); took > 4*time.Minute {
					t.Errorf("it took %v", took)
				}
				if err != nil && !strings.Contains(err.Error(), "; ") {
					t.Errorf("%q has no hint", err)
				}
				time.Sleep(2 * time.Hour) // for those that do not listen
			})
		})
	}
}

func TestPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &engine{reply: func(_ context.Context, n int, texts []string) ([]string, error) {
			if n < 5 {
				return nil, &Error{Kind: Retryable, Status: 503, Message: "busy"}
			}
			return upper(texts), nil
		}}
		if out, err := outcome(t.Context(), Harden(e, Limits{}), letters(1)); out != "A" {
			t.Fatalf("%q, %v", out, err)
		}
		want := time.Second
		for i := 1; i < len(e.at); i++ {
			pause := e.at[i] - e.at[i-1]
			if pause < want*76/100 || pause > want*124/100 {
				t.Errorf("pause %d is %v, want %v ± 23 %%", i, pause, want)
			}
			want = want * 16 / 10
		}
	})
}

func TestRetryAfter(t *testing.T) {
	busy := func(after time.Duration) *engine {
		return &engine{reply: func(_ context.Context, n int, texts []string) ([]string, error) {
			if n == 1 {
				return nil, &Error{Kind: Retryable, Status: 429, Message: "busy", RetryAfter: after}
			}
			return upper(texts), nil
		}}
	}
	synctest.Test(t, func(t *testing.T) {
		e := busy(50 * time.Second)
		h := Harden(e, Limits{})
		go h.Translate(t.Context(), "xx", "yy", letters(1))
		synctest.Wait()
		// Somebody else is not to ask in between either.
		out, _ := outcome(t.Context(), h, letters(1))
		synctest.Wait() // for the other, who may be asking just now
		if out != "A" || len(e.at) < 2 || e.at[1] < 50*time.Second {
			t.Errorf("%q, asked at %v, want 50 s between", out, e.at)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		e := busy(time.Hour)
		if out, err := outcome(t.Context(), Harden(e, Limits{}), letters(1)); out != "-" || len(e.at) != 1 {
			t.Errorf("%q, %v, asked at %v; want nobody to wait for an hour", out, err, e.at)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		e := busy(50 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		start := time.Now()
		if out, _ := outcome(ctx, Harden(e, Limits{}), letters(1)); out != "-" || time.Since(start) > time.Second {
			t.Errorf("%q after %v; want no wait that ends after the deadline", out, time.Since(start))
		}
	})
}

func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &engine{}
		outcome(t.Context(), Harden(e, Limits{Texts: 1, Interval: 100 * time.Millisecond}), letters(4))
		for i := 1; i < len(e.at); i++ {
			if d := e.at[i] - e.at[i-1]; d != 100*time.Millisecond {
				t.Errorf("%v between requests", d)
			}
		}
	})
}

func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		e := &engine{}
		e.reply = func(_ context.Context, _ int, texts []string) ([]string, error) {
			if broken {
				return nil, &Error{Kind: Retryable, Message: "gone"}
			}
			return upper(texts), nil
		}
		h := Harden(e, Limits{})
		outcome(t.Context(), h, letters(3))
		asked := e.count()
		if out, err := outcome(t.Context(), h, letters(3)); out != "---" || e.count() != asked || !errors.Is(err, web.ErrLeftAlone) {
			t.Errorf("%q, %v: a broken engine was asked again at once", out, err)
		}
		time.Sleep(time.Minute)
		broken = false
		if out, err := outcome(t.Context(), h, letters(3)); out != "ABC" {
			t.Errorf("%q, %v: a mended engine is still left alone", out, err)
		}
		if out, _ := outcome(t.Context(), h, letters(3)); out != "ABC" {
			t.Error("the breaker did not close")
		}
	})
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		e := &engine{reply: func(_ context.Context, n int, texts []string) ([]string, error) {
			if n == 2 {
				cancel()
				time.Sleep(time.Hour)
			}
			return upper(texts), nil
		}}
		start := time.Now()
		out, err := outcome(ctx, Harden(e, Limits{Texts: 2}), letters(6))
		if out != "AB----" || !errors.Is(err, context.Canceled) || time.Since(start) > 0 {
			t.Errorf("%q, %v after %v", out, err, time.Since(start))
		}
		time.Sleep(2 * time.Hour)
	})
}

func TestAnswersAreCleaned(t *testing.T) {
	e := &engine{reply: func(context.Context, int, []string) ([]string, error) {
		return []string{" Eins\x1b[31m\nzwei\xff\x00 "}, nil
	}}
	got, err := Harden(e, Limits{}).Translate(t.Context(), "en", "de", []string{"One two"})
	if want := "Eins[31m zwei\uFFFD"; err != nil || got[0] != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestAll(t *testing.T) {
	e := &engine{reply: func(_ context.Context, _ int, texts []string) ([]string, error) {
		if slices.Contains(texts, "bad") {
			return nil, &Error{Kind: Refused, Message: "no"}
		}
		return upper(texts), nil
	}}
	got := All(t.Context(), e, "en", "de", []string{"one", "", "bad", "one", " ", "two 3", "the same four words again"})
	if first := strings.Join(e.asked[0], "|"); first != "one|bad|two 3|the same four words again" {
		t.Errorf("asked for %q", first)
	}
	var out []string
	for _, x := range got {
		out = append(out, fmt.Sprintf("%s/%s/%t", x.Text, x.Doubt, x.Err != nil))
	}
	want := []string{"ONE//false", "//false", "//true", "ONE//false", " //false", "TWO 3//false", "THE SAME FOUR WORDS AGAIN/it is the original, not translated/false"}
	if !slices.Equal(out, want) {
		t.Errorf("got %q\nwant %q", out, want)
	}
	if got := All(t.Context(), e, "de", "de", []string{"bad"}); got[0] != (Translation{Text: "bad"}) {
		t.Errorf("a text in the language became %v", got)
	}
}

// silent is a Stepwise translator that forgets its answers.
type silent struct{ engine }

func (s *silent) Stream(context.Context, string, string, []string, func(int, string, error)) {}

func TestAllWithoutAnswers(t *testing.T) {
	for _, x := range All(t.Context(), &silent{}, "en", "de", []string{"a", "b"}) {
		if x.Err == nil {
			t.Error("a sentence without an answer has no error")
		}
	}
}
