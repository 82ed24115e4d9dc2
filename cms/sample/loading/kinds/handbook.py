"""Loading handbooks, with where they were piloted and launched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import HandbookPage, HandbookRelease
from cms.network.models import City

from ..lookup import one
from ..streams import chapters

MODEL = HandbookPage


def set_facts(page: HandbookPage, facts: Mapping[str, Any]) -> None:
    page.pilot_city = one(City, facts.get("pilot_city"))
    page.audiences = ",".join(facts.get("audiences", ()))
    page.releases = [
        HandbookRelease(
            sort_order=order,
            status=entry["status"],
            date=str(entry.get("date") or ""),
            city=one(City, entry.get("city")),
        )
        for order, entry in enumerate(facts.get("releases", ()))
    ]


def set_words(page: HandbookPage, edition: Mapping[str, Any], first: bool) -> None:
    page.chapters = chapters("chapter", edition.get("chapters", ()))
