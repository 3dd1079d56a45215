package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"factdiff/align/lang"
	"factdiff/align/read"
	"factdiff/align/translate"
	"factdiff/align/translate/bergamot"
	"factdiff/align/translate/cache"
	"factdiff/align/translate/engines"
	"factdiff/align/translate/models"
)

// translator opens what --translate names, with what it answered before at
// hand. It returns nil where nothing is named. The second result gives back
// what the translator holds.
func (c *command) translator() (translate.Translator, func(), error) {
	spec := c.translate
	if spec == "" {
		if c.reader != "" && c.origins["read"] == "" {
			return nil, nil, hinted(errors.New("--read asks for translations, and --translate names no translator"), "factdiff help translate lists them")
		}
		return nil, func() {}, nil
	}
	release := func() {}
	t, err := engines.Open(spec, engines.Options{Local: func(name, options string) (translate.Translator, error) {
		if options != "" {
			return nil, errors.New("it takes no options")
		}
		store, err := models.Open(models.Options{})
		if err != nil {
			return nil, err
		}
		e := bergamot.New(store, bergamot.Options{})
		release = func() { e.Close() }
		return e, nil
	}})
	if err != nil {
		return nil, nil, hinted(err, "factdiff help translate lists the translators")
	}
	store, err := c.keeping()
	if err != nil {
		return nil, nil, err
	}
	if store == nil {
		return t, release, nil
	}
	return cache.Wrap(t, store), release, nil
}

// keeping is where the answers of services are kept; nil where they cannot be,
// which takes nothing from them. It fails if a setting is wrong.
func (c *command) keeping() (*cache.Store, error) {
	store, err := c.openCache()
	if hint := new(hintedError); errors.As(err, &hint) {
		return nil, err
	}
	return store, nil
}

// openCache opens what services answered before.
func (c *command) openCache() (*cache.Store, error) {
	limit, err := c.cacheLimit()
	if err != nil {
		return nil, err
	}
	dir, err := cache.Dir()
	if err != nil {
		return nil, err
	}
	return cache.Open(dir, limit)
}

// readerLanguage is the language to translate into: what --read says, or that of
// the user's locale where a version is in it, else "", which is the first
// version's.
func (c *command) readerLanguage(versions []*read.Document) (string, error) {
	if c.reader != "" {
		code := lang.Code(c.reader)
		if code == "" {
			return "", hinted(fmt.Errorf("%s: %q is not the code of a language", c.origin("read"), c.reader), "use a code such as en, de or zh")
		}
		return code, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			code, _, _ := strings.Cut(value, "_")
			if slices.ContainsFunc(versions, func(d *read.Document) bool { return lang.Of(d.Lang, d.Text) == code }) {
				return code, nil
			}
			break
		}
	}
	return "", nil
}

// translateHelp is the help topic on translators.
func translateHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "translate",
		Short: "How to have translations beside the originals",
		Long: `--translate names what translates the sentences that are not in the reader's
language, so that they can be read; the verdicts do without. --read names that
language (default: that of the locale, if a version is in it, else the first
version's). FACTDIFF_TRANSLATE stands for --translate. Nothing is sent anywhere
unless a translator that does so is named.

` + table(engines.Help()) + `
Keys are read from the environment, or from lines NAME=VALUE in the file of keys
that only you may read. What was translated once is kept: see factdiff cache.

Examples:
  factdiff models pull de-en
  factdiff --translate bergamot en.txt de.txt
  factdiff --translate deepl --read fr en.txt de.txt
  factdiff --translate openai:http://127.0.0.1:11434,model=llama3.2 a.txt b.txt`,
	}
}

// table sets what a tab parts in two lines each.
func table(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var b strings.Builder
	for _, l := range lines {
		name, about, _ := strings.Cut(l, "\t")
		fmt.Fprintf(&b, "  %s\n      %s\n", name, about)
	}
	return b.String()
}

// cached is the command that looks after kept translations.
func (c *command) cached() *cobra.Command {
	parent := &cobra.Command{
		Use:   "cache",
		Short: "Look after the translations that are kept",
		Long:  "Translations are kept, so that the same comparison asks for them once. The folder\nis bounded in size, see factdiff help config; FACTDIFF_CACHE names another.",
		Args:  alone,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	parent.AddCommand(
		&cobra.Command{
			Use: "info", Short: "Tell what is kept, and where", Args: alone,
			RunE: func(*cobra.Command, []string) error {
				s, err := c.openCache()
				if err != nil {
					return err
				}
				i := s.Info()
				return c.say(fmt.Sprintf("%s\n%d translations, %.1f MB of at most %d MB\n", i.Dir, i.Entries, float64(i.Bytes)/(1<<20), i.Limit>>20))
			},
		},
		&cobra.Command{
			Use: "clear", Short: "Remove what is kept", Args: alone,
			RunE: func(*cobra.Command, []string) error {
				s, err := c.openCache()
				if err != nil {
					return err
				}
				return s.Clear()
			},
		},
	)
	return parent
}

// checkLanguage warns of a version that looks like another language than --lang
// says.
func (c *command) checkLanguage(source, said, text string) {
	const sure = 0.99
	code, confidence := lang.Detect(text)
	if said = lang.Code(said); code != "" && code != said && confidence >= sure {
		fmt.Fprintf(c.stderr, "factdiff: warning: %s looks like %s; it is read as %s, as --lang says\n", source, lang.Name(code), lang.Name(said))
	}
}
