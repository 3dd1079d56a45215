#!/bin/sh
# Tells what reading sentences together is worth: builds the program with and
# without it, measures both on all suites, and lists the verdicts it changes on
# labelled pairs that nothing was learned from, and on PAIRS, which the weights of
# the verdict were learned from. `make reading` runs it.
#
#   reading.sh EVAL UNSEEN PAIRS
set -eu
eval=$1
unseen=$2
pairs=$3
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
sed 's/^const readUpTo = .*/const readUpTo = 0/' align/align.go >"$dir/align.go"
! cmp -s align/align.go "$dir/align.go" || { echo "reading.sh: align/align.go has no readUpTo to change" >&2; exit 1; }
printf '{"Replace": {"%s": "%s"}}' "$PWD/align/align.go" "$dir/align.go" >"$dir/overlay.json"
go build -o "$dir/with" ./cmd/factdiff
go build -overlay "$dir/overlay.json" -o "$dir/without" ./cmd/factdiff
for how in without with; do
	FACTDIFF_MODEL=best align/internal/fit/score.sh "$eval" "$dir/$how" | sed "s/^/$(printf '%-8s' $how)/"
done
for folder in "$unseen" "$pairs"; do
	python3 align/internal/fit/changes.py "$dir/without" "$dir/with" "$folder"
done
