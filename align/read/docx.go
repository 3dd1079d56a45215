package read

import (
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// docx reads Office Open XML (ECMA-376): the body of the main part, the notes
// at the foot of pages behind it, and heads and feet of pages as left over. What
// was deleted with changes tracked, hidden or said in comments is not there.
func (a *archive) docx() (*Document, error) {
	main, err := a.target("_rels/.rels", "/officeDocument")
	if err != nil {
		return nil, err
	}
	switch {
	case strings.HasPrefix(main, "xl/"), strings.HasPrefix(main, "ppt/"):
		return nil, &BinaryError{Name: a.name, Format: "a table or presentation (XLSX, PPTX)", Hint: "save what is to be compared as text"}
	case main == "":
		main = "word/document.xml"
	}
	styles, err := a.docxStyles(resolve(main, "styles.xml"))
	if err != nil {
		return nil, err
	}
	m, err := a.metadata("docProps/core.xml")
	if err != nil {
		return nil, err
	}
	t := newTree()
	root := t.at
	if err := a.docxPart(main, t, styles); err != nil {
		return nil, err
	}
	for _, part := range slices.Sorted(maps.Keys(a.parts)) {
		dir, file, _ := strings.Cut(part, "/")
		if dir != "word" || !strings.HasSuffix(file, ".xml") {
			continue
		}
		t.at = root
		switch {
		case file == "footnotes.xml" || file == "endnotes.xml":
		case strings.HasPrefix(file, "header"), strings.HasPrefix(file, "footer"):
			t.open(atom.Nav)
		default:
			continue
		}
		if err := a.docxPart(part, t, styles); err != nil {
			return nil, err
		}
	}
	return officeDocument(root, m), nil
}

// target returns the part to which the first relationship of a type leads, ""
// if there is none.
func (a *archive) target(relationships, kind string) (string, error) {
	found := ""
	if a.parts[relationships] == nil {
		return "", nil
	}
	err := a.visit(relationships, visitor{start: func(e xml.StartElement) bool {
		if found == "" && e.Name.Local == "Relationship" && strings.HasSuffix(attr(e, "Type"), kind) {
			found = resolve("", attr(e, "Target"))
		}
		return true
	}})
	return found, err
}

// docxStyle is what a style of paragraphs makes of them.
type docxStyle struct {
	name, base string
	level      int // of a heading, from 1; 0 for none
	list       bool
}

// docxStyles reads the styles by their IDs.
func (a *archive) docxStyles(part string) (map[string]docxStyle, error) {
	styles := make(map[string]docxStyle)
	if a.parts[part] == nil {
		return styles, nil
	}
	id, s := "", docxStyle{}
	err := a.visit(part, visitor{
		start: func(e xml.StartElement) bool {
			switch value := attr(e, "val"); e.Name.Local {
			case "style":
				id, s = attr(e, "styleId"), docxStyle{}
			case "name":
				s.name = strings.ToLower(value)
			case "basedOn":
				s.base = value
			case "outlineLvl":
				s.level = outlineLevel(value)
			case "numId":
				s.list = value != "0"
			}
			return true
		},
		end: func(e xml.EndElement) {
			if e.Name.Local == "style" {
				styles[id] = s
			}
		},
	})
	return styles, err
}

// outlineLevel returns the level of a heading, from 1, or 0 for text.
func outlineLevel(value string) int {
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 9 {
		return n + 1
	}
	return 0
}

// maxStyles is how many styles may stand between one and what it is based on.
const maxStyles = 20

// styled returns the element that a style makes of a paragraph: its own, or
// that of the styles it is based on.
func styled(styles map[string]docxStyle, id string) atom.Atom {
	for range maxStyles {
		s, ok := styles[id]
		if !ok {
			break
		}
		level, _ := strconv.Atoi(strings.TrimPrefix(s.name, "heading "))
		switch {
		case s.level > 0:
			return heading(s.level)
		case level > 0:
			return heading(level)
		case s.name == "title":
			return atom.H1
		case strings.HasSuffix(s.name, "quote") || s.name == "block text":
			return atom.Blockquote
		case s.name == "caption":
			return atom.Figcaption
		case strings.HasPrefix(s.name, "toc "):
			return atom.Nav
		case s.list || strings.HasPrefix(s.name, "list bullet") || strings.HasPrefix(s.name, "list number"):
			return atom.Li
		}
		id = s.base
	}
	return atom.P
}

// docxPart adds the paragraphs of a part to a tree.
func (a *archive) docxPart(part string, t *tree, styles map[string]docxStyle) error {
	var outer []*html.Node // where each open element of the tree began
	text, hidden := false, false
	return a.visit(part, visitor{
		start: func(e xml.StartElement) bool {
			if !strings.Contains(e.Name.Space, "wordprocessingml") {
				return e.Name.Local != "Fallback" // the same again, for older programs
			}
			value := attr(e, "val")
			switch e.Name.Local {
			case "del", "moveFrom", "instrText", "delText", "comment", "rPrChange", "pPrChange":
				return false
			case "footnote", "endnote":
				kind := attr(e, "type")
				return kind == "" || kind == "normal"
			case "p", "txbxContent":
				outer = append(outer, t.at)
				if e.Name.Local == "txbxContent" {
					// A box stands beside the paragraph that it hangs on.
					for t.at.DataAtom != atom.Body && t.at.DataAtom != atom.Nav && t.at.DataAtom != atom.Td {
						t.at = t.at.Parent
					}
				}
				t.open(map[string]atom.Atom{"p": atom.P, "txbxContent": atom.Div}[e.Name.Local])
			case "tbl":
				outer = append(outer, t.open(atom.Table))
			case "tr":
				outer = append(outer, t.open(atom.Tr))
			case "tc":
				outer = append(outer, t.open(atom.Td))
			case "pStyle":
				if a := styled(styles, value); a != atom.P {
					t.become(a)
				}
			case "outlineLvl":
				if level := outlineLevel(value); level > 0 {
					t.become(heading(level))
				}
			case "numId":
				if t.at.DataAtom == atom.P && value != "0" {
					t.become(atom.Li)
				}
			case "r":
				hidden = false
			case "vanish":
				hidden = value != "0" && value != "false"
			case "t":
				text = !hidden
			case "tab", "ptab":
				t.write(" ")
			case "br", "cr":
				if kind := attr(e, "type"); kind == "" || kind == "textWrapping" {
					t.open(atom.Br)
					t.at = t.at.Parent
				}
			case "noBreakHyphen":
				t.write("\u2011")
			}
			return true
		},
		end: func(e xml.EndElement) {
			if !strings.Contains(e.Name.Space, "wordprocessingml") {
				return
			}
			switch e.Name.Local {
			case "t":
				text = false
			case "p", "tbl", "tr", "tc", "txbxContent":
				if n := len(outer) - 1; n >= 0 {
					t.at, outer = outer[n], outer[:n]
				}
			}
		},
		text: func(s string) {
			if text {
				t.write(s)
			}
		},
	})
}

// become makes another element of the present paragraph.
func (t *tree) become(a atom.Atom) {
	if t.at.DataAtom != atom.Body {
		t.at.DataAtom, t.at.Data = a, a.String()
	}
}
