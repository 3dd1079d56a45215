package read

import (
	"encoding/xml"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// odt reads OpenDocument text (OASIS OpenDocument 1.3): the body, with notes and
// boxes behind the paragraph they hang on, and heads and feet of pages as left
// over. What was deleted with changes tracked, hidden or said in comments is not
// there.
func (a *archive) odt() (*Document, error) {
	if secret, err := a.odtIsEncrypted(); err != nil || secret {
		if err == nil {
			err = a.encrypted()
		}
		return nil, err
	}
	m, err := a.metadata("meta.xml")
	if err != nil {
		return nil, err
	}
	styles := make(map[string]string)
	margins := element(atom.Nav)
	if a.parts["styles.xml"] != nil {
		if err := a.odtPart("styles.xml", &tree{margins}, styles); err != nil {
			return nil, err
		}
	}
	t := newTree()
	root := t.at
	if err := a.odtPart("content.xml", t, styles); err != nil {
		return nil, err
	}
	root.AppendChild(margins)
	return officeDocument(root, m), nil
}

func (a *archive) odtIsEncrypted() (bool, error) {
	secret := false
	const manifest = "META-INF/manifest.xml"
	if a.parts[manifest] == nil {
		return false, nil
	}
	err := a.visit(manifest, visitor{start: func(e xml.StartElement) bool {
		secret = secret || e.Name.Local == "encryption-data"
		return true
	}})
	return secret, err
}

// odtElements are the elements of a page that stand for those of a document.
var odtElements = map[string]atom.Atom{
	"h": atom.H1, "p": atom.P, "list-item": atom.Li, "list-header": atom.Li,
	"table": atom.Table, "table-row": atom.Tr, "table-cell": atom.Td,
	"text-box": atom.Div, "note-body": atom.Div,
	"table-of-content": atom.Nav, "alphabetical-index": atom.Nav, "bibliography": atom.Nav,
}

// odtUnseen are the elements that hold nothing of the text.
var odtUnseen = map[string]bool{
	"tracked-changes": true, "annotation": true, "note-citation": true, "hidden-text": true, "hidden-paragraph": true,
	"title": true, "desc": true, "sequence-decls": true, "forms": true, "object": true,
}

// odtStyled are the elements that paragraphs of some styles become.
var odtStyled = map[string]atom.Atom{
	"Title": atom.H1, "Quotations": atom.Blockquote, "Caption": atom.Figcaption, "Illustration": atom.Figcaption,
	"Figure": atom.Figcaption,
}

// odtPart adds the paragraphs of a part to a tree: those of the body, or of
// the heads and feet of pages. Styles maps the names of styles to those that
// they are based on.
func (a *archive) odtPart(part string, t *tree, styles map[string]string) error {
	var outer []*html.Node
	shown, paragraphs := 0, 0 // open elements that hold what is read, and paragraphs
	return a.visit(part, visitor{
		start: func(e xml.StartElement) bool {
			name := e.Name.Local
			if odtUnseen[name] {
				return false
			}
			switch name {
			case "style":
				styles[attr(e, "name")] = attr(e, "parent-style-name")
			case "text", "header", "footer", "header-left", "footer-left", "header-first", "footer-first":
				if name != "text" || strings.HasSuffix(e.Name.Space, ":office:1.0") {
					shown++
				}
			case "s", "tab":
				t.write(" ") // several collapse
			case "line-break":
				t.open(atom.Br)
				t.at = t.at.Parent
			}
			made, ok := odtElements[name]
			if !ok || shown == 0 {
				return true
			}
			outer = append(outer, t.at)
			if name == "h" || name == "p" {
				paragraphs++
			}
			switch name {
			case "h":
				level, _ := strconv.Atoi(attr(e, "outline-level"))
				made = heading(level)
			case "p":
				if t.at.DataAtom == atom.Li {
					made = atom.Div
				}
				style := attr(e, "style-name")
				for range maxStyles {
					if a, ok := odtStyled[style]; ok {
						made = a
						break
					}
					style = styles[style]
				}
			case "text-box", "note-body":
				for t.at.DataAtom != atom.Body && t.at.DataAtom != atom.Nav && t.at.DataAtom != atom.Td && t.at.DataAtom != atom.Li {
					t.at = t.at.Parent
				}
			}
			t.open(made)
			return true
		},
		end: func(e xml.EndElement) {
			switch name := e.Name.Local; name {
			case "text", "header", "footer", "header-left", "footer-left", "header-first", "footer-first":
				if name != "text" || strings.HasSuffix(e.Name.Space, ":office:1.0") {
					shown--
				}
			default:
				if n := len(outer) - 1; odtElements[name] != 0 && shown > 0 && n >= 0 {
					t.at, outer = outer[n], outer[:n]
					if name == "h" || name == "p" {
						paragraphs--
					}
				}
			}
		},
		text: func(s string) {
			if paragraphs > 0 {
				t.write(s)
			}
		},
	})
}
