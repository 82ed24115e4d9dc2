"""The number of SQL queries of a page does not grow with what it shows, and is at most 25."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core import extraction
from cms.library.models import (
    Cost,
    Delegation,
    HandbookRelease,
    LinkCheck,
    Output,
    Practice,
    PressContact,
    Result,
    SetItem,
)
from cms.network.models import CityFigure, PeerCheck, Transfer, WorkContact, WorkFile
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    CountryFactory,
    FileFactory,
    GoalFactory,
    HandbookFactory,
    ImageFactory,
    LinkFactory,
    ManualFactory,
    NewsFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    PublicationFactory,
    RegionFactory,
    ReportFactory,
    ReusableTextFactory,
    SetFactory,
    translate,
)

pytestmark = pytest.mark.django_db
MOST = 25


def queries(client, address: str) -> int:
    client.get(address)  # caches of the framework itself are warm
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert len(captured) <= MOST, "\n".join(q["sql"][:160] for q in captured)
    return len(captured)


def rich_work(amount: int, factory=CaseStudyFactory):
    """A work with so many of everything that can be related to it."""
    values = {
        "cities": [CityFactory() for _ in range(amount)],
        "countries": [CountryFactory() for _ in range(amount)],
        "regions": [RegionFactory() for _ in range(amount)],
        "organisations": [OrganisationFactory(city=CityFactory()) for _ in range(amount)],
        "people": [PersonFactory(organisation=OrganisationFactory()) for _ in range(amount)],
        "programmes": [ProgrammeFactory() for _ in range(amount)],
        "partnerships": [PartnershipFactory() for _ in range(amount)],
        "themes": [ConceptFactory() for _ in range(amount)],
        "goals": [GoalFactory() for _ in range(amount)],
        "work_files": [WorkFile(file=FileFactory()) for _ in range(amount)],
        "contacts": [
            WorkContact(role="press", person=PersonFactory(), organisation=OrganisationFactory())
            for _ in range(amount)
        ],
        "peer_checks": [
            PeerCheck(person=PersonFactory(), organisation=OrganisationFactory())
            for _ in range(amount)
        ],
        "body": [("reusable", ReusableTextFactory()) for _ in range(amount)],
    }
    if factory is CaseStudyFactory:
        values["results"] = [
            Result(statement=f"Result {n}", claimed_by_person=PersonFactory())
            for n in range(amount)
        ]
        values["costs"] = [
            Cost(label=f"Cost {n}", funder=OrganisationFactory()) for n in range(amount)
        ]
    elif factory is HandbookFactory:
        values["releases"] = [
            HandbookRelease(status="pilot", city=CityFactory()) for _ in range(amount)
        ]
    else:
        values |= OF_KINDS[factory](amount)
    page = factory(**values)
    translate(page, "fr", title="Une œuvre", slug=f"oeuvre-{page.pk}")
    for _ in range(amount):
        translate(SetFactory(items=[SetItem(work=page.work)]), "fr", slug=f"choix-{page.pk}-{_}")
    return page


def rows_of_a_report(amount: int) -> dict:
    def work():
        return CaseStudyFactory(cities=[CityFactory()]).work

    return {
        "venue_city": CityFactory(),
        "hosts": [OrganisationFactory() for _ in range(amount)],
        "delegations": [Delegation(country=CountryFactory()) for _ in range(amount)],
        "practices": [Practice(description="It", work=work()) for _ in range(amount)],
        "sessions": [("session", {"title": "A session", "text": "It"}) for _ in range(amount)],
        "outputs": [
            Output(title="A paper", person=PersonFactory(), file=FileFactory(), work=work())
            for _ in range(amount)
        ],
    }


def rows_of_news(amount: int) -> dict:
    return {
        "dateline": CityFactory(),
        "image": ImageFactory(),
        "image_alternative": "What it shows",
        "press_contacts": [
            PressContact(role="Press", person=PersonFactory(), organisation=OrganisationFactory())
            for _ in range(amount)
        ],
    }


def rows_of_a_link(amount: int) -> dict:
    address = f"https://example.org/{amount}"
    LinkCheck.objects.get_or_create(address=address)
    return {"address": address, "organisation": OrganisationFactory()}


def rows_of_a_set(amount: int) -> dict:
    works = [CaseStudyFactory(cities=[CityFactory()]).work for _ in range(amount)]
    return {"items": [SetItem(work=work, heading="Part") for work in works]}


#: further rows of kinds of work, by their factory
OF_KINDS = {
    ReportFactory: rows_of_a_report,
    NewsFactory: rows_of_news,
    LinkFactory: rows_of_a_link,
    SetFactory: rows_of_a_set,
}


@pytest.mark.parametrize("factory", [CaseStudyFactory, HandbookFactory, *OF_KINDS])
def test_a_work(client, factory):
    few, many = rich_work(1, factory), rich_work(6, factory)
    assert queries(client, few.url) == queries(client, many.url)


def test_a_work_shown_in_another_language(client):
    few, many = rich_work(1), rich_work(6)
    assert queries(client, f"/ar/w/{few.work.pk}/") == queries(client, f"/ar/w/{many.work.pk}/")


def rich_city(amount: int):
    city = CityFactory(part_of=CityFactory(), latitude=1, longitude=1)
    for n in range(amount):
        CaseStudyFactory(cities=[city])
        PartnershipFactory(between=[(city, "provider"), (CityFactory(), "recipient")])
        PersonFactory(city=city, organisation=OrganisationFactory(city=city))
        CityFactory(part_of=city)
        ProgrammeFactory().cities.add(city)
        CityFigure.objects.create(city=city, indicator="population", low=n, unit="inhabitants")
    return city


def test_a_city(client):
    few, many = rich_city(1), rich_city(5)
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url())


def test_a_partnership(client):
    counts = []
    for amount in (1, 5):
        cities = [CityFactory() for _ in range(amount + 1)]
        row = PartnershipFactory(between=[(city, "observer") for city in cities])
        for city in cities:
            Transfer.objects.create(
                partnership=row, kind="software", object_en="It", from_city=city, to_city=cities[0]
            )
            row.testimonials.create(person=PersonFactory(city=city), statement_en="So")
            row.results.create(statement_en="Better", claimed_by_city=city)
            row.contacts.create(
                role="press", person=PersonFactory(), organisation=OrganisationFactory()
            )
            CaseStudyFactory(partnerships=[row])
        counts.append(queries(client, row.get_absolute_url()))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/library/",
        "/en/cities/",
        "/en/countries/",
        "/en/regions/",
        "/en/organisations/",
        "/en/people/",
        "/en/programmes/",
        "/en/partnerships/",
        "/en/themes/",
        "/en/themes/water/",
    ],
)
def test_lists(client, address):
    theme = ConceptFactory(code="water")

    def add() -> None:
        city = rich_city(1)
        for factory in (HandbookFactory, ManualFactory, PublicationFactory, *OF_KINDS):
            factory(cities=[city], themes=[theme])
        work = CaseStudyFactory(cities=[city], themes=[theme, ConceptFactory(broader=[theme])])
        translate(work, "fr", title="Une œuvre", slug=f"oeuvre-{work.pk}")
        OrganisationFactory(parent=OrganisationFactory(city=city), country=CountryFactory())
        ProgrammeFactory(parent=ProgrammeFactory())
        RegionFactory(parent=RegionFactory())

    add()
    few = queries(client, address)
    for _ in range(4):
        add()
    assert queries(client, address) == few


def test_a_page_of_search_results(client, settings, tmp_path):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    counts = []
    for amount in (2, 7):
        for _ in range(amount):
            page = rich_work(1)
            ManualFactory(title="A work"), PublicationFactory(title="A work")
            rich_work(1, HandbookFactory)
            for row in page.work_files.all():
                extraction.read_file(row.file)
        call_command("search_rebuild", verbosity=0)
        counts.append(queries(client, "/en/search/?q=work"))
    assert counts[0] == counts[1]
    assert queries(client, "/en/search/") <= MOST
