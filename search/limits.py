"""What is too long to be found whole, so that editors can be told."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .documents import WorkDocument
from .engines.base import IndexedWork
from .passages import MOST_IN_A_FILE, MOST_IN_A_WORK, SIZE, STEP

__all__ = ["MOST_IN_A_FILE", "MOST_IN_A_WORK", "SIZE", "count", "left_out", "too_long"]


def count(text: str) -> int:
    """How many passages a text is cut into."""
    words = len(text.split())
    return min(words, 1) + max(0, -((SIZE - words) // STEP))


def too_long(pages: Iterable[str]) -> bool:
    """Whether the pages of a file are cut into more passages than are taken from one."""
    return sum(map(count, pages)) > MOST_IN_A_FILE


def left_out(document: WorkDocument, work: IndexedWork) -> int:
    """How many passages of a document were beyond the limits when it became a work of an
    index: no search finds them."""
    runs = groupby(document.texts, lambda text: (text.lang, text.file, text.page))
    there = sum(count("\n".join(text.text for text in texts)) for _place, texts in runs)
    # Page 0 holds title and summary, which are always taken.
    return there - sum(1 for passage in work.passages if passage.page != 0)
