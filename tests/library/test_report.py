"""Workshop reports: who came, what was shown, what came out of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core import works
from cms.library.models import Delegation, Output, Practice, WorkshopReportPage
from search.models import Outbox
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    CountryFactory,
    FileFactory,
    OrganisationFactory,
    PersonFactory,
    ReportFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def fresh(page):
    return WorkshopReportPage.objects.get(pk=page.pk)


def body(client, page) -> str:
    return client.get(page.url).content.decode()


def full_report(practice=None, file=None):
    return ReportFactory(
        starts="2008-10-22",
        ends="2008-10-24",
        venue="Training centre",
        venue_city=CityFactory(name_en="Turin"),
        hosts=[OrganisationFactory(name_en="The host")],
        participants=130,
        participants_about=True,
        participant_countries=50,
        delegations=[
            Delegation(country=CountryFactory(name_en="Gabon", name_fr="Gabon"), number=4),
            Delegation(participants="Local governments"),
        ],
        practices=[Practice(description="A register", work=practice and practice.work)],
        sessions=[("session", {"title": "Green jobs", "text": "<p>On climate.</p>"})],
        outputs=[
            Output(title="A paper", person=PersonFactory(name_en="An expert")),
            Output(title="Another", author="Somebody else", file=file),
        ],
    )


def test_the_page_shows_who_came_what_was_shown_and_what_came_of_it(client):
    practice = CaseStudyFactory(title="The register of Chefchaouen")
    html = body(client, full_report(practice))
    for words in (
        "22 October 2008 – 24 October 2008",
        "Training centre",
        "Turin",
        "The host",
        "about 130",
        "from 50 countries",
        "Gabon",
        "Local governments",
        "A register",
        "The register of Chefchaouen",
        "Green jobs",
        "An expert",
        "Somebody else",
    ):
        assert words in html, words


def test_a_report_of_which_nothing_is_known_shows_no_empty_section(client):
    html = body(client, ReportFactory(date=""))
    for words in ("Delegations", "Sessions", "Outputs", "Practices shown", "Venue", "None"):
        assert words not in html, words


def test_numbers_and_countries_are_facts_and_what_rows_say_is_words():
    page = full_report()
    french = translate(page, "fr", title="Un atelier", slug="atelier")
    draft = fresh(french)
    rows = list(draft.practices.all())
    rows[0].description = "Un registre"
    draft.practices = rows
    draft.save_revision().publish()

    draft = fresh(page)
    rows = list(draft.delegations.all())
    rows[0].number = 7
    draft.delegations = rows
    draft.venue_city, draft.participants = CityFactory(name_en="Geneva"), 90
    draft.save_revision().publish()

    other = fresh(french)
    assert [row.number for row in other.delegations.all()] == [7, None]
    assert (other.venue_city.name_en, other.participants) == ("Geneva", 90)
    assert other.practices.get().description == "Un registre"
    assert fresh(page).practices.get().description == "A register"


def test_its_rows_and_names_are_found():
    page = full_report()
    document = works.kind("report").documents([page.work], "public")[0]
    texts = " ".join(text.text for text in document.texts)
    for words in ("Local governments", "A register", "Green jobs", "Another Somebody else"):
        assert words in texts, words
    assert {"Gabon", "The host", "Turin", "An expert"} <= set(document.names)
    # Where delegations come from is not where the workshop was.
    assert document.facets["city"] == (page.venue_city.slug,)
    assert document.facets["country"] == (page.venue_city.country.slug,)


@pytest.mark.parametrize("name", ["country", "host", "city", "expert"])
def test_renaming_what_a_report_names_touches_it(name):
    page = full_report()
    record = {
        "country": page.delegations.first().country,
        "host": page.hosts.first(),
        "city": page.venue_city,
        "expert": page.outputs.first().person,
    }[name]
    Outbox.objects.all().delete()
    record.name_en = "Renamed"
    record.save()
    assert Outbox.objects.filter(work=str(page.work.pk)).exists()


def test_a_work_and_a_file_that_the_reader_may_not_read_are_not_named(client):
    practice = CaseStudyFactory(title="The inner register")
    collection = Collection.get_first_root_node().add_child(name="Inner")
    file = FileFactory(title="Inner minutes", collection=collection)
    page = full_report(practice, file)
    assert "The inner register" in body(client, page)
    assert "Inner minutes" in body(client, page)
    PageViewRestriction.objects.create(page=practice, restriction_type="login")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    html = body(client, page)
    assert "The inner register" not in html
    assert "Inner minutes" not in html
    assert "A register" in html


def test_a_delegation_names_a_country_or_a_sort_of_participants():
    with pytest.raises(ValidationError):
        Delegation().clean()
    Delegation(participants="Universities").clean()


def test_a_preview_shows_hosts_and_rows_that_are_not_saved():
    page = full_report()
    draft = fresh(page)
    draft.hosts = [OrganisationFactory(name_en="A new host")]
    draft.delegations = [Delegation(participants="Universities")]
    html = draft.make_preview_request().rendered_content
    assert "A new host" in html
    assert "Universities" in html
    assert "Turin" in html
