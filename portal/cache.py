"""Redis as a cache that pages do without."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError, RedisError, TimeoutError

logger = logging.getLogger(__name__)

#: Seconds for which a process does without a Redis that it could not reach: a page that
#: looks into the cache ten times waits once.
PAUSE = 5


class ForgivingRedisCache(RedisCache):
    """Redis as a cache: while it is away, nothing is found in it and nothing is kept.

    No page fails for it. `add` answers True meanwhile, as if its key were new:
    what it guards against doing twice is then done twice rather than not at all.
    """

    #: When each address may be tried again. A process has a cache for each of its threads.
    _away_until: ClassVar[dict[str, float]] = {}

    def __init__(self, server, params):
        super().__init__(server, params)
        self._address = str(server)

    def _try(self, missed: Any, operation: Callable[..., Any], *args, **kwargs) -> Any:
        if monotonic() < self._away_until.get(self._address, 0):
            return missed
        try:
            return operation(*args, **kwargs)
        except RedisError as problem:
            logger.warning("cache not reached: %r", problem)
            if isinstance(problem, ConnectionError | TimeoutError):
                self._away_until[self._address] = monotonic() + PAUSE
            return missed

    def add(self, *args, **kwargs):
        return self._try(True, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._try(default, super().get, key, default, version)

    def set(self, *args, **kwargs):
        return self._try(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._try(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._try(False, super().delete, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._try({}, super().get_many, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._try(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._try(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._try(False, super().has_key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._try(delta, super().incr, key, delta, version)

    def clear(self):
        return self._try(False, super().clear)
