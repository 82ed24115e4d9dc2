"""What those who operate the portal are told of its health."""

from __future__ import annotations

import socket
import time

import pytest
from celery import current_app
from django.utils import timezone

from search import drainer, generations, outbox, status
from search.models import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_index(settings, tmp_path):
    """An empty place for indexes of the embedded engine, searched by words."""
    settings.SEARCH_ENGINE, settings.SEARCH_EMBEDDER = "embedded", "none"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def test_an_index_that_was_never_built_is_told(client, own_index):
    assert client.get("/readyz").json()["search"] == "needs a rebuild"
    generations.begin()
    drainer.drain()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "search": "ok", "broker": "ok", "changes": "ok"}


def test_changes_that_nobody_writes_are_told(client, own_index):
    outbox.touch(["1", "2"])
    assert client.get("/readyz").json()["changes"] == "ok"
    long_ago = timezone.now() - 2 * status.OVERDUE
    Outbox.objects.filter(work="1").update(created=long_ago)
    assert client.get("/readyz").json()["changes"] == "waiting"
    assert status.overdue() == long_ago
    # One that failed waits for its next try, and tells nothing of the worker.
    Outbox.objects.filter(work="1").update(attempts=1)
    assert client.get("/readyz").json()["changes"] == "ok"


def test_an_index_of_other_code_is_told(client, own_index):
    generations.begin()
    drainer.drain()
    made = generations.live()
    made.fingerprint = "other"
    made.save()
    assert client.get("/readyz").json()["search"] == "needs a rebuild"


def test_an_engine_that_is_down_is_told_and_the_portal_is_ready(client, settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", "http://127.0.0.1:1"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["search"]) == (200, "down")


@pytest.fixture(params=["refuses", "hangs"])
def broker_away(request, monkeypatch):
    """A Redis that is not there, or is there and never answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if request.param == "hangs":
            taken.listen()
        address = f"redis://127.0.0.1:{taken.getsockname()[1]}/0"
        for name, value in {
            "broker_url": address,
            "broker_write_url": address,
            "broker_transport_options": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }.items():
            monkeypatch.setitem(current_app.conf.changes, name, value)
        yield


def test_a_broker_that_is_away_is_told_soon_and_the_portal_is_ready(client, own_index, broker_away):
    started = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - started < 10
    assert (answer.status_code, answer.json()["broker"]) == (200, "down")
