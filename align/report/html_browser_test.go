package report

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"factdiff/align"
	"factdiff/internal/browsertest"
)

// tab is an open report.
type tab = *browsertest.Tab

// open shows a report in a tab of its own, as wide as told.
func open(t *testing.T, ctx context.Context, r *align.Report, width int64, before ...browsertest.Step) tab {
	t.Helper()
	var page bytes.Buffer
	if err := HTML(&page, r, someProvenance); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	url := (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
	return browsertest.Open(t, ctx, width, []string{url}, before...)
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
	ctx := browsertest.Start(t)

	t.Run("pointing shows the counterparts", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Mouse("#a3", false)
		p.Want("a3", lit)
		p.Want("b3,c1", mates)
		p.Want("true", "document.getElementById('fact-panel').hidden")
		p.Mouse("#a7", false) // stands alone
		p.Want("", mates)
		p.Want("b7 c2", "[...document.querySelectorAll('.after')].map(e => e.id).join(' ')")
		p.Mouse("#b4", false)
		p.Want("a4", "document.querySelector('.mate.no').id")
		p.Mouse("h1", false)
		p.Want("", lit)
	})

	t.Run("the focus shows them with the details", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Run(chromedp.Focus(chromedp.CSS("#a3")))
		p.Want("b3,c1", mates)
		p.Want("false", "document.getElementById('fact-panel').hidden")
		p.Want("Shared a3, 90 % sure source", "document.querySelector('.verdict').textContent")
		p.Want("de,ar,de", "[...document.querySelectorAll('#fact-panel li a')].map(e => e.lang).join()")
		p.Want("Evidence: b6 differs: 12 boats, but 15 Boote", "document.querySelector('#fact-panel p:last-of-type').textContent")
		p.Press(kb.Escape)
		p.Want("true", "document.getElementById('fact-panel').hidden")
		p.Want("", mates)
	})

	t.Run("a click goes there and back", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Mouse("#a6", true)
		p.Want("b7", focused)
		p.Want("a6,c2", mates)
		p.Mouse("#b7", true)
		p.Want("a6", focused)
		p.Press(kb.Enter)
		p.Want("b7", focused)
		p.Press(kb.Enter)
		p.Want("a6", focused)
		p.Mouse("#fact-panel a[href='#c2']", true)
		p.Want("c2", focused)
		p.Mouse("#a8", true) // has nowhere to go
		p.Want("a8", focused)
		p.Mouse(".clashes a", true)
		p.Want("a4", focused)
	})

	t.Run("n and p step through the differences", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Want("5 differences", counted)
		for _, id := range []string{"a4", "a7", "a8", "b6", "c3", "a4"} {
			p.Press("n")
			p.Want(id, focused)
		}
		p.Want("1 of 5 differences", counted)
		p.Press("p")
		p.Want("c3", focused)
		p.Mouse("#step-back", true)
		p.Want("b6", focused)
		p.Mouse("#no-keys", true)
		p.Press("n")
		p.Want("b6", "document.querySelector('.on').id")
	})

	t.Run("a conflict is one difference", func(t *testing.T) {
		p := open(t, ctx, quarrel(), 1600)
		p.Want("3 differences", counted)
		p.Run(chromedp.Focus(chromedp.CSS("#c2"))) // of the conflict that a1 begins
		p.Want("1 of 3 differences", counted)
		p.Want("Perhaps in conflict c2, 50 % sure ", "document.querySelector('.verdict').textContent")
		for _, id := range []string{"a4", "a5", "a1"} {
			p.Press("n")
			p.Want(id, focused)
		}
		p.Press("3")
		p.Want("1 of 5 facts", counted)
	})

	t.Run("a conflict is laid out by version", func(t *testing.T) {
		for width, want := range map[int64]string{320: "1", 900: "3", 1600: "3"} {
			p := open(t, ctx, quarrel(), width)
			p.Want(want, "new Set([...document.querySelectorAll('.clashes dl > div')].map(e => e.offsetLeft)).size")
			p.Want("true", "document.documentElement.scrollWidth <= innerWidth")
		}
	})

	t.Run("keys filter", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		for key, want := range map[string]string{"1": "a1,a2,a3,a5,a6,b1,b2,b3,b5,b7,c1,c2", "2": "a7,a8,b6,c3", "3": "a4,b4", "4": "a9"} {
			p.Press(key)
			p.Want(want, left)
			p.Want(key, "document.querySelector('[aria-pressed=true]').getAttribute('aria-keyshortcuts')")
			p.Press(key)
			p.Want("0", "document.querySelectorAll('.off').length")
		}
		p.Press("3")
		p.Mouse("[data-s=u]", true)
		p.Want("a4,a9,b4", left)
		p.Want("3 facts", counted)
		p.Press("p")
		p.Want("b4", focused)
	})

	t.Run("search", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Press("/")
		p.Want("search-box", focused)
		p.Eval("document.activeElement.value = ''") // a made-up key is typed even where its default is prevented
		p.Press("brandt 1")
		p.Want("", left)
		p.Press(kb.Backspace + kb.Backspace)
		p.Want("a6,b7", left)
		p.Press(kb.Enter)
		p.Want("a6", focused)
		p.Mouse("#search-box", true)
		p.Press(kb.Escape)
		p.Want("0", "document.querySelectorAll('.off').length")
	})

	t.Run("new words", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		color := "getComputedStyle(document.querySelector('#a4 i')).backgroundColor"
		p.Want("rgba(0, 0, 0, 0)", color)
		p.Mouse("#show-words", true)
		p.Want("rgb(248, 236, 184)", color)
	})

	t.Run("what is folded opens", func(t *testing.T) {
		p := open(t, ctx, long(600), 1600)
		p.Want("false", "document.querySelector('details').open")
		p.Mouse("#search-box", true)
		p.Press("number 590 ")
		p.Press(kb.Enter)
		p.Want("a590", focused)
		p.Want("true", "document.querySelector('details').open")
	})

	t.Run("widths", func(t *testing.T) {
		for _, width := range []int64{320, 360, 800, 1600} {
			p := open(t, ctx, bridge(), width)
			p.Want("true", "document.documentElement.scrollWidth <= innerWidth")
			columns := map[bool]string{false: "1", true: "3"}[width == 1600]
			if width != 800 {
				p.Want(columns, "new Set([...document.querySelectorAll('article')].map(e => e.offsetLeft)).size")
			}
			p.Run(chromedp.Focus(chromedp.CSS("#c3")))
			p.Want("true", "document.documentElement.scrollWidth <= innerWidth")
			p.Want("true", "document.getElementById('c3').getBoundingClientRect().bottom <= document.getElementById('fact-panel').getBoundingClientRect().top")
		}
	})

	t.Run("dark", func(t *testing.T) {
		page := "getComputedStyle(document.documentElement).backgroundColor"
		open(t, ctx, bridge(), 1600, browsertest.Media("", "light")).Want("rgb(251, 250, 247)", page)
		open(t, ctx, bridge(), 1600, browsertest.Media("", "dark")).Want("rgb(21, 23, 26)", page)
	})

	t.Run("print", func(t *testing.T) {
		p := open(t, ctx, long(600), 1000)
		p.Run(chromedp.Focus(chromedp.CSS("#a1")), browsertest.Media("print", "dark"))
		p.Want("rgb(255, 255, 255)", "getComputedStyle(document.documentElement).backgroundColor")
		p.Want("none none", "['.tools', '#fact-panel'].map(s => getComputedStyle(document.querySelector(s)).display).join(' ')")
		p.Want("true", "document.getElementById('a600').checkVisibility({contentVisibilityAuto: true})")
	})

	t.Run("without scripts", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600, browsertest.WithoutScripts)
		p.Want("0", "document.querySelector('.tools').offsetHeight")
		p.Want("9 7 3", "[...document.querySelectorAll('.text')].map(e => e.querySelectorAll('.f').length).join(' ')")
		p.Want("c #c1", "document.querySelector('#a3 + .x').textContent + ' ' + document.querySelector('#a3 + .x').hash")
		p.Run(chromedp.Click(chromedp.CSS("#a6 + .x")))
		p.Want("#c2", "location.hash")
	})

	t.Run("the map leads to the facts", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Mouse(".map a[href='#b4'] rect", true)
		p.Want("b4", focused)
		p.Mouse(".map a[href='#c2'] rect", true)
		p.Want("c2", focused)
		p.Want("true", "[...document.querySelectorAll('.map a')].every(a => a.tabIndex === -1)")
	})

	t.Run("translations and evidence on demand", func(t *testing.T) {
		p := open(t, ctx, translated(), 1600)
		p.Run(chromedp.Focus(chromedp.CSS("#b6")))
		p.Want("يشكو السكان من الضوضاء. ar rtl", "[(e => [e.textContent, e.lang, e.dir].join(' '))(document.querySelector('#fact-panel .tr'))].join()")
		p.Want("The translation is doubtful: a number is missing.", "document.querySelector('#fact-panel .tr + p').textContent")
		p.Run(chromedp.Focus(chromedp.CSS("#a3")))
		p.Want("null", "document.querySelector('#fact-panel .tr')")
	})

	t.Run("right to left", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Want("rtl start", "[getComputedStyle(document.querySelector('#version-c .text'))].map(s => s.direction + ' ' + s.textAlign).join()")
		p.Want("true", "(([a, b]) => a.right > b.right)(['c2', 'c3'].map(id => document.getElementById(id).getClientRects()[0]))")
		p.Want("ltr", "getComputedStyle(document.querySelector('#version-c .from')).direction")
	})

	t.Run("hostile text does nothing", func(t *testing.T) {
		var versions []written
		var matches []string
		for i, evil := range evils {
			versions = append(versions, written{evil, "https://example.org/?q=" + evil, evil, []string{"=" + evil, "¶!" + evil, "+o" + evil, "." + evil}})
			if i > 0 {
				id := string(rune('a' + i))
				matches = append(matches, "a1="+id+"1", "a2!"+id+"2")
			}
		}
		r := compose(versions, matches...)
		r.Model = evils[0]
		for i := range r.Facts {
			r.Facts[i].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: "b2", Agree: [][2]string{{r.Facts[i].Text, evils[1]}}}}}}
		}
		p := open(t, ctx, r, 1000)
		p.Want("", "[...document.querySelectorAll('.f')].filter(f => { f.focus(); return document.getElementById('fact-panel').hidden; }).map(f => f.id).join()")
		p.Press("n")
		p.Want("1 1 1 0", "['script', 'style', 'svg', 'img, iframe, base, body [onload], [style], [onmouseover]'].map(s => document.querySelectorAll(s).length).join(' ')")
	})

	t.Run("signs that turn the direction end with their fact", func(t *testing.T) {
		p := open(t, ctx, compose([]written{
			{"en", "a", "", []string{"=one \u202e two", "=three", "=four \u2067 five", "=six"}}, {"en", "b", "", []string{"ox"}},
		}), 1600)
		p.Want("true", "['a1', 'a2', 'a3', 'a4'].map(id => document.getElementById(id).getBoundingClientRect()).every((r, i, all) => !i || r.left >= all[i - 1].right)")
	})

	t.Run("motion only for who likes it", func(t *testing.T) {
		p := open(t, ctx, bridge(), 1600)
		p.Want("auto 0s", "getComputedStyle(document.documentElement).scrollBehavior + ' ' + getComputedStyle(document.getElementById('a1')).transitionDuration.split(',')[0]")
		p.Run(browsertest.Moving())
		p.Want("smooth 0.12s", "getComputedStyle(document.documentElement).scrollBehavior + ' ' + getComputedStyle(document.getElementById('a1')).transitionDuration.split(',')[0]")
	})

	t.Run("accessibility", func(t *testing.T) { checkAccessible(t, ctx) })
}

// checkAccessible has axe look at pages in several states.
func checkAccessible(t *testing.T, ctx context.Context) {
	lists := quarrel()
	fact(lists, "a1").Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{{ID: "b1", Disagree: [][2]string{{"18", "21"}}}}}}
	for _, scheme := range []string{"light", "dark"} {
		p := open(t, ctx, bridge(), 1600, browsertest.Media("", scheme))
		for _, state := range [][2]string{
			{"untouched", "0"},
			{"a fact", "document.getElementById('a3').focus()"},
			{"conflict", "document.getElementById('b4').focus()"},
			{"place", "document.getElementById('a7').focus(), document.getElementById('show-words').click()"},
			{"filtered", "document.querySelector('[data-s=o]').click()"},
		} {
			p.Eval("(" + state[1] + ")")
			p.Accessible(scheme + ", " + state[0])
		}
		p.Run(chromedp.EmulateViewport(360, 900))
		p.Accessible(scheme + ", narrow")
		open(t, ctx, lists, 1600, browsertest.Media("", scheme)).Accessible(scheme + ", lists")
		p = open(t, ctx, translated(), 1600, browsertest.Media("", scheme))
		p.Eval("document.getElementById('b6').focus()")
		p.Accessible(scheme + ", translated")
	}
}

// translated is bridge with what is not in Arabic in it.
func translated() *align.Report {
	r := bridge()
	r.Translator, r.Read = "a translator", "ar"
	for i := range r.Sentences {
		if s := &r.Sentences[i]; s.Version == "b" {
			s.Translation, s.TranslationIssue = "يشكو السكان من الضوضاء.", map[bool]string{true: "a number is missing"}[s.Facts[0] == "b6"]
		}
	}
	return r
}
