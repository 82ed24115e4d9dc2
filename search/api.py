"""`/api/v1/search` and `/api/v1/suggest`: the search for programs, read only, described by an
OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from . import parameters, presentation, programs, suggestions
from .documents import FACETS
from .openapi import document
from .programs import Refused
from .query import search as run
from .query import suggest as complete
from .sources import source


@programs.searching
def search(request: HttpRequest) -> HttpResponse:
    """Hits as {id, kind, title, title_lang, url, score, evidence, reason}, with totals and
    facets."""
    return programs.answer(request, lambda lang: _found(request, lang))


@programs.searching
def suggest(request: HttpRequest) -> HttpResponse:
    """Works, records and themes whose names begin as typed."""
    return programs.answer(request, lambda lang: _suggested(request, lang))


def _found(request: HttpRequest, lang: str) -> dict[str, Any]:
    asked = parameters.read(request.GET, lang=lang, audience=parameters.audience_of(request.user))
    if asked.problems:
        raise Refused(*asked.problems)
    response = run(asked.request)
    hits = presentation.shown_hits(asked.request, response.hits)
    return {
        "total": response.total,
        "more": response.more,
        "page": asked.request.page,
        "query_lang": response.query_lang,
        "did_you_mean": response.did_you_mean,
        "limited": response.limited,
        "phrases": response.phrases,
        "hits": [_hit(request, hit) for hit in hits],
        "facets": {
            facet.name: [
                {"value": v.value, "label": v.label, "count": v.count} for v in facet.values
            ]
            for facet in presentation.facets(asked.request, response.facets)
        },
    }


def _hit(request: HttpRequest, hit: presentation.ShownHit) -> dict[str, Any]:
    evidence, reason = hit.evidence, hit.reason
    return {
        "id": hit.shown.id,
        "kind": hit.shown.kind,
        "title": hit.shown.title,
        "title_lang": hit.shown.title_lang,
        "url": request.build_absolute_uri(hit.shown.url),
        "score": round(hit.score, 4),
        "evidence": evidence
        and {
            "lang": evidence.lang,
            "text": evidence.text,
            "file": evidence.file or None,
            "page": evidence.page,
            "url": request.build_absolute_uri(hit.url),
        },
        "reason": reason
        and {
            "words": reason.words,
            "like": reason.like,
            "themes": [
                {"value": value, "label": label}
                for value, label in zip(reason.concepts, hit.themes, strict=True)
            ],
            "meaning": reason.meaning,
        },
    }


def _suggested(request: HttpRequest, lang: str) -> dict[str, Any]:
    typed = request.GET.get("q", "")
    audience = parameters.audience_of(request.user)
    ids = [work for work, _text, _lang in complete(typed, audience=audience, limit=10)]
    rows = source().show(ids, audience, lang)
    named = [rows[work] for work in ids if work in rows]
    themes = suggestions.themes(typed, audience=audience, lang=lang)
    return {
        "suggestions": [
            {
                "id": row.id,
                "kind": row.kind,
                "title": row.title,
                "title_lang": row.title_lang,
                "url": request.build_absolute_uri(row.url),
            }
            for row in [*named, *(theme.shown for theme in themes)]
        ]
    }


@programs.read_only
def openapi(request: HttpRequest) -> JsonResponse:
    """The description of this interface (OpenAPI 3.1)."""
    return JsonResponse(document(FACETS, [code for code, _name in settings.LANGUAGES]))
