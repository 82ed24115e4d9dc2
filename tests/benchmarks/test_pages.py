"""The benchmark of pages runs whole and leaves no page out. No time is asserted."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.running import ROOT, give_library

ROW = re.compile(r"(.{32}) +\d+ +(\d+) +(\d+) +\d+ +(\d+) +(\d+)   [\d.]+")


@pytest.mark.long
def test_the_benchmark_prints_what_every_page_costs(tmp_path):
    give_library(tmp_path)
    done = subprocess.run(
        [
            *(sys.executable, "benchmarks/pages.py"),
            *("--state", str(tmp_path), "--works", "100", "--cities", "40", "--concepts", "40"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    _title, _heads, *lines = done.stdout.splitlines()
    rows = [match.groups() for line in lines if (match := ROW.fullmatch(line))]
    assert len(rows) == len(lines) == 27
    for name, queries, kilobytes, _queries_grown, kilobytes_grown in rows:
        assert int(queries) > 0, name
        assert int(kilobytes) < 150 and int(kilobytes_grown) < 150, name
