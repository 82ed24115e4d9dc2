"""Links: what they say of a site elsewhere, and when readers learn that it is away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cms.core import works
from cms.core.models import Work
from cms.library.models import LinkCheck, LinkPage
from search.models import Outbox
from tests.factories import LinkFactory, OrganisationFactory, translate

pytestmark = pytest.mark.django_db
ADDRESS = "https://portal.example.org/resources"


def fresh(page):
    return LinkPage.objects.get(pk=page.pk)


def body(client, page) -> str:
    return client.get(page.url).content.decode()


def failed(address: str, *days: int) -> LinkCheck:
    row = LinkCheck.objects.create(address=address)
    for day in days:
        row.note(503, LinkCheck.Problem.STATUS, datetime(2026, 3, day, 4, tzinfo=UTC))
    return row


def test_facts_of_the_site_are_those_of_all_editions():
    page = LinkFactory(address=ADDRESS, members=1000, members_or_more=True, scope="Worldwide")
    french = translate(page, "fr", title="Un site", slug="un-site", scope="Le monde")
    draft = fresh(page)
    draft.members, draft.site_languages, draft.access = 1200, "en,pt", "registration"
    draft.organisation = OrganisationFactory()
    draft.save_revision().publish()
    other = fresh(french)
    assert (other.members, other.site_languages, other.access) == (1200, "en,pt", "registration")
    assert other.organisation == draft.organisation
    assert other.scope == "Le monde"


def test_the_page_says_what_is_known(client):
    page = LinkFactory(
        address=ADDRESS,
        link_type="network",
        organisation=OrganisationFactory(name_en="The network"),
        members=1000,
        members_or_more=True,
        members_as_of="2009",
        site_languages="en,pt",
        access="registration",
        scope="Cities of the coast",
        services="<p>A bank of cases.</p>",
    )
    html = body(client, page)
    for words in (
        ADDRESS,
        "Site of a network",
        "The network",
        "1,000 or more",
        "as of 2009",
        "English and Portuguese",
        "Free of charge, after registration",
        "Cities of the coast",
        "A bank of cases.",
    ):
        assert words in html, words


def test_a_link_of_which_nothing_is_known_shows_no_empty_field(client):
    html = body(client, LinkFactory())
    for words in ("Members", "Languages of the site", "Access", "Visit", "None", "Who is behind"):
        assert words not in html, words


def test_its_words_and_the_body_behind_it_are_found():
    organisation = OrganisationFactory(name_en="The network", name_fr="Le réseau")
    page = LinkFactory(
        organisation=organisation, scope="Coast", text="<p>Tides</p>", services="<p>Cases</p>"
    )
    translate(page, "fr", title="Un site", slug="un-site", scope="Côte")
    work = Work.objects.get(key=page.translation_key)
    document = works.kind("link").documents([work], "public")[0]
    assert {("en", "Coast"), ("en", "Tides"), ("en", "Cases"), ("fr", "Côte")} <= {
        (text.lang, text.text) for text in document.texts
    }
    assert {"The network", "Le réseau"} <= set(document.names)


def test_a_body_that_is_renamed_touches_the_links_it_stands_behind():
    organisation = OrganisationFactory()
    page = LinkFactory(organisation=organisation)
    Outbox.objects.all().delete()
    organisation.name_en = "Another name"
    organisation.save()
    assert Outbox.objects.filter(work=str(page.work.pk)).exists()


def test_readers_are_told_after_failures_on_three_days(client):
    page = LinkFactory(address=ADDRESS)
    row = failed(ADDRESS, 1, 2)
    assert "not been reachable" not in body(client, page)
    row.note(None, LinkCheck.Problem.NO_ANSWER, datetime(2026, 3, 3, 4, tzinfo=UTC))
    assert "has not been reachable since 1 March 2026" in body(client, page)


def test_failures_of_one_day_count_once(client):
    page = LinkFactory(address=ADDRESS)
    row = failed(ADDRESS, 1, 1, 1, 1)
    assert row.failures == 1
    assert "not been reachable" not in body(client, page)


def test_a_site_that_is_back_is_no_longer_called_away(client):
    page = LinkFactory(address=ADDRESS)
    row = failed(ADDRESS, 1, 2, 3, 4)
    row.note(200, "", datetime(2026, 3, 5, 4, tzinfo=UTC))
    assert "not been reachable" not in body(client, page)
    assert (row.failures, row.failing_since) == (0, None)
    row.note(500, LinkCheck.Problem.STATUS, datetime(2026, 3, 6, 4, tzinfo=UTC))
    assert row.failing_since.day == 6
