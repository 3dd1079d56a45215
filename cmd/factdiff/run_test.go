package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// runHere runs the program inside the test.
func runHere(ctx context.Context, stdin io.Reader, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(ctx, args, stdin, &out, &errs)
	return status, out.String(), errs.String()
}

// writeFile puts a file into a new folder and returns its path.
func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// sentences is a text of n different sentences.
func sentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Bus number %d reached the harbour %d minutes late on Monday. ", i, i%97)
		if i%5 == 4 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// A comparison that takes many seconds ends soon when it is interrupted: at once,
// on a machine that has nothing else to do.
func TestInterrupt(t *testing.T) {
	long := writeFile(t, "long.txt", sentences(6000))
	report := filepath.Join(t.TempDir(), "report.json")
	for _, c := range []struct {
		name  string
		after time.Duration
		args  []string
	}{
		{"at once", 0, []string{long, long}},
		{"while embedding", 300 * time.Millisecond, []string{long, long}},
		{"with a report to write", 300 * time.Millisecond, []string{"-o", report, long, long}},
		{"waiting for input", 50 * time.Millisecond, []string{"-", long}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			silent, end := io.Pipe() // nobody types
			defer end.Close()
			interrupted := make(chan time.Time, 1)
			time.AfterFunc(c.after, func() { interrupted <- time.Now(); cancel() })
			status, stdout, stderr := runHere(ctx, silent, c.args...)
			if late := time.Since(<-interrupted); late > 5*time.Second {
				t.Errorf("it went on for %v", late)
			}
			if status != trouble || stdout != "" || stderr != "factdiff: error: interrupted; nothing was written\n" {
				t.Errorf("status %d, printed %q and %q", status, stdout, stderr)
			}
		})
	}
	left, err := os.ReadDir(filepath.Dir(report))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// Inputs as nobody writes them end in a report, or in an error that names the
// file and what to do. FACTDIFF_HEAVY=1 makes them as large as can be waited for.
func TestHugeInput(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	size := 1 << 18
	if os.Getenv("FACTDIFF_HEAVY") != "" {
		size = 10 << 20
	}
	word := "Brücke "
	sentence := "Die Brücke bleibt gesperrt. "
	short := writeFile(t, "short.txt", "Die Brücke bleibt bis Ende des Monats gesperrt, teilte die Stadt mit.\n")
	for _, c := range []struct {
		name, text, complaint string
	}{
		{"too large", strings.Repeat(word, 70<<20/len(word)), "it is larger than 64 MB; split it, or cut out the article"},
		{"too many sentences", strings.Repeat(sentence, max(25_000, 5*size/len(sentence))), "sentences, and at most 20000 can be compared; split it, or cut out what belongs to the article"},
		{"one line without a stop", strings.Repeat(word, size/len(word)), ""},
		{"one word", strings.Repeat("a", size), ""},
		{"brackets", strings.Repeat("(", size/10) + " Die Brücke bleibt gesperrt " + strings.Repeat(")", size/10), ""},
		{"empty lines", strings.Repeat("\n", size) + sentence, ""},
		{"marks", "Die Brücke" + strings.Repeat("\u0308", size/20) + " bleibt gesperrt.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			long := writeFile(t, "long.txt", c.text)
			begun := time.Now()
			status, _, stderr := runHere(t.Context(), nil, "--lang", "de,de", long, short)
			took := time.Since(begun).Round(10 * time.Millisecond)
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			t.Logf("status %d after %v, with %d MB from the system up to here: %s", status, took, m.Sys>>20, stderr)
			if c.complaint == "" {
				if status == trouble || stderr != "" {
					t.Errorf("status %d, %s", status, stderr)
				}
				return
			}
			if status != trouble || !strings.HasPrefix(stderr, "factdiff: error: ") || !strings.Contains(stderr, "long.txt") || !strings.Contains(stderr, c.complaint) {
				t.Errorf("status %d, %s", status, stderr)
			}
		})
	}
}

// The program starts fast enough to be forgotten: no package that it links may
// do much before main.
func TestStartUp(t *testing.T) {
	if raceEnabled {
		t.Skip("measured without the race detector only")
	}
	program := buildHere(t)
	least := time.Hour
	for range 10 {
		run := exec.Command(program, "--version")
		if err := run.Run(); err != nil {
			t.Fatal(err)
		}
		least = min(least, run.ProcessState.UserTime()+run.ProcessState.SystemTime())
	}
	if t.Logf("%v", least); least > 60*time.Millisecond {
		t.Errorf("--version takes %v of processor time", least)
	}
}
