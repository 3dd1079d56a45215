"""Runs the job on a standalone cluster on this machine, kills a worker in the
middle, and compares the results with those of factdiff itself:

  .cache/spark/bin/python spark/cluster_test.py ./factdiff .cache/spark-test
"""

import argparse
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pyspark

HERE = os.path.dirname(os.path.abspath(__file__))
JOB = os.path.join(HERE, "factdiff_job.py")
HOME = os.path.dirname(pyspark.__file__)


class Cluster:
    """A master and two workers of one core each, each a process of its own."""

    def __init__(self, folder, port):
        self.folder, self.url, self.processes = folder, f"spark://127.0.0.1:{port}", {}
        self.environment = dict(
            os.environ, SPARK_HOME=HOME, SPARK_LOCAL_IP="127.0.0.1", SPARK_LOCAL_DIRS=folder, SPARK_DAEMON_MEMORY="256m",
            SPARK_MASTER_OPTS="-Dspark.port.maxRetries=0",  # another cluster's master is not ours
            PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable,
        )

    def begin(self):
        master = "org.apache.spark.deploy.master.Master"
        self.start("master", master, "--host", "127.0.0.1", "--port", self.url.rsplit(":", 1)[1], "--webui-port", "0")
        self.wait("master", "I have been elected leader")
        for name in ("worker1", "worker2"):
            self.start(
                name, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1",
                "--memory", "1g", "--work-dir", os.path.join(self.folder, name), self.url,
            )
        for name in ("worker1", "worker2"):
            self.wait(name, "Successfully registered with master")

    def start(self, name, *command):
        log = open(os.path.join(self.folder, name + ".log"), "wb")
        self.processes[name] = subprocess.Popen(
            [os.path.join(HOME, "bin/spark-class"), *command], stdout=log, stderr=log, env=self.environment, start_new_session=True
        )

    def wait(self, name, text):
        path = os.path.join(self.folder, name + ".log")
        for _ in range(600):
            with open(path, errors="replace") as f:
                if text in f.read():
                    return
            if self.processes[name].poll() is not None:
                break
            time.sleep(0.5)
        raise SystemExit(f"{name} did not come up; see {path}")

    def submit(self, name, *arguments):
        log = open(os.path.join(self.folder, name + ".log"), "wb")
        return subprocess.Popen(
            [os.path.join(HOME, "bin/spark-submit"), "--master", self.url, "--driver-memory", "512m",
             "--executor-memory", "512m", "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false",
             "--conf", "spark.sql.shuffle.partitions=4", JOB, *arguments],
            stdout=log, stderr=log, env=self.environment, cwd=self.folder,
        )

    def kill(self, name):
        """Kills a worker and its executor, as a machine that is switched off."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def stop(self):
        for p in self.processes.values():
            if p.poll() is None:
                os.killpg(p.pid, signal.SIGKILL)
                p.wait()


def texts():
    """Short articles in two languages: parts of those in testdata."""
    out = []
    for en in sorted(glob.glob(os.path.join(HERE, "../testdata/articles/*/en.txt"))):
        other = sorted(v for v in glob.glob(os.path.join(os.path.dirname(en), "??.txt")) if v != en)
        if other:
            out.append([[p for p in open(f, encoding="utf-8").read().split("\n\n") if p.strip()] for f in (en, other[0])])
    return out


def write(path, records):
    with open(path, "w", encoding="utf-8") as f:
        for r in records:
            f.write((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n")


def pairs(n):
    """Records of a paragraph a side, no two alike, and a few that are none."""
    stories = texts()
    for i in range(n):
        sides = stories[i % len(stories)]
        k = i // len(stories)
        versions = [{"text": re.sub("[0-9]", lambda d: str((int(d[0]) + k) % 10), side[k % len(side)]) + f" {i + 1000}."} for side in sides]
        if i % 400 == 7:
            versions.pop()
        yield "no record" if i % 1000 == 123 else {"id": str(i), "versions": versions}


def lines(folder):
    out = []
    for part in sorted(glob.glob(os.path.join(folder, "part-*"))):
        with open(part, encoding="utf-8") as f:
            out += f.read().splitlines()
    return out


def last(path, n=6, of=""):
    with open(path, errors="replace") as f:
        return "".join([line for line in f if re.search(of, line)][-n:])


def compare(cluster, binary, folder, n):
    source, out = os.path.join(folder, "pairs.jsonl"), os.path.join(folder, "reports")
    write(source, pairs(n))
    begun = time.time()
    expected = subprocess.run([binary, "batch", source, "--quiet"], check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
    print(f"factdiff batch: {len(expected)} records, {time.time() - begun:.0f} s", flush=True)
    begun, partitions = time.time(), 40
    job = cluster.submit("compare", "compare", source, out, "--binary", binary, "--partitions", str(partitions))
    killed = None
    while job.poll() is None:
        done = len(glob.glob(os.path.join(out, "_temporary/0/task_*")))
        if not killed and done >= partitions // 3:
            cluster.kill("worker2")
            killed = f"killed worker2, its executor and their tasks when {done} of {partitions} parts were done"
            print(killed, flush=True)
        time.sleep(0.1)
    log = os.path.join(folder, "compare.log")
    if job.returncode or not killed:
        raise SystemExit(f"the job ended with status {job.returncode}, worker {killed or 'not killed'}:\n{last(log, 30)}")
    if "Lost executor" not in open(log, errors="replace").read():
        raise SystemExit(f"the job lost no executor; see {log}")
    print(f"the job: {time.time() - begun:.0f} s; the end of its log:\n{last(log, of='DAGScheduler: Job|TaskScheduler|FileFormatWriter')}", end="")
    done, failed = lines(os.path.join(out, "state=done")), [json.loads(line) for line in lines(os.path.join(out, "state=failed"))]
    for f in failed:
        del f["record"]
    check("results", sorted(done), sorted(line for line in expected if '"error":' not in line))
    order = lambda f: json.dumps(f, sort_keys=True)
    check("failures", sorted(failed, key=order), sorted((json.loads(line) for line in expected if '"error":' in line), key=order))


def check(what, got, want):
    if got != want:
        raise SystemExit(f"{what}: {len(got)}, and {len(want)} were wanted; the first that differ: {next(((g, w) for g, w in zip(got, want) if g != w), None)}")
    print(f"{len(got)} {what}, the same as those of factdiff", flush=True)


def match(cluster, binary, folder):
    stories = texts()
    sides = [[{"id": str(i), "text": "\n\n".join(s[k])} for i, s in enumerate(stories) if i % 4 != k] for k in (0, 1)]
    names = [os.path.join(folder, side + ".jsonl") for side in "ab"]
    for name, side in zip(names, sides):
        write(name, side)
    out = os.path.join(folder, "matched")
    begun = time.time()
    job = cluster.submit("match", "match", *names, out, "--binary", binary, "--partitions", "2")
    if job.wait():
        raise SystemExit(f"the job ended with status {job.returncode}:\n{last(os.path.join(folder, 'match.log'), 30)}")
    print(f"match: {time.time() - begun:.0f} s", flush=True)
    expected = subprocess.run([binary, "match", *names, "--quiet"], check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
    ids = lambda lines: sorted(json.loads(line)["id"] for line in lines)
    check("pairs", ids(lines(os.path.join(out, "pairs"))), ids(expected))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("folder", type=os.path.abspath)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--port", type=int, default=17077, help="of the master")
    args = parser.parse_args()
    shutil.rmtree(args.folder, ignore_errors=True)
    os.makedirs(args.folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    cluster = Cluster(args.folder, args.port)
    try:
        cluster.begin()
        compare(cluster, args.binary, args.folder, args.pairs)
        match(cluster, args.binary, args.folder)
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
