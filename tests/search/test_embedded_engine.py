"""The embedded engine keeps the contract."""

from __future__ import annotations

import pytest

from search.engines.embedded import EmbeddedEngine

from .engine_contract import EngineContract


class TestEmbeddedEngine(EngineContract):
    @pytest.fixture
    def engine(self, settings, tmp_path) -> EmbeddedEngine:
        settings.SEARCH_INDEX_DIR = tmp_path / "index"
        return EmbeddedEngine()
