"""What there is to learn from, as pairs of texts that carry labels only for what is known of them."""

import csv
import glob
import json
import os
import pickle
import random
import re
import subprocess
import zlib
from dataclasses import dataclass, field, replace

import numpy as np

UNKNOWN = float("nan")
STS = ("de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")
UNSPACED = ("ja", "zh")

# What an edit may swap for another of the same row of a list: both sides' words are found by their place in it.
SERIES = [{k: v.split("|") for k, v in s.items()} for s in (
    {"en": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
     "de": "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag",
     "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
     "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
     "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
     "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
     "pt": "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
     "pl": "poniedziałek|wtorek|środę|czwartek|piątek|sobotę|niedzielę",
     "ru": "понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье",
     "ja": "月曜|火曜|水曜|木曜|金曜|土曜|日曜", "zh": "周一|周二|周三|周四|周五|周六|周日"},
    {"en": "January|February|March|April|May|June|July|August|September|October|November|December",
     "de": "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
     "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
     "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
     "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
     "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
     "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
     "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
     "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
     "ja": "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月", "zh": "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月"},
    {"en": "two|three|four|five|six|seven|eight|nine|ten", "de": "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn",
     "fr": "deux|trois|quatre|cinq|six|sept|huit|neuf|dix", "es": "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez",
     "it": "due|tre|quattro|cinque|sei|sette|otto|nove|dieci", "nl": "twee|drie|vier|vijf|zes|zeven|acht|negen|tien",
     "pt": "dois|três|quatro|cinco|seis|sete|oito|nove|dez", "pl": "dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć",
     "ru": "два|три|четыре|пять|шесть|семь|восемь|девять|десять",
     "ja": "二人|三人|四人|五人|六人|七人|八人|九人|十人", "zh": "两个|三个|四个|五个|六个|七个|八个|九个|十个"})]
NEGATE = {k: [p.split(">") for p in v.split("|")] for k, v in {
    "en": "is>is not|are>are not|was>was not|were>were not|has>has not|have>have not|will>will not|can>cannot|said>did not say",
    "de": "ist>ist nicht|sind>sind nicht|war>war nicht|waren>waren nicht|wird>wird nicht|hat>hat nicht|spielt>spielt nicht",
    "fr": "est>n'est pas|sont>ne sont pas|était>n'était pas|a>n'a pas|ont>n'ont pas|sera>ne sera pas",
    "es": "es>no es|está>no está|están>no están|son>no son|ha>no ha|fue>no fue|han>no han", "it": "è>non è|sono>non sono|sta>non sta|ha>non ha|hanno>non hanno",
    "nl": "is>is niet|zijn>zijn niet|was>was niet|heeft>heeft niet|wordt>wordt niet", "pt": "é>não é|está>não está|são>não são|foi>não foi|estão>não estão",
    "pl": "jest>nie jest|są>nie są|był>nie był|ma>nie ma|została>nie została", "ru": "был>не был|была>не была|будет>не будет|может>не может|играет>не играет|сказал>не сказал",
    "ja": "ている>ていない|ています>ていません|ました>ませんでした|である>ではない", "zh": "正在>没有|在>不在|是>不是|表示>没有表示"}.items()}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"(?<=[a-zà-ž,] )[A-ZÀ-Ž][a-zà-ž]{3,}\b")


@dataclass
class Example:
    a: str
    b: str
    marks: tuple = ((), ())  # per side (start, end, novelty): what its pieces are to give
    facts: list = field(default_factory=list)  # (span in a, span in b, link, conflict, part)
    near: bool = True  # the encoder alone would have found the pair
    ids: tuple = ()

    def swapped(self):
        return replace(self, a=self.b, b=self.a, marks=self.marks[::-1], facts=[(y, x, *l) for x, y, *l in self.facts])


def change(e, start, end, new):
    """The example with [start, end) of its left text replaced: those pieces are novel, a fact around them a conflict."""
    move = lambda p: p + len(new) - (end - start) if p >= end else p
    marks = []
    for s, t, v in e.marks[0]:
        if t <= start or s >= end:
            marks.append((move(s), move(t), v))
        else:
            marks += [(s, start, v), (start, start + len(new), 1.0), (start + len(new), move(t), v)]
    facts = [((move(x[0]) if x[0] > start else x[0], move(x[1])), y, link, 1.0 if link == 1 and x[0] <= start < x[1] else c, UNKNOWN)
             for x, y, link, c, _ in e.facts]
    return replace(e, a=e.a[:start] + new + e.a[end:], marks=(tuple(m for m in marks if m[0] < m[1]), e.marks[1]), facts=facts)


def mark(e, found, v=1.0):
    """Overrides the right side's label of one place; without a place the right side's labels are not known any more."""
    if found is None:
        return replace(e, marks=(e.marks[0], ()))
    s, t = found
    cut = [(x, min(y, s), w) for x, y, w in e.marks[1]] + [(max(x, t), y, w) for x, y, w in e.marks[1]]
    return replace(e, marks=(e.marks[0], tuple(m for m in cut if m[0] < m[1]) + ((s, t, v),)))


def word(w, lang):
    return re.compile(re.escape(w) if lang in UNSPACED else rf"\b{re.escape(w)}\b", re.I)


def other_number(rng, n):
    """Another number as a reporter might have it: a digit or two off, or of another size."""
    out = n
    while out == n:
        i = rng.choice([k for k, c in enumerate(n) if c.isdigit()])
        out = n[:i] + rng.choice("123456789") + n[i + 1:]
        if rng.random() < 0.4 and n.isdigit():
            out = str(max(1, int(int(n) * rng.choice((0.5, 0.8, 0.9, 1.1, 1.5, 2, 3))) + rng.randint(-2, 3)))
    return out


def contradict(rng, e, la, lb, names):
    """The example with one detail of its left text made another, or None if it has none to change."""
    places = []
    for m in NUMBER.finditer(e.a):
        places.append((2, m.span(), other_number(rng, m[0]), re.search(rf"(?<!\d){re.escape(m[0])}(?!\d)", e.b)))
    for series in SERIES:
        for i, w in enumerate(series.get(la, ())):
            if m := word(w, la).search(e.a):
                new = rng.choice([x for x in series[la] if x != w])
                places.append((2, m.span(), new.capitalize() if m[0][0].isupper() else new, word(series[lb][i], lb).search(e.b) if lb in series else None))
    if la != "de":  # whose nouns look like names
        places += [(2, m.span(), rng.choice(names), re.search(rf"\b{m[0]}\b", e.b)) for m in NAME.finditer(e.a)]
    places += [(1, m.span(), new, None) for w, new in NEGATE.get(la, ()) if (m := word(w, la).search(e.a))]
    if not places:
        return None
    _, (s, t), new, there = rng.choices(places, [p[0] for p in places])[0]
    return mark(change(e, s, t, new), there and there.span())


class Sentences:
    """STS-B in eleven languages, and everything that can be made of its translations."""

    def __init__(self, folder):
        # The dev part is left to align/internal/fit, which learns how far to trust the model.
        read = lambda l: list(csv.reader(open(f"{folder}/stsb-{l}-train.csv", encoding="utf8")))
        self.rows = {l: read(l) for l in STS}
        self.count = len(self.rows["en"])
        self.names = [m[0] for r in self.rows["en"] for m in NAME.finditer(r[0])]

    def text(self, lang, at):
        return self.rows[lang][at[0]][at[1]].strip()

    def languages(self, rng, same=0.12):
        la = rng.choice(STS) if rng.random() < 0.6 else "en"  # half of what the program is given has English in it
        return (la, la) if rng.random() < same else (la, rng.choice([l for l in STS if l != la]))

    def place(self, rng):
        return rng.randrange(self.count), rng.randrange(2)

    def translation(self, rng, same=0.05):
        la, lb = self.languages(rng, same)
        at = self.place(rng)
        a, b = self.text(la, at), self.text(lb, at)
        e = Example(a, b, (((0, len(a), 0.0),), ((0, len(b), 0.0),)), [((0, len(a)), (0, len(b)), 1.0, 0.0, 0.0)])
        return e, la, lb

    def scored(self, rng):
        la, lb = self.languages(rng, 0.25)
        i = rng.randrange(self.count)
        a, b, s = self.text(la, (i, 0)), self.text(lb, (i, 1)), float(self.rows["en"][i][2])
        link, part, v = ((1.0, 0.0, 0.0 if s > 4.8 else UNKNOWN) if s >= 4.6 else (0.0, UNKNOWN, 1.0 if s < 0.7 else UNKNOWN) if s <= 2.5
                         else (0.15 + 0.8 * (s - 2.5) / 2.1, 0.6 if s >= 3.2 else UNKNOWN, UNKNOWN))
        return Example(a, b, (((0, len(a), v),), ((0, len(b), v),)), [((0, len(a)), (0, len(b)), link, 0.0 if s > 4.8 else UNKNOWN, part)])

    def partial(self, rng):
        """One side has a phrase more, or lost its end."""
        e, la, lb = self.translation(rng)
        fact = lambda a, b: [((0, len(a)), (0, len(b)), 1.0, 0.0, 1.0)]
        stop = re.search(r"[.。!?]?$", e.a).start()
        gap = "" if la in UNSPACED else " "
        if rng.random() < 0.3:
            pieces = list(e.a[:stop]) if not gap else e.a[:stop].split()
            a = gap.join(pieces[:max(2, int(len(pieces) * rng.uniform(0.4, 0.7)))]) + e.a[stop:]
            return Example(a, e.b, (((0, len(a), 0.0),), ()), fact(a, e.b))
        other = re.sub(r"[.。!?]$", "", self.text(la, self.place(rng)))
        pieces = list(other) if not gap else other.split()
        n = rng.randint(3, 8) * (2 if not gap else 1)
        extra = gap.join(pieces[-n:])
        comma = "，" if la == "zh" else "、" if la == "ja" else ", "
        if rng.random() < 0.7:
            a, s = e.a[:stop] + rng.choice((comma, gap)) + extra + e.a[stop:], stop
            marks = ((0, s, 0.0), (s, s + len(a) - len(e.a), 1.0))
        else:
            a = extra + comma + e.a
            marks = ((0, len(a) - len(e.a), 1.0), (len(a) - len(e.a), len(a), 0.0))
        return Example(a, e.b, (marks, e.marks[1]), fact(a, e.b))

    def joined(self, rng):
        """Sentences side by side, some of them said on the other side as well."""
        la, lb = self.languages(rng)
        first = self.place(rng)
        pick = [first] + [((first[0] + rng.randint(1, 9)) % self.count if rng.random() < 0.4 else rng.randrange(self.count), rng.randrange(2)) for _ in range(4)]
        both, left, right = rng.choice(((1, 1, 0), (1, 1, 0), (1, 1, 1), (2, 1, 0), (1, 2, 0), (2, 1, 1), (2, 0, 0), (1, 2, 1), (0, 2, 1)))
        pick = list(dict.fromkeys(pick))
        shared, mine, yours = pick[:both], pick[both:both + left], pick[both + left:both + left + right]
        side = lambda items, lang, here: self.join(rng, rng.sample(items, len(items)), lang, here)
        a, at_a, marks_a = side(shared + mine, la, shared)
        b, at_b, marks_b = side(shared + yours, lb, shared)
        near = lambda x, y: x[0] == y[0] or self.text("en", x) == self.text("en", y)
        facts = [(s, t, 1.0 if x == y else UNKNOWN if near(x, y) else 0.0, 0.0 if x == y else UNKNOWN, 0.0 if x == y else UNKNOWN)
                 for x, s in at_a for y, t in at_b]
        e = Example(a, b, (marks_a, marks_b), facts)
        return shared and rng.random() < 0.25 and contradict(rng, e, la, lb, self.names) or e

    def join(self, rng, items, lang, shared):
        text, spans, marks = "", [], []
        gap = "" if lang in UNSPACED else " "
        for i, at in enumerate(items):
            s = self.text(lang, at)
            if i:
                text += ("" if text[-1] in ".。!?！？" else rng.choice((",", ";", "."))) + gap
            spans.append((at, (len(text), len(text) + len(s))))
            marks.append((len(text), len(text) + len(s), 0.0 if at in shared else 1.0))
            text += s
        return text, spans, tuple(marks)

    def unrelated(self, rng):
        la, lb = self.languages(rng)
        x = self.place(rng)
        y = ((x[0] + rng.randint(1, 20)) % self.count, rng.randrange(2)) if rng.random() < 0.5 else self.place(rng)
        a, b = self.text(la, x), self.text(lb, y)
        v = UNKNOWN if x[0] == y[0] or self.text("en", x) == self.text("en", y) else 1.0
        return Example(a, b, (((0, len(a), v),), ((0, len(b), v),)), [((0, len(a)), (0, len(b)), 1 - v, UNKNOWN, UNKNOWN)])

    def draw(self, rng):
        kind = rng.random()
        if kind < 0.12:
            return self.translation(rng)[0]
        if kind < 0.30:
            return self.scored(rng)
        if kind < 0.52:
            e, la, lb = self.translation(rng, 0.2)
            return contradict(rng, e, la, lb, self.names) or e
        if kind < 0.65:
            return self.partial(rng)
        return self.joined(rng) if kind < 0.92 else self.unrelated(rng)


class Words:
    """iSTS-RSD: how much each word differs. Its documents are cut into sentences, as the program reads them."""

    def __init__(self, path, reader, held=None):
        self.reader, self.docs, self.vectors = reader, {}, {}
        for line in open(path, encoding="utf8"):
            d = json.loads(line)
            number = int(d["id"].rsplit("_", 1)[1])
            if held is None or (number % 10 == 9) == held:
                self.docs.setdefault(d["subset"], []).append((self.cut(d, "a"), self.cut(d, "b")))
        self.kinds = sorted(self.docs)

    def cut(self, d, side):
        """The sentences of one side, each as words with labels."""
        words = list(zip(d["text_" + side].split(), d["labels_" + side]))
        out, at = [[]], 0
        for at, w in enumerate(words):
            out[-1].append(w)
            if re.fullmatch(r"[.?!。？！．]", w[0]) and len(out[-1]) > 4 and len(words) - at > 4:
                out.append([])
        return out

    def text(self, sentences, neat=True):
        """Text and labels of sentences; neat: without the tokenizer's white space."""
        text, marks = "", []
        for w, v in (w for s in sentences for w in s):
            tight = neat and (w[0] in ".,;:!?)]}%’'。，、？！）」．" or text[-1:] in "([{「（" or
                              text[-1:] > "\u2e80" > "\uac00" or (text[-1:] > "\u2e80" and w[0] > "\u2e80" and not "\uac00" <= w[0] <= "\ud7a3"))
            text += "" if tight or not text else " "
            marks.append((len(text), len(text) + len(w), v if v >= 0 else UNKNOWN))
            text += w
        return text, tuple(marks)

    def nearest(self, a, b):
        key = id(a)
        if key not in self.vectors:
            u, v = (self.reader.vectors([self.text([s])[0] for s in side]) for side in (a, b))
            self.vectors[key] = u @ v.T
        return self.vectors[key]

    def draw(self, rng, kind=None, doc=None):
        a, b = doc or rng.choice(self.docs[kind or rng.choice(self.kinds)])
        neat, k = rng.random() < 0.7, rng.choice((1, 1, 1, 2, 2, 3, 99))
        if len(a) == 1 == len(b) or k == 99 and rng.random() < 0.3:
            (ta, ma), (tb, mb) = self.text(a, neat), self.text(b, neat)
            return Example(ta, tb, (ma, mb))
        c = self.nearest(a, b)
        if rng.random() < 0.3:
            a, b, c = b, a, c.T
        labelled = [i for i, s in enumerate(a) if any(v >= 0 for _, v in s)]
        i = rng.choice(labelled or range(len(a)))
        best = sorted(np.argsort(-c[i])[:k])
        mutual = k == 1 and c[:, best[0]].argmax() == i
        if k == 1 and not mutual:
            best = sorted(np.argsort(-c[i])[:2])
        (ta, ma), (tb, mb) = self.text([a[i]], neat), self.text([b[j] for j in best], neat)
        return Example(ta, tb, (ma, mb if mutual else ()))

class Relations:
    """Pairs of statements written for this project: the same, contradicting, one saying more, or on one topic only."""

    LABELS = {"same": (1.0, 0.0, 0.0), "conflict": (1.0, 1.0, UNKNOWN), "part": (1.0, 0.0, 1.0), "topic": (0.0, UNKNOWN, UNKNOWN)}

    def __init__(self, folders, held):
        """A tenth is held back to measure on: all that begins with the same statement, or nothing of it."""
        self.folders = []
        for folder in folders:
            self.folders.append([])
            names = sorted(glob.glob(f"{folder}/*.jsonl"))
            if not names:
                raise ValueError(f"{folder}: no statements in it, in *.jsonl")
            for name in names:
                with open(name, encoding="utf8") as f:
                    for row in map(json.loads, f):
                        if (zlib.crc32(re.sub("[⟦⟧]", "", row["a"]).encode()) % 10 == 9) == held:
                            self.folders[-1].append(self.example(row))
        self.examples = [e for f in self.folders for e in f]

    def example(self, row):
        kind = row["relation"]
        (a, ma), (b, mb) = (self.marked(row[side], kind) for side in "ab")
        facts = [((0, len(a)), (0, len(b)), *self.LABELS[kind])]
        return kind, Example(a, b, (ma, mb), facts)

    def marked(self, text, kind):
        """The text without its brackets; what stands in them is new to the other side, the rest is said there."""
        out, marks, new = "", [], False
        for part in re.split("([⟦⟧])", text):
            if part in "⟦⟧" and part:
                new = part == "⟦"
            elif part:
                marks.append((len(out), len(out) + len(part), UNKNOWN if kind == "topic" else float(new)))
                out += part
        return out, tuple(marks)

    def draw(self, rng):
        """Each folder as often as any other."""
        return rng.choice(rng.choice(self.folders))[1]


class Inference:
    """Statements that follow from another, contradict it, or neither: corpora of natural language inference, as their
    repositories have them, each a folder of its name."""

    FILES = ("indonli/data/indonli/train.jsonl", "indonli/data/indonli/val.jsonl",
             "FarsTail/data/Train-word.csv", "FarsTail/data/Val-word.csv",
             "KLUE/klue_benchmark/klue-nli-v1.1/klue-nli-v1.1_dev.json",
             "JGLUE/datasets/jnli-v1.3/valid-v1.3.json", "JGLUE/datasets/jnli-v1.3/test-v1.3.json",
             "semi-automatic-nli/data/base_wiki/train.jsonl",
             "counterfactually-augmented-data/NLI/all_combined/train.tsv")
    # What neither follows nor contradicts may be of the same matter or not; in no case is it a conflict.
    LABELS = {"e": (1.0, 0.0, UNKNOWN), "c": (1.0, 1.0, UNKNOWN), "n": (UNKNOWN, 0.0, UNKNOWN)}

    def __init__(self, folder, held):
        """A tenth is held back to measure on: all of a premise, or nothing of it."""
        self.corpora = {}
        for name in self.FILES:
            for row in self.rows(f"{folder}/{name}"):
                a, b = (next(row[k] for k in keys if k in row).strip() for keys in (("premise", "sentence1"), ("hypothesis", "sentence2")))
                label = next((row[k] for k in ("label", "gold_label") if k in row), "")[:1]
                if label in self.LABELS and a and b and (zlib.crc32(a.encode()) % 10 == 9) == held:
                    e = Example(a, b, ((), ()), [((0, len(a)), (0, len(b)), *self.LABELS[label])])
                    self.corpora.setdefault(name.split("/")[0], []).append((label, e))

    def rows(self, path):
        with open(path, encoding="utf8", newline="") as f:
            if path.endswith("klue-nli-v1.1_dev.json"):
                return json.load(f)
            if path.endswith((".json", ".jsonl")):
                return [json.loads(line) for line in f]
            return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))

    def draw(self, rng):
        """Each corpus as often as any other, lest the largest be all."""
        return rng.choice(rng.choice(list(self.corpora.values())))[1]


def locate(text, facts):
    """Where each fact, verbatim but for white space and in order, stands in the text."""
    at = [i for i, c in enumerate(text) if not c.isspace()]
    bare, p = "".join(text[i] for i in at), 0
    for f in facts:
        want = "".join(f["text"].split())
        p = bare.index(want, p)
        yield at[p], at[p + len(want) - 1] + 1
        p += len(want)


def article_pair(folder, program, reader, near=3):
    """The candidate sentence pairs of a labelled pair of articles."""
    gold = json.load(open(f"{folder}/gold.json", encoding="utf8"))
    langs = [gold[s]["lang"] for s in "ab"]
    run = lambda *model: subprocess.run([program, "-l", ",".join(langs), *model, "-f", "json", f"{folder}/a.txt", f"{folder}/b.txt"], capture_output=True)
    out = run("-m", "fast")
    report = json.loads((out if out.stdout else run()).stdout)
    sides = []
    for version in report["versions"]:
        name, raw = version["id"], version["text"].encode()
        chars = lambda n: len(raw[:n].decode())
        sentences = [(chars(s["start"]), chars(s["end"])) for s in report["sentences"] if s["version"] == name]
        facts, found = [f for f in gold["facts"] if f["side"] == name], [[] for _ in sentences]
        for f, (s, t) in zip(facts, locate(version["text"], facts)):
            overlap = [min(t, y) - max(s, x) for x, y in sentences]
            i = int(np.argmax(overlap))
            x, y = sentences[i]
            found[i].append((f, (max(s, x) - x, min(t, y) - x)))
        kept = [(version["text"][x:y], fs) for (x, y), fs in zip(sentences, found) if any(f["status"] != "boilerplate" for f, _ in fs)]
        sides.append(kept)
    u, v = (reader.vectors([t for t, _ in side]) for side in sides)
    c = u @ v.T
    c = 2 * c - np.sort(c, 1)[:, -4:].mean(1, keepdims=True) - np.sort(c, 0)[-4:].mean(0, keepdims=True)
    close = {(i, int(j)) for i in range(len(c)) for j in np.argsort(-c[i])[:near]} | {(int(i), j) for j in range(c.shape[1]) for i in np.argsort(-c[:, j])[:near]}
    rng, examples = random.Random(os.path.basename(folder)), []
    for i, (ta, fa) in enumerate(sides[0]):
        for j, (tb, fb) in enumerate(sides[1]):
            linked = {(x["id"], y["id"]) for x, _ in fa for y, _ in fb if y["id"] in x["match"] or x["id"] in y["match"]}
            if not linked and (i, j) not in close and rng.random() > 0.5 / len(sides[1]):
                continue
            news = lambda f, k: UNKNOWN if f["status"] in ("boilerplate", "conflict") and any(f["id"] == p[k] for p in linked) or f["status"] == "boilerplate" else float(not any(f["id"] == p[k] for p in linked))
            facts, ids = [], []
            for x, s in fa:
                for y, t in fb:
                    if "boilerplate" not in (x["status"], y["status"]):
                        link = float((x["id"], y["id"]) in linked)
                        facts.append((s, t, link, float(x["status"] == y["status"] == "conflict") if link else UNKNOWN, UNKNOWN))
                        ids.append((x["id"], y["id"]))
            examples.append(Example(ta, tb, (tuple((*s, news(f, 0)) for f, s in fa), tuple((*s, news(f, 1)) for f, s in fb)), facts, (i, j) in close, tuple(ids)))
    said = {f["id"]: f["status"] != "only" for f in gold["facts"] if f["status"] != "boilerplate"}
    return {"name": os.path.basename(folder), "langs": langs, "said": said, "examples": examples}


def articles(folder, program, reader, cache):
    """The labelled pairs of a folder. What is cached of other pairs, or of other labels, is made anew."""
    folders = sorted(os.path.dirname(p) for p in glob.glob(f"{folder}/*/gold.json"))
    state = [(os.path.basename(f), zlib.crc32(open(f"{f}/gold.json", "rb").read())) for f in folders]
    if os.path.exists(cache):
        with open(cache, "rb") as f:
            made = pickle.load(f)
        if made[0] == state:
            return made[1]
    pairs = [article_pair(f, program, reader) for f in folders]
    with open(cache, "wb") as f:
        pickle.dump((state, pairs), f)
    return pairs


def altered(rng, e, langs, names):
    """A candidate pair with a detail of a linked, agreeing fact changed, where it has such."""
    la, lb = langs
    if rng.random() < 0.5:
        e, la, lb = e.swapped(), lb, la
    if not any(f[2] == 1 and f[3] == 0 for f in e.facts):
        return e
    new = contradict(rng, e, la, lb, names)
    # Only what both texts spell alike is surely said by both.
    return new if new is not None and new.marks[1] else e
