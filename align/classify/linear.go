package classify

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"
)

// Linear is a linear score of named features.
type Linear struct {
	Bias    float64            `json:"bias"`
	Weights map[string]float64 `json:"weights"`
}

// Weights is everything that was learned from labelled pairs of articles.
// Align/internal/fit writes it.
type Weights struct {
	// Form and FormVector score a sentence for being page furniture by
	// itself, Surroundings again by what stands around it.
	Form         Linear    `json:"form"`
	FormVector   []float64 `json:"form_vector"`
	Surroundings Linear    `json:"surroundings"`

	// PairNet tells two facts that speak of the same matter, class 1, from
	// others, class 0.
	PairNet Net `json:"pair"`

	// FactNet judges a fact: its classes are shared, only and conflict.
	FactNet Net `json:"fact"`

	// LinkThreshold is the probability from which a pair counts as a link,
	// ConflictThreshold that from which a link is a conflict.
	LinkThreshold     float64 `json:"link_threshold"`
	ConflictThreshold float64 `json:"conflict_threshold"`
}

// Each encoder has weights of its own, in the file of its name, and others, in
// one that ends in "+cross", for evidence to which package cross adds.
//
//go:embed weights/*.json
var weightFiles embed.FS

// usual is the encoder whose weights stand in for those of encoders without.
const usual = "multilingual-e5-small"

var loaded sync.Map // func() (*Weights, error) by file, and what of it is used

// File is the name of the file of an encoder's weights.
func File(encoder string, together bool) string {
	if together {
		return encoder + "+cross.json"
	}
	return encoder + ".json"
}

// Default returns the weights that come with the program for an encoder, given
// by its name, and for whether sentences are read together. An encoder that
// there are none for is judged by those of [usual], which its vectors may not
// deserve; what of them goes by the vectors' single values is left out, unless
// its name has that of [usual] in it, as servers call it. It fails only if the
// program was built with a damaged file.
func Default(encoder string, together bool) (*Weights, error) {
	name := "weights/" + File(encoder, together)
	key := name
	if _, err := fs.Stat(weightFiles, name); err != nil {
		name = "weights/" + File(usual, together)
		if key = name; !strings.Contains(encoder, usual) {
			key = "other " + name
		}
	}
	load, _ := loaded.LoadOrStore(key, sync.OnceValues(func() (*Weights, error) {
		w, err := open(name)
		if err == nil && key != name {
			w.FormVector = nil
		}
		return w, err
	}))
	return load.(func() (*Weights, error))()
}

func open(name string) (*Weights, error) {
	b, err := weightFiles.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the verdict's weights: %w", err)
	}
	w := new(Weights)
	if err := json.Unmarshal(b, w); err != nil {
		return nil, fmt.Errorf("reading the verdict's weights: %w; write them again with align/internal/fit", err)
	}
	if !slices.Equal(w.PairNet.Names, pairNames) || !slices.Equal(w.FactNet.Names, factNames) {
		return nil, errors.New("reading the verdict's weights: they are for other features; write them again with align/internal/fit")
	}
	return w, nil
}

// Features is an ordered list of named numbers.
type Features struct {
	Names  []string
	Values []float64
}

// score is the linear score, with the terms in the order of the features.
func (l *Linear) score(f Features) float64 {
	s := l.Bias
	for i, name := range f.Names {
		s += l.Weights[name] * f.Values[i]
	}
	return s
}

// Map returns the features by name.
func (f Features) Map() map[string]float64 {
	m := make(map[string]float64, len(f.Names))
	for i, n := range f.Names {
		m[n] = f.Values[i]
	}
	return m
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logit is the inverse of logistic, bounded.
func logit(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

// softmax turns scores into probabilities that add up to 1.
func softmax(scores []float64) []float64 {
	top := slices.Max(scores)
	out := make([]float64, len(scores))
	var total float64
	for i, s := range scores {
		out[i] = math.Exp(s - top)
		total += out[i]
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
