"""The embedded engine keeps the contract."""

from __future__ import annotations

import gc
import weakref

import pytest
import tantivy

from search.engines.base import CandidateRequest, EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.schema import schema

from .builders import DIMS, groups, vector, work
from .engine_contract import EngineContract


class TestEmbeddedEngine(EngineContract):
    @pytest.fixture
    def engine(self, settings, tmp_path) -> EmbeddedEngine:
        settings.SEARCH_INDEX_DIR = tmp_path / "index"
        return EmbeddedEngine()

    def lose(self, engine, index, kind, work_id):
        at = engine._snapshot(index)
        wanted = [at.term("work", work_id)] + [at.term("lang", "en")] * (kind == "passage")
        opened = tantivy.Index(schema(), path=str(engine.root / index), reuse=True)
        writer = opened.writer(num_threads=1)
        writer.delete_documents_by_query(at.of(kind, *wanted))
        writer.commit()
        writer.wait_merging_threads()

    def test_an_index_that_lost_vectors_is_unavailable_until_it_is_built_again(self, engine, index):
        engine.put(index, [work("1", [("en", "water")]), work("2", [("en", "waste")])])
        with open(engine.root / index / "vectors-en.i8", "r+b") as file:
            file.truncate(DIMS)
        request = CandidateRequest({"en": groups("water", "en")}, {"en": vector("water")})
        for call in (
            lambda: engine.candidates(index, request),
            lambda: list(engine.digests(index)),
            lambda: engine.put(index, [work("1", [("en", "waste water")])]),
        ):
            with pytest.raises(EngineUnavailable, match="lost vectors"):
                call()

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
