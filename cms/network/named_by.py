"""Who names a work: told before an edition of it is deleted, alone or with others.

A link between works names their permanent identity, so that Wagtail, which counts what refers to
a page, counts none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from wagtail.models import Page, ReferenceIndex

from cms.core.works import best_language

from .models import WorkPage

#: titles that a message names
TITLES = 5


def titles(pages: Sequence[WorkPage], lang: str) -> list[str]:
    """Titles of the other works that name the works of some pages, each once and in the language
    that suits best."""
    base = ContentType.objects.get_for_model(Page)
    numbers: set[int] = set()
    for work in {page.work for page in pages if page.work.pk}:
        references = ReferenceIndex.get_references_to(work).filter(base_content_type=base)
        numbers.update(int(number) for number in references.values_list("object_id", flat=True))
    sources = WorkPage.objects.filter(pk__in=numbers).select_related("locale")
    editions: dict[UUID, dict[str, str]] = {}
    for source in sources.exclude(translation_key__in={page.translation_key for page in pages}):
        known = editions.setdefault(source.translation_key, {})
        known[source.locale.language_code] = source.title
    return sorted(each[best_language(each, lang)] for each in editions.values())


def tell(request: HttpRequest, *pages: Page) -> None:
    """Tells who is about to delete works which other works lead to them."""
    works = [page for page in (each.specific for each in pages) if isinstance(page, WorkPage)]
    if request.method != "GET" or not works:
        return
    found = titles(works, get_language() or "")
    if not found:
        return
    if len({page.translation_key for page in works}) == 1:
        said = ngettext(
            "%(count)d other work leads to this one: %(titles)s",
            "%(count)d other works lead to this one: %(titles)s",
            len(found),
        )
    else:
        said = ngettext(
            "%(count)d other work leads to these: %(titles)s",
            "%(count)d other works lead to these: %(titles)s",
            len(found),
        )
    shown = " · ".join(found[:TITLES]) + (" …" if len(found) > TITLES else "")
    messages.warning(request, said % {"count": len(found), "titles": shown})
