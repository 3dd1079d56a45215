"""Reckons what comparing and matching many articles takes, from what a few take
on this machine:

  python3 spark/plan.py ./factdiff --pairs 10000000

All times are those of a processor core that has nothing else to do.
"""

import argparse
import glob
import json
import math
import os
import re
import resource
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def sentences(name):
    """The sentences of the articles in testdata in one language, roughly."""
    out = []
    for path in sorted(glob.glob(os.path.join(HERE, "../testdata/articles/*", name))):
        with open(path, encoding="utf-8") as f:
            out += [s for s in re.split(r"(?<=[.!?])\s+", f.read()) if len(s) > 20]
    return out


def article(all, i, n):
    """n sentences, with numbers of their own."""
    return " ".join(re.sub("[0-9]", lambda d: str((int(d[0]) + i) % 10), all[(i * n + k) % len(all)]) for k in range(n))


def seconds(binary, command, records):
    """What one core needs for each record, once the program has started."""

    def run(records):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        text = "".join(json.dumps(r) + "\n" for r in records)
        subprocess.run([binary, *command, "-", "--jobs", "1", "--quiet"], input=text.encode(), stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    half = len(records) // 2
    return (run(records) - run(records[:half])) / (len(records) - half)



def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--pairs", type=float, default=1e7, help="how many pairs there are to compare")
    parser.add_argument("--sentences", type=int, default=16, help="of an article")
    parser.add_argument("--cores", type=int, default=16, help="of a machine")
    parser.add_argument("--price", type=float, default=0.8, help="of a machine for an hour")
    parser.add_argument("--days", type=float, default=1, help="the time there is")
    parser.add_argument("--model", default="fast", help="fast or best")
    parser.add_argument("--sample", type=int, default=40, help="how many pairs to measure with")
    # As go test ./align/corpus -run '^$' -bench Nearest -benchtime 1x prints them.
    parser.add_argument("--exactly", type=float, default=4.95, help="seconds of the search among 16,000 articles a side")
    parser.add_argument("--index", type=float, default=1.67, help="the same with the index")
    args = parser.parse_args()

    en, de = sentences("en.txt"), sentences("de.txt")
    sides = [(article(en, i, args.sentences), article(de, i, args.sentences)) for i in range(args.sample)]
    pair = seconds(args.binary, ["batch", "--model", args.model], [{"id": i, "versions": [{"text": a}, {"text": b}]} for i, (a, b) in enumerate(sides)])
    one = seconds(args.binary, ["embed"], [{"id": f"{i}-{k}", "text": t} for i, s in enumerate(sides) for k, t in enumerate(s)])
    print(f"measured: {1 / pair:.1f} pairs of {args.sentences} sentences a side per second and core, {1e3 * one:.1f} ms to embed an article")

    work = args.pairs * pair
    machines = math.ceil(work / (args.days * 86400 * args.cores))
    hours = work / 3600 / args.cores
    print(f"{args.pairs:,.0f} pairs: {work / 3600:,.0f} hours of a core; {machines} machines of {args.cores} cores in {args.days:g} days, {hours:,.0f} machine hours, at {args.price:g} an hour {hours * args.price:,.0f}")

    print("\nmatching, hours of a core\n\n| articles a side | embedding | search, exactly | search, with the index |\n|---|---|---|---|")
    for n in (10**3, 10**4, 10**5, 10**6, 10**7):
        grown = n / 16000
        cells = [2 * n * one, args.exactly * grown**2, args.index * grown**1.5]
        print(f"| {n:,} | " + " | ".join(f"{c / 3600:,.3g}" for c in cells) + " |")
    bend = 2 * 16000 * one / args.exactly * 16000
    print(f"\nThe search takes as long as the embedding from {bend:,.0f} articles a side on; with the index, from {16000 * (2 * 16000 * one / args.index)**2:,.0f}.")


if __name__ == "__main__":
    main()
