"""Tags that put descriptions, feeds and exports on the pages of works, records and searches."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.core import access, works
from cms.core.models import Work
from search import parameters
from search.request import SearchRequest

from .. import items, schema_org
from ..formats import FORMATS

register = template.Library()


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString | str:
    """The schema.org description of the work or record that the page shows.

    A block of data, which no content security policy forbids: it is not run. Nothing in the
    preview of what has no address yet.
    """
    item = _item_of(context.flatten())
    if item is None:
        return ""
    lang = item.row.language if item.is_work else get_language()
    text = schema_org.script_text(schema_org.describe(item, lang))
    return format_html('<script type="application/ld+json">{}</script>', text)


def _item_of(context: Any) -> items.Item | None:
    """The item of a page, from what its view has read: without a query of its own."""
    request = context.get("request")
    if request is None:
        return None
    reader = access.reader_of(request)
    work = context.get("work")
    if isinstance(work, Work) and "editions" in context:
        return items.of_page(context, reader) if work.pk and context["editions"] else None
    record, number = context.get("record"), _number(context.get("permanent_address", ""))
    if record is None or number is None:
        return None
    kind = works.kind(record.work_kind)
    row = Work(pk=number, key=record.key, kind=kind.name)
    return items.of_record(kind, row, record, items.related_in(record, context), reader)


def _number(address: str) -> int | None:
    """The number in a permanent address."""
    last = address.rstrip("/").rpartition("/")[2]
    return int(last) if last.isdecimal() else None


@register.inclusion_tag("exchange/_cite.html", takes_context=True)
def cite(context: template.Context) -> dict[str, Any]:
    """Links to a work in formats of reference managers; nothing without a licence."""
    shown = context.get("page") or context.get("record")
    number = _number(context.get("permanent_address", "") or _address(context.get("work")))
    if number is None or not getattr(shown, "licence", ""):
        return {"links": []}
    return {
        "links": [
            (each.label, reverse("exchange:work", args=[number, name]))
            for name, each in FORMATS.items()
        ]
    }


def _address(work: Any) -> str:
    return work.get_absolute_url() if isinstance(work, Work) and work.pk else ""


@register.simple_tag
def search_feed(asked: SearchRequest, name: str) -> str:
    """The address of the feed (`atom` or `rss`) of a search."""
    query = parameters.address(asked, sort="relevance")
    return reverse(f"exchange:{name}") + ("" if query == "?" else query)


@register.simple_tag
def search_export(asked: SearchRequest) -> str:
    """The address of the page that exports the results of a search."""
    query = parameters.address(asked)
    return reverse("exchange:results") + ("" if query == "?" else query)
