//go:build linux || darwin || freebsd

package bergamot

import "golang.org/x/sys/unix"

// mapped is the memory of an engine as addresses that are set aside at once and
// used as it grows. A slice would be copied again and again and leave garbage
// of a gigabyte.
type mapped struct {
	addresses []byte
	size      uint64
}

func newMemory(_, most uint64) memory {
	b, err := unix.Mmap(-1, 0, int(most), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return &sliced{}
	}
	return &mapped{addresses: b}
}

func (m *mapped) Reallocate(size uint64) []byte {
	if size > uint64(len(m.addresses)) || unix.Mprotect(m.addresses[:size], unix.PROT_READ|unix.PROT_WRITE) != nil {
		return nil
	}
	m.size = max(m.size, size)
	return m.addresses[:size]
}

func (m *mapped) used() uint64 { return m.size }

// Free does nothing: an engine that gives up frees its memory while its code is
// still running.
func (m *mapped) Free() {}

func (m *mapped) release() {
	unix.Munmap(m.addresses)
	m.addresses = nil
}
