package report

import (
	"fmt"

	"factdiff/align"
	"factdiff/align/internal/lazy"
)

// identifier is the form of a fact's ID: a page's own ids have a hyphen, and
// lists of IDs rely on there being no sign in them.
var identifier = lazy.Regexp(`^[A-Za-z0-9]{1,20}$`)

// check finds what is wrong with a report that was not made by package align, or
// changed since: all writers rely on its facts lying in order in their versions'
// texts, and on their matches being there.
func check(r *align.Report) error {
	texts, ends, facts := map[string]string{}, map[string]int{}, map[string]bool{}
	for _, v := range r.Versions {
		texts[v.ID] = v.Text
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		text, ok := texts[f.Version]
		switch {
		case !ok:
			return fmt.Errorf("fact %q: there is no version %q", f.ID, f.Version)
		case !identifier().MatchString(f.ID) || facts[f.ID]:
			return fmt.Errorf("fact %q: its ID is not of letters and digits or is not its own", f.ID)
		case f.Start < ends[f.Version] || f.End < f.Start || f.End > len(text):
			return fmt.Errorf("fact %q: its span, %d to %d, is not after the fact before or not in the text", f.ID, f.Start, f.End)
		}
		ends[f.Version], facts[f.ID] = f.End, true
	}
	for i := range r.Facts {
		for _, m := range r.Facts[i].Matches {
			if !facts[m.ID] {
				return fmt.Errorf("fact %q: there is no match %q", r.Facts[i].ID, m.ID)
			}
		}
	}
	return nil
}
