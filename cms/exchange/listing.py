"""A search read for feeds and exports: more of it at once than a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import DraftStateMixin

from cms.core import access, works
from cms.core.models import Work
from search import parameters
from search.query import search
from search.request import SearchRequest, SearchResponse

from . import items
from .away import SearchAway
from .items import Item

#: Passages looked at in each list for a feed: of what answers best not only the newest few tell.
DEPTH = 400


@dataclass(frozen=True, slots=True)
class Listing:
    """The beginning of a result: its items in order, of how many there are, and whether there
    may be more."""

    asked: SearchRequest
    items: tuple[Item, ...]
    total: int
    more: bool = False

    @property
    def licensed(self) -> tuple[Item, ...]:
        """Those that may be taken along."""
        return tuple(item for item in self.items if item.harvestable)

    @property
    def left_out(self) -> int:
        """How many of the items may not, for want of a licence."""
        return len(self.items) - len(self.licensed)


def of(request: HttpRequest, most: int, **changes: Any) -> Listing:
    """The first `most` results of the search that an address asks for, whatever page it names.
    Raises SearchAway."""
    return _listing(*_found(request, most, **changes))


def newest(request: HttpRequest, most: int) -> tuple[Listing, dict[int, datetime]]:
    """The `most` results of a search that were published last in the portal, whatever the dates
    of the works themselves, the latest first; and when each result was. Raises SearchAway."""
    wanted, response = _found(request, most, sort="added", depth=DEPTH)
    return _listing(wanted, response), _published(_ids(response), wanted.audience)


def _published(ids: Sequence[int], audience: str) -> dict[int, datetime]:
    """When works were first published in the portal, in an edition that the audience may read."""
    found: dict[int, datetime] = {}
    for kind, group in works.by_kind(ids).items():
        moments: dict[Any, datetime | None] = {}
        if issubclass(kind.model, DraftStateMixin):
            keys = {f"{kind.key_column}__in": [work.key for work in group]}
            rows = kind.readable(audience).filter(**keys).order_by().values_list(kind.key_column)
            moments = dict(rows.annotate(Min("first_published_at")))
        found.update((work.pk, moments.get(work.key) or work.created) for work in group)
    return found


def _found(request: HttpRequest, most: int, **changes: Any) -> tuple[SearchRequest, SearchResponse]:
    """The search that an address asks for, and its first `most` results. Raises SearchAway where
    they would be what a search of the database finds instead."""
    audience = access.reader_of(request).audience
    asked = parameters.read(request.GET, lang=get_language(), audience=audience, page_size=most)
    wanted = replace(asked.request, page=1, **changes)
    response = search(wanted)
    if response.limited == "database":
        raise SearchAway
    return wanted, response


def _ids(response: SearchResponse) -> list[int]:
    return [int(hit.id) for hit in response.hits]


def _listing(asked: SearchRequest, response: SearchResponse) -> Listing:
    found = _read(_ids(response), asked.audience)
    return Listing(asked, found, response.total, response.more)


def _read(ids: Sequence[int], audience: str) -> tuple[Item, ...]:
    """The works as items, in the same order; those that the audience may not read left out."""
    found = items.read(Work.objects.filter(pk__in=ids), audience)
    return tuple(found[pk] for pk in ids if pk in found)
