package report

import "factdiff/align"

// factRow is a fact as a row of a table, with what is known of its version.
type factRow struct {
	Version    string     `json:"version" parquet:"version,dict"`
	Source     string     `json:"source" parquet:"source,dict"`
	Lang       string     `json:"lang" parquet:"lang,dict"`
	Title      string     `json:"title" parquet:"title,dict"`
	ID         string     `json:"id" parquet:"id"`
	Sentence   int32      `json:"sentence" parquet:"sentence"`
	Start      int64      `json:"start" parquet:"start"`
	End        int64      `json:"end" parquet:"end"`
	Text       string     `json:"text" parquet:"text"`
	Status     string     `json:"status" parquet:"status,dict"`
	Confidence float64    `json:"confidence" parquet:"confidence"`
	Group      string     `json:"group" parquet:"group"` // "" for furniture
	Matches    []matchRow `json:"matches" parquet:"matches,list"`
}

// matchRow is a counterpart of a fact.
type matchRow struct {
	ID       string  `json:"id" parquet:"id"`
	Relation string  `json:"relation" parquet:"relation,dict"`
	Score    float64 `json:"score" parquet:"score"`
}

func factRows(r *align.Report) []factRow {
	versions := map[string]align.Version{}
	for _, v := range r.Versions {
		versions[v.ID] = v
	}
	group := map[string]string{}
	for _, g := range Groups(r) {
		for _, ids := range g.Facts {
			for _, id := range ids {
				group[id] = g.ID
			}
		}
	}
	var out []factRow
	for _, f := range r.Facts {
		v := versions[f.Version]
		x := factRow{
			Version: v.ID, Source: v.Source, Lang: v.Lang, Title: v.Title,
			ID: f.ID, Sentence: int32(f.Sentence), Start: int64(f.Start), End: int64(f.End), Text: f.Text,
			Status: string(f.Status), Confidence: f.Confidence, Group: group[f.ID], Matches: []matchRow{},
		}
		for _, m := range f.Matches {
			x.Matches = append(x.Matches, matchRow{m.ID, string(m.Relation), m.Score})
		}
		out = append(out, x)
	}
	return out
}

// pairRow is two matched facts as a row of a table; A is of the earlier version.
type pairRow struct {
	A        string  `parquet:"a"`
	B        string  `parquet:"b"`
	Relation string  `parquet:"relation,dict"`
	Score    float64 `parquet:"score"`
	AVersion string  `parquet:"a_version,dict"`
	BVersion string  `parquet:"b_version,dict"`
	ALang    string  `parquet:"a_lang,dict"`
	BLang    string  `parquet:"b_lang,dict"`
	AText    string  `parquet:"a_text"`
	BText    string  `parquet:"b_text"`
}

// pairRows has every match once.
func pairRows(r *align.Report) []pairRow {
	index := map[string]int{}
	for i, v := range r.Versions {
		index[v.ID] = i
	}
	facts := map[string]align.Fact{}
	for _, f := range r.Facts {
		facts[f.ID] = f
	}
	var out []pairRow
	for _, f := range r.Facts {
		for _, m := range f.Matches {
			g, ok := facts[m.ID]
			if i, k := index[f.Version], index[g.Version]; ok && i < k {
				out = append(out, pairRow{
					A: f.ID, B: g.ID, Relation: string(m.Relation), Score: m.Score,
					AVersion: f.Version, BVersion: g.Version, ALang: r.Versions[i].Lang, BLang: r.Versions[k].Lang,
					AText: f.Text, BText: g.Text,
				})
			}
		}
	}
	return out
}
