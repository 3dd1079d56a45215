package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"factdiff/align"
	"factdiff/align/embed/server"
	"factdiff/align/judge"
	"factdiff/align/read"
	"factdiff/align/translate"
	"factdiff/align/translate/engines"
)

// servers are those of OpenAI's form that the flags name. What one of them does
// not do, the comparison does without, and warnings tells so.
type servers struct {
	embedder *server.Encoder
	judge    *judge.Judge
	warnings []string
}

// servers opens what --embedder and --judge name.
func (c *command) servers(ctx context.Context) (*servers, error) {
	s := new(servers)
	if c.embedder == "" && c.judge == "" {
		return s, nil
	}
	store, err := c.keeping()
	if err != nil {
		return nil, err
	}
	if err := s.open("--embedder", c.embedder, func(o engines.Server) (err error) {
		s.embedder, err = server.New(ctx, server.Options{URL: o.URL, Model: o.Model, Key: o.Key, Timeout: o.Timeout, Cache: store})
		return err
	}); err != nil {
		return nil, err
	}
	return s, s.open("--judge", c.judge, func(o engines.Server) (err error) {
		s.judge, err = judge.New(ctx, judge.Options{URL: o.URL, Model: o.Model, Key: o.Key, Timeout: o.Timeout, Cache: store, Most: c.judgeLimit})
		return err
	})
}

// open opens what a flag names, if it does. A server that does not answer is
// done without; what no server could make good is an error.
func (s *servers) open(flag, spec string, open func(engines.Server) error) error {
	if spec == "" {
		return nil
	}
	o, err := engines.OpenServer(spec, engines.Options{})
	if err == nil {
		err = open(o)
	}
	if failure := new(translate.Error); errors.As(err, &failure) {
		s.warn(flag, err)
		return nil
	}
	if err != nil {
		return hinted(fmt.Errorf("%s: %w", flag, err), "factdiff help servers tells how to name one")
	}
	return nil
}

func (s *servers) warn(flag string, err error) {
	s.warnings = append(s.warnings, fmt.Sprintf("without %s: %v", flag, err))
}

// compare compares with the embedding server, or without where it fails.
func (s *servers) compare(ctx context.Context, documents []*read.Document, o align.Options) (*align.Report, error) {
	own := o
	if s.embedder != nil {
		o.Encoder = s.embedder
	}
	r, err := align.Compare(ctx, documents, o)
	if failure := new(translate.Error); errors.As(err, &failure) {
		s.warn("--embedder", err)
		r, err = align.Compare(ctx, documents, own)
	}
	if r != nil {
		r.Warnings = append(s.warnings, r.Warnings...)
	}
	return r, err
}

// serversHelp is the help topic on servers for embeddings and judgement.
func serversHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "servers",
		Short: "How to use a server's vectors or a language model's judgement",
		Long: `--embedder and --judge name servers of OpenAI's form: Ollama, llama.cpp, vLLM or a
hosted one. FACTDIFF_EMBEDDER and FACTDIFF_JUDGE stand for them. What such a
server is sent are sentences of the versions.

A server is written as its address, the name of a model where it has several, and
how long a request may take (default 5m):

  http://127.0.0.1:11434,model=NAME,timeout=2m

Its key is OPENAI_API_KEY, from the environment or the file of keys; see factdiff
help translate. What was answered once is kept; see factdiff cache.

With --embedder, the vectors of sentences and facts are the server's, in place of
the program's own models. What this is good for are languages that they do not
know; for others they are as right and faster.

With --judge, a language model is asked about the facts whose verdict is uncertain,
at most --judge-limit of them. A fact that it decided is marked. An answer that
has another form than asked for, that contradicts itself or the numbers in the
texts, changes nothing.

If a server fails, the report is made without it and says so.

Examples:
  factdiff --embedder http://127.0.0.1:11434,model=bge-m3 a.txt b.txt
  factdiff --judge http://127.0.0.1:11434,model=qwen3 --judge-limit 20 a.txt b.txt`,
	}
}
