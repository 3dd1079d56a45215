package bergamot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/KSpaceer/gobergamot"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"factdiff/align/translate/models"
)

// engine translates one piece of text at a time. It is used by one goroutine.
type engine interface {
	translate(piece string) (string, error)
	// worn tells that it should be replaced by a new one.
	worn() bool
	close()
}

// instance is Bergamot with a model, in a WebAssembly machine of its own.
type instance struct {
	translator *gobergamot.Translator
	memory     memory
	complaints *tail
}

// load starts an instance. Bergamot takes a third of a second for that, and
// five seconds where its code is not compiled yet.
func load(cache wazero.CompilationCache, model models.Model, files map[models.Kind][]byte) (i *instance, err error) {
	i = &instance{memory: &sliced{}, complaints: new(tail)}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the engine panicked: %v", r)
		}
		if err != nil {
			err = i.explain(err)
			i.memory.release()
			i = nil
		}
	}()
	if len(files[models.Shortlist]) == 0 {
		return i, errors.New("the model has no shortlist (lex), without which the engine cannot load it")
	}
	options := gobergamot.DefaultBergamotOptions()
	options["ssplit-mode"] = "sentence" // we know more abbreviations than it does
	if f := model.File(models.Weights); f != nil && strings.Contains(f.Name, ".alphas.") {
		options["gemm-precision"] = "int8shiftAlphaAll" // as in Firefox
	}
	config := gobergamot.Config{
		FilesBundle: gobergamot.FilesBundle{
			Model:            bytes.NewBuffer(files[models.Weights]),
			LexicalShortlist: bytes.NewBuffer(files[models.Shortlist]),
			Vocabulary:       bytes.NewBuffer(files[models.Vocabulary]),
		},
		BergamotOptions: options,
		WASMCache:       cache,
	}
	config.Stdout, config.Stderr = i.complaints, i.complaints
	// No context ends a call: the checks for it would slow down every loop, and
	// a sentence takes a tenth of a second.
	ctx := experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(
		func(least, most uint64) experimental.LinearMemory {
			i.memory = newMemory(least, most)
			return i.memory
		}))
	i.translator, err = gobergamot.New(ctx, config)
	return i, err
}

func (i *instance) translate(piece string) (out string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the engine panicked: %v", r)
		}
		if err != nil {
			err = i.explain(err)
		}
	}()
	return i.translator.Translate(context.Background(), gobergamot.TranslationRequest{Text: piece})
}

// explain says what went wrong in the engine's own words, if it had any.
func (i *instance) explain(err error) error {
	if said := i.complaints.last(); said != "" {
		return fmt.Errorf("the engine says: %s", said)
	}
	first, _, _ := strings.Cut(err.Error(), "\n") // the rest is a stack
	first = strings.TrimSuffix(first, " (recovered by wazero)")
	return errors.New(clip(first))
}

// most is the memory at which an instance is replaced: a little leaks from
// every call.
const most = 1 << 30

func (i *instance) worn() bool { return i.memory.used() > most }

func (i *instance) close() {
	defer i.memory.release()
	defer func() { recover() }() // one that failed may fail again
	i.translator.Close(context.Background())
}

// tail keeps the end of what the engine prints.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if most := 4 << 10; len(t.b) > most {
		t.b = append([]byte(nil), t.b[len(t.b)-most:]...)
	}
	return len(p), nil
}

var complaint = regexp.MustCompile(`(?m)\bError: (.*)$`)

// last is the error printed last, but not where in the source it arose.
func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range complaint.FindAllSubmatch(t.b, -1) {
		if text := string(m[1]); !strings.HasPrefix(text, "Aborted from") {
			return clip(text)
		}
	}
	return ""
}

func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// recompile forgets machine code that cannot be read, and keeps what takes its
// place in memory. What is on the disk is deleted, for the next run to make it
// anew.
func recompile(dir string) wazero.CompilationCache {
	damaged, _ := filepath.Glob(filepath.Join(folder(dir), "wazero-*", strings.Repeat("[0-9a-f]", 64)))
	for _, name := range damaged {
		os.Remove(name)
	}
	return wazero.NewCompilationCache()
}

// folder is where machine code is kept if the options say dir, "" for nowhere.
func folder(dir string) string {
	if dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "factdiff", "wasm")
}

// compiled is where machine code is kept between runs, in a folder of the
// user's that nobody else can write to, else in memory.
func compiled(dir string) wazero.CompilationCache {
	dir = folder(dir)
	if dir != "" && os.MkdirAll(dir, 0o700) == nil {
		info, err := os.Stat(dir)
		if err == nil && (runtime.GOOS == "windows" || info.Mode().Perm()&0o022 == 0) {
			if c, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
				return c
			}
		}
	}
	return wazero.NewCompilationCache()
}
