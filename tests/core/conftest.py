"""Fixtures for the desk of the search index."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from tests.factories import UserFactory


@pytest.fixture
def own_index(settings, tmp_path):
    """An empty place for indexes of the embedded engine, searched by words."""
    settings.SEARCH_ENGINE, settings.SEARCH_EMBEDDER = "embedded", "none"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def moderator(client, db):
    """A browser in which a moderator has logged in."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return client
