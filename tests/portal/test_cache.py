"""Redis may be away: pages are answered all the same."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import Client, override_settings
from redis.exceptions import ConnectionError

from portal.cache import ForgivingRedisCache
from tests.factories import CaseStudyFactory

pytestmark = pytest.mark.django_db

AWAY = {
    "default": {
        "BACKEND": "portal.cache.ForgivingRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}


@override_settings(CACHES=AWAY)
def test_every_page_is_answered_while_redis_is_away():
    work = CaseStudyFactory()
    client = Client(raise_request_exception=False)
    addresses = [
        "/en/",
        "/en/cities/",
        "/en/search/?q=a",
        f"/en/library/{work.slug}/",
        "/readyz",
        "/api/v1/suggest?q=a",
        "/account/login/",
    ]
    answers = {address: client.get(address).status_code for address in addresses}
    assert set(answers.values()) == {200}, answers


@override_settings(CACHES=AWAY)
def test_a_cache_that_is_away_knows_nothing_and_complains_about_nothing():
    cache = caches["default"]
    assert cache.add("key", 1) is True
    assert cache.set("key", 1) is None
    assert cache.get("key", "default") == "default"
    assert cache.get_many(["key"]) == {}
    assert cache.set_many({"key": 1}) == ["key"]
    assert cache.get_or_set("key", 5) == 5
    assert cache.incr("key") == 1
    assert not cache.has_key("key")
    assert not cache.touch("key")
    assert not cache.delete("key")
    assert cache.delete_many(["key"]) is None
    assert not cache.clear()


@override_settings(CACHES=AWAY)
def test_a_redis_that_cannot_be_reached_is_left_alone_for_a_while(monkeypatch):
    asked = []
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", {})
    monkeypatch.setattr(RedisCache, "get", lambda *_args: asked.append(1) or _refuse())
    cache = caches["default"]
    assert [cache.get("key", n) for n in range(5)] == list(range(5))
    assert len(asked) == 1
    monkeypatch.setattr("portal.cache.PAUSE", 0)
    ForgivingRedisCache._away_until.clear()
    cache.get("key"), cache.get("key")
    assert len(asked) == 3


def _refuse():
    raise ConnectionError("no Redis")


_SAVE_THREE_TIMES = """
import time, django
django.setup()
from celery import current_app
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from kombu.exceptions import OperationalError
from search import outbox, tasks

call_command("migrate", "search", verbosity=0)
try:
    tasks.drain.apply_async(retry=False)
except OperationalError:
    pass  # loads what publishing needs
current_app._away_until = 0
for _time in range(3):
    began = time.monotonic()
    with transaction.atomic():
        outbox.touch(["1"])
    print("took", time.monotonic() - began)
"""


@pytest.mark.parametrize("behaviour", ["refuses", "hangs"])
def test_a_save_waits_for_no_redis(tmp_path, behaviour):
    """With Redis as cache and broker, in a process of its own with the settings of a portal."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if behaviour == "hangs":
            taken.listen()
        done = subprocess.run(
            [sys.executable, "-c", _SAVE_THREE_TIMES],
            env={
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
                "MEDINA_STATE_DIR": str(tmp_path),
                "SEARCH_EMBEDDER": "none",
                "REDIS_URL": f"redis://127.0.0.1:{taken.getsockname()[1]}/0",
            },
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            timeout=300,
        )
    seconds = [float(line.split()[1]) for line in done.stdout.splitlines() if "took" in line]
    assert len(seconds) == 3, done.stderr
    # A message and the cache, each given up once after its own short time.
    assert max(seconds) < 1
    assert max(seconds[1:]) < 0.5
