package server

import (
	"encoding/binary"
	"math"

	"factdiff/align/translate/cache"
)

// key has the server in it, since a model's name is what the server calls it.
func (e *Encoder) key(text string) cache.Key {
	return cache.Key{Service: "embedding " + e.Name() + " at " + e.server.Host(), Text: text}
}

// cached returns the vector of a text that was kept, nil if there is none.
func (e *Encoder) cached(text string) []float32 {
	if e.cache == nil {
		return nil
	}
	entry, ok := e.cache.Get(e.key(text))
	if !ok {
		return nil
	}
	v := decode(entry)
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case v == nil:
		return nil
	case e.dim == 0:
		e.dim, e.kept = len(v), true
	case len(v) != e.dim:
		return nil // of another model of that name
	}
	return v
}

// keep keeps a vector. A cache that cannot be written to takes nothing from the
// comparison.
func (e *Encoder) keep(text string, v []float32) {
	if e.cache == nil || e.Err() != nil {
		return
	}
	if err := e.cache.Put(e.key(text), encode(v)); err != nil {
		e.mu.Lock()
		e.unkept = err
		e.mu.Unlock()
	}
}

// encode writes the values of a vector, four bytes each.
func encode(v []float32) string {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return string(b)
}

// decode returns nil for what is no vector.
func decode(entry string) []float32 {
	if len(entry) == 0 || len(entry)%4 != 0 || len(entry)/4 > maxDim {
		return nil
	}
	v, sum := make([]float32, len(entry)/4), 0.0
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32([]byte(entry[4*i : 4*i+4])))
		sum += float64(v[i]) * float64(v[i])
	}
	if !(math.Abs(sum-1) < 0.001) {
		return nil
	}
	return v
}
