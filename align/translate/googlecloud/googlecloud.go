// Package googlecloud asks Google's paid service, Cloud Translation Basic (v2),
// with an API key.
package googlecloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"

	"factdiff/align/internal/web"
	"factdiff/align/translate"
)

// Options says by which account.
type Options struct {
	Key     string
	Base    string        // https://translation.googleapis.com
	Timeout time.Duration // of one request; 30 s
	HTTP    *http.Client  // nil for one of its own
}

type engine struct {
	base string
	key  web.Secret
	http *http.Client
}

// New returns a translator that asks Google.
func New(o Options) (translate.Stepwise, error) {
	if o.Key == "" {
		return nil, errors.New("setting up Google Cloud Translation: there is no key; set GOOGLE_API_KEY")
	}
	if o.Base == "" {
		o.Base = "https://translation.googleapis.com"
	}
	base, err := web.Base(o.Base, web.Secret(o.Key))
	if err != nil {
		return nil, fmt.Errorf("setting up Google Cloud Translation: %w", err)
	}
	// 128 texts are the limit, and 5,000 characters what Google advises.
	return translate.Harden(&engine{base, web.Secret(o.Key), web.Client(o.HTTP)}, translate.Limits{
		Texts: 128, Bytes: 5000, TextBytes: 30_000, Deadline: o.Timeout,
	}), nil
}

func (e *engine) Name() string { return "google-cloud nmt" }

func (e *engine) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	body := struct {
		Q      []string `json:"q"`
		Source string   `json:"source"`
		Target string   `json:"target"`
		Format string   `json:"format"`
		Model  string   `json:"model"`
	}{texts, from, to, "text", "nmt"}
	// In a header the key does not get into anybody's log of addresses.
	header := http.Header{"X-Goog-Api-Key": {string(e.key)}}
	reply, err := web.Post(ctx, e.http, e.base+"/language/translate/v2", header, e.key, body)
	if err != nil {
		return nil, err
	}
	answers, err := parse(reply)
	if err != nil {
		return nil, err
	}
	for i := range answers {
		if i < len(texts) {
			answers[i] = unescape(texts[i], answers[i])
		}
	}
	return answers, nil
}

var entity = regexp.MustCompile(`&(#\d+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);`)

// unescape undoes what the service does to quotes and the like when it takes a
// text for HTML, which it does at times whatever the format.
func unescape(text, answer string) string {
	if entity.MatchString(text) {
		return answer
	}
	return entity.ReplaceAllStringFunc(answer, html.UnescapeString)
}

type failing struct {
	Message string `json:"message"`
	Status  string `json:"status"`
	Errors  []struct {
		Reason string `json:"reason"`
	} `json:"errors"`
	Details []struct {
		Reason string `json:"reason"`
	} `json:"details"`
}

func parse(r web.Reply) ([]string, error) {
	var body struct {
		Data struct {
			Translations []struct {
				Text *string `json:"translatedText"`
			} `json:"translations"`
		} `json:"data"`
		Error failing `json:"error"`
	}
	err := json.Unmarshal(r.Body, &body)
	if r.Status != http.StatusOK {
		return nil, failure(r, body.Error)
	}
	if err != nil || body.Data.Translations == nil {
		return nil, web.Failure(r, "no list of translations")
	}
	out := make([]string, len(body.Data.Translations))
	for i, t := range body.Data.Translations {
		if t.Text == nil {
			return nil, web.Failure(r, "a translation without a text")
		}
		out[i] = *t.Text
	}
	return out, nil
}

// failure tells the meanings of 400 and 403 apart: the key, the day's quota,
// the minute's.
func failure(r web.Reply, f failing) error {
	e := web.Failure(r, f.Message)
	reasons := f.Status + " " + f.Message
	for _, x := range f.Errors {
		reasons += " " + x.Reason
	}
	for _, x := range f.Details {
		reasons += " " + x.Reason
	}
	reasons = strings.ToLower(strings.ReplaceAll(reasons, " ", ""))
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(reasons, w) {
				return true
			}
		}
		return false
	}
	switch {
	case r.Status == 400 && has("apikeynotvalid", "api_key_invalid", "keyinvalid", "apikeyexpired", "api_key_expired"):
		e.Kind = translate.Auth
	case r.Status == 400 && has("textsegments", "payloadsize", "toolong", "toolarge"):
		e.Kind = translate.TooLong
	case r.Status == 400 && has("languagepair", "invalidvalue", "badlanguage", "targetlanguage"):
		e.Kind = translate.Permanent
	case (r.Status == 403 || r.Status == 429) && has("dailylimitexceeded", "perday"), r.Status == 403 && has("quotaexceeded") && !has("perminute"):
		e.Kind = translate.Quota
		e.Hint = "it renews at midnight Pacific Time, or raise it in the Cloud Console"
	case r.Status == 429 || r.Status == 403 && has("ratelimitexceeded", "perminute"): // userRateLimitExceeded too
		e.Kind = translate.Retryable
		e.RetryAfter = max(e.RetryAfter, 10*time.Second) // it counts by the minute
	}
	if e.Kind == translate.Auth {
		e.Hint = "check GOOGLE_API_KEY, and that the project has the Cloud Translation API switched on"
	}
	return e
}
