package report

import (
	"factdiff/align"
	"factdiff/align/read"
)

// finding is a fact that only one version states or that another contradicts,
// as tools for code show it.
type finding struct {
	fact     *align.Fact
	version  int
	source   string
	rivals   []finding // what contradicts it
	doubtful bool
	place    place
	placed   bool
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
	found := func(f *align.Fact) finding {
		v := version[f.Version]
		x := finding{fact: f, version: v, source: clean(r.Versions[v].Source), doubtful: of[f.ID] != nil && of[f.ID].doubt}
		x.place, x.placed = in[v].of(f.Start, f.End)
		return x
	}
	facts := newMovements(r).facts
	var conflicts, rest []finding
	for i := range r.Facts {
		f := &r.Facts[i]
		switch f.Status {
		case align.Only:
			rest = append(rest, found(f))
		case align.Conflict:
			x := found(f)
			for _, m := range f.Matches {
				if g := facts[m.ID]; g != nil && m.Relation == align.Contrary {
					x.rivals = append(x.rivals, found(g))
				}
			}
			conflicts = append(conflicts, x)
		}
	}
	return append(conflicts, rest...)
}

// message tells of a finding in a line.
func (x *finding) message() string {
	opening := [2]string{"In conflict", "Perhaps in conflict"}
	if x.fact.Status == align.Only {
		opening = [2]string{"Only here", "Perhaps only here"}
	}
	text := opening[0]
	if x.doubtful {
		text = opening[1]
	}
	text += ": “" + clean(x.fact.Text) + "”"
	for _, y := range x.rivals {
		text += "; " + y.source + ": “" + clean(y.fact.Text) + "”"
	}
	return text
}
