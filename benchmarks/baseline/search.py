"""Searching by Wagtail: its index, its results, and a page of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from modelsearch import index as fields

from cms.library.models import PublicationPage

from . import ROWS

# The same words as the portal searches: Wagtail takes those of the title by itself.
PublicationPage.search_fields = [
    *PublicationPage.search_fields,
    fields.SearchField("summary"),
    fields.SearchField("text"),
]


def found(words: str, operator: str):
    """Works that hold any (`or`) or all (`and`) of the words, as Wagtail ranks them."""
    return PublicationPage.objects.live().search(words, operator=operator)


def page(request: HttpRequest) -> HttpResponse:
    """Results with their titles and summaries, twenty a page; any word counts, as it does in
    the portal's search."""
    words = request.GET.get("q", "")
    rows = Paginator(found(words, "or"), ROWS).get_page(request.GET.get("page"))
    return render(request, "baseline/search.html", {"words": words, "rows": rows})
