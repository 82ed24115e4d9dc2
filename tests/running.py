"""The portal itself, running as its users run it: web and worker processes over HTTP.

`portal` is started once a session with the sample library, in a state directory
of its own that is kept between runs, so that the second run starts in seconds.
`portal_on_services` is the same on PostgreSQL, Redis and Elasticsearch.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 900
#: where the tests of the running portal stand
_WITH_PORTAL = ("tests/acceptance/", "tests/browser/", "tests/sample/")


@dataclass
class Portal:
    """A running portal."""

    url: str
    password: str
    state: Path
    environment: dict[str, str]
    process: int

    def get(self, path: str, **query: Any) -> str:
        """The body of a page; raises urllib.error.HTTPError where it is not answered with 200."""
        address = self.url + quote(path, safe="/%?=&")
        if query:
            address += "?" + urlencode(query, doseq=True)
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.read().decode()

    def search(self, text: str = "", **query: Any) -> dict[str, Any]:
        """The answer of the search interface."""
        return json.loads(self.get("/api/v1/search", q=text, **query))

    def manage(self, *command: str, stdin: str | None = None) -> str:
        """Runs a management command on the same database and index."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, code: str) -> str:
        """Runs Python code within the portal's settings; returns what it prints."""
        return self.manage("shell", "-v", "0", "-c", code)


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _digest() -> str:
    """Changes when the sample or the models do: the state of another digest is not reused."""
    digest = hashlib.sha256()
    for folder, pattern in (
        ("cms/sample", "**/*.yaml"),
        ("cms/sample/files", "*"),
        ("cms", "*/migrations/*.py"),
        ("search/migrations", "*.py"),
    ):
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _state(name: str) -> Path:
    """Where a portal keeps its state between runs."""
    return ROOT / "var" / "test" / f"{name}-{_digest()}"


def give_library(state: Path) -> None:
    """Puts the library of `portal` into an empty state directory, if that was loaded before:
    loading it takes most of a start. With it comes what it knows of an index that is not there."""
    loaded = _state("portal")
    if not (loaded / "sample-administrator").exists():
        return
    shutil.copytree(loaded / "media", state / "media")
    # The portal may be running: SQLite itself copies what belongs together.
    with (
        closing(sqlite3.connect(loaded / "medina.sqlite3")) as source,
        closing(sqlite3.connect(state / "medina.sqlite3")) as copy,
    ):
        source.backup(copy)


def run(name: str, anew: bool = False, **settings: str) -> Iterator[Portal]:
    """Starts a portal under `var/test/<name>-<digest>`, yields it, and stops it. One that begins
    `anew` keeps nothing of its last run, and is given its library by `give_library`."""
    state = _state(name)
    for old in state.parent.glob(f"{name}-*"):
        if anew or old != state:
            shutil.rmtree(old, ignore_errors=True)
    state.mkdir(parents=True, exist_ok=True)
    if anew:
        give_library(state)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        # What goes wrong is shown as readers see it, not as a page of debugging.
        "DEBUG": "False",
        "MEDINA_STATE_DIR": str(state),
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
        # The sample's links lead to real sites: tests ask nothing of them.
        "LINK_CHECKS": "False",
        # Tests ask more often than any program may.
        "API_REQUESTS_PER_MINUTE": "0",
        **settings,
    }
    for variable in ("DATABASE_URL", "REDIS_URL", "SEARCH_ENGINE", "SEARCH_EMBEDDER"):
        if variable not in settings:
            environment.pop(variable, None)
    log = state / "log.txt"
    port = free_port()
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        password = _wait_for_password(process, log)
        yield Portal(f"http://127.0.0.1:{port}", password, state, environment, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for_password(process: subprocess.Popen, log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = re.search(r"with the password (\S+)", log.read_text())
        if found:
            return found.group(1)
        if process.poll() is not None:
            pytest.fail(f"the portal did not start:\n{log.read_text()[-3000:]}", pytrace=False)
        time.sleep(0.3)
    pytest.fail(f"the portal did not start in time:\n{log.read_text()[-3000:]}", pytrace=False)


class _Scheduling(LoadScopeScheduling):
    """Gives processes that share the suite whole modules, but all tests of one running portal
    to the same: it is started once. Not `--dist loadgroup`, since that goes unheard with
    pytest 9.2 (pytest-xdist 3.8 changes an attribute that is no longer read)."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        if "[services" in test:
            return "services"
        if module.startswith(_WITH_PORTAL):
            return "portal"
        return module


def pytest_xdist_make_scheduler(config, log):
    """How tests are shared out."""
    return _Scheduling(config, log)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """The portal with its sample on SQLite and the embedded engine, with no service."""
    yield from run("portal")


@pytest.fixture(scope="session")
def portal_on_services(
    postgres_url: str, redis_url: str, elasticsearch_url: str
) -> Iterator[Portal]:
    """The portal with its sample on PostgreSQL, Redis and Elasticsearch."""
    database = "medina_portal_" + _digest()
    address = urlsplit(postgres_url)
    _create_database(postgres_url, database)
    yield from run(
        "services",
        DATABASE_URL=address._replace(path=f"/{database}").geturl(),
        REDIS_URL=redis_url,
        SEARCH_ENGINE="elasticsearch",
        ELASTICSEARCH_URL=elasticsearch_url,
        ELASTICSEARCH_PREFIX="medina-portal-",
    )


def _create_database(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')


@pytest.fixture(scope="session", params=["embedded", "services"])
def each_portal(request) -> Portal:
    """Runs a test against both portals."""
    name = "portal" if request.param == "embedded" else "portal_on_services"
    return request.getfixturevalue(name)
