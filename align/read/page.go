package read

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page reads HTML: all visible text in the order of the page, in which what is
// not the article is marked as left over.
func page(source string) *Document {
	root := parseHTML(withLines(source))
	visible := walkTree(root, form{})
	title := ""
	declared := declarationsOf(root)
	if article, ok := extract(root); ok {
		markLeftovers(visible, article)
		title = article.Title
	}
	doc := visible.document(title)
	doc.Lang, doc.Date = declared.lang, declared.date
	return doc
}

// withLines returns a page in which each element has its line in an attribute.
func withLines(source string) string {
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source)
	z := html.NewTokenizer(strings.NewReader(source))
	var out strings.Builder
	for line := 1; ; {
		token := z.Next()
		raw := z.Raw()
		if token == html.ErrorToken {
			return out.String()
		}
		name := 0 // the length of "<name"
		if token == html.StartTagToken || token == html.SelfClosingTagToken {
			name = 1 + bytes.IndexAny(raw[1:], " \t\n\f/>")
			fmt.Fprintf(&out, "%s %s=\"%d\"", raw[:name], lineAttribute, line)
		}
		out.Write(raw[name:])
		line += bytes.Count(raw, []byte("\n"))
	}
}

// parseHTML returns the tree of a page, without the elements that are hidden.
// The parser refuses pages nested too deep; of those the tree is flat.
func parseHTML(source string) *html.Node {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return flatTree(source)
	}
	var hidden []*html.Node
	for n := range root.Descendants() {
		if isHidden(n) {
			hidden = append(hidden, n)
		}
	}
	for _, n := range hidden {
		n.Parent.RemoveChild(n)
	}
	return root
}

// isHidden tells an element that is not shown, by its own attributes; style
// sheets are not read. A page hidden as a whole is shown by a script.
func isHidden(n *html.Node) bool {
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// flatTree returns a tree of one level: the texts of a page, with a <br> where
// an element breaks the line.
func flatTree(source string) *html.Node {
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	z := html.NewTokenizer(strings.NewReader(source))
	skip := false
	for {
		switch token := z.Next(); token {
		case html.ErrorToken:
			return body
		case html.TextToken:
			if !skip {
				body.AppendChild(&html.Node{Type: html.TextNode, Data: string(z.Text())})
			}
			skip = false
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if breaking[tag] {
				body.AppendChild(&html.Node{Type: html.ElementNode, DataAtom: atom.Br, Data: "br"})
			}
			skip = unseen[tag] && token == html.StartTagToken
		}
	}
}

// declarations are what a page says about itself.
type declarations struct {
	lang string
	date time.Time
}

// dateKeys are the names and properties under which <meta> and other elements
// state the time of publication, the surest first: Open Graph, schema.org,
// Dublin Core, and customs.
var dateKeys = []string{
	"article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
	"dc.date", "dcterms.date", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate",
	"publishdate", "publish-date", "date",
}

// langKeys state the language where <html lang> does not.
var langKeys = []string{"content-language", "og:locale", "dc.language", "inlanguage"}

// declarationsOf collects what the page declares; of equal keys the first counts.
func declarationsOf(root *html.Node) declarations {
	var d declarations
	stated := make(map[string]string)
	state := func(key, value string) {
		key = strings.ToLower(strings.TrimSpace(key))
		if key != "" && value != "" && stated[key] == "" {
			stated[key] = value
		}
	}
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			d.lang = parseLang(attribute(n, "lang"))
			if d.lang == "" {
				d.lang = parseLang(attribute(n, "xml:lang"))
			}
		case atom.Meta:
			for _, key := range []string{"name", "property", "itemprop", "http-equiv"} {
				state(attribute(n, key), attribute(n, "content"))
			}
		case atom.Time:
			state(attribute(n, "itemprop"), attribute(n, "datetime"))
		case atom.Script:
			if attribute(n, "type") == "application/ld+json" && n.FirstChild != nil {
				stateLinkedData(n.FirstChild.Data, state)
			}
		}
	}
	for _, key := range langKeys {
		if d.lang == "" {
			d.lang = parseLang(stated[key])
		}
	}
	for _, key := range dateKeys {
		if d.date.IsZero() {
			d.date = parseDate(stated[key])
		}
	}
	return d
}

// stateLinkedData states what a JSON-LD block says of its articles.
func stateLinkedData(source string, state func(key, value string)) {
	var data any
	if err := json.Unmarshal([]byte(source), &data); err != nil {
		return // many are broken; a page does without
	}
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				visit(item)
			}
		case map[string]any:
			for _, key := range []string{"datePublished", "inLanguage"} {
				if s, ok := v[key].(string); ok {
					state(key, s)
				}
			}
			visit(v["@graph"])
			visit(v["mainEntity"])
		}
	}
	visit(data)
}
