//go:build unix

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"factdiff/align"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
	"factdiff/align/read"
	"factdiff/align/segment"
)

// shareGoal is how many times as long as embedding the sentences of two
// articles their whole comparison may take; with the fast model, as the other
// reads the sentences again two by two.
const shareGoal = 1.5

// cost compares, in turns, a whole comparison with the embedding of its
// sentences alone.
func cost(c corpus, dir string) error {
	fmt.Printf("\na comparison of 25 sentences a side, times the embedding of its sentences (median, least to most)\n")
	fast, err := use.New()
	if err != nil {
		return err
	}
	second, err := e5.New()
	if err != nil {
		return err
	}
	var documents []*read.Document
	var texts []embed.Text
	for _, lang := range []string{"en", "de"} {
		name := filepath.Join(dir, lang+".txt")
		if err := c.article(name, lang, 25); err != nil {
			return err
		}
		d, err := read.File(context.Background(), name)
		if err != nil {
			return err
		}
		documents = append(documents, d)
		for _, b := range d.Blocks {
			for _, s := range segment.Sentences(d.Text[b.Start:b.End], lang) {
				texts = append(texts, embed.Text{Text: d.Text[b.Start+s.Start : b.Start+s.End]})
			}
		}
	}
	for _, m := range []struct {
		model    align.Model
		encoders []embed.Encoder
	}{{align.Fast, []embed.Encoder{fast}}, {align.Best, []embed.Encoder{fast, second}}} {
		var ratios []float64
		for range 40 {
			begun := time.Now()
			for _, e := range m.encoders {
				if _, err := e.Encode(context.Background(), texts); err != nil {
					return err
				}
			}
			embedding := time.Since(begun)
			begun = time.Now()
			if _, err := align.Compare(context.Background(), documents, align.Options{Model: m.model}); err != nil {
				return err
			}
			ratios = append(ratios, time.Since(begun).Seconds()/embedding.Seconds())
		}
		fmt.Printf("  %-5s %7.2f  (%.2f to %.2f)", m.model, median(ratios), slices.Min(ratios), slices.Max(ratios))
		if m.model == align.Fast {
			fmt.Printf(", goal %.1f: %s", shareGoal, verdict(median(ratios) <= shareGoal))
		}
		fmt.Println()
	}
	return nil
}
