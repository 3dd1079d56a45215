package read

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// breaking are the elements at whose beginning and end a block ends. Table
// cells are not among them: a row is one block.
var breaking = atoms(
	atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Br, atom.Button, atom.Caption,
	atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset,
	atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
	atom.Header, atom.Hgroup, atom.Hr, atom.Label, atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu,
	atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Plaintext, atom.Pre, atom.Search, atom.Section,
	atom.Select, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul, atom.Xmp,
)

// unseen are the elements whose content a reader does not see, or, in the case
// of ruby annotations, sees a second time in other letters.
var unseen = atoms(
	atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Audio,
	atom.Video, atom.Canvas, atom.Svg, atom.Datalist, atom.Textarea, atom.Noembed, atom.Noframes, atom.Rt, atom.Rp,
)

// kinds are the elements that tell what the blocks in them are, where no inner
// element tells better.
var kinds = map[atom.Atom]Kind{
	atom.H1: Heading, atom.H2: Heading, atom.H3: Heading, atom.H4: Heading, atom.H5: Heading, atom.H6: Heading,
	atom.Li: ListItem, atom.Dt: ListItem, atom.Dd: ListItem,
	atom.Blockquote: Quote,
	atom.Pre:        Code, atom.Listing: Code, atom.Xmp: Code, atom.Plaintext: Code,
	atom.Table:   TableRow,
	atom.Caption: Caption, atom.Figcaption: Caption,
}

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	set := make(map[atom.Atom]bool, len(list))
	for _, a := range list {
		set[a] = true
	}
	return set
}

// aroundArticle are the elements and roles (WAI-ARIA 1.2, section 5.3) that hold
// no part of an article.
var (
	aroundArticle = atoms(atom.Button, atom.Dialog, atom.Menu, atom.Nav, atom.Search, atom.Select)
	aroundRoles   = map[string]bool{
		"alertdialog": true, "button": true, "dialog": true, "menu": true, "menubar": true, "navigation": true,
		"search": true, "tablist": true, "toolbar": true,
	}
)

// isAround tells an element that holds no part of an article: by what it is, by
// its role, or because its makers call it after the consent that it asks for.
func isAround(n *html.Node) bool {
	if aroundArticle[n.DataAtom] || aroundRoles[attribute(n, "role")] {
		return true
	}
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
		return false
	}
	for _, key := range []string{"id", "class"} {
		name := strings.ToLower(attribute(n, key))
		for _, word := range []string{"cookie", "consent", "gdpr"} {
			if strings.Contains(name, word) {
				return true
			}
		}
	}
	return false
}

// setting is what the elements around a place say about it.
type setting struct {
	kind   Kind
	level  int // of a heading
	line   int
	raw    bool // white space counts, as in <pre>
	around bool // no part of the article
	entry  bool // a link to a place in the same documentation
}

// form is what a tree is made of.
type form struct {
	markdown bool
	manual   bool // a list item that is an internal link and nothing else is an entry of an index
}

// walker lays the visible text of a tree out in blocks.
type walker struct {
	builder
	form form

	run      strings.Builder // the block being read
	at       setting         // where it began
	entry    bool            // all of it is a link to a place in the same documentation
	line     int             // of a page, where the walk has come; 0 where unknown
	space    byte            // what separates it from what comes: 0, ' ' or '\t'
	captions []string        // alternative texts of pictures in it
}

// walkTree returns the blocks of a tree, with the lines that its attributes tell.
// The pictures of a Markdown text have captions.
func walkTree(root *html.Node, f form) *builder {
	w := walker{form: f}
	w.walk(root, setting{})
	w.flush()
	return &w.builder
}

// walk adds what n holds. The parser bounds the depth of trees.
func (w *walker) walk(n *html.Node, at setting) {
	if n.Type == html.TextNode {
		w.write(n.Data, at)
		return
	}
	if unseen[n.DataAtom] {
		return
	}
	if kind, ok := kinds[n.DataAtom]; ok {
		at.kind, at.raw = kind, kind == Code
		at.level = slices.Index(headings[:], n.DataAtom) + 1
	}
	at.around = at.around || isAround(n)
	if line, err := strconv.Atoi(attribute(n, lineAttribute)); err == nil {
		at.line, w.line = line, max(w.line, line) // elements can be out of place
	}
	if n.DataAtom == atom.A {
		href := attribute(n, "href")
		if at.entry = isInternal(href); at.entry && strings.HasPrefix(href, "#") && isPilcrow(n) {
			return
		}
	}
	breaks := breaking[n.DataAtom] && (n.DataAtom != atom.Br || at.kind != Heading)
	switch {
	case breaks:
		w.flush()
	case n.DataAtom == atom.Br:
		w.separate(' ')
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		w.separate('\t')
	case n.DataAtom == atom.Img && w.form.markdown:
		w.at.line = at.line
		w.captions = append(w.captions, attribute(n, "alt"))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, at)
	}
	if breaks {
		w.flush()
	}
}

// isInternal tells a link to a place in the same documentation.
func isInternal(href string) bool {
	u, err := url.Parse(href)
	return err == nil && href != "" && u.Scheme == "" && u.Host == ""
}

// isPilcrow tells a link that says nothing, such as the pilcrow behind a heading
// that links to the heading.
func isPilcrow(link *html.Node) bool {
	for n := range link.Descendants() {
		if n.Type != html.TextNode && n.DataAtom != atom.Span || kindOf(Paragraph, n.Data) != Leftover && n.Type == html.TextNode {
			return false
		}
	}
	return true
}

// softHyphen is a hint for a layout, in the middle of words.
const softHyphen = '\u00AD'

// write appends text to the block. White space collapses as in HTML, and soft
// hyphens go.
func (w *walker) write(text string, at setting) {
	if at.raw {
		w.begin(at)
		w.run.WriteString(text)
		w.pass(text)
		return
	}
	for text != "" {
		word := strings.TrimLeftFunc(text, isSpace)
		if len(word) < len(text) {
			w.separate(' ')
			w.pass(text[:len(text)-len(word)])
		}
		end := strings.IndexFunc(word, isSpace)
		if end < 0 {
			end = len(word)
		}
		if end > 0 {
			w.begin(at)
			w.run.WriteString(strings.ReplaceAll(word[:end], string(softHyphen), ""))
		}
		text = word[end:]
	}
}

// pass counts the lines of text in which an element is, if its own is known.
func (w *walker) pass(text string) {
	if w.line > 0 {
		w.line += strings.Count(text, "\n")
	}
}

// isSpace tells the white space that HTML collapses.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f'
}

// begin makes the block ready for text found at the place at.
func (w *walker) begin(at setting) {
	if w.run.Len() == 0 {
		w.at, w.entry = at, true
		if !w.form.markdown {
			w.at.line = w.line
		}
	} else if w.space != 0 {
		w.run.WriteByte(w.space)
	}
	w.space = 0
	w.entry = w.entry && at.entry
}

// separate notes what stands between the text so far and what follows in the
// block. A tab between cells prevails over a space.
func (w *walker) separate(space byte) {
	if w.space != '\t' {
		w.space = space
	}
}

// flush ends the block. What stands in a table without a second cell beside it
// is a paragraph: old pages use tables for their layout.
func (w *walker) flush() {
	text := w.run.String()
	if w.at.kind == TableRow && !strings.Contains(text, "\t") {
		w.at.kind = Paragraph
	}
	if w.at.around || w.form.manual && w.entry && w.at.kind == ListItem {
		w.at.kind = Leftover
	}
	before := len(w.blocks)
	w.add(w.at.kind, w.at.line, text)
	if len(w.blocks) > before && w.blocks[before].Kind == Heading {
		w.blocks[before].Level = w.at.level
	}
	for _, caption := range w.captions {
		w.add(Caption, w.at.line, caption)
	}
	w.run.Reset()
	w.space, w.captions = 0, nil
}

// attribute returns the value of an attribute, or "".
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
