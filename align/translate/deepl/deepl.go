// Package deepl asks DeepL, by its interface of version 2, as described in the
// OpenAPI file 3.11.0 and done by its official clients.
package deepl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"factdiff/align/internal/web"
	"factdiff/align/translate"
)

// Options says by which account.
type Options struct {
	Key     string        // ends in ":fx" for the free one
	Model   string        // DeepL's model_type; its own choice where empty
	Base    string        // its address; that of the key's account
	Timeout time.Duration // of one request; 30 s
	HTTP    *http.Client  // nil for one of its own
}

type engine struct {
	base, model string
	key         web.Secret
	http        *http.Client
}

// New returns a translator that asks DeepL.
func New(o Options) (translate.Stepwise, error) {
	if o.Key == "" {
		return nil, errors.New("setting up DeepL: there is no key; set DEEPL_API_KEY")
	}
	if o.Base == "" {
		o.Base = host(o.Key)
	}
	base, err := web.Base(o.Base, web.Secret(o.Key))
	if err != nil {
		return nil, fmt.Errorf("setting up DeepL: %w", err)
	}
	// A body may have 128 KiB and 50 texts, retries are as DeepL asks for.
	return translate.Harden(&engine{base, o.Model, web.Secret(o.Key), web.Client(o.HTTP)}, translate.Limits{
		Texts: 50, Bytes: 60_000, TextBytes: 60_000, Deadline: o.Timeout,
		Retries: 5, MaxPause: 2 * time.Minute, Interval: 20 * time.Millisecond,
	}), nil
}

func host(key string) string {
	if strings.HasSuffix(key, ":fx") {
		return "https://api-free.deepl.com"
	}
	return "https://api.deepl.com"
}

// Name has the model, which is DeepL's choice where the user made none.
func (e *engine) Name() string {
	if e.model == "" {
		return "deepl"
	}
	return "deepl " + e.model
}

type request struct {
	Text       []string `json:"text"`
	Source     string   `json:"source_lang"`
	Target     string   `json:"target_lang"`
	Split      string   `json:"split_sentences"`
	Preserve   bool     `json:"preserve_formatting"`
	Model      string   `json:"model_type,omitempty"`
	ShowBilled bool     `json:"show_billed_characters,omitempty"`
}

func (e *engine) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	header := http.Header{"Authorization": {"DeepL-Auth-Key " + string(e.key)}}
	reply, err := web.Post(ctx, e.http, e.base+"/v2/translate", header, e.key, request{
		Text: texts, Source: source(from), Target: target(to), Split: "0", Preserve: true, Model: e.model,
	})
	if err != nil {
		return nil, err
	}
	return parse(reply)
}

func source(lang string) string {
	if lang == "no" {
		return "NB"
	}
	return strings.ToUpper(lang)
}

// target is a language as DeepL wants it to translate into: not without the
// variety where it has several.
func target(lang string) string {
	switch lang {
	case "en":
		return "EN-GB"
	case "pt":
		return "PT-PT"
	case "zh":
		return "ZH-HANS"
	}
	return source(lang)
}

func parse(r web.Reply) ([]string, error) {
	var body struct {
		Translations []struct {
			Text *string `json:"text"`
		} `json:"translations"`
		Message string `json:"message"`
	}
	err := json.Unmarshal(r.Body, &body)
	if r.Status != http.StatusOK {
		return nil, failure(r, body.Message)
	}
	if err != nil || body.Translations == nil {
		return nil, web.Failure(r, "no list of translations")
	}
	out := make([]string, len(body.Translations))
	for i, t := range body.Translations {
		if t.Text == nil {
			return nil, web.Failure(r, "a translation without a text")
		}
		out[i] = *t.Text
	}
	return out, nil
}

func failure(r web.Reply, message string) error {
	e := web.Failure(r, message)
	switch {
	case r.Status == 456:
		e.Kind = translate.Quota
		e.Message = strings.Replace(e.Message, "status 456", "status 456 Quota Exceeded", 1)
	case r.Status == 403:
		e.Hint = "check DEEPL_API_KEY, and that a key of a free account ends in :fx"
	case r.Status == 400 && (strings.Contains(message, "target_lang") || strings.Contains(message, "source_lang") || strings.Contains(message, "model_type")):
		e.Kind = translate.Permanent
	}
	if trace := web.Clean(r.Header.Get("X-Trace-ID")); trace != "" {
		e.Message += " (trace " + trace + ")"
	}
	return e
}
