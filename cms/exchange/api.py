"""Works and records as JSON, read only, with the rights of a page: `/api/v1/works` and
`/api/v1/records/<kind>`. What is asked and answered is described in `api_description`."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from cms.core import access, works
from cms.core.models import Work
from cms.core.templatetags.medina import field_lang
from cms.core.works import Kind
from cms.network.kinds import PageKind
from cms.network.models import WorkPage
from search import programs
from search.programs import Refused, varying

from . import items, withdrawal
from .items import Item, full, name_for, names

PAGE_SIZE = 20
MOST_ON_A_PAGE = 100
MOST_PAGES = 100_000


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Refused(name)
    return int(text)


@programs.read_only
def works_list(request: HttpRequest) -> HttpResponse:
    """Works that the reader may read, in the order in which they came."""
    return _answer(request, lambda lang: _page(request, _works(request), lang))


@programs.read_only
def records_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Records of one kind."""
    return _answer(request, lambda lang: _page(request, _records(request, kind), lang))


@programs.read_only
def work(request: HttpRequest, work_id: int) -> HttpResponse:
    """One work by its permanent number."""
    return _answer(request, lambda lang: _one(request, work_id, lang, None))


@programs.read_only
def record(request: HttpRequest, kind: str, work_id: int) -> HttpResponse:
    """One record by its permanent number."""
    return _answer(request, lambda lang: _one(request, work_id, lang, kind))


def _works(request: HttpRequest) -> Any:
    """Rows of the works that the reader may read, of one kind if so asked."""
    readable = access.readable(WorkPage.objects.live(), access.reader_of(request).audience)
    rows = Work.objects.filter(key__in=readable.order_by().values("translation_key"))
    wanted = request.GET.get("kind")
    if wanted is not None:
        if wanted not in {kind.name for kind in works.kinds() if isinstance(kind, PageKind)}:
            raise Refused("kind")
        rows = rows.filter(kind=wanted)
    return rows.order_by("pk")


def record_kinds() -> dict[str, Kind]:
    """The kinds of record, by name."""
    return {kind.name: kind for kind in works.kinds() if not isinstance(kind, PageKind)}


def _records(request: HttpRequest, name: str) -> Any:
    kind = record_kinds().get(name)
    if kind is None:
        raise Missing
    readable = kind.readable(access.reader_of(request).audience)
    return Work.objects.filter(key__in=readable.order_by().values("key")).order_by("pk")


class Missing(Exception):
    """What was asked for is not there for this reader."""


def _page(request: HttpRequest, rows: Any, lang: str) -> dict[str, Any]:
    number = _number(request, "page", 1, MOST_PAGES)
    size = _number(request, "page_size", PAGE_SIZE, MOST_ON_A_PAGE)
    page = Paginator(rows, size).get_page(number)
    listed = list(page.object_list) if page.number == number else []
    found = items.read(listed, access.reader_of(request).audience)
    return {
        "total": page.paginator.count,
        "page": number,
        "pages": page.paginator.num_pages,
        "next": _next(request, number + 1) if number < page.paginator.num_pages else None,
        "items": [describe(found[row.pk], lang) for row in listed if row.pk in found],
    }


def _next(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return full(f"{request.path}?{query.urlencode()}")


def _one(request: HttpRequest, work_id: int, lang: str, kind: str | None) -> Any:
    row = Work.objects.filter(pk=work_id).first() if work_id <= works.MOST_NUMBER else None
    if row is None or (kind is not None and row.kind != kind):
        raise Missing
    if (row.kind in record_kinds()) != (kind is not None):
        raise Missing
    if row.merged_into_id:
        kept = Work.objects.get(pk=row.merged_into_id)
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(address(kept.pk, kept.kind) + query)
    item = items.read([row], access.reader_of(request).audience).get(row.pk)
    if item is not None:
        return describe(item, lang)
    trace = withdrawal.of(row)
    if trace is None or trace.withdrawn is None:
        raise Missing
    gone = {
        "error": _("This work has been withdrawn"),
        "title": trace.title or None,
        "title_lang": trace.title_language if trace.title else None,
        "withdrawn": trace.withdrawn.isoformat(timespec="seconds"),
        "reason": trace.reason or None,
        "reason_lang": field_lang(trace, "reason") if trace.reason else None,
    }
    return JsonResponse(gone, status=410)


def address(work_id: int, kind: str) -> str:
    """The path of a work or record in this interface."""
    if kind in record_kinds():
        return reverse("exchange_api:record", args=[kind, work_id])
    return reverse("exchange_api:work", args=[work_id])


def _answer(request: HttpRequest, make: Any) -> HttpResponse:
    """Answers in the language asked for; 304 where the client has it already."""
    try:
        response = programs.answer(request, make)
    except Missing:
        with translation.override(programs.language(request)):
            return varying(JsonResponse({"error": _("There is nothing here")}, status=404))
    if response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    # Without a date: what becomes private, goes or is called otherwise elsewhere changes an answer
    # and no date in it.
    return varying(get_conditional_response(request, etag, None, response) or response)


def describe(item: Item, lang: str) -> dict[str, Any]:
    """An item for a program that prefers a language."""
    shown = item.language_for(lang)
    return {
        "id": item.id,
        "kind": item.kind.name,
        "url": item.permanent(lang),
        "api": full(address(item.id, item.kind.name)),
        "title": item.title_for(lang),
        "title_lang": shown,
        "summary": item.summary_for(lang) or None,
        "editions": [
            {
                "lang": code,
                "title": item.titles[code],
                "summary": item.summaries.get(code),
                "url": item.address(code),
            }
            for code in item.languages
        ],
        "date": item.date or None,
        "modified": _iso(item.modified),
        "licence": {"id": item.licence, "url": item.licence_address} if item.licence else None,
        "codes": [
            {
                "scheme": code.scheme,
                "code": code.code,
                "label": str(code.label) or None,
                "url": code.url or None,
            }
            for code in item.codes
        ],
        "authors": item.authors,
        "publisher": _related(item.publisher, lang) if item.publisher else None,
        **{
            relation: [_related(row, lang) for row in item.to(relation)]
            for relation in items.RELATIONS
            if relation != "files"
        },
        "files": [
            {
                "title": file.title,
                "lang": file.language,
                "pages": file.page_count,
                "licence": file.licence or None,
                # No download without a licence.
                "url": full(file.url) if file.licence else None,
            }
            for file in item.files
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _related(row: Any, lang: str) -> dict[str, Any]:
    return {
        "name": name_for(row, lang),
        "names": names(row),
        "url": full(row.get_absolute_url()),
        "uri": getattr(row, "uri", "") or None,
    }
