package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"

	"factdiff/align"
	"factdiff/align/batch"
	"factdiff/align/lang"
)

// hintedError is an error with advice for the user of the command.
type hintedError struct {
	error
	hint string
}

func hinted(err error, hint string) error { return &hintedError{err, hint} }

func (e *hintedError) Unwrap() error { return e.error }

// complain tells what went wrong and what to do about it.
func complain(w io.Writer, err error) {
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; nothing was written")
	}
	fmt.Fprintf(w, "factdiff: error: %v\n", err)
	if hint := advice(err); hint != "" {
		fmt.Fprintf(w, "factdiff: hint: %s\n", hint)
	}
}

// advice is what the user can do about an error, "" where it says so itself.
func advice(err error) string {
	var hint *hintedError
	var language *align.LanguageError
	var damaged *batch.DamagedError
	var mismatch *batch.MismatchError
	switch {
	case errors.As(err, &hint):
		return hint.hint
	case feedHint(err) != "":
		return feedHint(err)
	case errors.As(err, &language) && language.Lang == "":
		return "name the languages of the versions, as in --lang en,de"
	case errors.As(err, &language):
		var known []string
		for _, code := range language.Known {
			known = append(known, lang.Name(code))
		}
		slices.Sort(known)
		return "if the language was mistaken, name it, as in --lang en,de; else translate this version first into one the model knows: " + strings.Join(known, ", ")
	case errors.As(err, &damaged) && damaged.Line > 1:
		return fmt.Sprintf("keep what is before it, as head -n %d does, name another file with -o, or remove it to begin anew", damaged.Line-1)
	case damaged != nil, errors.As(err, &mismatch):
		return "name another file with -o, or remove this one to begin anew"
	case errors.Is(err, syscall.ENOSPC):
		return "there is no space left: free some or write elsewhere"
	}
	return ""
}
