"""Short lists of works on the pages of others, read in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.query import PageQuerySet

from cms.core import access, works
from cms.core.models import Work
from cms.core.works import best_language
from cms.network.models import WorkPage
from search.sources import Shown


def best_editions(pages: PageQuerySet, request: HttpRequest) -> list[tuple[Any, Shown]]:
    """The works of these editions that this reader may read, in their order, in one query.

    Each is the edition that suits the reader best, with how a list shows it, without its place.
    """
    reader, lang = access.reader_of(request), get_language()
    work = Work.objects.filter(key=OuterRef("translation_key"))
    families: dict[int, dict[str, Any]] = {}
    for page in (
        pages.live()
        .select_related("locale")
        .annotate(identity=Subquery(work.values("pk")), kind=Subquery(work.values("kind")))
    ):
        if page.identity and reader.may_read_page(page):
            families.setdefault(page.identity, {})[page.language] = page
    found = []
    for identity, editions in families.items():
        best = best_language(editions, lang)
        page = editions[best]
        shown = Shown(
            id=str(identity),
            kind=page.kind,
            kind_label=str(works.kind(page.kind).label),
            title=page.title,
            title_lang=best,
            url=page.get_url(request) if best == lang else reverse("work", args=[identity]),
            summary=page.summary,
            summary_lang=best,
            date_label=page.date_label,
            languages=tuple(code for code, _name in settings.LANGUAGES if code in editions),
            by_edition=True,
        )
        found.append((page, shown))
    return found


def editions_shown(pages: PageQuerySet, request: HttpRequest) -> list[Shown]:
    """The works of these editions that this reader may read, as lists show them, in one query."""
    return [shown for _page, shown in best_editions(pages, request)]


def works_shown(rows: Sequence[Work], request: HttpRequest) -> list[Shown]:
    """Works and records of any kind that this reader may read, in the order given.

    One query for all works written as pages, and those of a list for each kind of record.
    """
    audience, lang = access.reader_of(request).audience, get_language()
    of_pages = [row.key for row in rows if issubclass(works.kind(row.kind).model, WorkPage)]
    pages = WorkPage.objects.filter(translation_key__in=of_pages)
    found = {item.id: item for item in editions_shown(pages, request)} if of_pages else {}
    for name in dict.fromkeys(row.kind for row in rows if row.key not in of_pages):
        of_kind = [row for row in rows if row.kind == name]
        found.update(works.kind(name).show(of_kind, audience, lang))
    return [found[str(row.pk)] for row in rows if str(row.pk) in found]
