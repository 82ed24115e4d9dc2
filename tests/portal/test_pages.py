"""What every page says about itself and about pages beside it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from cms.core.models import Work
from cms.library.models import LibraryPage
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    CountryFactory,
    HandbookFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def library(language: str) -> LibraryPage:
    return LibraryPage.objects.get(locale__language_code=language)


def hide(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def links(html: str) -> list[str]:
    return re.findall(r'<link rel="(?:canonical|alternate)"[^>]*href="([^"]*)"', html)


def test_the_menu_names_only_pages_that_the_reader_may_read(client):
    page = library("en")
    page.title = "The inner shelf"
    page.save()
    hide(page)
    assert "The inner shelf" not in client.get("/en/cities/").content.decode()
    client.force_login(UserFactory())
    assert "The inner shelf" in client.get("/en/cities/").content.decode()


def test_the_address_of_a_private_page_is_not_given_in_another_language(client):
    page = library("fr")
    page.slug = "plan-interne"
    page.save()
    hide(page)
    assert "plan-interne" not in client.get(library("en").url).content.decode()


def test_a_record_names_one_address_in_each_language(client):
    city = CityFactory(slug="chefchaouen")
    found = links(client.get(f"{city.get_absolute_url()}?utm=x").content.decode())
    assert set(found) == {
        f"{settings.SITE_URL}/{code}/cities/chefchaouen/" for code, _name in settings.LANGUAGES
    }
    assert found[0] == f"{settings.SITE_URL}/en/cities/chefchaouen/"


@pytest.mark.parametrize(
    "factory",
    [
        CityFactory,
        ConceptFactory,
        CountryFactory,
        OrganisationFactory,
        PartnershipFactory,
        PersonFactory,
        ProgrammeFactory,
        RegionFactory,
    ],
)
def test_a_record_states_its_permanent_address(client, factory):
    record = factory()
    address = f"/en/w/{Work.objects.get(key=record.key).pk}/"
    assert f'href="{address}"' in client.get(record.get_absolute_url()).content.decode()
    assert client.get(address).headers["Location"] == record.get_absolute_url()


def test_pages_of_a_list_are_addresses_of_their_own(client):
    html = client.get("/en/cities/?utm=x&page=2").content.decode()
    assert set(links(html)) == {
        f"{settings.SITE_URL}/{code}/cities/?page=2" for code, _name in settings.LANGUAGES
    }


def test_a_work_is_found_at_its_address_and_nowhere_else(client):
    page = CaseStudyFactory(slug="a-case")
    assert client.get("/en/library/a-case/").status_code == 200
    for address in ("/en/library/no-case/", "/en/a-case/", "/fr/library/a-case/", "/en/x/a-case/"):
        assert client.get(address).status_code == 404, address
    page.unpublish()
    assert client.get("/en/library/a-case/").status_code == 404


def test_a_search_goes_on_in_another_language(client):
    assert 'href="/fr/search/?q=water"' in client.get("/en/search/?q=water").content.decode()


GUIDE = "How to document an experience"


def guide_link(html: str) -> str | None:
    found = re.search(rf'<a href="([^"]*)">{GUIDE}</a>', html)
    return found and found.group(1)


def test_the_home_page_leads_to_the_handbook_on_documenting_an_experience(client):
    assert guide_link(client.get("/en/").content.decode()) is None
    theme = ConceptFactory(code="documentation-of-experience")
    HandbookFactory(themes=[ConceptFactory()])
    handbook = HandbookFactory(slug="writing-it-down", themes=[theme])
    address = guide_link(client.get("/en/").content.decode())
    assert client.get(address).url == handbook.url
    hide(handbook)
    assert guide_link(client.get("/en/").content.decode()) is None


def test_the_home_page_and_an_empty_search_count_the_languages_there_are(client, settings):
    assert "4 languages" in client.get("/en/").content.decode()
    named = "French, English, Spanish and Arabic"
    assert named in client.get("/en/search/?q=nothing-like-it").content.decode()
    fewer = [each for each in settings.LANGUAGES if each[0] != "es"]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = fewer
    assert "3 languages" in client.get("/en/").content.decode()
    html = client.get("/en/search/?q=nothing-like-it").content.decode()
    assert "Any language of the portal will do (French, English and Arabic)" in html


def test_the_sign_of_the_portal_is_where_browsers_look_for_it(client):
    """Beside files, feeds and data, which cannot name it."""
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.svg")


def test_the_menu_marks_where_the_reader_is_in_arabic_too(client):
    page = library("ar")
    assert "%" in page.url, "its address has Arabic letters"
    html = client.get(page.url).content.decode()
    assert re.search(rf'<a href="{re.escape(page.url)}" aria-current="page"', html)


@pytest.mark.parametrize("address", ["/en/", "/api/v1/works", "/en/search/feed.atom", "/nowhere"])
def test_head_is_answered_without_a_body(address, settings):
    """Asked of the application itself: the test client would take the body away."""
    started = []
    request = RequestFactory().generic("HEAD", address, SERVER_NAME="localhost")
    body = WSGIHandler()(request.environ, lambda status, headers: started.append(dict(headers)))
    assert b"".join(body) == b""
    assert int(started[0]["Content-Length"]) > 0
