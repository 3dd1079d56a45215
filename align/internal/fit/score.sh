#!/bin/sh
# Measures a program on all suites of labelled data. `make eval` runs it.
#
#   score.sh EVAL PROGRAM
set -eu
eval=$1
program=$2
[ -d "$eval" ] || { echo "there is no $eval; name the folder, as in make eval EVAL=..." >&2; exit 1; }
set -- "pairs=$eval/pairs"
for f in "$eval"/*.jsonl; do
	name=$(basename "$f")
	set -- "$@" "${name%%-*}=$f"
done
exec python3 "$eval/score.py" --bin "$program" "$@"
