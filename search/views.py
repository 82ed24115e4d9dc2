"""The search page and what it offers while typing."""

from __future__ import annotations

import time
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import log, parameters, presentation
from .query import search, suggest
from .sources import source


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results with facets; without words, everything there is, newest first. Beyond the
    last page that one is shown."""
    lang = get_language()
    asked = parameters.read(request.GET, lang=lang, audience=parameters.audience_of(request.user))
    started = time.perf_counter()
    response = search(asked.request)
    token = log.keep(asked.request, response, time.perf_counter() - started)
    last = presentation.last_page(asked.request, response)
    if asked.request.page > last:
        asked = replace(asked, request=replace(asked.request, page=last))
        response = search(asked.request)
    facets = presentation.facets(asked.request, response.facets)
    context = {
        "asked": asked.request,
        "problems": asked.problems,
        "response": response,
        "hits": presentation.shown_hits(asked.request, response.hits),
        "facets": facets,
        "chips": presentation.chips(asked.request, facets),
        "pagination": presentation.pagination(asked.request, response),
        "sorts": [
            (code, label, code == asked.request.sort)
            for code, label in presentation.SORT_LABELS.items()
        ],
        "did_you_mean": response.did_you_mean
        and {
            "text": response.did_you_mean,
            "url": parameters.address(asked.request, text=response.did_you_mean),
        },
        "limited": response.limited,
        "log_token": token,
        "clear_url": parameters.address(asked.request, filters={}),
    }
    partial = request.headers.get("HX-Request") == "true"
    template = "search/_results.html" if partial else "search/search.html"
    answer = render(request, template, context)
    answer["Vary"] = "HX-Request, Cookie, Accept-Language"
    return answer


@csrf_exempt  # Sent by a page as it is left; it changes nothing but the log, by a signed token.
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Notes which hit of a result page was opened first."""
    place = request.POST.get("place", "")
    log.opened(request.POST.get("token", ""), int(place) if place.isdecimal() else 0)
    return HttpResponse(status=204)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Works, cities and other records whose names begin as typed, in any language."""
    audience = parameters.audience_of(request.user)
    found = suggest(request.GET.get("q", ""), audience=audience, limit=8)
    ids = [work for work, _text, _lang in found]
    rows = source().show(ids, audience, get_language())
    shown = [rows[work] for work in ids if work in rows]
    return render(request, "search/_suggestions.html", {"suggestions": shown})
