// Package engines makes a translator of what a user writes: a name and its
// options, keys from the environment or a file.
package engines

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"factdiff/align/translate"
	"factdiff/align/translate/deepl"
	"factdiff/align/translate/google"
	"factdiff/align/translate/googlecloud"
	"factdiff/align/translate/libretranslate"
	"factdiff/align/translate/openai"
)

// Options may be left empty.
type Options struct {
	// Local makes the translators of this machine, "bergamot" and "auto", out
	// of what follows their name and a colon. Without it they are refused.
	Local func(name, options string) (translate.Translator, error)

	Getenv func(name string) string // nil for os.Getenv
	Keys   string                   // the file of keys; "" for that of [KeysFile]
	HTTP   *http.Client             // for all services; nil for one of their own
}

// engine is a translator that users can name.
type engine struct {
	name, form, about string
	open              func(s settings) (translate.Translator, error)
}

var engines = []engine{
	{"auto", "auto", "an installed Bergamot model for the languages, if there is one", nil},
	{"bergamot", "bergamot", "Firefox's models, on this machine", nil},
	{"google", "google", "Google's free service, no key", openGoogle},
	{"libretranslate", "libretranslate:http://127.0.0.1:5000", "a LibreTranslate server; LIBRETRANSLATE_API_KEY if it wants one", openLibreTranslate},
	{"deepl", "deepl", "DeepL, free or pro; DEEPL_API_KEY", openDeepL},
	{"google-cloud", "google-cloud", "Google's paid service; GOOGLE_API_KEY", openGoogleCloud},
	{"openai", "openai:http://127.0.0.1:11434,model=NAME", "a language model on a chat server of OpenAI's form; OPENAI_API_KEY if it wants one", openOpenAI},
}

// Help describes every translator in a line of its own: what to write, a tab,
// what it is.
func Help() string {
	var b strings.Builder
	for _, e := range engines {
		fmt.Fprintf(&b, "%s\t%s\n", e.form, e.about)
	}
	return b.String()
}

// Open returns the translator of a specification: NAME or NAME:OPTIONS, where
// the options are an address and settings, separated by commas, as in
// openai:http://127.0.0.1:11434,model=llama3.2,timeout=2m. Keys are no options:
// other users of the machine could see them.
func Open(spec string, o Options) (translate.Translator, error) {
	name, options, _ := strings.Cut(spec, ":")
	for _, e := range engines {
		if e.name != name {
			continue
		}
		t, err := open(e, options, o)
		if err != nil {
			return nil, fmt.Errorf("opening the translator %s: %w", name, err)
		}
		return t, nil
	}
	var names []string
	for _, e := range engines {
		names = append(names, e.name)
	}
	return nil, fmt.Errorf("opening a translator: there is none of the name %q; use one of %s", name, strings.Join(names, ", "))
}

func open(e engine, options string, o Options) (translate.Translator, error) {
	if e.open == nil {
		if o.Local == nil {
			return nil, errors.New("it is not part of this program; use another one")
		}
		return o.Local(e.name, options)
	}
	s, err := parse(options)
	if err != nil {
		return nil, fmt.Errorf("%w; write it as %s", err, e.form)
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	s.options = o
	return e.open(s)
}

// Server is a server of OpenAI's interface as a user names it.
type Server struct {
	URL, Model, Key string
	Timeout         time.Duration
}

// OpenServer reads what names a server for embeddings or a judge: an address and
// settings, as in http://127.0.0.1:11434,model=NAME,timeout=2m. Its key is
// OPENAI_API_KEY. Nothing is asked yet.
func OpenServer(spec string, o Options) (Server, error) {
	s, err := parse(spec)
	if err == nil && s.base == "" {
		err = errors.New("there is no address")
	}
	if err != nil {
		return Server{}, fmt.Errorf("opening a server: %w; write it as http://127.0.0.1:11434,model=NAME", err)
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	s.options = o
	key, err := s.key("OPENAI_API_KEY")
	if err != nil {
		return Server{}, fmt.Errorf("opening a server: %w", err)
	}
	return Server{s.base, s.model, key, s.timeout}, nil
}

// settings are the parsed options of a translator.
type settings struct {
	options Options
	base    string
	model   string
	timeout time.Duration
}

func parse(options string) (settings, error) {
	var s settings
	if options == "" {
		return s, nil
	}
	for i, o := range strings.Split(options, ",") {
		name, value, ok := strings.Cut(o, "=")
		switch {
		case strings.Contains(o, "://") && i == 0:
			s.base = o
		case !ok:
			return s, fmt.Errorf("%.40q is no setting and no address", o)
		case name == "model":
			s.model = value
		case name == "timeout":
			d, err := time.ParseDuration(value)
			if err != nil || d <= 0 {
				return s, fmt.Errorf("timeout=%.40q is no time such as 90s", value)
			}
			s.timeout = d
		case strings.Contains(strings.ToLower(name), "key"):
			return s, errors.New("a key does not belong here, where others may see it, but in the environment or the file of keys")
		default:
			return s, fmt.Errorf("%.40q is no setting, only model and timeout are", name)
		}
	}
	return s, nil
}

// only refuses settings that a translator does not have.
func (s settings) only(base, model bool) error {
	if s.base != "" && !base {
		return errors.New("it takes no address")
	}
	if s.model != "" && !model {
		return errors.New("it has no choice of models; leave model= out")
	}
	return nil
}

// key looks a key up, in the environment and then in the file.
func (s settings) key(name string) (string, error) {
	if key := strings.TrimSpace(s.options.Getenv(name)); key != "" {
		return key, nil
	}
	return keyFromFile(s.options.Keys, name)
}

func openGoogle(s settings) (translate.Translator, error) {
	if err := s.only(true, false); err != nil {
		return nil, err
	}
	return google.New(google.Options{Base: s.base, Timeout: s.timeout, HTTP: s.options.HTTP})
}

func openLibreTranslate(s settings) (translate.Translator, error) {
	if err := s.only(true, false); err != nil {
		return nil, err
	}
	key, err := s.key("LIBRETRANSLATE_API_KEY")
	if err != nil {
		return nil, err
	}
	return libretranslate.New(libretranslate.Options{Base: s.base, Key: key, Timeout: s.timeout, HTTP: s.options.HTTP})
}

func openDeepL(s settings) (translate.Translator, error) {
	key, err := s.key("DEEPL_API_KEY")
	if err != nil {
		return nil, err
	}
	return deepl.New(deepl.Options{Base: s.base, Key: key, Model: s.model, Timeout: s.timeout, HTTP: s.options.HTTP})
}

func openGoogleCloud(s settings) (translate.Translator, error) {
	if err := s.only(true, false); err != nil {
		return nil, err
	}
	key, err := s.key("GOOGLE_API_KEY")
	if err != nil {
		return nil, err
	}
	return googlecloud.New(googlecloud.Options{Base: s.base, Key: key, Timeout: s.timeout, HTTP: s.options.HTTP})
}

func openOpenAI(s settings) (translate.Translator, error) {
	key, err := s.key("OPENAI_API_KEY")
	if err != nil {
		return nil, err
	}
	return openai.New(openai.Options{Base: s.base, Key: key, Model: s.model, Timeout: s.timeout, HTTP: s.options.HTTP})
}
