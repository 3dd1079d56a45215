package main

import (
	"archive/zip"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/htmlindex"
)

var update = flag.Bool("update", false, "rewrite the golden files and what scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(isolated{m}, map[string]func(){"factdiff": main})
}

// isolated runs tests without the settings of whoever runs them; scripts have an
// environment of their own.
type isolated struct{ *testing.M }

func (i isolated) Run() int {
	os.Setenv("FACTDIFF_CONFIG", os.DevNull)
	return i.M.Run()
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			samples, err := filepath.Abs("../../testdata/articles/bridge")
			e.Setenv("BRIDGE", samples)
			return err
		},
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, errors.New("there is no such condition")
			}
			return os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"encode": encode,
			"bytes":  writeBytes,
			"repeat": repeat,
			"site":   serveSite,
			"zip":    zipFolder,
		},
	})
}

// exits STATUS COMMAND ARGUMENT... runs a command and wants an exit status,
// which "! exec" does not tell.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND ARGUMENT...")
	}
	status := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		status = exit.ExitCode()
	}
	if got := strconv.Itoa(status); got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// encode CHARSET FROM TO writes a file in another encoding.
func encode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: encode CHARSET FROM TO")
	}
	charset, err := htmlindex.Get(args[0])
	ts.Check(err)
	b, err := charset.NewEncoder().Bytes([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), b, 0o644))
}

// bytes FILE STRING writes a string in which escapes stand as in Go.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE STRING")
	}
	s, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s), 0o644))
}

// repeat TIMES FROM TO writes a file over and over into one line.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat TIMES FROM TO")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	line := strings.Join(strings.Fields(ts.ReadFile(args[1])), " ") + " "
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Repeat(line, n)), 0o644))
}

// site DIR serves a folder on this machine, with SITE its address. What asks
// for "LANG/api.php" gets the file ACTION.json below LANG, as from a MediaWiki.
func serveSite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: site DIR")
	}
	files := http.FileServer(http.Dir(ts.MkAbs(args[0])))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if dir, ok := strings.CutSuffix(r.URL.Path, "api.php"); ok {
			r.URL.Path = dir + r.URL.Query().Get("action") + ".json"
		}
		files.ServeHTTP(w, r)
	}))
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
	ts.Setenv("FACTDIFF_WIKI", s.URL+"/wiki/{lang}/api.php")
}

// zip FILE DIR makes an archive of a folder.
func zipFolder(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: zip FILE DIR")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	w := zip.NewWriter(f)
	ts.Check(w.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(w.Close())
	ts.Check(f.Close())
}
