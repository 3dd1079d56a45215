package read

import (
	"bytes"
	"path"
	"strings"
)

// format is a language of documents.
type format uint8

const (
	plainFormat format = iota
	markdownFormat
	htmlFormat
	rstFormat
	mailFormat
	feedFormat
)

var extensions = map[string]format{
	".md":       markdownFormat,
	".markdown": markdownFormat,
	".mdx":      markdownFormat,
	".html":     htmlFormat,
	".htm":      htmlFormat,
	".xhtml":    htmlFormat,
	".rst":      rstFormat,
	".rest":     rstFormat,
}

// mediaTypes are those that settle the format. Others, as text/plain, are what
// hosts call anything.
var mediaTypes = map[string]format{
	"text/markdown":         markdownFormat,
	"text/x-markdown":       markdownFormat,
	"text/html":             htmlFormat,
	"application/xhtml+xml": htmlFormat,
}

// formatOf tells the format by a media type, by the extension of a file name or
// address, else by the text.
func formatOf(name, media, text string) format {
	if f, ok := mediaTypes[media]; ok {
		return f
	}
	if strings.Contains(name, "://") {
		name, _, _ = strings.Cut(name, "#")
		name, _, _ = strings.Cut(name, "?")
	}
	// Sphinx puts .txt behind the sources that it publishes.
	if f, ok := extensions[path.Ext(strings.TrimSuffix(strings.ToLower(name), ".txt"))]; ok {
		return f
	}
	switch {
	case beginsAsHTML(text):
		return htmlFormat
	case beginsAsMail(text):
		return mailFormat
	case beginsAsFeed(text):
		return feedFormat
	}
	return plainFormat
}

// htmlOpenings begin a page, in lower case, once comments and processing
// instructions are passed.
var htmlOpenings = []string{"<!doctype html", "<html", "<head", "<body"}

// beginsAsHTML tells whether text is a page whatever it is called.
func beginsAsHTML(text string) bool { return beginsWithTag(text, htmlOpenings) }

// beginsWithTag tells whether the first element of text, behind comments and
// processing instructions, is one of some.
func beginsWithTag(text string, openings []string) bool {
	s := strings.TrimSpace(text[:min(len(text), 4096)])
	for {
		var found bool
		switch {
		case strings.HasPrefix(s, "<!--"):
			_, s, found = strings.Cut(s, "-->")
		case strings.HasPrefix(s, "<?"):
			_, s, found = strings.Cut(s, "?>")
		}
		if !found {
			break
		}
		s = strings.TrimSpace(s)
	}
	for _, opening := range openings {
		if len(s) > len(opening) && strings.EqualFold(s[:len(opening)], opening) && strings.IndexByte("> \t\r\n\f", s[len(opening)]) >= 0 {
			return true
		}
	}
	return false
}

// magics are the first bytes of formats people hand over by mistake.
var magics = []struct {
	magic, format, hint string
}{
	{olderMagic, "an old office document (DOC)", "save it as DOCX, plain text or HTML first"},
	{`{\rtf`, "RTF", "save it as plain text or HTML first"},
	{"\x1F\x8B", "gzip", "unpack it first with gunzip"},
	{"BZh91AY&SY", "bzip2", "unpack it first with bunzip2"},
	{"\xFD7zXZ\x00", "xz", "unpack it first with unxz"},
	{"\x28\xB5\x2F\xFD", "Zstandard", "unpack it first with unzstd"},
	{"bplist00", "a web archive of Safari", "save the page as HTML, or from another browser"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it first"},
	{"\x89PNG\r\n\x1A\n", "a PNG picture", pictureHint},
	{"\xFF\xD8\xFF", "a JPEG picture", pictureHint},
	{"GIF87a", "a GIF picture", pictureHint},
	{"GIF89a", "a GIF picture", pictureHint},
	{"II*\x00", "a TIFF picture", pictureHint},
	{"MM\x00*", "a TIFF picture", pictureHint},
}

const passwordHint = "open it with its password and save it without"

const pictureHint = "read its text out first, for example with tesseract"

// binaryFormat names the format of b and what to do about it, or returns two
// empty strings.
func binaryFormat(b []byte) (format, hint string) {
	if isEncryptedOffice(b) {
		return "an encrypted office document", passwordHint
	}
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			return m.format, m.hint
		}
	}
	return "", ""
}

// isBinary tells whether text has more control characters than text has: over
// one in fifty of its first 64 KB.
func isBinary(text string) bool {
	head := text[:min(len(text), 64<<10)]
	control := 0
	for i := range len(head) {
		switch c := head[i]; c {
		case '\t', '\n', '\v', '\f', '\r', '\x1B':
		default:
			if c < ' ' || c == '\x7F' {
				control++
			}
		}
	}
	return control*50 > len(head)
}
