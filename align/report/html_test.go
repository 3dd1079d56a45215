package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"factdiff/align"
)

var someProvenance = Provenance{Program: "factdiff 0.1.0", Made: time.Date(2025, 3, 14, 9, 26, 0, 0, time.UTC)}

// written is a version as the tests write it: every fact begins with its status
// ("=", "o", "!" or "."), after "¶" where a paragraph begins and "+" where it
// goes on with the sentence before.
type written struct {
	lang, source, title string
	facts               []string
}

// compose makes a report of versions and of matches, "a1=b1" or "a2!b2".
func compose(versions []written, matches ...string) *align.Report {
	r := &align.Report{Schema: align.Schema, Model: "a model", Summary: map[string]align.Summary{}}
	at := map[string]int{}
	for i, v := range versions {
		id := string(rune('a' + i))
		var text strings.Builder
		sentence := -1
		for k, s := range v.facts {
			sep := " "
			s, opens := strings.CutPrefix(s, "¶")
			if opens {
				sep = "\n\n"
			}
			s, on := strings.CutPrefix(s, "+")
			if !on {
				sentence++
			}
			if k > 0 {
				text.WriteString(sep)
			}
			f := align.Fact{
				ID: fmt.Sprint(id, k+1), Version: id, Sentence: sentence, Start: text.Len(),
				Status: statuses[s[0]], Confidence: 0.9, Text: s[1:],
			}
			text.WriteString(s[1:])
			f.End = text.Len()
			at[f.ID] = len(r.Facts)
			r.Facts = append(r.Facts, f)
			if !on {
				r.Sentences = append(r.Sentences, align.Sentence{Version: id, Index: sentence, Start: f.Start})
			}
			last := &r.Sentences[len(r.Sentences)-1]
			last.End = f.End
			last.Facts = append(last.Facts, f.ID)
			last.Words = append(last.Words, numbers(f.Text, f.Start)...)
			sum := r.Summary[id]
			*map[align.Status]*int{align.Shared: &sum.Shared, align.Only: &sum.Only, align.Conflict: &sum.Conflict, align.Boilerplate: &sum.Boilerplate}[f.Status]++
			r.Summary[id] = sum
		}
		r.Versions = append(r.Versions, align.Version{ID: id, Source: v.source, Lang: v.lang, Title: v.title, Text: text.String()})
	}
	for _, m := range matches {
		i := strings.IndexAny(m, "=!")
		relation := align.Same
		if m[i] == '!' {
			relation = align.Contrary
		}
		x, y := &r.Facts[at[m[:i]]], &r.Facts[at[m[i+1:]]]
		x.Matches = append(x.Matches, align.Match{ID: y.ID, Relation: relation, Score: 0.8})
		y.Matches = append(y.Matches, align.Match{ID: x.ID, Relation: relation, Score: 0.8})
	}
	return r
}

var statuses = map[byte]align.Status{'=': align.Shared, 'o': align.Only, '!': align.Conflict, '.': align.Boilerplate}

// numbers grades the words of a text: those with a digit are novel.
func numbers(text string, offset int) []align.Word {
	var out []align.Word
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], ' ')
		if end < 0 {
			end = len(text) - at
		}
		w := align.Word{Start: offset + at, End: offset + at + end}
		if strings.ContainsAny(text[at:at+end], "0123456789") {
			w.Novelty = 0.9
		}
		out = append(out, w)
		at += end + 1
	}
	return out
}

// bridge is a report in three languages with all that a page can show.
func bridge() *align.Report {
	r := compose([]written{
		{"en", "https://example.org/harbour?id=7", "The harbour bridge is open", []string{
			"=The harbour bridge is open", "¶=By Anna Keller",
			"¶=The old bridge reopened on Friday.", "!It cost 18 million euros,", "+=twice as much as planned.",
			"¶=Mayor Brandt cut the ribbon.", "oA band played,", "+oand there was soup.",
			"¶.Read our newsletter.",
		}},
		{"de", "hafen.txt", "Die Hafenbrücke ist offen", []string{
			"=Die Hafenbrücke ist offen", "¶=Von Anna Keller",
			"¶=Seit Freitag ist die alte Brücke wieder offen.", "!Sie kostete 21 Millionen Euro,", "+=doppelt so viel wie geplant.",
			"oAnwohner klagen über Lärm.", "¶=Bürgermeisterin Brandt durchschnitt das Band.",
		}},
		{"ar", "http://example.org/x#teil", "جسر الميناء مفتوح", []string{
			"=جسر الميناء القديم مفتوح منذ الجمعة.", "¶=قصت رئيسة البلدية براندت الشريط.", "oوحضر السفير.",
		}},
	}, "a1=b1", "a1=c1", "a2=b2", "a3=b3", "a3=c1", "a4!b4", "a5=b5", "a6=b7", "a6=c2", "b3=c1", "b7=c2", "b1=c1")
	r.Facts[1].Confidence = 0.5
	r.Facts[2].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{
		{ID: "b6", Score: 0.1, Disagree: [][2]string{{"12 boats", "15 Boote"}}},
	}}}
	return r
}

func render(t testing.TB, r *align.Report) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, r, someProvenance); err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(b.Bytes()) {
		t.Error("the page is not valid UTF-8")
	}
	root, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), root
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for _, c := range strings.Fields(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// find returns the elements for which keep holds.
func find(root *html.Node, keep func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && keep(n) {
			out = append(out, n)
		}
	}
	return out
}

func named(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

// textOf is what an element says, less what the page adds to a text.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Data == "summary" || hasClass(n, "x"):
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if n.Data == "p" {
			b.WriteByte('\n')
		}
	}
	walk(n)
	return b.String()
}

// texts returns the versions' texts as the page has them.
func texts(root *html.Node) []string {
	var out []string
	for _, n := range find(root, func(n *html.Node) bool { return n.Data == "div" && hasClass(n, "text") }) {
		out = append(out, textOf(n))
	}
	return out
}

func checkSafe(t testing.TB, root *html.Node) {
	t.Helper()
	for _, name := range []string{"script", "style", "title", "h1", "main", "svg"} {
		if n := len(find(root, named(name))); n != 1 {
			t.Errorf("%d elements %s, want 1", n, name)
		}
	}
	for _, n := range find(root, func(*html.Node) bool { return true }) {
		switch n.Data {
		case "img", "iframe", "object", "embed", "form", "base", "link", "video", "audio":
			t.Errorf("the page has an element %s", n.Data)
		}
		for _, a := range n.Attr {
			key := strings.ToLower(a.Key)
			if strings.HasPrefix(key, "on") || key == "style" || key == "src" || key == "srcdoc" {
				t.Errorf("the page has an attribute %s on %s", a.Key, n.Data)
			}
			if key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
				t.Errorf("a link goes to %q", a.Val)
			}
		}
	}
}

// evils are texts that somebody could hope to do something with.
var evils = []string{
	"<script>alert(1)</script>",
	"</script><script>alert(1)</script>",
	"</style><script>alert(1)</script>",
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	"<!-- --><![CDATA[ <svg onload=alert(1)> ]]>",
	"</title></textarea></p></div></a><base href=//evil.example/>",
	"javascript:alert(1)",
	"data:text/html,<script>alert(1)</script>",
	"{{.CSS}} ${alert(1)} `+alert(1)+`",
	"line\u2028separator\u2029here",
	"NUL \x00 and \x00\x00 more",
	"bad \xff\xfe UTF-8 \xc3",
	"&lt;b&gt; &amp; &#60;i&#62;",
	"turned \u202e round \u2066 or not",
}

func TestHTMLIsSafe(t *testing.T) {
	for _, evil := range evils {
		r := compose([]written{
			{evil, evil, evil, []string{"=" + evil, "¶!" + evil, "+o" + evil, "." + evil}},
			{"en", "https://example.org/?q=" + evil, "T", []string{"=" + evil, "!" + evil}},
		}, "a1=b1", "a2!b2")
		r.Model = evil
		r.Facts[0].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: r.Facts[1].ID, Agree: [][2]string{{evil, evil}}}}}}
		r.Facts[1].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: "b2", Disagree: [][2]string{{evil, evil}}}}}}
		_, root := render(t, r)
		checkSafe(t, root)
		for i, got := range texts(root) {
			want := legible(r.Versions[i].Text)
			if squeeze(got) != squeeze(want) {
				t.Errorf("version %d of %q reads\n%q, want\n%q", i, evil, squeeze(got), squeeze(want))
			}
		}
	}
}

func TestHTMLPolicy(t *testing.T) {
	page, root := render(t, bridge())
	checkSafe(t, root)
	hash := func(name string) string {
		sum := sha256.Sum256([]byte(find(root, named(name))[0].FirstChild.Data))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	want := "default-src 'none'; style-src " + hash("style") + "; script-src " + hash("script") + "; base-uri 'none'; form-action 'none'"
	metas := find(root, func(n *html.Node) bool { return attr(n, "http-equiv") == "Content-Security-Policy" })
	if len(metas) != 1 || attr(metas[0], "content") != want {
		t.Errorf("policy %q, want %q", attr(metas[0], "content"), want)
	}
	if strings.Index(page, "Content-Security-Policy") > strings.Index(page, "<style>") {
		t.Error("the policy comes after the style sheet it is for")
	}
	if n := len(Style) + len(pageJS); n > 25_000 {
		t.Errorf("style sheet and script have %d bytes", n)
	}
}

func TestHTMLLinks(t *testing.T) {
	r := bridge()
	_, root := render(t, r)
	byID := map[string]*html.Node{}
	for _, n := range find(root, func(n *html.Node) bool { return attr(n, "id") != "" }) {
		if byID[attr(n, "id")] != nil {
			t.Errorf("two elements have the id %q", attr(n, "id"))
		}
		byID[attr(n, "id")] = n
	}
	for _, n := range find(root, func(n *html.Node) bool { return strings.HasPrefix(attr(n, "href"), "#") }) {
		if byID[attr(n, "href")[1:]] == nil {
			t.Errorf("nothing has the id of the link to %q", attr(n, "href"))
		}
	}
	for _, f := range r.Facts {
		n := byID[f.ID]
		if n == nil || textOf(n) != f.Text {
			t.Fatalf("fact %s is not there with its text", f.ID)
		}
		links := map[string]bool{attr(n, "href"): true}
		for s := n.NextSibling; s != nil && hasClass(s, "x"); s = s.NextSibling {
			links[attr(s, "href")] = true
		}
		for _, m := range f.Matches {
			if !links["#"+m.ID] {
				t.Errorf("fact %s has no link to its match %s", f.ID, m.ID)
			}
		}
	}
}

func TestHTMLShows(t *testing.T) {
	page, root := render(t, bridge())
	for i, n := range find(root, func(n *html.Node) bool { return hasClass(n, "text") }) {
		want := [][2]string{{"en", "ltr"}, {"de", "ltr"}, {"ar", "rtl"}}[i]
		if attr(n, "lang") != want[0] || attr(n, "dir") != want[1] {
			t.Errorf("version %d: lang %q, dir %q, want %q", i, attr(n, "lang"), attr(n, "dir"), want)
		}
	}
	for _, want := range []string{
		`<a class="f c" id="a4" href="#b4" data-c="90" data-m="b4!80">It cost <i>18</i> million euros,</a>`,
		`<a class="f o" id="a7" href="#a7" data-c="90" data-p="b7&#43; c2&#43;">A band played,</a>`,
		`<a class="f s q" id="a2" href="#b2"`,
		`data-r="b6?10" data-e="b6 differs: 12 boats, but 15 Boote"`,
		`<p class="title"><a class="f s" id="a1"`,
		`<p class="title" lang="ar" dir="rtl">جسر الميناء مفتوح</p>`,
		`href="https://example.org/harbour?id=7#:~:text=It%20cost%2018%20million%20euros%2C"`,
		`href="http://example.org/x#teil:~:text=`,
		`>A band played,</a> <a href="#a8" lang="en" dir="ltr">and there was soup.</a> <a class="at" href="https://example.org/harbour?id=7#:~:text=A%20band%20played%2C%20and%20there%20was%20soup."`,
		`<p class="lead">5 differences: <a href="#the-conflicts">1 conflict</a>, <a href="#the-rest">4 facts in one version only</a>`,
		`<tr><th scope="row"><a href="#version-a">English</a></th><td>5</td><td>2</td><td>1</td><td>1</td><td>9</td></tr>`,
		`<dd>a model</dd>`, `<dd>factdiff 0.1.0</dd>`, `14 March 2025, 09:26 UTC`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestHTMLShadesWords(t *testing.T) {
	facts := []string{"=In 1998 99 people came, 7 left.", "o5 of them", "!12"}
	page, _ := render(t, compose([]written{{"en", "a", "", facts}, {"de", "b", "", facts}}))
	for _, want := range []string{">In <i>1998 99</i> people came, <i>7</i> left.</a>", `90">5 of them</a>`, "><i>12</i></a>"} {
		if strings.Count(page, want) != 2 {
			t.Errorf("the page has not twice %s", want)
		}
	}
}

// quarrel is a report in three languages: a conflict of five facts, of which
// the verdict on one is doubtful, and a shared pair and a lone fact that are.
func quarrel() *align.Report {
	r := compose([]written{
		{"en", "https://example.org/a", "", []string{"!It cost 18 million euros,", "+!or 18 by another count.", "=It is open.", "oA band played,", "+oand sang."}},
		{"fr", "b", "", []string{"!Il a coûté 21 millions.", "=Il est ouvert."}},
		{"de", "c", "", []string{"!Er kostete 30 Millionen,", "+!also 30 Millionen Euro.", ".Werbung."}},
	}, "a1!b1", "a2!b1", "a1!c1", "a1!c2", "a3=b2")
	for id, confidence := range map[string]float64{"c2": 0.5, "b2": 0.59, "a5": 0.4} {
		fact(r, id).Confidence = confidence
	}
	return r
}

func fact(r *align.Report, id string) *align.Fact {
	for i := range r.Facts {
		if r.Facts[i].ID == id {
			return &r.Facts[i]
		}
	}
	return nil
}

func TestHTMLConflictHasAColumnPerVersion(t *testing.T) {
	_, root := render(t, quarrel())
	var got []string
	for _, dl := range find(root, func(n *html.Node) bool { return n.Data == "dl" && hasClass(n.Parent.Parent, "clashes") }) {
		for _, div := range find(dl, named("div")) {
			for n := range div.ChildNodes() {
				got = append(got, n.Data+" "+strings.TrimSuffix(textOf(n), " source"))
			}
		}
	}
	want := []string{
		"dt English", "dd It cost 18 million euros", "dd or 18 by another count.",
		"dt French", "dd Il a coûté 21 millions.",
		"dt German", "dd Er kostete 30 Millionen", "dd also 30 Millionen Euro.",
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("the conflict reads\n%q, want\n%q", got, want)
	}
}

func TestHTMLShowsDoubt(t *testing.T) {
	limit := func(furniture float64) *align.Report {
		r := quarrel()
		for i := range r.Facts {
			if f := &r.Facts[i]; f.Status == align.Boilerplate {
				f.Confidence = furniture
			} else {
				f.Confidence = doubtful
			}
		}
		return r
	}
	two := func(confidence float64) *align.Report {
		r := compose([]written{{"en", "a", "", []string{"oA.", "=S."}}, {"de", "b", "", []string{"oB.", "=S."}}}, "a2=b2")
		for i := range r.Facts {
			r.Facts[i].Confidence = confidence
		}
		return r
	}
	for _, test := range []struct {
		reason string
		report *align.Report
		signs  string // in the lists
		unsure string // in the texts
	}{
		{"a doubtful fact makes its row doubtful", quarrel(), "!? perhaps in conflict|* only here|*? perhaps only here", "a1 a2 a3 a5 b1 b2 c1 c2"},
		{"at the limit nothing is doubtful", limit(sureFurniture), "! in conflict|* only here", ""},
		{"furniture has a limit of its own", limit(doubtful), "! in conflict|* only here", "c3"},
		{"the sign points to the version of two", two(0.9), "< only here|> only here", ""},
		{"so does the doubtful one", two(0.1), "<? perhaps only here|>? perhaps only here", "a1 a2 b1 b2"},
	} {
		page, root := render(t, test.report)
		var signs, unsure []string
		for _, n := range find(root, func(n *html.Node) bool { return attr(n, "role") == "img" && n.Parent.Data == "li" }) {
			signs = append(signs, textOf(n)+" "+attr(n, "aria-label"))
		}
		for _, n := range find(root, func(n *html.Node) bool { return hasClass(n, "f") && hasClass(n, "q") }) {
			unsure = append(unsure, attr(n, "id"))
		}
		if got := strings.Join(signs, "|"); got != test.signs {
			t.Errorf("%s: the lists have %s, want %s", test.reason, got, test.signs)
		}
		if got := strings.Join(unsure, " "); got != test.unsure {
			t.Errorf("%s: unsure are %s, want %s", test.reason, got, test.unsure)
		}
		for _, s := range []string{"What is marked with ? is unsure", "<b>unsure</b>"} {
			if strings.Contains(page, s) != (test.unsure != "") {
				t.Errorf("%s: the page has %q: %t", test.reason, s, test.unsure == "")
			}
		}
	}
}

func TestHTMLMarksDifferingValues(t *testing.T) {
	r := quarrel()
	fact(r, "a1").Explanation = []align.Weighing{
		{Version: "b", Candidates: []align.Candidate{
			{ID: "b1", Agree: [][2]string{{"It", "Il"}}, Disagree: [][2]string{{"18 million", "21 millions"}}},
			{ID: "b2", Disagree: [][2]string{{"euros", "ouvert"}}}, // no counterpart
		}},
		{Version: "c", Candidates: []align.Candidate{{ID: "c1", Disagree: [][2]string{{"18 million", "30\u00a0Millionen"}}}}},
	}
	_, root := render(t, r)
	marked := func(root *html.Node) string {
		var got []string
		for _, n := range find(root, named("mark")) {
			got = append(got, attr(n.Parent, "href")+" "+textOf(n))
		}
		return strings.Join(got, "|")
	}
	if got, want := marked(root), "#a1 18 million|#b1 21 millions|#c1 30 Millionen"; got != want {
		t.Errorf("marked are %s, want %s", got, want)
	}
	_, root = render(t, quarrel())
	if got := marked(root); got != "" {
		t.Errorf("marked without an explanation: %s", got)
	}
}

func TestEmphasize(t *testing.T) {
	for _, test := range []struct {
		text     string
		wordings []string
		want     string
	}{
		{"18 came.", nil, "18 came."},
		{"18 came.", []string{"18", "18"}, "[18] came."},
		{"In 2018, 18 came.", []string{"18"}, "In 2018, [18] came."},
		{"18.5 or 3,18 or 18", []string{"18"}, "18.5 or 3,18 or [18]"},
		{"Mayor May", []string{"May"}, "Mayor [May]"},
		{"eine 18jährige", []string{"18"}, "eine [18]jährige"},
		{"在2019年开放", []string{"2019年"}, "在[2019年]开放"},
		{"in 2018", []string{"18"}, "in 2018"},
		{"from 3 to 5", []string{"3 to", "to 5"}, "from [3 to 5]"},
		{"one blank", []string{"one\n blank"}, "[one blank]"},
		{"a", []string{"", "b", "ab"}, "a"},
		{"", []string{"x"}, ""},
	} {
		got := ""
		for _, p := range emphasize(test.text, test.wordings) {
			if p.Marked {
				p.Text = "[" + p.Text + "]"
			}
			got += p.Text
		}
		if got != test.want {
			t.Errorf("emphasize(%q, %q) = %s, want %s", test.text, test.wordings, got, test.want)
		}
	}
}

func TestHTMLCountsDifferences(t *testing.T) {
	for _, test := range []struct {
		r    *align.Report
		want string
	}{
		{quarrel(), "3 differences: 1 conflict, 2 facts in one version only. What is marked with ? is unsure: 3 facts."},
		{long(3), "0 differences: no conflicts, 0 facts in one version only."},
		{compose([]written{{"en", "a", "", []string{"oA."}}, {"en", "b", "", nil}}), "1 difference: no conflicts, 1 fact in one version only."},
	} {
		_, root := render(t, test.r)
		for _, n := range find(root, func(n *html.Node) bool { return hasClass(n, "lead") }) {
			if got := strings.TrimSpace(textOf(n)); got != test.want {
				t.Errorf("the summary reads %q, want %q", got, test.want)
			}
		}
	}
}

func TestHTMLCallsFurniturePageFurniture(t *testing.T) {
	page, _ := render(t, quarrel())
	short := regexp.MustCompile(`(?i)(.{5})furniture`)
	all := short.FindAllStringSubmatch(page, -1)
	for _, m := range all {
		if !strings.EqualFold(m[1], "page ") {
			t.Errorf("the page says %q", m[0])
		}
	}
	if len(all) < 6 {
		t.Errorf("the page speaks of furniture %d times", len(all))
	}
	if strings.Contains(strings.ToLower(page), "boilerplate") {
		t.Error("the page says boilerplate")
	}
}

func TestHTMLIsDeterministic(t *testing.T) {
	want, _ := render(t, bridge())
	for range 5 {
		if got, _ := render(t, bridge()); got != want {
			t.Fatal("the same report made another page")
		}
	}
}

func TestHTMLParagraphs(t *testing.T) {
	for _, test := range []struct {
		reason string
		text   string
		cuts   []string // facts, "+" goes on with the sentence
		want   []string
	}{
		{"an empty line ends a paragraph", "A b.\n\nC d.", []string{"A b.", "C d."}, []string{"A b.", "C d."}},
		{"a line end does too where no sentence is broken", "A b.\nC d.", []string{"A b.", "C d."}, []string{"A b.", "C d."}},
		{"a line end within a sentence is a blank", "A,\nb. C d.", []string{"A,", "+b.", "C d."}, []string{"A, b. C d."}},
		{"so is one between sentences of such a text", "A,\nb.\nC d.\n\nE.", []string{"A,", "+b.", "C d.", "E."}, []string{"A, b. C d.", "E."}},
		{"carriage returns are no lines", "A,\r\nb.\r\nC.\r\n\r\nE.", []string{"A,", "+b.", "C.", "E."}, []string{"A, b. C.", "E."}},
		{"old line ends count", "A b.\rC d.", []string{"A b.", "C d."}, []string{"A b.", "C d."}},
		{"no blank is made up", "甲。乙。", []string{"甲。", "乙。"}, []string{"甲。乙。"}},
		{"what is no fact stays", "* A. -- B. *", []string{"A.", "B."}, []string{"* A. -- B. *"}},
	} {
		r := &align.Report{Versions: []align.Version{{ID: "a", Text: test.text, Lang: "en"}}}
		at, sentence := 0, -1
		for i, s := range test.cuts {
			s, on := strings.CutPrefix(s, "+")
			start := at + strings.Index(test.text[at:], s)
			at = start + len(s)
			if !on {
				sentence++
				r.Sentences = append(r.Sentences, align.Sentence{Version: "a", Start: start})
			}
			r.Sentences[sentence].End = at
			r.Facts = append(r.Facts, align.Fact{ID: fmt.Sprint("a", i+1), Version: "a", Sentence: sentence, Start: start, End: at, Status: align.Only})
		}
		_, root := render(t, r)
		var got []string
		for _, n := range find(root, func(n *html.Node) bool { return n.Data == "p" && hasClass(n.Parent, "text") }) {
			got = append(got, strings.TrimSpace(textOf(n)))
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
			t.Errorf("%s: %q, want %q", test.reason, got, test.want)
		}
	}
}

// long is a report whose versions have n facts each, all of them shared.
func long(n int) *align.Report {
	var a, b, matches []string
	for i := range n {
		s := fmt.Sprintf("=Fact number %d is told here in a sentence of usual length.", i+1)
		if i%5 == 4 {
			s = "¶" + s
		}
		a, b = append(a, s), append(b, s)
		matches = append(matches, fmt.Sprintf("a%d=b%d", i+1, i+1))
	}
	return compose([]written{{"en", "a.txt", "", a}, {"en", "b.txt", "", b}}, matches...)
}

func TestHTMLOfLongTexts(t *testing.T) {
	const n = 1000
	r := long(n)
	page, root := render(t, r)
	rests := find(root, named("details"))
	if len(rests) != 2 {
		t.Fatalf("%d parts to be shown on request, want 2", len(rests))
	}
	if rest := len(find(rests[0], func(n *html.Node) bool { return hasClass(n, "f") })); rest > n-shownFacts || rest < n-shownFacts-5 {
		t.Errorf("%d facts are shown on request", rest)
	}
	for i, got := range texts(root) {
		if squeeze(got) != squeeze(r.Versions[i].Text) {
			t.Errorf("version %d is not whole", i)
		}
	}
	if perFact := len(page) / len(r.Facts); perFact > 250 {
		t.Errorf("%d bytes for a fact of 55", perFact)
	}
	if !strings.Contains(page, "English (a)") || !strings.Contains(page, "English (b)") {
		t.Error("two versions in a language have the same name")
	}
}

func TestHTMLErrors(t *testing.T) {
	for _, test := range []struct {
		reason string
		spoil  func(*align.Report)
		want   string
	}{
		{"a span outside of the text", func(r *align.Report) { r.Facts[8].End = 9999 }, `fact "a9"`},
		{"a span that goes back", func(r *align.Report) { r.Facts[1].Start = 0 }, `fact "a2"`},
		{"an unknown version", func(r *align.Report) { r.Facts[0].Version = "z" }, `no version "z"`},
		{"an ID given twice", func(r *align.Report) { r.Facts[1].ID = "a1" }, `fact "a1"`},
		{"an ID that is markup", func(r *align.Report) { r.Facts[1].ID = `a" b` }, `its ID`},
		{"an unknown match", func(r *align.Report) { r.Facts[0].Matches[0].ID = "q1" }, `no match "q1"`},
	} {
		r := bridge()
		test.spoil(r)
		if err := HTML(io.Discard, r, Provenance{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %s", test.reason, err, test.want)
		}
	}
	if err := HTML(io.Discard, &align.Report{}, Provenance{}); err == nil {
		t.Error("no error for a report without versions")
	}
}

func TestFragment(t *testing.T) {
	for _, test := range [][3]string{
		{"", "A text.", ""},
		{"https://example.org/x", " ", ""},
		{"https://example.org/x", "18-jährige, naïve & co.", "https://example.org/x#:~:text=18%2Dj%C3%A4hrige%2C%20na%C3%AFve%20%26%20co."},
		{"https://example.org/x#top", "A b", "https://example.org/x#top:~:text=A%20b"},
		{"https://example.org/x", "a b c d e f g h i j k l m", "https://example.org/x#:~:text=a%20b%20c%20d%20e,i%20j%20k%20l%20m"},
	} {
		if got := fragment(test[0], test[1]); got != test[2] {
			t.Errorf("fragment(%q, %q) = %q, want %q", test[0], test[1], got, test[2])
		}
	}
}

// FuzzHTML cuts texts into facts anywhere; the page must have them whole, and
// nothing of them as markup.
func FuzzHTML(f *testing.F) {
	f.Add("A <b>. C & d.\n\nE \"f\".", "甲。\u2028乙。", 7, "https://example.org/")
	f.Add("</script><script>", "]]>--><!--", 3, "javascript:x")
	f.Add("a\r\nb\tc\x00\x01\u0085d", "\ufeff\u202e", 1, "\x00")
	f.Fuzz(func(t *testing.T, a, b string, step int, source string) {
		step = 1 + (step&0xff)%40
		r := &align.Report{}
		for i, text := range []string{a, b} {
			text = strings.ToValidUTF8(text, "?")
			id := string(rune('a' + i))
			r.Versions = append(r.Versions, align.Version{ID: id, Lang: "en", Source: source, Title: text, Text: text})
			start, count := 0, 0
			for at, c := range text + " " {
				if at-start < step && at < len(text) {
					continue
				}
				end := start + len(strings.TrimRightFunc(text[start:at], unicode.IsSpace))
				if end > start {
					count++
					fact := align.Fact{ID: fmt.Sprint(id, count), Version: id, Sentence: count / 2, Start: start, End: end, Status: align.Shared}
					r.Facts = append(r.Facts, fact)
					r.Sentences = append(r.Sentences, align.Sentence{Version: id, Start: start, End: end, Words: []align.Word{{Start: start, End: end, Novelty: float64(c%2) + 0.1}}})
				}
				start = at
			}
		}
		_, root := render(t, r)
		checkSafe(t, root)
		for i, got := range texts(root) {
			if want := legible(r.Versions[i].Text); bare(got) != bare(want) {
				t.Errorf("version %d reads %q, want %q", i, got, want)
			}
		}
	})
}

// bare is a text without white space.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

func BenchmarkHTML(b *testing.B) {
	r := long(8000)
	for b.Loop() {
		if err := HTML(io.Discard, r, someProvenance); err != nil {
			b.Fatal(err)
		}
	}
}

func TestHTMLMoved(t *testing.T) {
	page, root := render(t, moving())
	for id, name := range map[string]string{"a1": "German", "b3": "English", "a2": "", "b1": ""} {
		f := find(root, func(n *html.Node) bool { return attr(n, "id") == id })[0]
		if hasClass(f, "m") != (name != "") || attr(f, "data-o") != name {
			t.Errorf("%s: class %q, moved from %q", id, attr(f, "class"), attr(f, "data-o"))
		}
	}
	if !strings.Contains(page, "<b>moved</b>") {
		t.Error("the legend does not tell what moved is")
	}
	if page, _ = render(t, bridge()); strings.Contains(page, "<b>moved</b>") {
		t.Error("the legend tells of what there is not")
	}
}

// The headline is in the language of the version that it is taken from.
func TestHTMLTitle(t *testing.T) {
	for _, c := range []struct{ first, second, lang, dir, text string }{
		{"Bridge", "جسر", "en", "ltr", "Bridge"},
		{"", "جسر", "ar", "rtl", "جسر"},
		{"", "", "", "", "Untitled article"},
	} {
		_, root := render(t, compose([]written{{"en", "a.txt", c.first, []string{"=x"}}, {"ar", "b.txt", c.second, []string{"=x"}}}, "a1=b1"))
		h := find(root, named("h1"))[0]
		if attr(h, "lang") != c.lang || attr(h, "dir") != c.dir || strings.TrimSpace(textOf(h)) != c.text {
			t.Errorf("%q in %q, %q", textOf(h), attr(h, "lang"), attr(h, "dir"))
		}
	}
}

// What is told as one stands as in the text: with a space only where that has one.
func TestHTMLOnlyGaps(t *testing.T) {
	r := compose([]written{{"ja", "a.txt", "", []string{"o橋は、", "+o開いた、", "+oと"}}, {"de", "b.txt", "", []string{"ox"}}})
	r.Versions[0].Text = "橋は、開いた、 と"
	r.Facts[1].Start, r.Facts[1].End = len("橋は、"), len("橋は、開いた、")
	r.Facts[2].Start, r.Facts[2].End = len("橋は、開いた、 "), len("橋は、開いた、 と")
	_, root := render(t, r)
	item := find(root, func(n *html.Node) bool { return n.Data == "li" && strings.Contains(textOf(n), "橋") })[0]
	if got := strings.TrimSpace(textOf(item)); got != "< 橋は、開いた、 と" {
		t.Errorf("got %q", got)
	}
}
