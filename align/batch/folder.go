package batch

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"factdiff/align/lang"
)

// folder is a source of files: a record for each folder in it, with the files in
// that as versions, and for each name that files share but for a language, as
// match.en.txt and match.de.txt do. Where a folder has two files or more that are
// named by language, its others are passed over.
type folder struct {
	records []*Record // without versions where they are to be listed yet
	dirs    map[*Record]string
	next    int
}

// texts are the endings of files that are read.
var texts = []string{".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"}

func openFolder(name string) (Source, error) {
	list, err := os.ReadDir(name)
	if err != nil {
		return nil, fmt.Errorf("reading the records: %w; check the spelling of the name", err)
	}
	f := &folder{dirs: map[*Record]string{}}
	byName := map[string]*Record{}
	for _, e := range list {
		path := filepath.Join(name, e.Name())
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			r := &Record{ID: e.Name()}
			f.records, f.dirs[r] = append(f.records, r), path
			continue
		}
		stem, code, ok := split(e.Name())
		if !ok || code == "" || stem == "" {
			continue
		}
		r := byName[stem]
		if r == nil {
			r = &Record{ID: stem}
			f.records, byName[stem] = append(f.records, r), r
		}
		r.Versions = append(r.Versions, Version{Lang: code, Path: path})
	}
	if len(f.records) == 0 {
		return nil, fmt.Errorf("reading the records: there are none in the folder %q; it needs folders of versions, or files that are named as match.en.txt and match.de.txt", name)
	}
	slices.SortStableFunc(f.records, func(a, b *Record) int { return strings.Compare(a.ID, b.ID) })
	return f, nil
}

// split takes the name of a text apart: match.en.txt has the stem match and the
// language en, en.txt only a language and match.txt only a stem.
func split(name string) (stem, code string, ok bool) {
	ending := filepath.Ext(name)
	if !slices.Contains(texts, strings.ToLower(ending)) {
		return "", "", false
	}
	stem = strings.TrimSuffix(name, ending)
	last := strings.LastIndexByte(stem, '.') + 1
	if tag := stem[last:]; lang.Code(tag) != "" {
		return stem[:max(0, last-1)], tag, true
	}
	return stem, "", true
}

func (f *folder) Next() (*Record, error) {
	if f.next == len(f.records) {
		return nil, io.EOF
	}
	r := f.records[f.next]
	f.next++
	if dir, ok := f.dirs[r]; ok {
		if err := r.list(dir); err != nil {
			r.Err = fmt.Errorf("reading its folder: %w", err)
			return r, nil
		}
	}
	r.check()
	return r, nil
}

// list takes the files of a folder as versions.
func (r *Record) list(dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var named, all []Version
	for _, e := range list {
		if _, code, ok := split(e.Name()); ok && !strings.HasPrefix(e.Name(), ".") {
			v := Version{Lang: code, Path: filepath.Join(dir, e.Name())}
			if all = append(all, v); code != "" {
				named = append(named, v)
			}
		}
	}
	if r.Versions = all; len(named) > 1 {
		r.Versions = named
	}
	return nil
}

func (f *folder) Position() (done, total int64) { return int64(f.next), int64(len(f.records)) }
func (f *folder) Close() error                  { return nil }
