package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/html"

	"factdiff/align"
	"factdiff/align/read"
	"factdiff/align/report"
	"factdiff/align/translate"
)

// equalTexts is a comparison that takes no time: each version is one fact, which
// all share.
func equalTexts(_ context.Context, documents []*read.Document, _ align.Options) (*align.Report, error) {
	r := &align.Report{Schema: align.Schema, Model: "a model", Summary: map[string]align.Summary{}}
	for i, d := range documents {
		id := string(rune('a' + i))
		r.Versions = append(r.Versions, align.Version{ID: id, Source: d.Source, Lang: "en", Title: d.Text, Text: d.Text})
		r.Sentences = append(r.Sentences, align.Sentence{Version: id, End: len(d.Text), Facts: []string{id + "1"}})
		r.Facts = append(r.Facts, align.Fact{ID: id + "1", Version: id, End: len(d.Text), Text: d.Text, Status: align.Shared, Confidence: 0.9})
		r.Summary[id] = align.Summary{Shared: 1}
	}
	return r, nil
}

// hang is a comparison that takes as long as it may.
func hang(ctx context.Context, _ []*read.Document, _ align.Options) (*align.Report, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func newServer(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Compare == nil {
		o.Compare = equalTexts
	}
	o.Write = func(w io.Writer, format string, r *align.Report, _ []*read.Document, p report.Provenance) error {
		if format == "tmx" {
			return errors.New("an error of its own")
		}
		return report.JSON(w, r)
	}
	if o.Log == nil {
		o.Log = log.New(io.Discard, "", 0)
	}
	s := New(o)
	t.Cleanup(s.end)
	return s
}

// ask sends a request as a browser on this machine would.
func (s *Server) ask(method, path string, body io.Reader, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	r.Host = "127.0.0.1:8417"
	for i := 0; i < len(head); i += 2 {
		if head[i] == "Host" {
			r.Host = head[i+1]
		} else {
			r.Header.Set(head[i], head[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// field is a field of a form; with a file it is a file of that name.
type field struct{ name, value, file string }

// post sends a form to the first page.
func (s *Server) post(fields ...field) *httptest.ResponseRecorder {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		part, _ := w.CreateFormField(f.name)
		if f.file != "" {
			part, _ = w.CreateFormFile(f.name, f.file)
		}
		io.WriteString(part, f.value)
	}
	w.Close()
	return s.ask("POST", s.Path(), &b, "Content-Type", w.FormDataContentType(), "Sec-Fetch-Site", "same-origin")
}

var twoTexts = []field{{"text1", "One.", ""}, {"text2", "Two.", ""}}

// picture begins a file that is read at once: it is none of text.
const picture = "\x89PNG\r\n\x1A\n"

// compared posts texts and returns the path of their comparison.
func (s *Server) compared(t testing.TB, fields ...field) string {
	t.Helper()
	w := s.post(fields...)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, plain(w))
	}
	return w.Header().Get("Location")
}

// over waits for a comparison to end, and returns its page.
func (s *Server) over(t testing.TB, path string) *httptest.ResponseRecorder {
	t.Helper()
	for range 3000 {
		if w := s.ask("GET", path+"/state", nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"over":true`) {
			return s.ask("GET", path, nil)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it does not end")
	return nil
}

// plain is what a page says.
func plain(w *httptest.ResponseRecorder) string {
	root, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" && n.Parent.Data != "option" {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestHost(t *testing.T) {
	for _, c := range []struct {
		host         string
		alone, other bool // is answered, with others let in too
	}{
		{"127.0.0.1:8417", true, true},
		{"127.9.9.9", true, true},
		{"localhost:1", true, true},
		{"LOCALHOST", true, true},
		{"[::1]:8417", true, true},
		{"192.168.1.7:8417", false, true},
		{"[fe80::1%eth0]:8417", false, true},
		{"my-machine:8417", false, true},
		{"evil.example:8417", false, false},
		{"localhost.evil.example", false, false},
		{"127.0.0.1.nip.io:8417", false, false},
		{"0x7f000001", false, false},
		{"", false, false},
	} {
		for _, others := range []bool{false, true} {
			s := newServer(t, Options{Others: others, Names: []string{"my-machine"}})
			want := http.StatusMisdirectedRequest
			if others && c.other || !others && c.alone {
				want = http.StatusOK
			}
			if w := s.ask("GET", s.Path(), nil, "Host", c.host); w.Code != want {
				t.Errorf("host %q, others %v: status %d, want %d", c.host, others, w.Code, want)
			}
		}
	}
}

func TestSecretPath(t *testing.T) {
	s := newServer(t, Options{})
	path := s.compared(t, twoTexts...)
	for _, p := range []string{"/", "/x/", "/" + s.token[1:] + "/", strings.Replace(path, s.token, newServer(t, Options{}).token, 1), "/c/" + path[strings.LastIndex(path, "/")+1:], "/open/", "/open/x"} {
		w := s.ask("GET", p, nil)
		if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), s.token) {
			t.Errorf("%s: status %d, %s", p, w.Code, plain(w))
		}
	}
	if w := s.ask("GET", s.Path()+"c/nothing", nil); w.Code != http.StatusNotFound || !strings.Contains(plain(w), "is gone") {
		t.Errorf("status %d, %s", w.Code, plain(w))
	}
	entrance := s.Entrance()
	if w := s.ask("GET", entrance, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != s.Path() {
		t.Errorf("the entrance: status %d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := s.ask("GET", entrance, nil); w.Code != http.StatusNotFound {
		t.Errorf("the entrance opens again: status %d", w.Code)
	}
}

func TestOtherSites(t *testing.T) {
	s := newServer(t, Options{Compare: hang})
	path := s.compared(t, twoTexts...)
	for _, p := range []string{s.Path(), path + "/stop", path + "/forget"} {
		for _, head := range [][]string{
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site"},
			{"Origin", "https://evil.example"},
			{"Origin", "http://127.0.0.1:9999"},
			{"Origin", "null"},
		} {
			w := s.ask("POST", p, nil, head...)
			if w.Code != http.StatusForbidden || !strings.Contains(plain(w), "Another web page") {
				t.Errorf("POST with %q: status %d, %s", head, w.Code, plain(w))
			}
		}
		for _, method := range []string{"PUT", "DELETE", "PATCH"} {
			if w := s.ask(method, p, nil, "Sec-Fetch-Site", "same-origin"); w.Code < 400 {
				t.Errorf("%s: status %d", method, w.Code)
			}
		}
	}
	for _, p := range []string{"/stop", "/forget"} { // nothing happens at a mere look
		if w := s.ask("GET", path+p, nil); w.Code < 400 {
			t.Errorf("GET %s: status %d", p, w.Code)
		}
	}
	if w := s.ask("GET", path, nil); w.Code != http.StatusOK {
		t.Errorf("the comparison is gone: status %d", w.Code)
	}
}

// All pages have their policies and load nothing from elsewhere, and no answer
// sets a cookie.
func TestPagesAreClosed(t *testing.T) {
	s := newServer(t, Options{})
	path := s.compared(t, twoTexts...)
	s.over(t, path)
	slow := newServer(t, Options{Compare: hang})
	for name, w := range map[string]*httptest.ResponseRecorder{
		"the form":     s.ask("GET", s.Path(), nil),
		"a problem":    s.post(twoTexts[0]),
		"a message":    s.ask("GET", s.Path()+"c/x", nil),
		"outside":      s.ask("GET", "/", nil),
		"another host": s.ask("GET", "/", nil, "Host", "evil.example"),
		"progress":     slow.ask("GET", slow.compared(t, twoTexts...), nil),
		"the report":   s.ask("GET", path, nil),
		"a file":       s.ask("GET", path+"/as/json", nil),
		"the style":    s.ask("GET", "/page.css", nil),
		"the script":   s.ask("GET", "/page.js", nil),
	} {
		h := w.Header()
		want := policy
		if name == "the report" || name == "a file" {
			want = sandbox
		}
		if got := h.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: policy %q", name, got)
		}
		for key, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store",
			"Cross-Origin-Resource-Policy": "same-origin", "Set-Cookie": "", "Access-Control-Allow-Origin": "",
		} {
			if got := h.Get(key); got != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got, want)
			}
		}
		if !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			continue
		}
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				if (a.Key == "src" || a.Key == "href" || a.Key == "action") && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") && a.Val != "" {
					t.Errorf("%s: %s of <%s> is %q", name, a.Key, n.Data, a.Val)
				}
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%s: <%s> has %s", name, n.Data, a.Key)
				}
			}
			if name != "the report" && n.Type == html.ElementNode && (n.Data == "style" || n.Data == "script" && n.FirstChild != nil) {
				t.Errorf("%s: an inline <%s>", name, n.Data)
			}
		}
	}
}

func TestWrongInput(t *testing.T) {
	s := newServer(t, Options{Fetch: func(context.Context, string) (*read.Document, error) {
		return nil, errors.New("reading the address: there is no such page; check it")
	}})
	for _, c := range []struct {
		reason string
		fields []field
		want   string
		kept   string // is in the form again
	}{
		{"nothing", nil, "version 1 is empty", ""},
		{"one text", twoTexts[:1], "version 2 is empty, and two versions are needed; paste a text or an address, or choose a file. Go to version 2", "One."},
		{"the second alone", twoTexts[1:], "version 1 is empty", "Two."},
		{"white space", []field{{"text1", "One.", ""}, {"text2", " \r\n", ""}}, "version 2 is empty", "One."},
		{"a text and a file", append([]field{{"file1", "Three.", "a.txt"}}, twoTexts...), "version 1 has a text and a file; leave one of them. Go to version 1 Files have to be chosen again.", "Two."},
		{"no such language", append([]field{{"lang2", "xx", ""}}, twoTexts...), `version 2: there is no language "xx"`, "Two."},
		{"no such model", append([]field{{"model", "large", ""}}, twoTexts...), `there is no model "large"`, "Two."},
		{"no translator", append([]field{{"translate", "yes", ""}}, twoTexts...), "no translator was named", "Two."},
		{"no such language to read", append([]field{{"into", "<b>", ""}}, twoTexts...), `there is no language "<b>"`, "Two."},
		{"a file that is no text", []field{twoTexts[0], {"file2", picture, "b.png"}}, `reading "b.png": the content is a PNG picture`, "One."},
		{"an empty file", []field{twoTexts[0], {"file2", "", "b.txt"}}, `reading "b.txt": there is no text in it`, "One."},
		{"an address that leads nowhere", []field{twoTexts[0], {"text2", " https://example.org/x\n", ""}}, "there is no such page; check it. Go to version 2", "https://example.org/x"},
	} {
		w := s.post(c.fields...)
		if w.Code == http.StatusSeeOther {
			w = s.over(t, w.Header().Get("Location"))
		}
		text := plain(w)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, c.want) || !strings.Contains(text, c.kept) {
			t.Errorf("%s: status %d, %s", c.reason, w.Code, text)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	s := newServer(t, Options{Compare: func(_ context.Context, documents []*read.Document, _ align.Options) (*align.Report, error) {
		return nil, &align.LanguageError{Source: documents[1].Source}
	}})
	w := s.over(t, s.compared(t, twoTexts[0], field{"file3", "Mmm.", "m.txt"}))
	if text := plain(w); !strings.Contains(text, `"m.txt": its language cannot be told; choose it below the text. Go to version 3 Files have to be chosen again.`) {
		t.Errorf("%s", text)
	}
}

// A body that is cut off, or none of a form, is told from a form.
func TestBrokenForm(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range [][2]string{
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text1\"\r\n\r\nOn"},
		{"multipart/form-data; boundary=x", ""},
		{"multipart/form-data", "--x--"},
		{"application/json", "{}"},
		{"", "text1=a&text2=b"},
	} {
		if w := s.ask("POST", s.Path(), strings.NewReader(c[1]), "Content-Type", c[0], "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusBadRequest || !strings.Contains(plain(w), "did not arrive whole") {
			t.Errorf("%q of %q: status %d, %s", c[1], c[0], w.Code, plain(w))
		}
	}
}

func TestVersions(t *testing.T) {
	s := newServer(t, Options{Limits: Limits{Versions: 3}})
	fields := []field{{"text1", "One.", ""}, {"file2", "# Two\n\nThree.", "two.md"}, {"text4", "Five.", ""}}
	if w := s.over(t, s.compared(t, fields...)); w.Code != http.StatusOK || strings.Contains(plain(w), "Five.") || !strings.Contains(plain(w), "two.md") {
		t.Errorf("status %d, %s", w.Code, plain(w))
	}
	for n := range 4 { // without scripts
		w := s.post(append([]field{{"add", "1", ""}, {"versions", fmt.Sprint(n), ""}}, twoTexts...)...)
		want := min(max(2, n)+1, 3)
		if got := len(regexp.MustCompile("<textarea").FindAllString(w.Body.String(), -1)); w.Code != http.StatusOK || got != want || !strings.Contains(plain(w), "Two.") {
			t.Errorf("after %d versions there is room for %d, want %d", n, got, want)
		}
	}
}

func TestAsked(t *testing.T) {
	var got align.Options
	var from []string
	s := newServer(t, Options{
		Translator: nobody{},
		Fetch: func(_ context.Context, address string) (*read.Document, error) {
			return read.Text(address, "From there."), nil
		},
		Compare: func(ctx context.Context, documents []*read.Document, o align.Options) (*align.Report, error) {
			got = o
			for _, d := range documents {
				from = append(from, d.Source+" "+d.Lang)
			}
			return equalTexts(ctx, documents, o)
		},
	})
	s.over(t, s.compared(t, field{"text1", "One.", ""}, field{"text2", "HTTPS://example.org/?a=b", ""}, field{"file3", "Three.", "c.txt"},
		field{"lang3", "de", ""}, field{"model", "fast", ""}, field{"translate", "yes", ""}, field{"into", "fr", ""}))
	if got.Model != align.Fast || got.Translator != (nobody{}) || got.Read != "fr" {
		t.Errorf("asked for %+v", got)
	}
	if want := "pasted text 1 |HTTPS://example.org/?a=b |c.txt de"; strings.Join(from, "|") != want {
		t.Errorf("read %q, want %q", from, want)
	}
	s.over(t, s.compared(t, twoTexts...))
	if got.Translator != nil {
		t.Error("translated unasked")
	}
}

// nobody translates nothing.
type nobody struct{ translate.Translator }

func (nobody) Name() string { return "nobody" }

func TestUpload(t *testing.T) {
	const limit = 1 << 20
	s := newServer(t, Options{Limits: Limits{Upload: limit}})
	for size, want := range map[int]int{limit: http.StatusSeeOther, limit + 2*formBytes: http.StatusRequestEntityTooLarge, 3 * limit: http.StatusRequestEntityTooLarge} {
		for _, file := range []string{"", "a.txt"} {
			name := map[bool]string{true: "text1", false: "file1"}[file == ""]
			w := s.post(field{name, picture + strings.Repeat("a ", size/2-len(picture)), file}, twoTexts[1])
			if w.Code != want || want != http.StatusSeeOther && !strings.Contains(plain(w), "may have 1 MB") {
				t.Errorf("%d bytes: status %d, want %d", size, w.Code, want)
			}
			if want == http.StatusSeeOther {
				s.over(t, w.Header().Get("Location"))
			}
		}
	}
}

func TestNothingOnDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := newServer(t, Options{})
	s.over(t, s.compared(t, field{"file1", picture + strings.Repeat("a ", 6<<20), "a.txt"}, twoTexts[1]))
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("on disk: %v %v", left, err)
	}
}

func TestQueue(t *testing.T) {
	s := newServer(t, Options{Compare: hang, Limits: Limits{Running: 1, Waiting: 2, Each: 10}})
	var paths []string
	for range 3 {
		paths = append(paths, s.compared(t, twoTexts...))
	}
	w := s.post(twoTexts...)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(plain(w), "as many comparisons wait as can") {
		t.Errorf("a fourth: status %d, %s", w.Code, plain(w))
	}
	if text := plain(s.ask("GET", paths[2], nil)); !strings.Contains(text, "Waiting: 2 before this one.") {
		t.Errorf("the third: %s", text)
	}
	for _, p := range []string{paths[0], paths[1]} {
		s.ask("POST", p+"/stop", nil, "Sec-Fetch-Site", "same-origin")
		if w := s.over(t, p); !strings.Contains(plain(w), "stopped; the texts are still here") || !strings.Contains(plain(w), "Two.") {
			t.Errorf("stopped: %s", plain(w))
		}
	}
	if text := plain(s.ask("GET", paths[2], nil)); !strings.Contains(text, "Waiting: 0") && !strings.Contains(text, "Reading") {
		t.Errorf("the third now: %s", text)
	}
	s.compared(t, twoTexts...)
	s = newServer(t, Options{Compare: hang, Limits: Limits{Each: 2}})
	s.compared(t, twoTexts...)
	s.compared(t, twoTexts...)
	w = s.post(twoTexts...)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || !strings.Contains(plain(w), "you have as many comparisons under way as you may") || !strings.Contains(plain(w), "Two.") {
		t.Errorf("a third of one machine: status %d, %s", w.Code, plain(w))
	}
}

func TestTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{Compare: hang})
		path := s.compared(t, twoTexts...)
		time.Sleep(10*time.Minute - time.Second)
		synctest.Wait()
		if w := s.ask("GET", path, nil); w.Code != http.StatusOK {
			t.Errorf("before the time: status %d", w.Code)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		w := s.ask("GET", path, nil)
		if text := plain(w); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "took longer than a comparison may") || !strings.Contains(text, "Two.") {
			t.Errorf("after it: status %d, %s", w.Code, text)
		}
		s.end()
	})
}

func TestKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{Limits: Limits{Kept: 2}})
		var paths []string
		for range 3 {
			paths = append(paths, s.compared(t, twoTexts...))
			synctest.Wait()
		}
		status := func(want ...int) {
			t.Helper()
			for i, p := range paths {
				if w := s.ask("GET", p, nil); w.Code != want[i] {
					t.Errorf("comparison %d: status %d, want %d", i+1, w.Code, want[i])
				}
			}
		}
		status(404, 200, 200)
		if n := strings.Count(s.ask("GET", s.Path(), nil).Body.String(), "/forget"); n != 2 {
			t.Errorf("%d are listed, want 2", n)
		}
		s.ask("POST", paths[1]+"/forget", nil, "Sec-Fetch-Site", "same-origin")
		status(404, 404, 200)
		time.Sleep(time.Hour - time.Second)
		synctest.Wait()
		status(404, 404, 200)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		status(404, 404, 404)
		s.end()
	})
}

func TestKeptBytes(t *testing.T) {
	long := field{"text1", strings.Repeat("a ", 2000), ""}
	s := newServer(t, Options{Limits: Limits{KeptBytes: 20_000}})
	first := s.compared(t, long, twoTexts[1])
	s.over(t, first)
	second := s.compared(t, long, twoTexts[1])
	if w := s.over(t, second); w.Code != http.StatusOK {
		t.Errorf("the second: status %d", w.Code)
	}
	if w := s.ask("GET", first, nil); w.Code != http.StatusNotFound {
		t.Errorf("the first: status %d", w.Code)
	}
	s = newServer(t, Options{Limits: Limits{KeptBytes: 2_000}})
	if w := s.over(t, s.compared(t, long, twoTexts[1])); w.Code != http.StatusNotFound && (w.Code != http.StatusUnprocessableEntity || !strings.Contains(plain(w), "can be kept")) {
		t.Errorf("one too large: status %d, %s", w.Code, plain(w))
	}
}

// What is forgotten while it runs is not kept when it ends.
func TestForgetRunning(t *testing.T) {
	s := newServer(t, Options{Compare: hang})
	path := s.compared(t, twoTexts...)
	s.ask("POST", path+"/forget", nil, "Sec-Fetch-Site", "same-origin")
	s.workers.Wait()
	if len(s.all) > 0 {
		t.Error("it is kept")
	}
}

func TestPanic(t *testing.T) {
	var logged bytes.Buffer
	s := newServer(t, Options{Log: log.New(&logged, "", 0), Compare: func(context.Context, []*read.Document, align.Options) (*align.Report, error) {
		panic("a thing")
	}})
	if w := s.over(t, s.compared(t, twoTexts...)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(plain(w), "a mistake in the program") {
		t.Errorf("status %d, %s", w.Code, plain(w))
	}
	if text := logged.String(); !strings.Contains(text, "a thing") || strings.Contains(text, "Two.") {
		t.Errorf("logged %s", text)
	}
}

func TestDownload(t *testing.T) {
	s := newServer(t, Options{})
	path := s.compared(t, twoTexts...)
	s.over(t, path)
	for format, want := range map[string]int{"json": 200, "github": 200, "tmx": 500, "exe": 404, "..%2fjson": 404} {
		w := s.ask("GET", path+"/as/"+format, nil)
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", format, w.Code, want)
		}
		if kept := w.Header().Get("Content-Disposition"); (want == 200) != strings.HasPrefix(kept, `attachment; filename="factdiff-en-en.`) {
			t.Errorf("%s: %s", format, kept)
		}
	}
}

// offered serves on a port of its own; what it returns ends it.
func offered(t *testing.T, s *Server) (address string, end func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	return l.Addr().String(), func() error { cancel(); return <-done }
}

func TestServeEnds(t *testing.T) {
	s := newServer(t, Options{Compare: hang})
	address, end := offered(t, s)
	w, err := http.Get("http://" + address + s.Path())
	if err != nil || w.StatusCode != http.StatusOK {
		t.Fatal(w, err)
	}
	w.Body.Close()
	s.compared(t, twoTexts...)
	begun := time.Now()
	if err := end(); err != nil || time.Since(begun) > leave+10*time.Second {
		t.Errorf("ended after %v with %v", time.Since(begun), err)
	}
	if s.post(twoTexts...).Code != http.StatusServiceUnavailable {
		t.Error("it still compares")
	}
}

// Who sends nothing is sent away, and as many as may connect do not hold up
// those after them for longer.
func TestIdlers(t *testing.T) {
	s := newServer(t, Options{Limits: Limits{Connections: 2, Head: 200 * time.Millisecond}})
	address, end := offered(t, s)
	for range 2 {
		idle, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
		io.WriteString(idle, "GET / HTTP/1.1\r\nX-Slow: ")
	}
	client := http.Client{Timeout: 10 * time.Second}
	w, err := client.Get("http://" + address + s.Path())
	if err != nil || w.StatusCode != http.StatusOK {
		t.Fatal(w, err)
	}
	w.Body.Close()
	client.CloseIdleConnections()
	if err := end(); err != nil {
		t.Error(err)
	}
}

// Who stops in the middle of a form is sent away too.
func TestStalled(t *testing.T) {
	s := newServer(t, Options{Limits: Limits{Send: 300 * time.Millisecond}})
	address, end := offered(t, s)
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n", s.Path(), address)
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.ReadAll(c); err != nil {
		t.Errorf("the connection is still there: %v", err)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestHead(t *testing.T) {
	s := newServer(t, Options{})
	address, end := offered(t, s)
	for size, want := range map[int]int{maxHead - 1000: http.StatusOK, 2 * maxHead: http.StatusRequestHeaderFieldsTooLarge} {
		r, err := http.NewRequest("GET", "http://"+address+s.Path(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Long", strings.Repeat("a", size))
		w, err := http.DefaultClient.Do(r)
		if err != nil || w.StatusCode != want {
			t.Fatalf("a head of %d bytes: %v %v", size, w, err)
		}
		w.Body.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	if err := end(); err != nil {
		t.Error(err)
	}
}

// FuzzSubmit sends anything as a form: it is told what is wrong with it, and
// nothing of it is markup on the page.
func FuzzSubmit(f *testing.F) {
	f.Add("One.", "Two.", "a.txt", "en", "multipart/form-data; boundary=x", "")
	f.Add("<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "<b>\".html", "<", "text/plain", "text1=a")
	f.Add("\x00\xff\u202e", "http://[::1]:80", "..\\..\\x\r\n", "\"", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file1\"; filename=\"a\r\n\r\n")
	s := newServer(f, Options{Fetch: func(_ context.Context, a string) (*read.Document, error) { return nil, errors.New(a) }, Limits: Limits{Waiting: 1000, Each: 1000}})
	f.Fuzz(func(t *testing.T, text1, text2, file, code, kind, body string) {
		for _, w := range []*httptest.ResponseRecorder{
			s.post(field{"text1", text1, ""}, field{"text2", text2, ""}, field{"lang1", code, ""}),
			s.post(field{"file1", text1, file + "x"}, field{"text3", text2, ""}, field{"versions", code, ""}, field{"into", code, ""}),
			s.ask("POST", s.Path(), strings.NewReader(body), "Content-Type", kind, "Sec-Fetch-Site", "same-origin"),
		} {
			if w.Code == http.StatusSeeOther {
				w = s.over(t, w.Header().Get("Location"))
			}
			if w.Code >= 500 {
				t.Errorf("status %d, %s", w.Code, plain(w))
			}
			root, err := html.Parse(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			scripts := 0
			for n := range root.Descendants() {
				if n.Data == "script" && n.Type == html.ElementNode {
					scripts++
				}
				if n.Type == html.ElementNode && n.Data == "img" {
					t.Errorf("the page has <%s>", n.Data)
				}
			}
			if scripts != 1 {
				t.Errorf("the page has %d scripts", scripts)
			}
		}
	})
}
