package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"factdiff/align/internal/asset"
)

var inTree = map[string]string{"use": "../../embed/use", "e5": "../../embed/e5", "cross": "../../cross", "lang": "../../lang"}

// TestModelNotes holds the notes beside each asset against the asset: its size
// and sum, its sections, the package it is made from.
func TestModelNotes(t *testing.T) {
	for name, r := range recipes {
		folder, ok := inTree[name]
		if !ok {
			t.Errorf("%s: no folder", name)
			continue
		}
		notes, err := os.ReadFile(filepath.Join(folder, "model.md"))
		if err != nil {
			t.Error(err)
			continue
		}
		model, err := os.ReadFile(filepath.Join(folder, "model.bin"))
		if err != nil {
			t.Error(err)
			continue
		}
		sum := sha256.Sum256(model)
		wanted := map[string]string{
			"the SHA-256 of model.bin": "`" + hex.EncodeToString(sum[:]) + "`",
			"the size of model.bin":    "| " + thousands(len(model)) + " bytes |",
			"how to make it again":     "go run ./align/internal/mkasset " + name + " DIR/",
			"the licence":              "\n```text\n",
		}
		if r.sum != "" {
			wanted["the SHA-256 of the package"] = "`" + r.sum + "`"
		}
		for what, want := range wanted {
			if !strings.Contains(string(notes), want) {
				t.Errorf("%s/model.md lacks %s: %q", folder, what, want)
			}
		}
		if _, err := asset.Open(string(model)); err != nil {
			t.Errorf("%s: %v", folder, err)
		}
		if r.sum == "" {
			continue // it comes from no package
		}
		// The usage in main.go names the same packages.
		source, err := os.ReadFile("main.go")
		if err != nil {
			t.Fatal(err)
		}
		wheel := regexp.MustCompile("`([a-z0-9_]+-[0-9.]+-py3-none-[a-z0-9_.]+\\.whl)`").FindSubmatch(notes)
		if wheel == nil || !bytes.Contains(source, wheel[1]) {
			t.Errorf("%s/model.md and the usage name different packages: %q", folder, wheel)
		}
	}
}

// thousands writes a number with a comma before every three digits.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func TestRunRefuses(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "other.whl")
	if err := os.WriteFile(other, []byte("PK"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "model.bin")
	for _, c := range []struct{ reason, name, wheel, want string }{
		{"unknown asset", "uze", other, `no asset is called "uze"`},
		{"missing package", "use", filepath.Join(folder, "absent.whl"), "reading the package"},
		{"another package", "use", other, "has SHA-256"},
	} {
		if err := run(c.name, c.wheel, out); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.reason, err, c.want)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a failed run left a file")
	}
}

// npz makes a NumPy archive of arrays given as header and data.
func npz(t *testing.T, arrays map[string][2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, a := range arrays {
		w, err := z.Create(name + ".npy")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "\x93NUMPY\x01\x00%c%c%s%s", len(a[0]), 0, a[0], a[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadNPZ(t *testing.T) {
	arrays, err := readNPZ(npz(t, map[string][2]string{
		"half":  {"{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }\n", "\x00\x3c\x00\xc0\x00\x00"},
		"full":  {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n", "\x00\x00\x80\x3f\x00\x00\x00\xc0"},
		"bytes": {"{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }\n", "\x07\x09"},
		"other": {"{'descr': '<i8', 'fortran_order': False, 'shape': (), }\n", "12345678"},
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(arrays["half"].floats, arrays["full"].floats, arrays["full"].shape, arrays["bytes"].bytes, len(arrays)); got != "[1 -2 0] [1 -2] [1 2] [7 9] 3" {
		t.Errorf("got %s", got)
	}
	for reason, a := range map[string][2]string{
		"data cut short": {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", "\x00\x00\x80\x3f"},
		"columns first":  {"{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }\n", "\x00\x00\x80\x3f"},
		"shape":          {"{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }\n", ""},
	} {
		if _, err := readNPZ(npz(t, map[string][2]string{"a": a})); err == nil {
			t.Errorf("%s: no error", reason)
		}
	}
	if _, err := readNPZ([]byte("no archive")); err == nil {
		t.Error("no archive: no error")
	}
}

func TestPalettize(t *testing.T) {
	index, palette, err := palettize([]float32{2, -1, 2, 0})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(index, palette); got != "[2 0 2 1] [-1 0 2]" {
		t.Errorf("got %s", got)
	}
	many := make([]float32, 257)
	for i := range many {
		many[i] = float32(i)
	}
	if _, _, err := palettize(many); err == nil {
		t.Error("257 weights fit in a byte")
	}
}
