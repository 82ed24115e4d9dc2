"""The disk of the embedded index runs full under a running portal."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import running
from tests.rounds import rounds
from tests.running import Portal
from tests.small_disk import SmallDisk, small_disk

from .edits import ADMINISTRATOR, agrees, drafts, found, publish, until, waiting
from .reading import Reader
from .watching import Watch

pytestmark = [pytest.mark.long, pytest.mark.alone]

MEGABYTES = 64
#: Bytes left on the disk: a different step of writing fails with each.
ROOM = [0, 40_000, 4_096, 20_000, 100_000, 200_000][: rounds(1, 6)]
EDITS = 6


@dataclass
class Cramped:
    """A portal, and the disk that holds nothing but its index."""

    portal: Portal
    disk: SmallDisk


@pytest.fixture(scope="module")
def cramped(portal, tmp_path_factory) -> Iterator[Cramped]:
    """A copy of the portal with the sample, with its index on a small disk."""
    state = tmp_path_factory.mktemp("cramped")
    with small_disk(state / "index", MEGABYTES) as disk:
        _copy(portal.state, state)
        settings = {"MEDINA_STATE_DIR": str(state), "SEARCH_INDEX_DIR": str(disk.path)}
        for copy in running.run("cramped", **settings):
            yield Cramped(copy, disk)


def _copy(source: Path, target: Path) -> None:
    """Database, files, index and password of a portal that runs and is not written to."""
    for path in source.iterdir():
        if path.name == "index":
            shutil.copytree(path, target / "index", dirs_exist_ok=True)
        elif path.name in ("media", "sample-administrator"):
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, target / path.name)
    with (
        sqlite3.connect(source / "medina.sqlite3") as held,
        sqlite3.connect(target / "medina.sqlite3") as copy,
    ):
        held.backup(copy)


@pytest.mark.parametrize("room", ROOM)
def test_a_full_disk_harms_nothing_and_is_recovered_from(cramped, room):
    portal, disk = cramped.portal, cramped.disk
    edits = drafts(portal, EDITS)
    reader = Reader(portal)
    before = reader.search("municipal human resources")
    assert before["limited"] == "" and before["hits"]
    with Watch(portal):
        disk.fill(leaving=room)
        try:
            publish(Reader(portal).log_in(ADMINISTRATOR, portal.password), edits)
            for edit in edits:
                assert edit.word in reader.get(edit.path).text
            time.sleep(rounds(8, 25))  # the worker has tried by now, in the long run twice
            if not room:
                assert waiting(portal) >= {edit.work for edit in edits}
            assert reader.search("municipal human resources")["total"] == before["total"]
        finally:
            disk.free()
        until(lambda: not waiting(portal), "every change is written")
        agrees(portal)
        found(reader, edits)
