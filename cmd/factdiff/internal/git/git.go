// Package git asks git what files were at other times.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
)

// Repository is a repository with a work tree. Names of files in it are relative
// to that, with forward slashes.
type Repository struct {
	ctx context.Context
	dir string
}

// Open returns the repository that a folder is in. All that git is asked ends
// with ctx.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{ctx, dir}
	out, err := r.run("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	r.dir = strings.TrimRight(string(out), "\r\n")
	return r, nil
}

// Name returns the name in the repository of a file, which need not exist.
func (r *Repository) Name(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	for _, base := range []string{full, resolved(full)} {
		if name, err := filepath.Rel(r.dir, base); err == nil && filepath.IsLocal(name) {
			return filepath.ToSlash(name), nil
		}
	}
	return "", fmt.Errorf("%q is not in the repository %q", path, r.dir)
}

// resolved is a path with the links in its longest part that exists followed.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil || path == filepath.Dir(path) {
		return real
	}
	return filepath.Join(resolved(filepath.Dir(path)), filepath.Base(path))
}

// run returns what git prints.
func (r *Repository) run(args ...string) ([]byte, error) {
	c := exec.CommandContext(r.ctx, "git", append([]string{"--no-optional-locks", "-C", r.dir}, args...)...)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if r.ctx.Err() != nil {
		return nil, r.ctx.Err()
	}
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		first, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(first, "fatal: "))
	}
	return out, err
}

// Commit returns the full name of a commit that a revision names.
func (r *Repository) Commit(revision string) (string, error) {
	out, err := r.run("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil && r.ctx.Err() == nil {
		return "", fmt.Errorf("git knows no commit %q", revision)
	}
	return strings.TrimSpace(string(out)), err
}

// Base returns the last commit that two have in their past.
func (r *Repository) Base(a, b string) (string, error) {
	out, err := r.run("merge-base", a, b)
	return strings.TrimSpace(string(out)), err
}

// Changed returns the files that differ between a commit and another, or the
// folder as it is now where that is "", with the names they had before; a new
// file had "".
func (r *Repository) Changed(from, to string) (map[string]string, error) {
	args := []string{"diff", "--name-status", "-z", "-M", from}
	if to != "" {
		args = append(args, to)
	}
	out, err := r.run(append(args, "--")...)
	if err != nil {
		return nil, err
	}
	changed := map[string]string{}
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); {
		switch status := fields[i]; {
		case (strings.HasPrefix(status, "R") || strings.HasPrefix(status, "C")) && i+2 < len(fields):
			changed[fields[i+2]] = fields[i+1]
			i += 3
		case status == "A":
			changed[fields[i+1]] = ""
			i += 2
		default:
			changed[fields[i+1]] = fields[i+1]
			i += 2
		}
	}
	if to == "" { // what git does not know yet is new
		out, err := r.run("ls-files", "--others", "--exclude-standard", "-z")
		if err != nil {
			return nil, err
		}
		for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			if name != "" {
				changed[name] = ""
			}
		}
	}
	return changed, nil
}

// Files returns the names of a commit's files.
func (r *Repository) Files(commit string) ([]string, error) {
	out, err := r.run("ls-tree", "-r", "--name-only", "-z", "--full-tree", commit)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
}

// Read returns a file as it was in a commit. The error is fs.ErrNotExist where it
// was not there.
func (r *Repository) Read(commit, name string) ([]byte, error) {
	object := commit + ":" + name
	if _, err := r.run("cat-file", "-e", object); err != nil {
		if r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return r.run("cat-file", "blob", object)
}
