"""Searching by Wagtail: its index, its results, a page of them, and the same as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from modelsearch import index as fields
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Locale

from cms.core.models import Concept
from cms.library.models import PublicationPage
from cms.network.models import City, Country, Region

from . import ROWS

PublicationPage.theme = property(lambda page: [str(each.pk) for each in page.themes.all()])
PublicationPage.city = property(lambda page: [str(each.pk) for each in page.cities.all()])
PublicationPage.country = property(lambda page: [each.country_id for each in page.cities.all()])
PublicationPage.region = property(
    lambda page: [each.country.region_id for each in page.cities.select_related("country")]
)

# The same words as the portal searches: Wagtail takes those of the title by itself.
PublicationPage.search_fields = [
    *PublicationPage.search_fields,
    fields.SearchField("summary"),
    fields.SearchField("text"),
    fields.FilterField("work_kind", type="CharField"),
    fields.FilterField("date"),
    *(
        fields.FilterField(name, type="CharField")
        for name in ("theme", "city", "country", "region")
    ),
]
#: The facets that works of the benchmark's library have, by the names of their fields, and what
#: their values are keys of.
FACETS: dict[str, type[Model] | None] = {
    "work_kind": None,
    "locale_id": Locale,
    "date": None,
    "theme": Concept,
    "city": City,
    "country": Country,
    "region": Region,
}
PublicationPage.api_fields = [APIField("summary")]

api = WagtailAPIRouter("wagtail_api")
api.register_endpoint("pages", PagesAPIViewSet)


def found(words: str, operator: str):
    """Works that hold any (`or`) or all (`and`) of the words, as Wagtail ranks them."""
    return PublicationPage.objects.live().search(words, operator=operator)


def page(request: HttpRequest) -> HttpResponse:
    """Results with their titles and summaries, twenty a page; any word counts, as it does in
    the portal's search. With `facets`, how many of them have each value, which Wagtail tells
    with Elasticsearch only."""
    words = request.GET.get("q", "")
    works = found(words, "or")
    rows = Paginator(works, ROWS).get_page(request.GET.get("page"))
    facets = FACETS if "facets" in request.GET else {}
    counts = [(name, _counted(works.facet(name), of)) for name, of in facets.items()]
    return render(request, "baseline/search.html", {"words": words, "rows": rows, "counts": counts})


def _counted(counts: Mapping[Any, int], of: type[Model] | None) -> list[tuple[Any, Any, int]]:
    """(value, what it is called, number of works)."""
    called = of._default_manager.in_bulk([int(value) for value in counts if value]) if of else {}
    return [
        (value, called.get(int(value)) if of and value else value, number)
        for value, number in counts.items()
    ]
