package main

import (
	"context"
	"fmt"
	"strings"

	"factdiff/align/classify"
)

// figures are what the evaluation counts over pairs of articles.
type figures struct {
	macro, precision, recall float64 // means over pairs
	f1                       [4]float64
	reliability              reliability
}

func (f figures) String() string {
	parts := []string{fmt.Sprintf("macro-F1 %.3f", f.macro)}
	for c, name := range []string{"shared", "only", "conflict", "boilerplate"} {
		parts = append(parts, fmt.Sprintf("%s %.3f", name, f.f1[c]))
	}
	match := 0.0
	if f.precision+f.recall > 0 {
		match = 2 * f.precision * f.recall / (f.precision + f.recall)
	}
	parts = append(parts, fmt.Sprintf("match %.3f (P %.3f, R %.3f)", match, f.precision, f.recall))
	return strings.Join(parts, ", ")
}

// reliability counts verdicts on facts of the story by their confidence, in
// tenths: how many there are, how many of them are right, and the sum of what
// they claim.
type reliability [10]struct {
	all, right int
	claimed    float64
}

func (r *reliability) add(confidence float64, right bool) {
	b := &r[min(max(int(confidence*10), 0), 9)]
	b.all++
	b.claimed += confidence
	b.right += class(right)
}

func (r reliability) String() string {
	var s strings.Builder
	s.WriteString("  confidence  verdicts  claimed  right\n")
	for i, b := range r {
		if b.all > 0 {
			fmt.Fprintf(&s, "  %.1f to %.1f  %8d  %7.2f  %5.2f\n", float64(i)/10, float64(i+1)/10, b.all, b.claimed/float64(b.all), float64(b.right)/float64(b.all))
		}
	}
	return s.String()
}

// counts are true positives, false positives and false negatives by class, in
// characters.
type counts [4][3]int

func (c counts) f1(class int) (f1 float64, occurs bool) {
	tp, fp, fn := c[class][0], c[class][1], c[class][2]
	if tp+fn == 0 {
		return 0, false
	}
	return float64(2*tp) / float64(2*tp+fp+fn), true
}

// measure judges each example with its weights and counts as the evaluation's
// scorer does: statuses by character, links by labelled counterparts.
func measure(examples []*example, weights []*classify.Weights) figures {
	var f figures
	var total counts
	for i, e := range examples {
		c, precision, recall := judge(e, weights[i], &f.reliability)
		var sum, n float64
		for class := range c {
			if f1, occurs := c.f1(class); occurs {
				sum += f1
				n++
			}
			for k := range c[class] {
				total[class][k] += c[class][k]
			}
		}
		f.macro += sum / n / float64(len(examples))
		f.precision += precision / float64(len(examples))
		f.recall += recall / float64(len(examples))
	}
	for class := range total {
		f.f1[class], _ = total.f1(class)
	}
	return f
}

func judge(e *example, w *classify.Weights, r *reliability) (c counts, precision, recall float64) {
	var gone [2][]bool
	for side := range 2 {
		for _, p := range w.Furniture(e.evidence[side]) {
			gone[side] = append(gone[side], p > 0.5)
		}
	}
	p, err := newPairSet(context.Background(), e, gone)
	if err != nil {
		panic(err) // the context is never done
	}
	j, err := classify.Judge(context.Background(), p.stories[0].Side, p.stories[1].Side, classify.Opinion{Weights: w, Pairs: p.result.Pairs})
	if err != nil {
		panic(err) // the context is never done
	}
	verdicts := [][]classify.Verdict{j.VerdictOfA, j.VerdictOfB}
	for side, statuses := range [][]classify.Status{j.StatusOfA, j.StatusOfB} {
		got := make([]int, len(e.facts[side]))
		for i := range got {
			got[i] = furniture
		}
		for i, s := range statuses {
			k := p.stories[side].Facts[i]
			got[k] = [...]int{classify.Only: only, classify.Shared: shared, classify.Conflict: conflict}[s]
			r.add(verdicts[side][i].Of(s), got[k] == e.facts[side][k].class)
		}
		for i, f := range e.facts[side] {
			for class, n := range f.counts {
				if class == got[i] {
					c[class][0] += n
				} else {
					c[got[i]][1] += n
					c[class][2] += n
				}
			}
		}
	}
	found := map[string]bool{}
	right := 0
	for _, l := range j.Links {
		ok := false
		for _, x := range e.facts[0][p.stories[0].Facts[l.A]].gold {
			for _, y := range e.facts[1][p.stories[1].Facts[l.B]].gold {
				if e.links[[2]string{x, y}] {
					ok, found[x], found[y] = true, true, true
				}
			}
		}
		if ok {
			right++
		}
	}
	total := 0
	for _, side := range e.gold {
		for _, g := range side {
			if g.Status == "shared" || g.Status == "conflict" {
				total++
			}
		}
	}
	if len(j.Links) > 0 {
		precision = float64(right) / float64(len(j.Links))
	}
	return c, precision, float64(len(found)) / float64(max(total, 1))
}
