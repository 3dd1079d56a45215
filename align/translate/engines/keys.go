package engines

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// KeysFile returns where the user may keep keys: the file keys in factdiff's
// part of the configuration directory. Its lines are as in the environment,
// DEEPL_API_KEY=..., those beginning with # are comments.
func KeysFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("looking for the file of keys: %w; set the key in the environment", err)
	}
	return filepath.Join(dir, "factdiff", "keys"), nil
}

// keyFromFile returns a key, "" if the file or its line is not there. A file
// that others can read is refused.
func keyFromFile(file, name string) (string, error) {
	if file == "" {
		var err error
		if file, err = KeysFile(); err != nil {
			return "", nil // without a home there is no file
		}
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the file of keys: %w; let its owner read it, or set %s", err, name)
	}
	defer f.Close()
	// The open file is looked at, not its name, which may by now be another's.
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("reading the file of keys: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("reading the file of keys: %q is no file; remove it, or set %s", file, name)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return "", fmt.Errorf("reading the file of keys: others may read %q (mode %03o); chmod 600 it and, if they have, renew the keys", file, mode)
	}
	key, err := findKey(f, name)
	if err != nil {
		return "", fmt.Errorf("reading the file of keys %q: %w", file, err)
	}
	return key, nil
}

// findKey reads lines of NAME=KEY. Its errors do not quote them.
func findKey(r io.Reader, name string) (string, error) {
	key := ""
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\uFEFF"))
		if line == "" || line[0] == '#' {
			continue
		}
		left, right, ok := strings.Cut(line, "=")
		if !ok {
			return "", fmt.Errorf("line %d has no =; write it as %s=KEY", n, name)
		}
		if strings.TrimSpace(left) == name {
			key = strings.Trim(strings.TrimSpace(right), `"'`)
		}
	}
	if lines.Err() != nil {
		return "", errors.New("a line is too long; write one key a line")
	}
	return key, nil
}
