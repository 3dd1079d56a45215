package translate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

func TestDoubt(t *testing.T) {
	tests := []struct {
		from, to, text, answer string
		want                   string // a part of it
	}{
		{"de", "en", "Der Hafen wurde am Montag eröffnet.", "The port was opened on Monday.", ""},
		{"de", "en", "Der Hafen wurde am Montag eröffnet.", " ", "empty"},
		{"de", "en", "Der Hafen wurde am Montag eröffnet.", "Der Hafen wurde am Montag eröffnet!", "not translated"},
		{"de", "en", "Angela Merkel, Berlin", "Angela Merkel, Berlin", ""},
		{"ja", "en", "首相は月曜日に新しい港を開いた。", "首相は月曜日に新しい港を開いた。", "not translated"},
		{"de", "en", "Die Stadt hat den Hafen am Montag nach langer Bauzeit wieder für alle Schiffe geöffnet.", "Die city hat den Hafen am Montag nach langer Bauzeit wieder für alle ships geöffnet.", "still in German"},
		{"en", "ru", "The port was opened on Monday.", "Port byl otkryt v ponedelnik.", "not in the script of Russian"},
		{"en", "ja", "The iPhone 15 was presented by Apple.", "AppleがiPhone 15を発表した。", ""},
		{"de", "en", "Der Hafen wurde am Montag eröffnet, und alle waren da.", "The port was opened opened opened opened opened.", "repeats"},
		{"de", "en", "Der Hafen wurde am Montag eröffnet, und alle waren da, auch der Minister.", "The port was opened on Monday, the port was opened on Monday, the port was opened on Monday.", "repeats"},
		{"en", "zh", "The port was opened on Monday and everybody was there.", "港口开放港口开放港口开放港口开放港口开放港口开放", "repeats"},
		{"en", "de", "Bye bye bye bye, they sang on the pier.", "Tschüss tschüss tschüss tschüss, sangen sie am Pier.", ""},
		{"de", "en", "Der Hafen wurde am Montag eröffnet, und alle waren da, auch der Minister und seine Frau.", "The port was opened.", "shorter"},
		{"de", "en", "Der Hafen wurde eröffnet.", "The port was opened, which everybody in the city had been waiting for since the war.", "longer"},
		{"de", "en", "Der Bau kostete 340 Millionen Euro.", "The construction cost 430 million euros.", "became"},
		{"de", "en", "Der Bau kostete 1.234 Euro im Jahr 2019.", "The construction cost 1,234 euros in 2019.", ""},
		{"de", "en", "Um 22 Uhr kamen 17 Schiffe.", "At 10 p.m. ships came.", "missing"},
		{"fr", "en", "Un port du XIXe siècle", "A port of the 19th century", ""},
		{"de", "en", "Schiffe kamen in den Hafen.", "25 ships came into the port.", "not in the original"},
		{"hi", "en", "१७ जहाज आए और ३ चले गए", "17 ships came and 3 left", ""},
	}
	for _, tt := range tests {
		got := Doubt(tt.from, tt.to, tt.text, tt.answer)
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%q -> %q: %q, want %q", tt.text, tt.answer, got, tt.want)
		}
	}
}

// TestDoubtOfGoodAndBad measures on sentences in sixteen languages how often a
// human translation is doubted, and how often one with a mistake is not.
func TestDoubtOfGoodAndBad(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/parallel/*.txt")
	texts := map[string][]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.TrimSuffix(filepath.Base(f), ".txt")] = strings.Split(strings.TrimSpace(string(b)), "\n")
	}
	english := texts["en"]
	if len(english) == 0 {
		t.Fatal("no sentences in testdata/parallel")
	}
	type rate struct{ doubted, of int }
	rates := map[string]*rate{}
	count := func(what, from, to, text, answer string) {
		if rates[what] == nil {
			rates[what] = &rate{}
		}
		rates[what].of++
		if Doubt(from, to, text, answer) != "" {
			rates[what].doubted++
		}
	}
	for code, lines := range texts {
		if code == "en" || testing.Short() && code != "cs" && code != "hi" && code != "fi" {
			continue
		}
		for i, text := range lines {
			good := english[i]
			count("right", code, "en", text, good)
			count("right", "en", code, good, text)
			words := strings.Fields(good)
			if len(words) >= 10 {
				count("third left", code, "en", text, strings.Join(words[:len(words)/3], " "))
				count("half left", code, "en", text, strings.Join(words[:len(words)/2], " "))
				count("two thirds left", code, "en", text, strings.Join(words[:2*len(words)/3], " "))
				count("echo", code, "en", text, text)
				count("in a loop", code, "en", text, strings.Join(words[:6], " ")+strings.Repeat(" "+strings.Join(words[3:6], " "), 5))
			}
			if wrong := otherDigit(good); wrong != good {
				count("other digit", code, "en", text, wrong)
			}
		}
	}
	for what, bounds := range map[string][2]float64{
		"right": {0, 0.01}, "third left": {0.9, 1}, "half left": {0.7, 1}, "two thirds left": {0.3, 1}, "echo": {0.99, 1}, "in a loop": {0.99, 1}, "other digit": {0.85, 1},
	} {
		r := rates[what]
		share := float64(r.doubted) / float64(r.of)
		t.Logf("%s: %d of %d doubted", what, r.doubted, r.of)
		if share < bounds[0] || share > bounds[1] {
			t.Errorf("%s: %.3f are doubted, want %v", what, share, bounds)
		}
	}
}

// otherDigit changes the first digit of a text.
func otherDigit(s string) string {
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 0 {
		return s
	}
	return s[:i] + string('1'+(s[i]-'0')%9) + s[i+1:]
}

func FuzzDoubt(f *testing.F) {
	f.Add("de", "en", "Um 22 Uhr kamen 17 Schiffe.", "At 10 p.m. 17 ships came.")
	f.Add("ja", "", "首相は", "\xff١٢٣ 1 234")
	f.Fuzz(func(t *testing.T, from, to, text, answer string) {
		if d := Doubt(from, to, text, answer); d == "" && strings.TrimSpace(answer) == "" {
			t.Error("an empty answer is not doubted")
		}
		if got, err := accept(text, answer); err == nil && strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("%q has control characters", got)
		}
	})
}
