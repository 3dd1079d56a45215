// Package wordlist reads the tables of words that packages keep of languages.
package wordlist

import (
	"fmt"
	"strings"
)

// Read gives every line of a table, without the spaces around it, to read, but no
// empty ones and no comments, which begin with "#". It goes on behind a line that read
// refuses; the error tells of the first.
func Read(table string, read func(line string) error) error {
	var first error
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := read(line); err != nil && first == nil {
			first = fmt.Errorf("line %d: %w", n, err)
		}
	}
	return first
}

// ReadKeys reads a table of lines "key: words" likewise. A key may be repeated; set
// returns false where it does not know it, or not with these words.
func ReadKeys(table string, set func(key, words string) bool) error {
	return Read(table, func(line string) error {
		key, words, ok := strings.Cut(line, ":")
		if !ok || !set(key, strings.TrimSpace(words)) {
			return fmt.Errorf("%q is no known key with words", line)
		}
		return nil
	})
}
