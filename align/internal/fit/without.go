package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// evidence is the kinds of evidence, by the features of pairs and facts that
// they consist of.
var evidence = map[string][]string{
	"facts": {
		"cosine", "margin", "margins together", "better part", "worse part", "better lead", "worse lead", "nearest of both", "nearest of one",
		"highest cosine", "highest margin", "highest part", "part", "lead", "cosine above level", "margin above level",
	},
	"sentences": {
		"sentence cosine", "sentence margin", "margins together", "better part", "worse part", "better sentence lead", "worse sentence lead",
		"highest sentence cosine", "highest sentence margin", "highest part", "part", "highest sentence lead there", "sentence lead", "sentence lead there",
		"level cosine", "level margin", "cosine above level", "margin above level",
	},
	"words":    {"better cover", "worse cover", "better within", "worse within", "highest cover", "highest within", "cover", "back", "within"},
	"values":   {"agree", "agree at all", "disagree", "disagree at all", "highest agree", "highest disagree", "agree likely", "disagree likely", "values", "number of values", "values unmet"},
	"names":    {"names agree", "names missing in both", "names missing in one", "names unknown", "highest names", "names", "names missing", "names missing there", "unknown names"},
	"polarity": {"same sign", "opposite", "opposite likely"},
	"spelling": {"spelling"},
	"surroundings": {
		"order", "rival ahead", "rival", "before", "after", "best beside", "mean beside", "beside", "position", "ratio", "size",
		"second", "third", "all",
	},
	"reading": {
		"read", "link", "better link lead", "worse link lead", "contrary", "partial", "better new", "worse new",
		"highest link", "link lead", "contrary likely", "least new", "new", "new there", "unsaid", "longest unsaid",
	},
}

// onlys are kinds of evidence by themselves.
var onlys = map[string][]string{
	"vectors only": {"facts", "sentences"},
	"strings only": {"values", "names", "polarity", "spelling"},
}

// without are the features that nothing is learned from.
var without = map[string]bool{}

// leaveOut has nothing learned from a kind of evidence, or from any but some.
func leaveOut(kind string) error {
	kept, only := onlys[kind]
	if !only {
		if evidence[kind] == nil {
			return fmt.Errorf("-without: there is no evidence %q; there are %s", kind,
				strings.Join(append(slices.Sorted(maps.Keys(evidence)), slices.Sorted(maps.Keys(onlys))...), ", "))
		}
		for _, name := range evidence[kind] {
			without[name] = true
		}
		return nil
	}
	for k, names := range evidence {
		for _, name := range names {
			if !slices.Contains(kept, k) {
				without[name] = true
			}
		}
	}
	for _, k := range kept {
		for _, name := range evidence[k] {
			delete(without, name)
		}
	}
	return nil
}
