package report

import (
	"factdiff/align"
	"factdiff/align/read"
)

// finding is what tools for code show beside a text.
type finding struct {
	rule     string
	title    string // what the rule says, in a few words
	doubtful bool
	message  string
	spot
	related []spot
	print   string // tells it from others, also when it stands elsewhere
	facts   any    // what else is known of it
}

// spot is a stretch of a source.
type spot struct {
	source   string
	artifact int // its index among the sources
	place    place
	placed   bool
	text     string // "" where the place is not known to the character
	message  string
}

// findings lists the conflicts, and then what only one version has: where a tool
// shows only the first few, these weigh most.
func findings(r *align.Report, documents []*read.Document) []finding {
	version := map[string]int{}
	var in []*places
	for i, v := range r.Versions {
		version[v.ID] = i
		var d *read.Document
		if i < len(documents) {
			d = documents[i]
		}
		in = append(in, newPlaces(v, d))
	}
	of := groups(r, version)
	found := func(f *align.Fact) spot {
		v := version[f.Version]
		x := spot{source: r.Versions[v].Source, artifact: v}
		if x.place, x.placed = in[v].of(f.Start, f.End); x.place.column > 0 {
			x.text = r.Versions[v].Text[f.Start:f.End]
		}
		return x
	}
	facts := newMovements(r).facts
	var conflicts, rest []finding
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Status != align.Only && f.Status != align.Conflict {
			continue
		}
		x := finding{
			rule: string(f.Status), title: "Only in one version", spot: found(f),
			doubtful: of[f.ID] != nil && of[f.ID].doubt,
			print:    fingerprint(string(f.Status), r.Versions[version[f.Version]].Lang, clean(f.Text)),
			facts:    sarifProperties{f.ID, f.Version, f.Confidence},
		}
		opening := [2]string{"In conflict", "Perhaps in conflict"}
		if f.Status == align.Only {
			opening = [2]string{"Only here", "Perhaps only here"}
		}
		x.message = opening[0]
		if x.doubtful {
			x.message = opening[1]
		}
		x.message += ": “" + clean(f.Text) + "”"
		if f.Status == align.Only {
			rest = append(rest, x)
			continue
		}
		x.title = "Versions in conflict"
		for _, m := range f.Matches {
			if g := facts[m.ID]; g != nil && m.Relation == align.Contrary {
				y := found(g)
				y.message = "says otherwise: “" + clean(g.Text) + "”"
				x.related = append(x.related, y)
				x.message += "; " + clean(y.source) + ": “" + clean(g.Text) + "”"
			}
		}
		conflicts = append(conflicts, x)
	}
	return append(conflicts, rest...)
}
