"""The number of SQL queries of a page does not grow with what it shows, and is at most 25."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.agenda.models import EventAttendance, EventBody, EventOutput, EventSession
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
from cms.programmes.models import (
    GoalIndicator,
    PlanAction,
    PlanIndicator,
    ProjectBody,
    ProjectStatus,
    ProjectWork,
)
from tests.factories import (
    ActionPlanFactory,
    CallFactory,
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    CountryFactory,
    EventFactory,
    FileFactory,
    GoalFactory,
    GoalProfileFactory,
    HandbookFactory,
    ImageFactory,
    LinkFactory,
    ManualFactory,
    NewsFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    ProjectFactory,
    PublicationFactory,
    RegionFactory,
    ReportFactory,
    ReusableTextFactory,
    SetFactory,
    translate,
)

pytestmark = pytest.mark.django_db
MOST = 25
LISTS = (
    "/en/",
    "/en/library/",
    "/en/agenda/",
    "/en/cities/",
    "/en/countries/",
    "/en/regions/",
    "/en/organisations/",
    "/en/people/",
    "/en/programmes/",
    "/en/partnerships/",
    "/en/themes/",
    "/en/themes/water/",
)


def queries(client, address: str) -> int:
    client.get(address)  # caches of the framework itself are warm
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert len(captured) <= MOST, "\n".join(q["sql"][:160] for q in captured)
    return len(captured)


def several(amount: int, make) -> list:
    return [make(n) for n in range(amount)]


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


#: what only one kind has: so many rows of each sort, with what they refer to
OWN = {
    CaseStudyFactory: lambda amount: {
        "results": several(
            amount, lambda n: Result(statement=f"Result {n}", claimed_by_person=PersonFactory())
        ),
        "costs": several(amount, lambda n: Cost(label=f"Cost {n}", funder=OrganisationFactory())),
    },
    HandbookFactory: lambda amount: {
        "releases": several(amount, lambda n: HandbookRelease(status="pilot", city=CityFactory()))
    },
    ProjectFactory: lambda amount: {
        "continues": ProjectFactory().work,
        "replicates_project": ProjectFactory().work,
        "replicates_programme": ProgrammeFactory(),
        "office_city": CityFactory(),
        "accomplishments": several(amount, lambda n: ("accomplishment", f"Aim {n}")),
        "statuses": several(amount, lambda n: ProjectStatus(date="2010-S2", statement="So")),
        "bodies": several(
            amount, lambda n: ProjectBody(role="lead", organisation=OrganisationFactory())
        ),
        "related_works": several(amount, lambda n: ProjectWork(work=ManualFactory().work)),
    },
    GoalProfileFactory: lambda amount: {
        "adopted_by": OrganisationFactory(),
        "indicators": several(amount, lambda n: GoalIndicator(label="x", goal=GoalFactory())),
    },
    ActionPlanFactory: lambda amount: {
        "adopted_by": OrganisationFactory(),
        "profile": GoalProfileFactory().work,
        "actions": several(
            amount, lambda n: PlanAction(statement="x", organisation=OrganisationFactory())
        ),
        "indicators": several(amount, lambda n: PlanIndicator(type="outcome", label="x")),
    },
    EventFactory: lambda amount: {
        "bodies": several(
            amount, lambda n: EventBody(role="host", organisation=OrganisationFactory())
        ),
        "attendance": several(amount, lambda n: EventAttendance(country=CountryFactory())),
        "sessions": several(
            amount, lambda n: EventSession(title="x", work=PublicationFactory().work)
        ),
        "outputs": several(
            amount,
            lambda n: EventOutput(title="x", person=PersonFactory(), work=ManualFactory().work),
        ),
    },
    CallFactory: lambda amount: {"event": EventFactory(starts="2009").work},
    ReportFactory: rows_of_a_report,
    NewsFactory: rows_of_news,
    LinkFactory: rows_of_a_link,
    SetFactory: rows_of_a_set,
}


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
    values |= OWN[factory](amount) if factory in OWN else {}
    page = factory(**values)
    translate(page, "fr", title="Une œuvre", slug=f"oeuvre-{page.pk}")
    for _ in range(amount):
        translate(SetFactory(items=[SetItem(work=page.work)]), "fr", slug=f"choix-{page.pk}-{_}")
    return page


def tie(page, amount: int) -> None:
    """Has so many works of later kinds name a work, through every link that takes its kind."""
    links = {
        "project": [(ProjectFactory, "continues"), (ProjectFactory, "replicates_project")],
        "goal_profile": [(ActionPlanFactory, "profile")],
        "event": [(CallFactory, "event")],
    }
    for _ in range(amount):
        ProjectFactory(related_works=[ProjectWork(work=page.work)])
        for factory, name in links.get(page.work_kind, ()):
            factory(**{name: page.work})


@pytest.mark.parametrize("factory", OWN)
def test_a_work(client, factory):
    few, many = rich_work(1, factory), rich_work(6, factory)
    tie(few, 1), tie(many, 4)
    assert queries(client, few.url) == queries(client, many.url)


def test_a_work_shown_in_another_language(client):
    few, many = rich_work(1), rich_work(6)
    assert queries(client, f"/ar/w/{few.work.pk}/") == queries(client, f"/ar/w/{many.work.pk}/")


def rich_city(amount: int):
    city = CityFactory(part_of=CityFactory(), latitude=1, longitude=1)
    for n in range(amount):
        CaseStudyFactory(cities=[city])
        ProjectFactory(office_city=city)
        event = EventFactory(cities=[city], starts="2999-01-01")
        CallFactory(cities=[city], event=event.work, closes="2998")
        PartnershipFactory(between=[(city, "provider"), (CityFactory(), "recipient")])
        PersonFactory(city=city, organisation=OrganisationFactory(city=city))
        CityFactory(part_of=city)
        ProgrammeFactory().cities.add(city)
        CityFigure.objects.create(city=city, indicator="population", low=n, unit="inhabitants")
    return city


def test_a_city(client):
    few, many = rich_city(1), rich_city(5)
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url())


def test_a_page_reads_the_privacy_settings_once(client):
    city = rich_city(1)
    with CaptureQueriesContext(connection) as captured:
        client.get(city.get_absolute_url())
    privacy = [q for q in captured if "wagtailcore_collectionviewrestriction" in q["sql"]]
    assert len(privacy) == 1


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


def test_lists(client):
    theme = ConceptFactory(code="water")

    def add() -> None:
        city = rich_city(1)
        for factory in (
            HandbookFactory,
            ManualFactory,
            PublicationFactory,
            ProjectFactory,
            EventFactory,
            CallFactory,
            LinkFactory,
            NewsFactory,
            ReportFactory,
            SetFactory,
        ):
            factory(cities=[city], themes=[theme])
        work = CaseStudyFactory(cities=[city], themes=[theme, ConceptFactory(broader=[theme])])
        translate(work, "fr", title="Une œuvre", slug=f"oeuvre-{work.pk}")
        OrganisationFactory(parent=OrganisationFactory(city=city), country=CountryFactory())
        ProgrammeFactory(parent=ProgrammeFactory())
        RegionFactory(parent=RegionFactory())

    # Pages of works are full both times: countries are asked for where one has no city.
    add(), add(), add()
    few = {address: queries(client, address) for address in LISTS}
    for _ in range(4):
        add()
    assert {address: queries(client, address) for address in LISTS} == few


def test_a_page_of_search_results(client, settings, tmp_path):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    counts = []
    for amount in (1, 3):
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


def test_works_related_to_a_work(client, settings, tmp_path):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    counts = []
    for amount in (2, 7):
        made = [CaseStudyFactory(title="The work on water") for _ in range(amount)]
        call_command("search_rebuild", verbosity=0)
        counts.append(queries(client, f"/en/w/{made[0].work.pk}/related/"))
    assert counts[0] == counts[1]


def test_a_page_of_a_file(client):
    file = FileFactory()
    extraction.read_file(file)
    assert queries(client, f"/en/files/{file.pk}/view/") <= MOST
