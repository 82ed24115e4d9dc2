"""The benchmark of the search runs whole and leaves no figure out. No time is asserted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rounds import rounds
from tests.running import ROOT

WORKS = 2_000
#: Questions to each engine in each way that it is asked.
QUERIES = rounds(24, 200)
LATENCY = r"n [1-9]\d*, p50 \d+ ms, p95 \d+ ms, p99 \d+ ms"


@pytest.fixture(scope="module")
def state(tmp_path_factory) -> Path:
    """Where the library is made, once for both engines."""
    return tmp_path_factory.mktemp("benchmark")


@pytest.mark.long
@pytest.mark.parametrize("engine", ["embedded", "elasticsearch"])
def test_the_benchmark_prints_every_figure(engine, request, state):
    environment = dict(os.environ)
    if engine == "elasticsearch":
        environment["ELASTICSEARCH_URL"] = request.getfixturevalue("elasticsearch_url")
    done = subprocess.run(
        [
            *(sys.executable, "benchmarks/search.py", "--state", str(state)),
            *("--works", str(WORKS), "--queries", str(QUERIES), "--engine", engine),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_800,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    parts = done.stdout.split("\n\n")
    assert parts[0].startswith(f"library: {WORKS} works")
    baselines = ["database"] if engine == "embedded" else ["database", "elasticsearch"]
    for part, backend in zip(parts[1:], baselines, strict=False):
        assert part.startswith(f"Wagtail, {backend}: ")
        for how in ("in process any word", "in process all words", "HTTP any word"):
            assert len(re.findall(rf"{how} +[18] clients: {LATENCY}", part)) == 2
    for part, embedder in zip(parts[1 + len(baselines) :], ("full", "none"), strict=False):
        assert part.startswith(f"{engine}, {embedder}: ")
        assert re.search(r"[1-9]\d* passages/s .* index [1-9]\d* MB", part)
        for how in ("in process", "HTTP"):
            for clients in (1, 8):
                line = rf"{how} +{clients} clients?: {LATENCY}  [\d.]+ of Wagtail's p50"
                assert re.search(line, part), (line, part)
            assert re.search(rf"{how} +memory [1-9]\d* MB", part)
        if engine == "elasticsearch":
            assert re.search(r"memory of Elasticsearch [1-9]\d* MB", part)
    found = re.findall(r"in process(?: any word)? +memory .* (\d+)% of the queries", done.stdout)
    assert len(found) == len(baselines) + 2
    assert min(map(int, found)) > 50
