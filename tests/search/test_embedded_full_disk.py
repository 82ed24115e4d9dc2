"""The embedded engine on a full disk: nothing is lost, and it goes on when there is room."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from search.engines.base import EngineUnavailable, IndexedPassage, IndexedWork
from search.engines.embedded import EmbeddedEngine
from tests.small_disk import SmallDisk, small_disk

INDEX = "g-public"
DIMS = 32
#: Bytes left: a different step of writing fails with each.
ROOM = (0, 4_096, 8_192, 40_000, 80_000, 160_000)


@pytest.fixture
def disk(tmp_path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "small", megabytes=3) as mounted:
        yield mounted


@pytest.fixture
def engine(disk) -> EmbeddedEngine:
    made = EmbeddedEngine(disk.path / "index")
    made.create(INDEX, {"dims": str(DIMS), "fingerprint": "x"})
    made.put(INDEX, library("first"))
    return made


def library(version: str, number: int = 25) -> list[IndexedWork]:
    """Works whose texts and vectors belong to a version."""
    chance = np.random.default_rng(len(version))

    def passage(work: int, n: int) -> IndexedPassage:
        stems = tuple(f"{version}{word}" for word in chance.integers(0, 5_000, 200))
        vector = chance.normal(size=DIMS).astype(np.float32)
        return IndexedPassage(n, "en", " ".join(stems), stems, f"{version}{work}{n}", vector=vector)

    return [
        IndexedWork(
            str(work),
            "case_study",
            f"{version} {work}",
            {"language": ("en",)},
            {"en": f"Work {work}"},
            ((f"work {work}", f"Work {work}", "en"),),
            tuple(passage(work, n) for n in range(3)),
        )
        for work in range(number)
    ]


def held(engine: EmbeddedEngine) -> dict[str, str]:
    return dict(engine.digests(INDEX))


@pytest.mark.parametrize("room", ROOM)
def test_what_was_there_stays_and_the_engine_says_that_it_cannot_write(engine, disk, room):
    before = held(engine)
    disk.fill(leaving=room)
    with pytest.raises(EngineUnavailable, match="cannot be written"):
        engine.put(INDEX, library("second"))
    assert held(engine) == before
    # Another process reads the same.
    assert held(EmbeddedEngine(engine.root)) == before
    disk.free()
    engine.put(INDEX, library("second"))
    assert held(engine) == {str(work): f"second {work}" for work in range(25)}


def test_what_is_tried_again_and_again_takes_no_room(engine, disk):
    disk.fill(leaving=80_000)
    sizes = set()
    for _time in range(4):
        with pytest.raises(EngineUnavailable):
            engine.put(INDEX, library("second"))
        sizes.add((engine.root / INDEX / "vectors-en.i8").stat().st_size)
    assert len(sizes) == 1
    disk.free()
    engine.put(INDEX, library("second"))
    assert len(held(engine)) == 25


def test_removing_and_creating_can_be_refused_too(engine, disk):
    disk.fill()
    with pytest.raises(EngineUnavailable):
        engine.remove(INDEX, ["1"])
    with pytest.raises(EngineUnavailable):
        engine.create("h-public", {"dims": str(DIMS)})
    disk.free()
    engine.remove(INDEX, ["1"])
    engine.create("h-public", {"dims": str(DIMS)})
    assert "1" not in held(engine)
    assert set(engine.indexes()) == {INDEX, "h-public"}


def test_half_made_and_half_dropped_indexes_are_deleted_in_time(engine):
    for name in (".new-1", ".old-2"):
        (engine.root / name).mkdir()
        (engine.root / name / "medina.json").write_text("{}")
    engine.put(INDEX, library("second"))
    assert not list(engine.root.glob(".new-*")) + list(engine.root.glob(".old-*"))


def test_a_fault_of_a_work_is_not_taken_for_one_of_the_disk(engine):
    with pytest.raises(ValueError, match="exists"):
        engine.create(INDEX, {"dims": str(DIMS)})
