// Package batch takes records of articles through the engine, records in and
// records out: a comparison for each with [Comparison], a vector with
// [Embedding].
//
// [Open] reads records from JSON Lines, CSV, Parquet or a folder, [Run] works on
// them side by side, and an [Output] takes the results. Memory does not grow with
// the input. What is wrong with a record becomes a result that says so, and never
// stops the others.
//
// A run into a file that was interrupted in any way is taken up by the same run
// again: each result has a key made of its record and of the options, and what is
// in the file must be what the input begins with. Nothing is kept beside the file.
package batch

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// What a record may have at most. One that has more gives an error in its place.
const (
	// MaxRecordBytes is how long a record may be: a line of JSON Lines, a row of
	// CSV, or the values of a row of Parquet.
	MaxRecordBytes = 8 << 20
	// MaxID is how long an ID may be, in bytes.
	MaxID = 1024
	// MaxVersions is how many versions a record may have. They are compared two
	// by two.
	MaxVersions = 16
	// MaxSentences is how many sentences the versions of a record may have
	// together: half a minute's work for a processor, and more than articles have.
	MaxSentences = 5000
)

// Record is a piece of work.
type Record struct {
	ID       string
	Versions []Version

	// Err tells why this is no record that can be worked on.
	Err error

	raw []byte // what was there instead of a record; only for the key
}

// Version is where a text comes from: one of Text, Path and URL.
type Version struct {
	Lang string `json:"lang,omitempty"` // BCP 47; "" is to be detected
	Text string `json:"text,omitempty"` // plain, or a page that begins as HTML
	Path string `json:"path,omitempty"` // of a file, seen from the current folder
	URL  string `json:"url,omitempty"`
	Date string `json:"date,omitempty"` // when it appeared, as 2026-03-09; a comparison does not ask
}

// hintedError is an error with what to do about it.
type hintedError struct{ message, hint string }

func (e *hintedError) Error() string { return e.message }

// parse reads a record from JSON: {"id", "versions": […]}, or for a single
// version {"id", "lang", "text"}. An ID may be a number. Other members are passed
// over.
func parse(line []byte) *Record {
	var wire struct {
		ID       json.RawMessage `json:"id"`
		Versions []Version       `json:"versions"`
		Version
	}
	err := json.Unmarshal(line, &wire)
	r := &Record{Versions: wire.Versions}
	if v := wire.Version; len(r.Versions) == 0 && v.Lang+v.Text+v.Path+v.URL != "" {
		r.Versions = append(r.Versions, v)
	}
	if json.Unmarshal(wire.ID, &r.ID) != nil {
		if id := bytes.TrimSpace(wire.ID); len(id) > 0 && (id[0] == '-' || id[0] >= '0' && id[0] <= '9') {
			r.ID = string(id)
		}
	}
	if err != nil {
		return broken(r.ID, line, fmt.Errorf("this is no record: %w", bareJSON(err)))
	}
	r.check()
	return r
}

// bareJSON takes the names of Go off an error.
func bareJSON(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if t.Field == "" {
			return fmt.Errorf("it is a JSON %s and no object", t.Value)
		}
		return fmt.Errorf("its member %q is a %s", t.Field, t.Value)
	}
	return err
}

// broken is what stands for a record that cannot be read. Its ID may be unknown;
// raw is copied.
func broken(id string, raw []byte, err error) *Record {
	const shown = 40
	begins := raw[:min(len(raw), shown)]
	for len(begins) > 0 && len(begins) < len(raw) && !utf8.RuneStart(raw[len(begins)]) {
		begins = begins[:len(begins)-1]
	}
	r := &Record{ID: id, raw: bytes.Clone(raw), Err: &hintedError{err.Error(), fmt.Sprintf("look for what begins with %q", begins)}}
	if len(id) > MaxID {
		r.ID = ""
	}
	return r
}

// check finds what is wrong with a record as such.
func (r *Record) check() {
	if len(r.ID) > MaxID {
		r.ID = ""
		r.Err = &hintedError{fmt.Sprintf("its ID is longer than %d bytes", MaxID), "give it a shorter one"}
	} else if r.ID == "" {
		r.Err = &hintedError{"it has no ID", `give each record an "id", by which its result is known`}
	} else if len(r.Versions) > MaxVersions {
		r.Err = &hintedError{fmt.Sprintf("it has %d versions, and at most %d can be compared", len(r.Versions), MaxVersions), "make several records of it"}
	}
}

// digest is a checksum of all that a result depends on besides the options. It
// does not depend on the form in which the record was read.
func (r *Record) digest() [8]byte {
	h := sha256.New()
	var length [8]byte
	add := func(s string) {
		binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
		h.Write(length[:])
		h.Write([]byte(s))
	}
	add(r.ID)
	for _, v := range r.Versions {
		add(v.Lang)
		add(v.Text)
		add(v.Path)
		add(v.URL)
	}
	h.Write(r.raw)
	return [8]byte(h.Sum(nil))
}

// key names a record and the options that its result is made with.
type key struct {
	options [4]byte
	record  [8]byte
}

// optionsOf is a checksum of options.
func optionsOf(text string) [4]byte {
	sum := sha256.Sum256([]byte(text))
	return [4]byte(sum[:])
}

func (k key) String() string {
	return hex.EncodeToString(k.options[:]) + "-" + hex.EncodeToString(k.record[:])
}
