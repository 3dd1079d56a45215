package engines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"factdiff/align/translate"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestOpen(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(keys, []byte("# mine\nGOOGLE_API_KEY = \"hunter2\"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ spec, name, err string }{
		{"google", "google", ""},
		{"google:model=x", "", "no choice of models"},
		{"libretranslate", "libretranslate 127.0.0.1:5000", ""},
		{"libretranslate:https://example.org/lt,timeout=2m", "libretranslate example.org/lt", ""},
		{"libretranslate:https://example.org,timeout=soon", "", "no time such as 90s"},
		{"libretranslate:https://example.org,api_key=hunter2", "", "does not belong here"},
		{"libretranslate:https://me:hunter2@example.org", "", "password"},
		{"libretranslate:example.org", "", "no setting and no address"},
		{"deepl", "deepl", ""},
		{"deepl:model=quality_optimized", "deepl quality_optimized", ""},
		{"google-cloud", "google-cloud nmt", ""},
		{"openai:http://127.0.0.1:11434,model=llama3.2:3b", "openai llama3.2:3b at 127.0.0.1:11434", ""},
		{"openai:http://127.0.0.1:11434", "", "there is no model"},
		{"openai:model=x", "", "there is no address"},
		{"openai:http://127.0.0.1:11434,voice=low", "", "only model and timeout are"},
		{"bergamot:dir=x", "bergamot of dir=x", ""},
		{"auto", "auto of ", ""},
		{"babelfish", "", "use one of auto, bergamot, google"},
		{"", "", "use one of"},
	}
	o := Options{
		Getenv: env("DEEPL_API_KEY", "hunter2:fx"), Keys: keys,
		Local: func(name, options string) (translate.Translator, error) {
			return named(name + " of " + options), nil
		},
	}
	for _, tt := range tests {
		got, err := Open(tt.spec, o)
		switch {
		case tt.err != "":
			if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%q: %v, want %q", tt.spec, err, tt.err)
			}
		case err != nil:
			t.Errorf("%q: %v", tt.spec, err)
		case got.Name() != tt.name || strings.Contains(fmt.Sprintf("%+v", got), "hunter2"):
			t.Errorf("%q: %q, want %q", tt.spec, got.Name(), tt.name)
		}
	}
	for _, name := range []string{"deepl", "google-cloud"} {
		if _, err := Open(name, Options{Getenv: env(), Keys: keys + "none"}); err == nil || !strings.Contains(err.Error(), "_API_KEY") {
			t.Errorf("%s without a key: %v", name, err)
		}
	}
	if _, err := Open("bergamot", Options{}); err == nil {
		t.Error("bergamot without its package is no error")
	}
	o.Local = func(string, string) (translate.Translator, error) { return nil, errors.New("boom") }
	if _, err := Open("auto", o); err == nil || !strings.Contains(err.Error(), "opening the translator auto: boom") {
		t.Error(err)
	}
}

// named is a translator that has no more than a name.
type named string

func (n named) Name() string { return string(n) }

func (n named) Translate(context.Context, string, string, []string) ([]string, error) {
	return nil, nil
}

func TestHelp(t *testing.T) {
	for _, e := range engines {
		if !strings.Contains(Help(), e.form+"\t"+e.about+"\n") || !strings.HasPrefix(e.form, e.name) {
			t.Errorf("%s is missing or misnamed in\n%s", e.name, Help())
		}
	}
}

func TestKeyFile(t *testing.T) {
	dir := t.TempDir()
	tests := []struct {
		name, text string
		mode       os.FileMode
		want, err  string
	}{
		{"well", "A=x\nDEEPL_API_KEY=hunter2\n", 0o600, "hunter2", ""},
		{"read-only", "DEEPL_API_KEY='hunter2'", 0o400, "hunter2", ""},
		{"byte order mark", "\uFEFFDEEPL_API_KEY=hunter2", 0o600, "hunter2", ""},
		{"other keys", "A=x", 0o600, "", ""},
		{"empty", "", 0o600, "", ""},
		{"group", "DEEPL_API_KEY=hunter2", 0o640, "", "chmod 600"},
		{"world", "DEEPL_API_KEY=hunter2", 0o604, "", "mode 604"},
		{"no name", "hunter2", 0o600, "", "line 1 has no ="},
		{"endless", strings.Repeat("x", 1<<20), 0o600, "", "too long"},
	}
	for _, tt := range tests {
		file := filepath.Join(dir, tt.name)
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		os.Chmod(file, tt.mode)
		got, err := keyFromFile(file, "DEEPL_API_KEY")
		if got != tt.want || (err == nil) != (tt.err == "") || err != nil && (!strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%s: %q, %v, want %q, %q", tt.name, got, err, tt.want, tt.err)
		}
	}
	if got, err := keyFromFile(filepath.Join(dir, "none"), "DEEPL_API_KEY"); got != "" || err != nil {
		t.Errorf("without a file: %q, %v", got, err)
	}
	if _, err := keyFromFile(dir, "DEEPL_API_KEY"); err == nil {
		t.Error("a folder is a file of keys")
	}
	t.Setenv("XDG_CONFIG_HOME", dir)
	if got, err := KeysFile(); err != nil || filepath.Base(got) != "keys" {
		t.Errorf("%q, %v", got, err)
	}
	// What the environment says comes first, whatever the file's mode.
	s := settings{options: Options{Keys: filepath.Join(dir, "world"), Getenv: env("DEEPL_API_KEY", " other ")}}
	if got, err := s.key("DEEPL_API_KEY"); got != "other" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add("openai:http://127.0.0.1:11434,model=x,timeout=1s")
	f.Add("deepl:,=,")
	f.Fuzz(func(t *testing.T, spec string) {
		got, err := Open(spec, Options{Getenv: env("DEEPL_API_KEY", "k"), Keys: "/nonexistent/keys"})
		if (got == nil) != (err != nil) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func FuzzFindKey(f *testing.F) {
	f.Add("A=b\n#\n\nDEEPL_API_KEY = 'x'")
	f.Fuzz(func(t *testing.T, text string) {
		findKey(strings.NewReader(text), "DEEPL_API_KEY")
	})
}

func TestOpenServer(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "keys")
	o := Options{Keys: keys, Getenv: func(name string) string {
		if name == "OPENAI_API_KEY" {
			return "sk-1"
		}
		return ""
	}}
	got, err := OpenServer("http://127.0.0.1:8080/v1,model=a:b,timeout=2m", o)
	if want := (Server{"http://127.0.0.1:8080/v1", "a:b", "sk-1", 2 * time.Minute}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for _, spec := range []string{"", "model=x", "x", "http://x,key=sk-1", "http://x,timeout=0"} {
		if _, err := OpenServer(spec, o); err == nil || !strings.Contains(err.Error(), "; write it as http://") || strings.Contains(err.Error(), "sk-1") {
			t.Errorf("%q: %v", spec, err)
		}
	}
}
