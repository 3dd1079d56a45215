package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Progress is how far a Pull is.
type Progress struct {
	Pair Pair
	Kind Kind
	// Done and Total count the bytes of the file as the source has it; Total is
	// -1 where it does not say.
	Done, Total int64
}

// source is where models come from.
type source interface {
	catalog(context.Context) (*catalog, error)
	// fetch opens a file of the catalog, as it is in the source. It may keep
	// what it got in partial, and go on there another time.
	fetch(ctx context.Context, c *catalog, f File, partial string, progress func(done, total int64)) (io.ReadCloser, error)
	// spoilt says that what is in partial is of no use.
	spoilt(partial string)
}

// open finds out what kind of source the user named.
func (s *Store) open() (source, error) {
	u, err := url.Parse(s.source)
	if err != nil || u.Scheme == "" || len(u.Scheme) == 1 && runtime.GOOS == "windows" {
		return newFolder(s.source)
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return nil, errors.New("the address lacks a server")
		}
		return &web{u, s.client, s.stall, s.pause}, nil
	case "file":
		if u.Host != "" && u.Host != "localhost" {
			return nil, errors.New("a file: address is of this machine, as in file:///srv/models")
		}
		name := filepath.FromSlash(u.Path)
		if runtime.GOOS == "windows" {
			name = strings.TrimPrefix(name, `\`)
		}
		return newFolder(name)
	}
	return nil, fmt.Errorf("there is no way to read a %s: address", u.Scheme)
}

func (s *Store) catalog(ctx context.Context) (source, *catalog, error) {
	src, err := s.open()
	var c *catalog
	if err == nil {
		c, err = src.catalog(ctx)
	}
	switch {
	case err == nil:
		return src, c, nil
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	}
	return nil, nil, fmt.Errorf("reading the list of models at %s: %w; %s", s.Source(), bare(err), advice(err, "check FACTDIFF_MODELS_SOURCE, which may be an address or a folder"))
}

// advice is what helps against an error of a source.
func advice(err error, otherwise string) string {
	_, brief := errors.AsType[passing](err)
	status, answered := errors.AsType[*statusError](err)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "there is no space left: free some, or move the models with FACTDIFF_MODELS"
	case answered && (status.code >= http.StatusInternalServerError || status.code == http.StatusTooManyRequests):
		return "try again later; what was downloaded is kept"
	case answered:
		return otherwise
	case brief:
		return "check the connection and try again; what was downloaded is kept"
	}
	return otherwise
}

// List tells what the source has: the best model of each pair, by pair.
func (s *Store) List(ctx context.Context) ([]Model, error) {
	_, c, err := s.catalog(ctx)
	if err != nil {
		return nil, err
	}
	return c.models, nil
}

// Pull brings the model of a pair into the store, or where there is none the
// two that go through English, and returns what is installed then. Models that
// are up to date are left alone. A Pull that was interrupted goes on where it
// stopped. The callback may be nil; it is called from one goroutine.
func (s *Store) Pull(ctx context.Context, p Pair, progress func(Progress)) ([]Model, error) {
	src, c, err := s.catalog(ctx)
	if err != nil {
		return nil, err
	}
	offered, err := c.find(p)
	if err != nil {
		return nil, fmt.Errorf("pulling %s from %s: %w", p, s.Source(), err)
	}
	var out []Model
	for _, m := range offered {
		got, err := s.pull(ctx, src, c, m, func(x Progress) {
			if progress != nil {
				progress(x)
			}
		})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("pulling %s from %s: %w; %s", m.Pair, s.Source(), bare(err), advice(err, "try again, or name another place in FACTDIFF_MODELS_SOURCE"))
		}
		out = append(out, got)
	}
	return out, nil
}

// find returns the models for a pair.
func (c *catalog) find(p Pair) ([]Model, error) {
	var split *Model
	for _, pairs := range ways(p) {
		var found []Model
		for _, q := range pairs {
			for i, m := range c.models {
				if m.Pair == q && m.Split() {
					split = &c.models[i]
				} else if m.Pair == q {
					found = append(found, m)
				}
			}
		}
		if len(found) == len(pairs) {
			return found, nil
		}
	}
	if split != nil {
		return nil, fmt.Errorf("the model %s has a vocabulary for each of its languages, which the engine cannot load; use another translator for it", split.Pair)
	}
	return nil, fmt.Errorf("there is no model for it, nor two by way of %s; factdiff models list shows what there is", Pivot)
}

func (s *Store) pull(ctx context.Context, src source, c *catalog, m Model, progress func(Progress)) (Model, error) {
	scratch := filepath.Join(s.dir, ".partial")
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return Model{}, err
	}
	unlock, err := s.lock(ctx, m.Pair)
	if err != nil {
		return Model{}, err
	}
	defer unlock()
	if have, err := s.Lookup(m.Pair); err == nil && current(have, m) {
		return have, nil
	}

	left, _ := os.ReadDir(scratch)
	for _, e := range left { // of processes that were killed
		if folder, ok := strings.CutPrefix(e.Name(), m.Pair.String()+"."); ok && folderName().MatchString(folder) {
			os.RemoveAll(filepath.Join(scratch, e.Name()))
		}
	}
	folder := make([]byte, 8)
	rand.Read(folder)
	record := manifest{Format: manifestFormat, From: m.From, To: m.To, Architecture: m.Architecture, Status: m.Status,
		Source: s.Source(), Installed: time.Now().UTC().Truncate(time.Second), Folder: hex.EncodeToString(folder)}
	made := filepath.Join(scratch, m.Pair.String()+"."+record.Folder)
	if err := os.Mkdir(made, 0o755); err != nil {
		return Model{}, err
	}
	defer os.RemoveAll(made)
	var partials []string
	for _, f := range m.Files {
		where := sha256.Sum256([]byte(s.source + "\n" + f.location))
		partial := filepath.Join(scratch, fmt.Sprintf("%s.%s.%x", m.Pair, f.Kind, where[:8]))
		partials = append(partials, partial)
		r, err := src.fetch(ctx, c, f, partial, func(done, total int64) { progress(Progress{m.Pair, f.Kind, done, total}) })
		if err != nil {
			return Model{}, fmt.Errorf("%s: %w", f.Name, bare(err))
		}
		got, err := install(filepath.Join(made, f.Name), r, f)
		r.Close()
		if err != nil {
			if !errors.Is(err, syscall.ENOSPC) && ctx.Err() == nil {
				src.spoilt(partial)
			}
			return Model{}, fmt.Errorf("%s: %w", f.Name, bare(err))
		}
		record.Files = append(record.Files, got)
	}
	if err := s.commit(m.Pair, made, record); err != nil {
		return Model{}, err
	}
	for _, p := range partials {
		src.spoilt(p)
	}
	return record.model(), nil
}

// current tells whether an installed model is the one that the source has. One
// without a checksum there counts as another.
func current(have, offered Model) bool {
	for _, f := range offered.Files {
		h := have.File(f.Kind)
		if h == nil || f.Kind == Weights && f.SHA256 == "" || f.SHA256 != "" && f.SHA256 != h.SHA256 {
			return false
		}
	}
	return have.Architecture == offered.Architecture
}

// install unpacks what r holds into a file, and checks it.
func install(name string, r io.Reader, f File) (File, error) {
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return f, err
	}
	defer out.Close()
	limit := int64(maxFile)
	if f.Size > 0 {
		limit = f.Size
	}
	packed := sha256.New()
	n, sum, err := unpack(out, io.TeeReader(r, packed), limit)
	if err == nil {
		// A reader of gzip may leave bytes behind, and they belong to the checksum.
		_, err = io.Copy(packed, io.LimitReader(r, maxFile))
	}
	switch {
	case err != nil:
		return f, fmt.Errorf("unpacking it: %w", err)
	case n == 0:
		return f, errors.New("it is empty")
	case f.Size > 0 && n != f.Size:
		return f, fmt.Errorf("it has %d bytes, and the list says %d", n, f.Size)
	case f.SHA256 != "" && sum != f.SHA256, f.packed != "" && hex.EncodeToString(packed.Sum(nil)) != f.packed:
		return f, errors.New("its checksum is not that of the list")
	}
	f.Size, f.SHA256 = n, sum
	if err := out.Sync(); err != nil {
		return f, err
	}
	return f, out.Close()
}

// commit lets a complete folder of files take its place. The manifest makes it
// the model, and goes from the old one to the new one at once.
func (s *Store) commit(p Pair, made string, record manifest) error {
	b, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return err
	}
	dir := filepath.Join(s.dir, p.String())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.Rename(made, filepath.Join(dir, record.Folder)); err != nil {
		return err
	}
	temporary := filepath.Join(dir, "."+record.Folder)
	err = os.WriteFile(temporary, append(b, '\n'), 0o644)
	if err == nil {
		err = os.Rename(temporary, filepath.Join(dir, manifestName))
	}
	if err != nil {
		os.Remove(temporary)
		os.RemoveAll(filepath.Join(dir, record.Folder))
		return err
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries { // what older ones and killed processes left
		if e.Name() != record.Folder && e.Name() != manifestName {
			os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
	return nil
}

// lock keeps other processes away from a pair until unlock is called. One that
// is killed holds nothing.
func (s *Store) lock(ctx context.Context, p Pair) (unlock func(), err error) {
	type held struct {
		unlock func()
		err    error
	}
	got := make(chan held, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(filepath.Join(s.dir, ".partial", p.String()+".lock")).Lock()
		got <- held{unlock, err}
	}()
	select {
	case h := <-got:
		return h.unlock, h.err
	case <-ctx.Done():
		go func() {
			if h := <-got; h.err == nil {
				h.unlock()
			}
		}()
		return nil, ctx.Err()
	}
}
