"""Themes and goals as pages, and as SKOS at addresses that stay."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from rdflib import Graph

from search.programs import read_elsewhere

from .. import access, works
from ..choices import LANGUAGE_CODES
from ..models import Concept, ConceptScheme
from ..sections import sections_for
from . import skos
from .tree import tree

#: what a tree of concepts is made from: of the broader ones only which they are
_IN_TREE = ("concepts", Prefetch("concepts__broader", queryset=Concept.objects.only("pk")))


def concept_list(request: HttpRequest) -> HttpResponse:
    """Themes and goals, by scheme, the broader above the narrower."""
    schemes = ConceptScheme.objects.prefetch_related(*_IN_TREE).order_by("pk")
    groups = [(scheme, tree(scheme.concepts.all())) for scheme in schemes]
    return render(request, "core/concept_list.html", {"groups": groups})


def concept_scheme(request: HttpRequest, code: str) -> HttpResponse:
    """One scheme: its concepts, and the formats in which others can take it."""
    scheme = get_object_or_404(ConceptScheme.objects.prefetch_related(*_IN_TREE), code=code)
    context = {"scheme": scheme, "branches": tree(scheme.concepts.all())}
    return render(request, "core/concept_scheme.html", context)


def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme or goal: its labels, its neighbours and the works about it."""
    row = get_object_or_404(
        Concept.objects.select_related("scheme").prefetch_related(
            "broader",
            "narrower",
            "related",
            "matches__target__scheme",
            "matched_by__concept__scheme",
        ),
        slug=slug,
    )
    context = sections_for("concept", row, request)
    # A definition stands above the list, with what it says.
    defined = {shown.id for _page, shown in context.get("definitions", ())}
    numbers = [pk for pk in context.pop("concept_works", ()) if str(pk) not in defined]
    page = Paginator(numbers, 20).get_page(request.GET.get("page"))
    # What is shown of a work takes queries: only for those on this page.
    page.object_list = works.show(list(page), access.reader_of(request), get_language())
    context.update(
        concept=row,
        works=page,
        record=row,
        permanent_address=row.permanent_address(),
    )
    return render(request, "core/concept_detail.html", context)


@require_safe
@read_elsewhere
def concept_data(request: HttpRequest, scheme: str, code: str, suffix: str = "") -> HttpResponse:
    """A concept in the format of the suffix; without one, the format or page asked for."""
    row = get_object_or_404(
        Concept.objects.select_related("scheme").prefetch_related(
            "broader", "narrower", "related", "matches__target"
        ),
        scheme__code=scheme,
        code=code,
    )
    if suffix:
        return _given(skos.graph_of_concept(row), suffix)
    return _negotiated(request, row)


@require_safe
@read_elsewhere
def scheme_data(request: HttpRequest, scheme: str, suffix: str = "") -> HttpResponse:
    """A scheme with all its concepts, in the same way."""
    row = get_object_or_404(ConceptScheme, code=scheme)
    if suffix:
        return _given(skos.graph_of_scheme(row), suffix)
    return _negotiated(request, row)


def _given(graph: Graph, suffix: str) -> HttpResponse:
    _name, media_type = skos.FORMATS[suffix]
    response = HttpResponse(
        skos.written(graph, suffix), content_type=f"{media_type}; charset=utf-8"
    )
    # All of them, whoever asks.
    response["Content-Language"] = ", ".join(LANGUAGE_CODES)
    return response


def _negotiated(request: HttpRequest, row: Concept | ConceptScheme) -> HttpResponse:
    """See other (https://www.w3.org/TR/cooluris/): a concept is no document, but has some."""
    by_type = {media_type: suffix for suffix, (_name, media_type) in skos.FORMATS.items()}
    preferred = request.get_preferred_type(["text/html", *by_type])
    suffix = by_type.get(preferred or "")
    address = f"{row.linked_data_address()}.{suffix}" if suffix else row.get_absolute_url()
    response = HttpResponseRedirect(address, status=303)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response
