package align

import (
	"context"
	"errors"
	"strings"
	"testing"

	"factdiff/align/translate"
)

// capitals is a translator into capital letters that does not know the word
// "Lärm".
type capitals struct{ calls int }

func (*capitals) Name() string { return "capitals" }

func (c *capitals) Translate(_ context.Context, from, to string, texts []string) ([]string, error) {
	c.calls++
	if from != "de" || to != "en" {
		return nil, errors.New("no such languages")
	}
	out := make([]string, len(texts))
	for i, t := range texts {
		if strings.Contains(t, "Lärm") {
			return nil, &translate.Error{Kind: translate.Refused, Message: "unknown word"}
		}
		out[i] = strings.ToUpper(t)
	}
	return out, nil
}

func TestTranslation(t *testing.T) {
	o := Options{Model: Fast, Translator: &capitals{}, Progress: func(done, total int) {
		if done > total {
			t.Errorf("%d of %d", done, total)
		}
	}}
	r := compare(t, o, text("en.txt", "en", harbour), text("de.txt", "de", hafen))
	checkReport(t, r)
	if r.Translator != "capitals" || r.Read != "en" {
		t.Errorf("translated by %q into %q", r.Translator, r.Read)
	}
	translated, failed := 0, 0
	for _, s := range r.Sentences {
		switch {
		case s.Translation == "" && s.TranslationIssue == "":
		case s.Version == "a":
			t.Errorf("%q of the reader's own language", s.Translation)
		case s.Translation == "":
			failed++
			if !strings.Contains(s.TranslationIssue, "unknown word") {
				t.Errorf("failed with %q", s.TranslationIssue)
			}
		default:
			translated++
			if want := strings.ToUpper(r.Versions[1].Text[s.Start:s.End]); s.Translation != want {
				t.Errorf("got %q, want %q", s.Translation, want)
			}
		}
	}
	for _, f := range r.Facts {
		if s := r.Versions[1].Text; f.Version == "b" && f.Translation != "" && f.Translation != strings.ToUpper(s[f.Start:f.End]) {
			t.Errorf("fact %q: %q", f.Text, f.Translation)
		}
	}
	if translated < 3 || failed != 1 {
		t.Errorf("%d sentences were translated, %d were not", translated, failed)
	}
	o.Read = "de"
	o.Translator = &capitals{} // which knows no German
	for _, s := range compare(t, o, text("en.txt", "en", harbour), text("de.txt", "de", hafen)).Sentences {
		if s.Translation != "" || s.Version == "b" && s.TranslationIssue != "" {
			t.Errorf("for a German reader: %+v", s)
		}
	}
}
