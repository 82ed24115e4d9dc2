"""The search page and what it offers while typing."""

from __future__ import annotations

import time
from dataclasses import replace

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import log, parameters, preferences, presentation
from .again import asks_again
from .query import search
from .question import MOST_CHARACTERS
from .related import related
from .request import GROUPS
from .suggestions import offered


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results with facets; without words, everything there is, newest first. Beyond the
    last page that one is shown."""
    lang = get_language()
    asked = parameters.read(request.GET, lang=lang, audience=parameters.audience_of(request.user))
    if len(request.GET.get("q", "")) > MOST_CHARACTERS:
        # Each of a hundred links would repeat an endless query.
        return HttpResponseRedirect(request.path + parameters.address(asked.request))
    liked = preferences.of(request)
    group = asked.request.group or liked.group
    asked = replace(asked, request=replace(asked.request, group=group, reads=liked.reads))
    started = time.perf_counter()
    response = search(asked.request)
    seconds = time.perf_counter() - started
    token = log.keep(asked.request, response, seconds, again=asks_again(request))
    last = presentation.last_page(asked.request, response)
    if asked.request.page > last:
        asked = replace(asked, request=replace(asked.request, page=last))
        response = search(asked.request)
    facets = presentation.facets(asked.request, response.facets)
    hits = presentation.shown_hits(asked.request, response.hits)
    partial = request.headers.get("HX-Request") == "true"
    context = {
        "asked": asked.request,
        "problems": asked.problems,
        "response": response,
        "hits": hits,
        "groups": presentation.groups(asked.request, response, hits),
        "only_read": presentation.only_read(asked.request),
        "here": parameters.address(asked.request, page=asked.request.page),
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
        "places_before": (asked.request.page - 1) * asked.request.page_size,
        "partial": partial,
        "clear_url": parameters.address(asked.request, filters={}),
    }
    template = "search/_results.html" if partial else "search/search.html"
    answer = render(request, template, context)
    answer["Vary"] = "HX-Request, Cookie, Accept-Language"
    return answer


@csrf_exempt  # Sent by a page as it is left; it changes nothing but the log, by a signed token.
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Notes which hit of a result page was opened first."""
    place = request.POST.get("place", "")
    known = place.isdecimal() and len(place) < 10
    log.opened(request.POST.get("token", ""), int(place) if known else 0)
    return HttpResponse(status=204)


@csrf_exempt  # Only a form of the portal itself is heeded, and only a cookie follows from it.
@require_POST
def keep_preferences(request: HttpRequest) -> HttpResponse:
    """Remembers how the reader likes results, and leads back to the search they were at."""
    if not preferences.chosen_here(request):
        return HttpResponseForbidden()
    group, reads = request.POST.get("group", ""), request.POST.getlist("reads")
    search_at = QueryDict(request.POST.get("search", "").removeprefix("?"))
    asked = parameters.read(search_at, lang=get_language(), audience="public").request
    changes: dict[str, object] = {"group": group} if group in GROUPS else {"page": asked.page}
    answer = HttpResponseRedirect(
        reverse("search:search") + parameters.address(asked, **changes), status=303
    )
    if group in GROUPS:
        preferences.remember_group(answer, group)
    else:
        preferences.remember_reads(answer, preferences.known(reads))
    return answer


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Works, cities, themes and other records whose names begin as typed, in any language."""
    audience = parameters.audience_of(request.user)
    groups = offered(request.GET.get("q", ""), audience=audience, lang=get_language())
    number = sum(len(group.suggestions) for group in groups)
    return render(request, "search/_suggestions.html", {"groups": groups, "number": number})


@require_safe
def related_works(request: HttpRequest, work_id: int) -> HttpResponse:
    """Works on the same as a work, in any language: a page, or the part of the work's page that
    asks for it."""
    audience = parameters.audience_of(request.user)
    found = related(str(work_id), audience=audience, lang=get_language())
    if found is None:
        raise Http404
    partial = request.headers.get("HX-Request") == "true"
    template = "search/_related.html" if partial else "search/related.html"
    answer = render(request, template, {"work": found.work, "works": found.works})
    answer["Vary"] = "HX-Request, Cookie, Accept-Language"
    return answer
