package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxRobotsRedirects is how often a robots.txt may lead to another, by RFC 9309;
// one that does so oftener counts as not there.
const maxRobotsRedirects = 5

// Robot is the name by which a robots.txt may speak to this package.
const Robot = "factdiff"

// robots is what a robots.txt says to Robot, by RFC 9309.
type robots struct {
	rules []rule
}

type rule struct {
	path  string // with * for anything, and $ at its end
	allow bool
}

// parseRobots reads the groups that name Robot, else those of all robots. Lines
// that are wrong count for nothing.
func parseRobots(text string) robots {
	var own, general robots
	var ours, all, named bool // the group at hand, and whether one was ours
	agents := false           // the line before names a robot
	for line := range strings.Lines(strings.TrimPrefix(strings.ReplaceAll(text, "\r", "\n"), "\uFEFF")) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !agents {
				ours, all = false, false
			}
			agents = true
			ours = ours || strings.EqualFold(product(value), Robot)
			all = all || value == "*"
			named = named || ours
		case "allow", "disallow":
			agents = false
			if value == "" {
				continue
			}
			r := rule{normalPath(value), key == "allow"}
			if ours {
				own.rules = append(own.rules, r)
			}
			if all {
				general.rules = append(general.rules, r)
			}
		}
	}
	if named {
		return own
	}
	return general
}

// product is the name of a robot without its version and what follows.
func product(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

// allow tells whether a path, with its query, may be asked for: the longest rule
// counts, and of two as long the one that allows.
func (r robots) allow(path string) bool {
	path = normalPath(path)
	allowed, length := true, -1
	for _, rule := range r.rules {
		if n := len(rule.path); (n > length || n == length && rule.allow) && rule.matches(path) {
			allowed, length = rule.allow, n
		}
	}
	return allowed
}

// matches tells whether the path begins as the rule says.
func (r rule) matches(path string) bool {
	pattern, toEnd := strings.CutSuffix(r.path, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, part := range parts[1:] {
		if toEnd && i == len(parts)-2 {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !toEnd || path == ""
}

// normalPath writes the same path in the same way: characters outside ASCII are
// in percent signs and hexadecimal digits, and those that need none are not.
func normalPath(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, i = byte(n), i+2
				if !isUnreserved(c) {
					writeEscaped(&b, c)
					continue
				}
			}
		}
		if c <= ' ' || c >= 0x7F {
			writeEscaped(&b, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func writeEscaped(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.Write([]byte{'%', digits[c>>4], digits[c&15]})
}

// isUnreserved tells the characters that mean the same in both ways of writing
// them (RFC 3986, section 2.3).
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// hostRobots is what one host allows, nil until it was asked. Who has the turn may
// look and ask.
type hostRobots struct {
	turn chan struct{}
	said *robots
}

// mayAsk asks the host of an address, once, what it allows, and returns an error
// where that is not the address.
func (f *Fetcher) mayAsk(ctx context.Context, address string, u *url.URL) error {
	host := u.Scheme + "://" + u.Host
	f.mu.Lock()
	h := f.robots[host]
	if h == nil {
		if len(f.robots) >= MaxHosts {
			clear(f.robots)
		}
		h = &hostRobots{turn: make(chan struct{}, 1)}
		f.robots[host] = h
	}
	f.mu.Unlock()

	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if h.said == nil {
		r, err := f.askRobots(ctx, address, u)
		if err != nil {
			return err
		}
		h.said = &r
	}
	if h.said.allow(u.RequestURI()) {
		return nil
	}
	return &Error{Address: address, Reason: Disallowed, Message: fmt.Sprintf("%s asks programs, in its robots.txt, not to read this page", u.Host),
		Hint: "open it in a browser, save the page and name the file"}
}

// askRobots reads a host's robots.txt: one that is not there allows everything,
// while a host that is out of order is not asked for more.
func (f *Fetcher) askRobots(ctx context.Context, address string, u *url.URL) (robots, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range maxRobotsRedirects + 1 {
		response, err := f.ask(ctx, address, at)
		if err != nil {
			return robots{}, err
		}
		next, err := follow(address, at, response)
		if next == nil {
			defer response.Body.Close()
			if err != nil {
				return robots{}, nil
			}
			return readRobots(ctx, address, response)
		}
		response.Body.Close()
		at = next
	}
	return robots{}, nil
}

func readRobots(ctx context.Context, address string, response *http.Response) (robots, error) {
	switch s := response.StatusCode; {
	case s >= 500 || s == 429:
		return robots{}, failed(address, response)
	case s != http.StatusOK:
		return robots{}, nil
	}
	body, err := unpack(response)
	if err != nil {
		return robots{}, nil
	}
	// What there is of one that is too long or cut off counts.
	b, _ := io.ReadAll(io.LimitReader(body, MaxRobots))
	if ctx.Err() != nil {
		return robots{}, ctx.Err()
	}
	return parseRobots(string(b)), nil
}
