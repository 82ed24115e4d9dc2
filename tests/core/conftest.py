"""Fixtures for the desk of the search index."""

from __future__ import annotations

import pytest


@pytest.fixture
def own_index(settings, tmp_path):
    """An empty place for indexes of the embedded engine, searched by words."""
    settings.SEARCH_ENGINE, settings.SEARCH_EMBEDDER = "embedded", "none"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
