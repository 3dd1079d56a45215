package read

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ferry.txt")
	if err := os.WriteFile(name, []byte("The ferry is back.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	doc, err := File(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, doc)
	if doc.Text != "The ferry is back.\r\n" || doc.Source != name || doc.Charset != "utf-8" {
		t.Errorf("got %+v", doc)
	}
}

func TestPathErrors(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.txt")
	if _, err := File(t.Context(), missing); !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), "missing.txt") != 1 || !strings.Contains(err.Error(), "; check the spelling") {
		t.Errorf("missing file: %v", err)
	}
	if _, err := File(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "is a directory; name a file") {
		t.Errorf("directory: %v", err)
	}
	locked := filepath.Join(dir, "locked.txt")
	if err := os.WriteFile(locked, []byte("x"), 0o000); err != nil {
		t.Fatal(err)
	}
	if _, err := File(t.Context(), locked); os.Getuid() != 0 && (!errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "; allow reading it")) {
		t.Errorf("locked file: %v", err)
	}
	broken := errors.New("line cut")
	if _, err := Reader(t.Context(), iotest.ErrReader(broken), "-"); !errors.Is(err, broken) || !strings.Contains(err.Error(), `reading "-": line cut; `) {
		t.Errorf("broken reader: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	empty, binary := new(*EmptyError), new(*BinaryError)
	for _, row := range []struct {
		reason, source, name string
		as                   any
		want                 string // in the message, beside the name
	}{
		{"nothing", "", "a.txt", empty, "no text"},
		{"white space", " \r\n\t\u00A0\u3000", "a.txt", empty, "no text"},
		{"a byte order mark", "\uFEFF", "a.txt", empty, "no text"},
		{"white space in UTF-16", "\xFF\xFE \x00\n\x00", "a.txt", empty, "no text"},
		{"a page built by scripts", "<html><body><script>build()</script>", "a.html", empty, "save it from a browser"},
		{"Markdown of comments", "<!-- nothing -->", "a.md", empty, "no visible text"},
		{"an old office document", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.doc", binary, "DOC"},
		{"rich text", `{\rtf1 The ferry}`, "a.rtf", binary, "RTF"},
		{"a web archive", "bplist00\xD1\x01", "a.webarchive", binary, "Safari"},
		{"gzip", "\x1F\x8B\x08", "a.html.gz", binary, "gunzip"},
		{"a picture", "\x89PNG\r\n\x1A\n\x00", "a.png", binary, "PNG"},
		{"unknown bytes", strings.Repeat("\x7FELF\x02\x01\x01\x00\x00\x00\x00\x03\x00>\x00", 20), "a.bin", binary, "binary"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc, err := Bytes(t.Context(), []byte(row.source), row.name)
			if err == nil {
				t.Fatalf("read as %q", doc.Text)
			}
			if !errors.As(err, row.as) || !strings.Contains(err.Error(), row.want) || !strings.HasPrefix(err.Error(), `reading "`+row.name+`": `) {
				t.Errorf("%T: %v", err, err)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	endless := io.LimitReader(zeros{}, 2*MaxBytes)
	var large *SizeError
	if _, err := Reader(t.Context(), endless, "-"); !errors.As(err, &large) || large.Limit != MaxBytes || !strings.Contains(err.Error(), "larger than 64 MB; ") {
		t.Errorf("got %v", err)
	}
}

// TestSizes reads nothing but space, of which as much as may be has no text.
func TestSizes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 64 MB three times")
	}
	b := bytes.Repeat([]byte(" "), MaxBytes+1)
	for size, want := range map[int]any{MaxBytes - 1: new(*EmptyError), MaxBytes: new(*EmptyError), MaxBytes + 1: new(*SizeError)} {
		if _, err := Bytes(t.Context(), b[:size], "a.txt"); !errors.As(err, want) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

// TestExtractionLimits asks up to which size a page's article is looked for.
func TestExtractionLimits(t *testing.T) {
	for n, large := range map[int]bool{maxElements - 1: false, maxElements: false, maxElements + 1: true} {
		root := element(atom.Body)
		for range n {
			root.AppendChild(element(atom.P))
		}
		if isTooLarge(root) != large {
			t.Errorf("%d elements: too large is %v", n, !large)
		}
	}
	for n, large := range map[int]bool{maxTextBytes - 1: false, maxTextBytes: false, maxTextBytes + 1: true} {
		root := element(atom.Body)
		root.AppendChild(&html.Node{Type: html.TextNode, Data: strings.Repeat("a", n)})
		if isTooLarge(root) != large {
			t.Errorf("%d bytes: too large is %v", n, !large)
		}
	}
}

// zeros is a reader without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestText(t *testing.T) {
	doc := Text("memo", "One.\n\xFFTwo.\n")
	checkDocument(t, doc)
	if got, want := outline(doc), "paragraph@1: One.\nparagraph@2: \uFFFDTwo.\n"; got != want || doc.Source != "memo" {
		t.Errorf("%q: got %q, want %q", doc.Source, got, want)
	}
	if doc := Text("none", ""); doc.Text != "" || len(doc.Blocks) != 0 {
		t.Errorf("of nothing: %+v", doc)
	}
}

func TestKindString(t *testing.T) {
	if got := TableRow.String() + ", " + Leftover.String() + ", " + Kind(99).String(); got != "table row, leftover, Kind(99)" {
		t.Error(got)
	}
}

// A line of 10 MB is read in well under a second; one of these limits is passed
// only where time grows with the square of the length.
func TestLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 10 MB several times")
	}
	sentence := "Рыбаки вернулись в порт после шторма. "
	for _, name := range []string{"a.txt", "a.md", "a.html"} {
		t.Run(name, func(t *testing.T) {
			line := "<p>" + strings.Repeat(sentence, 10<<20/len(sentence))
			doc := mustRead(t, line, name)
			if len(doc.Blocks) != 1 || len(doc.Text) < 10<<20-len(sentence)-3 {
				t.Errorf("%d blocks, %d bytes", len(doc.Blocks), len(doc.Text))
			}
		})
	}
}
