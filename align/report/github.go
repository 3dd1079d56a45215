package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"factdiff/align"
	"factdiff/align/read"
)

// GitHub writes the conflicts and what only one version says as the commands by
// which a workflow of GitHub Actions annotates files: warnings, or notices where
// the verdict is uncertain. The documents are those that were compared, in their
// order; they tell the lines, and may be nil.
func GitHub(w io.Writer, r *align.Report, documents []*read.Document) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing annotations: %w", err)
	}
	return github(w, findings(r, documents))
}

func github(w io.Writer, found []finding) error {
	var b bytes.Buffer
	for _, x := range found {
		level := "warning"
		if x.doubtful {
			level = "notice"
		}
		var properties []string
		if x.source != "-" && !openable(x.source) {
			properties = append(properties, "file="+githubProperty(clean(x.source)))
		}
		if x.placed {
			properties = append(properties, fmt.Sprintf("line=%d", x.place.line))
		}
		if x.place.endLine > 0 {
			properties = append(properties, fmt.Sprintf("endLine=%d", x.place.endLine))
		}
		if x.place.column > 0 && x.place.line == x.place.endLine { // columns are of one line there
			properties = append(properties, fmt.Sprintf("col=%d,endColumn=%d", x.place.column, x.place.endColumn))
		}
		properties = append(properties, "title="+githubProperty(x.title))
		fmt.Fprintf(&b, "::%s %s::%s\n", level, strings.Join(properties, ","), githubData(x.message))
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing annotations: %w", err)
	}
	return nil
}

// The escapes of workflow commands, as @actions/core has them.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace
)
