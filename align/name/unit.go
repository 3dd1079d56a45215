package name

import (
	"sort"
	"unicode/utf8"
)

// unit is a token, several that the gazetteer knows as one, or a part of a run
// of characters.
type unit struct {
	token
	known []entry
	// segment is the number of the sentence or heading part the unit is in.
	segment int
}

// isNamed tells whether the gazetteer knows the unit as a name.
func (u *unit) isNamed() bool { return len(u.known) > 0 && u.known[0].reading != "" }

// isCommon tells whether the gazetteer knows it as a common thing.
func (u *unit) isCommon() bool { return len(u.known) > 0 && !u.isNamed() }

// longestForm is the most words that are looked up together.
const longestForm = 6

// unitsOf joins and splits tokens by what the gazetteer knows.
func unitsOf(text string, l *language) []unit {
	tokens := tokenize(text, l)
	out := make([]unit, 0, len(tokens))
	segment := -1
	for i := 0; i < len(tokens); {
		t := tokens[i]
		if i > 0 && t.opens && t.gap == point && l.title[tokens[i-1].plain] {
			t.opens = false
		}
		if t.opens {
			segment++
		}
		switch {
		case t.script.spaceless():
			out = l.split(out, text, t, segment)
			i++
		case t.script == katakana:
			out = append(out, unit{t, l.forms.entries[t.fold], segment})
			i++
		default:
			n, known := l.match(tokens[i:])
			u := unit{t, known, segment}
			if n > 1 {
				u.end = tokens[i+n-1].end
				u.text = text[u.start:u.end]
				u.fold, u.plain = fold(u.text), plain(u.text)
				u.letters = caseOf(u.text)
			}
			out = append(out, u)
			i += n
		}
	}
	return out
}

// match returns how many tokens, one at least, the gazetteer knows as one, and
// as what.
func (l *language) match(tokens []token) (int, []entry) {
	most := 0
	for _, s := range l.stems(tokens[0].fold) {
		most = max(most, min(l.forms.span[s], len(tokens), longestForm))
	}
	for n := most; n > 1; n-- {
		words := make([]string, n)
		joined := true
		for k := range n {
			words[k] = tokens[k].fold
			joined = joined && (k == 0 || tokens[k].gap != apart && tokens[k].gap != nothing)
		}
		if !joined {
			continue
		}
		if known := l.forms.find(l, words, spelling{letters: tokens[0].letters}); len(known) > 0 {
			return n, known
		}
	}
	if !tokens[0].script.cased() && l.stop[tokens[0].plain] {
		return 1, nil
	}
	return 1, l.forms.find(l, []string{tokens[0].fold}, spelling{tokens[0].letters, tokens[0].plain})
}

// split cuts a run of characters at the forms it contains, the longest first.
func (l *language) split(out []unit, text string, t token, segment int) []unit {
	from, opens := t.start, t.opens
	cut := func(end int, known []entry) {
		if end > from {
			part := t
			part.start, part.end, part.text = from, end, text[from:end]
			part.fold, part.plain = fold(part.text), plain(part.text)
			part.opens = opens
			if from > t.start {
				part.gap, part.quoted = nothing, false
			}
			out = append(out, unit{part, known, segment})
			from, opens = end, false
		}
	}
	for i := t.start; i < t.end; {
		_, n := utf8.DecodeRuneInString(text[i:])
		size := l.forms.span[text[i:i+n]]
		for size = min(size, t.end-i); size > n; size-- {
			if known := l.forms.entries[text[i:i+size]]; known != nil && (i == t.start || i+size == t.end || !doubtful(text[i:i+size])) {
				cut(i, nil)
				cut(i+size, known)
				break
			}
		}
		if size > n {
			i += size
		} else {
			i += n
		}
	}
	cut(t.end, nil)
	return out
}

// doubtful tells whether a form is so short that other words contain it: in
// Thai, where no character stands for a meaning.
func doubtful(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return scriptOf(r) == thai && utf8.RuneCountInString(form) < 6
}

// inOrder sorts names and drops of two that overlap the less sure one.
func inOrder(names []Name) []Name {
	sort.SliceStable(names, func(i, j int) bool { return names[i].Start < names[j].Start })
	out := names[:0]
	for _, n := range names {
		if len(out) > 0 && n.Start < out[len(out)-1].End {
			last := &out[len(out)-1]
			if n.Weight > last.Weight || n.Weight == last.Weight && n.End-n.Start > last.End-last.Start {
				*last = n
			}
			continue
		}
		out = append(out, n)
	}
	return out
}
