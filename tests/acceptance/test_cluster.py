"""Three Elasticsearch nodes with a copy of everything: one is killed while readers search and
editors publish, and nobody notices."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from tests import running
from tests.rounds import rounds
from tests.running import ROOT, Portal

from .edits import ADMINISTRATOR, agrees, drafts, found, publish, until, waiting
from .reading import Reader
from .services import Service

pytestmark = [pytest.mark.long, pytest.mark.alone]

NODES = ("node1", "node2", "node3")
#: Readers who search without a pause while the node is killed.
READERS = 2
#: Works published, one after another, in each round; the node is killed among them.
EDITS = rounds(10, 40)
QUESTIONS = (
    "municipal human resources",
    "eau potable",
    "residuos",
    "الموارد البشرية",
    "Chefchaouan",
)


@dataclass
class Cluster:
    """The nodes that the tests have started."""

    ports: dict[str, int]

    def services(self, *arguments: str) -> str:
        """Runs scripts/services with the nodes' ports."""
        ports = {f"MEDINA_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        done = subprocess.run(
            [sys.executable, ROOT / "scripts" / "services", *arguments],
            env={**os.environ, **ports},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def addresses(self) -> list[str]:
        """Where the nodes answer."""
        return [f"http://127.0.0.1:{port}" for port in self.ports.values()]

    def node(self, name: str) -> Service:
        """One of the nodes."""
        return Service(name, f"http://127.0.0.1:{self.ports[name]}")

    def master(self) -> str:
        """The node that decides for all."""
        return self._ask("/_cat/master?h=node").text.strip()

    def is_whole(self) -> bool:
        """Whether all nodes are there with a copy of everything on two of them."""
        told = self._ask("/_cluster/health").json()
        return told["status"] == "green" and told["number_of_nodes"] == len(NODES)

    def _ask(self, path: str) -> requests.Response:
        for address in self.addresses:
            try:
                return requests.get(address + path, timeout=30)
            except requests.ConnectionError:
                continue
        raise AssertionError("no node answers")


@pytest.fixture(scope="module")
def cluster(elasticsearch_url: str) -> Iterator[Cluster]:
    """Three nodes. They come from where the one of the other tests comes from."""
    made = Cluster({name: running.free_port() for name in NODES})
    try:
        made.services("start", *NODES)
        yield made
    finally:
        made.services("clean", *NODES)


@pytest.fixture(scope="module")
def portal(cluster: Cluster) -> Iterator[Portal]:
    """A portal of its own on the cluster, with a replica of each shard."""
    yield from running.run(
        "cluster",
        anew=True,
        SEARCH_ENGINE="elasticsearch",
        ELASTICSEARCH_URL=",".join(cluster.addresses),
        ELASTICSEARCH_SHARDS="2",
        ELASTICSEARCH_REPLICAS="1",
    )


class Load(threading.Thread):
    """A reader who searches without a pause; notes each search that was not answered in full."""

    def __init__(self, portal: Portal) -> None:
        super().__init__(daemon=True)
        self.portal = portal
        self.ended = threading.Event()
        self.answered = 0
        self.failed: list[str] = []

    def run(self) -> None:
        """Searches until ended."""
        reader = Reader(self.portal)
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                answer = reader.search(random.choice(QUESTIONS))  # noqa: S311
                assert answer["limited"] == "", f"limited to {answer['limited']}"
                assert answer["hits"]
                self.answered += 1
            except (AssertionError, requests.RequestException) as problem:
                self.failed.append(f"after {time.monotonic() - began:.1f} s: {problem}"[:300])


@pytest.mark.parametrize("round_", range(rounds(1, 6)))
def test_a_node_is_killed_under_load(portal: Portal, cluster: Cluster, round_: int):
    until(cluster.is_whole, "every shard has its copy")
    # The master first: the others then must choose another.
    victim = cluster.master() if round_ % 2 == 0 else random.choice(NODES)  # noqa: S311
    edits = drafts(portal, EDITS)
    editor = Reader(portal).log_in(ADMINISTRATOR, portal.password)
    load = [Load(portal) for _ in range(READERS)]
    for reader in load:
        reader.start()
    try:
        for number, edit in enumerate(edits):
            if number == len(edits) // 3:
                os.kill(cluster.node(victim).process(), signal.SIGKILL)
            publish(editor, [edit])
        until(lambda: not waiting(portal), "every change is written")
    finally:
        for reader in load:
            reader.ended.set()
        for reader in load:
            reader.join(timeout=90)
    assert not [line for reader in load for line in reader.failed]
    assert all(reader.answered > 10 for reader in load)
    agrees(portal)
    found(Reader(portal), edits)
    cluster.services("start", victim)
    until(cluster.is_whole, "the node is back with its copies")
    agrees(portal)
    found(Reader(portal), edits)
