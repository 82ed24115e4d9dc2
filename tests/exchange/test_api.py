"""Works and records as JSON: what a page tells, for programs, with the same rights."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as django_settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from wagtail.models import PageViewRestriction

from cms.core import works
from cms.core.models import Work
from cms.exchange import api, traces
from cms.exchange.models import Trace
from cms.network import actions
from tests.factories import CaseStudyFactory, CityFactory, UserFactory

from .conftest import SECRETS

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client) -> dict:
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def ask(client, document):
    """Asks the interface; every answer must be as the OpenAPI document says."""

    def answer(path: str, status: int = 200, **query):
        headers = query.pop("headers", {})
        response = client.get(f"/api/v1{path}", query, headers=headers)
        assert response.status_code == status, response.content
        template = _template(path)
        described = document["paths"][template]["get"]["responses"][str(status)]
        if "content" in described:
            schema = described["content"]["application/json"]["schema"]
            Draft202012Validator(schema).validate(response.json())
        return response

    return answer


def _template(path: str) -> str:
    parts = path.strip("/").split("/")
    names = {"works": ["", "{id}"], "records": ["", "{kind}", "{id}"]}[parts[0]]
    return "/" + "/".join([parts[0], *names[1 : len(parts)]])


def test_the_one_document_describes_search_works_and_records(document):
    validate(document)
    assert {"/search", "/suggest", "/works", "/works/{id}", "/records/{kind}"} <= set(
        document["paths"]
    )
    kinds = document["paths"]["/records/{kind}"]["get"]["parameters"][0]["schema"]["enum"]
    assert {"city", "partnership", "theme"} <= set(kinds)


def test_works_are_listed_page_by_page(ask, shared):
    whole = ask("/works", page_size=100).json()
    assert whole["total"] == len(whole["items"]) == 4
    found, page = [], 1
    while page:
        part = ask("/works", page=page, page_size=3).json()
        found += [item["id"] for item in part["items"]]
        page = page + 1 if part["next"] else 0
    assert found == [item["id"] for item in whole["items"]]
    assert ask("/works", page=99).json()["items"] == []
    assert [i["id"] for i in ask("/works", kind="manual").json()["items"]] == [shared.id("arabic")]


def test_a_work_tells_its_facts_and_editions(ask, shared, settings):
    found = ask(f"/works/{shared.id('open')}", lang="fr").json()
    assert (found["title"], found["title_lang"]) == ("Compteurs d’eau", "fr")
    assert found["summary"] == "Ce qui a été fait."
    assert [edition["lang"] for edition in found["editions"]] == ["fr", "en"]
    assert found["editions"][1]["url"] == f"{settings.SITE_URL}{shared.open.url}"
    assert found["licence"] == {
        "id": "CC-BY-4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert found["themes"][0]["name"] == "Eau"
    assert found["themes"][0]["names"]["ar"] == "الماء"
    assert found["cities"][0]["names"] == {"en": "Chefchaouen", "ar": "شفشاون"}
    assert [file["title"] for file in found["files"]] == ["Free file"]


def test_a_publisher_is_named_as_other_bodies_are(ask, shared, settings):
    publisher = ask(f"/works/{shared.id('report')}").json()["publisher"]
    assert publisher["names"] == {"en": "Press of the network"}
    assert publisher["url"].startswith(f"{settings.SITE_URL}/en/organisations/")
    assert ask(f"/works/{shared.id('open')}").json()["publisher"] is None


def test_the_language_is_negotiated(ask, shared):
    path = f"/works/{shared.id('open')}"
    response = ask(path, headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"})
    assert response.json()["title_lang"] == "fr"
    assert response["Content-Language"] == "fr"
    assert "Accept-Language" in response["Vary"]
    # What the address says comes first.
    response = ask(path, lang="en", headers={"accept-language": "fr"})
    assert (response.json()["title_lang"], response["Content-Language"]) == ("en", "en")
    # Nobody wrote it in Arabic for everybody: the best other one.
    assert ask(path, lang="ar").json()["title_lang"] == "fr"
    ask(path, status=400, lang="xx")


@pytest.mark.parametrize("path", ["/works", "/records/city"])
def test_what_has_not_changed_is_not_sent_again(client, ask, shared, path):
    first = ask(path)
    again = ask(path, status=304, headers={"if-none-match": first["ETag"]})
    assert not again.content
    assert again["ETag"] == first["ETag"]
    shared.open.title = "Other words"
    shared.open.save_revision().publish()
    CityFactory()
    changed = ask(path, headers={"if-none-match": first["ETag"]})
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("path", ["/works", "/works/{open}"])
def test_what_became_private_is_not_said_to_be_unchanged(client, shared, path):
    address = f"/api/v1{path}".format(open=shared.id("open"))
    first = client.get(address)
    for page in (shared.open, shared.french):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    for headers in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        assert client.get(address, headers=headers).status_code == (404 if "{" in path else 200)


def test_private_editions_works_and_files_are_for_members_alone(client, shared):
    addresses = ["/api/v1/works?page_size=100"]
    addresses += [f"/api/v1/works/{shared.id('open')}", "/api/v1/records/theme"]
    for address in addresses:
        text = json.dumps(client.get(address).json(), ensure_ascii=False)
        assert not [secret for secret in SECRETS if secret in text]
    for name in ("private", "draft"):
        assert client.get(f"/api/v1/works/{shared.id(name)}").status_code == 404
    client.force_login(UserFactory())
    assert client.get(f"/api/v1/works/{shared.id('private')}").status_code == 200
    assert client.get(f"/api/v1/works/{shared.id('draft')}").status_code == 404
    found = client.get(f"/api/v1/works/{shared.id('open')}").json()
    assert "ar" in {edition["lang"] for edition in found["editions"]}
    assert "Zanzibarite file" in {file["title"] for file in found["files"]}


def test_a_file_without_a_licence_has_no_address_to_load_it_from(ask, client):
    from cms.network.models import WorkFile
    from tests.factories import FileFactory

    page = CaseStudyFactory(work_files=[WorkFile(file=FileFactory(licence=""))])
    assert ask(f"/works/{page.work.pk}").json()["files"][0]["url"] is None


@pytest.mark.parametrize("kind", sorted(api.record_kinds()))
def test_records_of_every_kind(ask, kind):
    from .test_descriptions import FACTORIES

    row = FACTORIES[kind]()
    number = Work.objects.get(key=row.key).pk
    listed = ask(f"/records/{kind}", page_size=100).json()["items"]
    assert number in {item["id"] for item in listed}
    found = ask(f"/records/{kind}/{number}").json()
    assert found in listed
    assert found["kind"] == kind
    ask(f"/works/{number}", status=404)


def test_what_is_not_understood_is_refused_by_name(ask, shared):
    for query in ({"page": "0"}, {"page": "x"}, {"page_size": "101"}, {"kind": "city"}):
        body = ask("/works", status=400, **query).json()
        assert body["parameters"] == list(query)
    ask("/records/unicorn", status=404)
    ask("/works/999999", status=404)
    ask(f"/works/{2**63}", status=404)


def test_a_withdrawn_work_is_gone_and_a_merged_record_leads_on(ask, client, shared):
    shared.arabic.unpublish()
    traces.sweep()
    gone = ask(f"/works/{shared.id('arabic')}", status=410).json()
    assert (gone["title"], gone["title_lang"]) == ("دليل المياه", "ar")
    assert (gone["reason"], gone["reason_lang"]) == (None, None)
    Trace.objects.filter(pk=shared.id("arabic")).update(reason_es="Ya no sirve")
    gone = ask(f"/works/{shared.id('arabic')}", status=410).json()
    assert (gone["reason"], gone["reason_lang"]) == ("Ya no sirve", "es")
    kept, merged = CityFactory(), CityFactory()
    number = Work.objects.get(key=merged.key).pk
    admin = UserFactory(is_superuser=True)
    actions.merge_cities(user=admin, kept=kept, merged=merged)
    response = ask(f"/records/city/{number}", status=301, lang="ar")
    assert response.url == f"/api/v1/records/city/{Work.objects.get(key=kept.key).pk}?lang=ar"


@pytest.mark.usefixtures("in_one_minute")
def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    answers = [client.get("/api/v1/works") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    # Others may still ask.
    assert client.get("/api/v1/works", REMOTE_ADDR="192.0.2.7").status_code == 200
    settings.API_REQUESTS_PER_MINUTE = 0
    assert client.get("/api/v1/works").status_code == 200


@pytest.mark.usefixtures("in_one_minute")
def test_behind_a_proxy_clients_are_told_apart_and_cannot_pretend(client, settings):
    settings.API_REQUESTS_PER_MINUTE, settings.PROXY_COUNT = 1, 1

    def status(chain: str) -> int:
        return client.get("/api/v1/works", headers={"x-forwarded-for": chain}).status_code

    assert [status("192.0.2.1"), status("192.0.2.2"), status("192.0.2.1")] == [200, 200, 429]
    # What a client writes itself stands to the left of what the proxy adds.
    assert status("203.0.113.9, 192.0.2.1") == 429


@pytest.mark.parametrize("path", ["/api/v1/works?page_size=100", "/api/v1/records/partnership"])
def test_a_list_asks_the_database_as_often_for_many_as_for_few(
    client, shared, django_assert_max_num_queries, path
):
    from tests.factories import PartnershipFactory

    PartnershipFactory(between=[(CityFactory(), "provider")])
    with django_assert_max_num_queries(50) as few:
        client.get(path)
    for number in range(6):
        CaseStudyFactory(title=f"Work {number}", cities=[CityFactory()])
        PartnershipFactory(between=[(CityFactory(), "provider"), (CityFactory(), "recipient")])
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_every_kind_is_a_work_or_a_record():
    pages = {kind.name for kind in works.kinds()} - set(api.record_kinds())
    assert {"case_study", "handbook", "manual", "publication"} <= pages
    assert len(django_settings.LANGUAGES) == 4
