"""Who names a work: told before an edition of it is deleted.

A link between works names their permanent identity, so that Wagtail, which counts what refers to
a page, counts none of them.
"""

from __future__ import annotations

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


def titles(page: WorkPage, lang: str) -> list[str]:
    """Titles of the other works that name the work of a page, each once and in the language that
    suits best."""
    if not page.work.pk:
        return []
    base = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(page.work).filter(base_content_type=base)
    numbers = [int(number) for number in references.values_list("object_id", flat=True)]
    sources = WorkPage.objects.filter(pk__in=numbers).select_related("locale")
    editions: dict[UUID, dict[str, str]] = {}
    for source in sources.exclude(translation_key=page.translation_key):
        known = editions.setdefault(source.translation_key, {})
        known[source.locale.language_code] = source.title
    return sorted(each[best_language(each, lang)] for each in editions.values())


def tell(request: HttpRequest, page: Page) -> None:
    """Tells who is about to delete a work which works lead to it."""
    work = page.specific
    if request.method != "GET" or not isinstance(work, WorkPage):
        return
    found = titles(work, get_language() or "")
    if not found:
        return
    said = ngettext(
        "%(count)d other work leads to this one: %(titles)s",
        "%(count)d other works lead to this one: %(titles)s",
        len(found),
    )
    shown = " · ".join(found[:TITLES]) + (" …" if len(found) > TITLES else "")
    messages.warning(request, said % {"count": len(found), "titles": shown})
