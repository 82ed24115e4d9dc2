"""What the network shows on the pages of the core."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.query import PageQuerySet

from cms.core import access
from cms.core.models import Work

from . import selectors
from .models import City, Country, WorkPage
from .presentation import shown_by_keys

#: the theme of the handbook that tells cities how to write down what they did
GUIDE_THEME = "documentation-of-experience"


def home(page: Any, request: HttpRequest) -> dict[str, Any]:
    """What is new, cities on the map, how much there is, and how to add to it."""
    reader = access.reader_of(request)
    works = access.readable(WorkPage.objects.live(), reader.audience)
    recent = works.order_by("-first_published_at").values_list("translation_key", flat=True)
    keys = list(dict.fromkeys(recent[:60]))
    return {
        "guide": _guide(works),
        "recent": shown_by_keys(keys[:6], reader),
        "mapped": selectors.all_on_the_map(),
        "counts": {
            "works": works.values("translation_key").distinct().count(),
            "cities": City.objects.count(),
            "countries": Country.objects.filter(cities__isnull=False).distinct().count(),
            "languages": len(settings.LANGUAGES),
        },
    }


def _guide(works: PageQuerySet) -> Work | None:
    """The newest handbook on documenting an experience, or None."""
    about = works.filter(themes__slug=GUIDE_THEME).values("translation_key")
    return Work.objects.filter(kind="handbook", key__in=about).order_by("created").last()


def concept(row: Any, request: HttpRequest) -> dict[str, Any]:
    """`concept_works`: the numbers of the works about a theme or goal."""
    return {"concept_works": selectors.works_of_concept(row, access.reader_of(request))}
