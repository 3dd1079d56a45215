package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// array is one array of a NumPy archive, in row-major order. Floats are given
// for the types of 16 and 32 bits.
type array struct {
	shape  []int
	bytes  []byte // as stored
	floats []float32
}

func (a array) len() int {
	n := 1
	for _, d := range a.shape {
		n *= d
	}
	return n
}

var npyHeader = regexp.MustCompile(`'descr': '([^']+)', 'fortran_order': False, 'shape': \(([^)]*)\)`)

// itemSize is the width of the types that readNPZ knows.
var itemSize = map[string]int{"|u1": 1, "<u2": 2, "<u4": 4, "<i4": 4, "<f2": 2, "<f4": 4, "<U3": 12}

// readNPZ reads the arrays of a NumPy archive; those of other types are left
// out.
func readNPZ(raw []byte) (map[string]array, error) {
	files, err := unzip(raw)
	if err != nil {
		return nil, err
	}
	return readArrays(files)
}

// readArrays reads the files of a NumPy archive.
func readArrays(files map[string][]byte) (map[string]array, error) {
	arrays := map[string]array{}
	for name, b := range files {
		if len(b) < 10 || !bytes.HasPrefix(b, []byte("\x93NUMPY\x01")) {
			return nil, fmt.Errorf("%s: not an array of format version 1", name)
		}
		head := 10 + int(binary.LittleEndian.Uint16(b[8:]))
		if head > len(b) {
			return nil, fmt.Errorf("%s: cut short", name)
		}
		m := npyHeader.FindSubmatch(b[:head])
		if m == nil {
			return nil, fmt.Errorf("%s: unexpected header %q", name, b[10:head])
		}
		var a array
		for _, d := range strings.Split(string(m[2]), ",") {
			if d = strings.TrimSpace(d); d != "" {
				n, err := strconv.Atoi(d)
				if err != nil {
					return nil, fmt.Errorf("%s: shape: %w", name, err)
				}
				a.shape = append(a.shape, n)
			}
		}
		a.bytes = b[head:]
		kind := string(m[1])
		size, ok := itemSize[kind]
		if !ok {
			continue
		}
		if len(a.bytes) != size*a.len() {
			return nil, fmt.Errorf("%s: %d bytes for shape %v", name, len(a.bytes), a.shape)
		}
		switch kind {
		case "<f2":
			for i := 0; i < len(a.bytes); i += 2 {
				a.floats = append(a.floats, float16(binary.LittleEndian.Uint16(a.bytes[i:])))
			}
		case "<f4":
			for i := 0; i < len(a.bytes); i += 4 {
				a.floats = append(a.floats, math.Float32frombits(binary.LittleEndian.Uint32(a.bytes[i:])))
			}
		}
		arrays[strings.TrimSuffix(name, ".npy")] = a
	}
	return arrays, nil
}

// float16 widens a half-precision number; infinities and subnormal numbers do
// not occur in weights and are not handled.
func float16(h uint16) float32 {
	if h&0x7fff == 0 {
		return 0
	}
	sign, exponent, fraction := uint32(h>>15), uint32(h>>10&31), uint32(h&1023)
	return math.Float32frombits(sign<<31 | (exponent+127-15)<<23 | fraction<<13)
}
