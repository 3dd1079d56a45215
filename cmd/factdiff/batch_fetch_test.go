package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A record may name addresses, with the limits of those on the command line.
func TestBatchAddresses(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/article" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "The old harbour bridge reopened on Monday.")
	}))
	defer host.Close()
	record := func(path string) string {
		return fmt.Sprintf(`{"id":%q,"versions":[{"lang":"en","text":"On Monday the old bridge at the harbour was opened again."},{"lang":"en","url":%q}]}`+"\n", path, host.URL+path)
	}
	in := writeFile(t, "in.jsonl", record("/article")+record("/missing"))
	for _, c := range []struct {
		reason string
		args   []string
		want   []string // in the lines of output
	}{
		{"what is there is compared, what is not costs its record", []string{"--allow-private"}, []string{`"status":"shared"`, `"error":{"message":`}},
		{"this machine is asked only where that is allowed", nil, []string{"--allow-private", "--allow-private"}},
	} {
		status, stdout, stderr := runHere(t.Context(), nil, append([]string{"batch", "--quiet", in}, c.args...)...)
		lines := strings.Split(strings.TrimSpace(stdout), "\n")
		if status != same || stderr != "" || len(lines) != len(c.want) {
			t.Fatalf("%s: status %d, %q\n%s", c.reason, status, stderr, stdout)
		}
		for i, want := range c.want {
			if !strings.Contains(lines[i], want) {
				t.Errorf("%s: %s is not in\n%s", c.reason, want, lines[i])
			}
		}
	}
}
