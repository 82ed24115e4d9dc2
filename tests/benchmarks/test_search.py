"""The benchmark of the search runs whole and leaves no figure out. No time is asserted."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.rounds import rounds
from tests.running import ROOT, give_library

WORKS = 2_000
#: Questions to each engine in each way that it is asked.
QUERIES = rounds(8, 200)
LATENCY = r"n [1-9]\d*, p50 \d+ ms, p95 \d+ ms, p99 \d+ ms"


@pytest.mark.long
def test_the_benchmark_prints_every_figure(elasticsearch_url, tmp_path):
    give_library(tmp_path)
    done = subprocess.run(
        [
            *(sys.executable, "benchmarks/search.py", "--state", str(tmp_path)),
            *("--works", str(WORKS), "--queries", str(QUERIES), "--engine", "both"),
        ],
        cwd=ROOT,
        env={**os.environ, "ELASTICSEARCH_URL": elasticsearch_url},
        capture_output=True,
        text=True,
        timeout=1_800,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    library, *parts = done.stdout.split("\n\n")
    assert library.startswith(f"library: {WORKS} works")
    assert re.fullmatch(r"[\d.]+ minutes\n", parts.pop())
    baselines, engines = parts[:2], parts[2:]
    for part, backend in zip(baselines, ("database", "elasticsearch"), strict=True):
        assert part.startswith(f"Wagtail, {backend}: ")
        ways = ["in process any word", "in process all words", "HTTP, page any word"]
        ways += ["HTTP, data any word"]
        if backend == "elasticsearch":
            ways.append("HTTP, facets any word")
        for how in ways:
            assert len(re.findall(rf"{how} +[18] clients: {LATENCY}", part)) == 2
    indexes = [(e, m) for e in ("embedded", "elasticsearch") for m in ("full", "none")]
    for part, (engine, embedder) in zip(engines, indexes, strict=True):
        assert part.startswith(f"{engine}, {embedder}: ")
        assert re.search(r"[1-9]\d* passages/s .* index [1-9]\d* MB", part)
        for how in ("in process", "HTTP, page", "HTTP, data"):
            for clients in (1, 8):
                line = rf"{how} +{clients} clients: {LATENCY}  [\d.]+ of Wagtail's p50 \({how}\)"
                if engine == "elasticsearch" and how == "HTTP, page":
                    line += r"  [\d.]+ of Wagtail's p50 \(HTTP, facets\)"
                assert re.search(line, part), (line, part)
            assert re.search(rf"{how} +memory [1-9]\d* MB", part)
        if engine == "elasticsearch":
            assert re.search(r"memory of Elasticsearch [1-9]\d* MB", part)
    found = re.findall(r"in process(?: any word)? +memory .* (\d+)% of the queries", done.stdout)
    assert len(found) == len(baselines) + len(engines)
    assert min(map(int, found)) > 50
