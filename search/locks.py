"""One process at a time: an advisory lock on PostgreSQL, a file lock on other databases."""

from __future__ import annotations

import threading
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from filelock import FileLock, Timeout

# Advisory locks can be taken twice by one connection, so a process first asks itself.
_here: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Whether this is the only holder of the lock now. Never waits.

    The lock ends with the process or its database connection, however that ends.
    """
    if not _here[name].acquire(blocking=False):
        yield False
        return
    try:
        lock = _on_postgresql if connection.vendor == "postgresql" else _on_files
        with lock(name) as mine:
            yield mine
    finally:
        _here[name].release()


@contextmanager
def _on_postgresql(name: str) -> Iterator[bool]:
    key = zlib.crc32(f"medina.search.{name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _on_files(name: str) -> Iterator[bool]:
    directory = Path(settings.SEARCH_INDEX_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    lock = FileLock(directory / f".{name}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
