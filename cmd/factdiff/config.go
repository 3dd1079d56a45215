package main

import (
	"cmp"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"factdiff/align/translate/cache"
	"factdiff/cmd/factdiff/internal/config"
)

// settings are the flags that also the environment and the user's file can give a
// value. A flag comes before the environment, and that before the file.
var settings = []struct {
	flag, variable string
	inFile         func(u *config.User) string // "" where it does not say
}{
	{"model", "FACTDIFF_MODEL", func(u *config.User) string { return u.Model }},
	{"method", "FACTDIFF_METHOD", func(*config.User) string { return "" }}, // for measuring
	{"format", "FACTDIFF_FORMAT", func(u *config.User) string { return u.Format }},
	{"color", "FACTDIFF_COLOR", func(u *config.User) string {
		if os.Getenv("NO_COLOR") != "" { // the environment's word too
			return ""
		}
		return u.Color
	}},
	{"width", "FACTDIFF_WIDTH", func(u *config.User) string {
		if u.Width == 0 {
			return ""
		}
		return strconv.Itoa(u.Width)
	}},
	{"translate", "FACTDIFF_TRANSLATE", func(u *config.User) string { return u.Translate }},
	{"read", "FACTDIFF_READ", func(u *config.User) string { return u.Read }},
	{"embedder", "FACTDIFF_EMBEDDER", func(u *config.User) string { return u.Embedder }},
	{"judge", "FACTDIFF_JUDGE", func(u *config.User) string { return u.Judge }},
}

// formatAsked are the flags that ask for a format by themselves: a setting has no
// say then.
var formatAsked = []string{"output", "only", "context", "summary", "explain"}

// settle gives the command's flags that were not given the values that the
// environment or the user's file have for them.
func (c *command) settle(cmd *cobra.Command) error {
	c.origins = map[string]string{}
	flags := cmd.Flags()
	for _, s := range settings {
		f := flags.Lookup(s.flag)
		if f == nil || f.Changed {
			continue
		}
		if s.flag == "model" && cmd.Name() == "embed" { // which has models of its own
			continue
		}
		if s.flag == "format" {
			asked := cmd.HasParent() // which has formats of its own
			for _, name := range formatAsked {
				asked = asked || flags.Changed(name)
			}
			if asked {
				continue
			}
		}
		value, origin := os.Getenv(s.variable), s.variable
		if value == "" {
			u, err := c.user()
			if err != nil {
				return err
			}
			value, origin = s.inFile(u), fmt.Sprintf("%s in %q", s.flag, u.File)
		}
		if value == "" {
			continue
		}
		c.origins[s.flag] = origin
		if err := f.Value.Set(value); err != nil {
			return hinted(fmt.Errorf("%s: %q is no value for --%s", origin, value, s.flag), "factdiff help config tells what settings mean")
		}
	}
	return nil
}

// origin names what gave a flag its value.
func (c *command) origin(flag string) string { return cmp.Or(c.origins[flag], "--"+flag) }

// user is what the user's file says.
func (c *command) user() (*config.User, error) {
	if c.settings == nil {
		u, err := config.ReadUser(cmp.Or(c.config, os.Getenv("FACTDIFF_CONFIG")))
		if err != nil {
			return nil, hinted(err, "factdiff help config tells what can be set")
		}
		c.settings = u
	}
	return c.settings, nil
}

// cacheLimit is how many bytes kept translations may take.
func (c *command) cacheLimit() (int64, error) {
	text, origin := os.Getenv("FACTDIFF_CACHE_LIMIT"), "FACTDIFF_CACHE_LIMIT"
	if text == "" {
		u, err := c.user()
		if err != nil {
			return 0, err
		}
		text, origin = u.Cache.Limit, fmt.Sprintf("cache.limit in %q", u.File)
	}
	if text == "" {
		return cache.DefaultLimit, nil
	}
	n, err := config.Size(text)
	if err != nil {
		return 0, hinted(fmt.Errorf("%s: %w", origin, err), "use KB, MB or GB, as in 300MB")
	}
	return n, nil
}

// configHelp is the help topic on settings.
func configHelp() *cobra.Command {
	where := "config.toml in factdiff's part of the configuration directory"
	if path, err := config.Path(); err == nil {
		where = path
	}
	return &cobra.Command{
		Use:   "config",
		Short: "How to keep settings in a file",
		Long: `What flags say can be kept as settings. A flag comes first, then the environment,
then the user's file, then what factdiff does by itself.

The user's file is named by --config or FACTDIFF_CONFIG, else it is
  ` + where + `
It is written in TOML, and has any of these:

  model = "fast"            # or "best"; FACTDIFF_MODEL
  format = "text"           # of what is printed; FACTDIFF_FORMAT
  color = "auto"            # "always", "never"; FACTDIFF_COLOR, NO_COLOR
  width = 100               # columns; FACTDIFF_WIDTH
  pager = "less -S"         # FACTDIFF_PAGER; before PAGER
  translate = "bergamot"    # as --translate; FACTDIFF_TRANSLATE
  read = "de"               # as --read; FACTDIFF_READ
  embedder = "http://127.0.0.1:11434,model=bge-m3"  # as --embedder; FACTDIFF_EMBEDDER
  judge = "http://127.0.0.1:11434,model=qwen3"      # as --judge; FACTDIFF_JUDGE

  [cache]
  limit = "500MB"           # for kept translations; FACTDIFF_CACHE_LIMIT

The format has no say where -o, --only, --context, --summary or --explain is given.
Keys of services do not belong there: see factdiff help translate.

A project keeps what factdiff drift is to compare in ` + config.ProjectFile + `, in the folder
where it is called or one above in the same repository. A flag comes before it.
Names in it are relative to its own folder. Its settings are those of the flags:

  [drift]
  source = "docs/en"        # or one folder that has all languages
  translations = ["docs/de", "docs/fr"]
  pattern = "{name}.{lang}.md"
  source-lang = "en"
  exclude = ["api/*"]
  fail-on = ["conflict", "only-a", "outdated"]
  confidence = 0.9
  baseline = "docs/drift.txt"

An unknown name is refused, in both files.`,
	}
}
