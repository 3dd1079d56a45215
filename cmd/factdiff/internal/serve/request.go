package serve

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"factdiff/align"
	"factdiff/align/fetch"
	"factdiff/align/lang"
)

// request is what a form asks for.
type request struct {
	versions  []version
	shown     int  // versions that the form has room for
	forgotten bool // files, which a form cannot show again
	model     align.Model
	translate bool
	into      string // a language to translate into; "" for the first version's
}

// version is what a form says of one.
type version struct {
	N    int // from 1
	Text string
	File string // the name of a file, and what is in it
	Data []byte
	Lang string // "" to be detected
}

// address is the address that stands for the text, "" where it is a text.
func (v version) address() string {
	text := strings.TrimSpace(v.Text)
	if fetch.IsAddress(text) && len(strings.Fields(text)) == 1 {
		return text
	}
	return ""
}

// size is how much memory a request takes.
func (q request) size() int64 {
	n := 0
	for _, v := range q.versions {
		n += len(v.Text) + len(v.Data)
	}
	return int64(n)
}

// forgetFiles leaves what a form can show again.
func (q *request) forgetFiles() {
	for i := range q.versions {
		q.forgotten = q.forgotten || q.versions[i].File != ""
		q.versions[i].File, q.versions[i].Data = "", nil
	}
}

// maxName is how many bytes of a file's name are kept.
const maxName = 200

// parse reads a form. What it returns with an error is what can be shown again.
func (s *Server) parse(w http.ResponseWriter, r *http.Request) (request, error) {
	q := request{shown: 2}
	r.Body = http.MaxBytesReader(w, r.Body, s.o.Limits.Upload+formBytes)
	// As much memory as may come: nothing is put on disk.
	if err := r.ParseMultipartForm(s.o.Limits.Upload + formBytes); err != nil {
		return q, err
	}
	for n := 1; n <= s.o.Limits.Versions; n++ {
		field := func(name string) string { return r.PostFormValue(name + strconv.Itoa(n)) }
		v := version{N: n, Text: field("text"), Lang: field("lang")}
		file, head, err := r.FormFile("file" + strconv.Itoa(n))
		if err == nil {
			v.File = head.Filename
			for len(v.File) > maxName {
				_, size := utf8.DecodeLastRuneInString(v.File)
				v.File = v.File[:len(v.File)-size]
			}
			v.Data, err = io.ReadAll(file)
			file.Close()
		}
		if err != nil && !errors.Is(err, http.ErrMissingFile) {
			return q, err
		}
		q.versions = append(q.versions, v)
	}
	q.shown = min(max(2, number(r.PostFormValue("versions"))), s.o.Limits.Versions)
	q.model = align.Model(r.PostFormValue("model"))
	q.translate = r.PostFormValue("translate") != ""
	q.into = r.PostFormValue("into")
	for _, v := range q.versions {
		if v.Text != "" || v.File != "" {
			q.shown = max(q.shown, v.N)
		}
	}
	return q, nil
}

// formBytes is room for what a form has besides the versions.
const formBytes = 64 << 10

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// check tells what is wrong with a request before anything is read, and leaves
// out the versions that nothing is said of.
func (s *Server) check(q *request) error {
	full := q.versions
	q.versions = slices.DeleteFunc(slices.Clone(full), func(v version) bool { return strings.TrimSpace(v.Text) == "" && v.File == "" })
	for _, v := range q.versions {
		switch {
		case v.File != "" && strings.TrimSpace(v.Text) != "":
			return &versionError{v.N, fmt.Errorf("version %d has a text and a file; leave one of them", v.N)}
		case v.Lang != "" && lang.Code(v.Lang) != v.Lang:
			return &versionError{v.N, fmt.Errorf("version %d: there is no language %q; choose one of the list", v.N, v.Lang)}
		}
	}
	switch {
	case len(q.versions) < 2:
		empty := slices.IndexFunc(full, func(v version) bool { return strings.TrimSpace(v.Text) == "" && v.File == "" })
		return &versionError{empty + 1, fmt.Errorf("version %d is empty, and two versions are needed; paste a text or an address, or choose a file", empty+1)}
	case !slices.Contains([]align.Model{"", align.Fast, align.Best}, q.model):
		return fmt.Errorf("there is no model %q; choose one of the list", q.model)
	case q.translate && s.o.Translator == nil:
		return errors.New("translations are asked for, and no translator was named at the start; leave them out")
	case q.into != "" && lang.Code(q.into) != q.into:
		return fmt.Errorf("there is no language %q to translate into; choose one of the list", q.into)
	}
	return nil
}
