// Package models keeps Firefox Translations models on the user's disk: what can
// be had, what is installed, and how one gets here.
//
// Most callers need three calls: [Open] for the store, [Store.Pull] for the
// models of a pair of languages and [Store.Route] for the installed models that
// lead from one language to another, through English where there is no direct
// one. Package bergamot translates with them.
//
// Only List and Pull use the network, and not even they do where the source is
// a folder. Whatever is read, the registry included, is taken for foreign:
// sizes are limited, names cannot leave the store, and a model counts as
// installed only when all of its files lie there whole.
package models

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"factdiff/align/internal/lazy"
)

// Registry is where models come from unless somebody says otherwise: the list
// that Mozilla writes anew every day.
const Registry = "https://storage.googleapis.com/moz-fx-translations-data--303e-prod-translations-data/db/models.json"

// Pivot is the language through which pairs go that have no model of their own.
const Pivot = "en"

// Pair is a direction of translation, in the tags of the models: ISO 639-1, and
// "zh_hant" for Chinese in traditional characters.
type Pair struct{ From, To string }

func (p Pair) String() string { return p.From + "-" + p.To }

func (p Pair) compare(q Pair) int {
	return cmp.Or(cmp.Compare(p.From, q.From), cmp.Compare(p.To, q.To))
}

// ParsePair reads a pair such as "de-en".
func ParsePair(s string) (Pair, error) {
	from, to, _ := strings.Cut(strings.TrimSpace(s), "-")
	p := Pair{Tag(from), Tag(to)}
	switch {
	case p.From == "" || p.To == "" || strings.Contains(to, "-"):
		return Pair{}, fmt.Errorf("%q is no pair of languages; write it as de-en", s)
	case p.From == p.To:
		return Pair{}, fmt.Errorf("%q is a pair of one language; name two, as in de-en", s)
	}
	return p, nil
}

var tag = lazy.Regexp(`^[a-z]{2,3}(_[a-z]{2,8})?$`)

// tags are the names of languages that differ from those of the models.
var tags = map[string]string{"zh_hans": "zh", "zh_cn": "zh", "zh_tw": "zh_hant", "no": "nb", "pt_br": "pt", "pt_pt": "pt"}

// Tag is the models' name for a language, "" for what cannot be one.
func Tag(lang string) string {
	lang = strings.ToLower(strings.ReplaceAll(lang, "-", "_"))
	lang = cmp.Or(tags[lang], lang)
	if !tag().MatchString(lang) {
		return ""
	}
	return lang
}

// Kind says what a file is to a model.
type Kind string

// The kinds of files. A model has one vocabulary, or one for each language.
const (
	Weights     Kind = "model"
	Shortlist   Kind = "lex"
	Vocabulary  Kind = "vocab"
	SourceVocab Kind = "srcvocab"
	TargetVocab Kind = "trgvocab"
)

// File is a file of a model.
type File struct {
	Kind Kind `json:"kind"`
	// Name is the file's own, without folder and compression; it tells which
	// arithmetic the weights are for.
	Name string `json:"name"`
	// Size and SHA256 are those of the unpacked bytes, 0 and "" where the
	// source does not tell.
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`

	location string // in the source
	packed   string // the sha256 of the bytes there, "" where unknown
}

// Model is what translates one pair.
type Model struct {
	Pair
	// Architecture is "base-memory", "base" or "tiny": the larger the better
	// and slower. It is "" where the source does not tell.
	Architecture string
	// Status is how far the model was released: "Release", "Nightly", ...
	Status string
	Files  []File
}

// File returns the file of a kind, nil where there is none.
func (m Model) File(k Kind) *File {
	for i := range m.Files {
		if m.Files[i].Kind == k {
			return &m.Files[i]
		}
	}
	return nil
}

// Name tells a model from every other one: its pair, architecture and the
// beginning of its weights' checksum.
func (m Model) Name() string {
	sum := ""
	if f := m.File(Weights); f != nil {
		sum = f.SHA256
	}
	return strings.Join(slices.DeleteFunc([]string{m.Pair.String(), m.Architecture, sum[:min(8, len(sum))]},
		func(s string) bool { return s == "" }), " ")
}

// Size is the number of bytes that the files take up, as far as it is known.
func (m Model) Size() (n int64) {
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// Split tells whether the model has a vocabulary for each language. Package
// bergamot cannot load those, so that they are listed but not pulled.
func (m Model) Split() bool { return m.File(Vocabulary) == nil }

// Options say where the models are. The zero value is for most.
type Options struct {
	// Dir is the store's folder; "" stands for $FACTDIFF_MODELS, and without
	// that for the user's data folder.
	Dir string
	// Source is where models come from: the URL of a registry or of a Remote
	// Settings collection, a file: URL, or a folder with a registry or the
	// models' files. "" stands for $FACTDIFF_MODELS_SOURCE, and without that for
	// [Registry].
	Source string
	// Client makes the requests, nil for one with careful settings.
	Client *http.Client
	// Stall is how long a server may send nothing (0: 30 s), and Pause how long
	// the first wait before another attempt is (0: 1 s).
	Stall, Pause time.Duration
}

// Store is a folder of models. Its methods are safe for concurrent use, by many
// processes too.
type Store struct {
	dir, source  string
	client       *http.Client
	stall, pause time.Duration
}

// Open returns the store. The folder need not exist before the first Pull.
func Open(o Options) (*Store, error) {
	s := &Store{
		dir:    cmp.Or(o.Dir, os.Getenv("FACTDIFF_MODELS")),
		source: cmp.Or(o.Source, os.Getenv("FACTDIFF_MODELS_SOURCE"), Registry),
		client: o.Client,
		stall:  cmp.Or(o.Stall, 30*time.Second),
		pause:  cmp.Or(o.Pause, time.Second),
	}
	if s.client == nil {
		s.client = careful()
	}
	if s.dir == "" {
		data, err := dataDir()
		if err != nil {
			return nil, fmt.Errorf("looking for the folder of the models: %w; name one in FACTDIFF_MODELS", err)
		}
		s.dir = filepath.Join(data, "factdiff", "models")
	}
	var err error
	if s.dir, err = filepath.Abs(s.dir); err != nil {
		return nil, fmt.Errorf("looking for the folder of the models: %w; name it in full in FACTDIFF_MODELS", err)
	}
	return s, nil
}

// dataDir is the folder for what programs keep for a user. Models are no cache:
// nobody wants to download them again because a disk was tidied up.
func dataDir() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return data, nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return os.UserCacheDir() // %LocalAppData% is right there, and macOS has no better one that Go knows
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// Where is the store's folder.
func (s *Store) Where() string { return s.dir }

// Source is where its models come from, without a password that may be in it.
func (s *Store) Source() string {
	if u, err := url.Parse(s.source); err == nil && u.User != nil {
		return u.Redacted()
	}
	return s.source
}

// NotInstalledError says that the store lacks a model.
type NotInstalledError struct{ Pair Pair }

func (e *NotInstalledError) Error() string {
	return fmt.Sprintf("there is no model %s on this machine; factdiff models pull %[1]s gets it", e.Pair)
}

// manifest is what tells a whole model from remains. It is written last.
type manifest struct {
	Format       int       `json:"format"`
	From         string    `json:"from"`
	To           string    `json:"to"`
	Architecture string    `json:"architecture,omitempty"`
	Status       string    `json:"status,omitempty"`
	Source       string    `json:"source"`
	Installed    time.Time `json:"installed"`
	Folder       string    `json:"folder"`
	Files        []File    `json:"files"`
}

const (
	manifestName   = "model.json"
	manifestFormat = 1
	manifestBytes  = 1 << 20
)

var (
	fileName   = lazy.Regexp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)
	folderName = lazy.Regexp(`^[0-9a-f]{16}$`)
	hexSum     = lazy.Regexp(`^[0-9a-f]{64}$`)
)

// parseManifest reads a manifest, and believes none that names a file outside
// of its folder.
func parseManifest(b []byte) (*manifest, error) {
	m := new(manifest)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, err
	}
	switch {
	case m.Format != manifestFormat:
		return nil, fmt.Errorf("its format is %d, and this program reads %d", m.Format, manifestFormat)
	case Tag(m.From) != m.From || Tag(m.To) != m.To || m.From == "" || m.From == m.To || m.To == "":
		return nil, fmt.Errorf("%q and %q are no pair of languages", m.From, m.To)
	case !folderName().MatchString(m.Folder):
		return nil, fmt.Errorf("%q is no folder of a model", m.Folder)
	}
	seen := map[Kind]bool{}
	for _, f := range m.Files {
		switch {
		case !fileName().MatchString(f.Name) || !hexSum().MatchString(f.SHA256) || f.Size < 0 || f.Size > maxFile:
			return nil, fmt.Errorf("%q is no file of a model", f.Name)
		case seen[f.Kind]:
			return nil, fmt.Errorf("there are two files of the kind %q", f.Kind)
		}
		seen[f.Kind] = true
	}
	if !seen[Weights] {
		return nil, errors.New("it names no weights")
	}
	return m, nil
}

func (m *manifest) model() Model {
	return Model{Pair{m.From, m.To}, m.Architecture, m.Status, m.Files}
}

func (s *Store) manifest(p Pair) (*manifest, error) {
	b, err := readLimited(filepath.Join(s.dir, p.String(), manifestName), manifestBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &NotInstalledError{p}
	}
	var m *manifest
	if err == nil {
		m, err = parseManifest(b)
	}
	if err == nil && m.model().Pair != p {
		err = fmt.Errorf("it is of the model %s", m.model().Pair)
	}
	if err != nil {
		return nil, fmt.Errorf("reading what belongs to the model %s: %w; remove it with factdiff models rm %[1]s and pull it again", p, bare(err))
	}
	return m, nil
}

// Installed lists the models in the store, by pair. A damaged one is no reason
// to fail: it is left out, and [Store.Read] says what is wrong with it.
func (s *Store) Installed() ([]Model, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("looking for models in %q: %w; check FACTDIFF_MODELS", s.dir, bare(err))
	}
	var out []Model
	for _, e := range entries {
		p, err := ParsePair(e.Name())
		if err != nil || p.String() != e.Name() {
			continue
		}
		if m, err := s.manifest(p); err == nil {
			out = append(out, m.model())
		}
	}
	slices.SortFunc(out, func(a, b Model) int { return a.Pair.compare(b.Pair) })
	return out, nil
}

// Lookup returns the installed model of a pair, or a [NotInstalledError].
func (s *Store) Lookup(p Pair) (Model, error) {
	m, err := s.manifest(p)
	if err != nil {
		return Model{}, err
	}
	return m.model(), nil
}

// Route returns the installed models that lead from one language to another:
// one, or two by way of English, or none with ok false.
func (s *Store) Route(from, to string) (route []Model, ok bool) {
	for _, pairs := range ways(Pair{Tag(from), Tag(to)}) {
		route = nil
		for _, p := range pairs {
			if m, err := s.Lookup(p); err == nil && !m.Split() {
				route = append(route, m)
			}
		}
		if len(route) == len(pairs) {
			return route, true
		}
	}
	return nil, false
}

// ways are the pairs that lead where p does, the best first.
func ways(p Pair) [][]Pair {
	switch {
	case p.From == "" || p.To == "" || p.From == p.To:
		return nil
	case p.From == Pivot || p.To == Pivot:
		return [][]Pair{{p}}
	}
	return [][]Pair{{p}, {{p.From, Pivot}, {Pivot, p.To}}}
}

// Read returns the bytes of an installed model's files, checked against what
// was written when it was pulled.
func (s *Store) Read(p Pair) (Model, map[Kind][]byte, error) {
	var err error
	for range 3 { // somebody may pull a newer one meanwhile
		var m *manifest
		if m, err = s.manifest(p); err != nil {
			return Model{}, nil, err
		}
		files := map[Kind][]byte{}
		for _, f := range m.Files {
			var b []byte
			if b, err = s.readFile(m, f); err != nil {
				break
			}
			files[f.Kind] = b
		}
		if err == nil {
			return m.model(), files, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return Model{}, nil, fmt.Errorf("reading the model %s: %w; factdiff models rm %[1]s, then pull %[1]s, puts it right", p, err)
}

func (s *Store) readFile(m *manifest, f File) ([]byte, error) {
	b, err := readLimited(filepath.Join(s.dir, m.model().Pair.String(), m.Folder, f.Name), f.Size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, bare(err))
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, fmt.Errorf("%s is not as it was pulled", f.Name)
	}
	return b, nil
}

// Remove takes a model from the disk. It waits for a Pull of the same pair.
func (s *Store) Remove(p Pair) error {
	dir := filepath.Join(s.dir, p.String())
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return &NotInstalledError{p}
	}
	err := os.MkdirAll(filepath.Join(s.dir, ".partial"), 0o755)
	var unlock func()
	if err == nil {
		unlock, err = s.lock(context.Background(), p)
	}
	if err == nil {
		defer unlock()
		// The manifest goes first: what is left of a model is none.
		err = os.Remove(filepath.Join(dir, manifestName))
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = os.RemoveAll(dir)
	}
	if err != nil {
		return fmt.Errorf("removing the model %s: %w; check who may write to %q", p, bare(err), s.dir)
	}
	return nil
}
