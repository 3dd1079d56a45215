#!/bin/sh
# From the data to the weights: train.sh DATA OUT [arguments of train.py]
# DATA has stsb-*.csv and words-ists.jsonl; OUT is made. Needs Python 3.11 and Go; run it anywhere in the repository.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../../.." && pwd)
[ $# -ge 2 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
data=$1 out=$2
shift 2
mkdir -p "$out"
[ -d "$out/venv" ] || python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
(cd "$root" && go build -o "$out/factdiff" ./cmd/factdiff)
"$out/venv/bin/python" "$here/train.py" all --data "$data" --pairs "$root/testdata/reading" --unread "$root/testdata/pairs" \
    --relations "$root/testdata/relations" --program "$out/factdiff" --out "$out" "$@"
"$out/venv/bin/python" "$here/golden.py" "$out/cross.npz" "$out/golden.json"
