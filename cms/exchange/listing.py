"""A search read for feeds and exports: more of it at once than a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.translation import get_language

from cms.core import access
from cms.core.models import Work
from search import parameters
from search.query import search
from search.request import SearchRequest

from . import items
from .items import Item


@dataclass(frozen=True, slots=True)
class Listing:
    """The beginning of a result: its items in order, of how many there are."""

    asked: SearchRequest
    items: tuple[Item, ...]
    total: int

    @property
    def licensed(self) -> tuple[Item, ...]:
        """Those that may be taken along."""
        return tuple(item for item in self.items if item.harvestable)

    @property
    def left_out(self) -> int:
        """How many of the items may not, for want of a licence."""
        return len(self.items) - len(self.licensed)


def of(request: HttpRequest, most: int, **changes: str) -> Listing:
    """The first `most` results of the search that an address asks for, whatever page it names."""
    audience = access.reader_of(request).audience
    asked = parameters.read(request.GET, lang=get_language(), audience=audience, page_size=most)
    wanted = replace(asked.request, page=1, **changes)  # type: ignore[arg-type]
    response = search(wanted)
    ids = [int(hit.id) for hit in response.hits]
    found: Mapping[int, Item] = items.read(Work.objects.filter(pk__in=ids), audience)
    shown = tuple(found[pk] for pk in ids if pk in found)
    return Listing(wanted, shown, response.total)
