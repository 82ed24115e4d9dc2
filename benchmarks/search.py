"""How the search does with a large library: both engines, and Wagtail's own search beside them.

    python benchmarks/search.py --works 2000 [--engine both] [--clients 1,8] [--state DIR]

Makes a library of so many works in a scratch database (`benchmarks/corpus.py`), indexes it as the
portal does and asks it questions: in process, over HTTP as `make serve` answers, a page and the
interface for programs, and by words alone (`SEARCH_EMBEDDER=none`). Wagtail's own search over the
same rows, asked in the same ways, is the baseline, on its database backend and, with
Elasticsearch, on that. Elasticsearch is the one of ELASTICSEARCH_URL,
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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import asking  # noqa: E402
from benchmarks.asking import DATA, FACETS, IN_PROCESS, LONGEST, PAGE, Question  # noqa: E402
from benchmarks.memory import resident_of  # noqa: E402

ENGINES = ("embedded", "elasticsearch")
READY_SECONDS = 300
#: What the names of Wagtail's own indexes begin with.
WAGTAIL_PREFIX = "medina_benchmark_"
#: Paths of the portal and of Wagtail by way of asking.
PORTAL = {PAGE: "/{lang}/search/?{query}", DATA: "/api/v1/search?lang={lang}&{query}"}
WAGTAIL = {
    PAGE: "/{lang}/wagtail-search/?{query}",
    FACETS: "/{lang}/wagtail-search/?facets&{query}",
    DATA: "/wagtail-api/pages/?type=library.PublicationPage&fields=summary"
    "&search_operator=or&{words}",
}

#: The ways of Wagtail that each way of the portal is compared with. The portal's page has facets;
#: Wagtail counts them with Elasticsearch only.
COMPARED = {IN_PROCESS: (IN_PROCESS,), PAGE: (PAGE, FACETS), DATA: (DATA,)}


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
            queries = asking.needed(self.queries, self.clients)
            asked = ("--queries", str(queries), "--questions", str(self.questions))
            made = self.stage("corpus", "--works", str(self.works), *asked)
            note.write_text(json.dumps({**made, "works": self.works}))
        made = json.loads(note.read_text())
        if made["works"] != self.works:
            raise SystemExit(f"{self.state} holds a library of {made['works']} works")
        print(f"library: {self.works} works, words of {made['words']}, {made['seconds']:.0f} s")

    def wagtail(self, backend: str) -> None:
        """Wagtail's own search, the baseline of what follows."""
        settings = {
            "DJANGO_SETTINGS_MODULE": "benchmarks.baseline.settings",
            "BASELINE_BACKEND": backend,
            "BASELINE_PREFIX": WAGTAIL_PREFIX,
        }
        done = self.stage("wagtail", *self._asked(), **settings)
        print(f"\nWagtail, {backend}: {self.works / done['indexing']:.0f} works/s indexed")
        ways = {IN_PROCESS: done["any"]}
        if not asking.slow(done["any"]["seconds"]):
            paths = dict(WAGTAIL)
            if backend == "database":
                del paths[FACETS]
            ways |= self._over_http(settings, paths)
        for way, measured in ways.items():
            for clients, seconds in measured["seconds"].items():
                self.baseline[way, backend, clients] = statistics.median(seconds)
            self._table(way, measured, what="any word")
        self._table(IN_PROCESS, done["all"], what="all words")
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
        for way, measured in self._over_http(settings, PORTAL).items():
            self._table(way, measured, against)
        self.stage("forget", **settings)
        if engine == "elasticsearch":
            print(f"  memory of Elasticsearch {_megabytes(_elasticsearch_memory())}")

    def _asked(self) -> tuple[str, ...]:
        clients = ",".join(map(str, self.clients))
        return ("--questions", str(self.questions), "--clients", clients)

    def _over_http(
        self, settings: dict[str, str], paths: Mapping[str, str]
    ) -> dict[str, dict[str, Any]]:
        """What was measured by each way of asking one web process."""
        unlimited = {"API_REQUESTS_PER_MINUTE": "0"}
        with web(self.environment(**settings, **unlimited), self.state) as (port, process):
            measured = {}
            for way, path in paths.items():
                seconds = self._seconds(port, way, path)
                measured[way] = {"seconds": seconds, "rss": resident_of(process)}
            return measured

    def _seconds(self, port: int, way: str, path: str) -> dict[str, list[float]]:
        """Seconds of each question by the number of clients, after some that warm up. What is
        slow is asked less."""
        questions = [tuple(each) for each in json.loads(self.questions.read_text())]
        _get(port, _filled(path, asking.warming(questions, self.clients)))
        seconds = {}
        for number in self.clients:
            asked = _filled(path, asking.asked(questions, self.clients, way, number))
            with ThreadPoolExecutor(number) as pool:
                parts = pool.map(lambda i, n=number, a=asked: _get(port, a[i::n]), range(number))
                seconds[str(number)] = [taken for part in parts for taken in part]
        return seconds

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
            rates = [
                f"  {p50 / 1000 / base:.2f} of Wagtail's p50 ({compared})"
                for compared in COMPARED.get(way, ())
                if (base := self.baseline.get((compared, against, clients)))
            ]
            load = os.getloadavg()[0]
            print(
                f"  {how:22}{clients:>2} clients: n {len(seconds)}, p50 {p50:.0f} ms, "
                f"p95 {p95:.0f} ms, p99 {p99:.0f} ms{''.join(rates)}  (load {load:.1f})"
            )
        found = f", {done['found']:.0%} of the queries find something" if "found" in done else ""
        print(f"  {how:22}memory {_megabytes(done['rss'])}{found}")


@contextmanager
def web(environment: dict[str, str], state: Path) -> Iterator[tuple[int, int]]:
    """The portal's web process, as `make serve` starts it: its port, and the process that
    answers."""
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


def _filled(path: str, questions: Iterable[Question]) -> list[str]:
    """A path with each of the questions in it."""
    return [
        path.format(lang=lang, query=urlencode({"q": q}), words=urlencode({"search": q}))
        for lang, q in questions
    ]


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
    """Seconds until each answer is there whole, over one connection. After `LONGEST` seconds
    nothing more is asked."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    taken: list[float] = []
    for path in paths:
        if sum(taken) > LONGEST:
            break
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
    return resident_of(node["process"]["id"]) or heap["jvm"]["mem"]["heap_used_in_bytes"]


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
