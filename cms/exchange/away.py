"""What feeds and exports of a search answer while the search engine is away.

A search of the database stands in for it on the page, where a notice says so. A reader of feeds
or a table shows no notice: what they were given would pass for the result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

#: seconds after which it is worth asking again
RETRY_SECONDS = 300


class SearchAway(Exception):
    """The search engine is away, so that what a search finds cannot be told."""


def said(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that answers 503 where the search engine is away: a browser is shown a page, a
    program gets the text."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except SearchAway:
            return _later(request)

    return answered


def _later(request: HttpRequest) -> HttpResponse:
    why = _(
        "The search engine is away at the moment. Without it, feeds and exports would hold "
        "something else than what was searched for. Please try again in a few minutes."
    )
    if request.get_preferred_type(["text/plain", "text/html"]) == "text/html":
        response = render(request, "exchange/away.html", {"why": why}, status=503)
    else:
        response = HttpResponse(why, content_type="text/plain; charset=utf-8", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Content-Language"] = get_language()
    patch_vary_headers(response, ["Accept", "Cookie"])
    return response
