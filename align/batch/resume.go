package batch

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// MismatchError is returned for an output that was not made from the records, or
// not with the options.
type MismatchError struct {
	Options bool  // it is the options, or the program, that differ
	Line    int64 // the first that does not fit; 0 where there are more lines than records
}

func (e *MismatchError) Error() string {
	switch {
	case e.Options:
		return "it was made with other options, or by another version of the program"
	case e.Line == 0:
		return "it has results of records that the input does not have"
	}
	return fmt.Sprintf("its line %d is not of record %d of the input", e.Line, e.Line)
}

// resume makes ready to go on behind the results that an output has from an
// earlier run with the same records and options. It returns a source of the
// records that are still to be worked on.
func (o *Output) resume(open func() (Source, error), options [4]byte, unordered bool, s *Stats) (source Source, err error) {
	defer func() {
		if err != nil && o.made {
			os.Remove(o.name)
		}
	}()
	if source, err = open(); err != nil || o.file == nil {
		return source, err
	}
	if unordered {
		source, err = o.resumeAny(source, open, options, s)
	} else {
		err = o.resumeFirst(source, options, s)
	}
	if err == nil {
		err = o.cut()
	}
	if err != nil {
		source.Close()
		return nil, fmt.Errorf("going on with %q: %w", o.name, err)
	}
	return source, nil
}

// resumeFirst takes the records off a source that the output has results of: they
// must be the first, in order.
func (o *Output) resumeFirst(source Source, options [4]byte, s *Stats) error {
	return o.results(func(f found) error {
		if f.key.options != options {
			return &MismatchError{Options: true}
		}
		r, err := source.Next()
		if errors.Is(err, io.EOF) {
			return &MismatchError{}
		}
		if err != nil {
			return err
		}
		if s.count(f.failed); r.digest() != f.key.record {
			return &MismatchError{Line: s.Records}
		}
		s.Found++
		return nil
	})
}

// resumeAny leaves out of a source the records that the output has results of, in
// whatever order. It reads the source twice: nothing may be written before it is
// known that all results have their records in it.
func (o *Output) resumeAny(source Source, open func() (Source, error), options [4]byte, s *Stats) (Source, error) {
	bag := map[[8]byte]tally{}
	left := 0
	err := o.results(func(f found) error {
		if f.key.options != options {
			return &MismatchError{Options: true}
		}
		t := bag[f.key.record]
		t.results++
		bag[f.key.record] = t
		left++
		s.count(f.failed)
		s.Found++
		return nil
	})
	if err != nil || left == 0 {
		return source, err
	}
	for left > 0 {
		r, err := source.Next()
		if errors.Is(err, io.EOF) {
			return source, &MismatchError{}
		}
		if err != nil {
			return source, err
		}
		d := r.digest()
		if t := bag[d]; t.records < t.results {
			t.records++
			bag[d] = t
			left--
		}
	}
	if err := source.Close(); err != nil {
		return source, err
	}
	again, err := open()
	if err != nil {
		return source, err
	}
	return &rest{again, bag}, nil
}

// tally counts what there is of a record that may be there several times.
type tally struct{ results, records uint32 }

// rest is a source without the records that a bag has.
type rest struct {
	Source
	bag map[[8]byte]tally
}

func (s *rest) Next() (*Record, error) {
	for {
		r, err := s.Source.Next()
		if err != nil {
			return nil, err
		}
		d := r.digest()
		t := s.bag[d]
		if t.results == 0 {
			return r, nil
		}
		if t.results--; t.results == 0 {
			delete(s.bag, d)
		} else {
			s.bag[d] = t
		}
	}
}
