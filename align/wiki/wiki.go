// Package wiki reads articles of Wikipedia, and finds the same one in other
// languages, through the API of MediaWiki.
//
// [Client.Find] looks a title up, and [Client.Read] reads what it found. Of an
// article the text, its headings, lists and captions are read; tables,
// references, boxes and links to edit are left out.
package wiki

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"factdiff/align/internal/web"
	"factdiff/align/read"
)

// DefaultAPI is the address of Wikipedia's API; "{lang}" stands for the code
// of a language.
const DefaultAPI = "https://{lang}.wikipedia.org/w/api.php"

const (
	// MaxContinuations is how many further parts of an answer are asked for.
	MaxContinuations = 20
	// MaxLag is the lag of its databases, in seconds, up to which Wikipedia is
	// asked; above, it says so and is asked later.
	MaxLag = 5
)

// Ref names an article.
type Ref struct{ Lang, Title string }

const prefix = "wiki:"

// IsRef tells whether a name of a version is meant for [ParseRef].
func IsRef(name string) bool { return strings.HasPrefix(name, prefix) }

// languages are the codes that Wikipedias have: they become part of an address.
var languages = regexp.MustCompile(`^[a-z]{2,12}(-[a-z]{1,12}){0,3}$`)

// IsLanguage tells whether s has the form of a Wikipedia's code.
func IsLanguage(s string) bool { return languages.MatchString(s) }

// ParseRef reads "wiki:en:Berlin".
func ParseRef(name string) (Ref, error) {
	lang, title, ok := strings.Cut(strings.TrimPrefix(name, prefix), ":")
	title = strings.TrimSpace(strings.ReplaceAll(title, "_", " "))
	if !IsRef(name) || !ok || title == "" || !IsLanguage(lang) {
		return Ref{}, &Error{Ref: Ref{lang, title}, Message: fmt.Sprintf("%q is no article", name), Hint: "write it as wiki:en:Berlin"}
	}
	return Ref{lang, title}, nil
}

// String returns the name that ParseRef reads.
func (r Ref) String() string { return prefix + r.Lang + ":" + r.Title }

// Error tells why there is no article.
type Error struct {
	Ref     Ref
	Message string
	Hint    string
	Missing bool  // there is no such article
	Err     error // the cause, may be nil
}

// Error returns the message and the hint.
func (e *Error) Error() string {
	return fmt.Sprintf("reading %q: %s; %s", e.Ref, e.Message, e.Hint)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Page is an article that was found.
type Page struct {
	Ref            // after redirections
	Address string // for a browser
	// Links are the titles of the same article by language.
	Links map[string]string
}

// In returns the same article in another language.
func (p *Page) In(lang string) (Ref, error) {
	if lang == p.Lang {
		return p.Ref, nil
	}
	if title := p.Links[lang]; title != "" {
		return Ref{lang, title}, nil
	}
	hint := "it is linked to none in another language"
	if len(p.Links) > 0 {
		hint = "it is in " + strings.Join(slices.Sorted(maps.Keys(p.Links)), ", ")
	}
	return Ref{}, &Error{Ref: p.Ref, Message: fmt.Sprintf("the article is linked to none in %q", lang), Hint: hint, Missing: true}
}

// Client asks an API.
type Client struct {
	api   string
	http  *http.Client
	guard *web.Guard
}

// New returns a client of the API at an address, [DefaultAPI] for "".
func New(api string) (*Client, error) {
	if api == "" {
		api = DefaultAPI
	}
	u, err := url.Parse(strings.ReplaceAll(api, "{lang}", "en"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("%q is no address of an API; write it as %s", api, DefaultAPI)
	}
	return &Client{api: api, http: web.Client(nil), guard: web.NewGuard(web.Limits{Texts: 1})}, nil
}

// Find looks an article up, redirections followed.
func (c *Client) Find(ctx context.Context, r Ref) (*Page, error) {
	query := url.Values{
		"action": {"query"}, "prop": {"langlinks|info"}, "inprop": {"url"}, "lllimit": {"max"},
		"titles": {r.Title}, "redirects": {"1"},
	}
	page := &Page{Ref: r, Links: make(map[string]string)}
	for range MaxContinuations {
		var reply struct {
			Continue map[string]any
			Query    struct {
				Pages []struct {
					Title            string
					Missing, Invalid bool
					InvalidReason    string
					FullURL          string
					LangLinks        []struct{ Lang, Title string }
				}
			}
		}
		if err := c.ask(ctx, r, query, &reply); err != nil {
			return nil, err
		}
		if len(reply.Query.Pages) != 1 {
			return nil, &Error{Ref: r, Message: "the answer is about no page", Hint: "name the title of an article"}
		}
		p := reply.Query.Pages[0]
		switch {
		case p.Invalid:
			return nil, &Error{Ref: r, Message: "the title is none: " + web.Clean(p.InvalidReason), Hint: "check its spelling"}
		case p.Missing:
			return nil, &Error{Ref: r, Message: "there is no such article", Hint: "check the spelling of the title, capitals included, and the language", Missing: true}
		}
		page.Title = p.Title
		if u, err := url.Parse(p.FullURL); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
			page.Address = p.FullURL
		}
		for _, l := range p.LangLinks {
			if IsLanguage(l.Lang) {
				page.Links[l.Lang] = l.Title
			}
		}
		if len(reply.Continue) == 0 {
			return page, nil
		}
		for key, value := range reply.Continue {
			query.Set(key, fmt.Sprint(value))
		}
	}
	return page, nil
}

// Read returns an article that was found as a document.
func (c *Client) Read(ctx context.Context, p *Page) (*read.Document, error) {
	var reply struct {
		Parse struct{ Title, Text string }
	}
	query := url.Values{
		"action": {"parse"}, "page": {p.Title}, "prop": {"text"}, "redirects": {"1"},
		"disableeditsection": {"1"}, "disabletoc": {"1"}, "disablelimitreport": {"1"},
	}
	if err := c.ask(ctx, p.Ref, query, &reply); err != nil {
		return nil, err
	}
	root, err := article(p.Title, reply.Parse.Text)
	if err != nil {
		return nil, &Error{Ref: p.Ref, Message: "the article cannot be read: " + web.Clean(err.Error()), Hint: "save it from a browser and name the file", Err: err}
	}
	doc := read.Article(root, p.String())
	if len(doc.Blocks) == 0 {
		return nil, &read.EmptyError{Name: p.String(), Markup: true}
	}
	if p.Address != "" {
		doc.Source = p.Address
	}
	if doc.Lang, doc.Title = p.Lang, p.Title; p.Lang == "simple" {
		doc.Lang = "en"
	}
	return doc, nil
}

// ask asks the API, again after some time where it is busy.
func (c *Client) ask(ctx context.Context, r Ref, query url.Values, into any) error {
	query.Set("format", "json")
	query.Set("formatversion", "2")
	query.Set("maxlag", fmt.Sprint(MaxLag))
	address := strings.ReplaceAll(c.api, "{lang}", r.Lang) + "?" + query.Encode()
	var body []byte
	var failure error
	job := web.Job[[]byte]{Guard: c.guard, Ask: func(ctx context.Context, addresses []string) ([][]byte, error) {
		b, err := c.get(ctx, addresses[0])
		return [][]byte{b}, err
	}}
	web.Stream(ctx, job, []string{address}, func(_ int, b []byte, err error) { body, failure = b, err })
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if failure == nil {
		if failure = json.Unmarshal(body, into); failure == nil {
			return nil
		}
		failure = &web.Error{Kind: web.Malformed, Message: "the answer is not what it should be", Err: failure}
	}
	e := &Error{Ref: r, Message: failure.Error(), Hint: "check the address of the API", Err: failure}
	if f, ok := failure.(*web.Error); ok {
		own := *f
		own.Hint = "-"
		e.Message = strings.TrimSuffix(own.Error(), "; -")
		e.Hint = map[web.Kind]string{
			web.Retryable: "try again later", web.Timeout: "try again later",
			web.Refused: "check the title",
		}[f.Kind]
		if e.Hint == "" {
			e.Hint = "check the language and the address of the API (FACTDIFF_WIKI)"
		}
		if f.RetryAfter > time.Second {
			e.Hint = fmt.Sprintf("try again in %v", f.RetryAfter)
		}
		e.Missing = f.Err == errMissing
	}
	return e
}

var errMissing = fmt.Errorf("missing")

// get makes one request.
func (c *Client) get(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, &web.Error{Kind: web.Permanent, Message: "the address of the API is none"}
	}
	request.Header.Set("User-Agent", web.UserAgent)
	request.Header.Set("Accept", "application/json")
	reply, err := web.Do(c.http, request, "")
	if err != nil {
		return nil, err
	}
	var said struct{ Error struct{ Code, Info string } }
	if reply.Status != http.StatusOK {
		json.Unmarshal(reply.Body, &said) // often it says nothing
		return nil, web.Failure(reply, said.Error.Info)
	}
	if err := json.Unmarshal(reply.Body, &said); err != nil {
		return nil, &web.Error{Kind: web.Malformed, Message: "the answer is no JSON", Err: err}
	}
	e := &web.Error{Message: web.Clean(said.Error.Info), RetryAfter: web.RetryAfter(reply.Header)}
	switch said.Error.Code {
	case "":
		return reply.Body, nil
	case "maxlag", "ratelimited", "readonly", "internal_api_error_DBQueryError", "internal_api_error_DBConnectionError":
		e.Kind = web.Retryable
	case "missingtitle", "nosuchpageid":
		e.Kind, e.Err = web.Refused, errMissing
	default:
		e.Kind = web.Refused
	}
	return nil, e
}
