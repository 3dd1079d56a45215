package fetch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"

	"factdiff/align/internal/web"
	"factdiff/align/read"
)

// MaxBytes is how many bytes an answer may have, packed or not: no more than
// package read takes.
const MaxBytes = read.MaxBytes

// noArticle are the types, or beginnings of types, of what is no article.
var noArticle = []string{
	"image/", "audio/", "video/", "font/", "model/",
	"text/css", "text/javascript", "application/javascript", "application/x-javascript", "application/wasm",
}

// take reads the document that an answer holds.
func take(ctx context.Context, address string, u *url.URL, response *http.Response) (*read.Document, error) {
	if s := response.StatusCode; s != http.StatusOK && s != http.StatusNonAuthoritativeInfo {
		return nil, failed(address, response)
	}
	contentType := response.Header.Get("Content-Type")
	media, _, _ := mime.ParseMediaType(contentType)
	for _, prefix := range noArticle {
		if strings.HasPrefix(media, prefix) {
			return nil, &Error{Address: address, Reason: NoArticle, Message: fmt.Sprintf("there is no article, but %s", web.Clean(media)), Hint: "name the address of the page that it is on"}
		}
	}
	b, err := readBody(response)
	if err == nil {
		doc, err := read.Typed(ctx, b, u.String(), contentType)
		if doc != nil {
			doc.Source = address
		}
		return doc, err
	}
	e, _ := errors.AsType[*Error](err)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case e != nil:
		e.Address = address
		return nil, e
	}
	return nil, &Error{Address: address, Reason: Unreachable, Message: "the answer was cut off or damaged: " + web.Clean(err.Error()), Hint: "try again", Err: err}
}

// readBody returns the body of an answer, unpacked. What is longer than MaxBytes
// is not read to its end.
func readBody(response *http.Response) ([]byte, error) {
	body, err := unpack(response)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(body, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxBytes {
		return nil, &Error{Reason: TooLarge, Message: fmt.Sprintf("the answer is larger than %d MB", MaxBytes>>20), Hint: "save the article from a browser and name the file"}
	}
	return b, nil
}

// unpack returns the body of an answer as it was before it was packed for the
// way. One that is packed twice is refused, as is any other packing: neither
// was asked for.
func unpack(response *http.Response) (io.Reader, error) {
	body := bufio.NewReader(response.Body)
	switch encoding := strings.ToLower(strings.TrimSpace(strings.Join(response.Header["Content-Encoding"], ", "))); encoding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(body)
	case "deflate":
		// By RFC 9110 it has a head, which many leave out.
		if head, err := body.Peek(2); err == nil && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return zlib.NewReader(body)
		}
		return flate.NewReader(body), nil
	default:
		return nil, &Error{Reason: NoArticle, Message: fmt.Sprintf("the answer is packed as %q, which was not asked for", web.Clean(encoding)), Hint: "save the page from a browser and name the file"}
	}
}

// failed is the error of an answer that is none.
func failed(address string, response *http.Response) error {
	e := &Error{Address: address, Reason: Status, Status: response.StatusCode, RetryAfter: web.RetryAfter(response.Header)}
	e.Message = fmt.Sprintf("the host answered with status %d", e.Status)
	if text := http.StatusText(e.Status); text != "" {
		e.Message += " " + text
	}
	switch s := e.Status; {
	case s == 404 || s == 410:
		e.Hint = "check the address"
	case s == 401 || s == 402 || s == 403 || s == 407 || s == 451:
		e.Hint = "open it in a browser, save the page and name the file"
	case e.RetryAfter > 0:
		e.Hint = fmt.Sprintf("try again in %v", e.RetryAfter)
	case e.Temporary():
		e.Hint = "try again later"
	default:
		e.Hint = "open it in a browser; if it is there, save the page and name the file"
	}
	return e
}
