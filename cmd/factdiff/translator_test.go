package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"factdiff/align"
)

// buildHere builds the program.
func buildHere(t testing.TB) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "factdiff")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// asked is what a LibreTranslate server is asked for.
func asked(r *http.Request) []string {
	var body struct{ Q []string }
	json.NewDecoder(r.Body).Decode(&body)
	return body.Q
}

// Killed in the middle and run again, nothing is translated twice.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	program := buildHere(t)
	var mu sync.Mutex
	times := map[string]int{} // each sentence was translated
	requests, killed := 0, false
	waiting := make(chan struct{})
	address, _ := served(t, func(w http.ResponseWriter, r *http.Request) {
		texts := asked(r)
		mu.Lock()
		defer mu.Unlock()
		if requests++; requests >= 3 && !killed {
			if requests == 3 {
				close(waiting)
			}
			return // too late for who was killed
		}
		for i, s := range texts {
			times[s]++
			texts[i] = "Translation of: " + s
		}
		answer(w, object{"translatedText": texts})
	})
	de := writeFile(t, "de.txt", strings.ReplaceAll(sentences(60), "Bus number", "Der Bus Nummer"))
	en := writeFile(t, "en.txt", harbourEnglish)
	cache := t.TempDir()
	start := func() *exec.Cmd {
		c := exec.Command(program, "--model", "fast", "--lang", "en,de", "--translate", "libretranslate:"+address, "-f", "json", en, de)
		c.Env = append(os.Environ(), "FACTDIFF_CACHE="+cache)
		return c
	}
	first := start()
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	<-waiting
	first.Process.Kill()
	first.Wait()
	mu.Lock()
	before := len(times)
	killed = true
	mu.Unlock()
	if before < 10 || before > 50 {
		t.Errorf("%d sentences were translated before the end", before)
	}
	if out, err := start().Output(); err != nil && !strings.Contains(err.Error(), "exit status 1") || strings.Count(string(out), `"translation":`) < 60 {
		t.Errorf("%v: %d translations", err, strings.Count(string(out), `"translation":`))
	}
	for s, n := range times {
		if n != 1 {
			t.Errorf("%q was translated %d times", s, n)
		}
	}
	if len(times) != 60 {
		t.Errorf("%d sentences were translated", len(times))
	}
}

// A translator that is dead, slow or lies takes nothing from the report.
func TestTranslatorFails(t *testing.T) {
	t.Setenv("FACTDIFF_CACHE", t.TempDir())
	without := reportOn(t)
	say := func(what func(s string) string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			texts := asked(r)
			for i, s := range texts {
				texts[i] = what(s)
			}
			answer(w, object{"translatedText": texts})
		}
	}
	for _, c := range []struct {
		reason string
		serve  http.HandlerFunc // nil for nobody
		issue  string           // with all three sentences; "" where none is seen
	}{
		{"dead", nil, "it cannot be reached"},
		{"slow", func(_ http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // or the server would not notice
			<-r.Context().Done()
		}, "no answer within"},
		{"an echo", say(func(s string) string { return s }), "the original"},
		{"another number", say(func(string) string { return "The ship number 4711 left the old harbour of the town at night." }), ""},
		{"in circles", say(func(string) string { return strings.Repeat("the bridge the bridge ", 30) }), ""},
		{"one answer for all", func(w http.ResponseWriter, _ *http.Request) { answer(w, object{"translatedText": "The bridge."}) }, "no list of translations"},
		{"a page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!DOCTYPE html>") }, ""},
		{"nothing", func(w http.ResponseWriter, _ *http.Request) {
			if h, ok := w.(http.Hijacker); ok {
				c, _, _ := h.Hijack()
				c.Close()
			}
		}, ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			t.Parallel() // they mostly wait
			address := "http://127.0.0.1:9"
			if c.serve != nil {
				address, _ = served(t, c.serve)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			r := reportWith(ctx, t, "--read", "en", "--translate", "libretranslate:"+address+",timeout=500ms")
			issues := 0
			for _, s := range r.Sentences {
				if s.TranslationIssue != "" {
					issues++
					if !strings.Contains(s.TranslationIssue, c.issue) && !strings.Contains(s.TranslationIssue, "left alone") {
						t.Errorf("%q, want %q", s.TranslationIssue, c.issue)
					}
				}
			}
			if issues != 3 {
				t.Errorf("%d sentences have an issue", issues)
			}
			for i := range r.Facts {
				r.Facts[i].Translation = ""
			}
			if facts(t, r) != facts(t, without) {
				t.Error("the verdicts are not those without a translator")
			}
		})
	}
}

// reportWith is reportOn that ends with a context.
func reportWith(ctx context.Context, t *testing.T, args ...string) *align.Report {
	t.Helper()
	return reportOf(ctx, t, append(args, writeFile(t, "en.txt", harbourEnglish), writeFile(t, "de.txt", harbourGerman))...)
}

// reportOf runs the program and reads its report. Trouble is none.
func reportOf(ctx context.Context, t *testing.T, args ...string) *align.Report {
	t.Helper()
	status, stdout, stderr := runHere(ctx, nil, append([]string{"-f", "json"}, args...)...)
	if status == trouble {
		t.Fatalf("%v: %s", args, stderr)
	}
	r := new(align.Report)
	if err := json.Unmarshal([]byte(stdout), r); err != nil {
		t.Fatal(err)
	}
	return r
}
