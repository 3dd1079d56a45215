package wiki

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leftOut are the classes of what is no part of an article's text, as the skins
// and templates of most Wikipedias name them.
var leftOut = []string{
	"mw-editsection", "reference", "references", "reflist", "mw-references-wrap", "mw-cite-backlink", "Inline-Template",
	"navbox", "vertical-navbox", "navigation-box", "NavFrame", "sistersitebox", "side-box", "portalbox", "portal-bar", "succession-box",
	"infobox", "metadata", "ambox", "hatnote", "dablink", "noprint", "toc", "catlinks", "authority-control", "normdaten",
	"homonymie", "bandeau-container", "mw-empty-elt", "mw-jump-link", "shortdescription", "printfooter", "mbox-small",
	"plainlinks-print", "noexcerpt", "coordinates", "geo", "mwe-math-mathml-a11y", "listen", "error",
}

// leftOutElements hold nothing of the text either.
var leftOutElements = []atom.Atom{atom.Table, atom.Style, atom.Script, atom.Link, atom.Audio, atom.Video, atom.Map}

// article returns the tree of an article: what its text is in, under its title.
func article(title, source string) (*html.Node, error) {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, err
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && isLeftOut(n) {
			out = append(out, n)
		}
	}
	for _, n := range out {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	dropEmptySections(root)
	h := &html.Node{Type: html.ElementNode, DataAtom: atom.H1, Data: "h1"}
	h.AppendChild(&html.Node{Type: html.TextNode, Data: title})
	body := root
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			body = n
			break
		}
	}
	body.InsertBefore(h, body.FirstChild)
	return root, nil
}

func isLeftOut(n *html.Node) bool {
	if slices.Contains(leftOutElements, n.DataAtom) {
		return true
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "role" && (a.Val == "navigation" || a.Val == "note" || a.Val == "presentation"):
			return true
		case a.Key == "class":
			for class := range strings.FieldsSeq(a.Val) {
				if slices.Contains(leftOut, class) {
					return true
				}
			}
		}
	}
	// What an article is based on, or says elsewhere, is a list of links out of
	// the encyclopedia.
	return n.DataAtom == atom.Li && hasExternalLink(n)
}

func hasExternalLink(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.A {
			for _, a := range d.Attr {
				if a.Key == "class" && slices.Contains(strings.Fields(a.Val), "external") {
					return true
				}
			}
		}
	}
	return false
}

// dropEmptySections removes the headings below which nothing is left.
func dropEmptySections(root *html.Node) {
	var open []*html.Node // headings without text so far, each of a lower level than the one before
	var empty []*html.Node
	level := func(n *html.Node) int {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			return int(n.Data[1] - '0')
		}
		return 0
	}
	inHeading := func(n *html.Node) bool {
		for p := n.Parent; p != nil; p = p.Parent {
			if level(p) > 0 {
				return true
			}
		}
		return false
	}
	for n := range root.Descendants() {
		switch l := level(n); {
		case l > 0:
			for len(open) > 0 && level(open[len(open)-1]) >= l {
				empty = append(empty, open[len(open)-1])
				open = open[:len(open)-1]
			}
			open = append(open, n)
		case len(open) > 0 && n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && !inHeading(n):
			open = open[:0]
		}
	}
	for _, n := range append(empty, open...) {
		n.Parent.RemoveChild(n)
	}
}
