// Package oai is what the servers of OpenAI's interface have in common: Ollama,
// llama.cpp, vLLM, hosted ones.
package oai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"factdiff/align/internal/web"
)

// Options says which server and model.
type Options struct {
	Base  string       // the server's address, with or without /v1 at its end
	Model string       // as the server calls it
	Key   string       // where the server wants one
	HTTP  *http.Client // nil for one of its own
}

// Server is a server and one of its models.
type Server struct {
	base, model string
	key         web.Secret
	http        *http.Client

	mu      sync.Mutex
	dropped map[string]bool // parameters that the server does not take
}

// New returns a server without asking it anything.
func New(o Options) (*Server, error) {
	if o.Base == "" {
		return nil, errors.New("there is no address; write it as http://127.0.0.1:11434")
	}
	if o.Model == "" {
		return nil, errors.New("there is no model; name one of those that the server lists at /v1/models")
	}
	base, err := web.Base(o.Base, web.Secret(o.Key))
	if err != nil {
		return nil, err
	}
	return &Server{
		base: strings.TrimSuffix(base, "/v1"), model: o.Model, key: web.Secret(o.Key),
		http: web.Client(o.HTTP), dropped: map[string]bool{},
	}, nil
}

// Find returns a server, which is asked for its model where the options name
// none. It must then have just one.
func Find(ctx context.Context, o Options) (*Server, error) {
	if o.Model != "" || o.Base == "" {
		return New(o)
	}
	o.Model = "?"
	s, err := New(o)
	if err != nil {
		return nil, err
	}
	models, err := s.models(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for its model: %w", err)
	}
	if len(models) != 1 {
		const most = 8
		names := "it has none"
		if len(models) > 0 {
			names = strings.Join(models[:min(most, len(models))], ", ")
		}
		return nil, fmt.Errorf("it has %d models; name the one to ask, of: %s", len(models), names)
	}
	s.model = models[0]
	return s, nil
}

// Model is the name of the model.
func (s *Server) Model() string { return s.model }

// Host is what of its address identifies the server in a report.
func (s *Server) Host() string { return web.Host(s.base) }

// Post asks the server.
func (s *Server) Post(ctx context.Context, path string, body any) (web.Reply, error) {
	return web.Post(ctx, s.http, s.base+path, s.header(), s.key, body)
}

func (s *Server) header() http.Header {
	h := http.Header{}
	if s.key != "" {
		h.Set("Authorization", "Bearer "+string(s.key))
	}
	return h
}

// models lists what the server has.
func (s *Server) models(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/v1/models", nil)
	if err != nil {
		return nil, errors.New("the address is none")
	}
	request.Header = s.header()
	reply, err := web.Do(s.http, request, s.key)
	if err != nil {
		return nil, err
	}
	return parseModels(reply)
}

func parseModels(r web.Reply) ([]string, error) {
	var body struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	err := json.Unmarshal(r.Body, &body)
	if f := Failed(r); f != nil {
		return nil, f
	}
	if err != nil {
		return nil, web.Failure(r, "no list of models")
	}
	var out []string
	for _, m := range body.Data {
		if name := web.Clean(m.ID); name != "" {
			out = append(out, name)
		}
	}
	return out, nil
}

// Failed returns what a reply says about why it is none, nil if it is one.
func Failed(r web.Reply) *web.Error {
	var body struct {
		Error json.RawMessage `json:"error"`
		// vLLM has these at the top.
		Message string `json:"message"`
		Detail  any    `json:"detail"`
	}
	json.Unmarshal(r.Body, &body) // what cannot be read is empty
	if r.Status == http.StatusOK && (len(body.Error) == 0 || string(body.Error) == "null") {
		return nil
	}
	message, kind := body.Message, ""
	if message == "" && body.Detail != nil {
		message = fmt.Sprint(body.Detail)
	}
	var own struct {
		Message string `json:"message"`
		Type    string `json:"type"`
		Code    any    `json:"code"`
	}
	if json.Unmarshal(body.Error, &own) == nil && own.Message != "" {
		message, kind = own.Message, fmt.Sprint(own.Type, " ", own.Code)
	} else {
		json.Unmarshal(body.Error, &message)
	}
	return failure(r, message, kind)
}

func failure(r web.Reply, message, kind string) *web.Error {
	e := web.Failure(r, message)
	lower := strings.ToLower(message)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(lower, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("context length", "context size", "maximum context", "too large to process", "context window") || strings.Contains(kind, "exceed_context_size") || strings.Contains(kind, "context_length_exceeded"):
		e.Kind = web.TooLong // llama.cpp says so with 400 and 500
	case strings.Contains(kind, "insufficient_quota"):
		e.Kind = web.Quota // OpenAI says so with 429
	case r.Status == 404 || strings.Contains(kind, "model_not_found"):
		e.Kind, e.Hint = web.Permanent, "check the address, and that the server has the model (ollama pull NAME)"
	case e.Kind == web.Auth:
		e.Hint = "check OPENAI_API_KEY"
	case r.Status == 503 && has("loading model"):
		e.RetryAfter = max(e.RetryAfter, 5*time.Second)
	case r.Status == http.StatusOK:
		e.Kind = web.Refused
	}
	return e
}

// Timeout is how long a request may take: the first one may load the model.
func Timeout(asked time.Duration) time.Duration { return cmp.Or(asked, 5*time.Minute) }
