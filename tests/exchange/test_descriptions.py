"""Every page of a work or record describes itself as schema.org in JSON-LD."""

from __future__ import annotations

import json
import re

import msgspec_schemaorg.models as models
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from wagtail.models import PageViewRestriction

from cms.core import works
from cms.exchange import items, schema_org
from cms.network.kinds import PageKind
from cms.network.models import Partner
from tests import factories

from .conftest import SECRETS

pytestmark = pytest.mark.django_db
SCHEMA = Namespace("https://schema.org/")
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
#: a row of each kind, made by its factory
FACTORIES = {
    factory._meta.model.work_kind: factory
    for factory in vars(factories).values()
    if isinstance(factory, type)
    and issubclass(factory, factories.DjangoModelFactory)
    and getattr(factory._meta.model, "work_kind", "")
}


def described(client, address: str) -> dict:
    """The one description that stands on a page, in the words of schema.org."""
    response = client.get(address)
    assert response.status_code == 200
    blocks = BLOCK.findall(response.content.decode())
    assert len(blocks) == 1
    data = json.loads(blocks[0])
    assert unknown_terms(data) == set()
    return data


def unknown_terms(data: object) -> set[str]:
    """Types that schema.org does not have, and properties that it does not give to their type."""
    if isinstance(data, list):
        return set().union(*map(unknown_terms, data))
    if not isinstance(data, dict):
        return set()
    found = set().union(*map(unknown_terms, data.values()))
    properties = {name for name in data if not name.startswith("@")}
    type_ = data.get("@type", "Thing")
    if not hasattr(models, type_):
        return found | {type_}
    given = set(getattr(models, type_).__struct_encode_fields__)
    return found | {f"{type_}.{name}" for name in properties - given}


def graph(data: dict) -> Graph:
    """The same as triples; the context is the one that schema.org gives for its own terms."""
    assert data["@context"] == "https://schema.org"
    local = {
        "@vocab": str(SCHEMA),
        **{name: {"@type": "@id"} for name in ("url", "license", "sameAs", "contentUrl")},
    }
    return Graph().parse(data=json.dumps({**data, "@context": local}), format="json-ld")


@pytest.mark.parametrize("kind", [kind.name for kind in works.kinds()])
def test_every_kind_describes_itself(client, kind, settings):
    row = FACTORIES[kind]()
    data = described(client, row.url if hasattr(row, "url") else row.get_absolute_url())
    triples = graph(data)
    subject = URIRef(data["@id"])
    assert data["@id"].startswith(settings.SITE_URL)
    assert data["identifier"].startswith(f"{settings.SITE_URL}/en/w/")
    assert (subject, SCHEMA.name, None) in triples
    assert isinstance(works.kind(kind).schema_type, str)
    if isinstance(works.kind(kind), PageKind):
        assert data["inLanguage"] == "en"
        # An event is no creative work: its page is.
        page = data["mainEntityOfPage"] if data["@type"] == "Event" else data
        assert page["isPartOf"][-1]["@type"] == "WebSite"
        assert data["@id"] == data["identifier"]


def test_a_term_that_schema_org_does_not_have_is_found():
    data = {"@type": "City", "geo": {"@type": "GeoCoordinates", "depth": 1}, "author": "Amal"}
    assert unknown_terms(data) == {"GeoCoordinates.depth", "City.author"}
    assert unknown_terms([{"@type": "Town"}]) == {"Town"}


def test_a_work_says_what_it_is_about_where_and_under_which_licence(client, shared, settings):
    data = described(client, shared.open.url)
    triples = graph(data)
    work = URIRef(f"{settings.SITE_URL}/en/w/{shared.id('open')}/")
    french = URIRef(f"{settings.SITE_URL}/fr/w/{shared.id('open')}/")
    assert data["url"] == f"{settings.SITE_URL}{shared.open.url}"
    assert data["workTranslation"][0]["url"] == f"{settings.SITE_URL}{shared.french.url}"
    assert data["@type"] == "Article"
    assert (work, SCHEMA.name, Literal("Water meters & <b>pipes</b>")) in triples
    assert (work, SCHEMA.inLanguage, Literal("en")) in triples
    assert (work, SCHEMA.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in triples
    assert (work, SCHEMA.workTranslation, french) in triples
    assert (french, SCHEMA.inLanguage, Literal("fr")) in triples
    assert (french, SCHEMA.name, Literal("Compteurs d’eau")) in triples
    assert data["datePublished"] == "2012-03"
    about = {term["name"]: term for term in data["about"]}
    assert {term["@type"] for term in about.values()} == {"DefinedTerm"}
    assert about["Water"]["@id"] == "urn:test:concept:water"
    assert about["Clean water and sanitation"]["termCode"] == "SDG 6"
    place = data["spatialCoverage"][0]
    assert (place["@type"], place["name"]) == ("City", "Chefchaouen")
    assert place["containedInPlace"]["name"] == "Morocco"
    assert place["geo"]["latitude"] == 35.17
    assert data["publisher"]["name"] == settings.SITE_NAME


def test_a_translation_names_what_it_translates(client, shared, settings):
    data = described(client, shared.french.url)
    assert data["inLanguage"] == "fr"
    source = f"{settings.SITE_URL}/en/w/{shared.id('open')}/"
    assert data["translationOfWork"]["@id"] == source
    assert [each["@id"] for each in data["workTranslation"]] == [source]
    # Names in the language of the edition.
    assert "Eau" in {term["name"] for term in data["about"]}


def test_an_edition_shown_in_another_interface_is_described_as_what_it_is(client, shared):
    data = described(client, f"/es/w/{shared.id('arabic')}/")
    assert (data["inLanguage"], data["name"]) == ("ar", "دليل المياه")
    assert data["isPartOf"][0] == {"@type": "CreativeWorkSeries", "name": "سلسلة"}
    assert data["position"] == 2


def test_the_page_of_an_event_tells_its_licence_and_its_translations(client, settings):
    event = FACTORIES["event"](title="A meeting", licence="CC-BY-4.0")
    french = factories.translate(event, "fr", title="Une rencontre")
    data = described(client, event.url)
    page = data["mainEntityOfPage"]
    assert (data["@type"], page["@type"], page["inLanguage"]) == ("Event", "WebPage", "en")
    assert page["@id"] == data["url"] != data["@id"]
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    (translation,) = page["workTranslation"]
    assert translation["@id"] == f"{settings.SITE_URL}{french.url}"


def test_what_is_private_is_told_to_nobody_else(client, shared):
    for address in (shared.open.url, shared.french.url):
        text = json.dumps(described(client, address), ensure_ascii=False)
        assert not [secret for secret in SECRETS if secret in text]
        assert "Free file" in text
    client.force_login(factories.UserFactory())
    assert "نسخة سرية" in json.dumps(described(client, shared.open.url), ensure_ascii=False)


def test_a_file_without_a_licence_is_not_offered(client):
    from cms.network.models import WorkFile

    file = factories.FileFactory(title="Unlicensed file", licence="")
    page = factories.CaseStudyFactory(work_files=[WorkFile(file=file)])
    assert "encoding" not in described(client, page.url)


def test_markup_in_a_title_cannot_end_the_block(client):
    odd = "</script><script>alert(1)</script><!-- & \u2028"
    page = factories.CaseStudyFactory(title=odd, summary=odd)
    html = client.get(page.url).content.decode()
    assert "<script>alert" not in html
    assert json.loads(BLOCK.search(html)[1])["name"] == odd


def test_a_publication_names_its_authors_and_its_publisher(client, shared):
    data = described(client, shared.report.url)
    assert data["@type"] == "Report"
    assert [each["name"] for each in data["author"]] == ["Amal Idrissi", "Kwame Mensah"]
    assert data["publisher"]["name"] == "Press of the network"


def test_places_bodies_people_and_concepts(client, shared):
    city = shared.open.cities.get()
    data = described(client, city.get_absolute_url())
    assert data["@type"] == "City"
    assert {"@value": "شفشاون", "@language": "ar"} in data["alternateName"]
    assert data["containedInPlace"][0]["name"] == "Morocco"
    city.kind = "province"
    city.save()
    assert described(client, city.get_absolute_url())["@type"] == "AdministrativeArea"
    body = factories.OrganisationFactory(city=city, website="https://example.org/")
    data = described(client, body.get_absolute_url())
    assert data["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Chefchaouen",
        "addressCountry": "Morocco",
    }
    assert data["sameAs"] == "https://example.org/"
    person = factories.PersonFactory(role_en="Mayor", organisation=body)
    data = described(client, person.get_absolute_url())
    assert data["jobTitle"] == "Mayor"
    assert data["affiliation"][0]["name"] == str(body)
    data = described(client, shared.open.themes.get().get_absolute_url())
    assert (data["@type"], data["termCode"]) == ("DefinedTerm", "water")
    assert data["inDefinedTermSet"] == "urn:test:themes"


def test_a_list_reads_the_same_as_the_page(client, shared):
    """What the view of a page has read, and what is read for a list, describe alike."""
    partnership = factories.PartnershipFactory(between=[(shared.open.cities.get(), "provider")])
    Partner.objects.create(
        partnership=partnership, organisation=factories.OrganisationFactory(), role="recipient"
    )
    for row, address in (
        (shared.open, shared.open.url),
        (shared.report, shared.report.url),
        (partnership, partnership.get_absolute_url()),
        (shared.open.cities.get(), shared.open.cities.get().get_absolute_url()),
    ):
        key = getattr(row, "translation_key", None) or row.key
        work = works.Work.objects.get(key=key)
        item = items.read([work], "public")[work.pk]
        read = json.loads(json.dumps(schema_org.describe(item, "en")))
        shown = described(client, address)
        # Of other editions a page has the titles alone; dates of change are of the edition.
        for data in (read, shown):
            data.pop("dateModified", None)
        assert read == shown


def test_a_preview_that_has_no_address_yet_describes_nothing(client, admin_user):
    from cms.library.models import CaseStudyPage, LibraryPage

    library = LibraryPage.objects.get(locale__language_code="en")
    page = CaseStudyPage(title="Not yet there", slug="not-yet", locale=library.locale)
    library.add_child(instance=page)
    html = page.make_preview_request().rendered_content
    assert "Not yet there" in html
    page = CaseStudyPage(title="Never saved", slug="never", locale=library.locale)
    html = page.make_preview_request().rendered_content
    assert "Never saved" in html
    assert "ld+json" not in html


def test_a_restricted_page_describes_itself_to_its_readers_alone(client, shared):
    PageViewRestriction.objects.create(page=shared.report, restriction_type="login")
    assert client.get(shared.report.url).status_code == 302
    client.force_login(factories.UserFactory())
    assert described(client, shared.report.url)["@type"] == "Report"
