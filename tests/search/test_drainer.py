"""The drainer brings every change into every generation being fed, and loses none."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from search import drainer, generations, locks, meaning, outbox, tasks
from search.embedding import EmbedderUnavailable, store
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.models import Embedding, Indexed, Outbox

from .library import document

PUBLIC, MEMBERS = "public", "members"


def found(audience: str = PUBLIC) -> dict[str, str]:
    """What the live index holds."""
    return dict(engine().digests(generations.live().index(audience)))


@pytest.fixture
def live(index, library):
    """A live generation with works 1 and 2."""
    library.add(document("1"), document("2"))
    generations.begin()
    drainer.drain()
    return generations.live()


class TestDrain:
    def test_a_new_work_is_found(self, live, library):
        library.add(document("3", "tramways"))
        outbox.touch(["3"])
        assert drainer.drain() == drainer.Outcome(mine=True, more=False)
        assert found() == {each.id: each.digest() for each in library.works.values()}
        assert not Outbox.objects.exists()

    def test_a_changed_work_is_replaced(self, live, library):
        library.add(document("1", "tramways"))
        outbox.touch(["1"])
        drainer.drain()
        assert found()["1"] == library.works["1"].digest()

    def test_a_work_that_is_gone_is_removed(self, live, library):
        del library.works["1"]
        outbox.touch(["1"])
        drainer.drain()
        assert set(found()) == {"2"}
        assert set(Indexed.objects.values_list("work", flat=True)) == {"2"}

    def test_a_work_made_private_leaves_the_public_index_only(self, live, library):
        library.private.add("1")
        outbox.touch(["1"])
        drainer.drain()
        assert set(found(PUBLIC)) == {"2"}
        assert set(found(MEMBERS)) == {"1", "2"}

    def test_an_unchanged_work_is_not_written_again(self, live, library, monkeypatch):
        written = []
        real = type(engine()).put
        monkeypatch.setattr(
            type(engine()),
            "put",
            lambda self, index, works: (written.extend(works), real(self, index, works)),
        )
        library.add(document("2", "tramways"))
        outbox.touch(["1", "2"])
        drainer.drain()
        assert {each.id for each in written} == {"2"}
        assert not Outbox.objects.exists()

    def test_a_change_that_comes_while_its_work_is_written_is_carried_out_too(
        self, live, library, monkeypatch
    ):
        real, changed = library.build, []

        def build(ids, audience):
            built = real(ids, audience)
            if not changed and audience == MEMBERS:
                changed.append(True)
                library.add(document("1", "the later text"))
                outbox.touch(["1"])
            return built

        monkeypatch.setattr(library, "build", build)
        library.add(document("1", "the earlier text"))
        outbox.touch(["1"])
        drainer.drain()
        assert found()["1"] == library.works["1"].digest()
        assert found(MEMBERS)["1"] == library.works["1"].digest()

    def test_without_any_generation_changes_wait(self, index, library):
        library.add(document("1"))
        outbox.touch(["1"])
        assert drainer.drain() == drainer.Outcome(mine=True, more=False)
        assert Outbox.objects.count() == 1

    def test_a_generation_of_other_code_is_not_fed(self, live, library):
        live.fingerprint = "made by other code"
        live.save()
        before = found()
        library.add(document("3"))
        outbox.touch(["3"])
        drainer.drain()
        assert found() == before
        assert Outbox.objects.count() == 1
        assert generations.needs_rebuild()

    def test_time_that_is_over_is_said(self, live, library):
        library.add(*(document(str(i)) for i in range(100)))
        outbox.touch(library.works)
        assert drainer.drain(seconds=0) == drainer.Outcome(mine=True, more=True)
        assert 0 < Outbox.objects.count() < 100

    def test_an_index_that_was_lost_is_filled_again(self, live, library):
        engine().drop(live.index(PUBLIC))
        drainer.drain()
        assert set(found()) == {"1", "2"}


class TestFailure:
    def test_one_work_that_cannot_be_built_harms_no_other(self, live, library):
        library.add(*(document(str(i)) for i in range(3, 9)))
        library.broken.add("5")
        outbox.touch([str(i) for i in range(3, 9)])
        drainer.drain()
        assert set(found()) == {"1", "2", "3", "4", "6", "7", "8"}
        row = Outbox.objects.get()
        assert (row.work, row.attempts, row.error) == ("5", 1, "LookupError: work 5 is broken")

    def test_it_is_parked_after_the_third_time_and_helped_by_the_next_change(self, live, library):
        library.broken.add("1")
        outbox.touch(["1"])
        for _attempt in range(3):
            drainer.drain()
            Outbox.objects.update(retry_at=None)
        assert Outbox.objects.get().parked
        drainer.drain()
        assert Outbox.objects.get().attempts == 3
        library.broken.clear()
        outbox.touch(["1"])
        drainer.drain()
        assert not Outbox.objects.exists()

    def test_a_work_the_engine_refuses_is_parked_alone(self, live, library, monkeypatch):
        real = type(engine()).put

        def put(self, index, works):
            if any(each.id == "3" for each in works):
                raise ValueError("cannot index work 3")
            real(self, index, works)

        monkeypatch.setattr(type(engine()), "put", put)
        library.add(document("3"), document("4"))
        outbox.touch(["3", "4"])
        drainer.drain()
        assert set(found()) == {"1", "2", "4"}
        assert Outbox.objects.get().error == "ValueError: cannot index work 3"

    def test_with_the_engine_down_every_row_stays_untried(self, live, library, monkeypatch):
        def down(*_arguments):
            raise EngineUnavailable("down")

        library.add(document("3"))
        outbox.touch(["3"])
        with monkeypatch.context() as patch:
            patch.setattr(type(engine()), "put", down)
            with pytest.raises(EngineUnavailable):
                drainer.drain()
            tasks.drain()
        row = Outbox.objects.get()
        assert (row.attempts, row.error, row.parked) == (0, "", False)
        tasks.drain()
        assert "3" in found()

    def test_a_drainer_that_dies_between_engine_and_database_does_the_same_again(
        self, live, library, monkeypatch
    ):
        library.add(document("3"))
        outbox.touch(["3"])
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(drainer, "_note", _interrupt)
            drainer.drain()
        assert "3" in found()
        assert Outbox.objects.count() == 1
        drainer.drain()
        assert set(found()) == {"1", "2", "3"}
        assert not Outbox.objects.exists()


def _interrupt(*_arguments):
    raise KeyboardInterrupt


class TestOneAtATime:
    def test_a_second_drainer_leaves_the_work_to_the_first(self, live, library):
        library.add(document("3"))
        outbox.touch(["3"])
        with locks.only_one("drainer") as mine:
            assert mine
            assert drainer.drain() == drainer.Outcome(mine=False, more=False)
        assert "3" not in found()
        drainer.drain()
        assert "3" in found()

    def test_another_process_holds_the_lock_until_it_ends(self, db, settings, tmp_path):
        settings.SEARCH_INDEX_DIR = tmp_path
        script = (
            "import sys, time, django\n"
            "from django.conf import settings\n"
            f"settings.configure(DATABASES={{'default': {_database()!r}}}, USE_TZ=True,"
            f" SEARCH_INDEX_DIR={str(tmp_path)!r})\n"
            "django.setup()\n"
            "from search.locks import only_one\n"
            "with only_one('drainer') as mine:\n"
            "    print(mine, flush=True)\n"
            "    time.sleep(60)\n"
        )
        paths = os.pathsep.join(path for path in sys.path if path)
        with subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        ) as other:
            try:
                assert other.stdout.readline() == "True\n"
                with locks.only_one("drainer") as mine:
                    assert not mine
                with locks.only_one("meaning") as mine:
                    assert mine
            finally:
                other.kill()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with locks.only_one("drainer") as mine:
                if mine:
                    return
            time.sleep(0.1)
        pytest.fail("the lock outlived its holder")


def _database() -> dict:
    """The database under test, as another process would name it."""
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
    return {name: str(connection.settings_dict.get(name) or "") for name in names}


@pytest.fixture
def embedded_live(index, library, settings):
    """A live generation with one of the packaged models, works 1 and 2 without vectors."""
    settings.SEARCH_EMBEDDER = "light"
    library.add(document("1", "water in the city"), document("2", "waste in the city"))
    generations.begin()
    drainer.drain()
    return generations.live()


class TestMeaning:
    def test_words_are_found_before_anything_is_embedded(self, embedded_live):
        assert set(found()) == {"1", "2"}
        assert not Embedding.objects.exists()
        assert outbox.pending() == {"words": 0, "meaning": 2, "parked": 0}
        assert embedded_live.indexed.filter(complete=False).exists()

    def test_vectors_follow_and_the_works_are_written_again(self, embedded_live):
        assert meaning.embed() is False
        assert Embedding.objects.exists()
        assert outbox.pending()["words"] == 2
        drainer.drain()
        assert not embedded_live.indexed.filter(complete=False).exists()
        assert outbox.pending() == {"words": 0, "meaning": 0, "parked": 0}

    def test_a_change_of_metadata_embeds_nothing(self, embedded_live, library, monkeypatch):
        meaning.embed()
        drainer.drain()
        monkeypatch.setattr(store, "embed", _interrupt)
        library.add(document("1", "water in the city", facets={"city": ("malaga",)}))
        outbox.touch(["1"])
        drainer.drain()
        assert meaning.embed() is False
        assert not embedded_live.indexed.filter(complete=False).exists()

    def test_a_model_that_is_away_leaves_words_found_and_rows_waiting(
        self, embedded_live, monkeypatch
    ):
        def away(*_arguments):
            raise EmbedderUnavailable("no answer")

        with monkeypatch.context() as patch:
            patch.setattr(store, "embed", away)
            with pytest.raises(EmbedderUnavailable):
                meaning.embed()
            tasks.embed()
        assert outbox.pending() == {"words": 0, "meaning": 2, "parked": 0}
        assert set(found()) == {"1", "2"}

    def test_a_work_that_cannot_be_embedded_blocks_no_other(self, embedded_live, library):
        library.broken.add("1")
        meaning.embed()
        library.broken.clear()
        drainer.drain()
        waiting = embedded_live.indexed.filter(complete=False).values_list("work", flat=True)
        assert set(waiting) == {"1"}
        assert Outbox.objects.get(work="1").attempts == 1

    def test_time_that_is_over_is_said(self, embedded_live):
        assert meaning.embed(seconds=0) is True
        assert not Embedding.objects.exists()

    def test_embedding_makes_way_for_words(self, embedded_live, library):
        library.add(document("3", "tramways"))
        outbox.touch(["3"])
        assert meaning.embed() is True
        assert not Embedding.objects.exists()
        drainer.drain()
        assert "3" in found()
        assert meaning.embed() is False

    def test_embedding_stops_in_the_middle_of_a_long_work_and_goes_on_there(
        self, embedded_live, library, monkeypatch
    ):
        long = " ".join(f"chapter{i} of a long handbook for cities" for i in range(2_000))
        library.add(document("1", long))
        outbox.touch(["1"])
        drainer.drain()
        real, batches = store.keep, []

        def keep(*arguments):
            real(*arguments)
            batches.append(arguments)
            if len(batches) == 1:
                library.add(document("3", "tramways"))
                outbox.touch(["3"])

        monkeypatch.setattr(store, "keep", keep)
        assert meaning.embed() is True
        assert len(batches) == 1
        drainer.drain()
        assert "3" in found()
        before = Embedding.objects.count()
        meaning.embed()
        drainer.drain()
        assert Embedding.objects.count() > before > 0
        assert not embedded_live.indexed.filter(complete=False).exists()

    def test_a_process_killed_after_embedding_leaves_nothing_without_vectors(
        self, embedded_live, monkeypatch
    ):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(outbox, "settle", _interrupt)
            meaning.embed()
        assert Embedding.objects.exists()
        meaning.embed()
        drainer.drain()
        assert not embedded_live.indexed.filter(complete=False).exists()

    def test_vectors_that_cannot_be_had_are_not_asked_for_for_ever(
        self, embedded_live, monkeypatch
    ):
        monkeypatch.setattr(store, "embed", lambda *_arguments: 0)
        for _round in range(3):
            meaning.embed()
            drainer.drain()
        assert outbox.pending() == {"words": 0, "meaning": 0, "parked": 0}

    def test_another_process_embedding_is_left_alone(self, embedded_live):
        with locks.only_one("meaning"):
            assert meaning.embed() is False
        assert outbox.pending()["meaning"] == 2
