package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"factdiff/align"
	"factdiff/align/fetch"
	"factdiff/align/read"
	"factdiff/align/report"
	"factdiff/cmd/factdiff/internal/serve"
)

const serveSynopsis = `Open a page in the browser to compare versions of an article on: pasted, as files
or by their addresses. It shows the same report that -o report.html writes, and
has it in every format.

Only this machine can reach the page, and only who knows its address, which is
another one each time. Nothing is written to disk. Nothing leaves the machine
but the addresses that are asked for, and what the translator is given that
--translate names, where a comparison asks for translations.

Ctrl-C ends it.`

const serveExamples = `  factdiff serve                              open the page
  factdiff serve --port 8417 --open=false     print its address only
  factdiff serve --translate bergamot         offer translations, by models on this machine`

// page is what the flags say of the page that serve offers.
type page struct {
	host   string
	port   int
	others bool
	open   bool
}

// serve is the command that offers a page.
func (c *command) serve() *cobra.Command {
	var p page
	cmd := &cobra.Command{
		Use: "serve", Short: "Compare on a page in the browser", Args: alone,
		Long: serveSynopsis, Example: serveExamples,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("open") {
				p.open = c.terminal() != nil
			}
			return c.offer(cmd.Context(), p)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.IntVar(&p.port, "port", 0, "listen on this `PORT` (default any that is free)")
	f.BoolVar(&p.open, "open", false, "open the page in the browser (default where it is started on a terminal)")
	f.StringVar(&p.host, "host", "127.0.0.1", "listen on this `ADDRESS` of the machine")
	f.BoolVar(&p.others, "allow-others", false, "let other machines in, where --host is an address they reach; whoever knows the\npage's address, or can listen in on the network, sees what is compared")
	f.StringVarP(&c.translate, "translate", "t", "", "offer translations by `TRANSLATOR`; factdiff help translate lists them")
	return cmd
}

// offer offers the page until ctx is done.
func (c *command) offer(ctx context.Context, p page) error {
	if p.port < 0 || p.port > 65535 {
		return hinted(fmt.Errorf("--port: there is no port %d", p.port), "use one from 1024 to 65535, or leave --port out")
	}
	if err := c.checkFlags(); err != nil {
		return err
	}
	translator, release, err := c.translator()
	if err != nil {
		return err
	}
	defer release()
	l, err := listen(p)
	if err != nil {
		return err
	}
	fetcher := fetch.New(fetch.Options{}) // never where strangers must not be led
	defer fetcher.Close()
	name, _ := os.Hostname()
	s := serve.New(serve.Options{
		Compare: func(ctx context.Context, documents []*read.Document, o align.Options) (*align.Report, error) {
			saveMemory(documents)
			o.Model, o.Explain = cmp.Or(o.Model, align.Model(c.model)), c.explains(documents)
			return align.Compare(ctx, documents, o)
		},
		Write: func(w io.Writer, format string, r *align.Report, documents []*read.Document, p report.Provenance) error {
			return (&result{r, documents}).write(w, format, report.TextOptions{}, p)
		},
		Fetch:      fetcher.Get,
		Program:    provenance().Program,
		Translator: translator,
		Local:      local(cmp.Or(c.translate, os.Getenv("FACTDIFF_TRANSLATE"))),
		Others:     p.others,
		Names:      []string{name, p.host},
		Log:        log.New(c.stderr, "factdiff: ", 0),
	})
	root := "http://" + reached(l.Addr().(*net.TCPAddr), name)
	if err := c.say(root + s.Path() + "\nThe page is there until you press Ctrl-C.\n"); err != nil {
		l.Close()
		return err
	}
	if p.open {
		if err := browse(root + s.Entrance()); err != nil {
			fmt.Fprintf(c.stderr, "factdiff: warning: the browser cannot be opened: %v; open the address yourself\n", err)
		}
	}
	if err := s.Serve(ctx, l); err != nil {
		return fmt.Errorf("offering the page: %w", err)
	}
	return nil
}

// local tells whether a translator works on this machine.
func local(spec string) bool {
	name, _, _ := strings.Cut(spec, ":")
	return name == "bergamot" || name == "auto"
}

// listen opens the port, and closes it again where others would reach it and
// may not.
func listen(p page) (net.Listener, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(p.host, strconv.Itoa(p.port)))
	if err != nil {
		return nil, hinted(fmt.Errorf("listening on %s: %w", net.JoinHostPort(p.host, strconv.Itoa(p.port)), err), "leave --port and --host out, or choose others")
	}
	if !l.Addr().(*net.TCPAddr).IP.IsLoopback() && !p.others {
		l.Close()
		return nil, hinted(fmt.Errorf("--host: other machines reach %s, and could see what is compared, without encryption", p.host),
			"leave --host out, reach the page through ssh -L, or add --allow-others if the network is yours")
	}
	return l, nil
}

// reached is where a browser finds a listener; under its name where it listens
// everywhere.
func reached(a *net.TCPAddr, name string) string {
	host := a.IP.String()
	if a.IP.IsUnspecified() {
		host = name
	}
	return net.JoinHostPort(host, strconv.Itoa(a.Port))
}

// browse opens an address in the user's browser.
func browse(address string) error {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	case "darwin":
		cmd = exec.Command("open", address)
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return errors.New("there is no display")
		}
		cmd = exec.Command("xdg-open", address)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}
