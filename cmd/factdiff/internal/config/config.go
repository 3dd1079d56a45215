// Package config reads the settings that users and projects keep in files.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/adrg/strutil"
	"github.com/adrg/strutil/metrics"
	"github.com/pelletier/go-toml/v2"
)

// User is what a user prefers. What is not set is "" or 0.
type User struct {
	Model     string `toml:"model"`
	Format    string `toml:"format"`
	Color     string `toml:"color"`
	Width     int    `toml:"width"`
	Pager     string `toml:"pager"`
	Translate string `toml:"translate"`
	Read      string `toml:"read"`
	Embedder  string `toml:"embedder"`
	Judge     string `toml:"judge"`
	Cache     struct {
		Limit string `toml:"limit"` // as [Size] reads it
	} `toml:"cache"`

	File string `toml:"-"` // where it stands, "" where there is no file
}

// Project is what a project has decided for all who work on it. It can start no
// program and send nothing anywhere: it may come with foreign sources.
type Project struct {
	Drift struct {
		Source       string   `toml:"source"`
		Translations []string `toml:"translations"`
		Pattern      string   `toml:"pattern"`
		SourceLang   string   `toml:"source-lang"`
		Exclude      []string `toml:"exclude"`
		FailOn       []string `toml:"fail-on"`
		Confidence   *float64 `toml:"confidence"`
		Baseline     string   `toml:"baseline"`
	} `toml:"drift"`

	Folder string `toml:"-"` // that its names are relative to
}

// ProjectFile is the name of a project's file.
const ProjectFile = ".factdiff.toml"

// maxFile bounds a file of settings.
const maxFile = 1 << 20

// Path is the user's file where nothing names another: config.toml in factdiff's
// part of the configuration directory.
func Path() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "factdiff", "config.toml"), nil
}

// ReadUser reads a user's file. With the name "" it is that of [Path], which need
// not exist.
func ReadUser(name string) (*User, error) {
	u := new(User)
	file := name
	if file == "" {
		var err error
		if file, err = Path(); err != nil {
			return u, nil // without a home there is no file
		}
	}
	b, err := read(file)
	if name == "" && errors.Is(err, fs.ErrNotExist) {
		return u, nil
	}
	if err == nil {
		err = parse(b, u)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the settings in %q: %w", file, err)
	}
	u.File = file
	return u, nil
}

// ReadProject reads the [ProjectFile] in a folder or, inside a repository, in the
// nearest one above up to where that begins. Without one the project is empty.
func ReadProject(folder string) (*Project, error) {
	p := new(Project)
	start, err := filepath.Abs(folder)
	if err != nil {
		return nil, fmt.Errorf("looking for %s: %w", ProjectFile, err)
	}
	top := start
	for at := start; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			top = at
			break
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	for at := start; ; at = filepath.Dir(at) {
		b, err := read(filepath.Join(at, ProjectFile))
		if err == nil {
			err = parse(b, p)
		} else if errors.Is(err, fs.ErrNotExist) {
			if at == top {
				return p, nil
			}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading the settings in %q: %w", filepath.Join(at, ProjectFile), err)
		}
		p.Folder, err = filepath.Rel(start, at)
		return p, err
	}
}

// read reads a file that is not too long.
func read(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(b) > maxFile {
		err = errors.New("it has more than 1 MB")
	}
	return b, err
}

// parse reads TOML into a struct, in which all keys have to be.
func parse(b []byte, into any) error {
	d := toml.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	var strict *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		e := strict.Errors[0]
		line, _ := e.Position()
		name := strings.Join(e.Key(), ".")
		if strings.Contains(strings.ToLower(name), "key") {
			return fmt.Errorf("line %d: a key does not belong here, but in the environment or the file of keys", line)
		}
		return fmt.Errorf("line %d: there is no setting %q%s", line, name, suggestion(name, keys(reflect.TypeOf(into).Elem(), "")))
	case errors.As(err, &wrong):
		line, _ := wrong.Position()
		if key := strings.Join(wrong.Key(), "."); key != "" {
			return fmt.Errorf("line %d: the value of %q is of the wrong kind: %s", line, key, strings.TrimPrefix(wrong.Error(), "toml: "))
		}
		return fmt.Errorf("line %d: %s", line, strings.TrimPrefix(wrong.Error(), "toml: "))
	}
	return err
}

// keys are the names of a struct's settings.
func keys(t reflect.Type, prefix string) (all []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name := prefix + f.Tag.Get("toml")
		switch {
		case f.Tag.Get("toml") == "-":
		case f.Type.Kind() == reflect.Struct:
			all = append(all, keys(f.Type, name+".")...)
		default:
			all = append(all, name)
		}
	}
	return all
}

// Meant is which of the known names was perhaps meant by another, "" if none.
func Meant(name string, known []string) string {
	best, likeness := "", 0.59
	for _, k := range known {
		if x := strutil.Similarity(name, k, metrics.NewLevenshtein()); x > likeness {
			best, likeness = k, x
		}
	}
	return best
}

// suggestion tells which name was perhaps meant, or all there are.
func suggestion(name string, known []string) string {
	best := Meant(name, known)
	if best == "" {
		return "; there are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// Size reads a number of bytes as people write it: 300 MB, 2GB.
func Size(text string) (int64, error) {
	number := strings.TrimSpace(text)
	for _, unit := range []struct {
		name  string
		bytes int64
	}{{"KB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}} {
		if n, ok := strings.CutSuffix(strings.ToUpper(number), unit.name); ok {
			x, err := strconv.ParseInt(strings.TrimSpace(n), 10, 32)
			if err != nil || x <= 0 {
				break
			}
			return x * unit.bytes, nil
		}
	}
	return 0, fmt.Errorf("%q is no size such as 300MB", text)
}
