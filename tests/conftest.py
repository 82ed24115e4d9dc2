"""Fixtures for the services that some tests need.

On a laptop a test without its service is skipped, saying how to start it; under
CI it fails, so that a green run means that everything was run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core import facets
from tests.factories import UserFactory


def _service(name: str, variable: str, scheme: str) -> str:
    """The address of a running service from the environment, or no test."""
    address = os.environ.get(variable, "")
    if address.startswith(scheme):
        return address
    how = (
        f"needs {name}: scripts/services start {name.lower()} && "
        'eval "$(scripts/services env)", then run the tests again'
    )
    if os.environ.get("CI") == "true":
        pytest.fail(f"{how} ({variable} is not set, and CI skips nothing)", pytrace=False)
    pytest.skip(how)


@pytest.fixture(autouse=True)
def language_of_the_tests() -> Iterator[None]:
    """What a request leaves active is not the language of the next test."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def labels_of_the_tests() -> Iterator[None]:
    """Labels that a process keeps for a while are not those of the next test."""
    yield
    facets._kept.clear()


@pytest.fixture(autouse=True)
def references_of_the_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """What refers to what is noted at each save in tests marked `references` alone: for the
    others that would take a quarter of their time."""
    if request.node.get_closest_marker("references"):
        yield
    else:
        with disable_reference_index_auto_update():
            yield


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """A browser in which an editor has logged in."""
    return _logged_in(client, "Editors")


@pytest.fixture
def moderator(client: Client, db: None) -> Client:
    """A browser in which a moderator has logged in."""
    return _logged_in(client, "Moderators")


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    """A browser in which somebody has logged in who may do everything."""
    return _logged_in(client, is_superuser=True, is_staff=True)


def _logged_in(client: Client, *groups: str, **values: bool) -> Client:
    user = UserFactory(**values)
    user.groups.set([Group.objects.get(name=name) for name in groups])
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The address of a real Elasticsearch."""
    return _service("Elasticsearch", "ELASTICSEARCH_URL", "http")


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a real PostgreSQL database, as in DATABASE_URL."""
    return _service("Postgres", "DATABASE_URL", "postgres")


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a real Redis."""
    return _service("Redis", "REDIS_URL", "redis")
