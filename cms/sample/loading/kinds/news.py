"""Loading news, with whom the press may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import NewsPage, PressContact
from cms.network.models import City, Organisation, Person

from ..lookup import image, one
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = NewsPage


def set_facts(page: NewsPage, facts: Mapping[str, Any]) -> None:
    page.dateline = one(City, facts.get("dateline"))
    page.image = image(facts.get("image"))
    contacts = [
        {
            "person": one(Person, entry.get("person")),
            "organisation": one(Organisation, entry.get("organisation")),
            "website": entry.get("website") or "",
        }
        for entry in facts.get("press_contacts", ())
    ]
    set_facts_of_rows(page, "press_contacts", contacts)


def set_words(page: NewsPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    for name in ("alternative", "caption", "credit"):
        setattr(page, f"image_{name}", (edition.get("image") or {}).get(name, ""))
    entries = edition.get("press_contacts") or ()
    set_words_of_rows(page, "press_contacts", PressContact, entries, first)
