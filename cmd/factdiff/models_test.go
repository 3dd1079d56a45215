package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// runModels runs factdiff models by itself.
func runModels(ctx context.Context, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	c := &command{stdout: &out, stderr: &errs}
	cmd := c.models()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&errs)
	status = same
	if err := cmd.ExecuteContext(ctx); err != nil {
		complain(&errs, err)
		status = trouble
	}
	return status, out.String(), errs.String()
}

// The whole life of a model: listed, pulled, found, removed.
func TestModels(t *testing.T) {
	source, dir := t.TempDir(), filepath.Join(t.TempDir(), "models")
	t.Setenv("FACTDIFF_MODELS", dir)
	t.Setenv("FACTDIFF_MODELS_SOURCE", source)
	for _, name := range []string{"model.deen.intgemm.alphas.bin", "lex.50.50.deen.s2t.bin", "vocab.deen.spm", "model.enfr.intgemm8.bin", "vocab.enfr.spm"} {
		if err := os.WriteFile(filepath.Join(source, name), []byte(strings.Repeat(name, 4000)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args           string
		status         int
		stdout, stderr string // what they contain; "" for nothing at all
	}{
		{"", same, "Available Commands", ""},
		{"list", same, "de-en  German to English  -  -  -\nen-fr  English to French  -  -  -\n", ""},
		{"where", same, dir + "\n", ""},
		{"rm de-en", trouble, "", "factdiff: error: there is no model de-en on this machine\nfactdiff: hint: factdiff models list shows"},
		{"pull de-en", same, "de-en is installed (0.3 MB)\n", ""},
		{"list", same, "de-en  German to English  -  -  installed", ""},
		{"pull de-fr", same, "en-fr is installed", ""},
		{"pull", trouble, "", "no pair of languages is named\nfactdiff: hint: name the languages"},
		{"pull german", trouble, "", `"german" is no pair of languages; write it as de-en`},
		{"pull fr-de", trouble, "", "there is no model for it, nor two by way of en; factdiff models list"},
		{"fetch", trouble, "", `there is no command "fetch"`},
		{"where here", trouble, "", `"here" is one too many`},
		{"rm de-en en-fr", same, "de-en is removed\nen-fr is removed\n", ""},
		{"rm de-en", trouble, "", "there is no model de-en"},
	} {
		status, stdout, stderr := runModels(t.Context(), strings.Fields(c.args)...)
		if status != c.status || !strings.Contains(stdout, c.stdout) || c.stdout == "" && stdout != "" ||
			!strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" {
			t.Errorf("models %s: status %d, printed\n%s\nand\n%s", c.args, status, stdout, stderr)
		}
	}

	// Without a source, what is installed is still listed.
	if status, _, stderr := runModels(t.Context(), "pull", "de-en"); status != same {
		t.Fatal(stderr)
	}
	t.Setenv("FACTDIFF_MODELS_SOURCE", filepath.Join(source, "none"))
	status, stdout, stderr := runModels(t.Context(), "list")
	if status != same || !strings.HasPrefix(stdout, "de-en ") || !strings.HasPrefix(stderr, "factdiff: warning: reading the list of models") {
		t.Errorf("status %d, printed %q and %q", status, stdout, stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	t.Setenv("FACTDIFF_MODELS_SOURCE", source)
	if status, _, stderr := runModels(ctx, "pull", "en-fr"); status != trouble || !strings.Contains(stderr, "what was downloaded is kept") {
		t.Errorf("interrupted: status %d, %q", status, stderr)
	}
}
