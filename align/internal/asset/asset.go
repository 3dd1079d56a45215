// Package asset reads and writes the container of a model's weights: named
// sections after one another, each starting at a multiple of 16 bytes.
//
// The container is made to be embedded in the binary and read in place, so a
// section is a substring of the file and opening one costs nothing.
package asset

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// A file is: magic, uint32 number of sections, then for each a length-prefixed
// name and uint64 offset and size; the sections follow. All little-endian.
const magic = "factdiff model 1"

const alignment = 16

// File is an opened container. The zero File has no sections.
type File struct{ sections map[string]string }

// Open reads the directory of a container. The sections stay where they are.
func Open(data string) (File, error) {
	fail := func() (File, error) {
		return File{}, fmt.Errorf("opening model asset: not a factdiff model, or cut short; build it again with align/internal/mkasset")
	}
	if len(data) < len(magic)+4 || data[:len(magic)] != magic {
		return fail()
	}
	count := Uint32(data, len(magic))
	pos := len(magic) + 4
	f := File{sections: map[string]string{}}
	for range count {
		if pos >= len(data) {
			return fail()
		}
		end := pos + 1 + int(data[pos])
		if end+16 > len(data) {
			return fail()
		}
		name := data[pos+1 : end]
		offset, size := Uint64(data, end), Uint64(data, end+8)
		if offset > uint64(len(data)) || size > uint64(len(data))-offset {
			return fail()
		}
		f.sections[name] = data[offset : offset+size]
		pos = end + 16
	}
	return f, nil
}

// Section returns a section's bytes, "" when there is none of that name.
func (f File) Section(name string) string { return f.sections[name] }

// Section is what Write stores under a name of at most 255 bytes.
type Section struct {
	Name string
	Data []byte
}

// Write stores sections in the order given; the same sections give the same bytes.
func Write(w io.Writer, sections []Section) error {
	head := append([]byte(magic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(head[len(magic):], uint32(len(sections)))
	size := len(head)
	for _, s := range sections {
		size += 1 + len(s.Name) + 16
	}
	offset := roundUp(size)
	for _, s := range sections {
		head = append(head, byte(len(s.Name)))
		head = append(head, s.Name...)
		head = binary.LittleEndian.AppendUint64(head, uint64(offset))
		head = binary.LittleEndian.AppendUint64(head, uint64(len(s.Data)))
		offset = roundUp(offset + len(s.Data))
	}
	for _, part := range append([]Section{{Data: head}}, sections...) {
		pad := roundUp(len(part.Data)) - len(part.Data)
		if _, err := w.Write(append(part.Data[:len(part.Data):len(part.Data)], make([]byte, pad)...)); err != nil {
			return fmt.Errorf("writing model asset: %w", err)
		}
	}
	return nil
}

func roundUp(n int) int { return (n + alignment - 1) / alignment * alignment }

// Uint32 reads four bytes at offset i.
func Uint32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// Uint64 reads eight bytes at offset i.
func Uint64(s string, i int) uint64 {
	_ = s[i+7]
	return uint64(Uint32(s, i)) | uint64(Uint32(s, i+4))<<32
}

// Float32 reads the float32 at offset i.
func Float32(s string, i int) float32 { return math.Float32frombits(Uint32(s, i)) }

// Float32s copies a section of float32 values.
func Float32s(s string) []float32 {
	out := make([]float32, len(s)/4)
	for i := range out {
		out[i] = Float32(s, 4*i)
	}
	return out
}
