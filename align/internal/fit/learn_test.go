package main

import "testing"

// TestThinned keeps the share that is asked for of what a fold leaves, with all of
// a pair's excerpts, and everything that is no article.
func TestThinned(t *testing.T) {
	var examples []*example
	for group := range 40 {
		examples = append(examples, &example{group: group})
	}
	for group := range 40 {
		examples = append(examples, &example{group: group, kind: excerpted}, &example{group: group, kind: composed})
	}
	for _, folds := range []int{2, 4, 5} {
		for fold := range folds {
			rest, _ := split(examples, fold, folds)
			counts := map[kind]int{}
			groups := map[int]int{}
			for _, e := range thinned(rest, 0.5) {
				counts[e.kind]++
				if e.kind != composed {
					groups[e.group]++
				}
			}
			pairs := 40 - 40/folds
			if counts[articles] != pairs/2 || counts[excerpted] != pairs/2 || counts[composed] != pairs {
				t.Errorf("fold %d of %d: %v", fold, folds, counts)
			}
			for g, n := range groups {
				if n != 2 {
					t.Errorf("fold %d of %d: %d examples of group %d", fold, folds, n, g)
				}
			}
		}
	}
}
