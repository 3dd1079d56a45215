package models

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

// bucket plays Google's storage with the registry, and Remote Settings: ranges,
// tags, and files that lie there packed. A fault is asked before each answer.
type bucket struct {
	*httptest.Server

	mu       sync.Mutex
	objects  map[string][]byte
	requests []string // path and range
	fault    func(n int, w http.ResponseWriter, r *http.Request) (done bool)
	noRange  bool
}

func newBucket(t *testing.T) *bucket {
	b := &bucket{objects: map[string][]byte{}}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	b.requests = append(b.requests, strings.TrimSpace(r.URL.Path+" "+r.Header.Get("Range")))
	n, fault, noRange := len(b.requests), b.fault, b.noRange
	body, ok := b.objects[r.URL.Path]
	b.mu.Unlock()
	if fault != nil && fault(n, w, r) {
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	if noRange {
		w.Write(body)
		return
	}
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(body)))
	w.Header().Set("Content-Type", "application/octet-stream")
	if strings.HasSuffix(r.URL.Path, "models.json") {
		w.Header().Set("Content-Encoding", "gzip")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func (b *bucket) asked() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.requests, "\n")
}

func (b *bucket) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests = nil
}

func (b *bucket) put(path string, body []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.objects[path] = body
}

func gz(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zst(b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return w.EncodeAll(b, nil)
}

func sum(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }

// content is what nothing can pack.
func content(name string, n int) []byte {
	seed := sha256.Sum256([]byte(name))
	b := make([]byte, n)
	rand.NewChaCha8(seed).Read(b)
	return b
}

const weightsBytes = 300_000

// entry puts a model into the bucket and returns the registry's entry for it.
func (b *bucket) entry(pair, architecture, status string) map[string]any {
	from, to, _ := strings.Cut(pair, "-")
	dir := "models/" + pair + "/" + architecture + "_" + strings.ReplaceAll(status, " ", "") + "/exported/"
	weights := content(dir, weightsBytes)
	e := map[string]any{"architecture": architecture, "releaseStatus": status, "sourceLanguage": from, "targetLanguage": to, "modelStatistics": map[string]int{"a": 1}}
	if status == "" {
		e["releaseStatus"] = nil
	}
	name := func(form string) string { return dir + fmt.Sprintf(form, from+to) + ".gz" }
	e["files"] = map[string]any{
		"model":            map[string]any{"path": name("model.%s.intgemm.alphas.bin"), "uncompressedSize": weightsBytes, "uncompressedHash": sum(weights)},
		"lexicalShortlist": map[string]any{"path": name("lex.50.50.%s.s2t.bin")},
		"vocab":            map[string]any{"path": name("vocab.%s.spm")},
	}
	b.put("/base/"+name("model.%s.intgemm.alphas.bin"), gz(weights))
	b.put("/base/"+name("lex.50.50.%s.s2t.bin"), gz(content(dir+"lex", 50_000)))
	b.put("/base/"+name("vocab.%s.spm"), gz(content(dir+"vocab", 20_000)))
	return e
}

// registry publishes entries by pair.
func (b *bucket) registry(entries ...map[string]any) string {
	all := map[string][]any{}
	for _, e := range entries {
		pair := fmt.Sprint(e["sourceLanguage"], "-", e["targetLanguage"])
		all[pair] = append(all[pair], e)
	}
	out, err := json.Marshal(map[string]any{"generated": "2026-11-01T00:00:00Z", "baseUrl": b.URL + "/base", "models": all})
	if err != nil {
		panic(err)
	}
	b.put("/db/models.json", gz(out))
	return b.URL + "/db/models.json"
}

// records publishes a model as Remote Settings does.
func (b *bucket) records(version string) string {
	var data []any
	for _, f := range []struct{ kind, name string }{{"model", "model.deen.intgemm.alphas.bin"}, {"lex", "lex.50.50.deen.s2t.bin"}, {"vocab", "vocab.deen.spm"}, {"qualityModel", "qualityModel.deen.bin"}} {
		body := content(f.name+version, 40_000)
		packed := zst(body)
		location := "main-workspace/translations-models-v2/" + f.kind + version + ".zst"
		b.put("/attachments/"+location, packed)
		data = append(data, map[string]any{"id": f.name, "name": f.name, "version": version, "fileType": f.kind, "sourceLanguage": "de", "targetLanguage": "en", "architecture": "base-memory",
			"decompressedHash": sum(body), "decompressedSize": len(body), "filter_expression": "", "attachment": map[string]any{"filename": f.name + ".zst", "location": location, "hash": sum(packed), "size": len(packed), "mimetype": "application/zstd"}})
	}
	newer := map[string]any{"name": "model.deen.intgemm.alphas.bin", "version": "3.1a2", "fileType": "model", "sourceLanguage": "de", "targetLanguage": "en", "architecture": "base-memory", "attachment": map[string]any{"location": "x"}}
	out, err := json.Marshal(map[string]any{"data": append(data, newer)})
	if err != nil {
		panic(err)
	}
	b.put("/v1/buckets/main/collections/translations-models-v2/records", out)
	b.put("/v1/", []byte(`{"capabilities":{"attachments":{"base_url":"`+b.URL+`/attachments/"}}}`))
	return b.URL + "/v1/buckets/main/collections/translations-models-v2/records"
}

// cut sends the first bytes of an object and then nothing more.
func cutOff(w http.ResponseWriter, r *http.Request, body []byte, after int) {
	start := 0
	fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &start)
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(body)))
	w.Header().Set("Content-Length", fmt.Sprint(len(body)-start))
	if start > 0 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, len(body)-1, len(body)))
		w.WriteHeader(http.StatusPartialContent)
	}
	io.Copy(w, bytes.NewReader(body[start:min(len(body), start+after)]))
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}
