package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"factdiff/align/cross"
	"factdiff/align/embed"
	"factdiff/align/match"
	"factdiff/align/read"
	"factdiff/align/segment"
)

// Articles that are translations of each other teach what the labelled pairs do
// not hold. They are put together from sentence pairs graded for similarity and
// translated into many languages, stsb-multi-mt.

// similarRow is a pair of English sentences with their translations.
type similarRow struct {
	first, second map[string]string // by language
	grade         float64           // 0 to 5
}

// Grades from which two sentences count as the same, and up to which as two
// different things.
const (
	sameGrade  = 4.6
	otherGrade = 2.4
)

const (
	aloneSame  = 4.4
	aloneOther = 3.8
)

// rivalGrade is the grade from which two different things come near.
const rivalGrade = 2

// tooNear is how many of the sentences nearest to one are left out beside it:
// what is nearly the same would have to be labelled so.
const tooNear = 4

// newsRows is where captions and forums end and news begins in each part of the
// data. A model that reads sentences together has learned from the first.
var newsRows = map[string]int{"train": 1500, "dev": 1000}

var similarLanguages = []string{"de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh"}

func readSimilar(folder, part string) ([]similarRow, error) {
	var rows []similarRow
	for _, lang := range similarLanguages {
		name := filepath.Join(folder, "stsb-"+lang+"-"+part+".csv")
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("reading graded sentence pairs: %w", err)
		}
		records, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		if rows == nil {
			rows = make([]similarRow, len(records))
		}
		for i, r := range records {
			grade, err := strconv.ParseFloat(r[2], 64)
			if err != nil {
				return nil, fmt.Errorf("reading %s, row %d: %w", name, i+1, err)
			}
			if rows[i].first == nil {
				rows[i] = similarRow{map[string]string{}, map[string]string{}, grade}
			}
			rows[i].first[lang], rows[i].second[lang] = oneLine(r[0]), oneLine(r[1])
		}
	}
	return rows[newsRows[part]:], nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// loadSimilar puts together count pairs of short articles.
func loadSimilar(ctx context.Context, eyes eyes, folder string, count int) ([]*example, error) {
	part := "train"
	if eyes.together != nil {
		part = "dev"
	}
	rows, err := readSimilar(folder, part)
	if err != nil {
		return nil, err
	}
	texts := make([]embed.Text, len(rows))
	for i, r := range rows {
		texts[i].Text = r.first["en"]
	}
	vectors, err := eyes.encoder.Encode(ctx, texts)
	if err != nil {
		return nil, err
	}
	flat := make([][]float32, len(vectors))
	for i, v := range vectors {
		flat[i] = v.Text
	}
	near, _, err := match.Nearest(ctx, flat, flat, 60)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(2026, 11))
	edits := &editor{random: random, names: map[string][]string{}}
	for _, r := range rows {
		for _, lang := range similarLanguages {
			edits.note(r.first[lang], lang)
		}
	}
	sizes := []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 6, 9, 12, 16}
	var out []*example
	for len(out) < count {
		m := mixer{random: random, edits: edits, langs: [2]string{"en", similarLanguages[random.IntN(len(similarLanguages))]}}
		if random.IntN(4) == 0 {
			m.langs[0] = similarLanguages[random.IntN(len(similarLanguages))]
		}
		topic := []int{random.IntN(len(rows))}
		size := sizes[len(out)%len(sizes)]
		for _, n := range near[topic[0]][tooNear:] {
			if len(topic) < size {
				topic = append(topic, n.Index)
			}
		}
		for _, i := range topic {
			m.add(rows[i], len(topic) == 1)
		}
		if len(m.lines[0]) == 0 || len(m.lines[1]) == 0 {
			continue
		}
		e, err := m.example(ctx, eyes.encoder, eyes.together)
		if err != nil {
			return nil, err
		}
		e.name, e.group = fmt.Sprintf("similar-%d", len(out)), len(out)
		if len(topic) == 1 {
			e.kind = single
		}
		out = append(out, e)
	}
	return out, nil
}

// mixer puts two articles together, sentence by sentence.
type mixer struct {
	random   *rand.Rand
	edits    *editor
	langs    [2]string
	lines    [2][]string
	twin     [2][]int        // index of the line that speaks of the same on the other side, or -1
	contrary [2]map[int]bool // lines that contradict their twins
}

// Shares of sentences that one side lacks, and of those that one side lacks
// though it has one that comes near.
const (
	missing = 0.28
	rivals  = 0.14
)

// edited is how often one of two sentences that say the same is made to
// contradict the other.
const edited = 0.08

func (m *mixer) add(r similarRow, alone bool) {
	put := func(side int, text map[string]string, twin int) {
		m.lines[side] = append(m.lines[side], text[m.langs[side]])
		m.twin[side] = append(m.twin[side], twin)
	}
	same := func() {
		second := r.first
		if r.grade >= sameGrade && m.random.IntN(2) == 0 || m.langs[0] == m.langs[1] {
			if second = r.second; r.grade < sameGrade {
				return
			}
		}
		a, b := len(m.lines[0]), len(m.lines[1])
		put(0, r.first, b)
		put(1, second, a)
		if !alone && m.random.Float64() < edited {
			m.contradict(a, b)
		}
	}
	different := func() {
		if r.grade <= otherGrade {
			put(0, r.first, -1)
			put(1, r.second, -1)
		}
	}
	p := m.random.Float64()
	if alone {
		// Two sentences by themselves are held to a stricter standard than two
		// articles: either all of one is in the other, or not.
		switch {
		case p < 0.2:
			same()
		case r.grade >= aloneSame:
			put(0, r.first, 0)
			put(1, r.second, 0)
		case r.grade <= aloneOther:
			put(0, r.first, -1)
			put(1, r.second, -1)
		}
		return
	}
	switch {
	case p < rivals && r.grade >= rivalGrade && r.grade < aloneOther:
		// One version says something near as well, which the other lacks.
		side := m.random.IntN(2)
		a, b := len(m.lines[side]), len(m.lines[1-side])
		put(side, r.first, b)
		put(1-side, r.first, a)
		put(side, r.second, -1)
	case p < missing/2:
		different()
	case p < missing:
		put(0, r.first, -1)
	case p < missing*3/2:
		put(1, r.first, -1)
	default:
		same()
	}
}

// contradict edits one of two lines that say the same, if each is a single fact.
func (m *mixer) contradict(a, b int) {
	for side, i := range []int{a, b} {
		if len(segment.Facts(m.lines[side][i], m.langs[side])) > 1 {
			return
		}
	}
	side, i := 0, a
	if m.random.IntN(3) == 0 {
		side, i = 1, b
	}
	if text, ok := m.edits.contradict(m.lines[side][i], m.langs[side]); ok {
		m.lines[side][i] = text
		if m.contrary[0] == nil {
			m.contrary = [2]map[int]bool{{}, {}}
		}
		m.contrary[0][a], m.contrary[1][b] = true, true
	}
}

// example labels what was put together. The order of the second article is
// shaken.
func (m *mixer) example(ctx context.Context, encoder embed.Encoder, together *cross.Model) (*example, error) {
	order := make([]int, len(m.lines[1]))
	for i := range order {
		order[i] = i
	}
	for range len(order) / 3 {
		if k := m.random.IntN(len(order)); k > 0 {
			order[k], order[k-1] = order[k-1], order[k]
		}
	}
	var gold []goldFact
	var documents [2]*read.Document
	for side := range 2 {
		var lines []string
		for k := range m.lines[side] {
			i := k
			if side == 1 {
				i = order[k]
			}
			f := goldFact{ID: fmt.Sprint(string("ab"[side]), i), Side: string("ab"[side]), Text: m.lines[side][i], Status: "only"}
			if t := m.twin[side][i]; t >= 0 {
				f.Status, f.Match = "shared", []string{fmt.Sprint(string("ba"[side]), t)}
				if m.contrary[side][i] {
					f.Status = "conflict"
				}
			}
			gold = append(gold, f)
			lines = append(lines, f.Text)
		}
		documents[side] = read.Text("", strings.Join(lines, "\n"))
		documents[side].Lang = m.langs[side]
	}
	return newExample(ctx, encoder, together, documents, gold, composed)
}
