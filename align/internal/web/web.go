// Package web asks services, which translate, embed or judge: JSON there, JSON
// back, every way in which that fails as an [Error], and in [Stream] the
// deadlines, retries and batches of all of them.
//
// Redirections are not followed: a header with a key would go to whoever the
// service names.
package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Secret is a key. It does not print.
type Secret string

// Format writes dots.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, "…") }

// UserAgent is how requests introduce themselves.
const UserAgent = "factdiff (compares versions of articles that its user names)"

// maxReply bounds a reply; what the largest request asks for takes half.
const maxReply = 8 << 20

// Client returns a client for services: c, or one with its own connections,
// that leaves redirections to the caller.
func Client(c *http.Client) *http.Client {
	if c == nil {
		transport := http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			IdleConnTimeout:       90 * time.Second,
			ExpectContinueTimeout: time.Second,
			ForceAttemptHTTP2:     true,
		}
		c = &http.Client{Transport: &transport}
	}
	own := *c
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// Base returns the address of a service without a final slash. A key is not
// sent unencrypted over the open network.
func Base(address string, key Secret) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("the address of the service is none; write it as http://127.0.0.1:5000")
	}
	if u.User != nil {
		return "", errors.New("the address of the service has a password in it, which would be seen; set the key in the environment instead")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("the address %q has more than a path; write it as http://127.0.0.1:5000", u.Scheme+"://"+u.Host+u.Path)
	}
	if key != "" && u.Scheme == "http" && !near(u.Hostname()) {
		return "", fmt.Errorf("the key would go to %q unencrypted; use https", u.Host)
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// near tells whether a host is this machine or in its own network.
func near(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	for _, end := range []string{".local", ".lan", ".internal", ".localhost", ".home.arpa"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return !strings.Contains(host, ".")
}

// Host is what of an address identifies a service in a report.
func Host(base string) string {
	_, host, _ := strings.Cut(base, "://")
	return host
}

// Reply is what a service answers.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Post sends a body as JSON and returns the reply, whatever its status. Its
// errors have no address and no key in them, nor has the body of a failure.
func Post(ctx context.Context, c *http.Client, address string, header http.Header, key Secret, body any) (Reply, error) {
	var encoded bytes.Buffer
	e := json.NewEncoder(&encoded)
	e.SetEscapeHTML(false) // it would only lengthen the request
	if err := e.Encode(body); err != nil {
		return Reply{}, fmt.Errorf("writing the request: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, &encoded)
	if err != nil {
		return Reply{}, &Error{Kind: Permanent, Message: "the address is none"}
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Accept-Language", "en") // the language of messages
	request.Header.Set("User-Agent", UserAgent)
	return Do(c, request, key)
}

// Do sends a request. See [Post].
func Do(c *http.Client, request *http.Request, key Secret) (Reply, error) {
	response, err := c.Do(request)
	if err != nil {
		return Reply{}, unreached(request.Context(), err, key)
	}
	defer response.Body.Close()
	reply := Reply{Status: response.StatusCode, Header: response.Header}
	reply.Body, err = io.ReadAll(io.LimitReader(response.Body, maxReply+1))
	switch {
	case request.Context().Err() != nil:
		return Reply{}, request.Context().Err()
	case err != nil && reply.Status == http.StatusOK:
		return Reply{}, &Error{Kind: Retryable, Message: "the reply was cut off"}
	case len(reply.Body) > maxReply:
		return Reply{}, &Error{Kind: Malformed, Message: fmt.Sprintf("the reply has more than %d bytes", maxReply)}
	}
	if reply.Status != http.StatusOK && key != "" {
		reply.Body = bytes.ReplaceAll(reply.Body, []byte(key), []byte("…"))
	}
	return reply, nil
}

// unreached is the error of a request without a reply. What net/http says
// begins with the address, which may be long and have the text in it.
func unreached(ctx context.Context, err error, key Secret) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	message := err.Error()
	if key != "" {
		message = strings.ReplaceAll(message, string(key), "…")
	}
	return &Error{
		Kind:    Retryable,
		Message: "it cannot be reached: " + Clean(message),
		Hint:    "check the address, the network and that the service is running",
	}
}

// Failure is the error of a reply that is no translation, with what the service
// says about it.
func Failure(r Reply, message string) *Error {
	e := &Error{Status: r.Status, RetryAfter: RetryAfter(r.Header)}
	switch s := r.Status; {
	case s == 401 || s == 403:
		e.Kind = Auth
	case s == 402:
		e.Kind = Quota
	case s == 408 || s == 425 || s == 429 || s == 500 || s >= 502 && s <= 504 || s == 529:
		e.Kind = Retryable
	case s == 413 || s == 414:
		e.Kind = TooLong
	case s == 200:
		e.Kind = Malformed
	case s == 404 || s == 405 || s < 400 || s > 500:
		e.Kind = Permanent
	default:
		e.Kind = Refused
	}
	if s := r.Status; s >= 300 && s < 400 {
		e.Message, e.Hint = "it has moved", "find out where to and give that address"
		if u, err := url.Parse(r.Header.Get("Location")); err == nil && u.Host != "" {
			e.Message += " to " + Clean(u.Host)
		}
		return e
	}
	e.Message = fmt.Sprintf("status %d", r.Status)
	if text := http.StatusText(r.Status); text != "" {
		e.Message += " " + text
	}
	if r.Status == http.StatusOK {
		e.Message = "the reply is not what it should be"
	}
	if message = Clean(message); message != "" && !strings.HasPrefix(message, "<") {
		e.Message += ": " + message
	}
	return e
}

// Clean makes what a service says fit for a message: one short line.
func Clean(s string) string {
	const most = 200
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strings.TrimRight(s, ".;:, ")
}

// RetryAfter reads the header of that name, in seconds or as a date. It is 0 if
// there is none.
func RetryAfter(h http.Header) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.Atoi(s); err == nil {
		return time.Duration(min(max(n, 0), 7*24*3600)) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}
