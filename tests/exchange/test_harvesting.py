"""OAI-PMH 2.0: a real client reads everything, and every rule of the protocol is kept."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests
from django.core.cache import cache
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from cms.exchange import traces
from cms.exchange.models import Trace
from cms.exchange.oai import records
from tests.factories import CaseStudyFactory, ConceptFactory

from .conftest import SECRETS

pytestmark = pytest.mark.django_db
NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: the rules of the schemas of OAI-PMH, oai_dc and Dublin Core, written as RELAX NG
RULES = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "oai_pmh.rng")))


def ask(client, method: str = "get", **arguments) -> etree._Element:
    """The answer to a request, which must keep the rules of the schemas."""
    if "start" in arguments:
        arguments["from"] = arguments.pop("start")
    response = getattr(client, method)("/oai", arguments)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert RULES.validate(root), RULES.error_log
    return root


def error(client, **arguments) -> str:
    found = ask(client, **arguments).findall("o:error", NS)
    assert len(found) == 1
    return found[0].get("code")


def identifiers(root: etree._Element) -> list[str]:
    return [each.text for each in root.iterfind(".//o:header/o:identifier", NS)]


def harvest(client, **arguments) -> list[str]:
    """Identifiers of a whole list, however many answers it takes."""
    root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **arguments)
    found = identifiers(root)
    while token := root.findtext(".//o:resumptionToken", namespaces=NS):
        root = ask(client, verb="ListIdentifiers", resumptionToken=token)
        found += identifiers(root)
    return found


@pytest.fixture
def sickle(client, monkeypatch):
    """The harvesting package itself, its requests answered by the portal."""
    harvester = Sickle("http://testserver/oai")

    def answered(self, method, url, **options):
        query = requests.Request(method, url, params=options.get("params")).prepare().url
        response = client.get(query)
        made = requests.Response()
        made.status_code, made._content = response.status_code, response.content
        made.headers.update(response.headers)
        return made

    monkeypatch.setattr("requests.sessions.Session.request", answered)
    return harvester


def test_a_harvesting_package_reads_everything_with_resumption(sickle, shared, monkeypatch):
    monkeypatch.setattr(records, "BATCH", 3)
    for number in range(10):
        CaseStudyFactory(title=f"Work {number}", licence="CC-BY-4.0")
    traces.sweep()
    found = list(sickle.ListRecords(metadataPrefix="oai_dc"))
    everything = {records.identifier(trace.pk) for trace in Trace.objects.exclude(harvest="")}
    assert len(found) == len(everything) == 13
    assert {record.header.identifier for record in found} == everything
    by_id = {record.header.identifier: record.metadata for record in found}
    told = by_id[records.identifier(shared.id("open"))]
    assert set(told["title"]) == {"Water meters & <b>pipes</b>", "Compteurs d’eau"}
    assert told["rights"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert told["date"] == ["2012-03"]
    assert sickle.Identify().deletedRecord == "persistent"
    assert {each.setSpec for each in sickle.ListSets()} >= {"kind:case_study", "theme:water"}
    assert [each.metadataPrefix for each in sickle.ListMetadataFormats()] == ["oai_dc"]
    one = sickle.GetRecord(
        identifier=records.identifier(shared.id("report")), metadataPrefix="oai_dc"
    )
    assert one.metadata["creator"] == ["Amal Idrissi", "Kwame Mensah"]


def test_only_public_works_with_a_licence_are_harvested(client, shared):
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    expected = {records.identifier(shared.id(name)) for name in ("open", "arabic", "report")}
    assert set(identifiers(root)) == expected
    text = etree.tostring(root, encoding="unicode")
    assert not [secret for secret in SECRETS if secret in text]
    for name in ("unlicensed", "private", "draft"):
        identifier = records.identifier(shared.id(name))
        asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": identifier}
        assert error(client, **asked) == "idDoesNotExist"


def test_every_title_subject_and_description_says_its_language(client, shared):
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    for name in ("title", "subject", "description"):
        elements = root.findall(f".//dc:{name}", NS)
        assert elements
        assert all(element.get(LANG) for element in elements)
    titles = {(e.get(LANG), e.text) for e in root.iterfind(".//dc:title", NS)}
    assert ("fr", "Compteurs d’eau") in titles
    assert ("ar", "دليل المياه") in titles
    subjects = {(e.get(LANG), e.text) for e in root.iterfind(".//dc:subject", NS)}
    assert {("en", "Water"), ("fr", "Eau"), ("ar", "الماء")} <= subjects


def test_sets_by_theme_and_kind(client, shared):
    opened, arabic = (records.identifier(shared.id(name)) for name in ("open", "arabic"))
    assert set(harvest(client, set="theme:water")) == {opened, arabic}
    assert harvest(client, set="kind:manual") == [arabic]
    assert len(harvest(client, set="kind")) == 3
    assert error(client, verb="ListRecords", metadataPrefix="oai_dc", set="theme:none") == (
        "noRecordsMatch"
    )
    root = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=arabic)
    assert [e.text for e in root.iterfind(".//o:setSpec", NS)] == ["kind:manual", "theme:water"]
    named = {
        each.findtext("o:setSpec", namespaces=NS): each.findtext("o:setName", namespaces=NS)
        for each in ask(client, verb="ListSets").iterfind(".//o:set", NS)
    }
    assert named["kind:manual"] == "Manuals"
    assert named["theme:water"] == "Water"


def stamped(shared, name: str, moment: str) -> None:
    moment = datetime.fromisoformat(moment)
    Trace.objects.filter(pk=shared.id(name)).update(datestamp=moment)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"start": "2021-05-02"}, {"arabic", "report"}),
        ({"until": "2021-05-02"}, {"open", "arabic"}),
        ({"start": "2021-05-02", "until": "2021-05-02"}, {"arabic"}),
        ({"start": "2021-05-02T23:59:59Z"}, {"arabic", "report"}),
        ({"start": "2021-05-03T00:00:00Z"}, {"report"}),
        ({"until": "2021-05-02T23:59:58Z"}, {"open"}),
        ({"until": "2021-05-02T23:59:59Z"}, {"open", "arabic"}),
    ],
)
def test_from_and_until_to_the_day_and_to_the_second(client, shared, bounds, expected):
    stamped(shared, "open", "2021-05-01T12:00:00+00:00")
    stamped(shared, "arabic", "2021-05-02T23:59:59+00:00")
    stamped(shared, "report", "2021-05-03T00:00:00+00:00")
    assert set(harvest(client, **bounds)) == {records.identifier(shared.id(n)) for n in expected}


def test_a_list_goes_on_where_it_stood_whatever_changes_meanwhile(client, shared, monkeypatch):
    monkeypatch.setattr(records, "BATCH", 1)
    stamped(shared, "open", "2021-05-01T12:00:00+00:00")
    stamped(shared, "arabic", "2021-05-02T12:00:00+00:00")
    stamped(shared, "report", "2021-05-02T12:00:00+00:00")
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    token = root.find(".//o:resumptionToken", NS)
    assert (token.get("completeListSize"), token.get("cursor")) == ("3", "0")
    # What was given changes, and something new comes: neither shifts what follows.
    shared.open.title = "Other words"
    shared.open.save_revision().publish()
    CaseStudyFactory(licence="CC-BY-4.0")
    traces.sweep()
    once, again = (ask(client, verb="ListRecords", resumptionToken=token.text) for _ in range(2))
    assert identifiers(once) == identifiers(again)
    found = identifiers(root)
    while True:
        found += identifiers(once)
        token = once.find(".//o:resumptionToken", NS)
        if not token.text:
            break
        once = ask(client, verb="ListRecords", resumptionToken=token.text)
    assert token.get("cursor") == str(len(found) - 1)
    changed = records.identifier(shared.id("open"))
    # The one that changed comes once more, with its new words; none is missing.
    assert found.count(changed) == 2
    assert len(set(found)) == 4


def test_a_withdrawn_work_stays_as_deleted(client, shared):
    identifier = records.identifier(shared.id("arabic"))
    shared.arabic.unpublish()
    # At once, before any trace has followed:
    root = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier)
    assert root.find(".//o:header", NS).get("status") == "deleted"
    assert root.find(".//o:metadata", NS) is None
    Trace.objects.update(datestamp=datetime.fromisoformat("2021-05-01T12:00:00+00:00"))
    traces.sweep()
    shared.arabic.delete()
    traces.sweep()
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc", start="2022-01-01")
    assert identifiers(root) == [identifier]
    assert root.find(".//o:header", NS).get("status") == "deleted"
    # Whoever harvests one set hears of it too.
    assert identifier in harvest(client, set="theme:water")


def test_what_becomes_private_or_loses_its_licence_is_deleted_and_can_come_back(client, shared):
    identifier = records.identifier(shared.id("report"))
    for licence, status in (("", "deleted"), ("CC0-1.0", None)):
        shared.report.licence = licence
        shared.report.save_revision().publish()
        traces.sweep()
        root = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier)
        assert root.find(".//o:header", NS).get("status") == status


def test_a_renamed_theme_is_harvested_again(client, shared):
    Trace.objects.update(datestamp=datetime.fromisoformat("2021-05-01T12:00:00+00:00"))
    theme = shared.open.themes.get()
    theme.label_es = "Agua"
    theme.save()
    traces.sweep()
    opened, arabic = (records.identifier(shared.id(name)) for name in ("open", "arabic"))
    assert set(harvest(client, start="2022-01-01")) == {opened, arabic}


def test_nothing_changes_where_nothing_changed(shared):
    before = list(Trace.objects.order_by("pk").values())
    assert traces.sweep() == 0
    assert list(Trace.objects.order_by("pk").values()) == before


OAI_DC = {"metadataPrefix": "oai_dc"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Steal"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "kind"}, "badArgument"),
        ({"verb": "Identify", "unknown": "1"}, "badArgument"),
        ({"verb": "GetRecord", **OAI_DC}, "badArgument"),
        ({"verb": "GetRecord", **OAI_DC, "identifier": "oai:other:1"}, "idDoesNotExist"),
        ({"verb": "GetRecord", **OAI_DC, "identifier": "\x01"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:x:1"}, "idDoesNotExist"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", **OAI_DC, "start": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", **OAI_DC, "start": "2021-02-30"}, "badArgument"),
        ({"verb": "ListRecords", **OAI_DC, "start": "2021-05"}, "badArgument"),
        ({"verb": "ListRecords", **OAI_DC, "start": "٢٠٢١-05-01"}, "badArgument"),
        ({"verb": "ListRecords", **OAI_DC, "start": "2021-05-01T12:00Z"}, "badArgument"),
        (
            {"verb": "ListRecords", **OAI_DC, "start": "2021-05-02", "until": "2021-05-01"},
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                **OAI_DC,
                "start": "2021-05-01",
                "until": "2021-05-01T12:00:00Z",
            },
            "badArgument",
        ),
        ({"verb": "ListRecords", **OAI_DC, "until": "1999-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", **OAI_DC, "set": "a b"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "ListRecords", **OAI_DC, "resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
    ],
)
def test_errors_have_the_codes_of_the_protocol(client, shared, arguments, code):
    root = ask(client, **arguments)
    assert [each.get("code") for each in root.iterfind("o:error", NS)] == [code]
    if code in ("badVerb", "badArgument"):
        assert not root.find("o:request", NS).attrib


def test_a_token_of_another_verb_is_refused(client, shared, monkeypatch):
    monkeypatch.setattr(records, "BATCH", 1)
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    token = root.findtext(".//o:resumptionToken", namespaces=NS)
    assert error(client, verb="ListIdentifiers", resumptionToken=token) == "badResumptionToken"
    assert error(client, verb="ListRecords", resumptionToken=token[:-2]) == "badResumptionToken"


def test_post_is_answered_like_get(client, shared):
    for arguments in (
        {"verb": "Identify"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc"},
    ):
        got, posted = (ask(client, method, **arguments) for method in ("get", "post"))
        for root in (got, posted):
            root.find("o:responseDate", NS).text = ""
        assert etree.tostring(got) == etree.tostring(posted)


def test_identify_says_what_the_repository_is(client, shared, settings):
    settings.OAI_NAMESPACE = "medina.example.org"
    settings.DEFAULT_FROM_EMAIL = "Medina <library@example.org>"
    root = ask(client, verb="Identify")
    assert root.findtext(".//o:adminEmail", namespaces=NS) == "library@example.org"
    assert root.findtext(".//o:baseURL", namespaces=NS) == f"{settings.SITE_URL}/oai"
    earliest = root.findtext(".//o:earliestDatestamp", namespaces=NS)
    stamps = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc").iterfind(
        ".//o:datestamp", NS
    )
    assert earliest == min(each.text for each in stamps)
    sample = root.find(".//{*}sampleIdentifier").text
    assert re.fullmatch(r"oai:medina\.example\.org:\d+", sample)


def test_text_that_xml_cannot_carry_does_no_harm(client, shared):
    theme = ConceptFactory(code="odd", label_en="Odd \x0b label \ufffe <&>")
    CaseStudyFactory(title="Odd \x08 title", licence="CC-BY-4.0", themes=[theme])
    traces.sweep()
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert "Odd  title" in {e.text for e in root.iterfind(".//dc:title", NS)}


def test_a_list_asks_the_database_as_often_for_many_as_for_few(
    client, shared, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    for number in range(12):
        CaseStudyFactory(title=f"Work {number}", licence="CC-BY-4.0")
    traces.sweep()
    with django_assert_max_num_queries(len(few)):
        ask(client, verb="ListRecords", metadataPrefix="oai_dc")


def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    codes = [client.get("/oai", {"verb": "Identify"}) for _ in range(3)]
    assert [response.status_code for response in codes] == [200, 200, 503]
    assert 1 <= int(codes[-1]["Retry-After"]) <= 60


def test_nothing_matches_in_an_empty_library(sickle, db):
    Trace.objects.all().delete()
    with pytest.raises(NoRecordsMatch):
        list(sickle.ListRecords(metadataPrefix="oai_dc"))


def test_the_token_names_what_it_needs_and_keeps_nothing_here(client, shared, monkeypatch):
    """Stateless: a token works after the cache is emptied, and in another process."""
    monkeypatch.setattr(records, "BATCH", 1)
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc", set="kind", until="2999-01-01")
    token = root.findtext(".//o:resumptionToken", namespaces=NS)
    cache.clear()
    assert identifiers(ask(client, verb="ListRecords", resumptionToken=token))
    assert parse_qs("resumptionToken=" + token)["resumptionToken"] == [token]
