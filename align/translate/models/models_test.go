package models

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

var deen = Pair{"de", "en"}

func store(t *testing.T, source string) *Store {
	t.Helper()
	s, err := Open(Options{Dir: filepath.Join(t.TempDir(), "models"), Source: source, Stall: 10 * time.Second, Pause: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// whole wants a model to be there with all of its bytes, and nothing beside.
func whole(t *testing.T, s *Store, p Pair, seed string) {
	t.Helper()
	m, files, err := s.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(files[Weights], content(seed, weightsBytes)) || len(files[Shortlist]) != 50_000 || len(files[Vocabulary]) != 20_000 {
		t.Error("the bytes are not those of the source")
	}
	if m.Name() != strings.Join(strings.Fields(p.String()+" "+m.Architecture+" "+sum(files[Weights])[:8]), " ") {
		t.Errorf("its name is %q", m.Name())
	}
	left, err := os.ReadDir(filepath.Join(s.dir, ".partial"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if !strings.HasSuffix(e.Name(), ".lock") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

const deenSeed = "models/de-en/base-memory_Release/exported/"

func TestList(t *testing.T) {
	b := newBucket(t)
	split := b.entry("en-zh", "base", "Release")
	files := split["files"].(map[string]any)
	files["srcVocab"], files["trgVocab"] = files["vocab"], files["vocab"]
	delete(files, "vocab")
	s := store(t, b.registry(
		b.entry("de-en", "tiny", "Release"), b.entry("de-en", "base-memory", "Release"), b.entry("de-en", "base", "Release"),
		b.entry("en-de", "base-memory", "Nightly"), b.entry("en-de", "tiny", "Release Desktop"),
		b.entry("es-en", "base", ""), split,
		map[string]any{"sourceLanguage": "../..", "targetLanguage": "en"},
	))
	list, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range list {
		got = append(got, fmt.Sprintf("%s %s %q %v", m.Pair, m.Architecture, m.Status, m.Split()))
	}
	want := `de-en base-memory "Release" false
en-de tiny "Release Desktop" false
en-zh base "Release" true
es-en base "" false`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if _, err := s.Pull(t.Context(), Pair{"en", "zh"}, nil); err == nil || !strings.Contains(err.Error(), "cannot load") {
		t.Errorf("split vocabularies: %v", err)
	}
}

func TestPull(t *testing.T) {
	b := newBucket(t)
	s := store(t, b.registry(b.entry("de-en", "base-memory", "Release"), b.entry("en-fr", "tiny", "Release")))
	if _, _, err := s.Read(deen); !errors.As(err, new(*NotInstalledError)) {
		t.Errorf("before: %v", err)
	}
	var last Progress
	seen := 0
	if _, err := s.Pull(t.Context(), deen, func(p Progress) { last = p; seen++ }); err != nil {
		t.Fatal(err)
	}
	whole(t, s, deen, deenSeed)
	if last.Pair != deen || last.Kind != Vocabulary || last.Done != last.Total || seen < 3 {
		t.Errorf("progress ended with %+v after %d", last, seen)
	}

	// Again, only the list is asked for.
	b.forget()
	if _, err := s.Pull(t.Context(), deen, nil); err != nil || b.asked() != "/db/models.json" {
		t.Errorf("%v, asked for %s", err, b.asked())
	}

	// Through English.
	got, err := s.Pull(t.Context(), Pair{"de", "fr"}, nil)
	if err != nil || len(got) != 2 {
		t.Fatalf("%v %v", got, err)
	}
	if route, ok := s.Route("de", "fr"); !ok || len(route) != 2 || route[0].Pair != deen {
		t.Errorf("%v %v", route, ok)
	}
	if _, ok := s.Route("fr", "de"); ok {
		t.Error("a route back")
	}
	if _, err := s.Pull(t.Context(), Pair{"fr", "de"}, nil); err == nil || !strings.Contains(err.Error(), "; factdiff models list shows") {
		t.Errorf("%v", err)
	}

	// A newer one takes the place of the old.
	b.registry(b.entry("de-en", "base", "Release"))
	if _, err := s.Pull(t.Context(), deen, nil); err != nil {
		t.Fatal(err)
	}
	whole(t, s, deen, "models/de-en/base_Release/exported/")
	if entries, _ := os.ReadDir(filepath.Join(s.dir, "de-en")); len(entries) != 2 {
		t.Errorf("%v", entries)
	}

	if err := s.Remove(deen); err != nil {
		t.Fatal(err)
	}
	if installed, err := s.Installed(); err != nil || len(installed) != 1 {
		t.Errorf("%v %v", installed, err)
	}
	if err := s.Remove(deen); !errors.As(err, new(*NotInstalledError)) {
		t.Errorf("%v", err)
	}
}

// Whatever happens on the way, a model is there whole or not at all, and the
// error says what to do.
func TestFaults(t *testing.T) {
	isWeights := func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/model.") }
	var b *bucket
	body := func(r *http.Request) []byte { b.mu.Lock(); defer b.mu.Unlock(); return b.objects[r.URL.Path] }
	for _, c := range []struct {
		name  string
		fault func(n int, w http.ResponseWriter, r *http.Request) bool
		want  string // of the error; "" if it succeeds
		asked string
	}{
		{"cut off twice", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) && n <= 4 {
				cutOff(w, r, body(r), 100_000)
			}
			return false
		}, "", "bytes=100000-"},
		{"cut off again and again", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				cutOff(w, r, body(r), 50_000)
			}
			return false
		}, "", "bytes=250000-"},
		{"cut off, then another version", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if strings.Contains(r.URL.Path, "/lex.") && r.Header.Get("Range") == "" {
				cutOff(w, r, gz(content("old", 60_000)), 20_000)
			}
			return false
		}, "", "bytes=20000-"},
		{"503 twice", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n <= 2 || n == 4 {
				http.Error(w, "busy", http.StatusServiceUnavailable)
				return true
			}
			return false
		}, "", ""},
		{"429", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n == 1 {
				http.Error(w, "slow down", http.StatusTooManyRequests)
			}
			return n == 1
		}, "", ""},
		{"500 for ever", func(n int, w http.ResponseWriter, r *http.Request) bool {
			http.Error(w, "broken", http.StatusInternalServerError)
			return true
		}, "500 Internal Server Error; try again later", ""},
		{"404 of a file", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				http.NotFound(w, r)
			}
			return isWeights(r)
		}, "model.deen.intgemm.alphas.bin: the server says 404 Not Found; ", ""},
		{"403 of the list", func(n int, w http.ResponseWriter, r *http.Request) bool {
			http.Error(w, "no", http.StatusForbidden)
			return true
		}, "reading the list of models at ", ""},
		{"no ranges", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) && n <= 3 {
				cutOff(w, r, body(r), 100_000)
			}
			if isWeights(r) {
				w.Write(body(r))
				return true
			}
			return false
		}, "", "bytes=100000-"},
		{"other bytes", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				w.Write(gz(content("other", weightsBytes)))
			}
			return isWeights(r)
		}, "its checksum is not that of the list; ", ""},
		{"more bytes", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				w.Write(gz(make([]byte, 2<<20)))
			}
			return isWeights(r)
		}, "more than 300000 bytes; ", ""},
		{"fewer bytes", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				w.Write(gz(make([]byte, 10)))
			}
			return isWeights(r)
		}, "it has 10 bytes, and the list says 300000; ", ""},
		{"truncated gzip", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				w.Write(body(r)[:1000])
			}
			return isWeights(r)
		}, "unpacking it: unexpected EOF; ", ""},
		{"unpacked on the way", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				w.Write(content(deenSeed, weightsBytes))
			}
			return isWeights(r)
		}, "", ""},
		{"a page instead of the list", func(n int, w http.ResponseWriter, r *http.Request) bool {
			fmt.Fprint(w, "<html>log in</html>")
			return true
		}, "invalid character '<'", ""},
		{"silence", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				w.Write(body(r)[:1000])
				w.(http.Flusher).Flush()
				<-r.Context().Done()
			}
			return isWeights(r)
		}, "nothing came for 1s; check the connection", ""},
		{"silence before the answer", func(n int, w http.ResponseWriter, r *http.Request) bool {
			<-r.Context().Done()
			return true
		}, "nothing came for 1s; check the connection", ""},
		{"slow, but going on", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) {
				for piece := body(r); len(piece) > 0; piece = piece[min(len(piece), 60_000):] {
					w.Write(piece[:min(len(piece), 60_000)])
					w.(http.Flusher).Flush()
					time.Sleep(300 * time.Millisecond)
				}
			}
			return isWeights(r)
		}, "", ""},
		{"a wrong range", func(n int, w http.ResponseWriter, r *http.Request) bool {
			if isWeights(r) && r.Header.Get("Range") == "" {
				cutOff(w, r, body(r), 1000)
			}
			if isWeights(r) {
				w.Header().Set("Content-Range", "bytes 5-9/10")
				w.WriteHeader(http.StatusPartialContent)
			}
			return isWeights(r)
		}, "sends what follows byte 5", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b = newBucket(t)
			b.fault = c.fault
			s := store(t, b.registry(b.entry("de-en", "base-memory", "Release")))
			if strings.HasPrefix(c.name, "s") { // silence, slow
				s.stall = time.Second
			}
			_, err := s.Pull(t.Context(), deen, nil)
			if !strings.Contains(b.asked(), c.asked) {
				t.Errorf("asked for\n%s", b.asked())
			}
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				whole(t, s, deen, deenSeed)
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "; ") {
				t.Fatalf("%v", err)
			}
			if t.Log(err); strings.Contains(err.Error(), s.dir) {
				t.Error("it tells of the store's inside")
			}
			if installed, _ := s.Installed(); len(installed) > 0 {
				t.Errorf("installed: %v", installed)
			}
			// When the fault is over, it works.
			b.mu.Lock()
			b.fault = nil
			b.mu.Unlock()
			if _, err := s.Pull(t.Context(), deen, nil); err != nil {
				t.Fatal(err)
			}
			whole(t, s, deen, deenSeed)
		})
	}
}

// What was cancelled goes on where it stopped.
func TestCancel(t *testing.T) {
	b := newBucket(t)
	s := store(t, b.registry(b.entry("de-en", "base-memory", "Release")))
	ctx, cancel := context.WithCancel(t.Context())
	b.fault = func(n int, w http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/model.") && r.Header.Get("Range") == "" {
			b.mu.Lock()
			body := b.objects[r.URL.Path]
			b.mu.Unlock()
			w.Header().Set("ETag", `"`+sum(body)+`"`)
			w.Header().Set("Content-Length", fmt.Sprint(len(body)))
			w.Write(body[:200_000])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return true
		}
		return false
	}
	_, err := s.Pull(ctx, deen, func(p Progress) {
		if p.Kind == Weights && p.Done == 200_000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if _, err := s.Pull(t.Context(), deen, nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.asked(), "bytes=200000-") {
		t.Errorf("asked for\n%s", b.asked())
	}
	whole(t, s, deen, deenSeed)
}

func TestRecords(t *testing.T) {
	b := newBucket(t)
	b.records("2.0")
	source := b.records("2.1")
	s := store(t, source)
	if _, err := s.Pull(t.Context(), deen, nil); err != nil {
		t.Fatal(err)
	}
	_, files, err := s.Read(deen)
	if err != nil || !bytes.Equal(files[Weights], content("model.deen.intgemm.alphas.bin2.1", 40_000)) {
		t.Errorf("%v", err)
	}
	// The checksum of the packed bytes counts too.
	packed := b.objects["/attachments/main-workspace/translations-models-v2/lex2.1.zst"]
	b.put("/attachments/main-workspace/translations-models-v2/lex2.1.zst", append(packed, zst(nil)...))
	if err := s.Remove(deen); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pull(t.Context(), deen, nil); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("%v", err)
	}
}

// A folder with files as they are, packed, in subfolders, or with a registry;
// a file: address, and what is none of these.
func TestFolder(t *testing.T) {
	write := func(t *testing.T, name string, b []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	model := func(t *testing.T, dir, pair string) {
		write(t, filepath.Join(dir, "model."+pair+".intgemm.alphas.bin"), content(deenSeed, weightsBytes))
		write(t, filepath.Join(dir, "lex.50.50."+pair+".s2t.bin.gz"), gz(content("lex", 50_000)))
		write(t, filepath.Join(dir, "vocab.deen.spm.zst"), zst(content("vocab", 20_000)))
	}
	for _, c := range []struct {
		name  string
		setup func(t *testing.T, dir string) (source string)
		want  string
	}{
		{"flat", func(t *testing.T, dir string) string { model(t, dir, "deen"); return dir }, ""},
		{"a file: address", func(t *testing.T, dir string) string { model(t, dir, "deen"); return "file://" + filepath.ToSlash(dir) }, ""},
		{"both directions, one vocabulary", func(t *testing.T, dir string) string {
			model(t, dir, "deen")
			model(t, dir, "ende")
			return dir
		}, ""},
		{"architectures", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "tiny", "deen", "model.deen.intgemm.alphas.bin"), []byte("tiny"))
			write(t, filepath.Join(dir, "tiny", "deen", "vocab.deen.spm"), []byte("tiny"))
			model(t, filepath.Join(dir, "base-memory", "deen"), "deen")
			return dir
		}, ""},
		{"a registry", func(t *testing.T, dir string) string {
			b := newBucket(t)
			b.registry(b.entry("de-en", "base-memory", "Release"))
			for name, body := range b.objects {
				write(t, filepath.Join(dir, strings.TrimPrefix(strings.TrimPrefix(name, "/base"), "/db")), body)
			}
			return filepath.Join(dir, "models.json")
		}, ""},
		{"a registry that leads away", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "secret"), []byte("secret"))
			write(t, filepath.Join(dir, "in", "models.json"), []byte(`{"models":{"de-en":[{"sourceLanguage":"de","targetLanguage":"en","files":{"model":{"path":"../secret"},"vocab":{"path":"/etc/passwd"}}}]}}`))
			return filepath.Join(dir, "in")
		}, "lies outside of the folder; "},
		{"a link that leads away", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "secret"), []byte("secret"))
			write(t, filepath.Join(dir, "in", "vocab.deen.spm"), []byte("vocab"))
			if err := os.Symlink("../secret", filepath.Join(dir, "in", "model.deen.intgemm.alphas.bin")); err != nil {
				t.Skip(err)
			}
			return filepath.Join(dir, "in")
		}, "escapes"},
		{"empty", func(t *testing.T, dir string) string { return dir }, "neither a models.json"},
		{"nothing", func(t *testing.T, dir string) string { return filepath.Join(dir, "none") }, "no such file"},
		{"another scheme", func(t *testing.T, dir string) string { return "ftp://example.org/models.json" }, "there is no way to read a ftp: address; "},
		{"a server's file", func(t *testing.T, dir string) string { return "file://server/share" }, "is of this machine"},
		{"no vocabulary", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "model.deen.intgemm.alphas.bin"), []byte("x"))
			return dir
		}, "neither a models.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := store(t, c.setup(t, t.TempDir()))
			_, err := s.Pull(t.Context(), deen, nil)
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			whole(t, s, deen, deenSeed)
		})
	}
}

// An address in a list cannot name files of this machine, nor leave encryption.
func TestAddress(t *testing.T) {
	for _, c := range []struct{ source, base, path, want string }{
		{"https://a.example/db/models.json", "https://b.example/x", "models/m.gz", "https://b.example/x/models/m.gz"},
		{"https://a.example/db/models.json", "", "models/m.gz", "https://a.example/db/models/m.gz"},
		{"https://a.example/db/models.json", "../", "models/m.gz", "https://a.example/models/m.gz"},
		{"https://a.example/db/models.json", "file:///etc", "passwd", ""},
		{"https://a.example/db/models.json", "http://b.example", "m", ""},
		{"https://a.example/db/models.json", ":", "m", ""},
	} {
		s := store(t, c.source)
		src, err := s.open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := src.(*web).address(&catalog{base: c.base}, File{location: c.path})
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}

// What is damaged on the disk is noticed, said, and put right by pulling.
func TestDamage(t *testing.T) {
	b := newBucket(t)
	s := store(t, b.registry(b.entry("de-en", "base-memory", "Release")))
	damage := func(t *testing.T, how func(dir string)) {
		t.Helper()
		if _, err := s.Pull(t.Context(), deen, nil); err != nil {
			t.Fatal(err)
		}
		how(filepath.Join(s.dir, "de-en"))
		_, _, err := s.Read(deen)
		if err == nil || !strings.Contains(err.Error(), "de-en") || !strings.Contains(err.Error(), "; ") {
			t.Errorf("%v", err)
		}
		t.Log(err)
		if err := s.Remove(deen); err != nil {
			t.Error(err)
		}
	}
	weights := func(dir string) string {
		found, _ := filepath.Glob(filepath.Join(dir, "*", "model.*"))
		if len(found) != 1 {
			t.Fatal(found)
		}
		return found[0]
	}
	damage(t, func(dir string) { os.Truncate(weights(dir), 100) })
	damage(t, func(dir string) { os.WriteFile(weights(dir), make([]byte, weightsBytes), 0o644) })
	damage(t, func(dir string) { os.Remove(weights(dir)) })
	damage(t, func(dir string) { os.WriteFile(filepath.Join(dir, manifestName), []byte("{"), 0o644) })
	damage(t, func(dir string) { os.Remove(filepath.Join(dir, manifestName)) })
}

// A store that cannot be written to is an error with advice.
func TestDisk(t *testing.T) {
	b := newBucket(t)
	source := b.registry(b.entry("de-en", "base-memory", "Release"))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := Open(Options{Dir: filepath.Join(file, "models"), Source: source})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pull(t.Context(), deen, nil); err == nil || !strings.Contains(err.Error(), "; ") {
		t.Errorf("%v", err)
	}
	if runtime.GOOS != "linux" {
		return
	}
	// A full disk: the file of the download is a device that takes nothing.
	s = store(t, source)
	if err := os.MkdirAll(filepath.Join(s.dir, ".partial"), 0o755); err != nil {
		t.Fatal(err)
	}
	var partial string
	if _, err := s.Pull(t.Context(), deen, func(Progress) {
		if partial == "" {
			found, _ := filepath.Glob(filepath.Join(s.dir, ".partial", "de-en.lex.????????????????"))
			partial = strings.Join(found, "")
		}
	}); err != nil || partial == "" {
		t.Fatal(partial, err)
	}
	if err := s.Remove(deen); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", partial); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Pull(t.Context(), deen, nil); err == nil || !strings.Contains(err.Error(), "no space left on device; there is no space left: free some") {
		t.Errorf("%v", err)
	}
}

// Many that pull one pair at once, in processes of their own and in this one,
// all get it, and it is downloaded once.
func TestTogether(t *testing.T) {
	if source := os.Getenv("MODELS_TEST_SOURCE"); source != "" {
		s, err := Open(Options{Dir: os.Getenv("MODELS_TEST_DIR"), Source: source})
		if err == nil {
			_, err = s.Pull(t.Context(), deen, nil)
		}
		if err == nil {
			_, _, err = s.Read(deen)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	b := newBucket(t)
	source := b.registry(b.entry("de-en", "base-memory", "Release"))
	s := store(t, source)
	var wait sync.WaitGroup
	for i := range 6 {
		wait.Go(func() {
			if i%2 == 0 {
				if _, err := s.Pull(t.Context(), deen, nil); err != nil {
					t.Error(err)
				}
				return
			}
			c := exec.Command(os.Args[0], "-test.run", "^TestTogether$")
			c.Env = append(os.Environ(), "MODELS_TEST_SOURCE="+source, "MODELS_TEST_DIR="+s.dir)
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wait.Wait()
	whole(t, s, deen, deenSeed)
	if n := strings.Count(b.asked(), "/model."); n != 1 {
		t.Errorf("downloaded %d times", n)
	}
}

func TestParsePair(t *testing.T) {
	for in, want := range map[string]string{
		"de-en": "de-en", " DE-EN ": "de-en", "zh_hant-en": "zh_hant-en", "no-en": "nb-en",
		"": "", "de": "", "deen": "", "de-de": "", "../..-en": "", "de-en-fr": "", "-": "", "d-e": "",
	} {
		if p, err := ParsePair(in); (err == nil) != (want != "") || err == nil && p.String() != want {
			t.Errorf("%q: %v, %v", in, p, err)
		}
	}
	for in, want := range map[string]string{"zh-Hans": "zh", "zh-Hant": "zh_hant", "pt-BR": "pt", "de": "de", "x": "", "de/en": ""} {
		if got := Tag(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWhere(t *testing.T) {
	t.Setenv("FACTDIFF_MODELS", "")
	t.Setenv("FACTDIFF_MODELS_SOURCE", "")
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	s, err := Open(Options{})
	if err != nil || s.Where() != filepath.Join(data, "factdiff", "models") || s.Source() != Registry {
		t.Errorf("%v %v", s, err)
	}
	t.Setenv("FACTDIFF_MODELS", filepath.Join(data, "elsewhere"))
	t.Setenv("FACTDIFF_MODELS_SOURCE", "https://me:secret@example.org/models.json")
	if s, err = Open(Options{}); err != nil || s.Where() != filepath.Join(data, "elsewhere") || strings.Contains(s.Source(), "secret") {
		t.Errorf("%v %v", s, err)
	}
}

// Whatever a list says, its models have a pair, harmless names and possible
// sizes.
func FuzzCatalog(f *testing.F) {
	f.Add([]byte(`{"baseUrl":"x","models":{"de-en":[{"architecture":"tiny","releaseStatus":null,"sourceLanguage":"de","targetLanguage":"en","files":{"model":{"path":"a/model.bin.gz","uncompressedSize":5,"uncompressedHash":""},"vocab":{"path":"a/vocab.spm.gz"}}}]}}`))
	f.Add([]byte(`{"data":[{"fileType":"model","version":"2.0","sourceLanguage":"zh-Hans","targetLanguage":"en","name":"m.bin","attachment":{"location":"l"}},{"fileType":"vocab","version":"2.0","sourceLanguage":"zh-Hans","targetLanguage":"en","name":"v.spm","attachment":{"location":"l"}}]}`))
	f.Add([]byte(`{"models":{"a":[{"sourceLanguage":"../..","files":{"model":{"path":"..","uncompressedSize":-1}}}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parseCatalog(b)
		if err != nil {
			return
		}
		for i, m := range c.models {
			if p, err := ParsePair(m.Pair.String()); err != nil || p != m.Pair {
				t.Errorf("the pair %q", m.Pair)
			}
			if m.File(Weights) == nil || i > 0 && c.models[i-1].Pair.compare(m.Pair) >= 0 {
				t.Errorf("%+v", m)
			}
			for _, file := range m.Files {
				if !filepath.IsLocal(file.Name) || strings.ContainsAny(file.Name, `/\`) || file.Size < 0 || file.Size > maxFile {
					t.Errorf("%+v", file)
				}
			}
		}
	})
}

// A manifest that is believed stays in its folder, and is written as it was
// read.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"format":1,"from":"de","to":"en","folder":"0123456789abcdef","files":[{"kind":"model","name":"model.bin","size":5,"sha256":"` + strings.Repeat("a", 64) + `"}]}`))
	f.Add([]byte(`{"format":1,"from":"de","to":"en","folder":"../../secrets","files":[]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parseManifest(b)
		if err != nil {
			return
		}
		for _, file := range m.Files {
			if !filepath.IsLocal(filepath.Join(m.From+"-"+m.To, m.Folder, file.Name)) || strings.ContainsAny(m.Folder+file.Name, `/\`) {
				t.Errorf("%+v", m)
			}
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Skip() // a year of five digits
		}
		if _, err := parseManifest(again); err != nil {
			t.Errorf("%v", err)
		}
	})
}

// Unpacking keeps to its limit, and gives back what was packed.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte("plain"))
	f.Add(gz([]byte("text")))
	f.Add(zst([]byte("text")))
	f.Add(gz(make([]byte, 1<<20)))
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 16
		var out bytes.Buffer
		n, _, err := unpack(&out, bytes.NewReader(b), limit)
		if int64(out.Len()) != n || n > limit+1 || err == nil && n > limit {
			t.Errorf("%d bytes, %v", n, err)
		}
		if len(b) > limit {
			return
		}
		for _, packed := range [][]byte{gz(b), zst(b)} {
			if got, err := unpackAll(packed, limit); err != nil || !bytes.Equal(got, b) {
				t.Errorf("%v", err)
			}
		}
	})
}

func FuzzContentRange(f *testing.F) {
	f.Add("bytes 5-9/10")
	f.Add("bytes */10")
	f.Add("bytes -5-/*")
	f.Fuzz(func(t *testing.T, s string) {
		start, total, err := contentRange(s)
		if err == nil && (start < 0 || total < -1 || total >= 0 && start > total) {
			t.Errorf("%q: %d of %d", s, start, total)
		}
	})
}
