package wiki

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"factdiff/align/internal/web"
)

// pages are articles of an invented island, as MediaWiki renders them.
var pages = map[string]map[string]string{
	"en": {"Norrholm": `<div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr">
<div role="note" class="hatnote navigation-not-searchable">For the ship, see <a href="/wiki/MS_Norrholm">MS Norrholm</a>.</div>
<style data-mw-deduplicate="x">.infobox{float:right}</style>
<table class="infobox vcard"><tbody><tr><th>Population</th><td>4,120</td></tr></tbody></table>
<p><b>Norrholm</b> is an island in the Ljusa estuary.<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> About 4,100 people live on it.</p>
<div class="mw-heading mw-heading2"><h2 id="History">History</h2></div>
<p>Fishermen settled on the island in 1540.</p>
<figure class="mw-default-size"><a href="x"><img src="x"></a><figcaption>The harbour around 1900</figcaption></figure>
<div class="mw-heading mw-heading3"><h3 id="Ferry">Ferry</h3></div>
<p>The ferry has sailed since 1902.</p>
<div class="mw-heading mw-heading2"><h2 id="Economy">Economy</h2><span class="mw-editsection"><a>edit</a></span></div>
<ul><li>Fishing</li><li>Tourism</li></ul>
<table class="wikitable"><tbody><tr><td>2020</td><td>31,000 guests</td></tr></tbody></table>
<div class="mw-heading mw-heading2"><h2 id="References">References</h2></div>
<div class="mw-references-wrap"><ol class="references"><li>A book.</li></ol></div>
<div class="mw-heading mw-heading2"><h2 id="External_links">External links</h2></div>
<ul><li><a rel="nofollow" class="external text" href="https://norrholm.example">Official site</a></li></ul>
<div role="navigation" class="navbox"><ul><li>Islands of the Ljusa</li></ul></div>
</div>`},
	"de": {"Norrholm (Insel)": `<div class="mw-parser-output"><p><b>Norrholm</b> ist eine Insel.</p><h2>Geschichte</h2><p>Fischer kamen im Jahr 1540.</p></div>`},
	"fr": {"Norrholm": `<div class="mw-parser-output"><p><b>Norrholm</b> est une île.</p></div>`},
}

// api answers as MediaWiki's api.php does (format=json, formatversion=2), one
// wiki for each language below "/LANG/w/api.php".
type api struct {
	*httptest.Server
	requests atomic.Int32
	links    int                                                        // further links in parts of this many
	first    func(w http.ResponseWriter, r *http.Request, n int32) bool // may answer in place of the API
}

func newAPI(t *testing.T) *api {
	a := &api{links: 2}
	a.Server = httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(a.Close)
	return a
}

func (a *api) client(t *testing.T) *Client {
	c, err := New(a.URL + "/{lang}/w/api.php")
	if err != nil {
		t.Fatal(err)
	}
	c.guard = web.NewGuard(web.Limits{Texts: 1, Pause: time.Millisecond, MaxPause: time.Millisecond, Deadline: 20 * time.Second})
	return c
}

type object = map[string]any

func (a *api) serve(w http.ResponseWriter, r *http.Request) {
	n := a.requests.Add(1)
	if a.first != nil && a.first(w, r, n) {
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	q := r.URL.Query()
	lang := strings.Split(r.URL.Path, "/")[1]
	answer := func(v any) { json.NewEncoder(w).Encode(v) }
	if q.Get("format") != "json" || q.Get("formatversion") != "2" || q.Get("maxlag") == "" || !strings.HasPrefix(r.UserAgent(), "factdiff") {
		answer(object{"error": object{"code": "badvalue", "info": "not how it should be asked"}})
		return
	}
	title := q.Get("titles") + q.Get("page")
	switch q.Get("action") {
	case "query":
		query := object{}
		if title == "Norrholm Island" {
			query["redirects"] = []object{{"from": title, "to": "Norrholm"}}
			title = "Norrholm"
		}
		page := object{"title": title, "ns": 0}
		switch {
		case strings.ContainsAny(title, "<>[]"):
			page["invalid"], page["invalidreason"] = true, `The requested page title contains invalid characters: "<".`
		case pages[lang][title] == "":
			page["missing"] = true
		default:
			page["pageid"] = 7
			page["fullurl"] = fmt.Sprintf("https://%s.wiki.example/wiki/%s", lang, url.PathEscape(title))
		}
		query["pages"] = []object{page}
		reply := object{"query": query}
		if title == "Norrholm" && lang == "en" {
			at, _ := strconv.Atoi(q.Get("llcontinue"))
			all := []object{{"lang": "de", "title": "Norrholm (Insel)"}, {"lang": "fr", "title": "Norrholm"}, {"lang": "sv", "title": "Norrholm"}, {"lang": "../evil", "title": "x"}}
			end := min(at+a.links, len(all))
			page["langlinks"] = all[at:end]
			if end < len(all) {
				reply["continue"] = object{"llcontinue": strconv.Itoa(end), "continue": "||info"}
			}
		}
		answer(reply)
	case "parse":
		if pages[lang][title] == "" {
			answer(object{"error": object{"code": "missingtitle", "info": "The page you specified doesn't exist."}})
			return
		}
		answer(object{"parse": object{"title": title, "pageid": 7, "text": pages[lang][title]}})
	default:
		answer(object{"error": object{"code": "badvalue", "info": "Unrecognized value for parameter \"action\"."}})
	}
}

func TestArticle(t *testing.T) {
	a := newAPI(t)
	c := a.client(t)
	page, err := c.Find(t.Context(), Ref{"en", "Norrholm Island"})
	if err != nil {
		t.Fatal(err)
	}
	if page.Title != "Norrholm" || page.Address != "https://en.wiki.example/wiki/Norrholm" {
		t.Errorf("found %q at %q", page.Title, page.Address)
	}
	doc, err := c.Read(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	var outline strings.Builder
	for _, b := range doc.Blocks {
		fmt.Fprintf(&outline, "%s: %s\n", b.Kind, doc.Text[b.Start:b.End])
	}
	want := `heading: Norrholm
paragraph: Norrholm is an island in the Ljusa estuary. About 4,100 people live on it.
heading: History
paragraph: Fishermen settled on the island in 1540.
caption: The harbour around 1900
heading: Ferry
paragraph: The ferry has sailed since 1902.
heading: Economy
list item: Fishing
list item: Tourism
`
	if outline.String() != want {
		t.Errorf("got\n%swant\n%s", outline.String(), want)
	}
	if doc.Title != "Norrholm" || doc.Lang != "en" || doc.Source != page.Address {
		t.Errorf("%q, %q, %q", doc.Title, doc.Lang, doc.Source)
	}

	ref, err := page.In("de")
	if err != nil || ref != (Ref{"de", "Norrholm (Insel)"}) {
		t.Fatalf("in German it is %v: %v", ref, err)
	}
	german, err := c.Find(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if doc, err := c.Read(t.Context(), german); err != nil || doc.Lang != "de" || !strings.Contains(doc.Text, "Fischer kamen") {
		t.Errorf("the German one: %v", err)
	}
	_, err = page.In("ja")
	if e := new(Error); !errors.As(err, &e) || !e.Missing || !strings.Contains(err.Error(), "de, fr, sv") || strings.Contains(err.Error(), "evil") {
		t.Errorf("without a Japanese one: %v", err)
	}
}

func TestTrouble(t *testing.T) {
	busy := func(status int, header, value, body string) func(http.ResponseWriter, *http.Request, int32) bool {
		return func(w http.ResponseWriter, _ *http.Request, n int32) bool {
			if n > 2 {
				return false
			}
			w.Header().Set(header, value)
			w.WriteHeader(status)
			io.WriteString(w, body)
			return true
		}
	}
	for _, row := range []struct {
		reason, title, want string
		requests            int32
		first               func(http.ResponseWriter, *http.Request, int32) bool
	}{
		{"a page that is missing", "Sudholm", "no such article", 1, nil},
		{"a title that is none", "a<b", "invalid characters", 1, nil},
		{"lag that passes", "Norrholm", "", 4, busy(200, "Retry-After", "0", `{"error":{"code":"maxlag","info":"Waiting for 10.64.0.1: 6.2 seconds lagged.","lag":6.2}}`)},
		{"too many requests, for a time", "Norrholm", "", 4, busy(429, "Retry-After", "0", "<html>Too many requests</html>")},
		{"a limit of the API's own", "Norrholm", "", 4, busy(200, "X", "", `{"error":{"code":"ratelimited","info":"You've exceeded your rate limit."}}`)},
		{"out of order, for a time", "Norrholm", "", 4, busy(503, "X", "", "")},
		{"to be left alone for long", "Norrholm", "try again in 10m0s", 1, busy(429, "Retry-After", "600", "")},
		{"not the API", "Norrholm", "no JSON", 1, busy(200, "X", "", "<html>Welcome</html>")},
		{"another address", "Norrholm", "status 404", 1, busy(404, "X", "", "")},
		{"moved", "Norrholm", "it has moved to", 1, busy(301, "Location", "https://elsewhere.example/", "")},
		{"another error", "Norrholm", "Unknown", 1, busy(200, "X", "", `{"error":{"code":"other","info":"Unknown"}}`)},
		{"cut off", "Norrholm", "", 4, func(w http.ResponseWriter, _ *http.Request, n int32) bool {
			if n > 2 {
				return false
			}
			w.Header().Set("Content-Length", "500")
			io.WriteString(w, `{"query":`)
			return true
		}},
	} {
		a := newAPI(t)
		a.first = row.first
		a.links = 10
		c := a.client(t)
		page, err := c.Find(t.Context(), Ref{"en", row.title})
		if row.want == "" {
			if err != nil {
				t.Errorf("%s: %v", row.reason, err)
				continue
			}
			_, err = c.Read(t.Context(), page)
			if err != nil {
				t.Errorf("%s: %v", row.reason, err)
			}
		} else if e := new(Error); !errors.As(err, &e) || !strings.Contains(err.Error(), row.want) || e.Hint == "" {
			t.Errorf("%s: %v", row.reason, err)
		}
		if n := a.requests.Load(); n != row.requests {
			t.Errorf("%s: %d requests, want %d", row.reason, n, row.requests)
		}
	}
	a := newAPI(t)
	a.first = func(w http.ResponseWriter, r *http.Request, _ int32) bool { w.WriteHeader(500); return true }
	_, err := a.client(t).Find(t.Context(), Ref{"en", "Norrholm"})
	if e := new(Error); !errors.As(err, &e) || e.Hint != "try again later" || a.requests.Load() != 5 {
		t.Errorf("out of order: %v after %d requests", err, a.requests.Load())
	}
	a.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.client(t).Find(ctx, Ref{"en", "Norrholm"}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// TestGone reads a page that is deleted between the look-up and the reading.
func TestGone(t *testing.T) {
	c := newAPI(t).client(t)
	_, err := c.Read(t.Context(), &Page{Ref: Ref{"en", "Sudholm"}})
	if e := new(Error); !errors.As(err, &e) || !e.Missing {
		t.Error(err)
	}
}

// TestContinuations asks for no more parts of an answer than the limit.
func TestContinuations(t *testing.T) {
	for parts, want := range map[int32]int32{MaxContinuations - 1: MaxContinuations - 1, MaxContinuations: MaxContinuations, MaxContinuations + 10: MaxContinuations} {
		a := newAPI(t)
		a.first = func(w http.ResponseWriter, _ *http.Request, n int32) bool {
			reply := object{"query": object{"pages": []object{{"title": "Norrholm"}}}}
			if n < parts {
				reply["continue"] = object{"llcontinue": fmt.Sprint(n), "continue": "||"}
			}
			json.NewEncoder(w).Encode(reply)
			return true
		}
		if _, err := a.client(t).Find(t.Context(), Ref{"en", "Norrholm"}); err != nil || a.requests.Load() != want {
			t.Errorf("%d parts: asked %d times: %v", parts, a.requests.Load(), err)
		}
	}
}

func TestParseRef(t *testing.T) {
	for name, want := range map[string]Ref{
		"wiki:en:Berlin":             {"en", "Berlin"},
		"wiki:zh-min-nan:Berlin":     {"zh-min-nan", "Berlin"},
		"wiki:en:New_York_City":      {"en", "New York City"},
		"wiki:de:Star Trek: Picard":  {"de", "Star Trek: Picard"},
		"wiki:en:":                   {},
		"wiki:Berlin":                {},
		"wiki:evil.example/:Berlin":  {},
		"wiki:EN:Berlin":             {},
		"wiki:e:Berlin":              {},
		"wiki:user@evil.example:Foo": {},
	} {
		got, err := ParseRef(name)
		if got != want && want != (Ref{}) || (err != nil) != (want == Ref{}) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestNew(t *testing.T) {
	for api, ok := range map[string]bool{
		"": true, "http://127.0.0.1:8080/{lang}/api.php": true, "https://wiki.example/w/api.php": true,
		"wiki.example": false, "file:///etc/{lang}": false, "https://me:secret@wiki.example/{lang}": false, "https://wiki.example/?a={lang}": false,
	} {
		if _, err := New(api); (err == nil) != ok {
			t.Errorf("%q: %v", api, err)
		}
	}
}

func FuzzArticle(f *testing.F) {
	for _, wiki := range pages {
		for _, source := range wiki {
			f.Add(source)
		}
	}
	f.Add(`<h2>a<h3>b</h2><table><li><a class=external>`)
	f.Add(`<svg><table class=infobox><p role=note>`)
	f.Fuzz(func(t *testing.T, source string) {
		root, err := article("T", source)
		if err == nil && root == nil {
			t.Error("no tree and no error")
		}
	})
}
