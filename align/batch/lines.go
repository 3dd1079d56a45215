package batch

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lines reads lines of any length, of which it keeps a beginning.
type lines struct {
	r    *bufio.Reader
	kept []byte
	read int64 // bytes of all lines
}

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReaderSize(r, 64<<10)} }

// line is one line, its end taken off.
type line struct {
	text  []byte // at most as long as was asked for, and one byte more where the line is longer; valid until the next
	size  int64  // how long it is, its end included
	ended bool   // by a line feed
	last  byte   // before the line feed
	zero  bool   // it has a zero byte
}

// next reads a line and keeps up to max bytes of it. At the end it returns io.EOF.
func (l *lines) next(limit int) (out line, err error) {
	l.kept = l.kept[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		out.size += int64(len(part))
		l.read += int64(len(part))
		if n := len(part); n > 0 && part[n-1] == '\n' {
			part, out.ended = part[:n-1], true
		}
		out.zero = out.zero || bytes.IndexByte(part, 0) >= 0
		if len(part) > 0 {
			out.last = part[len(part)-1]
		}
		l.kept = append(l.kept, part[:min(len(part), limit+1-len(l.kept))]...)
		out.text = l.kept
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && out.size > 0:
			return out, nil
		case err != nil:
			return out, err
		}
		return out, nil
	}
}
