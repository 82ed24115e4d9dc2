"""A text that a service of embeddings refuses is held against its work alone."""

from __future__ import annotations

import pytest

from search import drainer, generations, outbox, tasks
from search.models import Outbox

from .library import document

PUBLIC = "public"


@pytest.fixture
def refused(index, library, service):
    """A live generation with a service that refuses a text of work 1; works 2 and 3 follow it."""
    long = " ".join(f"chapter{i} of a long handbook for cities" for i in range(200))
    library.add(document("1", f"{long} unwelcome"), document("2"), document("3", "tramways"))
    generations.begin()
    drainer.drain()
    return generations.live()


class TestRefusedText:
    def test_it_holds_up_no_other_work_and_no_other_passage(self, refused):
        lacked = refused.indexed.get(work="1", audience=PUBLIC).lacking
        tasks.embed()
        drainer.drain()
        rows = refused.indexed.filter(audience=PUBLIC).values_list("work", "complete", "lacking")
        assert sorted(rows) == [("1", False, 1), ("2", True, 0), ("3", True, 0)]
        assert lacked > 1

    def test_it_is_tried_again_later_and_its_work_parked_after_the_third_time(
        self, refused, service
    ):
        tasks.embed()
        row = Outbox.objects.get(work="1", phase=Outbox.Phase.MEANING)
        assert (row.attempts, row.parked) == (1, False)
        asked = len(service.asked)
        drainer.drain()
        tasks.embed()
        assert len(service.asked) == asked
        for _later in range(2):
            Outbox.objects.update(retry_at=None)
            tasks.embed()
        # Only the text refused is asked for again.
        assert [len(texts) for texts in service.asked[asked:]] == [1, 1]
        row.refresh_from_db()
        assert row.parked
        assert row.error.startswith("TextRefused: embedding service: HTTP Error 422")
        assert outbox.pending() == {"words": 0, "meaning": 0, "parked": 1}

    def test_a_service_that_is_overloaded_is_waited_for(self, refused, service):
        service.refusal = 429
        tasks.embed()
        row = Outbox.objects.get(work="1", phase=Outbox.Phase.MEANING)
        assert (row.attempts, row.retry_at) == (0, None)
