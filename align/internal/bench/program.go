//go:build unix

package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The goals.
const (
	pairTime    = 150 * time.Millisecond
	bestTime    = 800 * time.Millisecond // with both models
	startTime   = 30 * time.Millisecond
	pairMemory  = 120 // MB
	bestMemory  = 250 // MB, with both models
	largeMemory = 400 // MB, at 8000 sentences
)

const repetitions = 20

// runs measures the program on two short articles, and its start-up.
func runs(c corpus, program, dir string) error {
	a, b := filepath.Join(dir, "en.txt"), filepath.Join(dir, "de.txt")
	if err := errors.Join(c.article(a, "en", 25), c.article(b, "de", 25)); err != nil {
		return err
	}
	fmt.Printf("\nprogram, %d runs\n", repetitions)
	for _, m := range []struct {
		what   string
		goal   time.Duration
		memory int
		args   []string
	}{
		{"25 sentences a side, fast", pairTime, pairMemory, []string{"--model", "fast", a, b}},
		{"25 sentences a side, best", bestTime, bestMemory, []string{"--model", "best", a, b}},
		{"--version", startTime, 0, []string{"--version"}},
	} {
		var times []time.Duration
		memory := 0
		for range repetitions {
			used, err := run(program, m.args...)
			if err != nil {
				return err
			}
			times, memory = append(times, used.time), max(memory, used.memory)
		}
		slices.Sort(times)
		fmt.Printf("  %-30s %s at least, %s median, goal %v: %s\n", m.what, ms(times[0]), ms(times[len(times)/2]), m.goal, verdict(times[0] <= m.goal))
		if m.memory > 0 {
			fmt.Printf("  %-30s %d MB at most, goal %d: %s\n", "its memory", memory, m.memory, verdict(memory <= m.memory))
		}
	}
	return nil
}

// growth measures the program on longer and longer versions.
func growth(c corpus, program, dir string, largest int) error {
	fmt.Printf("\nlong versions\n  %9s %10s %8s %10s %8s\n", "sentences", "time", "growth", "memory", "growth")
	var before time.Duration
	var less int
	for n := 500; n <= largest; n *= 2 {
		a, b := filepath.Join(dir, "en.txt"), filepath.Join(dir, "de.txt")
		if err := errors.Join(c.article(a, "en", n), c.article(b, "de", n)); err != nil {
			return err
		}
		used, err := run(program, "--model", "fast", "--format", "json", "-o", "/dev/null", a, b)
		if err != nil {
			return err
		}
		took, mb := used.time, used.memory
		fmt.Printf("  %9d %10s", n, ms(took))
		if less > 0 {
			fmt.Printf(" %8.2f %7d MB %8.2f", took.Seconds()/before.Seconds(), mb, float64(mb)/float64(less))
		} else {
			fmt.Printf(" %8s %7d MB", "", mb)
		}
		if n == 8000 {
			fmt.Printf(", goal %d: %s", largeMemory, verdict(mb <= largeMemory))
		}
		fmt.Println()
		before, less = took, mb
	}
	return nil
}

// usage is what a run took.
type usage struct {
	time, busy time.Duration // busy is the processors' time
	memory     int           // the most it held, in MB
}

// run runs the program. That the versions differ is no error.
func run(program string, args ...string) (used usage, err error) {
	command := exec.Command(program, args...)
	var errs strings.Builder
	command.Stderr = &errs
	begun := time.Now()
	err = command.Run()
	used.time = time.Since(begun)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return used, fmt.Errorf("%s: %w: %s", program, err, errs.String())
	}
	used.busy = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if u, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		used.memory = int(peak(u) >> 20)
	}
	return used, nil
}

// peak is the most memory an ended process held, in bytes.
func peak(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}

func ms(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond)) }
