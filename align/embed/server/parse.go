package server

import (
	"encoding/json"
	"fmt"

	"factdiff/align/internal/web"
	"factdiff/align/internal/web/oai"
)

// maxDim bounds what is taken for a vector; the largest models have 8,192.
const maxDim = 1 << 16

func malformed(format string, args ...any) *web.Error {
	return &web.Error{Kind: web.Malformed, Message: fmt.Sprintf(format, args...)}
}

// parse reads the vectors of n texts, made to be of length 1, in the order of
// their indices.
func parse(r web.Reply, n int) ([][]float32, *web.Error) {
	if failure := oai.Failed(r); failure != nil {
		return nil, failure
	}
	var body struct {
		Data []struct {
			Index     *int       `json:"index"`
			Embedding []*float32 `json:"embedding"` // null would pass for 0
		} `json:"data"`
	}
	// This refuses what is no number in JSON too, such as the NaN of Python.
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return nil, web.Failure(r, "no list of vectors")
	}
	if len(body.Data) != n {
		return nil, malformed("%d texts were answered with %d vectors", n, len(body.Data))
	}
	out := make([][]float32, n)
	for _, d := range body.Data {
		if d.Index == nil || *d.Index < 0 || *d.Index >= n || out[*d.Index] != nil {
			return nil, malformed("the vectors are not numbered as the texts are")
		}
		if len(d.Embedding) == 0 || len(d.Embedding) > maxDim {
			return nil, malformed("there is a vector of %d values", len(d.Embedding))
		}
		v := make([]float32, len(d.Embedding))
		for i, x := range d.Embedding {
			if x == nil {
				return nil, malformed("there is a vector that is not all numbers")
			}
			v[i] = *x
		}
		if !unit(v) {
			return nil, malformed("there is a vector without a direction")
		}
		out[*d.Index] = v
	}
	for _, v := range out {
		if len(v) != len(out[0]) {
			return nil, malformed("there are vectors of %d and of %d values", len(out[0]), len(v))
		}
	}
	return out, nil
}
