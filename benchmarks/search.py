"""How the search does with a large library: both engines, and Wagtail's own search beside them.

    python benchmarks/search.py --works 2000 [--engine both] [--clients 1,8] [--state DIR]

Makes a library of so many works in a scratch database (`benchmarks/corpus.py`), indexes it as the
portal does and asks it questions: in process, over HTTP as `make serve` answers, and by words
alone (`SEARCH_EMBEDDER=none`). Wagtail's own search over the same rows is the baseline, on its
database backend and, with Elasticsearch, on that. Elasticsearch is the one of ELASTICSEARCH_URL,
the database SQLite or, where BENCHMARK_DATABASE_URL says so, an empty PostgreSQL database.
Indexes are dropped when they are measured. With --state the library is kept in that directory,
and a second run with the same number of works makes it not anew.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("embedded", "elasticsearch")
READY_SECONDS = 300
#: What the names of Wagtail's own indexes begin with.
WAGTAIL_PREFIX = "medina_benchmark_"
#: Queries that warm the web process up.
WARM = 20
#: The ways of asking: by a call, and as a page.
IN_PROCESS, OVER_HTTP = "in process", "HTTP"


class Run:
    """One benchmark: its scratch state, its stages, and the table that it prints."""

    def __init__(self, state: Path, works: int, queries: int, clients: str) -> None:
        self.state = state
        self.works = works
        self.queries = queries
        self.clients = [int(number) for number in clients.split(",")]
        self.questions = state / "questions.json"
        #: Wagtail's median by way of asking, backend and number of clients.
        self.baseline: dict[tuple[str, str, str], float] = {}

    def stage(self, name: str, *arguments: str, **settings: str) -> dict[str, Any]:
        """What a stage measured, in a process of its own."""
        command = [sys.executable, "-m", "benchmarks.stages", name, *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(**settings),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def environment(self, **settings: str) -> dict[str, str]:
        """The settings of a process of the benchmark."""
        made = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "MEDINA_STATE_DIR": str(self.state),
            "OMP_NUM_THREADS": "1",
            "LOG_LEVEL": "ERROR",
            **settings,
        }
        for variable in ("DATABASE_URL", "REDIS_URL", "SEARCH_INDEX_DIR"):
            made.pop(variable, None)
        if database := os.environ.get("BENCHMARK_DATABASE_URL"):
            made["DATABASE_URL"] = database
        return made

    # --- What is measured ---------------------------------------------------------------

    def library(self) -> None:
        """The scratch library, made where it is not there already."""
        note = self.state / "library.json"
        if not note.exists():
            asked = ("--queries", str(self.queries), "--questions", str(self.questions))
            made = self.stage("corpus", "--works", str(self.works), *asked)
            note.write_text(json.dumps({**made, "works": self.works}))
        made = json.loads(note.read_text())
        if made["works"] != self.works:
            raise SystemExit(f"{self.state} holds a library of {made['works']} works")
        print(f"library: {self.works} works, words of {made['words']}, {made['seconds']:.0f} s")

    def wagtail(self, backend: str) -> None:
        """Wagtail's own search, the baseline of what follows, in process and as a page."""
        settings = {
            "DJANGO_SETTINGS_MODULE": "benchmarks.baseline.settings",
            "BASELINE_BACKEND": backend,
            "BASELINE_PREFIX": WAGTAIL_PREFIX,
        }
        done = self.stage("wagtail", *self._asked(), **settings)
        print(f"\nWagtail, {backend}: {self.works / done['indexing']:.0f} works/s indexed")
        over_http = self._over_http(settings, "wagtail-search")
        for way, measured in ((IN_PROCESS, done["any"]), (OVER_HTTP, over_http)):
            for clients, seconds in measured["seconds"].items():
                self.baseline[way, backend, clients] = statistics.median(seconds)
        self._table(IN_PROCESS, done["any"], what="any word")
        self._table(IN_PROCESS, done["all"], what="all words")
        self._table(OVER_HTTP, over_http, what="any word")
        if backend == "elasticsearch":
            for index in _elasticsearch(f"/_cat/indices/{WAGTAIL_PREFIX}*?format=json"):
                _elasticsearch(f"/{index['index']}", "DELETE")

    def engine(self, engine: str, embedder: str) -> None:
        """An engine, with vectors or by words alone."""
        settings = {"SEARCH_ENGINE": engine, "SEARCH_EMBEDDER": embedder}
        done = self.stage("index", **settings)
        seconds = done["build"] + done["analyse"] + done["put"]
        print(
            f"\n{engine}, {embedder}: {done['works']} works, {done['passages']} passages; "
            f"{done['works'] / seconds:.0f} works/s indexed, {done['passages'] / seconds:.0f} "
            f"passages/s (built {done['build']:.0f} s, analysed {done['analyse']:.0f} s, "
            f"put {done['put']:.0f} s); index {_megabytes(self._size(engine, done['index']))}, "
            f"memory of the indexing process {_megabytes(done['rss'])}"
        )
        # The baseline of the same kind: what runs in the portal's own processes is compared
        # with Wagtail on the database, Elasticsearch with Wagtail on Elasticsearch.
        against = "elasticsearch" if engine == "elasticsearch" else "database"
        self._table(IN_PROCESS, self.stage("ask", *self._asked(), **settings), against)
        self._table(OVER_HTTP, self._over_http(settings, "search"), against)
        self.stage("forget", **settings)
        if engine == "elasticsearch":
            print(f"  memory of Elasticsearch {_megabytes(_elasticsearch_memory())}")

    def _asked(self) -> tuple[str, ...]:
        clients = ",".join(map(str, self.clients))
        return ("--questions", str(self.questions), "--clients", clients)

    def _over_http(self, settings: dict[str, str], page: str) -> dict[str, Any]:
        """Seconds of a page that searches, by the number of clients."""
        asked = [f"/{lang}/{page}/?{urlencode({'q': q})}" for lang, q in self._questions()]
        with web(self.environment(**settings), self.state) as (port, process):
            for path in asked[:WARM]:
                _get(port, [path])
            seconds = {}
            for number in self.clients:
                with ThreadPoolExecutor(number) as pool:
                    parts = pool.map(lambda i, n=number: _get(port, asked[i::n]), range(number))
                    seconds[str(number)] = [taken for part in parts for taken in part]
            return {"seconds": seconds, "rss": _resident(process)}

    def _questions(self) -> list[tuple[str, str]]:
        return [(lang, words) for lang, words in json.loads(self.questions.read_text())]

    def _size(self, engine: str, index: str) -> int:
        """Bytes on disk of an index."""
        if engine == "embedded":
            files = (self.state / "index" / index).rglob("*")
            return sum(file.stat().st_size for file in files if file.is_file())
        (found,) = _elasticsearch(f"/_cat/indices/medina-{index}?format=json&bytes=b")
        return int(found["store.size"])

    def _table(self, way: str, done: dict[str, Any], against: str = "", what: str = "") -> None:
        """Prints what was measured, beside the same way of asking Wagtail `against` a backend."""
        how = f"{way} {what}".strip()
        for clients, seconds in done["seconds"].items():
            p50, p95, p99 = _percentiles(seconds)
            base = self.baseline.get((way, against, clients))
            rate = f"  {p50 / 1000 / base:.2f} of Wagtail's p50" if base else ""
            load = os.getloadavg()[0]
            print(
                f"  {how:21}{clients:>2} clients: n {len(seconds)}, p50 {p50:.0f} ms, "
                f"p95 {p95:.0f} ms, p99 {p99:.0f} ms{rate}  (load {load:.1f})"
            )
        found = f", {done['found']:.0%} of the queries find something" if "found" in done else ""
        print(f"  {how:21}memory {_megabytes(done['rss'])}{found}")


@contextmanager
def web(environment: dict[str, str], state: Path) -> Iterator[tuple[int, int]]:
    """The portal's web process, as `make serve` starts it: its port, and the process that
    answers."""
    sys.path.insert(0, str(ROOT))
    from cms.sample.management.supervisor import commands

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = commands(str(port), state)[0]
    master = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield port, _child(master.pid)
    finally:
        master.send_signal(signal.SIGTERM)
        master.wait(timeout=60)


def _wait(address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def _get(port: int, paths: Sequence[str]) -> list[float]:
    """Seconds until each answer is there whole, over one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    taken = []
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        taken.append(time.perf_counter() - started)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {path}")
    connection.close()
    return taken


def _child(process: int) -> int:
    """The process that gunicorn's master has started; the master itself where that is not told."""
    file = Path(f"/proc/{process}/task/{process}/children")
    children = file.read_text().split() if file.exists() else []
    return int(children[0]) if children else process


def _resident(process: int) -> int:
    sys.path.insert(0, str(ROOT))
    from benchmarks.memory import resident_of

    return resident_of(process)


def _elasticsearch(path: str, method: str = "GET") -> Any:
    address = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    # The address is the operator's own setting.
    request = urllib.request.Request(address + path, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def _elasticsearch_memory() -> int:
    """What its process holds where it runs on this machine, else its heap."""
    (node,) = _elasticsearch("/_nodes/process")["nodes"].values()
    (heap,) = _elasticsearch("/_nodes/stats/jvm")["nodes"].values()
    return _resident(node["process"]["id"]) or heap["jvm"]["mem"]["heap_used_in_bytes"]


def _percentiles(seconds: Sequence[float]) -> tuple[float, ...]:
    """Milliseconds at 50, 95 and 99 of a hundred. What is very slow was asked only once."""
    if len(seconds) == 1:
        return (seconds[0] * 1000,) * 3
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return tuple(cuts[at - 1] * 1000 for at in (50, 95, 99))


def _megabytes(count: float) -> str:
    return f"{count / 1e6:.0f} MB"


def main() -> None:
    """Runs the benchmark as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--works", type=int, default=2000)
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="embedded")
    parser.add_argument("--clients", default="1,8")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--state", type=Path, help="where the library is kept")
    given = parser.parse_args()
    state = given.state or Path(tempfile.mkdtemp(prefix="medina-benchmark-"))
    state.mkdir(parents=True, exist_ok=True)
    engines = ENGINES if given.engine == "both" else (given.engine,)
    started = time.monotonic()
    run = Run(state.resolve(), given.works, given.queries, given.clients)
    try:
        run.library()
        run.wagtail("database")
        if "elasticsearch" in engines:
            run.wagtail("elasticsearch")
        for engine in engines:
            run.engine(engine, "full")
            run.engine(engine, "none")
        print(f"\n{(time.monotonic() - started) / 60:.1f} minutes")
    finally:
        if given.state is None:
            shutil.rmtree(state, ignore_errors=True)


if __name__ == "__main__":
    main()
