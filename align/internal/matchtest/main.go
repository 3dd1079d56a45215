//go:build unix

// Matchtest measures how well counterparts are found, on translated manual pages
// cut into articles:
//
//	go run ./align/internal/matchtest -packages .cache/match/packages -program ./factdiff
//
// Half of the articles of either side have a counterpart. The built program is
// run once; for how time grows, the largest collections are read once and matched
// in parts.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"factdiff/align/corpus"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("matchtest: ")
	packages := flag.String("packages", ".cache/match/packages", "take the pages from the unpacked packages in this `folder`")
	langs := flag.String("langs", "de,fr", "match English with these `languages`")
	folder := flag.String("o", ".cache/match", "make the articles in this `folder`")
	program := flag.String("program", "./factdiff", "measure this built `program`")
	size := flag.Int("size", 1000, "let the program match this `number` of articles a side")
	largest := flag.Int("largest", 4000, "measure growth up to this `number` of articles a side")
	flag.Parse()
	if err := measure(*packages, strings.Split(*langs, ","), *folder, *program, *size, *largest); err != nil {
		log.Fatal(err)
	}
}

func measure(packages string, langs []string, folder, program string, size, largest int) error {
	all, err := pieces(packages, langs)
	if err != nil {
		return err
	}
	fmt.Printf("%d pieces of manual pages in English and %s, %d processors\n", len(all), strings.Join(langs, " or "), runtime.NumCPU())
	if err := whole(filepath.Join(folder, fmt.Sprint(size)), all, program, size); err != nil {
		return err
	}
	return growth(filepath.Join(folder, fmt.Sprint(largest)), all, largest)
}

// whole runs the program.
func whole(folder string, all []piece, program string, n int) error {
	truth, err := write(folder, all, n)
	if err != nil {
		return err
	}
	cmd := exec.Command(program, "match", filepath.Join(folder, "a"), filepath.Join(folder, "b"))
	cmd.Stderr = os.Stderr
	begun := time.Now()
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("running %s: %w", program, err)
	}
	took := time.Since(begun)
	found := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var record struct{ Versions []struct{ Path string } }
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			return err
		}
		found[filepath.Base(record.Versions[0].Path)] = filepath.Base(record.Versions[1].Path)
	}
	state := cmd.ProcessState
	fmt.Printf("factdiff match, %d articles a side, half of them with a counterpart: %s; %.0f s, of a processor %.0f s, %d MB\n",
		n, judge(found, truth), took.Seconds(), (state.UserTime() + state.SystemTime()).Seconds(), state.SysUsage().(*syscall.Rusage).Maxrss>>10)
	return nil
}

// judge compares what was found with the truth.
func judge(found, truth map[string]string) string {
	right := 0
	for a, b := range found {
		if truth[a] == b {
			right++
		}
	}
	return fmt.Sprintf("precision %.3f, recall %.3f", float64(right)/float64(len(found)), float64(right)/float64(len(truth)))
}

// growth matches ever larger parts of collections that are read once.
func growth(folder string, all []piece, largest int) error {
	truth, err := write(folder, all, largest)
	if err != nil {
		return err
	}
	a, b := entries(folder, all, largest)
	ctx := context.Background()
	before := processor()
	ofA, ofB, err := corpus.Read(ctx, a, b, corpus.Options{})
	if err != nil {
		return err
	}
	fmt.Printf("reading and embedding: %.1f ms of a processor for each article, however many there are\n", 1e3*(processor()-before)/float64(len(a)+len(b)))
	for n := min(250, largest); n <= largest; n *= 2 {
		before := processor()
		// The first half of a side is paired, whatever its size.
		pa, pb := halves(ofA, n), halves(ofB, n)
		candidates, err := corpus.Candidates(ctx, pa, pb)
		if err != nil {
			return err
		}
		found := map[string]string{}
		for _, p := range corpus.Match(candidates, 0.5, false) {
			found[halves(a, n)[p.A].ID] = halves(b, n)[p.B].ID
		}
		seconds := processor() - before
		part := map[string]string{}
		for _, e := range a[:n/2] {
			part[e.ID] = truth[e.ID]
		}
		fmt.Printf("%5d articles a side: %s; matching %.2f s of a processor, %.2f ms for each article\n", n, judge(found, part), seconds, 1e3*seconds/float64(2*n))
	}
	return nil
}

// halves takes the first n/2 of those with a counterpart and of those without.
func halves[T any](side []T, n int) []T {
	half := len(side) / 2
	return append(side[:n/2:n/2], side[half:half+n/2]...)
}

// processor is how many seconds of a processor this process has had.
func processor() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
