"""Whatever is typed or pasted, search answers: as a page, to programs, while typing, as a feed."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from xml.dom import minidom

import pytest
import requests

from search.question import MOST_CHARACTERS
from tests.rounds import rounds

from .odd_queries import FAMILIES, MARK, Query, made
from .reading import LANGUAGES, Reader, said
from .test_services_away import LIMITED

pytestmark = pytest.mark.long

WORDS_ONLY = (
    "Search by meaning is off at the moment: works are found by their words only, so works in "
    "other languages may be missing."
)
NUMBER = rounds(54, 504)
#: Every so manieth query is asked as a feed too.
FED = 9

_by_family: dict[str, list[tuple[int, Query]]] = defaultdict(list)
for _number, _query in enumerate(made(NUMBER)):
    _by_family[_query.family].append((_number, _query))


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.tags.append((tag, dict(attributes)))

    def words(self) -> str | None:
        """What the search field holds."""
        return next(
            (
                held.get("value")
                for tag, held in self.tags
                if tag == "input" and held.get("id") == "q"
            ),
            None,
        )

    def let_in(self) -> list[str]:
        """Elements and attributes that came out of a query, and scripts in the page itself."""
        names = [name for tag, held in self.tags for name in (tag, *held)]
        inline = [tag for tag, held in self.tags if tag == "script" and not held.get("src")]
        return [name for name in names if MARK in name or name.startswith("on")] + inline


@pytest.fixture
def reader(each_portal) -> Reader:
    return Reader(each_portal)


@pytest.mark.parametrize("family", FAMILIES)
def test_odd_queries_are_answered(reader, family):
    wrong = []
    for number, query in _by_family[family]:
        lang = LANGUAGES[number % len(LANGUAGES)]
        checks = [_as_page, _to_programs, _while_typing]
        if number % FED == 0:
            checks.append(_as_feed)
        for check in checks:
            try:
                check(reader, query, lang)
            except (AssertionError, ValueError, requests.RequestException) as problem:
                wrong.append(f"{check.__name__} {query!r}: {str(problem)[:500]}")
    assert not wrong, "\n".join(wrong)


def test_there_are_as_many_as_asked_and_no_two_alike():
    queries = made(504)
    assert len({query.address() for query in queries}) == 504
    assert {query.family for query in queries} == set(FAMILIES)
    assert queries[:NUMBER] == [
        query for _n, query in sorted(sum(_by_family.values(), []), key=lambda p: p[0])
    ]


def _as_page(reader: Reader, query: Query, lang: str) -> None:
    answer = reader.get(f"/{lang}/search/?{query.address()}")
    assert answer.status_code == 200, answer.status_code
    assert f'<html lang="{lang}"' in answer.text
    page = Page(answer.text)
    assert not page.let_in()
    for message in (LIMITED, WORDS_ONLY):
        assert said(message, lang) not in answer.text, "search is limited"
    if query.text is not None:
        held = page.words()
        assert held is not None, "the page has no search field"
        assert held == query.text[:MOST_CHARACTERS], f"the search field holds {held!r}"


def _to_programs(reader: Reader, query: Query, lang: str) -> None:
    answer = reader.get(f"/api/v1/search?{query.address(lang=lang)}")
    found = answer.json()
    if answer.status_code == 400:
        assert found["error"]
        assert set(found["parameters"]) <= dict(query.extra).keys(), found
        assert found["parameters"]
        return
    assert answer.status_code == 200, answer.status_code
    assert found["limited"] == "", "search is limited"
    assert found["total"] >= len(found["hits"])
    assert all(hit["title"] and hit["url"].startswith("http") for hit in found["hits"])
    assert len({hit["id"] for hit in found["hits"]}) == len(found["hits"])
    for values in found["facets"].values():
        assert all(value["count"] >= 0 and value["label"] for value in values), values


def _while_typing(reader: Reader, query: Query, lang: str) -> None:
    answer = reader.get(f"/api/v1/suggest?{query.address(lang=lang)}")
    assert answer.status_code == 200, answer.status_code
    assert all(each["title"] for each in answer.json()["suggestions"])
    answer = reader.get(f"/{lang}/search/suggest/?{query.address()}")
    assert answer.status_code == 200, answer.status_code
    assert not Page(answer.text).let_in()


def _as_feed(reader: Reader, query: Query, lang: str) -> None:
    answer = reader.get(f"/{lang}/search/feed.atom?{query.address()}")
    assert answer.status_code == 200, answer.status_code
    assert minidom.parseString(answer.content).documentElement.tagName == "feed"
