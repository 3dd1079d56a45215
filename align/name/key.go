package name

import "strings"

// Keys are what the words of an article's names may be filed under, so that
// articles that mention the same are found without comparing each with each: a
// word's name in English where the tables know one, else its sound, or its
// spelling where sound tells too little. Each key has how surely it is of a
// name, from 0 to 1.
//
// Words that [Similarity] calls the same mostly have a key in common, but not
// always: sounds are equal here or not at all.
func (a *Article) Keys() map[string]float64 {
	out := map[string]float64{}
	for i := range a.Names {
		n := &a.Names[i]
		for k := range n.words {
			w := &n.words[k]
			sure := n.Weight * w.weight
			for _, key := range w.keys() {
				out[key] = max(out[key], sure)
			}
		}
	}
	return out
}

// toldBySound is how many sounds a word has at least for them to tell it from
// others.
const toldBySound = 4

func (w *word) keys() (out []string) {
	switch {
	case w.generic != "":
		return []string{w.generic}
	case w.exact || w.number || len(w.readings) == 0 && len(w.spoken) == 0:
		return []string{w.fold}
	case len(w.readings) == 0:
		return []string{heardAs(w.spoken[0].sounds, w.fold)}
	}
	for _, reading := range w.readings {
		out = append(out, heardAs(sounds(strings.ReplaceAll(reading, " ", ""), "en"), reading))
	}
	return out
}

// heardAs is the key of a word by its sounds, if they tell enough.
func heardAs(sounds, spelling string) string {
	if len(sounds) < toldBySound {
		return spelling
	}
	return "/" + sounds // a spelling has no stroke
}
