package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A run whose translations are all kept, beside one that translates nothing: the
// program itself, in turns.
func BenchmarkCached(b *testing.B) {
	program := buildHere(b)
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/KSpaceer/gobergamot").Output()
	if err != nil {
		b.Fatal(err)
	}
	env := append(os.Environ(), "FACTDIFF_MODELS_SOURCE="+filepath.Join(strings.TrimSpace(string(module)), "testdata"),
		"FACTDIFF_MODELS="+b.TempDir(), "FACTDIFF_CACHE="+b.TempDir())
	run := func(args ...string) time.Duration {
		c := exec.Command(program, args...)
		c.Env = env
		begun := time.Now()
		if out, err := c.CombinedOutput(); err != nil && c.ProcessState.ExitCode() == trouble {
			b.Fatalf("%v: %s", err, out)
		}
		return time.Since(begun)
	}
	pair := filepath.Join("..", "..", "testdata", "pairs", "en-ru-polar-station-fire")
	compare := []string{"-f", "json", filepath.Join(pair, "a.txt"), filepath.Join(pair, "b.txt")}
	translate := append([]string{"--translate", "bergamot", "--read", "ru"}, compare...)
	run("models", "pull", "en-ru")
	run(translate...)
	var cached, without []time.Duration
	for b.Loop() {
		cached, without = append(cached, run(translate...)), append(without, run(compare...))
	}
	slices.Sort(cached)
	slices.Sort(without)
	b.ReportMetric(cached[0].Seconds(), "s-cached")
	b.ReportMetric(without[0].Seconds(), "s-without")
	b.ReportMetric(float64(cached[len(cached)/2])/float64(without[len(without)/2]), "times")
}
