// Package fetch reads a version of an article from an address on the web.
//
// [Get] is what a caller needs for one address; a [Fetcher] keeps connections,
// and what hosts allow, for many. An address is asked as a guest asks: by one
// request at a time, as little as possible, and not where the host's robots.txt
// asks programs to keep away.
//
// An address may come from anybody, and so may what it leads to. It is not
// followed into networks that are not open to all, wherever its name or its
// redirections point when the connection is made; answers have limits of size
// and time. Scripts are not run and nothing else on a page is loaded.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"

	"factdiff/align/internal/web"
	"factdiff/align/read"
)

// What is asked of the web, and taken from it, at most.
const (
	// MaxAddress is the longest address in bytes.
	MaxAddress = 8 << 10
	// MaxRedirects is how often an address may lead to another.
	MaxRedirects = 10
	// MaxTime is how long an address may take, redirections, robots.txt and
	// the reading of the answer included.
	MaxTime = time.Minute
	// MaxDialTime is how long a connection, and how long its encryption, may take.
	MaxDialTime = 10 * time.Second
	// MaxWait is how long an answer may take to begin.
	MaxWait = 30 * time.Second
	// MaxHeader is how many bytes the head of an answer may have.
	MaxHeader = 256 << 10
	// MaxRobots is how many bytes of a robots.txt are read. RFC 9309 wants
	// at least 500 KiB.
	MaxRobots = 512 << 10
	// MaxHosts is how many hosts a Fetcher remembers the robots.txt of.
	MaxHosts = 1024
)

// Options say how addresses are asked. The zero value is safe for addresses
// from anybody.
type Options struct {
	// Private allows addresses that are not on the open network: this machine,
	// its own network, and what else must not be asked for a stranger.
	Private bool
	// Languages are those preferred where a host has a page in several, as the
	// header Accept-Language has them ("de, en;q=0.5"); "" for none.
	Languages string
}

// Get reads the document at an address of http or https, as read.Typed does
// what it answers. Its errors are an [*Error], that of ctx, or one of package
// read.
func Get(ctx context.Context, address string, o Options) (*read.Document, error) {
	f := New(o)
	defer f.Close()
	return f.Get(ctx, address)
}

// IsAddress tells whether a name of a version is an address for [Get], rather
// than that of a file.
func IsAddress(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// Fetcher reads many addresses. It may be used by several goroutines.
type Fetcher struct {
	options Options
	time    time.Duration
	// proxy returns the proxy of an address, nil for none.
	proxy   func(*url.URL) (*url.URL, error)
	lookup  func(ctx context.Context, network, host string) ([]netip.Addr, error)
	direct  *http.Transport // refuses to connect to private addresses
	proxied *http.Transport // connects to the user's proxies, wherever they are

	mu     sync.Mutex
	robots map[string]*hostRobots
}

// New returns a Fetcher. [Fetcher.Close] ends its connections.
func New(o Options) *Fetcher {
	f := &Fetcher{
		options: o,
		time:    MaxTime,
		proxy:   httpproxy.FromEnvironment().ProxyFunc(),
		lookup:  net.DefaultResolver.LookupNetIP,
		robots:  make(map[string]*hostRobots),
	}
	dialer := net.Dialer{Timeout: MaxDialTime}
	f.proxied = transport(&dialer)
	f.proxied.Proxy = func(r *http.Request) (*url.URL, error) { return f.proxy(r.URL) }
	guarded := dialer
	if !o.Private {
		guarded.Control = refusePrivate
	}
	f.direct = transport(&guarded)
	return f
}

func transport(d *net.Dialer) *http.Transport {
	return &http.Transport{
		DialContext:            d.DialContext,
		TLSHandshakeTimeout:    MaxDialTime,
		ResponseHeaderTimeout:  MaxWait,
		MaxResponseHeaderBytes: MaxHeader,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // see unpack
	}
}

// Close ends the connections that are kept.
func (f *Fetcher) Close() {
	f.direct.CloseIdleConnections()
	f.proxied.CloseIdleConnections()
}

// Get is as the function of that name.
func (f *Fetcher) Get(ctx context.Context, address string) (*read.Document, error) {
	within, cancel := context.WithTimeout(ctx, f.time)
	defer cancel()
	doc, err := f.get(within, address)
	switch {
	case err == nil:
		return doc, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("reading %q: %w", address, context.Cause(ctx))
	case within.Err() != nil:
		return nil, &Error{Address: address, Reason: Timeout, Message: fmt.Sprintf("the page did not come within %v", f.time),
			Hint: "try again later, or save it from a browser and name the file", Err: within.Err()}
	}
	return nil, err
}

func (f *Fetcher) get(ctx context.Context, address string) (*read.Document, error) {
	u, err := parse(address)
	if err != nil {
		return nil, err
	}
	for hop := 0; ; hop++ {
		if err := f.mayAsk(ctx, address, u); err != nil {
			return nil, err
		}
		response, err := f.ask(ctx, address, u)
		if err != nil {
			return nil, err
		}
		next, err := follow(address, u, response)
		if next == nil && err == nil {
			defer response.Body.Close()
			return take(ctx, address, u, response)
		}
		response.Body.Close()
		if err != nil {
			return nil, err
		}
		if hop == MaxRedirects {
			return nil, &Error{Address: address, Reason: Redirects, Message: fmt.Sprintf("it was sent on more than %d times, last to %s", MaxRedirects, web.Clean(next.Host)),
				Hint: "open it in a browser and name the address where that ends"}
		}
		u = next
	}
}

// parse returns what is asked for an address.
func parse(address string) (*url.URL, error) {
	malformed := func(message, hint string) error {
		shown := address[:min(len(address), 200)]
		return &Error{Address: strings.ToValidUTF8(shown, "\uFFFD"), Reason: Malformed, Message: message, Hint: hint}
	}
	const form = "write it as https://example.org/article"
	if len(address) > MaxAddress {
		return nil, malformed(fmt.Sprintf("the address has %d bytes, %d are the limit", len(address), MaxAddress), "leave out what only counts visitors")
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, malformed("the address is none", form)
	}
	switch u.Scheme {
	case "http", "https":
	default:
		return nil, malformed(fmt.Sprintf("addresses of %q are not read", u.Scheme+":"), form)
	}
	if u.Hostname() == "" {
		return nil, malformed("the address names no host", form)
	}
	if u.User != nil {
		u.User = nil
		address = u.String() // it is not to be seen in the error
		return nil, malformed("the address has a password or a user's name in it, which would be seen in the report", "leave it out, or save the page from a browser and name the file")
	}
	return u, nil
}

// ask makes one request. Redirections are not followed.
func (f *Fetcher) ask(ctx context.Context, address string, u *url.URL) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Error{Address: address, Reason: Malformed, Message: "the address is none", Hint: "write it as https://example.org/article"}
	}
	request.Header.Set("User-Agent", web.UserAgent)
	request.Header.Set("Accept", "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, */*;q=0.8")
	request.Header.Set("Accept-Encoding", "gzip, deflate")
	if f.options.Languages != "" {
		request.Header.Set("Accept-Language", f.options.Languages)
	}
	carrier := f.direct
	proxy, err := f.proxy(u)
	if err != nil {
		return nil, &Error{Address: address, Reason: Unreachable, Message: "the address of the proxy in the environment is none", Hint: "correct HTTP_PROXY and HTTPS_PROXY"}
	}
	if proxy != nil {
		if err := f.checkHost(ctx, u.Hostname()); err != nil {
			return nil, f.unreached(ctx, address, u, err)
		}
		carrier = f.proxied
	}
	response, err := carrier.RoundTrip(request)
	if err != nil {
		return nil, f.unreached(ctx, address, u, err)
	}
	return response, nil
}

// unreached is the error of a request without an answer.
func (f *Fetcher) unreached(ctx context.Context, address string, u *url.URL, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	e := &Error{Address: address, Reason: Unreachable, Message: "the host cannot be reached: " + web.Clean(err.Error()),
		Hint: "check the address and the network", Err: err}
	private, _ := errors.AsType[*privateError](err)
	netErr, _ := errors.AsType[net.Error](err)
	dns, _ := errors.AsType[*net.DNSError](err)
	switch {
	case private != nil:
		e.Reason, e.Message = Private, fmt.Sprintf("%s is not on the open network", u.Hostname())
		if private.ip != u.Hostname() {
			e.Message = fmt.Sprintf("%s is at %s, which is not on the open network", u.Hostname(), private.ip)
		}
		e.Hint = "name a public address, or allow private ones if you trust it and where it leads (--allow-private)"
	case dns != nil && dns.IsNotFound:
		e.Message, e.Hint = fmt.Sprintf("there is no host %q", u.Hostname()), "check the spelling of the address, and the network"
	case dns != nil:
		e.Message = fmt.Sprintf("the host %q cannot be looked up", u.Hostname())
	case netErr != nil && netErr.Timeout():
		e.Reason, e.Message, e.Hint = Timeout, "the host does not answer", "try again later, or save the page from a browser and name the file"
	case strings.Contains(err.Error(), "server response headers exceeded"):
		e.Reason, e.Message, e.Hint = TooLarge, fmt.Sprintf("the head of the answer has more than %d bytes", MaxHeader), "save the page from a browser and name the file"
	}
	return e
}

// privateError says that a host is at an address that must not be asked. For a
// host that is private by its name it has that.
type privateError struct{ ip string }

func (e *privateError) Error() string { return e.ip + " is not on the open network" }

// refusePrivate is a net.Dialer's Control: it sees the address that a
// connection is really made to, after the name was looked up.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !isPublic(ip) {
		return &privateError{host}
	}
	return nil
}

// checkHost refuses a host that a proxy would be asked for, as far as that can
// be told from here: the proxy looks the name up by itself, and may know it
// where nobody here does.
func (f *Fetcher) checkHost(ctx context.Context, host string) error {
	if f.options.Private {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if !isPublic(ip) {
			return &privateError{host}
		}
		return nil
	}
	if isLocalName(host) {
		return &privateError{host}
	}
	ips, err := f.lookup(ctx, "ip", host)
	if err != nil {
		return nil
	}
	for _, ip := range ips {
		if !isPublic(ip) {
			return &privateError{ip.String()}
		}
	}
	return nil
}

// follow returns where an answer leads to, nil if nowhere.
func follow(address string, from *url.URL, response *http.Response) (*url.URL, error) {
	switch response.StatusCode {
	case 301, 302, 303, 307, 308:
	default:
		return nil, nil
	}
	astray := func(message, hint string) error {
		return &Error{Address: address, Reason: Redirects, Status: response.StatusCode, Message: message, Hint: hint}
	}
	location := response.Header.Get("Location")
	to, err := from.Parse(location)
	switch {
	case location == "" || err != nil || len(location) > MaxAddress || to.Hostname() == "":
		return nil, astray("it was sent on, and the host does not say where to", "open it in a browser and name the address where that ends")
	case to.Scheme != "http" && to.Scheme != "https":
		return nil, astray(fmt.Sprintf("it was sent on to an address of %q", web.Clean(to.Scheme)+":"), "open it in a browser and name the address where that ends")
	case to.Scheme == "http" && from.Scheme == "https":
		return nil, astray(fmt.Sprintf("it was sent on from an encrypted address to %s without encryption", web.Clean(to.Host)), "name that address if you trust it")
	}
	to.User = nil
	if to.Fragment == "" {
		to.Fragment = from.Fragment
	}
	return to, nil
}
