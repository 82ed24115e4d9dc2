"""The embedded engine keeps the contract."""

from __future__ import annotations

import gc
import weakref

import pytest

from search.engines.base import CandidateRequest
from search.engines.embedded import EmbeddedEngine

from .builders import groups, vector, work
from .engine_contract import EngineContract


class TestEmbeddedEngine(EngineContract):
    @pytest.fixture
    def engine(self, settings, tmp_path) -> EmbeddedEngine:
        settings.SEARCH_INDEX_DIR = tmp_path / "index"
        return EmbeddedEngine()

    def test_what_a_newer_commit_replaces_is_gone_without_the_collector_of_garbage(
        self, engine, index
    ):
        """A web process has it leave out what was there when it became ready."""
        works = [work("1", [("en", "water")]), work("2", [("en", "waste")])]
        request = CandidateRequest({"en": groups("water", "en")}, {"en": vector("water")})
        engine.put(index, works[:1])
        assert engine.candidates(index, request).items
        replaced = weakref.ref(engine._snapshot(index))
        gc.disable()
        try:
            engine.put(index, works[1:])
            assert engine.candidates(index, request).items
            assert replaced() is None
        finally:
            gc.enable()
