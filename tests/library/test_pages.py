"""What readers see of each kind of work."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import translation

from cms.library.models import Cost, HandbookRelease, LibraryPage, Result
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    HandbookFactory,
    ManualFactory,
    OrganisationFactory,
    PersonFactory,
    PublicationFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def seen(client, page, reader: str = "en") -> str:
    """The words of a page between its tags, as a reader of a language sees it."""
    with translation.override(reader):
        response = client.get(page.url)
    assert response.status_code == 200
    html = response.content.decode().split("<article>")[1].split("</article>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def fact(text: str, name: str) -> str:
    """What follows the name of a fact."""
    return text.split(f" {name} ", 1)[1]


def test_a_work_in_another_language_stands_in_the_library_too(client):
    page = ManualFactory()
    library = LibraryPage.objects.get(locale__language_code="ar")
    html = client.get(f"/ar/w/{page.work.pk}/").content.decode()
    crumbs = html.split('<ol class="breadcrumb">')[1].split("</ol>")[0]
    assert library.url in crumbs


def test_a_handbook_tells_its_releases_until_it_was_superseded(client):
    tripoli = CityFactory(name_en="Tripoli")
    page = HandbookFactory(
        pilot_city=CityFactory(name_en="Chefchaouen"),
        audiences="elected,technicians",
        releases=[
            HandbookRelease(sort_order=0, status="announced", date="2012-04-04", city=tripoli),
            HandbookRelease(sort_order=1, status="superseded", date="2014"),
        ],
        chapters=[
            ("chapter", {"title": "Whom to ask", "text": "<p>The users.</p>"}),
            ("chapter", {"title": "What to count", "text": "<p>The counters.</p>"}),
        ],
    )
    text = seen(client, page)
    assert fact(text, "For").startswith("Elected officials and technical staff Pilot city")
    assert fact(text, "Pilot city").startswith("Chefchaouen ")
    releases = fact(text, "Releases")
    assert releases.startswith("Launch announced, 4 April 2012, Tripoli Superseded, 2014")
    assert text.index("Whom to ask") < text.index("The users.") < text.index("The counters.")


def test_a_handbook_of_one_chapter_has_no_table_of_them(client):
    page = HandbookFactory(chapters=[("chapter", {"title": "All", "text": "<p>It.</p>"})])
    assert " Chapters " not in seen(client, page)


def test_a_case_study_shows_results_as_rows_with_figures_and_who_says_so(client):
    mayor = PersonFactory(name_en="Najat B.")
    page = CaseStudyFactory(
        evidence="claimed",
        still_running="yes",
        still_running_as_of="2012-03",
        period_start="2010",
        period_end="2011",
        did_not_work="<p>The first meters froze.</p>",
        results=[
            Result(
                statement="Water lost",
                before="40",
                after="25",
                unit="percent",
                source="Yearly report",
                claimed_by_person=mayor,
            ),
            Result(statement="Fewer complaints"),
        ],
        costs=[Cost(label="Meters", amount=12500, currency="EUR"), Cost(label="Work")],
    )
    text = seen(client, page)
    results = text.split(" Results ")[1].split(" Costs and funding ")[0]
    assert results == (
        "Water lost Before 40 percent After 25 percent "
        "According to Najat B. . Source: Yearly report Fewer complaints"
    )
    costs = text.split(" Paid by ")[1]
    assert costs.startswith("Meters 12,500 EUR Not stated Not stated Work Not stated")
    assert fact(text, "How sure").startswith("Claimed by those involved")
    assert fact(text, "Still running?").startswith("Still running (as of March 2012)")
    assert "2010 – 2011" in fact(text, "Period")
    assert fact(text, "What did not work").startswith("The first meters froze.")


def test_a_case_study_whose_state_is_not_known_says_nothing_of_it(client):
    text = seen(client, CaseStudyFactory())
    for name in ("Still running?", "How sure", "Results", "Costs and funding", "Contacts"):
        assert name not in text


def test_a_manual_shows_its_place_in_the_series_and_its_steps_in_order(client):
    page = ManualFactory(
        series="Water, step by step",
        number=3,
        steps=[
            ("step", {"title": "List", "text": "<p>Walk round.</p>"}),
            ("step", {"title": "Count", "text": "<p>Write down.</p>"}),
        ],
    )
    text = seen(client, page)
    assert fact(text, "Series").startswith("Water, step by step , number 3")
    assert text.index("Walk round.") < text.index("Write down.")


def test_a_publication_names_authors_publisher_and_where_it_is(client):
    page = PublicationFactory(
        publication_type="proceedings",
        authors="A. Author, B. Author",
        publisher=OrganisationFactory(name_en="Port authority"),
        address="https://www.example.org/papers/1",
    )
    text = seen(client, page)
    assert fact(text, "Type").startswith("Proceedings Authors A. Author, B. Author Publisher")
    assert fact(text, "Publisher").startswith("Port authority Elsewhere www.example.org")


@pytest.mark.parametrize(
    "factory", [CaseStudyFactory, HandbookFactory, ManualFactory, PublicationFactory]
)
def test_a_work_of_which_nothing_else_is_known_has_a_page(factory, client):
    page = factory(title="Water", summary="", date="")
    text = seen(client, page)
    assert "Water" in text
    for name in ("Date", "Licence", "Places", "Sources", "Contacts", "Files", "Themes"):
        assert f" {name} " not in text


def library(client, query: str = "", language: str = "en") -> str:
    path = {"en": "/en/library/", "fr": "/fr/bibliotheque/"}[language]
    with translation.override(language):
        response = client.get(f"{path}{query}")
    assert response.status_code == 200
    return response.content.decode().split("<main")[1]


def test_the_library_lists_the_works_of_its_language_newest_first(client):
    older, newer = CaseStudyFactory(title="Older", date="2009"), ManualFactory(title="Newer")
    HandbookFactory(title="En français seulement", language="fr")
    translate(older, "fr", title="Plus ancien", slug="plus-ancien")
    html = library(client)
    assert html.index("Newer") < html.index("Older")
    assert "En français seulement" not in html
    assert "Plus ancien" in library(client, language="fr")
    assert newer.title not in library(client, language="fr")


def test_the_library_lists_one_kind_where_asked(client):
    CaseStudyFactory(title="A study"), ManualFactory(title="A method")
    html = library(client, "?kind=manual")
    assert "A method" in html
    assert "A study" not in html
    assert "A study" in library(client, "?kind=unknown")


def test_the_library_does_not_list_what_is_not_published(client):
    ManualFactory(title="A draft", publish=False)
    assert "A draft" not in library(client)
