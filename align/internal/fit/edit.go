package main

import (
	"math/rand/v2"
	"regexp"
	"strings"

	"factdiff/align/name"
)

// Edits make a sentence contradict what it said: another number, another name,
// a negation. Labelled articles hold too few conflicts to learn from alone, and
// translations none.

// editor knows names to put in the place of others.
type editor struct {
	random *rand.Rand
	names  map[string][]string // by language
}

// note collects the names of a text for later use.
func (e *editor) note(text, lang string) {
	for _, n := range name.Find(text, lang) {
		if sureName(n) {
			e.names[lang] = append(e.names[lang], n.Text)
		}
	}
}

func sureName(n name.Name) bool { return n.Weight > 0.7 && n.Start > 0 }

// contradict edits a text in one of the ways that it allows.
func (e *editor) contradict(text, lang string) (edited string, ok bool) {
	ways := []func(string, string) (string, bool){e.number, e.name, e.negation}
	for _, i := range e.random.Perm(len(ways)) {
		if edited, ok := ways[i](text, lang); ok && edited != text {
			return edited, true
		}
	}
	return "", false
}

var digits = regexp.MustCompile(`[1-9]\d*`)

// number changes the digits of a number, not their count.
func (e *editor) number(text, _ string) (string, bool) {
	places := digits.FindAllStringIndex(text, -1)
	if len(places) == 0 {
		return "", false
	}
	p := places[e.random.IntN(len(places))]
	b := []byte(text)
	for i := p[0]; i < p[1]; i++ {
		if i == p[0] || e.random.IntN(2) == 0 {
			b[i] = byte('1' + (int(b[i]-'1')+1+e.random.IntN(8))%9)
		}
	}
	return string(b), true
}

// name puts another name in the place of one.
func (e *editor) name(text, lang string) (string, bool) {
	names := name.Find(text, lang)
	if len(names) == 0 || len(e.names[lang]) == 0 {
		return "", false
	}
	n := names[e.random.IntN(len(names))]
	for range 5 {
		other := e.names[lang][e.random.IntN(len(e.names[lang]))]
		if strings.Count(other, " ") == strings.Count(n.Text, " ") && !strings.Contains(text, other) && sureName(n) {
			return text[:n.Start] + other + text[n.End:], true
		}
	}
	return "", false
}

// negations are words of English behind which "not" turns a clause round.
var negations = regexp.MustCompile(`\b(is|are|was|were|will|would|has|have|had|can|could|should|must)\b`)

// negation negates an English clause, or takes its negation away.
func (e *editor) negation(text, lang string) (string, bool) {
	if lang != "en" {
		return "", false
	}
	for _, not := range []string{" not ", "n't "} {
		if before, after, found := strings.Cut(text, not); found {
			return before + " " + after, true
		}
	}
	p := negations.FindStringIndex(text)
	if p == nil {
		return "", false
	}
	return text[:p[1]] + " not" + text[p[1]:], true
}
