"""`GET /api/v1/search`: the search for programs, described by an OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import parameters, presentation, suggestions
from .documents import FACETS
from .openapi import document
from .query import search as run
from .query import suggest as complete
from .sources import source


def _language(request: HttpRequest) -> str | None:
    lang = request.GET.get("lang") or settings.LANGUAGE_CODE
    return lang if lang in dict(settings.LANGUAGES) else None


def _refused(problems: tuple[str, ...]) -> JsonResponse:
    return JsonResponse(
        {
            "error": _("These parameters were not understood: %(names)s")
            % {"names": ", ".join(problems)},
            "parameters": list(problems),
        },
        status=400,
    )


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Hits as {id, kind, title, title_lang, url, score, evidence, reason}, with totals and
    facets."""
    lang = _language(request)
    if lang is None:
        return _refused(("lang",))
    with translation.override(lang):
        asked = parameters.read(
            request.GET, lang=lang, audience=parameters.audience_of(request.user)
        )
        if asked.problems:
            return _refused(asked.problems)
        response = run(asked.request)
        hits = presentation.shown_hits(asked.request, response.hits)
        return JsonResponse(
            {
                "total": response.total,
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
        )


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


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Works, records and themes whose names begin as typed."""
    lang = _language(request)
    if lang is None:
        return _refused(("lang",))
    audience = parameters.audience_of(request.user)
    found = complete(request.GET.get("q", ""), audience=audience, limit=10)
    with translation.override(lang):
        ids = [work for work, _text, _lang in found]
        rows = source().show(ids, audience, lang)
        named = [rows[work] for work in ids if work in rows]
        themes = suggestions.themes(request.GET.get("q", ""), audience=audience, lang=lang)
    return JsonResponse(
        {
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
    )


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The description of this interface (OpenAPI 3.1)."""
    return JsonResponse(document(FACETS, [code for code, _name in settings.LANGUAGES]))
