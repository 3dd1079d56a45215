//go:build unix

package align

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"

	"factdiff/align/classify"
	"factdiff/align/cross"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
	"factdiff/align/internal/prepare"
	"factdiff/align/lang"
	"factdiff/align/match"
	"factdiff/align/read"
)

// measured is the pair that the benchmarks compare: reports of some twenty
// sentences.
const measured = "en-de-submarine-cable-damage"

func articles(tb testing.TB) []*read.Document {
	tb.Helper()
	var out []*read.Document
	for _, side := range []string{"a.txt", "b.txt"} {
		d, err := read.File(context.Background(), filepath.Join("../testdata/pairs", measured, side))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

// loop measures what do takes: besides the time on the clock also that of all
// processors, which other work on the machine stretches less.
func loop(b *testing.B, do func() error) {
	b.ReportAllocs()
	spent := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	begun := spent()
	for b.Loop() {
		if err := do(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(spent()-begun)/float64(b.N), "cpu-ns/op")
}

// BenchmarkCompare measures a whole comparison.
func BenchmarkCompare(b *testing.B) {
	documents := articles(b)
	for _, m := range []Model{Fast, Best} {
		b.Run(string(m), func(b *testing.B) {
			loop(b, func() error {
				_, err := Compare(context.Background(), documents, Options{Model: m})
				return err
			})
		})
	}
}

// BenchmarkSideBySide measures comparisons that run side by side, one on each
// processor, as in a batch: with -cpu 1,2 it tells how far they hinder each other.
func BenchmarkSideBySide(b *testing.B) {
	documents := articles(b)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := Compare(context.Background(), documents, Options{Model: Fast, Processors: 1}); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkEmbed measures the embedding of the same articles' sentences alone,
// by which a comparison's cost is judged.
func BenchmarkEmbed(b *testing.B) {
	encoders := bothEncoders(b)
	for n, m := range []Model{Fast, Best} {
		var texts []embed.Text
		for _, d := range articles(b) {
			v := prepare.New(d, lang.Of(d.Lang, d.Text))
			for _, s := range v.Sentences {
				texts = append(texts, embed.Text{Text: v.Text(s.Span)})
			}
		}
		b.Run(string(m), func(b *testing.B) {
			loop(b, func() error {
				for _, e := range encoders[:n+1] {
					if _, err := e.Encode(context.Background(), texts); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
}

func bothEncoders(tb testing.TB) []embed.Encoder {
	tb.Helper()
	first, err := use.New()
	if err != nil {
		tb.Fatal(err)
	}
	second, err := e5.New()
	if err != nil {
		tb.Fatal(err)
	}
	return []embed.Encoder{first, second}
}

// BenchmarkStage measures the steps of a comparison by themselves, but for names,
// which package name measures.
func BenchmarkStage(b *testing.B) {
	ctx := context.Background()
	documents := articles(b)
	step := func(name string, do func() error) {
		b.Run(name, func(b *testing.B) { loop(b, do) })
		if err := do(); err != nil {
			b.Fatal(err) // also where the step was not asked for
		}
	}
	langs := make([]string, len(documents))
	step("language", func() error {
		for i, d := range documents {
			langs[i] = lang.Of(d.Lang, d.Text)
		}
		return nil
	})
	versions := make([]*prepare.Version, len(documents))
	step("segment", func() error {
		for i, d := range documents {
			versions[i] = prepare.New(d, langs[i])
		}
		return nil
	})
	var c *comparison
	encoders := bothEncoders(b)
	names := []string{"fast", "second"}
	for i, e := range encoders {
		step("encode/"+names[i], func() error {
			c = &comparison{}
			if i > 0 {
				var err error
				if c.together, err = cross.New(); err != nil {
					return err
				}
			}
			return c.encode(ctx, e, versions, func(int) {})
		})
	}
	if err := c.encode(ctx, encoders[0], versions, func(int) {}); err != nil {
		b.Fatal(err)
	}
	c.views[0], c.views[1] = c.views[1], c.views[0]
	step("story", func() error {
		return c.sort(ctx, false)
	})
	results := make([]*match.Result, len(c.views))
	step("match", func() (err error) {
		for n, v := range c.views {
			if results[n], err = match.Compare(ctx, v.stories[0].Side, v.stories[1].Side); err != nil {
				return err
			}
		}
		return nil
	})
	last := c.views[1].stories
	step("read", func() error {
		return match.Read(ctx, c.together, last[0].Side, last[1].Side, results...)
	})
	m := meeting{a: 0, b: 1, result: results[0]}
	step("judge", func() error {
		var opinions []classify.Opinion
		for n, v := range c.views {
			for _, w := range v.weights {
				opinions = append(opinions, classify.Opinion{Weights: w, Pairs: results[n].Pairs})
			}
		}
		var err error
		m.judgement, err = classify.Judge(ctx, c.stories[0].Side, c.stories[1].Side, opinions...)
		return err
	})
	c.meetings = []meeting{m}
	step("report", func() error {
		c.report("")
		return nil
	})
}
