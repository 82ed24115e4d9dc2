"""A rebuild fills a new generation beside the live one and leaves no gap."""

from __future__ import annotations

import re
import socket
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from search import drainer, generations, indexing, meaning, outbox, query, tasks
from search.embedding import store
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.management.commands.search_rebuild import Pace
from search.models import Generation, LexiconPart, Outbox
from search.request import SearchRequest
from search.status import engine_state

from .library import document

State = Generation.State


def found(generation: Generation | None = None, audience: str = "public") -> dict[str, str]:
    """What a generation holds, the live one if none is named."""
    return dict(engine().digests((generation or generations.live()).index(audience)))


@pytest.fixture
def live(index, library) -> Generation:
    """A live generation with a hundred works."""
    library.add(*(document(f"{i:03}") for i in range(100)))
    generations.begin()
    drainer.drain()
    return generations.live()


class TestBuilding:
    def test_the_first_generation_is_live_when_all_works_are_in(self, index, library):
        library.add(*(document(f"{i:03}") for i in range(60)))
        library.private.add("001")
        assert generations.needs_rebuild()
        generations.begin()
        drainer.drain()
        assert not generations.needs_rebuild()
        assert len(found()) == 59
        assert len(found(audience="members")) == 60

    def test_readers_keep_the_live_generation_until_the_new_one_is_complete(self, live, library):
        new = generations.begin()
        drainer.drain(seconds=0)
        assert generations.live() == live
        assert 0 < len(found(new)) < len(found(live)) == 100
        drainer.drain()
        assert generations.live() == new
        assert found(new) == found(live)

    def test_beginning_again_goes_on_with_what_was_begun(self, live, library):
        new = generations.begin()
        drainer.drain(seconds=0)
        assert generations.begin() == new
        library.built.clear()
        drainer.drain()
        assert generations.live() == new
        assert not any("000" in works for works in library.built)

    def test_what_other_code_began_is_discarded(self, live):
        other = generations.begin()
        Generation.objects.filter(pk=other.pk).update(fingerprint="other")
        new = generations.begin()
        assert new != other
        assert other.index("public") not in engine().indexes()
        assert not Generation.objects.filter(pk=other.pk).exists()

    def test_a_backfill_whose_last_work_has_gone_begins_again(self, live, library):
        new = generations.begin()
        drainer.drain(seconds=0)
        new.refresh_from_db()
        del library.works[new.cursor]
        outbox.touch([new.cursor])
        drainer.drain()
        assert generations.live() == new
        assert set(found()) == set(library.works)

    def test_the_engine_going_down_in_the_middle_loses_nothing(self, live, library, monkeypatch):
        new = generations.begin()
        real, calls = type(engine()).put, []

        def put(self, index, works):
            calls.append(index)
            if len(calls) > 3:
                raise EngineUnavailable("down")
            real(self, index, works)

        with monkeypatch.context() as patch, pytest.raises(EngineUnavailable):
            patch.setattr(type(engine()), "put", put)
            drainer.drain()
        assert generations.live() == live
        drainer.drain()
        assert generations.live() == new
        assert set(found()) == set(library.works)

    def test_a_work_that_cannot_be_built_does_not_stop_a_rebuild(self, live, library):
        library.broken.add("050")
        new = generations.begin()
        drainer.drain()
        assert generations.live() == new
        assert set(found()) == set(library.works) - {"050"}
        assert Outbox.objects.get().work == "050"


class TestChangesMeanwhile:
    def test_changes_reach_both_generations(self, live, library):
        new = generations.begin()
        drainer.drain(seconds=0)
        library.add(document("000", "changed while building"), document("100", "a new one"))
        del library.works["099"]
        outbox.touch(["000", "100", "099"])
        drainer.drain(seconds=0)
        assert found(live) == {each.id: each.digest() for each in library.works.values()}
        assert found(new)["000"] == library.works["000"].digest()
        drainer.drain()
        assert generations.live() == new
        assert found() == {each.id: each.digest() for each in library.works.values()}

    def test_the_swap_waits_for_changes(self, live, library, monkeypatch):
        new = generations.begin()
        drainer.drain(seconds=0)
        Generation.objects.filter(pk=new.pk).update(cursor="099", backfilled=new.created)
        outbox.touch(["001"])
        new.refresh_from_db()
        assert not generations.ready_to_swap(new)

    def test_a_work_deleted_between_its_backfill_and_the_swap_is_not_found(self, live, library):
        new = generations.begin()
        drainer.drain(seconds=0)
        assert "000" in found(new)
        del library.works["000"]
        drainer.drain()
        assert generations.live() == new
        assert "000" not in found()


class TestVectors:
    def test_a_new_generation_waits_for_its_vectors_and_the_first_does_not(
        self, index, library, settings
    ):
        settings.SEARCH_EMBEDDER = "light"
        library.add(document("1", "water for the upper quarters"))
        first = generations.begin()
        drainer.drain()
        assert generations.live() == first
        meaning.embed()
        drainer.drain()
        library.add(document("2", "trees along the avenue"))
        second = generations.begin()
        drainer.drain()
        assert generations.live() == first
        meaning.embed()
        drainer.drain()
        assert generations.live() == second

    def test_in_place_of_one_that_nobody_searches_a_new_generation_is_live_by_its_words(
        self, index, library, settings
    ):
        library.add(document("1", "water for the upper quarters"))
        of_other_models = generations.begin()
        drainer.drain()
        settings.SEARCH_EMBEDDER = "light"
        request = SearchRequest(text="upper quarters")
        assert query.search(request).limited == "database"
        new = generations.begin()
        drainer.drain()
        assert generations.live() == new != of_other_models
        assert new.indexed.filter(complete=False).exists()
        answer = query.search(request)
        assert (answer.limited, [hit.id for hit in answer.hits]) == ("", ["1"])
        meaning.embed()
        drainer.drain()
        assert generations.live() == new
        assert not new.indexed.filter(complete=False).exists()

    def test_a_new_generation_with_words_missing_replaces_none_that_nobody_searches(
        self, live, settings
    ):
        settings.SEARCH_EMBEDDER = "light"
        generations.begin()
        drainer.drain(seconds=0)
        assert generations.live() == live

    def test_no_vector_is_made_twice_for_a_new_generation(self, index, library, settings):
        settings.SEARCH_EMBEDDER = "light"
        library.add(document("1", "gardens on the roofs of schools"))
        generations.begin()
        drainer.drain()
        meaning.embed()
        drainer.drain()
        second = generations.begin()
        drainer.drain()
        assert generations.live() == second
        assert not second.indexed.filter(complete=False).exists()

    def test_dropping_a_generation_drops_its_vocabulary(self, index, library, settings):
        settings.SEARCH_EMBEDDER = "light"
        library.add(document("1", "gardens on the roofs of schools"))
        generations.begin()
        drainer.drain()
        name = generations.live().index("public")
        assert LexiconPart.objects.filter(index=name).exists()
        generations.forget(generations.live())
        assert not LexiconPart.objects.filter(index=name).exists()


class TestGoingBack:
    def test_the_last_generation_is_kept_and_older_ones_are_dropped(self, live):
        made = [live]
        for _build in range(2):
            made.append(generations.begin())
            drainer.drain()
        states = dict(Generation.objects.values_list("name", "state"))
        assert states == {made[1].name: State.OLD, made[2].name: State.LIVE}
        assert live.index("public") not in engine().indexes()

    def test_going_back_swaps_at_once_and_catches_up(self, live, library):
        generations.begin()
        drainer.drain()
        library.add(document("new", "written after the rebuild"))
        del library.works["000"]
        outbox.touch(["new", "000"])
        drainer.drain()
        assert generations.rollback() == live
        assert generations.live() == live
        drainer.drain()
        assert found() == {each.id: each.digest() for each in library.works.values()}

    def test_there_may_be_nothing_to_go_back_to(self, live):
        with pytest.raises(generations.CannotRollBack, match="no earlier"):
            generations.rollback()
        assert generations.live() == live

    def test_code_does_not_go_back_to_a_generation_of_other_code(self, live):
        new = generations.begin()
        drainer.drain()
        Generation.objects.filter(pk=live.pk).update(fingerprint="other")
        with pytest.raises(generations.CannotRollBack, match="other code"):
            generations.rollback()
        assert generations.live() == new


class TestCommands:
    def test_rebuild_builds_tells_and_ends_live(self, index, library):
        library.add(*(document(f"{i:03}") for i in range(30)))
        said = _run("search_rebuild")
        assert "30 of 30 works" in said
        assert "is live: 30 works" in said
        assert len(found()) == 30

    def test_rebuild_tells_how_quickly_it_goes_and_what_time_is_left(self, monkeypatch):
        clock = iter([100.0, 110.0])
        monkeypatch.setattr(
            "search.management.commands.search_rebuild.time.monotonic", clock.__next__
        )
        pace = Pace(50)
        assert pace.told(50, 950) == ""
        assert pace.told(250, 750) == " (20.0 a second, 0:38 left)"
        assert pace.told(1000, 0) == ""

    @pytest.mark.parametrize("beside", ["no generation", "one of the same models"])
    def test_rebuild_tells_how_quickly_vectors_come_and_what_time_is_left(
        self, index, library, service, monkeypatch, beside
    ):
        monkeypatch.setattr("search.management.commands.search_rebuild.TICK", 0.3)
        if beside != "no generation":
            library.add(document("00", "a text that was read"), document("0", "another text"))
            _run("search_rebuild")
        library.add(*(document(f"{i:02}", f"text {i}") for i in range(1, 25)))
        service.seconds = 0.05
        said = _run("search_rebuild")
        pace = re.search(r"(\d+) wait for their vectors \([\d.]+ a second, \d+:\d\d left\)", said)
        assert pace and 0 < int(pace[1]) < 24
        assert not generations.live().indexed.filter(complete=False).exists()

    def test_rebuild_if_needed_leaves_a_current_index_alone(self, live):
        assert "current" in _run("search_rebuild", "--if-needed")
        assert generations.live() == live

    def test_rebuild_goes_on_after_an_interruption_unless_told_otherwise(self, live):
        begun = generations.begin()
        drainer.drain(seconds=0)
        assert begun.name in _run("search_rebuild")
        begun = generations.begin()
        drainer.drain(seconds=0)
        assert begun.name not in _run("search_rebuild", "--fresh")

    def test_rebuild_gives_the_first_index_its_vectors_too(self, index, library, settings):
        settings.SEARCH_EMBEDDER = "light"
        library.add(document("1", "a library in every quarter of the city"))
        _run("search_rebuild")
        assert not generations.live().indexed.filter(complete=False).exists()

    def test_rebuild_words_first_leaves_vectors_to_the_worker(self, index, library, settings):
        settings.SEARCH_EMBEDDER = "light"
        library.add(document("1", "a reading room in every village of the valley"))
        _run("search_rebuild", "--words-first")
        assert set(found()) == {"1"}
        assert outbox.pending()["meaning"] in (0, 1)

    def test_rebuild_with_the_engine_down_says_so(self, index, library, monkeypatch):
        def down(*_arguments):
            raise EngineUnavailable("connection refused")

        monkeypatch.setattr(type(engine()), "indexes", down)
        with pytest.raises(CommandError, match="does not answer: connection refused"):
            _run("search_rebuild")

    def test_rebuild_that_is_interrupted_says_how_to_go_on(self, index, library, monkeypatch):
        def interrupted(**_options):
            raise KeyboardInterrupt

        monkeypatch.setattr(drainer, "drain", interrupted)
        with pytest.raises(CommandError, match="Interrupted") as told:
            _run("search_rebuild")
        assert "--fresh" in str(told.value)
        assert told.value.returncode == 130

    def test_rollback_goes_back_and_catches_up(self, live, library):
        _run("search_rebuild")
        library.add(document("new"))
        outbox.touch(["new"])
        drainer.drain()
        assert f"{live.name} is live and current" in _run("search_rollback")
        assert "new" in found(live)

    def test_rollback_without_an_earlier_generation_fails(self, live):
        with pytest.raises(CommandError, match="no earlier"):
            _run("search_rollback")


def test_an_index_of_other_models_is_not_searched_but_the_database_is(live, settings):
    request = SearchRequest(text="work 007")
    assert query.search(request).limited != "database"
    settings.SEARCH_EMBEDDER = "light"
    answer = query.search(request)
    assert answer.limited == "database"
    assert [hit.id for hit in answer.hits] == ["007"]


def test_the_fingerprint_changes_with_the_models(settings):
    settings.SEARCH_EMBEDDER = "none"
    without = indexing.fingerprint()
    settings.SEARCH_EMBEDDER = "light"
    assert indexing.fingerprint() != without


def test_an_index_of_another_layout_is_neither_searched_nor_fed_but_built_anew(live, monkeypatch):
    request = SearchRequest(text="work 007")
    assert not generations.needs_rebuild()
    monkeypatch.setattr(type(engine()), "layout_version", "next")
    assert generations.needs_rebuild()
    assert generations.fed() == []
    assert query.search(request).limited == "database"
    _run("search_rebuild")
    assert query.search(request).limited != "database"


def _run(*arguments: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


class TestServiceAway:
    """A service of embeddings that does not answer while a process starts."""

    @pytest.fixture
    def away(self, settings):
        settings.SEARCH_EMBEDDER, settings.SEARCH_EMBEDDER_MODEL = "service", "some-model"
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            settings.SEARCH_EMBEDDER_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"
            yield

    def test_a_service_never_asked_before_hinders_neither_readers_nor_the_drain(self, live, away):
        answer = query.search(SearchRequest(text="work 007"))
        assert (answer.limited, [hit.id for hit in answer.hits]) == ("database", ["007"])
        assert engine_state(generations.live()) == "needs a rebuild"
        outbox.touch(["007"])
        tasks.drain()
        assert outbox.pending()["words"] == 1
        with pytest.raises(CommandError, match="No index was begun: the embedding service"):
            _run("search_rebuild")
        assert generations.building() is None

    def test_a_service_known_from_its_vectors_is_not_asked_before_words_are_found(
        self, index, library, away
    ):
        store.keep("some-model", ["key"], np.ones((1, 7)))
        library.add(document("1"))
        made = generations.begin()
        drainer.drain()
        assert generations.live() == made
        assert set(found()) == {"1"}
        assert engine_state(made) == "ok"
