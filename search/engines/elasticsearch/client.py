"""The connection to Elasticsearch, and what its refusals mean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from elasticsearch import ApiError, ConnectionError, ConnectionTimeout, Elasticsearch

from search.engines.base import EngineUnavailable

#: Answers that say "not now" or "not you" rather than "this request is wrong".
_UNAVAILABLE = {401, 403, 404, 408, 429, 502, 503, 504}


def client() -> Elasticsearch:
    """The client of this process: a connection must not cross a fork."""
    return _client(
        os.getpid(),
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_USER,
        settings.ELASTICSEARCH_PASSWORD,
    )


@lru_cache(maxsize=4)
def _client(_pid: int, url: str, user: str, password: str) -> Elasticsearch:
    """One client for each process and address. Several addresses are separated by commas."""
    return Elasticsearch(
        [address.strip() for address in url.split(",")],
        basic_auth=(user, password) if user else None,
        request_timeout=30,
        max_retries=2,
        retry_on_timeout=True,
    )


@contextmanager
def reachable() -> Iterator[None]:
    """Turns failures of the service into `EngineUnavailable`; lets errors of ours through."""
    try:
        yield
    except (ConnectionError, ConnectionTimeout) as error:
        raise EngineUnavailable(f"Elasticsearch cannot be reached: {error}") from error
    except ApiError as error:
        if error.status_code in _UNAVAILABLE:
            raise EngineUnavailable(f"Elasticsearch refuses: {error}") from error
        raise
