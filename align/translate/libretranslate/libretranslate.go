// Package libretranslate asks a LibreTranslate server, of which anybody can run
// one. What it relies on was read in version 1.9.6's app.py.
package libretranslate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"factdiff/align/internal/web"
	"factdiff/align/translate"
)

// Options says which server.
type Options struct {
	Base    string        // its address; http://127.0.0.1:5000
	Key     string        // where the server wants one
	Timeout time.Duration // of one request; 1 min
	HTTP    *http.Client  // nil for one of its own
}

type engine struct {
	base string
	key  web.Secret
	http *http.Client
}

// New returns a translator that asks a server.
func New(o Options) (translate.Stepwise, error) {
	if o.Base == "" {
		o.Base = "http://127.0.0.1:5000"
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	base, err := web.Base(o.Base, web.Secret(o.Key))
	if err != nil {
		return nil, fmt.Errorf("setting up LibreTranslate: %w", err)
	}
	// A batch costs as many requests as it has texts, and a server on a laptop
	// takes a second for each.
	return translate.Harden(&engine{base, web.Secret(o.Key), web.Client(o.HTTP)}, translate.Limits{
		Texts: 16, Bytes: 8000, Deadline: o.Timeout,
	}), nil
}

// Name has the server, since servers differ in their models.
func (e *engine) Name() string { return "libretranslate " + web.Host(e.base) }

func (e *engine) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	body := struct {
		Q      []string `json:"q"`
		Source string   `json:"source"`
		Target string   `json:"target"`
		Format string   `json:"format"`
		Key    string   `json:"api_key,omitempty"`
	}{texts, code(from), code(to), "text", string(e.key)}
	reply, err := web.Post(ctx, e.http, e.base+"/translate", nil, e.key, body)
	if err != nil {
		return nil, err
	}
	return parse(reply)
}

// code is what the server calls a language. Chinese goes by a short alias that
// old and new versions know.
func code(lang string) string {
	if lang == "no" {
		return "nb"
	}
	return lang
}

func parse(r web.Reply) ([]string, error) {
	var body struct {
		Texts json.RawMessage `json:"translatedText"`
		Error any             `json:"error"`
	}
	if err := json.Unmarshal(r.Body, &body); err != nil && r.Status == http.StatusOK {
		return nil, web.Failure(r, "no JSON")
	}
	if r.Status != http.StatusOK {
		message, _ := body.Error.(string)
		return nil, failure(r, message)
	}
	var texts []string
	if err := json.Unmarshal(body.Texts, &texts); err != nil || texts == nil {
		// A single text is what a server answers to clients that it does not
		// like: an emoji.
		return nil, web.Failure(r, "no list of translations")
	}
	return texts, nil
}

var per = regexp.MustCompile(`per (?:(\d+) )?(minute|hour|day)`)

// failure reads the message, for one status has many meanings and there is no
// Retry-After.
func failure(r web.Reply, message string) error {
	e := web.Failure(r, message)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(message, w) {
				return true
			}
		}
		return false
	}
	switch {
	case r.Status == 400 && has("exceeds text limit", "exceeds batch limit"):
		e.Kind = translate.TooLong
	case r.Status == 400 && has("get an API key"):
		e.Kind, e.Hint = translate.Auth, "set LIBRETRANSLATE_API_KEY, or use another server"
	case r.Status == 400 && has("is not supported", "is not available as a target language"):
		e.Kind, e.Hint = translate.Permanent, "install the language on the server, or use another translator"
	case r.Status == 403 && has("Too many request limits violations"):
		e.Kind, e.Hint = translate.Quota, "the server has banned this address for some time, wait or use another"
	case r.Status == 403:
		e.Hint = "check LIBRETRANSLATE_API_KEY"
	case r.Status == 429 && e.RetryAfter == 0:
		// More requests would be counted towards a ban.
		e.RetryAfter = time.Minute
		if m := per.FindStringSubmatch(message); m != nil && m[2] != "minute" {
			e.Kind, e.RetryAfter = translate.Quota, time.Hour
		}
	}
	return e
}
