package models

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/zstd"
)

const (
	maxFile = 512 << 20 // bytes of an unpacked file; the largest known one has 60 MB
	maxList = 64 << 20  // bytes of an unpacked list
)

// unpacked reads what r holds, through gzip or Zstandard if it begins so. Names
// and headers do not tell: servers unpack on the way as they please. A stream
// that ends before its end is an error, and so is one that needs a window of
// more than 128 MB.
func unpacked(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	magic, err := b.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return gzip.NewReader(b)
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	}
	return io.NopCloser(b), nil
}

// unpack copies what r holds, unpacked, and returns its size and checksum. It
// stops at the first byte beyond limit.
func unpack(w io.Writer, r io.Reader, limit int64) (n int64, sum string, err error) {
	u, err := unpacked(r)
	if err != nil {
		return 0, "", err
	}
	defer u.Close()
	h := sha256.New()
	n, err = io.Copy(io.MultiWriter(w, h), io.LimitReader(u, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func unpackAll(b []byte, limit int64) ([]byte, error) {
	var out bytes.Buffer
	_, _, err := unpack(&out, bytes.NewReader(b), limit)
	return out.Bytes(), err
}

// readLimited reads a file of at most limit bytes.
func readLimited(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out bytes.Buffer
	if info, err := f.Stat(); err == nil && info.Size() <= limit {
		out.Grow(int(info.Size()) + bytes.MinRead)
	}
	n, err := io.Copy(&out, io.LimitReader(f, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return out.Bytes(), err
}

// bare takes off an error the name of a file that its message has already.
func bare(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
