"""Child rows that mix facts, from `facts`, and words, from each edition, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cms.network.models import WorkPage


def set_words_of_rows(
    page: WorkPage,
    name: str,
    model: type,
    entries: Sequence[Mapping[str, Any]],
    first: bool,
) -> None:
    """Writes the words of the child rows `name`; `first` makes the rows that others translate.

    Raises ValueError where an edition has words for more or fewer rows than there are.
    """
    if first:
        rows = [model(sort_order=order) for order, _entry in enumerate(entries)]
    else:
        rows = sorted(getattr(page, name).all(), key=lambda row: row.sort_order)
    for row, entry in zip(rows, entries, strict=True):
        row.locale = page.locale
        for column in model.word_columns:
            setattr(row, column, str(entry.get(column) or "").strip())
    setattr(page, name, rows)


def set_facts_of_rows(page: WorkPage, name: str, facts: Iterable[Mapping[str, Any]]) -> None:
    """Writes what all editions share into rows made before. Raises ValueError as above."""
    rows = sorted(getattr(page, name).all(), key=lambda row: row.sort_order)
    for row, values in zip(rows, facts, strict=True):
        for column, value in values.items():
            setattr(row, column, value)
    setattr(page, name, rows)
