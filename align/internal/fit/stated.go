package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"factdiff/align/read"
	"factdiff/align/segment"
)

// Labelled statements teach how a contradiction looks, and a plain agreement in
// far words: articles hold few of them that are alike but for what contradicts.
// They are put together to articles, a statement of each story in one.

// statement is a line of a file of statements, see testdata/README.md.
type statement struct {
	Langs    [2]string
	A, B     string // with brackets around what the other does not say
	Relation string // same, conflict, part or topic
}

const openMark, closeMark = "⟦", "⟧"

var unmarked = strings.NewReplacer(openMark, "", closeMark, "")

// storiesPerArticle is how many statements an article has.
const storiesPerArticle = 12

// unanswered is how often one side lacks a statement.
const unanswered = 0.2

// loadStatements makes articles of the statements in a folder, each of one pair of
// languages. Every statement is in one article, unless too few are left for it.
func loadStatements(ctx context.Context, eyes eyes, folder string) ([]*example, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no statements in %s (%v): name a folder of .jsonl files", folder, err)
	}
	stories := map[[2]string][][]statement{} // by languages, in the order of their codes
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		at := map[string]int{} // a story's place, by its languages and first side
		for line := range bytes.Lines(data) {
			var s statement
			if err := json.Unmarshal(line, &s); err != nil {
				return nil, fmt.Errorf("reading %s: %w", name, err)
			}
			if !eyes.encoder.Knows(s.Langs[0]) || !eyes.encoder.Knows(s.Langs[1]) {
				continue
			}
			story := unmarked.Replace(s.A)
			if s.Langs[0] > s.Langs[1] {
				s = statement{[2]string{s.Langs[1], s.Langs[0]}, s.B, s.A, s.Relation}
			}
			key := strings.Join(s.Langs[:], " ") + " " + story
			i, known := at[key]
			if !known {
				i = len(stories[s.Langs])
				at[key] = i
				stories[s.Langs] = append(stories[s.Langs], nil)
			}
			stories[s.Langs][i] = append(stories[s.Langs][i], s)
		}
	}
	languages := make([][2]string, 0, len(stories))
	for langs := range stories {
		languages = append(languages, langs)
	}
	slices.SortFunc(languages, func(x, y [2]string) int { return cmp.Or(strings.Compare(x[0], y[0]), strings.Compare(x[1], y[1])) })
	random := rand.New(rand.NewPCG(2026, 11))
	var out []*example
	group := 0
	for _, langs := range languages {
		all := stories[langs]
		random.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		for some := range slices.Chunk(all, storiesPerArticle) {
			for k := 0; ; k++ {
				var told []statement
				for _, story := range some {
					if k < len(story) {
						told = append(told, story[k])
					}
				}
				if len(told) < storiesPerArticle/2 {
					break
				}
				e, err := state(ctx, eyes, random, langs, told)
				if err != nil {
					return nil, err
				}
				e.name, e.group = fmt.Sprintf("%s-%s-%d", langs[0], langs[1], len(out)), group
				out = append(out, e)
			}
			group++
		}
	}
	return out, nil
}

// state makes an article of statements.
func state(ctx context.Context, eyes eyes, random *rand.Rand, langs [2]string, told []statement) (*example, error) {
	var gold []goldFact
	var documents [2]*read.Document
	var pieces [2][][]goldFact // by statement
	for i, s := range told {
		sides := [2]string{s.A, s.B}
		parts := [2][]goldFact{}
		for side, text := range sides {
			parts[side] = cut(text, langs[side], s.Relation)
			for k := range parts[side] {
				parts[side][k].Side, parts[side][k].ID = string("ab"[side]), fmt.Sprintf("%c%d.%d", "ab"[side], i, k)
			}
		}
		p := random.Float64()
		switch {
		case s.Relation == "same" && p < unanswered:
			side := random.IntN(2)
			parts[side] = nil
			for k := range parts[1-side] {
				parts[1-side][k].Status = "only"
			}
		case s.Relation != "topic":
			join(parts[0], parts[1])
		}
		for side := range sides {
			if parts[side] != nil {
				pieces[side] = append(pieces[side], parts[side])
			}
		}
	}
	random.Shuffle(len(pieces[0]), func(i, k int) { pieces[0][i], pieces[0][k] = pieces[0][k], pieces[0][i] })
	random.Shuffle(len(pieces[1]), func(i, k int) { pieces[1][i], pieces[1][k] = pieces[1][k], pieces[1][i] })
	for side := range pieces {
		var lines []string
		for _, facts := range pieces[side] {
			var line strings.Builder
			for _, f := range facts {
				line.WriteString(f.Text)
			}
			gold = append(gold, facts...)
			lines = append(lines, line.String())
		}
		documents[side] = read.Text("", strings.Join(lines, "\n"))
		documents[side].Lang = langs[side]
	}
	return newExample(ctx, eyes.encoder, eyes.together, documents, gold, stated)
}

// cut cuts a side of a statement into its facts, each labelled by its brackets.
func cut(marked, lang, relation string) []goldFact {
	text := unmarked.Replace(marked)
	// brackets by place in the text without them
	var marks [][2]int
	n, from := 0, 0
	for i := 0; i < len(marked); {
		switch {
		case strings.HasPrefix(marked[i:], openMark):
			from, i = n, i+len(openMark)
		case strings.HasPrefix(marked[i:], closeMark):
			marks, i = append(marks, [2]int{from, n}), i+len(closeMark)
		default:
			n, i = n+1, i+1
		}
	}
	var out []goldFact
	end := 0
	var spans []segment.Span
	for _, s := range segment.Sentences(text, lang) {
		for _, f := range segment.Facts(text[s.Start:s.End], lang) {
			spans = append(spans, segment.Span{Start: s.Start + f.Start, End: s.Start + f.End})
		}
	}
	for i, f := range spans {
		last := i == len(spans)-1
		start := end
		if end = f.End; last {
			end = len(text)
		}
		inside := 0
		for _, m := range marks {
			inside += max(0, min(m[1], end)-max(m[0], start))
		}
		status := "shared"
		switch {
		case relation == "topic":
			status = "only"
		case relation == "conflict" && inside > 0:
			status = "conflict"
		case relation == "part" && 2*inside > end-start:
			status = "only"
		}
		out = append(out, goldFact{Text: text[start:end], Status: status})
	}
	return out
}

// join makes the facts of two sides counterparts that have one status. Where only
// one side has brackets around what differs, the other differs as a whole.
func join(a, b []goldFact) {
	differs := func(f goldFact) bool { return f.Status == "conflict" }
	if inA, inB := slices.ContainsFunc(a, differs), slices.ContainsFunc(b, differs); inA != inB {
		whole := a
		if inA {
			whole = b
		}
		for i := range whole {
			whole[i].Status = "conflict"
		}
	}
	for i := range a {
		for k := range b {
			if a[i].Status == b[k].Status && a[i].Status != "only" {
				a[i].Match, b[k].Match = append(a[i].Match, b[k].ID), append(b[k].Match, a[i].ID)
			}
		}
	}
}
