package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const samples = "../../testdata/articles/bridge"

// englishBridge is the English article as every format has it, but for where
// notes stand and what surrounds it.
const englishBridge = `heading@0: Norrholm opens its footbridge after nine months
paragraph@0: 2026-03-14
paragraph@0: By Karin Östlund
paragraph@0: The footbridge over the river Ljusa in Norrholm was opened on Saturday. About 600 people walked across it in the first hour, the town said. The old bridge had been closed in June because its piers were no longer safe.
heading@0: What it cost
paragraph@0: The new bridge cost 4.2 million euros. The region paid half of that, and the town took out a loan for the rest. Mayor Ulrike Sand said that the work had stayed within its budget.
list item@0: It is 118 metres long and 4 metres wide.
list item@0: It carries cyclists as well as walkers.
list item@0: Its lamps go out at midnight.
heading@0: What remains to be done
table row@0: Work	Date
table row@0: Ramp on the north bank	May
table row@0: Benches	July
paragraph@0: The ramp on the north bank will be finished in May. Until then, wheelchair users have to go by way of the railway bridge, which takes twelve minutes longer. The association of the disabled called this “a poor beginning”.
paragraph@0: The fishermen’s club had gone to court against the bridge. The court dismissed the case in November.
`

// TestSamples reads one article in each format, whatever the file is called.
func TestSamples(t *testing.T) {
	const note = "The accounts will be published in autumn."
	for format, leftovers := range map[string]string{
		"docx": "Page 1|The Ljusa Courier", "odt": "The Ljusa Courier|Page 1", "epub": "",
		"pdf": "The Ljusa Courier|1|Page 1|The Ljusa Courier|Page 2",
	} {
		b, err := os.ReadFile(filepath.Join(samples, "en."+format))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"en." + format, "-", "misnamed.txt"} {
			if name != "-" && format == "pdf" {
				continue // once takes long enough
			}
			doc := mustRead(t, string(b), name)
			var article, left []string
			for _, line := range strings.SplitAfter(outline(doc), "\n") {
				text := strings.TrimSpace(line)
				switch {
				case strings.HasPrefix(text, "leftover@0: "):
					left = append(left, strings.TrimPrefix(text, "leftover@0: "))
				case strings.HasSuffix(text, note), format == "epub" && len(article) == 2 && text == strings.TrimSpace(article[0]):
				default:
					article = append(article, line)
				}
			}
			if got := strings.Join(article, ""); got != englishBridge {
				t.Errorf("%s as %s:\n%s", format, name, got)
			}
			if got := strings.Join(left, "|"); got != leftovers {
				t.Errorf("%s as %s: left over are %s", format, name, got)
			}
			if !strings.Contains(doc.Text, note) || doc.Title != "Norrholm opens its footbridge after nine months" || doc.Charset != "utf-8" || doc.Source != name {
				t.Errorf("%s: title %q, %q", name, doc.Title, doc.Source)
			}
			if format != "pdf" && doc.Lang != "en" {
				t.Errorf("%s: language %q", name, doc.Lang)
			}
		}
	}
}

// zipped makes an archive of files, "mimetype" first and unpacked as formats
// want it.
func zipped(files map[string]string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.SortedFunc(maps.Keys(files), func(a, b string) int {
		return strings.Compare(strings.Replace(a, "mimetype", "", 1), strings.Replace(b, "mimetype", "", 1))
	}) {
		method := zip.Deflate
		if name == "mimetype" {
			method = zip.Store
		}
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		f.Write([]byte(files[name]))
	}
	w.Close()
	return b.String()
}

const wordML = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

func docxOf(body string) map[string]string {
	return map[string]string{
		"[Content_Types].xml": "<Types/>",
		"_rels/.rels":         `<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<?xml version="1.0"?><w:document ` + wordML + `><w:body>` + body + `</w:body></w:document>`,
		"word/styles.xml": `<w:styles ` + wordML + `><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Eigene"><w:name w:val="My heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Kreis"><w:name w:val="x"/><w:basedOn w:val="Kreis"/></w:style>
<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style><w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Gliederung"><w:name w:val="y"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>`,
	}
}

// paragraph is one of WordprocessingML in a style.
func wordParagraph(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestDOCX(t *testing.T) {
	for _, row := range []struct{ reason, body, want string }{
		{"a heading by name in another language", wordParagraph("berschrift1", "A"), "heading@0: A\n"},
		{"a style on its base", wordParagraph("Eigene", "A"), "heading@0: A\n"},
		{"a style with an outline level", wordParagraph("Gliederung", "A"), "heading@0: A\n"},
		{"styles based on each other in a circle", wordParagraph("Kreis", "A"), "paragraph@0: A\n"},
		{"a style that is not there", wordParagraph("none", "A"), "paragraph@0: A\n"},
		{"a quotation, a caption", wordParagraph("Zitat", "A") + wordParagraph("Beschriftung", "B"), "quote@0: A\ncaption@0: B\n"},
		{"a table of contents", wordParagraph("TOC1", "A 1"), "leftover@0: A 1\n"},
		{"words in several runs", `<w:p><w:r><w:t>Fer</w:t></w:r><w:r><w:t xml:space="preserve">ry </w:t></w:r><w:r><w:t>sails</w:t></w:r></w:p>`, "paragraph@0: Ferry sails\n"},
		{"changes that are tracked", `<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>sinks</w:delText></w:r></w:del><w:ins><w:r><w:t>sails</w:t></w:r></w:ins></w:p>`, "paragraph@0: It sails\n"},
		{"hidden text", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>not </w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>`, "paragraph@0: seen\n"},
		{"a field", `<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7 sails</w:t></w:r></w:p>`, "paragraph@0: 7 sails\n"},
		{"tabs, breaks, hyphens", `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:br/><w:t>d</w:t><w:br w:type="page"/><w:t>e</w:t></w:r></w:p>`, "paragraph@0: a b\u2011c\nparagraph@0: de\n"},
		{"a box with its fallback", `<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>text</w:t></w:r></w:p>`, "paragraph@0: text\nparagraph@0: box\n"},
		{"a drawing's text", `<w:p><w:r><a:p><a:t>chart</a:t></a:p><w:t>text</w:t></w:r></w:p>`, "paragraph@0: text\n"},
		{"a table for layout", `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A.</w:t></w:r></w:p><w:p><w:r><w:t>B.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "paragraph@0: A.\nparagraph@0: B.\n"},
		{"a numbered list", `<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>two</w:t></w:r></w:p>`, "list item@0: one\nparagraph@0: two\n"},
		{"markup that is text", `<w:p><w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r></w:p>`, "paragraph@0: <script>alert(1)</script>\n"},
	} {
		doc := mustRead(t, zipped(docxOf(row.body)), "a.docx")
		if got := outline(doc); got != row.want {
			t.Errorf("%s: got %q, want %q", row.reason, got, row.want)
		}
	}
}

const openML = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"`

func odtOf(body string) map[string]string {
	return map[string]string{
		"mimetype": "application/vnd.oasis.opendocument.text",
		"content.xml": `<?xml version="1.0"?><office:document-content ` + openML + `><office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="P2" style:parent-style-name="P2"/></office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	}
}

func TestODT(t *testing.T) {
	for _, row := range []struct{ reason, body, want string }{
		{"levels", `<text:h text:outline-level="1">A</text:h><text:h text:outline-level="99">B</text:h>`, "heading@0: A\nheading@0: B\n"},
		{"a style on its base", `<text:p text:style-name="P1">A</text:p>`, "heading@0: A\n"},
		{"a style based on itself", `<text:p text:style-name="P2">A</text:p>`, "paragraph@0: A\n"},
		{"spaces", `<text:p>a<text:s text:c="99999999"/>b<text:tab/>c <text:span>d</text:span><text:line-break/>e</text:p>`, "paragraph@0: a b c d\nparagraph@0: e\n"},
		{"a note", `<text:p>It sails.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Daily.</text:p></text:note-body></text:note> It is new.</text:p>`, "paragraph@0: It sails. It is new.\nparagraph@0: Daily.\n"},
		{"a comment", `<text:p>It sails.<office:annotation><text:p>Really?</text:p></office:annotation></text:p>`, "paragraph@0: It sails.\n"},
		{"what was deleted", `<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>Here</text:p>`, "paragraph@0: Here\n"},
		{"a picture's description, a box", `<text:p>a<draw:frame><svg:title>alt</svg:title><draw:text-box><text:p text:style-name="Figure">Harbour</text:p></draw:text-box></draw:frame></text:p>`, "paragraph@0: a\ncaption@0: Harbour\n"},
		{"lists in lists", "<text:list>\n <text:list-item>\n <text:p>a</text:p> <text:list><text:list-item><text:p>b</text:p></text:list-item></text:list></text:list-item></text:list>", "list item@0: a\nlist item@0: b\n"},
		{"a table of contents", `<text:table-of-content><text:index-body><text:p>A 1</text:p></text:index-body></text:table-of-content><text:p>B</text:p>`, "leftover@0: A 1\nparagraph@0: B\n"},
	} {
		doc := mustRead(t, zipped(odtOf(row.body)), "a.odt")
		if got := outline(doc); got != row.want {
			t.Errorf("%s: got %q, want %q", row.reason, got, row.want)
		}
	}
}

func epubOf(chapters ...string) map[string]string {
	files := map[string]string{
		"mimetype":               "application/epub+zip",
		"META-INF/container.xml": `<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>`,
	}
	items, spine := "", ""
	for i, c := range chapters {
		files[fmt.Sprintf("OEBPS/text/c %d.xhtml", i)] = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>` + c + `</body></html>`
		items += fmt.Sprintf(`<item id="c%d" href="text/c%%20%d.xhtml" media-type="application/xhtml+xml"/>`, i, i)
		spine += fmt.Sprintf(`<itemref idref="c%d"/>`, i)
	}
	files["OEBPS/content.opf"] = `<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Book</dc:title><dc:language>de</dc:language><dc:date>2026-03-14</dc:date></metadata>
<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="p" href="p.png" media-type="image/png"/>` + items + `</manifest><spine><itemref idref="nav"/><itemref idref="p"/>` + spine + `<itemref idref="none"/><itemref idref="c0"/></spine></package>`
	return files
}

func TestEPUB(t *testing.T) {
	doc := mustRead(t, zipped(epubOf(
		`<h1>One</h1><p>It sails<a epub:type="noteref" href="#n">1</a>.<span epub:type="pagebreak" title="7">7</span></p>`,
		`<h1>Two</h1><nav>Back</nav><script>x</script><p role="doc-backlink">up</p>`)), "book.epub")
	if got, want := outline(doc), "heading@0: One\nparagraph@0: It sails.\nheading@0: Two\nleftover@0: Back\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if doc.Title != "The Book" || doc.Lang != "de" || doc.Date.Format("2006-01-02") != "2026-03-14" {
		t.Errorf("%q, %q, %v", doc.Title, doc.Lang, doc.Date)
	}
}

// with returns files with one more, or in place of another.
func with(files map[string]string, name, content string) map[string]string {
	files[name] = content
	return files
}

func TestBadArchives(t *testing.T) {
	damaged, binary, size := new(*DamagedError), new(*BinaryError), new(*SizeError)
	good := zipped(docxOf(wordParagraph("", "It sails.")))
	entities := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>`
	for _, row := range []struct {
		reason, source string
		as             any
		want           string
	}{
		{"half an archive", good[:len(good)/2], damaged, "ZIP"},
		{"its head alone", "PK\x03\x04", damaged, "ZIP"},
		{"other files", zipped(map[string]string{"a.txt": "x"}), binary, "a ZIP archive, not text; unpack it"},
		{"a table", zipped(with(docxOf(""), "_rels/.rels", `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`)), binary, "XLSX"},
		{"an OpenDocument table", zipped(map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), binary, "OpenDocument"},
		{"no main part", zipped(map[string]string{"[Content_Types].xml": "<Types/>"}), damaged, `"word/document.xml" is not in it`},
		{"no content", zipped(map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"}), damaged, `"content.xml" is not in it`},
		{"a book without a list", zipped(map[string]string{"mimetype": "application/epub+zip"}), damaged, `"META-INF/container.xml" is not in it`},
		{"a book that names no list", zipped(map[string]string{"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}), damaged, "names no package"},
		{"XML cut off", zipped(with(docxOf(""), "word/document.xml", "<w:document><w:body>")), damaged, "unexpected EOF"},
		{"entities of its own", zipped(with(docxOf(""), "word/document.xml", entities+`<w:document `+wordML+`><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>`)), damaged, "invalid character entity &b;"},
		{"an encrypted ODT", zipped(with(odtOf("x"), "META-INF/manifest.xml", `<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`)), binary, "encrypted ODT document, not text; open it with its password"},
		{"an encrypted EPUB", zipped(with(epubOf("<p>x</p>"), "META-INF/encryption.xml", `<encryption><CipherReference URI="OEBPS/text/c%200.xhtml"/></encryption>`)), binary, "encrypted EPUB"},
		{"an encrypted DOCX", olderMagic + strings.Repeat("\x00", 600) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", binary, "encrypted office document"},
		{"nothing to read", zipped(docxOf(wordParagraph("", " "))), new(*EmptyError), "no text in it"},
		{"a bomb", zipped(docxOf(strings.Repeat(" ", MaxUnpacked+1))), size, "larger than 64 MB"},
	} {
		_, err := Bytes(t.Context(), []byte(row.source), "a.x")
		if err == nil || !errors.As(err, row.as) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %T %v", row.reason, err, err)
		}
	}
	if doc, err := Bytes(t.Context(), []byte(zipped(with(epubOf("<p>It sails.</p>"), "META-INF/encryption.xml", `<encryption><CipherReference URI="OEBPS/fonts/f.otf"/></encryption>`))), "a"); err != nil || doc.Text != "It sails." {
		t.Errorf("a book with a font that is encrypted: %v", err)
	}
	password := []byte(good)
	for _, header := range []string{"PK\x03\x04", "PK\x01\x02"} {
		for at := 0; ; {
			i := bytes.Index(password[at:], []byte(header))
			if i < 0 {
				break
			}
			at += i + 4
			password[at-4+map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[header]] |= 1
		}
	}
	if _, err := Bytes(t.Context(), password, "a"); !errors.As(err, binary) || !strings.Contains(err.Error(), "encrypted") {
		t.Errorf("an archive with a password: %v", err)
	}
}

// TestUnpacked reads as much of an archive as may be unpacked, and a byte less and
// more.
func TestUnpacked(t *testing.T) {
	for limit, ok := range map[int64]bool{99: false, 100: true, 101: true} {
		b := zipped(map[string]string{"a": strings.Repeat("a", 40), "b": strings.Repeat("b", 60)})
		z, err := zip.NewReader(strings.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		a := &archive{name: "a", parts: map[string]*zip.File{"a": z.File[0], "b": z.File[1]}, left: limit}
		first, err := a.read("a")
		if err != nil || len(first) != 40 {
			t.Errorf("%d bytes: the first part: %v", limit, err)
		}
		if _, err = a.read("b"); (err == nil) != ok || !ok && !errors.As(err, new(*SizeError)) {
			t.Errorf("%d bytes: %v", limit, err)
		}
	}
}

func TestNesting(t *testing.T) {
	for depth, ok := range map[int]bool{MaxNesting - 1: true, MaxNesting: true, MaxNesting + 1: false} {
		err := visitXML([]byte(strings.Repeat("<a>", depth)+strings.Repeat("</a>", depth)), visitor{})
		if (err == nil) != ok {
			t.Errorf("%d deep: %v", depth, err)
		}
	}
	deep := zipped(docxOf(strings.Repeat("<w:tbl>", 1_000_000)))
	if _, err := Bytes(t.Context(), []byte(deep), "a"); err == nil || !strings.Contains(err.Error(), "nested deeper than 512") {
		t.Errorf("a million deep: %v", err)
	}
}

// What a document says about itself may come in a great many pieces.
func TestPieces(t *testing.T) {
	const pieces = 1 << 20
	core := `<core xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + strings.Repeat("a<!---->", pieces) + `</dc:title></core>`
	start := time.Now()
	doc, err := Bytes(t.Context(), []byte(zipped(with(docxOf(wordParagraph("", "It sails.")), "docProps/core.xml", core))), "a")
	if err != nil || len(doc.Title) != pieces {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestParts(t *testing.T) {
	for n, ok := range map[int]bool{MaxParts - 1: true, MaxParts: true, MaxParts + 1: false} {
		files := docxOf(wordParagraph("", "It sails."))
		for i := len(files); i < n; i++ {
			files[fmt.Sprint(i)] = ""
		}
		if _, err := Bytes(t.Context(), []byte(zipped(files)), "a"); (err == nil) != ok {
			t.Errorf("%d files: %v", n, err)
		}
	}
}

// TestEscapes names parts that are outside of their archive.
func TestEscapes(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.xml")
	if err := os.WriteFile(secret, []byte("<w:document "+wordML+"><w:p><w:r><w:t>secret</w:t></w:r></w:p></w:document>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{secret, "../../../../../../../.." + secret, "file://" + secret} {
		files := with(docxOf(""), "_rels/.rels", `<Relationships><Relationship Type="x/officeDocument" Target="`+target+`"/></Relationships>`)
		if doc, err := Bytes(t.Context(), []byte(zipped(files)), "a"); err == nil || doc != nil || !strings.Contains(err.Error(), "is not in it") {
			t.Errorf("%s: %v", target, err)
		}
		book := with(epubOf("x"), "META-INF/container.xml", `<container><rootfile full-path="`+target+`"/></container>`)
		if doc, err := Bytes(t.Context(), []byte(zipped(book)), "a"); err == nil || doc != nil || !strings.Contains(err.Error(), "is not in it") {
			t.Errorf("%s: %v", target, err)
		}
	}
}
