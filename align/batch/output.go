package batch

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"time"
)

// Output is where results go, each by one write, so that none waits in memory
// and an interrupted run leaves at most one that is half written.
type Output struct {
	w    io.Writer
	file file  // w, where it is a file that can be gone on with
	size int64 // of what is in the file and whole
	name string

	made   bool // by this run
	synced time.Time
}

// file is the part of an os.File that an output needs.
type file interface {
	io.ReadWriteSeeker
	io.Closer
	Truncate(size int64) error
	Sync() error
}

// syncEvery is how often what was written is brought to the disk: what a power
// failure can cost at most.
const syncEvery = 10 * time.Second

// To returns an output into a stream, which always begins anew.
func To(w io.Writer) *Output { return &Output{w: w} }

// Create opens a file of results, or makes it. A file that has some already is
// gone on with. Another run into the same file at the same time is refused, where
// the system can tell.
func Create(name string) (*Output, error) {
	flags := os.O_RDWR | os.O_CREATE
	info, missing := os.Stat(name)
	special := missing == nil && !info.Mode().IsRegular()
	if special {
		flags = os.O_WRONLY // a device or a pipe has nothing to go on with
	}
	f, err := os.OpenFile(name, flags, 0o666)
	if err != nil {
		return nil, fmt.Errorf("writing the results: %w; check that the folder exists and may be written to", err)
	}
	if special {
		return &Output{w: f, name: name}, nil
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("writing the results: another run seems to be writing to %q: %w; wait for it, or name another file", name, err)
	}
	return &Output{w: f, file: f, name: name, made: errors.Is(missing, fs.ErrNotExist), synced: time.Now()}, nil
}

// Close closes the file of an output.
func (o *Output) Close() error {
	if c, ok := o.w.(io.Closer); ok && o.name != "" {
		return c.Close()
	}
	return nil
}

// write writes a result. Of one that cannot be written nothing stays in the file.
func (o *Output) write(line []byte) error {
	n, err := o.w.Write(line)
	if err == nil {
		o.size += int64(n)
		if o.file == nil || time.Since(o.synced) < syncEvery {
			return nil
		}
		o.synced = time.Now()
		return o.sync()
	}
	if o.file != nil {
		o.file.Truncate(o.size) // where this fails too, the next run does it
	}
	return fmt.Errorf("writing the results: %w", err)
}

func (o *Output) sync() error {
	if o.file == nil {
		return nil
	}
	if err := o.file.Sync(); err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	return nil
}

// found is a result that an output has from an earlier run.
type found struct {
	key    key
	failed bool
}

// head is how a result begins. Nothing else of it is looked at, so that a long
// output is read fast.
var head = regexp.MustCompile(`^\{"id":(?:null|"(?:[^"\\]|\\.)*"),"key":"([0-9a-f]{8})-([0-9a-f]{16})","([a-z]+)":`)

// headBytes is more than a head can have: an ID's bytes may take six each.
const headBytes = 6*MaxID + 256

// DamagedError is returned for an output with something in it that no run writes,
// or leaves when it is interrupted.
type DamagedError struct{ Line int64 }

func (e *DamagedError) Error() string {
	return fmt.Sprintf("its line %d is no result of such a run", e.Line)
}

// results yields the whole results that a file has. What is behind the last must
// be nothing or the beginning of one, perhaps with the zeros behind it that a power
// failure can leave.
func (o *Output) results(yield func(found) error) error {
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	o.size = 0
	in := newLines(o.file)
	for number := int64(1); ; number++ {
		l, err := in.next(headBytes)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		m := head.FindSubmatch(l.text)
		if !l.ended && (m != nil || startsHead(l.text) || number > 1 && startsHead(bytes.TrimRight(l.text, "\x00"))) {
			return nil
		}
		if m == nil || !l.ended || l.last != '}' || l.zero {
			return &DamagedError{number}
		}
		var f found
		hex.Decode(f.key.options[:], m[1]) // whose form the expression has checked
		hex.Decode(f.key.record[:], m[2])
		f.failed = string(m[3]) == "error"
		if err := yield(f); err != nil {
			return err
		}
		o.size += l.size
	}
}

// cut takes off what is behind the last whole result, and makes ready to write
// there.
func (o *Output) cut() error {
	if err := o.file.Truncate(o.size); err != nil {
		return err
	}
	_, err := o.file.Seek(o.size, io.SeekStart)
	return err
}

// startsHead tells whether a text may be the beginning of a result.
func startsHead(text []byte) bool {
	if len(text) > headBytes {
		return false
	}
	if whole := headID.Find(text); whole != nil {
		return hasPrefix(text[len(whole):], `,"key":"`)
	}
	const opening = `{"id":"`
	return hasPrefix(text, `{"id":null`) || hasPrefix(text, opening) && openString.Match(text[min(len(text), len(opening)):])
}

var (
	headID     = regexp.MustCompile(`^\{"id":(?:null|"(?:[^"\\]|\\.)*")`)
	openString = regexp.MustCompile(`^(?:[^"\\]|\\.)*\\?$`) // behind its first mark
)

// hasPrefix tells whether one of two texts begins with the other.
func hasPrefix(text []byte, prefix string) bool {
	n := min(len(text), len(prefix))
	return string(text[:n]) == prefix[:n]
}
