"""What is alike at every address for programs: limits, the language, refusals."""

from __future__ import annotations

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from cms.core.models import Work

pytestmark = pytest.mark.django_db
#: an address of each kind, without a number in it
SEARCHES = ("/api/v1/search", "/api/v1/suggest")
ADDRESSES = (*SEARCHES, "/api/v1/works", "/api/v1/records/theme")
every_address = pytest.mark.parametrize("address", ADDRESSES)


def described(client, address: str, status: int) -> dict:
    """How the OpenAPI document describes an answer."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    path = address.removeprefix("/api/v1").replace("/theme", "/{kind}")
    return paths[path]["get"]["responses"][str(status)]


def check(client, address: str, response) -> None:
    """Fails unless an answer is as the OpenAPI document says."""
    found = described(client, address, response.status_code)
    Draft202012Validator(found["content"]["application/json"]["schema"]).validate(response.json())
    for name in found.get("headers", ()):
        assert name in response


@pytest.mark.usefixtures("in_one_minute")
@pytest.mark.parametrize(
    "address",
    [*ADDRESSES, "/en/search/export/", "/en/search/export.csv", "/en/search/feed.atom"],
)
def test_who_asks_too_often_is_told_when_to_come_back(client, settings, searchable, address):
    settings.API_REQUESTS_PER_MINUTE = 2
    # A program that searches as its reader types asks more often than one that harvests.
    most = 20 if address in SEARCHES else 2
    answers = [client.get(address) for _ in range(most + 1)]
    assert [answer.status_code for answer in answers] == [200] * most + [429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    # What readers do is not counted.
    assert client.get("/en/search/?q=water").status_code == 200
    assert client.get("/en/search/suggest/?q=wat").status_code == 200
    settings.API_REQUESTS_PER_MINUTE = 0
    if address in ADDRESSES:
        check(client, address, answers[-1])


@pytest.mark.usefixtures("in_one_minute")
def test_requests_count_together(client, settings, searchable):
    settings.API_REQUESTS_PER_MINUTE = 2
    assert {client.get(address).status_code for address in ADDRESSES} == {200}
    assert client.get("/api/v1/works").status_code == 429
    assert client.get("/oai?verb=Identify").status_code == 503
    # Searches by themselves.
    assert client.get("/api/v1/search").status_code == 200


@every_address
def test_the_language_is_negotiated(client, searchable, address):
    response = client.get(address, headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"})
    assert response["Content-Language"] == "fr"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    check(client, address, response)
    # What the address says comes first.
    response = client.get(f"{address}?lang=en", headers={"accept-language": "fr"})
    assert response["Content-Language"] == "en"


def test_a_search_answers_in_the_language_negotiated(client, searchable):
    answer = client.get("/api/v1/search?theme=water", headers={"accept-language": "fr"}).json()
    assert "Compteurs d’eau" in {hit["title"] for hit in answer["hits"]}
    assert {value["label"] for value in answer["facets"]["theme"]} == {"Eau"}


@every_address
def test_a_value_that_is_not_understood_is_named(client, searchable, address):
    response = client.get(f"{address}?lang=xx", headers={"accept-language": "fr"})
    assert response.status_code == 400
    assert response.json()["parameters"] == ["lang"]
    assert response.json()["error"].startswith("Ces paramètres")
    check(client, address, response)


@every_address
def test_parameters_that_an_address_does_not_know_are_passed_over(client, searchable, address):
    assert client.get(f"{address}?utm_source=newsletter").status_code == 200


@every_address
def test_nothing_can_be_posted(searchable, address):
    response = Client(enforce_csrf_checks=True).post(address, {"q": "x"})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["none", "works/none", "works/", "search/1"])
def test_what_is_not_there_is_said_in_json(client, path):
    response = client.get(f"/api/v1/{path}", headers={"accept-language": "fr"})
    assert response.status_code == 404
    assert response.json() == {"error": "Il n’y a rien ici"}


@pytest.mark.parametrize("path", ["works/999", "records/theme/999", "records/none"])
def test_what_is_not_there_is_said_in_the_language_asked_for(client, path):
    response = client.get(f"/api/v1/{path}?lang=es", headers={"accept-language": "fr"})
    assert response.status_code == 404
    assert response.json() == {"error": "Aquí no hay nada"}


def test_numbers_beyond_what_a_database_counts_to_are_not_found(client, searchable):
    for number in (2**63, 10**400):
        assert client.get(f"/en/w/{number}/related/").status_code == 404
        assert client.get(f"/en/w/{number}/").status_code == 404
    assert client.get(f"/en/w/{Work.objects.latest('pk').pk + 1}/related/").status_code == 404


@pytest.mark.parametrize("place", ["1" * 5000, "-1", "²", "1" * 19, ""])
def test_an_odd_place_of_a_hit_does_no_harm(client, place):
    assert client.post("/en/search/opened/", {"token": "x", "place": place}).status_code == 204


@pytest.mark.parametrize("query", ["", "?limit=much"])
@every_address
def test_pages_of_other_hosts_may_read_it(client, searchable, address, query):
    assert client.get(address + query)["Access-Control-Allow-Origin"] == "*"
