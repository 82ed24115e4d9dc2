"""The kinds of work and record the portal holds, each registered by its app.

A kind knows how its works become search documents and how they are shown in a
list; everything that handles "any work" goes through this registry.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from search.documents import WorkDocument
from search.language import preference
from search.sources import Shown

from .access import Reader
from .models import Work

#: what a database can count to
MOST_NUMBER = 2**63 - 1


def best_language(available: Iterable[str], lang: str) -> str:
    """Of the languages available, the one that suits a reader of `lang` best ('' if none)."""
    present = set(available)
    return next((code for code in preference(lang) if code in present), "")


@dataclass(frozen=True, slots=True)
class Code:
    """A place in a list that others keep: what a work is called there or, with a `label`, what
    it is filed under. `list_url` is where the list of labels stands, `url` where the entry is
    shown."""

    scheme: str
    code: str
    label: Any = ""
    list_url: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind(ABC):
    """One kind of work. `label` and `plural` are shown to readers; `searchable`
    kinds are indexed."""

    name: str
    label: Any
    plural: Any
    model: Any
    searchable: bool = True
    #: the type at https://schema.org/ as which its pages describe themselves to machines
    schema_type: str = "CreativeWork"

    #: whether works are written in editions, one for each language
    by_edition: ClassVar[bool] = False
    #: column of the model that holds the key of the work
    key_column: ClassVar[str] = "key"

    @abstractmethod
    def live(self) -> QuerySet:
        """Rows that readers may see, privacy apart."""

    def readable(self, audience: str) -> QuerySet:
        """Rows that an audience may read."""
        return self.live()

    @abstractmethod
    def text_columns(self) -> list[str]:
        """Columns of a plain database search."""

    @abstractmethod
    def documents(self, works: Sequence[Work], audience: str) -> list[WorkDocument]:
        """Search documents of the works that the audience may read."""

    def schema_properties(self, row: Any) -> dict[str, Any]:
        """What this kind adds to the schema.org description of a row (an edition or a record)."""
        return {}

    def codes(self, row: Any) -> Iterable[Code]:
        """Where a row (an edition or a record) stands in lists that others keep."""
        return ()

    @property
    def shelf(self) -> str:
        """Kinds of the same shelf are shown by one call of `show`, to save queries."""
        return self.name

    @abstractmethod
    def show(self, works: Sequence[Work], reader: Reader, lang: str) -> Mapping[str, Shown]:
        """How works of this shelf are shown in a list, by identifier; those not readable
        are left out."""

    @abstractmethod
    def respond(self, request: HttpRequest, work: Work, lang: str) -> HttpResponse:
        """Answers the permanent address: the best edition, or where it is. Raises Http404."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind known; called in an app's `ready()`."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())


def kind(name: str) -> Kind:
    """The kind of that name. Raises KeyError."""
    return _kinds[name]


def by_kind(ids: Iterable[str | int]) -> dict[Kind, list[Work]]:
    """The works of these identifiers, grouped by kind; unknown identifiers are left out."""
    numbers = (int(i) for i in ids if str(i).isdigit())
    wanted = [number for number in numbers if number <= MOST_NUMBER]
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in Work.objects.filter(pk__in=wanted):
        groups[work.kind].append(work)
    return {_kinds[name]: works for name, works in groups.items() if name in _kinds}


def show(ids: Sequence[str | int], reader: Reader, lang: str) -> list[Shown]:
    """Works as shown in a list, in the order asked; those that the reader may not read are
    left out."""
    shelves: dict[str, tuple[Kind, list[Work]]] = {}
    for each, works in by_kind(ids).items():
        shelves.setdefault(each.shelf, (each, []))[1].extend(works)
    found: dict[str, Shown] = {}
    for first, works in shelves.values():
        found.update(first.show(works, reader, lang))
    return [found[str(i)] for i in ids if str(i) in found]
