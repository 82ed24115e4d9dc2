"""The engines, and the one in use."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Engine


def engine() -> Engine:
    """The engine that `settings.SEARCH_ENGINE` names, one object for each process."""
    return _engine(settings.SEARCH_ENGINE)


@cache
def _engine(name: str) -> Engine:
    if name == "embedded":
        from .embedded import EmbeddedEngine

        return EmbeddedEngine()
    if name == "elasticsearch":
        from .elasticsearch import ElasticsearchEngine

        return ElasticsearchEngine()
    raise ImproperlyConfigured(f"SEARCH_ENGINE is {name!r}: 'embedded' or 'elasticsearch'")
