"""Index and database are compared, and every difference is put right."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import checks, drainer, generations, indexing, outbox, status, tasks
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.models import Check, Indexed, Outbox

from .library import document
from .losing import lose


@pytest.fixture
def live(index, library):
    """A live generation with works 1, 2 and 3."""
    library.add(document("1"), document("2"), document("3"))
    generations.begin()
    drainer.drain()
    return generations.live()


@pytest.fixture
def damaged(live, library):
    """An index that lost work 1, holds an old work 2 and one that is no more."""
    name = live.index("public")
    engine().remove(name, ["1"])
    strays = [document("2", "as it once was"), document("gone", "deleted long ago")]
    engine().put(name, [work for work, _ in indexing.index_documents(live, "public", strays)])
    return live


class TestCompare:
    def test_an_index_that_agrees_has_no_differences(self, live):
        found = checks.compare()
        assert (found.compared, found.differences, str(found)) == (3, 0, "none")

    def test_every_kind_of_difference_is_found(self, damaged):
        found = checks.compare()
        assert (found.missing, found.stale) == ({"public": ["1"]}, {"public": ["2"]})
        assert found.extra == {"public": ["gone"], "members": []}
        assert found.differences == 3

    def test_a_private_work_in_the_public_index_is_extra(self, live, library):
        library.private.add("3")
        assert checks.compare().extra["public"] == ["3"]

    def test_a_work_with_a_change_waiting_is_no_difference(self, live, library):
        library.add(document("1", "changed"), document("4"))
        del library.works["2"]
        assert checks.compare().differences == 6
        outbox.touch(["1", "2", "4"])
        assert checks.compare().differences == 0

    def test_works_that_nothing_will_give_vectors_are_found(self, live):
        live.indexed.filter(work="1").update(complete=False)
        assert checks.compare().wordless == ["1"]
        outbox.want_meaning(["1"])
        assert checks.compare().wordless == []

    def test_a_work_that_waits_to_be_written_with_its_new_vectors_is_no_difference(self, live):
        live.indexed.filter(work="1").update(complete=False)
        outbox.touch(["1"])
        assert checks.compare().wordless == []

    def test_comparing_changes_nothing(self, damaged):
        before = dict(engine().digests(damaged.index("public")))
        checks.compare()
        assert dict(engine().digests(damaged.index("public"))) == before
        assert not Outbox.objects.exists()

    def test_without_an_index_there_is_nothing_to_compare(self, index, library):
        with pytest.raises(checks.NothingToCompare):
            checks.compare()

    def test_a_work_that_cannot_be_built_is_told_apart_and_the_others_are_compared(
        self, damaged, library
    ):
        library.broken.update({"2", "gone"})
        library.add(document("gone"))
        found = checks.compare()
        assert found.broken == {
            "2": "LookupError: work 2 is broken",
            "gone": "LookupError: work gone is broken",
        }
        assert (found.missing["public"], found.stale, found.extra["public"]) == (["1"], {}, [])
        assert (found.compared, found.differences) == (2, 3)

    def test_a_work_that_cannot_be_built_waits_for_no_vectors(self, live, library):
        live.indexed.filter(work="1").update(complete=False)
        library.broken.add("1")
        assert checks.compare().wordless == []


class TestRepair:
    def test_what_differs_is_written_again(self, damaged, library):
        assert checks.repair(checks.compare()) == 3
        drainer.drain()
        assert checks.compare().differences == 0
        held = dict(engine().digests(damaged.index("public")))
        assert held == {each.id: each.digest() for each in library.works.values()}
        assert set(Indexed.objects.values_list("work", flat=True)) == set(library.works)

    def test_the_periodic_task_repairs_by_itself(self, damaged):
        tasks.reconcile()
        tasks.drain()
        assert checks.compare().differences == 0

    def test_the_periodic_task_repairs_the_library_around_a_work_that_cannot_be_built(
        self, damaged, library
    ):
        library.broken.add("3")
        tasks.reconcile()
        kept = Check.objects.get()
        assert (kept.compared, kept.broken, kept.differences, kept.repaired) == (2, 1, 4, True)
        tasks.drain()
        held = dict(engine().digests(damaged.index("public")))
        assert held == {each.id: each.digest() for each in library.works.values()}
        tasks.reconcile()
        kept = Check.objects.get()
        assert (kept.broken, kept.differences, kept.repaired) == (1, 1, False)
        assert not Outbox.objects.exists()

    def test_the_periodic_task_passes_over_what_it_cannot_compare(self, live, monkeypatch):
        def down(*_arguments):
            raise EngineUnavailable("down")

        with monkeypatch.context() as patch:
            patch.setattr(type(engine()), "digests", down)
            tasks.reconcile()
        generations.forget(live)
        tasks.reconcile()
        assert not Outbox.objects.exists()


class TestCommand:
    def test_agreement_is_said(self, live):
        assert "agrees with the database" in _run()

    def test_differences_are_told_and_fail(self, damaged):
        out = StringIO()
        with pytest.raises(CommandError, match="3 differences"):
            call_command("search_check", stdout=out)
        assert "missing for public: 1" in out.getvalue()
        assert "stale for public: 2" in out.getvalue()
        assert "extra for public: gone" in out.getvalue()

    def test_repair_puts_right_and_succeeds(self, damaged):
        assert "agrees with the database" in _run("--repair")
        assert checks.compare().differences == 0

    def test_a_work_that_lost_a_part_is_written_again(self, live):
        name = live.index("public")
        lose(engine(), name, "passage", "1")
        lose(engine(), name, "work", "2")
        found = checks.compare()
        assert (found.stale, found.missing) == ({"public": ["1", "2"]}, {})
        assert "agrees with the database" in _run("--repair")

    def test_a_work_that_cannot_be_built_is_told_and_fails_though_the_rest_is_repaired(
        self, damaged, library
    ):
        library.broken.add("3")
        out = StringIO()
        with pytest.raises(CommandError, match="1 differences.* could not be put right"):
            call_command("search_check", "--repair", stdout=out)
        assert "2 works compared" in out.getvalue()
        assert "cannot be built: work 3: LookupError: work 3 is broken" in out.getvalue()
        assert dict(engine().digests(damaged.index("public"))).keys() == library.works.keys()
        library.broken.clear()
        assert "agrees with the database" in _run()

    def test_changes_that_failed_are_told_and_get_another_chance(self, live, library):
        library.add(document("2", "changed"))
        Outbox.objects.create(work="2", parked=True, attempts=3, error="LookupError: no city")
        out = StringIO()
        with pytest.raises(CommandError, match="1 changes that failed"):
            call_command("search_check", stdout=out)
        assert "work 2, words: LookupError: no city" in out.getvalue()
        assert "agrees with the database" in _run("--repair")

    def test_what_it_found_last_is_kept(self, damaged):
        with pytest.raises(CommandError):
            _run()
        kept = Check.objects.get()
        assert (kept.generation, kept.compared, kept.differences) == (damaged.name, 3, 3)
        assert (kept.missing, kept.stale, kept.extra, kept.repaired) == (1, 1, 1, False)
        tasks.reconcile()
        kept = Check.objects.get()
        assert (kept.differences, kept.repaired) == (3, True)
        drainer.drain()
        tasks.reconcile()
        kept = Check.objects.get()
        assert (kept.differences, kept.repaired) == (0, False)

    def test_what_to_do_about_differences_is_said(self, damaged):
        with pytest.raises(CommandError, match="search_check --repair puts right"):
            _run()

    def test_changes_that_no_worker_writes_are_told_and_fail(self, live):
        outbox.touch(["1"])
        assert "agrees with the database" in _run()
        Outbox.objects.update(created=timezone.now() - 2 * status.OVERDUE)
        with pytest.raises(CommandError, match="is a worker up"):
            _run()
        assert "agrees with the database" in _run("--repair")

    def test_an_index_of_no_generation_is_told(self, live):
        name = "g-left-behind-public"
        engine().create(name, {"dims": "0"})
        try:
            assert f"{name} belongs to no generation" in _run()
            assert f"{name} was dropped" in _run("--repair")
            assert name not in engine().indexes()
        finally:
            engine().drop(name)
        assert "agrees with the database" in _run()

    @pytest.mark.parametrize("repair", ["the command", "the periodic tasks"])
    def test_an_index_that_was_lost_is_told_and_made_again(self, live, library, repair):
        name = live.index("members")
        engine().drop(name)
        out = StringIO()
        with pytest.raises(CommandError, match="4 differences"):
            call_command("search_check", stdout=out)
        assert f"index {name} is lost" in out.getvalue()
        if repair == "the command":
            _run("--repair")
        else:
            tasks.reconcile()
            tasks.drain()
        assert checks.compare().differences == 0
        assert dict(engine().digests(name)).keys() == library.works.keys()

    def test_without_an_index_it_says_what_to_do(self, index, library):
        with pytest.raises(CommandError, match="search_rebuild"):
            _run()


def _run(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("search_check", *arguments, stdout=out)
    return out.getvalue()
