package drift

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Baseline is what is accepted of earlier reports: the keys of findings. A key is
// made of what is said and in which page, so that it holds while other parts of
// the page change.
type Baseline map[string]bool

// maxBaseline bounds a file of accepted findings.
const maxBaseline = 16 << 20

var keyForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// ReadBaseline reads what [WriteBaseline] wrote. In each line only the key counts.
func ReadBaseline(r io.Reader) (Baseline, error) {
	b := Baseline{}
	limited := &io.LimitedReader{R: r, N: maxBaseline + 1}
	lines := bufio.NewScanner(limited)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		key, _, _ := strings.Cut(line, " ")
		if !keyForm.MatchString(key) {
			return nil, fmt.Errorf("line %d: %.40q is not the key of a finding", n, key)
		}
		b[key] = true
	}
	if limited.N <= 0 {
		return nil, fmt.Errorf("it has more than %d MB", maxBaseline>>20)
	}
	return b, lines.Err()
}

const baselineHead = `# What factdiff drift accepts: in each line the key of a finding, then for the
# reader its kind, its page and how it begins. factdiff drift --write-baseline
# makes this file again; a line that is removed makes its finding count.
`

// WriteBaseline writes the findings of a report as accepted, in an order that
// does not depend on where they stand.
func WriteBaseline(w io.Writer, r *Report) error {
	var lines []string
	for _, f := range r.Findings {
		p := r.Pages[f.Page]
		text := []rune(strings.Map(func(c rune) rune {
			if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
				return -1
			}
			return c
		}, plain(f.At().Text)))
		if len(text) > 60 {
			text = append(text[:60], '…')
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %q %s", f.Key, f.Kind, p.Lang, p.Name, string(text))))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[17:]+a, b[17:]+b) })
	lines = slices.Compact(lines)
	_, err := io.WriteString(w, baselineHead+strings.Join(append(lines, ""), "\n"))
	if err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	return nil
}

// Accept takes the accepted findings out of the report, and returns how many keys
// of the baseline belong to none.
func (r *Report) Accept(b Baseline) (idle int) {
	used := map[string]bool{}
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool {
		if !b[f.Key] {
			return false
		}
		used[f.Key] = true
		r.Accepted++
		return true
	})
	return len(b) - len(used)
}
