"""Runs factdiff on Apache Spark: finds counterparts in two collections, and
compares pairs, with the program itself on each executor as a filter.

  spark-submit factdiff_job.py compare pairs.jsonl reports --binary ./factdiff
  spark-submit factdiff_job.py match a.parquet b.parquet pairs --binary ./factdiff

docs/spark.md tells more. The file needs nothing but pyspark, and numpy for match.
"""

import argparse
import collections
import json
import math
import os
import queue
import subprocess
import sys
import threading

from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

# How many records a process is given before it has answered. It bounds the
# memory of a task whatever the size of its partition.
WINDOW = 16


class Filter:
    """A process that answers each line of records with a line, in order."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.asked, self.answers = queue.Queue(), queue.Queue()
        self.said = collections.deque(maxlen=5)  # of standard error
        self.threads = [threading.Thread(target=t, daemon=True) for t in (self._write, self._read, self._listen)]
        for thread in self.threads:
            thread.start()

    def _write(self):
        try:
            while (line := self.asked.get()) is not None:
                self.process.stdin.write(line.encode() + b"\n")
                self.process.stdin.flush()
            self.process.stdin.close()
        except OSError:
            pass  # it has ended, which the reader sees

    def _read(self):
        for line in self.process.stdout:
            # A line that is cut off is no answer.
            self.answers.put(line[:-1].decode() if line.endswith(b"\n") else None)
        self.answers.put(None)

    def _listen(self):
        for line in self.process.stderr:
            self.said.append(line.decode(errors="replace").strip())

    def end(self):
        self.process.kill()
        self.process.wait()
        self.asked.put(None)
        for thread in self.threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except OSError:
                pass


def answer(lines, program, timeout, attempts):
    """Yields (record, answer) for each line, in order. A record on which the process ends,
    or is silent for too long, is tried again by a new one, and after so many
    attempts answered with an error. Others are none the worse for it."""
    lines = iter(lines)
    pending, tried, process, more = collections.deque(), 0, None, True
    try:
        while more or pending:
            while more and len(pending) < WINDOW:
                line = next(lines, None)
                if line is None:
                    more = False
                elif line.strip():
                    pending.append(line)
                    if process:
                        process.asked.put(line)
            if not pending:
                break
            if process is None:
                process = Filter(program)
                for line in pending:
                    process.asked.put(line)
            try:
                result = process.answers.get(timeout=timeout)
                reason = "the program ended on it: " + " ".join(process.said)
            except queue.Empty:
                result, reason = None, f"there was no answer for {timeout} s"
            if result is not None:
                tried = 0
                yield pending.popleft(), result
                continue
            process.end()
            process, tried = None, tried + 1
            if tried == attempts:
                tried, line = 0, pending.popleft()
                yield line, json.dumps({"id": identity(line), "error": {"message": f"tried {attempts} times: {reason}"}})
    finally:
        if process:
            process.end()


def shipped(args, *arguments):
    """The program as it lies on an executor, with what it is told: to use one
    processor, since each core has a task of its own."""
    binary = SparkFiles.get(os.path.basename(args.binary))
    os.chmod(binary, 0o755)
    return [binary, *arguments, "-", "--jobs", "1", "--quiet"]


def identity(line):
    try:
        return json.loads(line).get("id")
    except (ValueError, AttributeError):
        return None


def records(spark, path):
    """The records of a file or folder as lines of JSON. What a run has put aside
    as failed is records too."""
    if path.rstrip("/").endswith(".parquet"):
        rows = spark.read.parquet(path)
        nested = {c for c in rows.columns if c == "versions"}
        if not nested and any(c.endswith("_a") for c in rows.columns):
            letters = sorted({c[-1] for c in rows.columns if len(c) > 2 and c[-2] == "_"})
            versions = [
                F.struct(*(F.col(f"{m}_{x}").alias(m) for m in ("lang", "text", "path", "url") if f"{m}_{x}" in rows.columns))
                for x in letters
            ]
            rows = rows.select(F.col("id").cast("string"), F.array(*versions).alias("versions"))
        return rows.select(F.to_json(F.struct("*")).alias("value")).rdd.map(lambda row: row.value)
    return spark.read.text(path).rdd.map(lambda row: unwrapped(row.value))


def unwrapped(line):
    if '"record":' in line:
        try:
            record = json.loads(line)
        except ValueError:
            return line  # which the program answers with an error
        if isinstance(record, dict) and "error" in record and "record" in record:
            return record["record"]
    return line


def spread(lines, partitions):
    return lines.repartition(partitions) if partitions else lines


def compare(spark, args):
    def work(part):
        program = shipped(args, "batch", *args.options.split())
        for record, result in answer(part, program, args.timeout, args.attempts):
            parsed = json.loads(result)
            if "error" in parsed:
                parsed["record"] = record
                yield "failed", json.dumps(parsed, ensure_ascii=False)
            else:
                yield "done", result

    results = spread(records(spark, args.input), args.partitions).mapPartitions(work)
    # One job writes both, so that no record can be in both or in neither.
    results.toDF(["state", "value"]).write.partitionBy("state").mode("errorifexists").format("text").save(args.output)


# What follows is what the package align/corpus does in one process; a test of
# that package compares the numbers.
NEIGHBOURS, STRANGER = 4, 0.08  # whose cosine stands for a neighbour that is not there
SETTLED, SETTLED_LANGUAGE = 20, 12
BIAS, MARGIN, COMMON, COMMON_LEAD, RARE = -5.88, 18.87, -5.15, 7.29, 1.18
MOST_ARTICLES = 20  # that may have a key for it to lead from one to the other


def articles(spark, path, args):
    def work(part):
        program = shipped(args, "embed", "--keys", "--model", args.model)
        for record, result in answer(part, program, args.timeout, args.attempts):
            parsed = json.loads(result)
            if "error" in parsed:
                name = parsed["id"]
                yield (None if name is None else str(name), record, None, None, parsed["error"]["message"], None)
            else:
                keys = [(k, float(sure)) for k, sure in parsed.get("keys", {}).items()]
                yield (parsed["id"], record, parsed["lang"], [float(x) for x in parsed["vector"]], None, keys)

    schema = "id string, record string, lang string, vector array<float>, error string, keys array<struct<key:string,sure:double>>"
    return spread(records(spark, path), args.partitions).mapPartitions(work).toDF(schema)


def match(spark, args):
    from pyspark.ml.feature import BucketedRandomProjectionLSH
    from pyspark.ml.linalg import Vectors, VectorUDT
    from pyspark.ml.stat import Summarizer
    from pyspark.storagelevel import StorageLevel
    from pyspark.sql.window import Window

    both = articles(spark, args.a, args).withColumn("side", F.lit("a")).unionByName(
        articles(spark, args.b, args).withColumn("side", F.lit("b"))
    ).persist(StorageLevel.DISK_ONLY)
    both.where("error is not null").select("side", "id", "record", "error").write.json(args.output + "/failed")
    twice = both.where("error is null").groupBy("side", "id").count().where("count > 1").first()
    if twice:
        raise SystemExit(f"factdiff: error: {twice['count']} articles of {getattr(args, twice['side'])} have the id {twice['id']!r}; give each its own")
    dense = F.udf(Vectors.dense, VectorUDT())
    good = both.where("error is null").withColumn("v", dense("vector"))

    # The vectors without what all have in common, and those of a language.
    total = good.select(F.count("*"), Summarizer.sum(F.col("v"))).first()
    if not total[0]:
        raise SystemExit("factdiff: error: no article can be read; see " + args.output + "/failed")
    common = total[1].toArray() / (total[0] + SETTLED)
    centres = {}
    for lang, count, sums in good.groupBy("lang").agg(F.count("*"), Summarizer.sum(F.col("v"))).collect():
        own = count / (count + SETTLED_LANGUAGE)
        centres[lang] = (common + own * (sums.toArray() / count - common)).tolist()

    @F.udf(VectorUDT())
    def centred(vector, lang):
        out = [x - c for x, c in zip(vector, centres[lang])]
        length = math.sqrt(sum(x * x for x in out)) or 1.0
        return Vectors.dense([x / length for x in out])

    placed = good.select("side", "id", centred("vector", "lang").alias("v")).persist(StorageLevel.DISK_ONLY)
    a, b = (placed.where(F.col("side") == s).select("id", "v") for s in "ab")

    # Candidates: near vectors, and rare names and values that both mention.
    lsh = BucketedRandomProjectionLSH(
        inputCol="v", outputCol="hashes", bucketLength=args.bucket, numHashTables=args.tables, seed=1
    ).fit(placed)
    near = lsh.approxSimilarityJoin(a, b, args.distance).select(F.col("datasetA.id").alias("a"), F.col("datasetB.id").alias("b"))
    mentions = good.select("side", "id", F.explode("keys").alias("k")).select("side", "id", "k.key", "k.sure")
    times = mentions.groupBy("key").agg(F.count("*").alias("times"))
    told = mentions.join(times, "key").withColumn("weight", F.col("sure") * F.log((total[0] + 1) / F.col("times")))
    told = told.persist(StorageLevel.DISK_ONLY)
    ka, kb = (told.where(F.col("side") == s).select("key", F.col("id").alias(s), F.col("weight").alias("w" + s), "times") for s in "ab")
    blocks = ka.where(F.col("times") <= MOST_ARTICLES).join(kb.drop("times"), "key").select("a", "b")
    pairs = near.union(blocks).distinct()

    # The evidence.
    dot = F.udf(lambda x, y: float(x.dot(y)), "double")
    pairs = pairs.join(a.select(F.col("id").alias("a"), F.col("v").alias("va")), "a").join(
        b.select(F.col("id").alias("b"), F.col("v").alias("vb")), "b"
    ).select("a", "b", dot("va", "vb").alias("cosine")).persist(StorageLevel.DISK_ONLY)
    lengths = told.groupBy("side", "id").agg(F.sqrt(F.sum(F.col("weight") ** 2)).alias("length"))
    la, lb = (lengths.where(F.col("side") == s).select(F.col("id").alias(s), F.col("length").alias("l" + s)) for s in "ab")
    shared = pairs.select("a", "b").join(ka, "a").join(kb.drop("times"), ["b", "key"]).groupBy("a", "b").agg(
        F.sum(F.col("wa") * F.col("wb")).alias("product"), F.sum(F.least("wa", "wb")).alias("rare")
    )
    pairs = pairs.join(shared, ["a", "b"], "left").join(la, "a", "left").join(lb, "b", "left")
    pairs = pairs.withColumn("common", F.coalesce(F.col("product") / (F.col("la") * F.col("lb")), F.lit(0.0)))
    pairs = pairs.withColumn("rare", F.coalesce("rare", F.lit(0.0)))
    for s in "ab":
        by = Window.partitionBy(s)
        nearest = F.row_number().over(by.orderBy(F.desc("cosine")))
        pairs = pairs.withColumn("n", nearest).withColumn(
            "crowd_" + s, STRANGER + F.sum(F.when(F.col("n") <= NEIGHBOURS, F.col("cosine") - STRANGER).otherwise(0.0)).over(by) / NEIGHBOURS
        )
        best = F.sort_array(F.collect_list("common").over(by), asc=False)
        pairs = pairs.withColumn("best", best).withColumn(
            "rival_" + s, F.when(F.col("common") < F.col("best")[0], F.col("best")[0]).otherwise(F.coalesce(F.get("best", F.lit(1)), F.lit(0.0)))
        ).drop("best", "n")
    logit = (
        BIAS + MARGIN * (2 * F.col("cosine") - F.col("crowd_a") - F.col("crowd_b")) + COMMON * F.col("common")
        + COMMON_LEAD * (F.col("common") - F.greatest("rival_a", "rival_b")) + RARE * F.log1p("rare")
    )
    pairs = pairs.withColumn("score", F.round(1 / (1 + F.exp(-logit)), 3)).where(F.col("score") >= args.least)
    if not args.many:  # those that are each other's best
        for s in "ab":
            order = F.row_number().over(Window.partitionBy(s).orderBy(F.desc("score"), F.desc("cosine"), "a", "b"))
            pairs = pairs.withColumn("first_" + s, order)
        pairs = pairs.where("first_a = 1 and first_b = 1")

    @F.udf("string")
    def line(a, b, score, record_a, record_b):
        members = ("lang", "text", "path", "url")
        versions = [{m: r[m] for m in members if r.get(m)} for r in (json.loads(record_a), json.loads(record_b))]
        return json.dumps({"id": f"{a} = {b}", "score": score, "versions": versions}, ensure_ascii=False)

    ra, rb = (good.where(F.col("side") == s).select(F.col("id").alias(s), F.col("record").alias("r" + s)) for s in "ab")
    pairs.join(ra, "a").join(rb, "b").select(line("a", "b", "score", "ra", "rb").alias("value")).write.text(args.output + "/pairs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--binary", required=True, help="the static program, which is sent to the executors")
    common.add_argument("--partitions", type=int, default=0, help="deal the records out anew into so many partitions")
    common.add_argument("--timeout", type=float, default=300, help="seconds after which a process that is silent is ended")
    common.add_argument("--attempts", type=int, default=3, help="how often a record is tried on which the process ends")
    c = commands.add_parser("compare", parents=[common], help="compare pairs")
    c.add_argument("input", help="records as factdiff batch reads them: JSON Lines, or .parquet")
    c.add_argument("output", help="folder for the results: state=done and state=failed")
    c.add_argument("--options", default="", help="options of factdiff batch, as '--model best --detail summary'")
    m = commands.add_parser("match", parents=[common], help="find counterparts")
    m.add_argument("a", help="records with a single text: JSON Lines, or .parquet")
    m.add_argument("b")
    m.add_argument("output", help="folder for the pairs, and for what failed")
    m.add_argument("--model", default="fast", help="fast, or wide for languages that only the second model knows")
    m.add_argument("--least", type=float, default=0.5, help="the least score of a pair")
    m.add_argument("--many", action="store_true", help="let an article have several counterparts")
    m.add_argument("--distance", type=float, default=1.0, help="how far apart vectors may be, from 0 to 2")
    m.add_argument("--bucket", type=float, default=1.0, help="bucketLength of the index")
    m.add_argument("--tables", type=int, default=4, help="numHashTables of the index")
    args = parser.parse_args()
    spark = SparkSession.builder.appName("factdiff " + args.command).getOrCreate()
    spark.sparkContext.addFile(os.path.abspath(args.binary))
    try:
        {"compare": compare, "match": match}[args.command](spark, args)
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
