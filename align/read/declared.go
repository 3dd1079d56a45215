package read

import (
	"strings"
	"time"

	"golang.org/x/text/language"
)

// parseLang returns a declared language as a canonical BCP 47 tag, or "".
func parseLang(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
	if s == "" || len(s) > 35 {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// dateLayouts are the forms of dates in metadata: ISO 8601 and its liberties,
// HTTP's, and English ones.
var dateLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006-01-02 15:04",
	"2006-01-02",
	"20060102",
	time.RFC1123,
	time.RFC1123Z,
	"2 January 2006",
	"January 2, 2006",
	"Jan 2, 2006",
}

// parseDate returns a declared date, or the zero time. One without a zone is
// taken as UTC.
func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
