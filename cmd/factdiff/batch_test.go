package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// records is a file of n records, no two alike.
func records(t *testing.T, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"%d","versions":[{"lang":"en","text":"Bus number %d reached the harbour %d minutes late."},{"lang":"de","text":"Der Bus Nummer %d kam %d Minuten zu spät am Hafen an."}]}`+"\n", i, i, i%97, i, i%89)
	}
	return writeFile(t, "in.jsonl", b.String())
}

// program is a run of the program as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, args...)
	c.Args[0] = "factdiff" // which the test's binary goes by
	return c
}

// undisturbed is what a run that nothing disturbs writes.
func undisturbed(t *testing.T, in string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.jsonl")
	if msg, err := program(t, "batch", in, "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	return readAll(t, out)
}

func readAll(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func sorted(text string) []string { return slices.Sorted(strings.Lines(text)) }

// However a batch is killed, the same command completes it. With FACTDIFF_HEAVY=1
// it has 500 records and is killed at 20 points.
func TestBatchKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	n, points := 30, 3
	if os.Getenv("FACTDIFF_HEAVY") != "" {
		n, points = 500, 20
	}
	in := records(t, n)
	want := undisturbed(t, in)
	for point := range points {
		out := filepath.Join(t.TempDir(), "out.jsonl")
		args := []string{"batch", in, "-o", out}
		unordered := point%4 == 3
		if unordered {
			args = append(args, "--unordered")
		}
		run := program(t, args...)
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		at := rand.IntN(len(want))
		for begun, size := time.Now(), 0; size < at && time.Since(begun) < time.Minute; time.Sleep(time.Millisecond) {
			if info, err := os.Stat(out); err == nil {
				size = int(info.Size())
			}
		}
		run.Process.Kill()
		run.Wait()
		left := readAll(t, out)
		t.Logf("killed at %d bytes of %d, with %d results written", len(left), len(want), strings.Count(left, "\n"))
		if msg, err := program(t, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, msg)
		}
		if got := readAll(t, out); unordered && !slices.Equal(sorted(got), sorted(want)) || !unordered && got != want {
			t.Fatalf("killed at %d bytes, it wrote other results", len(left))
		}
	}
}

// An interrupted batch ends at once, says how far it was, and leaves whole results.
func TestBatchInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	in := records(t, 5000)
	out := filepath.Join(t.TempDir(), "out.jsonl")
	run := program(t, "batch", in, "-o", out)
	var stderr bytes.Buffer
	run.Stderr = &stderr
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	for begun, size := time.Now(), int64(0); size == 0 && time.Since(begun) < time.Minute; time.Sleep(time.Millisecond) {
		if info, err := os.Stat(out); err == nil {
			size = info.Size()
		}
	}
	run.Process.Signal(os.Interrupt)
	run.Wait()
	left := readAll(t, out)
	message := fmt.Sprintf("factdiff: error: interrupted after %s\nfactdiff: hint: the same command goes on where it stopped\n", count(int64(strings.Count(left, "\n")), "result"))
	if run.ProcessState.ExitCode() != trouble || !strings.HasSuffix(stderr.String(), message) || !strings.HasSuffix(left, "}\n") {
		t.Errorf("status %d, %q, left %d bytes", run.ProcessState.ExitCode(), stderr.String(), len(left))
	}
}

// A disk that is full ends a batch, and once it has room the same command
// completes it.
func TestBatchFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	disk := t.TempDir()
	mount := func(options ...string) error {
		return exec.Command("mount", append(options, disk)...).Run()
	}
	if err := mount("-t", "tmpfs", "-o", "size=16k", "tmpfs"); err != nil {
		t.Skipf("a small disk cannot be mounted: %v", err)
	}
	t.Cleanup(func() { exec.Command("umount", disk).Run() })
	in := records(t, 60)
	want := undisturbed(t, in)
	out := filepath.Join(disk, "out.jsonl")
	msg, err := program(t, "batch", in, "-o", out).CombinedOutput()
	left := readAll(t, out)
	if err == nil || !strings.Contains(string(msg), "no space left on device\nfactdiff: hint: there is no space left") || left == "" || !strings.HasPrefix(want, left) || !strings.HasSuffix(left, "}\n") {
		t.Fatalf("%v: %s, left %d bytes", err, msg, len(left))
	}
	if err := mount("-o", "remount,size=4m"); err != nil {
		t.Fatal(err)
	}
	if msg, err := program(t, "batch", in, "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	if got := readAll(t, out); got != want {
		t.Error("it wrote other results")
	}
}
