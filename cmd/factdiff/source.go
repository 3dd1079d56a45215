package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"factdiff/align/fetch"
	"factdiff/align/read"
	"factdiff/align/wiki"
)

// sources read the versions that a command names.
type sources struct {
	command *command
	fetcher *fetch.Fetcher
	wiki    *wiki.Client
	first   *wiki.Page // the first article of Wikipedia, whose languages others may name
}

func (c *command) sources() *sources {
	return &sources{command: c, fetcher: fetch.New(fetch.Options{Private: c.allowPrivate})}
}

func (s *sources) close() { s.fetcher.Close() }

// read reads one version: a file, standard input, an address, an article of
// Wikipedia or, behind one, the language of another.
func (s *sources) read(ctx context.Context, name string) (*read.Document, error) {
	switch {
	case name == "-":
		return read.Reader(ctx, s.command.stdin, name)
	case fetch.IsAddress(name):
		return s.fetcher.Get(ctx, name)
	case wiki.IsRef(name):
		ref, err := wiki.ParseRef(name)
		if err != nil {
			return nil, err
		}
		return s.article(ctx, ref)
	case s.first != nil && wiki.IsLanguage(name) && !isThere(name):
		ref, err := s.first.In(name)
		if err != nil {
			return nil, err
		}
		return s.article(ctx, ref)
	}
	return read.File(ctx, name)
}

// isFile tells whether what a walk meets is a file, or a link to one.
func isFile(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// isThere tells whether there is a file of that name.
func isThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// article reads an article of Wikipedia.
func (s *sources) article(ctx context.Context, ref wiki.Ref) (*read.Document, error) {
	if s.wiki == nil {
		var err error
		if s.wiki, err = wiki.New(os.Getenv("FACTDIFF_WIKI")); err != nil {
			return nil, fmt.Errorf("FACTDIFF_WIKI: %w", err)
		}
	}
	page, err := s.wiki.Find(ctx, ref)
	if err != nil {
		return nil, err
	}
	if s.first == nil {
		s.first = page
	}
	return s.wiki.Read(ctx, page)
}

// feedHint lists the entries of a feed, "" where the error is no feed's.
func feedHint(err error) string {
	var feed *read.FeedError
	if !errors.As(err, &feed) {
		return ""
	}
	const most = 20
	hint := "it has"
	for i, title := range feed.Entries[:min(len(feed.Entries), most)] {
		hint += fmt.Sprintf("\n  #%d  %s", i+1, title)
	}
	if more := len(feed.Entries) - most; more > 0 {
		hint += fmt.Sprintf("\n  and %d more", more)
	}
	return hint
}
