package bergamot

import "github.com/tetratelabs/wazero/experimental"

// memory is that of one engine.
type memory interface {
	experimental.LinearMemory
	used() uint64
	// release gives it back, once nothing runs in it.
	release()
}

// sliced is memory as Go has it.
type sliced struct{ b []byte }

func (s *sliced) Reallocate(size uint64) []byte {
	if uint64(cap(s.b)) < size {
		b := make([]byte, size, size+size/4)
		copy(b, s.b)
		s.b = b
	}
	s.b = s.b[:size]
	return s.b
}

func (s *sliced) used() uint64 { return uint64(len(s.b)) }
func (s *sliced) Free()        {}
func (s *sliced) release()     { s.b = nil }
