"""Permanent addresses: `/<lang>/w/<id>/` shows the best edition for the reader's language."""

from __future__ import annotations

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.core import addresses
from cms.core.models import Work
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    PartnershipFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return CaseStudyFactory(title="Water meters", slug="water-meters", language="en")


def address(page, lang: str) -> str:
    return f"/{lang}/w/{Work.objects.get(key=page.translation_key).pk}/"


def test_it_leads_to_the_edition_in_the_language_of_the_address(client, page):
    french = translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    response = client.get(address(page, "fr"))
    assert response.status_code == 302
    assert response.url == french.url


def test_without_an_edition_it_shows_the_best_other_one_in_the_readers_interface(
    client, page, settings
):
    response = client.get(address(page, "ar"))
    assert response.status_code == 200
    html = response.content.decode()
    assert '<html lang="ar" dir="rtl"' in html
    assert "Water meters" in html
    assert 'lang="en"' in html
    assert f'rel="canonical" href="{settings.SITE_URL}{page.url}"' in html


def test_fallback_follows_the_declared_chain(client, page):
    translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    assert "Compteurs" in client.get(address(page, "es")).content.decode()


def test_it_survives_a_rename_and_a_new_slug(client, page):
    before = address(page, "en")
    page.title, page.slug = "Meters", "meters"
    page.save_revision().publish()
    assert client.get(before).url == "/en/library/meters/"


def test_it_answers_404_where_nothing_can_be_read(client, page):
    page.unpublish()
    assert client.get(address(page, "en")).status_code == 404
    assert client.get("/en/w/999999/").status_code == 404


def test_a_private_edition_is_not_shown_instead(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = client.get(address(page, "ar"), follow=True)
    assert "login" in response.redirect_chain[-1][0]
    assert "Water meters" not in response.content.decode()
    client.force_login(UserFactory())
    assert client.get(address(page, "ar")).status_code == 200


def test_records_have_permanent_addresses_too(client):
    city, partnership = CityFactory(), PartnershipFactory()
    for record in (city, partnership):
        work = Work.objects.get(key=record.key)
        response = client.get(f"/en/w/{work.pk}/")
        assert response.url == record.get_absolute_url()


def test_the_language_switcher_leads_to_the_same_work(client, page):
    french = translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    html = client.get(page.url).content.decode()
    assert f'href="{french.url}"' in html
    assert f'href="{address(page, "ar")}"' in html
    assert 'hreflang="fr"' in html


@pytest.mark.parametrize(
    ("accepts", "leads_to"), [("ar", "/ar/"), ("es-MX,es;q=0.9", "/es/"), ("de", "/en/")]
)
def test_the_first_page_follows_the_browsers_languages(client, accepts, leads_to):
    response = client.get("/", headers={"accept-language": accepts})
    assert response.status_code == 302
    assert response.url == leads_to


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("fr", "Français"),
        ("en", "English"),
        ("es", "Español"),
        ("ar", "العربية"),
        ("pt", "Português"),
    ],
)
def test_a_language_is_offered_by_its_own_name(code, name):
    assert addresses.own_name(code) == name


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_address_leads_on_when_the_name_in_it_changes(client, lang):
    city = CityFactory(slug="old-name")
    for slug in ("newer-name", "newest-name"):
        city.slug = slug
        city.save()
    for slug in ("old-name", "newer-name"):
        answer = client.get(f"/{lang}/cities/{slug}/")
        assert (answer.status_code, answer.url) == (301, f"/{lang}/cities/newest-name/")


def test_a_name_that_comes_back_leads_nowhere_else(client):
    concept = ConceptFactory(slug="water")
    for slug in ("sewers", "water"):
        concept.slug = slug
        concept.save()
    assert client.get("/en/themes/water/").status_code == 200
    assert client.get("/en/themes/sewers/").url == "/en/themes/water/"
    assert not Redirect.objects.filter(old_path="/en/themes/water").exists()
