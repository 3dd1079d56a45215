package read

import (
	"encoding/xml"
	"errors"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// epub reads a book (EPUB 3.3, and 2): its files in the order of its spine, as
// pages that are all article.
func (a *archive) epub() (*Document, error) {
	opf, err := a.rootfile()
	if err != nil {
		return nil, err
	}
	m, err := a.metadata(opf)
	if err != nil {
		return nil, err
	}
	files := make(map[string]string) // by their IDs
	var spine []string
	err = a.visit(opf, visitor{start: func(e xml.StartElement) bool {
		switch e.Name.Local {
		case "item":
			if media := attr(e, "media-type"); (media == "application/xhtml+xml" || media == "text/html") && !strings.Contains(" "+attr(e, "properties")+" ", " nav ") {
				files[attr(e, "id")] = resolve(opf, attr(e, "href"))
			}
		case "itemref":
			spine = append(spine, attr(e, "idref"))
		}
		return true
	}})
	if err != nil {
		return nil, err
	}
	secret, err := a.epubSecrets()
	if err != nil {
		return nil, err
	}
	book := element(atom.Body)
	for _, id := range spine {
		file := files[id]
		if file == "" {
			continue // a picture, a table of contents
		}
		delete(files, id) // once is enough
		if secret[file] {
			return nil, a.encrypted()
		}
		b, err := a.read(file)
		if err != nil {
			return nil, err
		}
		text, _ := decode(b, "")
		page := parseHTML(text)
		for n := range page.Descendants() {
			if isMark(n) {
				n.DataAtom, n.Data = atom.Template, "template" // nobody sees it
			}
		}
		book.AppendChild(page)
	}
	doc := walkTree(book, form{}).document(m.title)
	doc.Lang, doc.Date = parseLang(m.lang), parseDate(m.date)
	return doc, nil
}

// rootfile returns the file that lists the others.
func (a *archive) rootfile() (string, error) {
	found := ""
	err := a.visit("META-INF/container.xml", visitor{start: func(e xml.StartElement) bool {
		if found == "" && e.Name.Local == "rootfile" {
			found = resolve("", attr(e, "full-path"))
		}
		return true
	}})
	if err == nil && found == "" {
		err = a.damaged(errors.New("it names no package file"))
	}
	return found, err
}

// epubSecrets are the files that are encrypted. In many books some are that are
// not read: fonts, which their licences want to be so.
func (a *archive) epubSecrets() (map[string]bool, error) {
	secret := make(map[string]bool)
	const list = "META-INF/encryption.xml"
	if a.parts[list] == nil {
		return secret, nil
	}
	err := a.visit(list, visitor{start: func(e xml.StartElement) bool {
		if e.Name.Local == "CipherReference" {
			secret[resolve("", attr(e, "URI"))] = true
		}
		return true
	}})
	return secret, err
}

// isMark tells what is between the words but not of them: the number of a page
// of the printed book, and those of notes.
func isMark(n *html.Node) bool {
	for _, kind := range []string{"pagebreak", "noteref", "backlink"} {
		if strings.Contains(attribute(n, "epub:type"), kind) || attribute(n, "role") == "doc-"+kind {
			return true
		}
	}
	return false
}
