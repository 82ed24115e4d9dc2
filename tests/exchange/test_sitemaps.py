"""Sitemaps name everything public in every language, and nothing else."""

from __future__ import annotations

import pytest
from lxml import etree

from cms.exchange import sitemaps, traces
from cms.exchange.models import Trace
from tests.factories import CaseStudyFactory, SchemeFactory

pytestmark = pytest.mark.django_db
NS = {"s": sitemaps.SITEMAP, "x": sitemaps.XHTML}


def read(client, path: str) -> etree._Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def addresses(client, settings) -> dict[str, etree._Element]:
    """Every entry of every file that the index names, by its address."""
    found = {}
    for file in read(client, "/sitemap.xml").iterfind("s:sitemap/s:loc", NS):
        root = read(client, file.text.removeprefix(settings.SITE_URL))
        for entry in root.iterfind("s:url", NS):
            found[entry.findtext("s:loc", namespaces=NS)] = entry
    return found


def test_every_address_in_the_sitemaps_can_be_read_by_anybody(client, shared, settings):
    found = addresses(client, settings)
    assert len(found) > 30
    for address in found:
        assert address.startswith(settings.SITE_URL)
        response = client.get(address.removeprefix(settings.SITE_URL))
        assert response.status_code == 200, address


def test_it_names_public_editions_with_each_other_and_nothing_private(client, shared, settings):
    found = addresses(client, settings)
    opened, french = (f"{settings.SITE_URL}{page.url}" for page in (shared.open, shared.french))
    links = {
        link.get("hreflang"): link.get("href") for link in found[opened].iterfind("x:link", NS)
    }
    assert links == {"en": opened, "fr": french}
    changed = found[opened].findtext("s:lastmod", namespaces=NS)
    assert changed == Trace.objects.get(work=shared.open.work).modified.isoformat(
        timespec="seconds"
    )
    city = shared.open.cities.get().get_absolute_url()
    links = found[f"{settings.SITE_URL}{city}"].iterfind("x:link", NS)
    assert {link.get("hreflang") for link in links} == {"fr", "en", "es", "ar"}
    for page in (shared.private, shared.draft):
        assert f"{settings.SITE_URL}{page.url}" not in found
    assert not [address for address in found if "secret" in address]


def test_it_names_lists_and_thesauri(client, settings):
    scheme = SchemeFactory()
    found = addresses(client, settings)
    for path in ("cities/", "themes/", "agenda/", f"thesaurus/{scheme.code}/"):
        assert f"{settings.SITE_URL}/ar/{path}" in found


def test_what_becomes_private_goes_at_once(client, shared, settings):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=shared.report, restriction_type="login")
    assert f"{settings.SITE_URL}{shared.report.url}" not in addresses(client, settings)


def test_many_works_stand_in_several_files(client, shared, settings, monkeypatch):
    whole = set(addresses(client, settings))
    monkeypatch.setattr(sitemaps, "PER_FILE", 3)
    files = read(client, "/sitemap.xml").findall("s:sitemap", NS)
    assert len(files) == 1 + -(-Trace.objects.filter(public=True).count() // 3)
    assert set(addresses(client, settings)) == whole
    assert client.get("/sitemap-99.xml").status_code == 404
    assert client.get("/sitemap-nonsense.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_addresses_in_other_scripts_are_written_in_ascii(client, settings):
    CaseStudyFactory(title="Old", slug="مياه", language="ar")
    traces.sweep()
    found = addresses(client, settings)
    assert all(address.isascii() for address in found)
    assert any("%D9%85%D9%8A%D8%A7%D9%87" in address for address in found)
