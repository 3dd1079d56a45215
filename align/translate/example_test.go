package translate_test

import (
	"context"
	"fmt"

	"factdiff/align/translate"
)

// phrasebook is an engine that knows two sentences, one of them wrongly.
type phrasebook struct{}

func (phrasebook) Name() string { return "phrasebook" }

func (phrasebook) Translate(_ context.Context, from, to string, texts []string) ([]string, error) {
	known := map[string]string{
		"Der Hafen ist offen.": "The port is open.",
		"Es kamen 17 Schiffe.": "There came 71 ships.",
	}
	out := make([]string, len(texts))
	for i, text := range texts {
		if out[i] = known[text]; out[i] == "" {
			return nil, &translate.Error{Kind: translate.Refused, Message: "it is not in the book"}
		}
	}
	return out, nil
}

func ExampleAll() {
	texts := []string{"Der Hafen ist offen.", "Es kamen 17 Schiffe.", "Bürgermeister!"}
	for _, t := range translate.All(context.Background(), phrasebook{}, "de", "en", texts) {
		switch {
		case t.Err != nil:
			fmt.Println("-", t.Err)
		case t.Doubt != "":
			fmt.Println("?", t.Text, "("+t.Doubt+")")
		default:
			fmt.Println(" ", t.Text)
		}
	}
	// Output:
	//   The port is open.
	// ? There came 71 ships. ("17" became "71")
	// - translating with phrasebook: it is not in the book; the sentence is left out
}
