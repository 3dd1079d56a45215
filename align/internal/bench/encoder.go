//go:build unix

package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"time"

	"factdiff/align/embed"
	"factdiff/align/embed/use"
)

//go:embed reference.py
var referenceScript string

const (
	sentencesPerRound = 1000
	rounds            = 5
	speedup           = 1.5 // the goal
)

// encoders compares the speed of the embedded encoder with the reference's, in
// turns on the same sentences, with all processors.
func encoders(c corpus, python string) error {
	if python == "" {
		fmt.Println("\nencoder: no -python to compare with")
		return nil
	}
	ours, err := use.New()
	if err != nil {
		return err
	}
	theirs, err := startReference(python)
	if err != nil {
		return err
	}
	defer theirs.stop()
	var here, there, ratios []float64 // sentences per second
	least := 1.0
	for round := range rounds + 1 {
		sentences := c.mixed(sentencesPerRound, round)
		texts := make([]embed.Text, len(sentences))
		for i, s := range sentences {
			texts[i].Text = s
		}
		begun := time.Now()
		vectors, err := ours.Encode(context.Background(), texts)
		if err != nil {
			return err
		}
		took := time.Since(begun).Seconds()
		answer, err := theirs.encode(sentences)
		if err != nil {
			return err
		}
		if round == 0 {
			continue // to warm up
		}
		here, there = append(here, float64(len(sentences))/took), append(there, float64(len(sentences))/answer.Seconds)
		ratios = append(ratios, answer.Seconds/took)
		for i, v := range answer.Vectors {
			least = min(least, cosine(v, vectors[i].Text))
		}
	}
	fmt.Printf("\nencoder, %d rounds of %d sentences in turns, sentences per second (median, least to most)\n", rounds, sentencesPerRound)
	fmt.Printf("  this one   %s\n  reference  %s\n", spread(here), spread(there))
	ratio := median(ratios) // of neighbours in time, as other work on the machine changes
	fmt.Printf("  ratio      %7.2f  (%.2f to %.2f), goal %.1f: %s; the vectors' least cosine is %.5f\n", ratio, slices.Min(ratios), slices.Max(ratios), speedup, verdict(ratio >= speedup), least)
	return nil
}

func spread(x []float64) string {
	return fmt.Sprintf("%7.0f  (%.0f to %.0f)", median(x), slices.Min(x), slices.Max(x))
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	return (x[len(x)/2] + x[(len(x)-1)/2]) / 2
}

func cosine(x []float64, y []float32) float64 {
	var xy, xx, yy float64
	for i := range x {
		xy += x[i] * float64(y[i])
		xx += x[i] * x[i]
		yy += float64(y[i]) * float64(y[i])
	}
	return xy / math.Sqrt(xx*yy)
}

// reference is a running Python with the package.
type reference struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// answer tells how long the package took, and its first vectors.
type answer struct {
	Seconds float64
	Vectors [][]float64
}

func startReference(python string) (*reference, error) {
	r := &reference{command: exec.Command(python, "-c", referenceScript, strconv.Itoa(runtime.NumCPU()))}
	r.command.Stderr = os.Stderr
	in, err := r.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := r.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.in, r.out = in, bufio.NewReader(out)
	return r, r.command.Start()
}

func (r *reference) encode(sentences []string) (a answer, err error) {
	if err := json.NewEncoder(r.in).Encode(sentences); err != nil {
		return a, err
	}
	line, err := r.out.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("the reference said nothing: %w", err)
	}
	return a, json.Unmarshal(line, &a)
}

func (r *reference) stop() {
	r.in.Close()
	r.command.Wait()
}
