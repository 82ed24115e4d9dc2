"""Projects are known to other systems by their IATI identifier and their DAC sectors."""

from __future__ import annotations

import pytest
from lxml import etree
from rdflib import Literal

from cms.exchange import traces
from cms.exchange.models import Trace
from cms.exchange.oai import records
from cms.programmes.models import ProjectPage
from tests.factories import ProjectFactory, translate

from .test_descriptions import SCHEMA, described, graph
from .test_harvesting import LANG, NS, ask

pytestmark = pytest.mark.django_db
IATI = "XM-DAC-41304-TOWN7"


@pytest.fixture
def project():
    page = ProjectFactory(
        title="Goals in towns",
        licence="CC-BY-4.0",
        iati_identifier=IATI,
        sectors="15112,14022",
    )
    translate(page, "fr", title="Les objectifs dans les villes", slug="objectifs")
    traces.sweep()
    return page


def test_its_page_tells_them_to_machines(client, project):
    triples = graph(described(client, project.url))
    (called,) = triples.subjects(SCHEMA.propertyID, Literal("IATI"))
    assert str(triples.value(called, SCHEMA.value)) == IATI
    assert (None, SCHEMA.identifier, called) in triples
    terms = list(triples.objects(None, SCHEMA.keywords))
    assert {str(triples.value(term, SCHEMA.termCode)) for term in terms} == {"15112", "14022"}
    assert {str(triples.value(term, SCHEMA.name)) for term in terms} == {
        "Decentralisation and local government",
        "Sanitation in towns",
    }


def test_its_names_of_sectors_are_in_the_language_of_the_page(client, project):
    french = described(client, project.get_translations().get().url)
    assert "Assainissement des villes" in {term["name"] for term in french["keywords"]}


def test_programs_get_them(client, project):
    found = client.get(f"/api/v1/works/{project.work.pk}", {"lang": "en"}).json()["codes"]
    assert [(code["scheme"], code["code"]) for code in found] == [
        ("IATI", IATI),
        ("DAC", "14022"),
        ("DAC", "15112"),
    ]
    assert found[0]["url"].startswith("https://") and found[0]["label"] is None
    assert found[1]["label"] == "Sanitation in towns"


def test_harvesters_get_them_with_their_language(client, project):
    root = harvested(client, project)
    called = [each.text for each in root.iterfind(".//dc:identifier", NS)]
    assert f"IATI {IATI}" in called
    subjects = {each.get(LANG): each.text for each in root.iterfind(".//dc:subject", NS)}
    assert set(subjects) == {"fr", "en", "es", "ar"}
    assert all(text.startswith("DAC 15112 ") for text in subjects.values())


def test_another_sector_is_harvested_again(client, project):
    before = Trace.objects.get(work=project.work).digest
    project.refresh_from_db()
    ProjectPage.objects.filter(translation_key=project.translation_key).update(sectors="43030")
    traces.sweep()
    assert Trace.objects.get(work=project.work).digest != before
    assert "DAC 43030" in etree.tostring(harvested(client, project), encoding="unicode")


def harvested(client, project) -> etree._Element:
    """The record of a project as harvesters get it."""
    number = records.identifier(project.work.pk)
    return ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=number)
