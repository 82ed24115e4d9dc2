"""Works taken along: one, or the results of a search, in the formats of `cms.exchange.formats`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.core import access
from cms.core.models import Work
from search import parameters, rate

from . import away, items, listing
from .formats import FORMATS
from .items import Item

#: results that can be exported at once
MOST = 500


def _limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that one address may ask so often a minute. Beyond that a reader gets a page that
    says so, a program the answer that it gets everywhere."""
    asked = rate.limited(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = asked(request, *args, **kwargs)
        if response.status_code != 429:
            return response
        if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
            page = render(request, "exchange/busy.html", status=429)
            page["Retry-After"] = response["Retry-After"]
            response = page
        patch_vary_headers(response, ["Accept"])
        return response

    return answered


@require_safe
@_limited
@away.said
def results(request: HttpRequest) -> HttpResponse:
    """Says how much of a result can be exported, and leads to it in each format."""
    found = listing.of(request, MOST)
    query = parameters.address(found.asked)
    links = [
        (each.label, reverse("exchange:results-as", args=[name]) + query)
        for name, each in FORMATS.items()
    ]
    context = {
        "asked": found.asked,
        "found": found,
        "exported": len(found.licensed),
        "left_out": found.left_out,
        "most": MOST,
        "cut": found.total > MOST,
        "links": links,
        "search_address": reverse("search:search") + query,
    }
    response = render(request, "exchange/export.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
@_limited
@away.said
def results_as(request: HttpRequest, name: str) -> HttpResponse:
    """The results of a search that have a licence. `X-Left-Out` counts those without."""
    found = listing.of(request, MOST)
    response = _file(name, found.licensed, "results")
    response["X-Left-Out"] = str(found.left_out)
    return response


@require_safe
@_limited
def work(request: HttpRequest, work_id: int, name: str) -> HttpResponse:
    """One work or record; 404 where the reader may not read it or nobody gave a licence."""
    row = get_object_or_404(Work, pk=work_id)
    item = items.read([row], access.reader_of(request).audience).get(row.pk)
    if item is None or not item.harvestable:
        raise Http404
    return _file(name, [item], str(row.pk))


def _file(name: str, rows: Sequence[Item], stem: str) -> HttpResponse:
    each = FORMATS[name]
    text = each.write(rows, get_language())
    response = HttpResponse(text.encode(), content_type=each.content_type)
    response["Content-Disposition"] = f'attachment; filename="medina-{stem}.{name}"'
    patch_vary_headers(response, ["Cookie"])
    return response
