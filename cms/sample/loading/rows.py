"""What loaders of works have in common: sections of text, and rows that mix words and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cms.network.models import WorkPage

from .sources import rich


def set_sections(page: WorkPage, edition: Mapping[str, Any]) -> None:
    """Writes the sections of running text that the kind of work has."""
    for name, _label in page.word_fields:
        setattr(page, name, rich(edition.get(name)))


def set_words_of_rows(
    page: WorkPage,
    name: str,
    model: Any,
    entries: Sequence[Mapping[str, Any] | str],
    first: bool,
) -> None:
    """Writes the words of the child rows `name`; `first` makes the rows that others translate.

    An entry that is a text alone stands for the first column of words. Raises ValueError where
    an edition has words for more or fewer rows than there are.
    """
    if first:
        rows = [model(sort_order=order) for order, _entry in enumerate(entries)]
    else:
        rows = _in_order(page, name)
    for row, entry in zip(rows, entries, strict=True):
        row.locale = page.locale
        words = {model.word_columns[0]: entry} if isinstance(entry, str) else entry
        for column in model.word_columns:
            setattr(row, column, str(words.get(column) or "").strip())
    setattr(page, name, rows)


def set_facts_of_rows(page: WorkPage, name: str, facts: Iterable[Mapping[str, Any]]) -> None:
    """Writes what all editions share into rows made before. Raises ValueError as above."""
    rows = _in_order(page, name)
    for row, values in zip(rows, facts, strict=True):
        for column, value in values.items():
            setattr(row, column, value)
    setattr(page, name, rows)


def _in_order(page: WorkPage, name: str) -> list[Any]:
    return sorted(getattr(page, name).all(), key=lambda row: row.sort_order)
