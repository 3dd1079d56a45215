package models

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"factdiff/align/internal/lazy"
)

// catalog is what a source can give.
type catalog struct {
	models []Model // the best of each pair, by pair
	base   string  // what the files' locations are relative to; "" leaves it to the source
	remote bool    // it is of Remote Settings, whose root knows the base
}

// parseCatalog reads a list of models in either form: the registry's, or a
// Remote Settings collection's.
func parseCatalog(b []byte) (*catalog, error) {
	var top struct {
		BaseURL string                       `json:"baseUrl"`
		Models  map[string][]json.RawMessage `json:"models"`
		Data    []json.RawMessage            `json:"data"`
	}
	if err := json.Unmarshal(b, &top); err != nil {
		return nil, err
	}
	var all []Model
	var first error
	switch {
	case top.Models != nil:
		for _, entries := range top.Models {
			for _, raw := range entries {
				m, err := parseEntry(raw)
				if err != nil {
					first = cmp.Or(first, err)
					continue
				}
				all = append(all, m)
			}
		}
	case top.Data != nil:
		all, first = parseRecords(top.Data)
	default:
		return nil, errors.New(`it has neither "models" nor "data"`)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("it lists no model that can be read: %w", cmp.Or(first, errors.New("it is empty")))
	}
	return &catalog{choose(all), top.BaseURL, top.Models == nil}, nil
}

// parseEntry reads an entry of the registry. The pair is what the entry says:
// the key that it stands under has led others astray.
func parseEntry(raw []byte) (Model, error) {
	type file struct {
		Path string `json:"path"`
		Size int64  `json:"uncompressedSize"`
		Hash string `json:"uncompressedHash"`
	}
	var e struct {
		Architecture string          `json:"architecture"`
		Status       string          `json:"releaseStatus"`
		From         string          `json:"sourceLanguage"`
		To           string          `json:"targetLanguage"`
		Files        map[string]file `json:"files"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return Model{}, err
	}
	m := Model{Pair{Tag(e.From), Tag(e.To)}, word(e.Architecture), word(e.Status), nil}
	for key, kind := range map[string]Kind{"model": Weights, "lexicalShortlist": Shortlist, "vocab": Vocabulary, "srcVocab": SourceVocab, "trgVocab": TargetVocab} {
		if f := e.Files[key]; f.Path != "" {
			m.Files = append(m.Files, File{Kind: kind, Name: unpackedName(f.Path), Size: f.Size, SHA256: strings.ToLower(f.Hash), location: f.Path})
		}
	}
	return m, m.check()
}

// record is one file in Remote Settings.
type record struct {
	Type         string `json:"fileType"`
	Version      string `json:"version"`
	From         string `json:"sourceLanguage"`
	To           string `json:"targetLanguage"`
	Architecture string `json:"architecture"`
	Hash         string `json:"decompressedHash"`
	Size         int64  `json:"decompressedSize"`
	Filter       string `json:"filter_expression"`
	Name         string `json:"name"`
	Attachment   struct {
		Location string `json:"location"`
		Hash     string `json:"hash"`
	} `json:"attachment"`
}

// highestMajor is the last major version of the records whose models are of the
// form that Bergamot reads.
const highestMajor = 3

// parseRecords puts the files of each set together. A set has one version.
func parseRecords(data []json.RawMessage) ([]Model, error) {
	type set struct {
		Pair
		architecture string
		version      [3]int
	}
	sets := map[set]*Model{}
	var first error
	for _, raw := range data {
		var r record
		if err := json.Unmarshal(raw, &r); err != nil {
			first = cmp.Or(first, err)
			continue
		}
		v, ok := stable(r.Version)
		if !ok || v[0] > highestMajor || r.Filter != "" && r.Filter != "env.appinfo.OS != 'Android'" || r.Attachment.Location == "" {
			continue
		}
		kind := Kind(strings.ToLower(r.Type))
		if !slices.Contains([]Kind{Weights, Shortlist, Vocabulary, SourceVocab, TargetVocab}, kind) {
			continue // quality models
		}
		key := set{Pair{Tag(r.From), Tag(r.To)}, word(r.Architecture), v}
		if sets[key] == nil {
			sets[key] = &Model{Pair: key.Pair, Architecture: key.architecture, Status: "Release"}
		}
		sets[key].Files = append(sets[key].Files, File{Kind: kind, Name: unpackedName(cmp.Or(r.Name, r.Attachment.Location)), Size: r.Size,
			SHA256: strings.ToLower(r.Hash), location: r.Attachment.Location, packed: strings.ToLower(r.Attachment.Hash)})
	}
	newest := map[set]set{}
	for key, m := range sets {
		if err := m.check(); err != nil {
			first = cmp.Or(first, err)
			continue
		}
		bare := set{Pair: key.Pair, architecture: key.architecture}
		if old, ok := newest[bare]; !ok || slices.Compare(old.version[:], key.version[:]) < 0 {
			newest[bare] = key
		}
	}
	var out []Model
	for _, key := range newest {
		out = append(out, *sets[key])
	}
	return out, first
}

// stable reads a version such as "2.1"; one with letters is not for users.
func stable(s string) (v [3]int, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) > len(v) {
		return v, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return v, false
		}
		v[i] = int(n)
	}
	return v, true
}

// check tells what keeps a model from being one, and puts its files in order.
func (m *Model) check() error {
	if m.From == "" || m.To == "" || m.From == m.To {
		return errors.New("an entry is of no pair of languages")
	}
	seen := map[Kind]bool{}
	for _, f := range m.Files {
		switch {
		case seen[f.Kind]:
			return fmt.Errorf("an entry of %s has two files of the kind %q", m.Pair, f.Kind)
		case f.Size < 0 || f.Size > maxFile:
			return fmt.Errorf("%s of %s has an impossible size of %d bytes", f.Kind, m.Pair, f.Size)
		case !fileName().MatchString(f.Name):
			return fmt.Errorf("%s of %s has the impossible name %q", f.Kind, m.Pair, f.Name)
		case f.SHA256 != "" && !hexSum().MatchString(f.SHA256), f.packed != "" && !hexSum().MatchString(f.packed):
			return fmt.Errorf("%s of %s has an impossible checksum", f.Kind, m.Pair)
		}
		seen[f.Kind] = true
	}
	if !seen[Weights] || !seen[Vocabulary] && !(seen[SourceVocab] && seen[TargetVocab]) {
		return fmt.Errorf("an entry of %s lacks its weights or vocabulary", m.Pair)
	}
	slices.SortFunc(m.Files, func(a, b File) int { return cmp.Compare(a.Kind, b.Kind) })
	return nil
}

// choose keeps the best model of each pair: what the engine can read before
// what it cannot, released before unreleased, then the larger one.
func choose(all []Model) []Model {
	slices.SortFunc(all, func(a, b Model) int {
		rank := func(m Model) []int {
			split := 0
			if m.Split() {
				split = 1
			}
			return []int{split, order(m.Status, "Release", "Release Desktop", "Release Android", "Nightly"), order(m.Architecture, "base-memory", "base", "tiny")}
		}
		return cmp.Or(a.Pair.compare(b.Pair), slices.Compare(rank(a), rank(b)), cmp.Compare(a.File(Weights).location, b.File(Weights).location))
	})
	return slices.CompactFunc(all, func(a, b Model) bool { return a.Pair == b.Pair })
}

func order(s string, best ...string) int {
	if i := slices.Index(best, s); i >= 0 {
		return i
	}
	return len(best)
}

// word is a foreign string that is fit to be printed, or nothing.
func word(s string) string {
	if !wordly().MatchString(s) {
		return ""
	}
	return s
}

var wordly = lazy.Regexp(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$`)

// unpackedName is the last element of a location without its compression.
func unpackedName(location string) string {
	name := path.Base(strings.ReplaceAll(location, `\`, "/"))
	for _, ending := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}
