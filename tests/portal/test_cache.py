"""Redis may be away: pages are answered all the same."""

import pytest
from django.core.cache import caches
from django.test import Client, override_settings

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
