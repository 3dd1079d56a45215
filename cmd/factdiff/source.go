package main

import (
	"context"

	"factdiff/align/fetch"
	"factdiff/align/read"
)

// source reads one version: a file, standard input or an address.
func (c *command) source(ctx context.Context, name string) (*read.Document, error) {
	switch {
	case name == "-":
		return read.Reader(c.stdin, name)
	case fetch.IsAddress(name):
		return c.fetcher.Get(ctx, name)
	}
	return read.File(name)
}
