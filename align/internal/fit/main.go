// Fit learns the verdict's weights from labelled pairs of articles, and measures
// them on pairs it did not see:
//
//	go run ./align/internal/fit -pairs testdata/pairs -o align/classify/weights
//
// A labelled pair is a folder with a.txt, b.txt and gold.json; testdata/pairs
// describes them. It may learn from harder ones, too, and what furniture is from
// more pages. Without -o nothing is written. The same pairs give the same weights.
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
	"factdiff/align/cross"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("fit: ")
	pairs := flag.String("pairs", "testdata/pairs", "learn from the labelled pairs in this `folder`")
	difficult := flag.String("hard", "", "learn also from the labelled pairs in this `folder`, which are harder")
	var more []string
	flag.Func("pages", "learn what furniture is also from the labelled pairs in this `folder`; may be given several times", func(folder string) error {
		more = append(more, folder)
		return nil
	})
	similar := flag.String("similar", "", "learn also from stsb-multi-mt's graded sentence pairs in this `folder`")
	name := flag.String("encoder", "use", "learn for this `encoder`, use or e5")
	together := flag.String("cross", "", "learn for sentences that are read together too, with the model in this `file`,\nwhich must not have learned from the pairs")
	out := flag.String("o", "", "write the weights to a file of the encoder's name in this `folder`")
	folds := flag.Int("folds", 7, "measure with this many folds, or with 0 not at all")
	share := flag.Float64("share", 1, "measure with only this share of the pairs of -pairs to learn from, to see what more would bring")
	left := flag.String("without", "", "learn nothing from this kind of `evidence`, to see what it is worth")
	flag.Parse()
	if *together != "" && len(more) > 0 {
		log.Fatal("-cross and -pages: furniture is told without reading anything together, by the weights learned before; leave one out")
	}
	if *left != "" {
		if err := leaveOut(*left); err != nil {
			log.Fatal(err)
		}
	}
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
	eyes, thresholds := eyes{encoder: encoder}, plainThresholds
	if *together != "" {
		thresholds = readThresholds
		if eyes.together, err = open(*together); err != nil {
			log.Fatal(err)
		}
	}
	var examples []*example
	add := func(more []*example, err error) {
		if err != nil {
			log.Fatal(err)
		}
		examples = append(examples, more...)
	}
	ctx := context.Background()
	add(load(ctx, eyes, articles, *pairs))
	if *difficult != "" {
		add(load(ctx, eyes, hard, *difficult))
	}
	if len(more) > 0 {
		add(load(ctx, eyes, pages, more...))
	}
	if *similar != "" {
		add(loadSimilar(ctx, eyes, *similar, similarCount))
	}
	if *folds > 0 {
		report("cross-validated", examples, crossValidate(examples, *folds, *share, thresholds))
	}
	if *out == "" {
		return
	}
	w := learn(examples, innerFolds, thresholds)
	if *together != "" {
		// Furniture is told without reading anything together.
		plain, err := classify.Default(encoder.Name(), false)
		if err != nil {
			log.Fatal(err)
		}
		w.Form, w.FormVector, w.Surroundings = plain.Form, plain.FormVector, plain.Surroundings
	}
	b, err := json.MarshalIndent(w, "", "\t")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*out, classify.File(encoder.Name(), *together != "")), append(b, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
	all := make([]*classify.Weights, len(examples))
	for i := range all {
		all[i] = w
	}
	report("on what they learned from", examples, all)
}

func open(file string) (*cross.Model, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return cross.Open(string(data))
}

// similarCount is the number of short articles put together.
const similarCount = 800

func report(what string, examples []*example, weights []*classify.Weights) {
	for k, name := range kindNames {
		var some []*example
		var theirs []*classify.Weights
		for i, e := range examples {
			if e.kind == kind(k) && e.kind != pages {
				some, theirs = append(some, e), append(theirs, weights[i])
			}
		}
		if len(some) > 0 {
			f := measure(some, theirs)
			fmt.Printf("%d %s, %s: %s\n", len(some), name, what, f)
			if kind(k) == articles {
				fmt.Print(f.reliability)
			}
		}
	}
}
