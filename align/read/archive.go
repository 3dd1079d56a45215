package read

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// What an archive of a document may hold.
const (
	// MaxParts is how many files an archive may have.
	MaxParts = 10_000
	// MaxUnpacked is how many bytes of an archive are unpacked, pictures not
	// among them, before it is refused with a [SizeError].
	MaxUnpacked = MaxBytes
	// MaxNesting is how deep the elements of XML may be nested.
	MaxNesting = 512
)

// zipMagic begins an archive.
const zipMagic = "PK\x03\x04"

// archive is a document that is a ZIP archive of XML files.
type archive struct {
	name   string // as in errors
	format string // what it is, "DOCX"
	parts  map[string]*zip.File
	left   int64 // bytes that may still be unpacked
}

// readArchive reads b as what it holds: DOCX, ODT or EPUB.
func readArchive(b []byte, name string) (*Document, error) {
	a := &archive{name: name, format: "ZIP", parts: make(map[string]*zip.File), left: MaxUnpacked}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, a.damaged(err)
	}
	if len(z.File) > MaxParts {
		return nil, a.damaged(fmt.Errorf("it has %d files, %d are the limit", len(z.File), MaxParts))
	}
	for _, f := range z.File {
		if a.parts[f.Name] == nil { // of two with a name, the first counts
			a.parts[f.Name] = f
		}
	}
	kind := ""
	if a.parts["mimetype"] != nil {
		media, err := a.read("mimetype")
		if err != nil {
			return nil, err
		}
		kind = strings.TrimSpace(string(media))
	}
	var doc *Document
	switch {
	case kind == "application/epub+zip":
		a.format = "EPUB"
		doc, err = a.epub()
	case strings.HasPrefix(kind, "application/vnd.oasis.opendocument.text"):
		a.format = "ODT"
		doc, err = a.odt()
	case strings.HasPrefix(kind, "application/vnd.oasis.opendocument"):
		return nil, &BinaryError{Name: name, Format: "a table, drawing or presentation (OpenDocument)", Hint: "save what is to be compared as text"}
	case a.parts["[Content_Types].xml"] != nil:
		a.format = "DOCX"
		doc, err = a.docx()
	default:
		return nil, &BinaryError{Name: name, Format: "a ZIP archive", Hint: "unpack it and name a file in it"}
	}
	if err != nil {
		return nil, err
	}
	doc.Charset = "utf-8"
	return doc, nil
}

// damaged is the error of an archive that is not what it should be.
func (a *archive) damaged(err error) error {
	return &DamagedError{Name: a.name, Format: a.format, Err: err}
}

// encrypted is the error of an archive that only a password opens.
func (a *archive) encrypted() error {
	return &BinaryError{Name: a.name, Format: "an encrypted " + a.format + " document", Hint: passwordHint}
}

// read unpacks a part.
func (a *archive) read(part string) ([]byte, error) {
	f := a.parts[part]
	if f == nil {
		return nil, a.damaged(fmt.Errorf("%q is not in it", part))
	}
	if f.Flags&1 != 0 {
		return nil, a.encrypted()
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.damaged(fmt.Errorf("%q: %w", part, err))
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, a.left+1))
	if a.left -= int64(len(b)); a.left < 0 {
		return nil, &SizeError{Name: a.name, Limit: MaxUnpacked}
	}
	if err != nil {
		return nil, a.damaged(fmt.Errorf("%q: %w", part, err))
	}
	return b, nil
}

// visitor is called for what is in an XML file, in order. Where start returns
// false, the element is passed over with all that is in it. What is nil is not
// called.
type visitor struct {
	start func(xml.StartElement) bool
	end   func(xml.EndElement)
	text  func(string)
}

// visit reads a part as XML. Entities that a file declares itself are errors:
// the decoder knows none but those of XML and HTML.
func (a *archive) visit(part string, v visitor) error {
	b, err := a.read(part)
	if err != nil {
		return err
	}
	if err := visitXML(b, v); err != nil {
		return a.damaged(fmt.Errorf("%q: %w", part, err))
	}
	return nil
}

func visitXML(b []byte, v visitor) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	depth, passed := 0, 0 // passed is the depth of the element passed over
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > MaxNesting {
				return errNesting
			}
			if passed == 0 && v.start != nil && !v.start(t) {
				passed = depth
			}
		case xml.EndElement:
			if passed == 0 && v.end != nil {
				v.end(t)
			}
			if passed == depth {
				passed = 0
			}
			depth--
		case xml.CharData:
			if passed == 0 && v.text != nil {
				v.text(string(t))
			}
		}
	}
}

var errNesting = fmt.Errorf("elements are nested deeper than %d", MaxNesting)

// metadata is what documents say about themselves by Dublin Core.
type metadata struct{ title, lang, date string }

// set takes over an element; of several the first counts.
func (m *metadata) set(element, text string) {
	for _, f := range []struct {
		name  string
		field *string
	}{{"title", &m.title}, {"language", &m.lang}, {"date", &m.date}} {
		if f.name == element && *f.field == "" {
			*f.field = strings.Join(strings.Fields(text), " ")
		}
	}
}

// metadata reads what a part says about the document.
func (a *archive) metadata(part string) (metadata, error) {
	var m metadata
	if a.parts[part] == nil {
		return m, nil
	}
	var text strings.Builder
	err := a.visit(part, visitor{
		start: func(xml.StartElement) bool { text.Reset(); return true },
		text:  func(s string) { text.WriteString(s) },
		end: func(e xml.EndElement) {
			if isDublinCore(e.Name) {
				m.set(e.Name.Local, text.String())
			}
			text.Reset()
		},
	})
	return m, err
}

func isDublinCore(n xml.Name) bool { return strings.HasPrefix(n.Space, "http://purl.org/dc/elements/") }

// attr returns the value of an attribute by its local name, or "".
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// resolve returns the part that a reference in another part means.
func resolve(from, reference string) string {
	reference, _, _ = strings.Cut(reference, "#")
	if plain, err := url.PathUnescape(reference); err == nil {
		reference = plain
	}
	if strings.HasPrefix(reference, "/") {
		return path.Clean(reference)[1:]
	}
	return path.Join(path.Dir(from), reference)
}

// tree is a page under construction, which the walker of pages then reads: what
// headings, lists, tables and menus are is said there alone.
type tree struct{ at *html.Node }

func newTree() *tree { return &tree{element(atom.Body)} }

func element(a atom.Atom) *html.Node {
	return &html.Node{Type: html.ElementNode, DataAtom: a, Data: a.String()}
}

// open begins an element in the present one, which it returns.
func (t *tree) open(a atom.Atom) *html.Node {
	outer, n := t.at, element(a)
	t.at.AppendChild(n)
	t.at = n
	return outer
}

// write adds text to the present element.
func (t *tree) write(s string) {
	if last := t.at.LastChild; last != nil && last.Type == html.TextNode && len(last.Data) < 1<<10 {
		last.Data += s
		return
	}
	t.at.AppendChild(&html.Node{Type: html.TextNode, Data: s})
}

// headings are the elements of the levels from 1.
var headings = [...]atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}

func heading(level int) atom.Atom { return headings[min(max(level, 1), len(headings))-1] }

// flattenCells makes one line of what stands in a cell, unless that is several
// paragraphs: the walker takes a row of a table for one block.
func flattenCells(root *html.Node) {
	var cells []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Td {
			cells = append(cells, n)
		}
	}
	for _, cell := range cells {
		if only := cell.FirstChild; only != nil && only.NextSibling == nil && only.DataAtom == atom.P {
			only.DataAtom, only.Data = atom.Span, "span"
		}
	}
}

// officeDocument lays a tree out as a document: its title is the first heading,
// or what the metadata say.
func officeDocument(root *html.Node, m metadata) *Document {
	flattenCells(root)
	doc := walkTree(root, form{}).document("")
	if doc.Title == "" {
		doc.Title = m.title
	}
	doc.Lang = parseLang(m.lang) // the date is that of the last change
	return doc
}

// olderMagic begins the files of Microsoft's older programs.
const olderMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// isEncryptedOffice tells an office document with a password: in place of an
// archive it is a file of Microsoft's older kind with a stream of this name.
func isEncryptedOffice(b []byte) bool {
	return bytes.HasPrefix(b, []byte(olderMagic)) && bytes.Contains(b, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"))
}
