"""The embedded engine keeps the contract."""

from __future__ import annotations

import gc
import weakref

import pytest

from search.engines.base import CandidateRequest, EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.vectors import quantise

from .builders import DIMS, groups, vector, work
from .engine_contract import EngineContract


class TestEmbeddedEngine(EngineContract):
    @pytest.fixture
    def engine(self, settings, tmp_path) -> EmbeddedEngine:
        settings.SEARCH_INDEX_DIR = tmp_path / "index"
        return EmbeddedEngine()

    def test_works_that_lost_their_vectors_are_told_and_get_them_by_being_put_again(
        self, engine, index
    ):
        words = {"1": "water", "2": "waste", "3": "budget", "4": "school"}
        works = {key: work(key, [("en", text)]) for key, text in words.items()}
        engine.put(index, [works["1"], works["2"], works["3"]])
        with open(engine.root / index / "vectors-en.i8", "r+b") as file:
            file.truncate(len(quantise([vector("water")], DIMS).tobytes()) + 1)

        def near(text: str) -> dict[str, float]:
            found = engine.candidates(index, CandidateRequest({}, {"en": vector(text)}))
            return {item.work: round(item.nearness, 1) for item in found.items}

        def whole() -> set[str]:
            return {key for key, digest in engine.digests(index) if digest}

        with pytest.raises(EngineUnavailable, match="lost vectors"):
            near("water")
        assert whole() == {"1"}
        # A work that is put now does not give its vector to those that lost theirs.
        engine.put(index, [works["4"]])
        assert whole() == {"1", "4"}
        assert near("school")["4"] == near("water")["1"] == 1
        assert near("school")["2"] == near("school")["3"] == 0
        engine.put(index, [works["2"], works["3"]])
        assert whole() == works.keys()
        assert all(near(text)[key] == 1 for key, text in words.items())

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
