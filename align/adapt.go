package align

import (
	"context"
	"math"
	"sync"

	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/use"
)

// adapted makes of an encoder that the verdict's weights were not learned for
// one like e5, whose weights judge it: it brings its cosines to the level that
// e5's have, and where it has no vectors for words takes e5's.
type adapted struct {
	embed.Encoder
	words *e5.Encoder

	mu     sync.Mutex
	common float32 // what all vectors get in common; 0 until it is known
}

// adapt returns the encoder itself where it is one of the program's own.
func adapt(e embed.Encoder) (embed.Encoder, error) {
	if embedded(e) {
		return e, nil
	}
	words, err := e5.New()
	if err != nil {
		return nil, err
	}
	return &adapted{Encoder: e, words: words}, nil
}

// Dim implements [embed.Encoder].
func (a *adapted) Dim() int { return a.Encoder.Dim() + 1 }

// Encode implements [embed.Encoder].
func (a *adapted) Encode(ctx context.Context, texts []embed.Text) ([]embed.Vectors, error) {
	common, err := a.level(ctx)
	if err != nil {
		return nil, err
	}
	out, err := a.Encoder.Encode(ctx, texts)
	if err != nil || len(out) != len(texts) {
		return out, err // who asked counts them
	}
	for i := range out {
		out[i].Text = lifted(out[i].Text, common)
		for k, v := range out[i].Parts {
			out[i].Parts[k] = lifted(v, common)
		}
	}
	var bare []embed.Text
	var places []int
	for i, t := range texts {
		if out[i].Words == nil && len(t.Words) > 0 {
			bare, places = append(bare, embed.Text{Text: t.Text, Words: t.Words}), append(places, i)
		}
	}
	words, err := a.words.Encode(ctx, bare)
	if err != nil {
		return nil, err
	}
	for k, v := range words {
		out[places[k]].Words, out[places[k]].Information = v.Words, v.Information
	}
	return out, nil
}

// unrelated are sentences that have nothing to do with each other.
var unrelated = []embed.Text{
	{Text: "The council closed the swimming pool for repairs."},
	{Text: "Der Chor sucht neue Stimmen für das Konzert im Mai."},
	{Text: "Le prix du blé a encore baissé cette semaine."},
	{Text: "El portero se lesionó la rodilla en el entrenamiento."},
	{Text: "Учёные нашли новый вид бабочек в горах."},
	{Text: "The bank will charge more for transfers abroad."},
	{Text: "Il treno notturno per Vienna parte alle nove."},
	{Text: "医生建议每天散步半小时。"},
}

// usualLevel is the mean cosine that e5's vectors of [unrelated] have.
const usualLevel = 0.77

// level measures, once, what an encoder's vectors lack in common.
func (a *adapted) level(ctx context.Context) (float32, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.common > 0 {
		return a.common, nil
	}
	vectors, err := a.Encoder.Encode(ctx, unrelated)
	if err != nil {
		return 0, err
	}
	// With a component of the square root of c in all vectors, a cosine of x
	// becomes c + (1-c)x.
	if mean := meanCosine(vectors); mean < usualLevel {
		a.common = float32(math.Sqrt((usualLevel - mean) / (1 - mean)))
	}
	a.common = max(a.common, 1e-3)
	return a.common, nil
}

// meanCosine is that of all pairs.
func meanCosine(vectors []embed.Vectors) float64 {
	sum, pairs := 0.0, 0.0
	for i, v := range vectors {
		for _, w := range vectors[:i] {
			for k := range min(len(v.Text), len(w.Text)) {
				sum += float64(v.Text[k]) * float64(w.Text[k])
			}
			pairs++
		}
	}
	return sum / max(pairs, 1)
}

// lifted is a vector of length 1 with a component more, which it has in common
// with others.
func lifted(v []float32, common float32) []float32 {
	rest := float32(math.Sqrt(float64(1 - common*common)))
	out := make([]float32, 0, len(v)+1)
	for _, x := range v {
		out = append(out, rest*x)
	}
	return append(out, common)
}

// embedded tells whether an encoder comes with the program.
func embedded(e embed.Encoder) bool {
	switch e.(type) {
	case *e5.Encoder, *use.Encoder:
		return true
	}
	return false
}
