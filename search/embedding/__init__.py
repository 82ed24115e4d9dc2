"""Turning text into vectors: the models in use, chosen by `settings.SEARCH_EMBEDDER`.

`full` (default) is both packaged models, or the light one alone where the other
has no build; `light` the fast one alone; `service` an outside service at
`SEARCH_EMBEDDER_URL`; `none` no model: search goes by words alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import (
    Embedder,
    EmbedderUnavailable,
    EmbeddingService,
    MultilingualE5,
    SentenceEncoder,
    TextRefused,
)

__all__ = ["Embedder", "EmbedderUnavailable", "TextRefused", "embed_query", "embedders"]


def embedders() -> tuple[Embedder, ...]:
    """The models in use, the fastest first; the same objects at each call."""
    return _embedders(
        settings.SEARCH_EMBEDDER,
        settings.SEARCH_EMBEDDER_URL,
        settings.SEARCH_EMBEDDER_KEY,
        settings.SEARCH_EMBEDDER_MODEL,
    )


@cache
def _embedders(name: str, url: str, key: str, model: str) -> tuple[Embedder, ...]:
    if name == "none":
        return ()
    if name == "light" or (name == "full" and not MultilingualE5.available()):
        return (_sentence_encoder(),)
    if name == "full":
        return (_sentence_encoder(), _multilingual_e5())
    if name == "service":
        if not (url and model):
            raise ImproperlyConfigured("SEARCH_EMBEDDER_URL and SEARCH_EMBEDDER_MODEL are needed")
        return (EmbeddingService(url, key, model),)
    raise ImproperlyConfigured(f"SEARCH_EMBEDDER is {name!r}: full, light, service or none")


@cache
def _sentence_encoder() -> Embedder:
    return SentenceEncoder()


@cache
def _multilingual_e5() -> Embedder:
    return MultilingualE5()


def embed_query(text: str) -> Mapping[str, np.ndarray]:
    """The raw vector of a query by each model: model to vector. EmbedderUnavailable
    where a model cannot be asked. What was asked lately is remembered: a reader who turns
    a page or chooses a filter asks the same again."""
    return _embedded(embedders(), text)


@lru_cache(maxsize=1_000)
def _embedded(models: tuple[Embedder, ...], text: str) -> Mapping[str, np.ndarray]:
    return {embedder.model: embedder.queries([text])[0] for embedder in models}
