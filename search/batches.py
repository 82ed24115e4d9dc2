"""Work in parts: rows and texts are handled some at a time, so that memory does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Items in tuples of at most that size (`itertools.batched`, from Python 3.12)."""
    rest = iter(items)
    while part := tuple(islice(rest, size)):
        yield part
