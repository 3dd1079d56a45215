package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"factdiff/align"
)

// CSV writes the facts as a table of the form of RFC 4180, in UTF-8 with a
// header. White space in texts is single spaces, so that a line is a fact; a
// text that a spreadsheet would take for a formula has an apostrophe before it.
func CSV(w io.Writer, r *align.Report) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	table := [][]string{{"version", "source", "lang", "title", "id", "sentence", "start", "end", "status", "confidence", "same", "conflict", "group", "text"}}
	for _, f := range factRows(r) {
		matches := map[string][]string{}
		for _, m := range f.Matches {
			matches[m.Relation] = append(matches[m.Relation], m.ID)
		}
		table = append(table, []string{
			f.Version, defused(f.Source), f.Lang, defused(f.Title), f.ID, strconv.Itoa(int(f.Sentence)), strconv.FormatInt(f.Start, 10), strconv.FormatInt(f.End, 10),
			f.Status, number(f.Confidence), strings.Join(matches[string(align.Same)], " "), strings.Join(matches[string(align.Contrary)], " "), f.Group, defused(f.Text),
		})
	}
	return writeCSV(w, table)
}

// CSVPairs writes the matched facts as [CSV] does facts, each pair once.
func CSVPairs(w io.Writer, r *align.Report) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	table := [][]string{{"a", "b", "relation", "score", "a_version", "b_version", "a_lang", "b_lang", "a_text", "b_text"}}
	for _, p := range pairRows(r) {
		table = append(table, []string{p.A, p.B, p.Relation, number(p.Score), p.AVersion, p.BVersion, p.ALang, p.BLang, defused(p.AText), defused(p.BText)})
	}
	return writeCSV(w, table)
}

func writeCSV(w io.Writer, table [][]string) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.WriteAll(table); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	return nil
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// defused makes an article's text a cell: "=1+1" would be reckoned, and more
// than that run, when the table is opened in a spreadsheet. A sign alone is
// nothing to reckon with.
func defused(text string) string {
	text = clean(strings.ToValidUTF8(text, "\ufffd"))
	if rest := strings.TrimLeft(text, "=+-@＝＋－＠"); rest != text && text != "-" {
		return "'" + text
	}
	return text
}
