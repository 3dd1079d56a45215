package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A real translation by a real model, from pulling it to the report; and again
// from the cache.
func TestTranslate(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the engine")
	}
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/KSpaceer/gobergamot").Output()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FACTDIFF_MODELS_SOURCE", filepath.Join(strings.TrimSpace(string(module)), "testdata"))
	t.Setenv("FACTDIFF_MODELS", t.TempDir())
	t.Setenv("FACTDIFF_CACHE", t.TempDir())
	t.Setenv("LC_ALL", "ru_RU.UTF-8")
	en := writeFile(t, "en.txt", "The new bridge in Tarno opened on Monday.\n\nThe repairs cost 18 million euros. The old ferry will be sold to a museum in Norway.\n")
	ru := writeFile(t, "ru.txt", "В понедельник в Тарно открылся новый мост.\n\nРемонт обошёлся в 18 миллионов евро.\n")
	works := func(args ...string) string {
		t.Helper()
		status, stdout, stderr := runHere(t.Context(), nil, args...)
		if status == trouble || stderr != "" {
			t.Fatalf("factdiff %s: status %d, %s", strings.Join(args, " "), status, stderr)
		}
		return stdout
	}

	text := strings.Join(strings.Fields(works("--translate", "auto", en, ru)), " ")
	if !strings.Contains(text, "Not translated: 3 sentences") || !strings.Contains(text, "factdiff models pull en-ru") {
		t.Errorf("without a model:\n%s", text)
	}
	works("models", "pull", "en-ru")
	for _, translator := range []string{"bergamot", "auto"} {
		text = works("--translate", translator, en, ru)
		if !strings.Contains(text, "→ ") || !strings.Contains(text, "паром") || !strings.Contains(text, "музе") || !strings.Contains(text, "Translator: bergamot") {
			t.Errorf("%s: the ferry and the museum are not in Russian in\n%s", translator, text)
		}
	}
	json := works("--translate", "bergamot", "-f", "json", en, ru)
	if !strings.Contains(json, `"read": "ru"`) || strings.Count(json, `"translation": "`) < 3 {
		t.Errorf("in JSON:\n%s", json)
	}
	page := works("--translate", "bergamot", "-f", "html", en, ru)
	if !strings.Contains(page, `<span class="tr" lang="ru" dir="ltr">`) || !strings.Contains(page, `data-l="ru"`) {
		t.Error("the page has no translation")
	}
	if info := works("cache", "info"); !strings.Contains(info, "\n3 translations, ") {
		t.Errorf("the cache holds %q", info)
	}
	works("cache", "clear")
	if info := works("cache", "info"); !strings.Contains(info, "\n0 translations, ") {
		t.Errorf("the cache holds %q", info)
	}

	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--translate", "babelfish", en, ru}, `there is none of the name "babelfish"`},
		{[]string{"--translate", "deepl", en, ru}, "DEEPL_API_KEY"},
		{[]string{"--read", "ru", en, ru}, "--translate names no translator"},
		{[]string{"--translate", "auto", "--read", "?", en, ru}, `--read: "?" is not the code of a language`},
	} {
		t.Setenv("DEEPL_API_KEY", "")
		if status, _, stderr := runHere(t.Context(), nil, c.args...); status != trouble || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: status %d, %s", c.args, status, stderr)
		}
	}
	if help := works("help", "translate"); !strings.Contains(help, "libretranslate:") || !strings.Contains(help, "models pull") {
		t.Errorf("the help topic:\n%s", help)
	}
}
