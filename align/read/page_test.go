package read

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// newsPage is a page as newspapers make them: menus, teasers and a share bar
// around an article, which says what it is in its metadata.
const newsPage = `<!DOCTYPE html>
<html lang="en-gb">
<head>
<meta charset="utf-8">
<title>Old cinema saved by its audience | Harbour Courier</title>
<meta property="og:title" content="Old cinema saved by its audience">
<meta name="description" content="After two years of collecting, 900 members now own the Rialto.">
<meta property="og:description" content="After two years of collecting, 900 members now own the Rialto.">
<meta property="article:published_time" content="2025-04-08T06:30:00+01:00">
<style>p { color: red }</style>
<script>var tracking = "on";</script>
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/cinema">Cinema</a></li><li><a href="/c">Old cinema saved by its audience</a></li></ul></nav>
<main><article>
<h1>Old cinema saved by its audience</h1>
<p class="standfirst">After two years of collecting, 900 members now own the Rialto.</p>
<div class="share"><button>Share</button><button>Save</button></div>
<p>The Rialto, a cinema of 1928 in the middle of the old town, belongs to its audience from this week on. Some nine hundred people have bought shares at 250 pounds each.</p>
<p>The owner had wanted to pull the house down and build flats there. &ldquo;We showed f<b>if</b>ty films to pay the first instal&shy;ment,&rdquo; said the chairwoman of the cooperative, Ines Marlow.</p>
<h2>What comes next</h2>
<p>The roof has to be mended before the winter, which costs at least 80,000 pounds. The town council has promised to pay half of it if the house stays open to schools.</p>
<blockquote><p>A town without a cinema is only a place to sleep, and we have beds enough here.</p></blockquote>
<ul><li>The bar reopens in May with longer hours for the evening audience.</li><li>The organ will be played on the first Sunday of every month.</li></ul>
<p hidden>Secret draft of another paragraph that nobody was meant to see at all.</p>
<p style="display: none">Another hidden paragraph that nobody was ever meant to see at all.</p>
</article></main>
<aside><h3>Most read</h3><ul><li>Old cinema saved by its audience</li><li>Bakery closes after ninety years</li></ul></aside>
<footer><p>© Harbour Courier</p><noscript>Please switch on scripts</noscript></footer>
</body></html>`

func TestPage(t *testing.T) {
	doc := mustRead(t, newsPage, "https://courier.example/cinema.html?from=feed")
	want := `leftover@14: Home
leftover@14: Cinema
leftover@14: Old cinema saved by its audience
heading@16: Old cinema saved by its audience
paragraph@17: After two years of collecting, 900 members now own the Rialto.
leftover@18: Share
leftover@18: Save
paragraph@19: The Rialto, a cinema of 1928 in the middle of the old town, belongs to its audience from this week on. Some nine hundred people have bought shares at 250 pounds each.
paragraph@20: The owner had wanted to pull the house down and build flats there. “We showed fifty films to pay the first instalment,” said the chairwoman of the cooperative, Ines Marlow.
heading@21: What comes next
paragraph@22: The roof has to be mended before the winter, which costs at least 80,000 pounds. The town council has promised to pay half of it if the house stays open to schools.
quote@23: A town without a cinema is only a place to sleep, and we have beds enough here.
list item@24: The bar reopens in May with longer hours for the evening audience.
list item@24: The organ will be played on the first Sunday of every month.
leftover@28: Most read
leftover@28: Old cinema saved by its audience
leftover@28: Bakery closes after ninety years
leftover@29: © Harbour Courier
`
	if got := outline(doc); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	date := time.Date(2025, 4, 8, 5, 30, 0, 0, time.UTC)
	if doc.Title != "Old cinema saved by its audience" || doc.Lang != "en-GB" || !doc.Date.Equal(date) {
		t.Errorf("title %q, language %q, date %v", doc.Title, doc.Lang, doc.Date)
	}
}

func TestMarkup(t *testing.T) {
	for _, row := range []struct {
		reason, source, want string
	}{
		{"inline elements neither glue nor split words", "<p>Un<i>happ</i>y <b>days</b>\n <a href=x>are</a> <span>here</span>.</p>", "paragraph@0: Unhappy days are here.\n"},
		{"a line break separates", "<p>First line<br>second line<br/><br/>third</p>", "paragraph@0: First line\nparagraph@0: second line\nparagraph@0: third\n"},
		{"but not a headline", "<h1>Long night<br>in Porto</h1>", "heading@0: Long night in Porto\n"},
		{"blocks without end tags", "<ul><li>one<li>two</ul><dl><dt>a<dd>b</dl><p>c<p>d", "list item@0: one\nlist item@0: two\nlist item@0: a\nlist item@0: b\nparagraph@0: c\nparagraph@0: d\n"},
		{"a row is a block with tabs", "<table><caption>Seats</caption><tr><th>Party<th>Seats<tr><td>Red <td> 12</table>", "caption@0: Seats\ntable row@0: Party\tSeats\ntable row@0: Red\t12\n"},
		{"a table for the layout has paragraphs", "<table><tr><td><p>One.</p><p>Two.</p></td></tr><tr><td>Three.</table>", "paragraph@0: One.\nparagraph@0: Two.\nparagraph@0: Three.\n"},
		{"code keeps its lines", "<pre>a  b\n  c</pre>", "code@0: a  b\n  c\n"},
		{"ruby annotations are not text", "<p><ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>で</p>", "paragraph@0: 東京で\n"},
		{"what is not shown is not text", "<p>Seen<script>x()</script><template>t</template><svg><title>icon</title></svg><iframe>f</iframe></p><noscript>n</noscript><textarea>u</textarea>", "paragraph@0: Seen\n"},
		{"captions", "<figure><img alt='not shown' src=x><figcaption>The quay at dawn</figcaption></figure>", "caption@0: The quay at dawn\n"},
		{"no-break spaces stay within", "<p>&nbsp;10&nbsp;km&nbsp;</p>", "paragraph@0: 10\u00A0km\n"},
		{"what asks for consent is left over", "<div id=CookieBar><p>May we?</p><button>Yes</button></div><div role=dialog><ul><li>Subscribe</ul></div><p>One.</p>", "leftover@0: May we?\nleftover@0: Yes\nleftover@0: Subscribe\nparagraph@0: One.\n"},
		{"an article about it is not", "<body class=cookie-banner-open><article class=cookies-in-court><p>The cookie case.</p></article>", "paragraph@0: The cookie case.\n"},
		{"ornaments are left over", "<p>One.</p><p>* * *</p>", "paragraph@0: One.\nleftover@0: * * *\n"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc := walkTree(parseHTML(row.source), form{}).document("")
			checkDocument(t, doc)
			if got := outline(doc); got != row.want {
				t.Errorf("got\n%swant\n%s", got, row.want)
			}
		})
	}
}

func TestFormatByContent(t *testing.T) {
	for _, row := range []struct {
		name, source, want string
	}{
		{"saved.txt", "<!doctype HTML><p>One.", "One."},
		{"-", " <!-- saved -->\n<?xml version='1.0'?> <html><p>One.", "One."},
		{"https://courier.example/a?b=c.md", "<HTML><p>One.", "One."},
		{"https://courier.example/a.md#top", "*One.*", "One."},
		{"NOTES.MD", "*One.*", "One."},
		{"page.XHTML", "One &amp; all.", "One & all."},
		{"formula.txt", "<html-ish> is no tag", "<html-ish> is no tag"},
		{"stars.txt", "*One.* &amp;", "*One.* &amp;"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if doc := mustRead(t, row.source, row.name); doc.Text != row.want || doc.Source != row.name {
				t.Errorf("text %q of %q", doc.Text, doc.Source)
			}
		})
	}
}

func TestDeclarations(t *testing.T) {
	day := time.Date(2025, 4, 8, 0, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		reason, source, lang string
		date                 time.Time
	}{
		{"linked data", `<script type="application/ld+json">[{"@graph":[{"@type":"NewsArticle","datePublished":"2025-04-08","inLanguage":"pt-br"}]}]</script>`, "pt-BR", day},
		{"broken linked data", `<html lang=fr><script type="application/ld+json">{"datePublished": 2025,</script>`, "fr", time.Time{}},
		{"an element with an item property", `<p><time itemprop="datePublished" datetime="2025-04-08T00:00:00Z">yesterday</time>`, "", day},
		{"any other time is no publication date", `<p><time datetime="2025-04-08">the day it happened</time>`, "", time.Time{}},
		{"the surest name counts", `<meta name="date" content="2019-01-01"><meta property="article:published_time" content="2025-04-08 00:00:00">`, "", day},
		{"Open Graph's locale", `<meta property="og:locale" content="zh_Hant_TW">`, "zh-Hant-TW", time.Time{}},
		{"the element comes before it", `<html xml:lang="de"><meta property="og:locale" content="en_US">`, "de", time.Time{}},
		{"nonsense is unknown", `<html lang="{{ lang }}"><meta name="date" content="today">`, "", time.Time{}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			if d := declarationsOf(parseHTML(row.source)); d.lang != row.lang || !d.date.Equal(row.date) {
				t.Errorf("language %q, date %v; want %q, %v", d.lang, d.date, row.lang, row.date)
			}
		})
	}
}

func TestArticleInMetadata(t *testing.T) {
	body := "The lighthouse at Cape Verrin is lit again after eleven dark years. A society of friends has repaired the lamp and " +
		"the clockwork and paid for both. Visitors may climb the tower on Saturdays, said its keeper."
	doc := mustRead(t, `<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"`+body+
		`"}</script></head><body><h1>Lighthouse lit again</h1><p>Subscribe to read on.</p></body></html>`, "light.html")
	if !strings.Contains(articleText(doc), body) {
		t.Errorf("the article is missing:\n%s", outline(doc))
	}
	if n := strings.Count(doc.Text, "eleven dark years"); n != 1 {
		t.Errorf("the article is there %d times", n)
	}
}

func TestDeepPage(t *testing.T) {
	deep := strings.Repeat("<div><p>The lighthouse is lit again.</p><script>no()</script>", 2000)
	doc := mustRead(t, "<html>"+deep, "deep.html")
	if n := strings.Count(doc.Text, "lit again."); n != 2000 || strings.Contains(doc.Text, "no()") {
		t.Errorf("%d of 2000 paragraphs in %.80q", n, doc.Text)
	}
}

func TestHugePageIsAllArticle(t *testing.T) {
	doc := mustRead(t, "<html><body>"+strings.Repeat("<p>One paragraph.", maxElements+1), "huge.html")
	for _, b := range doc.Blocks {
		if b.Kind != Paragraph {
			t.Fatalf("a %s", b.Kind)
		}
	}
	if len(doc.Blocks) != maxElements+1 {
		t.Errorf("%d blocks", len(doc.Blocks))
	}
}

func TestConcurrentReading(t *testing.T) {
	want := outline(mustRead(t, newsPage, "a.html"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			doc, err := Bytes(t.Context(), []byte(newsPage), "a.html")
			if err != nil {
				t.Error(err)
			} else if got := outline(doc); got != want {
				t.Errorf("got\n%s", got)
			}
		})
	}
	wg.Wait()
}
