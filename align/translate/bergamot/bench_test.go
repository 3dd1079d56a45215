//go:build unix

package bergamot

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/KSpaceer/gobergamot"

	"factdiff/align/segment"
)

// article is the first n English sentences of the test articles.
func article(b *testing.B, n int) []string {
	b.Helper()
	files, err := filepath.Glob("../../../testdata/articles/*/en.txt")
	if err != nil {
		b.Fatal(err)
	}
	var out []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		for _, block := range strings.Split(string(text), "\n\n") {
			for _, s := range segment.Sentences(block, "en") {
				out = append(out, block[s.Start:s.End])
			}
		}
	}
	if len(out) < n {
		b.Fatalf("only %d sentences", len(out))
	}
	return out[:n]
}

// cpu is the processor time used so far, which a busy machine changes less than
// the clock's.
func cpu() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// A hundred sentences, by the package and by the engine alone: one instance
// that is given all of them at once.
func BenchmarkTranslate(b *testing.B) {
	texts := article(b, 100)
	s := openStore(b)
	begin := 0.0
	rate := func(b *testing.B) {
		b.ReportMetric(float64(len(texts)*b.N)/b.Elapsed().Seconds(), "sentences/s")
		b.ReportMetric(float64(len(texts)*b.N)/(cpu()-begin), "sentences/cpu-s")
	}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("factdiff-%d-workers", workers), func(b *testing.B) {
			e := open(b, s, workers)
			if _, err := e.Translate(b.Context(), "en", "ru", sentences(textsEach*workers)); err != nil {
				b.Fatal(err)
			}
			begin = cpu()
			for b.Loop() {
				if _, err := e.Translate(b.Context(), "en", "ru", texts); err != nil {
					b.Fatal(err)
				}
			}
			rate(b)
		})
	}
	b.Run("gobergamot", func(b *testing.B) {
		dir, err := realModel()
		if err != nil {
			b.Fatal(err)
		}
		read := func(name string) *bytes.Buffer {
			file, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				b.Fatal(err)
			}
			return bytes.NewBuffer(file)
		}
		config := gobergamot.Config{WASMCache: compiled(machineCode), FilesBundle: gobergamot.FilesBundle{
			Model: read("model.enru.intgemm.alphas.bin"), LexicalShortlist: read("lex.50.50.enru.s2t.bin"), Vocabulary: read("vocab.enru.spm")}}
		config.Stdout, config.Stderr = io.Discard, io.Discard
		translator, err := gobergamot.New(b.Context(), config)
		if err != nil {
			b.Fatal(err)
		}
		var requests []gobergamot.TranslationRequest
		for _, text := range texts {
			requests = append(requests, gobergamot.TranslationRequest{Text: text})
		}
		begin = cpu()
		for b.Loop() {
			if _, err := translator.TranslateMultiple(b.Context(), requests...); err != nil {
				b.Fatal(err)
			}
		}
		rate(b)
	})
}

// Start is what the first sentence waits for when the machine code is there.
func BenchmarkStart(b *testing.B) {
	s := openStore(b)
	for b.Loop() {
		e := New(s, Options{Workers: 1, Compiled: machineCode})
		if _, err := e.Translate(b.Context(), "en", "ru", []string{"It rains."}); err != nil {
			b.Fatal(err)
		}
		e.Close()
	}
}
