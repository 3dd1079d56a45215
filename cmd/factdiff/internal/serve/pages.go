package serve

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"

	"factdiff/align"
	"factdiff/align/fetch"
	"factdiff/align/lang"
	"factdiff/align/report"
)

var (
	//go:embed pages.html.tmpl
	pageSource string
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string

	pageTemplate = template.Must(template.New("pages").Parse(pageSource))
)

// page is what the templates see.
type page struct {
	Base  string // the path of the first page; "" for who does not know it
	Title string

	// of the form
	Versions   []version
	Problem    string
	Field      int  // the version that the problem is with, 0 for none
	Forgotten  bool // files have to be chosen again
	Languages  []language
	Model      align.Model
	Translator string
	Local      bool
	Translate  bool
	Into       string
	Most       int
	Megabytes  int64
	Bytes      int64
	Kept       []kept
	KeptAtMost int
	Minutes    int

	// of the progress
	ID          string
	Stage       stage
	Before      int
	Done, Total int

	Message string
}

// Waiting and Reading are stages, for the template.
func (p page) Waiting() bool { return p.Stage == waiting }
func (p page) Reading() bool { return p.Stage == reading }

// language is one to choose.
type language struct{ Code, Name string }

var languages = func() []language {
	var out []language
	for _, code := range lang.Codes {
		out = append(out, language{code, lang.Name(code)})
	}
	slices.SortFunc(out, func(a, b language) int { return cmp.Compare(a.Name, b.Name) })
	return out
}()

// kept is a finished comparison in a list.
type kept struct {
	ID, Title, Lang, Names, Time string
}

func newKept(c *comparison) kept {
	k := kept{ID: c.id, Title: "Untitled article", Lang: "en", Time: c.made.Made.Format("15:04")}
	for i, v := range c.report.Versions {
		if i > 0 {
			k.Names += " · "
		}
		k.Names += lang.Name(v.Lang)
	}
	for _, v := range c.report.Versions {
		if v.Title != "" {
			k.Title, k.Lang = v.Title, v.Lang
			break
		}
	}
	return k
}

func (s *Server) logf(format string, args ...any) {
	cmp.Or(s.o.Log, log.Default()).Printf(format, args...)
}

// send answers with a page.
func (s *Server) send(w http.ResponseWriter, status int, name string, p page) {
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, name, p); err != nil {
		s.logf("making a page: %v", err)
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// message answers with a page that says what is the matter.
func (s *Server) message(w http.ResponseWriter, status int, title, text string) {
	s.send(w, status, "message", page{Base: s.Path(), Title: title, Message: text})
}

// refuse does so for who may not know where the page is.
func (s *Server) refuse(w http.ResponseWriter, status int, title, text string) {
	s.send(w, status, "message", page{Title: title, Message: text})
}

// form answers with the form, filled in with what was asked for.
func (s *Server) form(w http.ResponseWriter, status int, q request, problem error) {
	p := page{
		Base: s.Path(), Title: "Compare versions of an article", Languages: languages, Model: q.model,
		Local: s.o.Local, Translate: q.translate, Into: q.into, Forgotten: q.forgotten,
		Most: s.o.Limits.Versions, Megabytes: s.o.Limits.Upload >> 20, Bytes: s.o.Limits.Upload,
		Kept: s.kept(), KeptAtMost: s.o.Limits.Kept, Minutes: int(s.o.Limits.Keep / time.Minute),
	}
	if s.o.Translator != nil {
		p.Translator = s.o.Translator.Name()
	}
	for n := 1; n <= max(2, q.shown); n++ {
		v := version{N: n}
		if i := slices.IndexFunc(q.versions, func(v version) bool { return v.N == n }); i >= 0 {
			v = q.versions[i]
		}
		p.Versions = append(p.Versions, v)
	}
	if problem != nil {
		p.Title = "Not compared yet"
		p.Problem = advice(problem)
		if at, ok := errors.AsType[*versionError](problem); ok {
			p.Field = at.n
		}
	}
	s.send(w, status, "form", p)
}

// advice tells what went wrong, and what can be done about it on the page.
func advice(err error) string {
	language, _ := errors.AsType[*align.LanguageError](err)
	address, _ := errors.AsType[*fetch.Error](err)
	switch {
	case address != nil && address.Reason == fetch.Private:
		return address.Message + "; save the page in your browser, and choose the file"
	case errors.Is(err, context.Canceled):
		return "stopped; the texts are still here"
	case errors.Is(err, errTime):
		return err.Error() + "; compare shorter versions, or use the fast model"
	case language != nil && language.Lang == "":
		return err.Error() + "; choose it below the text"
	case language != nil:
		return err.Error() + "; if the language was mistaken, choose it below the text"
	}
	return err.Error()
}

func (s *Server) start(w http.ResponseWriter, _ *http.Request) {
	s.form(w, http.StatusOK, request{}, nil)
}

// drained is how much of what is too large is taken nevertheless, as a multiple
// of the limit: a browser shows no answer before it has sent everything.
const drained = 4

func (s *Server) submit(w http.ResponseWriter, r *http.Request) {
	body := r.Body
	q, err := s.parse(w, r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		io.CopyN(io.Discard, body, drained*large.Limit)
		w.Header().Set("Connection", "close")
		s.message(w, http.StatusRequestEntityTooLarge, "This is too much at once",
			"All versions together may have "+strconv.FormatInt(s.o.Limits.Upload>>20, 10)+" MB. Cut out what belongs to the article, or use the command, which takes more.")
		return
	case err != nil:
		s.message(w, http.StatusBadRequest, "This did not arrive whole", "The form could not be read. Go back and send it again.")
		return
	}
	if r.PostFormValue("add") != "" { // without scripts
		q.forgetFiles()
		q.shown = min(q.shown+1, s.o.Limits.Versions)
		s.form(w, http.StatusOK, q, nil)
		return
	}
	if err := s.check(&q); err != nil {
		q.forgetFiles()
		s.form(w, http.StatusUnprocessableEntity, q, err)
		return
	}
	client, _, _ := net.SplitHostPort(r.RemoteAddr)
	c, err := s.begin(q, client)
	if err != nil {
		q.forgetFiles()
		w.Header().Set("Retry-After", "30")
		status := http.StatusServiceUnavailable
		if errors.Is(err, errMany) {
			status = http.StatusTooManyRequests
		}
		s.form(w, status, q, err)
		return
	}
	http.Redirect(w, r, s.Path()+"c/"+c.id, http.StatusSeeOther)
}

// with finds the comparison that a path names.
func (s *Server) with(next func(w http.ResponseWriter, r *http.Request, c *comparison, p progress, before int)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, p, before := s.find(r.PathValue("id"))
		if c == nil {
			s.message(w, http.StatusNotFound, "This comparison is gone",
				"Comparisons are kept in memory for a while and are not many; this one was forgotten, or the program was started anew. Compare the versions again.")
			return
		}
		next(w, r, c, p, before)
	}
}

// show answers with what there is of a comparison: its progress, its report, or
// what is wrong.
func (s *Server) show(w http.ResponseWriter, r *http.Request, c *comparison, p progress, before int) {
	switch p.stage {
	case finished:
		s.render(w, r, func(b *bytes.Buffer) error { return report.HTML(b, p.report, p.made, s.links(c)...) }, func(h http.Header) {
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Content-Security-Policy", sandbox)
			h.Set("Referrer-Policy", "no-referrer")
		})
	case failed:
		s.form(w, http.StatusUnprocessableEntity, c.asked, p.err)
	default:
		s.send(w, http.StatusOK, "progress", page{
			Base: s.Path(), Title: "Comparing", ID: c.id, Stage: p.stage, Before: before, Done: p.done, Total: p.total,
		})
	}
}

// links lead from a report to its other forms.
func (s *Server) links(c *comparison) []report.Link {
	out := []report.Link{{Text: "New comparison", URL: s.Path()}}
	for _, f := range Formats {
		out = append(out, report.Link{Text: f.about, URL: s.Path() + "c/" + c.id + "/as/" + f.Name, Download: true})
	}
	return out
}

// state tells the script how far a comparison is.
func (s *Server) state(w http.ResponseWriter, _ *http.Request, _ *comparison, p progress, before int) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{
		"over": p.over(), "waiting": p.stage == waiting, "reading": p.stage == reading, "before": before, "done": p.done, "total": p.total,
	})
}

func (s *Server) stop(w http.ResponseWriter, r *http.Request, c *comparison, _ progress, _ int) {
	c.cancel()
	http.Redirect(w, r, s.Path()+"c/"+c.id, http.StatusSeeOther)
}

func (s *Server) forget(w http.ResponseWriter, r *http.Request, c *comparison, _ progress, _ int) {
	s.drop(c)
	http.Redirect(w, r, s.Path(), http.StatusSeeOther)
}
