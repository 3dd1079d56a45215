package oai

import (
	"context"
	"encoding/json"
	"strings"

	"factdiff/align/internal/web"
)

// Message is a part of a conversation.
type Message struct {
	Role    string `json:"role"` // system or user
	Content string `json:"content"`
}

// Object is one of JSON.
type Object = map[string]any

// Form is a JSON schema that the answer is to have.
type Form struct {
	Name   string
	Schema Object
}

// Chat returns what the model says, in so many tokens at most. A form is asked
// for in the two places where servers look for it; they may not heed it. What
// the server does not take is left out, from then on.
func (s *Server) Chat(ctx context.Context, messages []Message, most int, form *Form) (string, error) {
	for {
		body := Object{
			"model": s.model, "messages": messages, "stream": false,
			"temperature": 0, "seed": 1,
			// A bound for models in a loop.
			"max_tokens": most,
			// Our tasks take no thought; servers without thinking models
			// refuse or ignore this.
			"reasoning_effort": "none",
		}
		if form != nil {
			body["response_format"] = Object{
				"type":        "json_schema",
				"json_schema": Object{"name": form.Name, "strict": true, "schema": form.Schema},
				"schema":      form.Schema, // for llama.cpp
			}
		}
		s.adapt(body)
		reply, err := s.Post(ctx, "/v1/chat/completions", body)
		if err != nil {
			return "", err
		}
		content, failure := parseChat(reply)
		if failure == nil {
			return content, nil
		}
		if !s.drop(reply.Status, failure.Message, body) {
			return "", failure
		}
	}
}

// optional is what can be left out when a server does not take it, the more
// particular before what it is part of.
var optional = []string{"reasoning_effort", "seed", "temperature", "max_tokens", "schema", "response_format"}

// adapt leaves out of a request what the server has not taken before.
func (s *Server) adapt(body Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.dropped {
		delete(body, name)
	}
	if s.dropped["max_tokens"] {
		body["max_completion_tokens"] = 4096 // its name at OpenAI
	}
	if format, ok := body["response_format"].(Object); ok && s.dropped["schema"] {
		delete(format, "schema")
	}
}

// drop remembers which parameter a server refused, and tells whether to ask
// again without.
func (s *Server) drop(status int, message string, body Object) bool {
	if status != 400 && status != 422 && status != 500 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range optional {
		_, used := body[name]
		if name == "schema" {
			format, _ := body["response_format"].(Object)
			_, used = format["schema"]
		}
		if used && !s.dropped[name] && mentions(message, name) {
			s.dropped[name] = true
			return true
		}
	}
	return false
}

func mentions(message, name string) bool {
	switch name {
	case "schema":
		return strings.Contains(message, "response_format.schema") || strings.Contains(message, "'schema'") || strings.Contains(message, `"schema"`) ||
			strings.Contains(message, "not both") // llama.cpp: Either "json_schema" or "grammar"
	case "response_format":
		return strings.Contains(message, name) || strings.Contains(message, "json_schema") || strings.Contains(message, "grammar")
	}
	return strings.Contains(message, name)
}

// parseChat reads a reply of the server.
func parseChat(r web.Reply) (string, *web.Error) {
	if failure := Failed(r); failure != nil {
		return "", failure
	}
	var body struct {
		Choices []struct {
			Message struct {
				Content *string `json:"content"`
				Refusal string  `json:"refusal"`
			} `json:"message"`
			Finish string `json:"finish_reason"`
		} `json:"choices"`
	}
	err := json.Unmarshal(r.Body, &body)
	switch {
	case err != nil || len(body.Choices) == 0 || body.Choices[0].Message.Content == nil && body.Choices[0].Message.Refusal == "":
		return "", web.Failure(r, "no answer of a model")
	case body.Choices[0].Message.Refusal != "" || body.Choices[0].Finish == "content_filter":
		return "", &web.Error{Kind: web.Refused, Message: "the model refuses to answer"}
	case body.Choices[0].Finish == "length":
		return "", &web.Error{Kind: web.Malformed, Message: "the model did not come to an end", Hint: "use a larger model, or a larger context"}
	}
	return *body.Choices[0].Message.Content, nil
}

// Thoughtless cuts off what a model thinks aloud, and the fence around code.
func Thoughtless(content string) string {
	if _, after, ok := strings.Cut(content, "</think>"); ok {
		content = after
	}
	content = strings.TrimSpace(content)
	if inner, ok := strings.CutPrefix(content, "```"); ok {
		inner, _ = strings.CutSuffix(inner, "```")
		content = strings.TrimSpace(strings.TrimPrefix(inner, "json"))
	}
	return content
}
