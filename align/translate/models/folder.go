package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"factdiff/align/internal/lazy"
)

// folder is a source on a disk: a registry with its files beside it, or files
// of models by themselves. It never asks the network, whatever a registry says.
type folder struct {
	dir  string
	list string // the registry's name in it, "" where there is none
}

func newFolder(name string) (*folder, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return &folder{filepath.Dir(name), filepath.Base(name)}, nil
	}
	for _, list := range []string{"models.json", "models.json.gz", "db/models.json", "records.json"} {
		if info, err := os.Stat(filepath.Join(name, list)); err == nil && info.Mode().IsRegular() {
			return &folder{name, list}, nil
		}
	}
	return &folder{name, ""}, nil
}

func (f *folder) catalog(context.Context) (*catalog, error) {
	if f.list == "" {
		return f.scan()
	}
	b, err := readLimited(filepath.Join(f.dir, f.list), maxList)
	if err != nil {
		return nil, err
	}
	if b, err = unpackAll(b, maxList); err != nil {
		return nil, err
	}
	return parseCatalog(b)
}

// modelFile is the form of the names that Mozilla gives the files: what they
// are, then the pair.
var modelFile = lazy.Regexp(`^(model|lex|vocab|srcvocab|trgvocab)\.(?:\d+\.\d+\.)?([a-z]{4}|[a-z_]+-[a-z_]+)\.[A-Za-z0-9._]+$`)

// maxEntries is how many files a folder may have before it is taken for one
// that was named by mistake.
const maxEntries = 20_000

// scan finds the models among the files of a folder. Their pair is in their
// names, each model's files lie in one folder.
func (f *folder) scan() (*catalog, error) {
	found := map[string]*Model{} // by folder and pair
	entries := 0
	err := filepath.WalkDir(f.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entries++; entries > maxEntries {
			return errors.New("it has too many files to be a folder of models")
		}
		m := modelFile().FindStringSubmatch(unpackedName(filepath.ToSlash(name)))
		if m == nil || e.IsDir() {
			return nil
		}
		p, ok := pairOf(m[2])
		if !ok {
			return nil
		}
		rel, err := filepath.Rel(f.dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		key := path.Dir(rel) + " " + m[2]
		if found[key] == nil {
			found[key] = &Model{Pair: p, Architecture: architectureIn(rel)}
		}
		if found[key].File(Kind(m[1])) == nil { // model.bin before model.bin.gz
			found[key].Files = append(found[key].Files, File{Kind: Kind(m[1]), Name: unpackedName(rel), location: rel})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []Model
	for key, m := range found {
		if m.File(Vocabulary) == nil && m.File(SourceVocab) == nil {
			// Both directions may share a vocabulary with the name of one.
			dir, _, _ := strings.Cut(key, " ")
			if other := found[dir+" "+m.To+m.From]; other != nil && other.File(Vocabulary) != nil {
				m.Files = append(m.Files, *other.File(Vocabulary))
			}
		}
		if m.check() == nil {
			all = append(all, *m)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("there is neither a models.json in it nor a model of files such as model.deen.intgemm.alphas.bin and vocab.deen.spm")
	}
	return &catalog{models: choose(all)}, nil
}

// pairOf reads "deen" and "zh_hant-en".
func pairOf(code string) (Pair, bool) {
	if len(code) == 4 {
		code = code[:2] + "-" + code[2:]
	}
	p, err := ParsePair(code)
	return p, err == nil
}

func architectureIn(location string) string {
	for _, a := range []string{"base-memory", "base", "tiny"} {
		if strings.Contains("/"+location, "/"+a+"/") {
			return a
		}
	}
	return ""
}

// fetch hands out a file without a copy of it.
func (f *folder) fetch(ctx context.Context, _ *catalog, file File, _ string, progress func(done, total int64)) (io.ReadCloser, error) {
	if !filepath.IsLocal(filepath.FromSlash(file.location)) {
		return nil, fmt.Errorf("%q lies outside of the folder", file.location)
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	r, err := root.Open(filepath.FromSlash(file.location))
	if err != nil {
		return nil, err
	}
	info, err := r.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file")
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return &counted{ctx: ctx, r: r, total: info.Size(), progress: progress}, nil
}

// spoilt has nothing to forget: the file is the user's own.
func (f *folder) spoilt(string) {}

// counted reads and tells how far it is, until ctx is done.
type counted struct {
	ctx         context.Context
	r           io.ReadCloser
	done, total int64
	progress    func(done, total int64)
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.progress(c.done, c.total)
	return n, err
}

func (c *counted) Close() error { return c.r.Close() }
