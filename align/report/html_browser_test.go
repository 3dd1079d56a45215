package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"factdiff/align"
)

// browser starts the browser, or skips the test where there is none; it fails
// instead where FACTDIFF_NEED_BROWSER is set.
func browser(t *testing.T) context.Context {
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

// step is what is done in a tab.
type step = chromedp.Action[chromedp.Void]

// command is a step that runs a command of the browser's protocol.
func command[P, R any](c cdp.Command[P, R], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// tab is an open report.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu         sync.Mutex
	complaints []string // what was logged or requested from elsewhere
}

// open shows a report in a tab of its own, as wide as told.
func open(t *testing.T, ctx context.Context, r *align.Report, width int64, before ...step) *tab {
	t.Helper()
	var page bytes.Buffer
	if err := HTML(&page, r, someProvenance); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx, url: (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			p.complain("console: %s", e.Type)
		case *runtime.EventExceptionThrown:
			p.complain("exception: %s", e.ExceptionDetails.Text)
		case *cdplog.EventEntryAdded:
			p.complain("%s: %s", e.Entry.Source, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			if got, _, _ := strings.Cut(e.Request.URL, "#"); got != p.url {
				p.complain("request: %s", got)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	p.run(command(network.Enable, network.EnableParams{}), command(cdplog.Enable, cdp.Empty{}), chromedp.EmulateViewport(width, 900))
	p.run(media("", "light"))
	p.run(before...)
	p.run(chromedp.Navigate(p.url))
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, c := range p.complaints {
			t.Error(c)
		}
	})
	return p
}

func (p *tab) complain(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, fmt.Sprintf(format, args...))
}

func (p *tab) run(steps ...step) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// eval returns what an expression is, as fmt prints it.
func (p *tab) eval(expression string) string {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// want checks what an expression becomes, for which it waits a little.
func (p *tab) want(want, expression string) {
	p.t.Helper()
	var got string
	for range 40 {
		if got = p.eval(expression); got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Errorf("%s is %q, want %q", expression, got, want)
}

func (p *tab) press(keys string) {
	p.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

// mouse moves the mouse onto an element, and clicks there if told to.
func (p *tab) mouse(selector string, click bool) {
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
	p.run(chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y))
	if click {
		p.run(chromedp.MouseClickXY(at.X, at.Y))
	}
}

// The expressions that the tests look at.
const (
	focused = "document.activeElement.id"
	mates   = "[...document.querySelectorAll('.mate')].map(e => e.id).join()"
	lit     = "[...document.querySelectorAll('.on')].map(e => e.id).join()"
	counted = "document.getElementById('step-count').textContent"
	left    = "[...document.querySelectorAll('.f:not(.off)')].map(e => e.id).join()"
)

func TestHTMLInBrowser(t *testing.T) {
	ctx := browser(t)

	t.Run("pointing shows the counterparts", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.mouse("#a3", false)
		p.want("a3", lit)
		p.want("b3,c1", mates)
		p.want("true", "document.getElementById('fact-panel').hidden")
		p.mouse("#a7", false) // stands alone
		p.want("", mates)
		p.want("b7 c2", "[...document.querySelectorAll('.after')].map(e => e.id).join(' ')")
		p.mouse("#b4", false)
		p.want("a4", "document.querySelector('.mate.no').id")
		p.mouse("h1", false)
		p.want("", lit)
	})

	t.Run("the focus shows them with the details", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.run(chromedp.Focus(chromedp.CSS("#a3")))
		p.want("b3,c1", mates)
		p.want("false", "document.getElementById('fact-panel').hidden")
		p.want("Shared a3, 90 % sure source", "document.querySelector('.verdict').textContent")
		p.want("de,ar,de", "[...document.querySelectorAll('#fact-panel li a')].map(e => e.lang).join()")
		p.want("Evidence: b6 differs: 12 boats, but 15 Boote", "document.querySelector('#fact-panel p:last-of-type').textContent")
		p.press(kb.Escape)
		p.want("true", "document.getElementById('fact-panel').hidden")
		p.want("", mates)
	})

	t.Run("a click goes there and back", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.mouse("#a6", true)
		p.want("b7", focused)
		p.want("a6,c2", mates)
		p.mouse("#b7", true)
		p.want("a6", focused)
		p.press(kb.Enter)
		p.want("b7", focused)
		p.press(kb.Enter)
		p.want("a6", focused)
		p.mouse("#fact-panel a[href='#c2']", true)
		p.want("c2", focused)
		p.mouse("#a8", true) // has nowhere to go
		p.want("a8", focused)
		p.mouse(".clashes a", true)
		p.want("a4", focused)
	})

	t.Run("n and p step through the differences", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.want("5 differences", counted)
		for _, id := range []string{"a4", "a7", "a8", "b6", "c3", "a4"} {
			p.press("n")
			p.want(id, focused)
		}
		p.want("1 of 5 differences", counted)
		p.press("p")
		p.want("c3", focused)
		p.mouse("#step-back", true)
		p.want("b6", focused)
		p.mouse("#no-keys", true)
		p.press("n")
		p.want("b6", "document.querySelector('.on').id")
	})

	t.Run("a conflict is one difference", func(t *testing.T) {
		p := open(t, ctx, quarrel(), 1600)
		p.want("3 differences", counted)
		p.run(chromedp.Focus(chromedp.CSS("#c2"))) // of the conflict that a1 begins
		p.want("1 of 3 differences", counted)
		p.want("Perhaps in conflict c2, 50 % sure ", "document.querySelector('.verdict').textContent")
		for _, id := range []string{"a4", "a5", "a1"} {
			p.press("n")
			p.want(id, focused)
		}
		p.press("3")
		p.want("1 of 5 facts", counted)
	})

	t.Run("a conflict is laid out by version", func(t *testing.T) {
		for width, want := range map[int64]string{320: "1", 900: "3", 1600: "3"} {
			p := open(t, ctx, quarrel(), width)
			p.want(want, "new Set([...document.querySelectorAll('.clashes dl > div')].map(e => e.offsetLeft)).size")
			p.want("true", "document.documentElement.scrollWidth <= innerWidth")
		}
	})

	t.Run("keys filter", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		for key, want := range map[string]string{"1": "a1,a2,a3,a5,a6,b1,b2,b3,b5,b7,c1,c2", "2": "a7,a8,b6,c3", "3": "a4,b4", "4": "a9"} {
			p.press(key)
			p.want(want, left)
			p.want(key, "document.querySelector('[aria-pressed=true]').getAttribute('aria-keyshortcuts')")
			p.press(key)
			p.want("0", "document.querySelectorAll('.off').length")
		}
		p.press("3")
		p.mouse("[data-s=u]", true)
		p.want("a4,a9,b4", left)
		p.want("3 facts", counted)
		p.press("p")
		p.want("b4", focused)
	})

	t.Run("search", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.press("/")
		p.want("search-box", focused)
		p.eval("document.activeElement.value = ''") // a made-up key is typed even where its default is prevented
		p.press("brandt 1")
		p.want("", left)
		p.press(kb.Backspace + kb.Backspace)
		p.want("a6,b7", left)
		p.press(kb.Enter)
		p.want("a6", focused)
		p.mouse("#search-box", true)
		p.press(kb.Escape)
		p.want("0", "document.querySelectorAll('.off').length")
	})

	t.Run("new words", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		color := "getComputedStyle(document.querySelector('#a4 i')).backgroundColor"
		p.want("rgba(0, 0, 0, 0)", color)
		p.mouse("#show-words", true)
		p.want("rgb(248, 236, 184)", color)
	})

	t.Run("what is folded opens", func(t *testing.T) {
		p := open(t, ctx, long(600), 1600)
		p.want("false", "document.querySelector('details').open")
		p.mouse("#search-box", true)
		p.press("number 590 ")
		p.press(kb.Enter)
		p.want("a590", focused)
		p.want("true", "document.querySelector('details').open")
	})

	t.Run("widths", func(t *testing.T) {
		for _, width := range []int64{320, 360, 800, 1600} {
			p := open(t, ctx, bridge(), width)
			p.want("true", "document.documentElement.scrollWidth <= innerWidth")
			columns := map[bool]string{false: "1", true: "3"}[width == 1600]
			if width != 800 {
				p.want(columns, "new Set([...document.querySelectorAll('article')].map(e => e.offsetLeft)).size")
			}
			p.run(chromedp.Focus(chromedp.CSS("#c3")))
			p.want("true", "document.documentElement.scrollWidth <= innerWidth")
			p.want("true", "document.getElementById('c3').getBoundingClientRect().bottom <= document.getElementById('fact-panel').getBoundingClientRect().top")
		}
	})

	t.Run("dark", func(t *testing.T) {
		page := "getComputedStyle(document.documentElement).backgroundColor"
		open(t, ctx, bridge(), 1600, media("", "light")).want("rgb(251, 250, 247)", page)
		open(t, ctx, bridge(), 1600, media("", "dark")).want("rgb(21, 23, 26)", page)
	})

	t.Run("print", func(t *testing.T) {
		p := open(t, ctx, long(600), 1000)
		p.run(chromedp.Focus(chromedp.CSS("#a1")), media("print", "dark"))
		p.want("rgb(255, 255, 255)", "getComputedStyle(document.documentElement).backgroundColor")
		p.want("none none", "['.tools', '#fact-panel'].map(s => getComputedStyle(document.querySelector(s)).display).join(' ')")
		p.want("true", "document.getElementById('a600').checkVisibility({contentVisibilityAuto: true})")
	})

	t.Run("without scripts", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600, command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
		p.want("0", "document.querySelector('.tools').offsetHeight")
		p.want("9 7 3", "[...document.querySelectorAll('.text')].map(e => e.querySelectorAll('.f').length).join(' ')")
		p.want("c #c1", "document.querySelector('#a3 + .x').textContent + ' ' + document.querySelector('#a3 + .x').hash")
		p.run(chromedp.Click(chromedp.CSS("#a6 + .x")))
		p.want("#c2", "location.hash")
	})

	t.Run("accessibility", func(t *testing.T) { checkAccessible(t, ctx) })
}

// media shows a page as in print or on a screen, in a colour scheme.
func media(kind, scheme string) step {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// checkAccessible has axe look at pages in several states; AXE_CORE is the path
// of its axe.min.js.
func checkAccessible(t *testing.T, ctx context.Context) {
	file := os.Getenv("AXE_CORE")
	if file == "" {
		t.Skip("AXE_CORE is not set to the path of axe.min.js")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		for name, prepare := range map[string]string{
			"untouched": "0",
			"lists":     "0",
			"a fact":    "document.getElementById('a3').focus()",
			"filtered":  "document.querySelector('[data-s=o]').click(), document.getElementById('show-words').click()",
			"conflict":  "document.getElementById('b4').focus()",
			"place":     "document.getElementById('a7').focus(), document.getElementById('show-words').click()",
		} {
			for _, width := range []int64{1600, 360} {
				if width == 360 && name != "a fact" {
					continue
				}
				report := bridge()
				if name == "lists" {
					report = quarrel()
					fact(report, "a1").Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: "b1", Disagree: [][2]string{{"18", "21"}}}}}}
				}
				p := open(t, ctx, report, width, media("", scheme))
				p.eval("(" + prepare + ")")
				p.run(chromedp.Evaluate[chromedp.Void](string(axe)))
				found, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], preload: false})
					.then(r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n => [v.id, n.html.slice(0, 200), n.failureSummary]))))`, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				var violations [][]string
				if err := json.Unmarshal([]byte(found), &violations); err != nil {
					t.Fatal(err)
				}
				for _, v := range violations {
					t.Errorf("%s, %s, %d wide: %s", scheme, name, width, strings.Join(v, "\n\t"))
				}
			}
		}
	}
}
