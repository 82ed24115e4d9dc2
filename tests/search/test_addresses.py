"""What an address of the search may ask, and what is said of the rest."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search import drainer, generations, parameters
from search.engines import engine
from search.models import Generation
from search.parameters import MAX_LENGTH, MAX_VALUES

from .library import document


def read(query: str) -> parameters.Parameters:
    return parameters.read(QueryDict(query), lang="en", audience="public")


@pytest.mark.parametrize(
    "query",
    [
        "kind=%00x",
        f"kind={'x' * (MAX_LENGTH + 1)}",
        "&".join(f"kind=k{i}" for i in range(MAX_VALUES + 1)),
        "page=0",
        "page=x",
        "sort=x",
        "qlang=xx",
    ],
)
def test_what_cannot_be_asked_is_named(query):
    assert read(query).problems == (query.partition("=")[0],)


@pytest.mark.django_db
def test_what_can_be_asked_is_taken_as_it_stands():
    asked = read("kind=city&kind=city&kind=&theme=water&page=2&sort=title&q=x")
    assert asked.problems == ()
    assert asked.request.filters == {"kind": ("city",), "theme": ("water",)}


def test_the_interface_for_programs_refuses_a_filter_that_it_cannot_use(client, db):
    answer = client.get("/api/v1/search?kind=%00x")
    assert (answer.status_code, answer.json()["parameters"]) == (400, ["kind"])


@pytest.mark.parametrize("query", ["page=7", "q=water&page=7"])
def test_beyond_the_last_page_of_results_the_last_is_shown(index, library, client, query):
    library.add(*(document(f"{n:02}", title=f"Numbered {n:02}") for n in range(25)))
    generations.begin()
    drainer.drain()
    assert Generation.objects.get().state == Generation.State.LIVE and engine()
    page = client.get(f"/en/search/?{query}&sort=title").content.decode()
    assert "Nothing found" not in page
    assert page.count("Numbered") >= 5
    assert "Numbered 24" in page and "Numbered 00" not in page
