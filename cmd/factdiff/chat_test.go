package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"factdiff/align/lang"
	"factdiff/align/translate"
	"factdiff/align/translate/openai"
)

// news is German, with the names and numbers that a translation has too.
var news = []struct {
	text string
	has  []string
}{
	{"Der Bürgermeister von Rostock stellte am Samstag das neue Hallenbad vor.", []string{"Rostock", "Saturday"}},
	{"Der Bau kostete 31 Millionen Euro.", []string{"31 million"}},
	{"Bei dem Brand in Salzburg wurden 14 Menschen verletzt.", []string{"Salzburg", "14"}},
	{"Die Polizei sucht nach zwei Männern aus Leipzig.", []string{"two", "Leipzig"}},
	{"Das Unternehmen will bis 2028 rund 450 neue Stellen schaffen.", []string{"2028", "450"}},
	{"Professorin Lindner warnte vor einem Mangel an Wasser.", []string{"Lindner", "water"}},
	{"Der Zoo von Basel hat seit Montag einen jungen Elefanten.", []string{"Basel", "Monday", "elephant"}},
	{"Wegen des Sturms fielen in Hamburg 85 Flüge aus.", []string{"Hamburg", "85"}},
	{"Anna Berger gewann das Rennen nicht, sie wurde nur Dritte.", []string{"Anna Berger", "third"}},
	{"Die Schule in Bozen bleibt im Februar geschlossen.", []string{"school", "February"}},
}

// chatModel runs a chat server with a real model and returns its address. Args
// go to testdata/chat/serve.mjs.
func chatModel(ctx context.Context, t *testing.T, folder string, args ...string) string {
	t.Helper()
	serve := exec.CommandContext(ctx, "node", append([]string{
		filepath.Join("testdata", "chat", "serve.mjs"), filepath.Join(folder, "node_modules"), filepath.Join(folder, "model.gguf"),
	}, args...)...)
	serve.Stderr = os.Stderr
	says, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		serve.Process.Kill()
		serve.Wait()
	})
	address, err := bufio.NewReader(says).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	go io.Copy(io.Discard, says) // or it would wait for a reader
	return strings.TrimSpace(address)
}

// TestChatModel asks Gemma 3 of 270 million weights. It is a base model, the
// smallest that translates at all: what matters is that its answers are read,
// and that wrong ones are found out.
func TestChatModel(t *testing.T) {
	folder := os.Getenv("FACTDIFF_CHAT")
	if folder == "" {
		t.Skip("FACTDIFF_CHAT names no folder with a model; make chat sets one up")
	}
	if _, err := os.Stat(filepath.Join(folder, "model.gguf")); err != nil {
		t.Fatal(err)
	}
	files := []string{writeFile(t, "en.txt", unsure[0]), writeFile(t, "de.txt", unsure[1])}
	unjudged := reportOf(t.Context(), t, files...)
	for _, c := range []struct {
		reason string
		args   []string
		least  int // translations with all names and numbers
	}{
		// Its JSON is not to be read, and it is asked for a sentence at a time.
		{"free", []string{"free"}, 7},
		// In batches it mixes the sentences up.
		{"held to the form", nil, 0},
	} {
		t.Run(c.reason, func(t *testing.T) {
			t.Setenv("FACTDIFF_CACHE", t.TempDir())
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			address := chatModel(ctx, t, folder, c.args...)

			t.Run("package", func(t *testing.T) {
				translator, err := openai.New(openai.Options{Base: address, Model: "gemma"})
				if err != nil {
					t.Fatal(err)
				}
				var texts []string
				for _, n := range news {
					texts = append(texts, n.text)
				}
				start := time.Now()
				answers := translate.All(ctx, translator, "de", "en", texts)
				took := time.Since(start)
				var all []string
				right, doubted, unseen := 0, 0, 0
				for i, a := range answers {
					if a.Err != nil || strings.TrimSpace(a.Text) == "" || a.Text == texts[i] {
						t.Errorf("%q is answered with %q, %v", texts[i], a.Text, a.Err)
						continue
					}
					all = append(all, a.Text)
					missing := ""
					for _, word := range news[i].has {
						if !strings.Contains(strings.ToLower(a.Text), strings.ToLower(word)) {
							missing = word
						}
					}
					switch {
					case missing == "":
						right++
					case a.Doubt == "":
						unseen++
					}
					if a.Doubt != "" {
						doubted++
					}
					t.Logf("%s\n  %s\n  doubt: %q, missing: %q", texts[i], a.Text, a.Doubt, missing)
				}
				if l, _ := lang.Detect(strings.Join(all, " ")); l != "en" {
					t.Errorf("the answers are in %q", l)
				}
				if right < c.least || unseen > 3 {
					t.Error("too few translations have the names and numbers, or too many others are not doubted")
				}
				t.Logf("%d of %d translations have all names and numbers; %d are doubted, and %d of the others lack some; %.1f s", right, len(news), doubted, unseen, took.Seconds())
			})

			t.Run("program", func(t *testing.T) {
				var german strings.Builder
				for _, n := range news {
					german.WriteString(n.text + "\n\n")
				}
				english := "The mayor of Rostock presented the new indoor pool on Saturday.\n\nIt cost 31 million euros.\n"
				r := reportOf(ctx, t, "--lang", "de,en", "--read", "en", "--translate", "openai:"+address+",model=gemma",
					writeFile(t, "de.txt", german.String()), writeFile(t, "en.txt", english))
				translated := 0
				for _, s := range r.Sentences {
					if r.Versions[0].ID != s.Version {
						continue
					}
					translated++
					text := r.Versions[0].Text[s.Start:s.End]
					if doubt := translate.Doubt("de", "en", text, s.Translation); s.Translation == "" || doubt != s.TranslationIssue {
						t.Errorf("%q has the translation %q with the issue %q, want %q", text, s.Translation, s.TranslationIssue, doubt)
					}
				}
				if translated != len(news) {
					t.Errorf("the report has %d sentences", translated)
				}
			})

			t.Run("judge", func(t *testing.T) {
				r := reportOf(ctx, t, append([]string{"--judge", address}, files...)...)
				judged := decided(t, r, unjudged)
				if !strings.HasPrefix(r.Judge, "gemma at 127.0.0.1:") {
					t.Errorf("the judge is %q", r.Judge)
				}
				if judged == 0 && facts(t, r) != facts(t, unjudged) {
					t.Error("no fact is judged, and the report is another")
				}
				for _, w := range r.Warnings {
					if c.args == nil || !strings.Contains(w, "uncertain facts were not judged") {
						t.Error(w)
					}
				}
				t.Logf("%d facts judged; warnings: %q", judged, r.Warnings)
			})
		})
	}
}
