package report

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/performance"

	"factdiff/align"
	"factdiff/internal/browsertest"
)

// large is a report of two versions of n sentences, one in ten of which only its
// version has, one in twenty in conflict, and all with what an explained report has.
func large(n int) *align.Report {
	var a, b, matches []string
	for i := range n {
		sign, match := "=", "="
		switch {
		case i%10 == 3:
			sign, match = "o", ""
		case i%20 == 6:
			sign, match = "!", "!"
		}
		s := fmt.Sprintf("%sFact number %d of the year %d is told here, as the ministry said on Monday, in a sentence of usual length.", sign, i+1, 1900+i%120)
		if i%5 == 4 {
			s = "¶" + s
		}
		a, b = append(a, s), append(b, s)
		if match != "" {
			matches = append(matches, fmt.Sprintf("a%d%sb%d", i+1, match, i+1))
		}
	}
	return compose([]written{{"en", "https://example.org/a", "A year", a}, {"de", "https://example.org/b", "Ein Jahr", b}}, matches...)
}

// TestHTMLOpensFast measures how long the browser takes for the report of two
// versions of 4,000 sentences. FACTDIFF_MEASURE=1 asks for it: what the clock
// says depends on what else the machine does. The time that the page has the
// processor for does so less, and is what may not be too long.
func TestHTMLOpensFast(t *testing.T) {
	if os.Getenv("FACTDIFF_MEASURE") == "" {
		t.Skip("FACTDIFF_MEASURE is not set")
	}
	ctx := browsertest.Start(t)
	r := large(4000)
	var page bytes.Buffer
	if err := HTML(&page, r, someProvenance); err != nil {
		t.Fatal(err)
	}
	p := open(t, ctx, r, 1600, browsertest.Command(performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}))
	const timing = "performance.getEntriesByType('navigation')[0]"
	p.Await(time.Minute, "true", timing+".loadEventEnd > 0 && performance.getEntriesByName('first-contentful-paint').length > 0")
	painted := p.Eval("Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)")
	loaded := p.Eval("Math.round(" + timing + ".loadEventEnd)")
	opened := p.Busy()
	t.Logf("%d facts, %.1f MB: painted after %s ms, open after %s ms, of which it had the processor for %v", len(r.Facts), float64(page.Len())/1e6, painted, loaded, opened)
	if opened > 2*time.Second {
		t.Errorf("it takes %v to open, and may take 2 s", opened)
	}
	// Unfolded, it is read from one end to the other, a screen at a time.
	p.Eval("document.querySelectorAll('details').forEach(d => d.open = true)")
	p.Eval("document.documentElement.offsetHeight")
	unfolded := p.Busy()
	const frames = 100
	p.Eval(fmt.Sprintf(`(() => {
		let n = 0;
		const step = () => {
			scrollBy({top: innerHeight, behavior: "instant"});
			if (++n < %d) requestAnimationFrame(step); else window.scrolled = true;
		};
		requestAnimationFrame(step);
	})()`, frames))
	p.Await(time.Minute, "true", "window.scrolled === true")
	t.Logf("unfolding it takes %v, and a screen further %v", unfolded-opened, (p.Busy()-unfolded)/frames)
}
