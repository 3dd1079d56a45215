// Package browsertest lets tests look at pages in a real browser.
package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Start starts the browser, or skips the test where there is none; it fails
// instead where FACTDIFF_NEED_BROWSER is set.
func Start(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if os.Getenv("FACTDIFF_NEED_BROWSER") != "" {
			t.Fatal("FACTDIFF_NEED_BROWSER is set, and there is no Chromium or Chrome on the PATH")
		}
		t.Skip("no Chromium or Chrome on the PATH; set FACTDIFF_NEED_BROWSER to fail instead")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	if os.Geteuid() == 0 { // the sandbox refuses to run as root
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("starting the browser: ", err)
	}
	return ctx
}

// Step is what is done in a tab.
type Step = chromedp.Action[chromedp.Void]

// Command is a step that runs a command of the browser's protocol.
func Command[P, R any](c cdp.Command[P, R], params P) Step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// Media shows a page as in print or on a screen, in a colour scheme, and
// without motion.
func Media(kind, scheme string) Step { return media(kind, scheme, "reduce") }

// Moving is Media for who has nothing against motion.
func Moving() Step { return media("", "light", "no-preference") }

func media(kind, scheme, motion string) Step {
	return Command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: motion},
	}})
}

// WithoutScripts is a step before a page that is to be read without JavaScript.
var WithoutScripts = Command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})

// Tab is an open page. It fails its test for what the page logs, for a dialog
// that it opens and for a request to elsewhere.
type Tab struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	complaints []string
	requests   []string
}

// Open shows a page in a tab of its own, as wide as told. Requests may go to
// addresses that begin with one of those given; the page's own is the first.
func Open(t *testing.T, ctx context.Context, width int64, may []string, before ...Step) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	p := &Tab{t: t, ctx: ctx}
	allowed := func(url string) bool {
		for _, prefix := range may {
			if strings.HasPrefix(url, prefix) {
				return true
			}
		}
		return false
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			p.complain("console: %s", e.Type)
		case *runtime.EventExceptionThrown:
			p.complain("exception: %s", e.ExceptionDetails.Text)
		case *cdplog.EventEntryAdded:
			p.complain("%s: %s", e.Entry.Source, e.Entry.Text)
		case *page.EventJavascriptDialogOpening:
			p.complain("dialog: %s", e.Message)
		case *network.EventRequestWillBeSent:
			p.mu.Lock()
			p.requests = append(p.requests, e.Request.Method+" "+e.Request.URL)
			p.mu.Unlock()
			if !allowed(e.Request.URL) {
				p.complain("request: %s", e.Request.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Run(Command(network.Enable, network.EnableParams{}), Command(cdplog.Enable, cdp.Empty{}), chromedp.EmulateViewport(width, 900))
	p.Run(Media("", "light"))
	p.Run(before...)
	p.Run(chromedp.Navigate(may[0]))
	t.Cleanup(func() {
		for _, c := range p.Complaints() {
			t.Error(c)
		}
	})
	return p
}

func (p *Tab) complain(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, fmt.Sprintf(format, args...))
}

// Complaints returns what the tab would fail its test for, and forgets it.
func (p *Tab) Complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.complaints
	p.complaints = nil
	return out
}

// Requests returns the methods and addresses of all requests.
func (p *Tab) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.requests...)
}

// Run does steps.
func (p *Tab) Run(steps ...Step) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// Eval returns what an expression is, as fmt prints it.
func (p *Tab) Eval(expression string) string {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Want checks what an expression becomes, for which it waits a little.
func (p *Tab) Want(want, expression string) {
	p.t.Helper()
	p.Await(2*time.Second, want, expression)
}

// Await is Want with more patience. A page that is just left has no value.
func (p *Tab) Await(patience time.Duration, want, expression string) {
	p.t.Helper()
	var got string
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		var err error
		got, err = chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+expression+")"))
		if err == nil && got == want {
			return
		}
		if time.Now().After(end) {
			p.t.Errorf("%s is %q, want %q (%v)", expression, got, want, err)
			return
		}
	}
}

// Busy is how long the page has kept the processor busy; performance.Enable must
// have been the step before it.
func (p *Tab) Busy() time.Duration {
	p.t.Helper()
	var found performance.GetMetricsResult
	p.Run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) (err error) {
		found, err = cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
		return err
	}))
	for _, m := range found.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second)).Round(time.Millisecond)
		}
	}
	p.t.Fatal("the browser does not tell")
	return 0
}

// Press presses keys.
func (p *Tab) Press(keys string) {
	p.t.Helper()
	p.Run(chromedp.KeyEvent(keys))
}

// Mouse moves the mouse onto an element, and clicks there if told to.
func (p *Tab) Mouse(selector string, click bool) {
	p.t.Helper()
	at, err := chromedp.Run(p.ctx, chromedp.Evaluate[struct{ X, Y float64 }](fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getClientRects()[0];
		return {X: r.x + r.width / 2, Y: r.y + r.height / 2};
	})()`, selector)))
	if err != nil {
		p.t.Fatalf("%s: %v", selector, err)
	}
	p.Run(chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y))
	if click {
		p.Run(chromedp.MouseClickXY(at.X, at.Y))
	}
}

// Accessible has axe look at the page; AXE_CORE is the path of its axe.min.js.
func (p *Tab) Accessible(name string) {
	p.t.Helper()
	if source := axe(p.t); p.Eval("typeof axe") == "undefined" {
		p.Run(chromedp.Evaluate[chromedp.Void](source))
	}
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], preload: false})
		.then(r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n => [v.id, n.html.slice(0, 200), n.failureSummary]))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	var violations [][]string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		p.t.Fatal(err)
	}
	for _, v := range violations {
		p.t.Errorf("%s: %s", name, strings.Join(v, "\n\t"))
	}
}

// axe is the source of axe; without it the test is skipped.
func axe(t *testing.T) string {
	t.Helper()
	file := os.Getenv("AXE_CORE")
	if file == "" {
		t.Skip("AXE_CORE is not set to the path of axe.min.js")
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
