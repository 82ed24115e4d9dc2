"""Fixtures for tests of the index against a real database and each real engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from search import sources
from search.documents import AUDIENCES
from search.engines import engine
from search.models import Generation

from .embedding_service import EmbeddingServer
from .library import Library


def drop_indexes() -> None:
    """Drops the indexes of every generation that a test has made."""
    for generation in Generation.objects.all():
        for audience in AUDIENCES:
            engine().drop(generation.index(audience))


@pytest.fixture
def library() -> Iterator[Library]:
    """An empty library, registered as the source of works for the time of the test."""
    before = sources._source
    made = Library()
    sources.register(made)
    yield made
    sources._source = before


@pytest.fixture(params=["embedded", "elasticsearch"])
def each_engine(request, settings, tmp_path) -> str:
    """Runs a test on the embedded engine and on Elasticsearch, by words alone."""
    settings.SEARCH_ENGINE = request.param
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_EMBEDDER = "none"
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    return request.param


@pytest.fixture
def index(db, each_engine, library) -> Iterator[None]:
    """A database and an engine without any generation; what the test makes is dropped."""
    yield
    drop_indexes()


@pytest.fixture
def service(settings) -> Iterator[EmbeddingServer]:
    """An outside service of embeddings in place of the packaged models."""
    server = EmbeddingServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SEARCH_EMBEDDER = "service"
    settings.SEARCH_EMBEDDER_URL = server.url
    settings.SEARCH_EMBEDDER_KEY = "secret"
    settings.SEARCH_EMBEDDER_MODEL = "some-model"
    yield server
    server.shutdown()
    server.server_close()
