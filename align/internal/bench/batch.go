//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"factdiff/align/batch"
	"factdiff/align/embed"
	"factdiff/align/embed/use"
)

// The goals of a batch.
const (
	batchSentences = 16  // a side
	batchRate      = 25  // pairs a second on two processors
	batchScale     = 1.8 // times as many as on one
)

const batchRounds = 5

// batches compares how many pairs of articles a second a batch does on one and on
// two processors, in turns, with how many sentences the encoder alone does then.
func batches(c corpus, program, dir string) error {
	const pairs = 60
	in := filepath.Join(dir, "in.jsonl")
	var b bytes.Buffer
	var texts []embed.Text
	for i := range pairs {
		r := record{ID: fmt.Sprint(i)}
		for _, lang := range []string{"en", "de"} {
			sentences := c.some(lang, batchSentences, i)
			for _, s := range sentences {
				texts = append(texts, embed.Text{Text: s})
			}
			r.Versions = append(r.Versions, batch.Version{Lang: lang, Text: strings.Join(sentences, " ")})
		}
		if err := json.NewEncoder(&b).Encode(r); err != nil {
			return err
		}
	}
	if err := os.WriteFile(in, b.Bytes(), 0o644); err != nil {
		return err
	}
	encoder, err := use.New()
	if err != nil {
		return err
	}
	processors := []int{1, 2}
	if runtime.NumCPU() < 2 {
		processors = processors[:1]
	}
	rates, busy, encoding := map[int][]float64{}, map[int][]float64{}, map[int][]float64{}
	var scale, encodingScale []float64
	for round := range batchRounds + 1 {
		for _, n := range processors {
			used, err := run(program, "batch", in, "-o", filepath.Join(dir, fmt.Sprintf("out%d-%d.jsonl", round, n)), "--quiet", "--jobs", fmt.Sprint(n))
			if err != nil {
				return err
			}
			before := runtime.GOMAXPROCS(n)
			begun := time.Now()
			_, err = encoder.Encode(context.Background(), texts)
			alone := time.Since(begun)
			runtime.GOMAXPROCS(before)
			if err != nil {
				return err
			}
			if round > 0 { // the first warms up
				rates[n] = append(rates[n], pairs/used.time.Seconds())
				busy[n] = append(busy[n], pairs/used.busy.Seconds())
				encoding[n] = append(encoding[n], float64(len(texts))/alone.Seconds())
			}
		}
		if round > 0 && len(processors) > 1 {
			scale = append(scale, rates[2][round-1]/rates[1][round-1])
			encodingScale = append(encodingScale, encoding[2][round-1]/encoding[1][round-1])
		}
	}
	fmt.Printf("\nbatch of %d pairs of %d sentences a side, fast, %d rounds (median, least to most)\n", pairs, batchSentences, batchRounds)
	for _, n := range processors {
		fmt.Printf("  %d processors: %s pairs a second", n, spread(rates[n]))
		if n == 2 {
			fmt.Printf(", goal %d: %s", batchRate, verdict(median(rates[n]) >= batchRate))
		}
		fmt.Printf("\n  %s  %s for each second a processor was busy\n  %s  %s sentences a second for the encoder alone\n", strings.Repeat(" ", 13), spread(busy[n]), strings.Repeat(" ", 13), spread(encoding[n]))
	}
	if len(scale) > 0 {
		fmt.Printf("  two against one: %.2f times, goal %.1f: %s; the encoder alone %.2f times\n", median(scale), batchScale, verdict(median(scale) >= batchScale), median(encodingScale))
	}
	return nil
}

// record is a batch.Record as it is written.
type record struct {
	ID       string          `json:"id"`
	Versions []batch.Version `json:"versions"`
}

// endurance feeds a batch with n small records and prints how much memory it has
// at points along the way.
func endurance(program string, n int) error {
	command := exec.Command(program, "batch", "-", "--detail", "summary", "--quiet")
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	go func() {
		w := bufio.NewWriter(in)
		defer in.Close()
		defer w.Flush()
		e := json.NewEncoder(w)
		for i := range n {
			e.Encode(record{fmt.Sprint(i), []batch.Version{
				{Lang: "en", Text: fmt.Sprintf("Bus %d was %d minutes late.", i, i%97)},
				{Lang: "de", Text: fmt.Sprintf("Bus %d war %d Minuten zu spät.", i, i%89)},
			}})
		}
	}()
	fmt.Printf("\nmemory over a batch of %d small records\n  %9s %8s %10s\n", n, "records", "memory", "a second")
	begun := time.Now()
	lines := bufio.NewReader(out)
	var early, late int
	for i := 1; ; i++ {
		if _, err := lines.ReadSlice('\n'); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if i%max(1, n/20) != 0 {
			continue
		}
		late = resident(command.Process.Pid)
		if early == 0 {
			early = late
		}
		fmt.Printf("  %9d %5d MB %10.0f\n", i, late, float64(i)/time.Since(begun).Seconds())
	}
	if err := command.Wait(); err != nil {
		return err
	}
	fmt.Printf("  the last is %.2f times the first, goal 1.2: %s\n", float64(late)/float64(early), verdict(float64(late) <= 1.2*float64(early)))
	return nil
}

// resident is how much memory a process holds, in MB; 0 where the system does not
// tell.
func resident(pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		var kb int
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kb); n == 1 {
			return kb >> 10
		}
	}
	return 0
}
