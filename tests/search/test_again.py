"""A reader who is still at a search is not counted as searching anew."""

from __future__ import annotations

import re

import pytest
from django.core import signing

from search.models import LoggedSearch

from .conftest import drop_indexes
from .library import document
from .test_results import filled

pytestmark = pytest.mark.django_db

PORTAL = "http://testserver"
PAGE = f"{PORTAL}/en/search/"


@pytest.fixture(autouse=True)
def works(db, library, settings, tmp_path):
    """An index of so many works that results have three pages."""
    settings.SEARCH_ENGINE, settings.SEARCH_EMBEDDER = "embedded", "none"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    filled(library, *(document(f"{number:02}") for number in range(45)))
    yield
    drop_indexes()


@pytest.fixture
def page(client):
    """Asks for the search page of a language, with headers."""

    def asked(lang: str = "en", headers: dict[str, str] | None = None, **query) -> str:
        answer = client.get(f"/{lang}/search/", query, headers=headers or {})
        assert answer.status_code == 200
        return answer.content.decode()

    return asked


def opens(client, html: str, place_on_page: int) -> None:
    """Does what the script of the page does when a hit is opened."""
    token, before = re.search(r'data-log="(.+?)" data-before="(\d+)"', html).groups()
    sent = {"token": token, "place": int(before) + place_on_page}
    assert client.post("/en/search/opened/", sent).status_code == 204


def logged() -> list[tuple[str, int | None]]:
    return [(row.text, row.opened) for row in LoggedSearch.objects.order_by("pk")]


@pytest.mark.parametrize(
    "refined",
    [
        {"language": "en"},
        {"sort": "title"},
        {"group": "language"},
        {"qlang": "en"},
        {"lang": "ar"},
        {"q": " Water "},
        {"page": "2"},
    ],
    ids=lambda refined: next(iter(refined)),
)
def test_words_refined_from_their_page_are_one_search_and_its_hits_are_noted(client, page, refined):
    page(q="water")
    html = page(headers={"Referer": f"{PAGE}?q=water"}, **{"q": "water", **refined})
    assert logged() == [("water", None)]
    opens(client, html, 3)
    assert logged() == [("water", 23 if "page" in refined else 3)]


def test_each_further_step_is_the_same_search(client, page):
    page(q="water")
    page(q="water", language="en", headers={"Referer": f"{PAGE}?q=water"})
    html = page(q="water", page="3", headers={"Referer": f"{PAGE}?q=water&language=en"})
    opens(client, html, 5)
    assert logged() == [("water", 45)]


def test_a_place_beyond_the_last_page_is_that_of_the_page_shown(client, page):
    page(q="water")
    opens(client, page(q="water", page="9", headers={"Referer": f"{PAGE}?q=water"}), 5)
    assert logged() == [("water", 45)]


def test_a_partial_update_is_known_by_the_page_it_names(client, page):
    page(q="water")
    html = page(
        q="water", sort="title", headers={"HX-Request": "true", "HX-Current-URL": f"{PAGE}?q=water"}
    )
    opens(client, html, 1)
    assert logged() == [("water", 1)]


def test_who_comes_back_from_a_file_is_still_at_the_search(client, page):
    page(q="water")
    html = page(q="water", page="2", headers={"Referer": f"{PORTAL}/fr/files/7/view/?page=3"})
    opens(client, html, 1)
    page(q="water", headers={"Referer": f"{PORTAL}/fr/files/7/view/?page=3"})
    page(q="city", headers={"Referer": f"{PORTAL}/fr/files/7/view/?page=3"})
    assert logged() == [("water", 21), ("city", None)]


@pytest.mark.parametrize("control", ["max-age=0", "no-cache"])
def test_a_reload_is_no_new_search(client, page, control):
    page(q="water", headers={"Referer": f"{PORTAL}/en/"})
    html = page(q="water", headers={"Referer": f"{PORTAL}/en/", "Cache-Control": control})
    opens(client, html, 2)
    assert logged() == [("water", 2)]


def test_a_reader_whose_browser_always_wants_new_answers_is_counted_once(page):
    for _ in range(2):
        page(q="water", headers={"Cache-Control": "no-cache"})
    assert logged() == [("water", None)]


@pytest.mark.parametrize(
    "referer",
    [
        "",
        f"{PORTAL}/en/",
        f"{PORTAL}/en/cities/?q=water",
        f"{PAGE}?q=schools",
        PAGE,
        "http://elsewhere.example/en/search/?q=water",
        "http://[broken",
        f"{PAGE}?q=%ff%00",
    ],
)
def test_words_that_come_from_elsewhere_are_a_new_search(page, referer):
    page(q="water"), page(q="water", headers={"Referer": referer})
    assert logged() == [("water", None)] * 2


def test_other_words_in_a_partial_update_are_a_new_search(page):
    page(q="water")
    page(q="city", headers={"HX-Request": "true", "Referer": f"{PAGE}?q=water"})
    assert logged() == [("water", None), ("city", None)]


def test_a_later_page_opened_from_elsewhere_neither_logs_nor_tells(page):
    assert "data-log" not in page(q="water", page="2")
    assert logged() == []


def test_what_was_opened_is_noted_with_the_last_search_for_the_words(client, page):
    page(q="water"), page(q="water")
    html = page(q="water", page="2", headers={"Referer": f"{PAGE}?q=water"})
    opens(client, html, 1), opens(client, html, 4)
    assert logged() == [("water", None), ("water", 21)]


def test_a_page_does_not_tell_whether_somebody_else_asked_the_same(page):
    def token(words: str) -> object:
        html = page(q=words, headers={"Referer": f"{PAGE}?q={words}"})
        return signing.loads(re.search(r'data-log="(.+?)"', html)[1], salt="search.log")

    page(q="water")
    assert (token("water"), token("city")) == ("water", "city")


def test_neither_addresses_nor_cookies_carry_anything_of_the_log(client, page):
    html = page(q="water")
    token = re.search(r'data-log="(.+?)"', html)[1]
    assert html.count(token) == 1
    assert not client.cookies
