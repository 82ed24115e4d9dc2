"""What loaders of works have in common: links to works, rows of facts and of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from cms.core.models import Work
from cms.network.models import WorkPage

from . import sources


@cache
def _source_languages() -> Mapping[tuple[str, str], str]:
    return {(work.kind, work.slug): work.source_language for work in sources.works()}


def identity(name: str | None) -> Work | None:
    """The permanent identity of the work of the sample named 'kind/slug', loaded yet or not."""
    if not name:
        return None
    kind, slug = name.split("/")
    language = _source_languages().get((kind, slug))
    if language is None:
        raise ValueError(f"unknown work: {name}")
    work, _made = Work.objects.get_or_create(
        key=sources.key(kind, slug), defaults={"kind": kind, "source_language": language}
    )
    return work


def fact_rows(
    page: WorkPage, relation: str, model: type, entries: Iterable[Any], values: Callable
) -> None:
    """Writes child rows that hold facts only; `values` gives the columns of an entry."""
    rows = [model(sort_order=order, **values(entry)) for order, entry in enumerate(entries)]
    setattr(page, relation, rows)


def worded_rows(
    page: WorkPage,
    relation: str,
    model: Any,
    words: Sequence[Mapping[str, Any]],
    facts: Sequence[Mapping[str, Any]] | None,
) -> None:
    """Writes the words of child rows that mix facts and words.

    The first edition makes the rows from `facts`, as many as there are entries of words;
    for translations, whose rows are there, `facts` is None.
    """
    if facts is not None:
        shared = facts or [{} for _entry in words]
        rows = [
            model(locale=page.locale, sort_order=order, **entry)
            for order, entry in enumerate(shared)
        ]
    else:
        rows = sorted(getattr(page, relation).all(), key=lambda row: row.sort_order)
    for row, entry in zip(rows, words, strict=True):
        row.locale = page.locale
        for column in model.word_columns:
            setattr(row, column, str(entry.get(column) or ""))
    setattr(page, relation, rows)


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
