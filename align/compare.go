package align

import (
	"cmp"
	"context"
	"iter"

	"factdiff/align/classify"
	"factdiff/align/embed"
	"factdiff/align/internal/parallel"
	"factdiff/align/internal/prepare"
	"factdiff/align/match"
	"factdiff/align/name"
)

// view is the versions as one encoder sees them.
type view struct {
	weights  []*classify.Weights // for evidence without sentences read together, and with, where they are
	versions []*prepare.Version
	evidence [][]classify.SentenceEvidence
	stories  []*prepare.Story
}

// encode adds an encoder's view.
func (c *comparison) encode(ctx context.Context, encoder embed.Encoder, versions []*prepare.Version, progress func(sentences int)) error {
	v := new(view)
	for _, together := range []bool{false, true} {
		if together && c.together == nil {
			continue
		}
		weights, err := classify.Default(encoder.Name(), together)
		if err != nil {
			return err
		}
		v.weights = append(v.weights, weights)
	}
	for _, plain := range versions {
		v.versions = append(v.versions, plain.Clone())
	}
	err := prepare.Encode(ctx, encoder, v.versions, c.together != nil, progress)
	if err != nil {
		return err
	}
	if v.evidence, err = prepare.Evidence(ctx, v.versions); err != nil {
		return err
	}
	c.views = append(c.views, v)
	return nil
}

// sort tells the sentences of the story from furniture, by the mean of the views.
// Of whole documents all belong to it.
func (c *comparison) sort(ctx context.Context, whole bool) error {
	c.versions = c.views[0].versions
	c.furniture = make([][]float64, len(c.versions))
	for _, v := range c.views {
		v.stories = make([]*prepare.Story, len(c.versions))
	}
	c.evidence, c.stories = c.views[0].evidence, c.views[0].stories
	return parallel.Do(ctx, len(c.versions), func(numbers iter.Seq[int]) {
		for i := range numbers {
			c.tell(i, whole)
		}
	})
}

// tell sorts the sentences of a version.
func (c *comparison) tell(i int, whole bool) {
	version := c.versions[i]
	probability := make([]float64, len(version.Sentences))
	for _, v := range c.views {
		for k, p := range v.weights[0].Furniture(v.evidence[i]) {
			probability[k] += p / float64(len(c.views))
		}
	}
	gone := make([]bool, len(probability))
	for k, p := range probability {
		gone[k] = p > 0.5 && !whole
	}
	c.furniture[i] = probability
	story := version.Story(gone)
	for _, v := range c.views {
		v.stories[i] = story.In(v.versions[i])
	}
}

// meet compares the versions two by two.
func (c *comparison) meet(ctx context.Context, method Method) error {
	for i := range c.versions {
		for k := i + 1; k < len(c.versions); k++ {
			m := meeting{a: i, b: k}
			results, err := c.match(ctx, i, k)
			if err != nil {
				return err
			}
			m.result = results[0]
			if method == Strings {
				m.judgement = c.byStrings(&m)
				c.meetings = append(c.meetings, m)
				continue
			}
			var opinions []classify.Opinion
			for n, v := range c.views {
				for _, w := range v.weights {
					opinions = append(opinions, classify.Opinion{Weights: w, Pairs: results[n].Pairs})
				}
			}
			m.judgement, err = classify.JudgeTranslated(ctx, c.stories[i].Side, c.stories[k].Side, c.alike(&m), opinions...)
			if err != nil {
				return err
			}
			c.meetings = append(c.meetings, m)
		}
	}
	return nil
}

// compareNames compares the names of all versions, for the matcher to find them
// compared.
func compareNames(ctx context.Context, versions []*prepare.Version) {
	defer func() { recover() }() // it panics again where it is asked for, for the caller to see
	for i, a := range versions {
		for _, b := range versions[i+1:] {
			if _, err := name.NewComparison(ctx, a.Names, b.Names); err != nil {
				return // it fails again where it is asked for
			}
		}
	}
}

// match compares two versions in each view. What is read together comes from the
// last, the view of the encoder that reads.
func (c *comparison) match(ctx context.Context, i, k int) ([]*match.Result, error) {
	results, errs := make([]*match.Result, len(c.views)), make([]error, len(c.views))
	err := parallel.Do(ctx, len(c.views), func(numbers iter.Seq[int]) {
		for n := range numbers {
			v := c.views[n]
			results[n], errs[n] = match.Compare(ctx, v.stories[i].Side, v.stories[k].Side)
		}
	})
	if err := cmp.Or(append(errs, err)...); err != nil {
		return nil, err
	}
	if c.together == nil {
		return results, nil
	}
	last := c.views[len(c.views)-1].stories
	return results, match.Read(ctx, c.together, last[i].Side, last[k].Side, results...)
}
