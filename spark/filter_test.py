"""Tests how the job deals with a program that fails."""

import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from factdiff_job import WINDOW, answer, unwrapped

# Answers each record, but fails as its ID says; once-* only the first time.
PROGRAM = """
import json, os, sys, time
for line in sys.stdin:
    i = json.loads(line)["id"]
    once = os.path.join(sys.argv[1], i)
    if i.startswith(("die", "hang", "cut")) or i.startswith("once") and not os.path.exists(once):
        open(once, "w").close()
        if i.startswith("hang"):
            time.sleep(60)
        if i.startswith("cut"):
            sys.stdout.write('{"id": "')
            sys.stdout.flush()
        sys.stderr.write("out of luck\\n")
        sys.exit(1)
    print(json.dumps({"id": i}), flush=True)
"""


class Answer(unittest.TestCase):
    def ask(self, ids, timeout=20):
        with tempfile.TemporaryDirectory() as folder:
            lines = (json.dumps({"id": i}) for i in ids)
            return [(json.loads(q)["id"], json.loads(a)) for q, a in answer(lines, [sys.executable, "-c", PROGRAM, folder], timeout, 2)]

    def test_order(self):
        ids = [str(i) for i in range(5 * WINDOW)]
        self.assertEqual(self.ask(ids), [(i, {"id": i}) for i in ids])

    def test_nothing(self):
        self.assertEqual(self.ask([]), [])

    def test_failures(self):
        ids = ["1", "die", "2", "once", "3", "cut", "4"]
        got = self.ask(ids)
        self.assertEqual([q for q, _ in got], ids)
        for q, a in got:
            self.assertEqual(a["id"], q)
            self.assertEqual("error" in a, q in ("die", "cut"), a)
        self.assertIn("tried 2 times: the program ended on it: out of luck", got[1][1]["error"]["message"])

    def test_silence(self):
        got = self.ask(["1", "hang", "2"], timeout=3)
        self.assertEqual(got[1][1]["error"]["message"], "tried 2 times: there was no answer for 3 s")
        self.assertEqual(got[2], ("2", {"id": "2"}))

    def test_bounded(self):
        taken = 0

        def lines():
            nonlocal taken
            for i in range(10 * WINDOW):
                taken += 1
                yield json.dumps({"id": str(i)})

        with tempfile.TemporaryDirectory() as folder:
            for done, _ in enumerate(answer(lines(), [sys.executable, "-c", PROGRAM, folder], 20, 2)):
                self.assertLessEqual(taken - done, WINDOW)

    def test_unwrapped(self):
        record = '{"id": "7", "text": "x"}'
        self.assertEqual(unwrapped(json.dumps({"id": "7", "error": {}, "record": record})), record)
        self.assertEqual(unwrapped(record), record)
        for line in ('{"record": ', '["record", {"record": 1}]'):
            self.assertEqual(unwrapped(line), line)


if __name__ == "__main__":
    unittest.main()
