package align

import (
	"context"
	"errors"
	"strings"
	"testing"

	"factdiff/align/read"
	"factdiff/align/translate"
)

// dictionary translates the sentences that it has.
type dictionary map[string]string

func (dictionary) Name() string { return "dictionary" }

func (d dictionary) Translate(_ context.Context, _, _ string, texts []string) ([]string, error) {
	out := make([]string, len(texts))
	for i, t := range texts {
		if out[i] = d[t]; out[i] == "" {
			return nil, &translate.Error{Kind: translate.Refused, Message: "unknown sentence"}
		}
	}
	return out, nil
}

const maltese = "Il-pont il-qadim fetaħ mill-ġdid nhar il-Ġimgħa.\n\nIt-tiswija swiet 18-il miljun ewro. Il-banda daqqet."

// A version in a language that no model knows is compared by its translation, and
// the report tells so.
func TestUnknownLanguage(t *testing.T) {
	en := text("en.txt", "en", "The old bridge reopened on Friday.\n\nThe repairs cost 18 million euros. Residents complain about noise.")
	mt := text("mt.txt", "mt", maltese)
	if _, err := Compare(t.Context(), []*read.Document{en, mt}, Options{}); !errors.As(err, new(*LanguageError)) {
		t.Fatalf("without a translator: %v", err)
	}
	d := dictionary{
		"Il-pont il-qadim fetaħ mill-ġdid nhar il-Ġimgħa.": "The old bridge opened again on Friday.",
		"It-tiswija swiet 18-il miljun ewro.":              "The repair cost 18 million euros.",
	}
	r := compare(t, Options{Translator: d}, en, mt)
	checkReport(t, r)
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "version b is in Maltese, which no model knows") || !strings.Contains(r.Warnings[0], "translation into English by dictionary; 1 of its sentences") {
		t.Errorf("warnings %q", r.Warnings)
	}
	if v := r.Versions[1]; v.Lang != "en" || v.Text != "The old bridge opened again on Friday.\n\nThe repair cost 18 million euros. Il-banda daqqet." {
		t.Errorf("%s: %q", v.Lang, v.Text)
	}
	for _, f := range r.Facts {
		if strings.HasPrefix(f.Text, "The old bridge") && (f.Status == Only || len(f.Matches) == 0) {
			t.Errorf("%q has no counterpart", f.Text)
		}
	}
	if mt.Text != maltese {
		t.Error("the document was changed")
	}
	_, err := Compare(t.Context(), []*read.Document{en, mt}, Options{Translator: dictionary{}})
	if err == nil || !strings.Contains(err.Error(), "in Maltese (mt), which the model") || !strings.Contains(err.Error(), "unknown sentence") {
		t.Errorf("nothing could be translated: %v", err)
	}
}

// Strings finds what is said in the same words once it is in one language.
func TestStrings(t *testing.T) {
	en := text("en.txt", "en", "The old bridge reopened on Friday. Residents complain about the noise of trucks at night.")
	de := text("de.txt", "de", "Die alte Brücke ist seit Freitag wieder offen. Eine Kapelle spielte.")
	o := Options{Method: Strings}
	if _, err := Compare(t.Context(), []*read.Document{en, de}, o); err == nil || !strings.Contains(err.Error(), "only with a translator") {
		t.Errorf("without a translator: %v", err)
	}
	o.Translator = dictionary{
		"Die alte Brücke ist seit Freitag wieder offen.": "The old bridge has been open again since Friday.",
		"Eine Kapelle spielte.":                          "A band played.",
	}
	r := compare(t, o, en, de)
	checkReport(t, r)
	for i, want := range []Status{Shared, Only, Shared, Only} {
		if f := r.Facts[i]; f.Status != want {
			t.Errorf("%q is %s, want %s", f.Text, f.Status, want)
		}
	}
	if !strings.Contains(r.Model, "the verdicts by strings") {
		t.Errorf("the report names %q", r.Model)
	}
	if _, err := Compare(t.Context(), []*read.Document{en, de}, Options{Method: "dice"}); err == nil || !strings.Contains(err.Error(), `there is no method "dice"`) {
		t.Error(err)
	}
}
