package main

import (
	"slices"
	"testing"

	"factdiff/align/classify"
	"factdiff/align/match"
)

// TestEvidence holds the names of features against those that there are, and
// sees to it that each but what describes a fact alone is evidence of a kind.
func TestEvidence(t *testing.T) {
	known := slices.Concat(classify.PairFeatures(new(match.Evidence)).Names, classify.FactFeatures(new(classify.FactEvidence)).Names)
	for kind, names := range evidence {
		for _, n := range names {
			if !slices.Contains(known, n) {
				t.Errorf("%s: there is no feature %q", kind, n)
			}
		}
	}
	alone := []string{"length", "best odds", "best", "words", "weight", "mean weight", "quote", "closes"}
	for _, n := range known {
		used := slices.Contains(alone, n)
		for _, names := range evidence {
			used = used || slices.Contains(names, n)
		}
		if !used {
			t.Errorf("%q is evidence of no kind", n)
		}
	}
	for kind, kept := range onlys {
		for _, k := range kept {
			if evidence[k] == nil {
				t.Errorf("%s: there is no %q", kind, k)
			}
		}
	}
}
