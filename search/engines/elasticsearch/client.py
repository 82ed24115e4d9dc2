"""The connection to Elasticsearch, and what its refusals mean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from elastic_transport.client_utils import DEFAULT
from elasticsearch import (
    ApiError,
    ConnectionError,
    ConnectionTimeout,
    Elasticsearch,
    OrjsonSerializer,
)

from search.engines.base import EngineUnavailable

#: Answers that say "not now" or "not you" rather than "this request is wrong". A search
#: while shards recover is answered with 500, a write to a full disk with 403.
UNAVAILABLE = frozenset({401, 403, 404, 408, 429, 500, 502, 503, 504})
#: Those that may be over at the next try, with a node lost or shards on their way.
PASSING = frozenset({500, 502, 503})
#: Seconds that a reader waits: beyond them the database is searched.
READING = 5
#: Seconds for requests that nobody waits for: writing, and reading everything.
PATIENT = 120


def client(seconds: float = READING) -> Elasticsearch:
    """The client of this process, for what a reader waits for, at most so long. Others are tried
    where a node refuses, but not after the time is over: two, since a node that was lost a second
    ago is tried once more."""
    return _of_this_process().options(
        request_timeout=seconds, max_retries=2, retry_on_timeout=False
    )


def patient() -> Elasticsearch:
    """The client of this process, for what takes as long as it takes."""
    return _of_this_process().options(request_timeout=PATIENT, max_retries=2, retry_on_timeout=True)


def _of_this_process() -> Elasticsearch:
    """A connection must not cross a fork."""
    return _client(
        os.getpid(),
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_USER,
        settings.ELASTICSEARCH_PASSWORD,
        settings.ELASTICSEARCH_CA,
    )


@lru_cache(maxsize=4)
def _client(_pid: int, url: str, user: str, password: str, authority: str) -> Elasticsearch:
    """One client for each process and address. Several addresses are separated by commas."""
    return Elasticsearch(
        [address.strip() for address in url.split(",")],
        basic_auth=(user, password) if user else None,
        ca_certs=authority or DEFAULT,
        # Vectors and answers are long: the usual one takes milliseconds for them.
        serializer=OrjsonSerializer(),
    )


@contextmanager
def reachable() -> Iterator[None]:
    """Turns failures of the service into `EngineUnavailable`; lets errors of ours through."""
    try:
        yield
    except (ConnectionError, ConnectionTimeout) as error:
        raise EngineUnavailable(f"Elasticsearch cannot be reached: {error}") from error
    except ApiError as error:
        if error.status_code in UNAVAILABLE:
            raise EngineUnavailable(f"Elasticsearch refuses: {error}") from error
        raise
