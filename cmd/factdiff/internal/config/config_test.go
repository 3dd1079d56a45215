package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func put(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestReadUser(t *testing.T) {
	name := put(t, filepath.Join(t.TempDir(), "c.toml"), "# mine\nmodel = \"fast\"\nwidth = 100\n\n[cache]\nlimit = \"2GB\"\n")
	u, err := ReadUser(name)
	if err != nil {
		t.Fatal(err)
	}
	want := &User{Model: "fast", Width: 100, File: name}
	want.Cache.Limit = "2GB"
	if !reflect.DeepEqual(u, want) {
		t.Errorf("got %+v", u)
	}
	if u, err := ReadUser(os.DevNull); err != nil || u.Model != "" {
		t.Errorf("no settings at all: %+v, %v", u, err)
	}
	if _, err := ReadUser(filepath.Join(t.TempDir(), "none.toml")); err == nil || !strings.Contains(err.Error(), "none.toml") {
		t.Errorf("a file that was named and is not there: %v", err)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"a misspelt name", "color = \"auto\"\nmodle = \"fast\"\n", `line 2: there is no setting "modle"; did you mean "model"?`},
		{"in a table", "[cache]\n\nlimits = \"1GB\"\n", `line 3: there is no setting "cache.limits"; did you mean "cache.limit"?`},
		{"nothing like it", "x = 1\n", `line 1: there is no setting "x"; there are model, format,`},
		{"a key", "deepl_api_key = \"secret\"\n", "line 1: a key does not belong here, but in the environment or the file of keys"},
		{"another kind", "width = \"wide\"\n", `line 1: the value of "width" is of the wrong kind`},
		{"no TOML", "model fast\n", "line 1: "},
		{"the same twice", "model = \"fast\"\nmodel = \"best\"\n", "already"},
		{"cut off", "model = \"fa", "line 1: "},
		{"a project's setting", "[drift]\nsource = \"en\"\n", "there is no setting"},
		{"too long", strings.Repeat("# comment\n", maxFile/10+1), "it has more than 1 MB"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			name := put(t, filepath.Join(t.TempDir(), "c.toml"), c.text)
			_, err := ReadUser(name)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestReadProject(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "repo", "docs", "en")
	put(t, filepath.Join(root, ProjectFile), "[drift]\nsource = \"not this\"\n")
	put(t, filepath.Join(root, "repo", ".git", "HEAD"), "")
	put(t, filepath.Join(inner, "a.md"), "")
	// The repository has none, and what is above it is not asked.
	if p, err := ReadProject(inner); err != nil || p.Drift.Source != "" {
		t.Errorf("outside: %+v, %v", p, err)
	}
	put(t, filepath.Join(root, "repo", ProjectFile), "[drift]\nsource = \"docs/en\"\ntranslations = [\"docs/de\"]\nfail-on = [\"conflict\"]\nconfidence = 0.0\n")
	p, err := ReadProject(inner)
	if err != nil || p.Drift.Source != "docs/en" || len(p.Drift.Translations) != 1 || p.Drift.Confidence == nil || p.Folder != filepath.Join("..", "..") {
		t.Errorf("above: %+v, %v", p, err)
	}
	put(t, filepath.Join(inner, ProjectFile), "pager = \"rm -r .\"\n")
	if _, err := ReadProject(inner); err == nil || !strings.Contains(err.Error(), `line 1: there is no setting "pager"`) {
		t.Errorf("a program to start: %v", err)
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]int64{"300MB": 300 << 20, " 2 gb ": 2 << 30, "1KB": 1 << 10, "": 0, "12": 0, "-1MB": 0, "0MB": 0, "1.5GB": 0, "99999999999GB": 0} {
		if got, err := Size(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: got %d, %v", text, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[drift]\nsource = \"a\"\ntranslations = [\"b\"]\n[cache]\nlimit = \"1GB\"\n")
	f.Add("model = 'x'\nwidth = 1e9\n")
	f.Add("[[drift]]\na.b.c = {d = [1, \"\\u0000\"]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, into := range []any{new(User), new(Project)} {
			if err := parse([]byte(text), into); err != nil && err.Error() == "" {
				t.Errorf("an error without words for %q", text)
			}
		}
	})
}
