package read

import (
	"context"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Manual reads a page of documentation as [Reader] does an article, with these
// differences. Of HTML, all that stands in the main part of the page is text,
// where it marks one, and what is around it is left over: no article is looked
// for. The marks that generators add to Markdown (Hugo's shortcodes, the fences
// of admonitions in Docusaurus and MkDocs, the imports of MDX) go, and what is
// inside them stays. Items of lists that link to other places in the
// documentation, and say nothing else, are left over: they repeat headings.
func Manual(ctx context.Context, r io.Reader, name string) (*Document, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, pathError(name, err)
	}
	return readAs(ctx, b, name, "", func(source string) *Document { return markdownOf(source, true) }, manualPage)
}

func manualPage(source string) *Document {
	root := parseHTML(withLines(source))
	main := mainPart(root)
	if main == nil {
		return page(source)
	}
	w := walker{form: form{manual: true}}
	ways := make(map[*html.Node]bool)
	for n := main; n != nil; n = n.Parent {
		ways[n] = true
	}
	w.walkAround(root, main, ways)
	doc := w.document("")
	declared := declarationsOf(root)
	doc.Lang, doc.Date = declared.lang, declared.date
	return doc
}

// mainPart returns the one element that a page marks as its main part, or its
// only article; nil where there is none.
func mainPart(root *html.Node) *html.Node {
	var articles []*html.Node
	for n := range root.Descendants() {
		switch {
		case n.DataAtom == atom.Main, attribute(n, "role") == "main":
			return n
		case n.DataAtom == atom.Article:
			articles = append(articles, n)
		}
	}
	if len(articles) == 1 {
		return articles[0]
	}
	return nil
}

// walkAround adds what a tree holds, of which only the main part is text. The ways
// lead to that.
func (w *walker) walkAround(n, main *html.Node, ways map[*html.Node]bool) {
	switch {
	case n == main:
		w.flush()
		w.walk(n, setting{})
		w.flush()
	case !ways[n]:
		w.walk(n, setting{around: true})
		w.flush()
	default:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walkAround(c, main, ways)
		}
	}
}

var (
	shortcode  = regexp.MustCompile(`\{\{[<%].*?[>%]\}\}|\{%.*?%\}`)
	admonition = regexp.MustCompile(`^(?:!!!|\?\?\?\+?|===)(?: +[\w-]+)*(?: +"([^"]*)")? *$`)
	fence      = regexp.MustCompile(`^ {0,3}(?:` + "```|~~~" + `)`)
	mdx        = regexp.MustCompile(`^(?:import .* from ['"].*['"];?|export (?:const|default|function) .*) *$`)
)

// plainMarkdown takes from a Markdown text what generators of sites add to the
// language, and leaves every line in its place.
func plainMarkdown(source string) string {
	var out strings.Builder
	code, inside := false, false
	for line := range strings.Lines(source) {
		line, newline := strings.CutSuffix(line, "\n")
		if inside && strings.TrimSpace(line) != "" {
			if inside = strings.HasPrefix(line, "    "); inside {
				line = line[4:]
			}
		}
		if fence.MatchString(line) {
			code = !code
		}
		switch {
		case code:
		case admonition.MatchString(line):
			line, inside = admonition.FindStringSubmatch(line)[1], true
		case strings.HasPrefix(strings.TrimLeft(line, " "), ":::"):
			line = strings.Trim(line, " :")
			if _, title, ok := strings.Cut(line, " "); ok {
				line = strings.Trim(title, "[]")
			} else {
				line = ""
			}
		case mdx.MatchString(line):
			line = ""
		default:
			line = shortcode.ReplaceAllString(line, "")
		}
		out.WriteString(line)
		if newline {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
