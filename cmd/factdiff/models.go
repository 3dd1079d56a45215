package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"factdiff/align/lang"
	"factdiff/align/translate/models"
)

const modelsSynopsis = `Keep the models that translate on this machine: those of Firefox Translations,
one for each direction. Pairs without one of their own go through English.

FACTDIFF_MODELS names the folder they are in. FACTDIFF_MODELS_SOURCE names where
they come from, which is Mozilla's public list unless it says otherwise: the
address of such a list, or a folder of models. Only list and pull use the
network.`

// models is the command that keeps the translation models.
func (c *command) models() *cobra.Command {
	parent := &cobra.Command{
		Use:   "models",
		Short: "Keep the models that translate on this machine",
		Long:  modelsSynopsis,
		Example: `  factdiff models list              what there is, and what of it is here
  factdiff models pull de-en        get the model from German to English
  factdiff models pull de-fr        get those to English and from there to French
  factdiff models rm de-en en-fr    remove two
  factdiff models where             print the folder`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return hinted(fmt.Errorf("models: there is no command %q", args[0]), "use list, pull, rm or where")
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	pairs := func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return hinted(errors.New("models: no pair of languages is named"), "name the languages from and to, as in: factdiff models pull de-en")
		}
		return nil
	}
	nothing := func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return hinted(fmt.Errorf("models %s: %q is one too many", cmd.Name(), args[0]), "it takes no arguments")
		}
		return nil
	}
	parent.AddCommand(
		&cobra.Command{Use: "list", Short: "List the models that can be had", Args: nothing, RunE: c.listModels,
			Long: "List the models that the source has, the best of each pair, and mark those that\nare installed. Without a connection, list what is installed."},
		&cobra.Command{Use: "pull PAIR...", Short: "Get models", Args: pairs, RunE: c.pullModels,
			Long:    "Get the models for pairs of languages, or newer ones. What was interrupted goes on\nwhere it stopped.",
			Example: "  factdiff models pull de-en fr-en"},
		&cobra.Command{Use: "rm PAIR...", Short: "Remove models", Args: pairs, RunE: c.removeModels,
			Example: "  factdiff models rm de-en"},
		&cobra.Command{Use: "where", Short: "Print the folder of the models", Args: nothing,
			RunE: func(*cobra.Command, []string) error {
				store, err := models.Open(models.Options{})
				if err != nil {
					return err
				}
				return c.tell("%s\n", store.Where())
			}},
	)
	return parent
}

// tell prints to standard output.
func (c *command) tell(format string, args ...any) error {
	if _, err := fmt.Fprintf(c.stdout, format, args...); err != nil {
		return fmt.Errorf("writing to standard output: %w", bare(err))
	}
	return nil
}

func (c *command) listModels(cmd *cobra.Command, _ []string) error {
	store, err := models.Open(models.Options{})
	if err != nil {
		return err
	}
	installed, err := store.Installed()
	if err != nil {
		return err
	}
	offered, err := store.List(cmd.Context())
	if cmd.Context().Err() != nil {
		return cmd.Context().Err()
	}
	if err != nil {
		if len(installed) == 0 {
			return err
		}
		fmt.Fprintf(c.stderr, "factdiff: warning: %v; these are installed\n", err)
	}
	here := map[models.Pair]models.Model{}
	for _, m := range installed {
		here[m.Pair] = m
		if !slices.ContainsFunc(offered, func(o models.Model) bool { return o.Pair == m.Pair }) {
			offered = append(offered, m)
		}
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	for _, m := range offered {
		note := m.Status
		if i, ok := here[m.Pair]; ok {
			note = "installed"
			if w := m.File(models.Weights); w.SHA256 != "" && w.SHA256 != i.File(models.Weights).SHA256 {
				note = "installed, and this one is newer"
			}
		} else if m.Split() {
			note = "cannot be used: a vocabulary for each language"
		}
		fmt.Fprintf(w, "%s\t%s to %s\t%s\t%s\t%s\n", m.Pair, languageName(m.From), languageName(m.To), orDash(m.Architecture), megabytes(m.Size()), orDash(note))
	}
	w.Flush()
	return c.tell("%s", table.String())
}

func (c *command) pullModels(cmd *cobra.Command, args []string) error {
	pairs, err := parsePairs(args)
	if err != nil {
		return err
	}
	store, err := models.Open(models.Options{})
	if err != nil {
		return err
	}
	for _, p := range pairs {
		bar := newProgress(c.stderr)
		var file models.Progress
		got, err := store.Pull(cmd.Context(), p, func(now models.Progress) {
			if now.Pair != file.Pair || now.Kind != file.Kind {
				bar.clear()
				bar = newProgress(c.stderr)
			}
			file = now
			bar.showBytes(fmt.Sprintf("%s %s", now.Pair, now.Kind), now.Done, now.Total)
		})
		bar.clear()
		if cmd.Context().Err() != nil {
			return hinted(errors.New("interrupted; what was downloaded is kept"), "the same command goes on where it stopped")
		}
		if err != nil {
			return err
		}
		for _, m := range got {
			if err := c.tell("%s is installed (%s)\n", m.Pair, strings.Join(slices.DeleteFunc([]string{m.Architecture, megabytes(m.Size())}, func(s string) bool { return s == "" }), ", ")); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *command) removeModels(_ *cobra.Command, args []string) error {
	pairs, err := parsePairs(args)
	if err != nil {
		return err
	}
	store, err := models.Open(models.Options{})
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := store.Remove(p); err != nil {
			if _, ok := errors.AsType[*models.NotInstalledError](err); ok {
				return hinted(fmt.Errorf("there is no model %s on this machine", p), "factdiff models list shows what is installed")
			}
			return err
		}
		if err := c.tell("%s is removed\n", p); err != nil {
			return err
		}
	}
	return nil
}

func parsePairs(args []string) ([]models.Pair, error) {
	var out []models.Pair
	for _, arg := range args {
		p, err := models.ParsePair(arg)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func languageName(tag string) string {
	code, script, _ := strings.Cut(tag, "_")
	name := lang.Name(code)
	if script == "hant" {
		return "traditional " + name
	}
	return name
}

func megabytes(n int64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// showBytes is how far a download is. Without a terminal it shows nothing.
func (p *progress) showBytes(what string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out == nil || p.cleared || time.Since(p.begun) < patience {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(p.out),
			progressbar.OptionSetDescription(what),
			progressbar.OptionShowBytes(true),
			progressbar.OptionClearOnFinish(),
		)
	}
	p.bar.Set64(done)
}
