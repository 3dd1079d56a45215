#!/bin/sh
# Tells what each kind of evidence is worth: learns the fast model's weights
# without it, and measures a program with these weights. `make ablation` runs it.
#
#   ablation.sh EVAL [SIMILAR]
set -eu
eval=$1
similar=${2:+-similar $2}
encoder=universal-sentence-encoder-multilingual-3
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
go build -o "$dir/fit" ./align/internal/fit
printf '%-14s %s\n' without 'figures'
for kind in nothing facts sentences words values names polarity surroundings "vectors only" "strings only"; do
	without=
	[ "$kind" = nothing ] || without=$kind
	# shellcheck disable=SC2086
	"$dir/fit" -encoder use -pairs testdata/pairs $similar -folds 0 -without "$without" -o "$dir" >/dev/null
	printf '{"Replace": {"%s": "%s"}}' "$PWD/align/classify/weights/$encoder.json" "$dir/$encoder.json" >"$dir/overlay.json"
	go build -overlay "$dir/overlay.json" -o "$dir/factdiff" ./cmd/factdiff
	FACTDIFF_MODEL=fast align/internal/fit/score.sh "$eval" "$dir/factdiff" | sed "s/^/$(printf '%-14s ' "$kind")/"
done
