package fetch

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

func TestRobots(t *testing.T) {
	for _, row := range []struct {
		reason, text, path string
		allowed            bool
	}{
		{"nothing", "", "/a", true},
		{"all", "User-agent: *\nDisallow: /", "/a", false},
		{"an empty rule", "User-agent: *\nDisallow:", "/a", true},
		{"the beginning of a path", "User-agent: *\nDisallow: /private", "/private/a", false},
		{"another path", "User-agent: *\nDisallow: /private", "/public", true},
		{"the longest rule", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"the longest rule, in another order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true},
		{"of two as long the kinder", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"us, by name", "User-agent: *\nDisallow:\n\nUser-agent: FactDiff/1.0\nDisallow: /", "/a", false},
		{"others, by name", "User-agent: otherbot\nDisallow: /", "/a", true},
		{"a name that ours begins with", "User-agent: fact\nDisallow: /", "/a", true},
		{"our group in place of the general one", "User-agent: *\nDisallow: /\nUser-agent: factdiff\nDisallow: /b", "/a", true},
		{"several names for a group", "User-agent: otherbot\nUser-agent: factdiff\nDisallow: /a", "/a", false},
		{"two groups of ours", "User-agent: factdiff\nDisallow: /a\n\nUser-agent: factdiff\nDisallow: /b", "/a", false},
		{"a wildcard", "User-agent: *\nDisallow: /*/print", "/a/b/print?x", false},
		{"a wildcard at the end", "User-agent: *\nDisallow: /a*", "/ab", false},
		{"an end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf", false},
		{"an end that is none", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", true},
		{"an end without a wildcard", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"the beginning and end overlap", "User-agent: *\nDisallow: /ab*ba$", "/aba", true},
		{"a query", "User-agent: *\nDisallow: /*?print", "/a?print=1", false},
		{"escapes in two ways", "User-agent: *\nDisallow: /f%c3%bc", "/fü", false},
		{"escapes of what needs none", "User-agent: *\nDisallow: /%61bc", "/abc", false},
		{"capitals count in paths", "User-agent: *\nDisallow: /A", "/a", true},
		{"comments, capitals, spaces", "USER-AGENT : * # all\n disallow : /a # this", "/a", false},
		{"line ends of old", "User-agent: *\rDisallow: /a\r", "/a", false},
		{"rules of nobody", "Disallow: /\nUser-agent: *\nDisallow: /b", "/a", true},
		{"what is no rule does not end the names", "User-agent: *\nCrawl-delay: x\nSitemap: /s\nDisallow: /a", "/a", false},
		{"a page in place of rules", "<html><body>User-agent: no</body></html>", "/a", true},
	} {
		if got := parseRobots(row.text).allow(row.path); got != row.allowed {
			t.Errorf("%s: allowed is %v", row.reason, got)
		}
	}
}

func TestRobotsOfHosts(t *testing.T) {
	var asked atomic.Int32
	serve := func(h http.HandlerFunc) string {
		return site(t, map[string]http.HandlerFunc{
			"/robots.txt": func(w http.ResponseWriter, r *http.Request) { asked.Add(1); h(w, r) },
			"/a/":         html(fmt.Sprintf(page, "")),
			"/open":       html(fmt.Sprintf(page, "")),
			"/sent":       to("/a/b", http.StatusFound),
			"/rules":      func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "User-agent: *\nDisallow: /a/") },
			"/rules/":     func(w http.ResponseWriter, r *http.Request) { to("/rules/"+r.URL.Path[7:]+"x", 302)(w, r) },
		}).URL
	}
	rules := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
	}
	status := func(s int) http.HandlerFunc { return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(s) } }
	most := "User-agent: *\n" + strings.Repeat("#", MaxRobots-len("User-agent: *\n")-len("\nDisallow: /a/"))
	for _, row := range []struct {
		reason  string
		robots  http.HandlerFunc
		path    string
		refusal Reason
	}{
		{"none", status(404), "/a/b", 0},
		{"not for us", status(403), "/a/b", 0},
		{"out of order", status(500), "/a/b", Status},
		{"too many requests", status(429), "/a/b", Status},
		{"disallowed", rules("User-agent: *\nDisallow: /a/"), "/a/b", Disallowed},
		{"another path", rules("User-agent: *\nDisallow: /a/"), "/open", 0},
		{"where it is sent on to", rules("User-agent: *\nDisallow: /a/"), "/sent", Disallowed},
		{"sent on itself", to("/rules", 302), "/a/b", Disallowed},
		{"sent on without end", to("/rules/x", 302), "/a/b", 0},
		{"a rule below the limit", rules(most[:len(most)-1] + "\nDisallow: /a/"), "/a/b", Disallowed},
		{"a rule at the limit", rules(most + "\nDisallow: /a/"), "/a/b", Disallowed},
		{"a rule over the limit", rules(most + strings.Repeat("#", 20) + "\nDisallow: /a/"), "/a/b", 0},
	} {
		doc, err := Get(t.Context(), serve(row.robots)+row.path, private)
		if row.refusal == 0 && err != nil || row.refusal != 0 && refused(t, doc, err).Reason != row.refusal {
			t.Errorf("%s: %v", row.reason, err)
		}
	}

	asked.Store(0)
	host := serve(rules("User-agent: *\nDisallow: /none"))
	f := New(private)
	defer f.Close()
	for range 5 {
		if _, err := f.Get(t.Context(), host+"/open"); err != nil {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("five pages asked %d times for the robots.txt", n)
	}
	for i := range MaxHosts + 1 {
		f.robots[fmt.Sprint(i)] = nil
	}
	if _, err := f.Get(t.Context(), serve(status(404))+"/open"); err != nil || len(f.robots) > MaxHosts {
		t.Errorf("%d hosts are remembered: %v", len(f.robots), err)
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$\nAllow: /%61", "/a%41b")
	f.Add("user-agent:factdiff\rdisallow:*", "")
	f.Fuzz(func(t *testing.T, text, path string) {
		r := parseRobots(text)
		if r.allow(path) != r.allow(normalPath(path)) {
			t.Errorf("%q means something else written as %q", path, normalPath(path))
		}
	})
}
