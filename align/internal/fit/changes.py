#!/usr/bin/env python3
"""Lists the verdicts that differ between two builds of the program on labelled
pairs of articles, those that one got right first:

  changes.py BEFORE AFTER FOLDER
"""

import collections
import glob
import json
import os
import subprocess
import sys


def verdicts(program, folder, gold):
    """The status that most of each labelled fact's characters have, by ID."""
    languages = ",".join(gold[s]["lang"] for s in "ab")
    command = [program, "--format", "json", "--model", "best", "--lang", languages, f"{folder}/a.txt", f"{folder}/b.txt"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{folder}: {done.stderr.decode().strip()}")
    report, out = json.loads(done.stdout), {}
    for version, side in zip(report["versions"], "ab"):
        marks, raw = [], version["text"].encode()
        for f in (f for f in report["facts"] if f["version"] == version["id"]):
            marks += [f["status"]] * len("".join(raw[f["start"]:f["end"]].decode().split()))
        for f in (f for f in gold["facts"] if f["side"] == side):
            n = len("".join(f["text"].split()))
            out[f["id"]] = collections.Counter(marks[:n]).most_common(1)[0][0]
            del marks[:n]
    return out


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    before, after, folder = sys.argv[1:]
    better, worse, other = [], [], 0
    for name in sorted(glob.glob(f"{folder}/*/gold.json")):
        with open(name, encoding="utf8") as f:
            gold = json.load(f)
        here = os.path.dirname(name)
        was, now = (verdicts(p, here, gold) for p in (before, after))
        texts = {f["id"]: f["text"] for f in gold["facts"]}
        for f in gold["facts"]:
            x, y, right = was[f["id"]], now[f["id"]], f["status"]
            if x == y:
                continue
            line = f"{os.path.basename(here)} {f['id']} {x} -> {y}, is {right}: {f['text']}"
            line += "".join(f"\n    {texts[m]}" for m in f["match"])
            if right in (x, y):
                (better if y == right else worse).append(line)
            else:
                other += 1
    print(f"{len(better)} verdicts became right, {len(worse)} wrong, {other} were wrong before and after")
    for title, lines in (("right", better), ("wrong", worse)):
        print(f"\n{title}\n")
        print("\n".join(lines))


if __name__ == "__main__":
    main()
