#!/bin/sh
# Tells what each kind of evidence is worth: learns the fast model's weights
# without it, and measures a program with these weights on all suites, of the slow
# ones, words, on so many documents of each. `make ablation` runs it.
#
#   ablation.sh EVAL DOCUMENTS [SIMILAR]
set -eu
eval=$1
documents=$2
similar=${3:+-similar $3}
encoder=universal-sentence-encoder-multilingual-3
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
mkdir "$dir/eval"
cp -r "$eval/pairs" "$eval/score.py" "$eval"/*.jsonl "$dir/eval"
for f in "$eval"/words-*.jsonl; do # evenly spread
	awk -v want="$documents" -v all="$(wc -l <"$f")" 'int(NR * want / all) > int((NR - 1) * want / all)' "$f" >"$dir/eval/$(basename "$f")"
done
go build -o "$dir/fit" ./align/internal/fit
printf '%-14s %s\n' without 'figures'
for kind in nothing facts sentences words values names polarity surroundings "vectors only" "strings only"; do
	without=
	[ "$kind" = nothing ] || without=$kind
	# shellcheck disable=SC2086
	"$dir/fit" -encoder use -pairs testdata/pairs -pages testdata/reading -pages testdata/hard $similar -folds 0 -without "$without" -o "$dir" >/dev/null
	printf '{"Replace": {"%s": "%s"}}' "$PWD/align/classify/weights/$encoder.json" "$dir/$encoder.json" >"$dir/overlay.json"
	go build -overlay "$dir/overlay.json" -o "$dir/factdiff" ./cmd/factdiff
	FACTDIFF_MODEL=fast align/internal/fit/score.sh "$dir/eval" "$dir/factdiff" | sed "s/^/$(printf '%-14s ' "$kind")/"
done
