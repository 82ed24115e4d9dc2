"""How long it takes from publishing an edit until search finds it, over HTTP, with a worker.

    python benchmarks/publish_to_found.py [--n 30] [--engine both] [--state DIR]

Starts the portal with its sample in a scratch state, as `make serve` does, and publishes drafts in
the administration one after another. The clock starts with the request that publishes; the search
interface is asked for a word that only the new title holds until it finds the work. The baseline
is the publishing request alone: what an editor waits for anyhow. Elasticsearch is the one of
ELASTICSEARCH_URL; database and broker are SQLite and files, or BENCHMARK_DATABASE_URL (an empty
PostgreSQL database) and BENCHMARK_REDIS_URL. With --state the portal is kept in that directory and
starts sooner the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("embedded", "elasticsearch")
ACCOUNT = "coordinator"
READY_SECONDS = 900
#: Seconds after which an edit counts as lost.
LOST_SECONDS = 60
#: Seconds between two questions, and between two edits: a worker embeds meanwhile.
ASK_EVERY, EDIT_EVERY = 0.02, 1.0
BASELINE = "publishing request"

_DRAFTS = """
import json, sys
from cms.network.models import WorkPage
pages = WorkPage.objects.live().filter(locale__language_code="en").order_by("pk")
for page, word in zip(pages.specific(), json.load(sys.stdin)):
    draft = page.get_latest_revision_as_object()
    draft.title = f"Promenade {word}"
    draft.save_revision()
    print(json.dumps([page.pk, str(page.work.pk), word]))
"""
_FORGET = """
from search import generations
from search.models import Generation
for generation in Generation.objects.all():
    generations.forget(generation)
"""


def environment(engine: str, state: Path) -> dict[str, str]:
    """The settings of the portal that is measured."""
    made = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "MEDINA_STATE_DIR": str(state),
        "SEARCH_ENGINE": engine,
        "ELASTICSEARCH_PREFIX": "medina-benchmark-",
        "OMP_NUM_THREADS": "1",
        "LINK_CHECKS": "False",
        "API_REQUESTS_PER_MINUTE": "0",
        "LOG_LEVEL": "ERROR",
    }
    for variable in ("DATABASE_URL", "REDIS_URL", "SEARCH_INDEX_DIR", "SEARCH_EMBEDDER"):
        made.pop(variable, None)
        if given := os.environ.get(f"BENCHMARK_{variable}"):
            made[variable] = given
    return made


@contextmanager
def portal(settings: dict[str, str], state: Path) -> Iterator[str]:
    """The address of the portal, which runs with its worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (state / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=settings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, f"{address}/healthz")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait(process: subprocess.Popen, address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            requests.get(address, timeout=10).raise_for_status()
            return
        except requests.RequestException:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _manage(settings: dict[str, str], code: str, given: object = None) -> str:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=settings,
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def log_in(address: str, password: str) -> requests.Session:
    """An administrator's browser."""
    session = requests.Session()
    session.get(f"{address}/account/login/", timeout=60)
    form = {
        "login": ACCOUNT,
        "password": password,
        "csrfmiddlewaretoken": session.cookies["csrftoken"],
    }
    session.post(f"{address}/account/login/", data=form, timeout=60)
    if "sessionid" not in session.cookies:
        raise SystemExit("the administrator could not log in")
    return session


def found(session: requests.Session, address: str, word: str, work: str) -> bool:
    """Whether search finds a work by a word that stands in it: meaning alone does not count."""
    answer = session.get(f"{address}/api/v1/search", params={"q": word, "lang": "en"}, timeout=60)
    answer.raise_for_status()
    hits = {hit["id"]: hit["reason"] or {"words": []} for hit in answer.json()["hits"]}
    return work in hits and word in hits[work]["words"]


def measure(address: str, password: str, edits: list[list]) -> dict[str, list[float]]:
    """Seconds by what is measured."""
    editor, reader = log_in(address, password), requests.Session()
    taken: dict[str, list[float]] = {
        BASELINE: [],
        "one search": [],
        "found after it": [],
        "publish to found": [],
    }
    for number, (page, work, word) in enumerate(edits):
        path = f"{address}/admin/bulk/wagtailcore/page/publish/?id={page}"
        editor.get(path, timeout=60).raise_for_status()
        form = {"next": "/admin/", "csrfmiddlewaretoken": editor.cookies["csrftoken"]}
        if found(reader, address, word, work):
            raise SystemExit("a draft is found before it is published")
        began = time.perf_counter()
        answer = editor.post(path, data=form, timeout=60, allow_redirects=False)
        answered = time.perf_counter()
        if answer.status_code != 302:
            raise SystemExit(f"publishing was answered with {answer.status_code}")
        while True:
            asked = time.perf_counter()
            there = found(reader, address, word, work)
            now = time.perf_counter()
            taken["one search"].append(now - asked)
            if there:
                break
            if now - began > LOST_SECONDS:
                raise SystemExit(f"not found within {LOST_SECONDS} s: {word}")
            time.sleep(ASK_EVERY)
        # The first edit warms everything up.
        if number:
            taken[BASELINE].append(answered - began)
            taken["found after it"].append(now - answered)
            taken["publish to found"].append(now - began)
        time.sleep(EDIT_EVERY)
    return taken


def report(engine: str, measured: dict[str, list[float]]) -> str:
    """A table of p50, p95 and the longest, and of p50 against the publishing request."""
    load = os.getloadavg()[0]
    lines = [f"{engine} (load {load:.1f}): p50, p95, max; p50 against the {BASELINE}"]
    base = statistics.median(measured[BASELINE])
    for name, seconds in measured.items():
        cuts = statistics.quantiles(seconds, n=20, method="inclusive")
        shown = (f"{taken * 1000:6.0f} ms" for taken in (cuts[9], cuts[18], max(seconds)))
        lines.append(f"  {name:19} n {len(seconds):>4}{''.join(shown)}  {cuts[9] / base:5.2f}")
    return "\n".join(lines)


def run(engine: str, state: Path, number: int) -> None:
    """Measures one engine and prints what it takes."""
    state.mkdir(parents=True, exist_ok=True)
    settings = environment(engine, state)
    with portal(settings, state) as address:
        words = [secrets.token_hex(4) for _ in range(number + 1)]
        edits = [json.loads(line) for line in _manage(settings, _DRAFTS, words).splitlines()]
        if len(edits) <= number:
            raise SystemExit(f"the sample has {len(edits)} English editions: --n must be less")
        password = (state / "sample-administrator").read_text().strip()
        print(report(engine, measure(address, password, edits)), flush=True)


def main() -> None:
    """Runs the benchmark as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=30, help="edits that are measured")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="embedded")
    parser.add_argument("--state", type=Path, help="where the portals are kept")
    given = parser.parse_args()
    state = given.state or Path(tempfile.mkdtemp(prefix="medina-benchmark-"))
    engines = ENGINES if given.engine == "both" else (given.engine,)
    try:
        for engine in engines:
            run(engine, (state / engine).resolve(), given.n)
            if given.state is None:
                _manage(environment(engine, (state / engine).resolve()), _FORGET)
    finally:
        if given.state is None:
            shutil.rmtree(state, ignore_errors=True)


if __name__ == "__main__":
    main()
