"""What every page says about itself and about pages beside it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from cms.core.models import Work
from cms.library.models import LibraryPage
from tests.factories import (
    CityFactory,
    ConceptFactory,
    CountryFactory,
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


def test_a_search_goes_on_in_another_language(client):
    assert 'href="/fr/search/?q=water"' in client.get("/en/search/?q=water").content.decode()
