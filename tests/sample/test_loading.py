"""What a source file of the sample says of a work is what the portal holds of it."""

from __future__ import annotations

import pytest

from cms.library.models import HandbookPage, LibraryPage
from cms.network.models import Partnership
from cms.sample.loading import pages, partnerships, records, sources, streams

pytestmark = pytest.mark.django_db


def contacts(work) -> list[tuple[str, str | None, str]]:
    rows = work.contacts.select_related("organisation").order_by("sort_order")
    return [
        (row.role, row.organisation.slug if row.organisation else None, row.website) for row in rows
    ]


def test_licences_and_contacts_are_loaded_as_the_sources_give_them():
    records.load_all(lambda name: None)
    works = {(work.kind, work.slug): work for work in sources.works()}
    for (kind, slug), work in works.items():
        if kind == "partnership":
            partnerships.load(work)
            row = Partnership.objects.get(slug=slug)
            assert row.licence == "CC-BY-4.0"
            assert contacts(row) == [
                (entry["role"], entry.get("organisation"), entry.get("website", ""))
                for entry in work.facts.get("contacts", ())
            ]
    assert contacts(Partnership.objects.get(slug="malaga-tripoli")) == [
        ("press", "undp-geneva", "")
    ]
    pages.load(works["handbook", "ict-for-local-development"])
    handbook = HandbookPage.objects.get(locale__language_code="en")
    assert contacts(handbook) == [
        ("publications", "un-publications", "https://unp.un.org/"),
        ("press", "undp-geneva", ""),
    ]


def test_a_block_of_a_source_file_keeps_the_language_that_it_states():
    entry = {"type": "callout", "title": "Taller", "text": "Hoy", "language": "es"}
    assert streams.block(entry) == (
        "callout",
        {"title": "Taller", "text": "<p>Hoy</p>", "language": "es"},
    )
    chapter = {"title": "Taller", "text": "Hoy", "language": "es"}
    assert streams.chapters("chapter", [chapter])[0][1]["language"] == "es"


def test_works_are_loaded_into_the_first_library_where_editors_added_another():
    first = LibraryPage.objects.get(locale__language_code="en")
    added = LibraryPage(title="Archive", slug="archive", locale=first.locale)
    first.get_parent().add_child(instance=added)
    assert pages.library("en") == first
