"""Where documents come from: content registers itself here, search imports none of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .documents import WorkDocument
from .request import Hit, SearchRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """How a hit is shown to a reader: read from the database, allowed for that reader.

    `languages` are those in which the work can be read; `by_edition` says that each of
    them is an edition of its own, which may be withdrawn or private by itself. `url` leads
    to the best edition for the reader's language. `checked`: peers have checked the work.
    """

    id: str
    kind: str
    kind_label: str
    title: str
    title_lang: str
    url: str
    summary: str = ""
    summary_lang: str = ""
    place: str = ""
    date_label: str = ""
    languages: tuple[str, ...] = ()
    by_edition: bool = False
    checked: bool = False


class Source(Protocol):
    """What the content side promises to the search side."""

    def ids(self) -> Iterator[str]:
        """Identifiers of every work that some audience may find, in a stable, resumable order."""

    def kinds(self) -> Mapping[str, bool]:
        """Every kind of work that is searched, and whether its works are written in editions."""

    def build(self, ids: Sequence[str], audience: str) -> list[WorkDocument]:
        """Documents of those works that the audience may read; the others are left out.

        The number of SQL queries does not depend on the number of ids.
        """

    def show(self, ids: Sequence[str], audience: str, lang: str) -> Mapping[str, Shown]:
        """Rows re-read from the database, of the works that are live and allowed."""

    def readable_files(self, ids: Collection[str], audience: str) -> Collection[str]:
        """Those of the files that are there and allowed for the audience."""

    def file_url(self, file: str, page: int | None) -> str:
        """Address of a file at a page."""

    def work_url(self, work: str, lang: str) -> str:
        """Address that leads to a work in a language it can be read in."""

    def labels(self, facet: str, values: Sequence[str], lang: str) -> Mapping[str, str]:
        """Labels of facet values in a language."""

    def renamed(self, filters: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
        """Chosen values by facet, with those that have got another name by that name."""

    def themes(self, slugs: Sequence[str], audience: str, lang: str) -> Mapping[str, Shown]:
        """How concepts of the thesaurus are shown, by the identifier that `concepts` gives."""

    def find_in_database(self, request: SearchRequest) -> tuple[list[Hit], int, bool]:
        """A plain database search, for when the engine is down: (one page of hits, how many it
        found, whether there are rows that it did not look at)."""

    def concepts(self, audience: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The thesaurus: concept identifier to language to labels, whether preferred,
        alternative or hidden."""


_source: Source | None = None


def register(source: Source) -> None:
    """Names the one source of works; called once, from an app's `ready()`."""
    global _source
    _source = source


def source() -> Source:
    """The registered source. Raises RuntimeError where no app has registered one."""
    if _source is None:
        raise RuntimeError("no source of works is registered with search.sources")
    return _source
