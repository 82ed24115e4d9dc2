"""Changes are noted with the transaction that makes them, and never lost."""

from __future__ import annotations

import functools
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from search import outbox, tasks
from search.models import Outbox

WORDS, MEANING = Outbox.Phase.WORDS, Outbox.Phase.MEANING


@pytest.fixture
def nudges(monkeypatch) -> list[dict]:
    """What is asked of the broker."""
    outbox.nudge_taken()
    sent: list[dict] = []
    monkeypatch.setattr(tasks.drain, "apply_async", lambda **options: sent.append(options))
    return sent


@pytest.mark.django_db
class TestTouch:
    def test_each_work_is_noted_once(self):
        outbox.touch(["1", "2", "1"])
        assert [row.work for row in Outbox.objects.all()] == ["1", "2"]

    def test_a_work_touched_again_gets_another_row(self):
        outbox.touch(["1"])
        outbox.touch(["1"])
        assert Outbox.objects.count() == 2
        assert outbox.pending()["words"] == 1

    def test_the_worker_is_nudged_after_the_commit(
        self, nudges, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            outbox.touch(["1"])
            assert nudges == []
        assert len(callbacks) == 1
        callbacks[0]()
        assert nudges == [{"args": (), "retry": False}]

    def test_many_changes_are_one_nudge_until_the_worker_begins(
        self, nudges, django_capture_on_commit_callbacks
    ):
        for changes, expected in ((5, 1), (5, 2)):
            for work in range(changes):
                with django_capture_on_commit_callbacks(execute=True):
                    outbox.touch([str(work)])
            assert len(nudges) == expected
            outbox.nudge_taken()

    def test_touching_nothing_nudges_nobody(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            outbox.touch([])
        assert callbacks == []

    def test_a_transaction_taken_back_takes_its_rows_along(self, nudges):
        with pytest.raises(RuntimeError), transaction.atomic():
            outbox.touch(["1"])
            raise RuntimeError
        assert not Outbox.objects.exists()
        assert nudges == []


@pytest.mark.django_db
def test_a_broker_that_is_away_is_logged_in_one_line(
    monkeypatch, nudges, caplog, django_capture_on_commit_callbacks
):
    def refuse(**options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.drain, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.touch(["1"])
    (record,) = caplog.records
    assert (record.name, record.levelname, record.exc_info) == ("search.worker", "WARNING", None)
    assert "search.tasks.drain" in record.getMessage()


@pytest.mark.django_db
def test_a_broker_that_is_away_harms_no_save_and_is_not_tried_at_each(
    monkeypatch, nudges, django_capture_on_commit_callbacks
):
    committed = functools.partial(django_capture_on_commit_callbacks, execute=True)
    tried = []

    def refuse(**options):
        tried.append(options)
        raise ConnectionError("no broker")

    with monkeypatch.context() as patch:
        patch.setattr(tasks.drain, "apply_async", refuse)
        with committed():
            outbox.touch(["1"])
        with committed():
            outbox.touch(["2"])
    assert [row.work for row in Outbox.objects.order_by("pk")] == ["1", "2"]
    assert len(tried) == 1
    outbox.nudge_taken()
    with committed():
        outbox.touch(["3"])
    assert len(nudges) == 1


@pytest.mark.django_db
class TestRows:
    def test_settling_deletes_the_rows_that_were_read_and_no_other(self):
        outbox.touch(["1", "2"])
        rows = list(Outbox.objects.due(WORDS))
        outbox.touch(["1"])
        outbox.settle(rows)
        (later,) = Outbox.objects.all()
        assert later.work == "1"
        assert later.pk > max(row.pk for row in rows)

    def test_settling_clears_what_had_failed_for_the_same_work_before(self):
        Outbox.objects.create(work="1", parked=True, error="long ago")
        Outbox.objects.create(work="2", parked=True, error="another work")
        outbox.touch(["1"])
        outbox.settle(list(Outbox.objects.due(WORDS)))
        assert [row.work for row in Outbox.objects.all()] == ["2"]

    def test_a_row_waits_longer_after_each_failure_and_is_parked_at_the_third(self):
        row = Outbox.objects.create(work="1")
        waits = []
        for _attempt in range(2):
            outbox.fail([row], ValueError("no such city"))
            waits.append(row.retry_at - timezone.now())
            assert not Outbox.objects.due(WORDS).exists()
        assert timedelta(seconds=5) < waits[0] < waits[1]
        outbox.fail([row], ValueError("no such city"))
        row.refresh_from_db()
        assert (row.parked, row.attempts) == (True, 3)
        assert row.error == "ValueError: no such city"
        assert outbox.pending() == {"words": 0, "meaning": 0, "parked": 1}

    def test_a_reason_of_any_length_and_any_characters_is_kept(self):
        row = Outbox.objects.create(work="1")
        outbox.fail([row], ValueError("\x00é" * 10_000))
        row.refresh_from_db()
        assert len(row.error) <= outbox.LONGEST_REASON
        assert "\x00" not in row.error

    def test_a_work_that_changed_is_embedded_though_it_was_given_up_before(self):
        outbox.want_meaning(["1"])
        Outbox.objects.update(parked=True)
        outbox.want_meaning(["1"])
        outbox.want_meaning(["1"])
        (row,) = Outbox.objects.due(MEANING)
        outbox.settle([row])
        assert not Outbox.objects.exists()

    def test_parked_rows_get_another_chance_when_asked(self):
        Outbox.objects.create(work="1", parked=True, attempts=3)
        assert outbox.retry_parked() == 1
        assert Outbox.objects.due(WORDS).get().attempts == 0

    def test_one_parked_row_gets_another_chance_and_the_worker_is_nudged(
        self, nudges, django_capture_on_commit_callbacks
    ):
        first, _second = (Outbox.objects.create(work=work, parked=True) for work in "12")
        with django_capture_on_commit_callbacks(execute=True):
            assert outbox.retry_parked(first.pk) == 1
            assert outbox.retry_parked(first.pk) == 0
        assert Outbox.objects.due(WORDS).get().work == "1"
        assert nudges == [{"args": (), "retry": False}]

    def test_a_work_waits_for_its_vectors_once(self):
        outbox.want_meaning(["1", "2"])
        outbox.want_meaning(["2", "3"])
        assert [row.work for row in Outbox.objects.due(MEANING)] == ["1", "2", "3"]
        assert not Outbox.objects.due(WORDS).exists()
