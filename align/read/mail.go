package read

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"regexp"
	"strings"
)

// MaxMailNesting is how deep the parts of a message may be nested.
const MaxMailNesting = 8

// mailHead is a message of several parts, as browsers save pages in (MHTML).
var mailHead = regexp.MustCompile(`(?i)^(?:[a-z-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*multipart/`)

func beginsAsMail(text string) bool { return mailHead.MatchString(text[:min(len(text), 4096)]) }

// readMail reads the page of a message of several parts (RFC 2557), or where it
// has none, its text.
func readMail(b []byte, name string) (*Document, error) {
	damaged := func(err error) error { return &DamagedError{Name: name, Format: "MHTML", Err: err} }
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return nil, damaged(err)
	}
	r := mailReader{parts: MaxParts}
	if err := r.read(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body, 0); err != nil {
		return nil, damaged(err)
	}
	if r.media == "" {
		return nil, damaged(errors.New("there is no page in it"))
	}
	text, charset := decode(r.body, r.charset)
	doc := plain(text)
	if r.media != "text/plain" {
		doc = page(text)
	}
	doc.Charset = charset
	return doc, nil
}

// mailReader looks for the page of a message: the part that it says it starts
// with, else its first page, else its first text.
type mailReader struct {
	start string // the ID of the part that the message starts with
	parts int    // that may still be looked at

	media, charset string // of the part found, "" until then
	body           []byte
}

func (r *mailReader) read(contentType, encoding, id string, body io.Reader, depth int) error {
	media, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, parameters = "text/plain", nil
	}
	if r.parts--; r.parts < 0 {
		return fmt.Errorf("it has more than %d parts", MaxParts)
	}
	if strings.HasPrefix(media, "multipart/") {
		if depth >= MaxMailNesting {
			return fmt.Errorf("parts are nested deeper than %d", MaxMailNesting)
		}
		if r.start == "" {
			r.start = parameters["start"]
		}
		return r.readParts(multipart.NewReader(body, parameters["boundary"]), depth)
	}
	rank := map[string]int{"text/plain": 1, "text/html": 2, "application/xhtml+xml": 2}
	better := rank[media] > rank[r.media]
	if r.start != "" && id == r.start && rank[media] > 0 {
		better = true
		r.start = ""
	}
	if !better {
		return nil
	}
	if strings.EqualFold(encoding, "base64") {
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, err := io.ReadAll(body)
	if err != nil && len(b) == 0 {
		return err
	}
	r.media, r.charset, r.body = media, parameters["charset"], b
	return nil
}

func (r *mailReader) readParts(parts *multipart.Reader, depth int) error {
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			if r.media != "" {
				return nil // cut off behind what was looked for
			}
			return err
		}
		if err := r.read(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Id"), p, depth+1); err != nil {
			return err
		}
	}
}
