// Fit learns the verdict's weights from labelled pairs of articles, and measures
// them on pairs it did not see:
//
//	go run ./align/internal/fit -pairs testdata/pairs -o align/classify/weights
//
// A labelled pair is a folder with a.txt, b.txt and gold.json; testdata/pairs
// describes them. Without -o nothing is written. The same pairs give the same
// weights.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"factdiff/align/classify"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("fit: ")
	pairs := flag.String("pairs", "testdata/pairs", "learn from the labelled pairs in this `folder`")
	similar := flag.String("similar", "", "learn also from stsb-multi-mt's graded sentence pairs in this `folder`")
	name := flag.String("encoder", "use", "learn for this `encoder`, use or e5")
	out := flag.String("o", "", "write the weights to a file of the encoder's name in this `folder`")
	folds := flag.Int("folds", 7, "measure with this many folds")
	flag.Parse()
	var encoder embed.Encoder
	var err error
	switch *name {
	case "use":
		encoder, err = use.New()
	case "e5":
		encoder, err = e5.New()
	default:
		err = fmt.Errorf("-encoder: there is no %q; use one of use and e5", *name)
	}
	if err != nil {
		log.Fatal(err)
	}
	examples, err := load(context.Background(), encoder, *pairs)
	if err != nil {
		log.Fatal(err)
	}
	if *similar != "" {
		more, err := loadSimilar(context.Background(), encoder, *similar, similarCount)
		if err != nil {
			log.Fatal(err)
		}
		examples = append(examples, more...)
	}
	held := crossValidate(examples, *folds)
	report("cross-validated", examples, held)
	if *out == "" {
		return
	}
	w := learn(examples, innerFolds)
	b, err := json.MarshalIndent(w, "", "\t")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*out, encoder.Name()+".json"), append(b, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
	all := make([]*classify.Weights, len(examples))
	for i := range all {
		all[i] = w
	}
	report("on what they learned from", examples, all)
}

// similarCount is the number of short articles put together.
const similarCount = 800

func report(what string, examples []*example, weights []*classify.Weights) {
	for k, name := range kindNames {
		var some []*example
		var theirs []*classify.Weights
		for i, e := range examples {
			if e.kind == kind(k) {
				some, theirs = append(some, e), append(theirs, weights[i])
			}
		}
		if len(some) > 0 {
			fmt.Printf("%d %s, %s: %s\n", len(some), name, what, measure(some, theirs))
		}
	}
}
