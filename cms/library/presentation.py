"""Short lists of works on the pages of others, read in few queries."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.query import PageQuerySet

from cms.core import access, works
from cms.core.models import Work
from cms.network.models import WorkPage
from cms.network.presentation import best_editions
from search.sources import Shown


def editions_shown(pages: PageQuerySet, request: HttpRequest) -> list[Shown]:
    """The works of these editions that this reader may read, as lists show them, in one query."""
    return [shown for _page, shown in best_editions(pages, request)]


def works_shown(rows: Sequence[Work], request: HttpRequest) -> list[Shown]:
    """Works and records of any kind that this reader may read, in the order given.

    One query for all works written as pages, and those of a list for each kind of record.
    """
    reader, lang = access.reader_of(request), get_language()
    of_pages = [row.key for row in rows if issubclass(works.kind(row.kind).model, WorkPage)]
    pages = WorkPage.objects.filter(translation_key__in=of_pages)
    found = {item.id: item for item in editions_shown(pages, request)} if of_pages else {}
    for name in dict.fromkeys(row.kind for row in rows if row.key not in of_pages):
        of_kind = [row for row in rows if row.kind == name]
        found.update(works.kind(name).show(of_kind, reader, lang))
    return [found[str(row.pk)] for row in rows if str(row.pk) in found]
