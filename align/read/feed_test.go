package read

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>The Ljusa Courier</title><language>en</language><description>News</description>
<item><title>Ferry &amp;amp; bridge</title><media:content url="x"><media:title>Harbour</media:title></media:content><pubDate>Sat, 14 Mar 2026 08:00:00 +0000</pubDate>
<description>It sails.</description><content:encoded><![CDATA[<p>It sails <b>again</b>.</p><ul><li>daily</li></ul>]]></content:encoded></item>
<item><title>Storm</title><description>&lt;p&gt;It blew.&lt;/p&gt;</description></item>
</channel></rss>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Kurier</title>
<entry xml:lang="en"><title>A</title><published>2026-03-14T08:00:00Z</published><summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <em>sails</em> &amp; sinks.</p></div></content></entry>
<entry><title type="html">B &lt;i&gt;</title><content type="html">&lt;p&gt;Es f&amp;auml;hrt.&lt;/p&gt;</content></entry>
<entry><title>C</title><content>1 &lt; 2</content></entry></feed>`

const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>K</title></channel>
<item><title>D</title><description>It sails.</description><dc:date>2026-03-14</dc:date></item></rdf:RDF>`

const jsonOf = `{"version": "https:\/\/jsonfeed.org\/version\/1.1", "language": "fr", "items": [
{"id": "1", "title": "E", "content_text": "Il navigue.\n\nIl coule <vite>.", "date_published": "2026-03-14T08:00:00Z"}, {"id": "2", "content_html": "<p>Oui.</p>"}]}`

func TestFeed(t *testing.T) {
	for _, row := range []struct{ reason, source, name, title, lang, date, want string }{
		{"RSS with content", rss, "feed.xml#1", "Ferry & bridge", "en", "2026-03-14", "heading: Ferry & bridge\nparagraph: It sails again.\nlist item: daily\n"},
		{"RSS with a description", rss, "https://x.example/feed#2", "Storm", "en", "0001-01-01", "heading: Storm\nparagraph: It blew.\n"},
		{"Atom in XHTML", atomFeed, "a#1", "A", "en", "2026-03-14", "heading: A\nparagraph: It sails & sinks.\n"},
		{"Atom in HTML", atomFeed, "a#2", "B <i>", "de", "0001-01-01", "heading: B <i>\nparagraph: Es fährt.\n"},
		{"Atom in text", atomFeed, "a#3", "C", "de", "0001-01-01", "heading: C\nparagraph: 1 < 2\n"},
		{"RSS 1, of one entry", rdf, "a.rdf", "D", "", "2026-03-14", "heading: D\nparagraph: It sails.\n"},
		{"JSON in text", jsonOf, "a.json#1", "E", "fr", "2026-03-14", "heading: E\nparagraph: Il navigue.\nparagraph: Il coule <vite>.\n"},
		{"JSON in HTML", jsonOf, "-#2", "", "fr", "0001-01-01", "paragraph: Oui.\n"},
		{"cut off behind it", rss[:strings.Index(rss, "<item><title>Storm")], "a", "Ferry & bridge", "en", "2026-03-14", "heading: Ferry & bridge\nparagraph: It sails again.\nlist item: daily\n"},
	} {
		doc := mustRead(t, row.source, row.name)
		if got := strings.ReplaceAll(outline(doc), "@0", ""); got != row.want || doc.Title != row.title || doc.Lang != row.lang || doc.Date.Format("2006-01-02") != row.date {
			t.Errorf("%s: %q, %q, %v:\n%s", row.reason, doc.Title, doc.Lang, doc.Date, got)
		}
	}
}

func TestFeedErrors(t *testing.T) {
	_, err := Bytes(t.Context(), []byte(strings.Replace(rss, "Storm", "Storm&#x202E;"+strings.Repeat("x", 200), 1)), "feed.xml")
	e := new(FeedError)
	if !errors.As(err, &e) || len(e.Entries) != 2 || e.Entries[0] != "Ferry & bridge" || strings.Contains(e.Entries[1], "\u202E") || len(e.Entries[1]) > 110 || !strings.Contains(err.Error(), "feed of 2 entries; name one by its number, as in feed.xml#2") {
		t.Errorf("no entry named: %v, %q", err, e.Entries)
	}
	if _, err = Bytes(t.Context(), []byte(rss), "feed.xml#3"); !errors.As(err, &e) || e.Entry != 3 || !strings.Contains(err.Error(), "no entry 3") {
		t.Errorf("an entry that is not there: %v", err)
	}
	for reason, source := range map[string]string{
		"cut off before an entry": rss[:200], "JSON cut off": jsonOf[:200], "deep": "<rss>" + strings.Repeat("<a>", 1_000_000),
		"deep in an entry": "<rss><item><title>" + strings.Repeat("<a>", 1_000_000), "deep JSON": `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 1_000_000),
	} {
		if _, err := Bytes(t.Context(), []byte(source), "a"); !errors.As(err, new(*DamagedError)) {
			t.Errorf("%s: %v", reason, err)
		}
	}
	if _, err := Bytes(t.Context(), []byte("<rss><item><title>A</title></item><item><title></title><description> </description></item></rss>"), "a#2"); !errors.As(err, new(*EmptyError)) {
		t.Errorf("an empty entry: %v", err)
	}
}

func TestFeedFile(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"feed.xml": rss, "notes#2": "Just notes."} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"feed.xml#2": "Storm", "notes#2": "Just notes."} {
		doc, err := File(t.Context(), filepath.Join(dir, name))
		if err != nil || !strings.Contains(doc.Text, want) || doc.Source != filepath.Join(dir, name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := File(t.Context(), filepath.Join(dir, "none.xml#2")); err == nil || !strings.Contains(err.Error(), `none.xml#2": no such file`) {
		t.Errorf("a feed that is not there: %v", err)
	}
}
