package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"factdiff/cmd/factdiff/internal/serve"
	"factdiff/internal/browsertest"
)

// offerPage runs factdiff serve and returns the address of its page. The program
// ends with the test, well.
func offerPage(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, w := io.Pipe()
	var errs bytes.Buffer
	status := make(chan int, 1)
	go func() {
		defer w.Close()
		status <- run(ctx, append([]string{"serve"}, args...), strings.NewReader(""), w, &errs)
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, errs.String())
	}
	go io.Copy(io.Discard, out)
	t.Cleanup(func() {
		cancel()
		if s := <-status; s != same || errs.Len() > 0 {
			t.Errorf("status %d, printed %s", s, errs.String())
		}
	})
	return strings.TrimSpace(line)
}

func TestServeInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const patience = 30 * time.Second
	ctx := browsertest.Start(t)
	address := offerPage(t)
	root, _, _ := strings.Cut(strings.TrimPrefix(address, "http://"), "/")
	may := []string{address, "http://" + root + "/"} // and nowhere else
	en, de := archive(t, "en.txt"), archive(t, "de.txt")
	paste := func(p *browsertest.Tab, id, text string) {
		p.Run(chromedp.Focus(chromedp.CSS("#"+id)), browsertest.Command(input.InsertText, input.InsertTextParams{Text: text}))
	}
	const compare, title, path = "button.main", "document.querySelector('h1').textContent", "location.pathname.split('/').slice(2, 3).join()"

	t.Run("from the paste to the download", func(t *testing.T) {
		p := browsertest.Open(t, ctx, 1280, may)
		p.Accessible("the form")
		paste(p, "text1", en)
		p.Mouse(compare, true)
		p.Await(patience, "Version 2 is empty", "document.querySelector('#the-problem p').textContent.slice(0, 18).replace('v', 'V')")
		p.Want("the-problem", "document.activeElement.id")
		p.Want("true", "document.getElementById('text1').value.startsWith('Film archive')")
		p.Accessible("the problem")
		p.Run(browsertest.Media("", "dark"))
		p.Accessible("the problem in the dark")
		p.Complaints() // of the status
		paste(p, "text2", de)
		p.Run(chromedp.Focus(chromedp.CSS(compare)))
		p.Press("\r")
		p.Await(patience, "Film archive starts rescue of its nitrate reels", title)
		p.Want("c", path)
		p.Want("true", "document.querySelectorAll('.f.s').length > 5")
		p.Run(chromedp.Focus(chromedp.CSS(".f.c")))
		p.Want("false", "document.getElementById('fact-panel').hidden")
		p.Press("\x1b")
		p.Mouse(".away summary", true)
		p.Accessible("the report in the dark")
		p.Run(browsertest.Media("", "light"))
		p.Accessible("the report")
		downloadAll(t, p)
		p.Mouse(".away > a", true)
		p.Await(patience, "1", "document.querySelectorAll('.kept li').length")
		p.Accessible("the form with what is kept")
		p.Mouse(".kept button", true)
		p.Await(patience, "0", "document.querySelectorAll('.kept li').length")
	})

	t.Run("files are dropped", func(t *testing.T) {
		p := browsertest.Open(t, ctx, 360, may)
		var files []string
		for _, name := range []string{"archive/en.txt", "archive/de.txt", "ferry/fr.txt"} {
			file, err := filepath.Abs(filepath.Join("..", "..", "testdata", "articles", name))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		drag := &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}
		for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
			p.Run(browsertest.Command(input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 100, Y: 400, Data: drag}))
		}
		p.Want("en.txt de.txt fr.txt", "[...document.querySelectorAll('[type=file]')].map(f => f.files[0].name).join(' ')")
		p.Want("Version 1 Version 2 Version 3", "[...document.querySelectorAll('legend')].map(e => e.textContent).join(' ')")
		p.Want("true", "document.documentElement.scrollWidth <= innerWidth")
		p.Accessible("three files on a telephone")
		p.Mouse(compare, true)
		p.Await(patience, "English · German · French: what they share and what they do not", "document.querySelector('.kicker').textContent")
		p.Want("true", "document.documentElement.scrollWidth <= innerWidth")
	})

	t.Run("progress, and an end to it", func(t *testing.T) {
		p := browsertest.Open(t, ctx, 800, may)
		paste(p, "text1", sentences(3000))
		paste(p, "text2", sentences(2999))
		p.Mouse(compare, true)
		p.Await(patience, "true", "document.getElementById('bar').value > 0")
		p.Want("true", "/^[0-9]+ of 5999$/.test(document.getElementById('count').textContent)")
		p.Accessible("the progress")
		p.Mouse("form button", true)
		p.Await(patience, "Stopped; the texts are still here.", "document.querySelector('#the-problem p').textContent.replace('s', 'S').split('. ')[0]")
		p.Want("true", "document.getElementById('text2').value.length > 100000")
		p.Complaints()
	})

	t.Run("without scripts", func(t *testing.T) {
		p := browsertest.Open(t, ctx, 800, may, browsertest.WithoutScripts)
		p.Mouse("#add-version", true)
		p.Await(patience, "3", "document.querySelectorAll('.card').length")
		paste(p, "text1", en)
		paste(p, "text3", de)
		p.Mouse(compare, true)
		p.Await(patience, "Film archive starts rescue of its nitrate reels", title)
		p.Mouse(".away summary", true)
		p.Want("true", "document.querySelector('.away [download]').checkVisibility()")
	})

	t.Run("hostile articles do nothing", func(t *testing.T) {
		p := browsertest.Open(t, ctx, 1280, may)
		evil := `<!doctype html><title></title><script>fetch("http://127.0.0.1:1/")</script></title><style>@import "http://127.0.0.1:1/"; body { display: none }</style>
<body onload="alert(1)" style="background: url(http://127.0.0.1:1/)"><article><h1>The bridge &lt;script&gt;alert(1)&lt;/script&gt; is open</h1>
<p>The old bridge reopened on Friday after two years of repairs &lt;img src=http://127.0.0.1:1/ onerror=alert(1)&gt;.</p>
<p>It cost 18 million euros, said the mayor&#x202e; in a long speech&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; on the bank of the river.</p>
<p><img src="http://127.0.0.1:1/"><iframe src="http://127.0.0.1:1/"></iframe>A band played while the first cars went over it, &quot; onmouseover=&quot;alert(1) and many people came.</p></article></body>`
		paste(p, "text1", evil)
		paste(p, "text2", "</textarea><script>alert(1)</script>\u202e\u2066 The old bridge is open again since Friday. It cost 21 million euros, said the mayor. <img src=http://127.0.0.1:1/ onerror=alert(1)>")
		p.Mouse(compare, true)
		p.Await(patience, "c", path)
		p.Await(patience, "true", "document.querySelectorAll('.f').length > 3")
		p.Want("1 1 0", "['script', 'style', 'img, iframe, base, [onmouseover], [onload], [style]'].map(s => document.querySelectorAll(s).length).join(' ')")
		for range 3 {
			p.Press("n")
		}
		p.Want("visible", "getComputedStyle(document.body).visibility")
	})
}

// archive is an article of the examples.
func archive(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "articles", "archive", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// downloadAll presses every link to a file of a report, and looks at the files.
func downloadAll(t *testing.T, p *browsertest.Tab) {
	dir := t.TempDir()
	p.Run(browsertest.Command(cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}))
	begins := map[string]string{
		"html": "<!DOCTYPE html>", "text": "", "md": "", "csv": "", "csv-pairs": "", "parquet": "PAR1", "parquet-pairs": "PAR1",
		"json": "{", "jsonl": "{", "tmx": "<?xml", "sarif": "{", "github": "::",
	}
	if len(begins) != len(serve.Formats) || len(begins) != len(formats) {
		t.Errorf("%d formats are looked at, %d offered, and there are %d", len(begins), len(serve.Formats), len(formats))
	}
	for n, f := range serve.Formats {
		p.Mouse(".away a[href$='/as/"+f.Name+"']", true)
		b := downloaded(dir, n+1)
		if !strings.HasPrefix(string(b), begins[f.Name]) || len(b) == 0 {
			t.Errorf("%s: %.60q", f.Name, b)
		}
		if f.Name == "json" && !json.Valid(b) {
			t.Error("the JSON is none")
		}
		if f.Name == "html" && strings.Contains(string(b), `class="away"`) {
			t.Error("the page that is kept leads to others")
		}
	}
}

// downloaded waits for the nth file in a folder to be whole, and returns it.
func downloaded(dir string, n int) []byte {
	for range 600 {
		time.Sleep(50 * time.Millisecond)
		files, err := os.ReadDir(dir)
		if err != nil || len(files) < n {
			continue
		}
		var newest os.FileInfo
		whole := true
		for _, f := range files {
			info, err := f.Info()
			whole = whole && err == nil && filepath.Ext(f.Name()) != ".crdownload" && info.Size() > 0
			if err == nil && (newest == nil || info.ModTime().After(newest.ModTime())) {
				newest = info
			}
		}
		if whole {
			b, _ := os.ReadFile(filepath.Join(dir, newest.Name()))
			return b
		}
	}
	return nil
}

// An address in the form does not lead to what only this machine may reach.
func TestServeRefusesPrivate(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer inside.Close()
	address := offerPage(t)
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	form.WriteField("text1", inside.URL)
	form.WriteField("text2", "A text.")
	form.Close()
	w, err := http.Post(address, form.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	var page []byte
	for range 600 {
		page, err = io.ReadAll(w.Body)
		w.Body.Close()
		if err != nil || w.StatusCode != http.StatusOK {
			break
		}
		time.Sleep(50 * time.Millisecond)
		if w, err = http.Get(w.Request.URL.String()); err != nil {
			t.Fatal(err)
		}
	}
	if w.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(page), "open network") || asked > 0 {
		t.Errorf("status %d, asked %d times: %s", w.StatusCode, asked, page)
	}
}

// The browser is started with an address that leads to the page once.
func TestServeOpens(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the browser is started in another way")
	}
	dir := t.TempDir()
	script := "#!/bin/sh\nprintf %s \"$1\" >" + dir + "/new && mv " + dir + "/new " + dir + "/address\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DISPLAY", ":0")
	page := offerPage(t, "--open")
	var address []byte
	for range 1500 {
		if address, _ = os.ReadFile(filepath.Join(dir, "address")); len(address) > 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if len(address) == 0 || strings.Contains(string(address), page) {
		t.Fatalf("opened %q", address)
	}
	defer http.DefaultClient.CloseIdleConnections()
	for _, want := range []string{page, string(address)} {
		w, err := http.Get(string(address))
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		if got := w.Request.URL.String(); got != want {
			t.Errorf("it leads to %s, want %s", got, want)
		}
	}
}

// No one else is let in unasked.
func TestServeListens(t *testing.T) {
	for _, c := range []struct {
		reason string
		args   []string
		want   string
	}{
		{"all the world", []string{"--host", "0.0.0.0"}, "other machines reach 0.0.0.0, and could see what is compared, without encryption\nfactdiff: hint: leave --host out"},
		{"of IPv6 too", []string{"--host", "::"}, "other machines reach ::"},
		{"no port", []string{"--port", "70000"}, "there is no port 70000"},
		{"no address", []string{"--host", "192.0.2.1"}, "listening on 192.0.2.1:0: "},
		{"an argument", []string{"en.txt"}, "takes no arguments"},
		{"a translator", []string{"--translate", "nobody"}, "factdiff help translate lists the translators"},
	} {
		status, stdout, stderr := runHere(t.Context(), strings.NewReader(""), append([]string{"serve"}, c.args...)...)
		if status != trouble || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: status %d, %q, %q", c.reason, status, stdout, stderr)
		}
	}
	for _, args := range [][]string{nil, {"--host", "localhost"}, {"--host", "0.0.0.0", "--allow-others"}} {
		address := offerPage(t, args...)
		if len(args) == 3 { // it prints the machine's name, which need not lead anywhere
			_, rest, _ := strings.Cut(strings.TrimPrefix(address, "http://"), ":")
			address = "http://127.0.0.1:" + rest
		}
		w, err := http.Get(address)
		if err != nil || w.StatusCode != http.StatusOK {
			t.Error(args, w, err)
			continue
		}
		w.Body.Close()
	}
	http.DefaultClient.CloseIdleConnections()
}
